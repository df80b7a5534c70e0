//! Passwords: kept as argon2id, compared at few places, and refused where they would be guessed first.

use crate::api::{AccountProblem, ApiError, MIN_PASSWORD};
use crate::server::Failure;
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use std::collections::HashSet;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Memory of one hash, in KiB; rounds; lanes.
const MEMORY: u32 = 64 * 1024;
const ROUNDS: u32 = 3;
const LANES: u32 = 1;

/// Hashes that are worked on at the same time: 256 MiB in all. Also how many guesses of an address may be looked at before the first
/// of them counts.
pub(super) const PLACES: usize = 4;

/// How long somebody waits for a place: an office that signs in at eight o'clock, on a small machine. Half of what a request may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// Most characters of a password.
const MAX_PASSWORD: usize = 256;

/// What is looked at where there is no account: of the same cost, and the hash of nothing.
const NOBODY: &str =
    "$argon2id$v=19$m=65536,t=3,p=1$c3RlbGx3ZXJrLW5pZW1hbmQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The places at which passwords are looked at.
#[derive(Debug, Clone)]
pub(in crate::server) struct Passwords {
    places: Arc<Semaphore>,
    /// The line of those whose addresses have failed too often: one of them at a time.
    line: Arc<Semaphore>,
    patience: Duration,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            places: Arc::new(Semaphore::new(PLACES)),
            line: Arc::new(Semaphore::new(1)),
            patience: PATIENCE,
        }
    }
}

/// A place at which a password is looked at; dropped, it is somebody else's.
#[derive(Debug)]
pub(super) struct Place {
    line: Option<OwnedSemaphorePermit>,
    _place: OwnedSemaphorePermit,
}

impl Place {
    /// Whether whoever has it stood in the line.
    pub(super) fn in_line(&self) -> bool {
        self.line.is_some()
    }
}

/// What a look at a password found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::server) enum Verdict {
    /// It is another one.
    Wrong,
    /// It is right.
    Right,
    /// It is right, and its hash should be replaced by this one, which costs more to guess.
    Stronger(String),
}

impl Passwords {
    /// Where others have all places, and for ever.
    #[cfg(test)]
    pub(in crate::server) fn crowded() -> Self {
        let (places, line) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(1)));
        Self { places, line, patience: Duration::ZERO }
    }

    /// What is stored of a password.
    ///
    /// # Errors
    /// [`ApiError::Busy`] when too many others wait.
    pub(in crate::server) async fn hash(&self, password: String) -> Result<String, Failure> {
        let place = self.place(false).await?;
        // The place goes with the work: whoever asks may go before it is done.
        beside(move || {
            let done = hash(&password);
            drop(place);
            done
        })
        .await?
    }

    /// A place, when it is one's turn; `in_line` for those of whom only one may have a place.
    ///
    /// # Errors
    /// [`ApiError::Busy`] when too many others wait.
    pub(super) async fn place(&self, in_line: bool) -> Result<Place, Failure> {
        let turn = async {
            let line = if in_line { Some(Arc::clone(&self.line).acquire_owned().await?) } else { None };
            let place = Arc::clone(&self.places).acquire_owned().await?;
            Ok::<_, tokio::sync::AcquireError>(Place { line, _place: place })
        };
        let place = tokio::time::timeout(self.patience, turn).await;
        place.ok().and_then(Result::ok).ok_or_else(|| ApiError::Busy.into())
    }
}

/// Compares a password with what is stored; takes as long where nothing is, and where what was typed beside it is wrong. For whoever
/// has a place.
pub(super) async fn compare(
    password: String,
    stored: Option<String>,
    counts: bool,
) -> Result<Verdict, Failure> {
    beside(move || verify(&password, stored.as_deref(), counts)).await?
}

/// Works on a thread of its own, as this takes long.
async fn beside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Failure::Fault(Box::new(error)))
}

