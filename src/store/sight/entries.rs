//! What somebody sees of the entries of the audit trail: what they do not see of plans and scenarios they do not learn from what was
//! done to them either.

use super::{Notes, Own, Sight};
use crate::permission::{Field, Reach, Right, Role, field_reach, reach};
use crate::plan::{Action, Change};
use crate::store::AuditEntry;
use serde_json::{Map, Value};

/// Stands in the place of what is not shown.
const WITHHELD: &str = "–";
/// What the actions on plans and scenarios begin with; those on accounts, tokens and agreements are the administration's own.
const PLANNING: [&str; 8] = [
    "package.",
    "plan.",
    "scenario.",
    "snapshot.",
    "snapshot_link.",
    "staffing_plan.",
    "statement.",
    "step.",
];
/// What people write about a plan, in which everything may stand.
const TEXTS: [&str; 7] = ["description", "label", "name", "note", "reason", "reasons", "title"];

/// An entry of the trail as somebody sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenEntry {
    /// The entry; its hash is that of the whole.
    pub entry: AuditEntry,
    /// Whether something in it is not shown.
    pub is_shortened: bool,
}

/// What a role sees of entries.
#[derive(Debug)]
pub(in crate::store) struct EntrySight {
    sight: Sight,
    /// Whether it sees plans at all: grades, and what is written about them.
    plans: bool,
}

impl EntrySight {
    /// That of a role. An entry tells of any unit: what a role sees of some units only it does not see here.
    pub(in crate::store) fn of(role: Role) -> Self {
        let sees = |field| field_reach(role, field) == Some(Reach::Everything);
        let notes = if sees(Field::StaffingNotes) { Notes::All } else { Notes::None };
        let plans = reach(role, Right::ViewScenario) == Some(Reach::Everything);
        Self { sight: Sight { pay: sees(Field::Pay), notes }, plans }
    }

    /// An entry as it is seen.
    pub(in crate::store) fn entry(&self, entry: AuditEntry) -> SeenEntry {
        let about_plans = PLANNING.iter().any(|start| entry.action.starts_with(start));
        if !about_plans || (self.plans && self.sight.is_whole()) {
            return SeenEntry { entry, is_shortened: false };
        }
        let read = serde_json::from_str::<Value>(&entry.detail).ok();
        let mut seen = read.clone();
        if let Some(seen) = &mut seen {
            self.withhold(seen);
        }
        if seen.is_some() && seen == read {
            return SeenEntry { entry, is_shortened: false };
        }
        // Of what is no JSON nobody knows what is in it.
        let detail = seen.unwrap_or_else(|| WITHHELD.into()).to_string();
        SeenEntry { entry: AuditEntry { detail, ..entry }, is_shortened: true }
    }

    fn withhold(&self, value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.withhold(item)),
            Value::Object(fields) => {
                if fields.contains_key("action") && fields.contains_key("effective") {
                    self.in_change(value);
                } else {
                    self.in_fields(fields);
                }
            }
            _ => {}
        }
    }

    fn in_change(&self, value: &mut Value) {
        let Ok(mut change) = serde_json::from_value::<Change>(value.clone()) else {
            // Of another version: what it does is not told.
            value["action"] = Value::String(WITHHELD.to_owned());
            return;
        };
        let before = change.clone();
        let own = if self.sight.notes == Notes::All { Own::All } else { Own::default() };
        self.sight.hide_in_change(&mut change, &own);
        if !self.plans {
            hide_grades(&mut change.action);
        }
        if change != before
            && let Ok(seen) = serde_json::to_value(&change)
        {
            *value = seen;
        }
    }

    fn in_fields(&self, fields: &mut Map<String, Value>) {
        for (key, value) in fields {
            match value {
                Value::String(text) if !self.plans && TEXTS.contains(&key.as_str()) && !text.is_empty() => {
                    WITHHELD.clone_into(text);
                }
                // The bound of a goal in euro.
                Value::Object(goal) if !self.sight.pay && key == "cost" => {
                    goal.insert("at_most".to_owned(), Value::String(WITHHELD.to_owned()));
                }
                other => self.withhold(other),
            }
        }
    }
}

