//! Whether the posts fit: their grades, how many there are, what they can handle, how long they last.

use super::{Findings, Rule, Subject};
use crate::plan::gather::gathered;
use crate::plan::{
    Action, CaseType, CaseTypeId, Change, Fte, Plan, Post, PostId, Share, UnitId, grade_distance, same_grade,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Posts that came to a unit, or got another grade, and are far from all that handle cases there beside them.
pub(super) fn grades(before: &Plan, after: &Plan, findings: &mut Findings) {
    let limit = findings.limit(Rule::Grade);
    let old: BTreeMap<&PostId, &Post> = gathered(before.posts.iter().map(|post| (&post.id, post)));
    let mut by_unit: BTreeMap<&UnitId, Vec<&Post>> = BTreeMap::new();
    for post in after.posts.iter().filter(|post| handles_cases(post)) {
        for share in &post.shares {
            by_unit.entry(&share.unit).or_default().push(post);
        }
    }
    for post in after.posts.iter().filter(|post| handles_cases(post)) {
        let was = old.get(&post.id);
        let graded = was.is_none_or(|was| !same_grade(&was.grade, &post.grade));
        for share in &post.shares {
            let was_here = was.is_some_and(|was| was.shares.iter().any(|old| old.unit == share.unit));
            if was_here && !graded {
                continue;
            }
            let here = by_unit.get(&share.unit).into_iter().flatten();
            let others: BTreeSet<&str> =
                gathered(here.filter(|other| other.id != post.id).map(|other| other.grade.as_str()));
            let nearest =
                others.iter().map(|grade| grade_distance(grade, &post.grade)).min_by(f64::total_cmp);
            if nearest.is_some_and(|nearest| nearest > limit) {
                let values = [
                    ("post", post.id.to_string()),
                    ("grade", post.grade.clone()),
                    ("unit", after.unit_name(&share.unit).to_owned()),
                    ("others", others.into_iter().collect::<Vec<_>>().join(", ")),
                ];
                findings.add(Rule::Grade, Subject::Post(post.id.clone()), &values);
            }
        }
    }
}

/// Units below their minimum; with a plan before, those that were not so far below it there.
pub(super) fn minimum(before: Option<&Plan>, after: &Plan, findings: &mut Findings) {
    if after.units.iter().all(|unit| unit.minimum_fte.is_none()) {
        return;
    }
    let old = before.map(sizes);
    let sizes = sizes(after);
    for unit in &after.units {
        let Some(minimum) = unit.minimum_fte else { continue };
        let size = sizes.get(&unit.id).copied().unwrap_or_default();
        let was = old.as_ref().map(|old| old.get(&unit.id).copied().unwrap_or_default());
        let same = before.map(|before| before.unit(&unit.id));
        // Into a unit that is only just founded its posts come afterwards.
        if matches!(same, Some(None)) {
            continue;
        }
        let known = same.flatten().is_some_and(|was| was.minimum_fte == unit.minimum_fte);
        if size < minimum && !(known && was.is_some_and(|was| was <= size)) {
            let values = [
                ("unit", unit.name.clone()),
                ("fte", findings.fte(size)),
                ("minimum", findings.fte(minimum)),
            ];
            findings.add(Rule::Minimum, Subject::Unit(unit.id.clone()), &values);
        }
    }
}

fn sizes(plan: &Plan) -> BTreeMap<&UnitId, Fte> {
    let mut sizes: BTreeMap<&UnitId, Fte> = BTreeMap::new();
    for share in plan.posts.iter().flat_map(|post| &post.shares) {
        *sizes.entry(&share.unit).or_default() += share.fte;
    }
    sizes
}

/// Case types that one post alone can complete, without a deputy, or none; with a plan before, those of which that was not so there.
pub(super) fn served(before: Option<&Plan>, after: &Plan, findings: &mut Findings) {
    let old = before.map(servers);
    for (case_type, now) in after.case_types.iter().zip(servers_in_order(after)) {
        // What never arrives needs nobody.
        if case_type.demand.per_year <= 0.0 && case_type.opening.waiting == 0 {
            continue;
        }
        let was = old.as_ref().and_then(|old| old.get(&case_type.id));
        let stood_alone = || match was {
            Some(Served::Alone(post)) => before.is_some_and(|before| !has_deputy(before, post)),
            was => matches!(was, Some(Served::Nobody)),
        };
        let subject = Subject::CaseType(case_type.id.clone());
        let name = ("case_type", case_type.name.clone());
        match now {
            Served::Nobody if !was.is_some_and(|was| *was == Served::Nobody) => {
                findings.add(
                    Rule::Unserved,
                    subject,
                    &[name, ("unit", after.unit_name(&case_type.unit).to_owned())],
                );
            }
            Served::Alone(post) if !has_deputy(after, post) && !stood_alone() => {
                findings.add(Rule::SinglePoint, subject, &[name, ("post", post.to_string())]);
            }
            _ => {}
        }
    }
}

/// Whether somebody who handles cases stands in for a post.
fn has_deputy(plan: &Plan, post: &PostId) -> bool {
    let deputies = plan.post(post).map(|post| &post.noted().deputies).into_iter().flatten();
    deputies.filter_map(|id| plan.post(id)).any(handles_cases)
}

/// Who can complete a case type.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Served<'a> {
    Nobody,
    Alone(&'a PostId),
    Several,
}

fn servers(plan: &Plan) -> BTreeMap<&CaseTypeId, Served<'_>> {
    gathered(plan.case_types.iter().map(|case_type| &case_type.id).zip(servers_in_order(plan)))
}

