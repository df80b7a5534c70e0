//! Several servers in one process, as these tests have them.

use crate::app::{App, settings};
use http::StatusCode;
use std::time::Duration;
use stellwerk::server::{Ending, router};

/// While Leptos looks for the routes, no resource of the process loads: a page begun at that moment was never finished.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_starts_does_not_stop_the_pages_of_another() {
    let app = App::start().await;
    let store = app.store.clone();
    let pages = tokio::spawn(async move {
        for _ in 0..20 {
            let answer = tokio::time::timeout(Duration::from_secs(20), app.get("/organigramm")).await;
            assert_eq!(answer.expect("the page is never finished").status, StatusCode::OK);
        }
    });
    while !pages.is_finished() {
        drop(router(store.clone(), settings(&[]), Ending::default()));
        tokio::task::yield_now().await;
    }
    pages.await.unwrap();
}
