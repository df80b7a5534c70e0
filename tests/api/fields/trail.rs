//! What a role does not see of plans does not reach it by the audit trail either: not on the page, not in the file, not by what is found.

use super::*;
use stellwerk::permission::{Right, reach};

/// What was said about a step.
const REASON: &str = "Weil es so beschlossen ist.";
/// A grade that stands in changes only.
const GRADE: &str = "E 9c";

async fn found(who: &App, text: &str) -> (i64, String) {
    let answer = who.call("trail/load", &json!({"query": {"text": text, "before": null}})).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    (answer.json()["total"].as_i64().unwrap(), answer.text())
}

#[tokio::test]
async fn the_administration_reads_in_the_trail_what_was_done_without_cost_notes_grades_and_texts() {
    let app = start().await;
    let recorded = app.store.audit_trail().await.unwrap();
    let whole: Vec<&str> = recorded.iter().map(|entry| entry.detail.as_str()).collect();
    let secrets = [COST, AMOUNTS[1], AMOUNTS[2], NOTES[1], GRADE, REASON];
    for secret in secrets {
        assert!(
            whole.iter().any(|detail| detail.contains(secret)),
            "{secret} is recorded, so that it could be told"
        );
    }
    let administration = app.known_by(&app.enter("administrator").await);
    let (total, page) = found(&administration, "").await;
    let file = administration.get("/export/protokoll").await;
    assert_eq!(file.status, StatusCode::OK);
    let mut told = Told::default();
    told.0.push(("page".to_owned(), page.clone()));
    told.add("file", &file);
    assert_eq!(told.places(&secrets), BTreeSet::new());
    assert_eq!(told.places(&AMOUNTS), BTreeSet::new());
    assert_eq!(told.places(&NOTES), BTreeSet::new());
    // What was done, to which post, with which checksum, is told, and that something is not.
    assert_eq!(usize::try_from(total).unwrap(), recorded.len());
    for kept in ["AA-05", "NEU-01", "Gekürzt (–)"] {
        assert!(page.contains(kept), "{kept}");
    }
    for entry in &recorded {
        assert!(file.text().contains(&entry.hash), "{}", entry.action);
    }
    app.store.verify_audit().await.unwrap();
}

#[tokio::test]
async fn what_is_not_shown_is_not_found_either() {
    let app = start().await;
    let administration = app.known_by(&app.enter("administrator").await);
    for secret in [COST, AMOUNTS[1], AMOUNTS[2], NOTES[1], GRADE, REASON, "kostengeheimnis"] {
        assert_eq!(found(&administration, secret).await.0, 0, "{secret}");
        let file =
            administration.get(&format!("/export/protokoll?suche={}", secret.replace(' ', "%20"))).await;
        assert_eq!(file.text().trim_end().lines().count(), 1, "{secret}: the heading alone");
    }
    // What is shown is, as it is written and by the words for it.
    for text in ["AA-05", "aa-05", "Änderung im Szenario", "scenario.append"] {
        assert!(found(&administration, text).await.0 > 0, "{text}");
    }
}

#[tokio::test]
async fn nobody_else_reads_the_trail_at_all() {
    let app = start().await;
    for (word, role) in Role::WORDS.into_iter().filter(|(_, role)| reach(*role, Right::ViewAudit).is_none()) {
        let who = app.known_by(&app.enter(word).await);
        let asked = who.call("trail/load", &json!({"query": {"text": "", "before": null}})).await;
        let (mut told, file) = (Told::default(), who.get("/export/protokoll").await);
        told.add("asked", &asked);
        told.add("file", &file);
        assert_ne!(asked.status, StatusCode::OK, "{role:?}");
        assert_ne!(file.status, StatusCode::OK, "{role:?}");
        assert_eq!(
            told.places(&[COST, AMOUNTS[1], AMOUNTS[2], NOTES[1], REASON]),
            BTreeSet::new(),
            "{role:?}"
        );
    }
}
