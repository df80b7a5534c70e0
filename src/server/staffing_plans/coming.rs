//! The next dates of the register for the start page, in a few lines: those of several posts on one day together.

use super::super::{Context, Failure, scenarios};
use crate::api::{ComingDate, ComingDates, ScenarioId};
use crate::format::{Language, date};
use crate::plan::PostId;
use crate::staffing_plan::{Due, DueKind, register};
use chrono::{Months, NaiveDate};

/// How far ahead is looked.
const MONTHS: u32 = 6;

/// Most lines, and most posts that a line names.
const LINES: usize = 6;
const POSTS: usize = 3;

/// The next dates of a scenario, or of the working one.
///
/// # Errors
/// [`crate::api::ApiError::NotFound`], [`Failure::Fault`] when the database cannot be read.
pub async fn coming(
    context: &Context,
    scenario: Option<ScenarioId>,
    english: bool,
) -> Result<ComingDates, Failure> {
    let limit = context.staffing()?;
    let state = scenarios::load(context, scenario).await?;
    let (plan, changes) = (&state.baseline, state.active_changes());
    let mut dues = register(plan, &changes, plan.as_of);
    if let Some(limit) = limit {
        dues = limit.dues(dues, plan, &changes);
    }
    let language = if english { Language::English } else { Language::German };
    Ok(lines(&dues, plan.as_of, language))
}

/// The dates up to a day as lines. Posts that end and newcomers that begin stand in the page's own table, and from when on a post could
/// be filled is no date to keep.
fn lines(dues: &[Due], from: NaiveDate, language: Language) -> ComingDates {
    let until = from.checked_add_months(Months::new(MONTHS)).unwrap_or(NaiveDate::MAX);
    let is_told = |due: &&Due| {
        due.day <= until && !matches!(due.kind, DueKind::EarliestStart | DueKind::Kw | DueKind::FirstDay)
    };
    let mut together: Vec<Vec<&Due>> = Vec::new();
    for due in dues.iter().filter(is_told) {
        let same = |first: &Due| {
            (first.day, first.kind, first.about, first.of) == (due.day, due.kind, due.about, due.of)
        };
        match together.iter_mut().find(|group| group.first().is_some_and(|first| same(first))) {
            Some(group) => group.push(due),
            None => together.push(vec![due]),
        }
    }
    let more = together.len().saturating_sub(LINES);
    let line = |group: &Vec<&Due>| {
        let first = group.first()?;
        Some(ComingDate {
            day: date(first.day, language),
            words: first.words(language),
            posts: posts(group, language),
            late: first.day < from,
            personal: first.is_personal(),
        })
    };
    ComingDates {
        until: date(until, language),
        dates: together.iter().take(LINES).filter_map(line).collect(),
        more: more as u64,
    }
}

/// „AA-31, AA-32, AA-33 und 4 weitere Stellen“.
fn posts(group: &[&Due], language: Language) -> String {
    let mut ids: Vec<&PostId> = group.iter().map(|due| &due.post).collect();
    ids.dedup();
    let more = ids.len().saturating_sub(POSTS);
    let named = ids.iter().take(POSTS).map(ToString::to_string).collect::<Vec<_>>().join(", ");
    match (more, language) {
        (0, _) => named,
        (1, Language::German) => format!("{named} und eine weitere Stelle"),
        (_, Language::German) => format!("{named} und {more} weitere Stellen"),
        (1, Language::English) => format!("{named} and one more post"),
        (_, Language::English) => format!("{named} and {more} more posts"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    #[test]
    fn dates_of_one_day_stand_together_and_what_begins_does_not() {
        let mut plan = builtin().unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        plan.posts.iter_mut().for_each(|post| post.kw = None);
        plan.posts.iter_mut().take(5).for_each(|post| post.kw = Some(day("2024-06-30")));
        plan.posts[9].kw = Some(day("2024-12-31"));
        let found = lines(&register(&plan, &[], plan.as_of), plan.as_of, Language::German);
        assert_eq!(found.until, "01.08.2024");
        let council = found.dates.iter().find(|one| one.words.contains("(kw 30.06.2024)")).unwrap();
        assert!(council.words.starts_with("Rat spätestens befassen"), "{}", council.words);
        assert!(council.posts.ends_with(" und 2 weitere Stellen"), "{}", council.posts);
        assert!(!council.late && !council.personal);
        // That they end stands in the table of the page.
        assert!(found.dates.iter().all(|one| !one.words.contains("fällt weg")));
        assert!(found.dates.iter().all(|one| !one.words.starts_with("Dienstantritt")));
        // Whoever goes and comes back.
        let terms = plan.posts[7].terms.get_or_insert_default();
        terms.leave = Some(crate::plan::Leave { until: Some(day("2024-03-15")) });
        terms.contract_until = Some(day("2024-04-15"));
        let found = lines(&register(&plan, &[], plan.as_of), plan.as_of, Language::German);
        let told = |on: &str| {
            found.dates.iter().find(|one| one.day == on).map(|one| (one.words.as_str(), one.personal))
        };
        assert_eq!(told("15.03.2024"), Some(("Leerstelle: Beurlaubung endet", true)));
        assert_eq!(told("15.04.2024"), Some(("Befristung endet, letzter Tag", true)));
        // The council would have had to be asked before the plan begins.
        plan.posts.iter_mut().take(5).for_each(|post| post.kw = Some(day("2024-02-10")));
        let found = lines(&register(&plan, &[], plan.as_of), plan.as_of, Language::English);
        assert!(found.dates[0].late && found.dates[0].words.starts_with("latest day to ask the council"));
        assert!(found.dates.len() <= LINES);
        // Nothing is due.
        let nothing = lines(&[], plan.as_of, Language::German);
        assert_eq!((nothing.dates.len(), nothing.more), (0, 0));
    }
}
