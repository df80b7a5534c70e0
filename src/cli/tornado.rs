//! `stellwerk tornado`: which assumption moves the answer most.

use super::files;
use super::frame::{Frame, Scene};
use super::table::{Cell, OutputFormat, Table};
use super::threads::Workers;
use crate::format::{Language, date, percent, signed};
use crate::simulation::{
    Bar, Direction, Lever, LeverRuns, Side, Summariser, Summary, TargetMeasure, Tornado as Bars, levers,
};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::process::ExitCode;

#[derive(Debug, Args)]
#[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk tornado PLAN --unit KENNUNG [ANGABEN]", next_help_heading = super::usage::HEADING)]
pub(super) struct Tornado {
    #[command(flatten)]
    frame: Frame,
    /// Größe, um die es geht: open (offene Fälle, die Vorgabe), old (Fälle älter als drei Monate), share (deren Anteil), lead (mittlere Dauer), utilisation (belegte Zeit)
    #[arg(
        long,
        value_name = "GRÖSSE",
        default_value = "open",
        hide_default_value = true,
        hide_possible_values = true
    )]
    measure: Measure,
    /// Zeilen der Tabelle, Vorgabe 15; json und csv enthalten alle
    #[arg(long, value_name = "ANZAHL", default_value_t = 15, hide_default_value = true)]
    top: usize,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Measure {
    Open,
    Old,
    Share,
    Lead,
    Utilisation,
}

impl From<Measure> for TargetMeasure {
    fn from(measure: Measure) -> Self {
        match measure {
            Measure::Open => Self::Open,
            Measure::Old => Self::OverThreeMonths,
            Measure::Share => Self::ShareOverThreeMonths,
            Measure::Lead => Self::LeadDays,
            Measure::Utilisation => Self::Utilisation,
        }
    }
}

/// All that the command answers.
struct Answer<'a> {
    scene: &'a Scene,
    levers: &'a [Lever],
    bars: &'a Bars,
    replications: u32,
    seed: u64,
}

impl Tornado {
    pub(super) fn run(&self) -> Result<ExitCode, String> {
        let scene = self.frame.scene(self.measure.into(), 0.0)?;
        let levers = levers(&scene.plan, &scene.changes, &scene.target.unit);
        let bars = self.bars(&scene, &levers)?;
        let (replications, seed) = (self.frame.replications, self.frame.seed);
        let answer = Answer { scene: &scene, levers: &levers, bars: &bars, replications, seed };
        files::print(&match self.frame.format {
            OutputFormat::Json => answer.json()?,
            OutputFormat::Table => answer.text(self.top),
            OutputFormat::Csv => answer.csv().to_csv(self.frame.bom),
        })?;
        Ok(ExitCode::SUCCESS)
    }

    /// Runs the scenario and both sides of every lever; a side that changes nothing takes the figures of the scenario.
    fn bars(&self, scene: &Scene, levers: &[Lever]) -> Result<Bars, String> {
        let unit = self.frame.unit_of(scene, &scene.target.unit);
        let sides: Vec<(&Lever, Side)> =
            levers.iter().flat_map(|lever| Side::BOTH.map(|side| (lever, side))).collect();
        let wanted: Vec<_> = sides.iter().filter(|(lever, side)| !lever.changes(*side).is_empty()).collect();
        let base = scene.target.values(&scene.threads.outcomes(&unit, &scene.changes)?);
        let answers = scene.threads.map(wanted.len(), "Varianten", |place| {
            let (lever, side) = wanted[place];
            Ok(scene.target.values(&unit.alone(&lever.with(&scene.changes, *side))?))
        })?;
        let mut answers = answers.into_iter();
        let mut of = |lever: &Lever, side: Side| {
            let varied = if lever.changes(side).is_empty() { None } else { answers.next() };
            varied.unwrap_or_else(|| base.clone())
        };
        let runs: Vec<LeverRuns> = levers
            .iter()
            .map(|lever| LeverRuns { low: of(lever, Side::Low), high: of(lever, Side::High) })
            .collect();
        Ok(Bars::of(&base, &runs, &mut Summariser::new(base.len())))
    }
}

