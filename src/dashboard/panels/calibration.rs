//! How far the forecast can be believed: what the first year, calibrated, would have said of the second one.

use super::month_labels;
use crate::caseload::{BacktestRow, Visible};
use crate::dashboard::plot::Plot;
use crate::dashboard::unit::Context;
use crate::dashboard::{Cell, Origin, Panel, Sources, Table, words};
use crate::format::{Language, number, percent};

/// The badge of every forecast that rests on a calibration; none where none does.
pub fn badge(sources: &Sources<'_>) -> Option<String> {
    let year = sources.newest()?.calibrated_on?;
    let accuracy = sources.backtest?.accuracy(|_| true)?;
    let (error, inside) =
        (percent(accuracy.mape, 0, sources.language), percent(accuracy.coverage, 0, sources.language));
    let generated = sources.origin == Origin::Generated;
    Some(match (sources.language, generated) {
        (Language::German, false) => format!(
            "Kalibriert an {year}; im Rücktest {error} mittlerer Fehler, {inside} der Monate im 90-%-Band"
        ),
        (Language::English, false) => {
            format!(
                "Calibrated on {year}; mean error {error} in the backtest, {inside} of the months in the 90 % band"
            )
        }
        // Next to a forecast its errors would pass for a proof.
        (Language::German, true) => {
            format!("Kalibriert an erzeugten Fallzahlen {year}; an gezählten ist die Prognose nicht geprüft")
        }
        (Language::English, true) => {
            format!(
                "Calibrated on generated figures of {year}; the forecast has not been checked against counted ones"
            )
        }
    })
}

/// The backtest of the received cases of the unit. Of a small unit only the errors are shown: its months would tell its inflow.
pub fn accuracy(context: &Context<'_>) -> Option<Panel> {
    let language = context.sources.language;
    let backtest = context.sources.backtest?;
    let keep = |row: &BacktestRow| context.types.contains(&row.case_type);
    let found = backtest.accuracy(keep)?;
    let title = context.say("Rücktest der Kalibrierung", "Backtest of the calibration");
    let (mae, mape, coverage) = (
        number(found.mae, 1, language),
        percent(found.mape, 0, language),
        percent(found.coverage, 0, language),
    );
    let believe = believe(context.sources, found.coverage, found.mape);
    let (fitted, predicted) = (backtest.fitted, backtest.predicted);
    let sentence = match language {
        Language::German => format!(
            "An {fitted} kalibriert, hätte die Prognose die Eingänge {predicted} im Mittel um {mae} Fälle je Monat und Fallart \
             verfehlt ({mape}); {coverage} der Monate lagen im 90-%-Band. {believe}"
        ),
        Language::English => format!(
            "Calibrated on {fitted}, the forecast would have missed the cases received in {predicted} by {mae} a month and kind \
             of case in the mean ({mape}); {coverage} of the months lay in the 90 % band. {believe}"
        ),
    };
    let months = backtest.months(keep);
    let small = context.visible == Visible::Coarse;
    let generated = context.sources.origin == Origin::Generated;
    let picture = (!small).then(|| {
        let largest =
            months.iter().map(|month| month.expected.high.max(month.counted as f64)).fold(1.0, f64::max);
        let mut plot = Plot::new(months.len(), largest, language);
        if let Some(first) = months.first() {
            plot.labels(&month_labels(first.month, months.len(), language));
        }
        let values =
            |figure: fn(&crate::caseload::Predicted) -> f64| months.iter().map(figure).collect::<Vec<f64>>();
        plot.band("forecast", 0, &values(|one| one.expected.low), &values(|one| one.expected.high));
        plot.course("forecast", 0, &values(|one| one.expected.mean));
        plot.course("stock", 0, &values(|one| one.counted as f64));
        let measured =
            if generated { context.say("erzeugt", "generated") } else { context.say("gezählt", "counted") };
        let names = [measured, context.say("vorhergesagt, 90-%-Band", "predicted, 90 % band")];
        plot.legend(&[("stock", names[0].as_str()), ("forecast", &names[1])]);
        plot.scene(&title, &sentence)
    });
    let names = match (language, generated) {
        (Language::German, false) => ["Monat", "vorhergesagt", "Band von", "Band bis", "gezählt", "Fehler"],
        (Language::German, true) => ["Monat", "vorhergesagt", "Band von", "Band bis", "erzeugt", "Fehler"],
        (Language::English, false) => ["Month", "predicted", "band from", "band to", "counted", "error"],
        (Language::English, true) => ["Month", "predicted", "band from", "band to", "generated", "error"],
    };
    let mut table = Table::of_numbers(title.as_str(), &names);
    for month in &months {
        let figure = |value: f64| if small { Cell::Withheld } else { Cell::Number(value, 0) };
        let counted = month.counted as f64;
        table.row(vec![
            month.month.label(language).into(),
            figure(month.expected.mean),
            figure(month.expected.low),
            figure(month.expected.high),
            figure(counted),
            figure(month.expected.mean - counted),
        ]);
    }
    let mut notes = vec![context.say(
        "MAE: mittlerer absoluter Fehler; Prozentfehler gewichtet (Fehler durch eingegangene Fälle), weil das übliche Mittel der \
         Verhältnisse bei Monaten ohne Fall versagt.",
        "MAE: mean absolute error; the percentage is weighted (errors over cases received), as the usual mean of ratios fails at \
         months without a case.",
    )];
    let plan = context.sources.plan;
    let without: Vec<&str> = backtest
        .without_fit()
        .filter(|id| context.types.contains(*id))
        .filter_map(|id| plan.case_type(id).map(|case_type| case_type.name.as_str()))
        .collect();
    if !without.is_empty() {
        let names = without.join(", ");
        notes.push(match language {
            Language::German => format!("Ohne Kalibrierung, da {fitted} nichts eingegangen ist: {names}."),
            Language::English => format!("Without calibration, as nothing came in {fitted}: {names}."),
        });
    }
    Some(Panel {
        key: "ruecktest",
        caption: match (language, generated) {
            (Language::German, false) => {
                format!("Eingegangene Fälle je Monat {predicted}: gezählt und aus {fitted} vorhergesagt")
            }
            (Language::German, true) => {
                format!("Eingegangene Fälle je Monat {predicted}: erzeugt und aus {fitted} vorhergesagt")
            }
            (Language::English, false) => {
                format!("Cases received per month in {predicted}: counted, and predicted from {fitted}")
            }
            (Language::English, true) => {
                format!("Cases received per month in {predicted}: generated, and predicted from {fitted}")
            }
        },
        picture,
        title,
        sentence,
        table,
        notes,
    })
}

