//! The chart on paper: cards, posts and lines as one scene with legend and title block.

mod arrangement;
mod colours;
mod legend;

pub use arrangement::OnPaper;

use super::changes::ChangeMark;
use super::draw::{task_marks, tile_marks, unit_marks};
use super::facts::{Facts, UnitFacts};
use super::layout::{ChartBox, ChartLayout};
use super::share_lines::{ShareLine, share_lines};
use super::view::{Look, View};
use super::{text, words};
use crate::diagram::scene::{Anchor, Area, Mark, Scene};
use crate::format::{self, Language};
use crate::plan::Digest;
use chrono::NaiveDate;
use legend::Legend;

/// What stands in the title block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caption {
    /// Day that is shown.
    pub date: NaiveDate,
    /// Name of the scenario.
    pub scenario: String,
    /// Fingerprint of plan and changes: whoever sees the same one sees the same state.
    pub digest: Digest,
    /// Language of the texts.
    pub language: Language,
}

/// Rules for the exported picture: dark ink on white, legible in grey.
pub const STYLE_SHEET: &str = "text{font-family:'Fira Sans','DejaVu Sans',Arial,sans-serif;fill:#171a1c}\
.name{font-size:12.5px;font-weight:600}.figures,.load,.change,.hidden{font-size:10.8px}.change{font-weight:600}\
.note{font-size:10.5px}.title{font-size:13px;font-weight:600}.tile-id{font-size:10.5px;font-weight:600}.tile-id.small{font-size:8px}\
.tile-tag-text{font-size:8px}.task-name{font-size:10.8px}\
.box{fill:#fff;stroke:#4b5563;stroke-width:1}.box.department{stroke-width:2}.box.team{fill:#f3f4f6}\
.box.changed{stroke-width:3.5}.change-bar{fill:#171a1c}\
.shade-1 .box{fill:#f6f8fb}.shade-2 .box{fill:#e6ecf4}.shade-3 .box{fill:#d3deec}.shade-4 .box{fill:#bfcfe4}\
.shade-5 .box{fill:#a7bcd9}.shade-line{stroke:#171a1c;stroke-width:1;stroke-opacity:.16}\
.shade-dots{stroke:#171a1c;stroke-width:1.4;stroke-opacity:.3;stroke-dasharray:1.4 8.6}\
.edge{fill:none;stroke:#4b5563;stroke-width:1}.rule{stroke:#4b5563}\
.from-document{fill:#171a1c}.from-assumption{fill:none;stroke:#171a1c;stroke-width:1}\
.tile-body{fill:#cfdbe8;stroke:#2f4156}.tile-body.share{stroke-dasharray:3 2}\
.vacant .tile-body,.recruiting .tile-body{fill:#fff}.recruiting .tile-body{stroke-dasharray:4 2.5}\
.ended .tile-body{fill:none;stroke:#6b7280;stroke-dasharray:1.5 2.5}\
.tile-hatch{fill:none;stroke:#2f4156;stroke-width:.7}.tile-force,.tile-document,.tile-trained{fill:#171a1c}\
.tile-training{fill:#fff;stroke:#4b5563;stroke-width:.5}.tile-tag{fill:#fff;stroke:#4b5563;stroke-width:.8}\
.task-body{fill:#fff;stroke:#4b5563;stroke-width:.8}\
.edge.secondary{stroke-dasharray:6 3;stroke-width:1.2}\
.marked .tile-body,.marked .task-body,.marked .box{stroke:#171a1c;stroke-width:2.5}\
.added .tile-body,.added .task-body,.added .box{stroke-width:3.5}\
.removed .tile-body,.removed .task-body,.removed .box{fill:none;stroke-dasharray:2 3}\
.parked .tile-body,.parked .task-body,.parked .box{stroke-dasharray:1 3}\
.moved .tile-body,.moved .task-body,.moved .box{stroke-width:3;stroke-dasharray:7 2}\
.reordered .tile-body,.reordered .task-body,.reordered .box{stroke-width:1.5;stroke-dasharray:4 2}\
.removed .tile-id{text-decoration:line-through}\
.mark-badge{fill:#171a1c}.mark-word{fill:#fff;font-size:8px;font-weight:600}\
.map{fill:none;stroke:#4b5563;stroke-width:.6}.map.here{fill:#4b5563}.cut{stroke:#4b5563;stroke-width:.6}\
.meter-track{fill:#e5e7eb}.meter-bar{fill:#4b5563}.meter-full{stroke:#171a1c;stroke-width:1.5}";

