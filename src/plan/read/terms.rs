//! Reading of what the Stellenplan notes about a post, and of the assumptions behind it.

use super::json::Node;
use super::object::{Fields, Read, variant, wrong_kind};
use super::values::{table, word};
use crate::plan::error::{Errors, Path};
use crate::plan::{
    CaseTypeId, Conversion, Evaluation, Funding, KwEvent, Leave, PartHolder, Qualification, RecruitmentStage,
    Terms, Workplace,
};
use std::collections::BTreeMap;

impl Read for KwEvent {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        match variant(node) {
            Some(("next_vacancy", Node::Null)) => Self::NextVacancy,
            Some(("event", text)) => Self::Event(String::read(text, &path.field("event"), errors)),
            _ => {
                wrong_kind(path, "\"next_vacancy\" oder ein Objekt mit „event“", node, errors);
                Self::NextVacancy
            }
        }
    }
}

impl Read for Conversion {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["grade", "on"], errors);
        Self { grade: fields.required("grade"), on: fields.optional("on") }
    }
}

impl Read for Leave {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        Self { until: Fields::new(node, path, &["until"], errors).optional("until") }
    }
}

impl Read for PartHolder {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["fte", "since", "until", "departure"], errors);
        Self {
            fte: fields.required("fte"),
            since: fields.required("since"),
            until: fields.optional("until"),
            departure: fields.optional("departure"),
        }
    }
}

impl Read for Qualification {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        word(node, &[("prepare", Self::Prepare), ("decide", Self::Decide)], path, errors)
    }
}

impl Read for BTreeMap<CaseTypeId, Qualification> {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut qualifications = Self::new();
        for (key, node) in table(node, path, errors) {
            let path = path.field(key);
            match CaseTypeId::parse(key) {
                Ok(id) => {
                    qualifications.insert(id, Qualification::read(node, &path, errors));
                }
                Err(reason) => errors.add(&path, reason.to_string()),
            }
        }
        qualifications
    }
}

impl Read for Evaluation {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["on", "reason"], errors);
        Self { on: fields.required("on"), reason: fields.required("reason") }
    }
}

impl Read for Funding {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["share", "until", "source"], errors);
        Self {
            share: fields.required("share"),
            until: fields.optional("until"),
            source: fields.required("source"),
        }
    }
}

impl Read for Terms {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = [
            "kw_on",
            "ku",
            "block",
            "contract_until",
            "departure",
            "leave",
            "holders",
            "recruiting_stage",
            "recruiting_from",
            "qualifications",
            "deputies",
            "evaluation",
            "funding",
            "withheld",
        ];
        let mut fields = Fields::new(node, path, &allowed, errors);
        Self {
            kw_on: fields.optional("kw_on"),
            ku: fields.optional("ku"),
            block: fields.optional("block"),
            contract_until: fields.optional("contract_until"),
            departure: fields.optional("departure"),
            leave: fields.optional("leave"),
            holders: fields.or("holders", Vec::new()),
            recruiting_stage: fields.optional("recruiting_stage"),
            recruiting_from: fields.optional("recruiting_from"),
            qualifications: fields.or("qualifications", BTreeMap::new()),
            deputies: fields.or("deputies", Vec::new()),
            evaluation: fields.optional("evaluation"),
            funding: fields.optional("funding"),
            withheld: fields.or("withheld", false),
        }
    }
}

impl Read for RecruitmentStage {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["name", "days"], errors);
        Self { name: fields.required("name"), days: fields.required("days") }
    }
}

impl Read for Workplace {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["material", "overhead"], errors);
        Self { material: fields.required("material"), overhead: fields.required("overhead") }
    }
}
