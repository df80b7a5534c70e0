//! `stellwerk assess`: how many posts the work needs.

use super::files;
use super::table::{Cell, OutputFormat, Table};
use crate::assessment::{Assessment, Figures, Period, Request, assess, load_name};
use crate::format::Language;
use crate::plan::{Method, Plan};
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
#[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk assess PLAN [ANGABEN]", next_help_heading = super::usage::HEADING)]
pub(super) struct Assess {
    /// Datei des Plans; „-“ liest die Standardeingabe
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// Jahr, dessen Fallzahlen gelten; ohne Angabe das letzte mit Fallzahlen
    #[arg(long, value_name = "JAHR", conflicts_with = "on")]
    year: Option<u16>,
    /// Stichtag (JJJJ-MM-TT): die erwarteten Fälle der zwölf Monate danach, die Stellen dieses Tages
    #[arg(long, value_name = "TAG", value_parser = super::usage::day)]
    on: Option<NaiveDate>,
    /// Verfahren, kgst oder bmi; ohne Angabe das des Plans
    #[arg(long, value_name = "VERFAHREN", hide_possible_values = true)]
    method: Option<MethodName>,
    /// Datei mit Änderungen
    #[arg(long, value_name = "DATEI")]
    changes: Option<PathBuf>,
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

#[derive(Debug, Clone, Copy, ValueEnum)]
enum MethodName {
    /// KGSt: Verteilzeit vermindert die Jahresarbeitszeit
    Kgst,
    /// BMI: Zuschläge auf die Bearbeitungszeit
    Bmi,
}

impl From<MethodName> for Method {
    fn from(name: MethodName) -> Self {
        match name {
            MethodName::Kgst => Self::Kgst,
            MethodName::Bmi => Self::Bmi,
        }
    }
}

impl Assess {
    pub(super) fn run(&self) -> Result<ExitCode, String> {
        let baseline = files::plan(&self.plan)?;
        let changes = files::changes(self.changes.as_deref())?;
        let organisation = match self.on {
            Some(date) => baseline.on(date, &changes),
            None => baseline.with_changes(&changes),
        };
        files::warn_of(&organisation.conflicts);
        let plan = organisation.plan;
        let mut request = Request::new(self.period(&plan));
        request.method = self.method.map(Method::from);
        let assessment = assess(&plan, &request).map_err(|error| error.to_string())?;
        files::print(&match self.format {
            OutputFormat::Json => as_json(&assessment)?,
            OutputFormat::Table => as_text(&assessment),
            OutputFormat::Csv => table(&assessment).to_csv(self.bom),
        })?;
        Ok(ExitCode::SUCCESS)
    }

    fn period(&self, plan: &Plan) -> Period {
        let counted = plan.case_types.iter().filter_map(|kind| kind.counts.keys().max()).max();
        match (self.on, self.year.or(counted.copied())) {
            (Some(date), _) => Period::On(date),
            (None, Some(year)) => Period::Year(year),
            (None, None) => Period::On(plan.as_of),
        }
    }
}

fn as_json(assessment: &Assessment) -> Result<String, String> {
    let mut text = serde_json::to_string_pretty(assessment).map_err(|error| error.to_string())?;
    text.push('\n');
    Ok(text)
}

fn as_text(assessment: &Assessment) -> String {
    let period = match assessment.period {
        Period::Year(year) => format!("Fallzahlen {year}"),
        Period::On(date) => format!("erwartete Fälle ab {}", date.format("%d.%m.%Y")),
    };
    let day = assessment.posts_on.format("%d.%m.%Y");
    let mut text = format!("{}: Stellenbedarf in VZÄ, {period}, Stellen am {day}\n\n", assessment.plan);
    text.push_str(&table(assessment).to_text());
    if !assessment.missing.is_empty() {
        let missing: Vec<&str> = assessment.missing.iter().map(crate::plan::CaseTypeId::as_str).collect();
        text.push_str(&format!("\nOhne Fallzahlen und im Bedarf nicht enthalten: {}\n", missing.join(", ")));
    }
    text.push_str(&format!(
        "\n{} = Bedarf (Fälle, Schlüssel, Grundlast) / Stellen ohne Leitung und Task Force.\n",
        load_name(assessment.period, Language::German)
    ));
    text
}

/// One row per unit for itself, and the sum of all.
fn table(assessment: &Assessment) -> Table {
    let load = load_name(assessment.period, Language::German);
    let mut table = Table::new(&[
        "Einheit",
        "Fälle",
        "Schlüssel",
        "Grundlast",
        "Bedarf",
        "Stellen",
        "Task Force",
        "Leitung",
        &load,
        "Rückstand",
        "Leitungsbedarf",
    ]);
    for unit in &assessment.units {
        table.row(row(&unit.name, &unit.own));
    }
    table.row(row("Summe", &assessment.total));
    table
}

fn row(name: &str, figures: &Figures) -> Vec<Cell> {
    let posts = figures.posts;
    let load = figures.load.map_or(Cell::Empty, |load| Cell::Number(load, 4));
    vec![
        name.into(),
        Cell::Number(figures.case_need, 4),
        Cell::Number(figures.key_need, 4),
        Cell::Number(figures.base_need, 4),
        Cell::Number(figures.need, 4),
        Cell::Number(posts.regular.as_f64(), 3),
        Cell::Number(posts.task_force.as_f64(), 3),
        Cell::Number(posts.leadership.as_f64(), 3),
        load,
        Cell::Number(figures.backlog_need, 4),
        Cell::Number(figures.leadership_need, 4),
    ]
}
