//! Dated parameter sets: the yearly minutes as KGSt published them, and what a request makes of them.

use super::derivation::{Derivation, Input, Origin};
use super::{AssessmentError, Request};
use crate::plan::{Assumptions, Method, StaffGroup, YearlyMinutes};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A published set of yearly minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ParameterSetId {
    /// KGSt report 11/2022.
    #[serde(rename = "kgst-2022-11")]
    Kgst2022,
    /// KGSt report 8/2025.
    #[serde(rename = "kgst-2025-08")]
    Kgst2025,
}

/// Yearly minutes with the date from which they are known and their source.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ParameterSet {
    /// Which one.
    pub id: ParameterSetId,
    /// First day of the month of publication.
    pub valid_from: NaiveDate,
    /// Yearly minutes, general administration.
    pub yearly_minutes: YearlyMinutes,
    /// Source in words.
    pub source: &'static str,
}

impl ParameterSetId {
    /// All sets, oldest first.
    pub const ALL: [Self; 2] = [Self::Kgst2022, Self::Kgst2025];

    /// The figures: 1.590 and 1.631 hours (11/2022), 1.561 and 1.602 hours (8/2025).
    #[must_use]
    pub const fn set(self) -> ParameterSet {
        match self {
            Self::Kgst2022 => ParameterSet {
                id: self,
                valid_from: first_of(2022, 11),
                yearly_minutes: YearlyMinutes { employee: 95_400.0, civil_servant: 97_860.0 },
                source: "KGSt 11/2022, allgemeine Verwaltung (1.590 h bei 39, 1.631 h bei 40 Wochenstunden)",
            },
            Self::Kgst2025 => ParameterSet {
                id: self,
                valid_from: first_of(2025, 8),
                yearly_minutes: YearlyMinutes { employee: 93_660.0, civil_servant: 96_120.0 },
                source: "KGSt 8/2025, allgemeine Verwaltung (1.561 h bei 39, 1.602 h bei 40 Wochenstunden)",
            },
        }
    }

    /// Its word in addresses and files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Kgst2022 => "kgst-2022-11",
            Self::Kgst2025 => "kgst-2025-08",
        }
    }

    /// The set of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|id| id.word() == word)
    }

    /// The newest set published by a day; the oldest before that.
    #[must_use]
    pub fn on(date: NaiveDate) -> Self {
        Self::ALL.into_iter().rev().find(|id| id.set().valid_from <= date).unwrap_or(Self::Kgst2022)
    }
}

const fn first_of(year: i32, month: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, 1) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

/// What the computation works with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parameters {
    /// Method.
    pub method: Method,
    /// Whose yearly minutes.
    pub staff_group: StaffGroup,
    /// Yearly minutes of the group.
    pub yearly_minutes: f64,
    /// Method A: allowance time (Verteilzeit) as a share of the yearly minutes.
    pub allowance: f64,
    /// Method B: recovery time as a surcharge on the basic time.
    pub recovery: f64,
    /// Method B: personal allowance time as a surcharge.
    pub personal: f64,
    /// Method B: factual allowance time as a surcharge.
    pub factual: f64,
    /// Source of the yearly minutes.
    pub source: String,
    /// Source of the allowance or the surcharges.
    pub allowance_source: String,
}

/// Surcharges of the federal handbook: 5 % personal, 5 % factual, no recovery time in offices.
const FEDERAL_SURCHARGE: f64 = 0.05;

/// Basic time out of minutes in which the allowance of method B stands (mBZ of the federal handbook): `minutes / (1 + 0,05 + 0,05)`.
#[must_use]
pub fn without_allowance(minutes: f64) -> f64 {
    minutes / (1.0 + 2.0 * FEDERAL_SURCHARGE)
}

impl Parameters {
    /// Resolves a request against a plan's assumptions.
    ///
    /// # Errors
    /// [`AssessmentError::NoWorkingTime`] when no minute is left.
    pub fn resolve(assumptions: &Assumptions, request: &Request) -> Result<Self, AssessmentError> {
        let (minutes, source) = match request.parameters {
            Some(id) => (id.set().yearly_minutes, id.set().source.to_owned()),
            None => (assumptions.yearly_minutes, source_of(assumptions)),
        };
        let method = request.method.unwrap_or(assumptions.method);
        let parameters = Self {
            method,
            staff_group: request.staff_group,
            yearly_minutes: of_group(minutes, request.staff_group),
            allowance: assumptions.allowance.as_f64(),
            recovery: 0.0,
            personal: FEDERAL_SURCHARGE,
            factual: FEDERAL_SURCHARGE,
            source,
            allowance_source: match method {
                Method::Kgst => assumptions
                    .sources
                    .get("allowance")
                    .cloned()
                    .unwrap_or_else(|| "Annahmen des Plans („allowance“)".to_owned()),
                Method::Bmi => {
                    "Handbuch für Organisationsuntersuchungen: je 5 % persönliche und sachliche Verteilzeit"
                        .to_owned()
                }
            },
        };
        if parameters.net_minutes() > 0.0 && parameters.net_minutes().is_finite() {
            Ok(parameters)
        } else {
            Err(AssessmentError::NoWorkingTime)
        }
    }

