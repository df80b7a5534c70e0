//! Reading of single values: texts, numbers, dates, identifiers, words of a fixed list, tables.

use super::json::Node;
use super::object::{Read, instead, wrong_kind};
use crate::plan::error::{Errors, Path};
use crate::plan::{CaseTypeId, EuroPerYear, FixedTaskId, Fte, Minutes, PopulationId, PostId, Share, UnitId};
use chrono::NaiveDate;
use std::collections::BTreeMap;

impl Read for String {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        if let Node::Text(text) = node {
            return text.clone();
        }
        wrong_kind(path, "ein Text", node, errors);
        String::new()
    }
}

impl Read for bool {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        if let Node::Bool(value) = node {
            return *value;
        }
        wrong_kind(path, "true oder false", node, errors);
        false
    }
}

fn number(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Option<f64> {
    match node {
        Node::Whole(value) => Some(*value as f64),
        Node::Number(value) => Some(*value),
        _ => {
            wrong_kind(path, "eine Zahl", node, errors);
            None
        }
    }
}

impl Read for f64 {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        // Adding nothing makes of −0 the 0 to which it is equal: equal plans are then equal as text, too.
        number(node, path, errors).unwrap_or(0.0) + 0.0
    }
}

fn whole(node: &Node, limit: u64, path: &Path<'_>, errors: &mut Errors) -> u64 {
    let reason = match node {
        Node::Whole(value) if *value <= limit => return *value,
        Node::Whole(_) => format!("ist zu groß; erlaubt sind ganze Zahlen von 0 bis {limit}"),
        Node::Number(value) if *value < 0.0 => "ist negativ; erlaubt sind ganze Zahlen ab 0".to_owned(),
        Node::Number(value) if *value > limit as f64 => {
            format!("ist zu groß; erlaubt sind ganze Zahlen von 0 bis {limit}")
        }
        Node::Number(_) => "muss eine ganze Zahl ohne Dezimalpunkt sein".to_owned(),
        _ => {
            wrong_kind(path, "eine ganze Zahl", node, errors);
            return 0;
        }
    };
    errors.add(path, reason);
    0
}

impl Read for u64 {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        whole(node, u64::MAX, path, errors)
    }
}

impl Read for u32 {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        u32::try_from(whole(node, u32::MAX.into(), path, errors)).unwrap_or_default()
    }
}

impl Read for usize {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        Self::try_from(whole(node, u32::MAX.into(), path, errors)).unwrap_or_default()
    }
}

impl Read for i64 {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        match node {
            // Beyond 2^53 not every whole number has a floating-point form of its own.
            Node::Number(value) if *value < 0.0 && value.fract() == 0.0 && *value > -9e15 => *value as Self,
            Node::Number(value) if *value < 0.0 => {
                errors.add(path, "ist keine ganze Zahl oder zu klein");
                0
            }
            _ => Self::try_from(whole(node, Self::MAX as u64, path, errors)).unwrap_or_default(),
        }
    }
}

impl Read for u8 {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        u8::try_from(whole(node, u8::MAX.into(), path, errors)).unwrap_or_default()
    }
}

macro_rules! quantity {
    ($($name:ident),*) => {$(
        impl Read for $name {
            fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
                let number = number(node, path, errors);
                match number.map(Self::parse) {
                    Some(Ok(value)) => return value,
                    Some(Err(reason)) => errors.add(path, reason.to_string()),
                    None => {}
                }
                Self::ZERO
            }
        }
    )*};
}

quantity!(Fte, EuroPerYear, Minutes, Share);

macro_rules! id {
    ($($name:ident),*) => {$(
        impl Read for $name {
            fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
                let Node::Text(text) = node else {
                    wrong_kind(path, "ein Text", node, errors);
                    return Self::unread();
                };
                Self::parse(text).unwrap_or_else(|reason| {
                    errors.add(path, reason.to_string());
                    Self::unread()
                })
            }
            fn unread() -> Self {
                Self::nothing()
            }
        }
    )*};
}

id!(UnitId, PostId, CaseTypeId, PopulationId, FixedTaskId);

impl Read for NaiveDate {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let Node::Text(text) = node else {
            wrong_kind(path, "ein Datum der Form \"2024-06-30\"", node, errors);
            return Self::default();
        };
        let reason = match day(text) {
            Some((year, month, day)) => match NaiveDate::from_ymd_opt(year, month, day) {
                Some(date) => return date,
                None => format!("den {day:02}.{month:02}.{year:04} gibt es im Kalender nicht"),
            },
            None => {
                let shown: String = text.chars().take(30).collect();
                format!("„{shown}“ ist kein Datum der Form JJJJ-MM-TT, zum Beispiel 2024-06-30")
            }
        };
        errors.add(path, reason);
        Self::default()
    }
}

/// The date of „2024-06-30“; none for other forms, and for days that no calendar has.
///
/// The library's reader knows every form there is, which is 13 kB of the page's workers.
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    let (year, month, day) = day(text)?;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// Year, month and day of „2024-06-30“, existing or not.
fn day(text: &str) -> Option<(i32, u32, u32)> {
    let form = text.bytes().enumerate().all(|(place, byte)| match place {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    if text.len() != 10 || !form {
        return None;
    }
    Some((text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?))
}

/// A word of a fixed list; the first one stands in for what cannot be read.
pub fn word<T: Copy>(node: &Node, words: &[(&str, T)], path: &Path<'_>, errors: &mut Errors) -> T {
    if let Node::Text(text) = node {
        if let Some((_, value)) = words.iter().find(|(word, _)| word == text) {
            return *value;
        }
        let shown: String = text.chars().take(40).collect();
        let allowed: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        errors.add(path, format!("„{shown}“ ist hier nicht möglich; {}", instead(text, &allowed)));
    } else {
        wrong_kind(path, "ein Text", node, errors);
    }
    words[0].1
}

/// A point of a curve: [months, share].
impl Read for (f64, Share) {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        match node {
            Node::List(pair) if pair.len() == 2 => {
                (f64::read(&pair[0], &path.index(0), errors), Share::read(&pair[1], &path.index(1), errors))
            }
            Node::List(_) => {
                errors.add(path, "muss aus genau zwei Zahlen bestehen: [Monate, Anteil]");
                (0.0, Share::ZERO)
            }
            _ => {
                wrong_kind(path, "ein Paar [Monate, Anteil]", node, errors);
                (0.0, Share::ZERO)
            }
        }
    }
}

pub(super) fn table<'a>(node: &'a Node, path: &Path<'_>, errors: &mut Errors) -> &'a [(String, Node)] {
    match node {
        Node::Object(fields) => fields,
        _ => {
            wrong_kind(path, "ein Objekt", node, errors);
            &[]
        }
    }
}

/// A table by name.
impl<T: Read> Read for BTreeMap<String, T> {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut values = Self::new();
        for (key, node) in table(node, path, errors) {
            values.insert(key.clone(), T::read(node, &path.field(key), errors));
        }
        values
    }
}

/// A table by year.
impl Read for BTreeMap<u16, u64> {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut counts = Self::new();
        for (key, node) in table(node, path, errors) {
            let path = path.field(key);
            // Written back it must be the same, or „02023“ and „2023“ would be one year.
            match key.parse::<u16>().ok().filter(|year| year.to_string() == *key) {
                Some(year) => {
                    counts.insert(year, u64::read(node, &path, errors));
                }
                None => errors.add(&path, "ist kein Jahr; erlaubt sind Jahre von 1900 bis 2200"),
            }
        }
        counts
    }
}
