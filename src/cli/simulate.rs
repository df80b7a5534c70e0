//! `stellwerk simulate`: what becomes of cases, waiting and load.

mod output;
mod rerun;

use super::files;
use super::table::OutputFormat;
use super::threads::{Threads, Workers};
use crate::forecasting::{Inputs, ResultFile};
use crate::plan::{Change, Plan};
use crate::simulation::{
    Comparison, Forecast, Model, Options, Precision, Replication, Summary, compare, forecast,
};
use chrono::Months;
use clap::Args;
use clap::value_parser;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
#[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk simulate PLAN [ANGABEN]\n        stellwerk simulate --rerun ERGEBNISDATEI", next_help_heading = super::usage::HEADING)]
pub(super) struct Simulate {
    /// Datei des Plans; „-“ liest die Standardeingabe
    #[arg(value_name = "PLAN", required_unless_present = "rerun")]
    plan: Option<PathBuf>,
    /// Datei mit Änderungen; verglichen wird dann mit dem Plan ohne sie
    #[arg(long, value_name = "DATEI")]
    changes: Option<PathBuf>,
    /// Auch eine Ergebnisdatei schreiben: Eingaben, Startwert, Version, Ergebnisse je Einheit und Prüfsumme
    #[arg(long, value_name = "DATEI")]
    result: Option<PathBuf>,
    /// Eine Ergebnisdatei nachrechnen und sagen, ob dieselben Bytes entstehen
    #[arg(long, value_name = "DATEI", conflicts_with_all = ["plan", "changes", "result", "precision"])]
    rerun: Option<PathBuf>,
    /// Jahre ab dem Stichtag des Plans, Vorgabe 5
    #[arg(long, value_name = "ANZAHL", default_value_t = 5, hide_default_value = true, value_parser = value_parser!(u32).range(1..=30))]
    years: u32,
    /// Wiederholungen, Vorgabe 200; mit --precision höchstens so viele
    #[arg(long, value_name = "ANZAHL", default_value_t = 200, hide_default_value = true,
          value_parser = value_parser!(u32).range(1..=i64::from(Options::MAX_REPLICATIONS)))]
    replications: u32,
    /// Gewünschte Genauigkeit, etwa 5%: so viele Wiederholungen, bis offene Fälle am Ende und mittlere Dauer aller Einheiten zusammen auf so viel Prozent bekannt sind
    #[arg(long, value_name = "ANTEIL", value_parser = super::usage::precision)]
    precision: Option<f64>,
    /// Startwert der Zufallszahlen, Vorgabe 1; gleicher Wert, gleiches Ergebnis
    #[arg(long, value_name = "ZAHL", default_value_t = 1, hide_default_value = true)]
    seed: u64,
    /// Tage am Anfang, die in keine Größe eingehen
    #[arg(long, value_name = "ANZAHL", default_value_t = 0, hide_default_value = true)]
    warmup_days: u32,
    /// Threads; ohne Angabe so viele, wie der Rechner hat; das Ergebnis hängt nicht davon ab
    #[arg(long, value_name = "ANZAHL")]
    workers: Option<NonZeroUsize>,
    /// Form der Ausgabe: table (für Menschen, die Vorgabe), json (alles, für Programme), csv (Semikolon, Dezimalkomma)
    #[arg(
        long,
        value_name = "FORM",
        default_value = "table",
        hide_default_value = true,
        hide_possible_values = true
    )]
    format: OutputFormat,
    /// CSV mit der Kennung am Anfang, die Excel für Umlaute braucht
    #[arg(long)]
    bom: bool,
}

/// What was computed: the plan alone, or the plan with changes against it.
enum Answer {
    Alone(Box<Forecast>),
    Compared(Box<Comparison>),
}

