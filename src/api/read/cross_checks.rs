//! Reading of the formulas beside the simulation.

use crate::api::{AskCrossChecks, CheckedUnit, CrossCheckedUnits, CrossChecksCall};
use crate::plan::read::{Errors, Fields, Node, Path, Read};

impl Read for AskCrossChecks {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["scenario", "english"], errors);
        Self { scenario: fields.required("scenario"), english: fields.or("english", false) }
    }
}

impl Read for CheckedUnit {
    /// The server bounds them.
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self { unit: fields.required("unit"), name: fields.required("name"), panel: fields.required("panel") }
    }
}

impl Read for CrossCheckedUnits {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self { problem: fields.optional("problem"), units: fields.required("units") }
    }
}

arguments!(CrossChecksCall { ask });
