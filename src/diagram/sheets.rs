//! A scene on paper: one sheet, or several that are put side by side, each with what it needs to be read alone.

use super::scene::{Anchor, Area, Mark, Scene};
use crate::format::Language;

/// Points of a PDF in a millimetre.
pub const POINTS_PER_MM: f64 = 72.0 / 25.4;
/// Size of the figures on a card, in units of the scene.
const FIGURES: f64 = 10.8;
/// Smallest size of the figures on a card that counts as readable, in points.
pub const READABLE_POINTS: f64 = 7.0;
const LEAST_SCALE: f64 = READABLE_POINTS / FIGURES;
/// Below this, in points, print is hardly to be read at all.
pub const LEAST_POINTS: f64 = 5.0;
/// Largest enlargement: a poster is read from some steps away, but not from the other end of the hall.
const MOST_SCALE: f64 = 4.0;
/// White border of a sheet.
const MARGIN_MM: f64 = 10.0;
/// Strip at the foot of a sheet of several.
const FOOT_MM: f64 = 14.0;
/// What two neighbouring sheets both show.
const OVERLAP_MM: f64 = 10.0;
/// Most sheets of one picture.
const MOST_SHEETS: usize = 400;

/// A paper size of the A series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 297 × 420 mm.
    #[default]
    A3,
    /// 420 × 594 mm.
    A2,
    /// 594 × 841 mm.
    A1,
    /// 841 × 1189 mm.
    A0,
}

impl Paper {
    /// Every size, the smallest first.
    pub const ALL: [Self; 5] = [Self::A4, Self::A3, Self::A2, Self::A1, Self::A0];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::A3 => "A3",
            Self::A2 => "A2",
            Self::A1 => "A1",
            Self::A0 => "A0",
        }
    }

    /// The size of a name, in capitals or not.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paper| paper.name().eq_ignore_ascii_case(name))
    }

    /// Short and long side, in millimetres.
    #[must_use]
    pub const fn millimetres(self) -> (f64, f64) {
        match self {
            Self::A4 => (210.0, 297.0),
            Self::A3 => (297.0, 420.0),
            Self::A2 => (420.0, 594.0),
            Self::A1 => (594.0, 841.0),
            Self::A0 => (841.0, 1189.0),
        }
    }
}

/// How a picture is put on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fit {
    /// Everything on one sheet, however small.
    #[default]
    OneSheet,
    /// As many sheets as letters of 7 points need.
    Readable,
}

/// One sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sheet {
    /// What it shows of the scene, in its units.
    pub area: Area,
    /// Row, counted from 0.
    pub row: usize,
    /// Column, counted from 0.
    pub column: usize,
}

/// All sheets of a scene.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheets {
    /// Width and height of the paper, in points.
    pub size: (f64, f64),
    /// Upper left corner of the picture on the paper, in points.
    pub origin: (f64, f64),
    /// Points per unit of the scene.
    pub scale: f64,
    /// Number of columns and rows.
    pub grid: (usize, usize),
    /// The sheets, row by row.
    pub sheets: Vec<Sheet>,
}

impl Sheets {
    /// Lays a scene out on paper; the paper is turned the way that shows it larger.
    #[must_use]
    pub fn of(scene: &Scene, paper: Paper, fit: Fit) -> Self {
        Self::of_size((scene.width, scene.height), paper, fit)
    }

    /// The same for a scene of which only width and height are known.
    #[must_use]
    pub fn of_size(extent: (f64, f64), paper: Paper, fit: Fit) -> Self {
        let (short, long) = paper.millimetres();
        let turned = [(long, short), (short, long)].map(|size| Self::turned(extent, size, fit));
        let [landscape, portrait] = turned;
        let better = match fit {
            Fit::OneSheet => portrait.scale > landscape.scale,
            Fit::Readable => portrait.sheets.len() < landscape.sheets.len(),
        };
        if better { portrait } else { landscape }
    }

