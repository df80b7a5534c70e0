//! The stretches of days between two changes, ends of a leave, or bounds of an outage: one working copy of the plan, walked through once.

use super::clock::day_of;
use crate::plan::gather::gathered;
use crate::plan::{Action, Change, Outage, Placed, Plan, Post, PostId, Terms};
use chrono::NaiveDate;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The plan as it stands from a day on.
pub(super) struct Stretch<'a> {
    /// First day, counted from the plan's.
    pub(super) first_day: u32,
    /// The plan with all changes that count by then; posts with several holders are in pieces, one for each.
    pub(super) plan: &'a Plan,
    /// Posts whose occupancy was set anew (new posts; holder or recruitment changed; parked since before the first day): whoever is named
    /// there is as experienced as named.
    pub(super) reoccupied: &'a BTreeSet<PostId>,
    /// Posts that are back from the tray, where they were from the first day on, with the holder of the plan.
    pub(super) returned: &'a BTreeSet<PostId>,
}

/// The plan on the evening before its first day, where something changes on that day: what a scenario changes from before on counts from
/// the first day, what was decided for days before is history.
#[cold]
#[inline(never)]
pub(super) fn eve(plan: &Plan, changes: &[Change]) -> Option<Plan> {
    let is_history = |placed: &Placed<'_>| placed.decided && placed.change.effective < plan.as_of;
    let until_first = plan.sequence(changes);
    let mut until_first = until_first.iter().filter(|placed| placed.change.effective <= plan.as_of);
    if until_first.all(is_history) {
        return None;
    }
    let mut standing = plan.clone();
    for Placed { change, .. } in plan.sequence(&[]).iter().filter(|placed| is_history(placed)) {
        // Those that do not fit are told by [`walk`].
        let _ = standing.apply_in_place(change);
    }
    Some(standing)
}

