//! The register of dates (Fristen): what ends, what begins, and by when somebody has to act for it.

use crate::format::{Language, date};
use crate::plan::gather::{distinct, gathered, in_order};
use crate::plan::{Action, Change, Fte, Occupancy, Plan, Post, PostId, Provenance};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// What happens on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DueKind {
    /// The council has to be asked by now.
    Council,
    /// A recruitment has to begin by now.
    RecruitmentStart,
    /// The stage at which a recruitment is has to be over by now.
    StageEnd,
    /// A vacant post without a date could be filled by now.
    EarliestStart,
    /// A post ends by its kw date.
    Kw,
    /// A temporary contract ends.
    Contract,
    /// The holder leaves as planned.
    Departure,
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
            Self::StageEnd => "stufe",
            Self::EarliestStart => "fruehestens",
            Self::Kw => "kw",
            Self::Contract => "befristung",
            Self::Departure => "ausscheiden",
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
    /// The day that it is about: the same, the one for which somebody has to act, or the one on which a recruitment begins or
    /// goes on.
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
/// done before that day is in it as well, as long as the date itself is still to come. Of a post that is vacant then without a
/// date it tells by when it could be filled.
#[must_use]
pub fn register(plan: &Plan, changes: &[Change], from: NaiveDate) -> Vec<Due> {
    let begins = begins(plan, changes);
    let plan = plan.with_changes(changes).plan;
    let mut dues = Vec::new();
    for post in &plan.posts {
        let due = |day, kind, of, about| Due {
            day,
            kind,
            of,
            about,
            post: post.id.clone(),
            title: post.title.clone(),
            units: units(&plan, post),
            provenance: post.provenance,
        };
        for (of, about) in dates(&plan, post).into_iter().filter(|(of, _)| *of >= from) {
            let acts = notices(&plan, post, of, about);
            dues.extend(acts.into_iter().map(|(day, kind)| due(day, kind, of, about)));
            dues.push(due(of, about, of, about));
        }
        let exists_from = begins.get(&post.id).copied().unwrap_or(from);
        let earliest = earliest(&plan, post, from).map(|(day, about)| (day.max(exists_from), about));
        let still_there = earliest.filter(|(day, _)| post.exists_on(*day));
        dues.extend(still_there.map(|(day, about)| due(day, DueKind::EarliestStart, from, about)));
    }
    in_order(dues, |a, b| (a.day, a.kind, &a.post, a.of).cmp(&(b.day, b.kind, &b.post, b.of)))
}

/// The days from which on posts exist that a change sets up.
fn begins(plan: &Plan, changes: &[Change]) -> BTreeMap<PostId, NaiveDate> {
    let set_up = plan.sequence(changes).into_iter().filter_map(|placed| match &placed.change.action {
        Action::AddPost(post) => Some((post.id.clone(), placed.change.effective)),
        _ => None,
    });
    gathered(set_up)
}

/// The names of the units in which a post works.
fn units(plan: &Plan, post: &Post) -> Vec<String> {
    post.shares.iter().map(|share| plan.unit_name(&share.unit).to_owned()).collect()
}

/// The dates that stand at a post.
fn dates(plan: &Plan, post: &Post) -> Vec<(NaiveDate, DueKind)> {
    let terms = post.noted();
    let mut dates: Vec<(NaiveDate, DueKind)> = Vec::new();
    let mut add = |date: Option<NaiveDate>, kind| dates.extend(date.map(|date| (date, kind)));
    add(post.kw, DueKind::Kw);
    // A contract that was noted for a holder who is gone says nothing any more.
    add(terms.contract_until.filter(|_| post.holder.is_some()), DueKind::Contract);
    add(terms.departure.filter(|_| post.holder.is_some()), DueKind::Departure);
    for holder in &terms.holders {
        add(holder.until, DueKind::Contract);
        add(holder.departure, DueKind::Departure);
    }
    add(terms.ku.as_ref().and_then(|ku| ku.on), DueKind::Conversion);
    add(terms.leave.as_ref().and_then(|leave| leave.until), DueKind::LeaveEnds);
    add(terms.funding.as_ref().and_then(|funding| funding.until), DueKind::FundingEnds);
    add(post.recruiting_until.or_else(|| plan.planned_start(post)), DueKind::FirstDay);
    distinct(dates)
}

fn later(date: NaiveDate, days: f64) -> NaiveDate {
    date.checked_add_days(Days::new(days.ceil().max(0.0) as u64)).unwrap_or(NaiveDate::MAX)
}

/// The days that the stages of a recruitment take from the one at which the post is: (with that one, after it). None where no
/// stage is noted, or one that the plan does not have.
fn stages_left(plan: &Plan, post: &Post) -> Option<(f64, f64)> {
    let now = post.noted().recruiting_stage.as_ref()?;
    let stages = plan.assumptions.stages();
    let place = stages.iter().position(|stage| stage.name == *now)?;
    let days = |from: usize| stages[from..].iter().map(|stage| stage.days).sum();
    Some((days(place), days(place + 1)))
}

