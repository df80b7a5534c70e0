//! Reading of changes.

use super::assumptions;
use super::json::Node;
use super::object::{Fields, Read, instead, wrong_kind};
use crate::plan::error::{Errors, Path};
use crate::plan::{
    Action, AssumptionsPatch, CaseTypePatch, Change, FixedTaskPatch, PopulationPatch, Post, PostPatch, Unit,
    UnitPatch, validate,
};

impl Read for Change {
    const MOST: usize = validate::MAX_CHANGES;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["effective", "action"], errors);
        Self { effective: fields.required("effective"), action: fields.required("action") }
    }
}

const ACTIONS: [&str; 15] = [
    "add_unit",
    "rename_unit",
    "move_unit",
    "set_unit",
    "remove_unit",
    "add_post",
    "move_post",
    "park_post",
    "remove_post",
    "set_post",
    "move_case_type",
    "set_case_type",
    "set_population",
    "set_fixed_task",
    "set_assumptions",
];

impl Read for Action {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let reason = match node {
            Node::Object(fields) if fields.len() == 1 => {
                let (name, node) = &fields[0];
                let path = path.field(name);
                if let Some(action) = action(name, node, &path, errors) {
                    return action;
                }
                errors.add(&path, format!("diese Aktion gibt es nicht; {}", instead(name, &ACTIONS)));
                return Self::unread();
            }
            Node::Object(fields) => {
                format!(
                    "muss genau eine Aktion nennen, nennt aber {}; möglich sind: {}",
                    fields.len(),
                    ACTIONS.join(", ")
                )
            }
            _ => {
                wrong_kind(path, "ein Objekt mit genau einer Aktion", node, errors);
                return Self::unread();
            }
        };
        errors.add(path, reason);
        Self::unread()
    }

    fn unread() -> Self {
        Self::RemoveUnit { unit: Read::unread() }
    }
}

fn action(name: &str, node: &Node, path: &Path<'_>, errors: &mut Errors) -> Option<Action> {
    Some(match name {
        "add_unit" => Action::AddUnit(Unit::read(node, path, errors)),
        "rename_unit" => {
            let mut fields = Fields::new(node, path, &["unit", "name"], errors);
            Action::RenameUnit { unit: fields.required("unit"), name: fields.required("name") }
        }
        "move_unit" => {
            let mut fields = Fields::new(node, path, &["unit", "to", "before"], errors);
            Action::MoveUnit {
                unit: fields.required("unit"),
                to: fields.optional("to"),
                before: fields.nullable("before"),
            }
        }
        "set_unit" => Action::SetUnit(UnitPatch::read(node, path, errors)),
        "remove_unit" => {
            Action::RemoveUnit { unit: Fields::new(node, path, &["unit"], errors).required("unit") }
        }
        "add_post" => Action::AddPost(Post::read(node, path, errors)),
        "move_post" => {
            let mut fields = Fields::new(node, path, &["post", "to", "before"], errors);
            Action::MovePost {
                post: fields.required("post"),
                to: fields.required("to"),
                before: fields.nullable("before"),
            }
        }
        "park_post" => Action::ParkPost { post: Fields::new(node, path, &["post"], errors).required("post") },
        "remove_post" => {
            Action::RemovePost { post: Fields::new(node, path, &["post"], errors).required("post") }
        }
        "set_post" => Action::SetPost(PostPatch::read(node, path, errors)),
        "move_case_type" => {
            let mut fields = Fields::new(node, path, &["case_type", "to"], errors);
            Action::MoveCaseType { case_type: fields.required("case_type"), to: fields.required("to") }
        }
        "set_case_type" => Action::SetCaseType(CaseTypePatch::read(node, path, errors)),
        "set_population" => Action::SetPopulation(PopulationPatch::read(node, path, errors)),
        "set_fixed_task" => Action::SetFixedTask(FixedTaskPatch::read(node, path, errors)),
        "set_assumptions" => Action::SetAssumptions(Box::new(AssumptionsPatch::read(node, path, errors))),
        _ => return None,
    })
}

