//! Rules for single values: texts, numbers, dates.

use crate::format::{self, Language};
use crate::plan::error::{Errors, Path};
use crate::plan::{Delay, EuroPerYear, Fte};
use chrono::{Datelike, NaiveDate};
use std::ops::RangeInclusive;

/// Years that a date may have.
pub(in crate::plan) const YEARS: RangeInclusive<i32> = 1900..=2200;
/// Longest name, in characters.
pub(in crate::plan) const MAX_NAME: usize = 200;
/// Longest remark, in characters.
pub(in crate::plan) const MAX_NOTE: usize = 4_000;
/// Largest number of cases or persons.
pub(in crate::plan) const MAX_COUNT: u64 = 1_000_000_000;
/// Longest time in days: a hundred years.
pub(in crate::plan) const MAX_DAYS: u32 = 36_500;

/// A line of text that must say something.
pub(in crate::plan) fn name(path: &Path<'_>, text: &str, errors: &mut Errors) {
    line(path, text, MAX_NAME, errors);
}

/// A line of text of 1 to `limit` characters.
pub(in crate::plan) fn line(path: &Path<'_>, text: &str, limit: usize, errors: &mut Errors) {
    if text.trim().is_empty() {
        errors.add(path, "ist leer; bitte einen Text angeben");
    } else if let Some(reason) = too_long(text, limit) {
        errors.add(path, reason);
    } else if text.chars().any(|c| c.is_control() || turns_direction(c)) {
        errors.add(path, "enthält Steuerzeichen oder Zeilenumbrüche; erlaubt ist eine einzelne Textzeile");
    }
}

/// Marks that turn the direction of writing: with them a name can be made to look like another one.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A line of text that may be absent.
pub(in crate::plan) fn optional_line(path: &Path<'_>, text: Option<&str>, errors: &mut Errors) {
    if let Some(text) = text {
        line(path, text, MAX_NAME, errors);
    }
}

/// A remark: several lines are allowed.
pub(in crate::plan) fn note(path: &Path<'_>, text: Option<&str>, errors: &mut Errors) {
    let Some(text) = text else { return };
    if let Some(reason) = too_long(text, MAX_NOTE) {
        errors.add(path, reason);
    } else if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        errors.add(path, "enthält Steuerzeichen; erlaubt sind Text, Zeilenumbruch und Tabulator");
    }
}

fn too_long(text: &str, limit: usize) -> Option<String> {
    // The bytes bound the characters: long texts need not be counted to be refused.
    if text.len() <= limit || text.chars().take(limit + 1).count() <= limit {
        return None;
    }
    Some(format!("ist zu lang; erlaubt sind höchstens {limit} Zeichen"))
}

/// A day that the format can hold.
pub(in crate::plan) fn date(path: &Path<'_>, day: NaiveDate, errors: &mut Errors) {
    if !YEARS.contains(&day.year()) {
        let day = format::date(day, Language::German);
        errors.add(path, format!("der Tag {day} liegt außerhalb der Jahre 1900 bis 2200"));
    }
}

/// A day that may be absent.
pub(in crate::plan) fn optional_date(path: &Path<'_>, day: Option<NaiveDate>, errors: &mut Errors) {
    if let Some(day) = day {
        date(path, day, errors);
    }
}

/// A number inside of its range, both ends included.
pub(in crate::plan) fn number(path: &Path<'_>, value: f64, range: RangeInclusive<f64>, errors: &mut Errors) {
    if !value.is_finite() {
        errors.add(path, "ist keine endliche Zahl");
    } else if !range.contains(&value) {
        errors.add(path, outside(value, &range));
    }
}

fn outside(value: f64, range: &RangeInclusive<f64>) -> String {
    let (low, high) = (plain(*range.start()), plain(*range.end()));
    if value < 0.0 && *range.start() == 0.0 {
        format!("ist negativ; erlaubt sind Werte von {low} bis {high}")
    } else if value > *range.end() {
        format!("ist zu groß; erlaubt sind Werte von {low} bis {high}")
    } else {
        format!("ist zu klein; erlaubt sind Werte von {low} bis {high}")
    }
}

/// A bound as Germans write it, with the decimals that it needs.
fn plain(value: f64) -> String {
    let decimals = (0..4).find(|&decimals| {
        let scale = 10_f64.powi(decimals);
        (value * scale).fract() == 0.0
    });
    format::number(value, usize::try_from(decimals.unwrap_or(3)).unwrap_or(3), Language::German)
}

/// A whole number up to its bound.
pub(in crate::plan) fn count(path: &Path<'_>, value: u64, limit: u64, errors: &mut Errors) {
    if value > limit {
        let limit = plain(limit as f64);
        errors.add(path, format!("ist zu groß; erlaubt sind Werte von 0 bis {limit}"));
    }
}

/// Full-time equivalents, which code (not the file) could have built out of range.
pub(in crate::plan) fn fte(path: &Path<'_>, value: Fte, errors: &mut Errors) {
    if let Err(reason) = Fte::parse(value.as_f64()) {
        errors.add(path, reason.to_string());
    }
}

/// Money, which code (not the file) could have built out of range.
pub(in crate::plan) fn money(path: &Path<'_>, value: EuroPerYear, errors: &mut Errors) {
    if let Err(reason) = EuroPerYear::parse(value.as_f64()) {
        errors.add(path, reason.to_string());
    }
}

/// Coefficient of variation.
pub(in crate::plan) fn cv(path: &Path<'_>, value: f64, errors: &mut Errors) {
    number(path, value, 0.0..=20.0, errors);
}

/// A delay in days.
pub(in crate::plan) fn delay(path: &Path<'_>, delay: &Delay, errors: &mut Errors) {
    number(&path.field("mean"), delay.mean, 0.0..=f64::from(MAX_DAYS), errors);
    cv(&path.field("cv"), delay.cv, errors);
}
