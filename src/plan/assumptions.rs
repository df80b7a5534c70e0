//! What a plan assumes beside its posts and case types: working time, absence, turnover, onboarding, costs.

use super::{
    Delay, EuroPerYear, FixedTaskId, Fte, Outage, PopulationId, Provenance, RecruitmentStage, Share, UnitId,
    Workplace, cost_of_grade,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// People housed or cared for: a stock with inflow and stay, without a queue.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Population {
    /// Unique among the populations.
    pub id: PopulationId,
    /// The unit that cares for it.
    pub unit: UnitId,
    /// Name.
    pub name: String,
    /// Persons on the first day.
    pub opening: u64,
    /// Expected persons who join in a year.
    pub inflow_per_year: f64,
    /// Mean stay in calendar days.
    pub mean_stay_days: f64,
    /// Places (accommodation); none where there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub places: Option<u64>,
    /// Care ratio (Schlüssel): persons for one full-time equivalent; none where no posts follow from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub persons_per_fte: Option<f64>,
    /// Yearly mean of past years by year: what the assessment takes.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub counts: BTreeMap<u16, u64>,
    /// Provenance of the figures.
    pub provenance: Provenance,
    /// Remark, and the reason of an assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Work that does not depend on a number of cases (Grundlast, Leitung).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FixedTask {
    /// Unique among the fixed tasks.
    pub id: FixedTaskId,
    /// The unit that does it.
    pub unit: UnitId,
    /// Name.
    pub name: String,
    /// Size.
    pub fte: Fte,
    /// Provenance of the figure.
    pub provenance: Provenance,
    /// Remark, and the reason of an assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// How the posts needed are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// A: allowance time is taken off the yearly minutes (usual in municipalities).
    #[default]
    Kgst,
    /// B: allowance and recovery time are added to the basic time (federal handbook).
    Bmi,
}

/// Whose yearly minutes count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffGroup {
    /// Tarifbeschäftigte.
    #[default]
    Employee,
    /// Beamtinnen und Beamte.
    CivilServant,
}

/// Yearly working minutes of one full-time person (Jahresarbeitsminuten) by group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct YearlyMinutes {
    /// Tarifbeschäftigte.
    pub employee: f64,
    /// Beamtinnen und Beamte.
    pub civil_servant: f64,
}

/// How proficiency grows after the first day in the job.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Onboarding {
    /// (months in the job, proficiency): linear between the points, the last one lasts.
    pub curve: Vec<(f64, Share)>,
    /// (months of the newcomer in the job, share taken from the experienced): each value holds up to the next point.
    pub mentor: Vec<(f64, Share)>,
    /// Share of the proficiency that a move to unknown case types keeps.
    pub transfer: Share,
    /// Most holders who learn in a unit at one time, whoever is new beyond waits; 0 where there is no limit.
    #[serde(skip_serializing_if = "are_no_learners")]
    pub at_once: u32,
    /// Months in the job from which a newcomer may decide what the post may decide; before, cases are prepared only.
    #[serde(skip_serializing_if = "is_nothing")]
    pub decides_after: f64,
}

/// Work that waiting itself creates.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct FailureDemand {
    /// Whether it counts.
    pub enabled: bool,
    /// Enquiries that one waiting case causes in a month.
    pub enquiries_per_waiting_case_month: f64,
    /// Share of the renewals not decided in time that need an interim certificate.
    pub certificate_share: f64,
    /// Share of the cases older than three months that lead to a suit (§ 75 VwGO).
    pub suit_share: f64,
}

/// The assumptions of a plan; every key has a neutral default.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Assumptions {
    /// Method of the assessment.
    pub method: Method,
    /// Yearly working minutes.
    pub yearly_minutes: YearlyMinutes,
    /// Allowance time (Verteilzeit) as a fraction of the yearly minutes, method A.
    pub allowance: Share,
    /// Full weekly hours.
    pub weekly_hours: f64,
    /// Working days of a year on which a post is absent (leave, illness, training).
    pub absence_days_per_year: f64,
    /// Probability that a filled post loses its holder within a year.
    pub turnover_per_year: Share,
    /// From vacancy to the first day of the successor, in calendar days.
    pub recruitment_days: Delay,
    /// Growth of proficiency.
    pub onboarding: Onboarding,
    /// Work that waiting creates.
    pub failure_demand: FailureDemand,
    /// Personnel cost by pay grade.
    pub cost_per_grade: BTreeMap<String, EuroPerYear>,
    /// What a workplace costs beside the person.
    #[serde(skip_serializing_if = "is_usual")]
    pub workplace: Workplace,
    /// Stages of a recruitment; how long all of them take together is `recruitment_days`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub recruitment_stages: Vec<RecruitmentStage>,
    /// Weeks before a date by which the council has to be asked about it.
    #[serde(skip_serializing_if = "are_usual")]
    pub council_weeks: u32,
    /// Share of a full-time post that leading takes for each head (Leitungsanteil).
    #[serde(skip_serializing_if = "is_published")]
    pub leadership_share: Share,
    /// Share of the handling time of the last visit that the decision takes, where one post prepares and another one decides.
    #[serde(skip_serializing_if = "is_assumed")]
    pub decision_share: Share,
    /// Whether cases of one priority go by the day on which they are due, and not by the time at which they became ready.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub due_first: bool,
    /// Days by which a case of one rank lower has to be ahead of another one to go before it; 0 where the rank alone decides.
    #[serde(skip_serializing_if = "is_nothing")]
    pub ageing_days: f64,
    /// Days on which capacity is missing, whatever the posts are; an assumption like the rest.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outages: Vec<Outage>,
    /// Where a figure comes from, by the name of the figure.
    pub sources: BTreeMap<String, String>,
}

