//! The page of a link, from the snapshot to its HTML.

use super::*;
use crate::plan::{Plan, Snapshot, builtin, changes_from_json};
use crate::store::{OpenedSnapshot, StoredSnapshot};
use uuid::Uuid;

/// What a link opens: this plan with these changes (JSON).
pub(super) fn opened(plan: Plan, changes: &str) -> OpenedSnapshot {
    let content = Snapshot::of_changes(plan, changes_from_json(changes.as_bytes()).unwrap());
    let snapshot = StoredSnapshot {
        id: Uuid::from_u128(1),
        scenario: Uuid::from_u128(2),
        version: 3,
        name: "Vorlage".to_owned(),
        steps: 1,
        hash: content.digest(),
        created_by: "planungsstab".to_owned(),
        recorded_at: 1_719_748_980_000_000,
    };
    OpenedSnapshot { scenario: "Variante B".to_owned(), snapshot, content, expires_at: 1_720_000_000_000_000 }
}

const KEY: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

fn written(opened: &OpenedSnapshot, rest: &str) -> String {
    let asked = Asked::read(&format!("schluessel={KEY}{rest}")).unwrap();
    let content = Content::of(opened, asked.day, asked.language);
    let (style, site) = ("/pkg/stellwerk.css", "https://stellwerk.example.de");
    Page { opened, content: &content, asked: &asked, style, site }.written()
}

const MOVE: &str =
    r#"[{"effective": "2024-06-01", "action": {"move_post": {"post": "AA-05", "to": "einbuergerung"}}}]"#;

#[test]
fn an_address_says_what_is_asked_and_leads_back() {
    let read = |rest: &str| Asked::read(&format!("schluessel={KEY}{rest}")).unwrap();
    let plain = read("");
    assert_eq!((plain.key.reveal(), plain.day, plain.language), (KEY, None, Language::German));
    let day = NaiveDate::from_ymd_opt(2024, 7, 1);
    let whole = read("&tag=2024-07-01&sprache=en&neu=1");
    assert_eq!((whole.day, whole.language), (day, Language::English));
    let path = plain.path(day, Language::English);
    assert_eq!(path, format!("/freigabe?schluessel={KEY}&tag=2024-07-01&sprache=en"));
    assert_eq!(Asked::read(path.split_once('?').unwrap().1), Some(whole));
    assert_eq!(read("&tag=2024-02-30&sprache=fr"), plain, "what cannot be read is left alone");
    for nothing in ["", "schluessel=", "schluessel", "tag=2024-07-01", "schluessel=x&tag=1"] {
        assert_eq!(Asked::read(nothing), None, "{nothing}");
    }
}

#[test]
fn tells_the_snapshot_its_days_and_where_it_is_found_again() {
    let opened = opened(builtin().unwrap(), MOVE);
    let html = written(&opened, "");
    for told in [
        "<html lang=\"de\">",
        "<h1>Variante B – Vorlage</h1>",
        "<title>Variante B – Vorlage – Stellwerk</title>",
        "Stand festgehalten am 30.06.2024, 14:03",
        "Leselink gültig bis 03.07.2024",
        format!("Am 01.06.2024: {} Stellen mit", builtin().unwrap().posts.len()).as_str(),
        "Stelle AA-05 nach Sachgebiet Einbürgerung/Staatsangehörigkeit verschoben <span class=\"muted\">(ab 01.06.2024)",
        "class=\"chart-picture shared-chart\"",
        "class=\"qr-code\"",
    ] {
        assert!(html.contains(told), "{told}\n{html}");
    }
    assert!(html.contains(&format!("title=\"{}\">{}<", opened.snapshot.hash, opened.snapshot.hash.short())));
    assert!(html.contains(&format!("<code>https://stellwerk.example.de/freigabe?schluessel={KEY}</code>")));
    assert_eq!(html.matches("aria-current=\"page\"").count(), 1);
    assert!(html.contains("&amp;tag=2024-02-01\">01.02.2024</a>"), "the day of the plan itself");
    let first = written(&opened, "&tag=2024-02-01");
    assert!(first.contains("(ab 01.06.2024; gilt am Stichtag noch nicht)"));
    assert!(first.contains(&format!("?schluessel={KEY}&amp;tag=2024-02-01</code>")), "this very page");
}

#[test]
fn speaks_english_where_it_is_asked_to() {
    let html = written(&opened(builtin().unwrap(), MOVE), "&sprache=en");
    for told in [
        "<html lang=\"en\">",
        "To be read only",
        "On 1 Jun 2024: 50 posts",
        "Post AA-05 moved to",
        ">Deutsch</a>",
    ] {
        assert!(html.contains(told), "{told}");
    }
    assert!(!html.contains("Leselink"));
}

#[test]
fn hides_who_took_it_what_it_costs_and_why() {
    let mut opened = opened(
        builtin().unwrap(),
        r#"[{"effective": "2024-03-01", "action": {"set_assumptions": {"cost_per_grade": {"E 9c": 80100}}}}]"#,
    );
    opened.content.steps[0].reason = Some("Weil es eilt.".to_owned());
    let html = written(&opened, "");
    assert!(html.contains("Annahmen zu den Kosten geändert"));
    for hidden in ["planungsstab", "€", "80.100", "Weil es eilt."] {
        assert!(!html.contains(hidden), "{hidden}");
    }
}

#[test]
fn a_name_that_tries_to_be_code_is_text() {
    let hostile = "</title><script>alert(1)</script>\"><img src=x onerror=alert(2)>";
    let mut plan = builtin().unwrap();
    plan.name = hostile.to_owned();
    plan.units[2].name = hostile.to_owned();
    plan.posts[0].title = hostile.to_owned();
    let mut opened = opened(plan, MOVE);
    opened.scenario = hostile.to_owned();
    opened.snapshot.name = hostile.to_owned();
    let html = written(&opened, "");
    assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
    assert!(html.contains("&lt;/title&gt;&lt;script&gt;alert(1)"), "it is shown as it is");
    let head = html.split("<body").next().unwrap();
    assert_eq!(head.matches("</title>").count(), 1);
}

#[test]
fn holds_nothing_that_the_content_policy_refuses() {
    let html = written(&opened(builtin().unwrap(), MOVE), "");
    for refused in ["<script", " style=", "<style", "<form", "http://", " onload=", "javascript:"] {
        assert!(!html.contains(refused), "{refused}");
    }
    assert_eq!(html.matches("<h1").count(), 1);
    assert_eq!(html.matches("<main").count(), 1);
}

#[test]
fn what_opens_nothing_is_told_in_both_languages() {
    let html = page::notice("/pkg/stellwerk.css", &words::GONE);
    assert!(html.contains("<h1>Dieser Leselink gilt nicht</h1>") && html.contains("lang=\"en\""));
    assert!(html.contains("href=\"/pkg/stellwerk.css\""));
}
