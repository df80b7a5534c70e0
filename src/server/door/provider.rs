//! The administration's own sign-in service: OpenID Connect with authorization code and PKCE. What it offers is looked up
//! when somebody first wants to sign in, so that Stellwerk also starts while the service is down.

mod claims;
mod departure;
mod forms;

pub(super) use forms::let_in;
pub(in crate::server) use forms::{begin, come_back, leave};

use crate::server::settings::{ProviderSettings, Settings};
use crate::store::Person;
use chrono::{DateTime, Utc};
use claims::Mapping;
use departure::Departure;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClientAuthMethod, CoreErrorResponseType,
    CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm,
    CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AccessToken, AdditionalClaims, AuthType, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdToken, IdTokenFields, IssuerUrl,
    LogoutRequest, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl,
    ProviderMetadataWithLogout, RedirectUrl, Scope, SignatureVerificationError, StandardErrorResponse,
    StandardTokenResponse, SubjectIdentifier, TokenResponse,
};
use openidconnect::{ClaimsVerificationError, DiscoveryError, RequestTokenError};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::Mutex;

/// Where somebody leaves for the service.
pub(in crate::server) const BEGIN: &str = "/anmelden/verwaltungskonto";

/// Where the service sends them back to; it is entered there.
pub(in crate::server) const COME_BACK: &str = "/anmelden/verwaltungskonto/rueckkehr";

/// Where somebody signs out of the service, too.
pub(in crate::server) const LEAVE: &str = "/abmelden/verwaltungskonto";

/// Longest time for one request to the service.
const TIME_LIMIT: Duration = Duration::from_secs(8);

/// How long it counts what the service offers and with which keys it signs.
const KEPT: Duration = Duration::from_secs(3_600);

/// How long it counts that it did not answer, or that a key is not among its keys.
const RETRY: Duration = Duration::from_secs(5);

/// Seconds by which clocks may differ.
const CLOCKS: i64 = 60;

/// What a token may be signed with: never with a shared secret, and never with nothing.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Claims beside those of the standard.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct OtherClaims(Map<String, Value>);

impl AdditionalClaims for OtherClaims {}

type Token =
    IdToken<OtherClaims, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

type TokenFields = IdTokenFields<
    OtherClaims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

type ServiceClient = Client<
    OtherClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<TokenFields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Why the service cannot be used at all; one sentence for the terminal.
#[derive(Debug, thiserror::Error)]
pub enum ProviderProblem {
    /// Something is missing.
    #[error(
        "Für den Anmeldedienst fehlen Angaben; bitte geben Sie --oidc-issuer, --oidc-client und --oidc-secret-file zusammen an oder keine davon."
    )]
    Incomplete,
    /// The file of the secret cannot be read.
    #[error(
        "Das Geheimnis des Anmeldedienstes in {path} kann nicht gelesen werden ({reason}); bitte prüfen Sie --oidc-secret-file und die Rechte der Datei."
    )]
    Secret {
        /// Which file.
        path: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// The addresses or certificates of this machine cannot be used.
    #[error(
        "Verbindungen zum Anmeldedienst können nicht vorbereitet werden ({0}); bitte prüfen Sie --origin, --oidc-issuer und die Zertifikate des Systems (Paket ca-certificates)."
    )]
    Connection(String),
}

/// Why somebody was not let in by the service; the log has the reason in full.
#[derive(Debug, thiserror::Error)]
pub(super) enum ProviderError {
    /// It does not answer.
    #[error("the sign-in service does not answer: {0}")]
    Unreachable(String),
    /// It does not take the code, or has another fault.
    #[error("the sign-in service refuses: {0}")]
    Refused(String),
    /// What it answers is not what the protocol asks for, or not signed by it.
    #[error("the answer of the sign-in service does not hold: {0}")]
    Broken(String),
    /// Its clock and ours differ, or the answer is old.
    #[error("the answer of the sign-in service is out of date: {0}")]
    Clock(String),
    /// It does not say who it is, or not in a form that an account has.
    #[error("the claim {0} is missing or names no account")]
    Claim(String),
}

/// The service.
#[derive(Debug)]
pub(in crate::server) struct Provider {
    issuer: IssuerUrl,
    client: ClientId,
    secret: ClientSecret,
    scopes: Vec<String>,
    mapping: Mapping,
    come_back: RedirectUrl,
    signed_out: PostLogoutRedirectUrl,
    http: reqwest::Client,
    found: Mutex<Option<Found>>,
}

