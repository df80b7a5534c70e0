//! Hears every statement that the driver gives to the database, and reads those that stand in the sources.

use super::When;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::{Event, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// What was heard, each statement in one line.
static HEARD: Mutex<BTreeSet<(When, String)>> = Mutex::new(BTreeSet::new());
static NOW: Mutex<When> = Mutex::new(When::Asked);

struct Recorder;

/// The fields of a statement; the whole of it stands in the second one where the first is shortened.
#[derive(Default)]
struct Said {
    summary: String,
    whole: String,
}

impl Visit for Said {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => self.summary = one_line(value),
            "db.statement" => self.whole = one_line(value),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

impl<S: Subscriber> Layer<S> for Recorder {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut said = Said::default();
        event.record(&mut said);
        let statement = if said.whole.is_empty() { said.summary } else { said.whole };
        let when = *NOW.lock().unwrap_or_else(PoisonError::into_inner);
        HEARD.lock().unwrap_or_else(PoisonError::into_inner).insert((when, statement));
    }
}

/// Begins to listen to the whole process: the driver works in threads of its own.
pub fn listen() {
    let only = Targets::new().with_target("sqlx::query", LevelFilter::DEBUG);
    let listening = tracing_subscriber::registry().with(Recorder.with_filter(only));
    tracing::subscriber::set_global_default(listening).unwrap();
}

/// Says what is done from now on.
pub fn now(when: When) {
    *NOW.lock().unwrap() = when;
}

/// Everything that was heard so far.
pub fn heard() -> BTreeSet<(When, String)> {
    HEARD.lock().unwrap().clone()
}

/// How statements begin that read or write rows.
pub const BEGINS: [&str; 5] = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH "];

/// White space as single blanks.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The texts of a source that are statements, as far as they are written down in one piece.
pub fn statements(source: &str) -> Vec<String> {
    let code: Vec<&str> = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    // Characters in quotes would end a text that they do not belong to; no statement holds an escaped quote.
    let texts = code.split('"').skip(1).step_by(2).map(one_line);
    texts.filter(|text| BEGINS.iter().any(|word| text.starts_with(word)) && text.len() > 10).collect()
}

#[test]
fn statements_are_found_in_sources() {
    let source =
        "// \"SELECT no\"\nlet a = \"SELECT one\n   FROM two\";\nlet b = (\"x\", \"DELETE FROM three\");";
    assert_eq!(statements(source), ["SELECT one FROM two", "DELETE FROM three"]);
}