fn fault(error: impl std::fmt::Display) -> Failure {
    Failure::Fault(format!("argon2: {error}").into())
}

fn argon2() -> Result<Argon2<'static>, Failure> {
    let params = Params::new(MEMORY, ROUNDS, LANES, None).map_err(fault)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str) -> Result<String, Failure> {
    let salt = SaltString::generate(&mut OsRng);
    let hash = argon2()?.hash_password(password.as_bytes(), &salt).map_err(fault)?;
    Ok(hash.to_string())
}

fn verify(password: &str, stored: Option<&str>, counts: bool) -> Result<Verdict, Failure> {
    let parsed = PasswordHash::new(stored.unwrap_or(NOBODY)).map_err(fault)?;
    let right = argon2()?.verify_password(password.as_bytes(), &parsed).is_ok();
    if !right || !counts || stored.is_none() {
        return Ok(Verdict::Wrong);
    }
    let params = Params::try_from(&parsed).map_err(fault)?;
    let weaker = params.m_cost() < MEMORY || params.t_cost() < ROUNDS;
    Ok(if weaker { Verdict::Stronger(hash(password)?) } else { Verdict::Right })
}

/// Passwords of published leaks (the file says where they come from), without the lines that tell about them.
static LEAKED: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("known_passwords.txt").lines().filter(|line| !line.starts_with('#')).collect()
});

/// Fewest characters of those.
const SHORTEST_LEAKED: usize = 6;

/// Words that are tried first in an office, in lower case, and the program's own name; what is known everywhere is in the list.
const KNOWN: [&str; 28] = [
    "passwort",
    "password",
    "kennwort",
    "geheim",
    "stellwerk",
    "koblenz",
    "ausländerbehörde",
    "auslaenderbehoerde",
    "stadtverwaltung",
    "verwaltung",
    "integration",
    "einbürgerung",
    "migration",
    "qwertz",
    "qwerty",
    "asdfgh",
    "yxcvbn",
    "123456",
    "654321",
    "abcdef",
    "iloveyou",
    "letmein",
    "willkommen",
    "welcome",
    "sommer",
    "winter",
    "hallo",
    "administrator",
];

/// Why a password cannot be used; nothing where it can.
pub(in crate::server) fn problem(password: &str, account: &str) -> Option<AccountProblem> {
    let length = password.chars().count();
    if !(MIN_PASSWORD..=MAX_PASSWORD).contains(&length) {
        return Some(AccountProblem::PasswordLength);
    }
    let lower = password.to_lowercase();
    let known = KNOWN.iter().copied().chain([account]).filter(|word| !word.is_empty());
    // What is left beside the known words has to make up more than half a password.
    let rest = known.fold(lower.clone(), |rest, word| rest.replace(word, ""));
    let different: std::collections::BTreeSet<char> = lower.chars().collect();
    let guessable = rest.chars().count() <= MIN_PASSWORD / 2
        || different.len() < 5
        || repeats(&lower)
        || is_leaked(&lower)
        || is_leaked(&plain(&lower));
    guessable.then_some(AccountProblem::PasswordGuessable)
}

/// Whether a text is a leaked password with at most half a password around it. Several short ones in a row are a sentence.
fn is_leaked(text: &str) -> bool {
    let places: Vec<usize> = text.char_indices().map(|(place, _)| place).chain([text.len()]).collect();
    let all = places.len() - 1;
    let least = SHORTEST_LEAKED.max(all.saturating_sub(MIN_PASSWORD / 2));
    (least..=all).any(|length| {
        (0..=all - length).any(|first| LEAKED.contains(&text[places[first]..places[first + length]]))
    })
}

/// A text with letters in the place of the marks that usually stand for them.
fn plain(text: &str) -> String {
    let letter = |mark| match mark {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    };
    text.chars().map(letter).collect()
}

