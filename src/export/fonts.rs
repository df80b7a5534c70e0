//! The fonts of exported pictures: Fira Sans, of which every file carries what it needs.

use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{Options, Tree};
use std::sync::{Arc, OnceLock};

pub(super) const REGULAR: &[u8] = include_bytes!("fonts/FiraSans-Regular.ttf");
pub(super) const SEMI_BOLD: &[u8] = include_bytes!("fonts/FiraSans-SemiBold.ttf");
const NAME: &str = "Fira Sans";

/// What a document is read with: our fonts and no others, so that it looks the same everywhere.
fn options() -> Options<'static> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let mut fonts = Database::new();
        for font in [REGULAR, SEMI_BOLD] {
            fonts.load_font_source(Source::Binary(Arc::new(font)));
        }
        fonts.set_sans_serif_family(NAME);
        Arc::new(fonts)
    });
    Options { fontdb: Arc::clone(fonts), font_family: NAME.to_owned(), ..Options::default() }
}

/// Reads an SVG text of ours.
pub(super) fn tree(svg: &str) -> Result<Tree, super::ExportError> {
    Tree::from_str(&written(svg), &options()).map_err(|error| super::ExportError::Drawing(error.to_string()))
}

/// The text with signs that the font has: a narrow space becomes a usual one, the diamond of assumptions a lozenge.
pub(super) fn written(svg: &str) -> String {
    svg.replace(['\u{202f}', '\u{2009}'], "\u{a0}").replace('◇', "◊")
}

/// Rules that bring the fonts into an SVG.
pub(super) fn faces() -> String {
    [(400, REGULAR), (600, SEMI_BOLD)]
        .map(|(weight, font)| {
            format!(
                "@font-face{{font-family:'{NAME}';font-weight:{weight};src:url(data:font/ttf;base64,{})}}\n",
                base64(font)
            )
        })
        .concat()
}

/// RFC 4648, with padding.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= group.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_follows_the_standard() {
        let examples = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (text, expected) in examples {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }
}
