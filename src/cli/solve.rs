//! `stellwerk solve`: the least additional posts, or the best moves, with which a target is met.

use super::files;
use super::frame::{Frame, Scene};
use super::table::{OutputFormat, Table};
use super::threads::Workers;
use crate::format::{Language, date};
use crate::plan::{Change, EuroPerYear};
use crate::simulation::{Finding, Found, Point, Question, Reading, Search, TargetMeasure, UnitOutcome};
use chrono::NaiveDate;
use clap::{ArgGroup, Args};
use std::process::ExitCode;

#[derive(Debug, Args)]
#[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk solve PLAN --unit KENNUNG --max-old ANTEIL [ANGABEN]", next_help_heading = super::usage::HEADING,
    group = ArgGroup::new("ziel").required(true))]
pub(super) struct Solve {
    #[command(flatten)]
    frame: Frame,
    /// Ziel: höchstens dieser Anteil der offenen Fälle älter als drei Monate, etwa 5%
    #[arg(long, value_name = "ANTEIL", group = "ziel", value_parser = super::usage::percent)]
    max_old: Option<f64>,
    /// Ziel: höchstens so viele Fälle älter als drei Monate
    #[arg(long, value_name = "ANZAHL", group = "ziel")]
    max_old_cases: Option<u32>,
    /// Ziel: höchstens so viele offene Fälle
    #[arg(long, value_name = "ANZAHL", group = "ziel")]
    max_open: Option<u32>,
    /// Ziel: im Mittel höchstens so viele Tage bis zum Abschluss
    #[arg(long, value_name = "TAGE", group = "ziel")]
    max_days: Option<u32>,
    /// Ziel: höchstens dieser Anteil belegter Zeit, etwa 90%
    #[arg(long, value_name = "ANTEIL", group = "ziel", value_parser = super::usage::percent)]
    max_utilisation: Option<f64>,
    /// Vorhandene Stellen anderer Einheiten umsetzen statt zusätzliche schaffen
    #[arg(long = "move")]
    by_moves: bool,
    /// Mehrkosten der zusätzlichen Stellen höchstens (Euro im Jahr)
    #[arg(long, value_name = "EURO", value_parser = super::usage::euro, conflicts_with = "by_moves")]
    budget: Option<EuroPerYear>,
    /// Erster Tag der Änderungen (JJJJ-MM-TT), Vorgabe der Stichtag des Plans
    #[arg(long, value_name = "TAG", value_parser = super::usage::day)]
    from: Option<NaiveDate>,
}

impl Solve {
    pub(super) fn run(&self) -> Result<ExitCode, String> {
        let (measure, at_most) = self.goal()?;
        let scene = self.frame.scene(measure, at_most)?;
        let search = self.search(&scene)?;
        let sentence = search.sentence(&scene.named, Language::German).unwrap_or_default();
        match search.finding() {
            Some(Finding::Found(found)) => {
                self.print(&scene, &sentence, (&found.step.changes, &search.front()), Some(found))
            }
            Some(Finding::AlreadyMet { .. }) => self.print(&scene, &sentence, (&[], &[]), None),
            Some(Finding::NotReachable { .. } | Finding::Implausible { .. }) | None => Err(sentence),
        }
    }

    fn goal(&self) -> Result<(TargetMeasure, f64), String> {
        let goals = [
            (TargetMeasure::ShareOverThreeMonths, self.max_old),
            (TargetMeasure::OverThreeMonths, self.max_old_cases.map(f64::from)),
            (TargetMeasure::Open, self.max_open.map(f64::from)),
            (TargetMeasure::LeadDays, self.max_days.map(f64::from)),
            (TargetMeasure::Utilisation, self.max_utilisation),
        ];
        let mut given = goals.into_iter().filter_map(|(measure, bound)| Some((measure, bound?)));
        given.next().ok_or_else(|| "Es fehlt ein Ziel, zum Beispiel --max-old 5%.".to_owned())
    }

