//! What a sign-in service says of itself and of somebody: what it offers, its keys, the claims of an ID token that it has signed, and its
//! answer as a whole; and what a browser brings back from it. Nobody comes in by what is broken, and no answer is a fault of ours.

use crate::requests::Server;
use crate::{REQUESTED, feed};
use axum::Router;
use axum::body::Body;
use axum::routing::{get, post};
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Request, Uri};
use openidconnect::PrivateSigningKey;
use openidconnect::core::{CoreEdDsaPrivateSigningKey, CoreJwsSigningAlgorithm};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};
use tempfile::NamedTempFile;
use tokio::net::TcpListener;

/// What stands in a seed where the token carries what was asked with.
const NONCE: &str = "NONCE";

fn base64(bytes: &[u8], of_addresses: bool) -> String {
    let last = if of_addresses { b"-_" } else { b"+/" };
    let sign = |six: u32| match six {
        0..26 => b'A' + six as u8,
        26..52 => b'a' + (six - 26) as u8,
        52..62 => b'0' + (six - 52) as u8,
        _ => last[(six - 62) as usize],
    };
    let mut text = String::new();
    for part in bytes.chunks(3) {
        let three = part.iter().fold(0, |all, byte| all << 8 | u32::from(*byte)) << (8 * (3 - part.len()));
        for place in 0..=part.len() {
            text.push(sign(three >> (18 - 6 * place) & 63) as char);
        }
        let missing = if of_addresses { 0 } else { 3 - part.len() };
        text.extend(std::iter::repeat_n('=', missing));
    }
    text
}

/// A key for these tests alone.
fn key() -> CoreEdDsaPrivateSigningKey {
    // The form that holds such a key, and its 32 bytes.
    let head = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";
    let text = base64(&[head.as_slice(), &[7; 32]].concat(), false);
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n");
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, None).unwrap()
}

/// A token with these claims, signed.
fn signed(claims: &[u8]) -> String {
    let head = base64(br#"{"alg":"EdDSA","typ":"JWT"}"#, true);
    let text = format!("{head}.{}", base64(claims, true));
    let signature = key().sign(&CoreJwsSigningAlgorithm::EdDsa, text.as_bytes()).unwrap();
    format!("{text}.{}", base64(&signature, true))
}

/// What the service answers next, by what it is asked.
#[derive(Clone, Default)]
struct Answers(Arc<Mutex<[Vec<u8>; 4]>>);

/// The questions: what it offers, its keys, a token, more about its holder.
const OFFER: usize = 0;
const KEYS: usize = 1;
const TOKEN: usize = 2;
const INFORMATION: usize = 3;

impl Answers {
    fn set(&self, which: usize, answer: Vec<u8>) {
        self.0.lock().unwrap()[which] = answer;
    }

    fn get(&self, which: usize) -> Vec<u8> {
        self.0.lock().unwrap()[which].clone()
    }
}

fn service(issuer: &str, answers: &Answers) -> Router {
    let offer = json!({
        "issuer": issuer, "authorization_endpoint": format!("{issuer}/auth"), "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"), "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA"],
    });
    let keys = json!({"keys": [serde_json::to_value(key().as_verification_key()).unwrap()]});
    answers.set(OFFER, offer.to_string().into_bytes());
    answers.set(KEYS, keys.to_string().into_bytes());
    let told = |which: usize| {
        let answers = answers.clone();
        move || async move { ([(CONTENT_TYPE, "application/json")], answers.get(which)) }
    };
    Router::new()
        .route("/.well-known/openid-configuration", get(told(OFFER)))
        .route("/keys", get(told(KEYS)))
        .route("/token", post(told(TOKEN)))
        .route("/userinfo", get(told(INFORMATION)))
}

/// Somebody on the way: what the browser is known by, and what stands in the address at the service.
struct Left {
    cookie: String,
    state: String,
    nonce: String,
}

/// A server with its sign-in service.
struct Provided {
    server: Server,
    issuer: String,
    answers: Answers,
    _secret: NamedTempFile,
}