/// One bar with its lever.
#[derive(Serialize)]
struct Line<'a> {
    name: String,
    reason: String,
    clear: bool,
    /// Of the uncertainty that all assumptions bring into the answer.
    share: f64,
    #[serde(flatten)]
    lever: &'a Lever,
    effect: &'a Bar,
}

#[derive(Serialize)]
struct Object<'a> {
    plan: &'a str,
    unit: &'a str,
    measure: TargetMeasure,
    on: chrono::NaiveDate,
    seed: u64,
    replications: u32,
    base: &'a Summary,
    /// Which number to find out next, in words.
    find_out: Option<String>,
    bars: Vec<Line<'a>>,
}

impl Answer<'_> {
    /// Bars with their levers and what each contributes to the uncertainty of the answer.
    fn each(&self) -> impl Iterator<Item = (&Bar, &Lever, f64)> {
        let shares = self.bars.shares(self.levers);
        self.bars
            .bars
            .iter()
            .zip(shares)
            .filter_map(|(bar, share)| Some((bar, self.levers.get(bar.lever)?, share)))
    }

    fn find_out(&self) -> Option<String> {
        self.bars.to_find_out(self.levers, &self.scene.named, Language::German)
    }

    fn json(&self) -> Result<String, String> {
        let (plan, language) = (&self.scene.named, Language::German);
        let bars = self.each().map(|(effect, lever, share)| {
            let (clear, name, reason) =
                (effect.is_clear(), lever.name(plan, language), lever.reason(language));
            Line { name, reason, clear, share, lever, effect }
        });
        let object = Object {
            plan: &plan.name,
            unit: self.scene.target.unit.as_str(),
            measure: self.scene.target.measure,
            on: self.scene.target.on,
            seed: self.seed,
            replications: self.replications,
            base: &self.bars.base,
            find_out: self.find_out(),
            bars: bars.collect(),
        };
        let mut text = serde_json::to_string_pretty(&object).map_err(|error| error.to_string())?;
        text.push('\n');
        Ok(text)
    }

    fn text(&self, top: usize) -> String {
        let (measure, language) = (self.scene.target.measure, Language::German);
        let mut text = format!(
            "{}: Welche Annahme bewegt {} am meisten?\nMit den Annahmen des Plans: {} (± {}), {} Wiederholungen, Startwert {}\n\n",
            self.scene.unit_name(),
            subject(measure, &date(self.scene.target.on, language)),
            measure.value(self.bars.base.mean, language),
            measure.value(self.bars.base.half_width, language),
            self.replications,
            self.seed
        );
        let head = [
            "Annahme",
            "von",
            "Plan",
            "bis",
            "Wirkung von",
            "Wirkung bis",
            "Spanne",
            "±",
            "Urteil",
            "Anteil",
        ];
        let mut table = Table::new(&head);
        for (bar, lever, share) in self.each().take(top) {
            let figure = |value| Cell::Text(lever.figure(value, language));
            let effect = |value| Cell::Text(difference(measure, value));
            table.row(vec![
                Cell::Text(lever.name(&self.scene.named, language)),
                figure(lever.low),
                figure(lever.base),
                figure(lever.high),
                effect(bar.low.mean),
                effect(bar.high.mean),
                Cell::Number(bar.swing * scale(measure), decimals(measure)),
                Cell::Number(bar.between.half_width * scale(measure), decimals(measure)),
                judgement(bar).into(),
                Cell::Text(percent(share, 0, language)),
            ]);
        }
        text.push_str(&table.to_text());
        let left = self.bars.bars.len().saturating_sub(top);
        if left > 0 {
            text.push_str(&format!("\nWeitere Annahmen mit kleinerer Wirkung: {left}; alle mit --top, --format json oder --format csv.\n"));
        }
        text.extend(self.find_out().map(|find_out| format!("\n{find_out}\n")));
        text.push_str(&format!(
            "\nWirkung: gegenüber dem Plan, {}. ± ist der halbe 95-%-Bereich des Unterschieds zwischen „bis“ und „von“, gepaart je Wiederholung; \
             wo er die Null enthält, ist kein klarer Einfluss nachgewiesen. Anteil: an der Unsicherheit, die alle Annahmen zusammen \
             in die Antwort bringen (Varianzen; der wahre Wert liegt irgendwo zwischen „von“ und „bis“). Die Spannen sind Annahmen, begründet in --format json und --format csv.\n",
            unit_of(measure)
        ));
        text
    }

    fn csv(&self) -> Table {
        let head = [
            "Annahme",
            "von",
            "Plan",
            "bis",
            "Begründung der Spanne",
            "Wirkung von",
            "Halbe Breite 95 % von",
            "Wirkung bis",
            "Halbe Breite 95 % bis",
            "Unterschied",
            "Halbe Breite 95 % Unterschied",
            "Spanne",
            "Urteil",
            "Anteil an der Unsicherheit",
            "Weg zur Zahl",
        ];
        let mut table = Table::new(&head);
        for (bar, lever, share) in self.each() {
            let number = |value| Cell::Number(value, 2);
            table.row(vec![
                Cell::Text(lever.name(&self.scene.named, Language::German)),
                number(lever.low),
                number(lever.base),
                number(lever.high),
                Cell::Text(lever.reason(Language::German)),
                number(bar.low.mean),
                number(bar.low.half_width),
                number(bar.high.mean),
                number(bar.high.half_width),
                number(bar.between.mean),
                number(bar.between.half_width),
                number(bar.swing),
                judgement(bar).into(),
                Cell::Number(share, 3),
                lever.evidence().words(Language::German).into(),
            ]);
        }
        table
    }
}

