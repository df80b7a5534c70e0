//! JSON as a tree that still knows what `serde_json::Value` forgets: keys that occur twice, and where it broke off.

use crate::plan::InvalidPlan;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::cell::RefCell;
use std::fmt;

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number from 0 on.
    Whole(u64),
    /// Any other number.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// An object with its keys in the order of the file, each once.
    Object(Vec<(String, Node)>),
}

impl Node {
    /// What it is, as in „ist aber ein Text“.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "leer (null)",
            Self::Bool(_) => "ein Wahrheitswert",
            Self::Whole(_) | Self::Number(_) => "eine Zahl",
            Self::Text(_) => "ein Text",
            Self::List(_) => "eine Liste",
            Self::Object(_) => "ein Objekt",
        }
    }
}

/// Parses a file. Also gives the paths of keys that occur twice.
pub(super) fn parse(bytes: &[u8]) -> Result<(Node, Vec<String>), InvalidPlan> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let place = error.valid_up_to() + 1;
        InvalidPlan::whole(format!(
            "die Datei ist kein gültiges UTF-8: Fehler beim {place}. Byte; bitte als UTF-8 speichern"
        ))
    })?;
    // Windows editors put this mark in front; it carries no meaning.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let state = State::default();
    let mut json = serde_json::Deserializer::from_str(text);
    let result = Seed(&state).deserialize(&mut json).and_then(|node| json.end().map(|()| node));
    match result {
        Ok(node) => Ok((node, state.twice.into_inner())),
        Err(error) => {
            let place = format!("Zeile {}, Spalte {}", error.line(), error.column());
            let reason = format!("kein gültiges JSON ({place}): {}", in_german(&error.to_string()));
            let mut refused = InvalidPlan::whole(reason);
            refused.errors[0].path = written(&state.way.borrow());
            Err(refused)
        }
    }
}

/// `serde_json` keeps its reasons private but for their English text.
fn in_german(message: &str) -> &'static str {
    const REASONS: [(&str, &str); 18] = [
        ("EOF while parsing", "der Text bricht ab, bevor alles geschlossen ist"),
        ("expected `:`", "nach dem Feldnamen fehlt ein Doppelpunkt"),
        ("expected `,` or `]`", "in der Liste fehlt ein Komma oder die schließende Klammer ]"),
        ("expected `,` or `}`", "im Objekt fehlt ein Komma oder die schließende Klammer }"),
        ("expected ident", "unbekanntes Wort; erlaubt sind nur true, false und null"),
        ("expected value", "hier fehlt ein Wert"),
        ("expected `\"`", "hier fehlt ein Anführungszeichen"),
        ("invalid escape", "unbekannte Zeichenfolge nach dem umgekehrten Schrägstrich"),
        ("invalid number", "die Zahl ist falsch geschrieben; Dezimaltrennzeichen ist in JSON der Punkt"),
        ("number out of range", "die Zahl ist zu groß"),
        ("invalid unicode", "ungültiges Unicode-Zeichen"),
        ("lone leading surrogate", "ungültiges Unicode-Zeichen"),
        ("unexpected end of hex escape", "ungültiges Unicode-Zeichen"),
        ("control character", "im Text steht ein Steuerzeichen; ein Zeilenumbruch wird als \\n geschrieben"),
        ("key must be a string", "ein Feldname muss in Anführungszeichen stehen"),
        ("trailing comma", "nach dem letzten Eintrag steht ein Komma zu viel"),
        ("trailing characters", "nach dem Ende steht noch weiterer Text"),
        ("recursion limit", "zu tief verschachtelt"),
    ];
    let found = REASONS.iter().find(|(english, _)| message.starts_with(english));
    found.map_or("der Text ist nicht lesbar", |(_, german)| german)
}

/// Where the parser is; after an error it stays there.
#[derive(Debug, Default)]
struct State {
    way: RefCell<Vec<Place>>,
    twice: RefCell<Vec<String>>,
}

#[derive(Debug)]
enum Place {
    Key(String),
    Index(usize),
}

fn written(way: &[Place]) -> String {
    let mut text = String::new();
    for place in way {
        match place {
            Place::Index(index) => text.push_str(&format!("[{index}]")),
            Place::Key(key) => {
                let dot = if text.is_empty() { "" } else { "." };
                text.push_str(dot);
                text.extend(key.chars().take(80));
            }
        }
    }
    text
}

/// The key under which `serde_json` hands over the text of a number with a fraction (its feature `arbitrary_precision`).
#[cfg(feature = "worker")]
const NUMBER: &str = "$serde_json::private::Number";

