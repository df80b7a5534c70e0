//! The formulas of the sheets, computed by a small reader of our own, come to the results that are written beside them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod calculator;

use super::*;
use crate::assessment::{Request, assess};
use crate::document::{SheetRow, Value};
use crate::plan::{EuroPerYear, Method, builtin, changes_from_json};
use crate::staffing_plan::{Frozen, Reasons, draft};
use calculator::Calculator;

/// Every formula of the sheets against its result.
fn recompute(sheets: &[Sheet]) -> usize {
    let calculator = Calculator::new(sheets);
    let mut count = 0;
    for sheet in sheets {
        for (index, row) in sheet.rows.iter().enumerate() {
            for (column, cell) in row.cells.iter().enumerate() {
                let Value::Formula { formula, result } = &cell.value else { continue };
                let written = sheet.formula_at(formula, index);
                let found = calculator.formula(&sheet.name, &written);
                let close = (found - result).abs() <= 1e-9 * result.abs().max(1.0);
                assert!(
                    close,
                    "{} row {} column {column}: {written} is {found}, not {result}",
                    sheet.name,
                    index + 2
                );
                count += 1;
            }
        }
    }
    count
}

const CHANGES: &str = r#"[
    {"effective": "2024-03-01", "action": {"move_post": {"post": "AA-05", "to": "einbuergerung"}}},
    {"effective": "2024-03-01", "action": {"set_post": {"post": "TF-01", "kw": "2025-12-31"}}},
    {"effective": "2024-03-01", "action": {"add_post": {"id": "NEU-1", "unit": "service-point", "title": "Service",
        "grade": "E 8", "fte": 0.5, "provenance": "assumption", "note": "Bedarf"}}}]"#;

#[test]
fn the_staffing_plan_recomputes() {
    let plan = builtin().unwrap();
    let changes = changes_from_json(CHANGES.as_bytes()).unwrap();
    let drawn = draft(&plan, &changes, 2025, &Reasons::default());
    let sheets = staffing_plan_sheets(&drawn);
    assert!(recompute(&sheets) > 80);
    let total = sheets[0].rows.last().unwrap();
    assert_eq!(shown(&sheets[0], total, "Stellen 2025"), "49,50");
    let list = change_list_sheet(&drawn);
    assert_eq!(list.rows.len(), drawn.entries.len() + 1);
    // Nobody takes the posts that were assumed for those of the document.
    let origin = |post: &str| {
        let line = list.rows.iter().find(|row| shown(&list, row, "Stelle") == post).unwrap();
        shown(&list, line, "Herkunft")
    };
    assert_eq!((origin("TF-02").as_str(), origin("AA-05").as_str()), ("Annahme", "Quelle"));
    let told = |word: &str| list.notes.iter().any(|note| note.starts_with(&format!("Herkunft „{word}“")));
    assert!(told("Annahme") && told("Quelle"));
    assert!(recompute(&[list]) >= drawn.entries.len() + 2);
}

#[test]
fn a_frozen_plan_has_the_rows_and_sums_of_the_one_that_it_was() {
    let plan = builtin().unwrap();
    let changes = changes_from_json(CHANGES.as_bytes()).unwrap();
    let drawn = draft(&plan, &changes, 2025, &Reasons::default());
    let living = staffing_plan_sheets(&drawn).remove(0);
    let frozen = Frozen::of(&drawn, "Szenario");
    let sheet = frozen_plan_sheet(&frozen, "Festgehalten am 01.03.2024.");
    assert!(recompute(std::slice::from_ref(&sheet)) > 40);
    assert_eq!(sheet.columns.len(), living.columns.len());
    assert_eq!(sheet.rows.len(), living.rows.len());
    for (row, of_living) in sheet.rows.iter().zip(&living.rows) {
        for column in &living.columns {
            let heading = column.heading.as_str();
            assert_eq!(shown(&sheet, row, heading), shown(&living, of_living, heading), "{heading}");
        }
    }
    assert_eq!(sheet.notes[0], "Festgehalten am 01.03.2024.");
    let list = frozen_change_sheet(&frozen, "Festgehalten am 01.03.2024.");
    assert_eq!(list.rows.len(), drawn.entries.len() + 1);
    let of_living = change_list_sheet(&drawn);
    same_list(&list, &of_living);
    assert_eq!(list.columns, of_living.columns);
    assert_eq!(recompute(&[list]), drawn.entries.len() + 2);
    // What was frozen before extents, rules and cause were kept has no columns for them.
    let mut earlier = frozen;
    for entry in &mut earlier.entries {
        (entry.before, entry.after, entry.law, entry.by_scenario) = (None, None, None, None);
    }
    let list = frozen_change_sheet(&earlier, "Festgehalten am 01.03.2024.");
    let not_kept = ["VZÄ vorher", "VZÄ nachher", "Rechtsgrundlage", "Anlass"];
    let kept = of_living.columns.iter().filter(|column| !not_kept.contains(&column.heading.as_str()));
    assert!(list.columns.iter().eq(kept));
    same_list(&list, &of_living);
    assert!(list.notes.iter().all(|note| !note.contains("Rechtsgrundlagen")), "{:?}", list.notes);
    assert_eq!(recompute(&[list]), 2);
}

