//! The answer of a simulation as JSON, as a table for people and as a list for spreadsheets.

use super::Answer;
use crate::cli::table::{Cell, Table};
use crate::plan::Plan;
use crate::simulation::{FigureSeries, Figures, Forecast, Summary};
use serde::Serialize;

/// The object that `--format json` prints: the forecast itself, and beside it what it is compared with.
#[derive(Serialize)]
struct Object<'a> {
    #[serde(flatten)]
    forecast: &'a Forecast,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<&'a Forecast>,
    #[serde(skip_serializing_if = "Option::is_none")]
    difference: Option<&'a Forecast>,
}

pub(super) fn json(answer: &Answer) -> Result<String, String> {
    let object = match answer {
        Answer::Alone(forecast) => Object { forecast, baseline: None, difference: None },
        Answer::Compared(comparison) => Object {
            forecast: &comparison.scenario,
            baseline: Some(&comparison.baseline),
            difference: Some(&comparison.difference),
        },
    };
    let mut text = serde_json::to_string_pretty(&object).map_err(|error| error.to_string())?;
    text.push('\n');
    Ok(text)
}

pub(super) fn text(answer: &Answer, plan: &Plan) -> String {
    let forecast = match answer {
        Answer::Alone(forecast) => forecast,
        Answer::Compared(comparison) => &comparison.scenario,
    };
    let mut text = format!(
        "{}: {} Tage ab {}, {} Wiederholungen, Startwert {}\n",
        forecast.plan,
        forecast.horizon_days,
        forecast.start.format("%d.%m.%Y"),
        forecast.replications,
        forecast.seed
    );
    match answer {
        Answer::Alone(forecast) => text.push_str(&section("Mittelwerte", forecast, plan)),
        Answer::Compared(comparison) => {
            text.push_str(&section("Mit den Änderungen", &comparison.scenario, plan));
            text.push_str(&section("Ohne die Änderungen", &comparison.baseline, plan));
            text.push_str(&section("Unterschied (mit minus ohne)", &comparison.difference, plan));
        }
    }
    for warning in &forecast.warnings {
        text.push_str(&format!("\nHinweis: {warning}"));
    }
    text.push_str("\nAlle Angaben mit 95-%-Bereichen und je Monat: --format json oder --format csv.\n");
    text
}

fn section(title: &str, forecast: &Forecast, plan: &Plan) -> String {
    let head = [
        "Einheit",
        "Eingang",
        "Erledigt",
        "Offen",
        "± Offen",
        "Wartezeit/Tage",
        "Dauer/Tage",
        "belegte Zeit",
    ];
    let day = plan.assumptions.day_minutes();
    let mut table = Table::new(&head);
    for (id, series) in &forecast.units {
        table.row(row(plan.unit_name(id), series, day));
    }
    table.row(row("Gesamt", &forecast.department, day));
    format!("\n{title}\n\n{}", table.to_text())
}

/// `day`: minutes of a working day.
fn row(name: &str, series: &FigureSeries, day: f64) -> Vec<Cell> {
    let total = &series.total;
    vec![
        name.into(),
        Cell::Number(total.arrivals.mean, 0),
        Cell::Number(total.completions.mean, 0),
        Cell::Number(total.open.mean, 0),
        Cell::Number(total.open.half_width, 0),
        Cell::Number(total.wait_minutes.mean / day, 1),
        Cell::Number(total.lead_days.mean, 1),
        Cell::Number(total.utilisation.mean, 2),
    ]
}

pub(super) fn csv(answer: &Answer, plan: &Plan, mark: bool) -> String {
    let head = [
        "Variante",
        "Art",
        "Kennung",
        "Name",
        "Größe",
        "Zeitraum",
        "Mittel",
        "Halbe Breite 95 %",
        "P10",
        "P50",
        "P90",
    ];
    let mut table = Table::new(&head);
    match answer {
        Answer::Alone(forecast) => list(&mut table, "Plan", forecast, plan),
        Answer::Compared(comparison) => {
            list(&mut table, "mit Änderungen", &comparison.scenario, plan);
            list(&mut table, "ohne Änderungen", &comparison.baseline, plan);
            list(&mut table, "Unterschied", &comparison.difference, plan);
        }
    }
    table.to_csv(mark)
}

fn list(table: &mut Table, variant: &str, forecast: &Forecast, plan: &Plan) {
    let months: Vec<String> = forecast.months.iter().map(|month| month.format("%m.%Y").to_string()).collect();
    let mut add = |kind: &str, id: &str, name: &str, series: &FigureSeries| {
        let what = [variant, kind, id, name];
        for (figure, total) in named(&series.total) {
            table.row(line(&what, figure, "gesamt", total));
        }
        for (figure, values) in named(&series.months) {
            for (month, value) in months.iter().zip(values) {
                table.row(line(&what, figure, month, value));
            }
        }
    };
    for (id, series) in &forecast.units {
        add("Einheit", id.as_str(), plan.unit_name(id), series);
    }
    for (id, series) in &forecast.case_types {
        let name = plan.case_type(id).map_or("", |kind| kind.name.as_str());
        add("Fallart", id.as_str(), name, series);
    }
    add("Gesamt", "", &forecast.plan, &forecast.department);
}

fn line(what: &[&str; 4], figure: &str, period: &str, value: &Summary) -> Vec<Cell> {
    let texts = what.iter().chain([&figure, &period]).map(|text| Cell::from(*text));
    let numbers = [value.mean, value.half_width, value.p10, value.p50, value.p90];
    texts.chain(numbers.map(|number| Cell::Number(number, 2))).collect()
}

/// The figures with the names under which the JSON has them.
fn named<T>(figures: &Figures<T>) -> [(&'static str, &T); 14] {
    [
        ("arrivals", &figures.arrivals),
        ("completions", &figures.completions),
        ("open", &figures.open),
        ("external", &figures.external),
        ("over_three_months", &figures.over_three_months),
        ("utilisation", &figures.utilisation),
        ("effective_fte", &figures.effective_fte),
        ("wait_minutes", &figures.wait_minutes),
        ("wait_minutes_p50", &figures.wait_minutes_p50),
        ("wait_minutes_p90", &figures.wait_minutes_p90),
        ("lead_days", &figures.lead_days),
        ("lead_days_p50", &figures.lead_days_p50),
        ("lead_days_p90", &figures.lead_days_p90),
        ("within_target", &figures.within_target),
    ]
}