    fn turned(extent: (f64, f64), (width, height): (f64, f64), fit: Fit) -> Self {
        let size = (width * POINTS_PER_MM, height * POINTS_PER_MM);
        let margin = MARGIN_MM * POINTS_PER_MM;
        let room = (size.0 - 2.0 * margin, size.1 - 2.0 * margin);
        let (wide, high) = (extent.0.max(1.0), extent.1.max(1.0));
        let whole = (room.0 / wide).min(room.1 / high).min(MOST_SCALE);
        if fit == Fit::OneSheet || whole >= LEAST_SCALE {
            let left = (size.0 - wide * whole) / 2.0;
            let area = Area { x: 0.0, y: 0.0, width: wide, height: high };
            let sheets = vec![Sheet { area, row: 0, column: 0 }];
            return Self { size, origin: (left, margin), scale: whole, grid: (1, 1), sheets };
        }
        let room = (room.0, room.1 - FOOT_MM * POINTS_PER_MM);
        let overlap = OVERLAP_MM * POINTS_PER_MM;
        let count = |length: f64, room: f64, scale: f64| {
            (((length * scale - overlap) / (room - overlap)).ceil().max(1.0)) as usize
        };
        let mut scale = LEAST_SCALE;
        // A picture without end is drawn smaller rather than on thousands of sheets.
        while count(wide, room.0, scale) * count(high, room.1, scale) > MOST_SHEETS {
            scale *= 0.8;
        }
        let grid = (count(wide, room.0, scale), count(high, room.1, scale));
        let step = ((room.0 - overlap) / scale, (room.1 - overlap) / scale);
        let sheets = (0..grid.1)
            .flat_map(|row| (0..grid.0).map(move |column| (row, column)))
            .map(|(row, column)| {
                let (x, y) = (column as f64 * step.0, row as f64 * step.1);
                let area = Area { x, y, width: room.0 / scale, height: room.1 / scale };
                Sheet { area, row, column }
            })
            .collect();
        Self { size, origin: (margin, margin), scale, grid, sheets }
    }

    /// How large the figures on a card are on the paper, in points.
    #[must_use]
    pub fn points_of_figures(&self) -> f64 {
        self.scale * FIGURES
    }

    /// Which shares of the room between the margins the first sheet's picture takes: of the width and of the height.
    #[must_use]
    pub fn filled(&self) -> (f64, f64) {
        let margins = 2.0 * MARGIN_MM * POINTS_PER_MM;
        let window = self.sheets.first().map(|sheet| self.window(sheet)).unwrap_or_default();
        (window.width / (self.size.0 - margins), window.height / (self.size.1 - margins))
    }

    /// The marks of a scene that a sheet shows, at least in part; in the scene's units.
    #[must_use]
    pub fn visible(scene: &Scene, sheet: &Sheet) -> Scene {
        let marks =
            scene.marks.iter().filter(|mark| bounds(mark).is_none_or(|area| meets(&area, &sheet.area)));
        Scene { marks: marks.cloned().collect(), ..scene.clone() }
    }

    /// What stands around the picture on one of several sheets: the title, which sheet it is, a map of all sheets, and
    /// where the neighbours begin. In points of the paper.
    #[must_use]
    pub fn frame(&self, index: usize, title: &str, language: Language) -> Scene {
        let mut scene =
            Scene { width: self.size.0, height: self.size.1, title: title.to_owned(), ..Scene::default() };
        let Some(sheet) = self.sheets.get(index).filter(|_| self.sheets.len() > 1) else { return scene };
        let margin = MARGIN_MM * POINTS_PER_MM;
        let foot = self.size.1 - margin - FOOT_MM * POINTS_PER_MM + 6.0;
        let words = match language {
            Language::German => format!("Blatt {} von {}", index + 1, self.sheets.len()),
            Language::English => format!("Sheet {} of {}", index + 1, self.sheets.len()),
        };
        let text = |class: &str, at: (f64, f64), anchor: Anchor, text: String| Mark::Text {
            class: class.to_owned(),
            at,
            anchor,
            text,
        };
        scene.marks.push(Mark::Line {
            class: "rule".to_owned(),
            from: (margin, foot),
            to: (self.size.0 - margin, foot),
        });
        scene.marks.push(text("note", (margin, foot + 14.0), Anchor::Start, title.to_owned()));
        let map = self.map(sheet, foot + 5.0);
        let left = map.first().and_then(bounds).map_or(self.size.0 - margin, |area| area.x);
        scene.marks.push(text("note", (left - 8.0, foot + 14.0), Anchor::End, words));
        scene.marks.extend(map);
        scene.marks.extend(self.overlaps(sheet));
        scene
    }

