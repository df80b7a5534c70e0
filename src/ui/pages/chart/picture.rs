//! The inside of a unit's group in the page: the marks of the core as SVG text, with what makes them tree items.
//!
//! Text and not views: a chart of thousands of posts is drawn by the browser's own parser, unit by unit. Every word goes
//! through the same escaping as the export.

use super::walk::Item;
use crate::diagram::chart::changes::ChangeMark;
use crate::diagram::chart::{
    ChartBox, Detail, PostFacts, TaskFacts, Tile, UnitFacts, far_marks, fold_sign, task_marks, tile_marks,
    unit_marks, words,
};
use crate::diagram::coordinate;
use crate::diagram::scene::Mark;
use crate::diagram::{escaped, marks_to_svg};
use crate::format::Language;
use crate::plan::{PostId, Provenance};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::fmt::Write;

/// What the page knows beside the facts.
pub struct Marking<'a> {
    /// Chosen posts, tasks and units.
    pub selected: &'a BTreeSet<Item>,
    /// How much is drawn.
    pub detail: Detail,
    /// Class and value of the unit where the chart is coloured by a measure.
    pub shade: Option<(u8, String)>,
    /// Whether the unit is folded.
    pub is_closed: bool,
    /// Whether tasks are shown: they are items of the tree then.
    pub tasks: bool,
    /// Language of the texts.
    pub language: Language,
}

/// A tree item's place among its siblings: the posts, the tasks where they are shown, and the units of one unit are one set.
struct Place {
    level: usize,
    position: usize,
    siblings: usize,
}

impl Place {
    /// The place of a unit itself.
    const fn of(unit: &UnitFacts, marking: &Marking<'_>) -> Self {
        let beside = if marking.tasks { unit.tasks_beside } else { 0 };
        Self { level: unit.level, position: unit.position + beside, siblings: unit.siblings + beside }
    }

    /// A place below a unit, counted from 0.
    const fn below(unit: &UnitFacts, index: usize, marking: &Marking<'_>) -> Self {
        let tasks = if marking.tasks { unit.tasks.len() } else { 0 };
        let siblings = unit.posts.len() + tasks + unit.children.len();
        Self { level: unit.level + 1, position: index + 1, siblings }
    }
}

// Writing to a `String` cannot fail, hence the ignored results.
/// The card of a unit, its posts and tasks.
#[must_use]
pub fn unit(place: &ChartBox, unit: &UnitFacts, marking: &Marking<'_>) -> String {
    let mut out = String::with_capacity(2_000 + 700 * place.card.tiles.len());
    let far = marking.detail == Detail::Far;
    let item = Item::Unit(unit.id.clone());
    let at = Place::of(unit, marking);
    let mut said = unit_words(unit, marking.language);
    if let Some((_, words)) = &marking.shade {
        let _ = write!(said, ", {words}");
    }
    said.extend(unit.mark.iter().flat_map(|mark| [", ".to_owned(), words::changed(mark)]));
    open(&mut out, "unit-card", &item, &at, &said, marking);
    marked(&mut out, unit.mark.as_ref());
    let has_below = !unit.posts.is_empty() || !unit.children.is_empty();
    if has_below {
        let _ = write!(out, " aria-expanded=\"{}\"", !marking.is_closed);
    }
    out.push('>');
    let marks = if far { far_marks(place, unit) } else { unit_marks(place, unit) };
    // The outline, the pattern on it, then everything that is read.
    let (outline, inner) = marks.split_at(marks.len().min(1));
    seen(&mut out, outline);
    if let Some((class, words)) = &marking.shade {
        shade(&mut out, place, *class, words);
    }
    seen(&mut out, inner);
    if has_below && !far {
        fold(&mut out, place, marking.is_closed);
    }
    out.push_str("</g>");
    if !far {
        for tile in &place.card.tiles {
            post(&mut out, tile, unit, marking);
        }
        for row in &place.card.tasks {
            let index = unit.tasks.iter().position(|task| task.id == row.task).unwrap_or(0);
            let Some(facts) = unit.tasks.get(index) else { continue };
            let at = Place::below(unit, unit.posts.len() + index, marking);
            let item = Item::Task(row.task.clone());
            let said = task_words(facts, unit.counted, marking.language);
            open(&mut out, "task", &item, &at, &said, marking);
            let _ = write!(out, " data-task=\"{}\"", escaped(&row.task.to_string()));
            flag(&mut out, "data-moved", facts.moved_from.is_some());
            marked(&mut out, facts.mark.as_ref());
            out.push('>');
            title(&mut out, &said);
            seen(&mut out, &task_marks(row, facts));
            out.push_str("</g>");
        }
    }
    out
}

