//! `stellwerk user`: the accounts of an installation, and a link for whoever cannot come in any more.

use super::database::Database;
use super::table::{Cell, Table};
use crate::format::{Language, moment};
use crate::permission::{Permit, Role, permit};
use crate::store::{LINK_HOURS, Secret, StoredAccount};
use clap::Args;
use std::process::ExitCode;

#[derive(Debug, Args)]
#[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk user [ANGABEN]", next_help_heading = super::usage::HEADING)]
pub(super) struct User {
    #[command(flatten)]
    database: Database,
    /// Konto, für das ein Link zum Vergeben eines neuen Kennworts ausgegeben wird; ohne Angabe werden die Konten gezeigt
    #[arg(long, value_name = "KONTO")]
    link: Option<String>,
}

impl User {
    pub(super) fn run(self) -> Result<ExitCode, String> {
        let text = self.database.run(async |opened| {
            // Whoever may write the file may do what its administrator may.
            let manage = || permit(Role::Administrator).map_err(|error| error.to_string());
            let accounts = opened.store.accounts(manage()?, &opened.actor).await;
            let accounts = accounts.map_err(|error| error.to_string())?;
            let Some(name) = &self.link else { return Ok(list(accounts)) };
            let name = name.trim().to_lowercase();
            let account = accounts.into_iter().find(|account| account.name == name);
            let account = account.ok_or_else(|| {
                format!("Das Konto „{name}“ gibt es nicht; „stellwerk user“ zeigt die vorhandenen.")
            })?;
            let (secret, right): (_, Permit<_>) = (Secret::new(), manage()?);
            let renewed =
                opened.store.renew_link(right, &opened.actor, account.id, &secret.fingerprint()).await;
            renewed.map_err(|_| {
                format!(
                    "Das Konto „{name}“ ist geschlossen oder wird mit dem Konto der Verwaltung geöffnet; bitte öffnen Sie es zuerst in der Verwaltung oder stellen Sie es dort auf Kennwort um."
                )
            })?;
            Ok(format!(
                "Mit diesem Link vergibt „{name}“ innerhalb von {LINK_HOURS} Stunden ein neues Kennwort; bitte setzen Sie die Adresse von Stellwerk davor:\n/einrichten#{}\n",
                secret.reveal()
            ))
        })?;
        print!("{text}");
        Ok(ExitCode::SUCCESS)
    }
}

fn list(accounts: Vec<StoredAccount>) -> String {
    let mut table = Table::new(&["Konto", "Rolle", "Einheit", "Zustand", "Anmeldungen"]);
    for account in accounts {
        let state = match (account.closed, account.has_password, account.link_until) {
            (true, ..) => "geschlossen".to_owned(),
            _ if account.by_provider => "offen, Konto der Verwaltung".to_owned(),
            (_, true, _) => "offen".to_owned(),
            (_, _, Some(until)) => format!("Link gilt bis {}", moment(until, Language::German)),
            _ => "ohne Kennwort".to_owned(),
        };
        table.row(vec![
            account.name.as_str().into(),
            account.role.word().into(),
            account.unit.as_deref().unwrap_or("alle").into(),
            state.as_str().into(),
            Cell::Number(account.sessions as f64, 0),
        ]);
    }
    table.to_text()
}
