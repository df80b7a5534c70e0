//! What a server function answers when it does not do what was asked.

use super::{AccountProblem, JsonBody, ScenarioState};
use crate::format::Language;
#[cfg(feature = "ssr")]
use crate::plan::InvalidPlan;
use crate::plan::{ChangeError, PathError};
use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use serde::Serialize;

/// Why a request was not carried out; the text is a sentence that can be shown as it is.
///
/// Every refusal that leaves the server has this form, also those of the layers around the server functions: the
/// page decodes each answer from 400 on with it.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ApiError {
    /// The request is not one that the page would make: an unknown field, a value of the wrong kind. Status 422.
    #[error("Die Anfrage ist ungültig: {}.", in_words(errors))]
    Invalid {
        /// Every place and its reason.
        errors: Vec<PathError>,
    },
    /// The change does not fit the plan. Status 422.
    #[error("{reason}")]
    Refused {
        /// Why.
        reason: ChangeError,
    },
    /// The command was made on a version that is no longer the current one. Status 409.
    #[error(
        "Das Szenario wurde inzwischen an anderer Stelle geändert. Der neue Stand wurde geladen; bitte prüfen Sie ihn und wiederholen Sie die Änderung."
    )]
    Conflict {
        /// What counts now.
        current: Box<ScenarioState>,
    },
    /// The command was made on an old version of something else than a scenario. Status 409.
    #[error(
        "{what} wurde inzwischen an anderer Stelle geändert. Bitte laden Sie die Seite neu und prüfen Sie den neuen Stand."
    )]
    Stale {
        /// What was changed, as the subject of a German sentence.
        what: String,
    },
    /// There is no such thing, or not for this user. Status 404.
    #[error("{what} wurde nicht gefunden. Bitte laden Sie die Seite neu.")]
    NotFound {
        /// What was looked for, as the subject of a German sentence.
        what: String,
    },
    /// Nobody is signed in, or not any more. Status 401.
    #[error(
        "Sie sind nicht angemeldet, oder die Anmeldung ist abgelaufen. Bitte melden Sie sich unter „Anmelden“ an."
    )]
    SignedOut,
    /// The user has no right to this, or the request came from another site. Status 403.
    #[error(
        "Diese Aktion ist Ihnen nicht erlaubt. Bitte öffnen Sie Stellwerk direkt in Ihrem Browser oder wenden Sie sich an die zuständige Stelle."
    )]
    Forbidden,
    /// The role has to have a second factor, and the account has none yet. Status 403.
    #[error(
        "Ihre Rolle verlangt einen zweiten Faktor, und für Ihr Konto ist noch keiner eingerichtet. Bitte richten Sie ihn unter „Konto“ ein; danach steht Ihnen alles Übrige offen."
    )]
    SecondFactorMissing,
    /// The scenario was made by somebody else, or for other units. Status 403.
    #[error(
        "Dieses Szenario hat jemand anderes angelegt; Ihre Rolle erlaubt Änderungen nur in eigenen. Bitte legen Sie unter „Szenarien“ eine Variante an und ändern Sie diese."
    )]
    NotYours,
    /// It is about all units, and the account is limited to some. Status 403.
    #[error(
        "Plan und Stellenplan gelten für die ganze Organisation, Ihr Konto ist auf eine Einheit beschränkt. Bitte lassen Sie ihn von einem Konto der Leitung festlegen, das alle Einheiten umfasst."
    )]
    NotAllUnits,
    /// Something about an account or a password.
    #[error("{problem}")]
    Account {
        /// Why.
        problem: AccountProblem,
    },
    /// The request is larger than the server takes. Status 413.
    #[error("Die Anfrage ist zu groß. Bitte teilen Sie sie in kleinere auf.")]
    TooLarge,
    /// The account or the network address sends more requests than are allowed. Status 429.
    #[error(
        "Von diesem Konto oder dieser Netzadresse kamen sehr viele Anfragen in kurzer Zeit. Bitte warten Sie einige Sekunden und versuchen Sie es dann erneut."
    )]
    TooManyRequests,
    /// The server has too much to do. Status 503.
    #[error("Der Server ist gerade ausgelastet. Bitte versuchen Sie es in einigen Sekunden erneut.")]
    Busy,
    /// The database takes nothing: the disk is full or refuses. Nothing is lost. Status 507.
    #[error(
        "Der Server kann zurzeit nichts speichern, weil sein Datenträger voll oder schreibgeschützt ist. Bitte verständigen Sie die Betreuung; was schon gespeichert war, ist unversehrt."
    )]
    NotStored,
    /// No change is in force. Status 409.
    #[error("Es gibt keine Änderung, die zurückgenommen werden kann.")]
    NothingToUndo,
    /// No change was taken back. Status 409.
    #[error("Es gibt keine zurückgenommene Änderung, die wiederholt werden kann.")]
    NothingToRedo,
    /// The scenario was decided and stays as it is. Status 409.
    #[error(
        "Das Szenario ist beschlossen und wird nicht mehr geändert. Bitte legen Sie eine Variante an oder setzen Sie unter „Szenarien“ den Status zurück."
    )]
    Locked,
    /// A step on the way to a resolution, or into the plan, is missing or must be taken by somebody else. Status 409.
    #[error("{reason}")]
    NotApproved {
        /// Which one and what to do, in German.
        reason: String,
    },
    /// The plan that the scenario stands on has changed since. Status 409.
    #[error(
        "Die Ausgangslage hat sich inzwischen geändert. Bitte führen Sie das Szenario auf seiner Seite unter „Szenarien“ zuerst auf die neue Ausgangslage."
    )]
    BaselineMoved,
    /// The organisation would be left without a scenario. Status 409.
    #[error("Das einzige Szenario kann nicht entfernt werden. Bitte legen Sie zuerst ein anderes an.")]
    LastScenario,
    /// There are as many scenarios as the server keeps. Status 409.
    #[error(
        "Es gibt schon {most} Szenarien, mehr sind nicht möglich. Bitte verwenden Sie eines davon weiter."
    )]
    TooManyScenarios {
        /// So many.
        most: u32,
    },
    /// A fault of the server; what happened stands in its log under this identifier. Status 500.
    #[error(
        "Im Server ist ein Fehler aufgetreten; es wurde nichts gespeichert. Bitte versuchen Sie es erneut und nennen Sie der Betreuung sonst die Kennung {request_id}."
    )]
    Internal {
        /// Identifies the request in the log.
        request_id: String,
    },
    /// The answer did not arrive or could not be read; made in the page.
    #[error("Der Server ist nicht erreichbar. Bitte prüfen Sie die Verbindung und versuchen Sie es erneut.")]
    Transport {
        /// Technical reason, for the console.
        message: String,
    },
}

