//! Server push: who listens hears of every change and of the others, and nobody listens from elsewhere.

use crate::app::{App, move_post};
use axum::body::Body;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::time::Duration;
use stellwerk::plan::builtin;
use stellwerk::server::Ending;
use stellwerk::store::Store;
use uuid::Uuid;

const OWN: &[(&str, &str)] = &[("sec-fetch-site", "same-origin")];

/// A page that listens.
struct Page {
    workplace: Uuid,
    body: Body,
    unread: String,
}

async fn ask(app: &App, scenario: &str, workplace: &str, headers: &[(&str, &str)]) -> http::Response<Body> {
    let path = format!("/ereignisse/{scenario}?arbeitsplatz={workplace}");
    let mut request = Request::get(path).header("host", crate::app::HOST);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.begin(request.body(Body::empty()).unwrap()).await
}

impl Page {
    async fn open(app: &App, scenario: &Value) -> Self {
        let workplace = Uuid::new_v4();
        let response = ask(app, scenario["id"].as_str().unwrap(), &workplace.to_string(), OWN).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { workplace, body: response.into_body(), unread: String::new() }
    }

    /// The next event with its data; none when the stream has ended.
    async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((event, rest)) = self.unread.split_once("\n\n") {
                let field = |name: &str| {
                    event.lines().find_map(|line| line.strip_prefix(name)).map(|text| text.trim().to_owned())
                };
                let (name, data) = (field("event:").unwrap(), field("data:").unwrap());
                self.unread = rest.to_owned();
                return Some((name, serde_json::from_str(&data).unwrap()));
            }
            let frame = tokio::time::timeout(Duration::from_secs(10), self.body.frame()).await;
            let data = frame.expect("nothing is told").transpose().unwrap()?.into_data().unwrap();
            self.unread.push_str(std::str::from_utf8(&data).unwrap());
        }
    }

    /// The data of the next event, which must have this name.
    async fn expect(&mut self, name: &str) -> Value {
        let (told, data) = self.next().await.expect("the stream has ended");
        assert_eq!(told, name, "{data}");
        data
    }
}

#[tokio::test]
async fn a_change_is_told_to_everybody_in_the_scenario() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    let mut page = Page::open(&app, &scenario).await;
    assert_eq!(page.expect("changed").await, scenario["version"]);
    assert_eq!(page.expect("presence").await, json!({"own": 1, "workplaces": [{"number": 1}]}));

    let mut other = Page::open(&app, &scenario).await;
    assert_eq!(other.expect("changed").await, scenario["version"]);
    let both = json!([{"number": 1}, {"number": 2}]);
    assert_eq!(other.expect("presence").await, json!({"own": 2, "workplaces": both}));
    assert_eq!(page.expect("presence").await, json!({"own": 1, "workplaces": both}));

    let recorded = app.append(&move_post("AA-05", "einbuergerung")).await.json();
    assert_eq!(page.expect("changed").await, recorded["version"]);
    assert_eq!(other.expect("changed").await, recorded["version"]);
    let undone = app.switch("undo").await.json();
    assert_eq!(page.expect("changed").await, undone["version"]);

    drop(other);
    assert_eq!(page.expect("presence").await, json!({"own": 1, "workplaces": [{"number": 1}]}));
}

