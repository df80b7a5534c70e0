//! The legend of the chart on paper: what the tiles mean, and, where the chart has them, its secondary lines and the marks of changes.

use super::super::changes::{Counts, badge};
use super::super::draw::hatch;
use super::super::text;
use super::super::view::View;
use super::colours::ColourLegend;
use super::{Words, note, sayings};
use crate::diagram::scene::{Anchor, Area, Mark};
use crate::format::{self, Language};

const LINE: f64 = 17.0;
const SIZE: f64 = 10.5;
const LEFT: f64 = 24.0;
/// From the left edge of a sample to its words, and from the words to the next sample.
const WORDS: f64 = 30.0;
const GAP: f64 = 16.0;
/// How far below the chart the lines stand that every legend has, and the last of them.
const TOP: f64 = 14.0;
const LAST: f64 = 62.0;
/// What the widest line needs beside it for the last line of the title block, and by how much it goes below that where it is too long.
const BESIDE: f64 = 176.0;
const BELOW: f64 = 13.0;

/// A kind of change with its place: from the left, and in which line.
struct Sample {
    kind: &'static str,
    words: String,
    x: f64,
    line: usize,
}

/// What stands in the legend beside what always does.
pub(super) struct Legend {
    posts: bool,
    share_lines: bool,
    samples: Vec<Sample>,
    colours: Option<ColourLegend>,
    /// Where the last of the lines that every legend has stands, from the top.
    last: f64,
}

impl Legend {
    /// How the chart is looked at, and whether there are secondary lines; `counts` are the marked things of each kind: „neu (2)“.
    pub(super) fn of(
        (view, share_lines): (&View, bool),
        counts: &Counts,
        language: Language,
        width: f64,
    ) -> Self {
        let (mut x, mut line) = (LEFT, usize::from(share_lines));
        let sample = |&(kind, count): &(&'static str, usize)| {
            let count = format::number(count as f64, 0, language);
            let words = format!("{} ({count})", badge(kind, language));
            let wide = WORDS + text::width(&words) * SIZE + GAP;
            if x > LEFT && x + wide > width {
                (x, line) = (LEFT, line + 1);
            }
            let sample = Sample { kind, words, x, line };
            x += wide;
            sample
        };
        let samples = counts.iter().map(sample).collect();
        let long = LEFT + text::width(&provenance(&sayings(language))) * SIZE + BESIDE > width;
        let colours = view.colours.as_ref().map(|colours| ColourLegend::of(colours, language, width));
        Self {
            posts: view.posts,
            share_lines,
            samples,
            colours,
            last: if long { LAST + BELOW } else { LAST },
        }
    }

    /// Height of what does not always stand there.
    pub(super) fn height(&self) -> f64 {
        let colours = self.colours.as_ref().map_or(0.0, ColourLegend::height);
        LINE * self.lines() as f64 + (self.last - LAST) + colours
    }

    /// Lines below those that every legend has.
    fn lines(&self) -> usize {
        self.samples.last().map_or(usize::from(self.share_lines), |last| last.line + 1)
    }

    /// The legend below a chart of this height.
    pub(super) fn mark(&self, above: f64, sayings: &Words) -> Mark {
        let top = above + TOP;
        let mut marks = if self.posts {
            tiles(top, sayings)
        } else {
            vec![note((LEFT, top + self.last - LINE), sayings.counted)]
        };
        marks.push(note((LEFT, top + self.last), &provenance(sayings)));
        let baseline = |line: usize| top + self.last + LINE * (line + 1) as f64;
        if self.share_lines {
            let y = baseline(0) - 3.5;
            let points = vec![(LEFT, y), (LEFT + 22.0, y)];
            marks.push(Mark::Path { class: "edge secondary".to_owned(), points, closed: false });
            marks.push(note((LEFT + WORDS, baseline(0)), sayings.share_line));
        }
        for Sample { kind, words, x, line } in &self.samples {
            let area = Area { x: *x, y: baseline(*line) - 10.0, width: 22.0, height: 13.0 };
            marks.push(sample(&format!("filled marked {kind}"), area));
            marks.push(note((x + WORDS, baseline(*line)), words));
        }
        if let Some(colours) = &self.colours {
            marks.extend(colours.marks(top + self.last + LINE * self.lines() as f64));
        }
        Mark::Group { class: "legend".to_owned(), title: String::new(), marks }
    }
}

/// What marks and bars mean.
fn provenance(sayings: &Words) -> String {
    format!("{}  –  {}", sayings.provenance, sayings.load)
}

/// A tile of a class.
fn sample(class: &str, area: Area) -> Mark {
    Mark::Group {
        class: class.to_owned(),
        title: String::new(),
        marks: vec![Mark::Rect { class: "tile-body".to_owned(), area, radius: 2.0 }],
    }
}

/// What the tiles of posts mean.
fn tiles(top: f64, sayings: &Words) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut entry = |column: f64, row: f64, class: &str, words: &str| {
        let area = Area { x: LEFT + column, y: top + row * LINE, width: 22.0, height: 13.0 };
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
        marks.push(note((LEFT + WORDS + column, area.bottom() - 3.0), words));
    };
    entry(0.0, 0.0, "filled", sayings.filled);
    entry(0.0, 1.0, "recruiting", sayings.recruiting);
    entry(0.0, 2.0, "vacant", sayings.vacant);
    entry(190.0, 0.0, "task-force", sayings.task_force);
    entry(190.0, 1.0, "training", sayings.training);
    entry(190.0, 2.0, "kw", sayings.kw);
    marks
}
