//! The statement of the built-in plan: every figure of the source is there and right, nothing assumed passes for a fact.

use super::*;
use crate::document::{Block, Document, Span};
use crate::format::Language;
use crate::plan::{Change, Plan, builtin, changes_from_json};
use crate::staffing_plan::Reasons;

fn plan() -> Plan {
    builtin().unwrap()
}

fn basis_of(plan: &Plan, changes: &[Change]) -> Basis {
    basis(&Inputs {
        plan,
        changes,
        reasons: &Reasons::default(),
        scenario: "Variante",
        cases: &[],
        ahead: None,
        decision: None,
    })
}

/// All words of a document, block by block.
fn words(document: &Document) -> Vec<String> {
    let mut lines = vec![document.title.clone()];
    for block in &document.blocks {
        match block {
            Block::Heading(_, text) => lines.push(text.clone()),
            Block::Paragraph(text) => lines.push(text.words(Language::German)),
            Block::List { items, .. } => lines.extend(items.iter().map(|item| item.words(Language::German))),
            Block::Table(table) => {
                lines.push(table.caption.clone());
                let row = |row: &crate::document::Row| {
                    row.cells.iter().map(|cell| cell.words(Language::German)).collect::<Vec<_>>().join(" | ")
                };
                lines.extend(table.rows.iter().map(row));
            }
            Block::Figure(_) | Block::PageBreak => {}
        }
    }
    lines
}

fn statement() -> Rendered {
    let plan = plan();
    render(&draft(Template::Statement, &plan, Told::default()), &basis_of(&plan, &[]), plan.as_of)
}

#[test]
fn holds_every_figure_of_the_source() {
    let rendered = statement();
    assert_eq!(rendered.unknown, Vec::<String>::new());
    let text = words(&rendered.document).join("\n");
    for sentence in [
        "zurzeit 11 Vollzeitstellen",
        "kw-Vermerk zum 30.06.2024",
        "zurzeit 5 Stellen entfallen",
        "2 auf EU-Angelegenheiten",
        "1 auf das laufende Asylverfahren",
        "2 auf das Rückkehr- und Bleibemanagement",
        "3 Vollzeitkräfte",
        "4 Vollzeitkräfte",
        "18 Stellen",
        "zusammen 41 Stellen",
        "Sachgebiet Aufenthalt/Anerkennung | elf Vollzeitstellen | 11",
        "davon Rückkehr- und Bleibemanagement | 2 Mitarbeiter | 2",
        "Zusammen |  | 41",
        "Stand 01.02.2024",
        "AT/0019/2024",
        "keine finanziellen Auswirkungen",
    ] {
        assert!(text.contains(sentence), "„{sentence}“ fehlt in:\n{text}");
    }
}

#[test]
fn passes_no_assumption_off_as_a_fact_and_claims_nothing_that_is_not_stated() {
    let plan = plan();
    let (basis, rendered) = (basis_of(&plan, &[]), statement());
    for key in &rendered.used {
        let assumed =
            basis.figure(key).map(|entry| entry.assumed).or(basis.table(key).map(|table| table.assumed));
        assert_eq!(assumed, Some(false), "{key} is assumed");
    }
    let text = words(&rendered.document).join("\n");
    assert!(!text.contains("Annahme") && text.contains("wie viele Stellen es insgesamt sind"));
    // The plan assumes four task force posts, two with the note, and three vacancies.
    for number in ["4 Task", "vier Task", "2 Task", "3 unbesetzte", "drei unbesetzte", "50 Stellen"] {
        assert!(!text.contains(number), "{number}");
    }
    for (key, value) in [
        ("taskforce.zahl", "4"),
        ("kw.zahl", "2"),
        ("vakant.zahl", "3"),
        ("plan.gesamt", "50"),
        ("plan.int-wohnen", "7"),
    ] {
        let entry = basis.figure(key).unwrap_or_else(|| panic!("{key}"));
        assert_eq!((entry.value.as_str(), entry.assumed), (value, true), "{key}");
    }
}