#[tokio::test]
async fn what_one_holds_the_others_see() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    let mut one = Page::open(&app, &scenario).await;
    let mut two = Page::open(&app, &scenario).await;
    for page in [&mut one, &mut two] {
        page.expect("changed").await;
    }
    assert_eq!(two.expect("presence").await["own"], 2);
    one.expect("presence").await;

    let holding = json!({"subject": {"post": "AA-05"}, "grip": "dragging"});
    let hold = |holding: &Value, workplace: Uuid| json!({"hold": {"scenario": scenario["id"], "workplace": workplace, "holding": holding}});
    let answer = app.call("live/hold", &hold(&holding, one.workplace)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let told = two.expect("presence").await;
    assert_eq!(told["workplaces"], json!([{"number": 1, "holding": holding}, {"number": 2}]));

    app.call("live/hold", &hold(&Value::Null, one.workplace)).await;
    assert_eq!(two.expect("presence").await["workplaces"], json!([{"number": 1}, {"number": 2}]));

    // Who does not listen holds nothing, and neither does who is refused.
    let stranger = app.call("live/hold", &hold(&holding, Uuid::new_v4())).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    let strange = json!({"subject": {"person": "Müller"}, "grip": "dragging"});
    let refused = app.call("live/hold", &hold(&strange, one.workplace)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
}

#[tokio::test]
async fn only_our_own_page_may_listen() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    let id = scenario["id"].as_str().unwrap();
    let workplace = Uuid::new_v4().to_string();
    let foreign: [&[(&str, &str)]; 5] = [
        &[],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "none")],
        &[("referer", "https://evil.example/organigramm")],
        &[("sec-fetch-site", "cross-site"), ("referer", "http://127.0.0.1:3000/organigramm")],
    ];
    for headers in foreign {
        assert_eq!(ask(&app, id, &workplace, headers).await.status(), StatusCode::FORBIDDEN, "{headers:?}");
    }
    // A browser that sends no fetch headers over plain HTTP names the page that asks.
    let named: &[(&str, &str)] = &[("referer", "http://127.0.0.1:3000/organigramm")];
    assert_eq!(ask(&app, id, &workplace, named).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn what_does_not_exist_cannot_be_listened_to() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    let id = scenario["id"].as_str().unwrap();
    let workplace = Uuid::new_v4().to_string();
    for (scenario, workplace) in [
        (Uuid::new_v4().to_string().as_str(), workplace.as_str()),
        ("keins", &workplace),
        (id, "ich"),
        (id, ""),
    ] {
        let response = ask(&app, scenario, workplace, OWN).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{scenario} {workplace}");
    }
}

#[tokio::test]
async fn a_change_of_another_process_is_told_too() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    let mut page = Page::open(&app, &scenario).await;
    page.expect("changed").await;
    page.expect("presence").await;

    let elsewhere = Store::open(&app.database(), &builtin().unwrap()).await.unwrap();
    let elsewhere = app.beside(elsewhere);
    let recorded = elsewhere.append(&move_post("AA-05", "einbuergerung")).await.json();
    assert_eq!(page.expect("changed").await, recorded["version"]);
}

#[tokio::test]
async fn a_scenario_takes_so_many_listeners_and_no_more() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    let mut pages = Vec::new();
    for _ in 0..64 {
        pages.push(Page::open(&app, &scenario).await);
    }
    let workplace = Uuid::new_v4().to_string();
    let id = scenario["id"].as_str().unwrap();
    let response = ask(&app, id, &workplace, OWN).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(response.headers().contains_key("retry-after"));
    pages.pop();
    assert_eq!(ask(&app, id, &workplace, OWN).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_server_that_ends_ends_its_streams() {
    let ending = Ending::default();
    let app = App::ending_with(&ending).await;
    let scenario = app.scenario().await;
    let mut page = Page::open(&app, &scenario).await;
    page.expect("changed").await;
    page.expect("presence").await;
    ending.begin();
    assert_eq!(page.next().await, None);
    assert_eq!(app.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn a_comment_is_told_beside_the_version() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    let mut page = Page::open(&app, &scenario).await;
    page.expect("changed").await;
    page.expect("presence").await;
    let asked = json!({"command": {
        "scenario": scenario["id"], "comment": Uuid::new_v4(), "about": "scenario", "text": "Neu",
    }});
    assert_eq!(app.call("comments/add", &asked).await.status, StatusCode::OK);
    let first = page.expect("beside").await.as_i64().unwrap();
    let mut again = asked.clone();
    again["command"]["comment"] = json!(Uuid::new_v4());
    assert_eq!(app.call("comments/add", &again).await.status, StatusCode::OK);
    assert!(page.expect("beside").await.as_i64().unwrap() > first);
}
