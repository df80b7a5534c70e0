//! The frame of a picture: axes with ticks, and marks placed in it. Places only; the style sheet has the colours.

use crate::diagram::scene::{Anchor, Area, Mark, Scene};
use crate::diagram::{Scale, ticks_from_zero};
use crate::format::{Language, number};

/// Width and height of a picture in user units; the page scales it.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 280.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 34.0;
/// Room that a label below the axis needs.
const LABEL_WIDTH: f64 = 58.0;

/// A picture in the making. Its upright axis begins at 0.
pub(super) struct Plot {
    marks: Vec<Mark>,
    values: Scale,
    slots: usize,
}

impl Plot {
    /// With so many places side by side and an axis up to at least `largest`.
    pub(super) fn new(slots: usize, largest: f64, language: Language) -> Self {
        let ticks = ticks_from_zero(largest, 4);
        let top = ticks.last().copied().unwrap_or(1.0);
        let values = Scale::new(0.0, top, HEIGHT - BOTTOM, TOP);
        let decimals = usize::from(ticks.get(1).is_some_and(|step| *step < 1.0));
        let mut plot = Self { marks: Vec::new(), values, slots: slots.max(1) };
        for tick in ticks {
            let y = values.place(tick);
            plot.line("grid", (LEFT, y), (WIDTH - RIGHT, y));
            plot.text("tick", (LEFT - 6.0, y + 4.0), Anchor::End, number(tick, decimals, language));
        }
        plot.line("axis", (LEFT, HEIGHT - BOTTOM), (WIDTH - RIGHT, HEIGHT - BOTTOM));
        plot
    }

    /// Width of a slot.
    fn slot(&self) -> f64 {
        (WIDTH - LEFT - RIGHT) / self.slots as f64
    }

    /// Place of a slot's middle; parts of slots are allowed.
    pub(super) fn x(&self, slot: f64) -> f64 {
        LEFT + (slot + 0.5) * self.slot()
    }

    /// Labels below the axis, as many as have room: those whose place is a multiple of a round number.
    pub(super) fn labels(&mut self, labels: &[String]) {
        let longest = labels.iter().map(|label| label.chars().count()).max().unwrap_or(1) as f64 * 7.0;
        let room = longest.max(LABEL_WIDTH * 0.6);
        let every = [1, 2, 3, 4, 6, 12, 24].into_iter().find(|every| self.slot() * f64::from(*every) >= room);
        for (place, label) in labels.iter().enumerate().step_by(every.unwrap_or(48) as usize) {
            self.label(place as f64, label);
        }
    }

    /// Labels below the axis, each in two lines, for words that have no room in one.
    pub(super) fn labels_in_two_lines(&mut self, labels: &[String]) {
        for (slot, label) in labels.iter().enumerate() {
            let (upper, lower) = halves(label);
            self.label(slot as f64, upper);
            let at = (self.x(slot as f64), HEIGHT - BOTTOM + 30.0);
            self.text("tick", at, Anchor::Middle, lower.to_owned());
        }
    }

    /// One label below the axis.
    pub(super) fn label(&mut self, slot: f64, label: &str) {
        let x = self.x(slot);
        self.line("axis", (x, HEIGHT - BOTTOM), (x, HEIGHT - BOTTOM + 4.0));
        self.text("tick", (x, HEIGHT - BOTTOM + 18.0), Anchor::Middle, label.to_owned());
    }

    /// A bar standing on the axis or on another one: part `part` of `parts` of its slot.
    pub(super) fn bar(
        &mut self,
        class: &str,
        (slot, part, parts): (usize, usize, usize),
        (from, to): (f64, f64),
        title: String,
    ) {
        let wide = self.slot() * 0.8 / parts as f64;
        let x = self.x(slot as f64) - self.slot() * 0.4 + wide * part as f64;
        let (upper, lower) = (self.values.place(to), self.values.place(from));
        let area = Area { x, y: upper, width: (wide - 1.0).max(1.0), height: (lower - upper).max(0.0) };
        let bar = Mark::Rect { class: class.to_owned(), area, radius: 0.0 };
        self.marks.push(Mark::Group { class: "datum".to_owned(), title, marks: vec![bar] });
    }

    /// A line through values of consecutive slots from one on.
    pub(super) fn course(&mut self, class: &str, first: usize, values: &[f64]) {
        let points = self.points(first, values);
        self.marks.push(Mark::Path { class: format!("course {class}"), points, closed: false });
    }

    /// A line through the values that there are; where one is missing it has a gap. Gives whether anything was drawn.
    pub(super) fn stretches(&mut self, class: &str, values: &[Option<f64>]) -> bool {
        let (mut from, mut drawn) = (0, false);
        for stretch in values.split(Option::is_none) {
            let known: Vec<f64> = stretch.iter().copied().flatten().collect();
            if known.len() > 1 {
                self.course(class, from, &known);
                drawn = true;
            }
            from += stretch.len() + 1;
        }
        drawn
    }