#[test]
fn an_assumed_figure_is_marked_and_explained() {
    let plan = plan();
    let mut draft = draft(Template::Answer, &plan, Told::default());
    draft.sections = vec![Section {
        heading: "Frage".to_owned(),
        text: "Es sind {taskforce.zahl}.\n{tabelle.bedarf}".to_owned(),
    }];
    let rendered = render(&draft, &basis_of(&plan, &[]), plan.as_of);
    let lines = words(&rendered.document);
    assert!(lines.contains(&"Es sind 4 (Annahme).".to_owned()), "{lines:?}");
    assert!(lines.contains(&"Rechnerischer Stellenbedarf (Annahme)".to_owned()), "{lines:?}");
    assert!(lines.last().is_some_and(|line| line.contains("beruhen auf Annahmen")), "{lines:?}");
    assert_eq!(lines[lines.len() - 2], "Erläuterung", "it is said of the whole text");
}

#[test]
fn every_bound_figure_names_its_source() {
    let rendered = statement();
    let texts = rendered.document.blocks.iter().flat_map(|block| match block {
        Block::Paragraph(text) => std::slice::from_ref(text),
        Block::List { items, .. } => items,
        _ => &[],
    });
    for span in texts.flat_map(|text| &text.0) {
        if let Span::Figure(figure) = span {
            assert!(!figure.source.is_empty() || figure.value == "01.02.2024", "{figure:?}");
        }
    }
    let notes = rendered.document.notes();
    assert!(notes.all().iter().any(|note| note.contains("„elf Vollzeitstellen“")), "{notes:?}");
    assert!(notes.all().iter().any(|note| note.contains("11 + 5 + 3 + 4 + 18")), "{notes:?}");
}

#[test]
fn what_is_not_known_stays_and_is_told() {
    let plan = plan();
    let mut draft = draft(Template::Answer, &plan, Told::default());
    draft.sections = vec![Section {
        heading: String::new(),
        text: "a {x.y} b {x.y} {offen\n\n- eins\n- zwei {quelle.asyl}\nrest".to_owned(),
    }];
    let rendered = render(&draft, &basis_of(&plan, &[]), plan.as_of);
    assert_eq!(rendered.unknown, ["x.y"]);
    assert_eq!(rendered.used, ["quelle.asyl"]);
    let lines = words(&rendered.document);
    assert_eq!(&lines[2..], ["a {x.y} b {x.y} {offen", "eins", "zwei 1", "rest"]);
}

#[test]
fn what_was_frozen_is_out_of_date_when_the_data_change() {
    let mut plan = plan();
    let rendered = statement();
    let kept = frozen(&basis_of(&plan, &[]), &rendered.used);
    assert_eq!(kept.len(), rendered.used.len());
    assert_eq!(outdated(&kept, &basis_of(&plan, &[])), []);
    let unit = plan.units.iter_mut().find(|unit| unit.id.as_str() == "service-point");
    unit.and_then(|unit| unit.stated.as_mut()).unwrap().fte = crate::plan::Fte::from_thousandths(3_500);
    let found = outdated(&kept, &basis_of(&plan, &[]));
    let told: Vec<_> = found.iter().map(|found| (found.then.as_deref(), found.now.as_deref())).collect();
    assert_eq!(told, [(Some("3"), Some("3,5")), (Some("41"), Some("41,5")), (None, None)]);
}

#[test]
fn the_changes_of_a_scenario_stand_in_the_text() {
    let plan = plan();
    let moved =
        r#"[{"effective": "2024-03-01", "action": {"move_post": {"post": "AA-05", "to": "einbuergerung"}}}]"#;
    let changes = changes_from_json(moved.as_bytes()).unwrap();
    for template in [Template::Statement, Template::Resolution] {
        let rendered = render(
            &draft(template, &plan, Told { changed: true, ..Told::default() }),
            &basis_of(&plan, &changes),
            plan.as_of,
        );
        assert_eq!(rendered.unknown, Vec::<String>::new());
        let text = words(&rendered.document).join("\n");
        assert!(text.contains("AA-05") && text.contains("umgesetzt"), "{text}");
        assert!(text.contains("±0\u{202f}€ (Annahme)"), "{text}");
    }
}

