//! `stellwerk cases --backtest`: what a year of counts, calibrated, would have said of the next one.

use crate::caseload::{Accuracy, Backtest, BacktestRow, Generated, Ledger, backtest, worth_of_backtest};
use crate::cli::table::{Cell, Table};
use crate::format::{Language, number, percent, signed};
use crate::plan::Plan;
use serde::Serialize;

/// The backtest with its figures, as it is written for programs.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// Whether the counts were generated, not counted.
    generated: bool,
    /// What follows from a backtest on generated counts; none of counted ones.
    meaning: Option<&'static str>,
    accuracy: Accuracy,
    backtest: Backtest,
}

impl Report {
    /// Of the last two years that were counted to their end; of the generated figures where nothing was counted.
    pub(super) fn of(plan: &Plan, ledger: Ledger) -> Result<Self, String> {
        let generated = ledger.is_empty();
        let ledger = if generated {
            let made = Generated::of(plan).map_err(|error| error.to_string())?;
            made.map(|made| made.ledger).unwrap_or_default()
        } else {
            ledger
        };
        let nothing = || {
            "Für einen Rücktest braucht es zwei gezählte Kalenderjahre; bitte importieren Sie die Fallzahlen beider Jahre."
                .to_owned()
        };
        let (_, until) = ledger.span().ok_or_else(nothing)?;
        let year = if until.month() == 12 { until.year() } else { until.year() - 1 };
        let backtest = backtest(plan, &ledger, year - 1).ok_or_else(nothing)?;
        let accuracy = backtest.accuracy(|_| true).ok_or_else(nothing)?;
        let meaning = worth_of_backtest(generated, Language::German);
        Ok(Self { generated, meaning, accuracy, backtest })
    }

    /// The sentence above the table.
    pub(super) fn sentence(&self) -> String {
        let Accuracy { months, mae, mape, coverage, .. } = self.accuracy;
        let german = Language::German;
        let origin = if self.generated {
            "Annahme: Die Fallzahlen sind aus den Jahreszahlen des Plans erzeugt, nicht gezählt. "
        } else {
            ""
        };
        format!(
            "{origin}An {} kalibriert, an {} geprüft: {months} Monate von Fallarten, mittlerer Fehler {} Fälle ({}), {} der \
             Monate im 90-%-Band.{}",
            self.backtest.fitted,
            self.backtest.predicted,
            number(mae, 1, german),
            percent(mape, 0, german),
            percent(coverage, 0, german),
            self.meaning.map(|meaning| format!(" {meaning}")).unwrap_or_default(),
        )
    }

    /// One row for each kind of cases.
    pub(super) fn table(&self, plan: &Plan) -> Table {
        let mut table = Table::new(&[
            "Fallart",
            "Name",
            "Höhe je Jahr",
            "Trend je Jahr",
            "Streuung",
            "Fehler (MAE)",
            "Fehler %",
            "im Band %",
        ]);
        for row in &self.backtest.rows {
            let name = plan.case_type(&row.case_type).map_or("", |case_type| case_type.name.as_str());
            table.row(self.row(row, name));
        }
        table
    }

    fn row(&self, row: &BacktestRow, name: &str) -> Vec<Cell> {
        let mut cells: Vec<Cell> = vec![row.case_type.as_str().into(), name.into()];
        match &row.fit {
            Some(fit) => {
                let (growth, wide) = (fit.growth * 100.0, fit.growth_half_width * 100.0);
                let trend = format!(
                    "{} % ± {}",
                    signed(growth, 0, Language::German),
                    number(wide, 0, Language::German)
                );
                cells.extend([
                    Cell::Number(fit.per_year, 0),
                    trend.as_str().into(),
                    Cell::Number(fit.dispersion, 2),
                ]);
            }
            None => cells.extend([Cell::Empty, "ohne Zahlen".into(), Cell::Empty]),
        }
        match self.backtest.accuracy(|other| other.case_type == row.case_type) {
            Some(found) => cells.extend([
                Cell::Number(found.mae, 1),
                Cell::Number(found.mape * 100.0, 0),
                Cell::Number(found.coverage * 100.0, 0),
            ]),
            None => cells.extend([Cell::Empty, Cell::Empty, Cell::Empty]),
        }
        cells
    }
}
