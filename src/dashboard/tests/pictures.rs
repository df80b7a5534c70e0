//! Pictures: what is in them can be told without their colours, and what stands beside time.

use super::*;
use crate::diagram::scene::Mark;
use std::collections::BTreeSet;

/// Classes of marks in a picture: (drawn, named in the legend).
fn classes(marks: &[Mark], found: &mut (BTreeSet<String>, BTreeSet<String>)) {
    for mark in marks {
        let class = match mark {
            Mark::Group { marks, .. } => {
                classes(marks, found);
                continue;
            }
            Mark::Rect { class, .. } | Mark::Line { class, .. } | Mark::Path { class, .. } => class,
            Mark::Text { .. } => continue,
        };
        match class.strip_prefix("key ") {
            Some(key) => drop(found.1.insert(key.split(' ').next().unwrap().to_owned())),
            None => drop(found.0.insert(class.clone())),
        }
    }
}

/// What of the style sheet is about a class: lightness of its colour from 0 to 100 (L* of CIE), and its strokes.
fn look(selector: &str) -> (f64, String) {
    let rule =
        PICTURE_STYLE.split(&format!("{selector}{{")).nth(1).unwrap_or_else(|| panic!("no rule {selector}"));
    let rule = rule.split('}').next().unwrap();
    let value = |name: &str| {
        let mut all = rule.split(';').filter_map(|one| one.split_once(':'));
        all.find(|(key, value)| *key == name && *value != "none").map(|(_, value)| value.to_owned())
    };
    let colour =
        value("fill").or_else(|| value("stroke")).unwrap_or_else(|| panic!("{selector} has no colour"));
    let part = |at: usize| f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
    let linear = |part: f64| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
    let luminance = 0.2126 * linear(part(1)) + 0.7152 * linear(part(3)) + 0.0722 * linear(part(5));
    let lightness = if luminance > 0.008_856 { 116.0 * luminance.cbrt() - 16.0 } else { 903.3 * luminance };
    (lightness, ["stroke-dasharray", "stroke-width"].map(|name| value(name).unwrap_or_default()).join("|"))
}

/// Every picture of every unit: title, description, table behind it, a name for everything drawn, and nothing that only its hue tells
/// from another.
#[test]
fn every_picture_can_be_read_without_its_colours() {
    let figures = figures();
    let mut pictures = 0;
    for unit in &figures.plan.units {
        for language in [Language::German, Language::English] {
            let dashboard = figures.dashboard(unit.id.as_str(), language);
            for panel in &dashboard.panels {
                let Some(picture) = &panel.picture else { continue };
                let place = format!("{} {}", unit.id, panel.key);
                pictures += 1;
                assert!(!picture.title.is_empty() && picture.description == panel.sentence, "{place}");
                assert!(!panel.caption.is_empty() && !panel.table.rows.is_empty(), "{place}");
                let mut found = (BTreeSet::new(), BTreeSet::new());
                classes(&picture.marks, &mut found);
                let (drawn, named) = found;
                // What stands beside its own words, and the points of the only series.
                let alone = ["grid", "axis", "event", "limit", "percentile", "case"];
                let series: Vec<&String> =
                    drawn.iter().filter(|class| !alone.contains(&class.as_str())).collect();
                for class in &series {
                    assert!(
                        named.contains(class.split(' ').next_back().unwrap()),
                        "{place}: {class} has no name"
                    );
                }
                let looks = |kind: fn(&str) -> bool, selector: fn(&str) -> String| -> Vec<_> {
                    let own = series.iter().filter(|class| kind(class.as_str()));
                    own.map(|class| (class.as_str(), look(&selector(class)))).collect()
                };
                let areas = looks(|class| !class.contains(' '), |class| format!(".{class}"));
                let courses = looks(
                    |class| class.starts_with("course "),
                    |class| format!("path.{}", class.replace(' ', ".")),
                );
                for of_a_kind in [areas, courses] {
                    for (at, (one, (light, strokes))) in of_a_kind.iter().enumerate() {
                        for (other, (other_light, other_strokes)) in &of_a_kind[at + 1..] {
                            let apart = (light - other_light).abs() >= 8.0 || strokes != other_strokes;
                            assert!(apart, "{place}: {one} looks like {other} in grey");
                        }
                    }
                }
            }
        }
    }
    assert!(pictures > 60, "{pictures}");
}

/// Time on an axis: what happens then is marked, and the year before stands beside it, in the picture and in the table.
#[test]
fn pictures_over_time_have_events_and_the_year_before() {
    let figures = figures();
    let dashboard = figures.dashboard("aufenthalt", Language::German);
    for (key, column) in
        [("bewegung", "Eingang im Vorjahr"), ("bestand", "im Vorjahr"), ("fluss", "offen im Vorjahr")]
    {
        let panel = dashboard.panel(key).unwrap();
        let mut found = (BTreeSet::new(), BTreeSet::new());
        classes(&panel.picture.as_ref().unwrap().marks, &mut found);
        assert!(found.0.contains("course before") && found.1.contains("before"), "{key}: {found:?}");
        let place = panel.table.columns.iter().position(|one| one.name == column).unwrap();
        let known = panel.table.rows.iter().filter(|row| matches!(row[place], Cell::Number(..))).count();
        assert!(known >= 12, "{key}: {known} months have a year before");
    }
    let panel = dashboard.panel("dauer").unwrap();
    let mut found = (BTreeSet::new(), BTreeSet::new());
    classes(&panel.picture.as_ref().unwrap().marks, &mut found);
    assert!(found.0.contains("before") && found.1.contains("before"), "{found:?}");
    assert!(panel.sentence.contains("Im Vorjahr"), "{}", panel.sentence);
    assert!(matches!(panel.table.rows[0][5..], [Cell::Number(..), Cell::Number(..), Cell::Number(..)]));
    // Events of the time that each picture shows, told below it with their number.
    for key in ["bewegung", "bestand", "drei-monate", "dauer", "fluss", "last"] {
        let panel = dashboard.panel(key).unwrap();
        let mut found = (BTreeSet::new(), BTreeSet::new());
        classes(&panel.picture.as_ref().unwrap().marks, &mut found);
        assert_eq!(
            found.0.contains("event"),
            panel.notes.iter().any(|note| note.starts_with("1: ")),
            "{key}"
        );
        assert!(found.0.contains("event"), "{key}: {:?}", panel.notes);
    }
}

/// Plan less every reduction is what reaches the cases, on every day of the table.
#[test]
fn reductions_add_up() {
    let figures = figures();
    for unit in ["aufenthalt", "abteilung", "einbuergerung"] {
        let dashboard = figures.dashboard(unit, Language::German);
        let panel = dashboard.panel("minderungen").unwrap();
        assert_eq!(panel.table.rows.len(), 13, "{unit}");
        for row in &panel.table.rows {
            assert!(matches!(row[0], Cell::Date(_)));
            let figures: Vec<f64> = row[1..]
                .iter()
                .map(|cell| match cell {
                    Cell::Number(value, _) => *value,
                    _ => panic!("{row:?}"),
                })
                .collect();
            let (last, taken) = figures[1..].split_last().unwrap();
            assert!((figures[0] - taken.iter().sum::<f64>() - last).abs() < 1e-6, "{unit}: {row:?}");
        }
        assert!(
            panel.notes.iter().any(|note| note.starts_with("Einarbeitung ")),
            "{unit}: {:?}",
            panel.notes
        );
    }
}
