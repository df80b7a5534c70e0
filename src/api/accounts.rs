//! Accounts: one's own with its sessions, and the administration of all of them.

mod problem;

use super::{Alone, ApiError, Json, ProgramEntry};
use crate::permission::{Role, Why};
#[cfg(feature = "ssr")]
use crate::server;
use chrono::NaiveDate;
use leptos::prelude::*;
pub use problem::AccountProblem;
use serde::Serialize;
use uuid::Uuid;

/// The cookie by which a browser is known, over an encrypted connection: browsers keep it to this host.
pub const SESSION: &str = "__Host-stellwerk";

/// The same where a browser talks to its own machine without encryption.
pub const LOCAL_SESSION: &str = "stellwerk_sitzung";

/// The parameter of the sign-in page with the page to go on to.
pub const WAY_BACK: &str = "weiter";

/// The parameter of the sign-in page with the word for why somebody is led there again.
pub const REASON: &str = "grund";

/// A path of ours, with its query: the only addresses that signing in leads on to.
#[must_use]
pub fn own_path(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('/')?;
    // „//host“ and „/\\host“ lead elsewhere, and browsers leave control characters out.
    let leads_away = rest.starts_with(['/', '\\']);
    let plain = text.len() <= 2_000 && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (!leads_away && plain).then_some(text)
}

/// Where somebody signs in who then goes on to this path.
#[must_use]
pub fn sign_in_address(way: &str) -> String {
    with_way("/anmelden", way)
}

/// Where somebody leaves for the administration's sign-in service who then goes on to this path.
#[must_use]
pub fn provider_address(way: &str) -> String {
    with_way("/anmelden/verwaltungskonto", way)
}

fn with_way(address: &str, way: &str) -> String {
    if way.is_empty() || way == "/" {
        return address.to_owned();
    }
    let encoded = way.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
        text
    });
    format!("{address}?{WAY_BACK}={encoded}")
}

/// Longest name of an account, in characters.
pub const MAX_ACCOUNT_NAME: usize = 40;

/// A name of an account as it is stored, in lower case: letters, digits and a few marks, as it is typed at every sign-in and
/// stands in the trail. None where it cannot be one.
#[must_use]
pub fn account_name(text: &str) -> Option<String> {
    let name = text.trim().to_lowercase();
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@');
    let fits = !name.is_empty() && name.chars().count() <= MAX_ACCOUNT_NAME && name.chars().all(allowed);
    fits.then_some(name)
}

/// Fewest characters of a password.
pub const MIN_PASSWORD: usize = 12;

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountEntry {
    /// Which one.
    pub id: Uuid,
    /// Counts the changes; a change names the version that it was made on.
    pub version: i64,
    /// Name for signing in and for the audit trail.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// The unit at the head of the subtree that its rights are limited to; none for all units.
    pub unit: Option<String>,
    /// Whether a password was set.
    pub has_password: bool,
    /// Whether its holder signs in by the administration's sign-in service.
    pub by_provider: bool,
    /// Whether it has a second factor.
    pub second_factor: bool,
    /// Whether it was closed; it can be opened again.
    pub closed: bool,
    /// Whether it belongs to the demonstration.
    pub demonstration: bool,
    /// Sessions that are going on.
    pub sessions: i64,
    /// Until when a link for setting the password counts, in microseconds since 1970-01-01 UTC.
    pub link_until: Option<i64>,
}

/// A unit to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitChoice {
    /// Identifier.
    pub id: String,
    /// Name, with those of the units above it.
    pub name: String,
}

/// The agreement on the least size of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgreementEntry {
    /// Heads from which on measured output is shown.
    pub heads: u32,
    /// What it is called.
    pub title: String,
    /// Day of the signature.
    pub agreed_on: NaiveDate,
    /// Whether it is the demonstration's.
    pub demonstration: bool,
}

/// What whoever administers the installation sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Administration {
    /// All accounts, in the order of their names.
    pub accounts: Vec<AccountEntry>,
    /// The units of the plan.
    pub units: Vec<UnitChoice>,
    /// The agreement in force.
    pub agreement: Option<AgreementEntry>,
    /// That one person may approve alone; none where the two-person rule holds.
    pub alone: Option<Alone>,
    /// The accesses of other programs, the latest first.
    pub programs: Vec<ProgramEntry>,
}

/// A link with which the holder of an account sets a password. It is told once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewLink {
    /// For which account.
    pub account: AccountEntry,
    /// The address, without the host.
    pub address: String,
    /// Until when it counts, in microseconds since 1970-01-01 UTC.
    pub until: i64,
}

