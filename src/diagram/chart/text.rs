//! Text in boxes without a browser: widths are estimated on the wide side, so that what fits here fits on paper.

/// Estimated width of a text at a font size of 1, generous for the usual sans-serif fonts.
pub(super) fn width(text: &str) -> f64 {
    text.chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '·' => 0.29,
            't' | 'f' | 'r' | ' ' | '(' | ')' | '-' | '/' => 0.38,
            'm' | 'w' | 'M' | 'W' | '…' | '%' => 0.92,
            c if c.is_uppercase() => 0.7,
            _ => 0.58,
        })
        .sum()
}

/// Breaks a text at spaces, after hyphens and slashes, into at most `most` lines no wider than `room`; what does not
/// fit ends with „…“.
pub(super) fn wrap(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in text.split_inclusive([' ', '-', '/']) {
        if !line.is_empty() && (width(&line) + width(piece.trim_end())) * size > room {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        // A single word wider than the room is divided where it must be: nothing of a name is lost.
        let mut rest = piece;
        while let Some(fits) = divided(rest, size, room) {
            let (head, tail) = rest.split_at(fits);
            lines.push(format!("{head}-"));
            rest = tail;
        }
        line.push_str(rest);
    }
    lines.push(line.trim_end().to_owned());
    let cut = lines.len() > most;
    lines.truncate(most.max(1));
    let last = lines.len() - 1;
    for (index, line) in lines.iter_mut().enumerate() {
        if width(line) * size > room || (cut && index == last) {
            *line = shortened(line, size, room);
        }
    }
    lines
}

/// Where a word that does not fit is divided: at least three letters stay on either side.
fn divided(word: &str, size: f64, room: f64) -> Option<usize> {
    let bare = word.trim_end();
    if width(bare) * size <= room || bare.chars().count() < 8 {
        return None;
    }
    let last = bare.char_indices().rev().nth(2).map_or(0, |(index, _)| index);
    let fits = |index: &usize| (width(&word[..*index]) + width("-")) * size <= room;
    let places = word.char_indices().map(|(index, _)| index).skip(3);
    places.filter(|index| *index <= last).take_while(fits).last()
}

/// The beginning of a text that fits with „…“ behind it.
fn shortened(text: &str, size: f64, room: f64) -> String {
    let mut short: String = text.to_owned();
    while !short.is_empty() && (width(&short) + width("…")) * size > room {
        short.pop();
    }
    format!("{}…", short.trim_end())
}
