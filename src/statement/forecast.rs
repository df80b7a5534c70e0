//! The figures of the simulation that can be put into a text: a forecast that rests on assumptions, never a fact.
//!
//! How it is computed is fixed, so that two who write about the same plan say the same; plan, changes, seed, replications and the
//! version of the engine stand in a fingerprint that is frozen with the text.

use super::{Basis, Entry, NamedTable, TableLine};
use crate::format::{self, Language};
use crate::plan::{Change, Digest, Plan};
use crate::simulation::{FigureSeries, Forecast, Model, Options, SimulationError, Summary, forecast};
use chrono::{Days, NaiveDate};
use serde::Serialize;

/// Two years: a budget year and the one that it is drawn up in.
const HORIZON_DAYS: u32 = 730;
const REPLICATIONS: u32 = 40;
const SEED: u64 = 1;

/// The key of the fingerprint; it is frozen with every figure of the forecast.
pub(super) const FINGERPRINT: &str = "prognose.kennung";

const GERMAN: Language = Language::German;

/// Why there is no forecast where one was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoForecast {
    /// It was not computed within the time that one may take.
    OutOfTime,
    /// The plan cannot be simulated.
    NotSimulated,
}

impl NoForecast {
    /// All, with their names in messages.
    pub const WORDS: [(&'static str, Self); 2] =
        [("out_of_time", Self::OutOfTime), ("not_simulated", Self::NotSimulated)];

    /// What is missing and what helps, in a sentence without a figure, so that nobody takes it for one.
    #[must_use]
    pub const fn sentence(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::OutOfTime, Language::German) => {
                "Eine Prognose liegt nicht vor: Sie wurde in der vorgesehenen Rechenzeit nicht fertig; ein neuer Versuch zu einer \
                 ruhigeren Zeit oder ein kleinerer Plan kann helfen."
            }
            (Self::OutOfTime, Language::English) => {
                "There is no forecast: it was not finished within the time set for it; another try at a quieter hour or a smaller \
                 plan may help."
            }
            (Self::NotSimulated, Language::German) => {
                "Eine Prognose liegt nicht vor: Der Plan lässt sich so nicht simulieren; die Seite Simulation nennt den Grund."
            }
            (Self::NotSimulated, Language::English) => {
                "There is no forecast: the plan cannot be simulated as it is; the page Simulation tells the reason."
            }
        }
    }
}

/// A forecast with the fingerprint of what it follows from.
#[derive(Debug, Clone, PartialEq)]
pub struct LookAhead {
    forecast: Forecast,
    fingerprint: Digest,
}

impl LookAhead {
    /// The fingerprint of all that the forecast of a plan and its changes follows from, assumptions and engine included.
    #[must_use]
    pub fn fingerprint(plan: &Plan, changes: &[Change]) -> Digest {
        let version = env!("CARGO_PKG_VERSION");
        let all = (plan, changes, HORIZON_DAYS, REPLICATIONS, SEED, version);
        Digest::of(&serde_json::to_vec(&all).unwrap_or_default())
    }

    /// Simulates for as long as it takes.
    ///
    /// # Errors
    /// [`NoForecast::NotSimulated`].
    pub fn whole(plan: &Plan, changes: &[Change]) -> Result<Self, NoForecast> {
        let made = Self::of(plan, changes, || true).map_err(|_| NoForecast::NotSimulated)?;
        made.ok_or(NoForecast::OutOfTime)
    }

    /// Simulates; none where `goes_on` says before a replication that there is no more time for it.
    ///
    /// # Errors
    /// [`SimulationError`] when the plan cannot be simulated.
    pub fn of(
        plan: &Plan,
        changes: &[Change],
        goes_on: impl Fn() -> bool,
    ) -> Result<Option<Self>, SimulationError> {
        let options = Options {
            horizon_days: HORIZON_DAYS,
            replications: REPLICATIONS,
            seed: SEED,
            ..Options::default()
        };
        let model = Model::new(plan, changes, &options)?;
        let mut runs = Vec::new();
        for number in 0..REPLICATIONS {
            if !goes_on() {
                return Ok(None);
            }
            runs.push(model.run(number)?);
        }
        let fingerprint = Self::fingerprint(plan, changes);
        Ok(Some(Self { forecast: forecast(&model, &runs), fingerprint }))
    }

