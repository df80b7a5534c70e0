//! The classes of a measure on paper: the pattern over a card, and below the legend what the patterns mean.

use super::super::measure::{Colours, LegendEntry, Shading};
use super::super::text;
use super::note;
use crate::diagram::scene::{Area, Mark};
use crate::format::Language;

/// Distance of dots and of wide lines, and of narrow ones.
const WIDE: f64 = 10.0;
const NARROW: f64 = 6.0;
/// What a pattern leaves free of the border: the rounded corners of a staff office more.
const INSET: f64 = 1.0;
const ROUNDED: f64 = 5.0;

const LINE: f64 = 17.0;
const NOTE_LINE: f64 = 14.0;
const SIZE: f64 = 10.5;
const LEFT: f64 = 24.0;
const WORDS: f64 = 30.0;
const GAP: f64 = 16.0;
/// Longest remark, in lines; the remarks of all measures are shorter on the narrowest sheet.
const MOST_LINES: usize = 16;

/// The pattern of a class: dots, wide lines, narrow lines, crossed lines; none for the lowest class and where there is no value.
pub(super) fn pattern(class: u8, area: Area, rounded: bool) -> Vec<Mark> {
    let inset = if rounded { ROUNDED } else { INSET };
    let area = Area {
        x: area.x + inset,
        y: area.y + inset,
        width: area.width - 2.0 * inset,
        height: area.height - 2.0 * inset,
    };
    match class {
        2 => dots(area),
        3 => slanted(area, WIDE, false),
        4 => slanted(area, NARROW, false),
        5 => [slanted(area, NARROW, false), slanted(area, NARROW, true)].concat(),
        _ => Vec::new(),
    }
}

/// Rows of dots: the style sheet makes dots of lines.
fn dots(area: Area) -> Vec<Mark> {
    let rows = (area.height / WIDE) as u32;
    let row = |row: u32| {
        let y = area.y + (f64::from(row) + 0.5) * WIDE;
        Mark::Line { class: "shade-dots".to_owned(), from: (area.x + WIDE / 2.0, y), to: (area.right(), y) }
    };
    (0..rows.max(1)).map(row).collect()
}

/// Lines from lower left to upper right, or the other way.
fn slanted(area: Area, step: f64, mirrored: bool) -> Vec<Mark> {
    let (wide, high) = (area.width, area.height);
    let count = ((wide + high) / step) as u32;
    let line = |number: u32| {
        let along = f64::from(number) * step;
        let place = |x: f64, y: f64| (area.x + if mirrored { wide - x } else { x }, area.y + y);
        Mark::Line {
            class: "shade-line".to_owned(),
            from: place((along - high).max(0.0), along.min(high)),
            to: place(along.min(wide), (along - wide).max(0.0)),
        }
    };
    (1..=count).map(line).collect()
}

/// A class with its place: from the left, and in which line.
struct Entry {
    class: u8,
    words: String,
    x: f64,
    line: usize,
}

/// What stands in the legend where the chart is coloured.
pub(super) struct ColourLegend {
    entries: Vec<Entry>,
    /// The name of the measure first, then what its figures rest on.
    title: String,
    remarks: Vec<String>,
    lines: usize,
}

impl ColourLegend {
    pub(super) fn of(colours: &Colours, language: Language, width: f64) -> Self {
        let title = colours.title(language);
        let remark = |text: &str| text::wrap(text, SIZE, width - 2.0 * LEFT, MOST_LINES);
        match colours {
            Colours::Missing(..) => {
                let why = colours.missing(language).unwrap_or_default();
                Self { entries: Vec::new(), title, remarks: remark(why), lines: 1 }
            }
            Colours::Classes(shading) => {
                let (entries, lines) = entries(shading, width);
                Self { entries, title, remarks: remark(&shading.note), lines: lines + 1 }
            }
        }
    }

    pub(super) fn height(&self) -> f64 {
        LINE * self.lines as f64 + NOTE_LINE * self.remarks.len() as f64
    }

    /// Below this height.
    pub(super) fn marks(&self, top: f64) -> Vec<Mark> {
        let mut marks = vec![note((LEFT, top + LINE), &self.title)];
        for Entry { class, words, x, line } in &self.entries {
            let baseline = top + LINE * (line + 2) as f64;
            let area = Area { x: *x, y: baseline - 10.0, width: 22.0, height: 13.0 };
            let body = Mark::Rect { class: "box".to_owned(), area, radius: 0.0 };
            let marks_of = std::iter::once(body).chain(pattern(*class, area, false)).collect();
            marks.push(Mark::Group {
                class: format!("shade-{class}"),
                title: String::new(),
                marks: marks_of,
            });
            marks.push(note((x + WORDS, baseline), words));
        }
        let below = top + LINE * self.lines as f64;
        let remarks = self.remarks.iter().enumerate();
        marks.extend(remarks.map(|(row, words)| note((LEFT, below + NOTE_LINE * (row + 1) as f64), words)));
        marks
    }
}

/// The classes side by side, in as many lines as they need.
fn entries(shading: &Shading, width: f64) -> (Vec<Entry>, usize) {
    let (mut x, mut line) = (LEFT, 0);
    let entry = |entry: &LegendEntry| {
        let wide = WORDS + text::width(&entry.words) * SIZE + GAP;
        if x > LEFT && x + wide > width {
            (x, line) = (LEFT, line + 1);
        }
        let placed = Entry { class: entry.class, words: entry.words.clone(), x, line };
        x += wide;
        placed
    };
    let entries: Vec<Entry> = shading.legend.iter().map(entry).collect();
    let lines = entries.last().map_or(0, |last| last.line + 1);
    (entries, lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_a_pattern_of_its_own_inside_the_card() {
        let area = Area { x: 10.0, y: 20.0, width: 184.0, height: 95.0 };
        let counts: Vec<usize> = (0..=5).map(|class| pattern(class, area, false).len()).collect();
        assert_eq!(&counts[..2], [0, 0], "no value and the lowest class are plain");
        assert!(counts[2] > 5 && counts[3] > counts[2] && counts[4] > counts[3] && counts[5] > counts[4]);
        for class in 2..=5 {
            for mark in pattern(class, area, true) {
                let Mark::Line { from, to, .. } = mark else { panic!("lines only") };
                for (x, y) in [from, to] {
                    assert!(x >= area.x && x <= area.right() && y >= area.y && y <= area.bottom());
                }
            }
        }
    }
}
