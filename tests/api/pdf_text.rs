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
    for (_, piece) in streams.iter().flat_map(|stream| pieces(stream)) {
        for font in &fonts {
            let letter = |glyph: &u16| font.get(glyph).map_or("\u{fffd}", String::as_str);
            text.extend(piece.iter().map(letter));
            text.push('\n');
        }
    }
    text
}

/// What is set on the pages, piece behind piece, each read in its own font; with single spaces and without the numbers of notes.
pub fn pdf_words(pdf: &[u8]) -> String {
    let mut words = Vec::new();
    for (fonts, content) in pages(pdf) {
        assert!(!fonts.is_empty(), "a page without a font that says what its glyphs stand for");
        for (name, piece) in streams(content).iter().flat_map(|stream| pieces(stream)) {
            let Some(font) = fonts.get(&name) else { continue };
            let letter = |glyph: &u16| font.get(glyph).map_or("\u{fffd}", String::as_str);
            words.push(piece.iter().map(letter).collect::<String>());
        }
    }
    plain(&words.join(" "))
}

/// Words with single spaces between them, without the numbers of notes.
pub fn plain(text: &str) -> String {
    let mut words = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        words.push_str(before);
        let digits = after.chars().take_while(char::is_ascii_digit).count();
        rest = match after[digits..].strip_prefix(']').filter(|_| digits > 0) {
            Some(behind) => behind,
            None => {
                words.push('[');
                after
            }
        };
    }
    words.push_str(rest);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many cells of the tables are tagged as heads of columns or rows.
pub fn head_cells(pdf: &[u8]) -> usize {
    let tags: String = String::from_utf8_lossy(pdf).split_whitespace().collect();
    tags.matches("/S/TH").count() - tags.matches("/S/THead").count()
}

/// The pages: the fonts by the names under which each sets text, and the object of what stands on it.
fn pages(pdf: &[u8]) -> Vec<(BTreeMap<String, Glyphs>, &[u8])> {
    let text = String::from_utf8_lossy(pdf);
    let heads = text.split("/Type/Page/").skip(1).filter_map(|head| head.split("endobj").next());
    let number = |head: &str, key: &str| Some(head.split_once(key)?.1.split(' ').next()?.to_owned());
    let page = |head: &str| {
        let fonts = object(pdf, &number(head, "Resources ")?)?;
        Some((fonts_of(pdf, &String::from_utf8_lossy(fonts)), object(pdf, &number(head, "Contents ")?)?))
    };
    let found: Vec<_> = heads.filter_map(page).collect();
    assert!(!found.is_empty(), "a PDF without a page");
    found
}

/// The fonts of a list: `/Font<</f0 255 0 R/f1 258 0 R>>`.
fn fonts_of(pdf: &[u8], resources: &str) -> BTreeMap<String, Glyphs> {
    let list = resources.split_once("/Font<<").and_then(|(_, rest)| rest.split(">>").next());
    let font = |entry: &str| {
        let (name, object) = entry.split_once(' ')?;
        Some((name.to_owned(), letters(pdf, object.split(' ').next()?)?))
    };
    list.unwrap_or_default().split('/').skip(1).filter_map(font).collect()
}

/// What the glyphs of a font stand for, by the number of its object.
fn letters(pdf: &[u8], number: &str) -> Option<Glyphs> {
    let font = String::from_utf8_lossy(object(pdf, number)?);
    let (_, map) = font.split_once("/ToUnicode ")?;
    streams(object(pdf, map.split(' ').next()?)?).iter().find_map(|stream| glyphs(stream))
}

/// An object of the file.
fn object<'a>(pdf: &'a [u8], number: &str) -> Option<&'a [u8]> {
    let find = |bytes: &[u8], word: &[u8]| bytes.windows(word.len()).position(|window| window == word);
    let rest = &pdf[find(pdf, format!("\n{number} 0 obj").as_bytes())?..];
    Some(&rest[..find(rest, b"endobj")?])
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

/// The glyphs of each `[(…) 10 (…)] TJ`, or of each `(…) Tj`, with the name of the font that `/f0 18 Tf` chose for them.
fn pieces(stream: &[u8]) -> Vec<(String, Vec<u16>)> {
    let (mut found, mut bytes, mut rest) = (Vec::new(), Vec::new(), stream);
    let (mut name, mut font) = (String::new(), String::new());
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'(' => rest = string(rest, &mut bytes),
            b'/' => {
                let end = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                name = String::from_utf8_lossy(&rest[..end]).into_owned();
            }
            b'T' if rest.starts_with(b"f") => font.clone_from(&name),
            b'T' if rest.starts_with(b"J") || rest.starts_with(b"j") => {
                let pairs = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
                found.push((font.clone(), pairs.collect()));
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