    /// The area between two courses.
    pub(super) fn band(&mut self, class: &str, first: usize, low: &[f64], high: &[f64]) {
        let mut points = self.points(first, high);
        points.extend(self.points(first, low).into_iter().rev());
        self.marks.push(Mark::Path { class: format!("band {class}"), points, closed: true });
    }

    fn points(&self, first: usize, values: &[f64]) -> Vec<(f64, f64)> {
        let point =
            |(place, value): (usize, &f64)| (self.x((first + place) as f64), self.values.place(*value));
        values.iter().enumerate().map(point).collect()
    }

    /// A small mark with its words.
    pub(super) fn dot(&mut self, class: &str, slot: f64, value: f64, title: String) {
        const HALF: f64 = 2.0;
        let (x, y) = (self.x(slot), self.values.place(value));
        let area = Area { x: x - HALF, y: y - HALF, width: 2.0 * HALF, height: 2.0 * HALF };
        let dot = Mark::Rect { class: class.to_owned(), area, radius: HALF };
        let mark = if title.is_empty() {
            dot
        } else {
            Mark::Group { class: "datum".to_owned(), title, marks: vec![dot] }
        };
        self.marks.push(mark);
    }

    /// An upright line between two slots with words at its head.
    pub(super) fn upright(&mut self, class: &str, slot: f64, words: &str) {
        let x = self.x(slot);
        self.line(class, (x, TOP), (x, HEIGHT - BOTTOM));
        let anchor = if slot > self.slots as f64 * 0.8 { Anchor::End } else { Anchor::Start };
        let beside = if anchor == Anchor::End { -3.0 } else { 3.0 };
        self.text(class, (x + beside, TOP - 8.0), anchor, words.to_owned());
    }

    /// Upright lines that are numbered from 1 on, in order. Numbers that would stand in one another become one label: „6–8“.
    pub(super) fn numbered(&mut self, class: &str, slots: &[f64]) {
        let xs: Vec<f64> = slots.iter().map(|slot| self.x(*slot)).collect();
        for x in &xs {
            self.line(class, (*x, TOP), (*x, HEIGHT - BOTTOM));
        }
        for (first, last) in apart(&xs) {
            let (anchor, x) = beside(xs[first], label_width(first, last));
            self.text(class, (x, TOP - 8.0), anchor, span(first, last));
        }
    }

    /// A level line; its name stands in the legend.
    pub(super) fn level(&mut self, class: &str, value: f64) {
        let y = self.values.place(value);
        self.line(class, (LEFT, y), (WIDTH - RIGHT, y));
    }

    /// A level line with words at its end.
    pub(super) fn named_level(&mut self, class: &str, value: f64, words: &str) {
        let y = self.values.place(value);
        self.level(class, value);
        self.text(class, (WIDTH - RIGHT - 2.0, y - 4.0), Anchor::End, words.to_owned());
    }

    /// Words at a value of a slot.
    pub(super) fn words(&mut self, class: &str, slot: f64, value: f64, words: &str) {
        let at = (self.x(slot), self.values.place(value) - 6.0);
        self.text(class, at, Anchor::Middle, words.to_owned());
    }

    /// Names of the classes, with a mark of each, above the picture.
    pub(super) fn legend(&mut self, entries: &[(&str, &str)]) {
        let (mut x, mut y) = (LEFT, 4.0);
        for (class, words) in entries {
            let width = 30.0 + 6.5 * words.chars().count() as f64;
            if x + width > WIDTH {
                (x, y) = (LEFT, y + 14.0);
            }
            let area = Area { x, y, width: 12.0, height: 8.0 };
            self.marks.push(Mark::Rect { class: format!("key {class}"), area, radius: 0.0 });
            self.text("key", (x + 16.0, y + 8.0), Anchor::Start, (*words).to_owned());
            x += width;
        }
    }

    fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        self.marks.push(Mark::Line { class: class.to_owned(), from, to });
    }

    fn text(&mut self, class: &str, at: (f64, f64), anchor: Anchor, text: String) {
        self.marks.push(Mark::Text { class: class.to_owned(), at, anchor, text });
    }

    /// The picture.
    pub(super) fn scene(self, title: &str, description: &str) -> Scene {
        Scene {
            width: WIDTH,
            height: HEIGHT,
            title: title.to_owned(),
            description: description.to_owned(),
            marks: self.marks,
        }
    }
}

/// Room between a line and its number, and the width of a figure in it.
const GAP: f64 = 3.0;
const FIGURE: f64 = 6.5;

