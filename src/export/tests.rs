//! Documents and workbooks, read back.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

#[expect(dead_code, reason = "the reader of the server's tests, which read in other ways too")]
#[path = "../../tests/api/pdf_text.rs"]
mod pdf_text;

use super::*;
use crate::diagram::scene::{Anchor, Mark, Scene};
use crate::document::{
    Block, Bound, Cell, Column, Figure, Form as Written, Level, Orientation, Row, Sheet, SheetColumn, Span,
    Table, Text,
};
use crate::format::Language;
use chrono::NaiveDate;
use pdf_text::{head_cells, pdf_words, plain};
use resvg::usvg::roxmltree;
use std::io::{Cursor, Read};

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 2, 1).unwrap()
}

fn figure() -> Figure {
    let text = Mark::Text {
        class: String::new(),
        at: (10.0, 20.0),
        anchor: Anchor::Start,
        text: "Bestand".to_owned(),
    };
    let scene = Scene {
        width: 300.0,
        height: 80.0,
        title: "Verlauf".to_owned(),
        description: "Der Bestand steigt.".to_owned(),
        marks: vec![text],
    };
    Figure { scene, style_sheet: "text{font-size:10px}".to_owned(), caption: "Bild 1: Bestand".to_owned() }
}

fn document(rows: usize, orientation: Orientation) -> Document {
    let assumed = Bound { value: "4,00 VZÄ".to_owned(), source: "Plan, Annahme".to_owned(), assumed: true };
    let text = Text::from("Dem Sachgebiet sind ")
        .with(Span::Figure(assumed))
        .with(Span::Plain(" zugeordnet & <mehr>. ".repeat(30)));
    let row = |number: usize| {
        Row::plain(vec![
            format!("Zeile {number}").into(),
            "Einbürgerung/Staatsangehörigkeit".into(),
            "1.234,50 €".into(),
        ])
    };
    let mut rows: Vec<Row> = (1..=rows).map(row).collect();
    rows.insert(0, Row::group("Sachgebiet"));
    rows.push(Row::sum(vec!["Summe".into(), Text::empty(), "1,00".into()]));
    let columns = vec![Column::words("Stelle"), Column::words("Einheit"), Column::figures("Kosten im Jahr")];
    Document {
        title: "Stellungnahme".to_owned(),
        description: "Zum Antrag".to_owned(),
        language: Language::German,
        as_of: day(),
        orientation,
        blocks: vec![
            Block::Heading(Level::Section, "Sachgebiete".to_owned()),
            Block::Paragraph(text),
            Block::Heading(Level::Part, "Aufenthalt".to_owned()),
            Block::List { numbered: false, items: vec!["eins".into(), "zwei".into()] },
            Block::List { numbered: true, items: vec!["erstens".into()] },
            Block::Table(Table { caption: "Stellen".to_owned(), columns, rows }),
            Block::Figure(figure()),
            Block::PageBreak,
            Block::Paragraph("Ende.".into()),
        ],
    }
}

