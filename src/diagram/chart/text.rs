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

/// The same for the bold cut, in which names are set: wide enough for the widest of the usual fonts.
pub(super) fn bold(text: &str) -> f64 {
    text.chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '·' => 0.38,
            't' | 'f' | 'r' | ' ' | '(' | ')' | '-' | '/' => 0.48,
            'm' | 'w' | 'M' | 'W' | '…' | '%' => 1.05,
            c if c.is_uppercase() => 0.8,
            _ => 0.69,
        })
        .sum()
}

/// The same for the small words of a tag, which have no room to spare: as wide as in the widest of the usual fonts.
pub(super) fn closely(text: &str) -> f64 {
    text.chars()
        .map(|c| match c {
            'i' | 'j' | 'l' => 0.28,
            'I' | '.' | ',' | ':' | ' ' => 0.32,
            't' | 'f' | 'r' | '(' | ')' | '-' | '/' => 0.41,
            'w' => 0.82,
            'm' | 'M' | 'W' => 0.99,
            c if c.is_uppercase() => 0.75,
            _ => 0.64,
        })
        .sum()
}

/// Breaks a text at spaces, after hyphens and slashes, into at most `most` lines no wider than `room`; what does not
/// fit ends with „…“.
pub(super) fn wrap(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    Letters { width, size }.wrap(text, [room; 2], most)
}

/// The same in the bold cut; the first line has a room of its own, the first of both.
pub(super) fn wrap_bold(text: &str, size: f64, rooms: [f64; 2], most: usize) -> Vec<String> {
    Letters { width: bold, size }.wrap(text, rooms, most)
}

/// The pieces that a text can be broken into, each with the space, hyphen or slash behind it; „Asyl/EU“ stays whole.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    const BREAKS: [char; 3] = [' ', '-', '/'];
    const LEAST: usize = 4;
    let mut rest = text;
    std::iter::from_fn(move || {
        let breaks = rest.match_indices(BREAKS).map(|(at, sign)| (at + sign.len(), sign));
        let long =
            |after: usize| rest[after..].split(BREAKS).next().unwrap_or_default().chars().count() >= LEAST;
        let mut ends = breaks.filter(|(after, sign)| *sign == " " || long(*after)).map(|(after, _)| after);
        let end = ends.next().unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Letters of a size.
struct Letters {
    width: fn(&str) -> f64,
    size: f64,
}

impl Letters {
    fn wide(&self, text: &str) -> f64 {
        (self.width)(text) * self.size
    }

    fn wrap(&self, text: &str, [first, others]: [f64; 2], most: usize) -> Vec<String> {
        let room = |line: usize| if line == 0 { first } else { others };
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        for piece in pieces(text) {
            if !line.is_empty() && self.wide(&line) + self.wide(piece.trim_end()) > room(lines.len()) {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
            }
            // A single word wider than the room is divided where it must be: nothing of a name is lost.
            let mut rest = piece;
            while let Some(fits) = self.divided(rest, room(lines.len())) {
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
            if self.wide(line) > room(index) || (cut && index == last) {
                *line = self.shortened(line, room(index));
            }
        }
        lines
    }

    /// Where a word that does not fit is divided: between syllables where it can be, and at least three letters stay on
    /// either side.
    fn divided(&self, word: &str, room: f64) -> Option<usize> {
        let bare = word.trim_end();
        if self.wide(bare) <= room || bare.chars().count() < 8 {
            return None;
        }
        let last = bare.char_indices().rev().nth(2).map_or(0, |(index, _)| index);
        let fits = |index: &usize| self.wide(&word[..*index]) + self.wide("-") <= room;
        let letters: Vec<char> = bare.chars().collect();
        let places = word.char_indices().map(|(index, _)| index).enumerate().skip(3);
        let places: Vec<(usize, usize)> =
            places.filter(|(_, index)| *index <= last).take_while(|(_, index)| fits(index)).collect();
        let joint = places.iter().rev().find(|(at, _)| is_joint(&letters, *at));
        joint.or(places.last()).map(|(_, index)| *index)
    }

    /// The beginning of a text that fits with „…“ behind it.
    fn shortened(&self, text: &str, room: f64) -> String {
        let mut short: String = text.to_owned();
        while !short.is_empty() && self.wide(&short) + self.wide("…") > room {
            short.pop();
        }
        format!("{}…", short.trim_end())
    }
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
    fn bold_letters_are_wider_and_the_first_line_can_be_shorter() {
        let name = "Sachgebiet Service Point und Empfang";
        assert!(bold(name) > width(name) && closely("kw 06.24") > width("kw 06.24"));
        let lines = wrap_bold(name, 1.0, [8.0, 14.0], 5);
        assert_eq!(lines[0], "Sachgebiet");
        assert!(lines.iter().skip(1).all(|line| bold(line) <= 14.0) && bold(&lines[1]) > 8.0, "{lines:?}");
    }

    #[test]
    fn a_short_end_is_not_torn_off() {
        let all: Vec<&str> = pieces("EU-Angelegenheiten, Asyl/EU und Rück- oder Aufenthalt/Rat ").collect();
        let wanted = ["EU-", "Angelegenheiten, ", "Asyl/EU ", "und ", "Rück- ", "oder ", "Aufenthalt/Rat "];
        assert_eq!(all, wanted);
    }

    #[test]
    fn nothing_of_a_word_without_syllables_is_lost() {
        let lines = wrap("Xxxxxxxxxxxxxxxxxxxxxxxx", 1.0, 5.0, 9);
        assert_eq!(lines.concat().replace('-', ""), "Xxxxxxxxxxxxxxxxxxxxxxxx");
    }
}
