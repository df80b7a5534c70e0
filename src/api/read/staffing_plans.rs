//! Reading of frozen staffing plans and of the request for one.

use crate::api::{
    ComingDate, ComingDates, FreezeStaffingPlan, FreezeStaffingPlanCall, FrozenStaffingPlan, ListComingDates,
    ListStaffingPlans,
};
use crate::plan::read::{Errors, Fields, Node, Path, Read};

/// Longest label, in characters.
const MAX_LABEL: usize = 200;

impl Read for FrozenStaffingPlan {
    /// The server bounds them.
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            id: fields.required("id"),
            label: fields.required("label"),
            hash: fields.required("hash"),
            recorded_at: fields.required("recorded_at"),
            frozen: fields.required("frozen"),
        }
    }
}

impl Read for FreezeStaffingPlan {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = ["scenario", "version", "command", "year", "with_changes", "label"];
        let mut fields = Fields::new(node, path, &allowed, errors);
        let label: String = fields.required("label");
        let label = label.trim().to_owned();
        if label.is_empty() || label.chars().count() > MAX_LABEL || label.chars().any(char::is_control) {
            let reason = format!("muss eine Zeile Text mit 1 bis {MAX_LABEL} Zeichen sein");
            fields.refuse("label", reason);
        }
        let year: i64 = fields.required("year");
        Self {
            scenario: fields.required("scenario"),
            version: fields.required("version"),
            command: fields.required("command"),
            year: i32::try_from(year).unwrap_or_default(),
            with_changes: fields.required("with_changes"),
            label,
        }
    }
}

impl Read for ComingDates {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            until: fields.required("until"),
            dates: fields.required("dates"),
            more: fields.required("more"),
        }
    }
}

impl Read for ComingDate {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            day: fields.required("day"),
            words: fields.required("words"),
            posts: fields.required("posts"),
            late: fields.required("late"),
            personal: fields.required("personal"),
        }
    }
}

super::arguments!(
    ListStaffingPlans {},
    ListComingDates { scenario, english },
    FreezeStaffingPlanCall { command }
);