fn part(docx: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_document_becomes_a_tagged_pdf_and_twice_the_same() {
    for orientation in [Orientation::Portrait, Orientation::Landscape] {
        let pdf = document_pdf(&document(120, orientation)).unwrap();
        assert!(pdf.starts_with(b"%PDF-1.7"));
        let has = |word: &str| pdf.windows(word.len()).any(|window| window == word.as_bytes());
        for word in
            ["/StructTreeRoot", "/Marked true", "/Lang", "pdfuaid", "/Outlines", "/DisplayDocTitle true"]
        {
            assert!(has(word), "{word}");
        }
        assert_eq!(pdf, document_pdf(&document(120, orientation)).unwrap());
    }
}

#[test]
fn rows_are_not_cut_and_headings_are_repeated() {
    let set = typeset::set(&document(120, Orientation::Portrait)).unwrap();
    assert!(set.pages.len() >= 4, "{}", set.pages.len());
    let texts = |page: &typeset::Page, text: &str| {
        let inks = page.pieces.iter().flat_map(|piece| &piece.ink);
        inks.filter(|ink| matches!(ink, typeset::Ink::Text { text: found, .. } if found.trim_end() == text))
            .count()
    };
    for page in &set.pages[1..3] {
        assert_eq!(texts(page, "Stelle"), 1, "the headings of the columns");
    }
    for page in &set.pages {
        for ink in page.pieces.iter().flat_map(|piece| &piece.ink) {
            if let typeset::Ink::Text { baseline, x, .. } = ink {
                assert!(*baseline < set.height - 30.0 && *x > 50.0 && *x < set.width - 40.0, "{ink:?}");
            }
        }
    }
    let count = set.pages.len();
    for (index, page) in set.pages.iter().enumerate() {
        assert_eq!(texts(page, &format!("Seite {} von {count}", index + 1)), 1);
    }
}

#[test]
fn a_sum_stays_with_the_last_row_above_it() {
    for rows in 20..60 {
        let set = typeset::set(&document(rows, Orientation::Portrait)).unwrap();
        let holds = |page: &typeset::Page, text: &str| {
            let mut inks = page.pieces.iter().flat_map(|piece| &piece.ink);
            inks.any(|ink| matches!(ink, typeset::Ink::Text { text: found, .. } if found.trim_end() == text))
        };
        let page = set.pages.iter().find(|page| holds(page, "Summe")).unwrap();
        assert!(holds(page, &format!("Zeile {rows}")) || holds(page, &rows.to_string()), "{rows} rows");
    }
}

#[test]
fn a_row_higher_than_a_page_is_continued() {
    let mut document = document(1, Orientation::Portrait);
    let long = "Begründung mit vielen Worten. ".repeat(300);
    let table = Table {
        caption: String::new(),
        columns: vec![Column::words("Stelle"), Column::words("Begründung")],
        rows: vec![Row::plain(vec!["AA-01".into(), long.as_str().into()])],
    };
    document.blocks = vec![Block::Table(table)];
    let set = typeset::set(&document).unwrap();
    let words: usize = set
        .pages
        .iter()
        .flat_map(|page| &page.pieces)
        .flat_map(|piece| &piece.ink)
        .filter_map(|ink| match ink {
            typeset::Ink::Text { text, .. } => Some(text.matches("Worten.").count()),
            _ => None,
        })
        .sum();
    assert_eq!(words, 300);
    assert!(document_pdf(&document).is_ok());
}

#[test]
fn signs_that_the_font_lacks_do_not_break_the_file() {
    let mut document = document(1, Orientation::Portrait);
    document.title = "漢字 \u{202f}◇ 🏳 \u{0}\u{7f}".to_owned();
    document.blocks = vec![Block::Paragraph("".into()), Block::Paragraph("🏳️‍🌈 e\u{301} ﬁ".into())];
    assert!(document_pdf(&document).is_ok());
    assert!(document_docx(&document).is_ok());
    read_odt(&document_odt(&document).unwrap(), |_| ());
}

#[test]
fn a_document_becomes_a_docx_with_real_headings_tables_and_notes() {
    let docx = document_docx(&document(3, Orientation::Landscape)).unwrap();
    let body = part(&docx, "word/document.xml");
    for word in [
        "<w:pStyle w:val=\"Heading1\"/>",
        "<w:pStyle w:val=\"Heading2\"/>",
        "<w:tblHeader/>",
        "w:gridSpan w:val=\"3\"",
        "4,00 VZÄ (Annahme)",
        "&amp; &lt;mehr&gt;",
        "<w:numId w:val=\"2\"/>",
        "w:orient=\"landscape\"",
        "descr=\"Der Bestand steigt.\"",
        "Quellen und Anmerkungen",
    ] {
        assert!(body.contains(word), "{word}");
    }
    assert!(part(&docx, "word/styles.xml").contains("w:lang w:val=\"de-DE\""));
    assert!(part(&docx, "docProps/core.xml").contains("<dc:title>Stellungnahme</dc:title>"));
    assert!(part(&docx, "word/_rels/document.xml.rels").contains("media/bild6.png"));
    assert_eq!(docx, document_docx(&document(3, Orientation::Landscape)).unwrap());
}

/// The text of a DOCX, paragraph behind paragraph.
fn typed(docx: &[u8]) -> String {
    let body = part(docx, "word/document.xml").replace("</w:p>", "\n");
    let mut text = String::new();
    let mut rest = body.as_str();
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        rest = after.split_once('>').map_or("", |(_, behind)| behind);
    }
    plain(&text)
}