impl Simulate {
    pub(super) fn run(&self) -> Result<ExitCode, String> {
        let plan = match (&self.rerun, &self.plan) {
            (Some(file), _) => return rerun::run(file, &Threads::new(self.workers)),
            (None, Some(plan)) => files::plan(plan)?,
            (None, None) => return Err("Es fehlt die Angabe PLAN.".to_owned()),
        };
        let changes = files::changes(self.changes.as_deref())?;
        files::warn_of(&plan.with_changes(&changes).conflicts);
        let options = self.options(&plan)?;
        let baseline = Model::new(&plan, &[], &options).map_err(|error| error.to_string())?;
        let answer = if self.changes.is_none() {
            let runs = self.replicate(&[&baseline])?;
            self.keep(&plan, &changes, [&baseline; 2], [&runs[0]; 2])?;
            Answer::Alone(Box::new(forecast(&baseline, &runs[0])))
        } else {
            let scenario = Model::new(&plan, &changes, &options).map_err(|error| error.to_string())?;
            let runs = self.replicate(&[&baseline, &scenario])?;
            self.keep(&plan, &changes, [&baseline, &scenario], [&runs[0], &runs[1]])?;
            Answer::Compared(Box::new(compare((&baseline, &runs[0]), (&scenario, &runs[1]))))
        };
        let named = plan.with_changes(&changes).plan;
        files::print(&match self.format {
            OutputFormat::Json => output::json(&answer)?,
            OutputFormat::Table => output::text(&answer, &named),
            OutputFormat::Csv => output::csv(&answer, &named, self.bom),
        })?;
        Ok(ExitCode::SUCCESS)
    }

    /// Writes the result file, where one is wanted.
    fn keep(
        &self,
        plan: &Plan,
        changes: &[Change],
        models: [&Model; 2],
        runs: [&[Replication]; 2],
    ) -> Result<(), String> {
        let Some(file) = &self.result else { return Ok(()) };
        let Options { horizon_days, seed, warmup_days, .. } = self.options(plan)?;
        let replications = runs[0].len() as u32;
        let (plan, changes) = (plan.clone(), changes.to_vec());
        let inputs = Inputs { plan, changes, horizon_days, replications, seed, warmup_days };
        let result = ResultFile::of_runs(inputs, models, runs);
        files::write(file, result.to_json().as_bytes())?;
        eprintln!("Ergebnis geschrieben: {}, Prüfsumme {}.", files::name(file), result.hash());
        Ok(())
    }

    fn options(&self, plan: &Plan) -> Result<Options, String> {
        let end = plan.as_of.checked_add_months(Months::new(12 * self.years));
        let days = end.map(|end| (end - plan.as_of).num_days());
        let horizon_days = days.and_then(|days| u32::try_from(days).ok());
        let horizon_days = horizon_days.ok_or("Der Zeitraum liegt außerhalb des Kalenders.")?;
        Ok(Options {
            horizon_days,
            replications: self.replications,
            seed: self.seed,
            warmup_days: self.warmup_days,
            units: Vec::new(),
        })
    }

    /// The replications of each model: as many as asked for, or as the precision needs.
    fn replicate(&self, models: &[&Model]) -> Result<Vec<Vec<Replication>>, String> {
        let threads = Threads::new(self.workers);
        let mut runs: Vec<Vec<Replication>> = vec![Vec::new(); models.len()];
        let (mut done, mut next) = (0, self.precision.is_none().then_some(self.replications));
        loop {
            if let Some(relative) = self.precision {
                let figures: Vec<Summary> = models
                    .iter()
                    .zip(&runs)
                    .flat_map(|(model, runs)| judged(&forecast(model, runs)))
                    .collect();
                next = Precision { relative, most: self.replications }.next(done, &figures);
            }
            let Some(count) = next.take() else { return Ok(runs) };
            for (model, runs) in models.iter().zip(&mut runs) {
                runs.extend(threads.replications(model, done..count)?);
            }
            done = count;
        }
    }
}

/// The figures that have to be precise.
const fn judged(forecast: &Forecast) -> [Summary; 2] {
    [forecast.department.total.open, forecast.department.total.lead_days]
}
