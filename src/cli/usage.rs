//! What the program says about its own use, in German: help and misuse.

use super::MISUSED;
use crate::format::{Language, parse_number};
use crate::plan::EuroPerYear;
use chrono::NaiveDate;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::num::ParseIntError;
use std::process::ExitCode;

/// Above the list of flags.
pub(super) const HEADING: &str = "Angaben";

/// Below the list of commands.
pub(super) const EXIT_CODES: &str = "\nMehr zu einem Befehl: stellwerk BEFEHL --help\n\
    Rückgabewerte: 0 erledigt, 1 abgelehnt oder fehlgeschlagen (Grund auf der Standardfehlerausgabe), 2 Aufruf nicht verständlich";

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
            format!("„{value}“ ist kein gültiger Wert für „{argument}“{}.", reason(error))
        }
        ErrorKind::InvalidUtf8 => "Eine Angabe ist kein gültiger Text (UTF-8).".to_owned(),
        _ => "Der Aufruf ist nicht verständlich.".to_owned(),
    }
}

/// Why a value was refused, where it can be said in German.
fn reason(error: &clap::Error) -> String {
    let Some(source) = std::error::Error::source(error) else { return String::new() };
    let text = source.to_string();
    if let Some((_, range)) = text.split_once(" is not in ") {
        return format!(" (erlaubt ist {})", range.replace("..=", " bis "));
    }
    if source.is::<ParseIntError>() {
        return " (erwartet wird eine ganze Zahl)".to_owned();
    }
    if source.is::<std::net::AddrParseError>() {
        return " (erwartet wird eine IP-Adresse)".to_owned();
    }
    format!(" ({text})")
}

/// A day as in the files: 2024-06-30.
pub(super) fn day(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| "erwartet wird ein Datum wie 2024-06-30".to_owned())
}

/// A percentage with its sign: 5%, 2,5 %; as a fraction.
pub(super) fn percent(text: &str) -> Result<f64, String> {
    let number = text.trim().strip_suffix('%').map(|number| number.trim().replace(',', "."));
    let value = number.and_then(|number| number.parse::<f64>().ok());
    let value = value.filter(|value| value.is_finite() && (0.0..=1000.0).contains(value));
    value.map(|value| value / 100.0).ok_or_else(|| "erwartet wird ein Prozentwert wie 5%".to_owned())
}

/// An amount in euro a year: 150000, 150.000 or 1234,50.
pub(super) fn euro(text: &str) -> Result<EuroPerYear, String> {
    let amount = parse_number(text, Language::German).and_then(|euro| EuroPerYear::parse(euro).ok());
    amount.ok_or_else(|| "erwartet wird ein Betrag von 0 bis 10.000.000 wie 150000".to_owned())
}

/// A percentage above 0.
pub(super) fn precision(text: &str) -> Result<f64, String> {
    percent(text)
        .ok()
        .filter(|value| *value > 0.0)
        .ok_or_else(|| "erwartet wird ein Prozentwert über 0 wie 5%".to_owned())
}
