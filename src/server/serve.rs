//! Starting and ending: opens the database, listens, and on SIGTERM or SIGINT finishes what was begun.

use super::door::{Provider, ProviderProblem, Proxy, ProxyProblem};
use super::router::routers;
use super::{Ending, Settings, Site, anchors, connections, import_folder};
use crate::plan::{InvalidPlan, Plan, builtin};
use crate::store::{Actor, LINK_HOURS, OpenError, Secret, Store, StoreError, Tenant, cases_kept_from, today};
use axum::Router;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal;
use tokio::sync::Notify;
use uuid::Uuid;

/// How long requests that were begun may take when the server ends.
const GRACE: Duration = Duration::from_secs(10);

/// After which time accounts are compared with the organisation of the day again, and what was kept long enough is deleted.
const BETWEEN_LOOKS: Duration = Duration::from_secs(3600);

/// Why the server did not start; one sentence for the terminal.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The database could not be opened.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// The plan that comes with the program is broken.
    #[error("Der mitgelieferte Plan ist fehlerhaft, bitte melden Sie den Fehler: {0}")]
    Builtin(#[from] InvalidPlan),
    /// A plan was given for a database that has one.
    #[error(
        "Die Datenbank {} enthält schon einen Plan; --plan gilt nur für eine neue. Bitte lassen Sie --plan weg oder wählen Sie mit --database eine neue Datei.",
        .0.display()
    )]
    PlanThere(PathBuf),
    /// A demonstration that others could reach.
    #[error(
        "Die Vorführung (--demo) lässt jeden ohne Kennwort ein und läuft deshalb nur auf diesem Rechner; bitte lassen Sie --address und --origin weg oder starten Sie ohne --demo."
    )]
    DemonstrationForOthers,
    /// Passwords and plans would travel without encryption.
    #[error(
        "Auf {0} könnten Kennwörter und Pläne unterwegs mitgelesen werden; bitte geben Sie mit --origin die Adresse https://… an, unter der ein Proxy Stellwerk verschlüsselt anbietet, oder lassen Sie --address weg."
    )]
    Exposed(SocketAddr),
    /// The sign-in service cannot be used as it is set up.
    #[error(transparent)]
    Provider(#[from] ProviderProblem),
    /// A proxy that signs people in is set up in contradictions.
    #[error(transparent)]
    Proxy(#[from] ProxyProblem),
    /// The accounts could not be prepared.
    #[error(
        "Die Konten konnten nicht vorbereitet werden ({0}); bitte prüfen Sie die Datenbank mit einem neuen Start."
    )]
    Accounts(StoreError),
    /// Another program listens there.
    #[error(
        "Der Port {port} ist schon belegt; bitte beenden Sie das andere Programm oder wählen Sie mit --port einen freien Port.",
        port = .0.port()
    )]
    PortTaken(SocketAddr),
    /// The system does not let the program listen there.
    #[error(
        "Auf {address} kann nicht auf Anfragen gewartet werden ({reason}); bitte wählen Sie --address und --port anders."
    )]
    Listen {
        /// Where.
        address: SocketAddr,
        /// The system's reason.
        reason: String,
    },
    /// The watched folder cannot be used.
    #[error("{0}")]
    Folder(String),
    /// The system does not tell the program when it shall end.
    #[error("Der Server kann nicht auf Signale des Systems warten ({0}); bitte starten Sie ihn erneut.")]
    Signals(std::io::Error),
}

/// Serves until it is told to end. A new database begins with `plan`, or with the plan that comes with the program.
///
/// # Errors
/// [`ServeError`] when it cannot start.
pub async fn serve(settings: Settings, plan: Option<Plan>) -> Result<(), ServeError> {
    may_start(&settings)?;
    // First of all: whoever is told that the server is there may also end it.
    let signals = Signals::listen().map_err(ServeError::Signals)?;
    // Before the database: a second start by mistake touches nothing.
    let listener = listen(settings.listen()).await?;
    let metrics = match settings.metrics {
        Some(address) => Some(listen(address).await?),
        None => None,
    };
    let store = prepare(&settings, plan).await?;
    let ending = Ending::default();
    let folder = settings.import_folder.as_deref();
    let folder = folder.map(|folder| import_folder::attend(folder, &store, &ending)).transpose();
    let folder = folder.map_err(ServeError::Folder)?;
    tokio::spawn(follow_the_days(store.clone(), settings.retention, ending.clone()));
    tokio::spawn(anchors::tell(store.clone(), ending.clone()));
    let (app, figures) = routers(store.clone(), settings, ending.clone());
    if let Some(listener) = metrics {
        let ending = ending.clone();
        tokio::spawn(async move {
            connections::serve_until(listener, figures, connections::PATIENCE, ending.begun()).await;
        });
    }
    answer_until_told(listener, app, signals, ending).await;
    if let Some(folder) = folder {
        // A table that was begun is finished or taken back as a whole.
        let _ = tokio::time::timeout(GRACE, folder).await;
    }
    anchors::tell_last(&store).await;
    if let Err(error) = store.close().await {
        tracing::warn!(%error, "the log could not be written back; the next start reads it");
    }
    eprintln!("Stellwerk ist beendet; alle Daten sind gespeichert.");
    Ok(())
}

/// Whether it may start with these settings at all.
fn may_start(settings: &Settings) -> Result<(), ServeError> {
    if settings.demo && (!settings.address.is_loopback() || settings.origin.is_some()) {
        return Err(ServeError::DemonstrationForOthers);
    }
    if settings.is_exposed() {
        return Err(ServeError::Exposed(settings.listen()));
    }
    Proxy::of(settings)?;
    Provider::of(settings)?;
    Ok(())
}

