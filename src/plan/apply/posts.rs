//! Actions on posts.

use super::{check, nothing, room, set as take, unit_exists, unit_name};
use crate::plan::validate::{MAX_POSTS, objects};
use crate::plan::{ChangeError, Fte, Plan, Post, PostId, PostPatch, PostShare, UnitId};
use chrono::NaiveDate;

pub(super) fn add(plan: &mut Plan, post: &Post, effective: NaiveDate) -> Result<(), ChangeError> {
    room(plan.posts.len(), MAX_POSTS, "Stellen")?;
    if plan.post(&post.id).is_some() {
        return Err(ChangeError::PostIdTaken { post: post.id.clone() });
    }
    for share in &post.shares {
        unit_exists(plan, &share.unit)?;
    }
    lasts_until(post, effective)?;
    check(&object(&post.id), |path, errors| objects::post(path, post, plan, errors))?;
    plan.posts.push(post.clone());
    Ok(())
}

/// The whole post goes, a split one with all its parts.
pub(super) fn move_to(
    plan: &mut Plan,
    id: &PostId,
    to: &UnitId,
    effective: NaiveDate,
) -> Result<(), ChangeError> {
    let place = standing(plan, id, effective)?;
    unit_exists(plan, to)?;
    if plan.posts[place].shares.iter().all(|share| share.unit == *to) {
        let name = unit_name(plan, to);
        return Err(ChangeError::PostAlreadyThere { post: id.clone(), unit: to.clone(), name });
    }
    let post = &mut plan.posts[place];
    post.shares = vec![PostShare { unit: to.clone(), fte: post.fte() }];
    Ok(())
}

pub(super) fn remove(plan: &mut Plan, id: &PostId, effective: NaiveDate) -> Result<(), ChangeError> {
    let place = standing(plan, id, effective)?;
    plan.posts.remove(place);
    Ok(())
}

pub(super) fn set(plan: &mut Plan, patch: &PostPatch, effective: NaiveDate) -> Result<(), ChangeError> {
    let PostPatch { post: id, title, grade, fte, casework, kw, holder, recruiting_until, case_types } = patch;
    let place = standing(plan, id, effective)?;
    let mut post = plan.posts[place].clone();
    let mut any = false;
    any |= take(&mut post.title, title.as_ref());
    any |= take(&mut post.grade, grade.as_ref());
    any |= take(&mut post.casework, casework.as_ref());
    any |= take(&mut post.kw, kw.as_ref());
    any |= take(&mut post.holder, holder.as_ref());
    any |= take(&mut post.recruiting_until, recruiting_until.as_ref());
    any |= take(&mut post.case_types, case_types.as_ref());
    if let Some(fte) = fte {
        any = true;
        resize(&mut post.shares, *fte);
    }
    if !any {
        return Err(nothing(object(id)));
    }
    lasts_until(&post, effective)?;
    check(&object(id), |path, errors| objects::post(path, &post, plan, errors))?;
    plan.posts[place] = post;
    Ok(())
}

/// Gives a post another size. A split one keeps its proportions, in thousandths; what does not come out even goes to
/// the first part, so that the sum is exact.
fn resize(shares: &mut [PostShare], size: Fte) {
    let old: i128 = shares.iter().map(|share| i128::from(share.fte.thousandths())).sum();
    let mut rest = size;
    for share in shares.iter_mut().skip(1) {
        let part = i128::from(size.thousandths()) * i128::from(share.fte.thousandths());
        let part = if old > 0 { i64::try_from(part / old).unwrap_or_default() } else { 0 };
        share.fte = Fte::from_thousandths(part);
        rest = rest - share.fte;
    }
    if let Some(first) = shares.first_mut() {
        first.fte = rest;
    }
}

/// The place of a post that still exists on the day.
fn standing(plan: &Plan, id: &PostId, effective: NaiveDate) -> Result<usize, ChangeError> {
    let place = plan.posts.iter().position(|post| post.id == *id);
    let place = place.ok_or_else(|| ChangeError::UnknownPost { post: id.clone() })?;
    match plan.posts[place].kw {
        Some(kw) if kw < effective => Err(ChangeError::PostEnded { post: id.clone(), kw }),
        _ => Ok(place),
    }
}

/// Refuses a post that would have ended before the change counts.
fn lasts_until(post: &Post, effective: NaiveDate) -> Result<(), ChangeError> {
    match post.kw {
        Some(kw) if kw < effective => {
            Err(ChangeError::EndsBeforeEffective { post: post.id.clone(), kw, effective })
        }
        _ => Ok(()),
    }
}

fn object(id: &PostId) -> String {
    format!("der Stelle „{id}“")
}