    /// Method A without rounding, source or plan: for the formulas alone.
    #[must_use]
    pub fn kgst(yearly_minutes: f64, allowance: f64) -> Self {
        Self {
            method: Method::Kgst,
            staff_group: StaffGroup::Employee,
            yearly_minutes,
            allowance,
            recovery: 0.0,
            personal: 0.0,
            factual: 0.0,
            source: String::new(),
            allowance_source: String::new(),
        }
    }

    /// Method B with its three surcharges.
    #[must_use]
    pub fn bmi(yearly_minutes: f64, recovery: f64, personal: f64, factual: f64) -> Self {
        Self {
            method: Method::Bmi,
            allowance: 0.0,
            recovery,
            personal,
            factual,
            ..Self::kgst(yearly_minutes, 0.0)
        }
    }

    /// The same by another method: both keep the figures of the other one.
    #[must_use]
    pub fn by(&self, method: Method) -> Self {
        Self { method, ..self.clone() }
    }

    /// Minutes of basic time that one full-time equivalent handles in a year: A `JAM × (1 − v)`, B `JAM / (1 + e + p + s)`.
    #[must_use]
    pub fn net_minutes(&self) -> f64 {
        match self.method {
            Method::Kgst => self.yearly_minutes * (1.0 - self.allowance),
            Method::Bmi => self.yearly_minutes / self.surcharge_factor(),
        }
    }

    /// Full-time equivalents for minutes of basic time in a year.
    #[must_use]
    pub fn need(&self, minutes: f64) -> f64 {
        match self.method {
            Method::Kgst => minutes / (self.yearly_minutes * (1.0 - self.allowance)),
            Method::Bmi => minutes * self.surcharge_factor() / self.yearly_minutes,
        }
    }

    fn surcharge_factor(&self) -> f64 {
        1.0 + (self.recovery + self.personal + self.factual)
    }

    /// Where [`Parameters::net_minutes`] comes from.
    #[must_use]
    pub fn derivation(&self) -> Derivation {
        let group = match self.staff_group {
            StaffGroup::Employee => "Jahresarbeitsminuten (Beschäftigte)",
            StaffGroup::CivilServant => "Jahresarbeitsminuten (Beamtinnen und Beamte)",
        };
        let published = |name: &str, value: f64, unit: &str, source: &str| {
            Input::new(name, value, unit, Origin::Published).with_source(source)
        };
        // A plan may set minutes of its own; only those of a published set are marked as published.
        let known = ParameterSetId::ALL
            .into_iter()
            .any(|id| of_group(id.set().yearly_minutes, self.staff_group) == self.yearly_minutes);
        let origin = if known { Origin::Published } else { Origin::Assumption };
        let mut inputs =
            vec![Input::new(group, self.yearly_minutes, "min", origin).with_source(self.source.as_str())];
        let (formula, source) = match self.method {
            Method::Kgst => {
                inputs.push(
                    Input::new("Verteilzeitanteil", self.allowance, "", Origin::Assumption)
                        .with_source(self.allowance_source.as_str()),
                );
                ("Jahresarbeitsminuten × (1 − Verteilzeitanteil)", METHOD_A)
            }
            Method::Bmi => {
                inputs.push(published("Erholungszeit", self.recovery, "", &self.allowance_source));
                inputs.push(published("persönliche Verteilzeit", self.personal, "", &self.allowance_source));
                inputs.push(published("sachliche Verteilzeit", self.factual, "", &self.allowance_source));
                (
                    "Jahresarbeitsminuten ÷ (1 + Erholungszeit + persönliche Verteilzeit + sachliche Verteilzeit)",
                    METHOD_B,
                )
            }
        };
        Derivation {
            title: "Minuten je VZÄ und Jahr".to_owned(),
            formula: formula.to_owned(),
            inputs,
            result: self.net_minutes(),
            unit: "min".to_owned(),
            source: source.to_owned(),
        }
    }

    /// Name of the method with its source.
    #[must_use]
    pub const fn method_source(&self) -> &'static str {
        match self.method {
            Method::Kgst => METHOD_A,
            Method::Bmi => METHOD_B,
        }
    }
}

const METHOD_A: &str = "Verfahren A: kommunale Praxis nach KGSt, Verteilzeit vom Jahr abgezogen";
const METHOD_B: &str =
    "Verfahren B: Handbuch für Organisationsuntersuchungen (BMI), Zuschläge auf die Grundzeit";

fn source_of(assumptions: &Assumptions) -> String {
    let known = ParameterSetId::ALL
        .into_iter()
        .map(ParameterSetId::set)
        .find(|set| set.yearly_minutes == assumptions.yearly_minutes)
        .map(|set| set.source.to_owned());
    let said = assumptions.sources.get("yearly_minutes").cloned();
    said.or(known).unwrap_or_else(|| "Annahmen des Plans („yearly_minutes“)".to_owned())
}

/// The minutes of one group: never an average.
pub(super) const fn of_group(minutes: YearlyMinutes, group: StaffGroup) -> f64 {
    match group {
        StaffGroup::Employee => minutes.employee,
        StaffGroup::CivilServant => minutes.civil_servant,
    }
}
