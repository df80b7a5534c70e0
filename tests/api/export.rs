//! The chart as a file, over HTTP.

use crate::app::{App, move_post};
use calamine::{Data, Reader, Xlsx};
use http::StatusCode;
use serde_json::json;
use std::io::Cursor;

#[tokio::test]
async fn the_chart_is_given_out_in_every_form() {
    let app = App::start().await;
    for (form, kind, start) in [
        ("pdf", "application/pdf", &b"%PDF-"[..]),
        ("svg", "image/svg+xml", b"<svg "),
        ("png", "image/png", b"\x89PNG"),
        ("csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfStelle;"),
    ] {
        let answer = app.get(&format!("/export/organigramm?form={form}&tag=2024-07-01")).await;
        assert_eq!(answer.status, StatusCode::OK, "{form}");
        assert_eq!(answer.headers["content-type"], kind);
        assert_eq!(
            answer.headers["content-disposition"],
            format!("attachment; filename=\"organigramm-2024-07-01.{form}\"")
        );
        assert!(answer.body.starts_with(start), "{form}");
    }
}

#[tokio::test]
async fn a_moved_post_is_in_the_file() {
    let app = App::start().await;
    app.append(&move_post("AA-05", "einbuergerung")).await;
    let answer = app.get("/export/organigramm?form=csv&tag=2025-06-01").await;
    assert!(
        answer.text().contains("\r\nAA-05;Sachgebiet Einbürgerung/Staatsangehörigkeit;"),
        "{}",
        answer.text()
    );
}

#[tokio::test]
async fn mistakes_are_named_and_unknown_scenarios_not_found() {
    let app = App::start().await;
    let answer = app.get("/export/organigramm?papier=a5").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("a4, a3, a2, a1, a0"), "{}", answer.text());
    let none = app.get("/export/organigramm?szenario=01890000-0000-7000-8000-000000000000").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn lines_to_parts_of_posts_are_drawn_unless_they_are_not_wanted() {
    let app = App::start().await;
    let parts = json!([{"unit": "aufenthalt", "fte": 0.5}, {"unit": "integration", "fte": 0.5}]);
    let split =
        json!({"effective": "2024-03-01", "action": {"set_post": {"post": "AA-05", "shares": parts}}});
    let answer = app.append(&split).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let drawn = app.get("/export/organigramm?form=svg&tag=2024-07-01").await.text();
    assert!(drawn.contains("<title>Anteil der Stelle AA-05</title>"), "{drawn}");
    assert!(drawn.contains("class=\"edge secondary\"") && drawn.contains("stroke-dasharray:6 3"));
    assert!(drawn.contains("Nebenlinie: Stellenanteil in einer anderen Einheit"));
    let bare = app.get("/export/organigramm?form=svg&tag=2024-07-01&nebenlinien=0").await.text();
    assert!(!bare.contains("class=\"edge secondary\"") && !bare.contains("Nebenlinie"));
    // Drawn, too, where text is laid out anew.
    for form in ["pdf", "png"] {
        let answer = app.get(&format!("/export/organigramm?form={form}&tag=2024-07-01")).await;
        assert_eq!(answer.status, StatusCode::OK, "{form}");
    }
}

#[tokio::test]
async fn the_file_shows_the_chart_before_after_and_with_every_change_marked() {
    let app = App::start().await;
    app.append(&move_post("AA-05", "einbuergerung")).await;
    let file = async |query: &str| {
        let answer = app.get(&format!("/export/organigramm?form=svg&tag=2024-07-01{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}");
        answer.text()
    };
    let marked = file("&stand=aenderungen").await;
    assert!(marked.contains("<g class=\"post filled marked moved\">"), "{marked}");
    for words in [">verschoben</text>", ">verschoben (1)</text>", "Änderungen markiert"] {
        assert!(marked.contains(words), "{words}");
    }
    let after = file("").await;
    assert_eq!(after, file("&stand=nachher").await);
    assert!(!after.contains("class=\"mark-word\"") && after.contains("verschoben aus"));
    let before = file("&stand=vorher").await;
    assert!(before.contains("ohne die Änderungen") && !before.contains("verschoben aus"));
    for form in ["pdf", "png"] {
        let answer =
            app.get(&format!("/export/organigramm?form={form}&tag=2024-07-01&stand=aenderungen")).await;
        assert_eq!(answer.status, StatusCode::OK, "{form}");
    }
    let old = app.get("/export/organigramm?form=csv&tag=2025-06-01&stand=vorher").await;
    assert!(old.text().contains("\r\nAA-05;Sachgebiet Aufenthalt/Anerkennung;"), "{}", old.text());
    let wrong = app.get("/export/organigramm?stand=gestern").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("vorher, nachher, aenderungen"), "{}", wrong.text());
}