/// Asks for an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CreateAccount {
    /// Its name.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// The unit that it is limited to.
    pub unit: Option<String>,
}

/// Asks for another role or other units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeAccount {
    /// Of which account.
    pub account: Uuid,
    /// The version that the user saw.
    pub version: i64,
    /// What it may do.
    pub role: Role,
    /// The unit that it is limited to.
    pub unit: Option<String>,
    /// Why.
    pub reason: Why,
}

/// Asks for an account's holder to sign in by the sign-in service, or by a password again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetProvider {
    /// Which account.
    pub account: Uuid,
    /// The version that the user saw.
    pub version: i64,
    /// By the service, and no more by password.
    pub by_provider: bool,
    /// Why.
    pub reason: Why,
}

/// Asks for an account to be closed, or opened again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CloseAccount {
    /// Which account.
    pub account: Uuid,
    /// The version that the user saw.
    pub version: i64,
    /// Closed or open.
    pub closed: bool,
    /// Why.
    pub reason: Why,
}

/// Asks for another own password.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct ChangePassword {
    /// The one until now.
    pub old: String,
    /// The one from now on.
    pub new: String,
}

/// Asks for the password of a link's account.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct RedeemLink {
    /// The key in the link.
    pub key: String,
    /// The password.
    pub password: String,
}

/// Asks for another least size of a group; none is the program's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetAgreement {
    /// The agreement that it rests on.
    pub agreement: Option<AgreementEntry>,
    /// Why.
    pub reason: Why,
}

/// Lets one person approve alone, or ends that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetApproval {
    /// One person may.
    pub alone: bool,
    /// Why.
    pub reason: Why,
}

/// A session of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionEntry {
    /// Which one.
    pub id: Uuid,
    /// What the browser says that it is.
    pub browser: String,
    /// When it began, in microseconds since 1970-01-01 UTC.
    pub started_at: i64,
    /// When it was used last, to the minute.
    pub seen_at: i64,
    /// Whether it is the one that asks.
    pub this: bool,
}

/// What holds a password, a code or a secret: it is never printed.
macro_rules! hidden {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )+};
}

pub(super) use hidden;

hidden!(ChangePassword, RedeemLink);

/// Everything that the administration shows.
///
/// # Errors
/// [`ApiError::Internal`].
#[server(name = LoadAdministration, endpoint = "accounts/list", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn administration() -> Result<Administration, ApiError> {
    server::handle(async |context| server::accounts::administration(&context).await).await
}

/// Makes an account.
///
/// # Errors
/// [`AccountProblem::NameTaken`], [`ApiError::NotFound`] for a unit that is none.
#[server(name = CreateAccountCall, endpoint = "accounts/create", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn create_account(
    /// What is asked.
    command: CreateAccount,
) -> Result<NewLink, ApiError> {
    server::handle(async |context| server::accounts::create(&context, command).await).await
}

/// Gives an account another role or other units; its sessions end.
///
/// # Errors
/// [`AccountProblem::Changed`], [`AccountProblem::LastAdministrator`], [`ApiError::NotFound`].
#[server(name = ChangeAccountCall, endpoint = "accounts/change", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn change_account(
    /// What is asked.
    command: ChangeAccount,
) -> Result<AccountEntry, ApiError> {
    server::handle(async |context| server::accounts::change(&context, command).await).await
}

/// Closes an account or opens it again; its sessions end.
///
/// # Errors
/// [`AccountProblem::Changed`], [`AccountProblem::LastAdministrator`], [`ApiError::NotFound`].
#[server(name = CloseAccountCall, endpoint = "accounts/close", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn close_account(
    /// What is asked.
    command: CloseAccount,
) -> Result<AccountEntry, ApiError> {
    server::handle(async |context| server::accounts::close(&context, command).await).await
}

/// Lets an account's holder sign in by the sign-in service, or by a password again; its sessions end.
///
/// # Errors
/// [`AccountProblem::Changed`], [`AccountProblem::LastAdministrator`], [`ApiError::NotFound`].
#[server(name = SetProviderCall, endpoint = "accounts/provider", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn set_provider(
    /// What is asked.
    command: SetProvider,
) -> Result<AccountEntry, ApiError> {
    server::handle(async |context| server::accounts::set_provider(&context, command).await).await
}