impl Provided {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let answers = Answers::default();
        let service = service(&issuer, &answers);
        runtime.spawn(async move { axum::serve(listener, service).await.unwrap() });
        let secret = NamedTempFile::new().unwrap();
        std::fs::write(secret.path(), "geheim").unwrap();
        let file = secret.path().to_str().unwrap();
        let flags = [
            "--oidc-issuer",
            &issuer,
            "--oidc-client",
            "stellwerk",
            "--oidc-secret-file",
            file,
            "--oidc-group",
            "/planung=staff",
        ];
        let server = Server::with(runtime, &flags);
        Self { server, issuer, answers, _secret: secret }
    }

    /// Goes to the service; none where that cannot be used.
    fn leaves(&self) -> Option<Left> {
        let request = Request::get("/anmelden/verwaltungskonto").header("host", "127.0.0.1:3000");
        let begun = self.server.answer(request.body(Body::empty()).unwrap());
        let address = begun.headers()["location"].to_str().unwrap();
        let field = |name: &str| {
            let (_, rest) = address.split_once(&format!("{name}="))?;
            rest.split('&').next().map(str::to_owned)
        };
        let cookie = begun.headers().get("set-cookie")?.to_str().unwrap().split(';').next()?.to_owned();
        Some(Left { cookie, state: field("state")?, nonce: field("nonce")? })
    }

    /// Comes back with this query and cookie; where that leads, if it is a request and leads anywhere.
    fn comes_back(&self, query: &[u8], cookie: &[u8]) -> Option<String> {
        let path = [b"/anmelden/verwaltungskonto/rueckkehr?".as_slice(), query].concat();
        let (uri, cookie) = (Uri::try_from(path.as_slice()).ok()?, HeaderValue::from_bytes(cookie).ok()?);
        let request = Request::get(uri).header("host", "127.0.0.1:3000").header("cookie", cookie);
        let answer = self.server.answer(request.body(Body::empty()).unwrap());
        Some(answer.headers().get("location")?.to_str().unwrap().to_owned())
    }

    /// Goes to the service and comes back, to be answered by what these make of the nonce; where that leads.
    fn signs_in(&self, token: impl Fn(&str) -> Vec<u8>, information: &[u8]) -> String {
        let left = self.leaves().expect("the service can be used");
        self.answers.set(TOKEN, token(&left.nonce));
        self.answers.set(INFORMATION, information.to_vec());
        self.comes_back(format!("code=c&state={}", left.state).as_bytes(), left.cookie.as_bytes()).unwrap()
    }

    /// Claims that let somebody in.
    fn claims(&self) -> Value {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        json!({
            "iss": self.issuer, "sub": "1", "aud": "stellwerk", "exp": now + 86_400, "iat": now, "nonce": NONCE,
            "preferred_username": "planung", "groups": ["/planung", "/andere"],
        })
    }
}

fn with_nonce(text: &[u8], nonce: &str) -> Vec<u8> {
    String::from_utf8_lossy(text).replace(NONCE, nonce).into_bytes()
}

/// The answer that carries this token.
fn answer(token: &str) -> Vec<u8> {
    json!({"access_token": "x", "token_type": "Bearer", "id_token": token}).to_string().into_bytes()
}

#[test]
fn claims_of_a_token() {
    let provided = Provided::new();
    let whole = provided.claims();
    let mut bare = whole.clone();
    bare.as_object_mut().unwrap().retain(|name, _| name != "preferred_username" && name != "groups");
    let information = json!({"sub": "1", "preferred_username": "planung", "groups": "/planung"});
    // What is in order lets in: otherwise nothing behind the signature would be reached.
    for claims in [&whole, &bare] {
        let claims = claims.to_string();
        let led = provided.signs_in(
            |nonce| answer(&signed(&with_nonce(claims.as_bytes(), nonce))),
            information.to_string().as_bytes(),
        );
        assert!(!led.contains("grund="), "{led}");
    }
    let seeds = [whole.to_string().into_bytes(), bare.to_string().into_bytes()];
    feed("claims", REQUESTED, &seeds, |input| {
        let token = |nonce: &str| answer(&signed(&with_nonce(input, nonce)));
        provided.signs_in(token, information.to_string().as_bytes());
    });
    let seeds = [information.to_string().into_bytes()];
    feed("user-information", REQUESTED / 3, &seeds, |input| {
        let bare = bare.to_string();
        provided.signs_in(|nonce| answer(&signed(&with_nonce(bare.as_bytes(), nonce))), input);
    });
}