/// The columns of a frozen list say what the living one says.
fn same_list(list: &Sheet, living: &Sheet) {
    for (row, of_living) in list.rows.iter().zip(&living.rows) {
        for column in &list.columns {
            let heading = column.heading.as_str();
            assert_eq!(shown(list, row, heading), shown(living, of_living, heading), "{heading}");
        }
    }
}

/// What stands in the column with this heading.
fn shown(sheet: &Sheet, row: &SheetRow, heading: &str) -> String {
    let column = sheet.columns.iter().position(|column| column.heading == heading).unwrap();
    row.cells.get(column).map_or_else(String::new, |cell| sheet.shown(column, cell, Language::German))
}

fn row_of<'a>(sheet: &'a Sheet, unit: &str, grade: &str) -> &'a SheetRow {
    let is = |row: &&SheetRow| {
        shown(sheet, row, "Organisationseinheit") == unit && shown(sheet, row, "Bewertung") == grade
    };
    sheet.rows.iter().find(is).unwrap()
}

#[test]
fn explanations_sub_budget_and_evaluation_stand_in_the_sheets() {
    let mut plan = builtin().unwrap();
    let unit = plan.units.iter_mut().find(|unit| unit.id.as_str() == "einbuergerung").unwrap();
    unit.budget = Some("Teilhaushalt 12".to_owned());
    let name = unit.name.clone();
    let changes = changes_from_json(
        r#"[{"effective": "2024-03-01", "action": {"set_post": {"post": "AA-05", "grade": "A 11", "terms": {
                "evaluation": {"on": "2024-01-15", "reason": "schwierige Fälle"}}}}},
            {"effective": "2024-03-01", "action": {"move_post": {"post": "AA-05", "to": "einbuergerung"}}}]"#
            .as_bytes(),
    )
    .unwrap();
    let drawn = draft(&plan, &changes, 2025, &Reasons::default());
    let number = drawn.entries.iter().find(|entry| entry.post.as_str() == "AA-05").unwrap().number;
    let sheets = staffing_plan_sheets(&drawn);
    let row = row_of(&sheets[0], &name, "A 11");
    assert_eq!(shown(&sheets[0], row, "Teilhaushalt"), "Teilhaushalt 12");
    let explained = format!("+1,00: lfd. Nr. {number}; AA-05 bewertet am 15.01.2024: schwierige Fälle");
    assert_eq!(shown(&sheets[0], row, "Erläuterung"), explained);
    let list = change_list_sheet(&drawn);
    let line = list.rows.iter().find(|row| shown(&list, row, "Stelle") == "AA-05").unwrap();
    assert_eq!(shown(&list, line, "Erläuterung"), "bewertet am 15.01.2024: schwierige Fälle");
    let about = About { title: "Stellenplan 2025".to_owned(), as_of: drawn.day };
    let csv = String::from_utf8(tables(&sheets, &about, TableForm::Csv).unwrap()).unwrap();
    assert!(csv.contains("Teilhaushalt 12") && csv.contains(&explained), "{csv}");
}