/// Weeks by which the council has to be asked, where the plan says nothing.
const COUNCIL_WEEKS: u32 = 12;

/// KGSt: leading takes 6 % of the working time for each person led, counted in heads.
fn published() -> Share {
    Share::parse(0.06).unwrap_or(Share::ZERO)
}

/// A tenth of the last visit for the decision: an assumption, which nothing published supports.
fn assumed() -> Share {
    Share::parse(0.1).unwrap_or(Share::ZERO)
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_assumed(share: &Share) -> bool {
    *share == assumed()
}

// Whether it counts as small depends on the size of a pointer.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_published(share: &Share) -> bool {
    *share == published()
}

fn is_usual(workplace: &Workplace) -> bool {
    *workplace == Workplace::default()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn are_no_learners(most: &u32) -> bool {
    *most == 0
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_nothing(value: &f64) -> bool {
    *value == 0.0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn are_usual(weeks: &u32) -> bool {
    *weeks == COUNCIL_WEEKS
}

/// Minutes of a full-time working day in a week of so many hours and five days.
#[must_use]
pub fn day_minutes(weekly_hours: f64) -> f64 {
    weekly_hours / 5.0 * 60.0
}

impl Assumptions {
    /// Most days by which a rank may be made up for.
    pub const MOST_AGEING_DAYS: f64 = 3_650.0;

    /// What a post in a grade costs in a full year, however the grade is spelled.
    #[must_use]
    pub fn cost_of(&self, grade: &str) -> Option<EuroPerYear> {
        cost_of_grade(&self.cost_per_grade, grade).map(|(_, cost)| cost)
    }

    /// A grade as the table of costs spells it, else as it is given: what is told together is spelled alike.
    #[must_use]
    pub fn spelled<'a>(&'a self, grade: &'a str) -> &'a str {
        cost_of_grade(&self.cost_per_grade, grade).map_or(grade, |(name, _)| name)
    }

    /// Where the share of leading comes from, and whether it is the one that was published.
    #[must_use]
    pub fn leadership_source(&self) -> (&str, bool) {
        let named = self.sources.get("leadership_share").map(String::as_str);
        if is_published(&self.leadership_share) {
            (named.unwrap_or("KGSt: 6 % der Arbeitszeit je geführter Person"), named.is_none())
        } else {
            (named.unwrap_or("eigener Ansatz des Hauses (Annahme)"), false)
        }
    }

    /// Minutes of a full-time working day: what turns waiting in working minutes into working days.
    #[must_use]
    pub fn day_minutes(&self) -> f64 {
        day_minutes(self.weekly_hours)
    }

    /// The stages with the days that each takes of `recruitment_days`, in their order.
    #[must_use]
    pub fn stages(&self) -> Vec<RecruitmentStage> {
        let sum: f64 = self.recruitment_stages.iter().map(|stage| stage.days).sum();
        let factor = if sum > 0.0 { self.recruitment_days.mean / sum } else { 0.0 };
        let scaled =
            |stage: &RecruitmentStage| RecruitmentStage { days: stage.days * factor, ..stage.clone() };
        self.recruitment_stages.iter().map(scaled).collect()
    }
}

impl Default for Assumptions {
    /// Neutral: KGSt 11/2022 minutes, no absence, no turnover, everybody proficient at once.
    fn default() -> Self {
        Self {
            method: Method::Kgst,
            yearly_minutes: YearlyMinutes { employee: 95_400.0, civil_servant: 97_860.0 },
            allowance: Share::ZERO,
            weekly_hours: 39.0,
            absence_days_per_year: 0.0,
            turnover_per_year: Share::ZERO,
            recruitment_days: Delay { mean: 150.0, cv: 0.4 },
            onboarding: Onboarding {
                curve: vec![(0.0, Share::ONE)],
                mentor: Vec::new(),
                transfer: Share::ONE,
                at_once: 0,
                decides_after: 0.0,
            },
            failure_demand: FailureDemand::default(),
            cost_per_grade: BTreeMap::new(),
            workplace: Workplace::default(),
            recruitment_stages: Vec::new(),
            council_weeks: COUNCIL_WEEKS,
            leadership_share: published(),
            decision_share: assumed(),
            due_first: false,
            ageing_days: 0.0,
            outages: Vec::new(),
            sources: BTreeMap::new(),
        }
    }
}
