//! Reading of the plan itself: units, posts, populations, fixed tasks.

use super::json::Node;
use super::object::{Fields, Read};
use super::values::word;
use crate::plan::error::{Errors, Path};
use crate::plan::gather;
use crate::plan::post::{InvalidPlacement, PostFields};
use crate::plan::{
    Assumptions, CaseType, CountedFilling, FixedTask, Format, Fte, Holder, InvalidPlan, PathError, Plan,
    Population, Post, PostShare, Practice, Provenance, Region, Share, Stated, Unit, UnitKind, validate,
};
use std::collections::BTreeMap;

/// Refuses a file of another version before anything else is judged by the rules of this one.
pub(super) fn known_version(node: &Node) -> Result<(), InvalidPlan> {
    let Node::Object(fields) = node else { return Ok(()) };
    match fields.iter().find(|(key, _)| key == "format") {
        Some((_, Node::Text(text))) if text != FORMAT => {
            let shown: String = text.chars().take(60).collect();
            let reason = format!("die Version „{shown}“ ist unbekannt; unterstützt wird „{FORMAT}“");
            Err(InvalidPlan { errors: vec![PathError { path: "format".to_owned(), reason }], more: 0 })
        }
        _ => Ok(()),
    }
}

const FORMAT: &str = "stellwerk-plan/1";

impl Read for Format {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        word(node, &[(FORMAT, Self::V1)], path, errors)
    }
}

impl Read for Region {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        word(node, &[("DE-RP", Self::RheinlandPfalz), ("none", Self::None)], path, errors)
    }
}

impl Read for Provenance {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        word(node, &[("assumption", Self::Assumption), ("document", Self::Document)], path, errors)
    }
}

impl Read for UnitKind {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let words = [
            ("section", Self::Section),
            ("department", Self::Department),
            ("team", Self::Team),
            ("staff_unit", Self::StaffUnit),
        ];
        word(node, &words, path, errors)
    }
}

impl Read for Plan {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = [
            "format",
            "name",
            "as_of",
            "region",
            "units",
            "posts",
            "tray",
            "case_types",
            "populations",
            "fixed_tasks",
            "assumptions",
            "decided",
        ];
        let mut fields = Fields::new(node, path, &allowed, errors);
        Self {
            format: fields.required("format"),
            name: fields.required("name"),
            as_of: fields.required("as_of"),
            region: fields.or("region", Region::default()),
            units: fields.or("units", Vec::new()),
            posts: fields.or("posts", Vec::new()),
            tray: by_id(fields.or("tray", Vec::new())),
            case_types: fields.or::<Vec<CaseType>>("case_types", Vec::new()),
            populations: fields.or("populations", Vec::new()),
            fixed_tasks: fields.or("fixed_tasks", Vec::new()),
            assumptions: fields.or("assumptions", Assumptions::default()),
            decided: fields.or("decided", Vec::new()),
            practice: Practice::default(),
        }
    }
}

/// Parked posts in the order in which a plan holds them.
fn by_id(tray: Vec<Post>) -> Vec<Post> {
    gather::in_order(tray, |a, b| a.id.cmp(&b.id))
}

impl Read for Stated {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["fte", "words"], errors);
        Self { fte: fields.required("fte"), words: fields.required("words") }
    }
}

impl Read for CountedFilling {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["on", "grade", "fte", "source"], errors);
        Self {
            on: fields.required("on"),
            grade: fields.required("grade"),
            fte: fields.required("fte"),
            source: fields.required("source"),
        }
    }
}

impl Read for Unit {
    const MOST: usize = validate::MAX_UNITS;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = [
            "id",
            "parent",
            "name",
            "kind",
            "provenance",
            "stated",
            "budget",
            "minimum_fte",
            "filled",
            "note",
        ];
        let mut fields = Fields::new(node, path, &allowed, errors);
        Self {
            id: fields.required("id"),
            parent: fields.optional("parent"),
            name: fields.required("name"),
            kind: fields.or("kind", UnitKind::default()),
            provenance: fields.or("provenance", Provenance::default()),
            stated: fields.optional("stated"),
            budget: fields.optional("budget"),
            minimum_fte: fields.optional("minimum_fte"),
            filled: fields.or("filled", Vec::new()),
            note: fields.optional("note"),
        }
    }
}

impl Read for PostShare {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["unit", "fte"], errors);
        Self { unit: fields.required("unit"), fte: fields.required("fte") }
    }
}

impl Read for Holder {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        Self { since: Fields::new(node, path, &["since"], errors).required("since") }
    }
}

impl Read for Post {
    const MOST: usize = validate::MAX_POSTS;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = [
            "id",
            "unit",
            "title",
            "grade",
            "fte",
            "shares",
            "casework",
            "holder",
            "recruiting_until",
            "kw",
            "task_force",
            "case_types",
            "terms",
            "provenance",
            "note",
        ];
        let mut fields = Fields::new(node, path, &allowed, errors);
        let mut post = PostFields {
            id: fields.required("id"),
            unit: fields.optional("unit"),
            title: fields.required("title"),
            grade: fields.required("grade"),
            fte: fields.optional("fte"),
            shares: fields.or("shares", Vec::new()),
            casework: fields.or("casework", Share::ONE),
            holder: fields.optional("holder"),
            recruiting_until: fields.optional("recruiting_until"),
            kw: fields.optional("kw"),
            task_force: fields.or("task_force", false),
            case_types: fields.or("case_types", Vec::new()),
            terms: fields.optional("terms"),
            provenance: fields.or("provenance", Provenance::default()),
            note: fields.optional("note"),
        };
        match post.placement() {
            Ok(()) => {}
            Err(reason @ InvalidPlacement::Missing) => {
                fields.refuse("unit", reason.to_string());
                (post.unit, post.fte) = (Some(Read::unread()), Some(Fte::ZERO));
            }
            Err(reason @ InvalidPlacement::Both) => {
                fields.refuse("shares", reason.to_string());
                (post.unit, post.fte) = (None, None);
            }
        }
        Self::try_from(post).unwrap_or_else(|_| Self::unread())
    }
}

impl Read for Population {
    const MOST: usize = validate::MAX_POPULATIONS;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = [
            "id",
            "unit",
            "name",
            "opening",
            "inflow_per_year",
            "mean_stay_days",
            "places",
            "persons_per_fte",
            "counts",
            "provenance",
            "note",
        ];
        let mut fields = Fields::new(node, path, &allowed, errors);
        Self {
            id: fields.required("id"),
            unit: fields.required("unit"),
            name: fields.required("name"),
            opening: fields.required("opening"),
            inflow_per_year: fields.required("inflow_per_year"),
            mean_stay_days: fields.required("mean_stay_days"),
            places: fields.optional("places"),
            persons_per_fte: fields.optional("persons_per_fte"),
            counts: fields.or("counts", BTreeMap::new()),
            provenance: fields.or("provenance", Provenance::default()),
            note: fields.optional("note"),
        }
    }
}

impl Read for FixedTask {
    const MOST: usize = validate::MAX_FIXED_TASKS;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = ["id", "unit", "name", "fte", "provenance", "note"];
        let mut fields = Fields::new(node, path, &allowed, errors);
        Self {
            id: fields.required("id"),
            unit: fields.required("unit"),
            name: fields.required("name"),
            fte: fields.required("fte"),
            provenance: fields.or("provenance", Provenance::default()),
            note: fields.optional("note"),
        }
    }
}