/// What the service offers, as it was looked up last; nothing where it did not answer.
#[derive(Debug)]
struct Found {
    at: Instant,
    metadata: Option<Arc<ProviderMetadataWithLogout>>,
}

impl Provider {
    /// The service of these settings; none where there is no issuer.
    ///
    /// # Errors
    /// [`ProviderProblem`] where the settings cannot work.
    pub(in crate::server) fn of(settings: &Settings) -> Result<Option<Self>, ProviderProblem> {
        let ProviderSettings { issuer, client, secret_file, .. } = &settings.provider;
        let (issuer, client, path) = match (issuer, client, secret_file) {
            (Some(issuer), Some(client), Some(path)) => (issuer, client, path),
            (None, None, None) => return Ok(None),
            _ => return Err(ProviderProblem::Incomplete),
        };
        let unreadable = |reason: String| ProviderProblem::Secret { path: path.clone(), reason };
        let secret = std::fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
        let secret = secret.trim();
        if secret.is_empty() {
            return Err(unreadable("sie ist leer".to_owned()));
        }
        let failed = |error: &dyn std::fmt::Display| ProviderProblem::Connection(error.to_string());
        let http = reqwest::Client::builder()
            .timeout(TIME_LIMIT)
            .https_only(issuer.secure)
            // An answer must not lead the server anywhere else.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| failed(&error))?;
        let home = settings.url();
        let ProviderSettings { account_claim, groups_claim, groups, scopes, .. } = settings.provider.clone();
        Ok(Some(Self {
            issuer: IssuerUrl::new(issuer.address.clone()).map_err(|error| failed(&error))?,
            client: ClientId::new(client.clone()),
            secret: ClientSecret::new(secret.to_owned()),
            scopes: scopes.into_iter().filter(|scope| !scope.is_empty()).collect(),
            mapping: Mapping { account: account_claim, groups: groups_claim, rules: groups },
            come_back: RedirectUrl::new(format!("{home}{COME_BACK}")).map_err(|error| failed(&error))?,
            signed_out: PostLogoutRedirectUrl::new(format!("{home}{}", super::SIGN_IN))
                .map_err(|error| failed(&error))?,
            http,
            found: Mutex::new(None),
        }))
    }

    /// What the service offers; `anew` also where that was looked up only some seconds ago.
    async fn metadata(&self, anew: bool) -> Result<Arc<ProviderMetadataWithLogout>, ProviderError> {
        let mut found = self.found.lock().await;
        if let Some(found) = found.as_ref() {
            let age = found.at.elapsed();
            match &found.metadata {
                Some(metadata) if age < RETRY || (age < KEPT && !anew) => return Ok(Arc::clone(metadata)),
                None if age < RETRY => return Err(ProviderError::Unreachable("just before".to_owned())),
                _ => {}
            }
        }
        let looked = ProviderMetadataWithLogout::discover_async(self.issuer.clone(), &self.http).await;
        let looked = looked.map(Arc::new).map_err(|error| match &error {
            DiscoveryError::Request(_) => ProviderError::Unreachable(in_full(&error)),
            _ => ProviderError::Broken(in_full(&error)),
        });
        *found = Some(Found { at: Instant::now(), metadata: looked.as_ref().ok().cloned() });
        looked
    }

    fn client(&self, metadata: &ProviderMetadataWithLogout) -> ServiceClient {
        let offered = metadata.token_endpoint_auth_methods_supported();
        let takes = |method| offered.is_none_or(|offered| offered.contains(&method));
        let basic =
            takes(CoreClientAuthMethod::ClientSecretBasic) || !takes(CoreClientAuthMethod::ClientSecretPost);
        ServiceClient::from_provider_metadata(
            metadata.clone(),
            self.client.clone(),
            Some(self.secret.clone()),
        )
        .set_auth_type(if basic { AuthType::BasicAuth } else { AuthType::RequestBody })
        .set_redirect_uri(self.come_back.clone())
    }

