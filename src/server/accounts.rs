//! Use cases of accounts: one's own with its sessions, and the administration of all of them.

use super::door::problem;
use super::{Context, Failure, decisions, programs};
use crate::api::{
    AccountEntry, AccountProblem, Administration, AgreementEntry, ApiError, ChangeAccount, ChangePassword,
    CloseAccount, CreateAccount, NewLink, RedeemLink, SessionEntry, SetAgreement, SetApproval, SetProvider,
    UnitChoice,
};
use crate::permission::{Role, Why};
use crate::plan::{Plan, UnitId};
use crate::store::{Secret, Standing, StoredAccount, StoredSession};
use uuid::Uuid;

/// Everything that the administration shows.
///
/// # Errors
/// [`Failure::Fault`] when the database cannot be read.
pub async fn administration(context: &Context) -> Result<Administration, Failure> {
    let accounts = context.store.accounts(context.permit()?, context.actor()).await?;
    let plan = context.store.plan_of_accounts(context.permit()?, context.actor()).await?;
    let (agreement, alone) = (agreement(context).await?, decisions::alone(context).await?);
    let units = plan.units.iter().map(|unit| choice(&plan, &unit.id)).collect();
    let programs = programs::list(context).await?;
    Ok(Administration {
        accounts: accounts.into_iter().map(entry).collect(),
        units,
        agreement,
        alone,
        programs,
    })
}

/// The agreement in force on the least size of a group.
///
/// # Errors
/// [`Failure::Fault`] when the database cannot be read.
pub async fn agreement(context: &Context) -> Result<Option<AgreementEntry>, Failure> {
    let found = context.store.agreement(&context.actor().tenant, context.door.demonstration()).await?;
    Ok(found.map(|found| AgreementEntry {
        heads: found.heads,
        title: found.title,
        agreed_on: found.agreed_on,
        demonstration: found.demonstration,
    }))
}

/// Makes an account.
///
/// # Errors
/// [`AccountProblem::NameTaken`], [`ApiError::NotFound`] for a unit that is none.
pub async fn create(context: &Context, command: CreateAccount) -> Result<NewLink, Failure> {
    let CreateAccount { name, role, unit } = command;
    let standing = standing(context, role, unit).await?;
    let secret = Secret::new();
    let (permit, actor) = (context.permit()?, context.actor());
    let made = context.store.create_account(permit, actor, &name, &standing, &secret.fingerprint()).await?;
    Ok(link(made, &secret))
}

/// Gives an account another role or other units.
///
/// # Errors
/// [`AccountProblem::Changed`], [`AccountProblem::LastAdministrator`], [`ApiError::NotFound`].
pub async fn change(context: &Context, command: ChangeAccount) -> Result<AccountEntry, Failure> {
    let ChangeAccount { account, version, role, unit, reason } = command;
    let standing = standing(context, role, unit).await?;
    let (permit, actor) = (context.permit()?, context.actor());
    Ok(entry(context.store.change_account(permit, actor, (account, version), &standing, &reason).await?))
}

/// Closes an account or opens it again.
///
/// # Errors
/// [`AccountProblem::Changed`], [`AccountProblem::LastAdministrator`], [`ApiError::NotFound`].
pub async fn close(context: &Context, command: CloseAccount) -> Result<AccountEntry, Failure> {
    let CloseAccount { account, version, closed, reason } = command;
    let (permit, actor) = (context.permit()?, context.actor());
    Ok(entry(context.store.close_account(permit, actor, (account, version), closed, &reason).await?))
}

/// Lets an account's holder sign in by the sign-in service, or by a password again.
///
/// # Errors
/// [`AccountProblem::Changed`], [`AccountProblem::LastAdministrator`], [`ApiError::NotFound`] also where no service is set
/// up.
pub async fn set_provider(context: &Context, command: SetProvider) -> Result<AccountEntry, Failure> {
    let SetProvider { account, version, by_provider, reason } = command;
    if by_provider && !context.door.has_provider() {
        return Err(ApiError::NotFound { what: "Der Anmeldedienst der Verwaltung".to_owned() }.into());
    }
    let (permit, actor) = (context.permit()?, context.actor());
    Ok(entry(context.store.set_provider(permit, actor, (account, version), by_provider, &reason).await?))
}

/// Gives an account a new link for setting its password.
///
/// # Errors
/// [`ApiError::NotFound`].
pub async fn renew_link(context: &Context, account: Uuid, reason: &Why) -> Result<NewLink, Failure> {
    let secret = Secret::new();
    let (permit, actor) = (context.permit()?, context.actor());
    let renewed = context.store.renew_link(permit, actor, account, &secret.fingerprint(), reason).await?;
    Ok(link(renewed, &secret))
}

/// Ends all sessions of an account.
///
/// # Errors
/// [`ApiError::NotFound`].
pub async fn end_sessions(context: &Context, account: Uuid, reason: &Why) -> Result<AccountEntry, Failure> {
    Ok(entry(context.store.end_sessions(context.permit()?, context.actor(), account, reason).await?))
}

/// Takes an account's second factor away, for a holder who has lost it.
///
/// # Errors
/// [`AccountProblem::NoSecondFactor`], [`ApiError::NotFound`].
pub async fn take_second_factor(
    context: &Context,
    account: Uuid,
    reason: &Why,
) -> Result<AccountEntry, Failure> {
    let (permit, actor) = (context.permit()?, context.actor());
    Ok(entry(context.store.take_second_factor(permit, actor, account, reason).await?))
}

