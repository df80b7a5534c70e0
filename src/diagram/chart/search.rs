//! Finding units, posts, tasks and kw dates by what one types: umlauts and case do not matter, the way to the hit is told.

use super::facts::{Facts, UnitFacts};
use crate::format::{self, Language, folded};
use crate::plan::gather::in_order;
use crate::plan::{CaseTypeId, PostId, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What can be found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A unit.
    Unit(UnitId),
    /// A post.
    Post(PostId),
    /// A task (case type).
    Task(CaseTypeId),
    /// The last day of posts.
    Kw(NaiveDate),
    /// Something of the caller's, by its own identifier: a scenario, a command.
    Other(String),
}

/// Something that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What.
    pub subject: Subject,
    /// What it is called.
    pub name: String,
    /// What else is said of it: its kind, where it is.
    pub detail: String,
    folded_name: String,
    /// Everything that finds it, folded.
    text: String,
}

impl Entry {
    /// Found by its name, its detail and by other words.
    #[must_use]
    pub fn new(subject: Subject, name: String, detail: String, others: &[&str]) -> Self {
        let mut text = folded(&format!("{name} {detail}"));
        for other in others {
            text.push(' ');
            text.push_str(&folded(other));
        }
        Self { subject, folded_name: folded(&name), name, detail, text }
    }

    /// How well it fits, smaller is better; none where a word is missing. Words are folded already.
    fn fit(&self, words: &[String]) -> Option<u8> {
        let fit = |word: &String| {
            if has_word(&self.folded_name, word, true) {
                Some(0)
            } else if has_word(&self.folded_name, word, false) {
                Some(1)
            } else if self.folded_name.contains(word.as_str()) {
                Some(2)
            } else if has_word(&self.text, word, false) {
                Some(3)
            } else {
                self.text.contains(word.as_str()).then_some(4)
            }
        };
        words.iter().map(fit).try_fold(0, |worst: u8, fit| Some(worst.max(fit?)))
    }
}

/// Whether a word of a text is this one, or begins so.
fn has_word(text: &str, wanted: &str, whole: bool) -> bool {
    text.match_indices(wanted).any(|(place, _)| {
        let before = text[..place].chars().next_back();
        let after = text[place + wanted.len()..].chars().next();
        let edge = |next: Option<char>| next.is_none_or(|next| !next.is_alphanumeric());
        edge(before) && (!whole || edge(after))
    })
}

/// Everything that can be found, in the order of the chart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Index {
    entries: Vec<Entry>,
}

impl Index {
    /// Units, posts, tasks and kw dates of a day. Linear in their number.
    #[must_use]
    pub fn of(facts: &Facts, language: Language) -> Self {
        let mut entries = Vec::new();
        for unit in facts.in_order() {
            entries.push(unit_entry(facts, unit, language));
        }
        for unit in facts.in_order() {
            entries.extend(unit.posts.iter().map(|post| {
                let name = format!("{} {}", post.id, post.title);
                let kw = post.kw.map(|kw| format!("kw {}", format::date(kw, language))).unwrap_or_default();
                let detail = format!("{} · {}", post.grade, unit.name);
                Entry::new(Subject::Post(post.id.clone()), name, detail, &[&kw])
            }));
        }
        let task = match language {
            Language::German => "Aufgabe",
            Language::English => "task",
        };
        for kind in &facts.plan.case_types {
            let unit = facts.units.get(&kind.unit).map(|unit| unit.name.as_str()).unwrap_or_default();
            let basis = kind.legal_basis.as_deref().unwrap_or_default();
            let parts = [task, basis, unit].into_iter().filter(|part| !part.is_empty());
            let detail = parts.collect::<Vec<_>>().join(" · ");
            let subject = Subject::Task(kind.id.clone());
            entries.push(Entry::new(subject, kind.name.clone(), detail, &[kind.id.as_str()]));
        }
        entries.extend(kw_entries(facts, language));
        Self { entries }
    }

    /// Adds what the caller offers beside it.
    pub fn extend(&mut self, entries: impl IntoIterator<Item = Entry>) {
        self.entries.extend(entries);
    }

    /// What fits all words of a text, best first; of those that fit alike in the order of the chart. Nothing for an empty
    /// text.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<&Entry> {
        let words: Vec<String> = folded(text).split_whitespace().map(str::to_owned).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let fits = |entry| Entry::fit(entry, &words).map(|fit| (fit, entry));
        let found =
            in_order(self.entries.iter().filter_map(fits).collect(), |a: &(u8, &Entry), b| a.0.cmp(&b.0));
        found.into_iter().map(|(_, entry)| entry).collect()
    }

    /// All entries.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

