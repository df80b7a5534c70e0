//! The second factor: setting it up, signing in with it, recovery codes, losing it, and whose duty it is.

use crate::app::{Answer, App, HOST, PAGE};
use crate::door::{PASSWORD, installation, problem, sign_in};
use axum::body::Body;
use http::{Method, Request, StatusCode};
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use std::time::{SystemTime, UNIX_EPOCH};
use stellwerk::api::GUARDS;
use stellwerk::permission::{Access, Right, Role, Why, permit};
use stellwerk::server::{ROUTES, answered};
use stellwerk::store::{Actor, Secret, Tenant};
use totp_rs::Builder;

/// A browser of an account with a second factor.
struct Holder {
    app: App,
    name: &'static str,
    secret: String,
    recovery: Vec<String>,
}

impl Holder {
    /// Whoever this browser is signed in as sets one up.
    async fn of(app: &App, name: &'static str) -> Self {
        let begun = app.call("account/begin_second_factor", &json!({"password": PASSWORD})).await;
        assert_eq!(begun.status, StatusCode::OK, "{}", begun.text());
        let secret = begun.json()["secret"].as_str().unwrap().replace(' ', "");
        let confirmed = app.call("account/confirm_second_factor", &json!({"code": code(&secret, 0)})).await;
        assert_eq!(confirmed.status, StatusCode::OK, "{}", confirmed.text());
        Self {
            name,
            secret,
            recovery: texts(&confirmed.json()["codes"]),
            app: app.known_by(&confirmed.cookie()),
        }
    }

    /// The code of so many steps after the present one.
    fn code(&self, steps: i64) -> String {
        code(&self.secret, steps)
    }

    /// Signs in anew; gives the address that it leads to.
    async fn comes_in(&self, password: &str, code: &str) -> String {
        let answer = with_code(&self.app, self.name, password, code).await;
        answer.header("location").to_owned()
    }

    /// Lets the codes that were used count again, as if time had passed.
    async fn forgets_steps(&self, owner: &App) {
        execute(owner, "UPDATE account_second_factor SET last_step = 0").await;
    }
}

/// A code of a secret in base32, so many steps after the present one.
pub fn code(secret: &str, steps: i64) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let time = time.checked_add_signed(steps * 30).unwrap();
    Builder::new().with_secret(secret).build().unwrap().generate(time).to_string()
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

async fn with_code(app: &App, name: &str, password: &str, code: &str) -> Answer {
    let word = |text: &str| text.replace(' ', "+");
    let form = format!("name={name}&kennwort={}&einmalcode={}&weiter=", word(password), word(code));
    app.submit("", "/anmelden", &form).await
}

