//! What every answer must hold: language, title, heading, landmarks, figures.

use crate::app::{App, HOST, move_post};
use axum::body::Body;
use http::{Request, StatusCode};

pub const PAGES: [&str; 13] = [
    "/",
    "/organigramm",
    "/bemessung",
    "/simulation",
    "/szenarien",
    "/szenarien/vergleich",
    "/anmelden",
    "/einrichten",
    "/konto",
    "/datenschutz",
    "/barrierefreiheit",
    "/szenarien/akte",
    "/szenarien/aktuell",
];

async fn get_with(app: &App, path: &str, header: (&str, &str)) -> String {
    let request = Request::get(path).header("host", HOST).header(header.0, header.1);
    app.send(request.body(Body::empty()).unwrap()).await.text()
}

#[tokio::test]
async fn every_page_is_a_whole_document() {
    let app = App::start().await;
    for path in PAGES {
        let answer = app.get(path).await;
        let html = answer.text();
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(html.contains(r#"<html lang="de""#), "{path}");
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
        assert_eq!(html.matches("<main").count(), 1, "{path}");
        let head = html.split("<body").next().unwrap();
        assert_eq!(head.matches("<title>").count(), 1, "{path}");
        assert!(html.contains("– Stellwerk</title>"), "{path}");
        assert!(html.contains("Szenario – keine Verfügung"), "{path}");
        assert!(html.contains(r#"role="status""#), "{path}");
        assert!(!html.contains("Wird geladen"), "{path} was sent before its data");
    }
}

#[tokio::test]
async fn the_overview_answers_without_any_script() {
    let html = App::start().await.get("/").await.text();
    for wanted in [
        "Sachgebieten haben mehr Arbeit",
        "41,0",
        "105\u{202f}%",
        "30.06.2024",
        "kw-Vermerk",
        "Annahme",
        "Quelle",
    ] {
        assert!(html.contains(wanted), "{wanted}");
    }
    // True of every plan, not of the sample alone.
    assert!(html.contains("VZÄ im Plan insgesamt") && html.contains("VZÄ laut Quelle des Plans"));
    assert!(!html.contains("im Beispiel") && !html.contains("hat das Beispiel"));
}

#[tokio::test]
async fn the_assessment_follows_its_address() {
    let app = App::start().await;
    let own = app.get("/bemessung").await.text();
    assert!(own.contains("86.814"), "method A with the minutes of 2022");
    assert!(own.contains("Fallzahlen 2023"));
    let other = app.get("/bemessung?methode=b&minuten=kgst-2025-08&faelle=erwartet").await.text();
    assert!(other.contains("93.660"), "the minutes of 2025");
    assert!(other.contains("Erwartete Fälle der zwölf Monate ab 01.02.2024"));
    let ahead = app.get("/bemessung?faelle=2026-01-01&rueckstand=1").await.text();
    assert!(ahead.contains("Erwartete Fälle der zwölf Monate ab 01.01.2026, Stellen an diesem Tag."));
    assert!(ahead.contains("Um die offenen Fälle in einem Jahr abzuarbeiten"));
    assert!(ahead.contains(r#"formaction="/export/bemessung""#) && ahead.contains(r#"value="2026-01-01""#));
    let nonsense = app.get("/bemessung?methode=%3Cscript%3E&faelle=-1").await.text();
    assert!(nonsense.contains("86.814"), "an address that makes no sense shows the plan's own");
}

#[tokio::test]
async fn the_staffing_plan_offers_its_papers_and_its_forms() {
    let app = App::start().await;
    let html = app.get("/stellenplan?jahr=2026&stand=plan").await.text();
    for wanted in [
        r#"formaction="/export/stellenplan""#,
        r#"formaction="/export/veraenderungen""#,
        r#"name="jahr" value="2026""#,
        r#"name="stand" value="plan""#,
        // Drawn ahead of the part of the module that they live in.
        r#"data-testid="new-post""#,
        r#"id="stelle-wahl""#,
    ] {
        assert!(html.contains(wanted), "{wanted}");
    }
    assert!(!html.contains(r#"data-testid="remove""#), "no post is chosen");
    let post = app.get("/stellenplan?stelle=AA-05").await.text();
    assert!(post.contains(r#"data-testid="remove""#) && post.contains("Stelle AA-05 streichen"));
}

#[tokio::test]
async fn a_change_of_the_scenario_stands_among_the_dates_ahead() {
    let app = App::start().await;
    let post = app.scenario().await["baseline"]["posts"]
        .as_array()
        .and_then(|posts| posts.iter().find(|post| post["unit"] == "aufenthalt").cloned())
        .unwrap();
    let answer = app.append(&move_post(post["id"].as_str().unwrap(), "einbuergerung")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let html = app.get("/").await.text();
    assert!(html.contains("Szenario: "), "the move of 01.03.2024 is announced");
}

#[tokio::test]
async fn language_and_colours_come_from_the_request() {
    let app = App::start().await;
    let english = get_with(&app, "/", ("accept-language", "en-GB,en;q=0.9,de;q=0.5")).await;
    assert!(english.contains(r#"<html lang="en""#));
    assert!(english.contains("sections have more work"));
    let chosen = get_with(&app, "/", ("cookie", "stellwerk_language=en; stellwerk_theme=dark")).await;
    assert!(chosen.contains(r#"<html lang="en""#));
    assert!(chosen.contains(r#"data-kern-theme="dark""#));
    let nonsense =
        get_with(&app, "/", ("cookie", "stellwerk_language=xx; stellwerk_theme=\"><script>")).await;
    assert!(nonsense.contains(r#"<html lang="de""#));
    assert!(!nonsense.contains("data-kern-theme"));
}

#[tokio::test]
async fn an_unknown_address_says_so_with_its_status() {
    let answer = App::start().await.get("/gibt-es-nicht").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.text().contains("Seite nicht gefunden"));
}