    /// The address at which the service asks who somebody is.
    async fn address(&self, departure: &Departure) -> Result<String, ProviderError> {
        let metadata = self.metadata(false).await?;
        let verifier = PkceCodeVerifier::new(departure.verifier());
        let (state, nonce) = (CsrfToken::new(departure.state()), Nonce::new(departure.nonce()));
        let client = self.client(&metadata);
        let (address, _, _) = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, move || state, move || nonce)
            .add_scopes(self.scopes.iter().cloned().map(Scope::new))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(address.into())
    }

    /// Whom the service let in, for the code that came with the answer.
    async fn person(&self, departure: &Departure, code: &str) -> Result<Person, ProviderError> {
        let mut metadata = self.metadata(false).await?;
        let client = self.client(&metadata);
        let code = AuthorizationCode::new(code.to_owned());
        let verifier = PkceCodeVerifier::new(departure.verifier());
        let request = client.exchange_code(code).map_err(|error| ProviderError::Broken(error.to_string()))?;
        let answer = request.set_pkce_verifier(verifier).request_async(&self.http).await;
        let answer = answer.map_err(|error| match &error {
            RequestTokenError::Request(_) => ProviderError::Unreachable(in_full(&error)),
            RequestTokenError::ServerResponse(_) => ProviderError::Refused(in_full(&error)),
            _ => ProviderError::Broken(in_full(&error)),
        })?;
        let token = answer.id_token().ok_or_else(|| ProviderError::Broken("no ID token".to_owned()))?;
        let nonce = Nonce::new(departure.nonce());
        let mut claims = verified(&client, token, &nonce);
        if is_of_another_key(&claims) {
            // The service has changed its keys since they were looked up.
            metadata = self.metadata(true).await?;
            claims = verified(&self.client(&metadata), token, &nonce);
        }
        let mut claims = claims.map_err(|error| match error {
            ClaimsVerificationError::Expired(reason) => ProviderError::Clock(reason),
            other => ProviderError::Broken(in_full(&other)),
        })?;
        if !self.mapping.is_served_by(&claims) && metadata.userinfo_endpoint().is_some() {
            let subject = claims.get("sub").and_then(Value::as_str).unwrap_or_default().to_owned();
            let more = self.user_information(&client, answer.access_token().clone(), subject).await?;
            add(&mut claims, more);
        }
        self.mapping.person(self.issuer.as_str(), &claims)
    }

    /// What the service tells of somebody beside the token.
    async fn user_information(
        &self,
        client: &ServiceClient,
        token: AccessToken,
        subject: String,
    ) -> Result<Value, ProviderError> {
        let broken = |error: &dyn std::error::Error| ProviderError::Broken(in_full(error));
        // The service has to speak of the same subject as the token.
        let request = client.user_info(token, Some(SubjectIdentifier::new(subject)));
        let request = request.map_err(|error| broken(&error))?;
        let told = request.request_async::<OtherClaims, _, CoreGenderClaim>(&self.http).await;
        serde_json::to_value(told.map_err(|error| broken(&error))?).map_err(|error| broken(&error))
    }

    /// Where somebody signs out of the service; none where it does not offer that.
    pub(super) async fn end_address(&self) -> Option<String> {
        let metadata = self.metadata(false).await.ok()?;
        let end = metadata.additional_metadata().end_session_endpoint.clone()?;
        // No hint with the token: it is not kept, as it names its holder.
        let request = LogoutRequest::from(end)
            .set_client_id(self.client.clone())
            .set_post_logout_redirect_uri(self.signed_out.clone());
        Some(request.http_get_url().into())
    }
}

/// The claims of a token whose signature, issuer, audience, times and nonce hold.
fn verified(client: &ServiceClient, token: &Token, nonce: &Nonce) -> Result<Value, ClaimsVerificationError> {
    let moment = |seconds| DateTime::<Utc>::from_timestamp(seconds, 0).unwrap_or_default();
    let verifier = client
        .id_token_verifier()
        .set_allowed_algs(SIGNATURES)
        .set_time_fn(move || moment(seconds_now() - CLOCKS))
        .set_issue_time_verifier_fn(move |issued| {
            let away = seconds_now() - issued.timestamp();
            let near = (-CLOCKS..=departure::PATIENCE + CLOCKS).contains(&away);
            if near { Ok(()) } else { Err(format!("issued {away} s ago by our clock")) }
        });
    let claims = token.claims(&verifier, nonce)?;
    serde_json::to_value(claims).map_err(|error| ClaimsVerificationError::Other(error.to_string()))
}

fn is_of_another_key(claims: &Result<Value, ClaimsVerificationError>) -> bool {
    matches!(
        claims,
        Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey))
    )
}

/// Adds what is not there yet: what the token itself says is signed.
fn add(claims: &mut Value, more: Value) {
    let (Value::Object(claims), Value::Object(more)) = (claims, more) else { return };
    for (name, value) in more {
        claims.entry(name).or_insert(value);
    }
}

/// Now, in seconds since 1970-01-01 UTC.
fn seconds_now() -> i64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX)
}

/// An error with its causes.
fn in_full(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
