//! What a change of work costs its holder: who has worked on none of the case types that a post serves from a day on starts again with
//! a part of what they know (`onboarding.transfer`), as in the simulation.

use super::onboarding::DAYS_PER_MONTH;
use super::{Action, CaseTypeId, Change, Plan, Post, PostId, UnitId};
use chrono::{Days, NaiveDate};

/// From when on holders count as in the job where a change gave them other work. Follows from the changes that were made on the way to
/// a day: neither written nor compared.
#[derive(Debug, Clone, Default)]
pub struct Practice(Vec<Part>);

impl PartialEq for Practice {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A post, or the piece of one that a holder has, in a unit.
#[derive(Debug, Clone)]
struct Part {
    piece: PostId,
    unit: UnitId,
    /// First day in the job as it stands in the plan: of another holder nothing is known here.
    since: NaiveDate,
    /// First day in the job, moved on by what has to be learnt anew.
    counts_from: NaiveDate,
    /// Case types that the holder has worked on, in any unit.
    knows: Vec<CaseTypeId>,
}

/// The work of a post before a change.
pub(super) struct Before(Vec<Part>);

impl Plan {
    /// First day in the job of the holder of a post in a unit, as far as the work there is concerned; `since` is the stated one, which holds
    /// where no change gave them work that they did not know. A further holder is asked for by the identifier of the piece.
    #[must_use]
    pub fn practised_since(&self, piece: &PostId, unit: &UnitId, since: NaiveDate) -> NaiveDate {
        let mut parts = self.practice.0.iter();
        let part = parts.find(|part| part.piece == *piece && part.unit == *unit && part.since == since);
        part.map_or(since, |part| part.counts_from)
    }

    /// The work of the post whose place or case types a change sets; none for any other change.
    pub(super) fn before(&self, change: &Change) -> Option<Before> {
        let id = match &change.action {
            Action::MovePost { post, .. } => post,
            Action::SetPost(patch) if patch.shares.is_some() || patch.case_types.is_some() => &patch.post,
            _ => return None,
        };
        Some(Before(self.parts(self.post(id).or_else(|| self.parked(id))?)))
    }

    /// Takes down what the holders of a post have to learn after a change on a day.
    pub(super) fn practise(&mut self, before: Before, day: NaiveDate) {
        let Some(id) = before.0.first().map(|part| part.piece.clone()) else { return };
        let Some(post) = self.post(&id) else { return };
        let mut after = self.parts(post);
        for part in &mut after {
            let own =
                || before.0.iter().filter(|known| known.piece == part.piece && known.since == part.since);
            let Some(best) = own().map(|known| known.counts_from).min() else { continue };
            let stays = own().find(|known| known.unit == part.unit).map(|known| known.counts_from);
            let here = std::mem::take(&mut part.knows);
            for known in own() {
                part.knows.extend(
                    known.knows.iter().filter(|id| !part.knows.contains(id)).cloned().collect::<Vec<_>>(),
                );
            }
            let is_known =
                here.is_empty() || part.knows.is_empty() || here.iter().any(|id| part.knows.contains(id));
            part.counts_from = match stays {
                Some(from) if is_known => from,
                None if is_known => best,
                _ => self.begins_again(best, day),
            };
            part.knows.extend(here);
        }
        self.practice.0.retain(|part| !after.iter().any(|new| new.piece == part.piece));
        self.practice.0.extend(after);
    }

    /// The day from which somebody would count as in the job who knows, on a day, a part of what they have learnt since another one.
    fn begins_again(&self, since: NaiveDate, day: NaiveDate) -> NaiveDate {
        let onboarding = &self.assumptions.onboarding;
        let proficiency = |days: i64| onboarding.proficiency(days.max(0) as f64 / DAYS_PER_MONTH);
        let kept = proficiency((day - since).num_days()) * onboarding.transfer.as_f64();
        let all = (onboarding.experienced_after() * DAYS_PER_MONTH).ceil() as i64;
        let days = (0..all).find(|days| proficiency(*days) >= kept - 1e-12).unwrap_or(all);
        day.checked_sub_days(Days::new(days.unsigned_abs())).unwrap_or(day)
    }

