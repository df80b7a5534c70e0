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

/// Whether a word may be divided before its letter of this number: in German a line begins with one consonant and a
/// vowel, and what is spoken as one sound stays together.
fn is_joint(letters: &[char], at: usize) -> bool {
    let letter = |at: usize| letters.get(at).map(|letter| letter.to_ascii_lowercase());
    let is_vowel = |letter: char| "aeiouyäöüAEIOUYÄÖÜ".contains(letter);
    let (Some(before), Some(here), Some(after)) =
        (at.checked_sub(1).and_then(letter), letter(at), letter(at + 1))
    else {
        return false;
    };
    let as_one =
        matches!((before, here), ('c', 'h' | 'k') | ('s', 'c') | ('p' | 't' | 's', 'h') | ('q', 'u'));
    let begins = !is_vowel(here) && is_vowel(after) && !as_one;
    // „sch“, „ch“ and „qu“ begin a line too.
    let cluster = matches!((here, after), ('c', 'h') | ('s', 'c') | ('q', 'u')) && before != 's';
    (begins || cluster) && letters[..at].iter().any(|letter| is_vowel(*letter))
}

/// Where a word that does not fit is divided: between syllables where it can be, and at least three letters stay on
/// either side.
fn divided(word: &str, size: f64, room: f64) -> Option<usize> {
    let bare = word.trim_end();
    if width(bare) * size <= room || bare.chars().count() < 8 {
        return None;
    }
    let last = bare.char_indices().rev().nth(2).map_or(0, |(index, _)| index);
    let fits = |index: &usize| (width(&word[..*index]) + width("-")) * size <= room;
    let letters: Vec<char> = bare.chars().collect();
    let places = word.char_indices().map(|(index, _)| index).enumerate().skip(3);
    let places: Vec<(usize, usize)> =
        places.filter(|(_, index)| *index <= last).take_while(|(_, index)| fits(index)).collect();
    let joint = places.iter().rev().find(|(at, _)| is_joint(&letters, *at));
    joint.or(places.last()).map(|(_, index)| *index)
}

/// The beginning of a text that fits with „…“ behind it.
fn shortened(text: &str, size: f64, room: f64) -> String {
    let mut short: String = text.to_owned();
    while !short.is_empty() && (width(&short) + width("…")) * size > room {
        short.pop();
    }
    format!("{}…", short.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_divided_between_syllables() {
        for (word, room, wanted) in [
            ("Bleibemanagement", 9.0, ["Bleibemanage-", "ment"]),
            ("Unterbringungskoordination", 9.0, ["Unterbringungs-", "koordination"]),
            ("Staatsangehörigkeit", 8.5, ["Staatsangehörig-", "keit"]),
            ("Rückkehrberatungsstelle", 9.0, ["Rückkehrbera-", "tungsstelle"]),
        ] {
            assert_eq!(wrap(word, 1.0, room, 5), wanted, "{word}: {}", width(word));
        }
    }

    #[test]
    fn nothing_of_a_word_without_syllables_is_lost() {
        let lines = wrap("Xxxxxxxxxxxxxxxxxxxxxxxx", 1.0, 5.0, 9);
        assert_eq!(lines.concat().replace('-', ""), "Xxxxxxxxxxxxxxxxxxxxxxxx");
    }
}
