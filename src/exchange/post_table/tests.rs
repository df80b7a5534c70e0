//! Tables of posts as they come, and what they would change.

use super::*;
use crate::exchange::{Rows, posts_csv};
use crate::format::Language;
use crate::plan::builtin;

fn read(text: &str) -> Result<PostsFile, Vec<String>> {
    read_posts(&builtin().unwrap(), &Mapping::default(), Rows::new(text.as_bytes()))
        .map_err(|wrong| wrong.iter().map(ToString::to_string).collect())
}

#[test]
fn what_goes_out_comes_in_without_a_difference() {
    let plan = builtin().unwrap();
    let organisation = plan.on(plan.as_of, &[]);
    let values = plan.units.iter().map(|unit| (unit.id.clone(), "5 % low".to_owned())).collect();
    let column = ("Colour and pattern of the units: Load".to_owned(), values);
    for (language, more) in [(Language::German, None), (Language::English, Some(&column))] {
        let file = read(&posts_csv(&organisation, plan.as_of, language, more)).unwrap();
        assert_eq!(file.posts.len(), organisation.plan.posts.len());
        let found = post_differences(&organisation, plan.as_of, &file.posts);
        assert_eq!((found.posts, found.unchanged), (Vec::new(), file.posts.len()));
    }
}

#[test]
fn tells_new_from_changed_from_vanished_and_its_changes_fit() {
    let plan = builtin().unwrap();
    let organisation = plan.on(plan.as_of, &[]);
    let text = posts_csv(&organisation, plan.as_of, Language::German, None);
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let place = |id: &str| lines.iter().position(|line| line.starts_with(&format!("{id};"))).unwrap();
    let (changed, gone) = (place("SL-01"), place("TF-01"));
    lines[changed] = "SL-01;Asyl;Sachgebietsleitung;A 13;0,500;besetzt;01.10.2016;kw 06/2030;;;".to_owned();
    lines.remove(gone);
    lines.push(
        "NEU-01;einbuergerung;Sachbearbeitung;EG 9b;1,000;vakant;;KW-Vermerk bis zum 31.12.2030;;;"
            .to_owned(),
    );
    let unit = plan.units.iter().find(|unit| unit.id.as_str() == "asyl").unwrap();
    lines[changed] = lines[changed].replace(";Asyl;", &format!(";{};", unit.name));
    let file = read(&(lines.join("\n") + "\n")).unwrap();
    let found = post_differences(&organisation, plan.as_of, &file.posts);
    assert_eq!(found.counts(), (1, 1, 1));
    let by = |id: &str| found.posts.iter().find(|one| one.post.as_str() == id).unwrap();
    assert!(
        by("SL-01").after.contains("0,500 VZÄ") && by("SL-01").after.contains("kw 30.06.2030"),
        "{:?}",
        by("SL-01")
    );
    assert!(by("TF-01").vanished && by("NEU-01").before.is_empty());
    let changes: Vec<_> = found.posts.iter().flat_map(|one| one.changes.clone()).collect();
    let after = plan.on(plan.as_of, &changes);
    assert_eq!(after.conflicts, []);
    let again = post_differences(&after, plan.as_of, &file.posts);
    assert_eq!(again.posts, []);
}

#[test]
fn names_every_wrong_place() {
    let text = "Stelle;Einheit;VZÄ;Besetzung;kw;Stelleninhaberin\nA 1/x;asyl;1;besetzt;;Müller\nA-2;nirgends;1;;;\nA-3;asyl;1.590;;;\n\
        A-4;asyl;0;;;\nA-5;asyl;viel;;;\nA-6;asyl;1;halb;;\nA-7;asyl;1;;bald;\nA-8;asyl;1;;31.06.2024;\nA-9;asyl;1;;13/2024;\n";
    let found = read(text).unwrap_err();
    let expected = [
        "Zeile 2, Spalte A („Stelle“)",
        "Zeile 3, Spalte B („Einheit“): Die Einheit „nirgends“ gibt es im Plan nicht.",
        "Zeile 4, Spalte C („VZÄ“): „1.590“ kann auch Tausende heißen. Bitte schreiben Sie den Umfang mit Komma: „1,59“.",
        "Zeile 5, Spalte C („VZÄ“): „0“ ist kein Umfang",
        "Zeile 6, Spalte C („VZÄ“): „viel“ ist keine Zahl",
        "Zeile 7, Spalte D („Besetzung“): „halb“ ist nicht bekannt",
        "Zeile 8, Spalte E („kw“): „bald“ ist kein kw-Vermerk",
        "Zeile 9, Spalte E („kw“): „31.06.2024“ gibt es im Kalender nicht",
        "Zeile 10, Spalte E („kw“): „13/2024“ gibt es im Kalender nicht",
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}");
    }
}

#[test]
fn reads_the_habits_of_offices() {
    // Decimal comma, a sum row, a column with names, kw in four forms.
    let text = "Stelle;OE;Umfang;EGr;kw-Vermerk;Name\r\nX-1;asyl;0,50;EG9b;kw 30.06.2024;Maier\r\nX-1;eu;0,25;EG9b;;Maier\r\n\
        X-2;asyl;1;;KW 06/2024;\r\nX-3;asyl;0,430;;kw;\r\nX-4;asyl;1;;KW-Vermerk bis zum 30.06.2024;\r\nSumme;;3,18;;;\r\n";
    let file = read(text).unwrap();
    let end = NaiveDate::from_ymd_opt(2024, 6, 30);
    let kws: Vec<_> = file.posts.iter().map(|post| post.kw).collect();
    assert_eq!(kws, [Some(end), Some(end), None, Some(end)]);
    assert_eq!(file.posts[0].shares.len(), 2);
    assert_eq!(file.posts[2].shares[0].fte, Fte::from_thousandths(430));
    assert!(file.notices[0].contains("Angaben über Personen"), "{:?}", file.notices);
}
