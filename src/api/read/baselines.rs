//! Reading of what is asked of the plan that scenarios stand on.

use super::catalogue::text;
use crate::api::{
    AdoptChanges, AdoptChangesCall, Baseline, ChangePlace, FollowPlan, FollowPlanCall, NewestPlan,
};
use crate::plan::read::{Errors, Fields, Node, Path, Read};

/// Most changes that one request names.
const MOST_PLACES: usize = 2_000;

impl Read for Baseline {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self { version: fields.required("version"), plan: fields.required("plan") }
    }
}

impl Read for ChangePlace {
    const MOST: usize = MOST_PLACES;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["step", "index"], errors);
        Self { step: fields.required("step"), index: fields.required("index") }
    }
}

impl Read for FollowPlan {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = ["scenario", "version", "command", "onto", "leave"];
        let mut fields = Fields::new(node, path, &allowed, errors);
        Self {
            scenario: fields.required("scenario"),
            version: fields.required("version"),
            command: fields.required("command"),
            onto: fields.required("onto"),
            leave: fields.required("leave"),
        }
    }
}

impl Read for AdoptChanges {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = ["scenario", "version", "command", "seen", "changes", "note"];
        let mut fields = Fields::new(node, path, &allowed, errors);
        let changes: Vec<ChangePlace> = fields.required("changes");
        if changes.is_empty() {
            fields.refuse("changes", "enthält keine Änderung; bitte wählen Sie mindestens eine aus");
        }
        Self {
            scenario: fields.required("scenario"),
            version: fields.required("version"),
            command: fields.required("command"),
            seen: fields.required("seen"),
            changes,
            note: text(&mut fields, "note"),
        }
    }
}

super::arguments!(NewestPlan {}, FollowPlanCall { command }, AdoptChangesCall { command });
