//! Comments: written once, told to the others, settled, withdrawn; and what of it is refused.

use crate::app::App;
use http::StatusCode;
use serde_json::{Value, json};
use stellwerk::permission::{CommentScenario, DecideScenario, Role, permit};
use stellwerk::store::{Actor, Commenter, Said, StoreError, Tenant, Viewer};
use uuid::Uuid;

async fn done(app: &App, function: &str, body: &Value) -> Value {
    let answer = app.call(function, body).await;
    assert_eq!(answer.status, StatusCode::OK, "{function}: {}", answer.text());
    answer.json()
}

fn said(scenario: &Value, about: &Value, text: &str) -> Value {
    json!({"command": {"scenario": scenario["id"], "comment": Uuid::new_v4(), "about": about, "text": text}})
}

fn answering(scenario: &Value, thread: &Value, text: &str) -> Value {
    let mut asked = said(scenario, &json!("scenario"), text);
    asked["command"]["thread"] = thread["id"].clone();
    asked
}

async fn list(app: &App) -> Vec<Value> {
    done(app, "comments/list", &json!({})).await.as_array().unwrap().clone()
}

#[tokio::test]
async fn a_thread_begins_is_answered_and_settled() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    let post = json!({"post": "AA-05"});
    let asked = said(&scenario, &post, "  Warum diese Stelle?\r\n<script>alert(1)</script> ");
    let first = done(&app, "comments/add", &asked).await;
    assert_eq!(first["text"], "Warum diese Stelle?\n<script>alert(1)</script>");
    assert_eq!(
        (&first["about"], &first["by"], &first["role"]),
        (&post, &json!("leitung"), &json!("manager"))
    );
    let answer = done(&app, "comments/add", &answering(&scenario, &first, "Weil sie frei wird.")).await;
    assert_eq!((&answer["thread"], &answer["about"]), (&first["id"], &post), "it is about the same");
    let settle = |settled: bool| json!({"command": {"scenario": scenario["id"], "thread": first["id"], "settled": settled}});
    let settled = done(&app, "comments/settle", &settle(true)).await;
    assert_eq!(settled["settled"]["by"], "leitung");
    assert_eq!(done(&app, "comments/settle", &settle(true)).await, settled, "settled twice is settled");
    assert_eq!(list(&app).await, [settled, answer.clone()]);
    let open = done(&app, "comments/settle", &settle(false)).await;
    assert_eq!(open, first);
    assert_eq!(app.scenario().await, scenario, "what is said leaves the scenario as it is");
    // An answer begins no thread.
    let deeper = app.call("comments/add", &answering(&scenario, &answer, "Und?")).await;
    assert_eq!(deeper.status, StatusCode::NOT_FOUND, "{}", deeper.text());
    let mut wrong = settle(true);
    wrong["command"]["thread"] = answer["id"].clone();
    assert_eq!(app.call("comments/settle", &wrong).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn is_written_once_however_often_it_is_sent() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    let asked = said(&scenario, &json!({"unit": "asyl"}), "Einmal");
    let first = done(&app, "comments/add", &asked).await;
    assert_eq!(done(&app, "comments/add", &asked).await, first);
    let mut other = asked.clone();
    other["command"]["text"] = json!("Anders");
    assert_eq!(app.call("comments/add", &other).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(list(&app).await.len(), 1);
}

#[tokio::test]
async fn the_text_can_be_withdrawn_and_is_nowhere_in_the_trail() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    let first = done(
        &app,
        "comments/add",
        &said(&scenario, &json!("scenario"), "Ein Name, der hier nicht hingehört"),
    )
    .await;
    let withdraw = json!({"command": {"scenario": scenario["id"], "comment": first["id"]}});
    let gone = done(&app, "comments/withdraw", &withdraw).await;
    assert_eq!(
        (&gone["text"], &gone["withdrawn"], &gone["may_withdraw"]),
        (&json!(""), &json!(true), &json!(false))
    );
    assert_eq!(done(&app, "comments/withdraw", &withdraw).await, gone);
    let trail = app.store.audit_trail().await.unwrap();
    let actions: Vec<&str> = trail.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["comment.add", "comment.withdraw"]);
    assert!(trail.iter().all(|entry| !entry.detail.contains("Name") && entry.subject == scenario["id"]));
    assert_eq!(app.store.verify_audit().await.unwrap(), 2);
}

#[tokio::test]
async fn the_others_are_told_and_the_version_stays() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    done(&app, "comments/add", &said(&scenario, &json!("scenario"), "Neu")).await;
    let told = app.store.told_since(&Tenant::embedded(), None).await.unwrap();
    assert_eq!((told.len(), told[0].version), (1, 0));
    assert_eq!(told[0].subject, scenario["id"].as_str().unwrap());
    assert!(told[0].beside > 0);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_its_reason() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    for (about, text, place) in [
        (json!("scenario"), " ".to_owned(), "text"),
        (json!("scenario"), "x".repeat(2_001), "text"),
        (json!({"person": "Müller"}), "x".to_owned(), "about"),
        (json!({"post": "nicht erlaubt!"}), "x".to_owned(), "post"),
    ] {
        let refused = app.call("comments/add", &said(&scenario, &about, &text)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains(place), "{}", refused.text());
    }
    let missing = json!({"id": Uuid::new_v4()});
    let refused = app.call("comments/add", &said(&missing, &json!("scenario"), "x")).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let refused = app.call("comments/list", &json!({"scenario": missing["id"]})).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_withdraws_what_another_one_said_but_who_decides() {
    let app = App::start().await;
    let somebody =
        |name: &str| Actor { tenant: Tenant::embedded(), name: name.to_owned(), request_id: String::new() };
    let scenario: Uuid = app.scenario().await["id"].as_str().unwrap().parse().unwrap();
    let commenter = |role: Role, name: &str| {
        Commenter::new(permit::<CommentScenario>(role).unwrap(), &somebody(name), scenario)
    };
    let writer = commenter(Role::Staff, "a");
    let said = Said { id: Uuid::new_v4(), thread: None, about: ("scenario", ""), content: "Hm." };
    let written = app.store.add_comment(&writer, said).await.unwrap();
    assert_eq!((written.created_by.as_str(), written.role), ("a", Role::Staff));
    let other = commenter(Role::TeamLead, "b");
    let refused = app.store.withdraw_comment(&other, written.id).await;
    assert!(matches!(refused, Err(StoreError::NotOwnComment)), "{refused:?}");
    let decides = commenter(Role::Manager, "c").moderating(permit::<DecideScenario>(Role::Manager).unwrap());
    assert!(app.store.withdraw_comment(&decides, written.id).await.unwrap().withdrawn);
    let viewer = Viewer::new(permit(Role::Staff).unwrap(), &somebody("b"), scenario);
    assert_eq!(app.store.comments(&viewer).await.unwrap()[0].content, "");
    assert!(permit::<CommentScenario>(Role::StaffCouncil).is_err(), "reads only");
}
