//! Rules for what the Stellenplan notes about a post, and for the assumptions behind it.

use super::objects::{MAX_PARTS, case_type_exists};
use super::{Known, bound, values};
use crate::plan::error::{Errors, Path};
use crate::plan::{Fte, KwEvent, Post, RecruitmentStage, Terms, Workplace};
use std::collections::BTreeSet;

/// Most holders of one post beside the first, and most deputies.
const MOST_OF_A_POST: usize = 20;
/// Most stages of a recruitment.
const MOST_STAGES: usize = 20;

/// Checks what is noted, whatever the post is.
pub(in crate::plan) fn terms(path: &Path<'_>, terms: &Terms, known: &impl Known, errors: &mut Errors) {
    if let Some(KwEvent::Event(event)) = &terms.kw_on {
        values::name(&path.field("kw_on").field("event"), event, errors);
    }
    if let Some(ku) = &terms.ku {
        let path = path.field("ku");
        values::line(&path.field("grade"), &ku.grade, 60, errors);
        values::optional_date(&path.field("on"), ku.on, errors);
    }
    values::optional_line(&path.field("block"), terms.block.as_deref(), errors);
    values::optional_date(&path.field("contract_until"), terms.contract_until, errors);
    values::optional_date(&path.field("departure"), terms.departure, errors);
    let until = terms.leave.as_ref().and_then(|leave| leave.until);
    values::optional_date(&path.field("leave").field("until"), until, errors);
    holders(&path.field("holders"), terms, errors);
    values::optional_line(&path.field("recruiting_stage"), terms.recruiting_stage.as_deref(), errors);
    values::optional_date(&path.field("recruiting_from"), terms.recruiting_from, errors);
    if terms.recruiting_from.is_some() && terms.recruiting_stage.is_none() {
        errors.add(
            &path.field("recruiting_from"),
            "nennt den Beginn einer Stufe; bitte auch „recruiting_stage“ angeben",
        );
    }
    let list = path.field("qualifications");
    bound(&list, terms.qualifications.len(), MAX_PARTS, errors);
    for id in terms.qualifications.keys() {
        case_type_exists(&list.field(id.as_str()), id, known, errors);
    }
    let list = path.field("deputies");
    bound(&list, terms.deputies.len(), MOST_OF_A_POST, errors);
    let mut seen = BTreeSet::new();
    for (index, id) in terms.deputies.iter().enumerate().filter(|(_, id)| !seen.insert(*id)) {
        errors.add(&list.index(index), format!("die Stelle „{id}“ ist doppelt genannt"));
    }
    if let Some(evaluation) = &terms.evaluation {
        let path = path.field("evaluation");
        values::date(&path.field("on"), evaluation.on, errors);
        values::name(&path.field("reason"), &evaluation.reason, errors);
    }
    if let Some(funding) = &terms.funding {
        let path = path.field("funding");
        values::optional_date(&path.field("until"), funding.until, errors);
        values::name(&path.field("source"), &funding.source, errors);
    }
}

fn holders(path: &Path<'_>, terms: &Terms, errors: &mut Errors) {
    bound(path, terms.holders.len(), MOST_OF_A_POST, errors);
    for (index, holder) in terms.holders.iter().enumerate() {
        let path = path.index(index);
        values::fte(&path.field("fte"), holder.fte, errors);
        if holder.fte == Fte::ZERO {
            errors.add(&path.field("fte"), "ist 0; bitte den Anteil an der Stelle angeben");
        }
        values::date(&path.field("since"), holder.since, errors);
        values::optional_date(&path.field("until"), holder.until, errors);
        values::optional_date(&path.field("departure"), holder.departure, errors);
    }
}

/// Checks what has to fit the post.
pub(in crate::plan) fn of_post(path: &Path<'_>, terms: &Terms, post: &Post, errors: &mut Errors) {
    let sum: i64 = terms.holders.iter().map(|holder| holder.fte.thousandths()).fold(0, i64::saturating_add);
    let size: i64 = post.shares.iter().map(|share| share.fte.thousandths()).fold(0, i64::saturating_add);
    // A size that could not be read has been told already.
    if size > 0 && sum > size {
        errors.add(
            &path.field("holders"),
            "die Anteile der weiteren Besetzung sind zusammen größer als die Stelle; bitte Anteile oder Umfang ändern",
        );
    }
    if let Some(index) = terms.deputies.iter().position(|id| *id == post.id) {
        errors.add(&path.field("deputies").index(index), "die Stelle kann sich nicht selbst vertreten");
    }
}

/// Checks the stages of a recruitment.
pub(in crate::plan) fn stages(path: &Path<'_>, stages: &[RecruitmentStage], errors: &mut Errors) {
    bound(path, stages.len(), MOST_STAGES, errors);
    for (index, stage) in stages.iter().enumerate() {
        let path = path.index(index);
        values::name(&path.field("name"), &stage.name, errors);
        values::number(&path.field("days"), stage.days, 0.0..=f64::from(values::MAX_DAYS), errors);
    }
}

/// Checks what a workplace costs.
pub(in crate::plan) fn workplace(path: &Path<'_>, workplace: &Workplace, errors: &mut Errors) {
    values::number(&path.field("material"), workplace.material, 0.0..=1_000_000.0, errors);
    values::number(&path.field("overhead"), workplace.overhead, 0.0..=10.0, errors);
}

/// Checks by how many weeks the council has to be asked before.
pub(in crate::plan) fn council_weeks(path: &Path<'_>, weeks: u32, errors: &mut Errors) {
    values::count(path, u64::from(weeks), 520, errors);
}
