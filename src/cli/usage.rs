//! What the program says about its own use, in German: help and misuse.

use super::MISUSED;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::process::ExitCode;

/// The help page.
pub(super) const TEMPLATE: &str = "{about}\n\nAufruf: {usage}\n\n{all-args}{after-help}\n";

/// Prints the help that was asked for, or one sentence about what is wrong with the call.
pub(super) fn explain(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A reader that went away is no error of ours.
            let _ = error.print();
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            eprint!("{}", error.render());
            ExitCode::from(MISUSED)
        }
        kind => {
            eprintln!("{} Hilfe zeigt „stellwerk --help“.", sentence(error, kind));
            ExitCode::from(MISUSED)
        }
    }
}

fn sentence(error: &clap::Error, kind: ErrorKind) -> String {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let (argument, value) = (text(ContextKind::InvalidArg), text(ContextKind::InvalidValue));
    match kind {
        ErrorKind::UnknownArgument => format!("Die Angabe „{argument}“ ist hier nicht bekannt."),
        ErrorKind::InvalidSubcommand => {
            format!("Den Befehl „{}“ gibt es nicht.", text(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("Es fehlt die Angabe {argument}."),
        ErrorKind::ArgumentConflict => {
            format!("Die Angaben „{argument}“ und „{}“ schließen einander aus.", text(ContextKind::PriorArg))
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("Zu „{argument}“ fehlt der Wert."),
        ErrorKind::InvalidValue => {
            let allowed = text(ContextKind::ValidValue);
            format!("„{value}“ ist kein Wert für „{argument}“; erlaubt sind: {allowed}.")
        }
        ErrorKind::ValueValidation => {
            let reason = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            let reason = if reason.is_empty() { reason } else { format!(" ({reason})") };
            format!("„{value}“ ist kein gültiger Wert für „{argument}“{reason}.")
        }
        ErrorKind::InvalidUtf8 => "Eine Angabe ist kein gültiger Text (UTF-8).".to_owned(),
        _ => "Der Aufruf ist nicht verständlich.".to_owned(),
    }
}
