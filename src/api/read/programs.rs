//! Reading of accesses for other programs and of what is done with them.

use crate::api::{MOST_TOKEN_DAYS, MakeProgram, MakeProgramCall, NewProgram, ProgramEntry, RevokeProgram};
use crate::plan::read::{Errors, Fields, Node, Path, Read};

impl Read for ProgramEntry {
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            name: fields.required("name"),
            simulates: fields.required("simulates"),
            role: fields.required("role"),
            unit: fields.optional("unit"),
            expires_at: fields.required("expires_at"),
            used_at: fields.optional("used_at"),
            in_force: fields.required("in_force"),
        }
    }
}

impl Read for MakeProgram {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = ["name", "simulates", "role", "unit", "days", "reason"];
        let mut fields = Fields::new(node, path, &allowed, errors);
        let days = fields.required("days");
        if !(1..=MOST_TOKEN_DAYS).contains(&days) {
            fields.refuse("days", format!("erlaubt sind 1 bis {MOST_TOKEN_DAYS} Tage"));
        }
        Self {
            name: fields.required("name"),
            simulates: fields.required("simulates"),
            role: fields.required("role"),
            unit: fields.optional("unit"),
            days,
            reason: fields.required("reason"),
        }
    }
}

impl Read for NewProgram {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self { name: fields.required("name"), token: fields.required("token") }
    }
}

super::arguments!(MakeProgramCall { command }, RevokeProgram { name, reason });
