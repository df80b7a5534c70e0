//! The chart as PDF: real text in embedded fonts, on one sheet or several; tagged like the documents, the drawing as a figure with what it
//! shows in words.

use super::typeset::Faces;
use super::{ExportError, Order, fonts};
use crate::diagram::chart::{Caption, STYLE_SHEET};
use crate::diagram::scene::{Area, Mark, Scene};
use crate::diagram::{Sheet, Sheets};
use crate::format::{self, Language};
use chrono::Datelike;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::FillRule;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, BBox, ContentTag, Tag, TagGroup, TagTree};
use krilla::{Document, SerializeSettings};
use krilla_svg::{SurfaceExt, SvgSettings};

pub(super) fn write(scene: &Scene, caption: &Caption, order: Order) -> Result<Vec<u8>, ExportError> {
    let date = format::date(caption.date, caption.language);
    let chart = Chart {
        scene,
        caption,
        sheets: Sheets::of(scene, order.paper, order.fit),
        title: format!("{} – {} – {date}", scene.title, caption.scenario),
        faces: Faces::load()?,
    };
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .with_archival_validator(Archival::A2_A)
        .finish()
        .map_err(|error| ExportError::Drawing(format!("{error:?}")))?;
    let checked = SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() };
    // A name with a sign that an archive refuses costs the claim to be fit for one, not the chart.
    chart
        .draw(checked)
        .or_else(|_| chart.draw(SerializeSettings { enable_tagging: true, ..SerializeSettings::default() }))
}

/// What a part of the picture is to somebody who has it read out; in the order of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    TitleBlock,
    Drawing,
    Legend,
}

impl Part {
    const ALL: [Self; 3] = [Self::TitleBlock, Self::Drawing, Self::Legend];

    fn of(mark: &Mark) -> Self {
        match mark {
            Mark::Group { class, .. } if class == "title-block" => Self::TitleBlock,
            Mark::Group { class, .. } if class == "legend" => Self::Legend,
            _ => Self::Drawing,
        }
    }
}

/// A chart and the sheets on which it is drawn.
struct Chart<'a> {
    scene: &'a Scene,
    caption: &'a Caption,
    sheets: Sheets,
    title: String,
    faces: Faces,
}

