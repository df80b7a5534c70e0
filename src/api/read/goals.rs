//! Reading of what is asked about goals.

use crate::api::{SetGoals, SetGoalsCall};
use crate::plan::read::{Errors, Fields, Node, Path, Read};

impl Read for SetGoals {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["scenario", "version", "command", "goals"], errors);
        Self {
            scenario: fields.required("scenario"),
            version: fields.required("version"),
            command: fields.required("command"),
            goals: fields.required("goals"),
        }
    }
}

super::arguments!(SetGoalsCall { command });