/// Reads every part of an ODT that is XML, which fails where one is not well-formed, and looks at the main part.
fn read_odt<T>(odt: &[u8], look: impl FnOnce(&roxmltree::Document) -> T) -> T {
    for name in ["META-INF/manifest.xml", "styles.xml", "meta.xml"] {
        roxmltree::Document::parse(&part(odt, name)).expect(name);
    }
    look(&roxmltree::Document::parse(&part(odt, "content.xml")).unwrap())
}

/// The text of an ODT, paragraph behind paragraph.
fn written(odt: &[u8]) -> String {
    let mut text = String::new();
    read_odt(odt, |content| {
        let paragraphs = content.descendants().filter(|node| matches!(node.tag_name().name(), "p" | "h"));
        for paragraph in paragraphs {
            for node in paragraph.descendants() {
                let picture = node.ancestors().any(|above| above.tag_name().name() == "frame");
                match node.text().filter(|_| node.is_text() && !picture) {
                    Some(words) => text.push_str(words),
                    None if node.tag_name().name() == "s" => text.push(' '),
                    None => {}
                }
            }
            text.push('\n');
        }
    });
    plain(&text)
}

/// The lines that say something.
fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

#[test]
fn an_odt_is_a_package_as_the_standard_wants_it() {
    let odt = document_odt(&document(3, Orientation::Portrait)).unwrap();
    assert_eq!(odt, document_odt(&document(3, Orientation::Portrait)).unwrap(), "the same twice");
    // Name and kind stand at fixed places, without anything between them.
    assert_eq!(&odt[30..38], b"mimetype");
    assert_eq!(&odt[38..38 + ODT.len()], ODT.as_bytes());
    let mut zip = zip::ZipArchive::new(Cursor::new(&odt)).unwrap();
    let first = zip.by_index(0).unwrap();
    assert_eq!(
        (first.name().unwrap().as_ref(), first.compression()),
        ("mimetype", zip::CompressionMethod::Stored)
    );
    drop(first);
    let mut parts: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    parts.retain(|name| name != "mimetype" && name != "META-INF/manifest.xml");
    parts.push("/".to_owned());
    parts.sort();
    let manifest = part(&odt, "META-INF/manifest.xml");
    let manifest = roxmltree::Document::parse(&manifest).unwrap();
    let paths = manifest.descendants().flat_map(|node| node.attributes());
    let paths = paths.filter(|attribute| attribute.name() == "full-path");
    let mut listed: Vec<String> = paths.map(|attribute| attribute.value().to_owned()).collect();
    listed.sort();
    assert_eq!(listed, parts);
    assert!(parts.contains(&"Pictures/bild6.png".to_owned()), "{parts:?}");
}

#[test]
fn an_odt_has_real_headings_tables_and_notes_on_paper_of_its_kind() {
    let odt = document_odt(&document(3, Orientation::Landscape)).unwrap();
    let body = part(&odt, "content.xml");
    for word in [
        "<text:h text:style-name=\"Heading_20_1\" text:outline-level=\"1\">Stellungnahme</text:h>",
        "<text:h text:style-name=\"Heading_20_3\" text:outline-level=\"3\">Aufenthalt</text:h>",
        "<table:table-header-rows>",
        "table:number-columns-spanned=\"3\"",
        "<text:p text:style-name=\"Numbers_20_right\">1.234,50 €</text:p>",
        "<text:list text:style-name=\"Numbers\">",
        "<svg:desc>Der Bestand steigt.</svg:desc>",
    ] {
        assert!(body.contains(word), "{word} fehlt in: {body}");
    }
    // Every style that the text names is there.
    let styles = part(&odt, "styles.xml");
    read_odt(&odt, |content| {
        let named = content.descendants().flat_map(|node| node.attributes());
        for name in named.filter(|attribute| matches!(attribute.name(), "style-name" | "parent-style-name")) {
            let there = format!("style:name=\"{}\"", name.value());
            assert!(body.contains(&there) || styles.contains(&there), "{there}");
        }
    });
    for word in [
        "fo:language=\"de\" fo:country=\"DE\"",
        "\"landscape\"",
        "fo:page-width=\"841.9pt\"",
        "Stand 01.02.2024",
    ] {
        assert!(styles.contains(word), "{word} fehlt in: {styles}");
    }
    assert!(part(&odt, "meta.xml").contains("<dc:title>Stellungnahme</dc:title>"));
    let english = Document { language: Language::English, ..document(1, Orientation::Portrait) };
    let styles = part(&document_odt(&english).unwrap(), "styles.xml");
    assert!(
        styles.contains("fo:language=\"en\" fo:country=\"GB\"")
            && styles.contains("fo:page-width=\"595.3pt\"")
    );
}

