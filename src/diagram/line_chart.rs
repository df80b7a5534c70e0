//! Lines with bands over time: baseline against scenario, with event marks.

use super::scale::{Scale, ticks_from_zero};
use super::svg::escaped;
use crate::format::{self, Language};
use chrono::{Datelike, NaiveDate};
use std::fmt::Write;

/// One value with its band.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BandPoint {
    /// The line.
    pub value: f64,
    /// Lower end of the band.
    pub low: f64,
    /// Upper end of the band.
    pub high: f64,
}

/// A line with its band; one point per date.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Class of its marks, for the style sheet.
    pub class: &'static str,
    /// What stands at its end.
    pub label: String,
    /// As many as there are dates.
    pub points: Vec<BandPoint>,
}

/// A dated mark, for example a law or a kw date.
#[derive(Debug, Clone, PartialEq)]
pub struct EventMark {
    /// When.
    pub date: NaiveDate,
    /// What.
    pub label: String,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct LineChart {
    /// First day of the axis.
    pub start: NaiveDate,
    /// Dates of the points, ascending.
    pub dates: Vec<NaiveDate>,
    /// The lines; later ones lie above.
    pub lines: Vec<Line>,
    /// Marks; those outside of the axis are left out.
    pub events: Vec<EventMark>,
    /// Width and height in user units.
    pub size: (f64, f64),
    /// Language of the labels.
    pub language: Language,
}

/// A tick of an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Its place.
    pub place: f64,
    /// Its label.
    pub label: String,
}

/// A line as drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnLine {
    /// Class of its marks.
    pub class: &'static str,
    /// What stands at its end.
    pub label: String,
    /// Path of the line.
    pub line: String,
    /// Path of the band.
    pub band: String,
    /// Where the label stands (its baseline), moved apart from the others.
    pub label_at: (f64, f64),
}

/// The chart as drawn: places only, no colours.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// The area of the lines: left, top, right, bottom.
    pub area: (f64, f64, f64, f64),
    /// Ticks of the upright axis.
    pub value_ticks: Vec<Tick>,
    /// Ticks of the time axis.
    pub date_ticks: Vec<Tick>,
    /// The lines.
    pub lines: Vec<DrawnLine>,
    /// The events: place and label.
    pub events: Vec<Tick>,
    /// Place of each date, for the readout.
    pub date_places: Vec<f64>,
}

const LEFT: f64 = 52.0;
const TOP: f64 = 22.0;
const BOTTOM: f64 = 26.0;
/// Width of a letter of a label, and of the label of a date with the gap behind it.
const LETTER: f64 = 7.0;
const DATE_WIDTH: f64 = 62.0;
/// Labels at line ends keep this distance.
const LABEL_DISTANCE: f64 = 15.0;

impl LineChart {
    /// Places everything. Linear in points.
    #[must_use]
    pub fn draw(&self) -> Drawing {
        let (width, height) = self.size;
        let longest = self.lines.iter().map(|line| line.label.chars().count()).max().unwrap_or_default();
        let area = (LEFT, TOP, width - 12.0 - LETTER * longest as f64, height - BOTTOM);
        let end = self.dates.last().copied().unwrap_or(self.start);
        let days = |date: NaiveDate| (date - self.start).num_days() as f64;
        let time = Scale::new(0.0, days(end), area.0, area.2);
        let largest = self
            .lines
            .iter()
            .flat_map(|line| &line.points)
            .fold(0.0_f64, |largest, point| largest.max(point.high).max(point.value));
        let ticks = ticks_from_zero(largest, 4);
        let values = Scale::new(0.0, ticks.last().copied().unwrap_or(1.0), area.3, area.1);
        let decimals = usize::from(ticks.get(1).is_some_and(|step| *step < 1.0));
        let date_places: Vec<f64> = self.dates.iter().map(|date| time.place(days(*date))).collect();
        let mut lines: Vec<DrawnLine> =
            self.lines.iter().map(|line| draw_line(line, &date_places, &values, area.2)).collect();
        part_labels(&mut lines, area);
        Drawing {
            area,
            value_ticks: ticks
                .iter()
                .map(|tick| Tick {
                    place: values.place(*tick),
                    label: format::number(*tick, decimals, self.language),
                })
                .collect(),
            date_ticks: self.date_ticks(end, area.2 - area.0, |date| time.place(days(date))),
            lines,
            events: self
                .events
                .iter()
                .filter(|event| event.date >= self.start && event.date <= end)
                .map(|event| Tick { place: time.place(days(event.date)), label: event.label.clone() })
                .collect(),
            date_places,
        }
    }

