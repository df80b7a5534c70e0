//! Reading of case types.

use super::json::Node;
use super::object::{Fields, Read, variant};
use super::values::word;
use crate::plan::error::{Errors, Path};
use crate::plan::{
    CaseType, CausedByWaiting, Delay, Demand, DemandEvent, Distribution, FollowUp, Opening, Provenance,
    Share, Step, WaitOwner, validate,
};
use std::collections::BTreeMap;

impl Read for CaseType {
    const MOST: usize = validate::MAX_CASE_TYPES;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = [
            "id",
            "unit",
            "name",
            "legal_basis",
            "counts",
            "demand",
            "steps",
            "follow_ups",
            "opening",
            "priority",
            "caused_by_waiting",
            "walk_in",
            "target_days",
            "target_basis",
            "provenance",
            "note",
        ];
        let mut fields = Fields::new(node, path, &allowed, errors);
        Self {
            id: fields.required("id"),
            unit: fields.required("unit"),
            name: fields.required("name"),
            legal_basis: fields.optional("legal_basis"),
            counts: fields.or("counts", BTreeMap::new()),
            demand: fields.or("demand", Demand::default()),
            steps: fields.required("steps"),
            follow_ups: fields.or("follow_ups", Vec::new()),
            opening: fields.or("opening", Opening::default()),
            priority: fields.or("priority", 2),
            caused_by_waiting: fields.optional("caused_by_waiting"),
            walk_in: fields.or("walk_in", false),
            target_days: fields.optional("target_days"),
            target_basis: fields.optional("target_basis"),
            provenance: fields.or("provenance", Provenance::default()),
            note: fields.optional("note"),
        }
    }
}

impl Read for Demand {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = ["per_year", "growth", "dispersion", "season", "events"];
        let mut fields = Fields::new(node, path, &allowed, errors);
        Self {
            per_year: fields.or("per_year", 0.0),
            growth: fields.or("growth", 0.0),
            dispersion: fields.or("dispersion", 1.0),
            season: fields.or("season", Vec::new()),
            events: fields.or("events", Vec::new()),
        }
    }
}

impl Read for DemandEvent {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = ["from", "until", "factor", "ramp_days", "label", "enabled"];
        let mut fields = Fields::new(node, path, &allowed, errors);
        Self {
            from: fields.required("from"),
            until: fields.optional("until"),
            factor: fields.required("factor"),
            ramp_days: fields.or("ramp_days", 0),
            label: fields.required("label"),
            enabled: fields.or("enabled", true),
        }
    }
}

impl Read for Distribution {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        const EMPIRICAL: &str = "empirical";
        if let Some((EMPIRICAL, quantiles)) = variant(node) {
            return Self::Empirical(Vec::read(quantiles, &path.field(EMPIRICAL), errors));
        }
        let words = [("lognormal", 0_u8), ("exponential", 1), ("gamma", 2), ("constant", 3)];
        match word(node, &words, path, errors) {
            0 => Self::Lognormal,
            1 => Self::Exponential,
            2 => Self::Gamma,
            _ => Self::Constant,
        }
    }
}

impl Read for CausedByWaiting {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let words = [("enquiry", Self::Enquiry), ("certificate", Self::Certificate), ("suit", Self::Suit)];
        word(node, &words, path, errors)
    }
}

impl Read for WaitOwner {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let words =
            [("authority", Self::Authority), ("applicant", Self::Applicant), ("dormant", Self::Dormant)];
        word(node, &words, path, errors)
    }
}

impl Read for Step {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = [
            "name",
            "minutes",
            "cv",
            "distribution",
            "share",
            "then_days",
            "then_party",
            "then_owner",
            "then_repeat",
        ];
        let mut fields = Fields::new(node, path, &allowed, errors);
        Self {
            name: fields.required("name"),
            minutes: fields.required("minutes"),
            cv: fields.or("cv", 0.5),
            distribution: fields.or("distribution", Distribution::default()),
            share: fields.or("share", Share::ONE),
            then_days: fields.optional("then_days"),
            then_party: fields.optional("then_party"),
            then_owner: fields.or("then_owner", WaitOwner::default()),
            then_repeat: fields.or("then_repeat", Share::ZERO),
        }
    }
}

impl Read for Delay {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["mean", "cv"], errors);
        Self { mean: fields.required("mean"), cv: fields.or("cv", 0.5) }
    }
}

impl Read for FollowUp {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["case_type", "share", "after_days"], errors);
        Self {
            case_type: fields.required("case_type"),
            share: fields.or("share", Share::ONE),
            after_days: fields.required("after_days"),
        }
    }
}

impl Read for Opening {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["waiting", "oldest_days", "circulating"], errors);
        Self {
            waiting: fields.or("waiting", 0),
            oldest_days: fields.or("oldest_days", 0),
            circulating: fields.or("circulating", 0),
        }
    }
}
