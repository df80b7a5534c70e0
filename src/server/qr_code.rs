//! QR codes as the data of an SVG path: made on the server, so that no page needs a library for them.

use crate::api::QrCode;
use qrcode::types::QrError;
use qrcode::{Color, EcLevel};
use std::fmt::Write;

/// Light modules around a code, as ISO/IEC 18004 demands.
const MARGIN: usize = 4;

/// The code of a text, readable while up to 15 % of it are damaged.
///
/// # Errors
/// [`QrError`] when the text is longer than a code can hold, 2,331 bytes.
pub(super) fn of(text: &str) -> Result<QrCode, QrError> {
    let code = qrcode::QrCode::with_error_correction_level(text, EcLevel::M)?;
    let (width, modules) = (code.width(), code.to_colors());
    let mut path = String::new();
    for (y, row) in modules.chunks(width).enumerate() {
        let mut x = 0;
        while let Some(rest) = row.get(x..).filter(|rest| !rest.is_empty()) {
            let dark = rest.iter().take_while(|module| **module == Color::Dark).count();
            if dark > 0 {
                // Writing to a string cannot fail.
                let _ = write!(path, "M{} {}h{dark}v1h-{dark}z", x + MARGIN, y + MARGIN);
            }
            x += dark.max(1);
        }
    }
    let side = u32::try_from(width + 2 * MARGIN).unwrap_or(u32::MAX);
    Ok(QrCode { side, path })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The dark modules that a path covers.
    fn covered(path: &str) -> BTreeSet<(usize, usize)> {
        let mut found = BTreeSet::new();
        for run in path.split('M').skip(1) {
            let (at, rest) = run.split_once('h').unwrap();
            let (x, y) = at.split_once(' ').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let length: usize = rest.split_once('v').unwrap().0.parse().unwrap();
            assert_eq!(rest, format!("{length}v1h-{length}z"));
            found.extend((x..x + length).map(|x| (x, y)));
        }
        found
    }

    #[test]
    fn the_path_covers_the_dark_modules_and_leaves_the_margin() {
        let address =
            format!("https://stellwerk.example.de/freigabe?schluessel={}", "0123456789abcdef".repeat(4));
        let QrCode { side, path } = of(&address).unwrap();
        let code = qrcode::QrCode::with_error_correction_level(&address, EcLevel::M).unwrap();
        let width = code.width();
        assert_eq!(side as usize, width + 8);
        let dark = code.to_colors().into_iter().enumerate().filter(|(_, module)| *module == Color::Dark);
        let expected: BTreeSet<(usize, usize)> =
            dark.map(|(place, _)| (place % width + MARGIN, place / width + MARGIN)).collect();
        assert_eq!(covered(&path), expected);
        // The upper left finder: a ring of seven, light inside, three by three in its middle.
        let rows = covered(&path);
        assert!((4..11).all(|x| rows.contains(&(x, 4))) && !rows.contains(&(5, 5)) && rows.contains(&(6, 6)));
    }

    #[test]
    fn what_is_too_long_is_refused() {
        assert!(of(&"x".repeat(2_331)).is_ok());
        assert!(of(&"x".repeat(2_332)).is_err());
    }
}