impl Chart<'_> {
    fn draw(&self, settings: SerializeSettings) -> Result<Vec<u8>, ExportError> {
        let mut document = Document::new_with(settings);
        document.set_metadata(self.metadata());
        let mut tree = TagTree::new().with_lang(Some(self.language().to_owned()));
        let mut outline = Outline::new();
        for (index, sheet) in self.sheets.sheets.iter().enumerate() {
            let size = size(self.sheets.size.0, self.sheets.size.1)?;
            let settings =
                PageSettings::from_wh(size.width(), size.height()).ok_or_else(|| no_size("Seite"))?;
            let mut page = document.start_page_with(settings);
            let mut surface = page.surface();
            for group in self.sheet(&mut surface, index, sheet)? {
                tree.push(group);
            }
            self.frame(&mut surface, index, size)?;
            surface.finish();
            page.finish();
            let top = XyzDestination::new(index, Point::from_xy(0.0, 0.0));
            outline.push_child(OutlineNode::new(self.named(&self.title, index), top));
        }
        document.set_outline(outline);
        document.set_tag_tree(tree);
        document.finish().map_err(|error| ExportError::Drawing(format!("{error:?}")))
    }

    fn metadata(&self) -> Metadata {
        let day = self.caption.date;
        let year = u16::try_from(day.year()).unwrap_or_default();
        Metadata::new()
            .title(self.title.clone())
            .description(self.scene.description.clone())
            .language(self.language().to_owned())
            .creator("Stellwerk".to_owned())
            .creation_date(DateTime::new(year).month(day.month() as u8).day(day.day() as u8))
    }

    const fn language(&self) -> &'static str {
        match self.caption.language {
            Language::German => "de-DE",
            Language::English => "en-GB",
        }
    }

    /// Words about a sheet, with its number where there are several.
    fn named(&self, words: &str, index: usize) -> String {
        let count = self.sheets.sheets.len();
        match self.caption.language {
            _ if count < 2 => words.to_owned(),
            Language::German => format!("{words}, Blatt {} von {count}", index + 1),
            Language::English => format!("{words}, sheet {} of {count}", index + 1),
        }
    }

    /// Draws what a sheet shows of the picture; the parts with their meaning.
    fn sheet(
        &self,
        surface: &mut Surface<'_>,
        index: usize,
        sheet: &Sheet,
    ) -> Result<Vec<TagGroup>, ExportError> {
        let (shown, window) = (Sheets::visible(self.scene, sheet), self.sheets.window(sheet));
        let mut groups = Vec::new();
        for part in Part::ALL {
            let marks: Vec<Mark> =
                shown.marks.iter().filter(|mark| Part::of(mark) == part).cloned().collect();
            if marks.is_empty() {
                continue;
            }
            let scene = Scene { width: shown.width, height: shown.height, marks, ..Scene::default() };
            let identifier = surface.start_tagged(ContentTag::Other);
            self.draw_window(surface, &scene, sheet.area, window)?;
            surface.end_tagged();
            let mut group = match part {
                // Lines that follow each other without a space would be read as one word.
                Part::TitleBlock | Part::Legend => {
                    TagGroup::new(Tag::P.with_actual_text(Some(words(&scene.marks).join("; "))))
                }
                Part::Drawing => {
                    let words = format!("{}. {}", self.scene.title, self.scene.description);
                    let place = Rect::from_ltrb(
                        window.x as f32,
                        window.y as f32,
                        window.right() as f32,
                        window.bottom() as f32,
                    );
                    let place = place.map(|area| BBox::new(index, area));
                    TagGroup::new(Tag::Figure(Some(self.named(&words, index))).with_bbox(place))
                }
            };
            group.push(identifier);
            groups.push(group);
        }
        Ok(groups)
    }

    /// What stands around the picture on one of several sheets: the same words everywhere, not read out.
    fn frame(&self, surface: &mut Surface<'_>, index: usize, size: Size) -> Result<(), ExportError> {
        let frame = self.sheets.frame(index, &self.title, self.caption.language);
        if frame.marks.is_empty() {
            return Ok(());
        }
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
        self.picture(surface, &frame, size)?;
        surface.end_tagged();
        Ok(())
    }

    /// Draws a part of a scene into a window of the page, and nothing beside it.
    fn draw_window(
        &self,
        surface: &mut Surface<'_>,
        scene: &Scene,
        area: Area,
        window: Area,
    ) -> Result<(), ExportError> {
        let scale = window.width / area.width;
        let mut path = PathBuilder::new();
        let corner = |x: f64, y: f64| (x as f32, y as f32);
        let (left, top) = corner(window.x, window.y);
        let (right, bottom) = corner(window.right(), window.bottom());
        path.move_to(left, top);
        path.line_to(right, top);
        path.line_to(right, bottom);
        path.line_to(left, bottom);
        path.close();
        let clip = path.finish().ok_or_else(|| no_size("Ausschnitt"))?;
        surface.push_clip_path(&clip, &FillRule::NonZero);
        let (x, y) = corner(window.x - area.x * scale, window.y - area.y * scale);
        surface.push_transform(&Transform::from_translate(x, y));
        self.picture(surface, scene, size(scene.width * scale, scene.height * scale)?)?;
        surface.pop();
        surface.pop();
        Ok(())
    }

    /// Draws a scene; a sign that the font lacks becomes a question mark, so that no empty box is read out.
    fn picture(&self, surface: &mut Surface<'_>, scene: &Scene, size: Size) -> Result<(), ExportError> {
        let tree = fonts::tree(&self.faces.writable(&scene.to_svg(STYLE_SHEET)))?;
        surface.draw_svg(&tree, size, SvgSettings::default()).ok_or_else(|| no_size("Zeichnung"))
    }
}

/// The texts of marks, in their order.
fn words(marks: &[Mark]) -> Vec<String> {
    let texts = marks.iter().flat_map(|mark| match mark {
        Mark::Group { marks, .. } => words(marks),
        Mark::Text { text, .. } => vec![text.clone()],
        _ => Vec::new(),
    });
    texts.collect()
}

fn size(width: f64, height: f64) -> Result<Size, ExportError> {
    Size::from_wh(width as f32, height as f32).ok_or_else(|| no_size("Bild"))
}

fn no_size(what: &str) -> ExportError {
    ExportError::Drawing(format!("{what} ohne Ausdehnung"))
}
