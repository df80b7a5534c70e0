//! The words of figures: what each is called, what it means, and where that comes from. One list for the page of help, to which the
//! name of every figure leads, and for the tables that the server makes.

use super::Failure;
use crate::api::GlossaryEntry;
use serde::Deserialize;
use std::sync::LazyLock;

/// A term as it stands in `glossary.json`.
#[derive(Debug, Deserialize)]
struct Term {
    key: String,
    /// With what the name of a figure begins that means this, in either language and small letters.
    names: Vec<String>,
    de: Words,
    en: Words,
}

#[derive(Debug, Deserialize)]
struct Words {
    term: String,
    text: String,
    source: String,
}

static TERMS: LazyLock<Result<Vec<Term>, serde_json::Error>> =
    LazyLock::new(|| serde_json::from_str(include_str!("glossary.json")));

fn terms() -> &'static [Term] {
    TERMS.as_deref().unwrap_or_default()
}

/// All terms in German or English, by their names.
///
/// # Errors
/// None; the words are part of the program.
pub async fn load(english: bool) -> Result<Vec<GlossaryEntry>, Failure> {
    let entry = |of: &Term| {
        let Words { term, text, source } = if english { &of.en } else { &of.de };
        GlossaryEntry { key: of.key.clone(), term: term.clone(), text: text.clone(), source: source.clone() }
    };
    let mut all: Vec<GlossaryEntry> = terms().iter().map(entry).collect();
    all.sort_by_cached_key(|entry| in_order(&entry.term));
    Ok(all)
}

/// What a term is sorted by: umlauts stand beside their letters, as in a dictionary.
fn in_order(term: &str) -> String {
    term.to_lowercase().replace('ä', "a").replace('ö', "o").replace('ü', "u").replace('ß', "ss")
}

/// The term that the name of a figure means: the one that it begins with, the longest where there are several.
#[must_use]
pub(super) fn term_of(name: &str) -> Option<String> {
    let name = name.to_lowercase();
    let begins = |of: &&str| {
        name.strip_prefix(*of)
            .is_some_and(|rest| rest.chars().next().is_none_or(|next| !next.is_alphanumeric()))
    };
    let longest = |term: &'static Term| {
        let length = term.names.iter().map(String::as_str).filter(&begins).map(str::len).max()?;
        Some((length, &term.key))
    };
    terms().iter().filter_map(longest).max_by_key(|(length, _)| *length).map(|(_, key)| key.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[tokio::test]
    async fn every_term_has_a_definition_and_a_source_in_both_languages() {
        assert!(TERMS.is_ok(), "{:?}", TERMS.as_ref().err());
        let (german, english) = (load(false).await.unwrap(), load(true).await.unwrap());
        let keys = |all: &[GlossaryEntry]| all.iter().map(|one| one.key.clone()).collect::<BTreeSet<_>>();
        assert!(german.len() > 30 && keys(&german).len() == german.len());
        assert_eq!(keys(&german), keys(&english));
        assert!(!german.last().unwrap().term.starts_with('Ä'), "Ä stands beside A");
        for entry in german.iter().chain(&english) {
            assert!(
                entry.text.ends_with('.') && !entry.source.is_empty() && !entry.term.is_empty(),
                "{entry:?}"
            );
            assert!(entry.key.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", entry.key);
        }
    }

    #[test]
    fn the_name_of_a_figure_leads_to_its_term() {
        for (name, key) in [
            ("Eingang 12 Monate", "eingang"),
            ("Bestand am Ende", "bestand"),
            ("P50 (Tage)", "perzentil"),
            ("älter als 3 Monate", "drei-monate"),
            ("Frühere Prognose", "prognose"),
            ("Older than three months: forecast", "drei-monate"),
            ("Auslastung", "auslastung"),
            ("Bedarf (VZÄ)", "bedarf"),
        ] {
            assert_eq!(term_of(name).as_deref(), Some(key), "{name}");
        }
        // A word that only begins alike is another one.
        assert_eq!(term_of("Netzwerk"), None);
        assert_eq!(term_of("Einheit"), None);
    }

    /// The pages lead to terms by their keys; a key that is none would lead nowhere.
    #[test]
    fn every_key_that_a_page_names_is_a_term() {
        let keys: BTreeSet<&str> = terms().iter().map(|term| term.key.as_str()).collect();
        let mut named: BTreeSet<String> = BTreeSet::new();
        let mut folders = vec![std::path::PathBuf::from("src/ui")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap();
                for call in ["meaning(\"", "means=\""] {
                    for (place, _) in text.match_indices(call) {
                        named.insert(text[place..].split('"').nth(1).unwrap().to_owned());
                    }
                }
                // The steps of the staircase stand in a list of their own.
                if let Some(list) =
                    text.split("pub const STAIRS:").nth(1).and_then(|rest| rest.split(';').nth(1))
                {
                    named.extend(list.split('"').skip(1).step_by(2).map(str::to_owned));
                }
            }
        }
        let unknown: Vec<&String> = named.iter().filter(|key| !keys.contains(key.as_str())).collect();
        assert!(unknown.is_empty() && named.len() > 5, "{unknown:?} of {named:?}");
    }
}