fn post(out: &mut String, tile: &Tile, unit: &UnitFacts, marking: &Marking<'_>) {
    let list = if tile.is_share { &unit.shares } else { &unit.posts };
    let Some(index) = list.iter().position(|post| post.id == tile.post) else { return };
    let facts = &list[index];
    let said = format!("{}: {}", facts.id, words::post(facts, marking.language));
    if tile.is_share {
        // The post itself is the tree item, in the unit in which it is drawn.
        let _ = write!(out, "<g class=\"tile share\" data-state=\"{}\" aria-hidden=\"true\"", facts.state());
        let _ = write!(out, " data-share=\"{}\"", escaped(&tile.post.to_string()));
    } else {
        let at = Place::below(unit, index, marking);
        open(out, "tile", &Item::Post(tile.post.clone()), &at, &said, marking);
        post_attributes(out, &tile.post, facts);
    }
    out.push('>');
    title(out, &said);
    seen(out, &tile_marks(tile, facts, marking.language));
    out.push_str("</g>");
}

fn post_attributes(out: &mut String, id: &PostId, facts: &PostFacts) {
    let _ = write!(out, " data-post=\"{}\" data-state=\"{}\"", escaped(id.as_str()), facts.state());
    flag(out, "data-assumed", facts.provenance == Provenance::Assumption);
    flag(out, "data-moved", facts.moved_from.is_some());
    marked(out, facts.mark.as_ref());
}

/// How the item differs from the baseline: its outline.
fn marked(out: &mut String, mark: Option<&ChangeMark>) {
    if let Some(mark) = mark {
        let _ = write!(out, " data-mark=\"{}\"", mark.kind);
    }
}

/// Opens the group of a tree item; the caller adds its own attributes and closes the tag.
fn open(out: &mut String, class: &str, item: &Item, at: &Place, label: &str, marking: &Marking<'_>) {
    let _ = write!(
        out,
        "<g class=\"{class}\" id=\"{}\" role=\"treeitem\" tabindex=\"-1\" aria-level=\"{}\" aria-posinset=\"{}\" aria-setsize=\"{}\" aria-selected=\"{}\" aria-label=\"{}\"",
        escaped(&item.element_id()),
        at.level,
        at.position,
        at.siblings,
        marking.selected.contains(item),
        escaped(label),
    );
}

fn flag(out: &mut String, name: &str, is_set: bool) {
    if is_set {
        let _ = write!(out, " {name}=\"true\"");
    }
}

fn title(out: &mut String, words: &str) {
    let _ = write!(out, "<title>{}</title>", escaped(words));
}

/// The pattern of a class over the card, with the value as its tooltip.
fn shade(out: &mut String, place: &ChartBox, class: u8, words: &str) {
    let fill = if class > 1 { format!("url(#muster-{class})") } else { "none".to_owned() };
    let [width, height] = [place.area.width, place.area.height].map(coordinate);
    let _ = write!(out, "<rect class=\"shade\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>");
    title(out, words);
}

/// What is for the eyes: the label says the same, in sentences.
fn seen(out: &mut String, marks: &[Mark]) {
    out.push_str("<g aria-hidden=\"true\">");
    out.push_str(&marks_to_svg(marks));
    out.push_str("</g>");
}