    /// What was simulated.
    #[must_use]
    pub const fn forecast(&self) -> &Forecast {
        &self.forecast
    }

    /// The last day that was simulated.
    fn last_day(&self) -> NaiveDate {
        let days = Days::new(u64::from(self.forecast.horizon_days.saturating_sub(1)));
        self.forecast.start.checked_add_days(days).unwrap_or(self.forecast.start)
    }

    /// How it was computed, in words.
    fn method(&self) -> String {
        format!(
            "{} Wiederholungen, Startwert {}, Rechenkern Stellwerk {}, Kennung {}",
            self.forecast.replications,
            self.forecast.seed,
            env!("CARGO_PKG_VERSION"),
            self.fingerprint.short()
        )
    }
}

/// Whether a figure or table is one of the forecast.
pub(super) fn is_forecast(key: &str) -> bool {
    key.starts_with("prognose.") || key.starts_with("tabelle.prognose")
}

/// Puts the figures and tables of a forecast to the others. `plan` is the one with the changes: it names the units.
/// `calibrated` are the reasons of steps that took a calibration over: what a forecast rests on stands with it.
pub(super) fn add(
    ahead: &LookAhead,
    plan: &Plan,
    (scenario, calibrated): (&str, &[&str]),
    basis: &mut Basis,
) {
    let day = format::date(ahead.last_day(), GERMAN);
    let source = source(ahead, &day, scenario, calibrated);
    let mut push = |key: &str, label: &str, value: String, source: &str, assumed: bool| {
        let (key, label, source) = (key.to_owned(), label.to_owned(), source.to_owned());
        basis.figures.push(Entry { key, label, value, source, assumed });
    };
    push("prognose.tag", "Letzter Tag der Prognose", day.clone(), "", false);
    push("prognose.verfahren", "Prognose: wie gerechnet wurde", ahead.method(), "", false);
    let told = "Prüfsumme (SHA-256) über Plan, Szenario, Annahmen, Wiederholungen, Startwert und Rechenkern.";
    if !calibrated.is_empty() {
        push("prognose.kalibrierung", "Prognose: woran sie kalibriert ist", calibrated.join(" "), "", false);
    }
    push(FINGERPRINT, "Grundlage der Prognose", ahead.fingerprint.to_string(), told, false);
    let lines = lines(ahead, plan);
    let day_minutes = plan.assumptions.day_minutes();
    for (key, name, series) in &lines {
        let figures = &series.total;
        push(
            &format!("prognose.offen.{key}"),
            &format!("Prognose: offene Fälle am {day}: {name}"),
            cases(&figures.open),
            &source,
            true,
        );
        let share_source = format!("{source} Der Anteil ist das Verhältnis der Mittelwerte.");
        push(
            &format!("prognose.alt.{key}"),
            &format!("Prognose: davon älter als drei Monate: {name}"),
            older(series),
            &share_source,
            true,
        );
        for (word, share, summary) in
            [("p50", "50", &figures.wait_minutes_p50), ("p90", "90", &figures.wait_minutes_p90)]
        {
            push(
                &format!("prognose.warten.{word}.{key}"),
                &format!(
                    "Prognose: Arbeitstage, die {share} von 100 Bearbeitungsschritten höchstens warten: {name}"
                ),
                days(summary, day_minutes),
                &source,
                true,
            );
        }
    }
    basis.tables.push(at_the_end(&day, &lines, day_minutes));
    basis.tables.push(month_by_month(&ahead.forecast));
}

/// Where the figures come from, and how right a calibration was that they rest on.
fn source(ahead: &LookAhead, day: &str, scenario: &str, calibrated: &[&str]) -> String {
    let source = format!(
        "Prognose, keine gezählte Angabe: Simulation des Szenarios „{scenario}“ bis {day} auf den Annahmen des Plans; {}. In \
         Klammern der 95-%-Bereich des Mittelwerts.",
        ahead.method()
    );
    calibrated.iter().fold(source, |source, reason| format!("{source} {reason}"))
}