    /// Small boxes for all sheets at the right of the foot, this one filled.
    fn map(&self, sheet: &Sheet, top: f64) -> Vec<Mark> {
        let high = (FOOT_MM * POINTS_PER_MM - 8.0) / self.grid.1 as f64;
        let wide = (high * self.size.0 / self.size.1).min(120.0 / self.grid.0 as f64);
        let left = self.size.0 - MARGIN_MM * POINTS_PER_MM - wide * self.grid.0 as f64;
        let cell = |other: &Sheet| {
            let here = (other.row, other.column) == (sheet.row, sheet.column);
            let (x, y) = (left + other.column as f64 * wide, top + other.row as f64 * high);
            Mark::Rect {
                class: if here { "map here" } else { "map" }.to_owned(),
                area: Area { x, y, width: wide, height: high },
                radius: 0.0,
            }
        };
        self.sheets.iter().map(cell).collect()
    }

    /// Short lines where the neighbouring sheets begin.
    fn overlaps(&self, sheet: &Sheet) -> Vec<Mark> {
        let margin = MARGIN_MM * POINTS_PER_MM;
        let overlap = OVERLAP_MM * POINTS_PER_MM;
        let bottom = self.size.1 - margin - FOOT_MM * POINTS_PER_MM;
        let (left, right) = (margin + overlap, self.size.0 - margin - overlap);
        let mut marks = Vec::new();
        let mut line = |from: (f64, f64), to: (f64, f64)| {
            marks.push(Mark::Line { class: "cut".to_owned(), from, to });
        };
        for (there, x) in [(sheet.column > 0, left), (sheet.column + 1 < self.grid.0, right)] {
            if there {
                line((x, margin), (x, margin + 10.0));
                line((x, bottom - 10.0), (x, bottom));
            }
        }
        for (there, y) in [(sheet.row > 0, margin + overlap), (sheet.row + 1 < self.grid.1, bottom - overlap)]
        {
            if there {
                line((margin, y), (margin + 10.0, y));
                line((self.size.0 - margin - 10.0, y), (self.size.0 - margin, y));
            }
        }
        marks
    }

    /// Where a sheet's picture lies on the paper, in points.
    #[must_use]
    pub fn window(&self, sheet: &Sheet) -> Area {
        Area {
            x: self.origin.0,
            y: self.origin.1,
            width: sheet.area.width * self.scale,
            height: sheet.area.height * self.scale,
        }
    }
}

/// Edges included: a level or upright line has no area.
fn meets(left: &Area, right: &Area) -> bool {
    left.x <= right.right() && right.x <= left.right() && left.y <= right.bottom() && right.y <= left.bottom()
}