impl Read for UnitPatch {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = ["unit", "kind", "provenance", "stated", "budget", "minimum_fte", "filled", "note"];
        let mut fields = Fields::new(node, path, &allowed, errors);
        Self {
            unit: fields.required("unit"),
            kind: fields.optional("kind"),
            provenance: fields.optional("provenance"),
            stated: fields.nullable("stated"),
            budget: fields.nullable("budget"),
            minimum_fte: fields.nullable("minimum_fte"),
            filled: fields.optional("filled"),
            note: fields.nullable("note"),
        }
    }
}

impl Read for PostPatch {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = [
            "post",
            "title",
            "grade",
            "fte",
            "shares",
            "casework",
            "kw",
            "holder",
            "recruiting_until",
            "case_types",
            "terms",
        ];
        let mut fields = Fields::new(node, path, &allowed, errors);
        Self {
            post: fields.required("post"),
            title: fields.optional("title"),
            grade: fields.optional("grade"),
            fte: fields.optional("fte"),
            shares: fields.optional("shares"),
            casework: fields.optional("casework"),
            kw: fields.nullable("kw"),
            holder: fields.nullable("holder"),
            recruiting_until: fields.nullable("recruiting_until"),
            case_types: fields.optional("case_types"),
            terms: fields.nullable("terms"),
        }
    }
}

impl Read for CaseTypePatch {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = [
            "case_type",
            "name",
            "legal_basis",
            "counts",
            "demand",
            "steps",
            "follow_ups",
            "opening",
            "priority",
            "walk_in",
            "target_days",
            "target_basis",
            "provenance",
            "note",
        ];
        let mut fields = Fields::new(node, path, &allowed, errors);
        Self {
            case_type: fields.required("case_type"),
            name: fields.optional("name"),
            legal_basis: fields.nullable("legal_basis"),
            counts: fields.optional("counts"),
            demand: fields.optional("demand"),
            steps: fields.optional("steps"),
            follow_ups: fields.optional("follow_ups"),
            opening: fields.optional("opening"),
            priority: fields.optional("priority"),
            walk_in: fields.optional("walk_in"),
            target_days: fields.nullable("target_days"),
            target_basis: fields.nullable("target_basis"),
            provenance: fields.optional("provenance"),
            note: fields.nullable("note"),
        }
    }
}

impl Read for PopulationPatch {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = [
            "population",
            "unit",
            "name",
            "opening",
            "inflow_per_year",
            "mean_stay_days",
            "places",
            "persons_per_fte",
            "counts",
        ];
        let mut fields = Fields::new(node, path, &allowed, errors);
        Self {
            population: fields.required("population"),
            unit: fields.optional("unit"),
            name: fields.optional("name"),
            opening: fields.optional("opening"),
            inflow_per_year: fields.optional("inflow_per_year"),
            mean_stay_days: fields.optional("mean_stay_days"),
            places: fields.nullable("places"),
            persons_per_fte: fields.nullable("persons_per_fte"),
            counts: fields.optional("counts"),
        }
    }
}

impl Read for FixedTaskPatch {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["fixed_task", "unit", "name", "fte"], errors);
        Self {
            fixed_task: fields.required("fixed_task"),
            unit: fields.optional("unit"),
            name: fields.optional("name"),
            fte: fields.optional("fte"),
        }
    }
}

impl Read for AssumptionsPatch {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &assumptions::FIELDS, errors);
        Self {
            method: fields.optional("method"),
            yearly_minutes: fields.optional("yearly_minutes"),
            allowance: fields.optional("allowance"),
            weekly_hours: fields.optional("weekly_hours"),
            absence_days_per_year: fields.optional("absence_days_per_year"),
            turnover_per_year: fields.optional("turnover_per_year"),
            recruitment_days: fields.optional("recruitment_days"),
            onboarding: fields.optional("onboarding"),
            failure_demand: fields.optional("failure_demand"),
            cost_per_grade: fields.optional("cost_per_grade"),
            workplace: fields.optional("workplace"),
            recruitment_stages: fields.optional("recruitment_stages"),
            council_weeks: fields.optional("council_weeks"),
            leadership_share: fields.optional("leadership_share"),
            decision_share: fields.optional("decision_share"),
            due_first: fields.optional("due_first"),
            ageing_days: fields.optional("ageing_days"),
            outages: fields.optional("outages"),
            sources: fields.optional("sources"),
        }
    }
}