#[test]
fn an_odt_says_what_the_docx_says_spaces_included() {
    let mut spaced = document(5, Orientation::Portrait);
    spaced
        .blocks
        .push(Block::Paragraph(Text::from("drei   Leerzeichen, ").with(Span::Strong(" fett".to_owned()))));
    for document in [spaced, statement("[]")] {
        let (odt, docx) =
            (written(&document_odt(&document).unwrap()), typed(&document_docx(&document).unwrap()));
        assert!(docx.contains(&document.title));
        // The DOCX is read as it is written, with its signs escaped.
        let docx =
            docx.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
        assert_eq!(lines(&odt), lines(&docx));
    }
}

/// What the source says, in the words of the statement: 11, 5 = 2 + 1 + 2, 3, 4, 18, together 41, and the day of the note.
const STATED: [&str; 15] = [
    "zurzeit 11 Vollzeitstellen",
    "zurzeit 5 Stellen entfallen",
    "2 auf EU-Angelegenheiten",
    "1 auf das laufende Asylverfahren",
    "2 auf das Rückkehr-",
    "3 Vollzeitkräfte",
    "4 Vollzeitkräfte",
    "18 Stellen",
    "zusammen 41 Stellen",
    "kw-Vermerk zum 30.06.2024",
    "elf Vollzeitstellen",
    "11 + 5 + 3 + 4 + 18",
    "AT/0019/2024",
    "Wortlaut der Quelle",
    "Stand 01.02.2024",
];

/// The statement as it is drafted for the built-in plan and these changes.
fn statement(changes: &str) -> Document {
    use crate::statement::{Inputs, Template, Told, basis, draft, render};
    let changes = crate::plan::changes_from_json(changes.as_bytes()).unwrap();
    let plan = crate::plan::builtin().unwrap();
    let reasons = crate::staffing_plan::Reasons::default();
    let inputs = Inputs {
        plan: &plan,
        changes: &changes,
        reasons: &reasons,
        scenario: "x",
        cases: &[],
        ahead: None,
        decision: None,
    };
    let told = Told { changed: !changes.is_empty(), ..Told::default() };
    render(&draft(Template::Statement, &plan, told), &basis(&inputs), plan.as_of).document
}

#[test]
fn the_statement_holds_every_figure_of_the_source_as_pdf_and_as_docx() {
    let document = statement("[]");
    let pdf = document_pdf(&document).unwrap();
    assert!(pdf.starts_with(b"%PDF-1.7"));
    for (form, text) in [("PDF", pdf_words(&pdf)), ("DOCX", typed(&document_docx(&document).unwrap()))] {
        for sentence in STATED {
            assert!(text.contains(sentence), "{form}: „{sentence}“ fehlt in: {text}");
        }
        // What the source does not say is not said: neither posts of the task force nor those that are vacant.
        for claim in ["Annahme", "4 Task", "2 Task", "50 Stellen"] {
            assert!(!text.contains(claim), "{form}: „{claim}“ steht in: {text}");
        }
    }
}

#[test]
fn the_statement_as_pdf_says_its_language_its_title_and_the_heads_of_its_tables() {
    let document = statement("[]");
    let pdf = document_pdf(&document).unwrap();
    let tags: String = String::from_utf8_lossy(&pdf).split_whitespace().collect();
    let title: String = document.title.split_whitespace().collect();
    assert!(tags.contains("/Lang(de-DE)") && tags.contains("<dc:title>") && tags.contains(&title));
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table.columns.len() + table.rows.len()),
        _ => None,
    });
    // A head for each column and for each row.
    assert_eq!(head_cells(&pdf), tables.sum::<usize>());
    assert!(head_cells(&pdf) > 3);
}

