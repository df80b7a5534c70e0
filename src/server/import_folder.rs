//! The watched folder: a table that is laid into it is taken over and put away, with a protocol beside it.
//!
//! A file is taken when it was the same at two looks in a row: what is still being copied is left alone. What was taken over goes to
//! `erledigt`, what is wrong to `abgelehnt`; a file that comes a second time changes nothing, as every import does.

use super::Ending;
use super::imports::{Eyes, Importer, Order, protocol};
use crate::caseload::DEFAULT_HEADS;
use crate::exchange::Mapping;
use crate::permission::{EditCases, Permit, Role, ViewCases, ViewScenario, permit};
use crate::store::{Actor, Store, Tenant};
use std::collections::BTreeMap;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// Between two looks.
pub const PAUSE: Duration = Duration::from_secs(2);

/// Where files go that were taken over.
const DONE: &str = "erledigt";

/// Where files go that are wrong.
const REFUSED: &str = "abgelehnt";

/// Size and time of a file: it is left alone while they change.
type Look = (u64, Option<SystemTime>);

/// Whose figures the folder is for, and by which rights.
#[derive(Clone)]
pub struct FolderDesk {
    /// The database.
    pub store: Store,
    /// Who is named in the trail.
    pub actor: Actor,
    /// The right to write.
    pub edit: Permit<EditCases>,
    /// The right to see what is stored.
    pub view: Permit<ViewCases>,
    /// The right to see the plan.
    pub plan: Permit<ViewScenario>,
}

/// A folder under watch.
pub struct ImportFolder {
    folder: PathBuf,
    desk: FolderDesk,
    seen: BTreeMap<PathBuf, Look>,
}

/// Looks after a folder until the server ends.
///
/// # Errors
/// A German sentence where the folder cannot be made or written.
pub(super) fn attend(folder: &Path, store: &Store, ending: &Ending) -> Result<JoinHandle<()>, String> {
    let actor = Actor {
        tenant: Tenant::embedded(),
        name: "eingangsordner".to_owned(),
        request_id: Uuid::now_v7().to_string(),
    };
    let denied = |error: crate::permission::Denied| error.to_string();
    let desk = FolderDesk {
        store: store.clone(),
        actor,
        edit: permit(Role::Manager).map_err(denied)?,
        view: permit(Role::Manager).map_err(denied)?,
        plan: permit(Role::Manager).map_err(denied)?,
    };
    let (mut folder, ending) = (ImportFolder::open(folder, desk)?, ending.clone());
    Ok(tokio::spawn(async move {
        while !ending.has_begun() {
            let runtime = Handle::current();
            let looked = tokio::task::spawn_blocking(move || {
                let handled = folder.look(&runtime);
                (folder, handled)
            });
            let Ok((back, handled)) = looked.await else { return };
            folder = back;
            match handled {
                Ok(handled) => handled.iter().for_each(|file| {
                    tracing::info!(name = file.name, done = file.done, "a table of the watched folder");
                }),
                Err(error) => tracing::error!(%error, "the watched folder cannot be read"),
            }
            tokio::select! {
                () = ending.begun() => return,
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    }))
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handled {
    /// Name of the file.
    pub name: String,
    /// Whether it was taken over.
    pub done: bool,
    /// Its protocol.
    pub protocol: String,
}

impl ImportFolder {
    /// Watches a folder, which is made with those for what was handled.
    ///
    /// # Errors
    /// A German sentence where the folder cannot be made or written.
    pub fn open(folder: &Path, desk: FolderDesk) -> Result<Self, String> {
        for below in [DONE, REFUSED] {
            std::fs::create_dir_all(folder.join(below)).map_err(|error| {
                format!(
                    "Der Eingangsordner „{}“ kann nicht angelegt oder beschrieben werden ({error}); bitte geben Sie einen anderen an.",
                    folder.display()
                )
            })?;
        }
        Ok(Self { folder: folder.to_owned(), desk, seen: BTreeMap::new() })
    }

    /// Looks once, and handles what was there unchanged the last time. One file after the other, in the order of their names.
    ///
    /// # Errors
    /// What the system says where the folder cannot be read.
    pub fn look(&mut self, runtime: &Handle) -> std::io::Result<Vec<Handled>> {
        let mut there = BTreeMap::new();
        for entry in std::fs::read_dir(&self.folder)? {
            let entry = entry?;
            let (path, metadata) = (entry.path(), entry.metadata()?);
            if metadata.is_file() && is_table(&path) {
                there.insert(path, (metadata.len(), metadata.modified().ok()));
            }
        }
        let ready: Vec<PathBuf> = there
            .iter()
            .filter(|(path, look)| self.seen.get(*path) == Some(look))
            .map(|(path, _)| path.clone())
            .collect();
        self.seen = there;
        let mut handled = Vec::new();
        for path in ready {
            self.seen.remove(&path);
            handled.extend(self.handle(&path, runtime));
        }
        Ok(handled)
    }

    fn handle(&self, path: &Path, runtime: &Handle) -> Option<Handled> {
        let name = path.file_name()?.to_string_lossy().into_owned();
        let (done, protocol) = match runtime.block_on(self.take(path, &name)) {
            Ok(taken) => taken,
            // It stays where it is, for the next look.
            Err(reason) => {
                tracing::error!(%name, %reason, "a table of the watched folder could not be taken over");
                return None;
            }
        };
        let target = self.target(if done { DONE } else { REFUSED }, &name);
        if let Err(error) = std::fs::rename(path, &target) {
            tracing::error!(%name, %error, "a table of the watched folder could not be moved");
        }
        let beside = PathBuf::from(format!("{}.protokoll.txt", target.display()));
        if let Err(error) = std::fs::write(&beside, format!("\u{feff}{name}\r\n\r\n{protocol}")) {
            tracing::error!(%name, %error, "the protocol of a table could not be written");
        }
        Some(Handled { name, done, protocol })
    }

    async fn take(&self, path: &Path, name: &str) -> Result<(bool, String), String> {
        let desk = &self.desk;
        let plan = desk.store.first_plan(desk.plan, &desk.actor).await.map_err(|error| error.to_string())?;
        // The protocol lies in the open: no right guards a folder, so a demonstration lets nothing out here either.
        let agreement =
            desk.store.agreement(&desk.actor.tenant, false).await.map_err(|error| error.to_string())?;
        let least = agreement.map_or(DEFAULT_HEADS, |agreement| agreement.heads);
        let importer = Importer {
            store: &desk.store,
            actor: &desk.actor,
            edit: desk.edit,
            view: desk.view,
            plan: &plan,
            scope: None,
            eyes: Eyes::Least(least),
        };
        let file = std::fs::File::open(path).map_err(|error| error.to_string())?;
        let known = importer.with_kept(Mapping::default(), None).await.map_err(|error| error.to_string())?;
        let order = Order { mappings: known, take: true, source: name.to_owned(), ..Order::default() };
        let source = BufReader::with_capacity(64 * 1024, file);
        let looked = importer.look(source, &order, &mut |_| {}).await.map_err(|error| error.to_string())?;
        Ok((looked.is_taken(), protocol(&looked)))
    }

    /// A name that is free: a file that comes again does not cover the one before.
    fn target(&self, below: &str, name: &str) -> PathBuf {
        let folder = self.folder.join(below);
        let plain = folder.join(name);
        if !plain.exists() {
            return plain;
        }
        let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        folder.join(format!("{time}-{name}"))
    }
}

fn is_table(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    // A workbook with macros is taken away with the reason instead of being left there without a word.
    matches!(ending.as_deref(), Some("csv" | "txt" | "xlsx" | "xlsm"))
}
