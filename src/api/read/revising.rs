//! Reading of what is done with single steps and packages.

use super::MAX_REASON;
use super::catalogue::name;
use crate::api::{ReviseScenario, ReviseScenarioCall, Revision};
use crate::plan::read::{Errors, Fields, Node, Path, Read, variant, wrong_kind};
use uuid::Uuid;

impl Read for ReviseScenario {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = ["scenario", "version", "command", "revision", "reason"];
        let mut fields = Fields::new(node, path, &allowed, errors);
        Self {
            scenario: fields.required("scenario"),
            version: fields.required("version"),
            command: fields.required("command"),
            revision: fields.required("revision"),
            reason: reason(&mut fields),
        }
    }
}

/// A reason without space around it; an empty one is none.
fn reason(fields: &mut Fields<'_>) -> Option<String> {
    let reason: Option<String> = fields.optional("reason");
    let reason = reason.map(|reason| reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    if reason.as_ref().is_some_and(|reason| reason.chars().count() > MAX_REASON) {
        fields.refuse("reason", format!("ist zu lang; erlaubt sind höchstens {MAX_REASON} Zeichen"));
    }
    reason
}

impl Read for Revision {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let Some((word, content)) = variant(node) else {
            wrong_kind(path, "ein Objekt mit dem Namen einer Bearbeitung", node, errors);
            return Self::Remove { step: Uuid::nil() };
        };
        let path = path.field(word);
        match word {
            "make_package" => {
                let mut fields = Fields::new(content, &path, &["package", "name"], errors);
                Self::MakePackage { package: fields.required("package"), name: name(&mut fields) }
            }
            "rename_package" => {
                let mut fields = Fields::new(content, &path, &["package", "name"], errors);
                Self::RenamePackage { package: fields.required("package"), name: name(&mut fields) }
            }
            "switch_package" => {
                let mut fields = Fields::new(content, &path, &["package", "is_on"], errors);
                Self::SwitchPackage { package: fields.required("package"), is_on: fields.required("is_on") }
            }
            "dissolve_package" => Self::DissolvePackage {
                package: Fields::new(content, &path, &["package"], errors).required("package"),
            },
            "assign" => {
                let mut fields = Fields::new(content, &path, &["step", "package"], errors);
                Self::Assign { step: fields.required("step"), package: fields.optional("package") }
            }
            "redate" => {
                let mut fields = Fields::new(content, &path, &["step", "from", "to"], errors);
                let (step, from) = (fields.required("step"), fields.required("from"));
                Self::Redate { step, from, to: fields.required("to") }
            }
            "explain" => {
                let mut fields = Fields::new(content, &path, &["step", "reason"], errors);
                let reason = reason(&mut fields);
                Self::Explain { step: fields.required("step"), reason }
            }
            "remove" => {
                Self::Remove { step: Fields::new(content, &path, &["step"], errors).required("step") }
            }
            "take_up" => {
                Self::TakeUp { step: Fields::new(content, &path, &["step"], errors).required("step") }
            }
            _ => {
                errors.add(&path, "diese Bearbeitung gibt es nicht");
                Self::Remove { step: Uuid::nil() }
            }
        }
    }
}

super::arguments!(ReviseScenarioCall { command });

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::read::form;

    #[test]
    fn every_revision_comes_back_as_it_went() {
        let (package, step) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let name = "Task Force 2".to_owned();
        let day = |day| chrono::NaiveDate::from_ymd_opt(2025, 1, day).unwrap();
        for revision in [
            Revision::MakePackage { package, name: name.clone() },
            Revision::RenamePackage { package, name },
            Revision::SwitchPackage { package, is_on: false },
            Revision::DissolvePackage { package },
            Revision::Assign { step, package: Some(package) },
            Revision::Assign { step, package: None },
            Revision::Redate { step, from: day(1), to: day(2) },
            Revision::Explain { step, reason: Some("Weil".to_owned()) },
            Revision::Explain { step, reason: None },
            Revision::Remove { step },
            Revision::TakeUp { step },
        ] {
            assert_eq!(form::<Revision>(&serde_json::to_vec(&revision).unwrap()), Ok(revision));
        }
        for strange in
            [r#""remove""#, r#"{"away": {}}"#, r#"{"make_package": {"package": null, "name": " "}}"#]
        {
            assert!(form::<Revision>(strange.as_bytes()).is_err(), "{strange}");
        }
    }
}
