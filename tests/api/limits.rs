//! How many requests an account and a network address may send.

use crate::app::{Answer, App, HOST};
use crate::door::installation;
use axum::body::Body;
use http::{Request, StatusCode};
use serde_json::json;

const LIMITED: &[&str] = &["--requests", "1", "--origin", "http://127.0.0.1:3000"];

/// Asks as somebody at this address, whom the proxy has seen.
async fn ask(app: &App, address: &str, path: &str, accept: &str) -> Answer {
    let request =
        Request::get(path).header("host", HOST).header("accept", accept).header("x-forwarded-for", address);
    app.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn an_account_that_sends_too_much_waits_and_others_do_not() {
    let app = installation(LIMITED).await;
    let mut refused = None;
    for _ in 0..40 {
        let answer = app.call("account/sessions", &json!({})).await;
        if answer.status != StatusCode::OK {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("nothing was refused");
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.json(), json!("too_many_requests"));
    assert!((1..=2).contains(&refused.header("retry-after").parse::<u32>().unwrap()));
    // The page says it, too, with the headers that every answer has.
    let page = ask(&app, "", "/konto", "text/html").await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.text().contains("<h1>Zu viele Anfragen</h1>") && page.text().contains("lang=\"en\""));
    assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
    assert_ne!(page.header("retry-after"), "");
    // The files of the page are no burden: a first visit loads hundreds.
    for number in 0..100 {
        let file = app.get(&format!("/pkg/0123456789abcdef/chunk_{number}.wasm")).await;
        assert_ne!(file.status, StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!(app.known_by("").get("/anmelden").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_address_that_sends_too_much_waits_and_others_do_not() {
    let app = installation(LIMITED).await.known_by("");
    let mut asked = 0;
    while ask(&app, "203.0.113.7", "/abmelden/verwaltungskonto", "*/*").await.status
        != StatusCode::TOO_MANY_REQUESTS
    {
        asked += 1;
        assert!(asked <= 500, "nothing was refused");
    }
    assert!(asked >= 300, "{asked}");
    assert_eq!(ask(&app, "203.0.113.7", "/healthz", "*/*").await.status, StatusCode::OK);
    assert_ne!(
        ask(&app, "203.0.113.8", "/abmelden/verwaltungskonto", "*/*").await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
    // Of the newer protocol the network counts, not its single addresses.
    for number in 0..500 {
        ask(&app, &format!("2001:db8:1:2::{number:x}"), "/abmelden/verwaltungskonto", "*/*").await;
    }
    let of_the_network = ask(&app, "2001:db8:1:2::ffff", "/abmelden/verwaltungskonto", "*/*").await;
    assert_eq!(of_the_network.status, StatusCode::TOO_MANY_REQUESTS);
}
