//! The paper says all of it: every table, every right, every action, and marks what it does not know.

use super::*;
use crate::api::SmallGroups;
use crate::plan::builtin;
use crate::server::about::table;
use crate::store::Store;

/// Of a real database, so that no table can be forgotten.
async fn facts() -> Facts {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("stellwerk.db"), &builtin().unwrap()).await.unwrap();
    let tables = store.tables().await.unwrap().into_iter().map(|kept| table(kept, 3, false)).collect();
    let small_groups = None::<SmallGroups>;
    let about = AboutInstallation { operator: None, contact: None, tables, small_groups };
    let today = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
    Facts { about, agreement: None, alone: None, entrance: Entrance::Passwords, duty: Duty::Free, today }
}

fn words(document: &Document) -> Vec<String> {
    let of = |text: &Text| text.words(Language::German);
    let mut words = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Heading(_, text) => words.push(text.clone()),
            Block::Paragraph(text) => words.push(of(text)),
            Block::List { items, .. } => words.extend(items.iter().map(of)),
            Block::Table(table) => {
                words.push(table.caption.clone());
                words.extend(table.columns.iter().map(|column| column.heading.clone()));
                words.extend(table.rows.iter().flat_map(|row| &row.cells).map(of));
            }
            Block::Figure(_) | Block::PageBreak => {}
        }
    }
    words
}

#[tokio::test]
async fn every_table_right_role_and_action_is_in_it() {
    let facts = facts().await;
    let words = words(&document(&facts));
    let has = |text: &str| words.iter().any(|word| word == text);
    for table in &facts.about.tables {
        let [what, why, kept] = [&table.what, &table.why, &table.kept];
        assert!([&table.name, what, why, kept].into_iter().all(|text| has(text)), "{}", table.name);
        assert_eq!(words.iter().filter(|word| **word == table.name).count(), 2, "{}", table.name);
        assert!(has(&table.columns.join(", ")), "{}", table.name);
    }
    assert!(facts.about.tables.len() > 30);
    assert!(Right::ALL.iter().all(|right| has(right_words(*right))));
    assert!(Role::WORDS.iter().all(|(_, role)| has(role_words(*role))));
    assert!(Field::ALL.iter().all(|field| has(field_words(*field))));
    for (_, role) in Role::WORDS {
        let sees = Field::ALL.iter().any(|field| field_reach(role, *field).is_some());
        let told = said(&ABOUT, "fields_text").contains(role_words(role));
        assert_eq!(told, sees, "{role:?}: the page says what the table says");
    }
    let told = words.iter().find(|word| word.contains("Dienstvereinbarung eingetragen;")).unwrap();
    assert!(trail::actions(Language::German).all(|action| told.contains(action)));
    // A key would stand there where the page says nothing.
    assert!(words.iter().all(|word| !word.contains("{{") && !word.contains("{years}")), "{words:?}");
    let key = |word: &&String| !word.contains(' ') && (word.contains('_') || Role::parse(word).is_some());
    let keys: Vec<&String> = words
        .iter()
        .filter(key)
        .filter(|word| facts.about.tables.iter().all(|table| table.name != **word))
        .collect();
    assert_eq!(keys, Vec::<&String>::new());
    assert!(words.iter().any(|word| word.starts_with("Gemessene Erledigungen")), "the page's own sentence");
}

#[tokio::test]
async fn it_marks_what_is_not_known_and_tells_what_was_set_and_agreed() {
    let mut facts = facts().await;
    let marks = |facts: &Facts| {
        words(&document(facts)).iter().filter(|word| word.starts_with("[einzutragen")).count()
    };
    assert_eq!(marks(&facts), 4);
    let has = |facts: &Facts, part: &str| words(&document(facts)).iter().any(|word| word.contains(part));
    assert!(has(&facts, "ab 5 besetzten Stellen") && has(&facts, "spricht mit keinem anderen Rechner"));
    facts.about.operator = Some("Stadt Musterstadt".to_owned());
    facts.about.contact = Some("orga@example.org".to_owned());
    let agreed_on = NaiveDate::from_ymd_opt(2024, 6, 30).unwrap();
    let agreement =
        AgreementEntry { heads: 3, title: "DV Kennzahlen".to_owned(), agreed_on, demonstration: false };
    (facts.agreement, facts.entrance, facts.duty) = (Some(agreement), Entrance::Service, Duty::Leading);
    assert_eq!(marks(&facts), 2);
    for part in [
        "Stadt Musterstadt",
        "orga@example.org",
        "ab 3 besetzten Stellen ausgewiesen, nach der Vereinbarung „DV Kennzahlen“ vom 30.06.2024",
        "ist für Leitung und Administration Pflicht",
        "OpenID Connect",
    ] {
        assert!(has(&facts, part), "{part}");
    }
    facts.entrance = Entrance::Proxy;
    assert!(has(&facts, "vorgelagerten Proxy") && has(&facts, "spricht mit keinem anderen Rechner"));
    assert!(!has(&facts, "OpenID Connect"));
    assert!(!has(&facts, "mit einer einzigen besetzten Stelle"));
    facts.agreement.as_mut().unwrap().heads = 1;
    assert!(has(&facts, "mit einer einzigen besetzten Stelle"), "what that means is said");
}
