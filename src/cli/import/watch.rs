//! `stellwerk import --watch`: a folder whose tables are taken over until the program is ended.

use crate::cli::database::Database;
use crate::server::{FolderDesk, ImportFolder, PAUSE};
use std::path::Path;
use std::process::ExitCode;
use tokio::runtime::Handle;

/// Watches until Ctrl+C.
pub(super) fn watch(folder: &Path, database: &Database) -> Result<ExitCode, String> {
    database.run(async |opened| {
        let desk = FolderDesk {
            store: opened.store.clone(),
            actor: opened.actor.clone(),
            edit: opened.permit()?,
            view: opened.permit()?,
            plan: opened.permit()?,
        };
        let mut folder = ImportFolder::open(folder, desk)?;
        // One for the whole time: what comes while a table is taken over counts afterwards.
        let stop = tokio::signal::ctrl_c();
        tokio::pin!(stop);
        eprintln!("Der Ordner wird überwacht (Beenden: Strg+C).");
        loop {
            // On a thread of its own, so that Ctrl+C is heard meanwhile; a table that was begun is finished.
            let runtime = Handle::current();
            let looked = tokio::task::spawn_blocking(move || {
                let handled = folder.look(&runtime);
                (folder, handled)
            });
            let (back, handled) = looked.await.map_err(|error| error.to_string())?;
            folder = back;
            let handled =
                handled.map_err(|error| format!("Der Ordner kann nicht gelesen werden ({error})."))?;
            for file in handled {
                let what = if file.done { "übernommen" } else { "abgelehnt" };
                println!("{}: {what}", file.name);
                print!("{}", file.protocol);
            }
            tokio::select! {
                _ = &mut stop => return Ok(ExitCode::SUCCESS),
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    })
}
