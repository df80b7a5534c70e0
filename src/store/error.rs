//! What can go wrong with the database: while opening it (told to whoever starts the program) and while using it.

use crate::plan::ChangeError;
use std::path::PathBuf;

/// Why the database could not be opened; one sentence for the terminal.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder of the file cannot be made or written.
    #[error(
        "Der Ordner „{}“ für die Datenbank kann nicht angelegt oder beschrieben werden ({reason}); bitte geben Sie mit --database einen beschreibbaren Ort an.",
        folder.display()
    )]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// The file cannot be opened or written.
    #[error(
        "Die Datenbank „{}“ kann nicht geöffnet oder beschrieben werden ({reason}); bitte prüfen Sie die Zugriffsrechte.",
        file.display()
    )]
    File {
        /// The file.
        file: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// Somebody else keeps it.
    #[error(
        "Die Datenbank „{}“ ist gesperrt, weil ein anderes Programm sie festhält; bitte beenden Sie es oder warten Sie, bis es fertig ist.",
        .0.display()
    )]
    Locked(PathBuf),
    /// The disk holds no more.
    #[error(
        "Die Datenbank „{}“ kann nicht beschrieben werden, weil der Datenträger voll ist; bitte schaffen Sie dort Platz.",
        .0.display()
    )]
    Full(PathBuf),
    /// The file is something else or damaged.
    #[error(
        "Die Datei „{}“ ist keine unversehrte Stellwerk-Datenbank ({reason}); bitte stellen Sie eine Sicherung wieder her oder geben Sie mit --database eine andere Datei an.",
        file.display()
    )]
    Broken {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file was written by a newer program.
    #[error(
        "Die Datenbank „{}“ stammt von einer neueren Version von Stellwerk (Stand {found}, dieses Programm kennt bis {known}); bitte starten Sie die neuere Version oder stellen Sie eine ältere Sicherung wieder her.",
        file.display()
    )]
    Newer {
        /// The file.
        file: PathBuf,
        /// Newest migration in the file.
        found: i64,
        /// Newest migration of this program.
        known: i64,
    },
    /// A migration failed; the file is as it was, the backup lies beside it.
    #[error(
        "Die Datenbank „{}“ konnte nicht auf den neuen Stand gebracht werden ({reason}); sie ist unverändert, bitte melden Sie den Fehler.",
        file.display()
    )]
    Migration {
        /// The file.
        file: PathBuf,
        /// What failed.
        reason: String,
    },
    /// The engine that this program was built with loses data.
    #[error(
        "Dieses Programm enthält SQLite {found}; wegen eines Fehlers früherer Versionen wird mindestens {needed} verlangt. Bitte verwenden Sie die ausgelieferte Programmdatei."
    )]
    Engine {
        /// Version of the engine.
        found: String,
        /// Oldest version without the error.
        needed: &'static str,
    },
    /// The backup before a migration failed; nothing was changed.
    #[error(
        "Vor der Umstellung der Datenbank konnte keine Sicherung „{}“ angelegt werden ({reason}); es wurde nichts geändert.",
        file.display()
    )]
    Backup {
        /// The file that was to be written.
        file: PathBuf,
        /// The system's reason.
        reason: String,
    },
}

