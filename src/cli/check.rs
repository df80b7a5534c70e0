//! `stellwerk check`: validates a plan, and changes on it.

use super::files;
use crate::format::{Language, date, number};
use crate::plan::rules::{self, Finding, Severity};
use crate::plan::{Change, Fte, Plan, Post};
use chrono::NaiveDate;
use clap::Args;
use std::cmp::Reverse;
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
        for (day, finding) in findings(&plan, &changes) {
            let weight = match finding.severity {
                Severity::Hint => "Hinweis",
                Severity::NeedsReason => "Begründung nötig",
            };
            let day = date(day, Language::German);
            text.push_str(&format!("\n{weight} ab {day}: {}", finding.sentence));
        }
        files::print(&format!("{text}\n"))?;
        Ok(ExitCode::SUCCESS)
    }
}

/// What the soft rules say, each with the first day on which it is so: of the plan, or of what the changes bring about. Looked
/// at on every day on which something changes.
fn findings(plan: &Plan, changes: &[Change]) -> Vec<(NaiveDate, Finding)> {
    let mut told: Vec<(NaiveDate, Finding)> = Vec::new();
    for day in rules::changing_days(plan, changes) {
        let after = plan.on(day, changes).plan;
        let found = if changes.is_empty() {
            rules::standing(&after, Language::German)
        } else {
            rules::check(&plan.on(day, &[]).plan, &after, changes, day, Language::German)
        };
        for finding in found {
            let known = |(_, told): &(NaiveDate, Finding)| {
                (told.rule, &told.subject) == (finding.rule, &finding.subject)
            };
            if !told.iter().any(known) {
                told.push((day, finding));
            }
        }
    }
    told.sort_by_key(|(day, finding)| (Reverse(finding.severity), *day));
    told
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
