//! The chart as a file, over HTTP.

use crate::app::{App, move_post};
use http::StatusCode;

#[tokio::test]
async fn the_chart_is_given_out_in_every_form() {
    let app = App::start().await;
    for (form, kind, start) in [
        ("pdf", "application/pdf", &b"%PDF-"[..]),
        ("svg", "image/svg+xml", b"<svg "),
        ("png", "image/png", b"\x89PNG"),
        ("csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfStelle;"),
    ] {
        let answer = app.get(&format!("/export/organigramm?form={form}&tag=2024-07-01")).await;
        assert_eq!(answer.status, StatusCode::OK, "{form}");
        assert_eq!(answer.headers["content-type"], kind);
        assert_eq!(
            answer.headers["content-disposition"],
            format!("attachment; filename=\"organigramm-2024-07-01.{form}\"")
        );
        assert!(answer.body.starts_with(start), "{form}");
    }
}

#[tokio::test]
async fn a_moved_post_is_in_the_file() {
    let app = App::start().await;
    app.append(&move_post("AA-05", "einbuergerung")).await;
    let answer = app.get("/export/organigramm?form=csv&tag=2025-06-01").await;
    assert!(
        answer.text().contains("\r\nAA-05;Sachgebiet Einbürgerung/Staatsangehörigkeit;"),
        "{}",
        answer.text()
    );
}

#[tokio::test]
async fn mistakes_are_named_and_unknown_scenarios_not_found() {
    let app = App::start().await;
    let answer = app.get("/export/organigramm?papier=a5").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("a4, a3, a2, a1, a0"), "{}", answer.text());
    let none = app.get("/export/organigramm?szenario=01890000-0000-7000-8000-000000000000").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}
