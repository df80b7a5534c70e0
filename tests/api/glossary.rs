//! What figures are called and mean: one list with its sources, to which every page leads.

use crate::app::App;
use http::StatusCode;
use serde_json::{Value, json};

async fn glossary(app: &App, english: bool) -> Vec<Value> {
    let answer = app.call("glossary", &json!({"english": english})).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json().as_array().unwrap().clone()
}

#[tokio::test]
async fn everybody_may_read_it_in_either_language() {
    let app = App::start().await;
    let (german, english) = (glossary(&app, false).await, glossary(&app, true).await);
    assert_eq!(german.len(), english.len());
    let of = |all: &[Value], key: &str| all.iter().find(|one| one["key"] == key).unwrap().clone();
    assert!(of(&german, "drei-monate")["source"].as_str().unwrap().contains("§ 75 VwGO"));
    assert_eq!(of(&english, "vakant")["term"], "vacant");
    let earnest = App::in_earnest(&[]).await;
    assert_eq!(glossary(&earnest.known_by(""), false).await, german);
}

/// The name of a figure leads to an anchor that is there.
#[tokio::test]
async fn every_page_with_figures_leads_to_a_term() {
    let app = App::start().await;
    let help = app.get("/hilfe").await.text();
    for (path, key) in [
        ("/", "besetzt"),
        ("/bemessung", "bedarf"),
        ("/bemessung", "fallwirksam"),
        ("/stellenplan", "gruppe"),
        ("/simulation", "drei-monate"),
        ("/faelle", "monate-arbeit"),
        ("/faelle/aufenthalt", "erledigung"),
        ("/organigramm", "auslastung"),
    ] {
        let page = app.get(path).await.text();
        assert!(page.contains(&format!("href=\"/hilfe#begriff-{key}\"")), "{path}: {key}");
        assert!(help.contains(&format!("id=\"begriff-{key}\"")), "{key}");
    }
}
