//! Posts: the tiles of the chart and the servers of the simulation. Never people.

use super::{CaseType, CaseTypeId, Fte, PostId, Provenance, Share, Terms, UnitId};
use chrono::NaiveDate;
use serde::Serialize;

/// The part of a post that works in one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PostShare {
    /// Where this part works.
    pub unit: UnitId,
    /// Its size.
    pub fte: Fte,
}

/// That a post is filled. Holds nothing about the person but the day from which on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Holder {
    /// First day in the job; the start of the onboarding curve.
    pub since: NaiveDate,
}

/// A post (Stelle) of the plan.
///
/// In the file a post gives either `unit` and `fte`, or `shares`; here both are `shares`, of which the first is
/// the unit in which the post is drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(into = "PostFields")]
pub struct Post {
    /// Unique among the posts.
    pub id: PostId,
    /// At least one; more than one when the post is split over units.
    pub shares: Vec<PostShare>,
    /// Function, for example „Sachbearbeitung Aufenthalt“.
    pub title: String,
    /// Pay grade as written, for example „EG 9b“ or „A 10“.
    pub grade: String,
    /// Fraction of the working time that goes into cases.
    pub casework: Share,
    /// None while vacant.
    pub holder: Option<Holder>,
    /// Day on which a newcomer starts, where the post is being filled.
    pub recruiting_until: Option<NaiveDate>,
    /// kw (künftig wegfallend): last day on which the post exists.
    pub kw: Option<NaiveDate>,
    /// Task force posts are ordinary posts with this mark.
    pub task_force: bool,
    /// What it works on; all of its units' case types where empty.
    pub case_types: Vec<CaseTypeId>,
    /// What else the Stellenplan notes; never [`Terms::default`].
    pub terms: Option<Box<Terms>>,
    /// Whether its *existence* is a fact of the source document; grade, holder and dates are assumptions all the same.
    pub provenance: Provenance,
    /// Remark, and the reason of an assumption.
    pub note: Option<String>,
}

/// How a post stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Occupancy {
    /// Filled since the day given.
    Filled {
        /// First day in the job.
        since: NaiveDate,
    },
    /// Vacant, a newcomer starts on the day given.
    Recruiting {
        /// First day of the newcomer.
        until: NaiveDate,
    },
    /// Vacant without a date; also a Leerstelle, and after the end of a temporary contract or a planned departure.
    Vacant,
    /// Ended by its kw date.
    Ended {
        /// Last day on which it existed.
        kw: NaiveDate,
    },
}

impl Post {
    /// Full-time equivalents of the whole post.
    #[must_use]
    pub fn fte(&self) -> Fte {
        self.shares.iter().map(|share| share.fte).sum()
    }

    /// Full-time equivalents that it gives to one unit.
    #[must_use]
    pub fn fte_in(&self, unit: &UnitId) -> Fte {
        self.shares.iter().filter(|share| share.unit == *unit).map(|share| share.fte).sum()
    }

    /// The unit in which the post is drawn. `None` only for a post that has not been validated.
    #[must_use]
    pub fn home(&self) -> Option<&UnitId> {
        self.shares.first().map(|share| &share.unit)
    }

    /// Whether the part of the post in a unit serves a case type.
    ///
    /// Without a list of its own a post serves the case types of the unit. One with a list serves each in the unit to
    /// which it belongs, and what belongs to none of the post's units with every part.
    #[must_use]
    pub fn serves(&self, unit: &UnitId, case_type: &CaseType) -> bool {
        if self.case_types.is_empty() {
            return case_type.unit == *unit;
        }
        self.case_types.contains(&case_type.id)
            && (case_type.unit == *unit || self.shares.iter().all(|share| share.unit != case_type.unit))
    }

    /// Whether the post still exists on a day (its kw date is not past).
    #[must_use]
    pub fn exists_on(&self, date: NaiveDate) -> bool {
        self.kw.is_none_or(|kw| date <= kw)
    }

