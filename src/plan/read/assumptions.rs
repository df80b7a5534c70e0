//! Reading of the assumptions.

use super::json::Node;
use super::object::{Fields, Read};
use super::values::word;
use crate::plan::error::{Errors, Path};
use crate::plan::{Assumptions, FailureDemand, Method, Onboarding, OnboardingPatch, Outage, YearlyMinutes};

impl Read for Method {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        word(node, &[("kgst", Self::Kgst), ("bmi", Self::Bmi)], path, errors)
    }
}

impl Read for YearlyMinutes {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["employee", "civil_servant"], errors);
        Self { employee: fields.required("employee"), civil_servant: fields.required("civil_servant") }
    }
}

/// Fields of the onboarding, in a plan and in a change.
const ONBOARDING: [&str; 5] = ["curve", "mentor", "transfer", "at_once", "decides_after"];

impl Read for OnboardingPatch {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &ONBOARDING, errors);
        let patch = Self {
            curve: fields.optional("curve"),
            mentor: fields.optional("mentor"),
            transfer: fields.optional("transfer"),
            at_once: fields.optional("at_once"),
            decides_after: fields.optional("decides_after"),
        };
        if patch == Self::default() && matches!(node, Node::Object(_)) {
            errors.add(path, format!("ist leer; bitte etwas davon angeben: {}", ONBOARDING.join(", ")));
        }
        patch
    }
}

impl Read for Onboarding {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &ONBOARDING, errors);
        Self {
            curve: fields.required("curve"),
            mentor: fields.or("mentor", Vec::new()),
            transfer: fields.or("transfer", Self::usual_transfer()),
            at_once: fields.or("at_once", 0),
            decides_after: fields.or("decides_after", 0.0),
        }
    }
}

impl Read for FailureDemand {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = ["enabled", "enquiries_per_waiting_case_month", "certificate_share", "suit_share"];
        let mut fields = Fields::new(node, path, &allowed, errors);
        Self {
            enabled: fields.or("enabled", false),
            enquiries_per_waiting_case_month: fields.or("enquiries_per_waiting_case_month", 0.0),
            certificate_share: fields.or("certificate_share", 0.0),
            suit_share: fields.or("suit_share", 0.0),
        }
    }
}

impl Read for Outage {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = ["from", "until", "lost", "label", "units", "enabled"];
        let mut fields = Fields::new(node, path, &allowed, errors);
        Self {
            from: fields.required("from"),
            until: fields.required("until"),
            lost: fields.required("lost"),
            label: fields.required("label"),
            units: fields.or("units", Vec::new()),
            enabled: fields.or("enabled", true),
        }
    }
}

/// The fields of the assumptions, in a plan as in a change.
pub(super) const FIELDS: [&str; 19] = [
    "method",
    "yearly_minutes",
    "allowance",
    "weekly_hours",
    "absence_days_per_year",
    "turnover_per_year",
    "recruitment_days",
    "onboarding",
    "failure_demand",
    "cost_per_grade",
    "workplace",
    "recruitment_stages",
    "council_weeks",
    "leadership_share",
    "decision_share",
    "due_first",
    "ageing_days",
    "outages",
    "sources",
];

impl Read for Assumptions {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &FIELDS, errors);
        let neutral = Self::default();
        Self {
            method: fields.or("method", neutral.method),
            yearly_minutes: fields.or("yearly_minutes", neutral.yearly_minutes),
            allowance: fields.or("allowance", neutral.allowance),
            weekly_hours: fields.or("weekly_hours", neutral.weekly_hours),
            absence_days_per_year: fields.or("absence_days_per_year", neutral.absence_days_per_year),
            turnover_per_year: fields.or("turnover_per_year", neutral.turnover_per_year),
            recruitment_days: fields.or("recruitment_days", neutral.recruitment_days),
            onboarding: fields.or("onboarding", neutral.onboarding),
            failure_demand: fields.or("failure_demand", neutral.failure_demand),
            cost_per_grade: fields.or("cost_per_grade", neutral.cost_per_grade),
            workplace: fields.or("workplace", neutral.workplace),
            recruitment_stages: fields.or("recruitment_stages", neutral.recruitment_stages),
            council_weeks: fields.or("council_weeks", neutral.council_weeks),
            leadership_share: fields.or("leadership_share", neutral.leadership_share),
            decision_share: fields.or("decision_share", neutral.decision_share),
            due_first: fields.or("due_first", neutral.due_first),
            ageing_days: fields.or("ageing_days", neutral.ageing_days),
            outages: fields.or("outages", neutral.outages),
            sources: fields.or("sources", neutral.sources),
        }
    }
}
