//! `stellwerk check`: validates a plan, and changes on it.

use super::files;
use crate::format::{Language, number};
use crate::plan::rules::{self, Finding, Severity};
use crate::plan::{Change, Fte, Plan, Post};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
#[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk check PLAN [ANGABEN]", next_help_heading = super::usage::HEADING)]
pub(super) struct Check {
    /// Datei des Plans; „-“ liest die Standardeingabe
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// Datei mit Änderungen, die auf den Plan passen sollen
    #[arg(long, value_name = "DATEI")]
    changes: Option<PathBuf>,
}

impl Check {
    pub(super) fn run(&self) -> Result<ExitCode, String> {
        let plan = files::plan(&self.plan)?;
        let changes = files::changes(self.changes.as_deref())?;
        let conflicts = plan.with_changes(&changes).conflicts;
        if !conflicts.is_empty() {
            let lines: Vec<String> = conflicts
                .iter()
                .map(|conflict| {
                    let list = if conflict.decided { "decided" } else { "" };
                    format!("{list}[{}]: {}", conflict.index, conflict.reason)
                })
                .collect();
            return Err(format!("Die Änderungen passen nicht zum Plan:\n{}", lines.join("\n")));
        }
        let fte: Fte = plan.posts.iter().map(Post::fte).sum();
        let fte = number(fte.as_f64(), 3, Language::German);
        let mut text = format!(
            "gültig: {} – {}, {} mit {fte} VZÄ, {}, {}, {}",
            plan.name,
            counted(plan.units.len(), "Einheit", "Einheiten"),
            counted(plan.posts.len(), "Stelle", "Stellen"),
            counted(plan.case_types.len(), "Fallart", "Fallarten"),
            counted(plan.populations.len(), "Personenbestand", "Personenbestände"),
            counted(plan.fixed_tasks.len(), "Daueraufgabe", "Daueraufgaben"),
        );
        if !plan.tray.is_empty() {
            let parked: Fte = plan.tray.iter().map(Post::fte).sum();
            let posts = counted(plan.tray.len(), "geparkte Stelle", "geparkte Stellen");
            let fte = number(parked.as_f64(), 3, Language::German);
            text.push_str(&format!(", {posts} mit {fte} VZÄ (in keiner Summe)"));
        }
        if !plan.decided.is_empty() {
            text.push_str(", ");
            text.push_str(&counted(plan.decided.len(), "beschlossene Änderung", "beschlossene Änderungen"));
        }
        if self.changes.is_some() {
            text.push_str(", ");
            text.push_str(&counted(changes.len(), "Änderung", "Änderungen"));
        }
        for finding in findings(&plan, &changes) {
            let weight = match finding.severity {
                Severity::Hint => "Hinweis",
                Severity::NeedsReason => "Begründung nötig",
            };
            text.push_str(&format!("\n{weight}: {}", finding.sentence));
        }
        files::print(&format!("{text}\n"))?;
        Ok(ExitCode::SUCCESS)
    }
}

/// What the soft rules say: of the plan on its first day, or of what the changes bring about by their last day.
fn findings(plan: &Plan, changes: &[Change]) -> Vec<Finding> {
    let Some(last) = changes.iter().map(|change| change.effective).max() else {
        return rules::standing(&plan.on(plan.as_of, &[]).plan, Language::German);
    };
    let (before, after) = (plan.on(last, &[]).plan, plan.on(last, changes).plan);
    rules::check(&before, &after, changes, last, Language::German)
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
