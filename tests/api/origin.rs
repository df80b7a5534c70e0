//! Only our own page may make the server do something.

use crate::app::{App, HOST, append};
use crate::scenarios::a_move;
use axum::body::Body;
use http::{Request, StatusCode};
use serde_json::json;

const FUNCTIONS: [&str; 5] = ["current", "version", "append", "undo", "redo"];

/// Headers of a request and whether it may pass.
const COMBINATIONS: [(&[(&str, &str)], bool); 12] = [
    (&[("sec-fetch-site", "same-origin"), ("origin", "http://127.0.0.1:3000")], true),
    (&[("sec-fetch-site", "same-origin")], true),
    (&[("origin", "http://127.0.0.1:3000")], true),
    (&[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")], false),
    (&[("sec-fetch-site", "cross-site"), ("origin", "http://127.0.0.1:3000")], false),
    (&[("sec-fetch-site", "same-site"), ("origin", "http://localhost:3000")], false),
    (&[("sec-fetch-site", "none")], false),
    (&[("origin", "https://evil.example")], false),
    (&[("origin", "http://127.0.0.1:3001")], false),
    (&[("origin", "https://127.0.0.1:3000")], false),
    (&[("origin", "null")], false),
    (&[], false),
];

#[tokio::test]
async fn every_server_function_asks_where_a_request_comes_from() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    for function in FUNCTIONS {
        for (headers, passes) in COMBINATIONS {
            // A body that no function takes: what passes the door is refused for it, and nothing changes.
            let body = if function == "current" { "{}" } else { "[]" };
            let headers: Vec<_> =
                headers.iter().copied().chain([("content-type", "application/json")]).collect();
            let status = app.post(&format!("scenarios/{function}"), &headers, body).await.status;
            let expected = match (passes, function) {
                (false, _) => StatusCode::FORBIDDEN,
                (true, "current") => StatusCode::OK,
                (true, _) => StatusCode::UNPROCESSABLE_ENTITY,
            };
            assert_eq!(status, expected, "{function} {headers:?}");
        }
    }
    assert_eq!(app.scenario().await, scenario);
}

#[tokio::test]
async fn a_foreign_origin_is_refused_in_our_words_and_changes_nothing() {
    let app = App::start().await;
    let before = app.scenario().await;
    let headers = [("content-type", "text/plain"), ("origin", "https://evil.example")];
    let refused = app.post("scenarios/append", &headers, append(&before, &a_move()).to_string()).await;
    assert_eq!((refused.status, refused.json()), (StatusCode::FORBIDDEN, json!("forbidden")));
    assert_eq!(app.scenario().await, before);
}

#[tokio::test]
async fn no_answer_leads_away() {
    let app = App::start().await;
    for referer in ["https://evil.example/x", "http://127.0.0.1:3000@evil.example/", "//evil.example"] {
        let headers = [
            ("content-type", "application/json"),
            ("accept", "text/html"),
            ("sec-fetch-site", "same-origin"),
            ("referer", referer),
        ];
        let answer = app.post("scenarios/current", &headers, "{}").await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.header("location"), "");
    }
}

#[tokio::test]
async fn another_host_name_is_not_ours() {
    let app = App::start().await;
    let visit = |host: &'static str| Request::get("/").header("host", host).body(Body::empty()).unwrap();
    assert_eq!(app.send(visit("evil.example:3000")).await.status, StatusCode::MISDIRECTED_REQUEST);
    assert_eq!(app.send(visit("localhost:3000")).await.status, StatusCode::OK);
    assert_eq!(app.send(visit(HOST)).await.status, StatusCode::OK);
}