#[test]
fn an_edited_cost_is_what_the_sheet_reckons_with_and_names_the_house() {
    let plan = builtin().unwrap();
    let mut costs = plan.assumptions.cost_per_grade.clone();
    costs.insert("E 9b".to_owned(), EuroPerYear::parse(75_000.0).unwrap());
    let costs = serde_json::to_string(&costs).unwrap();
    let changes = changes_from_json(
        format!(r#"[{{"effective": "2024-03-01", "action": {{"set_assumptions": {{"cost_per_grade": {costs}}}}}}}]"#)
            .as_bytes(),
    )
    .unwrap();
    let mut reasons = Reasons::default();
    reasons.add(&changes, Some("Ist der Kämmerei"));
    let sheets = staffing_plan_sheets(&draft(&plan, &changes, 2025, &reasons));
    assert!(recompute(&sheets) > 80, "with the edited cost");
    let source = |grade: &str| {
        let row = sheets[1].rows.iter().find(|row| shown(&sheets[1], row, "Bewertung") == grade).unwrap();
        (shown(&sheets[1], row, "Euro im Jahr"), shown(&sheets[1], row, "Quelle"))
    };
    let own = "eigener Ansatz des Hauses (Annahme): Ist der Kämmerei";
    assert_eq!(source("E 9b"), ("75.000,00\u{202f}€".to_owned(), own.to_owned()));
    assert!(source("E 9c").1.starts_with("KGSt 8/2025"));
}

#[test]
fn posts_of_an_odd_size_and_posts_on_leave_recompute() {
    let plan = builtin().unwrap();
    let changes = changes_from_json(
        r#"[{"effective": "2024-03-01", "action": {"add_post": {"id": "NEU-1", "unit": "service-point", "title": "Service",
                "grade": "E 8", "fte": 1.077, "provenance": "assumption", "note": "42 von 39 Stunden"}}},
            {"effective": "2024-03-01", "action": {"set_post": {"post": "AA-06", "terms": {"leave": {"until": "2025-12-31"}}}}}]"#
            .as_bytes(),
    )
    .unwrap();
    let drawn = draft(&plan, &changes, 2025, &Reasons::default());
    let sheets = staffing_plan_sheets(&drawn);
    assert!(recompute(&sheets) > 80);
    let csv = sheets[0].to_csv();
    assert!(csv.contains(",077;"), "1,077 is not 1,08: {csv}");
    assert!(recompute(&[change_list_sheet(&drawn)]) >= drawn.entries.len() + 2);
}

#[test]
fn a_row_of_odd_posts_costs_in_the_page_what_its_formula_comes_to() {
    let plan = builtin().unwrap();
    let changes = changes_from_json(
        r#"[{"effective": "2024-03-01", "action": {"set_assumptions": {"cost_per_grade": {"A 16": 75123.45}}}},
            {"effective": "2024-03-01", "action": {"add_post": {"id": "N-1", "unit": "service-point", "title": "S",
                "grade": "A 16", "fte": 0.333, "provenance": "assumption", "note": "Bedarf"}}},
            {"effective": "2024-03-01", "action": {"add_post": {"id": "N-2", "unit": "service-point", "title": "S",
                "grade": "A 16", "fte": 0.333, "provenance": "assumption", "note": "Bedarf"}}}]"#
            .as_bytes(),
    )
    .unwrap();
    let sheets = staffing_plan_sheets(&draft(&plan, &changes, 2025, &Reasons::default()));
    let row = sheets[0].rows.iter().find(|row| shown(&sheets[0], row, "Bewertung") == "A 16").unwrap();
    assert_eq!(shown(&sheets[0], row, "Personalkosten 2025 im Jahr"), "50.032,21\u{202f}€");
    assert!(recompute(&sheets) > 2);
}

#[test]
fn the_assessment_recomputes_in_both_methods() {
    let plan = builtin().unwrap();
    for method in [Method::Kgst, Method::Bmi] {
        let mut request = Request::year(2023);
        request.method = Some(method);
        let assessment = assess(&plan, &request).unwrap();
        let sheets = assessment_sheets(&assessment, request.backlog_years);
        assert!(recompute(&sheets) > 200, "{method:?}");
    }
    let expected = assess(&plan, &Request::on(plan.as_of)).unwrap();
    assert!(recompute(&assessment_sheets(&expected, 2.0)) > 200);
}

#[test]
fn tables_are_given_out_in_every_form() {
    let plan = builtin().unwrap();
    let drawn = draft(&plan, &[], 2025, &Reasons::default());
    let about = About { title: "Stellenplan 2025".to_owned(), as_of: drawn.day };
    let sheets = staffing_plan_sheets(&drawn);
    for (form, start) in [
        (TableForm::Xlsx, &b"PK"[..]),
        (TableForm::Docx, b"PK"),
        (TableForm::Pdf, b"%PDF"),
        (TableForm::Csv, b"\xef\xbb\xbfOrganisationseinheit;"),
    ] {
        assert!(tables(&sheets, &about, form).unwrap().starts_with(start), "{form:?}");
        assert_eq!(TableForm::of_ending(form.ending()), Some(form));
    }
}
