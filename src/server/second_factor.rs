//! Use cases of the second factor of the own account.

use super::door::codes;
use super::{Context, Failure, qr_code};
use crate::api::{NewSecondFactor, Proof, RecoveryCodes, SecondFactor};
use crate::store::{FactorState, Fingerprint, Secret};

/// How the own account stands.
///
/// # Errors
/// [`Failure::Fault`] when the database cannot be read.
pub async fn state(context: &Context) -> Result<SecondFactor, Failure> {
    let identity = context.identity()?;
    let found = context.store.second_factor(context.permit()?, (context.actor(), identity)).await?;
    let duty = context.door.demands_second_factor(identity);
    let FactorState { possible, since, codes_left } = found;
    Ok(SecondFactor { possible, since, codes_left, duty })
}

/// Makes a secret, for whoever knows the password; a session that somebody else has taken over is not enough.
///
/// # Errors
/// [`AccountProblem`](crate::api::AccountProblem).
pub async fn begin(context: &Context, password: String) -> Result<NewSecondFactor, Failure> {
    let (identity, permit) = (context.identity()?, context.permit()?);
    context.prove(password, None).await?;
    let secret = codes::secret();
    context.store.begin_second_factor(permit, (context.actor(), identity), &secret).await?;
    let picture = qr_code::of(&codes::address(&identity.name, &secret));
    let code = picture.map_err(|error| Failure::Fault(Box::new(error)))?;
    Ok(NewSecondFactor { secret: codes::grouped(&secret, ' '), code })
}

/// Sets it up by its first code; all other sessions end, and this one gets another proof.
///
/// # Errors
/// [`AccountProblem`](crate::api::AccountProblem).
pub async fn confirm(context: &Context, code: &str) -> Result<RecoveryCodes, Failure> {
    let who = (context.actor(), context.identity()?);
    let begun = context.store.begun_second_factor(context.permit()?, who).await?;
    let tenant = &context.actor().tenant;
    let asks = (tenant, who.1.name.as_str(), &context.client);
    let step = context.door.first_code(&context.store, asks, (&begun, code)).await?;
    let (codes, kept) = made();
    let secret = Secret::new();
    let proved = (begun.as_str(), step);
    let proof = secret.fingerprint();
    context.store.set_up_second_factor(context.permit()?, who, proved, &kept, &proof).await?;
    context.hand_out(&secret);
    context.remember_device(who.1.account).await?;
    Ok(codes)
}

/// Makes new recovery codes; the old ones count no more.
///
/// # Errors
/// [`AccountProblem`](crate::api::AccountProblem).
pub async fn renew_codes(context: &Context, proof: Proof) -> Result<RecoveryCodes, Failure> {
    let who = (context.actor(), context.identity()?);
    context.prove(proof.password, Some(proof.code)).await?;
    let (codes, kept) = made();
    context.store.renew_recovery_codes(context.permit()?, who, &kept).await?;
    Ok(codes)
}

/// Takes the own second factor away.
///
/// # Errors
/// [`AccountProblem`](crate::api::AccountProblem).
pub async fn remove(context: &Context, proof: Proof) -> Result<SecondFactor, Failure> {
    let who = (context.actor(), context.identity()?);
    context.prove(proof.password, Some(proof.code)).await?;
    context.store.remove_second_factor(context.permit()?, who).await?;
    state(context).await
}

/// New recovery codes, and what is stored of them.
fn made() -> (RecoveryCodes, Vec<Fingerprint>) {
    let codes = codes::recovery_codes();
    let kept = codes.iter().map(|code| codes::fingerprint(code)).collect();
    (RecoveryCodes { codes }, kept)
}