fn hide_grades(action: &mut Action) {
    match action {
        Action::AddPost(post) => WITHHELD.clone_into(&mut post.grade),
        Action::SetPost(patch) => {
            if let Some(grade) = &mut patch.grade {
                WITHHELD.clone_into(grade);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn entry(action: &str, detail: &Value) -> AuditEntry {
        AuditEntry {
            tenant_id: "embedded".to_owned(),
            position: 1,
            recorded_at: 0,
            actor: "leitung".to_owned(),
            action: action.to_owned(),
            subject: "szenario".to_owned(),
            detail: detail.to_string(),
            request_id: String::new(),
            prev_hash: String::new(),
            hash: "4f1c".to_owned(),
        }
    }

    fn seen(role: Role, action: &str, detail: &Value) -> (Value, bool) {
        let seen = EntrySight::of(role).entry(entry(action, detail));
        assert_eq!(seen.entry.hash, "4f1c");
        (serde_json::from_str(&seen.entry.detail).unwrap(), seen.is_shortened)
    }

    fn step() -> Value {
        json!({"id": "0190", "undone": false, "reason": "Von EG 9b nach EG 10", "changes": [
            {"effective": "2024-07-01", "action": {"set_post": {"post": "AA-05", "grade": "E 10", "terms": {
                "block": "Rat", "contract_until": "2026-12-31", "evaluation": {"on": "2023-03-01", "reason": "Leitung"},
            }}}},
            {"effective": "2024-07-01", "action": {"set_assumptions": {"cost_per_grade": {"E 10": 91_373}}}},
            {"effective": "2024-07-01", "action": {"move_post": {"post": "AA-06", "to": "asyl"}}},
        ]})
    }

    #[test]
    fn the_administration_reads_what_was_done_and_neither_grade_cost_note_nor_text() {
        let (told, is_shortened) = seen(Role::Administrator, "scenario.append", &step());
        assert!(is_shortened);
        let text = told.to_string();
        for secret in ["E 10", "EG 9b", "91373", "Rat", "Leitung"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
        for kept in ["AA-05", "2026-12-31", "cost_per_grade", "2024-07-01"] {
            assert!(text.contains(kept), "{kept}: {text}");
        }
        assert_eq!(told["changes"][2], step()["changes"][2], "a move tells nothing of these");
        let goals = json!([{"cost": {"at_most": 3_131_317, "on": "2025-12-31"}}, {"fte": {"at_most": 41.5, "on": "2026-12-31"}}]);
        let (told, _) = seen(Role::Administrator, "scenario.goals", &goals);
        assert_eq!(told, json!([{"cost": {"at_most": "–", "on": "2025-12-31"}}, goals[1]]));
        // What another version has written.
        let odd = json!({"changes": [{"effective": "2024-07-01", "action": {"set_pay": {"E 10": 91_373}}}]});
        let (told, _) = seen(Role::Administrator, "plan.adopt", &odd);
        assert_eq!(told["changes"][0]["action"], json!("–"));
    }

    #[test]
    fn what_the_administration_does_itself_it_reads_with_its_reason() {
        let account = json!({"role": {"old": "staff", "new": "team_lead"}, "reason": "Vertretung ab Mai"});
        assert_eq!(seen(Role::Administrator, "account.change", &account), (account, false));
        let moved = json!({"changes": [step()["changes"][2]]});
        assert_eq!(seen(Role::Administrator, "plan.adopt", &moved), (moved, false));
    }

    /// Nobody but the administration reads the trail; whoever comes to it will see by the table of fields.
    #[test]
    fn other_roles_would_see_by_the_table_of_fields() {
        let of = |role| seen(role, "scenario.append", &step()).0.to_string();
        for role in [Role::TeamLead, Role::Manager, Role::StaffCouncil] {
            let text = of(role);
            assert!(
                text.contains("91373") && text.contains("E 10") && text.contains("EG 9b"),
                "{role:?}: {text}"
            );
            assert!(!text.contains("Leitung"), "{role:?} sees notes of some units, not of all: {text}");
        }
        let text = of(Role::Staff);
        assert!(text.contains("E 10") && !text.contains("91373") && !text.contains("Leitung"), "{text}");
    }
}
