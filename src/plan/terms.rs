//! What the Stellenplan notes about a post beside grade, extent and kw date: vermerke, contract, further holders,
//! qualifications, deputies, job evaluation, funding.
//!
//! Post, holder and capacity are three things with dates of their own: a post may stand while its holder's contract ends, and a
//! Leerstelle stands without any capacity. Posts without all of this hold none of it, not even its space.

mod pieces;
mod words;

use super::{CaseTypeId, Fte, PostId, Share};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// When a post ends for which no day is set (kw ohne Datum).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KwEvent {
    /// As soon as its holder leaves: there is no successor.
    NextVacancy,
    /// When something happens that has no date yet; a day is set when it does.
    Event(String),
}

/// ku (künftig umzuwandeln): the post is to get another grade. Nothing converts it by itself: that is a decision, and a change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Conversion {
    /// The grade that it is to get.
    pub grade: String,
    /// From when on; none means with the next vacancy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
}

/// Leerstelle: stands for somebody on leave, costs nothing and works nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Leave {
    /// Last day of the leave, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

/// A further holder of a post that is shared (part-time).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartHolder {
    /// Which part of the post.
    pub fte: Fte,
    /// First day in the job.
    pub since: NaiveDate,
    /// Last day of a temporary contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Planned departure: last day in the job, as of the first holder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub departure: Option<NaiveDate>,
}

/// What the holder of a post may do with a case type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Qualification {
    /// Prepare, not sign.
    Prepare,
    /// Prepare and decide.
    Decide,
}

/// Job evaluation (Stellenbewertung): why the post has its grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evaluation {
    /// When it was evaluated.
    pub on: NaiveDate,
    /// Why the grade fits.
    pub reason: String,
}

/// Third-party funding.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Funding {
    /// Share of the personnel cost that is paid.
    pub share: Share,
    /// Last day; none where it lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Who pays.
    pub source: String,
}

/// All of it; what is not noted is neutral.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Terms {
    /// kw without a day; a post may have a day as well, and the earlier one counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kw_on: Option<KwEvent>,
    /// ku with its target grade.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ku: Option<Conversion>,
    /// Sperrvermerk: the post may not be filled until it is released; by whom, or why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block: Option<String>,
    /// Last day of the temporary contract of the (first) holder; counts while the post is filled by that holder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract_until: Option<NaiveDate>,
    /// Planned departure: last day of the (first) holder in the job, where it is known. Of the reason, which would be about a
    /// person, nothing is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub departure: Option<NaiveDate>,
    /// Whether it is a Leerstelle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leave: Option<Leave>,
    /// Holders beside the first one, who has the rest of the post.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub holders: Vec<PartHolder>,
    /// At which stage the recruitment is, by its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recruiting_stage: Option<String>,
    /// First day of that stage; a vacant post without a first day is filled when the stages that are left from there on are over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recruiting_from: Option<NaiveDate>,
    /// What the holder may do, by case type; where nothing is noted, everything that the post serves.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub qualifications: BTreeMap<CaseTypeId, Qualification>,
    /// Posts that stand in; one that is gone is no error.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deputies: Vec<PostId>,
    /// Why it has its grade.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evaluation: Option<Evaluation>,
    /// Who else pays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub funding: Option<Funding>,
    /// Whether more is noted than whoever reads this may see; never stored.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
}

impl Terms {
    /// None where nothing is noted, so that equal posts are equal.
    #[must_use]
    pub fn noted(self) -> Option<Box<Self>> {
        (self != Self::default()).then(|| Box::new(self))
    }

    /// Last day of the (first) holder as planned: of a temporary contract or of a planned departure, whichever comes first.
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        [self.contract_until, self.departure].into_iter().flatten().min()
    }

    /// Whether a successor may be looked for when the holder leaves.
    #[must_use]
    pub fn may_be_filled(&self) -> bool {
        self.block.is_none() && self.kw_on != Some(KwEvent::NextVacancy)
    }
}

/// A stage of the recruitment (Ausschreibung, Auswahl, …) and how long it usually takes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecruitmentStage {
    /// Its name.
    pub name: String,
    /// Calendar days.
    pub days: f64,
}

/// What a workplace costs beside the person.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Workplace {
    /// Material cost of an office in euro per year, IT included.
    pub material: f64,
    /// Overhead as a share of the personnel cost.
    pub overhead: f64,
}

impl Default for Workplace {
    /// KGSt: 9.700 € for an office, at least 20 % overhead.
    fn default() -> Self {
        Self { material: 9_700.0, overhead: 0.2 }
    }
}
