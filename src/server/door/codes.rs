//! Codes of the second factor: by the clock (TOTP, RFC 6238, with the usual 30 seconds, six digits and SHA-1), and recovery codes.

use crate::server::Failure;
use crate::store::{Credentials, Fingerprint, FoundCode, Store, StoreError, Tenant};
use argon2::password_hash::rand_core::{OsRng, RngCore};
use std::fmt::Write;
use std::time::{SystemTime, UNIX_EPOCH};
use totp_rs::{Builder, Secret, Totp};
use uuid::Uuid;

/// Random bits of a secret, in bytes: as many as the hash has, as RFC 4226 recommends.
const SECRET: usize = 20;

/// The same of a recovery code: too many to be guessed from its hash.
const RECOVERY: usize = 10;

/// Recovery codes of an account.
const RECOVERY_CODES: usize = 10;

/// Steps before and after the present one whose codes count: clocks differ.
const TOLERANCE: u16 = 1;

/// Characters of a group, as secrets and recovery codes are read.
const GROUP: usize = 4;

/// What a code is compared with where there is no second factor: it takes as long.
const NOBODY: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What became of the code that was typed beside a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Code {
    /// The account has no second factor, or the password alone is asked.
    NotAsked,
    /// It has one, and this is no code of it, or one that was used.
    Wrong,
    /// It is right, and has to be used up.
    Right(FoundCode),
}

/// A new secret in base32.
pub(in crate::server) fn secret() -> String {
    random::<SECRET>()
}

/// New recovery codes, as they are typed.
pub(in crate::server) fn recovery_codes() -> Vec<String> {
    (0..RECOVERY_CODES).map(|_| grouped(&random::<RECOVERY>(), '-')).collect()
}

/// What is stored of a recovery code, however it is typed.
pub(in crate::server) fn fingerprint(code: &str) -> Fingerprint {
    Fingerprint::of_code(&plain(code))
}

/// A text in groups of four.
pub(in crate::server) fn grouped(text: &str, between: char) -> String {
    let mut groups = String::new();
    for (place, character) in text.chars().enumerate() {
        if place > 0 && place % GROUP == 0 {
            groups.push(between);
        }
        groups.push(character);
    }
    groups
}

/// The address by which a device takes a secret over.
pub(in crate::server) fn address(account: &str, secret: &str) -> String {
    let name = account.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            text.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
        text
    });
    format!(
        "otpauth://totp/Stellwerk:{name}?secret={secret}&issuer=Stellwerk&algorithm=SHA1&digits=6&period=30"
    )
}

/// The step whose code this is, now or next to now; none where it is no code of the secret.
///
/// # Errors
/// [`Failure::Fault`] where the secret is none.
pub(in crate::server) fn step_now(secret: &str, code: &str) -> Result<Option<i64>, Failure> {
    let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    step(secret, code, time.as_secs())
}

/// Looks at a code for whoever the name belongs to, or nobody: the same steps in each case. It is not used up yet.
pub(super) async fn look(
    store: &Store,
    tenant: &Tenant,
    found: Option<&Credentials>,
    code: Option<&str>,
) -> Result<Code, Failure> {
    let Some(code) = code else { return Ok(Code::NotAsked) };
    let factor = found.and_then(|found| found.second_factor.as_ref());
    let (secret, last_step) =
        factor.map_or((NOBODY, i64::MAX), |factor| (factor.secret.as_str(), factor.last_step));
    let step = step_now(secret, code)?.filter(|step| *step > last_step);
    let recovery = fingerprint(code);
    let account = found.map_or(Uuid::nil(), |found| found.account);
    let known = store.has_recovery_code(tenant, account, &recovery).await?;
    Ok(match (factor, step, known) {
        (None, ..) => Code::NotAsked,
        (Some(_), Some(step), _) => Code::Right(FoundCode::Step(step)),
        (Some(_), None, true) => Code::Right(FoundCode::Recovery(recovery)),
        (Some(_), None, false) => Code::Wrong,
    })
}

