//! A table of posts or of figures for the assessment: offered as changes, and taken over as steps of a scenario that is named.

use crate::cli::database::Opened;
use crate::cli::files;
use crate::cli::table::Table;
use crate::exchange::{PostsDifference, WorkDifference};
use crate::plan::{Change, Plan};
use crate::server::imports::LISTED;
use crate::store::Editor;
use uuid::Uuid;

/// Changes of one step: more could not be told in one line.
const MOST_CHANGES: usize = 500;

/// The scenario that takes a table.
pub(super) struct Target {
    id: Uuid,
    version: i64,
    name: String,
    /// Its changes in force.
    pub(super) changes: Vec<Change>,
}

/// What a table offers.
pub(super) struct Offer {
    /// Of what, before, after.
    lines: Vec<[String; 3]>,
    changes: Vec<Change>,
    unchanged: usize,
    /// What stands in the plan and not in the table; it stays.
    absent: usize,
}

impl Target {
    /// The scenario of this name or identifier.
    pub(super) async fn find(opened: &Opened, asked: &str) -> Result<Self, String> {
        let found = opened.store.scenarios(opened.permit()?, &opened.actor).await;
        let (_, mut all) = found.map_err(|error| error.to_string())?;
        all.retain(|one| one.removed_at.is_none());
        let fits = |name: &str, id: Uuid| name == asked || id.to_string() == asked;
        let named: Vec<_> = all.iter().filter(|one| fits(&one.described.name, one.id)).collect();
        match named.as_slice() {
            [one] => Ok(Self {
                id: one.id,
                version: one.version,
                name: one.described.name.clone(),
                changes: one.steps.concat(),
            }),
            [] => {
                let names: Vec<String> = all.iter().map(|one| format!("„{}“", one.described.name)).collect();
                Err(format!("Das Szenario „{asked}“ gibt es nicht. Vorhanden: {}.", names.join(", ")))
            }
            several => {
                let ids: Vec<String> = several.iter().map(|one| one.id.to_string()).collect();
                Err(format!(
                    "Mehrere Szenarien heißen „{asked}“. Bitte geben Sie eine dieser Kennungen an: {}.",
                    ids.join(", ")
                ))
            }
        }
    }

    /// Takes over what a table offers; gives what is said of it.
    pub(super) async fn take(&self, opened: &Opened, offer: &Offer, source: &str) -> Result<String, String> {
        let editor = Editor::new(opened.permit()?, &opened.actor, self.id);
        let reason = match source {
            files::STANDARD_INPUT => "Aus einer Tabelle übernommen".to_owned(),
            source => format!("Aus der Tabelle „{source}“ übernommen"),
        };
        let mut version = self.version;
        for changes in offer.changes.chunks(MOST_CHANGES) {
            let fits =
                |plan: &Plan, active: &[Change], changes: &[Change]| plan.accepts_step(active, changes);
            let content = (changes, Some(reason.as_str()));
            let written = opened.store.append_step(&editor, version, Uuid::now_v7(), content, fits).await;
            version = written.map_err(|error| error.to_string())?.version;
        }
        Ok(offer.told(&format!("In das Szenario „{}“ übernommen", self.name)))
    }
}

impl Offer {
    /// Posts: new and changed ones. Those that the table does not have stay, as on the page.
    pub(super) fn of_posts(found: &PostsDifference) -> Self {
        let usual: Vec<_> = found.posts.iter().filter(|one| !one.vanished).collect();
        Self {
            lines: usual
                .iter()
                .map(|one| [one.post.to_string(), one.before.clone(), one.after.clone()])
                .collect(),
            changes: usual.iter().flat_map(|one| one.changes.clone()).collect(),
            unchanged: found.unchanged,
            absent: found.posts.len() - usual.len(),
        }
    }

    /// Case types whose figures differ.
    pub(super) fn of_workload(found: &WorkDifference) -> Self {
        let line = |one: &crate::exchange::WorkChange| {
            [one.case_type.to_string(), one.before.clone(), one.after.clone()]
        };
        Self {
            lines: found.work.iter().map(line).collect(),
            changes: found.work.iter().flat_map(|one| one.changes.clone()).collect(),
            unchanged: found.unchanged,
            absent: 0,
        }
    }

    /// What it would change, with nothing done.
    pub(super) fn trial(&self) -> String {
        self.told("Probe, nichts gespeichert")
    }

    fn told(&self, done: &str) -> String {
        let mut text = format!("{done}: {} geändert, {} unverändert", self.lines.len(), self.unchanged);
        if self.absent > 0 {
            text.push_str(&format!("; {} Stellen fehlen in der Tabelle und bleiben", self.absent));
        }
        text.push_str(".\n");
        if self.lines.is_empty() {
            return text;
        }
        let mut table = Table::new(&["Was", "bisher", "neu"]);
        for line in self.lines.iter().take(LISTED) {
            table.row(line.iter().map(|cell| cell.as_str().into()).collect());
        }
        text.push('\n');
        text.push_str(&table.to_text());
        if self.lines.len() > LISTED {
            text.push_str(&format!("… und {} weitere\n", self.lines.len() - LISTED));
        }
        text
    }
}
