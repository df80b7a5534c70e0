//! `stellwerk staffing-plan`: the Stellenplan of a budget year, or its list of changes, as a file.

use super::files;
use crate::export::{self, About, TableForm};
use crate::staffing_plan::{self, Reasons};
use chrono::Datelike;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
#[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk staffing-plan PLAN --output DATEI [ANGABEN]", next_help_heading = super::usage::HEADING)]
pub(super) struct StaffingPlan {
    /// Datei des Plans; „-“ liest die Standardeingabe
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// Datei, die geschrieben wird; ihre Endung bestimmt die Form: xlsx, csv, pdf, docx oder odt
    #[arg(long, short, value_name = "DATEI")]
    output: PathBuf,
    /// Datei mit Änderungen
    #[arg(long, value_name = "DATEI")]
    changes: Option<PathBuf>,
    /// Haushaltsjahr; ohne Angabe das nach dem Stichtag des Plans
    #[arg(long, value_name = "JAHR")]
    year: Option<i32>,
    /// Statt des Stellenplans die Liste der Veränderungen gegenüber dem Vorjahr
    #[arg(long)]
    list: bool,
}

impl StaffingPlan {
    pub(super) fn run(&self) -> Result<ExitCode, String> {
        let ending = files::ending(&self.output);
        let form = TableForm::of_ending(ending).ok_or_else(|| {
            format!(
                "Die Endung „{ending}“ ist hier nicht bekannt. Bitte xlsx, csv, pdf, docx oder odt verwenden."
            )
        })?;
        let plan = files::plan(&self.plan)?;
        let changes = files::changes(self.changes.as_deref())?;
        let year = self.year.unwrap_or_else(|| staffing_plan::next_budget_year(&plan));
        let (first, last) = (plan.as_of.year(), plan.as_of.year() + 30);
        if !(first..=last).contains(&year) {
            return Err(format!(
                "Das Jahr {year} liegt außerhalb des Plans; möglich sind {first} bis {last}."
            ));
        }
        let draft = staffing_plan::draft(&plan, &changes, year, &Reasons::default());
        let (title, sheets) = if self.list {
            ("Veränderungsliste zum Stellenplan", vec![export::change_list_sheet(&draft)])
        } else {
            ("Stellenplan", export::staffing_plan_sheets(&draft))
        };
        let about = About { title: format!("{title} {year} – {}", plan.name), as_of: draft.day };
        let bytes = export::tables(&sheets, &about, form).map_err(|error| error.to_string())?;
        files::write(&self.output, &bytes)?;
        Ok(ExitCode::SUCCESS)
    }
}
