//! `stellwerk simulate`: what becomes of cases, waiting and load.

mod output;
mod run;

use super::files;
use super::table::OutputFormat;
use crate::plan::Plan;
use crate::simulation::{Comparison, Forecast, Model, Options, compare, forecast};
use chrono::Months;
use clap::Args;
use clap::value_parser;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
#[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk simulate PLAN [ANGABEN]", next_help_heading = super::usage::HEADING)]
pub(super) struct Simulate {
    /// Datei des Plans; „-“ liest die Standardeingabe
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// Datei mit Änderungen; verglichen wird dann mit dem Plan ohne sie
    #[arg(long, value_name = "DATEI")]
    changes: Option<PathBuf>,
    /// Jahre ab dem Stichtag des Plans, Vorgabe 5
    #[arg(long, value_name = "ANZAHL", default_value_t = 5, hide_default_value = true, value_parser = value_parser!(u32).range(1..=30))]
    years: u32,
    /// Wiederholungen, Vorgabe 200
    #[arg(long, value_name = "ANZAHL", default_value_t = 200, hide_default_value = true,
          value_parser = value_parser!(u32).range(1..=i64::from(Options::MAX_REPLICATIONS)))]
    replications: u32,
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
        let plan = files::plan(&self.plan)?;
        let changes = files::changes(self.changes.as_deref())?;
        files::warn_of(&plan.with_changes(&changes).conflicts);
        let options = self.options(&plan)?;
        let workers = self.workers();
        let baseline = Model::new(&plan, &[], &options).map_err(|error| error.to_string())?;
        let answer = if self.changes.is_none() {
            Answer::Alone(Box::new(forecast(&baseline, &run::all(&baseline, workers)?)))
        } else {
            let scenario = Model::new(&plan, &changes, &options).map_err(|error| error.to_string())?;
            let runs = (run::all(&baseline, workers)?, run::all(&scenario, workers)?);
            Answer::Compared(Box::new(compare((&baseline, &runs.0), (&scenario, &runs.1))))
        };
        let named = plan.with_changes(&changes).plan;
        files::print(&match self.format {
            OutputFormat::Json => output::json(&answer)?,
            OutputFormat::Table => output::text(&answer, &named),
            OutputFormat::Csv => output::csv(&answer, &named, self.bom),
        })?;
        Ok(ExitCode::SUCCESS)
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

    fn workers(&self) -> usize {
        let available = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        self.workers.unwrap_or_else(available).get()
    }
}
