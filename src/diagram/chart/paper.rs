//! The chart on paper: cards, posts and lines as one scene with legend and title block.

use super::draw::{hatch, task_marks, tile_marks, unit_marks};
use super::facts::{Facts, UnitFacts};
use super::layout::{ChartBox, ChartLayout};
use super::{text, words};
use crate::diagram::scene::{Anchor, Area, Mark, Scene};
use crate::format::{self, Language};
use crate::plan::Digest;
use chrono::NaiveDate;

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
.note{font-size:10.5px}.title{font-size:13px;font-weight:600}.tile-id{font-size:10.5px;font-weight:600}\
.tile-tag-text{font-size:8px}.task-name{font-size:10.8px}\
.box{fill:#fff;stroke:#4b5563;stroke-width:1}.box.department{stroke-width:2}.box.team{fill:#f3f4f6}\
.box.changed{stroke-width:3.5}.change-bar{fill:#171a1c}\
.edge{fill:none;stroke:#4b5563;stroke-width:1}.rule{stroke:#4b5563}\
.from-document{fill:#171a1c}.from-assumption{fill:none;stroke:#171a1c;stroke-width:1}\
.tile-body{fill:#cfdbe8;stroke:#2f4156}.tile-body.share{stroke-dasharray:3 2}\
.vacant .tile-body,.recruiting .tile-body{fill:#fff}.recruiting .tile-body{stroke-dasharray:4 2.5}\
.ended .tile-body{fill:none;stroke:#6b7280;stroke-dasharray:1.5 2.5}\
.tile-hatch{fill:none;stroke:#2f4156;stroke-width:.7}.tile-force,.tile-document,.tile-trained{fill:#171a1c}\
.tile-training{fill:#fff;stroke:#4b5563;stroke-width:.5}.tile-tag{fill:#fff;stroke:#4b5563;stroke-width:.8}\
.task-body{fill:#fff;stroke:#4b5563;stroke-width:.8}\
.map{fill:none;stroke:#4b5563;stroke-width:.6}.map.here{fill:#4b5563}.cut{stroke:#4b5563;stroke-width:.6}\
.meter-track{fill:#e5e7eb}.meter-bar{fill:#4b5563}.meter-full{stroke:#171a1c;stroke-width:1.5}";

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
            chart: "Organisation chart",
        },
    }
}

impl ChartLayout {
    /// The picture of a day as it lies here; `facts` must be those that were laid out.
    #[must_use]
    pub fn scene(&self, facts: &Facts, caption: &Caption) -> Scene {
        let sayings = sayings(caption.language);
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
        let drawn = self.boxes.iter().filter_map(|place| Some((place, facts.units.get(&place.unit)?)));
        marks.extend(drawn.map(|(place, facts)| unit(place, facts, caption.language)));
        marks.push(legend(height, &sayings));
        marks.push(title_block(&facts.plan.name, caption, &sayings, (width, height)));
        let date = format::date(caption.date, caption.language);
        Scene {
            width,
            height,
            title: format!("{} {}", sayings.chart, facts.plan.name),
            description: format!(
                "{} {date}, {} {}, {} {}",
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

fn unit(place: &ChartBox, unit: &UnitFacts, language: Language) -> Mark {
    let mut marks = unit_marks(place, unit);
    for tile in &place.card.tiles {
        let posts = if tile.is_share { &unit.shares } else { &unit.posts };
        if let Some(post) = posts.iter().find(|post| post.id == tile.post) {
            marks.push(Mark::Group {
                class: format!("post {}", post.state()),
                title: format!("{}, {}", post.id, words::post(post, language)),
                marks: tile_marks(tile, post, language),
            });
        }
    }
    marks.extend(place.card.tasks.iter().flat_map(task_marks));
    let marks = marks.into_iter().map(|mark| mark.moved(place.area.x, place.area.y)).collect();
    Mark::Group { class: "unit".to_owned(), title: unit.name.clone(), marks }
}

fn legend(height: f64, sayings: &Words) -> Mark {
    let top = height - FOOT + 14.0;
    let sample = |class: &str, area: Area| Mark::Group {
        class: class.to_owned(),
        title: String::new(),
        marks: vec![Mark::Rect { class: "tile-body".to_owned(), area, radius: 2.0 }],
    };
    let mut marks = Vec::new();
    let mut entry = |column: f64, row: f64, class: &str, words: &str| {
        let area = Area { x: 24.0 + column, y: top + row * 17.0, width: 22.0, height: 13.0 };
        marks.push(sample(class, area));
        if class == "task-force" {
            let points = vec![(area.x, area.y), (area.x + 7.0, area.y), (area.x, area.y + 7.0)];
            marks.push(Mark::Path { class: "tile-force".to_owned(), points, closed: true });
        }
        if class == "training" {
            let bar = Area { x: area.x + 3.0, y: area.y + 8.0, width: 10.0, height: 3.0 };
            marks.push(Mark::Rect { class: "tile-trained".to_owned(), area: bar, radius: 0.0 });
        }
        if class == "vacant" {
            marks.push(hatch(area));
        }
        if class == "kw" {
            let tag = Area { x: area.x - 2.0, y: area.y - 3.0, width: 16.0, height: 9.0 };
            marks.push(Mark::Rect { class: "tile-tag".to_owned(), area: tag, radius: 2.0 });
            let words = Mark::Text {
                class: "tile-tag-text".to_owned(),
                at: (tag.middle(), tag.bottom() - 2.0),
                anchor: Anchor::Middle,
                text: "kw".to_owned(),
            };
            marks.push(words);
        }
        marks.push(note((54.0 + column, area.bottom() - 3.0), words));
    };
    entry(0.0, 0.0, "filled", sayings.filled);
    entry(0.0, 1.0, "recruiting", sayings.recruiting);
    entry(0.0, 2.0, "vacant", sayings.vacant);
    entry(190.0, 0.0, "task-force", sayings.task_force);
    entry(190.0, 1.0, "training", sayings.training);
    entry(190.0, 2.0, "kw", sayings.kw);
    marks.push(note((24.0, top + 62.0), &format!("{}  –  {}", sayings.provenance, sayings.load)));
    Mark::Group { class: "legend".to_owned(), title: String::new(), marks }
}

fn title_block(name: &str, caption: &Caption, sayings: &Words, (width, height): (f64, f64)) -> Mark {
    let (right, top) = (width - 24.0, height - FOOT + 10.0);
    let room = (width - 470.0).clamp(120.0, 420.0);
    let date = format::date(caption.date, caption.language);
    let lines = [
        ("title", text::wrap(name, TITLE_SIZE, room, 1).concat()),
        ("note", format!("{} {date}", sayings.as_of)),
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
