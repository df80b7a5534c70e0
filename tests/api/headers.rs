//! The headers of every kind of answer.

use crate::app::{App, HOST, PAGE, settings};
use axum::body::Body;
use http::{Request, StatusCode};
use serde_json::json;
use stellwerk::plan::builtin;

const ALWAYS: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
];

#[tokio::test]
async fn every_answer_has_them() {
    let site = tempfile::tempdir().unwrap();
    std::fs::write(site.path().join("favicon.svg"), "1").unwrap();
    for (folder, file) in [("pkg", "pkg/stellwerk.wasm"), ("engine", "engine/worker.js")] {
        std::fs::create_dir(site.path().join(folder)).unwrap();
        std::fs::write(site.path().join(file), "1").unwrap();
    }
    let flags = ["--site", site.path().to_str().unwrap()];
    let app = App::with(&builtin().unwrap(), &flags).await;
    let large = "x".repeat(2_000_000);
    // The page names the folder of this build.
    let page = app.get("/").await.text();
    let module = page.split('"').find(|text| text.ends_with(".wasm")).unwrap();
    assert!(module.starts_with("/pkg/") && module.len() > "/pkg/stellwerk.wasm".len(), "{module}");
    // The simulation is beside it.
    let worker = module.replace("stellwerk.wasm", "engine/worker.js");
    let answers = [
        (app.get("/").await, StatusCode::OK, "text/html", "no-store"),
        (app.get("/gibt-es-nicht").await, StatusCode::NOT_FOUND, "text/html", "no-store"),
        (app.get("/gibt-es-nicht.js").await, StatusCode::NOT_FOUND, "text/html", "no-store"),
        (app.get("/favicon.svg").await, StatusCode::OK, "image/svg+xml", "no-cache"),
        (app.get(&worker).await, StatusCode::OK, "text/javascript", "public, max-age=31536000, immutable"),
        (app.get(module).await, StatusCode::OK, "application/wasm", "public, max-age=31536000, immutable"),
        (app.get("/pkg/stellwerk.wasm").await, StatusCode::OK, "application/wasm", "no-cache"),
        (
            app.get("/pkg/0123456789abcdef/stellwerk.wasm").await,
            StatusCode::NOT_FOUND,
            "text/html",
            "no-store",
        ),
        (app.get("/pkg/").await, StatusCode::NOT_FOUND, "text/html", "no-store"),
        (app.get("/healthz").await, StatusCode::OK, "text/plain", "no-store"),
        (app.get("/readyz").await, StatusCode::OK, "text/plain", "no-store"),
        (app.call("scenarios/current", &json!({})).await, StatusCode::OK, "application/json", "no-store"),
        (app.call("nix", &json!({})).await, StatusCode::NOT_FOUND, "application/json", "no-store"),
        (app.post("nix", &[], "").await, StatusCode::FORBIDDEN, "application/json", "no-store"),
        (
            app.post("scenarios/append", PAGE, large).await,
            StatusCode::PAYLOAD_TOO_LARGE,
            "application/json",
            "no-store",
        ),
    ];
    for (answer, status, kind, cached) in answers {
        assert_eq!(answer.status, status, "{kind}");
        for (name, value) in ALWAYS {
            assert_eq!(answer.header(name), value, "{status} {kind}");
        }
        assert!(answer.header("content-type").starts_with(kind), "{}", answer.header("content-type"));
        assert_eq!(answer.header("cache-control"), cached, "{kind}");
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'; "));
        assert_eq!(answer.header("x-request-id").len(), 36);
        assert_eq!(answer.header("server"), "");
        assert_eq!(answer.header("strict-transport-security"), "");
    }
}

#[tokio::test]
async fn a_page_announces_the_files_of_its_own_part() {
    let site = tempfile::tempdir().unwrap();
    std::fs::create_dir(site.path().join("pkg")).unwrap();
    std::fs::write(site.path().join("pkg/stellwerk.wasm"), "1").unwrap();
    let manifest =
        json!({ "__chart_page_view_12": ["pack_3", "pack_7"], "__overview_page_view_5": ["pack_7"] });
    std::fs::write(site.path().join("pkg/__wasm_split_manifest.json"), manifest.to_string()).unwrap();
    let app = App::with(&builtin().unwrap(), &["--site", site.path().to_str().unwrap()]).await;
    for (path, announced, not) in
        [("/organigramm?tag=2024-07-01", "pack_3.wasm", None), ("/", "pack_7.wasm", Some("pack_3.wasm"))]
    {
        let page = app.get(path).await.text();
        let link = page.split("<link ").find(|link| link.contains(announced)).expect(path);
        for attribute in [r#"rel="preload""#, r#"as="fetch""#, r#"href="/pkg/"#] {
            assert!(link.contains(attribute), "{path}: {link}");
        }
        assert!(not.is_none_or(|other| !page.contains(other)), "{path}");
    }
}