/// Records the agreement on the least size of a group, or ends it.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn set_agreement(context: &Context, command: SetAgreement) -> Result<Administration, Failure> {
    let (permit, actor) = (context.permit()?, context.actor());
    let SetAgreement { agreement, reason } = command;
    match agreement {
        Some(AgreementEntry { heads, title, agreed_on, .. }) => {
            let agreed = (heads, title.trim(), agreed_on);
            context.store.record_agreement(permit, actor, agreed, &reason).await?;
        }
        None => context.store.end_agreement(permit, actor, &reason).await?,
    }
    administration(context).await
}

/// Lets one person approve alone, or has the two-person rule hold again.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn set_approval(context: &Context, command: SetApproval) -> Result<Administration, Failure> {
    let SetApproval { alone, reason } = command;
    context.store.set_single_approval(context.permit()?, context.actor(), alone, &reason).await?;
    administration(context).await
}

/// The own sessions.
///
/// # Errors
/// [`Failure::Fault`] when the database cannot be read.
pub async fn own_sessions(context: &Context) -> Result<Vec<SessionEntry>, Failure> {
    let identity = context.identity()?;
    let found = context.store.own_sessions(context.permit()?, (context.actor(), identity)).await?;
    let entry = |StoredSession { id, browser, started_at, seen_at }: StoredSession| SessionEntry {
        id,
        browser,
        started_at,
        seen_at,
        this: id == identity.session,
    };
    Ok(found.into_iter().map(entry).collect())
}

/// Ends an own session, or all but the one that asks.
///
/// # Errors
/// [`ApiError::NotFound`].
pub async fn end_own_session(context: &Context, session: Option<Uuid>) -> Result<Vec<SessionEntry>, Failure> {
    let who = (context.actor(), context.identity()?);
    context.store.end_own_session(context.permit()?, who, session).await?;
    own_sessions(context).await
}

/// Sets the own password; all other sessions end, and this one gets another proof.
///
/// # Errors
/// [`AccountProblem`].
pub async fn change_password(
    context: &Context,
    command: ChangePassword,
) -> Result<Vec<SessionEntry>, Failure> {
    let ChangePassword { old, new } = command;
    let (identity, permit) = (context.identity()?, context.permit()?);
    if let Some(problem) = problem(&new, &identity.name) {
        return Err(problem.into());
    }
    context.prove(old, None).await?;
    let (hash, secret) = (context.door.passwords().hash(new).await?, Secret::new());
    let who = (context.actor(), identity);
    context.store.change_password(permit, who, &hash, &secret.fingerprint()).await?;
    context.hand_out(&secret);
    context.remember_device(identity.account).await?;
    own_sessions(context).await
}

/// Sets the password of a link's account and signs in, unless a second factor is still to be shown; gives the account's name.
///
/// # Errors
/// [`AccountProblem`].
pub async fn redeem_link(context: &Context, command: RedeemLink) -> Result<String, Failure> {
    let RedeemLink { key, password } = command;
    let (tenant, request_id) = (&context.actor().tenant, context.actor().request_id.as_str());
    let link = Secret::parse(&key).ok_or(AccountProblem::LinkUsed)?.fingerprint();
    let owner = context.store.link_owner(tenant, &link).await?.ok_or(AccountProblem::LinkUsed)?;
    if let Some(problem) = problem(&password, &owner.name) {
        return Err(problem.into());
    }
    let (hash, secret) = (context.door.passwords().hash(password).await?, Secret::new());
    let session = (&secret.fingerprint(), context.client.browser.as_str());
    let owner = context.store.redeem_link((tenant, request_id), &link, &hash, session).await?;
    if !owner.second_factor {
        context.hand_out(&secret);
        context.remember_device(owner.account).await?;
    }
    Ok(owner.name)
}

/// The role with the path of the unit, which has to be one of the plan.
async fn standing(context: &Context, role: Role, unit: Option<String>) -> Result<Standing, Failure> {
    let Some(unit) = unit else { return Ok(Standing { role, unit: None, scope: String::new() }) };
    let plan = context.store.plan_of_accounts(context.permit()?, context.actor()).await?;
    let known = UnitId::parse(&unit).ok().filter(|id| plan.unit(id).is_some());
    let id = known.ok_or_else(|| ApiError::NotFound { what: format!("Die Einheit „{unit}“") })?;
    Ok(Standing { role, scope: plan.path_of(&id), unit: Some(unit) })
}

/// A unit with the names of those above it.
fn choice(plan: &Plan, id: &UnitId) -> UnitChoice {
    let path = plan.path_of(id);
    let above = path.split('/').filter_map(|id| plan.unit(&UnitId::parse(id).ok()?));
    let names: Vec<&str> = above.map(|unit| unit.name.as_str()).collect();
    UnitChoice { id: id.to_string(), name: names.join(" › ") }
}

fn entry(stored: StoredAccount) -> AccountEntry {
    AccountEntry {
        id: stored.id,
        version: stored.version,
        name: stored.name,
        role: stored.role,
        unit: stored.unit,
        has_password: stored.has_password,
        by_provider: stored.by_provider,
        second_factor: stored.second_factor,
        closed: stored.closed,
        demonstration: stored.demonstration,
        sessions: stored.sessions,
        link_until: stored.link_until,
    }
}

/// The key stands in the fragment: browsers send it nowhere, so that it stands in no log.
fn link(account: StoredAccount, secret: &Secret) -> NewLink {
    let until = account.link_until.unwrap_or_default();
    NewLink { account: entry(account), address: format!("/einrichten#{}", secret.reveal()), until }
}
