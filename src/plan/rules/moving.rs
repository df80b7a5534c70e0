//! What a post loses when it moves, and what it takes along, whatever the unit to which it goes.

use super::staffing::handles_cases;
use super::{Finding, Findings, Rule, Subject};
use crate::format::Language;
use crate::plan::{Action, Change, Plan, Post, PostId, PostShare};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// So many case types are named.
const NAMED: usize = 3;

/// What there is to say of posts before a unit is chosen for them.
#[must_use]
pub fn before_moving(plan: &Plan, posts: &[PostId], language: Language) -> Vec<Finding> {
    let mut findings = Findings::new(language);
    for post in posts.iter().filter_map(|id| known(plan, id)) {
        if post.shares.len() > 1 {
            split(plan, post, &mut findings);
        }
        if works_on_a_choice(post) {
            own_tasks(plan, post, &mut findings);
        }
    }
    findings.finish()
}

/// The same of the moves among the changes that count by the day, where it came about.
pub(super) fn check(
    before: &Plan,
    after: &Plan,
    changes: &[Change],
    date: NaiveDate,
    findings: &mut Findings,
) {
    let mut told = BTreeSet::new();
    for change in changes.iter().filter(|change| change.effective <= date) {
        // Whoever writes the parts down knows them.
        let Action::MovePost { post: id, .. } = &change.action else { continue };
        if !told.insert(id) {
            continue;
        }
        let (Some(was), Some(is)) = (known(before, id), after.post(id)) else { continue };
        if was.shares.len() > 1 && is.shares.len() == 1 {
            split(before, was, findings);
        }
        if was.home() != is.home() && works_on_a_choice(is) && !is_of_use_at_home(after, is) {
            own_tasks(after, is, findings);
        }
    }
}

fn known<'a>(plan: &'a Plan, id: &PostId) -> Option<&'a Post> {
    plan.post(id).or_else(|| plan.parked(id))
}

fn works_on_a_choice(post: &Post) -> bool {
    handles_cases(post) && !post.case_types.is_empty()
}

/// Whether one of the case types of a post belongs to a unit in which it works.
fn is_of_use_at_home(plan: &Plan, post: &Post) -> bool {
    let mut chosen = plan.case_types.iter().filter(|of| post.case_types.contains(&of.id));
    chosen.any(|of| post.shares.iter().any(|share| share.unit == of.unit))
}

fn split(plan: &Plan, post: &Post, findings: &mut Findings) {
    let part = |share: &PostShare| format!("{} {}", plan.unit_name(&share.unit), findings.fte(share.fte));
    let parts: Vec<String> = post.shares.iter().map(part).collect();
    let values =
        [("post", post.id.to_string()), ("parts", parts.join(", ")), ("fte", findings.fte(post.fte()))];
    findings.add(Rule::SplitPost, Subject::Post(post.id.clone()), &values);
}

fn own_tasks(plan: &Plan, post: &Post, findings: &mut Findings) {
    let name = |id| plan.case_type(id).map(|of| of.name.as_str());
    let mut names: Vec<&str> = post.case_types.iter().filter_map(name).take(NAMED).collect();
    if post.case_types.len() > names.len() {
        names.push("…");
    }
    let values = [("post", post.id.to_string()), ("case_types", names.join("; "))];
    findings.add(Rule::OwnTasks, Subject::Post(post.id.clone()), &values);
}