fn judgement(bar: &Bar) -> &'static str {
    match bar.direction() {
        Direction::Higher => "steigt mit ihr",
        Direction::Lower => "sinkt mit ihr",
        Direction::NoClearDifference => "kein klarer Einfluss",
    }
}

fn subject(measure: TargetMeasure, day: &str) -> String {
    match measure {
        TargetMeasure::Open => format!("die offenen Fälle am {day}"),
        TargetMeasure::OverThreeMonths => format!("die Fälle älter als drei Monate am {day}"),
        TargetMeasure::ShareOverThreeMonths => format!("den Anteil der Fälle älter als drei Monate am {day}"),
        TargetMeasure::LeadDays => format!("die mittlere Dauer bis zum Abschluss, gerechnet bis {day},"),
        TargetMeasure::Utilisation => format!("die belegte Zeit, gerechnet bis {day},"),
    }
}

/// In what the effects are given.
const fn unit_of(measure: TargetMeasure) -> &'static str {
    match measure {
        TargetMeasure::Open | TargetMeasure::OverThreeMonths => "in Fällen",
        TargetMeasure::ShareOverThreeMonths | TargetMeasure::Utilisation => "in Prozentpunkten",
        TargetMeasure::LeadDays => "in Tagen",
    }
}

const fn scale(measure: TargetMeasure) -> f64 {
    match measure {
        TargetMeasure::ShareOverThreeMonths | TargetMeasure::Utilisation => 100.0,
        _ => 1.0,
    }
}

const fn decimals(measure: TargetMeasure) -> usize {
    match measure {
        TargetMeasure::Open | TargetMeasure::OverThreeMonths => 0,
        _ => 1,
    }
}

fn difference(measure: TargetMeasure, value: f64) -> String {
    signed(value * scale(measure), decimals(measure), Language::German)
}
