//! Bytes to text and text to cells.

/// Windows-1252 at 0x80 to 0x9f; the five that it does not define are 0.
const WINDOWS_1252: [u16; 32] = [
    0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
    0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
    0x0153, 0, 0x017e, 0x0178,
];

const MIXED: &str = "Die Zeile ist anders kodiert als die davor. Bitte speichern Sie die Datei als „CSV UTF-8“ und versuchen Sie es noch einmal.";

const BINARY: &str =
    "Das ist keine Textdatei. Bitte speichern Sie die Tabelle als „CSV UTF-8 (durch Trennzeichen getrennt)“.";

/// How the text of a file is written; found out at the first letter beyond ASCII and kept from there on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Unknown,
    Utf8,
    Windows1252,
}

impl Encoding {
    pub(super) fn decode(&mut self, bytes: &[u8]) -> Result<String, &'static str> {
        if bytes.contains(&0) {
            return Err(BINARY);
        }
        let utf8 = std::str::from_utf8(bytes);
        if *self == Self::Unknown && !bytes.is_ascii() {
            *self = if utf8.is_ok() { Self::Utf8 } else { Self::Windows1252 };
        }
        match (*self, utf8) {
            (Self::Unknown | Self::Utf8, Ok(text)) => Ok(text.to_owned()),
            (Self::Unknown | Self::Utf8, Err(_)) => Err(MIXED),
            (Self::Windows1252, _) => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
        }
    }
}

fn windows_1252(byte: u8) -> Result<char, &'static str> {
    let code = match byte {
        0x80..=0x9f => u32::from(WINDOWS_1252[usize::from(byte - 0x80)]),
        _ => u32::from(byte),
    };
    char::from_u32(code).filter(|character| *character != '\0').ok_or(MIXED)
}

/// Length of the mark at the beginning and what it says; UTF-16 and archives are refused.
pub(super) fn mark(bytes: &[u8]) -> Result<(usize, Encoding), &'static str> {
    if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
        return Ok((3, Encoding::Utf8));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(
            "Die Datei ist als UTF-16 („Unicode-Text“) gespeichert. Bitte speichern Sie sie als „CSV UTF-8“.",
        );
    }
    if bytes.starts_with(b"PK") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(
            "Das ist eine Arbeitsmappe und kein CSV. Bitte speichern Sie sie als .xlsx oder das Blatt als „CSV UTF-8“.",
        );
    }
    Ok((0, Encoding::Unknown))
}

/// Semicolon or tab if at least every second of the first lines has one, else the comma: it may also be a decimal one.
pub(super) fn separator(sample: &[u8]) -> u8 {
    let lines: Vec<&[u8]> =
        sample.split(|byte| *byte == b'\n').filter(|line| line.len() > 1).take(20).collect();
    let with = |separator: u8| lines.iter().filter(|line| line.contains(&separator)).count();
    let often = |separator: &u8| with(*separator) > 0 && with(*separator) * 2 >= lines.len();
    [b';', b'\t', b','].into_iter().find(often).unwrap_or(b';')
}

/// The cells of a row; an error names its column.
pub(super) fn split(text: &str, separator: char) -> Result<Vec<String>, (usize, &'static str)> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    let mut cells = Vec::new();
    let mut rest = text;
    loop {
        let (cell, after) = match rest.trim_start_matches(' ').strip_prefix('"') {
            Some(quoted) => {
                let (cell, after) = unquote(quoted).ok_or((cells.len(), "Ein Anführungszeichen fehlt."))?;
                let after = after.trim_start_matches(' ');
                if !(after.is_empty() || after.starts_with(separator)) {
                    let reason = "Nach dem schließenden Anführungszeichen steht noch Text; Anführungszeichen im Text werden verdoppelt.";
                    return Err((cells.len(), reason));
                }
                (cell, after)
            }
            None => {
                let end = rest.find(separator).unwrap_or(rest.len());
                (rest[..end].to_owned(), &rest[end..])
            }
        };
        cells.push(cell.trim().to_owned());
        match after.strip_prefix(separator) {
            Some(next) => rest = next,
            None => return Ok(cells),
        }
    }
}

/// The text up to the closing quote, and what follows it.
fn unquote(text: &str) -> Option<(String, &str)> {
    let mut cell = String::new();
    let mut rest = text;
    loop {
        let end = rest.find('"')?;
        cell.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('"') {
            Some(more) => {
                cell.push('"');
                rest = more;
            }
            None => return Some((cell, rest)),
        }
    }
}

/// Whether a spreadsheet would compute the text; a signed number it would not.
pub(super) fn is_formula(text: &str) -> bool {
    let number = text.strip_prefix(['-', '+', '−']).unwrap_or(text);
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '%'));
    // A dash alone is how tables say "none".
    let is_dash = matches!(text, "-" | "--" | "---");
    text.starts_with(['=', '@', '+', '-']) && !is_number && !is_dash
}