/// What is told of: the organisation, its units and its kinds of cases, as far as there are cases.
fn lines<'a>(ahead: &'a LookAhead, plan: &Plan) -> Vec<(String, String, &'a FigureSeries)> {
    let has_cases = |series: &FigureSeries| series.total.arrivals.mean + series.total.open.mean > 0.0;
    let mut lines = vec![("gesamt".to_owned(), "Zusammen".to_owned(), &ahead.forecast.department)];
    for unit in &plan.units {
        if let Some(series) = ahead.forecast.units.get(&unit.id) {
            lines.push((unit.id.to_string(), unit.name.clone(), series));
        }
    }
    for case_type in &plan.case_types {
        if let Some(series) = ahead.forecast.case_types.get(&case_type.id) {
            lines.push((format!("fallart.{}", case_type.id), format!("Fallart {}", case_type.name), series));
        }
    }
    lines.retain(|(_, _, series)| has_cases(series));
    lines
}

/// Mean and the 95 % interval of the mean.
fn with_interval(summary: &Summary, decimals: usize) -> String {
    let Summary { mean, half_width, .. } = *summary;
    let number = |value: f64| format::number(value, decimals, GERMAN);
    format!("{} ({} bis {})", number(mean), number((mean - half_width).max(0.0)), number(mean + half_width))
}

fn cases(summary: &Summary) -> String {
    with_interval(summary, 0)
}

/// Working days of so many minutes each.
fn days(minutes: &Summary, day: f64) -> String {
    let days = Summary { mean: minutes.mean / day, half_width: minutes.half_width / day, ..*minutes };
    with_interval(&days, 1)
}

/// The cases older than three months, and their share.
fn older(series: &FigureSeries) -> String {
    let (open, old) = (&series.total.open, &series.total.over_three_months);
    let count = cases(old);
    if open.mean > 0.0 {
        format!("{count}, das sind {}", format::percent(old.mean / open.mean, 0, GERMAN))
    } else {
        count
    }
}

fn at_the_end(day: &str, lines: &[(String, String, &FigureSeries)], day_minutes: f64) -> NamedTable {
    let columns = [
        "Organisationseinheit oder Fallart",
        "Offene Fälle",
        "davon älter als drei Monate",
        "Arbeitstage Wartezeit, die Hälfte höchstens",
        "Arbeitstage Wartezeit, neun von zehn höchstens",
    ];
    let row = |(key, name, series): &(String, String, &FigureSeries)| {
        let total = &series.total;
        let [middle, late] =
            [&total.wait_minutes_p50, &total.wait_minutes_p90].map(|wait| days(wait, day_minutes));
        let cells = vec![name.clone(), cases(&total.open), older(series), middle, late];
        (!key.starts_with("fallart.")).then_some(TableLine { sum: key == "gesamt", cells })
    };
    let mut rows: Vec<TableLine> = lines.iter().filter_map(row).collect();
    // The sum stands below what it sums up.
    rows.sort_by_key(|line| line.sum);
    NamedTable {
        key: "tabelle.prognose".to_owned(),
        caption: format!(
            "Prognose der Simulation für den {day}, in Klammern der 95-%-Bereich des Mittelwerts"
        ),
        assumed: true,
        columns: columns.map(str::to_owned).to_vec(),
        words: 1,
        rows,
    }
}

fn month_by_month(forecast: &Forecast) -> NamedTable {
    let months = &forecast.department.months;
    // Of a month only its end is told: the day before the next one begins.
    let ends = forecast.months.iter().skip(1).filter_map(NaiveDate::pred_opt);
    let row = |((end, open), old): ((NaiveDate, &Summary), &Summary)| TableLine {
        sum: false,
        cells: vec![format::date(end, GERMAN), cases(open), cases(old)],
    };
    NamedTable {
        key: "tabelle.prognose-monate".to_owned(),
        caption: "Prognose der Simulation Monat für Monat, in Klammern der 95-%-Bereich des Mittelwerts"
            .to_owned(),
        assumed: true,
        columns: ["Am Ende des", "Offene Fälle", "davon älter als drei Monate"].map(str::to_owned).to_vec(),
        words: 1,
        rows: ends.zip(&months.open).zip(&months.over_three_months).map(row).collect(),
    }
}