/// The area that a mark covers; generous for texts. None for an empty group.
fn bounds(mark: &Mark) -> Option<Area> {
    let around = |points: &[(f64, f64)]| {
        let first = points.first()?;
        let edges = points.iter().fold((first.0, first.1, first.0, first.1), |edges, (x, y)| {
            (edges.0.min(*x), edges.1.min(*y), edges.2.max(*x), edges.3.max(*y))
        });
        let (x, y) = (edges.0, edges.1);
        Some(Area { x, y, width: edges.2 - x, height: edges.3 - y })
    };
    match mark {
        Mark::Group { marks, .. } => {
            let areas: Vec<Area> = marks.iter().filter_map(bounds).collect();
            let corners: Vec<(f64, f64)> =
                areas.iter().flat_map(|area| [(area.x, area.y), (area.right(), area.bottom())]).collect();
            around(&corners)
        }
        Mark::Rect { area, .. } => Some(*area),
        Mark::Line { from, to, .. } => around(&[*from, *to]),
        Mark::Path { points, .. } => around(points),
        Mark::Text { at, anchor, text, .. } => {
            let width = text.chars().count() as f64 * 14.0;
            let left = match anchor {
                Anchor::Start => at.0,
                Anchor::Middle => at.0 - width / 2.0,
                Anchor::End => at.0 - width,
            };
            Some(Area { x: left, y: at.1 - 20.0, width, height: 26.0 })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scene(width: f64, height: f64) -> Scene {
        let dot = |x: f64, y: f64| Mark::Rect {
            class: "dot".to_owned(),
            area: Area { x, y, width: 4.0, height: 4.0 },
            radius: 0.0,
        };
        let marks = (0..50)
            .flat_map(|row| (0..50).map(move |column| (f64::from(column), f64::from(row))))
            .map(|(x, y)| dot(x * (width - 4.0) / 49.0, y * (height - 4.0) / 49.0))
            .collect();
        Scene { width, height, marks, ..Scene::default() }
    }

    #[test]
    fn one_sheet_holds_everything_and_turns_the_right_way() {
        let wide = Sheets::of(&scene(2000.0, 700.0), Paper::A4, Fit::OneSheet);
        assert!(wide.size.0 > wide.size.1 && wide.sheets.len() == 1);
        let high = Sheets::of(&scene(700.0, 2000.0), Paper::A4, Fit::OneSheet);
        assert!(high.size.0 < high.size.1);
        let window = wide.window(&wide.sheets[0]);
        assert!(window.right() <= wide.size.0 && window.bottom() <= wide.size.1);
        assert_eq!(Paper::named("a0"), Some(Paper::A0));
        let points = |fit| Sheets::of(&scene(5000.0, 3000.0), Paper::A4, fit).points_of_figures();
        assert!(points(Fit::OneSheet) < 5.0 && points(Fit::Readable) >= 6.99);
        assert_eq!(Paper::named("a5"), None);
    }

    #[test]
    fn several_sheets_show_every_mark_in_readable_letters() {
        let scene = scene(5000.0, 3000.0);
        let sheets = Sheets::of(&scene, Paper::A3, Fit::Readable);
        assert!(sheets.scale >= LEAST_SCALE && sheets.sheets.len() > 4);
        assert_eq!(sheets.sheets.len(), sheets.grid.0 * sheets.grid.1);
        let whole = |mark: &Mark| {
            let area = bounds(mark).unwrap();
            sheets.sheets.iter().any(|sheet| sheet.area.contains(&area))
        };
        assert!(scene.marks.iter().all(whole), "a mark is cut on every sheet");
        let shown: usize = sheets.sheets.iter().map(|sheet| Sheets::visible(&scene, sheet).marks.len()).sum();
        assert!(shown >= scene.marks.len() && shown < 2 * scene.marks.len());
        let frame = sheets.frame(1, "Organigramm", Language::German);
        let words: Vec<&str> = frame
            .marks
            .iter()
            .filter_map(|mark| if let Mark::Text { text, .. } = mark { Some(text.as_str()) } else { None })
            .collect();
        assert_eq!(words, ["Organigramm", &format!("Blatt 2 von {}", sheets.sheets.len())]);
    }

    #[test]
    fn a_picture_without_end_has_a_bounded_number_of_sheets() {
        let sheets = Sheets::of(&scene(1e6, 1e6), Paper::A4, Fit::Readable);
        assert!(sheets.sheets.len() <= MOST_SHEETS);
    }
}
