//! Use cases of accesses for other programs.

use super::{Context, Failure, accounts};
use crate::api::{Administration, MakeProgram, NewProgram, ProgramEntry};
use crate::permission::{Role, Why};
use crate::store::{StoredToken, TokenScope, TokenTerms};

/// All accesses, the latest first.
///
/// # Errors
/// [`Failure::Fault`] when the database cannot be read.
pub async fn list(context: &Context) -> Result<Vec<ProgramEntry>, Failure> {
    let tokens = context.store.tokens(context.permit()?, context.actor()).await?;
    Ok(tokens.into_iter().map(entry).collect())
}

fn entry(token: StoredToken) -> ProgramEntry {
    ProgramEntry {
        in_force: token.is_in_force(),
        simulates: TokenScope::parse(&token.scope) == Some(TokenScope::Simulate),
        role: Role::parse(&token.role).unwrap_or(TokenTerms::ROLE),
        name: token.name,
        unit: token.unit,
        expires_at: token.expires_at,
        used_at: token.used_at,
    }
}

/// Makes an access; its token is told once.
///
/// # Errors
/// [`crate::api::ApiError::Invalid`] for a name that is taken, a role that reads nothing, and a unit that is none.
pub async fn make(context: &Context, command: MakeProgram) -> Result<NewProgram, Failure> {
    let MakeProgram { name, simulates, role, unit, days, reason } = command;
    let scope = if simulates { TokenScope::Simulate } else { TokenScope::Read };
    let terms = TokenTerms { scope, role, unit, days };
    let token = context.store.make_token(context.permit()?, context.actor(), &name, &terms, &reason).await?;
    Ok(NewProgram { name, token })
}

/// Revokes an access.
///
/// # Errors
/// [`crate::api::ApiError::Invalid`] where there is none of this name.
pub async fn revoke(context: &Context, name: &str, reason: &Why) -> Result<Administration, Failure> {
    context.store.revoke_token(context.permit()?, context.actor(), name, reason).await?;
    accounts::administration(context).await
}
