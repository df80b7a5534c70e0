//! The chart as a scene: boxes with name, figures and tiles, lines, legend and title block.

use super::layout::{ChartBox, ChartLayout, LINE_HEIGHT, NAME_SIZE};
use super::text;
use crate::diagram::scene::{Anchor, Area, Mark, Scene};
use crate::format::{self, Language};
use crate::plan::{Fte, Occupancy, Plan, Post, Provenance};
use chrono::NaiveDate;

/// What stands in the title block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caption {
    /// Day that is shown.
    pub date: NaiveDate,
    /// Name of the scenario.
    pub scenario: String,
    /// Language of the texts.
    pub language: Language,
}

/// Rules for the exported picture: dark ink on white, legible in grey.
pub const STYLE_SHEET: &str = "text{font-family:'Fira Sans','DejaVu Sans',Arial,sans-serif;fill:#171a1c}\
.name{font-size:12px;font-weight:600}.figures,.note{font-size:10.5px}.tile-text{font-size:9px}\
.box{fill:#fff;stroke:#4b5563;stroke-width:1.2}.box.assumption{stroke-dasharray:6 3}\
.edge{fill:none;stroke:#4b5563;stroke-width:1.2}\
.tile{fill:#cfdbe8;stroke:#2f4156}.tile.vacant{fill:#fff}.tile.recruiting{fill:#fff;stroke-dasharray:4 2}\
.tile.task-force{stroke-width:2.4}.hatch{stroke:#2f4156;stroke-width:.8}.kw{fill:#171a1c}.rule{stroke:#4b5563}";

const PADDING: f64 = 8.0;
const FOOT: f64 = 86.0;
const LEAST_WIDTH: f64 = 560.0;

struct Words {
    posts: &'static str,
    filled: &'static str,
    fte: &'static str,
    as_of: &'static str,
    scenario: &'static str,
    vacant: &'static str,
    recruiting: &'static str,
    kw: &'static str,
    task_force: &'static str,
    assumption: &'static str,
    chart: &'static str,
}

const fn words(language: Language) -> Words {
    match language {
        Language::German => Words {
            posts: "Plan",
            filled: "besetzt",
            fte: "VZÄ",
            as_of: "Stand",
            scenario: "Szenario",
            vacant: "vakant",
            recruiting: "im Besetzungsverfahren",
            kw: "kw mit Datum",
            task_force: "Task Force",
            assumption: "gestrichelter Kasten: Annahme",
            chart: "Organigramm",
        },
        Language::English => Words {
            posts: "planned",
            filled: "filled",
            fte: "FTE",
            as_of: "As of",
            scenario: "Scenario",
            vacant: "vacant",
            recruiting: "being filled",
            kw: "kw (to be dropped) with date",
            task_force: "task force",
            assumption: "dashed box: assumption",
            chart: "Organisation chart",
        },
    }
}

impl ChartLayout {
    /// The picture of a plan as it lies here; `plan` must be the one that was laid out.
    #[must_use]
    pub fn scene(&self, plan: &Plan, caption: &Caption) -> Scene {
        let words = words(caption.language);
        let width = self.width.max(LEAST_WIDTH);
        let height = self.height + FOOT;
        let mut marks: Vec<Mark> = self
            .edges
            .iter()
            .map(|edge| Mark::Path {
                class: if edge.staff { "edge staff" } else { "edge" }.to_owned(),
                points: edge.points.clone(),
                closed: false,
            })
            .collect();
        marks.extend(self.boxes.iter().map(|place| unit(place, plan, caption, &words)));
        marks.push(legend(height, &words));
        marks.push(title_block(plan, caption, &words, (width, height)));
        let date = format::date(caption.date, caption.language);
        Scene {
            width,
            height,
            title: format!("{} {}", words.chart, plan.name),
            description: format!("{} {date}, {} {}", words.as_of, words.scenario, caption.scenario),
            marks,
        }
    }
}

fn unit(place: &ChartBox, plan: &Plan, caption: &Caption, words: &Words) -> Mark {
    let unit = plan.unit(&place.unit);
    let assumed = unit.is_none_or(|unit| unit.provenance == Provenance::Assumption);
    let mut marks = vec![Mark::Rect {
        class: if assumed { "box assumption" } else { "box" }.to_owned(),
        area: place.area,
        radius: if place.staff { 16.0 } else { 0.0 },
    }];
    let mut y = place.area.y + PADDING - 3.0;
    for line in &place.name {
        y += LINE_HEIGHT;
        marks.push(label("name", (place.area.x + PADDING, y), line.clone()));
    }
    let posts = || place.tiles.iter().filter_map(|tile| plan.post(&tile.post));
    let sum =
        |posts: &mut dyn Iterator<Item = &Post>| -> Fte { posts.map(|post| post.fte_in(&place.unit)).sum() };
    let filled = |post: &&Post| matches!(post.occupancy(caption.date), Occupancy::Filled { .. });
    let number = |fte: Fte| format::number(fte.as_f64(), 1, caption.language);
    let figures = format!(
        "{} {} · {} {} {}",
        words.posts,
        number(sum(&mut posts())),
        words.filled,
        number(sum(&mut posts().filter(filled))),
        words.fte
    );
    marks.push(label("figures", (place.area.x + PADDING, y + LINE_HEIGHT), figures));
    for tile in &place.tiles {
        if let Some(post) = plan.post(&tile.post) {
            marks.push(post_tile(post, tile.area, caption, words));
        }
    }
    Mark::Group {
        class: "unit".to_owned(),
        title: unit.map(|unit| unit.name.clone()).unwrap_or_default(),
        marks,
    }
}

