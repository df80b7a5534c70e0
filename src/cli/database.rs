//! What commands on the database of an installation have in common: opening it, and who they act as.

use crate::caseload::DEFAULT_HEADS;
use crate::permission::{Grantable, Permit, Role, permit};
use crate::plan::builtin;
use crate::store::{Actor, Store, Tenant};
use clap::Args;
use std::path::{Path, PathBuf};
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
    /// Heads from which on output is told: what is printed is handed on, so no agreement lowers it here, but one may ask for more.
    pub(super) async fn least_heads(&self) -> Result<u32, String> {
        let agreement = self.store.agreement(&self.actor.tenant, false).await;
        let agreement = agreement.map_err(|error| error.to_string())?;
        Ok(agreement.map_or(DEFAULT_HEADS, |agreement| agreement.heads.max(DEFAULT_HEADS)))
    }

    /// A right of the one who runs the installation's programs: what a manager or an administrator may.
    pub(super) fn permit<R: Grantable>(&self) -> Result<Permit<R>, String> {
        permit(Role::Manager).or_else(|_| permit(Role::Administrator)).map_err(|error| error.to_string())
    }
}

/// Runs something that waits for the database.
pub(super) fn block_on<T>(work: impl Future<Output = Result<T, String>>) -> Result<T, String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("Das System gibt dem Programm keine Threads ({error})."))?;
    runtime.block_on(work)
}

impl Database {
    /// A file that was named otherwise than by the usual flag.
    pub(super) fn at(file: &Path) -> Self {
        Self { file: file.to_owned() }
    }

    /// The file, whether it is there or not.
    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// The file, which has to be there.
    pub(super) fn existing(&self) -> Result<&Path, String> {
        if self.file.exists() {
            return Ok(&self.file);
        }
        Err(format!(
            "Die Datenbank „{}“ gibt es nicht; bitte geben Sie mit --database die der Webanwendung an („stellwerk serve“ legt sie an).",
            self.file.display()
        ))
    }

    /// Runs something on the database, which has to be there; brings it to this program's state.
    pub(super) fn run<T>(&self, work: impl AsyncFnOnce(&Opened) -> Result<T, String>) -> Result<T, String> {
        self.existing()?;
        let plan = builtin().map_err(|error| error.to_string())?;
        block_on(async {
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
