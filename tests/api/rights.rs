//! Every server function and every address has its row in the tables of rights, and no address is made elsewhere.

use leptos::server_fn::axum::server_fn_paths;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use stellwerk::api::GUARDS;
use stellwerk::server::{ROUTES, answered};

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
async fn every_address_has_its_right() {
    let known: BTreeSet<&str> = ROUTES.iter().map(|(path, _)| *path).collect();
    assert_eq!(known.len(), ROUTES.len(), "an address stands twice in ROUTES");
    let answered = answered();
    let there: BTreeSet<&str> = answered.iter().map(|(_, path)| path.as_str()).collect();
    // Pages, files, forms, the interface for programs: all of them come from the same two lists.
    for path in ["/szenarien", "/export/stellungnahme", "/daten/datei", "/anmelden", "/api/v1/plan"] {
        assert!(there.contains(path), "{path} is not found any more");
    }
    let missing: Vec<&&str> = there.difference(&known).collect();
    assert!(
        missing.is_empty(),
        "Addresses without a row are refused to everybody. Add each to ROUTES of src/server/access.rs: {missing:?}"
    );
    let gone: Vec<&&str> = known.difference(&there).collect();
    assert!(gone.is_empty(), "ROUTES names addresses that nothing answers: {gone:?}");
}

/// The files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// An address that is made past the list in `addresses.rs` would be walked by no test.
#[test]
fn no_address_is_made_past_the_list() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for file in files(&root.join("src/server")) {
        let text = std::fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        let makes = |line: &&str| {
            [".route(", ".route_service(", ".nest(", ".nest_service(", ".merge(", ".fallback("]
                .iter()
                .any(|word| line.contains(word))
        };
        let name = file.strip_prefix(root.join("src")).unwrap().display().to_string();
        found.extend(lines.filter(makes).map(|line| format!("{name}: {}", line.trim())));
    }
    found.sort();
    let expected = [
        // The listener for monitoring, on an address of its own.
        "server/metrics.rs: Router::new().route(",
        "server/router.rs: .fold(Router::new(), |router, address| router.route(",
        "server/router.rs: .nest_service(",
        // What a folder of files answers where it has none: a page, and a sentence.
        "server/router.rs: .service(served(&site.folder).fallback(",
        "server/router.rs: .service(served(folder).fallback(",
        "server/router.rs: router.nest_service(",
    ];
    let fits = found.len() == expected.len()
        && found.iter().zip(expected).all(|(line, begin)| line.starts_with(begin));
    assert!(fits, "Addresses belong into src/server/addresses.rs, so that the tests walk them: {found:#?}");
}
