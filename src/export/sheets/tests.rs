//! The formulas of the sheets, computed by a small reader of our own, come to the results that are written beside them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod calculator;

use super::*;
use crate::assessment::{Request, assess};
use crate::document::Value;
use crate::plan::{Method, builtin, changes_from_json};
use crate::staffing_plan::{Reasons, draft};
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
    let sheets = staffing_plan_sheets(&plan, &drawn);
    assert!(recompute(&sheets) > 80);
    let total = sheets[0].rows.last().unwrap();
    assert_eq!(sheets[0].shown(3, &total.cells[3], Language::German), "49,50");
    let list = change_list_sheet(&drawn);
    assert_eq!(list.rows.len(), drawn.entries.len() + 1);
    assert!(recompute(&[list]) >= drawn.entries.len() + 2);
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
    let sheets = staffing_plan_sheets(&plan, &drawn);
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