#[tokio::test]
async fn pages_run_only_scripts_with_the_nonce_of_their_answer() {
    let app = App::start().await;
    let mut seen = std::collections::BTreeSet::new();
    for path in ["/", "/", "/gibt-es-nicht"] {
        let page = app.get(path).await;
        let policy = page.header("content-security-policy");
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
        assert!(nonce.len() >= 22, "128 bits in base64: {nonce}");
        assert!(seen.insert(nonce.to_owned()), "a nonce came twice");
        assert_eq!(
            policy.replace(nonce, "N"),
            "default-src 'none'; script-src 'nonce-N' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
             base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; report-uri /csp-report"
        );
        let html = page.text();
        for (place, _) in html.match_indices(nonce) {
            assert!(
                html[..place].ends_with("nonce=\""),
                "the nonce stands elsewhere: {}",
                &html[place - 40..place]
            );
        }
        for script in html.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap();
            assert!(tag.contains("nonce=\""), "a script without a nonce: {tag}");
        }
        assert!(!html.contains(" style=\""), "style attributes are refused by the policy");
    }
}

#[tokio::test]
async fn a_worker_may_load_the_webassembly() {
    let site = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(site.path().join("engine")).unwrap();
    std::fs::write(site.path().join("engine/worker.js"), "1").unwrap();
    let app = App::with(&builtin().unwrap(), &["--site", site.path().to_str().unwrap()]).await;
    let worker = app.get("/engine/worker.js").await;
    let policy = worker.header("content-security-policy");
    assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"), "{policy}");
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
}

#[tokio::test]
async fn what_has_not_changed_keeps_its_policy() {
    let site = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(site.path().join("engine")).unwrap();
    std::fs::write(site.path().join("engine/worker.js"), "1").unwrap();
    let app = App::with(&builtin().unwrap(), &["--site", site.path().to_str().unwrap()]).await;
    let known = app.get("/engine/worker.js").await.header("last-modified").to_owned();
    let again = http::Request::get("/engine/worker.js").header("host", crate::app::HOST);
    let again = app.send(again.header("if-modified-since", known).body("".into()).unwrap()).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert_eq!(again.header("content-security-policy"), "");
    assert_ne!(again.header("cache-control"), "no-store");
}

#[tokio::test]
async fn encrypted_installations_stay_encrypted() {
    let app = App::with(&builtin().unwrap(), &["--origin", "https://stellwerk.example.de"]).await;
    assert_eq!(app.get("/").await.header("strict-transport-security"), "max-age=63072000; includeSubDomains");
}

#[tokio::test]
async fn reports_of_violations_are_taken_without_an_origin() {
    let app = App::start().await;
    let report = http::Request::post("/csp-report").header("host", crate::app::HOST);
    let answer = app.send(report.body("{}".into()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
}

#[test]
fn says_where_to_go() {
    assert_eq!(settings(&[]).url(), "http://127.0.0.1:3000");
    assert_eq!(settings(&["--address", "0.0.0.0", "--port", "80"]).url(), "http://127.0.0.1:80");
    assert_eq!(settings(&["--address", "::1"]).url(), "http://[::1]:3000");
    assert_eq!(settings(&["--origin", "https://a.de/"]).url(), "https://a.de");
}

/// The trail and the log keep it for good.
#[tokio::test]
async fn an_identifier_of_a_request_is_taken_only_where_it_is_one() {
    let app = App::start().await;
    let asked = async |id: &str| {
        let request = Request::get("/healthz").header("host", HOST).header("x-request-id", id);
        app.send(request.body(Body::empty()).unwrap()).await.header("x-request-id").to_owned()
    };
    let own = "7f3c2b6a9d1e4f508a6b7c8d9e0f1a2b";
    assert_eq!(asked(own).await, own);
    for wrong in ["", "a b", "=1+1", &"x".repeat(65), &"x".repeat(50_000)] {
        let given = asked(wrong).await;
        assert!(given.len() == 36 && given != wrong, "{given}");
    }
}
