//! What a use case may touch, and the one way from a server function to it.

use super::access::Caller;
use super::door::{Claim, Client, Door, Judged};
use super::live::Live;
use super::refusal;
use super::router::AppState;
use super::security_txt::SecurityContact;
use crate::api::{AccountProblem, ApiError, LAST_SCENARIO, ScenarioId};
use crate::caseload::DEFAULT_HEADS;
use crate::permission::{
    CommentScenario, DecideScenario, EditScenario, Grantable, Permit, ViewScenario, counts_while_owing,
    permit,
};
use crate::store::{
    Actor, Commenter, Creator, Editor, Identity, Secret, Sharer, Store, StoreError, Tenant, Viewer,
};
use axum::http::request::Parts;
use http::header::SET_COOKIE;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use std::sync::Arc;
use tower_http::request_id::RequestId;
use uuid::Uuid;

/// Who runs an installation and where it is found, as the settings say.
#[derive(Debug, Default)]
pub struct House {
    /// The office, as it wants to be called.
    pub operator: Option<String>,
    /// Where questions and complaints go.
    pub contact: Option<String>,
    /// Where a weakness of the installation is reported.
    pub security_contact: Option<SecurityContact>,
    /// Years for which completed cases are kept after that of their completion.
    pub retention: u16,
    /// Where browsers find it: scheme, host and port, without a slash at the end.
    pub url: String,
}

/// What a use case may touch: made once for each request.
#[derive(Debug, Clone)]
pub struct Context {
    /// The database.
    pub store: Store,
    /// Who is in which scenario.
    pub live: Live,
    /// The scenario that the browser used last, as it says.
    pub last: Option<Uuid>,
    /// Passwords, cookies, and whether this is a demonstration.
    pub door: Door,
    /// From where, and with which browser.
    pub client: Client,
    /// Largest table that is taken, in bytes.
    pub upload: u64,
    /// Who runs the installation, and where it is found.
    pub house: Arc<House>,
    caller: Option<Identity>,
    /// Whether the account still owes a second factor.
    owes: bool,
    actor: Actor,
    /// Where headers of the answer are put; only server functions have one.
    response: Option<ResponseOptions>,
}

impl Context {
    /// The context of a request of this caller.
    fn of(state: &AppState, caller: &Caller, request_id: String, last: Option<Uuid>) -> Self {
        let (client, owes) = (caller.client().clone(), caller.owes());
        let caller = caller.identity().cloned();
        let name = caller.as_ref().map(|identity| identity.name.clone()).unwrap_or_default();
        let actor = Actor { tenant: Tenant::embedded(), name, request_id };
        let (store, live, door) = (state.store.clone(), state.live.clone(), state.door.clone());
        let house = Arc::clone(&state.house);
        let upload = state.upload;
        Self { store, live, last, house, door, client, upload, caller, owes, actor, response: None }
    }

    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The account that acts; none when nobody is signed in.
    #[must_use]
    pub fn caller(&self) -> Option<&Identity> {
        self.caller.as_ref()
    }

    /// The account that acts.
    ///
    /// # Errors
    /// [`ApiError::SignedOut`].
    pub fn identity(&self) -> Result<&Identity, ApiError> {
        self.caller.as_ref().ok_or(ApiError::SignedOut)
    }

    /// Whether the session by which this request came still stands.
    pub async fn is_signed_in(&self) -> bool {
        let Some(identity) = &self.caller else { return false };
        match self.store.session_stands(&self.actor.tenant, identity.session).await {
            Ok(stands) => stands,
            Err(error) => {
                tracing::warn!(%error, "a session could not be looked at");
                false
            }
        }
    }

    /// Hands the browser the proof of its session.
    pub fn hand_out(&self, secret: &Secret) {
        if let (Some(response), Some(cookie)) = (&self.response, self.door.jar().put(secret)) {
            response.append_header(SET_COOKIE, cookie);
        }
    }

    /// Lets the browser be known again when its account signs in.
    ///
    /// # Errors
    /// [`Failure::Fault`] when it cannot be noted down.
    pub async fn remember_device(&self, account: Uuid) -> Result<(), Failure> {
        let sent = self.client.device.as_ref();
        let device = self.store.remember_device(&self.actor.tenant, account, sent).await?;
        if let (Some(response), Some(cookie)) = (&self.response, self.door.jar().put_device(&device)) {
            response.append_header(SET_COOKIE, cookie);
        }
        Ok(())
    }

    /// Heads from which on measured output is shown: the program's own, or what an agreement says.
    ///
    /// # Errors
    /// [`Failure::Fault`] when the database cannot be read.
    pub async fn least_heads(&self) -> Result<u32, Failure> {
        let agreement = self.store.agreement(&self.actor.tenant, self.door.demonstration()).await?;
        Ok(agreement.map_or(DEFAULT_HEADS, |agreement| agreement.heads))
    }

