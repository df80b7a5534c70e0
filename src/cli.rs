//! The command line: one file per command. Exit codes: 0 done, 1 refused or failed with the reason on standard error,
//! 2 called wrongly.

mod anchors;
mod assess;
mod audit;
mod backup;
mod cases;
mod chart;
mod check;
mod database;
mod example;
mod files;
mod frame;
mod import;
mod instance;
mod reason;
mod restore;
mod serve;
mod simulate;
mod solve;
mod staffing_plan;
mod statement;
mod table;
mod threads;
mod token;
mod tornado;
mod usage;
mod user;
mod verify;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Exit code of a command that could not do what was asked.
const FAILED: u8 = 1;

/// Exit code of a call that cannot be understood.
const MISUSED: u8 = 2;

#[derive(Debug, Parser)]
#[command(
    name = "stellwerk",
    version,
    about = "Stellwerk: Organigramm, Stellenbemessung und Simulation für die öffentliche Verwaltung",
    help_template = usage::TEMPLATE,
    override_usage = "stellwerk BEFEHL [ANGABEN]",
    after_help = usage::EXIT_CODES,
    next_help_heading = usage::HEADING,
    subcommand_help_heading = "Befehle",
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
    /// Diese Hilfe anzeigen
    #[arg(short, long, action = clap::ArgAction::Help, global = true)]
    help: Option<bool>,
    /// Die Version anzeigen
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Die Webanwendung starten
    Serve(Box<serve::Serve>),
    /// Den Stellenbedarf eines Plans berechnen
    Assess(assess::Assess),
    /// Einen Plan mit oder ohne Änderungen simulieren
    Simulate(simulate::Simulate),
    /// Zeigen, welche Annahme das Ergebnis am meisten bewegt
    Tornado(tornado::Tornado),
    /// Stellen oder Umsetzungen finden, mit denen ein Ziel erreicht wird
    Solve(solve::Solve),
    /// Das Organigramm als Datei ausgeben: SVG, PDF, PNG oder die Stellen als CSV
    Chart(chart::Chart),
    /// Den Stellenplan oder die Veränderungsliste eines Jahres ausgeben: XLSX, CSV, PDF, DOCX oder ODT
    StaffingPlan(staffing_plan::StaffingPlan),
    /// Eine Stellungnahme mit den Zahlen eines Plans ausgeben: PDF, DOCX oder ODT
    Statement(statement::Statement),
    /// Einen Plan prüfen; jeder Fehler wird mit seinem Ort genannt
    Check(check::Check),
    /// Fallzahlen oder eine Fallliste aus einer Tabelle in die Datenbank übernehmen
    Import(import::Import),
    /// Die ganze Instanz als eine offene Datei ausgeben
    Export(instance::Export),
    /// Eine ausgegebene Instanz in eine neue Datenbank einlesen
    ImportInstance(instance::ImportInstance),
    /// Zeigen, was die gespeicherten Fallzahlen über die Einheiten sagen
    Cases(cases::Cases),
    /// Konten zeigen, oder einen Link für ein neues Kennwort ausgeben
    User(user::User),
    /// Die Datenbank sichern, auch während mit ihr gearbeitet wird
    Backup(backup::Backup),
    /// Eine Sicherung an die Stelle der Datenbank setzen
    Restore(restore::Restore),
    /// Eine Datenbank oder Sicherung prüfen: Datei, Verweise, Inhalte, Prüfprotokoll
    Verify(verify::Verify),
    /// Das Prüfprotokoll ausgeben: wer wann was getan hat
    Audit(audit::Audit),
    /// Zugänge für andere Programme anlegen, zeigen und sperren
    Token(token::Token),
    /// Den mitgelieferten Plan ausgeben
    Example,
}

/// Reads the command line and runs one command.
#[must_use]
pub fn run() -> ExitCode {
    let line = match CommandLine::try_parse() {
        Ok(line) => line,
        Err(error) => return usage::explain(&error),
    };
    let done = match line.command {
        Command::Serve(command) => command.run(),
        Command::Assess(command) => command.run(),
        Command::Simulate(command) => command.run(),
        Command::Tornado(command) => command.run(),
        Command::Solve(command) => command.run(),
        Command::Chart(command) => command.run(),
        Command::StaffingPlan(command) => command.run(),
        Command::Statement(command) => command.run(),
        Command::Check(command) => command.run(),
        Command::Import(command) => command.run(),
        Command::Export(command) => command.run(),
        Command::ImportInstance(command) => command.run(),
        Command::Cases(command) => command.run(),
        Command::User(command) => command.run(),
        Command::Backup(command) => command.run(),
        Command::Restore(command) => command.run(),
        Command::Verify(command) => command.run(),
        Command::Audit(command) => command.run(),
        Command::Token(command) => command.run(),
        Command::Example => example::run(),
    };
    match done {
        Ok(code) => code,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(FAILED)
        }
    }
}