#[test]
fn the_table_of_changes_tells_marks_rules_and_thousandths() {
    let plan = plan();
    let changes = changes_from_json(
        r#"[{"effective": "2024-03-01", "action": {"set_post": {"post": "TF-01", "kw": "2025-12-31"}}},
            {"effective": "2024-03-01", "action": {"move_post": {"post": "AA-05", "to": "einbuergerung"}}},
            {"effective": "2024-03-01", "action": {"park_post": {"post": "AA-06"}}},
            {"effective": "2024-03-01", "action": {"add_post": {"id": "N-1", "unit": "service-point", "title": "S",
                "grade": "E 8", "fte": 1.077, "provenance": "assumption", "note": "42 von 39 Stunden"}}}]"#
            .as_bytes(),
    )
    .unwrap();
    let mut reasons = Reasons::default();
    reasons.add(&changes[0..1], Some("Aufgaben dauern fort"));
    let (cases, ahead, decision) = (&[], None, None);
    let basis = basis(&Inputs {
        plan: &plan,
        changes: &changes,
        reasons: &reasons,
        scenario: "Variante",
        cases,
        ahead,
        decision,
    });
    let table = basis.table("tabelle.aenderungen").unwrap();
    assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()));
    let cells = |post: &str| {
        let row = table.rows.iter().find(|row| row.cells[1].starts_with(post)).unwrap();
        [2, 5, 6].map(|column| row.cells[column].clone())
    };
    let budget = "§ 96 Abs. 4 GemO, § 5 Abs. 1 GemHVO";
    let [what, reason, _] = cells("TF-01");
    assert_eq!(what, "kw verlängert (kw 30.06.2024 → kw 31.12.2025)");
    assert_eq!(reason, format!("Aufgaben dauern fort ({budget})"));
    assert_eq!(cells("AA-05")[..2], ["umgesetzt".to_owned(), "§ 5 Abs. 2 GemHVO".to_owned()]);
    assert_eq!(cells("AA-06")[1], "–", "no rule for what is only parked");
    assert_eq!(cells("N-1")[1..], [budget.to_owned(), "+1,077".to_owned()]);
    // One post parked, 1,077 new.
    assert_eq!(basis.figure("szenario.stellen").unwrap().value, "+0,077");
}

#[test]
fn any_plan_gets_a_draft_without_unknown_figures() {
    let mut plan = plan();
    for unit in &mut plan.units {
        unit.stated = None;
    }
    plan.case_types.iter_mut().for_each(|kind| kind.counts.clear());
    for (_, template) in Template::WORDS {
        let rendered = render(&draft(template, &plan, Told::default()), &basis_of(&plan, &[]), plan.as_of);
        assert_eq!(rendered.unknown, Vec::<String>::new(), "{template:?}");
    }
}

/// A plan with one kind of cases only, so that the test computes in a moment.
fn small() -> Plan {
    let mut plan = plan();
    plan.case_types.truncate(1);
    plan
}

#[test]
fn a_forecast_is_told_as_a_forecast_with_how_it_was_computed() {
    let plan = small();
    let ahead = LookAhead::of(&plan, &[], || true).unwrap().unwrap();
    let reasons = Reasons::default();
    let inputs = Inputs {
        plan: &plan,
        changes: &[],
        reasons: &reasons,
        scenario: "Variante",
        cases: &[],
        ahead: Some(Ok(&ahead)),
        decision: None,
    };
    let basis = basis(&inputs);
    for entry in basis.figures.iter().filter(|entry| entry.key.starts_with("prognose.offen")) {
        assert!(entry.assumed && entry.source.starts_with("Prognose, keine gezählte Angabe"), "{entry:?}");
        for part in ["40 Wiederholungen", "Startwert 1", env!("CARGO_PKG_VERSION"), "95-%-Bereich"] {
            assert!(entry.source.contains(part), "{entry:?}");
        }
    }
    for (_, template) in Template::WORDS {
        let rendered = render(&draft(template, &plan, basis.told(false)), &basis, plan.as_of);
        assert_eq!(rendered.unknown, Vec::<String>::new(), "{template:?}");
        let text = words(&rendered.document).join("\n");
        assert!(text.contains("offene Fälle zu erwarten") && text.contains("(Annahme)"), "{text}");
        assert!(text.contains("keine Angaben einer Quelle"), "{text}");
        assert!(text.contains("Prognosen sind Ergebnisse einer Simulation"), "{text}");
        let kept = frozen(&basis, &rendered.used);
        assert!(kept.iter().any(|kept| kept.key == "prognose.kennung"));
        assert_eq!(outdated(&kept, &basis), []);
    }
    // Where it rests on a calibration, its errors stand with every figure.
    let mut reasons = Reasons::default();
    let patch = crate::plan::CaseTypePatch::new(plan.case_types[0].id.clone());
    let step = Change { effective: plan.as_of, action: crate::plan::Action::SetCaseType(patch) };
    let told = "Nachfrage kalibriert an erfassten Fallzahlen 2023. Rücktest 2022 → 2023: mittlerer Fehler 3,1 Fälle.";
    for reason in [told, "Weil es so ist"] {
        reasons.add(std::slice::from_ref(&step), Some(reason));
    }
    let basis = crate::statement::basis(&Inputs { reasons: &reasons, ..inputs });
    let calibrated = basis.figures.iter().find(|entry| entry.key == "prognose.kalibrierung").unwrap();
    assert_eq!(calibrated.value, told);
    let open = basis.figures.iter().find(|entry| entry.key == "prognose.offen.gesamt").unwrap();
    assert!(open.source.ends_with(told), "{}", open.source);
}

