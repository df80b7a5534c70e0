//! `stellwerk user`: the accounts of an installation, and a link for whoever cannot come in any more.

use super::database::{Database, Opened};
use super::table::{Cell, Table};
use crate::format::{Language, moment};
use crate::permission::{ManageAccounts, Permit, Role, Why, permit};
use crate::store::{LINK_HOURS, Secret, StoreError, StoredAccount};
use clap::Args;
use std::process::ExitCode;

#[derive(Debug, Args)]
#[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk user [ANGABEN]", next_help_heading = super::usage::HEADING)]
pub(super) struct User {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    asked: Asked,
    /// Begründung in einer Zeile; sie steht im Prüfprotokoll und ist nötig, wo etwas geändert wird
    #[arg(long, value_name = "TEXT", value_parser = super::reason::parse)]
    reason: Option<Why>,
}

/// What is done with an account; nothing shows all of them.
#[derive(Debug, Args)]
#[group(multiple = false)]
struct Asked {
    /// Konto, für das ein Link zum Vergeben eines neuen Kennworts ausgegeben wird; ohne Angabe werden die Konten gezeigt
    #[arg(long, value_name = "KONTO", requires = "reason")]
    link: Option<String>,
    /// Konto, das geschlossen wird; seine Anmeldungen enden sofort
    #[arg(long, value_name = "KONTO", requires = "reason")]
    close: Option<String>,
    /// Geschlossenes Konto, das wieder geöffnet wird
    #[arg(long, value_name = "KONTO", requires = "reason")]
    reopen: Option<String>,
    /// Konto, dessen Anmeldungen sofort enden
    #[arg(long, value_name = "KONTO", requires = "reason")]
    end_sessions: Option<String>,
    /// Konto, dessen zweiter Faktor entfernt wird, weil das Gerät und die Wiederherstellungscodes verloren sind; seine Anmeldungen enden sofort
    #[arg(long, value_name = "KONTO", requires = "reason")]
    remove_second_factor: Option<String>,
}

enum Act {
    Link,
    Close(bool),
    EndSessions,
    RemoveSecondFactor,
}

impl Asked {
    fn act(&self) -> Option<(Act, &str)> {
        let named = |name: &'_ Option<String>, act: Act| name.is_some().then_some(act);
        let act = named(&self.link, Act::Link)
            .or_else(|| named(&self.close, Act::Close(true)))
            .or_else(|| named(&self.reopen, Act::Close(false)))
            .or_else(|| named(&self.end_sessions, Act::EndSessions))
            .or_else(|| named(&self.remove_second_factor, Act::RemoveSecondFactor))?;
        let names = [&self.link, &self.close, &self.reopen, &self.end_sessions, &self.remove_second_factor];
        Some((act, names.into_iter().find_map(Option::as_deref)?))
    }
}

impl User {
    pub(super) fn run(self) -> Result<ExitCode, String> {
        let text = self.database.run(async |opened| {
            let accounts = opened.store.accounts(manage()?, &opened.actor).await;
            let accounts = accounts.map_err(|error| error.to_string())?;
            let (Some((act, name)), Some(why)) = (self.asked.act(), &self.reason) else {
                return Ok(list(accounts));
            };
            let name = name.trim().to_lowercase();
            let account = accounts.into_iter().find(|account| account.name == name);
            let account = account.ok_or_else(|| {
                format!("Das Konto „{name}“ gibt es nicht; „stellwerk user“ zeigt die vorhandenen.")
            })?;
            carry_out(opened, act, &account, why).await
        })?;
        print!("{text}");
        Ok(ExitCode::SUCCESS)
    }
}

/// Whoever may write the file may do what its administrator may.
fn manage() -> Result<Permit<ManageAccounts>, String> {
    permit(Role::Administrator).map_err(|error| error.to_string())
}

/// Does it, and says what was done.
async fn carry_out(opened: &Opened, act: Act, account: &StoredAccount, why: &Why) -> Result<String, String> {
    let (store, actor, right, name) = (&opened.store, &opened.actor, manage()?, &account.name);
    let said = |error: StoreError| match error {
        StoreError::NoAccount => {
            format!("Das Konto „{name}“ gehört zur Vorführung und bleibt, wie es ist.")
        }
        other => other.to_string(),
    };
    match act {
        Act::Link => {
            let secret = Secret::new();
            let renewed = store.renew_link(right, actor, account.id, &secret.fingerprint(), why).await;
            renewed.map_err(|_| {
                format!(
                    "Das Konto „{name}“ ist geschlossen oder wird mit dem Konto der Verwaltung geöffnet; bitte öffnen Sie es zuerst in der Verwaltung oder stellen Sie es dort auf Kennwort um."
                )
            })?;
            Ok(format!(
                "Mit diesem Link vergibt „{name}“ innerhalb von {LINK_HOURS} Stunden ein neues Kennwort; bitte setzen Sie die Adresse von Stellwerk davor:\n/einrichten#{}\n",
                secret.reveal()
            ))
        }
        Act::Close(closed) => {
            let version = (account.id, account.version);
            store.close_account(right, actor, version, closed, why).await.map_err(said)?;
            let state = if closed { "geschlossen, seine Anmeldungen sind beendet" } else { "wieder offen" };
            Ok(format!("Das Konto „{name}“ ist {state}.\n"))
        }
        Act::EndSessions => {
            store.end_sessions(right, actor, account.id, why).await.map_err(said)?;
            Ok(format!("Die Anmeldungen des Kontos „{name}“ sind beendet.\n"))
        }
        Act::RemoveSecondFactor => {
            store.take_second_factor(right, actor, account.id, why).await.map_err(said)?;
            Ok(format!(
                "Der zweite Faktor des Kontos „{name}“ ist entfernt, seine Anmeldungen sind beendet.\n"
            ))
        }
    }
}

fn list(accounts: Vec<StoredAccount>) -> String {
    let mut table = Table::new(&["Konto", "Rolle", "Einheit", "Zustand", "Zweiter Faktor", "Anmeldungen"]);
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
            if account.second_factor { "ja" } else { "nein" }.into(),
            Cell::Number(account.sessions as f64, 0),
        ]);
    }
    table.to_text()
}