/// Why a method of the store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such row for this tenant.
    #[error("Das Szenario wurde nicht gefunden.")]
    NotFound,
    /// The command was made on an old version.
    #[error("Das Szenario wurde inzwischen geändert.")]
    Conflict,
    /// The change does not fit the plan.
    #[error(transparent)]
    Refused(#[from] ChangeError),
    /// No change is in force.
    #[error("Es gibt keine Änderung, die zurückgenommen werden kann.")]
    NothingToUndo,
    /// No change was taken back.
    #[error("Es gibt keine zurückgenommene Änderung.")]
    NothingToRedo,
    /// A scenario holds no more changes.
    #[error("Ein Szenario fasst höchstens {0} Änderungen.")]
    Full(i64),
    /// There are as many frozen staffing plans as are kept.
    #[error("Es gibt schon {0} festgehaltene Stellenpläne, mehr werden nicht aufgehoben.")]
    TooManyStaffingPlans(i64),
    /// A scenario holds no more packages.
    #[error("Ein Szenario fasst höchstens {0} Pakete.")]
    TooManyPackages(i64),
    /// The scenario has no such step or package.
    #[error("Die Änderung oder das Paket wurde nicht gefunden.")]
    NoSuchPart,
    /// The plan has changed since.
    #[error("Die Ausgangslage hat sich inzwischen geändert.")]
    BaselineMoved,
    /// The plan would break a rule of its form.
    #[error("Der Plan wäre danach nicht mehr gültig: {0}")]
    NoPlan(String),
    /// The scenario was decided.
    #[error("Das Szenario ist beschlossen.")]
    Locked,
    /// It is the only one.
    #[error("Das einzige Szenario kann nicht entfernt werden.")]
    LastScenario,
    /// An organisation holds no more scenarios.
    #[error("Mehr als {0} Szenarien sind nicht möglich.")]
    TooManyScenarios(i64),
    /// A scenario holds no more snapshots.
    #[error(
        "Ein Szenario fasst höchstens {0} Stände; bitte legen Sie eine Variante an und halten Sie dort fest."
    )]
    TooManySnapshots(i64),
    /// No more links may lead to a snapshot.
    #[error(
        "Auf einen Stand führen höchstens {0} gültige Leselinks; bitte widerrufen Sie einen, der nicht mehr gebraucht wird."
    )]
    TooManyLinks(i64),
    /// There is no such link to a snapshot.
    #[error("Der Leselink wurde nicht gefunden.")]
    NoSnapshotLink,
    /// There is no such comment on this scenario.
    #[error("Die Anmerkung wurde nicht gefunden.")]
    NoComment,
    /// Only who wrote a comment, or who may decide, withdraws it.
    #[error("Diese Anmerkung hat jemand anderes geschrieben.")]
    NotOwnComment,
    /// A scenario holds no more comments.
    #[error("Ein Szenario fasst höchstens {0} Anmerkungen; bitte legen Sie eine Variante an.")]
    TooManyComments(i64),
    /// An organisation holds no more statements.
    #[error("Mehr als {0} Stellungnahmen sind nicht möglich.")]
    TooManyStatements(i64),
    /// Only who made a scenario may hide it from the others.
    #[error("Nur wer das Szenario angelegt hat, darf es verbergen.")]
    NotTheCreator,
    /// The role allows changes of own scenarios only.
    #[error("Dieses Szenario hat jemand anderes angelegt.")]
    NotOwn,
    /// The right reaches some units only, and what is asked is about all.
    #[error("Dazu müsste Ihr Recht alle Einheiten umfassen; Ihr Konto ist auf eine beschränkt.")]
    NotAllUnits,
    /// Only who may decide sets a scenario to decided or takes that back.
    #[error("Über Szenarien zu entscheiden ist Ihnen nicht erlaubt.")]
    NotTheirsToDecide,
    /// What is written is a field that whoever writes it may not see.
    #[error("Was Ihre Rolle nicht sieht, kann sie nicht ändern.")]
    NotTheirsToSee,
    /// With those that whoever sets them does not see there would be too many.
    #[error("Das Szenario fasst keine weiteren Ziele: Auch solche, die Ihre Rolle nicht sieht, zählen mit.")]
    TooManyGoals,
    /// Only what was decided is taken over into the plan.
    #[error(
        "In den Plan wird nur übernommen, was beschlossen ist. Bitte legen Sie das Szenario unter „Szenarien“ zum Beschluss vor („vorgeschlagen“) und lassen Sie den Beschluss in seiner Akte festhalten; danach lassen sich seine Änderungen übernehmen."
    )]
    NotDecided,
    /// Only what is proposed is endorsed, and decided by another person.
    #[error(
        "Das Szenario ist noch nicht vorgelegt. Bitte setzen Sie seinen Stand unter „Szenarien“ zuerst auf „vorgeschlagen“; mitzeichnen und beschließen kann es dann, wer nicht daran mitgewirkt hat."
    )]
    NotProposed,
    /// Whoever had a hand in a scenario does not approve it.
    #[error(
        "Es gilt das Vier-Augen-Prinzip: Wer ein Szenario angelegt, geändert oder vorgelegt hat, zeichnet es nicht mit, beschließt es nicht und übernimmt es nicht in den Plan. Bitte lassen Sie das ein anderes dazu berechtigtes Konto tun; gibt es keines, kann die Administration unter „Verwaltung“ die Freigabe durch eine Person eintragen."
    )]
    OwnHand,
    /// A file would change the plan on the word of one person.
    #[error(
        "Es gilt das Vier-Augen-Prinzip: Eine Datei ersetzt den Plan nicht auf das Wort einer Person. Bitte lesen Sie sie als Schritt eines Szenarios ein und lassen Sie es beschließen; für die Ersteinrichtung kann die Administration unter „Verwaltung“ die Freigabe durch eine Person eintragen."
    )]
    ReplacedAlone,
    /// The changes are part of the plan already.
    #[error("Von diesen Änderungen stehen welche schon im Plan; bitte wählen Sie nur die übrigen.")]
    AlreadyAdopted,
    /// What was decided was decided about another plan.
    #[error(
        "Der Plan hat sich seit dem Beschluss durch anderes geändert. Bitte legen Sie eine Variante an, führen Sie sie auf die neue Ausgangslage und lassen Sie diese beschließen."
    )]
    DecidedOnOlder,
    /// The scenario stands on a plan of its own.
    #[error(
        "Dieses Szenario steht auf einem eigenen Plan, den nur ein festgehaltener Stand noch kennt, nicht auf dem Plan der Organisation. Bitte legen Sie ein neues Szenario an und übertragen Sie die Änderungen dorthin."
    )]
    OtherPlan,
    /// The versions do not differ.
    #[error("Diese Fassung gleicht der geltenden; es gibt nichts wiederherzustellen.")]
    NothingToRestore,
    /// A scenario takes no more steps on its way.
    #[error("Ein Szenario fasst höchstens {0} Schritte der Freigabe; bitte legen Sie eine Variante an.")]
    TooManyApprovalSteps(i64),
    /// There is no such account.
    #[error("Das Konto wurde nicht gefunden.")]
    NoAccount,
    /// There is no such session of this account.
    #[error("Die Anmeldung wurde nicht gefunden.")]
    NoSession,
    /// The link was used, is too old, or there never was one.
    #[error("Der Link gilt nicht mehr.")]
    NoLink,
    /// The account has a second factor already.
    #[error("Für das Konto ist schon ein zweiter Faktor eingerichtet.")]
    SecondFactorThere,
    /// The account has none, or nobody finished setting it up.
    #[error("Für das Konto ist kein zweiter Faktor eingerichtet.")]
    NoSecondFactor,
    /// Another account has the name, or had it.
    #[error("Den Namen hat schon ein anderes Konto.")]
    NameTaken,
    /// The account was changed meanwhile.
    #[error("Das Konto wurde inzwischen geändert.")]
    AccountChanged,
    /// Nobody would be left who can administer the installation.
    #[error("Das letzte Konto der Verwaltung muss bleiben.")]
    LastAdministrator,
    /// The same command identifier came with another content.
    #[error("Diese Befehlskennung wurde schon für einen anderen Befehl verwendet.")]
    CommandReused,
    /// A token cannot be called so.
    #[error(
        "Einen Zugang „{0}“ gibt es schon, oder der Name ist leer oder länger als 60 Zeichen; bitte wählen Sie einen anderen."
    )]
    TokenName(String),
    /// A role in which a program would see nothing of the organisation.
    #[error(
        "In der Rolle „{0}“ liest ein Programm nichts von der Organisation; bitte wählen Sie eine andere."
    )]
    TokenRole(&'static str),
    /// The plan does not have the unit that a token is to be limited to.
    #[error(
        "Die Einheit „{0}“ hat der Plan heute nicht; bitte nennen Sie die Kennung einer vorhandenen Einheit."
    )]
    TokenUnit(String),
    /// There is no such token in force.
    #[error("Einen gültigen Zugang „{0}“ gibt es nicht; „stellwerk token list“ zeigt alle.")]
    NoToken(String),
    /// A row does not hold what it must.
    #[error("In der Datenbank steht ein unlesbarer Eintrag: {0}")]
    Corrupt(String),
    /// The disk holds no more.
    #[error("Der Datenträger der Datenbank ist voll.")]
    NoSpace,
    /// The file takes no writes: it is read-only, or the disk refuses.
    #[error("Die Datei der Datenbank nimmt nichts mehr an: {0}")]
    Unwritable(sqlx::Error),
    /// So much is asked of the database that no connection became free, or somebody else keeps it to themselves.
    #[error("Die Datenbank ist gerade ausgelastet oder durch ein anderes Programm gesperrt.")]
    InUse,
    /// The engine's error.
    #[error("Datenbankfehler: {0}")]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    /// Tells what the surroundings do to the database from what is wrong with a statement.
    fn from(error: sqlx::Error) -> Self {
        if matches!(error, sqlx::Error::PoolTimedOut) {
            return Self::InUse;
        }
        let code = error.as_database_error().and_then(|error| error.code()).unwrap_or_default();
        // The last eight bits are the primary code: SQLITE_BUSY, _LOCKED, _READONLY, _IOERR, _FULL, _CANTOPEN.
        match code.parse::<u32>().map(|code| code & 0xff) {
            Ok(5 | 6) => Self::InUse,
            Ok(8 | 10 | 14) => Self::Unwritable(error),
            Ok(13) => Self::NoSpace,
            _ => Self::Database(error),
        }
    }
}