/// So many reasons of a refused request are told, the others only counted.
#[cfg(feature = "ssr")]
const MOST_ERRORS: usize = 20;

/// Longest path and longest reason, in characters; both can hold text of the request.
#[cfg(feature = "ssr")]
const LONGEST_TEXT: usize = 400;

fn in_words(errors: &[PathError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

impl FromServerFnError for ApiError {
    type Encoder = JsonBody;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(reason) | ServerFnErrorErr::MissingArg(reason) => Self::unreadable(reason),
            // On the server this is the request that could not be read, in the page the answer.
            #[cfg(feature = "ssr")]
            ServerFnErrorErr::Deserialization(reason) => Self::not_understood(&reason),
            other => Self::Transport { message: other.to_string() },
        }
    }
}

impl ApiError {
    /// The sentence in a language, where it has one in it: hard and soft rules speak both, the rest is German.
    #[must_use]
    pub fn sentence(&self, language: Language) -> String {
        match self {
            Self::Refused { reason } => reason.sentence(language),
            other => other.to_string(),
        }
    }

    /// A request whose body says something else than it should; the reasons come as [`super::Unreadable`] writes them.
    #[cfg(feature = "ssr")]
    fn not_understood(reasons: &str) -> Self {
        let Ok(InvalidPlan { errors, more }) = serde_json::from_str(reasons) else {
            return Self::unreadable("er konnte nicht gelesen werden".to_owned());
        };
        let listed = errors.len().min(MOST_ERRORS);
        let rest = errors.len() - listed + more;
        let short = |text: String| text.chars().take(LONGEST_TEXT).collect();
        let mut errors: Vec<PathError> = errors
            .into_iter()
            .take(listed)
            .map(|PathError { path, reason }| PathError { path: short(path), reason: short(reason) })
            .collect();
        if rest > 0 {
            let reason = format!("weitere Fehler: {rest}");
            errors.push(PathError { path: String::new(), reason });
        }
        Self::Invalid { errors }
    }

    /// A request that is no value of the expected type, with the parser's reason.
    #[must_use]
    pub fn unreadable(technical: String) -> Self {
        let reason = format!("Der Inhalt hat nicht den erwarteten Aufbau ({technical})");
        Self::Invalid { errors: vec![PathError { path: String::new(), reason }] }
    }
}