#[test]
fn answers_with_a_token() {
    let provided = Provided::new();
    let token = signed(provided.claims().to_string().as_bytes());
    let refused = json!({"error": "invalid_grant", "error_description": "x"});
    let seeds = [answer(&token), refused.to_string().into_bytes()];
    // Its nonce is that of nobody: whatever becomes of the token, it lets nobody in.
    feed("token-answer", REQUESTED, &seeds, |input| {
        let led = provided.signs_in(|_| input.to_vec(), b"{}");
        assert!(led.contains("grund="), "{led}");
    });
}

/// Both are looked up anew for each input, as a process keeps them for an hour.
#[test]
fn what_a_service_offers_and_its_keys() {
    let mut provided = Provided::new();
    let (offer, keys) = (provided.answers.get(OFFER), provided.answers.get(KEYS));
    let (home, claims) = (format!("{}/", provided.issuer), provided.claims().to_string());
    feed("offer", REQUESTED / 6, std::slice::from_ref(&offer), |input| {
        // The keys are fetched from where it says, and no test calls other hosts.
        let told: Value = serde_json::from_slice(input).unwrap_or_default();
        if told["jwks_uri"].as_str().is_some_and(|address| !address.starts_with(&home)) {
            return;
        }
        provided.answers.set(OFFER, input.to_vec());
        provided.server.restart();
        provided.leaves();
    });
    provided.answers.set(OFFER, offer);
    feed("keys", REQUESTED / 6, &[keys], |input| {
        provided.answers.set(KEYS, input.to_vec());
        provided.server.restart();
        let Some(left) = provided.leaves() else { return };
        let token = signed(&with_nonce(claims.as_bytes(), &left.nonce));
        provided.answers.set(TOKEN, answer(&token));
        provided.comes_back(format!("code=c&state={}", left.state).as_bytes(), left.cookie.as_bytes());
    });
}

/// The cookie of a departure, and the query that the service has made.
#[test]
fn returns() {
    let provided = Provided::new();
    let left = provided.leaves().unwrap();
    provided.answers.set(TOKEN, b"{}".to_vec());
    let name = left.cookie.split('=').next().unwrap();
    let made_up = format!("{name}={}.-9223372036854775808.2f6b6f6e746f", "0123456789abcdef".repeat(4));
    let seeds = [left.cookie.clone(), made_up].map(String::into_bytes);
    feed("departure", REQUESTED, &seeds, |input| {
        // Whoever makes a cookie up can make up what belongs to it.
        let text = String::from_utf8_lossy(input);
        let text = text.split_once('=').map_or("", |(_, value)| value).split(';').next().unwrap_or_default();
        let state = format!("{:x}", Sha256::digest(format!("stellwerk state {text}")));
        let led = provided.comes_back(format!("code=c&state={state}").as_bytes(), input);
        assert!(led.as_ref().is_none_or(|led| led.contains("grund=")), "{led:?}");
    });
    let (state, issuer) = (&left.state, &provided.issuer);
    let seeds = [
        format!("code=c&state={state}"),
        format!("error=access_denied&state={state}&iss={}", issuer.replace('/', "%2F")),
    ]
    .map(String::into_bytes);
    feed("return", REQUESTED, &seeds, |input| {
        let led = provided.comes_back(input, left.cookie.as_bytes());
        assert!(led.as_ref().is_none_or(|led| led.contains("grund=")), "{led:?}");
    });
}