/// Opens the database, prepares its accounts and says where to go.
async fn prepare(settings: &Settings, plan: Option<Plan>) -> Result<Store, ServeError> {
    let fresh = !settings.database.exists();
    if plan.is_some() && !fresh {
        return Err(ServeError::PlanThere(settings.database.clone()));
    }
    let own = plan.is_some();
    let plan = plan.map_or_else(builtin, Ok)?;
    let store = Store::open(&settings.database, &plan).await?;
    let entry = prepare_accounts(&store, settings.demo).await.map_err(ServeError::Accounts)?;
    greet(settings, fresh, own);
    explain(settings, entry);
    Ok(store)
}

/// Answers until a signal comes, and then finishes what was begun, as long as that may take.
async fn answer_until_told(listener: TcpListener, app: Router, signals: Signals, ending: Ending) {
    let told = Arc::new(Notify::new());
    let signal = {
        let told = told.clone();
        async move {
            signals.received().await;
            eprintln!("Stellwerk wird beendet …");
            ending.begin();
            told.notify_one();
        }
    };
    tokio::select! {
        () = connections::serve_until(listener, app, connections::PATIENCE, signal) => {}
        () = async { told.notified().await; tokio::time::sleep(GRACE).await } => {
            tracing::warn!("requests were cut off after {} s", GRACE.as_secs());
        }
    }
}

/// Does what a day brings, until the server ends: accounts follow units whose move was decided earlier and counts from today on, and
/// completed cases go that were kept for so many years.
async fn follow_the_days(store: Store, years: u16, ending: Ending) {
    while !ending.has_begun() {
        let (name, request_id) = ("stichtag".to_owned(), Uuid::now_v7().to_string());
        let actor = Actor { tenant: Tenant::embedded(), name, request_id };
        match store.settle_scopes(&actor).await {
            Ok(0) => {}
            Ok(moved) => tracing::info!(moved, "accounts followed their units"),
            Err(error) => tracing::error!(%error, "accounts could not follow their units"),
        }
        match store.forget_cases(&actor, cases_kept_from(today(), years)).await {
            Ok(0) => {}
            // How many would tell how many few people complete.
            Ok(_) => tracing::info!("completed cases were deleted after their time"),
            Err(error) => tracing::error!(%error, "completed cases could not be deleted after their time"),
        }
        tokio::select! {
            () = ending.begun() => {}
            () = tokio::time::sleep(BETWEEN_LOOKS) => {}
        }
    }
}

/// The name and the link of the first administrator.
type FirstEntry = Option<(String, Secret)>;

/// Leaves the demonstration's accounts to the demonstration, and sees to it that somebody can come in otherwise.
async fn prepare_accounts(store: &Store, demonstration: bool) -> Result<FirstEntry, StoreError> {
    let (name, request_id) = ("befehlszeile".to_owned(), Uuid::now_v7().to_string());
    let actor = Actor { tenant: Tenant::embedded(), name, request_id };
    if demonstration {
        store.begin_demonstration(&actor).await?;
        return Ok(None);
    }
    store.end_demonstration(&actor).await?;
    let secret = Secret::new();
    let name = store.first_administrator(&actor, &secret.fingerprint()).await?;
    Ok(name.map(|name| (name, secret)))
}

/// Says how somebody comes in.
fn explain(settings: &Settings, entry: FirstEntry) {
    if settings.demo {
        println!(
            "Vorführung: Anmelden in jeder Rolle mit einem Klick, ohne Kennwort, nur auf diesem Rechner."
        );
    } else if let Some((name, secret)) = entry {
        // In the fragment: browsers send it nowhere, so that it stands in no log.
        println!(
            "Ersteinrichtung: Bitte vergeben Sie innerhalb von {LINK_HOURS} Stunden unter {url}/einrichten#{key} das Kennwort des Kontos „{name}“.",
            url = settings.url(),
            key = secret.reveal(),
        );
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => ServeError::PortTaken(address),
        std::io::ErrorKind::PermissionDenied => {
            ServeError::Listen { address, reason: "Zugriff verweigert".to_owned() }
        }
        std::io::ErrorKind::AddrNotAvailable => {
            ServeError::Listen { address, reason: "die Adresse gehört nicht zu diesem Rechner".to_owned() }
        }
        _ => ServeError::Listen { address, reason: error.to_string() },
    })
}

/// Says what happens and where to go.
fn greet(settings: &Settings, fresh: bool, own: bool) {
    let database = settings.database.display();
    if fresh {
        let plan = if own { "Ihrem" } else { "dem mitgelieferten" };
        println!("Stellwerk hat die Datenbank {database} angelegt und mit {plan} Plan gefüllt.");
    } else {
        println!("Stellwerk verwendet die Datenbank {database}.");
    }
    let site = Site::find(settings);
    if !site.complete {
        println!(
            "Achtung: Die Dateien der Seite fehlen in {}; bitte bauen Sie sie mit „make build“ oder geben Sie den Ordner mit --site an.",
            site.folder.display()
        );
    }
    println!("Bitte öffnen Sie im Browser: {}   (Beenden: Strg+C)", settings.url());
}

/// The signals that ask the program to end; from the moment this exists they no longer kill it.
struct Signals {
    #[cfg(unix)]
    terminate: signal::unix::Signal,
    #[cfg(unix)]
    interrupt: signal::unix::Signal,
}

impl Signals {
    #[cfg(unix)]
    fn listen() -> std::io::Result<Self> {
        use signal::unix::{SignalKind, signal};
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    #[cfg(unix)]
    async fn received(mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }

    #[cfg(not(unix))]
    fn listen() -> std::io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    async fn received(self) {
        if signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