#[test]
fn the_changes_of_a_statement_fit_an_upright_sheet_with_their_marks_and_rules() {
    let document = statement(
        r#"[{"effective": "2024-03-01", "action": {"set_post": {"post": "TF-01", "kw": "2025-12-31"}}},
            {"effective": "2024-03-01", "action": {"move_post": {"post": "AA-05", "to": "einbuergerung"}}}]"#,
    );
    let docx = typed(&document_docx(&document).unwrap());
    assert!(docx.contains("(kw 30.06.2024 → kw 31.12.2025)"), "{docx}");
    let pdf = pdf_words(&document_pdf(&document).unwrap());
    for word in ["Rechtsgrundlage", "30.06.2024 → kw", "31.12.2025)", "umgesetzt", "VZÄ", "GemHVO"] {
        assert!(pdf.contains(word), "„{word}“ is broken or missing: {pdf}");
    }
}

#[test]
fn a_workbook_holds_types_formulas_and_results() {
    use calamine::{Data, Reader};
    let columns = vec![
        SheetColumn::new("Einheit", Written::Text, 20),
        SheetColumn::new("VZÄ", Written::Number(2), 10),
        SheetColumn::new("Kosten", Written::Euro, 14),
        SheetColumn::new("kw", Written::Date, 12),
    ];
    let mut sheet = Sheet::new("Stellenplan", columns);
    sheet.row(vec!["=1+1".into(), 11.0.into(), 900_000.0.into(), day().into()]);
    sheet.row(vec!["Asyl".into(), 5.0.into(), f64::NAN.into()]);
    sheet.sum(vec!["Summe".into(), Cell::formula("=SUM(B{first}:B{r-1})", 16.0)]);
    sheet.notes = vec!["Annahme".to_owned()];
    let about = About { title: "Stellenplan & Liste".to_owned(), as_of: day() };
    let bytes = workbook(&[sheet.clone()], &about).unwrap();
    assert_eq!(bytes, workbook(&[sheet], &about).unwrap(), "the same sheets give the same bytes");
    let mut book = calamine::Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range("Stellenplan").unwrap();
    assert_eq!(range.get_value((0, 1)), Some(&Data::String("VZÄ".to_owned())));
    assert_eq!(range.get_value((1, 0)), Some(&Data::String("=1+1".to_owned())));
    assert_eq!(range.get_value((1, 1)), Some(&Data::Float(11.0)));
    assert!(matches!(range.get_value((1, 3)), Some(Data::DateTime(_))));
    assert_eq!(range.get_value((3, 1)), Some(&Data::Float(16.0)));
    let formulas = book.worksheet_formula("Stellenplan").unwrap();
    assert_eq!(formulas.get_value((3, 1)).map(String::as_str), Some("SUM(B2:B3)"));
    assert_ne!(formulas.get_value((1, 0)).map(String::as_str), Some("1+1"), "a text is no formula");
}

#[test]
fn the_chart_is_a_tagged_pdf_whose_drawing_says_what_it_shows() {
    use crate::plan::{Digest, builtin};
    let mut plan = builtin().unwrap();
    // A sign that the font lacks must not cost the tags.
    plan.units[0].name.push_str(" 漢字 🏳");
    let as_it_is = plan.on(plan.as_of, &[]);
    let facts = Facts::of(&as_it_is, &as_it_is, plan.as_of);
    let caption = Caption {
        date: plan.as_of,
        scenario: "Arbeitsstand".to_owned(),
        digest: Digest::of(b"abc"),
        language: Language::German,
    };
    let view = View::new(Language::German);
    for (fit, figures) in [(Fit::OneSheet, 1), (Fit::Readable, 2)] {
        let order = Order { paper: Paper::A4, fit };
        let (scene, _) = on_paper(&facts, &View { tasks: true, ..view.clone() }, &caption, order);
        assert!(scene.description.contains("50 Stellen in 13 Einheiten"), "{}", scene.description);
        let pdf = pdf(&scene, &caption, order).unwrap();
        let text = String::from_utf8_lossy(&pdf);
        for word in ["/StructTreeRoot", "/Marked true", "/Lang", "pdfuaid", "/DisplayDocTitle true", "/Alt"] {
            assert!(text.contains(word), "{word}");
        }
        assert!(text.matches("/Figure").count() >= figures, "{fit:?}");
        assert_eq!(pdf, super::pdf(&scene, &caption, order).unwrap(), "the same twice");
    }
}
