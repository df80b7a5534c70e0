//! `stellwerk chart`: the Organigramm as a file.

use super::files;
use crate::diagram::chart::{Caption, Facts, View};
use crate::diagram::{Fit, Paper};
use crate::exchange::posts_csv;
use crate::export::{self, Form, Order};
use crate::format::Language;
use crate::plan::Snapshot;
use chrono::NaiveDate;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
#[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk chart PLAN --output DATEI [ANGABEN]", next_help_heading = super::usage::HEADING)]
pub(super) struct Chart {
    /// Datei des Plans; „-“ liest die Standardeingabe
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// Datei, die geschrieben wird; ihre Endung bestimmt die Form: svg, pdf, png oder csv
    #[arg(long, short, value_name = "DATEI")]
    output: PathBuf,
    /// Datei mit Änderungen
    #[arg(long, value_name = "DATEI")]
    changes: Option<PathBuf>,
    /// Tag (JJJJ-MM-TT), dessen Organisation gezeichnet wird; ohne Angabe der Stichtag des Plans
    #[arg(long, value_name = "TAG", value_parser = super::usage::day)]
    on: Option<NaiveDate>,
    /// Papier des PDF: a4, a3 (die Vorgabe), a2, a1 oder a0
    #[arg(long, value_name = "GRÖSSE", default_value = "a3", hide_default_value = true, value_parser = paper)]
    paper: Paper,
    /// Auf so viele Blätter verteilen, dass jede Schrift mindestens 7 Punkt hat
    #[arg(long)]
    tile: bool,
    /// Name des Szenarios im Schriftfeld
    #[arg(long, value_name = "NAME", default_value = "Plan", hide_default_value = true)]
    scenario: String,
    /// Auch die Aufgaben der Einheiten aufführen
    #[arg(long)]
    tasks: bool,
}

impl Chart {
    pub(super) fn run(&self) -> Result<ExitCode, String> {
        let ending = files::ending(&self.output);
        let form = Form::of_ending(ending).ok_or_else(|| {
            format!("Die Endung „{ending}“ ist hier nicht bekannt. Bitte svg, pdf, png oder csv verwenden.")
        })?;
        let plan = files::plan(&self.plan)?;
        let changes = files::changes(self.changes.as_deref())?;
        let day = self.on.unwrap_or(plan.as_of);
        let organisation = plan.on(day, &changes);
        files::warn_of(&organisation.conflicts);
        let bytes = if form == Form::Csv {
            posts_csv(&organisation, day).into_bytes()
        } else {
            let facts = Facts::of(&organisation, &plan.on(day, &[]), day);
            let view = View { tasks: self.tasks, ..View::new(Language::German) };
            let caption = Caption {
                date: day,
                scenario: self.scenario.clone(),
                digest: Snapshot::of_changes(plan.clone(), changes.clone()).digest(),
                language: Language::German,
            };
            let scene = export::scene(&facts, &view, &caption);
            let fit = if self.tile { Fit::Readable } else { Fit::OneSheet };
            let drawn = match form {
                Form::Pdf => export::pdf(&scene, &caption, Order { paper: self.paper, fit }),
                Form::Png => export::png(&scene),
                Form::Svg | Form::Csv => Ok(export::svg(&scene)),
            };
            drawn.map_err(|error| error.to_string())?
        };
        files::write(&self.output, &bytes)?;
        Ok(ExitCode::SUCCESS)
    }
}

fn paper(text: &str) -> Result<Paper, String> {
    Paper::named(text).ok_or_else(|| "erwartet wird a4, a3, a2, a1 oder a0".to_owned())
}