#[derive(Clone, Copy)]
struct Seed<'a>(&'a State);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Node;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Reads a value of any source as a tree, with the paths of keys that occur twice.
pub(super) fn tree<'de, D: Deserializer<'de>>(source: D) -> Result<(Node, Vec<String>), D::Error> {
    let state = State::default();
    let node = Seed(&state).deserialize(source)?;
    Ok((node, state.twice.into_inner()))
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Whole(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(u64::try_from(value).map_or(Node::Number(value as f64), Node::Whole))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Number(value))
    }
    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }
    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut nodes = Vec::new();
        loop {
            self.0.way.borrow_mut().push(Place::Index(nodes.len()));
            let Some(node) = list.next_element_seed(self)? else { break };
            self.0.way.borrow_mut().pop();
            nodes.push(node);
        }
        self.0.way.borrow_mut().pop();
        Ok(Node::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut fields: Vec<(String, Node)> = Vec::new();
        let mut keys = std::collections::BTreeSet::new();
        while let Some(key) = map.next_key::<String>()? {
            #[cfg(feature = "worker")]
            if key == NUMBER {
                let Node::Text(text) = map.next_value_seed(self)? else { continue };
                return Ok(Node::Number(crate::format::decimal::nearest(&text)));
            }
            self.0.way.borrow_mut().push(Place::Key(key.clone()));
            let node = map.next_value_seed(self)?;
            if keys.insert(key.clone()) {
                fields.push((key, node));
            } else {
                let path = written(&self.0.way.borrow());
                self.0.twice.borrow_mut().push(path);
            }
            self.0.way.borrow_mut().pop();
        }
        Ok(Node::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &[u8]) -> String {
        parse(text).unwrap_err().to_string()
    }

    #[test]
    fn says_in_german_where_it_broke_off() {
        let cases: [(&str, &str); 16] = [
            ("", "kein gültiges JSON (Zeile 1, Spalte 0): der Text bricht ab, bevor alles geschlossen ist"),
            (
                "{\n \"a\" 1}",
                "a: kein gültiges JSON (Zeile 2, Spalte 6): nach dem Feldnamen fehlt ein Doppelpunkt",
            ),
            (
                "{\"a\": [1, 2",
                "a[2]: kein gültiges JSON (Zeile 1, Spalte 11): der Text bricht ab, bevor alles geschlossen ist",
            ),
            (
                "[1 2]",
                "[1]: kein gültiges JSON (Zeile 1, Spalte 4): in der Liste fehlt ein Komma oder die schließende Klammer ]",
            ),
            (
                "{\"a\":1 \"b\":2}",
                "kein gültiges JSON (Zeile 1, Spalte 8): im Objekt fehlt ein Komma oder die schließende Klammer }",
            ),
            (
                "[nul]",
                "[0]: kein gültiges JSON (Zeile 1, Spalte 5): unbekanntes Wort; erlaubt sind nur true, false und null",
            ),
            ("{\"a\": NaN}", "a: kein gültiges JSON (Zeile 1, Spalte 7): hier fehlt ein Wert"),
            (
                "[\"\\q\"]",
                "[0]: kein gültiges JSON (Zeile 1, Spalte 4): unbekannte Zeichenfolge nach dem umgekehrten Schrägstrich",
            ),
            (
                "[1.]",
                "[0]: kein gültiges JSON (Zeile 1, Spalte 4): die Zahl ist falsch geschrieben; Dezimaltrennzeichen ist in JSON der Punkt",
            ),
            (
                "{\"posts\": [{\"fte\": 1e999}]}",
                "posts[0].fte: kein gültiges JSON (Zeile 1, Spalte 24): die Zahl ist zu groß",
            ),
            (
                "[\"\n\"]",
                "[0]: kein gültiges JSON (Zeile 2, Spalte 0): im Text steht ein Steuerzeichen; ein Zeilenumbruch wird als \\n geschrieben",
            ),
            (
                "{a: 1}",
                "kein gültiges JSON (Zeile 1, Spalte 2): ein Feldname muss in Anführungszeichen stehen",
            ),
            (
                "[1,]",
                "[1]: kein gültiges JSON (Zeile 1, Spalte 4): nach dem letzten Eintrag steht ein Komma zu viel",
            ),
            ("{} {}", "kein gültiges JSON (Zeile 1, Spalte 4): nach dem Ende steht noch weiterer Text"),
            ("[\"\\ud800\"]", "[0]: kein gültiges JSON (Zeile 1, Spalte 9): ungültiges Unicode-Zeichen"),
            (
                "\"abc",
                "kein gültiges JSON (Zeile 1, Spalte 4): der Text bricht ab, bevor alles geschlossen ist",
            ),
        ];
        let found: Vec<String> = cases.iter().map(|(text, _)| refused(text.as_bytes())).collect();
        let wanted: Vec<&str> = cases.iter().map(|(_, reason)| *reason).collect();
        assert_eq!(found, wanted);
        assert!(refused("[".repeat(100_000).as_bytes()).ends_with("zu tief verschachtelt"));
    }

    #[test]
    fn says_at_which_byte_the_text_is_broken() {
        assert_eq!(
            refused(b"{\"name\": \"M\xfcller\"}"),
            "die Datei ist kein gültiges UTF-8: Fehler beim 12. Byte; bitte als UTF-8 speichern"
        );
    }

    #[test]
    fn remembers_keys_that_occur_twice() {
        let (node, twice) = parse(br#"{"a": 1, "b": [{"c": 1, "c": 2}], "a": 3}"#).unwrap();
        assert_eq!(twice, ["b[0].c", "a"]);
        let Node::Object(fields) = node else { panic!("an object") };
        assert_eq!(fields[0], ("a".to_owned(), Node::Whole(1)));
        assert_eq!(fields.len(), 2);
    }

    #[test]
    fn reads_past_a_byte_order_mark() {
        assert_eq!(parse("\u{feff}true".as_bytes()).unwrap().0, Node::Bool(true));
    }
}