#[test]
fn a_forecast_that_is_missing_is_told_in_a_sentence_that_is_no_figure() {
    let plan = plan();
    for (why, part) in
        [(NoForecast::OutOfTime, "Rechenzeit nicht fertig"), (NoForecast::NotSimulated, "nicht simulieren")]
    {
        let inputs = Inputs {
            plan: &plan,
            changes: &[],
            reasons: &Reasons::default(),
            scenario: "Variante",
            cases: &[],
            ahead: Some(Err(why)),
            decision: None,
        };
        let basis = basis(&inputs);
        assert_eq!(basis.no_forecast, Some(why));
        assert!(!basis.figures.iter().any(|entry| entry.key.starts_with("prognose.")));
        for (_, template) in Template::WORDS {
            let rendered = render(&draft(template, &plan, basis.told(false)), &basis, plan.as_of);
            assert_eq!(rendered.unknown, Vec::<String>::new(), "{template:?}");
            let lines = words(&rendered.document);
            let heading = lines.iter().position(|line| line == "Prognose").unwrap();
            assert_eq!(lines[heading + 1], why.sentence(Language::German), "{template:?}");
            assert!(lines[heading + 1].contains(part), "{:?}", lines[heading + 1]);
        }
        for language in [Language::German, Language::English] {
            let sentence = why.sentence(language);
            assert!(!sentence.contains(|sign: char| sign.is_ascii_digit() || sign == '{'), "{sentence}");
        }
        assert_eq!(basis.why_unknown("prognose.offen.gesamt"), Some(why));
        assert_eq!(basis.why_unknown("quelle.x"), None);
    }
}

#[test]
fn a_forecast_of_other_assumptions_is_out_of_date_even_where_its_figures_are_the_same() {
    let mut plan = small();
    let ahead = LookAhead::of(&plan, &[], || true).unwrap().unwrap();
    assert_eq!(LookAhead::of(&plan, &[], || false).unwrap(), None, "there was no time");
    let before = LookAhead::fingerprint(&plan, &[]);
    plan.name.push('!');
    assert_ne!(LookAhead::fingerprint(&plan, &[]), before);
    let again = LookAhead::of(&plan, &[], || true).unwrap().unwrap();
    let reasons = Reasons::default();
    let of = |ahead| {
        let (cases, decision) = (&[], None);
        basis(&Inputs { plan: &plan, changes: &[], reasons: &reasons, scenario: "x", cases, ahead, decision })
    };
    let kept = frozen(&of(Some(Ok(&ahead))), &["prognose.offen.gesamt".to_owned()]);
    let found = outdated(&kept, &of(Some(Ok(&again))));
    assert_eq!(
        found.iter().map(|found| found.label.as_str()).collect::<Vec<_>>(),
        ["Grundlage der Prognose"]
    );
}

#[test]
fn waiting_is_told_in_days_of_the_plans_own_week() {
    let mut plan = small();
    // Twenty times the cases, so that there is waiting to tell of.
    plan.case_types[0].demand.per_year *= 20.0;
    let ahead = LookAhead::of(&plan, &[], || true).unwrap().unwrap();
    let reasons = Reasons::default();
    let waiting = |plan: &Plan| {
        let inputs = Inputs {
            plan,
            changes: &[],
            reasons: &reasons,
            scenario: "x",
            cases: &[],
            ahead: Some(Ok(&ahead)),
            decision: None,
        };
        let told = basis(&inputs).figure("prognose.warten.p90.gesamt").unwrap().value.clone();
        let mean = told.split(' ').next().unwrap().replace('.', "").replace(',', ".");
        mean.parse::<f64>().unwrap()
    };
    let full = waiting(&plan);
    plan.assumptions.weekly_hours /= 2.0;
    // The same minutes in days half as long are twice as many, up to the rounding of both.
    assert!(full > 1.0 && (waiting(&plan) - 2.0 * full).abs() <= 0.15, "{full}");
}
