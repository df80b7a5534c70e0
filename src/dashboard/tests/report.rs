//! The report of all units, and the panel of waiting times that a list of cases gives.

use super::*;

#[test]
fn the_time_of_open_cases_is_split_by_where_they_lie() {
    let figures = figures();
    let dashboard = figures.dashboard("aufenthalt", Language::German);
    let panel = dashboard.panel("wartezeit").unwrap();
    // Seven days where they lie now and three before: the parts of every row sum up to ten, whatever the age.
    for row in &panel.table.rows {
        let number = |place: usize| match row[place] {
            Cell::Number(value, _) => value,
            ref other => panic!("{other:?}"),
        };
        assert!((number(2) - 10.0).abs() < 1e-9 && ((3..9).map(number).sum::<f64>() - 10.0).abs() < 1e-9);
        assert!((number(8) - 3.0).abs() < 1e-9);
    }
    assert!(panel.sentence.contains("10 Tage alt. Seit 7 Tagen"), "{}", panel.sentence);
    assert!(panel.sentence.contains("3 Tage davor") && panel.notes.len() == 2, "{}", panel.sentence);
    // Without a list that says since when there is no panel, and nothing is withheld of it.
    let view = View { unit: dashboard.unit.clone(), case_type: None, relief: None };
    let cases = Cases { waited: None, ..figures.cases() };
    let without = Dashboard::of(&figures.sources(Language::German), &view, &cases);
    assert!(without.panel("wartezeit").is_none());
}

#[test]
fn the_report_of_all_units_holds_what_the_page_shows_and_withholds_the_same() {
    use crate::document::Block;
    let figures = figures();
    for language in [Language::German, Language::English] {
        let department = Department::of(&figures.sources(language), &figures.cases());
        let document = department.document(figures.generated.day, language);
        assert_eq!(document.as_of, figures.generated.day);
        let said = |words: &str| document.blocks.contains(&Block::Paragraph(words.into()));
        assert!(said(&department.sentence) && said(department.withheld.as_ref().unwrap()));
        let Some(Block::Table(units)) = document.blocks.iter().find(|block| matches!(block, Block::Table(_)))
        else {
            panic!("a report without its table");
        };
        assert_eq!(
            (units.rows.len(), units.columns.len() + 1),
            (department.units.len(), department.table.columns.len())
        );
        for (row, shown) in units.rows.iter().zip(&department.table.rows) {
            for (cell, figure) in row.cells.iter().zip(shown) {
                assert_eq!(*cell, figure.shown(language).as_str().into());
            }
        }
        let tables = document.blocks.iter().filter(|block| matches!(block, Block::Table(_)));
        assert_eq!(tables.count(), 1 + department.panels().count());
        // What was a column stands below the table, unit by unit; and what asks for attention above it.
        let lists: Vec<usize> = document
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::List { items, .. } => Some(items.len()),
                _ => None,
            })
            .collect();
        assert_eq!(lists[..2], [department.alerts.len(), department.units.len()]);
    }
}