/// Calls `visit` for each stretch within the horizon, in order. Changes before the first day count from it on, the
/// plan's decided ones before those of the scenario. A stretch begins on the day after a leave as well, on the
/// first day of an outage and on the day after its last.
///
/// Returns a sentence for each change that does not fit; the rest applies. Copies the plan once.
pub(super) fn walk<E>(
    plan: &Plan,
    changes: &[Change],
    days: u32,
    mut visit: impl FnMut(Stretch<'_>) -> Result<(), E>,
) -> Result<Vec<String>, E> {
    walk_with(plan, changes, days, &mut visit)
}

/// What a stretch is shown to. One walk for all of them: it is large, and the workers would have it once for each.
type Visit<'v, E> = &'v mut dyn FnMut(Stretch<'_>) -> Result<(), E>;

fn walk_with<E>(plan: &Plan, changes: &[Change], days: u32, visit: Visit<'_, E>) -> Result<Vec<String>, E> {
    let mut standing = plan.clone();
    let mut conflicts = Vec::new();
    let mut occupancy = Occupancy::default();
    let mut first_day = 0;
    for Placed { decided, index, change } in plan.sequence(changes) {
        let day = day_of(plan.as_of, change.effective).max(0);
        if day >= i64::from(days) {
            break;
        }
        let day = u32::try_from(day).unwrap_or_default();
        if day > first_day {
            occupancy.visit_until(first_day..day, &standing, visit)?;
            first_day = day;
        }
        let starts = starts(&standing, &change.action);
        match standing.apply_in_place(change) {
            Ok(()) => {
                occupancy.note(&change.action, &standing);
                occupancy.note_starts(&starts, change, &standing);
            }
            Err(reason) => {
                let which = if decided { "Beschlossene Änderung" } else { "Änderung" };
                conflicts.push(format!("{which} {} wirkt nicht: {reason}", index + 1));
            }
        }
    }
    occupancy.visit_until(first_day..days, &standing, visit)?;
    Ok(conflicts)
}

/// First days that follow from the stages of a recruitment, of the vacant posts for which a change may set them anew.
fn starts(standing: &Plan, action: &Action) -> BTreeMap<PostId, NaiveDate> {
    let all = standing.posts.iter().chain(&standing.tray).filter(|post| post.holder.is_none());
    let start = |post: &Post| Some((post.id.clone(), standing.planned_start(post)?));
    match action {
        Action::SetPost(patch) if patch.terms.is_some() => {
            gathered(all.filter(|post| post.id == patch.post).filter_map(start))
        }
        Action::SetAssumptions(patch)
            if patch.recruitment_days.is_some() || patch.recruitment_stages.is_some() =>
        {
            gathered(all.filter_map(start))
        }
        _ => BTreeMap::new(),
    }
}

/// Most stretches that there may be, counting changes that turn out not to fit, and leaves and outages that are ended before.
pub(super) fn stretches(plan: &Plan, changes: &[Change], days: u32) -> usize {
    let changed = plan.decided.iter().chain(changes);
    let terms = changed.clone().filter_map(|change| match &change.action {
        Action::AddPost(post) => post.terms.as_deref(),
        Action::SetPost(patch) => patch.terms.as_ref()?.as_deref(),
        _ => None,
    });
    let noted = plan.posts.iter().chain(&plan.tray).filter_map(|post| post.terms.as_deref());
    let back = noted.chain(terms).filter_map(back);
    let outages = changed.clone().filter_map(|change| match &change.action {
        Action::SetAssumptions(patch) => patch.outages.as_ref(),
        _ => None,
    });
    let outages = outages.chain([&plan.assumptions.outages]).flatten().flat_map(bounds);
    let dates = changed.map(|change| change.effective).chain(back).chain(outages);
    let days_of: BTreeSet<i64> = gathered(dates.map(|date| day_of(plan.as_of, date).max(0)));
    days_of.iter().filter(|day| (1..i64::from(days)).contains(*day)).count() + 1
}

/// The day after a leave.
fn back(terms: &Terms) -> Option<NaiveDate> {
    terms.leave.as_ref()?.until?.succ_opt()
}

/// The first day of an outage that counts, and the day after its last.
fn bounds(outage: &Outage) -> impl Iterator<Item = NaiveDate> + use<> {
    let enabled = outage.enabled;
    [Some(outage.from), outage.until.succ_opt()].into_iter().flatten().filter(move |_| enabled)
}

/// The next day after this one on which somebody is back from leave, or an outage begins or is over. Cost: linear in the posts.
fn next_bound(standing: &Plan, day: u32) -> Option<u32> {
    let backs = standing.posts.iter().filter_map(|post| back(post.terms.as_deref()?));
    let outages = standing.assumptions.outages.iter().flat_map(bounds);
    let days = backs.chain(outages).map(|date| day_of(standing.as_of, date));
    u32::try_from(days.filter(|next| *next > i64::from(day)).min()?).ok()
}

/// Whose occupancy has to be taken from the plan, because chance knows nothing of the post or must forget it.
#[derive(Debug, Default)]
struct Occupancy {
    /// Posts set anew in the stretch at hand.
    anew: BTreeSet<PostId>,
    /// Parked posts that are to be set anew when they come back; the others go on where they were.
    waiting: BTreeSet<PostId>,
    /// Posts that were parked on the first day and of which nothing was set since; and those of them that are back in the stretch at hand.
    resting: BTreeSet<PostId>,
    returned: BTreeSet<PostId>,
    /// Pieces of shared posts that have been at work.
    pieces: BTreeSet<PostId>,
}

impl Occupancy {
    /// Visits the stretch that begins with the first of the days, and those that begin before the end because a leave is over
    /// or an outage begins or ends.
    fn visit_until<E>(
        &mut self,
        days: std::ops::Range<u32>,
        standing: &Plan,
        visit: Visit<'_, E>,
    ) -> Result<(), E> {
        let mut next = Some(days.start);
        while let Some(day) = next {
            self.visit(day, standing, visit)?;
            self.next_stretch(standing, day);
            next = next_bound(standing, day).filter(|day| *day < days.end);
        }
        Ok(())
    }

    fn visit<E>(&mut self, first_day: u32, standing: &Plan, visit: Visit<'_, E>) -> Result<(), E> {
        let plan = standing.in_pieces();
        if let Cow::Owned(plan) = &plan {
            self.meet_pieces(standing, plan);
        }
        visit(Stretch { first_day, plan: &plan, reoccupied: &self.anew, returned: &self.returned })
    }

    /// A further holder is new where nobody has seen the piece yet, or where the whole post is set anew.
    fn meet_pieces(&mut self, standing: &Plan, in_pieces: &Plan) {
        let whole: BTreeSet<&PostId> = gathered(standing.posts.iter().map(|post| &post.id));
        let anew: Vec<PostId> = standing
            .posts
            .iter()
            .filter(|post| post.is_shared() && self.anew.contains(&post.id))
            .flat_map(|post| post.pieces().into_owned())
            .map(|piece| piece.id)
            .collect();
        self.anew.extend(anew);
        for piece in in_pieces.posts.iter().filter(|post| !whole.contains(&post.id)) {
            if self.pieces.insert(piece.id.clone()) {
                self.anew.insert(piece.id.clone());
            }
        }
    }

    fn note(&mut self, action: &Action, standing: &Plan) {
        match action {
            Action::AddPost(post) => {
                self.anew.insert(post.id.clone());
            }
            Action::SetPost(patch) if patch.holder.is_some() || patch.recruiting_until.is_some() => {
                let parked = standing.parked(&patch.post).is_some();
                self.set(&patch.post, parked);
            }
            Action::ParkPost { post } => {
                self.waiting.extend(self.anew.take(post));
            }
            Action::MovePost { post, .. } => {
                self.anew.extend(self.waiting.take(post));
                self.returned.extend(self.resting.take(post));
            }
            _ => {}
        }
    }

    /// The occupancy of a post is set: at once, or when the parked post comes back.
    #[inline(never)]
    fn set(&mut self, post: &PostId, parked: bool) {
        self.resting.remove(post);
        let posts = if parked { &mut self.waiting } else { &mut self.anew };
        posts.insert(post.clone());
    }

    /// A recruitment that was noted, or that takes another time, fills the post on another day; who has started by then stays.
    fn note_starts(&mut self, before: &BTreeMap<PostId, NaiveDate>, change: &Change, standing: &Plan) {
        let after = starts(standing, &change.action);
        let by_hand = matches!(change.action, Action::SetPost(_));
        for post in before.keys().chain(after.keys()) {
            let (was, is) = (before.get(post), after.get(post));
            let started = was.is_some_and(|was| *was <= change.effective);
            if was == is || (started && !by_hand) {
                continue;
            }
            self.set(post, standing.parked(post).is_some());
        }
    }

    /// What is parked on the first day has not been seen at work.
    fn next_stretch(&mut self, standing: &Plan, first_day: u32) {
        self.anew.clear();
        self.returned.clear();
        if first_day == 0 {
            for post in &standing.tray {
                if !self.waiting.contains(&post.id) {
                    self.resting.insert(post.id.clone());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{builtin, changes_from_json};

    /// Which posts are set anew from which day on.
    fn anew(changes: &str) -> Vec<(u32, Vec<String>)> {
        let plan = builtin().unwrap();
        let changes = changes_from_json(changes.as_bytes()).unwrap();
        let mut seen = Vec::new();
        let told = walk(&plan, &changes, 1000, |stretch| {
            let posts = stretch.reoccupied.union(stretch.returned);
            let posts = posts.filter(|post| stretch.plan.post(post).is_some());
            seen.push((stretch.first_day, posts.map(ToString::to_string).collect()));
            Ok::<(), ()>(())
        });
        assert_eq!(told, Ok(Vec::new()));
        seen
    }

    #[test]
    fn a_post_that_was_parked_all_the_time_is_occupied_as_planned_when_it_comes_back() {
        let all = anew(
            r#"[{"effective": "2024-01-01", "action": {"park_post": {"post": "AA-01"}}},
                {"effective": "2024-06-01", "action": {"move_post": {"post": "AA-01", "to": "asyl"}}},
                {"effective": "2024-07-01", "action": {"park_post": {"post": "AA-01"}}},
                {"effective": "2024-08-01", "action": {"move_post": {"post": "AA-01", "to": "asyl"}}}]"#,
        );
        let days: Vec<(u32, usize)> = all.iter().map(|(day, posts)| (*day, posts.len())).collect();
        assert_eq!(days, [(0, 0), (121, 1), (151, 0), (182, 0)]);
    }

    #[test]
    fn a_stretch_begins_on_the_day_after_a_leave() {
        let leave = |until: &str| format!(r#"{{"leave": {{"until": "{until}"}}}}"#);
        let set = |post: &str, until: &str| {
            let terms = leave(until);
            format!(
                r#"{{"effective": "2024-03-01", "action": {{"set_post": {{"post": "{post}", "terms": {terms}}}}}}}"#
            )
        };
        let list = |one: &str, other: &str| format!("[{}, {}]", set("AA-01", one), set("AA-02", other));
        // The plan begins on 01.02.2024: 29 days, then 30 and 60 more.
        let days = |text: &str| anew(text).iter().map(|(day, _)| *day).collect::<Vec<_>>();
        assert_eq!(days(&list("2024-03-30", "2024-04-29")), [0, 29, 59, 89]);
        assert_eq!(days(&list("2024-03-30", "2024-03-30")), [0, 29, 59]);
        assert_eq!(days(&list("2024-01-31", "2030-01-01")), [0, 29], "over before, or beyond the horizon");
        let changes = changes_from_json(list("2024-03-30", "2024-04-29").as_bytes()).unwrap();
        assert_eq!(stretches(&builtin().unwrap(), &changes, 1000), 4);
    }

    #[test]
    fn what_was_set_in_the_tray_counts_when_the_post_comes_back() {
        let all = anew(
            r#"[{"effective": "2024-03-01", "action": {"park_post": {"post": "AA-01"}}},
                {"effective": "2024-06-01", "action": {"set_post": {"post": "AA-01", "holder": null}}},
                {"effective": "2024-08-01", "action": {"move_post": {"post": "AA-01", "to": "asyl"}}}]"#,
        );
        let days: Vec<(u32, usize)> = all.iter().map(|(day, posts)| (*day, posts.len())).collect();
        assert_eq!(days, [(0, 0), (29, 0), (121, 0), (182, 1)]);
    }
}
