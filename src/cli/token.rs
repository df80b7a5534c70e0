//! `stellwerk token`: accesses for other programs, made, listed and revoked.

use super::database::Database;
use super::files;
use super::reason::Reason;
use super::table::Table;
use crate::format::{Language, day_of};
use crate::permission::Role;
use crate::store::{StoreError, StoredToken, TokenScope, TokenTerms};
use clap::{Args, Subcommand, ValueEnum, value_parser};
use std::process::ExitCode;

#[derive(Debug, Args)]
#[command(
    help_template = super::usage::TEMPLATE,
    override_usage = "stellwerk token BEFEHL [ANGABEN]",
    next_help_heading = super::usage::HEADING,
    subcommand_help_heading = "Befehle",
    disable_help_subcommand = true
)]
pub(super) struct Token {
    #[command(subcommand)]
    command: TokenCommand,
}

#[derive(Debug, Subcommand)]
enum TokenCommand {
    /// Einen Zugang anlegen; sein Kennwort wird einmal ausgegeben und nicht gespeichert
    #[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk token create NAME [ANGABEN]")]
    Create {
        /// Name, unter dem der Zugang im Prüfprotokoll steht
        #[arg(value_name = "NAME")]
        name: String,
        /// Umfang: read (Plan, Szenarien, Bemessung lesen, die Vorgabe) oder simulate (auch simulieren lassen)
        #[arg(
            long,
            value_name = "UMFANG",
            default_value = "read",
            hide_default_value = true,
            hide_possible_values = true
        )]
        scope: ScopeName,
        /// Rolle, in der gelesen wird: staff, team_lead, manager oder staff_council (die Vorgabe); sie entscheidet, ob Kosten und Vermerke zu sehen sind
        #[arg(long, value_name = "ROLLE", default_value = TokenTerms::ROLE.word(), hide_default_value = true, value_parser = role)]
        role: Role,
        /// Kennung der Einheit, auf die der Zugang mit allem darunter begrenzt ist; ohne Angabe alle
        #[arg(long, value_name = "EINHEIT")]
        unit: Option<String>,
        /// Tage, nach denen der Zugang abläuft, Vorgabe 90
        #[arg(long, value_name = "TAGE", default_value_t = 90, hide_default_value = true, value_parser = value_parser!(u32).range(1..=730))]
        days: u32,
        #[command(flatten)]
        reason: Reason,
        #[command(flatten)]
        database: Database,
    },
    /// Alle Zugänge zeigen
    #[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk token list [ANGABEN]")]
    List {
        #[command(flatten)]
        database: Database,
    },
    /// Einen Zugang sperren; er gilt sofort nicht mehr
    #[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk token revoke NAME [ANGABEN]")]
    Revoke {
        /// Name des Zugangs
        #[arg(value_name = "NAME")]
        name: String,
        #[command(flatten)]
        reason: Reason,
        #[command(flatten)]
        database: Database,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ScopeName {
    /// Lesen
    Read,
    /// Lesen und simulieren lassen
    Simulate,
}

/// A role by its name.
fn role(word: &str) -> Result<Role, String> {
    Role::parse(word).ok_or_else(|| "erlaubt sind: staff, team_lead, manager, staff_council".to_owned())
}

impl Token {
    pub(super) fn run(&self) -> Result<ExitCode, String> {
        let said = |error: StoreError| error.to_string();
        let text = match &self.command {
            TokenCommand::Create { name, scope, role, unit, days, reason, database } => {
                let scope = match scope {
                    ScopeName::Read => TokenScope::Read,
                    ScopeName::Simulate => TokenScope::Simulate,
                };
                let terms = TokenTerms { scope, role: *role, unit: unit.clone(), days: *days };
                let token = database.run(async |opened| {
                    let made =
                        opened.store.make_token(opened.permit()?, &opened.actor, name, &terms, &reason.why);
                    made.await.map_err(said)
                })?;
                eprintln!("Der Zugang „{name}“ gilt {days} Tage. Sein Kennwort wird nur jetzt ausgegeben:");
                token + "\n"
            }
            TokenCommand::List { database } => {
                let tokens = database.run(async |opened| {
                    opened.store.tokens(opened.permit()?, &opened.actor).await.map_err(said)
                })?;
                table(&tokens).to_text()
            }
            TokenCommand::Revoke { name, reason, database } => {
                database.run(async |opened| {
                    let revoked =
                        opened.store.revoke_token(opened.permit()?, &opened.actor, name, &reason.why);
                    revoked.await.map_err(said)
                })?;
                format!("Der Zugang „{name}“ ist gesperrt.\n")
            }
        };
        files::print(&text)?;
        Ok(ExitCode::SUCCESS)
    }
}

fn table(tokens: &[StoredToken]) -> Table {
    let day = |time: i64| day_of(time, Language::German);
    let mut table = Table::new(&[
        "Name",
        "Umfang",
        "Rolle",
        "Einheit",
        "Stand",
        "angelegt",
        "von",
        "gilt bis",
        "zuletzt benutzt",
    ]);
    for token in tokens {
        let state = match (token.revoked_at, token.is_in_force()) {
            (Some(_), _) => "gesperrt",
            (None, true) => "gilt",
            (None, false) => "abgelaufen",
        };
        table.row(vec![
            token.name.as_str().into(),
            token.scope.as_str().into(),
            token.role.as_str().into(),
            token.unit.as_deref().unwrap_or("alle").into(),
            state.into(),
            day(token.recorded_at).as_str().into(),
            token.made_by.as_str().into(),
            day(token.expires_at).as_str().into(),
            token.used_at.map_or_else(|| "nie".to_owned(), day).as_str().into(),
        ]);
    }
    table
}
