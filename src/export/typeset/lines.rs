//! Lines: words of several styles, broken where a column ends.

use super::{Faces, Weight};

/// How a stretch of text looks, and what it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    pub(super) weight: Weight,
    pub(super) size: f32,
    /// How far it stands above the line.
    pub(super) rise: f32,
    /// Whether it refers to a note.
    pub(super) refers: bool,
}

/// A stretch of text in one style.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    pub(super) style: Style,
    pub(super) text: String,
}

/// A stretch on its line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) style: Style,
    pub(super) text: String,
    /// From the beginning of the line.
    pub(super) x: f32,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Line {
    pub(super) parts: Vec<Placed>,
    /// Without the space at its end.
    pub(super) width: f32,
}

impl Line {
    /// A line with nothing but a space.
    pub(super) fn space(size: f32) -> Self {
        let style = Style { weight: Weight::Regular, size, rise: 0.0, refers: false };
        Self { parts: vec![Placed { style, text: " ".to_owned(), x: 0.0 }], width: 0.0 }
    }
}

/// What is not broken, with the space behind it.
#[derive(Debug, Clone, Default)]
struct Word {
    runs: Vec<Run>,
    width: f32,
    space: Option<(Style, f32)>,
}

/// Breaks runs into lines of at most `width` points. A word that is longer is broken anywhere.
pub(super) fn lines(faces: &Faces, runs: &[Run], width: f32) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut line = Line::default();
    let mut space = 0.0;
    for word in words(faces, runs) {
        for piece in fitting(faces, word, width) {
            if !line.parts.is_empty() && line.width + space + piece.width > width + 0.01 {
                lines.push(std::mem::take(&mut line));
                space = 0.0;
            }
            let mut x = line.width + space;
            for run in piece.runs {
                let run_width = faces.width(&run.text, run.style.weight, run.style.size);
                append(&mut line, run, x);
                x += run_width;
            }
            line.width = x;
            space = 0.0;
            if let Some((style, wide)) = piece.space {
                // Spaces are text, also at the end of a line: readers and searches rely on them.
                append(&mut line, Run { style, text: " ".to_owned() }, x);
                space = wide;
            }
        }
    }
    if !line.parts.is_empty() {
        lines.push(line);
    }
    lines
}

/// The widest word: a column narrower than this breaks words.
pub(super) fn longest_word(faces: &Faces, runs: &[Run]) -> f32 {
    words(faces, runs).iter().map(|word| word.width).fold(0.0, f32::max)
}

/// The width of the text on one line.
pub(super) fn whole(faces: &Faces, runs: &[Run]) -> f32 {
    runs.iter().map(|run| faces.width(&run.text, run.style.weight, run.style.size)).sum()
}

/// Puts a run at the end of a line, into the one before where it looks the same.
fn append(line: &mut Line, run: Run, x: f32) {
    match line.parts.last_mut().filter(|last| last.style == run.style) {
        Some(last) => last.text.push_str(&run.text),
        None => line.parts.push(Placed { style: run.style, text: run.text, x }),
    }
}

fn words(faces: &Faces, runs: &[Run]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = Word::default();
    for run in runs {
        let mut text = String::new();
        let signs: Vec<char> = run.text.chars().collect();
        for (index, &sign) in signs.iter().enumerate() {
            if sign == ' ' {
                close(faces, &mut word, run.style, &mut text);
                if !word.runs.is_empty() {
                    word.space = Some((run.style, faces.width(" ", run.style.weight, run.style.size)));
                    words.push(std::mem::take(&mut word));
                }
                continue;
            }
            text.push(sign);
            let before = index.checked_sub(1).map(|place| signs[place]);
            if breaks_after(before, sign, signs.get(index + 1).copied()) {
                close(faces, &mut word, run.style, &mut text);
                words.push(std::mem::take(&mut word));
            }
        }
        close(faces, &mut word, run.style, &mut text);
    }
    if !word.runs.is_empty() {
        words.push(word);
    }
    words
}

/// Takes what was read into the word.
fn close(faces: &Faces, word: &mut Word, style: Style, text: &mut String) {
    if !text.is_empty() {
        word.width += faces.width(text, style.weight, style.size);
        word.runs.push(Run { style, text: std::mem::take(text) });
    }
}

/// Whether a line may end after a hyphen or stroke between letters.
fn breaks_after(before: Option<char>, sign: char, after: Option<char>) -> bool {
    matches!(sign, '-' | '/' | '–')
        && before.is_some_and(char::is_alphabetic)
        && after.is_some_and(char::is_alphabetic)
}

/// The word, or its pieces where it is wider than the column.
fn fitting(faces: &Faces, word: Word, width: f32) -> Vec<Word> {
    if word.width <= width {
        return vec![word];
    }
    let mut pieces = Vec::new();
    let mut piece = Word::default();
    for run in word.runs {
        for sign in run.text.chars() {
            let text = sign.to_string();
            let wide = faces.width(&text, run.style.weight, run.style.size);
            if !piece.runs.is_empty() && piece.width + wide > width {
                pieces.push(std::mem::take(&mut piece));
            }
            piece.width += wide;
            match piece.runs.last_mut().filter(|last| last.style == run.style) {
                Some(last) => last.text.push_str(&text),
                None => piece.runs.push(Run { style: run.style, text }),
            }
        }
    }
    piece.space = word.space;
    pieces.push(piece);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style { weight: Weight::Regular, size: 10.0, rise: 0.0, refers: false };

    fn texts(text: &str, width: f32) -> Vec<String> {
        let faces = Faces::load().unwrap();
        let runs = [Run { style: STYLE, text: text.to_owned() }];
        let lines = lines(&faces, &runs, width);
        for line in &lines {
            assert!(line.width <= width + 0.1, "{line:?}");
        }
        lines.iter().map(|line| line.parts.iter().map(|part| part.text.as_str()).collect()).collect()
    }

    #[test]
    fn breaks_at_spaces_and_hyphens_and_loses_nothing() {
        let text =
            "Die Abteilung Migration und Integration gliedert sich in Sachgebiete mit Task-Force-Stellen";
        let lines = texts(text, 90.0);
        assert!(lines.len() > 4);
        assert_eq!(lines.concat(), text);
        assert!(lines.iter().any(|line| line.ends_with('-')), "{lines:?}");
        assert_eq!(texts("11\u{a0}VZÄ 33333", 36.0), ["11\u{a0}VZÄ ", "33333"]);
    }

    #[test]
    fn breaks_a_word_that_no_line_can_hold() {
        let lines = texts("Rindfleischetikettierungsüberwachungsaufgabe ja", 50.0);
        assert!(lines.len() > 3);
        assert_eq!(lines.concat(), "Rindfleischetikettierungsüberwachungsaufgabe ja");
        assert_eq!(texts("", 50.0), Vec::<String>::new());
    }
}
