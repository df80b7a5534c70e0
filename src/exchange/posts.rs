//! The posts of a day as a table.

use super::Csv;
use crate::format::{Language, date, number};
use crate::plan::{Occupancy, Organisation, Plan, Post, Provenance};
use chrono::NaiveDate;

const HEADER: [&str; 11] = [
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
];

/// The posts of a day, those that have ended and those on the tray included; a split post has a row for each part.
#[must_use]
pub fn posts_csv(organisation: &Organisation, day: NaiveDate) -> String {
    let plan = &organisation.plan;
    let mut csv = Csv::new(&HEADER);
    for post in plan.posts.iter().chain(&organisation.ended) {
        rows(&mut csv, plan, post, day, None);
    }
    for post in &plan.tray {
        rows(&mut csv, plan, post, day, Some("Parkplatz"));
    }
    csv.into_text()
}

fn rows(csv: &mut Csv, plan: &Plan, post: &Post, day: NaiveDate, place: Option<&str>) {
    let german = |day: NaiveDate| date(day, Language::German);
    let (state, since) = match post.occupancy(day) {
        Occupancy::Filled { since } => ("besetzt", german(since)),
        Occupancy::Recruiting { until } => ("im Besetzungsverfahren", german(until)),
        Occupancy::Vacant => ("vakant", String::new()),
        Occupancy::Ended { kw } => ("weggefallen", german(kw)),
    };
    let provenance = match post.provenance {
        Provenance::Document => "Quelle",
        Provenance::Assumption => "Annahme",
    };
    for share in &post.shares {
        let unit = plan.unit_name(&share.unit);
        csv.row(&[
            post.id.as_str(),
            place.unwrap_or(unit),
            &post.title,
            &post.grade,
            &number(share.fte.as_f64(), 3, Language::German),
            state,
            &since,
            &post.kw.map(german).unwrap_or_default(),
            if post.task_force { "ja" } else { "" },
            provenance,
            post.note.as_deref().unwrap_or_default(),
        ]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    #[test]
    fn every_post_has_its_row() {
        let plan = builtin().unwrap();
        let text = posts_csv(&plan.on(plan.as_of, &[]), plan.as_of);
        assert_eq!(text.lines().count(), plan.posts.len() + 1);
        let line = text.lines().find(|line| line.starts_with("TF-01;")).unwrap();
        assert!(line.contains(";1,000;") && line.contains(";30.06.2024;ja;Annahme;"), "{line}");
    }
}
