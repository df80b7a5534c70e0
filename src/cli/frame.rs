//! What `tornado` and `solve` have in common: plan, changes, unit, day, and how it is run and written.

use super::files;
use super::table::OutputFormat;
use super::threads::{Threads, Unit};
use crate::plan::{Change, Plan, UnitId};
use crate::simulation::{Options, Target, TargetMeasure};
use chrono::{Datelike, NaiveDate};
use clap::{Args, value_parser};
use std::num::NonZeroUsize;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Frame {
    /// Datei des Plans; „-“ liest die Standardeingabe
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// Kennung der Einheit, um deren Fälle es geht
    #[arg(long, value_name = "KENNUNG", value_parser = UnitId::parse)]
    unit: UnitId,
    /// Datei mit Änderungen; gerechnet wird dann der Plan mit ihnen
    #[arg(long, value_name = "DATEI")]
    changes: Option<PathBuf>,
    /// Zieltag (JJJJ-MM-TT), gerechnet zum letzten Monatsende bis dahin; Vorgabe das Ende des zweiten Jahres nach dem Stichtag
    #[arg(long, alias = "date", value_name = "TAG", value_parser = super::usage::day)]
    until: Option<NaiveDate>,
    /// Wiederholungen je gerechneter Variante, Vorgabe 100
    #[arg(long, value_name = "ANZAHL", default_value_t = 100, hide_default_value = true,
          value_parser = value_parser!(u32).range(2..=i64::from(Options::MAX_REPLICATIONS)))]
    pub(super) replications: u32,
    /// Startwert der Zufallszahlen, Vorgabe 1; gleicher Wert, gleiches Ergebnis
    #[arg(long, value_name = "ZAHL", default_value_t = 1, hide_default_value = true)]
    pub(super) seed: u64,
    /// Threads; ohne Angabe so viele, wie der Rechner hat; das Ergebnis hängt nicht davon ab
    #[arg(long, value_name = "ANZAHL")]
    workers: Option<NonZeroUsize>,
    /// Form der Ausgabe: table (für Menschen, die Vorgabe), json (für Programme), csv (Semikolon, Dezimalkomma)
    #[arg(
        long,
        value_name = "FORM",
        default_value = "table",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(super) format: OutputFormat,
    /// CSV mit der Kennung am Anfang, die Excel für Umlaute braucht
    #[arg(long)]
    pub(super) bom: bool,
}

/// What is looked at.
pub(super) struct Scene {
    pub(super) plan: Plan,
    pub(super) changes: Vec<Change>,
    /// The plan with all changes, for names.
    pub(super) named: Plan,
    pub(super) target: Target,
    pub(super) threads: Threads,
}

impl Frame {
    /// Reads the files; `at_most` is the bound of the target.
    pub(super) fn scene(&self, measure: TargetMeasure, at_most: f64) -> Result<Scene, String> {
        let plan = files::plan(&self.plan)?;
        let changes = files::changes(self.changes.as_deref())?;
        let organisation = plan.with_changes(&changes);
        files::warn_of(&organisation.conflicts);
        let last = || NaiveDate::from_ymd_opt(plan.as_of.year() + 2, 12, 31);
        let until = self.until.or_else(last).ok_or("Der Zieltag liegt außerhalb des Kalenders.")?;
        let target = Target::new(self.unit.clone(), measure, at_most, until, plan.as_of);
        let target = target.map_err(|error| error.to_string())?;
        let threads = Threads::new(self.workers);
        Ok(Scene { named: organisation.plan, plan, changes, target, threads })
    }

    pub(super) fn unit_of<'a>(&self, scene: &'a Scene, unit: &'a UnitId) -> Unit<'a> {
        Unit::new(&scene.plan, unit, &scene.target, self.replications, self.seed)
    }
}

impl Scene {
    /// What the unit is called.
    pub(super) fn unit_name(&self) -> &str {
        self.named.unit_name(&self.target.unit)
    }
}
