//! The tables that can be put into a text.

use super::basis::{fte, highest_stated, is_within};
use super::{NamedTable, TableLine};
use crate::assessment::{Assessment, load_name};
use crate::format::{self, Language};
use crate::plan::{Fte, Organisation, Plan, Post, Provenance, Unit};
use crate::staffing_plan::{Draft, Entry, cells_in_words, more};

const GERMAN: Language = Language::German;

pub(super) fn tables(
    plan: &Plan,
    today: &Organisation,
    draft: &Draft,
    assessment: Option<&Assessment>,
) -> Vec<NamedTable> {
    let mut tables = vec![planned(today), changes(draft)];
    if plan.units.iter().any(|unit| unit.stated.is_some()) {
        tables.insert(0, stated(plan));
    }
    tables.extend(assessment.map(needed));
    tables
}

fn table(key: &str, caption: &str, words: usize, columns: &[&str]) -> NamedTable {
    NamedTable {
        key: format!("tabelle.{key}"),
        caption: caption.to_owned(),
        assumed: false,
        columns: columns.iter().map(|&heading| heading.to_owned()).collect(),
        words,
        rows: Vec::new(),
    }
}

fn line(cells: Vec<String>) -> TableLine {
    TableLine { sum: false, cells }
}

/// What the source states, with the parts of what it splits up.
fn stated(plan: &Plan) -> NamedTable {
    let mut table = table(
        "quelle",
        "Stellen nach Angabe der Quelle",
        2,
        &["Organisationseinheit", "Wortlaut der Quelle", "Stellen"],
    );
    let mut sum = Fte::ZERO;
    let row = |unit: &Unit, part: bool| {
        let stated = unit.stated.as_ref()?;
        let name = if part { format!("davon {}", unit.name) } else { unit.name.clone() };
        Some((stated.fte, line(vec![name, stated.words.clone(), fte(stated.fte)])))
    };
    for unit in highest_stated(plan) {
        let Some((posts, first)) = row(unit, false) else { continue };
        sum += posts;
        table.rows.push(first);
        let below =
            plan.units.iter().filter(|part| part.id != unit.id && is_within(plan, &part.id, &unit.id));
        table.rows.extend(below.filter_map(|part| row(part, true)).map(|(_, line)| line));
    }
    table.rows.push(TableLine { sum: true, cells: vec!["Zusammen".to_owned(), String::new(), fte(sum)] });
    table
}

/// What the plan has, unit by unit, with what of it is stated.
fn planned(today: &Organisation) -> NamedTable {
    let columns = ["Organisationseinheit", "Stellen im Plan", "davon aus der Quelle", "davon angenommen"];
    let mut table = table("plan", "Stellen im Plan", 1, &columns);
    let sums = |posts: &[&Post]| {
        let all: Fte = posts.iter().map(|post| post.fte()).sum();
        let stated = posts.iter().filter(|post| post.provenance == Provenance::Document);
        let stated: Fte = stated.map(|post| post.fte()).sum();
        [all, stated, all - stated].map(fte).to_vec()
    };
    for unit in &today.plan.units {
        let own: Vec<&Post> = today.plan.posts.iter().filter(|post| post.home() == Some(&unit.id)).collect();
        if !own.is_empty() {
            table.rows.push(line([vec![unit.name.clone()], sums(&own)].concat()));
        }
    }
    let all: Vec<&Post> = today.plan.posts.iter().collect();
    table.rows.push(TableLine { sum: true, cells: [vec!["Zusammen".to_owned()], sums(&all)].concat() });
    table.assumed = all.iter().any(|post| post.provenance == Provenance::Assumption);
    table
}

/// What the scenario changes in the budget year. Marks and rules share their columns with what they belong to: ten columns
/// would break words on an upright sheet.
fn changes(draft: &Draft) -> NamedTable {
    let caption = format!("Vorgeschlagene Änderungen im Stellenplan {}", draft.year);
    let columns = [
        "Nr.",
        "Stelle",
        "Änderung, Vermerke",
        "von",
        "nach",
        "Begründung, Rechtsgrundlage",
        "VZÄ",
        "Euro im Jahr",
    ];
    let mut table = table("aenderungen", &caption, 6, &columns);
    for entry in draft.entries.iter().filter(|entry| entry.by_scenario) {
        let euro = entry.more_cents.map(|cents| format::signed(cents as f64 / 100.0, 0, GERMAN));
        table.rows.push(line(vec![
            entry.number.to_string(),
            format!("{} {}", entry.post, entry.title),
            together(entry.words(GERMAN), entry.mark_words(GERMAN)),
            cells_in_words(&entry.from, GERMAN),
            cells_in_words(&entry.to, GERMAN),
            reason(entry),
            more(entry.more_fte(), GERMAN),
            euro.unwrap_or_else(|| "–".to_owned()),
        ]));
    }
    if table.rows.is_empty() {
        let mut cells = vec![String::new(); columns.len()];
        cells[1] = "Keine Änderungen".to_owned();
        table.rows.push(line(cells));
    }
    table
}

/// The reason with the rules to be looked at: „Aufgaben dauern fort (§ 96 Abs. 4 GemO, § 5 Abs. 1 GemHVO)“.
fn reason(entry: &Entry) -> String {
    let laws = entry.laws();
    match entry.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty()) {
        Some(reason) => together(reason.to_owned(), if laws == "–" { String::new() } else { laws }),
        None => laws,
    }
}

/// Words with others in brackets behind them, where there are any.
fn together(words: String, others: String) -> String {
    if others.is_empty() { words } else { format!("{words} ({others})") }
}

/// The need, unit by unit.
fn needed(assessment: &Assessment) -> NamedTable {
    let load = load_name(assessment.period, GERMAN);
    let columns = ["Organisationseinheit", "Bedarf in VZÄ", "Stellen", &load];
    let mut table = table("bedarf", "Rechnerischer Stellenbedarf", 1, &columns);
    table.assumed = true;
    let number = |value| format::number(value, 2, GERMAN);
    let figures = |name: &str, figures: &crate::assessment::Figures| {
        let load = figures.load.map_or_else(|| "–".to_owned(), |load| format::percent(load, 0, GERMAN));
        vec![name.to_owned(), number(figures.need), number(figures.posts.regular.as_f64()), load]
    };
    for unit in assessment.units.iter().filter(|unit| unit.own.need > 0.0) {
        table.rows.push(line(figures(&unit.name, &unit.own)));
    }
    table.rows.push(TableLine { sum: true, cells: figures("Zusammen", &assessment.total) });
    table
}
