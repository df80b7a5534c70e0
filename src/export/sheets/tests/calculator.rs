//! Computes the few kinds of formulas that the sheets hold: the four operations, sums, and what is looked up.

use crate::document::{Sheet, Value};
use std::collections::BTreeMap;

pub(super) struct Calculator<'a> {
    sheets: BTreeMap<&'a str, &'a Sheet>,
}

impl<'a> Calculator<'a> {
    pub(super) fn new(sheets: &'a [Sheet]) -> Self {
        Self { sheets: sheets.iter().map(|sheet| (sheet.name.as_str(), sheet)).collect() }
    }

    pub(super) fn formula(&self, sheet: &str, text: &str) -> f64 {
        let mut reader =
            Reader { calculator: self, sheet, text: text.strip_prefix('=').expect("a formula"), at: 0 };
        let value = reader.sum();
        assert_eq!(reader.at, reader.text.len(), "{text} is not read to its end");
        value
    }

    /// The value at a place, counted from 1; sheets of sums are computed in their turn.
    fn number(&self, sheet: &str, column: usize, row: usize) -> f64 {
        match self.value(sheet, column, row) {
            Some((_, Value::Number(number))) => *number,
            Some((sheet, Value::Formula { formula, .. })) => {
                self.formula(&sheet.name, &sheet.formula_at(formula, row - 2))
            }
            _ => 0.0,
        }
    }

    fn word(&self, sheet: &str, column: usize, row: usize) -> String {
        match self.value(sheet, column, row) {
            Some((_, Value::Text(text))) => text.clone(),
            _ => String::new(),
        }
    }

    fn is_subtotal(&self, sheet: &str, column: usize, row: usize) -> bool {
        matches!(self.value(sheet, column, row), Some((_, Value::Formula { formula, .. })) if formula.contains("SUBTOTAL"))
    }

    fn value(&self, sheet: &str, column: usize, row: usize) -> Option<(&'a Sheet, &'a Value)> {
        let sheet = *self.sheets.get(sheet).unwrap_or_else(|| panic!("no sheet {sheet}"));
        let row = sheet.rows.get(row.checked_sub(2)?)?;
        Some((sheet, &row.cells.get(column - 1)?.value))
    }
}

/// A range: sheet, column, first and last row.
struct Range {
    sheet: String,
    column: usize,
    rows: std::ops::RangeInclusive<usize>,
}

struct Reader<'a> {
    calculator: &'a Calculator<'a>,
    sheet: &'a str,
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn takes(&mut self, word: &str) -> bool {
        let there = self.rest().starts_with(word);
        self.at += if there { word.len() } else { 0 };
        there
    }

    fn needs(&mut self, word: &str) {
        assert!(self.takes(word), "{word} is missing in {} at {}", self.text, self.at);
    }

    fn sum(&mut self) -> f64 {
        let mut value = self.product();
        loop {
            if self.takes("+") {
                value += self.product();
            } else if self.takes("-") {
                value -= self.product();
            } else {
                return value;
            }
        }
    }

    fn product(&mut self) -> f64 {
        let mut value = self.factor();
        loop {
            if self.takes("*") {
                value *= self.factor();
            } else if self.takes("/") {
                value /= self.factor();
            } else {
                return value;
            }
        }
    }

    fn factor(&mut self) -> f64 {
        if self.takes("(") {
            let value = self.sum();
            self.needs(")");
            return value;
        }
        for name in ["SUBTOTAL(9,", "SUMIFS(", "SUMIF(", "SUM(", "ROUNDDOWN(", "VLOOKUP("] {
            if self.takes(name) {
                let value = self.function(name);
                self.needs(")");
                return value;
            }
        }
        let digits = self.rest().chars().take_while(|sign| sign.is_ascii_digit() || *sign == '.').count();
        if digits > 0 {
            let number = self.rest()[..digits].parse().expect("a number");
            self.at += digits;
            return number;
        }
        let (sheet, column, row) = self.cell();
        self.calculator.number(&sheet, column, row)
    }

    fn function(&mut self, name: &str) -> f64 {
        match name {
            "SUM(" | "SUBTOTAL(9," => {
                let range = self.range();
                let skips = name != "SUM(";
                let calculator = self.calculator;
                let rows = range
                    .rows
                    .clone()
                    .filter(|row| !(skips && calculator.is_subtotal(&range.sheet, range.column, *row)));
                rows.map(|row| calculator.number(&range.sheet, range.column, row)).sum()
            }
            "SUMIF(" => {
                let among = self.range();
                self.needs(",");
                let wanted = self.wanted();
                self.needs(",");
                let of = self.range();
                self.matching(&of, &[(among, wanted)])
            }
            "SUMIFS(" => {
                let of = self.range();
                let mut conditions = Vec::new();
                while self.takes(",") {
                    let among = self.range();
                    self.needs(",");
                    conditions.push((among, self.wanted()));
                }
                self.matching(&of, &conditions)
            }
            "ROUNDDOWN(" => {
                let value = self.sum();
                self.needs(",2");
                (value * 100.0 + 1e-6).trunc() / 100.0
            }
            _ => {
                let (sheet, column, row) = self.cell();
                let wanted = self.calculator.word(&sheet, column, row);
                let start = self.rest().find('\'').expect("a sheet") + self.at + 1;
                let end = self.text[start..].find('\'').expect("its end") + start;
                let costs = &self.text[start..end];
                self.at = end;
                self.needs("'!$A:$B,2,FALSE");
                let rows = 2..=self.calculator.sheets[costs].rows.len() + 1;
                let found = rows.clone().find(|row| self.calculator.word(costs, 1, *row) == wanted);
                self.calculator.number(costs, 2, found.expect("a grade with a cost"))
            }
        }
    }

    fn matching(&self, of: &Range, conditions: &[(Range, String)]) -> f64 {
        let holds = |offset: usize| {
            conditions.iter().all(|(among, wanted)| {
                self.calculator.word(&among.sheet, among.column, among.rows.start() + offset) == *wanted
            })
        };
        let rows = of.rows.clone().enumerate().filter(|(offset, _)| holds(*offset));
        rows.map(|(_, row)| self.calculator.number(&of.sheet, of.column, row)).sum()
    }

    /// A word in quotes, or that of a cell.
    fn wanted(&mut self) -> String {
        if self.takes("\"") {
            let end = self.rest().find('"').expect("its end");
            let word = self.rest()[..end].to_owned();
            self.at += end + 1;
            return word;
        }
        let (sheet, column, row) = self.cell();
        self.calculator.word(&sheet, column, row)
    }

    fn range(&mut self) -> Range {
        let (sheet, column, first) = self.cell();
        self.needs(":");
        let (_, _, last) = self.cell();
        Range { sheet, column, rows: first..=last }
    }

    fn cell(&mut self) -> (String, usize, usize) {
        let name =
            self.rest().find('!').filter(|place| self.rest()[..*place].chars().all(char::is_alphanumeric));
        let sheet = name.map_or_else(|| self.sheet.to_owned(), |place| self.rest()[..place].to_owned());
        self.at += name.map_or(0, |place| place + 1);
        self.takes("$");
        let letter = self.rest().chars().next().filter(char::is_ascii_uppercase).expect("a column");
        self.at += 1;
        self.takes("$");
        let digits = self.rest().chars().take_while(char::is_ascii_digit).count();
        let row = self.rest()[..digits].parse().expect("a row");
        self.at += digits;
        (sheet, usize::from(letter as u8 - b'A') + 1, row)
    }
}