    fn search(&self, scene: &Scene) -> Result<Search, String> {
        let from = self.from.unwrap_or(scene.plan.as_of);
        let (plan, changes, target) = (&scene.plan, &scene.changes, scene.target.clone());
        let search = if self.by_moves {
            Search::moves(plan, changes, target, from)
        } else {
            Search::posts_within(plan, changes, target, from, self.budget)
        };
        let mut search = search.map_err(|error| error.to_string())?;
        while search.finding().is_none() {
            let questions: Vec<Question> = search.questions().cloned().collect();
            for question in questions {
                let outcomes = question
                    .units
                    .iter()
                    .map(|unit| scene.threads.outcomes(&self.frame.unit_of(scene, unit), &question.changes));
                let outcomes: Vec<Vec<UnitOutcome>> = outcomes.collect::<Result<_, String>>()?;
                search.answer(question.number, outcomes);
            }
        }
        Ok(search)
    }

    fn print(
        &self,
        scene: &Scene,
        sentence: &str,
        (added, front): (&[Change], &[Point]),
        found: Option<&Found>,
    ) -> Result<ExitCode, String> {
        let text = match self.frame.format {
            OutputFormat::Json => {
                let all = [&scene.changes[..], added].concat();
                let mut text = serde_json::to_string_pretty(&all).map_err(|error| error.to_string())?;
                text.push('\n');
                text
            }
            OutputFormat::Table => as_text(scene, sentence, added, front),
            OutputFormat::Csv => readings(scene, found).to_csv(self.frame.bom),
        };
        files::print(&text)?;
        Ok(ExitCode::SUCCESS)
    }
}

fn as_text(scene: &Scene, sentence: &str, added: &[Change], front: &[Point]) -> String {
    let mut text = format!("{sentence}\n");
    if added.is_empty() {
        return text;
    }
    let mut table = Table::new(&["Ab", "Änderung"]);
    for change in added {
        let day = date(change.effective, Language::German);
        let words = change.describe(&scene.named, Language::German);
        table.row(vec![day.as_str().into(), words.as_str().into()]);
    }
    text.push('\n');
    text.push_str(&table.to_text());
    text.push_str("\nWas jede gerechnete Stufe bringt:\n");
    text.push_str(&steps(front).to_text());
    text.push_str("\nAls Änderungsliste für „stellwerk simulate --changes“: --format json.\n");
    text
}

/// What was tried on the way, with cost and gain.
fn steps(front: &[Point]) -> Table {
    use super::table::Cell;
    let head = ["VZÄ", "Euro im Jahr", "Mittel", "± 95 %", "Gewinn", "± 95 % des Gewinns", "Urteil"];
    let mut table = Table::new(&head);
    for Point { size, cost, reading, gain, .. } in front {
        let gain = gain.as_ref();
        table.row(vec![
            Cell::Number(size.as_f64(), 2),
            cost.map_or(Cell::Empty, |cost| Cell::Number(cost.as_f64(), 0)),
            Cell::Number(reading.summary.mean, 3),
            Cell::Number(reading.summary.half_width, 3),
            gain.map_or(Cell::Empty, |gain| Cell::Number(gain.mean, 3)),
            gain.map_or(Cell::Empty, |gain| Cell::Number(gain.half_width, 3)),
            reading.verdict.word(Language::German).into(),
        ]);
    }
    table
}

/// What the target is without and with the proposal, here and where posts come from.
fn readings(scene: &Scene, found: Option<&Found>) -> Table {
    use super::table::Cell;
    let mut table = Table::new(&["Variante", "Einheit", "Mittel", "Halbe Breite 95 %", "Urteil"]);
    let Some(found) = found else { return table };
    let mut add = |variant: &str, unit: &str, reading: &Reading| {
        table.row(vec![
            variant.into(),
            unit.into(),
            Cell::Number(reading.summary.mean, 4),
            Cell::Number(reading.summary.half_width, 4),
            reading.verdict.word(Language::German).into(),
        ]);
    };
    let unit = scene.unit_name();
    add("ohne Vorschlag", unit, &found.now);
    add("mit Vorschlag", unit, &found.step.reading);
    add("einen Schritt weniger", unit, &found.one_less);
    for donor in &found.donors {
        let name = scene.named.unit_name(&donor.unit);
        add("ohne Vorschlag", name, &donor.before);
        add("mit Vorschlag", name, &donor.after);
    }
    table
}
