//! The posts of a day as a table, in the language of the page; days and numbers in German form, as in every CSV.

use super::Csv;
use crate::format::{Language, date, number};
use crate::plan::{Occupancy, Organisation, Plan, Post, Provenance, UnitId};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The words of the table.
struct Words {
    header: [&'static str; 11],
    filled: &'static str,
    recruiting: &'static str,
    vacant: &'static str,
    ended: &'static str,
    tray: &'static str,
    yes: &'static str,
    document: &'static str,
    assumption: &'static str,
}

/// Words that the reader of such tables knows as well.
const fn words(language: Language) -> Words {
    match language {
        Language::German => Words {
            header: [
                "Stelle",
                "Einheit",
                "Funktion",
                "Bewertung",
                "VZÄ",
                "Besetzung",
                "seit oder ab",
                "kw",
                "Task Force",
                "Herkunft",
                "Bemerkung",
            ],
            filled: "besetzt",
            recruiting: "im Besetzungsverfahren",
            vacant: "vakant",
            ended: "weggefallen",
            tray: "Parkplatz",
            yes: "ja",
            document: "Quelle",
            assumption: "Annahme",
        },
        Language::English => Words {
            header: [
                "Post",
                "Unit",
                "Title",
                "Grade",
                "FTE",
                "State",
                "Since",
                "kw",
                "Task force",
                "Provenance",
                "Note",
            ],
            filled: "filled",
            recruiting: "being filled",
            vacant: "vacant",
            ended: "ended",
            tray: "tray",
            yes: "yes",
            document: "source",
            assumption: "assumption",
        },
    }
}

/// A column more: its heading, and what stands there for each unit.
pub type UnitColumn = (String, BTreeMap<UnitId, String>);

/// The posts of a day, those that have ended and those on the tray included; a split post has a row for each part.
#[must_use]
pub fn posts_csv(
    organisation: &Organisation,
    day: NaiveDate,
    language: Language,
    more: Option<&UnitColumn>,
) -> String {
    let plan = &organisation.plan;
    let words = words(language);
    let heading = more.map(|(heading, _)| heading.as_str());
    let mut csv = Csv::new(&words.header.into_iter().chain(heading).collect::<Vec<_>>());
    let mut table = Table { csv: &mut csv, plan, day, words: &words, more };
    for post in plan.posts.iter().chain(&organisation.ended) {
        table.rows(post, None);
    }
    for post in &plan.tray {
        table.rows(post, Some(words.tray));
    }
    csv.into_text()
}

/// The table that is being written.
struct Table<'a> {
    csv: &'a mut Csv,
    plan: &'a Plan,
    day: NaiveDate,
    words: &'a Words,
    more: Option<&'a UnitColumn>,
}

impl Table<'_> {
    fn rows(&mut self, post: &Post, place: Option<&str>) {
        let (words, plan) = (self.words, self.plan);
        let german = |day: NaiveDate| date(day, Language::German);
        let (state, since) = match post.occupancy(self.day) {
            Occupancy::Filled { since } => (words.filled, german(since)),
            Occupancy::Recruiting { until } => (words.recruiting, german(until)),
            Occupancy::Vacant => (words.vacant, String::new()),
            Occupancy::Ended { kw } => (words.ended, german(kw)),
        };
        let provenance = match post.provenance {
            Provenance::Document => words.document,
            Provenance::Assumption => words.assumption,
        };
        for share in &post.shares {
            let unit = plan.unit_name(&share.unit);
            let fte = number(share.fte.as_f64(), 3, Language::German);
            let kw = post.kw.map(german).unwrap_or_default();
            let mut cells = vec![
                post.id.as_str(),
                place.unwrap_or(unit),
                &post.title,
                &post.grade,
                &fte,
                state,
                &since,
                &kw,
                if post.task_force { words.yes } else { "" },
                provenance,
                post.note.as_deref().unwrap_or_default(),
            ];
            if let Some((_, values)) = self.more {
                let value = values.get(&share.unit).filter(|_| place.is_none());
                cells.push(value.map(String::as_str).unwrap_or_default());
            }
            self.csv.row(&cells);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    #[test]
    fn every_post_has_its_row() {
        let plan = builtin().unwrap();
        let text = posts_csv(&plan.on(plan.as_of, &[]), plan.as_of, Language::German, None);
        assert_eq!(text.lines().count(), plan.posts.len() + 1);
        let line = text.lines().find(|line| line.starts_with("TF-01;")).unwrap();
        assert!(line.contains(";1,000;") && line.contains(";30.06.2024;ja;Annahme;"), "{line}");
    }
}