    /// How much of the post is filled on a day as planned, all of its holders together.
    #[must_use]
    pub fn filled_fte(&self, date: NaiveDate) -> Fte {
        let filled = |post: &Self| match post.occupancy(date) {
            Occupancy::Filled { .. } => post.fte(),
            _ => Fte::ZERO,
        };
        self.pieces().iter().map(filled).sum()
    }

    /// How the post stands on a day as planned: without the chance events of the simulation. Of a shared post: its first holder.
    #[must_use]
    pub fn occupancy(&self, date: NaiveDate) -> Occupancy {
        if let Some(kw) = self.kw
            && date > kw
        {
            return Occupancy::Ended { kw };
        }
        let terms = self.terms.as_deref();
        if self.is_on_leave(date) {
            return Occupancy::Vacant;
        }
        let has_left = terms.and_then(Terms::last_day).is_some_and(|until| until < date);
        if let Some(holder) = self.holder.as_ref().filter(|_| !has_left) {
            return if holder.since <= date {
                Occupancy::Filled { since: holder.since }
            } else {
                Occupancy::Recruiting { until: holder.since }
            };
        }
        let blocked = terms.is_some_and(|terms| terms.block.is_some());
        match self.recruiting_until.filter(|_| !blocked) {
            Some(until) if until <= date => Occupancy::Filled { since: until },
            Some(until) => Occupancy::Recruiting { until },
            None => Occupancy::Vacant,
        }
    }
}

/// The post as it stands in the file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PostFields {
    pub(super) id: PostId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unit: Option<UnitId>,
    pub(super) title: String,
    pub(super) grade: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fte: Option<Fte>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) shares: Vec<PostShare>,
    pub(super) casework: Share,
    pub(super) holder: Option<Holder>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) recruiting_until: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kw: Option<NaiveDate>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) task_force: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) case_types: Vec<CaseTypeId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) terms: Option<Box<Terms>>,
    pub(super) provenance: Provenance,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<String>,
}

/// Why the fields of a post do not make a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum InvalidPlacement {
    #[error("die Stelle gehört zu keiner Einheit: entweder „unit“ und „fte“ oder „shares“ angeben")]
    Missing,
    #[error("entweder „unit“ und „fte“ oder „shares“ angeben, nicht beides")]
    Both,
}

impl PostFields {
    /// Whether the fields say once and only once where the post works.
    pub(super) fn placement(&self) -> Result<(), InvalidPlacement> {
        match (&self.unit, self.fte, self.shares.is_empty()) {
            (Some(_), _, true) | (None, None, false) => Ok(()),
            (None, _, true) => Err(InvalidPlacement::Missing),
            _ => Err(InvalidPlacement::Both),
        }
    }
}

impl TryFrom<PostFields> for Post {
    type Error = InvalidPlacement;

    fn try_from(fields: PostFields) -> Result<Self, InvalidPlacement> {
        fields.placement()?;
        let shares = match fields.unit {
            Some(unit) => vec![PostShare { unit, fte: fields.fte.unwrap_or(Fte::ONE) }],
            None => fields.shares,
        };
        Ok(Self {
            id: fields.id,
            shares,
            title: fields.title,
            grade: fields.grade,
            casework: fields.casework,
            holder: fields.holder,
            recruiting_until: fields.recruiting_until,
            kw: fields.kw,
            task_force: fields.task_force,
            case_types: fields.case_types,
            terms: fields.terms.and_then(|terms| terms.noted()),
            provenance: fields.provenance,
            note: fields.note,
        })
    }
}

impl From<Post> for PostFields {
    fn from(post: Post) -> Self {
        let single = post.shares.len() == 1;
        let first = post.shares.first().cloned();
        Self {
            id: post.id,
            unit: first.as_ref().filter(|_| single).map(|share| share.unit.clone()),
            fte: first.as_ref().filter(|_| single).map(|share| share.fte),
            shares: if single { Vec::new() } else { post.shares },
            title: post.title,
            grade: post.grade,
            casework: post.casework,
            holder: post.holder,
            recruiting_until: post.recruiting_until,
            kw: post.kw,
            task_force: post.task_force,
            case_types: post.case_types,
            terms: post.terms,
            provenance: post.provenance,
            note: post.note,
        }
    }
}
