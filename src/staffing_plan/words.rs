//! The words of the list of changes.

use super::{Cell, Draft, Entry, Kind, Note, Row};
use crate::format::{Language, date, number, signed};
use crate::plan::{Fte, Terms, UnitId};
use chrono::NaiveDate;

/// An extent as staffing plans write it: two decimals, three where the thousandth counts.
#[must_use]
pub fn extent(fte: Fte, language: Language) -> String {
    number(fte.as_f64(), decimals(fte), language)
}

/// A difference of extents with its sign.
#[must_use]
pub fn more(fte: Fte, language: Language) -> String {
    signed(fte.as_f64(), decimals(fte), language)
}

const fn decimals(fte: Fte) -> usize {
    if fte.thousandths() % 10 == 0 { 2 } else { 3 }
}

/// Cents as whole euros: „80.100 €“.
#[must_use]
pub fn euro(cents: i64, language: Language) -> String {
    format!("{}\u{a0}€", number(cents as f64 / 100.0, 0, language))
}

/// A difference in whole euros with its sign.
#[must_use]
pub fn more_euro(cents: i64, language: Language) -> String {
    format!("{}\u{a0}€", signed(cents as f64 / 100.0, 0, language))
}

impl Kind {
    /// Its name in the list.
    #[must_use]
    pub const fn word(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::New, Language::German) => "neu",
            (Self::Returned, Language::German) => "vom Parkplatz zurück",
            (Self::Lapsed, Language::German) => "weggefallen (kw)",
            (Self::Parked, Language::German) => "geparkt",
            (Self::Removed, Language::German) => "gestrichen",
            (Self::Converted, Language::German) => "umgewandelt",
            (Self::Moved, Language::German) => "umgesetzt",
            (Self::Resized, Language::German) => "Umfang geändert",
            (Self::KwSet, Language::German) => "kw angebracht",
            (Self::KwExtended, Language::German) => "kw verlängert",
            (Self::KwShortened, Language::German) => "kw verkürzt",
            (Self::KwLifted, Language::German) => "kw aufgehoben",
            (Self::Marked, Language::German) => "Vermerk geändert",
            (Self::New, Language::English) => "new",
            (Self::Returned, Language::English) => "back from the tray",
            (Self::Lapsed, Language::English) => "lapsed (kw)",
            (Self::Parked, Language::English) => "parked",
            (Self::Removed, Language::English) => "removed",
            (Self::Converted, Language::English) => "converted",
            (Self::Moved, Language::English) => "moved",
            (Self::Resized, Language::English) => "extent changed",
            (Self::KwSet, Language::English) => "kw note added",
            (Self::KwExtended, Language::English) => "kw note extended",
            (Self::KwShortened, Language::English) => "kw note shortened",
            (Self::KwLifted, Language::English) => "kw note lifted",
            (Self::Marked, Language::English) => "note changed",
        }
    }

    /// The rule that has to be looked at, where there is one; a hint for the draft, no legal advice.
    ///
    /// Sources: § 5 Abs. 1 and 2 GemHVO and § 96 Abs. 4 GemO Rheinland-Pfalz (the Stellenplan is part of the budget).
    #[must_use]
    pub const fn law(self) -> Option<&'static str> {
        match self {
            Self::Moved => Some("§ 5 Abs. 2 GemHVO"),
            Self::Parked => None,
            _ => Some("§ 96 Abs. 4 GemO, § 5 Abs. 1 GemHVO"),
        }
    }
}

impl Entry {
    /// All that happens to the post, for example „umgewandelt, umgesetzt“.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        let words: Vec<&str> = self.kinds.iter().map(|kind| kind.word(language)).collect();
        words.join(", ")
    }

    /// The rules to be looked at, each once, in the order of the kinds; a dash where there is none.
    #[must_use]
    pub fn laws(&self) -> String {
        let mut laws: Vec<&str> = Vec::new();
        for law in self.kinds.iter().filter_map(|kind| kind.law()) {
            if !laws.contains(&law) {
                laws.push(law);
            }
        }
        if laws.is_empty() { "–".to_owned() } else { laws.join("; ") }
    }

    /// Its marks before and afterwards, the kw date among them: „kw 30.06.2024 → kw 31.12.2025“; empty where there is none.
    #[must_use]
    pub fn mark_words(&self, language: Language) -> String {
        let words = |kw: Option<NaiveDate>, marks: Option<&Terms>| {
            let kw = kw.map(|kw| format!("kw {}", date(kw, language)));
            let all: Vec<String> =
                kw.into_iter().chain(marks.map(|marks| marks.marks(language)).unwrap_or_default()).collect();
            if all.is_empty() { "–".to_owned() } else { all.join(", ") }
        };
        let from = words(self.kw_from, self.marks_from.as_deref());
        // What has ended keeps the marks with which it ended.
        let marks_to = if self.to.is_empty() { &self.marks_from } else { &self.marks_to };
        let to = words(self.kw_to, marks_to.as_deref());
        match (from.as_str(), to.as_str()) {
            ("–", "–") => String::new(),
            (one, other) if one == other || self.from.is_empty() => to,
            _ if self.to.is_empty() => from,
            _ => format!("{from} → {to}"),
        }
    }
}

