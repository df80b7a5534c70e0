//! `stellwerk statement`: a statement with the figures of a plan, and of what a database has counted, as PDF, DOCX or ODT.

use super::database::{Database, Opened};
use super::files;
use crate::export;
use crate::plan::Plan;
use crate::server::dashboards::case_figures;
use crate::staffing_plan::Reasons;
use crate::statement::{self, CaseFigures, Inputs, Template};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
#[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk statement PLAN --output DATEI [ANGABEN]", next_help_heading = super::usage::HEADING)]
pub(super) struct Statement {
    /// Datei des Plans; „-“ liest die Standardeingabe
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// Datei, die geschrieben wird; ihre Endung bestimmt die Form: pdf, docx oder odt
    #[arg(long, short, value_name = "DATEI")]
    output: PathBuf,
    /// Datei mit Änderungen
    #[arg(long, value_name = "DATEI")]
    changes: Option<PathBuf>,
    /// Art: stellungnahme (die Vorgabe), beschlussvorlage oder antwort
    #[arg(long, value_name = "ART", default_value = "stellungnahme", hide_default_value = true, value_parser = kind)]
    kind: Template,
    /// Name des Szenarios in den Quellenangaben
    #[arg(long, value_name = "NAME", default_value = "Plan", hide_default_value = true)]
    scenario: String,
    /// Datei einer Datenbank, deren Fallzahlen im Text stehen; was kleine Einheiten erledigen, bleibt zurückgehalten. Ohne Angabe nennt der Text keine Fälle
    #[arg(long, value_name = "DATEI")]
    database: Option<PathBuf>,
}

impl Statement {
    pub(super) fn run(&self) -> Result<ExitCode, String> {
        let plan = files::plan(&self.plan)?;
        let changes = files::changes(self.changes.as_deref())?;
        let cases = match &self.database {
            Some(file) => Database::at(file).run(async |opened| counted(opened, &plan).await)?,
            None => Vec::new(),
        };
        let ahead = statement::LookAhead::whole(&plan, &changes);
        let basis = statement::basis(&Inputs {
            plan: &plan,
            changes: &changes,
            reasons: &Reasons::default(),
            scenario: &self.scenario,
            cases: &cases,
            ahead: Some(ahead.as_ref().map_err(|why| *why)),
            decision: None,
        });
        let draft = statement::draft(self.kind, &plan, basis.told(!changes.is_empty()));
        let document = statement::render(&draft, &basis, plan.as_of).document;
        let bytes = match files::ending(&self.output) {
            "pdf" => export::document_pdf(&document),
            "docx" => export::document_docx(&document),
            "odt" => export::document_odt(&document),
            other => {
                return Err(format!(
                    "Die Endung „{other}“ ist hier nicht bekannt. Bitte pdf, docx oder odt verwenden."
                ));
            }
        };
        files::write(&self.output, &bytes.map_err(|error| error.to_string())?)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// What the page would tell of the cases, too: as coarse as a paper for everybody has to be.
async fn counted(opened: &Opened, plan: &Plan) -> Result<Vec<CaseFigures>, String> {
    let (who, least) = ((&opened.actor, opened.permit()?), opened.least_heads().await?);
    case_figures(&opened.store, who, plan, least).await.map_err(|error| error.to_string())
}

fn kind(text: &str) -> Result<Template, String> {
    match text {
        "stellungnahme" => Ok(Template::Statement),
        "beschlussvorlage" => Ok(Template::Resolution),
        "antwort" => Ok(Template::Answer),
        _ => Err("erwartet wird stellungnahme, beschlussvorlage oder antwort".to_owned()),
    }
}
