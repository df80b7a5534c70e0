//! The text of the chart's PDF: nothing of it is a picture, nothing is cut, on the smallest sheet and on the largest.

use crate::app::App;
use crate::pdf_text::pdf_words;
use http::StatusCode;
use serde_json::{Value, json};
use stellwerk::plan::{Plan, builtin};

/// Eighty units in four levels and five hundred posts.
fn large() -> Plan {
    let unit = |id: &str, parent: Option<&str>, name: &str| json!({"id": id, "parent": parent, "name": name});
    let mut units = vec![unit("amt", None, "Amt für Migration und Integration")];
    for department in 1..=4 {
        let id = format!("f{department}");
        units.push(unit(&id, Some("amt"), &format!("Fachbereich Aufenthalt und Einbürgerung {department}")));
        for section in 1..=6 {
            let section_id = format!("{id}-s{section}");
            let name = format!("Sachgebiet Asyl- und Aufenthaltsangelegenheiten {department}.{section}");
            units.push(unit(&section_id, Some(&id), &name));
            for team in 1..=2 {
                let name = format!("Team {department}.{section}.{team}");
                units.push(unit(&format!("{section_id}-t{team}"), Some(&section_id), &name));
            }
        }
    }
    let posts: Vec<Value> = (0..500)
        .map(|number| {
            json!({"id": format!("P-{number}"), "unit": units[number * 37 % units.len()]["id"],
                "title": "Sachbearbeitung", "grade": "EG 9c", "holder": {"since": "2010-01-01"}})
        })
        .collect();
    let plan = json!({"format": "stellwerk-plan/1", "name": "Erzeugtes Landratsamt", "as_of": "2024-02-01",
        "units": units, "posts": posts, "case_types": []});
    Plan::from_json(plan.to_string().as_bytes()).unwrap()
}

/// Letters alone: lines break anywhere, and long words with a hyphen.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect()
}

#[tokio::test]
async fn the_text_of_the_charts_pdf_is_whole_on_the_smallest_and_the_largest_sheet() {
    for (plan, scenario) in [(builtin().unwrap(), "Arbeitsszenario"), (large(), "Arbeitsszenario")] {
        let app = App::with(&plan, &[]).await;
        for paper in ["a4", "a0"] {
            let address = format!("/export/organigramm?form=pdf&tag=2024-03-05&papier={paper}&blaetter=eins");
            let answer = app.get(&address).await;
            assert_eq!(answer.status, StatusCode::OK, "{paper}: {}", answer.text());
            let text = letters(&pdf_words(&answer.body));
            let holds = |words: &str| text.contains(&letters(words));
            for unit in &plan.units {
                assert!(holds(&unit.name), "{paper}: the unit „{}“ is missing or cut", unit.name);
            }
            for words in [plan.name.as_str(), scenario, "05.03.2024", "Prüfsumme"] {
                assert!(holds(words), "{paper}: the title block lacks „{words}“");
            }
            // The legend: signs and patterns in words.
            for words in ["im Quelldokument genannt", "Annahme", "Strich bei 100", "berechnet aus Annahmen"] {
                assert!(holds(words), "{paper}: the legend lacks „{words}“");
            }
            // Posts stand there one by one, or their number does where their letters would be too small; the legend says so.
            let one_by_one = plan.posts.iter().filter(|post| post.exists_on("2024-03-05".parse().unwrap()));
            if holds("Stellen sind gezählt und nicht einzeln gezeichnet") {
                assert!(paper == "a4" && plan.posts.len() == 500);
                assert!(holds("eigene Stellen: "));
            } else {
                for post in one_by_one {
                    assert!(holds(post.id.as_str()), "{paper}: the post {} is missing", post.id);
                }
            }
            assert!(
                !text.contains('…') && !text.contains('\u{fffd}'),
                "{paper}: something is cut or no letter"
            );
        }
    }
}