fn post_tile(post: &Post, area: Area, caption: &Caption, words: &Words) -> Mark {
    let (state, word) = match post.occupancy(caption.date) {
        Occupancy::Filled { .. } => ("filled", words.filled),
        Occupancy::Recruiting { .. } => ("recruiting", words.recruiting),
        Occupancy::Vacant | Occupancy::Ended { .. } => ("vacant", words.vacant),
    };
    let mut class = format!("tile {state}");
    if post.task_force {
        class.push_str(" task-force");
    }
    let mut marks = vec![Mark::Rect { class, area, radius: 2.0 }];
    if state == "vacant" {
        marks.extend(hatch(area));
    }
    let id = text::wrap(post.id.as_str(), 9.0, area.width - 4.0, 1).concat();
    marks.push(Mark::Text {
        class: "tile-text".to_owned(),
        at: (area.middle(), area.y + 11.0),
        anchor: Anchor::Middle,
        text: id,
    });
    let mut title = format!("{}, {}, {word}", post.id, post.title);
    if let Some(kw) = post.kw {
        let date = format::date(kw, caption.language);
        title.push_str(&format!(", kw {date}"));
        marks.push(corner(area));
        let short = if area.width >= 40.0 { format::month(kw, caption.language) } else { "kw".to_owned() };
        marks.push(Mark::Text {
            class: "tile-text".to_owned(),
            at: (area.middle(), area.bottom() - 4.0),
            anchor: Anchor::Middle,
            text: short,
        });
    }
    Mark::Group { class: "post".to_owned(), title, marks }
}

/// The corner tag of a post that ends.
fn corner(area: Area) -> Mark {
    let (right, top) = (area.right(), area.y);
    Mark::Path {
        class: "kw".to_owned(),
        points: vec![(right - 8.0, top), (right, top), (right, top + 8.0)],
        closed: true,
    }
}

/// Slanted lines across an area.
fn hatch(area: Area) -> Vec<Mark> {
    let steps = ((area.width + area.height) / 6.0) as u32;
    (1..=steps)
        .map(|step| {
            let along = f64::from(step) * 6.0;
            let from = (area.x + (along - area.height).max(0.0), area.y + along.min(area.height));
            let to = (area.x + along.min(area.width), area.y + (along - area.width).max(0.0));
            Mark::Line { class: "hatch".to_owned(), from, to }
        })
        .collect()
}

fn legend(height: f64, words: &Words) -> Mark {
    let top = height - FOOT + 16.0;
    let kinds = [("filled", words.filled), ("recruiting", words.recruiting), ("vacant", words.vacant)];
    let mut marks = Vec::new();
    for (index, (state, word)) in kinds.into_iter().enumerate() {
        let area = Area { x: 24.0, y: top + index as f64 * 18.0, width: 22.0, height: 13.0 };
        marks.push(Mark::Rect { class: format!("tile {state}"), area, radius: 2.0 });
        if state == "vacant" {
            marks.extend(hatch(area));
        }
        marks.push(label("note", (54.0, area.bottom() - 3.0), word.to_owned()));
    }
    let area = Area { x: 204.0, y: top, width: 22.0, height: 13.0 };
    marks.push(Mark::Rect { class: "tile filled".to_owned(), area, radius: 2.0 });
    marks.push(corner(area));
    marks.push(label("note", (234.0, area.bottom() - 3.0), words.kw.to_owned()));
    let area = area.moved(0.0, 18.0);
    marks.push(Mark::Rect { class: "tile filled task-force".to_owned(), area, radius: 2.0 });
    marks.push(label("note", (234.0, area.bottom() - 3.0), words.task_force.to_owned()));
    marks.push(label("note", (204.0, area.bottom() + 15.0), words.assumption.to_owned()));
    Mark::Group { class: "legend".to_owned(), title: String::new(), marks }
}

fn title_block(plan: &Plan, caption: &Caption, words: &Words, (width, height): (f64, f64)) -> Mark {
    let (right, top) = (width - 24.0, height - FOOT + 14.0);
    let room = (width / 2.0 - 48.0).max(120.0);
    let date = format::date(caption.date, caption.language);
    let lines = [
        ("name", text::wrap(&plan.name, NAME_SIZE, room, 1).concat()),
        ("note", format!("{} {date}", words.as_of)),
        ("note", text::wrap(&format!("{} {}", words.scenario, caption.scenario), 10.5, room, 1).concat()),
    ];
    let mut marks =
        vec![Mark::Line { class: "rule".to_owned(), from: (right - room, top), to: (right, top) }];
    for (index, (class, text)) in lines.into_iter().enumerate() {
        let at = (right, top + 16.0 + index as f64 * LINE_HEIGHT);
        marks.push(Mark::Text { class: class.to_owned(), at, anchor: Anchor::End, text });
    }
    Mark::Group { class: "title-block".to_owned(), title: String::new(), marks }
}

fn label(class: &str, at: (f64, f64), text: String) -> Mark {
    Mark::Text { class: class.to_owned(), at, anchor: Anchor::Start, text }
}