/// Height of title block and legend, without the lines of the legend that only some charts need.
const FOOT: f64 = 86.0;
const LEAST_WIDTH: f64 = 560.0;
const TITLE_SIZE: f64 = 13.0;
const NOTE_LINE: f64 = 15.0;

struct Words {
    filled: &'static str,
    as_of: &'static str,
    scenario: &'static str,
    digest: &'static str,
    vacant: &'static str,
    recruiting: &'static str,
    kw: &'static str,
    task_force: &'static str,
    training: &'static str,
    provenance: &'static str,
    load: &'static str,
    share_line: &'static str,
    share: &'static str,
    before: &'static str,
    changes: &'static str,
    counted: &'static str,
    chart: &'static str,
}

const fn sayings(language: Language) -> Words {
    match language {
        Language::German => Words {
            filled: "besetzt",
            as_of: "Stand",
            scenario: "Szenario",
            digest: "Prüfsumme",
            vacant: "vakant",
            recruiting: "im Besetzungsverfahren",
            kw: "kw (künftig wegfallend) mit Monat",
            task_force: "Task Force",
            training: "Stand der Einarbeitung",
            provenance: "Quadrat: im Quelldokument genannt, Raute: Annahme",
            load: "Balken: Auslastung, Strich bei 100 %; berechnet aus Annahmen",
            share_line: "Nebenlinie: Stellenanteil in einer anderen Einheit",
            share: "Anteil der Stelle",
            before: "ohne die Änderungen",
            changes: "Änderungen markiert",
            counted: "Stellen sind gezählt und nicht einzeln gezeichnet",
            chart: "Organigramm",
        },
        Language::English => Words {
            filled: "filled",
            as_of: "As of",
            scenario: "Scenario",
            digest: "checksum",
            vacant: "vacant",
            recruiting: "being filled",
            kw: "kw (to be dropped) with month",
            task_force: "task force",
            training: "state of onboarding",
            provenance: "square: stated by the source document, diamond: assumption",
            load: "bar: load, line at 100 %; computed from assumptions",
            share_line: "secondary line: part of a post in another unit",
            share: "part of post",
            before: "without the changes",
            changes: "changes marked",
            counted: "posts are counted and not drawn one by one",
            chart: "Organisation chart",
        },
    }
}

impl Words {
    /// What is said where the chart does not simply show the day with the changes.
    const fn look(&self, look: Look) -> Option<&'static str> {
        match look {
            Look::After => None,
            Look::Before => Some(self.before),
            Look::Changes => Some(self.changes),
        }
    }
}

impl ChartLayout {
    /// The picture of a day as it lies here; `facts` must be those that were laid out, and those of the view's look. What is
    /// marked in them is marked on paper.
    #[must_use]
    pub fn scene(&self, facts: &Facts, view: &View, caption: &Caption) -> Scene {
        let sayings = sayings(caption.language);
        let lines = if view.share_lines { share_lines(facts, self) } else { Vec::new() };
        let width = self.width.max(LEAST_WIDTH);
        let legend = Legend::of((view, !lines.is_empty()), &facts.marked(), caption.language, width);
        let height = self.height + FOOT + legend.height();
        let mut marks: Vec<Mark> = self
            .edges
            .iter()
            .map(|edge| Mark::Path {
                class: if edge.staff { "edge staff" } else { "edge" }.to_owned(),
                points: edge.points.clone(),
                closed: false,
            })
            .collect();
        marks.extend(lines.into_iter().map(|line| secondary(line, &sayings)));
        let drawn = self.boxes.iter().filter_map(|place| Some((place, facts.units.get(&place.unit)?)));
        marks.extend(drawn.map(|(place, facts)| unit(place, facts, view)));
        marks.push(legend.mark(self.height, &sayings));
        let look = sayings.look(view.look);
        marks.push(title_block(&facts.plan.name, caption, (&sayings, look), (width, self.height)));
        let date = format::date(caption.date, caption.language);
        let look = look.map(|look| format!(", {look}")).unwrap_or_default();
        let coloured = view.colours.as_ref().map(|colours| colours.title(caption.language));
        let look = coloured.map_or_else(|| look.clone(), |coloured| format!("{look}, {coloured}"));
        let shown = words::extent(facts.plan.posts.len(), facts.plan.units.len(), caption.language);
        Scene {
            width,
            height,
            title: format!("{} {}", sayings.chart, facts.plan.name),
            description: format!(
                "{} {date}{look}, {shown}, {} {}, {} {}",
                sayings.as_of,
                sayings.scenario,
                caption.scenario,
                sayings.digest,
                caption.digest.short()
            ),
            marks,
        }
    }
}

