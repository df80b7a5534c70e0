//! Every server function and every page has its row in the tables of rights.

use leptos::server_fn::axum::server_fn_paths;
use std::collections::BTreeSet;
use stellwerk::api::GUARDS;
use stellwerk::server::{ROUTES, page_paths};

#[test]
fn every_server_function_has_its_right() {
    let known: BTreeSet<&str> = GUARDS.iter().map(|(path, _)| *path).collect();
    assert_eq!(known.len(), GUARDS.len(), "a function stands twice in src/api/guards.rs");
    let there: BTreeSet<&str> = server_fn_paths().map(|(path, _)| path).collect();
    let missing: Vec<&&str> = there.difference(&known).collect();
    assert!(
        missing.is_empty(),
        "Server functions without a right are refused to everybody. Add the type of each to its right in \
         `guards! {{ … }}` of src/api/guards.rs: {missing:?}"
    );
    assert!(there.is_superset(&known), "src/api/guards.rs names functions that do not exist");
}

#[tokio::test]
async fn every_page_has_its_right() {
    let known: BTreeSet<&str> = ROUTES.iter().map(|(path, _)| *path).collect();
    assert_eq!(known.len(), ROUTES.len(), "an address stands twice in ROUTES");
    let pages = page_paths();
    assert!(!pages.is_empty());
    let missing: Vec<&String> = pages.iter().filter(|path| !known.contains(path.as_str())).collect();
    assert!(
        missing.is_empty(),
        "Addresses without a row are refused to everybody. Add each to ROUTES of src/server/access.rs: {missing:?}"
    );
}