/// For each case type, in the order of the plan; who may only prepare it does not count. Cost: posts times the case types that each serves.
fn servers_in_order(plan: &Plan) -> Vec<Served<'_>> {
    let mut by_unit: BTreeMap<&UnitId, Vec<(usize, &CaseType)>> = BTreeMap::new();
    let mut by_id: BTreeMap<&CaseTypeId, (usize, &CaseType)> = BTreeMap::new();
    for (place, case_type) in plan.case_types.iter().enumerate() {
        by_unit.entry(&case_type.unit).or_default().push((place, case_type));
        by_id.insert(&case_type.id, (place, case_type));
    }
    let mut served = vec![Served::Nobody; plan.case_types.len()];
    for post in plan.posts.iter().filter(|post| handles_cases(post)) {
        let mut types = BTreeSet::new();
        for share in post.shares.iter().filter(|share| share.fte > Fte::ZERO) {
            let listed = post.case_types.iter().filter_map(|id| by_id.get(id));
            let here = by_unit.get(&share.unit).into_iter().flatten().filter(|_| post.case_types.is_empty());
            let all = listed.chain(here);
            types.extend(
                all.filter(|(_, case_type)| {
                    post.serves(&share.unit, case_type) && post.may_decide(&case_type.id)
                })
                .map(|(place, _)| *place),
            );
        }
        for place in types {
            served[place] = match served[place] {
                Served::Nobody => Served::Alone(&post.id),
                Served::Alone(_) | Served::Several => Served::Several,
            };
        }
    }
    served
}

/// Posts that end soon after a change to them counts, of the changes that count by the day.
pub(super) fn ends_soon(after: &Plan, changes: &[Change], date: NaiveDate, findings: &mut Findings) {
    let limit = findings.limit(Rule::EndsSoon);
    let mut told = BTreeSet::new();
    for change in changes.iter().filter(|change| change.effective <= date) {
        let id = match &change.action {
            Action::MovePost { post, .. } => post,
            Action::AddPost(post) => &post.id,
            // Whoever sets the date knows it.
            Action::SetPost(patch) if patch.kw.is_none() => &patch.post,
            _ => continue,
        };
        let from = change.effective;
        let Some(kw) = after.post(id).and_then(|post| post.kw) else { continue };
        let days = kw.signed_duration_since(from).num_days();
        if (0..=limit as i64).contains(&days) && told.insert(id) {
            let values = [
                ("post", id.to_string()),
                ("kw", findings.date(kw)),
                ("days", findings.days(days)),
                ("date", findings.date(from)),
            ];
            findings.add(Rule::EndsSoon, Subject::Post(id.clone()), &values);
        }
    }
}

pub(super) fn handles_cases(post: &Post) -> bool {
    post.casework > Share::ZERO
}