fn unit_entry(facts: &Facts, unit: &UnitFacts, language: Language) -> Entry {
    let kind = match language {
        Language::German => "Einheit",
        Language::English => "unit",
    };
    let mut above = path(facts, &unit.id);
    above.pop();
    let names = above.iter().filter_map(|id| facts.units.get(id)).map(|unit| unit.name.as_str());
    let detail = std::iter::once(kind).chain(names).collect::<Vec<_>>().join(" · ");
    Entry::new(Subject::Unit(unit.id.clone()), unit.name.clone(), detail, &[unit.id.as_str()])
}

/// One entry for each last day.
fn kw_entries(facts: &Facts, language: Language) -> Vec<Entry> {
    let mut days: BTreeMap<NaiveDate, Vec<String>> = BTreeMap::new();
    for post in facts.units.values().flat_map(|unit| &unit.posts) {
        if let Some(kw) = post.kw {
            days.entry(kw).or_default().push(post.id.to_string());
        }
    }
    let entry = |(kw, posts): (NaiveDate, Vec<String>)| {
        let name = format!("kw {}", format::date(kw, language));
        let detail = match language {
            Language::German => format!("letzter Tag von {}", posts.join(", ")),
            Language::English => format!("last day of {}", posts.join(", ")),
        };
        Entry::new(Subject::Kw(kw), name, detail, &[&kw.to_string()])
    };
    days.into_iter().map(entry).collect()
}

/// The units from the top down to this one; empty where it is not there.
#[must_use]
pub fn path(facts: &Facts, unit: &UnitId) -> Vec<UnitId> {
    let mut seen = BTreeSet::new();
    let mut path = Vec::new();
    let mut next = facts.units.get(unit);
    while let Some(unit) = next.filter(|unit| seen.insert(unit.id.clone())) {
        path.push(unit.id.clone());
        next = unit.parent.as_ref().and_then(|parent| facts.units.get(parent));
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    fn index() -> Index {
        let plan = builtin().unwrap();
        let day = plan.on(plan.as_of, &[]);
        Index::of(&Facts::of(&day, &day, plan.as_of), Language::German)
    }

    fn first(text: &str) -> Option<Subject> {
        index().find(text).first().map(|entry| entry.subject.clone())
    }

    #[test]
    fn umlauts_and_case_do_not_matter() {
        let unit = |id| Some(Subject::Unit(UnitId::parse(id).unwrap()));
        assert_eq!(first("einburger"), None);
        assert_eq!(first("Einbuerg"), unit("einbuergerung"));
        assert_eq!(first("EINBÜRG"), unit("einbuergerung"));
        assert_eq!(first("rueckkehr"), unit("rueckkehr"));
    }

    #[test]
    fn every_word_must_fit_and_the_name_goes_before_the_rest() {
        assert_eq!(first("AA-05"), Some(Subject::Post(PostId::parse("AA-05").unwrap())));
        assert!(index().find("AA-05 Einbürgerung").is_empty());
        let index = index();
        let found = index.find("aufenthalt");
        assert!(matches!(found[0].subject, Subject::Unit(_)), "{found:?}");
        assert!(found.len() > 10, "posts and tasks of the unit are found by it too");
        assert!(index.find("  ").is_empty());
    }

    #[test]
    fn kw_dates_are_found_as_they_are_written() {
        let kw = NaiveDate::from_ymd_opt(2024, 6, 30).unwrap();
        assert_eq!(first("kw 30.06.2024"), Some(Subject::Kw(kw)));
        assert_eq!(first("30.06."), Some(Subject::Kw(kw)));
        let index = index();
        let entry = index.find("2024-06-30")[0];
        assert!(entry.detail.contains("TF-01, TF-02"), "{}", entry.detail);
    }

    #[test]
    fn tasks_are_found_by_their_norm() {
        let index = index();
        let found = index.find("§ 10 StAG");
        assert!(found.iter().any(|entry| matches!(entry.subject, Subject::Task(_))), "{found:?}");
    }

    #[test]
    fn the_path_leads_from_the_top() {
        let plan = builtin().unwrap();
        let day = plan.on(plan.as_of, &[]);
        let facts = Facts::of(&day, &day, plan.as_of);
        let names = |path: Vec<UnitId>| path.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(names(path(&facts, &UnitId::parse("eu").unwrap())), ["abteilung", "asyl-eu", "eu"]);
        assert!(path(&facts, &UnitId::parse("nirgends").unwrap()).is_empty());
    }
}