    /// First days of as many months, quarters or years as have room for their labels.
    fn date_ticks(&self, end: NaiveDate, width: f64, place: impl Fn(NaiveDate) -> f64) -> Vec<Tick> {
        let months = (end.year() - self.start.year()) * 12 + end.month() as i32 - self.start.month() as i32;
        let fits = |every: &i32| f64::from(*every) * width >= f64::from(months) * DATE_WIDTH;
        let every = [1, 2, 3, 4, 6, 12, 24, 60].into_iter().find(fits).unwrap_or(120);
        let first = self.start.year() * 12 + self.start.month0() as i32;
        (first..=first + months)
            .filter(|month| month.rem_euclid(every) == 0)
            .filter_map(|month| {
                NaiveDate::from_ymd_opt(month.div_euclid(12), month.rem_euclid(12) as u32 + 1, 1)
            })
            .filter(|date| *date >= self.start && *date <= end)
            .map(|date| Tick { place: place(date), label: format::month(date, self.language) })
            .collect()
    }
}

impl Drawing {
    /// The marks as SVG, without the element around them; geometry in attributes, colours are the style sheet's. As one text, which a
    /// browser reads many times faster than a page makes the elements one by one. Linear in marks.
    #[must_use]
    pub fn marks(&self) -> String {
        let (left, top, right, bottom) = self.area;
        let mut svg = String::new();
        for Tick { place, label } in &self.value_ticks {
            mark_line(&mut svg, "grid", (left, *place), (right, *place));
            mark_text(&mut svg, "tick", (left - 6.0, place + 4.0), "end", &escaped(label));
        }
        mark_line(&mut svg, "axis", (left, bottom), (right, bottom));
        for Tick { place, label } in &self.date_ticks {
            mark_line(&mut svg, "axis", (*place, bottom), (*place, bottom + 4.0));
            mark_text(&mut svg, "tick", (*place, bottom + 17.0), "middle", &escaped(label));
        }
        for (index, Tick { place, label }) in self.events.iter().enumerate() {
            mark_line(&mut svg, "event", (*place, top), (*place, bottom));
            let words = format!("{}<title>{}</title>", index + 1, escaped(label));
            mark_text(&mut svg, "event", (*place, top - 6.0), "middle", &words);
        }
        for line in &self.lines {
            let DrawnLine { class, label, line, band, label_at: (x, y) } = line;
            let label = escaped(label);
            // Writing into a text does not fail.
            let _ = write!(
                svg,
                r#"<g class="series {class}"><path class="band" d="{band}"/><path class="line" d="{line}"/><text x="{x:.1}" y="{y:.1}">{label}</text></g>"#
            );
        }
        svg
    }
}

