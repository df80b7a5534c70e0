//! Lines with bands over time: baseline against scenario, with event marks.

use super::scale::{Scale, ticks_from_zero};
use super::scene::{Anchor, Mark};
use crate::format::{self, Language};
use crate::plan::gather::places_in_order;
use chrono::{Datelike, NaiveDate};

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

/// A tick of an axis, or an event.
struct Tick {
    place: f64,
    label: String,
}

/// A line as drawn.
struct DrawnLine {
    class: &'static str,
    label: String,
    line: Vec<(f64, f64)>,
    band: Vec<(f64, f64)>,
    /// Where the label stands (its baseline), moved apart from the others.
    label_at: (f64, f64),
}

/// Where everything lies.
struct Drawing {
    /// The area of the lines: left, top, right, bottom.
    area: (f64, f64, f64, f64),
    value_ticks: Vec<Tick>,
    date_ticks: Vec<Tick>,
    lines: Vec<DrawnLine>,
    events: Vec<Tick>,
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
    /// The chart as marks, without colours. Linear in points.
    #[must_use]
    pub fn marks(&self) -> Vec<Mark> {
        self.draw().marks()
    }

    fn draw(&self) -> Drawing {
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
    fn marks(self) -> Vec<Mark> {
        let (left, top, right, bottom) = self.area;
        let mut marks = Vec::new();
        for Tick { place, label } in self.value_ticks {
            marks.push(straight("grid", (left, place), (right, place)));
            marks.push(text("tick", (left - 6.0, place + 4.0), Anchor::End, label));
        }
        marks.push(straight("axis", (left, bottom), (right, bottom)));
        for Tick { place, label } in self.date_ticks {
            marks.push(straight("axis", (place, bottom), (place, bottom + 4.0)));
            marks.push(text("tick", (place, bottom + 17.0), Anchor::Middle, label));
        }
        for (index, Tick { place, label }) in self.events.into_iter().enumerate() {
            let number = (index + 1).to_string();
            let event = vec![
                straight("event", (place, top), (place, bottom)),
                text("event", (place, top - 6.0), Anchor::Middle, number),
            ];
            marks.push(Mark::Group { class: String::new(), title: label, marks: event });
        }
        for DrawnLine { class, label, line, band, label_at } in self.lines {
            let path = |class: &str, points, closed| Mark::Path { class: class.to_owned(), points, closed };
            let series = vec![
                path("band", band, true),
                path("line", line, false),
                text("name", label_at, Anchor::Start, label),
            ];
            marks.push(Mark::Group { class: format!("series {class}"), title: String::new(), marks: series });
        }
        marks
    }
}

fn straight(class: &str, from: (f64, f64), to: (f64, f64)) -> Mark {
    Mark::Line { class: class.to_owned(), from, to }
}

fn text(class: &str, at: (f64, f64), anchor: Anchor, text: String) -> Mark {
    Mark::Text { class: class.to_owned(), at, anchor, text }
}

fn draw_line(line: &Line, places: &[f64], values: &Scale, right: f64) -> DrawnLine {
    let at = |figure: fn(&BandPoint) -> f64| -> Vec<(f64, f64)> {
        places.iter().zip(&line.points).map(|(x, point)| (*x, values.place(figure(point)))).collect()
    };
    let mut band = at(|point| point.high);
    band.extend(at(|point| point.low).into_iter().rev());
    let last = line.points.last().map_or(0.0, |point| point.value);
    DrawnLine {
        class: line.class,
        label: line.label.clone(),
        line: at(|point| point.value),
        band,
        label_at: (right + 6.0, values.place(last) + 4.0),
    }
}

/// Moves labels at line ends apart, from top to bottom, and back into the area.
fn part_labels(lines: &mut [DrawnLine], area: (f64, f64, f64, f64)) {
    let height = |lines: &[DrawnLine], index: usize| lines.get(index).map_or(0.0, |line| line.label_at.1);
    let order = places_in_order(lines.len(), &|a, b| height(lines, a).total_cmp(&height(lines, b)));
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
    use crate::diagram::marks_to_svg;

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
        let places = drawing.lines.iter().flat_map(|line| line.line.iter().chain(&line.band));
        let (left, top, right, bottom) = drawing.area;
        assert!(places.into_iter().all(|(x, y)| (left..=right).contains(x) && (top..=bottom).contains(y)));
        let [first, second] = &drawing.lines[..] else { panic!("two lines") };
        assert!((first.label_at.1 - second.label_at.1).abs() >= LABEL_DISTANCE - 1e-9);
        assert_eq!((first.line.len(), first.band.len()), (3, 6), "the band goes there and back");
        assert_eq!(drawing.value_ticks.last().unwrap().label, "150");
    }

    #[test]
    fn what_is_drawn_is_written_with_every_word_escaped() {
        let mut chart = chart(&[10.0, 80.0, 120.0]);
        chart.events[0].label = "kw < 30.06. & Gesetz".to_owned();
        let (drawing, svg) = (chart.draw(), marks_to_svg(&chart.marks()));
        assert!(svg.contains("<title>kw &lt; 30.06. &amp; Gesetz</title>"), "{svg}");
        assert_eq!(svg.matches("<path ").count(), 2 * drawing.lines.len());
        assert_eq!(svg.matches(r#"<line class="grid""#).count(), drawing.value_ticks.len());
        assert_eq!(
            svg.matches(r#"<text class="tick""#).count(),
            drawing.value_ticks.len() + drawing.date_ticks.len()
        );
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
