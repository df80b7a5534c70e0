//! What commands on the database of an installation have in common: opening it, and who they act as.

use crate::permission::{Grantable, Permit, Role, permit};
use crate::plan::builtin;
use crate::store::{Actor, Store, Tenant};
use clap::Args;
use std::path::PathBuf;
use uuid::Uuid;

#[derive(Debug, Args)]
pub(super) struct Database {
    /// Datei der Datenbank, Vorgabe data/stellwerk.db (STELLWERK_DATABASE); es darf die einer laufenden Webanwendung sein
    #[arg(
        long = "database",
        env = "STELLWERK_DATABASE",
        hide_env = true,
        default_value = "data/stellwerk.db",
        hide_default_value = true,
        value_name = "DATEI"
    )]
    file: PathBuf,
}

/// An open database and who acts on it: whoever may read and write the file.
pub(super) struct Opened {
    pub(super) store: Store,
    pub(super) actor: Actor,
}

impl Opened {
    /// A right of the one who runs the installation's programs.
    pub(super) fn permit<R: Grantable>(&self) -> Result<Permit<R>, String> {
        permit(Role::Manager).map_err(|error| error.to_string())
    }
}

impl Database {
    /// Runs something on the database, which has to be there.
    pub(super) fn run<T>(&self, work: impl AsyncFnOnce(&Opened) -> Result<T, String>) -> Result<T, String> {
        if !self.file.exists() {
            return Err(format!(
                "Die Datenbank „{}“ gibt es nicht; bitte geben Sie mit --database die der Webanwendung an („stellwerk serve“ legt sie an).",
                self.file.display()
            ));
        }
        let plan = builtin().map_err(|error| error.to_string())?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| format!("Das System gibt dem Programm keine Threads ({error})."))?;
        runtime.block_on(async {
            let store = Store::open(&self.file, &plan).await.map_err(|error| error.to_string())?;
            let name = "befehlszeile".to_owned();
            let request_id = Uuid::now_v7().to_string();
            let actor = Actor { tenant: Tenant::embedded(), name, request_id };
            let opened = Opened { store, actor };
            let done = work(&opened).await;
            opened.store.close().await.map_err(|error| error.to_string())?;
            done
        })
    }
}
