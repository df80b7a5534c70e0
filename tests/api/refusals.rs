//! What is refused, with which status and sentence; nothing of it changes anything.

use crate::app::{App, PAGE, append, move_post};
use crate::scenarios::{a_move, two_posts};
use axum::body::Body;
use http::{Request, StatusCode};
use serde_json::{Value, json};
use stellwerk::api::ApiError;
use stellwerk::plan::read::form;
use uuid::Uuid;

/// The refusal has the form that the page decodes, and says something.
fn sentence(answer: &crate::app::Answer) -> String {
    assert!(answer.header("content-type").starts_with("application/json"), "{:?}", answer.headers);
    let error: ApiError = form(&answer.body).unwrap();
    let sentence = error.to_string();
    assert!(sentence.ends_with('.') && sentence.contains(' '), "{sentence}");
    sentence
}

async fn refuses_change(change: Value, status: StatusCode) -> String {
    let app = App::start().await;
    let before = app.scenario().await;
    let refused = app.append(&change).await;
    assert_eq!(refused.status, status, "{}", refused.text());
    assert_eq!(app.scenario().await, before);
    assert_eq!(app.store.audit_trail().await.unwrap(), []);
    sentence(&refused)
}

#[tokio::test]
async fn a_name_that_no_file_can_have_is_no_fault_of_ours() {
    let app = App::start().await;
    for path in [format!("/{}", "a".repeat(300)), format!("/pkg/{}", "%2e".repeat(3_000))] {
        assert_eq!(app.get(&path).await.status, StatusCode::URI_TOO_LONG);
    }
}

#[tokio::test]
async fn a_post_that_does_not_exist() {
    let [_, (_, unit)] = two_posts();
    let said = refuses_change(move_post("GIBT-ES-NICHT", &unit), StatusCode::UNPROCESSABLE_ENTITY).await;
    assert!(said.contains("GIBT-ES-NICHT"), "{said}");
}

#[tokio::test]
async fn a_unit_that_does_not_exist() {
    let [(post, _), _] = two_posts();
    let said = refuses_change(move_post(&post, "nirgendwo"), StatusCode::UNPROCESSABLE_ENTITY).await;
    assert!(said.contains("nirgendwo"), "{said}");
}

#[tokio::test]
async fn a_change_that_would_break_a_later_one() {
    let app = App::start().await;
    let [(post, _), _] = two_posts();
    let act = |date: &str, action: Value| json!({"effective": date, "action": action});
    let unit = json!({"add_unit": {"id": "neu", "name": "Neu"}});
    for change in
        [act("2024-03-01", unit), act("2024-06-01", json!({"move_post": {"post": post, "to": "neu"}}))]
    {
        assert_eq!(app.append(&change).await.status, StatusCode::OK);
    }
    let before = app.scenario().await;
    let refused = app.append(&act("2024-05-01", json!({"remove_unit": {"unit": "neu"}}))).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    assert!(sentence(&refused).contains("neu"));
    assert_eq!(app.scenario().await, before);
}

#[tokio::test]
async fn changes_made_by_hand_with_nonsense() {
    let [(post, unit), _] = two_posts();
    let act = |action: Value| json!({"effective": "2024-03-01", "action": action});
    for nonsense in [
        act(json!({"fire_everybody": {}})),
        act(json!({"move_post": {"post": "../../etc/passwd", "to": unit}})),
        act(json!({"move_post": {"post": post, "to": unit, "force": true}})),
        act(json!({"set_post": {"post": post, "fte": -1}})),
        act(json!({"set_post": {"post": post, "fte": 1e300}})),
        act(json!({"set_post": {"post": post}})),
        act(json!({"set_post": {"post": post, "kw": "2024-02-30"}})),
        json!({"effective": "2024-02-30", "action": {"remove_post": {"post": post}}}),
        json!({"effective": "9999-01-01", "action": {"remove_post": {"post": post}}}),
        json!({"action": {"remove_post": {"post": post}}}),
        json!([]),
        json!(null),
        json!("move_post"),
    ] {
        refuses_change(nonsense, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
}

#[tokio::test]
async fn requests_of_the_wrong_form() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    let mut extra = append(&scenario, &a_move());
    extra["command"]["role"] = json!("administrator");
    let mut fractional = append(&scenario, &a_move());
    fractional["command"]["version"] = json!(1.5);
    for body in [extra.to_string(), fractional.to_string(), "{}".into(), "nonsense".into(), String::new()] {
        let refused = app.post("scenarios/append", PAGE, body.clone()).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}: {}", refused.text());
        sentence(&refused);
    }
    let invalid_utf8 = app.post("scenarios/append", PAGE, vec![b'"', 0xff, 0xfe, b'"']).await;
    assert_eq!(invalid_utf8.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.scenario().await, scenario);
}

