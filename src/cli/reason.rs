//! Why somebody changes by a command what others may do.

use crate::permission::Why;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct Reason {
    /// Begründung in einer Zeile; sie steht im Prüfprotokoll
    #[arg(long = "reason", value_name = "TEXT", value_parser = parse)]
    pub(super) why: Why,
}

/// A reason as it is given on the command line.
pub(super) fn parse(text: &str) -> Result<Why, String> {
    Why::parse(text).ok_or_else(|| format!("die Begründung {}", Why::RULE))
}