#[tokio::test]
async fn the_file_carries_colours_folded_units_and_the_language_of_the_page() {
    let app = App::start().await;
    let file = async |query: &str| {
        let answer = app.get(&format!("/export/organigramm?tag=2024-07-01{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.text());
        answer
    };
    let seen = "&farbe=vakanz&zu=einbuergerung%2Casyl&ebenen=&sprache=en";
    let plain = file("&form=svg").await.text();
    let shown = file(&format!("&form=svg{seen}")).await.text();
    assert_ne!(plain, shown);
    for words in [
        "Colour and pattern of the units: Vacant posts",
        "above 50\u{a0}%",
        "Posts of the day that nobody fills",
        "hidden: ",
        "As of 1 Jul 2024",
        "class=\"shade-line\"",
        " FTE vacant (",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    for words in ["besetzt", "verborgen", "Prüfsumme", "Stand "] {
        assert!(!shown.contains(words), "{words}");
    }
    // What is folded away is not drawn, what is not is; without colours nothing has a pattern.
    let folded = "class=\"tile-id\"";
    assert!(shown.matches(folded).count() < plain.matches(folded).count());
    assert!(!plain.contains("class=\"shade-line\"") && !plain.contains("verborgen"));
    let posts = app.get("/export/organigramm?form=csv&tag=2024-07-01").await.text();
    let row =
        posts.lines().find(|line| line.contains("Sachgebiet Einbürgerung/Staatsangehörigkeit")).unwrap();
    let id = row.split(';').next().unwrap();
    assert!(plain.contains(&format!(">{id}</text>")) && !shown.contains(&format!(">{id}</text>")), "{id}");
    // A table is there to compute with: every post stands in it, with the value of its unit.
    let table = file(&format!("&form=csv{seen}")).await.text();
    assert_eq!(table.lines().count(), posts.lines().count());
    assert!(table.starts_with("\u{feff}Post;Unit;") && table.contains(" FTE vacant ("), "{table}");
    assert!(table.contains(&format!("\r\n{id};")));
    for form in ["pdf&papier=a4", "pdf&papier=a0", "pdf&papier=a4&blaetter=lesbar", "png"] {
        let (coloured, bare) =
            (file(&format!("&form={form}{seen}")).await, file(&format!("&form={form}")).await);
        assert_ne!(coloured.body, bare.body, "{form}");
    }
}

#[tokio::test]
async fn a_measure_of_the_simulation_is_computed_for_the_file() {
    let app = App::start().await;
    let answer = app.get("/export/organigramm?form=svg&tag=2024-07-01&farbe=offene-faelle").await;
    assert_eq!(answer.status, StatusCode::OK);
    let shown = answer.text();
    assert!(shown.contains("Farbe und Muster der Einheiten: Offene Fälle"));
    // A slow machine may not be ready in time, and then says so.
    let (drawn, late) = (shown.contains("offene Fälle am 31.07.2024"), shown.contains("Nicht gezeichnet"));
    assert!(drawn != late, "{shown}");
}

/// A form's field as browsers write it.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn a_table_that_the_page_has_computed_comes_back_as_a_workbook() {
    let app = App::start().await;
    let cookie = app.enter("manager").await;
    let table = json!({
        "name": "Szenarien vergleichen",
        "columns": [
            {"heading": "Einheit", "form": "text", "width": 30},
            {"heading": "Offen", "form": "number:1", "width": 12},
            {"heading": "Anteil", "form": "percent:1", "width": 12},
        ],
        "rows": [["=1+1", 12.5, 0.25], ["Asyl", null, -0.5]],
    });
    let form = |name: &str, table: &str| format!("datei={name}&tag=2025-12-31&tabelle={}", encoded(table));
    let answer =
        app.submit(&cookie, "/export/tabelle", &form("vergleich-2025-12-31", &table.to_string())).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.headers["content-disposition"], "attachment; filename=\"vergleich-2025-12-31.xlsx\"");
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(answer.body.to_vec())).unwrap();
    let sheet = book.worksheet_range("Szenarien vergleichen").unwrap();
    assert_eq!(sheet.get_value((1, 0)), Some(&Data::String("=1+1".to_owned())), "words, and no formula");
    assert_eq!(sheet.get_value((1, 1)), Some(&Data::Float(12.5)));
    assert_eq!(sheet.get_value((2, 2)), Some(&Data::Float(-0.5)));
    let wrong = app.submit(&cookie, "/export/tabelle", &form("..", &table.to_string())).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for table in ["", "[]", "{\"name\": \"A\"}"] {
        let wrong = app.submit(&cookie, "/export/tabelle", &form("a", table)).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{table}");
    }
    let none = app.submit(&cookie, "/export/tabelle", "datei=a&tag=2025-12-31").await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let large = "x".repeat(2_000_000);
    let answer =
        app.submit(&cookie, "/export/tabelle", &format!("datei=a&tag=2025-12-31&tabelle={large}")).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_table_that_the_page_shows_comes_back_as_csv_or_workbook() {
    let app = App::start().await;
    let cookie = app.enter("manager").await;
    let text = "Offene Fälle: Verlauf\r\nMonatsende\tFälle\tWer\r\n30.06.2024\t1.234\t=SUMME(A1)\r\n31.07.2024\t-1\t@x\r\n";
    let form = |form: &str, language: &str, text: &str| {
        format!("datei=verlauf&sprache={language}&form={form}&text={}", encoded(text))
    };
    let csv = app.submit(&cookie, "/export/tabelle", &form("csv", "de", text)).await;
    assert_eq!(csv.status, StatusCode::OK, "{}", csv.text());
    assert_eq!(csv.headers["content-disposition"], "attachment; filename=\"verlauf.csv\"");
    assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8");
    let expected = "\u{feff}Monatsende;Fälle;Wer\r\n30.06.2024;1234;'=SUMME(A1)\r\n31.07.2024;-1;'@x\r\n";
    assert_eq!(csv.text(), expected);
    let book = app.submit(&cookie, "/export/tabelle", &form("xlsx", "de", text)).await;
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(book.body.to_vec())).unwrap();
    let sheet = book.worksheet_range("Offene Fälle Verlauf").unwrap();
    assert_eq!(sheet.get_value((1, 1)), Some(&Data::Float(1234.0)));
    assert_eq!(sheet.get_value((1, 2)), Some(&Data::String("=SUMME(A1)".to_owned())));
    let english = app.submit(&cookie, "/export/tabelle", &form("csv", "en", "A\nB\tC\nx\t1,234.5")).await;
    assert!(english.text().ends_with("x;1234,5\r\n"), "{}", english.text());
    for wrong in [form("exe", "de", text), form("csv", "de", ""), format!("form=csv&text={}", encoded(text))]
    {
        let refused = app.submit(&cookie, "/export/tabelle", &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}: {}", refused.text());
    }
}

/// Somebody mistypes a year: what comes is a file or a reason, never a fault.
#[tokio::test]
async fn a_day_far_off_is_no_fault() {
    let app = App::start().await;
    for day in ["0024-06-30", "9999-12-31", "+12024-06-30", "+262142-12-31", "-262143-01-01"] {
        for file in ["organigramm?form=csv", "organigramm?form=svg", "fristen?form=ics"] {
            let answer = app.get(&format!("/export/{file}&tag={day}")).await;
            assert!(!answer.status.is_server_error(), "{file} {day}: {}", answer.text());
        }
        for form in ["xlsx", "csv", "odt"] {
            for name in ["tag", "faelle"] {
                let answer = app.get(&format!("/export/bemessung?form={form}&{name}={day}")).await;
                assert!(!answer.status.is_server_error(), "{form} {name} {day}: {}", answer.text());
            }
        }
        for page in ["/organigramm", "/bemessung", "/stellenplan", "/simulation"] {
            let answer = app.get(&format!("{page}?tag={day}&datum={day}&stichtag={day}&jahr=-262143")).await;
            assert!(!answer.status.is_server_error(), "{page} {day}: {}", answer.text());
        }
    }
}