/// The sign that folds and unfolds a unit by mouse and finger; keys use the card itself.
fn fold(out: &mut String, place: &ChartBox, is_closed: bool) {
    let sign = fold_sign(place.area.width);
    let (middle, height) = (sign.middle(), sign.y + sign.height / 2.0);
    let [x, y] = [middle, height].map(coordinate);
    let upright = if is_closed { format!("M{x} {}v8", coordinate(height - 4.0)) } else { String::new() };
    let _ = write!(
        out,
        "<g class=\"fold\" data-fold=\"{}\"><rect x=\"{}\" y=\"{}\" width=\"24\" height=\"24\" class=\"fold-room\"/><circle cx=\"{x}\" cy=\"{y}\" r=\"{}\"/><path d=\"M{} {y}h8{upright}\"/></g>",
        escaped(&place.unit.to_string()),
        coordinate(middle - 12.0),
        coordinate(height - 12.0),
        coordinate(sign.width / 2.0),
        coordinate(middle - 4.0),
    );
}

/// Everything about a unit in one sentence, for screen readers.
fn unit_words(unit: &UnitFacts, language: Language) -> String {
    let mut parts = vec![unit.name.clone(), words::provenance(unit.provenance, language).to_owned()];
    parts.push(words::sums(unit.now.total, language));
    let load = if language == Language::German { "Auslastung" } else { "load" };
    parts.push(format!("{load} {}", words::load(unit.now, language)));
    if unit.open_cases > 0 {
        let assumed = words::provenance(Provenance::Assumption, language);
        parts.push(format!("{} ({assumed})", words::open_cases(unit.open_cases, unit.counted, language)));
    }
    parts.extend(words::difference(unit, language));
    parts.join(", ")
}

fn task_words(task: &TaskFacts, counted: Option<NaiveDate>, language: Language) -> String {
    let mut parts = vec![task.name.clone(), words::open_cases(task.open_cases, counted, language)];
    if let Some(from) = &task.moved_from {
        let words = if language == Language::German { "verschoben aus" } else { "moved from" };
        parts.push(format!("{words} {from}"));
    }
    parts.extend(task.mark.as_ref().map(words::changed));
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::chart::{ChartLayout, Facts, View};
    use crate::plan::builtin;
    use std::collections::BTreeMap;

    /// Level, place and size of the set of each tree item, by the identifier of its element.
    fn places(facts: &Facts, tasks: bool) -> BTreeMap<String, [usize; 3]> {
        let layout = ChartLayout::of(facts, &View { tasks, ..View::new(Language::German) });
        let selected = BTreeSet::new();
        let (detail, language) = (Detail::Full, Language::German);
        let marking = Marking { selected: &selected, detail, shade: None, is_closed: false, tasks, language };
        let drawn = facts.units.values().map(|facts| unit(layout.unit(&facts.id).unwrap(), facts, &marking));
        let text: String = drawn.collect();
        let attribute = |item: &str, name: &str| {
            let value = item.split(&format!("{name}=\"")).nth(1).unwrap();
            value.split('"').next().unwrap().to_owned()
        };
        text.split("<g ")
            .filter(|item| item.contains("role=\"treeitem\""))
            .map(|item| {
                let number = |name: &str| attribute(item, name).parse().unwrap();
                let place = ["aria-level", "aria-posinset", "aria-setsize"].map(number);
                (attribute(item, " id"), place)
            })
            .collect()
    }

    #[test]
    fn posts_tasks_and_units_of_a_unit_are_one_set() {
        let plan = builtin().unwrap();
        let day = plan.on(plan.as_of, &[]);
        let facts = Facts::of(&day, &day, plan.as_of);
        for tasks in [false, true] {
            let places = places(&facts, tasks);
            for unit in facts.units.values() {
                let posts = unit.posts.iter().map(|post| Item::Post(post.id.clone()));
                let shown = unit.tasks.iter().filter(|_| tasks).map(|task| Item::Task(task.id.clone()));
                let units = unit.children.iter().map(|child| Item::Unit(child.clone()));
                let below: Vec<Item> = posts.chain(shown).chain(units).collect();
                for (index, item) in below.iter().enumerate() {
                    let expected = [unit.level + 1, index + 1, below.len()];
                    assert_eq!(places[&item.element_id()], expected, "{item:?}");
                }
            }
        }
    }
}
