//! `stellwerk example`: prints the built-in plan.

use super::files;
use crate::plan::BUILTIN_JSON;
use std::process::ExitCode;

pub(super) fn run() -> Result<ExitCode, String> {
    files::print(BUILTIN_JSON)?;
    Ok(ExitCode::SUCCESS)
}