/// Width and height of the scene of a chart that is so wide and high. Where posts have parts elsewhere, a line to them is taken for
/// granted.
fn extent((width, height): (f64, f64), facts: &Facts, view: &View) -> (f64, f64) {
    let width = width.max(LEAST_WIDTH);
    let lines = view.share_lines && facts.has_shares();
    let legend = Legend::of((view, lines), &facts.marked(), view.language, width);
    (width, height + FOOT + legend.height())
}

/// A line to a part of a post, with the post as its title.
fn secondary(line: ShareLine, sayings: &Words) -> Mark {
    let path = Mark::Path { class: "edge secondary".to_owned(), points: line.points, closed: false };
    Mark::Group {
        class: "share-line".to_owned(),
        title: format!("{} {}", sayings.share, line.post),
        marks: vec![path],
    }
}

/// The class of something, and how it differs from the baseline: the word on its border says the same.
fn classed(class: &str, mark: Option<&ChangeMark>) -> String {
    mark.map_or_else(|| class.to_owned(), |mark| format!("{class} marked {}", mark.kind))
}

fn unit(place: &ChartBox, unit: &UnitFacts, view: &View) -> Mark {
    let language = view.language;
    let shade = view.colours.as_ref().and_then(|colours| colours.shade(&unit.id));
    let mut card = unit_marks(place, unit);
    let mut class = classed("card", unit.mark.as_ref());
    let mut title = unit.name.clone();
    if let Some(shade) = shade {
        // On the outline, below everything that is read.
        let area = Area { x: 0.0, y: 0.0, ..place.area };
        card.splice(1..1, colours::pattern(shade.class, area, place.staff));
        class.push_str(&format!(" shade-{}", shade.class));
        title.push_str(&format!(", {}", shade.words));
    }
    let mut marks = vec![Mark::Group { class, title: String::new(), marks: card }];
    for tile in &place.card.tiles {
        let posts = if tile.is_share { &unit.shares } else { &unit.posts };
        if let Some(post) = posts.iter().find(|post| post.id == tile.post) {
            marks.push(Mark::Group {
                class: classed(&format!("post {}", post.state()), post.mark.as_ref()),
                title: format!("{}, {}", post.id, words::post(post, language)),
                marks: tile_marks(tile, post, language),
            });
        }
    }
    for row in &place.card.tasks {
        if let Some(task) = unit.tasks.iter().find(|task| task.id == row.task) {
            let class = classed("task", task.mark.as_ref());
            marks.push(Mark::Group { class, title: String::new(), marks: task_marks(row, task) });
        }
    }
    let marks = marks.into_iter().map(|mark| mark.moved(place.area.x, place.area.y)).collect();
    Mark::Group { class: "unit".to_owned(), title, marks }
}

fn title_block(
    name: &str,
    caption: &Caption,
    (sayings, look): (&Words, Option<&str>),
    (width, above): (f64, f64),
) -> Mark {
    let (right, top) = (width - 24.0, above + 10.0);
    let room = (width - 470.0).clamp(120.0, 420.0);
    let date = format::date(caption.date, caption.language);
    let look = look.map(|look| format!(" · {look}")).unwrap_or_default();
    let lines = [
        ("title", text::wrap(name, TITLE_SIZE, room, 1).concat()),
        ("note", format!("{} {date}{look}", sayings.as_of)),
        ("note", text::wrap(&format!("{} {}", sayings.scenario, caption.scenario), 10.5, room, 1).concat()),
        ("note", format!("{} {}", sayings.digest, caption.digest.short())),
    ];
    let mut marks =
        vec![Mark::Line { class: "rule".to_owned(), from: (right - room, top), to: (right, top) }];
    for (index, (class, text)) in lines.into_iter().enumerate() {
        let at = (right, top + 16.0 + index as f64 * NOTE_LINE);
        marks.push(Mark::Text { class: class.to_owned(), at, anchor: Anchor::End, text });
    }
    Mark::Group { class: "title-block".to_owned(), title: String::new(), marks }
}

fn note(at: (f64, f64), text: &str) -> Mark {
    Mark::Text { class: "note".to_owned(), at, anchor: Anchor::Start, text: text.to_owned() }
}

#[cfg(test)]
mod tests;