#[tokio::test]
async fn every_wrong_place_of_a_request_is_named_in_german() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    let change =
        json!({"effective": "2024-02-30", "action": {"move_post": {"post": "AA-03", "too": "asyl"}}});
    let mut request = append(&scenario, &change);
    request["command"]["version"] = json!("1");
    request["command"]["role"] = json!("administrator");
    let refused = app.call("scenarios/append", &request).await;
    assert_eq!(
        refused.json(),
        json!({"invalid": {"errors": [
            {"path": "command.role", "reason": "dieses Feld gibt es nicht; erlaubt sind: scenario, version, command, changes, reason"},
            {"path": "command.version", "reason": "muss eine ganze Zahl sein, ist aber ein Text"},
            {"path": "command.changes[0].effective", "reason": "den 30.02.2024 gibt es im Kalender nicht"},
            {"path": "command.changes[0].action.move_post.too", "reason": "dieses Feld gibt es nicht; gemeint ist wohl „to“"},
            {"path": "command.changes[0].action.move_post.to", "reason": "fehlt; bitte angeben"},
        ]}})
    );
    for (body, said) in [
        (
            "{",
            "Die Anfrage ist ungültig: kein gültiges JSON (Zeile 1, Spalte 1): der Text bricht ab, bevor alles geschlossen ist.",
        ),
        ("{}", "Die Anfrage ist ungültig: command: fehlt; bitte angeben."),
        ("[]", "Die Anfrage ist ungültig: muss ein Objekt sein, ist aber eine Liste."),
        (
            r#"{"command": {}, "command": {}, "rolle": 1}"#,
            "Die Anfrage ist ungültig: command: das Feld steht doppelt im selben Objekt; bitte nur einmal angeben; rolle: dieses Feld gibt es nicht; erlaubt sind: command; command.scenario: fehlt; bitte angeben; command.version: fehlt; bitte angeben; command.command: fehlt; bitte angeben; command.changes: fehlt; bitte angeben; command.changes: enthält keine Änderung; bitte mindestens eine angeben.",
        ),
    ] {
        assert_eq!(sentence(&app.post("scenarios/append", PAGE, body).await), said);
    }
    let refused = app.call("scenarios/version", &json!({"scenario": "1"})).await;
    assert!(sentence(&refused).contains("scenario: ist keine Kennung"), "{}", refused.text());
    let refused = app.call("scenarios/current", &json!({"tenant": "other"})).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    assert_eq!(app.scenario().await, scenario);
}

#[tokio::test]
async fn a_thousand_errors_fit_into_one_answer() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    let strange: serde_json::Map<String, Value> =
        (0..1_000).map(|number| (format!("{number}{}", "\u{1}ß".repeat(40)), json!(1))).collect();
    let mut request = append(&scenario, &a_move());
    request["command"]["changes"][0]["action"] = Value::Object(strange.clone());
    request["command"]["changes"][0].as_object_mut().unwrap().extend(strange);
    let refused = app.call("scenarios/append", &request).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    assert!(refused.body.len() < 64 * 1024, "{}", refused.body.len());
    assert!(sentence(&refused).ends_with("weitere Fehler: 981."), "{}", sentence(&refused));
    assert_eq!(app.scenario().await, scenario);
}

#[tokio::test]
async fn deep_nesting_does_not_overflow() {
    let app = App::start().await;
    let deep = format!("{{\"command\":{}{}}}", "[".repeat(200_000), "]".repeat(200_000));
    let refused = app.post("scenarios/append", PAGE, deep).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn bodies_beyond_a_mebibyte() {
    let app = App::start().await;
    let before = app.scenario().await;
    let large = "x".repeat(1024 * 1024 + 1);
    let refused = app.post("scenarios/append", PAGE, large.clone()).await;
    assert_eq!((refused.status, refused.json()), (StatusCode::PAYLOAD_TOO_LARGE, json!("too_large")));
    sentence(&refused);

    // Without a length in front, too.
    let pieces = large.as_bytes().chunks(64 * 1024).map(|piece| Ok::<_, std::io::Error>(piece.to_vec()));
    let streamed = Body::from_stream(Pieces(pieces.collect::<Vec<_>>().into_iter()));
    let refused = app.post("scenarios/append", PAGE, streamed).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(app.scenario().await, before);
}

/// A body that comes piece by piece.
struct Pieces(std::vec::IntoIter<Result<Vec<u8>, std::io::Error>>);

impl futures_core::Stream for Pieces {
    type Item = Result<Vec<u8>, std::io::Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.next())
    }
}

#[tokio::test]
async fn scenarios_of_nobody_or_of_somebody_else() {
    let app = App::start().await;
    let mut scenario = app.scenario().await;
    scenario["id"] = json!(Uuid::now_v7());
    for (function, body) in [
        ("version", json!({"scenario": scenario["id"]})),
        ("append", append(&scenario, &a_move())),
        ("undo", crate::app::command(&scenario)),
        ("redo", crate::app::command(&scenario)),
    ] {
        let refused = app.call(&format!("scenarios/{function}"), &body).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{function}: {}", refused.text());
        assert!(sentence(&refused).contains("Szenario"));
    }
    assert_eq!(app.scenario().await["version"], 1);
}

#[tokio::test]
async fn addresses_and_methods_that_are_none() {
    let app = App::start().await;
    let unknown = app.call("scenarios/drop", &json!({})).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    sentence(&unknown);
    let visited = app.get("/api/scenarios/current").await;
    assert_eq!(visited.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(visited.header("allow"), "POST");
    sentence(&visited);
    let form = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    let sent_by_form = app.post("scenarios/current", &form, "a=b").await;
    assert_eq!(sent_by_form.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    sentence(&sent_by_form);
    let trace = Request::builder().method("TRACE").uri("/").header("host", crate::app::HOST);
    assert!(app.send(trace.body(Body::empty()).unwrap()).await.status.is_client_error());
}
