//! Reading of what workplaces tell one another.

use crate::api::{Grip, Hold, Holding, Presence, Subject, Workplace};
use crate::plan::PostId;
use crate::plan::read::{Errors, Fields, Node, Path, Read, variant, wrong_kind};

impl Read for Presence {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self { own: fields.required("own"), workplaces: fields.required("workplaces") }
    }
}

impl Read for Workplace {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self { number: fields.required("number"), holding: fields.optional("holding") }
    }
}

impl Read for Hold {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["scenario", "workplace", "holding"], errors);
        Self {
            scenario: fields.required("scenario"),
            workplace: fields.required("workplace"),
            holding: fields.optional("holding"),
        }
    }
}

impl Read for Holding {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["subject", "grip"], errors);
        Self { subject: fields.required("subject"), grip: fields.required("grip") }
    }
}

impl Read for Subject {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        match variant(node) {
            Some(("post", id)) => Self::Post(Read::read(id, &path.field("post"), errors)),
            Some(("unit", id)) => Self::Unit(Read::read(id, &path.field("unit"), errors)),
            Some(("case_type", id)) => Self::CaseType(Read::read(id, &path.field("case_type"), errors)),
            _ => {
                wrong_kind(path, "„post“, „unit“ oder „case_type“ mit einer Kennung", node, errors);
                Self::Post(PostId::unread())
            }
        }
    }
}

impl Read for Grip {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        match variant(node) {
            Some(("dragging", _)) => Self::Dragging,
            Some(("editing", _)) => Self::Editing,
            _ => {
                wrong_kind(path, "„dragging“ oder „editing“", node, errors);
                Self::Editing
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ScenarioId;
    use crate::plan::read::form;
    use crate::plan::{CaseTypeId, UnitId};
    use uuid::Uuid;

    #[test]
    fn what_workplaces_tell_comes_back_as_it_went() {
        let subjects = [
            Subject::Post(PostId::parse("AA-05").unwrap()),
            Subject::Unit(UnitId::parse("asyl").unwrap()),
            Subject::CaseType(CaseTypeId::parse("visum").unwrap()),
        ];
        let mut holdings: Vec<Option<Holding>> =
            subjects.map(|subject| Some(Holding { subject, grip: Grip::Dragging })).into();
        holdings.push(None);
        for holding in holdings {
            let hold = Hold {
                scenario: ScenarioId(Uuid::from_u128(5)),
                workplace: Uuid::from_u128(6),
                holding: holding.clone(),
            };
            assert_eq!(form::<Hold>(&serde_json::to_vec(&hold).unwrap()), Ok(hold));
            let presence = Presence { own: 2, workplaces: vec![Workplace { number: 2, holding }] };
            assert_eq!(form::<Presence>(&serde_json::to_vec(&presence).unwrap()), Ok(presence));
        }
        let strange = br#"{"subject":{"person":"x"},"grip":"firm"}"#;
        assert!(form::<Holding>(strange).is_err());
    }
}