/// The first day on which a post can be filled that is vacant on a day without a date, and what begins on that day: the whole
/// recruitment, or what is left of one that is under way.
fn earliest(plan: &Plan, post: &Post, from: NaiveDate) -> Option<(NaiveDate, DueKind)> {
    let pieces = plan.pieces_of(post);
    let first = pieces.first().filter(|first| first.fte() > Fte::ZERO)?;
    let vacant = first.occupancy(from) == Occupancy::Vacant && !post.is_on_leave(from);
    if !vacant || !post.noted().may_be_filled() {
        return None;
    }
    Some(match stages_left(plan, post) {
        Some((days, _)) => (later(from, days), DueKind::StageEnd),
        None => (later(from, plan.assumptions.recruitment_days.mean), DueKind::RecruitmentStart),
    })
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
        // Who has a first day is being recruited already: what is left is the stage at which that is, where it is noted.
        DueKind::FirstDay => {
            let left = stages_left(plan, post).map(|(_, after)| after).filter(|days| *days > 0.0);
            left.map(|days| (before(of, days), DueKind::StageEnd)).into_iter().collect()
        }
        DueKind::Contract | DueKind::Departure => {
            let next = of.succ_opt().unwrap_or(of);
            // A recruitment that is planned has its own dates.
            let planned = plan.planned_start(post).is_some();
            let goes_on = post.noted().may_be_filled() && post.exists_on(next) && !planned;
            let start = (before(next, recruitment), DueKind::RecruitmentStart);
            goes_on.then_some(start).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

impl Due {
    /// Whether it tells of a person and not of the post alone: a contract that ends, a departure, a leave.
    #[must_use]
    pub const fn is_personal(&self) -> bool {
        matches!(self.about, DueKind::Contract | DueKind::Departure | DueKind::LeaveEnds)
    }

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
            (DueKind::Departure, true) => format!("Ausscheiden {of}"),
            (DueKind::Departure, false) => format!("departure {of}"),
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
            (DueKind::StageEnd, true) => {
                format!("laufende Stufe des Besetzungsverfahrens spätestens abschließen ({about})")
            }
            (DueKind::StageEnd, false) => {
                format!("latest end of the present stage of the recruitment ({about})")
            }
            (DueKind::EarliestStart, _) => self.earliest_words(&of, german),
            (DueKind::Kw, true) => "Stelle fällt weg (kw), letzter Tag".to_owned(),
            (DueKind::Kw, false) => "post ends (kw), last day".to_owned(),
            (DueKind::Contract, true) => "Befristung endet, letzter Tag".to_owned(),
            (DueKind::Contract, false) => "temporary contract ends, last day".to_owned(),
            (DueKind::Departure, true) => "Ausscheiden geplant, letzter Tag".to_owned(),
            (DueKind::Departure, false) => "planned departure, last day".to_owned(),
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

    /// From when on a vacant post can be filled, and what has to begin on which day for that.
    fn earliest_words(&self, of: &str, german: bool) -> String {
        let under_way = self.about == DueKind::StageEnd;
        match (under_way, german) {
            (false, true) => {
                format!("Besetzung frühestens möglich (vakant), wenn das Besetzungsverfahren am {of} beginnt")
            }
            (true, true) => {
                format!(
                    "Besetzung frühestens möglich (vakant), wenn die offenen Stufen des Verfahrens am {of} beginnen"
                )
            }
            (false, false) => {
                format!("can be filled at the earliest (vacant) if the recruitment begins on {of}")
            }
            (true, false) => {
                format!(
                    "can be filled at the earliest (vacant) if the open stages of the recruitment begin on {of}"
                )
            }
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

    /// What the register tells of a post, with a change of its fields.
    fn of_post(post: &str, fields: &str) -> Vec<(NaiveDate, DueKind)> {
        let plan = builtin().unwrap();
        let list = changes(&format!(
            r#"[{{"effective": "2024-02-01", "action": {{"set_post": {{"post": "{post}", {fields}}}}}}}]"#
        ));
        let all = register(&plan, &list, plan.as_of);
        all.into_iter().filter(|due| due.post.as_str() == post).map(|due| (due.day, due.kind)).collect()
    }

    #[test]
    fn who_is_being_recruited_has_missed_no_start() {
        let plan = builtin().unwrap();
        let all = register(&plan, &[], plan.as_of);
        for (post, first) in [("AA-07", "2024-05-01"), ("AA-10", "2024-07-01"), ("IS-08", "2024-06-01")] {
            let here = all.iter().filter(|due| due.post.as_str() == post);
            let dates: Vec<_> = here.map(|due| (due.day, due.kind)).collect();
            assert_eq!(
                dates,
                [(day(first), DueKind::FirstDay)],
                "the source says that the procedure is running"
            );
        }
        assert!(all.iter().all(|due| due.kind != DueKind::RecruitmentStart), "{all:?}");
        let late: Vec<_> = all.iter().filter(|due| due.day < plan.as_of).collect();
        assert!(late.is_empty(), "{late:?}");
    }

    #[test]
    fn a_planned_departure_tells_when_to_begin_or_who_follows_when() {
        let leaves =
            |more: &str| of_post("AA-05", &format!(r#""terms": {{"departure": "2024-12-31"{more}}}"#));
        let last = (day("2024-12-31"), DueKind::Departure);
        assert_eq!(leaves(""), [(day("2024-08-04"), DueKind::RecruitmentStart), last]);
        // A further holder is followed as well.
        let part =
            r#""terms": {"holders": [{"fte": 0.4, "since": "2020-01-01", "departure": "2024-12-31"}]}"#;
        assert_eq!(of_post("AA-05", part), leaves(""));
        // The stages from there on take 100 days, those after the first of them 65.
        let begun = r#", "recruiting_stage": "Auswahl und Gespräche", "recruiting_from": "2024-10-01""#;
        let first = (day("2025-01-09"), DueKind::FirstDay);
        assert_eq!(leaves(begun), [(day("2024-11-05"), DueKind::StageEnd), last, first]);
    }

    #[test]
    fn a_noted_stage_tells_by_when_it_has_to_be_over() {
        // Behind „Ausschreibung“ come 35, 20 and 45 days.
        let stage = |name: &str| of_post("AA-10", &format!(r#""terms": {{"recruiting_stage": "{name}"}}"#));
        let first = (day("2024-07-01"), DueKind::FirstDay);
        assert_eq!(stage("Ausschreibung"), [(day("2024-03-23"), DueKind::StageEnd), first]);
        assert_eq!(stage("Kündigungsfrist bis Dienstantritt"), [first]);
        assert_eq!(stage("Gibt es nicht"), [first]);
    }

    #[test]
    fn a_vacant_post_without_a_date_tells_from_when_on_it_can_be_filled() {
        // 150 days from 01.02.2024 on; from „Auswahl und Gespräche“ on 100 of them.
        let vacant = |terms: &str| of_post("AA-05", &format!(r#""holder": null, "terms": {terms}"#));
        assert_eq!(vacant("null"), [(day("2024-06-30"), DueKind::EarliestStart)]);
        let staged = vacant(r#"{"recruiting_stage": "Auswahl und Gespräche"}"#);
        assert_eq!(staged, [(day("2024-05-11"), DueKind::EarliestStart)]);
        for closed in [r#"{"block": "Rat"}"#, r#"{"kw_on": "next_vacancy"}"#, r#"{"leave": {}}"#] {
            assert_eq!(vacant(closed), [], "{closed}");
        }
        assert_eq!(of_post("AA-05", r#""holder": null, "kw": "2024-05-31""#).len(), 2, "gone before");
        // A post that begins later is not filled before.
        let plan = builtin().unwrap();
        let new = changes(
            r#"[{"effective": "2025-01-01", "action": {"add_post": {"id": "N-1", "unit": "service-point", "title": "S",
                "grade": "E 8", "provenance": "assumption", "note": "Bedarf"}}}]"#,
        );
        let all = register(&plan, &new, plan.as_of);
        let found = all.iter().find(|due| due.post.as_str() == "N-1").unwrap();
        assert_eq!((found.day, found.of), (day("2025-01-01"), plan.as_of));
        assert_eq!(
            found.words(Language::German),
            "Besetzung frühestens möglich (vakant), wenn das Besetzungsverfahren am 01.02.2024 beginnt"
        );
    }

    #[test]
    fn a_leave_that_ends_is_told_on_its_last_day_and_asks_for_nobody() {
        let told = of_post("AA-05", r#""terms": {"leave": {"until": "2024-12-31"}}"#);
        assert_eq!(told, [(day("2024-12-31"), DueKind::LeaveEnds)]);
    }

    #[test]
    fn what_ends_for_a_person_is_personal_and_what_leads_to_it_too() {
        let plan = builtin().unwrap();
        let list = changes(
            r#"[{"effective": "2024-02-01", "action": {"set_post": {"post": "AA-05", "terms": {"departure": "2024-12-31"}}}}]"#,
        );
        let all = register(&plan, &list, plan.as_of);
        let personal: Vec<_> = all.iter().filter(|due| due.is_personal()).map(|due| due.kind).collect();
        assert_eq!(personal, [DueKind::RecruitmentStart, DueKind::Departure]);
        assert!(all.iter().any(|due| due.kind == DueKind::Kw), "the end of a post is told of the post");
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
