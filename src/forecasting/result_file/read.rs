//! Reading of a result file: who computed it, and from what. Its figures are not read but computed again.

use super::{Engine, Inputs, RESULT_FORMAT};
use crate::plan::read::{Errors, Fields, Node, Path, Read, form};
use crate::plan::{InvalidPlan, Plan, changes_from_json};
use crate::simulation::Options;

/// What is needed to compute a file again.
struct Recipe {
    engine: Engine,
    inputs: Inputs,
}

impl Inputs {
    /// Reads a result file: what computed it, and from what.
    ///
    /// # Errors
    /// [`InvalidPlan`] with every place that cannot be read or breaks a rule of plans and changes.
    pub fn of_file(bytes: &[u8]) -> Result<(Engine, Self), InvalidPlan> {
        let Recipe { engine, inputs } = form(bytes)?;
        // The form alone is no plan: its rules are checked as if it came as a file of its own.
        Plan::from_json(inputs.plan.to_json().as_bytes())?;
        changes_from_json(&serde_json::to_vec(&inputs.changes).unwrap_or_default())?;
        Ok((engine, inputs))
    }
}

impl Read for Recipe {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        let format: String = fields.required("format");
        if format != RESULT_FORMAT {
            fields.refuse("format", format!("muss „{RESULT_FORMAT}“ sein; die Datei ist keine Ergebnisdatei oder stammt von einer neueren Version"));
        }
        Self { engine: fields.required("engine"), inputs: fields.required("inputs") }
    }
}

impl Read for Engine {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["name", "version"], errors);
        Self { name: fields.required("name"), version: fields.required("version") }
    }
}

impl Read for Inputs {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = ["plan", "changes", "horizon_days", "replications", "seed", "warmup_days"];
        let mut fields = Fields::new(node, path, &allowed, errors);
        let inputs = Self {
            plan: fields.required("plan"),
            changes: fields.required("changes"),
            horizon_days: fields.required("horizon_days"),
            replications: fields.required("replications"),
            seed: fields.required("seed"),
            warmup_days: fields.required("warmup_days"),
        };
        for (field, value, most) in [
            ("horizon_days", inputs.horizon_days, Options::MAX_HORIZON_DAYS),
            ("replications", inputs.replications, Options::MAX_REPLICATIONS),
        ] {
            if !(1..=most).contains(&value) {
                fields.refuse(field, format!("muss zwischen 1 und {most} liegen"));
            }
        }
        inputs
    }
}
