//! An entry of the audit trail in words. The entry itself stays as it was written, for its hash rests on it.

use super::words::{self, ACTIONS, KEYS};
use crate::format::{Language, date, folded, moment, number};
use crate::plan::{Assumptions, Change, Format, Plan, Practice, Region};
use chrono::NaiveDate;
use serde_json::{Map, Value};

/// Characters of a checksum that are shown: enough to tell one from another.
const SHORT: usize = 12;

/// What was done, in words; its own name where there are none.
#[must_use]
pub fn action(name: &str, language: Language) -> &str {
    words::find(ACTIONS, name, language).unwrap_or(name)
}

/// Everything that is recorded, in words.
pub fn actions(language: Language) -> impl Iterator<Item = &'static str> {
    ACTIONS.iter().map(move |(_, german, english)| match language {
        Language::German => *german,
        Language::English => *english,
    })
}

/// The actions in whose words a text occurs, in either language; umlauts and case do not matter.
pub(super) fn actions_with(text: &str) -> Vec<&'static str> {
    let text = folded(text);
    let has = |words: &str| folded(words).contains(&text);
    ACTIONS
        .iter()
        .filter(|(_, german, english)| has(german) || has(english))
        .map(|(name, ..)| *name)
        .collect()
}

/// Tells contents of entries with the names of a plan.
#[derive(Debug)]
pub struct Teller {
    plan: Plan,
}

impl Teller {
    /// Where there is a plan, units and posts have their names of today in it; otherwise they are called by their identifiers.
    #[must_use]
    pub fn new(plan: Option<Plan>) -> Self {
        Self { plan: plan.unwrap_or_else(nameless) }
    }

    /// With which content, line by line; `detail` is what the entry holds, in JSON.
    #[must_use]
    pub fn content(&self, detail: &str, language: Language) -> Vec<String> {
        let telling = Telling { plan: &self.plan, language };
        match serde_json::from_str::<Value>(detail) {
            Ok(Value::Object(fields)) => {
                fields.iter().flat_map(|(key, value)| telling.lines(key, value)).collect()
            }
            Ok(Value::Array(items)) => items.iter().filter_map(|item| telling.value("", item)).collect(),
            Ok(other) => telling.value("", &other).into_iter().collect(),
            Err(_) if detail.is_empty() => Vec::new(),
            Err(_) => vec![detail.to_owned()],
        }
    }
}

/// A plan that knows no names.
fn nameless() -> Plan {
    Plan {
        format: Format::default(),
        name: String::new(),
        as_of: NaiveDate::default(),
        region: Region::default(),
        units: Vec::new(),
        posts: Vec::new(),
        tray: Vec::new(),
        case_types: Vec::new(),
        populations: Vec::new(),
        fixed_tasks: Vec::new(),
        assumptions: Assumptions::default(),
        decided: Vec::new(),
        practice: Practice::default(),
    }
}

#[derive(Clone, Copy)]
struct Telling<'a> {
    plan: &'a Plan,
    language: Language,
}

impl Telling<'_> {
    /// A field as lines: one for each change, else one; none where it says nothing.
    fn lines(self, key: &str, value: &Value) -> Vec<String> {
        if let Value::Array(items) = value
            && let Some(changes) = changes(items)
        {
            let line = |change: &Change| {
                let words = change.describe(self.plan, self.language);
                format!("{}: {words}", date(change.effective, self.language))
            };
            return changes.iter().map(line).collect();
        }
        self.field(key, value).into_iter().collect()
    }

    fn field(self, key: &str, value: &Value) -> Option<String> {
        let label = words::find(KEYS, key, self.language).unwrap_or(key);
        if let Some((old, new)) = old_and_new(value) {
            return Some(format!("{label}: {}", self.changed(key, old, new)));
        }
        Some(format!("{label}: {}", self.value(key, value)?))
    }

    /// A value of a key; none where it says nothing.
    fn value(self, key: &str, value: &Value) -> Option<String> {
        match value {
            Value::Null => None,
            Value::Bool(is) => Some(self.yes_or_no(*is).to_owned()),
            Value::Number(value) => Some(self.figure(key, value)),
            Value::String(text) if text.is_empty() => None,
            Value::String(text) => Some(self.text(key, text)),
            Value::Array(items) => joined(items.iter().filter_map(|item| self.value(key, item)), ", "),
            Value::Object(fields) => self.object(fields),
        }
    }

    /// What was and what is; one of both where nothing changed.
    fn changed(self, key: &str, old: &Value, new: &Value) -> String {
        let value = |value: &Value| self.value(key, value).unwrap_or_else(|| self.none_of(key).to_owned());
        if old == new { value(new) } else { format!("{} → {}", value(old), value(new)) }
    }

    /// The word for none of a key.
    fn none_of(self, key: &str) -> &'static str {
        match (key, self.language) {
            ("unit", Language::German) => "alle Einheiten",
            ("unit", Language::English) => "all units",
            _ => "–",
        }
    }

    fn object(self, fields: &Map<String, Value>) -> Option<String> {
        joined(fields.iter().filter_map(|(key, value)| self.field(key, value)), "; ")
    }

    fn yes_or_no(self, is: bool) -> &'static str {
        match (self.language, is) {
            (Language::German, true) => "ja",
            (Language::German, false) => "nein",
            (Language::English, true) => "yes",
            (Language::English, false) => "no",
        }
    }

    fn figure(self, key: &str, value: &serde_json::Number) -> String {
        match (key, value.as_i64(), value.as_f64()) {
            ("expires_at" | "recorded_at", Some(micros), _) => moment(micros, self.language),
            // Not „2.026“.
            ("year", Some(year), _) => year.to_string(),
            (_, Some(_), Some(whole)) => number(whole, 0, self.language),
            (_, _, Some(other)) => number(other, 2, self.language),
            _ => value.to_string(),
        }
    }

    fn text(self, key: &str, text: &str) -> String {
        if key == "hash" {
            return format!("{}…", text.chars().take(SHORT).collect::<String>());
        }
        if let Some(word) = words::value(key, text, self.language) {
            return word.to_owned();
        }
        text.parse::<NaiveDate>().map_or_else(|_| text.to_owned(), |day| date(day, self.language))
    }
}

fn joined(parts: impl Iterator<Item = String>, between: &str) -> Option<String> {
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| parts.join(between))
}

/// What was and what is, where a value tells both.
fn old_and_new(value: &Value) -> Option<(&Value, &Value)> {
    let fields = value.as_object().filter(|fields| fields.len() == 2)?;
    Some((fields.get("old")?, fields.get("new")?))
}

/// The items as changes of a plan, if all of them are such.
fn changes(items: &[Value]) -> Option<Vec<Change>> {
    let read = |item: &Value| serde_json::from_value(item.clone()).ok();
    items.iter().map(read).collect::<Option<Vec<Change>>>().filter(|changes| !changes.is_empty())
}
