//! A decision as it was taken down: which scenario was chosen stands beside it; here are number and day of the resolution, the reasons,
//! and what was rejected.

use super::Entry;
use crate::format::{Language, date};
use crate::plan::read::{Errors, Fields, Node, Path, Read};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Number, day and reasons of a resolution (Beschluss), with the alternatives that it rejects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionRecord {
    /// Number of the resolution, for example „BV/0123/2024“.
    pub resolution: String,
    /// The day on which it was decided.
    pub decided_on: NaiveDate,
    /// Why.
    pub reasons: String,
    /// Scenarios that were not chosen.
    pub rejected: Vec<Rejected>,
}

/// A scenario that was not chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// Its identifier.
    pub scenario: String,
    /// What it was called when the decision was taken down.
    pub name: String,
    /// Why it was rejected; may be empty.
    pub reason: String,
}

impl Read for Rejected {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            scenario: fields.required("scenario"),
            name: fields.required("name"),
            reason: fields.required("reason"),
        }
    }
}

impl Read for DecisionRecord {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            resolution: fields.required("resolution"),
            decided_on: fields.required("decided_on"),
            reasons: fields.required("reasons"),
            rejected: fields.required("rejected"),
        }
    }
}

impl DecisionRecord {
    /// What was rejected, one behind the other: „Variante B (zu teuer); Variante C“.
    #[must_use]
    pub fn rejected_in_words(&self) -> String {
        let one = |rejected: &Rejected| match rejected.reason.as_str() {
            "" => format!("„{}“", rejected.name),
            reason => format!("„{}“ ({reason})", rejected.name),
        };
        self.rejected.iter().map(one).collect::<Vec<_>>().join("; ")
    }
}

/// Puts what was decided about a scenario to the figures of a text.
pub(super) fn add(decision: &DecisionRecord, scenario: &str, figures: &mut Vec<Entry>) {
    let source = format!("Beschluss über das Szenario „{scenario}“, wie er in seiner Akte festgehalten ist.");
    let all = [
        ("beschluss.nummer", "Beschlussnummer", decision.resolution.clone()),
        ("beschluss.datum", "Tag des Beschlusses", date(decision.decided_on, Language::German)),
        ("beschluss.gruende", "Gründe des Beschlusses", on_a_line(&decision.reasons)),
        ("beschluss.abgelehnt", "Nicht gewählte Szenarien", decision.rejected_in_words()),
    ];
    for (key, label, value) in all.into_iter().filter(|(.., value)| !value.is_empty()) {
        let (key, label, source) = (key.to_owned(), label.to_owned(), source.clone());
        figures.push(Entry { key, label, value, source, assumed: false });
    }
}

/// A figure stands inside of a sentence.
fn on_a_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a new text says of a decision.
pub(super) fn sentence(rejects: bool) -> &'static str {
    if rejects {
        "Die Änderungen wurden am {beschluss.datum} beschlossen (Beschlussnummer {beschluss.nummer}). Gründe: {beschluss.gruende} Nicht \
         gewählt wurden: {beschluss.abgelehnt}."
    } else {
        "Die Änderungen wurden am {beschluss.datum} beschlossen (Beschlussnummer {beschluss.nummer}). Gründe: {beschluss.gruende}"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{builtin, read};
    use crate::staffing_plan::Reasons;
    use crate::statement::{Inputs, Template, basis, draft, render};

    fn decision() -> DecisionRecord {
        let rejected = |name: &str, reason: &str| Rejected {
            scenario: "x".to_owned(),
            name: name.to_owned(),
            reason: reason.to_owned(),
        };
        DecisionRecord {
            resolution: "BV/0123/2024".to_owned(),
            decided_on: NaiveDate::from_ymd_opt(2024, 6, 27).unwrap(),
            reasons: "Sie kommt ohne weitere Stellen aus.".to_owned(),
            rejected: vec![rejected("Variante B", "zu teuer"), rejected("Variante C", "")],
        }
    }

    #[test]
    fn it_is_read_as_it_was_written() {
        let text = serde_json::to_string(&decision()).unwrap();
        assert_eq!(read::form::<DecisionRecord>(text.as_bytes()), Ok(decision()));
        assert_eq!(decision().rejected_in_words(), "„Variante B“ (zu teuer); „Variante C“");
    }

    #[test]
    fn a_text_about_a_decided_scenario_tells_number_day_reasons_and_what_was_rejected() {
        let plan = builtin().unwrap();
        let (decision, reasons) = (decision(), Reasons::default());
        let of = |decision| {
            basis(&Inputs {
                plan: &plan,
                changes: &[],
                reasons: &reasons,
                scenario: "Variante A",
                cases: &[],
                ahead: None,
                decision,
            })
        };
        let decided = of(Some(&decision));
        let value = |key: &str| decided.figure(key).map(|entry| (entry.value.clone(), entry.assumed));
        assert_eq!(value("beschluss.nummer"), Some(("BV/0123/2024".to_owned(), false)));
        assert_eq!(value("beschluss.datum"), Some(("27.06.2024".to_owned(), false)));
        for template in [Template::Statement, Template::Resolution, Template::Answer] {
            let text = draft(template, &plan, decided.told(false));
            let rendered = render(&text, &decided, plan.as_of);
            assert_eq!(rendered.unknown, Vec::<String>::new());
            assert!(rendered.used.iter().any(|key| key == "beschluss.nummer"), "{template:?}");
            assert!(rendered.used.iter().any(|key| key == "beschluss.abgelehnt"), "{template:?}");
            let open = draft(template, &plan, of(None).told(false));
            assert!(open.sections.iter().all(|section| !section.text.contains("beschluss.")), "{template:?}");
        }
        let mut alone = decision.clone();
        alone.rejected.clear();
        let text = draft(Template::Statement, &plan, of(Some(&alone)).told(false));
        assert!(text.sections.iter().all(|section| !section.text.contains("beschluss.abgelehnt")));
    }
}
