//! Starting and ending: opens the database, listens, and on SIGTERM or SIGINT finishes what was begun.

use super::{Ending, Settings, Site, connections, router};
use crate::plan::{InvalidPlan, Plan, builtin};
use crate::store::{OpenError, Store};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal;
use tokio::sync::Notify;

/// How long requests that were begun may take when the server ends.
const GRACE: Duration = Duration::from_secs(10);

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
    /// The system does not tell the program when it shall end.
    #[error("Der Server kann nicht auf Signale des Systems warten ({0}); bitte starten Sie ihn erneut.")]
    Signals(std::io::Error),
}

/// Serves until it is told to end. A new database begins with `plan`, or with the plan that comes with the program.
///
/// # Errors
/// [`ServeError`] when it cannot start.
pub async fn serve(settings: Settings, plan: Option<Plan>) -> Result<(), ServeError> {
    let address = settings.listen();
    // First of all: whoever is told that the server is there may also end it.
    let signals = Signals::listen().map_err(ServeError::Signals)?;
    // Before the database: a second start by mistake touches nothing.
    let listener = TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => ServeError::PortTaken(address),
        std::io::ErrorKind::PermissionDenied => {
            ServeError::Listen { address, reason: "Zugriff verweigert".to_owned() }
        }
        std::io::ErrorKind::AddrNotAvailable => {
            ServeError::Listen { address, reason: "die Adresse gehört nicht zu diesem Rechner".to_owned() }
        }
        _ => ServeError::Listen { address, reason: error.to_string() },
    })?;
    let fresh = !settings.database.exists();
    if plan.is_some() && !fresh {
        return Err(ServeError::PlanThere(settings.database));
    }
    let own = plan.is_some();
    let plan = plan.map_or_else(builtin, Ok)?;
    let store = Store::open(&settings.database, &plan).await?;
    greet(&settings, fresh, own);
    let ending = Ending::default();
    let told = Arc::new(Notify::new());
    let app = router(store.clone(), settings, ending.clone());
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
    if let Err(error) = store.close().await {
        tracing::warn!(%error, "the log could not be written back; the next start reads it");
    }
    eprintln!("Stellwerk ist beendet; alle Daten sind gespeichert.");
    Ok(())
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
