//! A scene as PDF: real text in embedded fonts, on one sheet or several.

use super::{ExportError, Order, fonts};
use crate::diagram::Sheets;
use crate::diagram::chart::{Caption, STYLE_SHEET};
use crate::diagram::scene::{Area, Scene};
use crate::format::{self, Language};
use krilla::Document;
use krilla::geom::{PathBuilder, Size, Transform};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::FillRule;
use krilla::surface::Surface;
use krilla_svg::{SurfaceExt, SvgSettings};

pub(super) fn write(scene: &Scene, caption: &Caption, order: Order) -> Result<Vec<u8>, ExportError> {
    let sheets = Sheets::of(scene, order.paper, order.fit);
    let language = if caption.language == Language::German { "de" } else { "en" };
    let title =
        format!("{} – {} – {}", scene.title, caption.scenario, format::date(caption.date, caption.language));
    let mut document = Document::new();
    document.set_metadata(
        Metadata::new()
            .title(title.clone())
            .description(scene.description.clone())
            .language(language.to_owned())
            .creator("Stellwerk".to_owned()),
    );
    for (index, sheet) in sheets.sheets.iter().enumerate() {
        let size = size(sheets.size.0, sheets.size.1)?;
        let settings = PageSettings::from_wh(size.width(), size.height()).ok_or_else(|| no_size("Seite"))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        let (shown, window) = (Sheets::visible(scene, sheet), sheets.window(sheet));
        draw_window(&mut surface, &shown, sheet.area, window)?;
        let frame = sheets.frame(index, &title, caption.language);
        if !frame.marks.is_empty() {
            let tree = fonts::tree(&frame.to_svg(STYLE_SHEET))?;
            drawn(surface.draw_svg(&tree, size, SvgSettings::default()))?;
        }
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| ExportError::Drawing(format!("{error:?}")))
}

/// Draws a part of a scene into a window of the page, and nothing beside it.
fn draw_window(
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
    let tree = fonts::tree(&scene.to_svg(STYLE_SHEET))?;
    let size = size(scene.width * scale, scene.height * scale)?;
    drawn(surface.draw_svg(&tree, size, SvgSettings::default()))?;
    surface.pop();
    surface.pop();
    Ok(())
}

fn size(width: f64, height: f64) -> Result<Size, ExportError> {
    Size::from_wh(width as f32, height as f32).ok_or_else(|| no_size("Bild"))
}

fn drawn(done: Option<()>) -> Result<(), ExportError> {
    done.ok_or_else(|| no_size("Zeichnung"))
}

fn no_size(what: &str) -> ExportError {
    ExportError::Drawing(format!("{what} ohne Ausdehnung"))
}