    /// Whether the account still owes a second factor.
    #[must_use]
    pub fn owes_second_factor(&self) -> bool {
        self.owes
    }

    /// Lets whoever acts prove once more whose account it is: a session that somebody else has taken over must not be a way to guess.
    ///
    /// # Errors
    /// [`AccountProblem`].
    pub async fn prove(&self, password: String, code: Option<String>) -> Result<(), Failure> {
        let wrong = match code {
            Some(_) => AccountProblem::WrongProof,
            None => AccountProblem::WrongPassword,
        };
        let asks = (&self.actor.tenant, self.identity()?.name.as_str(), &self.client);
        match self.door.judge(&self.store, asks, Claim { password, code }).await? {
            Judged::Wait(_) => Err(AccountProblem::TooManyAttempts.into()),
            Judged::Wrong => Err(wrong.into()),
            Judged::Right(_) => Ok(()),
        }
    }

    /// Asks the policy for a right.
    ///
    /// # Errors
    /// [`ApiError::SignedOut`] when nobody is signed in, [`ApiError::SecondFactorMissing`] where that has to be set up first,
    /// [`ApiError::Forbidden`] when the policy does not grant it.
    pub fn permit<R: Grantable>(&self) -> Result<Permit<R>, ApiError> {
        let role = self.identity()?.role;
        if self.owes && !counts_while_owing(R::RIGHT) {
            return Err(ApiError::SecondFactorMissing);
        }
        permit(role).map_err(|_| ApiError::Forbidden)
    }

    /// The right to change a scenario.
    ///
    /// # Errors
    /// [`ApiError::Forbidden`].
    pub fn editor(&self, scenario: ScenarioId) -> Result<Editor, ApiError> {
        let editor = Editor::new(self.permit::<EditScenario>()?, &self.actor, scenario.0);
        Ok(editor.demonstrating(self.door.demonstration()))
    }

    /// The right to say something about a scenario.
    ///
    /// # Errors
    /// [`ApiError::Forbidden`].
    pub fn commenter(&self, scenario: ScenarioId) -> Result<Commenter, ApiError> {
        let commenter = Commenter::new(self.permit::<CommentScenario>()?, &self.actor, scenario.0);
        Ok(match self.permit::<DecideScenario>() {
            Ok(permit) => commenter.moderating(permit),
            Err(_) => commenter,
        })
    }

    /// The right to make scenarios.
    ///
    /// # Errors
    /// [`ApiError::Forbidden`].
    pub fn creator(&self) -> Result<Creator, ApiError> {
        Ok(Creator::new(self.permit::<EditScenario>()?, &self.actor))
    }

    /// The right to hand snapshots to people without an account.
    ///
    /// # Errors
    /// [`ApiError::Forbidden`].
    pub fn sharer(&self) -> Result<Sharer, ApiError> {
        Ok(Sharer::new(self.permit::<DecideScenario>()?, &self.actor))
    }

    /// The right to see a scenario.
    ///
    /// # Errors
    /// [`ApiError::Forbidden`].
    pub fn viewer(&self, scenario: ScenarioId) -> Result<Viewer, ApiError> {
        Ok(Viewer::new(self.permit::<ViewScenario>()?, &self.actor, scenario.0))
    }
}

/// How a use case ends when it does not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// An answer for the user.
    #[error(transparent)]
    Answer(#[from] ApiError),
    /// A fault that the user is only told about; the log has it in full.
    #[error(transparent)]
    Fault(Box<dyn std::error::Error + Send + Sync>),
}

