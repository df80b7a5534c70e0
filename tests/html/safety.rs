//! What no answer may hold: inline styles, leaked nonces, names that run.

use crate::app::App;
use crate::documents::PAGES;
use std::fs;
use std::path::Path;
use stellwerk::plan::builtin;

#[tokio::test]
async fn no_inline_style_and_no_leaked_nonce() {
    let app = App::start().await;
    for path in PAGES {
        let answer = app.get(path).await;
        let html = answer.text();
        assert!(!html.contains(" style="), "{path}: the content policy refuses style attributes");
        assert!(!html.contains("<style"), "{path}");
        let policy = answer.header("content-security-policy");
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap();
        let stamped = html.matches(&format!(r#"nonce="{nonce}""#)).count();
        assert_eq!(
            html.matches(nonce).count(),
            stamped,
            "{path}: the nonce stands outside of nonce attributes"
        );
        assert_eq!(html.matches("<script").count(), stamped, "{path}: a script without the nonce");
    }
}

#[tokio::test]
async fn a_hostile_unit_name_harms_nothing() {
    let mut plan = builtin().unwrap();
    let hostile = "</title><script>alert(1)</script>";
    plan.units[2].name = hostile.to_owned();
    plan.case_types[0].name = hostile.to_owned();
    let app = App::with(&plan, &[]).await;
    for path in PAGES {
        let html = app.get(path).await.text();
        assert!(!html.contains("<script>alert"), "{path} runs a name");
        // In the picture of the chart every post has a title of its own.
        let head = html.split("<body").next().unwrap();
        assert_eq!(head.matches("</title>").count(), 1, "{path}");
    }
    let overview = app.get("/").await.text();
    assert!(overview.contains("&lt;/title&gt;&lt;script&gt;alert(1)"), "the name is shown as it is");
}

/// It writes its text into the answer as it is; see `PageTitle`.
#[test]
fn only_one_file_uses_the_unescaped_title() {
    fn walk(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs")
                && !path.ends_with("page_title.rs")
            {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
                // Text areas are looked at in `tests/architecture.rs`.
                if code.into_iter().any(|line| line.contains("<Title ")) {
                    found.push(path.display().to_string());
                }
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui"), &mut found);
    assert_eq!(found, Vec::<String>::new());
}