/// What the figures mean for somebody who has to rely on the forecast.
fn believe(sources: &Sources<'_>, coverage: f64, mape: f64) -> &'static str {
    if let Some(worth) = sources.of_the_method() {
        return worth;
    }
    match (coverage, mape, sources.language) {
        (c, _, Language::German) if c < 0.8 => "Die Bänder sind zu eng: bitte die Prognose vorsichtig lesen.",
        (_, m, Language::German) if m > 0.35 => {
            "Für einzelne Monate ist die Prognose grob; das Band sagt, wie grob."
        }
        (_, _, Language::German) => "Die Bänder halten, was sie sagen.",
        (c, _, Language::English) if c < 0.8 => {
            "The bands are too narrow: please read the forecast with care."
        }
        (_, m, Language::English) if m > 0.35 => {
            "For single months the forecast is rough; the band says how rough."
        }
        (_, _, Language::English) => "The bands hold what they say.",
    }
}

/// The same of every unit of a department, as rows of a table.
pub fn of_units(sources: &Sources<'_>) -> Option<Table> {
    let language = sources.language;
    let backtest = sources.backtest?;
    let names = match language {
        Language::German => {
            ["Einheit", "Fehler je Monat und Fallart (MAE)", "Fehler (MAPE, %)", "im 90-%-Band"]
        }
        Language::English => ["Unit", "error a month and kind (MAE)", "error (MAPE, %)", "in the 90 % band"],
    };
    let caption = sources.say("Rücktest je Einheit", "Backtest by unit");
    let mut table = Table::of_numbers(caption, &names);
    for unit in sources.plan.units.iter().filter(|unit| sources.reaches(&unit.id)) {
        let types: std::collections::BTreeSet<_> =
            crate::caseload::case_types_of(sources.plan, &unit.id).into_iter().collect();
        let Some(found) = backtest.accuracy(|row| types.contains(&row.case_type)) else { continue };
        table.row(vec![
            unit.name.as_str().into(),
            Cell::Number(found.mae, 1),
            Cell::Percent(found.mape, 0),
            Cell::Percent(found.coverage, 0),
        ]);
    }
    (!table.rows.is_empty()).then_some(table)
}

/// The sentence of the whole organisation.
pub fn sentence(sources: &Sources<'_>) -> Option<String> {
    let language = sources.language;
    let backtest = sources.backtest?;
    let found = backtest.accuracy(|_| true)?;
    let (mape, coverage, months) = (
        percent(found.mape, 0, language),
        percent(found.coverage, 0, language),
        words::count(found.months as f64, language),
    );
    let (fitted, predicted) = (backtest.fitted, backtest.predicted);
    Some(match language {
        Language::German => format!(
            "An {fitted} kalibriert und an {predicted} geprüft ({months} Monate von Fallarten): Fehler {mape}, {coverage} im \
             90-%-Band. {}",
            believe(sources, found.coverage, found.mape)
        ),
        Language::English => format!(
            "Calibrated on {fitted} and checked against {predicted} ({months} months of kinds of cases): error {mape}, \
             {coverage} in the 90 % band. {}",
            believe(sources, found.coverage, found.mape)
        ),
    })
}