impl Draft {
    /// What explains a line of the table (§ 5 Abs. 1 GemHVO): the entries of the list by which it differs from the year before,
    /// and why its posts have their grade. „+1,00: lfd. Nr. 3, 4; AA-05 bewertet am 01.03.2023: Leitungsanteil“; empty where
    /// there is nothing to explain.
    #[must_use]
    pub fn explanation(&self, unit: &UnitId, row: &Row, language: Language) -> String {
        let numbers: Vec<String> =
            self.explained_by(unit, &row.grade).iter().map(ToString::to_string).collect();
        let entries = (!numbers.is_empty()).then(|| {
            let difference = more(row.figures.posts - row.figures.previous, language);
            let word = match language {
                Language::German => "lfd. Nr.",
                Language::English => "No.",
            };
            format!("{difference}: {word} {}", numbers.join(", "))
        });
        let evaluations = row.evaluations.iter();
        let evaluations = evaluations.map(|(post, one)| format!("{post} {}", one.words(language)));
        let year_before = self.of_frozen(row, language).into_iter().chain(self.of_count(row, language));
        entries.into_iter().chain(year_before).chain(evaluations).collect::<Vec<_>>().join("; ")
    }
}

impl Draft {
    /// Where the frozen Stellenplan of the year before has other posts than the plan, from which the list goes: no entry of it explains
    /// that.
    fn of_frozen(&self, row: &Row, language: Language) -> Option<String> {
        let (frozen, plan) = (row.figures.previous, row.previous_of_plan);
        let differs = self.frozen_before.is_some() && frozen != plan;
        let (year, plan) = (self.year - 1, extent(plan, language));
        differs.then(|| match language {
            Language::German => {
                format!("{year} nach dem festgehaltenen Stellenplan, in der Ausgangslage {plan}")
            }
            Language::English => format!("{year} by the frozen staffing plan, {plan} in the plan"),
        })
    }

    /// Who has counted how many were filled, and what the plan has instead.
    fn of_count(&self, row: &Row, language: Language) -> Option<String> {
        let (source, of_plan) = row.count.as_ref()?;
        let on = date(super::reference_day(self.year - 1), language);
        let of_plan = of_plan.map(|fte| extent(fte, language));
        Some(match (language, of_plan) {
            (Language::German, Some(plan)) => format!("am {on} besetzt: gezählt ({source}), Prognose {plan}"),
            (Language::German, None) => format!("am {on} besetzt: gezählt ({source})"),
            (Language::English, Some(plan)) => format!("filled on {on}: counted ({source}), forecast {plan}"),
            (Language::English, None) => format!("filled on {on}: counted ({source})"),
        })
    }
}

/// The parts of a post, for example „Sachgebiet Integration, E 9b, 0,50 VZÄ“; a dash where it does not stand.
#[must_use]
pub fn cells_in_words(cells: &[Cell], language: Language) -> String {
    if cells.is_empty() {
        return "–".to_owned();
    }
    let unit = match language {
        Language::German => "VZÄ",
        Language::English => "FTE",
    };
    let one = |cell: &Cell| format!("{}, {}, {} {unit}", cell.name, cell.grade, extent(cell.fte, language));
    cells.iter().map(one).collect::<Vec<_>>().join("; ")
}

impl Note {
    /// For example „2,00 kw 30.06.2024 (Task Force)“.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        let mut parts: Vec<String> =
            self.kw.map(|kw| format!("kw {}", date(kw, language))).into_iter().collect();
        parts.extend(self.marks.as_ref().map(|marks| marks.marks(language)).unwrap_or_default());
        let marks = parts.join(", ");
        let fte = extent(self.fte, language);
        match self.task_force {
            true if marks.is_empty() => format!("{fte} Task Force"),
            true => format!("{fte} {marks} (Task Force)"),
            false => format!("{fte} {marks}"),
        }
    }
}