/// Uses a code up that was found right; false where somebody else was faster.
pub(super) async fn use_up(
    store: &Store,
    tenant: &Tenant,
    account: Uuid,
    code: &Code,
) -> Result<bool, StoreError> {
    let Code::Right(found) = code else { return Ok(*code == Code::NotAsked) };
    let used = store.use_code(tenant, account, found).await?;
    if used && matches!(found, FoundCode::Recovery(_)) {
        tracing::info!("a recovery code was used in the place of a code");
    }
    Ok(used)
}

fn step(secret: &str, code: &str, time: u64) -> Result<Option<i64>, Failure> {
    let step = totp(secret)?.check(&plain(code), time);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

fn totp(secret: &str) -> Result<Totp, Failure> {
    let secret = Secret::try_from_base32(secret).map_err(|_| Failure::Fault("no secret in base32".into()))?;
    let built = Builder::new().with_secret(secret).with_skew(TOLERANCE).build();
    built.map_err(|error| Failure::Fault(error.to_string().into()))
}

/// A code as it is compared: without the spaces and dashes between its groups, in capitals.
fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|character| character.to_ascii_uppercase()).collect()
}

fn random<const BYTES: usize>() -> String {
    let mut bytes = [0; BYTES];
    OsRng.fill_bytes(&mut bytes);
    Secret::from(bytes.as_slice()).to_base32()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// „12345678901234567890“ of RFC 6238, appendix B.
    const OF_THE_RFC: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    /// Times and codes of appendix B for SHA-1; of the eight digits the last six.
    const VECTORS: [(u64, &str); 6] = [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ];

    fn at(code: &str, time: u64) -> Option<i64> {
        step(OF_THE_RFC, code, time).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_rfc() {
        for (time, code) in VECTORS {
            let own = i64::try_from(time / 30).unwrap();
            assert_eq!(totp(OF_THE_RFC).unwrap().generate(time).to_string(), code);
            assert_eq!(at(code, time), Some(own), "{code}");
            // The steps beside it count, no further ones.
            assert_eq!((at(code, time + 30), at(code, time - 30)), (Some(own), Some(own)), "{code}");
            let early = time.checked_sub(60).and_then(|early| at(code, early));
            assert_eq!((at(code, time + 60), early), (None, None), "{code}");
        }
    }

    #[test]
    fn a_code_is_read_as_it_is_shown_and_nothing_else_is_one() {
        assert_eq!(at(" 287 082 ", 59), Some(1));
        for none in ["", "28708", "2870820", "287083", "AAAAAA", "２８７０８２", &"1".repeat(1_000)] {
            assert_eq!(at(none, 59), None, "{none:?}");
        }
        assert!(step("kein base32!", "287082", 59).is_err());
    }

    #[test]
    fn secrets_and_recovery_codes_are_random_and_long_enough() {
        let (one, other) = (secret(), secret());
        assert_ne!(one, other);
        assert_eq!((one.len(), grouped(&one, ' ').len()), (32, 39));
        assert!(totp(&one).is_ok());
        let codes = recovery_codes();
        let different: BTreeSet<&String> = codes.iter().collect();
        assert_eq!((codes.len(), different.len()), (10, 10));
        assert!(codes.iter().all(|code| code.len() == 19 && code.split('-').count() == 4), "{codes:?}");
        let typed = codes[0].to_lowercase().replace('-', " ");
        assert_eq!(fingerprint(&typed), fingerprint(&codes[0]));
        assert_ne!(fingerprint(&codes[1]), fingerprint(&codes[0]));
    }

    #[test]
    fn the_address_names_program_and_account() {
        assert_eq!(
            address("müller@amt", "ABCD"),
            "otpauth://totp/Stellwerk:m%C3%BCller%40amt?secret=ABCD&issuer=Stellwerk&algorithm=SHA1&digits=6&period=30"
        );
    }
}