fn mark_line(svg: &mut String, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
    let _ = write!(svg, r#"<line class="{class}" x1="{x1:.1}" x2="{x2:.1}" y1="{y1:.1}" y2="{y2:.1}"/>"#);
}

/// A text, already escaped, at a place.
fn mark_text(svg: &mut String, class: &str, (x, y): (f64, f64), anchor: &str, inner: &str) {
    let _ =
        write!(svg, r#"<text class="{class}" x="{x:.1}" y="{y:.1}" text-anchor="{anchor}">{inner}</text>"#);
}

fn draw_line(line: &Line, places: &[f64], values: &Scale, right: f64) -> DrawnLine {
    let path = |points: &mut dyn Iterator<Item = (f64, f64)>| {
        let mut text = String::new();
        for (index, (x, y)) in points.enumerate() {
            let command = if index == 0 { 'M' } else { 'L' };
            text.push_str(&format!("{command}{x:.1} {y:.1}"));
        }
        text
    };
    let at = |figure: fn(&BandPoint) -> f64| {
        places.iter().zip(&line.points).map(move |(x, point)| (*x, values.place(figure(point))))
    };
    let upper: Vec<(f64, f64)> = at(|point| point.high).collect();
    let lower: Vec<(f64, f64)> = at(|point| point.low).collect();
    let mut band = path(&mut upper.iter().copied().chain(lower.iter().rev().copied()));
    if !band.is_empty() {
        band.push('Z');
    }
    let last = line.points.last().map_or(0.0, |point| point.value);
    DrawnLine {
        class: line.class,
        label: line.label.clone(),
        line: path(&mut at(|point| point.value)),
        band,
        label_at: (right + 6.0, values.place(last) + 4.0),
    }
}

/// Moves labels at line ends apart, from top to bottom, and back into the area.
fn part_labels(lines: &mut [DrawnLine], area: (f64, f64, f64, f64)) {
    let mut order: Vec<usize> = (0..lines.len()).collect();
    let height = |lines: &[DrawnLine], index: usize| lines.get(index).map_or(0.0, |line| line.label_at.1);
    order.sort_by(|a, b| height(lines, *a).total_cmp(&height(lines, *b)));
    let mut lowest = f64::NEG_INFINITY;
    for index in &order {
        let place = height(lines, *index).max(lowest + LABEL_DISTANCE);
        if let Some(line) = lines.get_mut(*index) {
            line.label_at.1 = place;
        }
        lowest = place;
    }
    let over = (lowest - area.3).max(0.0);
    for line in lines {
        line.label_at.1 -= over;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn chart(values: &[f64]) -> LineChart {
        let point = |value: &f64| BandPoint { value: *value, low: value - 5.0, high: value + 5.0 };
        let line = |class, label: &str| Line {
            class,
            label: label.to_owned(),
            points: values.iter().map(point).collect(),
        };
        LineChart {
            start: day(2024, 2, 1),
            dates: vec![day(2024, 2, 29), day(2024, 12, 31), day(2025, 12, 31)],
            lines: vec![line("baseline", "heute"), line("scenario", "Szenario")],
            events: vec![
                EventMark { date: day(2024, 6, 30), label: "kw".to_owned() },
                EventMark { date: day(2023, 1, 1), label: "vorbei".to_owned() },
            ],
            size: (640.0, 240.0),
            language: Language::German,
        }
    }

    #[test]
    fn lines_stay_inside_their_area_and_labels_apart() {
        let drawing = chart(&[10.0, 80.0, 120.0]).draw();
        assert_eq!(drawing.events.len(), 1);
        assert!(drawing.date_places.iter().all(|x| (drawing.area.0..=drawing.area.2).contains(x)));
        let [first, second] = &drawing.lines[..] else { panic!("two lines") };
        assert!((first.label_at.1 - second.label_at.1).abs() >= LABEL_DISTANCE - 1e-9);
        assert!(first.line.starts_with('M') && first.band.ends_with('Z'));
        assert_eq!(drawing.value_ticks.last().unwrap().label, "150");
    }

    #[test]
    fn the_drawing_is_one_text_in_which_every_word_is_escaped() {
        let mut chart = chart(&[10.0, 80.0, 120.0]);
        chart.events[0].label = "kw < 30.06. & Gesetz".to_owned();
        let drawing = chart.draw();
        let svg = drawing.marks();
        assert!(svg.contains(">1<title>kw &lt; 30.06. &amp; Gesetz</title></text>"), "{svg}");
        assert_eq!(svg.matches("<path ").count(), 2 * drawing.lines.len());
        assert_eq!(svg.matches(r#"<line class="grid""#).count(), drawing.value_ticks.len());
        assert_eq!(
            svg.matches(r#"<text class="tick""#).count(),
            drawing.value_ticks.len() + drawing.date_ticks.len()
        );
        assert!(svg.contains(&format!(r#"d="{}""#, drawing.lines[1].line)));
    }

    #[test]
    fn dates_never_touch_each_other() {
        for width in [300.0, 340.0, 640.0, 1200.0] {
            let mut chart = chart(&[10.0, 80.0, 120.0]);
            chart.size.0 = width;
            let ticks = chart.draw().date_ticks;
            assert!(!ticks.is_empty(), "{width}");
            assert!(
                ticks.windows(2).all(|pair| pair[1].place - pair[0].place >= 0.9 * DATE_WIDTH),
                "{width}"
            );
        }
    }

    #[test]
    fn a_chart_without_points_has_axes() {
        let mut empty = chart(&[]);
        empty.dates.clear();
        let drawing = empty.draw();
        assert!(drawing.lines.iter().all(|line| line.line.is_empty() && line.band.is_empty()));
        assert!(drawing.value_ticks.len() > 1);
    }
}