impl From<AccountProblem> for Failure {
    fn from(problem: AccountProblem) -> Self {
        ApiError::Account { problem }.into()
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => ApiError::NotFound { what: "Das Szenario".to_owned() }.into(),
            StoreError::NoComment => ApiError::NotFound { what: "Die Anmerkung".to_owned() }.into(),
            StoreError::NoSnapshotLink => ApiError::NotFound { what: "Der Leselink".to_owned() }.into(),
            StoreError::Refused(reason) => ApiError::Refused { reason }.into(),
            StoreError::NothingToUndo => ApiError::NothingToUndo.into(),
            StoreError::NothingToRedo => ApiError::NothingToRedo.into(),
            StoreError::Locked => ApiError::Locked.into(),
            StoreError::LastScenario => ApiError::LastScenario.into(),
            StoreError::TooManyScenarios(most) => {
                ApiError::TooManyScenarios { most: u32::try_from(most).unwrap_or(u32::MAX) }.into()
            }
            StoreError::NotTheCreator
            | StoreError::NotTheirsToDecide
            | StoreError::NotTheirsToSee
            | StoreError::NotOwnComment => ApiError::Forbidden.into(),
            StoreError::NotOwn => ApiError::NotYours.into(),
            StoreError::NotAllUnits => ApiError::NotAllUnits.into(),
            StoreError::NoAccount => ApiError::NotFound { what: "Das Konto".to_owned() }.into(),
            StoreError::NoSession => ApiError::NotFound { what: "Die Anmeldung".to_owned() }.into(),
            StoreError::NoLink => AccountProblem::LinkUsed.into(),
            StoreError::NameTaken => AccountProblem::NameTaken.into(),
            StoreError::AccountChanged => AccountProblem::Changed.into(),
            StoreError::LastAdministrator => AccountProblem::LastAdministrator.into(),
            StoreError::SecondFactorThere => AccountProblem::SecondFactorThere.into(),
            StoreError::NoSecondFactor => AccountProblem::NoSecondFactor.into(),
            StoreError::CommandReused
            | StoreError::Full(_)
            | StoreError::TokenName(_)
            | StoreError::TokenRole(_)
            | StoreError::TokenUnit(_)
            | StoreError::NoToken(_)
            | StoreError::TooManyStaffingPlans(_)
            | StoreError::TooManySnapshots(_)
            | StoreError::TooManyApprovalSteps(_)
            | StoreError::TooManyLinks(_)
            | StoreError::TooManyGoals
            | StoreError::TooManyComments(_)
            | StoreError::TooManyPackages(_)
            | StoreError::TooManyStatements(_)
            | StoreError::NoPlan(_) => ApiError::unreadable(error.to_string()).into(),
            StoreError::NoSuchPart => {
                ApiError::NotFound { what: "Die Änderung oder das Paket".to_owned() }.into()
            }
            StoreError::BaselineMoved => ApiError::BaselineMoved.into(),
            StoreError::NotDecided
            | StoreError::NotProposed
            | StoreError::OwnHand
            | StoreError::ReplacedAlone
            | StoreError::AlreadyAdopted
            | StoreError::DecidedOnOlder
            | StoreError::OtherPlan
            | StoreError::NothingToRestore => ApiError::NotApproved { reason: error.to_string() }.into(),
            StoreError::InUse => ApiError::Busy.into(),
            StoreError::NoSpace | StoreError::Unwritable(_) => {
                tracing::error!(%error, "nothing can be stored");
                ApiError::NotStored.into()
            }
            // The use case answers a conflict itself, with the current state.
            StoreError::Conflict | StoreError::Corrupt(_) | StoreError::Database(_) => {
                Self::Fault(Box::new(error))
            }
        }
    }
}

/// Runs a use case for a server function: the only place that reads the request's context, turns errors into status
/// codes and logs what the user is not told.
///
/// # Errors
/// Those of the use case; a fault as [`ApiError::Internal`] with the identifier under which the log has it.
pub async fn handle<T>(body: impl AsyncFnOnce(Context) -> Result<T, Failure>) -> Result<T, ApiError> {
    // Before the first await: afterwards the reactive owner of the request may be gone.
    let response = use_context::<ResponseOptions>();
    let context = use_context::<Context>();
    let Some(mut context) = context else {
        tracing::error!("a server function was called without a context");
        return Err(ApiError::Internal { request_id: String::new() });
    };
    context.response.clone_from(&response);
    let request_id = context.actor.request_id.clone();
    let result = body(context).await.map_err(|failure| match failure {
        Failure::Answer(error) => error,
        Failure::Fault(error) => {
            tracing::error!(%request_id, %error, "a use case failed");
            ApiError::Internal { request_id }
        }
    });
    if let (Err(error), Some(response)) = (&result, response) {
        response.set_status(refusal::status(error));
    }
    result
}

/// The identifier that the outermost layer gave the request.
pub(super) fn request_id(parts: &http::Extensions) -> String {
    let id = parts.get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
    id.unwrap_or_default().to_owned()
}

/// The context for what is rendered or run now; asks Leptos for the request.
pub(super) fn of_this_request(state: &AppState) -> Context {
    match use_context::<Parts>() {
        Some(parts) => of(state, &parts.extensions, last_scenario(&parts.headers)),
        None => of(state, &http::Extensions::new(), None),
    }
}

/// The scenario that the browser used last, from its cookie.
pub(super) fn last_scenario(headers: &http::HeaderMap) -> Option<Uuid> {
    let cookies = headers.get(http::header::COOKIE)?.to_str().ok()?;
    let named = |pair: &str| pair.trim().strip_prefix(LAST_SCENARIO)?.strip_prefix('=').map(str::to_owned);
    cookies.split(';').find_map(named)?.parse().ok()
}

/// The context of a request with these extensions, whose browser used this scenario last.
pub(super) fn of(state: &AppState, extensions: &http::Extensions, last: Option<Uuid>) -> Context {
    Context::of(state, &Caller::among(extensions), request_id(extensions), last)
}