/// Whether a text is a shorter one several times over, or its characters follow one another.
fn repeats(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let period = |length: usize| letters.iter().zip(&letters[length..]).all(|(a, b)| a == b);
    let step = |pair: &[char]| (pair[1] as i64) - (pair[0] as i64);
    // After the nine comes the nought.
    let turns = |pair: &[char]| matches!(pair, ['9', '0'] | ['0', '9']);
    (1..=letters.len() / 2).any(period) || letters.windows(2).all(|pair| step(pair).abs() <= 1 || turns(pair))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_kept_as_argon2id_with_the_agreed_cost_and_found_again() {
        let stored = hash("korrekt pferd batterie").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=65536,t=3,p=1$"), "{stored}");
        assert_ne!(stored, hash("korrekt pferd batterie").unwrap(), "each has a salt of its own");
        assert_eq!(verify("korrekt pferd batterie", Some(&stored), true).unwrap(), Verdict::Right);
        assert_eq!(verify("korrekt pferd batterie ", Some(&stored), true).unwrap(), Verdict::Wrong);
        assert_eq!(verify("", None, true).unwrap(), Verdict::Wrong);
        // Beside a wrong code the right one is a wrong one.
        assert_eq!(verify("korrekt pferd batterie", Some(&stored), false).unwrap(), Verdict::Wrong);
    }

    #[test]
    fn a_weaker_hash_is_replaced_when_its_password_comes() {
        let params = Params::new(19 * 1024, 2, 1, None).unwrap();
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let salt = SaltString::generate(&mut OsRng);
        let weak = weak.hash_password(b"korrekt pferd batterie", &salt).unwrap();
        let verdict = verify("korrekt pferd batterie", Some(&weak.to_string()), true).unwrap();
        let Verdict::Stronger(stronger) = verdict else { panic!("{verdict:?}") };
        assert!(stronger.starts_with("$argon2id$v=19$m=65536,t=3,p=1$"));
        assert_eq!(verify("korrekt pferd batterie", Some(&stronger), true).unwrap(), Verdict::Right);
        assert_eq!(verify("falsch falsch falsch", Some(&weak.to_string()), true).unwrap(), Verdict::Wrong);
    }

    #[test]
    fn the_list_of_leaked_passwords_is_read() {
        assert!(LEAKED.len() > 5_000, "{}", LEAKED.len());
        let fits = |word: &&str| word.chars().count() >= SHORTEST_LEAKED && word.to_lowercase() == **word;
        assert_eq!(LEAKED.iter().find(|word| !fits(word)), None);
        assert!(LEAKED.contains("liverpool") && !LEAKED.contains(""));
    }

    #[test]
    fn says_what_is_wrong_with_a_password() {
        use AccountProblem::{PasswordGuessable, PasswordLength};
        for (password, expected) in [
            ("kurz", Some(PasswordLength)),
            ("elf zeichen", Some(PasswordLength)),
            (&"x y z w v ".repeat(30), Some(PasswordLength)),
            ("aaaaaaaaaaaa", Some(PasswordGuessable)),
            ("abcabcabcabc", Some(PasswordGuessable)),
            ("123456789012", Some(PasswordGuessable)),
            ("Passwort2024", Some(PasswordGuessable)),
            ("Ausländerbehörde", Some(PasswordGuessable)),
            ("leitung-2024!", Some(PasswordGuessable)),
            // Leaked, with what is usually put around it, and with marks for letters.
            ("1qaz2wsx3edc", Some(PasswordGuessable)),
            ("Liverpool-2024", Some(PasswordGuessable)),
            ("..Ch3ls3a05!", Some(PasswordGuessable)),
            ("!2manchester", Some(PasswordGuessable)),
            ("korrekt pferd batterie", None),
            ("Kartoffelsalat mit Gurke", None),
            ("würzig 9 Äpfel", None),
            ("dragon und monkey im sunshine", None),
            ("Ein ganz neuer Satz", None),
        ] {
            assert_eq!(problem(password, "leitung"), expected, "{password}");
        }
    }
}
