//! The two faces of the documents with the widths of their glyphs.

use super::super::{ExportError, fonts};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, Face, UnicodeBuffer};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Which face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::export) enum Weight {
    /// For running text.
    Regular,
    /// For headings and emphasis.
    SemiBold,
}

struct Loaded {
    face: Face<'static>,
    font: Font,
}

/// Both faces.
pub(in crate::export) struct Faces {
    regular: Loaded,
    semi_bold: Loaded,
    /// Widths that were asked for, in parts of a size: the same words come again and again.
    known: RefCell<BTreeMap<(bool, String), f32>>,
}

impl Faces {
    /// Reads the fonts.
    pub(in crate::export) fn load() -> Result<Self, ExportError> {
        let load = |data: &'static [u8]| {
            let face = Face::from_slice(data, 0)?;
            let font = Font::new(data.into(), 0)?;
            Some(Loaded { face, font })
        };
        let broken = || ExportError::Drawing("die Schrift ist nicht lesbar".to_owned());
        Ok(Self {
            regular: load(fonts::REGULAR).ok_or_else(broken)?,
            semi_bold: load(fonts::SEMI_BOLD).ok_or_else(broken)?,
            known: RefCell::default(),
        })
    }

    fn loaded(&self, weight: Weight) -> &Loaded {
        match weight {
            Weight::Regular => &self.regular,
            Weight::SemiBold => &self.semi_bold,
        }
    }

    /// The font as the writer of the file wants it.
    pub(in crate::export) fn font(&self, weight: Weight) -> Font {
        self.loaded(weight).font.clone()
    }

    /// The text with signs that the font has: what it lacks becomes a question mark, white space a space.
    pub(in crate::export) fn writable(&self, text: &str) -> String {
        let has = |sign: char| self.regular.face.glyph_index(sign).is_some();
        let sign = |sign: char| match sign {
            _ if sign.is_control() => ' ',
            _ if has(sign) => sign,
            _ if sign.is_whitespace() => ' ',
            _ => '?',
        };
        fonts::written(text).chars().filter(|sign| !is_invisible(*sign)).map(sign).collect()
    }

    /// The glyphs of a text, their places in parts of the size.
    pub(in crate::export) fn glyphs(&self, text: &str, weight: Weight) -> Vec<KrillaGlyph> {
        let face = &self.loaded(weight).face;
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        let shaped = rustybuzz::shape(face, &[], buffer);
        let em = face.units_per_em() as f32;
        let (infos, places) = (shaped.glyph_infos(), shaped.glyph_positions());
        let glyph = |(index, (info, place)): (usize, (&rustybuzz::GlyphInfo, &rustybuzz::GlyphPosition))| {
            let start = info.cluster as usize;
            let next = infos[index..].iter().map(|later| later.cluster as usize).find(|later| *later > start);
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                place.x_advance as f32 / em,
                place.x_offset as f32 / em,
                place.y_offset as f32 / em,
                place.y_advance as f32 / em,
                start..next.unwrap_or(text.len()),
                None,
            )
        };
        infos.iter().zip(places).enumerate().map(glyph).collect()
    }

    /// The width of a text of this size, in points.
    pub(in crate::export) fn width(&self, text: &str, weight: Weight, size: f32) -> f32 {
        let key = (weight == Weight::SemiBold, text.to_owned());
        if let Some(known) = self.known.borrow().get(&key) {
            return known * size;
        }
        let width: f32 = self.glyphs(text, weight).iter().map(|glyph| glyph.x_advance).sum();
        self.known.borrow_mut().insert(key, width);
        width * size
    }
}

/// Signs without a form of their own that no reader misses.
fn is_invisible(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_and_replaces_what_the_font_lacks() {
        let faces = Faces::load().unwrap();
        let (one, two) = (faces.width("m", Weight::Regular, 10.0), faces.width("mm", Weight::Regular, 10.0));
        assert!((two - 2.0 * one).abs() < 0.01 && one > 5.0);
        assert_eq!(faces.writable("ä\u{202f}%\t漢◇−→\u{200b}"), "ä\u{a0}% ?◊−→");
    }
}
