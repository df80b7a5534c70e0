//! The register of dates (Fristen): what ends, what begins, and by when somebody has to act for it.

use crate::format::{Language, date};
use crate::plan::{Change, Plan, Post, PostId, Provenance};
use chrono::{Days, NaiveDate};

/// What happens on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DueKind {
    /// The council has to be asked by now.
    Council,
    /// A recruitment has to begin by now.
    RecruitmentStart,
    /// A post ends by its kw date.
    Kw,
    /// A temporary contract ends.
    Contract,
    /// A post is to be converted (ku).
    Conversion,
    /// A leave ends (Leerstelle).
    LeaveEnds,
    /// Third-party funding ends.
    FundingEnds,
    /// A newcomer starts.
    FirstDay,
}

impl DueKind {
    /// Its word in addresses and identifiers.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Council => "rat",
            Self::RecruitmentStart => "besetzung",
            Self::Kw => "kw",
            Self::Contract => "befristung",
            Self::Conversion => "ku",
            Self::LeaveEnds => "rueckkehr",
            Self::FundingEnds => "drittmittel",
            Self::FirstDay => "dienstantritt",
        }
    }
}

/// A date of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The day.
    pub day: NaiveDate,
    /// What happens.
    pub kind: DueKind,
    /// The day that it is about: the same, or the one for which somebody has to act.
    pub of: NaiveDate,
    /// What ends or begins on that day.
    pub about: DueKind,
    /// Which post.
    pub post: PostId,
    /// Its function.
    pub title: String,
    /// The units in which it works.
    pub units: Vec<String>,
    /// Whether its existence is a fact of the source document.
    pub provenance: Provenance,
}

/// The dates of the posts with all changes, of those that lie on or after `from`, in their order. What somebody should have
/// done before that day is in it as well, as long as the date itself is still to come.
#[must_use]
pub fn register(plan: &Plan, changes: &[Change], from: NaiveDate) -> Vec<Due> {
    let plan = plan.with_changes(changes).plan;
    let mut dues = Vec::new();
    for post in &plan.posts {
        for (of, about) in dates(post).into_iter().filter(|(of, _)| *of >= from) {
            let units = post.shares.iter().map(|share| {
                plan.unit(&share.unit).map_or_else(|| share.unit.to_string(), |unit| unit.name.clone())
            });
            let due = Due {
                day: of,
                kind: about,
                of,
                about,
                post: post.id.clone(),
                title: post.title.clone(),
                units: units.collect(),
                provenance: post.provenance,
            };
            let acts = notices(&plan, post, of, about);
            dues.extend(acts.into_iter().map(|(day, kind)| Due { day, kind, ..due.clone() }));
            dues.push(due);
        }
    }
    dues.sort_by(|a, b| (a.day, a.kind, &a.post, a.of).cmp(&(b.day, b.kind, &b.post, b.of)));
    dues
}

/// The dates that stand at a post.
fn dates(post: &Post) -> Vec<(NaiveDate, DueKind)> {
    let terms = post.noted();
    let mut dates: Vec<(NaiveDate, DueKind)> = Vec::new();
    let mut add = |date: Option<NaiveDate>, kind| dates.extend(date.map(|date| (date, kind)));
    add(post.kw, DueKind::Kw);
    // A contract that was noted for a holder who is gone says nothing any more.
    add(terms.contract_until.filter(|_| post.holder.is_some()), DueKind::Contract);
    terms.holders.iter().for_each(|holder| add(holder.until, DueKind::Contract));
    add(terms.ku.as_ref().and_then(|ku| ku.on), DueKind::Conversion);
    add(terms.leave.as_ref().and_then(|leave| leave.until), DueKind::LeaveEnds);
    add(terms.funding.as_ref().and_then(|funding| funding.until), DueKind::FundingEnds);
    add(post.recruiting_until, DueKind::FirstDay);
    dates.sort_unstable();
    dates.dedup();
    dates
}