    /// The parts of a post with a holder, with what is known of each so far and the case types that it serves.
    fn parts(&self, post: &Post) -> Vec<Part> {
        let mut parts = Vec::new();
        for piece in post.pieces().iter() {
            let Some(holder) = &piece.holder else { continue };
            for share in &piece.shares {
                let served = self.case_types.iter().filter(|case_type| piece.serves(&share.unit, case_type));
                let mut knows: Vec<CaseTypeId> = served.map(|case_type| case_type.id.clone()).collect();
                let mut known = self.practice.0.iter();
                let known = known
                    .find(|one| one.piece == piece.id && one.unit == share.unit && one.since == holder.since);
                let counts_from = known.map_or(holder.since, |known| known.counts_from);
                knows.extend(known.into_iter().flat_map(|known| &known.knows).cloned());
                parts.push(Part {
                    piece: piece.id.clone(),
                    unit: share.unit.clone(),
                    since: holder.since,
                    counts_from,
                    knows,
                });
            }
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{builtin, changes_from_json};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// From when on AA-03 counts as in the job in a unit on a day, under some changes.
    fn counts_from(changes: &str, unit: &str, on: &str) -> NaiveDate {
        let mut plan = builtin().unwrap();
        plan.posts.iter_mut().find(|post| post.id.as_str() == "AA-03").unwrap().holder =
            Some(crate::plan::Holder { since: day("2015-01-01") });
        let changes = changes_from_json(changes.as_bytes()).unwrap();
        let plan = plan.on(day(on), &changes).plan;
        let (id, unit) = (PostId::parse("AA-03").unwrap(), UnitId::parse(unit).unwrap());
        let post = plan.post(&id).unwrap();
        assert!(post.shares.iter().any(|share| share.unit == unit));
        plan.practised_since(&id, &unit, post.holder.as_ref().unwrap().since)
    }

    fn moved(on: &str, to: &str) -> String {
        format!(r#"{{"effective": "{on}", "action": {{"move_post": {{"post": "AA-03", "to": "{to}"}}}}}}"#)
    }

    #[test]
    fn unknown_work_begins_with_half_of_what_is_known() {
        // Half of all is that of month six, 183 days.
        let one = format!("[{}]", moved("2024-05-01", "einbuergerung"));
        assert_eq!(counts_from(&one, "einbuergerung", "2024-05-01"), day("2023-10-31"));
        assert_eq!(counts_from(&one, "einbuergerung", "2025-05-01"), day("2023-10-31"));
        assert_eq!(counts_from(&one, "aufenthalt", "2024-04-30"), day("2015-01-01"), "not yet");
        // On the first day as on any other; a move within the work that is known costs nothing.
        let first = format!("[{}]", moved("2024-02-01", "einbuergerung"));
        assert_eq!(counts_from(&first, "einbuergerung", "2024-02-01"), day("2023-08-02"));
        // Back home nothing is unknown; what was learnt meanwhile goes along, as in the simulation.
        let back =
            format!("[{}, {}]", moved("2024-05-01", "einbuergerung"), moved("2024-08-01", "aufenthalt"));
        assert_eq!(counts_from(&back, "aufenthalt", "2024-08-01"), day("2023-10-31"));
    }

    #[test]
    fn a_decided_move_of_before_the_plan_begins_is_history() {
        let mut plan = builtin().unwrap();
        let (id, unit) = (PostId::parse("AA-03").unwrap(), UnitId::parse("einbuergerung").unwrap());
        let since = day("2015-01-01");
        plan.posts.iter_mut().find(|post| post.id == id).unwrap().holder =
            Some(crate::plan::Holder { since });
        let mut counts_from = |on: &str| {
            let list = format!("[{}]", moved(on, "einbuergerung"));
            plan.decided = changes_from_json(list.as_bytes()).unwrap();
            plan.on(plan.as_of, &[]).plan.practised_since(&id, &unit, since)
        };
        // As in the simulation: the plan says how experienced everybody is on the evening before, and what follows is learnt.
        assert_eq!(counts_from("2024-01-31"), since);
        assert_eq!(counts_from("2024-02-01"), day("2023-08-02"));
    }

    #[test]
    fn the_way_over_the_tray_spares_nobody_and_a_new_holder_is_as_stated() {
        let parked = format!(
            r#"[{{"effective": "2024-03-01", "action": {{"park_post": {{"post": "AA-03"}}}}}}, {}]"#,
            moved("2024-05-01", "einbuergerung")
        );
        assert_eq!(counts_from(&parked, "einbuergerung", "2024-05-01"), day("2023-10-31"));
        let new = format!(
            r#"[{}, {{"effective": "2024-05-01", "action": {{"set_post": {{"post": "AA-03",
                "holder": {{"since": "2020-01-01"}}}}}}}}]"#,
            moved("2024-05-01", "einbuergerung")
        );
        assert_eq!(counts_from(&new, "einbuergerung", "2024-05-01"), day("2020-01-01"));
    }

    #[test]
    fn of_a_post_that_is_split_only_the_new_part_learns() {
        let split = r#"[{"effective": "2024-05-01", "action": {"set_post": {"post": "AA-03",
            "shares": [{"unit": "aufenthalt", "fte": 0.5}, {"unit": "einbuergerung", "fte": 0.5}]}}}]"#;
        assert_eq!(counts_from(split, "aufenthalt", "2024-05-01"), day("2015-01-01"));
        assert_eq!(counts_from(split, "einbuergerung", "2024-05-01"), day("2023-10-31"));
    }
}
