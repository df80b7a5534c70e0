//! Actions on posts.

use super::{Known, check, new_place, nothing, room, set as take, shift, unit_exists};
use crate::plan::validate::{MAX_POSTS, Parked, objects};
use crate::plan::{ChangeError, Fte, Plan, Post, PostId, PostPatch, PostShare, UnitId};
use chrono::NaiveDate;

pub(super) fn add(
    plan: &mut Plan,
    post: &Post,
    effective: NaiveDate,
    known: Option<Known>,
) -> Result<(), ChangeError> {
    room(plan.posts.len() + plan.tray.len(), MAX_POSTS, "Stellen")?;
    let is_taken = match known {
        Some(known) => known != Known::Nowhere,
        None => plan.post(&post.id).is_some() || plan.parked(&post.id).is_some(),
    };
    if is_taken {
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

/// The whole post goes, a split one with all its parts; one that only changes its place keeps them.
pub(super) fn move_to(
    plan: &mut Plan,
    id: &PostId,
    to: &UnitId,
    before: Option<Option<&PostId>>,
    (effective, known): (NaiveDate, Option<Known>),
) -> Result<(), ChangeError> {
    let place = find(plan, id, effective, known)?;
    unit_exists(plan, to)?;
    let Place::Standing(place) = place else { return come_back(plan, id, to, before.flatten()) };
    let target =
        before.and_then(|before| new_place(plan.posts.iter().map(|post| &post.id), place, before.as_ref()));
    let post = &mut plan.posts[place];
    let stays = match before {
        None => post.shares.iter().all(|share| share.unit == *to),
        Some(_) => post.home() == Some(to),
    };
    if !stays {
        post.shares = vec![PostShare { unit: to.clone(), fte: post.fte() }];
    } else if before.is_none() {
        let name = plan.unit_name(to).to_owned();
        return Err(ChangeError::PostAlreadyThere { post: id.clone(), unit: to.clone(), name });
    } else if target.is_none() {
        return Err(ChangeError::OrderUnchanged { object: format!("Die Stelle „{id}“") });
    }
    if let Some(target) = target {
        shift(&mut plan.posts, place, target);
    }
    Ok(())
}

/// A parked post goes back to work, as a whole; without another place behind all others.
fn come_back(plan: &mut Plan, id: &PostId, to: &UnitId, before: Option<&PostId>) -> Result<(), ChangeError> {
    let Some(parked) = plan.tray.iter().position(|post| post.id == *id) else {
        return Err(ChangeError::UnknownPost { post: id.clone() });
    };
    let mut post = plan.tray.remove(parked);
    post.shares = vec![PostShare { unit: to.clone(), fte: post.fte() }];
    let place = plan.posts.iter().position(|other| before == Some(&other.id)).unwrap_or(plan.posts.len());
    plan.posts.insert(place, post);
    Ok(())
}

pub(super) fn park(plan: &mut Plan, id: &PostId, effective: NaiveDate) -> Result<(), ChangeError> {
    let Place::Standing(place) = find(plan, id, effective, None)? else {
        return Err(ChangeError::PostAlreadyParked { post: id.clone() });
    };
    let post = plan.posts.remove(place);
    // By identifier: what was parked first says nothing about the organisation.
    let place = plan.tray.partition_point(|other| other.id < post.id);
    plan.tray.insert(place, post);
    Ok(())
}

pub(super) fn remove(plan: &mut Plan, id: &PostId, effective: NaiveDate) -> Result<(), ChangeError> {
    match find(plan, id, effective, None)? {
        Place::Standing(place) => plan.posts.remove(place),
        Place::Parked(place) => plan.tray.remove(place),
    };
    Ok(())
}

pub(super) fn set(
    plan: &mut Plan,
    patch: &PostPatch,
    effective: NaiveDate,
    known: Option<Known>,
) -> Result<(), ChangeError> {
    let PostPatch {
        post: id,
        title,
        grade,
        fte,
        shares,
        casework,
        kw,
        holder,
        recruiting_until,
        case_types,
        terms,
    } = patch;
    let place = find(plan, id, effective, known)?;
    let mut post = match place {
        Place::Standing(place) => plan.posts[place].clone(),
        Place::Parked(place) => plan.tray[place].clone(),
    };
    let mut any = false;
    any |= take(&mut post.title, title.as_ref());
    any |= take(&mut post.grade, grade.as_ref());
    any |= take(&mut post.shares, shares.as_ref());
    any |= take(&mut post.casework, casework.as_ref());
    any |= take(&mut post.kw, kw.as_ref());
    any |= take(&mut post.holder, holder.as_ref());
    any |= take(&mut post.recruiting_until, recruiting_until.as_ref());
    any |= take(&mut post.case_types, case_types.as_ref());
    if let Some(terms) = terms {
        any = true;
        post.terms = terms.clone().and_then(|terms| terms.noted());
    }
    if let Some(fte) = fte {
        any = true;
        resize(&mut post.shares, *fte);
    }
    if !any {
        return Err(nothing(object(id)));
    }
    lasts_until(&post, effective)?;
    check(&object(id), |path, errors| match place {
        Place::Standing(_) => objects::post(path, &post, plan, errors),
        Place::Parked(_) => objects::post(path, &post, &Parked(plan), errors),
    })?;
    match place {
        Place::Standing(place) => plan.posts[place] = post,
        Place::Parked(place) => plan.tray[place] = post,
    }
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

/// Where a post is found.
#[derive(Clone, Copy)]
enum Place {
    /// Among the posts of the units.
    Standing(usize),
    /// In the tray.
    Parked(usize),
}

/// The place of a post that still exists on the day.
fn find(plan: &Plan, id: &PostId, effective: NaiveDate, known: Option<Known>) -> Result<Place, ChangeError> {
    let at = |posts: &[Post]| posts.iter().position(|post| post.id == *id);
    let stands_at = |place: &usize| plan.posts.get(*place).is_some_and(|post| post.id == *id);
    let near = known.and_then(Known::place).filter(stands_at);
    let standing = near.or_else(|| at(&plan.posts)).map(|place| (Place::Standing(place), &plan.posts[place]));
    let parked = || at(&plan.tray).map(|place| (Place::Parked(place), &plan.tray[place]));
    let (place, post) =
        standing.or_else(parked).ok_or_else(|| ChangeError::UnknownPost { post: id.clone() })?;
    match post.kw {
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