/// By when somebody has to act for a date.
fn notices(plan: &Plan, post: &Post, of: NaiveDate, about: DueKind) -> Vec<(NaiveDate, DueKind)> {
    let before = |date: NaiveDate, days: f64| {
        date.checked_sub_days(Days::new(days.ceil().max(0.0) as u64)).unwrap_or(NaiveDate::MIN)
    };
    let council = before(of, f64::from(plan.assumptions.council_weeks) * 7.0);
    let recruitment = plan.assumptions.recruitment_days.mean;
    match about {
        DueKind::Kw | DueKind::Conversion | DueKind::FundingEnds => vec![(council, DueKind::Council)],
        DueKind::FirstDay => vec![(before(of, recruitment), DueKind::RecruitmentStart)],
        DueKind::Contract => {
            let next = of.succ_opt().unwrap_or(of);
            let goes_on = post.noted().may_be_filled() && post.exists_on(next);
            let start = (before(next, recruitment), DueKind::RecruitmentStart);
            goes_on.then_some(start).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

impl Due {
    /// What has to be done or what happens, without the post: „Rat spätestens befassen (kw 30.06.2024)“.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        let of = date(self.of, language);
        let german = language == Language::German;
        let about = match (self.about, german) {
            (DueKind::Kw, _) => format!("kw {of}"),
            (DueKind::Conversion, _) => format!("ku {of}"),
            (DueKind::Contract, true) => format!("Ende der Befristung {of}"),
            (DueKind::Contract, false) => format!("contract ends {of}"),
            (DueKind::FundingEnds, true) => format!("Ende der Drittmittel {of}"),
            (DueKind::FundingEnds, false) => format!("funding ends {of}"),
            (_, true) => format!("Dienstantritt {of}"),
            (_, false) => format!("first day {of}"),
        };
        match (self.kind, german) {
            (DueKind::Council, true) => format!("Rat spätestens befassen ({about})"),
            (DueKind::Council, false) => format!("latest day to ask the council ({about})"),
            (DueKind::RecruitmentStart, true) => format!("Besetzungsverfahren spätestens beginnen ({about})"),
            (DueKind::RecruitmentStart, false) => format!("latest start of the recruitment ({about})"),
            (DueKind::Kw, true) => "Stelle fällt weg (kw), letzter Tag".to_owned(),
            (DueKind::Kw, false) => "post ends (kw), last day".to_owned(),
            (DueKind::Contract, true) => "Befristung endet, letzter Tag".to_owned(),
            (DueKind::Contract, false) => "temporary contract ends, last day".to_owned(),
            (DueKind::Conversion, true) => "Stelle umzuwandeln (ku)".to_owned(),
            (DueKind::Conversion, false) => "post to be converted (ku)".to_owned(),
            (DueKind::LeaveEnds, true) => "Leerstelle: Beurlaubung endet".to_owned(),
            (DueKind::LeaveEnds, false) => "leave ends".to_owned(),
            (DueKind::FundingEnds, true) => "Drittmittel enden, letzter Tag".to_owned(),
            (DueKind::FundingEnds, false) => "third-party funding ends, last day".to_owned(),
            (DueKind::FirstDay, true) => "Dienstantritt (geplant)".to_owned(),
            (DueKind::FirstDay, false) => "first day in the job (planned)".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{builtin, changes_from_json};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn changes(text: &str) -> Vec<Change> {
        changes_from_json(text.as_bytes()).unwrap()
    }

    #[test]
    fn the_council_is_asked_before_the_task_force_ends_and_a_later_date_moves_the_notice() {
        let plan = builtin().unwrap();
        let of = |list: &[Change]| {
            let all = register(&plan, list, plan.as_of);
            let here = all.into_iter().filter(|due| due.post.as_str() == "TF-01" && due.about == DueKind::Kw);
            here.map(|due| (due.day, due.kind)).collect::<Vec<_>>()
        };
        let kw = |date: &str, notice: &str| vec![(day(notice), DueKind::Council), (day(date), DueKind::Kw)];
        assert_eq!(of(&[]), kw("2024-06-30", "2024-04-07"), "twelve weeks before");
        let longer = changes(
            r#"[{"effective": "2024-03-01", "action": {"set_post": {"post": "TF-01", "kw": "2025-12-31"}}}]"#,
        );
        assert_eq!(of(&longer), kw("2025-12-31", "2025-10-08"));
        assert_eq!(of(&longer[..0]).len(), 2);
        assert!(register(&plan, &[], day("2030-01-01")).is_empty(), "what is past is over");
    }

    #[test]
    fn a_contract_that_ends_asks_for_a_recruitment_in_time_unless_the_post_ends() {
        let plan = builtin().unwrap();
        let starts = |terms: &str| {
            let list = changes(&format!(
                r#"[{{"effective": "2024-03-01", "action": {{"set_post": {{"post": "AA-05", "terms": {terms}}}}}}}]"#
            ));
            let all = register(&plan, &list, plan.as_of);
            let here = all.into_iter().filter(|due| due.post.as_str() == "AA-05");
            here.map(|due| (due.day, due.kind)).collect::<Vec<_>>()
        };
        // 150 days before 01.01.2025.
        assert_eq!(
            starts(r#"{"contract_until": "2024-12-31"}"#),
            [(day("2024-08-04"), DueKind::RecruitmentStart), (day("2024-12-31"), DueKind::Contract)]
        );
        assert_eq!(
            starts(r#"{"contract_until": "2024-12-31", "kw_on": "next_vacancy"}"#),
            [(day("2024-12-31"), DueKind::Contract)]
        );
    }
}
