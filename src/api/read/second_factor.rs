//! Reading of the second factor of the own account.

use super::accounts::within;
use crate::api::{
    BeginSecondFactor, ConfirmSecondFactor, NewSecondFactor, OwnSecondFactor, Proof, RecoveryCodes,
    RemoveSecondFactor, RenewRecoveryCodes, SecondFactor,
};
use crate::plan::read::{Errors, Fields, Node, Path, Read};

/// Longest code that is looked at at all, in characters; recovery codes have 19.
const MAX_CODE: usize = 100;

impl Read for SecondFactor {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            possible: fields.required("possible"),
            since: fields.optional("since"),
            codes_left: fields.required("codes_left"),
            duty: fields.required("duty"),
        }
    }
}

impl Read for NewSecondFactor {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self { secret: fields.required("secret"), code: fields.required("code") }
    }
}

impl Read for RecoveryCodes {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        Self { codes: Fields::open(node, path, errors).required("codes") }
    }
}

impl Read for Proof {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["password", "code"], errors);
        Self {
            password: within(&mut fields, "password", super::accounts::MAX_PASSWORD),
            code: within(&mut fields, "code", MAX_CODE),
        }
    }
}

impl Read for BeginSecondFactor {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["password"], errors);
        Self { password: within(&mut fields, "password", super::accounts::MAX_PASSWORD) }
    }
}

impl Read for ConfirmSecondFactor {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["code"], errors);
        Self { code: within(&mut fields, "code", MAX_CODE) }
    }
}

super::arguments!(OwnSecondFactor {}, RenewRecoveryCodes { proof }, RemoveSecondFactor { proof },);