/// „6“ or „6–8“, of places that count from 0.
fn span(first: usize, last: usize) -> String {
    if first == last { (first + 1).to_string() } else { format!("{}–{}", first + 1, last + 1) }
}

fn label_width(first: usize, last: usize) -> f64 {
    span(first, last).chars().count() as f64 * FIGURE
}

/// A label stands to the right of its line; at the edge of the picture to its left.
fn beside(x: f64, width: f64) -> (Anchor, f64) {
    if x + GAP + width > WIDTH { (Anchor::End, x - GAP) } else { (Anchor::Start, x + GAP) }
}

/// First and last of the lines that share a label, so that no label stands in another one.
fn apart(xs: &[f64]) -> Vec<(usize, usize)> {
    let extent = |(first, last): (usize, usize)| {
        let width = label_width(first, last);
        match beside(xs[first], width) {
            (Anchor::End, x) => (x - width, x),
            (_, x) => (x, x + width),
        }
    };
    let mut found: Vec<(usize, usize)> = Vec::new();
    for place in 0..xs.len() {
        let mut one = (place, place);
        while let Some(before) = found.pop() {
            if extent(before).1 + GAP <= extent(one).0 {
                found.push(before);
                break;
            }
            one = (before.0, one.1);
        }
        found.push(one);
    }
    found
}

/// Words in two halves, parted at the space nearest to their middle.
fn halves(words: &str) -> (&str, &str) {
    let middle = words.len() / 2;
    let parted = words.match_indices(' ').map(|(place, _)| place).min_by_key(|place| place.abs_diff(middle));
    parted.map_or((words, ""), |place| (&words[..place], &words[place + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_near_their_middle() {
        assert_eq!(halves("über 3 bis 6 Monate"), ("über 3 bis", "6 Monate"));
        assert_eq!(halves("bis 3 Monate"), ("bis 3", "Monate"));
        assert_eq!(halves("alle"), ("alle", ""));
    }

    #[test]
    fn numbers_that_would_stand_in_one_another_become_one() {
        assert_eq!(apart(&[100.0, 140.0, 180.0]), [(0, 0), (1, 1), (2, 2)]);
        assert_eq!(apart(&[100.0, 140.0, 140.0, 141.0, 200.0]), [(0, 0), (1, 3), (4, 4)]);
        // A label that has grown may reach the next line, and one at the edge the line before.
        assert_eq!(apart(&[100.0, 104.0, 118.0, 160.0]), [(0, 2), (3, 3)]);
        assert_eq!(apart(&[620.0, 638.0]), [(0, 1)]);
        assert!(apart(&[]).is_empty());
        assert_eq!((span(5, 5), span(5, 7)), ("6".to_owned(), "6–8".to_owned()));
    }

    #[test]
    fn a_line_has_gaps_where_nothing_is_known() {
        let mut plot = Plot::new(6, 10.0, Language::German);
        assert!(!plot.stretches("before", &[Some(1.0), None, Some(2.0), None]));
        assert!(plot.stretches("before", &[None, Some(1.0), Some(2.0), None, Some(3.0), Some(4.0)]));
        let paths: Vec<f64> = plot
            .marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Path { points, .. } => Some(points[0].0),
                _ => None,
            })
            .collect();
        assert_eq!(paths, [plot.x(1.0), plot.x(4.0)]);
    }

    #[test]
    fn everything_stays_inside_the_picture() {
        let mut plot = Plot::new(24, 1_234.0, Language::German);
        plot.labels(&(0..24).map(|month| format!("Jan {}", 2000 + month)).collect::<Vec<_>>());
        plot.bar("received", (23, 1, 2), (0.0, 1_234.0), "x".to_owned());
        plot.course("stock", 0, &[0.0, 1_234.0]);
        plot.upright("event", 23.0, "1");
        let scene = plot.scene("a", "b");
        fn check(mark: &Mark, labels: &mut usize) {
            match mark {
                Mark::Group { marks, .. } => marks.iter().for_each(|mark| check(mark, labels)),
                Mark::Rect { area, .. } => assert!(area.x >= 0.0 && area.right() <= WIDTH && area.y >= 0.0),
                Mark::Path { points, .. } => {
                    assert!(
                        points.iter().all(|(x, y)| (0.0..=WIDTH).contains(x) && (0.0..=HEIGHT).contains(y))
                    );
                }
                Mark::Text { text, .. } if text.starts_with("Jan") => *labels += 1,
                _ => {}
            }
        }
        let mut labels = 0;
        scene.marks.iter().for_each(|mark| check(mark, &mut labels));
        assert!((4..=12).contains(&labels), "{labels} labels have room");
    }
}