/// Gives an account a new link for setting its password.
///
/// # Errors
/// [`ApiError::NotFound`].
#[server(name = RenewLink, endpoint = "accounts/link", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn renew_link(
    /// Of which account.
    account: Uuid,
    /// Why.
    reason: Why,
) -> Result<NewLink, ApiError> {
    server::handle(async |context| server::accounts::renew_link(&context, account, &reason).await).await
}

/// Ends all sessions of an account.
///
/// # Errors
/// [`ApiError::NotFound`].
#[server(name = EndSessions, endpoint = "accounts/end_sessions", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn end_sessions(
    /// Of which account.
    account: Uuid,
    /// Why.
    reason: Why,
) -> Result<AccountEntry, ApiError> {
    server::handle(async |context| server::accounts::end_sessions(&context, account, &reason).await).await
}

/// Takes an account's second factor away, for a holder who has lost it; its sessions end.
///
/// # Errors
/// [`AccountProblem::NoSecondFactor`], [`ApiError::NotFound`].
#[server(name = TakeSecondFactor, endpoint = "accounts/remove_second_factor", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn take_second_factor(
    /// Of which account.
    account: Uuid,
    /// Why.
    reason: Why,
) -> Result<AccountEntry, ApiError> {
    server::handle(async |context| server::accounts::take_second_factor(&context, account, &reason).await)
        .await
}

/// Lets one person approve alone, or has the two-person rule hold again.
///
/// # Errors
/// [`ApiError::Forbidden`].
#[server(name = SetApprovalCall, endpoint = "accounts/approval", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn set_approval(
    /// What is asked.
    command: SetApproval,
) -> Result<Administration, ApiError> {
    server::handle(async |context| server::accounts::set_approval(&context, command).await).await
}

/// Records the agreement on the least size of a group, or ends it.
///
/// # Errors
/// [`ApiError::Internal`].
#[server(name = SetAgreementCall, endpoint = "accounts/agreement", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn set_agreement(
    /// What is asked.
    command: SetAgreement,
) -> Result<Administration, ApiError> {
    server::handle(async |context| server::accounts::set_agreement(&context, command).await).await
}

/// The own sessions.
///
/// # Errors
/// [`ApiError::Internal`].
#[server(name = OwnSessions, endpoint = "account/sessions", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn own_sessions() -> Result<Vec<SessionEntry>, ApiError> {
    server::handle(async |context| server::accounts::own_sessions(&context).await).await
}

/// Ends an own session, or all but the one that asks.
///
/// # Errors
/// [`ApiError::NotFound`].
#[server(name = EndOwnSession, endpoint = "account/end_session", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn end_own_session(
    /// Which one; none for all others.
    session: Option<Uuid>,
) -> Result<Vec<SessionEntry>, ApiError> {
    server::handle(async |context| server::accounts::end_own_session(&context, session).await).await
}

/// Sets the own password; all other sessions end.
///
/// # Errors
/// [`AccountProblem::WrongPassword`], [`AccountProblem::PasswordLength`], [`AccountProblem::PasswordGuessable`],
/// [`AccountProblem::TooManyAttempts`].
#[server(name = ChangePasswordCall, endpoint = "account/password", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn change_password(
    /// What is asked.
    command: ChangePassword,
) -> Result<Vec<SessionEntry>, ApiError> {
    server::handle(async |context| server::accounts::change_password(&context, command).await).await
}

/// Sets the password of a link's account and signs in; gives the account's name.
///
/// # Errors
/// [`AccountProblem::LinkUsed`], [`AccountProblem::PasswordLength`], [`AccountProblem::PasswordGuessable`].
#[server(name = RedeemLinkCall, endpoint = "account/redeem", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn redeem_link(
    /// What is asked.
    command: RedeemLink,
) -> Result<String, ApiError> {
    server::handle(async |context| server::accounts::redeem_link(&context, command).await).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_to_paths_of_ours_only() {
        for ours in ["/", "/organigramm", "/organigramm?tag=2024-06-30&szenario=1", "/a%2F%2Fb"] {
            assert_eq!(own_path(ours), Some(ours));
        }
        for foreign in [
            "",
            "organigramm",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\tevil",
            "/ä",
            "/a\\b",
            "javascript:alert(1)",
        ] {
            assert_eq!(own_path(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn the_way_back_is_one_parameter() {
        assert_eq!(sign_in_address("/"), "/anmelden");
        assert_eq!(sign_in_address("/a?b=1&c=ä"), "/anmelden?weiter=/a%3Fb%3D1%26c%3D%C3%A4");
    }
}
