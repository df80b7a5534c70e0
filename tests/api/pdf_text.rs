//! The text of the PDFs that the server makes: enough of the format to look for what must not be in them.

use flate2::read::ZlibDecoder;
use std::collections::BTreeMap;
use std::io::Read;

/// Glyphs of a font and what they stand for.
type Glyphs = BTreeMap<u16, String>;

/// All text. Which font a piece is set in is not followed: each piece is read with every font of the file, so that what is set
/// stands there once as it is and otherwise as nonsense.
pub fn pdf_text(pdf: &[u8]) -> String {
    let streams = streams(pdf);
    let fonts: Vec<Glyphs> = streams.iter().filter_map(|stream| glyphs(stream)).collect();
    assert!(!fonts.is_empty(), "a PDF without a font that says what its glyphs stand for");
    let mut text = String::new();
    for piece in streams.iter().flat_map(|stream| pieces(stream)) {
        for font in &fonts {
            let letter = |glyph: &u16| font.get(glyph).map_or("\u{fffd}", String::as_str);
            text.extend(piece.iter().map(letter));
            text.push('\n');
        }
    }
    text
}

/// What the compressed streams hold.
fn streams(pdf: &[u8]) -> Vec<Vec<u8>> {
    const WORD: &[u8] = b"stream";
    let mut found = Vec::new();
    for at in 0..pdf.len().saturating_sub(WORD.len()) {
        if !pdf[at..].starts_with(WORD) || !pdf[..at].trim_ascii_end().ends_with(b">>") {
            continue;
        }
        let mut content = Vec::new();
        let packed = pdf[at + WORD.len()..].trim_ascii_start();
        if ZlibDecoder::new(packed).read_to_end(&mut content).is_ok() {
            found.push(content);
        }
    }
    found
}

/// The glyphs of a stream that says what they stand for: lines like `<0007> <0061>`.
fn glyphs(stream: &[u8]) -> Option<Glyphs> {
    let text = std::str::from_utf8(stream).ok().filter(|text| text.contains("begincmap"))?;
    assert!(!text.contains("beginbfrange"), "ranges of glyphs are not read");
    let units = |hex: &str| -> Option<Vec<u16>> {
        let digits = hex.strip_prefix('<')?.strip_suffix('>')?;
        (0..digits.len() / 4).map(|at| u16::from_str_radix(&digits[at * 4..at * 4 + 4], 16).ok()).collect()
    };
    let entry = |line: &str| {
        let (glyph, letters) = line.trim().split_once(' ')?;
        Some((*units(glyph)?.first()?, String::from_utf16(&units(letters)?).ok()?))
    };
    let lines = text.lines().skip_while(|line| !line.contains("beginbfchar"));
    Some(lines.filter_map(entry).collect())
}

/// The glyphs of each `[(…) 10 (…)] TJ`, or of each `(…) Tj`.
fn pieces(stream: &[u8]) -> Vec<Vec<u16>> {
    let (mut found, mut bytes, mut rest) = (Vec::new(), Vec::new(), stream);
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'(' => rest = string(rest, &mut bytes),
            b'T' if rest.starts_with(b"J") || rest.starts_with(b"j") => {
                let pairs = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
                found.push(pairs.collect());
                bytes.clear();
            }
            _ => {}
        }
    }
    found
}

/// Reads a string up to its bracket; gives what follows.
fn string<'a>(mut rest: &'a [u8], into: &mut Vec<u8>) -> &'a [u8] {
    let mut depth = 0;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match first {
            b')' if depth == 0 => break,
            b'\\' => rest = escaped(rest, into),
            other => {
                depth += i32::from(*other == b'(') - i32::from(*other == b')');
                into.push(*other);
            }
        }
    }
    rest
}

/// Reads what stands behind a backslash.
fn escaped<'a>(rest: &'a [u8], into: &mut Vec<u8>) -> &'a [u8] {
    let digits = rest.iter().take(3).take_while(|byte| (b'0'..=b'7').contains(*byte)).count();
    if digits > 0 {
        let value = rest[..digits].iter().fold(0_u32, |sum, digit| sum * 8 + u32::from(digit - b'0'));
        into.push(u8::try_from(value & 0xff).unwrap());
        return &rest[digits..];
    }
    let Some((first, after)) = rest.split_first() else { return rest };
    into.push(match first {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'b' => 8,
        b'f' => 12,
        other => *other,
    });
    after
}
