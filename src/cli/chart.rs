//! `stellwerk chart`: the Organigramm as a file.

use super::files;
use crate::diagram::chart::{Caption, Facts, OnPaper, View};
use crate::diagram::scene::Scene;
use crate::diagram::{Fit, LEAST_POINTS, Paper, Sheets};
use crate::exchange::posts_csv;
use crate::export::{self, Form, Order};
use crate::format::{self, Language};
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
            posts_csv(&organisation, day, Language::German, None).into_bytes()
        } else {
            let facts = Facts::of(&organisation, &plan.on(day, &[]), day);
            let view = View { tasks: self.tasks, ..View::new(Language::German) };
            let caption = Caption {
                date: day,
                scenario: self.scenario.clone(),
                digest: Snapshot::of_changes(plan.clone(), changes.clone()).digest(),
                language: Language::German,
            };
            let drawn = match form {
                Form::Pdf => {
                    let fit = if self.tile { Fit::Readable } else { Fit::OneSheet };
                    let order = Order { paper: self.paper, fit };
                    let (scene, on_paper) = export::on_paper(&facts, &view, &caption, order);
                    self.warn_of_small_print(&scene, &on_paper, fit);
                    export::pdf(&scene, &caption, order)
                }
                Form::Png => export::png(&export::scene(&facts, &view, &caption)),
                Form::Svg | Form::Csv => Ok(export::svg(&export::scene(&facts, &view, &caption))),
            };
            drawn.map_err(|error| error.to_string())?
        };
        files::write(&self.output, &bytes)?;
        Ok(ExitCode::SUCCESS)
    }

    /// Nobody should find out at the printer that posts are missing or that the picture cannot be read.
    fn warn_of_small_print(&self, scene: &Scene, on_paper: &OnPaper, fit: Fit) {
        let number = |points: f64| format::number(points, 1, Language::German);
        let (name, larger) = match self.paper {
            Paper::A0 => ("A0", ""),
            paper => (paper.name(), " oder ein größeres Papier (--paper)"),
        };
        if !on_paper.view.posts {
            eprintln!(
                "Achtung: Auf {name} würde die Schrift mit allen Stellen nur {} Punkt groß. Gezeichnet sind die Einheiten mit der Zahl ihrer Stellen; für die einzelnen Stellen bitte --tile{larger} verwenden.",
                number(on_paper.points_with_posts)
            );
        }
        let points = Sheets::of(scene, self.paper, fit).points_of_figures();
        if self.tile || points >= LEAST_POINTS {
            return;
        }
        eprintln!(
            "Achtung: Auf {name} wird die Schrift nur {} Punkt groß und ist kaum zu lesen. Bitte --tile{larger} verwenden.",
            number(points)
        );
    }
}

fn paper(text: &str) -> Result<Paper, String> {
    Paper::named(text).ok_or_else(|| "erwartet wird a4, a3, a2, a1 oder a0".to_owned())
}