async fn execute(app: &App, statement: &'static str) {
    let file = SqliteConnectOptions::new().filename(app.database());
    let mut connection = SqliteConnection::connect_with(&file).await.unwrap();
    sqlx::query(statement).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// An account in this role that has come in by its link.
async fn member(administration: &App, name: &str, role: &str) -> (Value, App) {
    let make = json!({"command": {"name": name, "role": role, "unit": null}});
    let made = administration.call("accounts/create", &make).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    let made = made.json();
    let redeemed = redeem(administration, made["address"].as_str().unwrap()).await;
    (made["account"].clone(), administration.known_by(&redeemed.cookie()))
}

async fn redeem(app: &App, address: &str) -> Answer {
    let key = address.strip_prefix("/einrichten#").unwrap();
    let asked = json!({"command": {"key": key, "password": PASSWORD}});
    let redeemed = app.known_by("").call("account/redeem", &asked).await;
    assert_eq!(redeemed.status, StatusCode::OK, "{}", redeemed.text());
    redeemed
}

async fn actions(app: &App) -> Vec<String> {
    app.store.audit_trail().await.unwrap().into_iter().map(|entry| entry.action).collect()
}

const FAILED: &str = "/anmelden?grund=falsch";

#[tokio::test]
async fn it_is_set_up_by_its_first_code_and_other_sessions_end() {
    let app = installation(&[]).await;
    let other = app.known_by(&sign_in(&app, "administration", PASSWORD, "").await.cookie());
    let nothing = json!({"possible": true, "since": null, "codes_left": 0, "duty": false});
    assert_eq!(app.call("account/second_factor", &json!({})).await.json(), nothing);
    let early = app.call("account/confirm_second_factor", &json!({"code": "123456"})).await;
    assert_eq!((early.status, early.json()), (StatusCode::CONFLICT, problem("no_second_factor")));
    let wrong = app.call("account/begin_second_factor", &json!({"password": "falsch falsch"})).await;
    assert_eq!((wrong.status, wrong.json()), (StatusCode::UNPROCESSABLE_ENTITY, problem("wrong_password")));

    let begun = app.call("account/begin_second_factor", &json!({"password": PASSWORD})).await.json();
    let shown = begun["secret"].as_str().unwrap();
    assert_eq!((shown.len(), shown.split(' ').count()), (39, 8), "{shown}");
    assert!(
        begun["code"]["side"].as_u64().unwrap() > 20
            && begun["code"]["path"].as_str().unwrap().starts_with('M')
    );
    // Until a code has proved that it arrived, it counts for nothing.
    assert_eq!(app.call("account/second_factor", &json!({})).await.json(), nothing);
    assert_eq!(sign_in(&app, "administration", PASSWORD, "").await.header("location"), "/verwaltung");
    let secret = shown.replace(' ', "");
    let wrong = app.call("account/confirm_second_factor", &json!({"code": code(&secret, 5)})).await;
    assert_eq!((wrong.status, wrong.json()), (StatusCode::UNPROCESSABLE_ENTITY, problem("wrong_code")));

    let confirmed = app.call("account/confirm_second_factor", &json!({"code": code(&secret, 0)})).await;
    assert_eq!(confirmed.status, StatusCode::OK, "{}", confirmed.text());
    assert_eq!(texts(&confirmed.json()["codes"]).len(), 10);
    for ended in [&app, &other] {
        assert_eq!(ended.call("account/sessions", &json!({})).await.status, StatusCode::UNAUTHORIZED);
    }
    let app = app.known_by(&confirmed.cookie());
    assert_eq!(app.call("account/sessions", &json!({})).await.json().as_array().unwrap().len(), 1);
    let state = app.call("account/second_factor", &json!({})).await.json();
    assert!(state["since"].is_i64() && state["codes_left"] == 10, "{state}");
    let again = app.call("account/begin_second_factor", &json!({"password": PASSWORD})).await;
    assert_eq!((again.status, again.json()), (StatusCode::CONFLICT, problem("second_factor_there")));
    let listed = app.call("accounts/list", &json!({})).await.json();
    assert_eq!(listed["accounts"][0]["second_factor"], true);
    assert_eq!(actions(&app).await.last().unwrap(), "account.second_factor");
}

#[tokio::test]
async fn a_secret_that_nobody_confirms_in_time_counts_no_more() {
    let app = installation(&[]).await;
    let begun = app.call("account/begin_second_factor", &json!({"password": PASSWORD})).await.json();
    execute(&app, "UPDATE account_second_factor SET begun_at = begun_at - 15 * 60 * 1000000").await;
    let secret = begun["secret"].as_str().unwrap().replace(' ', "");
    let late = app.call("account/confirm_second_factor", &json!({"code": code(&secret, 0)})).await;
    assert_eq!(late.json(), problem("no_second_factor"));
    // Begun anew it can be set up.
    Holder::of(&app, "administration").await;
}

#[tokio::test]
async fn a_code_opens_once_and_a_wrong_one_is_answered_like_a_wrong_password() {
    let app = installation(&[]).await;
    let holder = Holder::of(&app, "administration").await;
    let right = holder.code(1);
    let password = with_code(&app, "administration", "falsch falsch falsch", &right).await;
    let missing = sign_in(&app, "administration", PASSWORD, "").await;
    let other = with_code(&app, "administration", PASSWORD, &holder.code(7)).await;
    assert_eq!(password.header("location"), FAILED);
    for answer in [&missing, &other] {
        assert_eq!((answer.status, answer.header("location")), (password.status, FAILED));
        assert_eq!((answer.header("set-cookie"), &answer.body), ("", &password.body));
    }
    // A wrong password has not used it up; that of the step beside the present one counts, and once.
    assert_eq!(holder.comes_in(PASSWORD, &right).await, "/verwaltung");
    assert_eq!(holder.comes_in(PASSWORD, &right).await, FAILED);
    // Neither do those before it count any more, the one of the setting up among them.
    assert_eq!(holder.comes_in(PASSWORD, &holder.code(0)).await, FAILED);
    assert_eq!(
        actions(&app).await.last().unwrap(),
        "account.second_factor",
        "nobody's sign-ins are recorded"
    );
}

#[tokio::test]
async fn wrong_codes_wait_as_wrong_passwords_do() {
    let app = installation(&[]).await;
    let holder = Holder::of(&app, "administration").await;
    holder.forgets_steps(&app).await;
    let mut reasons = Vec::new();
    for _ in 0..6 {
        reasons.push(holder.comes_in(PASSWORD, "AAAA").await);
    }
    assert_eq!(reasons[..4], [FAILED; 4].map(str::to_owned));
    assert_eq!(reasons[5], "/anmelden?grund=warten");
    assert_eq!(holder.comes_in(PASSWORD, &holder.code(0)).await, "/anmelden?grund=warten");
    // In the own account, too: it is the same account that is guessed at.
    let asked = json!({"proof": {"password": PASSWORD, "code": holder.code(0)}});
    let refused = holder.app.call("account/remove_second_factor", &asked).await;
    assert_eq!(
        (refused.status, refused.json()),
        (StatusCode::TOO_MANY_REQUESTS, problem("too_many_attempts"))
    );
}

#[tokio::test]
async fn a_password_that_is_asked_alone_does_not_make_guesses_at_the_code_forgotten() {
    let app = installation(&[]).await;
    let holder = Holder::of(&app, "administration").await;
    let mut answers = Vec::new();
    for _ in 0..6 {
        let alone = json!({"password": PASSWORD});
        answers.push(holder.app.call("account/begin_second_factor", &alone).await.json());
        let guess = json!({"proof": {"password": PASSWORD, "code": "AAAA"}});
        answers.push(holder.app.call("account/remove_second_factor", &guess).await.json());
    }
    assert_eq!(answers[..2], [problem("second_factor_there"), problem("wrong_proof")]);
    assert_eq!(answers[10..], [problem("too_many_attempts"), problem("too_many_attempts")]);
}

#[tokio::test]
async fn a_code_that_is_sent_twice_at_once_opens_once() {
    let app = std::sync::Arc::new(installation(&[]).await);
    let holder = Holder::of(&app, "administration").await;
    let code = holder.code(1);
    let both: Vec<_> = (0..2)
        .map(|_| {
            let (app, code) = (app.clone(), code.clone());
            tokio::spawn(async move {
                let answer = with_code(&app, "administration", PASSWORD, &code).await;
                answer.header("location") == "/verwaltung"
            })
        })
        .collect();
    let mut opened = 0;
    for one in both {
        opened += usize::from(one.await.unwrap());
    }
    assert_eq!(opened, 1);
}

#[tokio::test]
async fn a_recovery_code_opens_once_and_new_ones_take_the_place_of_all() {
    let app = installation(&[]).await;
    let holder = Holder::of(&app, "administration").await;
    let [first, second, ..] = holder.recovery.as_slice() else { panic!("too few") };
    // However it is typed.
    assert_eq!(holder.comes_in(PASSWORD, &first.to_lowercase().replace('-', " ")).await, "/verwaltung");
    assert_eq!(holder.comes_in(PASSWORD, first).await, FAILED);
    let state = holder.app.call("account/second_factor", &json!({})).await.json();
    assert_eq!(state["codes_left"], 9);

    let proof = |password: &str, code: &str| json!({"proof": {"password": password, "code": code}});
    let wrong = holder.app.call("account/renew_recovery_codes", &proof(PASSWORD, first)).await;
    assert_eq!((wrong.status, wrong.json()), (StatusCode::UNPROCESSABLE_ENTITY, problem("wrong_proof")));
    let renewed = holder.app.call("account/renew_recovery_codes", &proof(PASSWORD, &holder.code(1))).await;
    let renewed = texts(&renewed.json()["codes"]);
    assert!(renewed.len() == 10 && !renewed.contains(second));
    assert_eq!(holder.comes_in(PASSWORD, second).await, FAILED);

    let removed = holder.app.call("account/remove_second_factor", &proof(PASSWORD, &renewed[0])).await;
    assert_eq!(removed.json(), json!({"possible": true, "since": null, "codes_left": 0, "duty": false}));
    assert_eq!(holder.comes_in(PASSWORD, "").await, "/verwaltung");
    let again = holder.app.call("account/remove_second_factor", &proof(PASSWORD, "")).await;
    assert_eq!((again.status, again.json()), (StatusCode::CONFLICT, problem("no_second_factor")));
    let told = actions(&app).await;
    assert_eq!(
        told[told.len() - 3..],
        ["account.second_factor", "account.recovery_codes", "account.no_second_factor"]
    );
    app.store.verify_audit().await.unwrap();
}

#[tokio::test]
async fn the_administration_takes_it_away_with_a_reason_and_a_link_does_not_go_round_it() {
    let app = installation(&[]).await;
    let (account, planning) = member(&app, "planung", "manager").await;
    let holder = Holder::of(&planning, "planung").await;
    // A link sets the password, and lets nobody in who has not the second factor.
    let link = app.call("accounts/link", &json!({"account": account["id"], "reason": "vergessen"})).await;
    let redeemed = redeem(&app, link.json()["address"].as_str().unwrap()).await;
    assert_eq!(redeemed.header("set-cookie"), "");
    assert_eq!(holder.app.call("account/sessions", &json!({})).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(holder.comes_in(PASSWORD, "").await, FAILED);
    let signed = with_code(&app, "planung", PASSWORD, &holder.code(1)).await;
    assert_eq!(signed.header("location"), "/");
    let signed = app.known_by(&signed.cookie());

    let take = |reason: &str| json!({"account": account["id"], "reason": reason});
    let silent = app.call("accounts/remove_second_factor", &take("ja")).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let taken = app.call("accounts/remove_second_factor", &take("Gerät verloren")).await.json();
    assert_eq!((&taken["second_factor"], &taken["sessions"]), (&json!(false), &json!(0)));
    assert_eq!(signed.call("account/sessions", &json!({})).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(holder.comes_in(PASSWORD, "").await, "/");
    let again = app.call("accounts/remove_second_factor", &take("Gerät verloren")).await;
    assert_eq!((again.status, again.json()), (StatusCode::CONFLICT, problem("no_second_factor")));
    let entry = app.store.audit_trail().await.unwrap().pop().unwrap();
    assert_eq!((entry.action.as_str(), entry.actor.as_str()), ("account.no_second_factor", "administration"));
    assert!(entry.detail.contains("Gerät verloren"), "{}", entry.detail);
}

async fn visit(app: &App, path: &str, accept: &str) -> Answer {
    let request = Request::get(path)
        .header("host", HOST)
        .header("sec-fetch-site", "same-origin")
        .header("accept", accept);
    app.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn whose_duty_it_is_reaches_the_own_account_only_until_it_is_there() {
    let app = installation(&["--second-factor", "leading"]).await;
    let own = |access: Access| access == Access::Public || access == Access::Needs(Right::OwnAccount);
    for (path, access) in GUARDS {
        let answer = app.post(path.strip_prefix("/api/").unwrap(), PAGE, "[]").await;
        if own(*access) {
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        } else {
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
            assert_eq!(answer.json(), json!("second_factor_missing"), "{path}");
        }
    }
    let closed = ROUTES.iter().filter(|(path, access)| !own(*access) && !path.starts_with("/api/v1/"));
    for (path, _) in closed {
        let concrete = crate::walk::filled(path, "01935000-0000-7000-8000-000000000002");
        let posted = answered().iter().any(|(method, known)| known == path && *method == Method::POST);
        if posted {
            continue;
        }
        let page = visit(&app, &concrete, "text/html").await;
        assert_eq!((page.status, page.header("location")), (StatusCode::SEE_OTHER, "/konto"), "{path}");
        let file = visit(&app, &concrete, "*/*").await;
        assert_eq!(
            (file.status, file.json()),
            (StatusCode::FORBIDDEN, json!("second_factor_missing")),
            "{path}"
        );
    }
    for path in ["/daten/datei", "/daten/plan"] {
        assert_eq!(app.submit(&app.cookie, path, "").await.status, StatusCode::FORBIDDEN, "{path}");
    }
    // What was agreed upon within the house is not told either.
    let paper = visit(&app, "/export/datenschutz", "*/*").await;
    assert_eq!((paper.status, paper.json()), (StatusCode::FORBIDDEN, json!("second_factor_missing")));
    assert_eq!(app.call("about", &json!({"english": false})).await.json()["small_groups"], Value::Null);
    let page = visit(&app, "/konto", "text/html").await;
    assert_eq!(page.status, StatusCode::OK);
    let html = page.text();
    assert!(html.contains("data-owes-second-factor"), "the page knows it");
    assert!(!html.contains("href=\"/protokoll\""), "nothing else is offered");
    assert_eq!(app.call("account/second_factor", &json!({})).await.json()["duty"], true);

    let holder = Holder::of(&app, "administration").await;
    assert_eq!(holder.app.call("accounts/list", &json!({})).await.status, StatusCode::OK);
    assert_eq!(visit(&holder.app, "/verwaltung", "text/html").await.status, StatusCode::OK);
    // Others are free, and heads are not.
    let (_, staff) = member(&holder.app, "probe", "staff").await;
    assert_eq!(staff.call("scenarios/current", &json!({})).await.status, StatusCode::OK);
    let (_, head) = member(&holder.app, "leitung", "manager").await;
    let refused = head.call("scenarios/current", &json!({})).await;
    assert_eq!(refused.json(), json!("second_factor_missing"));
    assert_eq!(head.submit(&head.cookie, "/abmelden", "").await.header("location"), "/anmelden");
}

#[tokio::test]
async fn a_duty_of_all_leaves_out_the_accounts_of_the_sign_in_service() {
    let app = installation(&["--second-factor", "all"]).await;
    let holder = Holder::of(&app, "administration").await;
    let (account, staff) = member(&holder.app, "probe", "staff").await;
    let refused = staff.call("scenarios/current", &json!({})).await;
    assert_eq!(refused.json(), json!("second_factor_missing"));
    let (name, request_id) = ("befehlszeile".to_owned(), String::new());
    let actor = Actor { tenant: Tenant::embedded(), name, request_id };
    let id = account["id"].as_str().unwrap().parse().unwrap();
    let why = Why::parse("Umstellung").unwrap();
    let right = permit(Role::Administrator).unwrap();
    app.store.set_provider(right, &actor, (id, 1), true, &why).await.unwrap();
    let secret = Secret::new();
    app.store.begin_session(&actor.tenant, id, (&secret.fingerprint(), None), "").await.unwrap();
    let by_provider = app.known_by(&format!("stellwerk_sitzung={}", secret.reveal()));
    assert_eq!(by_provider.call("scenarios/current", &json!({})).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_demonstration_has_no_duty() {
    let app = App::with(&stellwerk::plan::builtin().unwrap(), &["--second-factor", "all"]).await;
    assert_eq!(app.call("scenarios/current", &json!({})).await.status, StatusCode::OK);
    let none = json!({"possible": false, "since": null, "codes_left": 0, "duty": false});
    assert_eq!(app.call("account/second_factor", &json!({})).await.json(), none);
}

#[tokio::test]
async fn neither_the_secret_nor_a_code_stands_in_the_trail_or_in_an_export() {
    let app = installation(&[]).await;
    let holder = Holder::of(&app, "administration").await;
    holder.comes_in(PASSWORD, &holder.recovery[0]).await;
    let asked = json!({"proof": {"password": PASSWORD, "code": holder.code(1)}});
    let renewed = texts(&holder.app.call("account/renew_recovery_codes", &asked).await.json()["codes"]);
    let mut written = Vec::new();
    app.store.write_instance(&mut written).await.unwrap();
    let trail = holder.app.get("/export/protokoll").await;
    assert_eq!(trail.status, StatusCode::OK);
    let all = format!(
        "{}{}{:?}",
        String::from_utf8(written).unwrap(),
        trail.text(),
        app.store.audit_trail().await.unwrap()
    );
    let codes = holder.recovery.iter().chain(&renewed);
    let plain = codes.clone().map(|code| code.replace('-', ""));
    for secret in codes.cloned().chain(plain).chain([holder.secret.clone()]) {
        assert!(!all.contains(&secret), "{secret} is told");
    }
    assert!(!all.contains("account_second_factor") && !all.contains("account_recovery_code"));
    // Of recovery codes not even the database has more than hashes.
    let database = app.database();
    app.store.clone().close().await.unwrap();
    let bytes = std::fs::read(database).unwrap();
    for code in holder.recovery.iter().chain(&renewed).flat_map(|code| [code.clone(), code.replace('-', "")])
    {
        assert!(
            !bytes.windows(code.len()).any(|window| window == code.as_bytes()),
            "{code} stands in the file"
        );
    }
}
