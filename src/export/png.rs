//! A scene as PNG.

use super::{ExportError, fonts};
use crate::diagram::chart::STYLE_SHEET;
use crate::diagram::scene::Scene;
use resvg::tiny_skia::{Color, Pixmap, Transform};

/// Pixels for each unit of the scene.
const SCALE: f64 = 2.0;
/// Most pixels along one side.
const MOST: f64 = 12_000.0;
/// Most pixels in all: four bytes each are held in memory.
const MOST_IN_ALL: f64 = 60_000_000.0;

pub(super) fn write(scene: &Scene) -> Result<Vec<u8>, ExportError> {
    styled(scene, STYLE_SHEET)
}

/// The same with rules of its own.
pub(super) fn styled(scene: &Scene, style_sheet: &str) -> Result<Vec<u8>, ExportError> {
    let (wide, high) = (scene.width * SCALE, scene.height * SCALE);
    // A large chart gets fewer pixels for each unit, down to half of one.
    let shrink = (MOST / wide.max(high)).min((MOST_IN_ALL / (wide * high)).sqrt()).min(1.0);
    let (width, height) = ((wide * shrink).ceil() as u32, (high * shrink).ceil() as u32);
    let too_large = || ExportError::TooLarge { width: wide as u32, height: high as u32 };
    if shrink < 0.25 {
        return Err(too_large());
    }
    let mut pixels = Pixmap::new(width, height).ok_or_else(too_large)?;
    pixels.fill(Color::WHITE);
    let tree = fonts::tree(&scene.to_svg(style_sheet))?;
    let scale = (SCALE * shrink) as f32;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| ExportError::Drawing(error.to_string()))
}
