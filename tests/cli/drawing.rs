//! `chart`: the Organigramm as a file.

use crate::program::{errors, example, run, succeed};
use std::path::Path;

fn draw(folder: &Path, name: &str, more: &[&str]) -> Vec<u8> {
    let plan = folder.join("plan.json");
    std::fs::write(&plan, example()).unwrap();
    let file = folder.join(name);
    let mut call = vec!["chart", plan.to_str().unwrap(), "--output", file.to_str().unwrap()];
    call.extend(more);
    succeed(&call, b"");
    std::fs::read(&file).unwrap()
}

/// Pages of a PDF, from the count of its page tree.
fn pages(pdf: &[u8]) -> usize {
    String::from_utf8_lossy(pdf).matches("/Type /Page\n").count()
        + String::from_utf8_lossy(pdf).matches("/Type/Page/").count()
}

#[test]
fn draws_on_paper_of_every_size_and_on_several_sheets() {
    let folder = tempfile::tempdir().unwrap();
    for paper in ["a4", "a0"] {
        let pdf = draw(folder.path(), "chart.pdf", &["--paper", paper]);
        assert!(pdf.starts_with(b"%PDF-"));
        assert_eq!(pages(&pdf), 1, "{paper}");
    }
    let tiled = draw(folder.path(), "chart.pdf", &["--paper", "a4", "--tile", "--tasks"]);
    assert!(pages(&tiled) > 2, "{} sheets", pages(&tiled));
    assert_eq!(
        tiled,
        draw(folder.path(), "again.pdf", &["--paper", "a4", "--tile", "--tasks"]),
        "not the same twice"
    );
}

#[test]
fn draws_pictures_and_lists_posts() {
    let folder = tempfile::tempdir().unwrap();
    let svg = String::from_utf8(draw(folder.path(), "chart.svg", &["--on", "2024-07-01"])).unwrap();
    assert!(
        svg.contains("Stand 01.07.2024")
            && svg.contains("weggefallen zum 30.06.2024")
            && svg.contains("@font-face")
    );
    assert!(draw(folder.path(), "chart.png", &[]).starts_with(b"\x89PNG"));
    let csv = String::from_utf8(draw(folder.path(), "posts.csv", &[])).unwrap();
    assert!(csv.starts_with('\u{feff}') && csv.contains("\r\nTF-01;"));
}

#[test]
fn an_ending_that_is_no_form_is_refused() {
    let output = run(&["chart", "-", "--output", "chart.docx"], example().as_bytes());
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("svg, pdf, png oder csv"));
}

#[test]
fn writes_the_statement_and_the_staffing_plan() {
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("plan.json");
    std::fs::write(&plan, example()).unwrap();
    for (command, more, name, start) in [
        ("statement", &[][..], "a.pdf", &b"%PDF-1.7"[..]),
        ("statement", &["--kind", "beschlussvorlage"], "b.docx", b"PK"),
        ("statement", &[], "b.odt", b"PK"),
        ("staffing-plan", &[], "c.xlsx", b"PK"),
        ("staffing-plan", &[], "c.odt", b"PK"),
        ("staffing-plan", &["--list", "--year", "2026"], "d.csv", b"\xef\xbb\xbfNr.;"),
        ("staffing-plan", &["--year", "2025"], "e.pdf", b"%PDF-1.7"),
    ] {
        let file = folder.path().join(name);
        let mut call = vec![command, plan.to_str().unwrap(), "--output", file.to_str().unwrap()];
        call.extend(more);
        succeed(&call, b"");
        assert!(std::fs::read(&file).unwrap().starts_with(start), "{command} {name}");
    }
    let plan = plan.to_str().unwrap();
    for (call, words) in [
        (vec!["statement", plan, "--output", "a.rtf"], "rtf"),
        (vec!["statement", plan, "--output", "a.pdf", "--kind", "brief"], "beschlussvorlage"),
        (vec!["staffing-plan", plan, "--output", "a.xlsx", "--year", "1999"], "1999"),
    ] {
        let output = run(&call, b"");
        assert!(!output.status.success() && errors(&output).contains(words), "{call:?}: {}", errors(&output));
    }
}
