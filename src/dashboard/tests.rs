//! What dashboards show of the built-in figures, and what they withhold of small units wherever they show anything.

use super::*;
use crate::caseload::{
    DEFAULT_HEADS, Disclosure, Generated, Month, Start, Visible, backtest, case_types_of, outlook,
};
use crate::format::Language;
use crate::plan::{Plan, builtin};

struct Figures {
    plan: Plan,
    generated: Generated,
    disclosure: Disclosure,
    outlooks: Vec<crate::caseload::Outlook>,
    backtest: crate::caseload::Backtest,
}

fn figures() -> Figures {
    let plan = builtin().unwrap();
    let generated = Generated::of(&plan).unwrap().unwrap();
    let disclosure = Disclosure::present(&plan, &generated.ledger, DEFAULT_HEADS);
    let start = |year: i32| Start {
        plan: &plan,
        changes: &[],
        ledger: &generated.ledger,
        ages: None,
        until: Month::new(year, 12).unwrap(),
        calibrated_on: Some(year),
    };
    let outlooks = vec![outlook(&start(2023), 12).unwrap(), outlook(&start(2022), 12).unwrap()];
    let backtest = backtest(&plan, &generated.ledger, 2022).unwrap();
    Figures { generated, disclosure, outlooks, backtest, plan }
}

impl Figures {
    fn sources(&self, language: Language) -> Sources<'_> {
        Sources {
            plan: &self.plan,
            changes: &[],
            ledger: &self.generated.ledger,
            origin: Origin::Generated,
            disclosure: &self.disclosure,
            outlooks: &self.outlooks,
            backtest: Some(&self.backtest),
            units: None,
            language,
        }
    }

    /// As a careless caller would give them: with output whatever the unit.
    fn cases(&self) -> Cases {
        let all = case_types_of(&self.plan, &self.plan.units[0].id);
        let open = Disclosure::present(&self.plan, &self.generated.ledger, 0);
        let measured = open.measured(&self.plan, &self.plan.units[0].id).unwrap();
        Cases {
            ages: Some(self.generated.ages(&all)),
            times: Some(self.generated.cycle_times(&measured)),
            scatter: Some(self.generated.scatter(&measured, 400)),
        }
    }

    fn dashboard(&self, unit: &str, language: Language) -> Dashboard {
        let view = View { unit: UnitId::parse(unit).unwrap(), case_type: None, relief: None };
        Dashboard::of(&self.sources(language), &view, &self.cases())
    }
}

#[test]
fn a_large_unit_answers_every_question() {
    let figures = figures();
    for language in [Language::German, Language::English] {
        let dashboard = figures.dashboard("aufenthalt", language);
        let keys: Vec<&str> = dashboard.panels.iter().map(|panel| panel.key).collect();
        let expected = [
            "bewegung",
            "bestand",
            "alter",
            "frist",
            "drei-monate",
            "dauer",
            "fluss",
            "reichweite",
            "last",
            "entlastung",
            "fallarten",
            "ruecktest",
        ];
        assert_eq!(keys, expected);
        for panel in &dashboard.panels {
            assert!(
                !panel.title.is_empty() && panel.sentence.ends_with('.'),
                "{}: {}",
                panel.key,
                panel.sentence
            );
            assert!(!panel.table.rows.is_empty(), "{}", panel.key);
            let wide = panel.table.columns.len();
            assert!(panel.table.rows.iter().all(|row| row.len() == wide), "{}", panel.key);
            if let Some(picture) = &panel.picture {
                assert!(!picture.description.is_empty() && !panel.caption.is_empty(), "{}", panel.key);
            }
        }
        assert!(dashboard.generated && dashboard.withheld.is_none() && dashboard.badge.is_some());
        assert_eq!(dashboard.case_types.len(), 15);
        // The end of the task force is a mark of the forecast.
        let events = &dashboard.panel("bestand").unwrap().notes;
        assert!(events.iter().any(|note| note.contains("kw")), "{events:?}");
    }
}

#[test]
fn output_of_small_units_is_nowhere() {
    let figures = figures();
    for unit in &figures.plan.units {
        if figures.disclosure.of_unit(&unit.id) == Visible::All {
            continue;
        }
        for language in [Language::German, Language::English] {
            let dashboard = figures.dashboard(unit.id.as_str(), language);
            if dashboard.panels.is_empty() {
                continue;
            }
            assert!(dashboard.withheld.is_some(), "{}", unit.id);
            assert!(["dauer", "fluss"].iter().all(|key| dashboard.panel(key).is_none()), "{}", unit.id);
            let flow = &dashboard.panel("bewegung").unwrap().table;
            let rounded = |cell: &Cell| match cell {
                Cell::Number(value, _) => value % 5.0 == 0.0,
                _ => true,
            };
            for row in &flow.rows {
                assert_eq!([&row[3], &row[4], &row[5]], [&Cell::Withheld; 3], "{}", unit.id);
                assert!([1, 2, 6].iter().all(|place| rounded(&row[*place])), "{}: {row:?}", unit.id);
            }
            for key in ["alter", "frist"] {
                let Some(panel) = dashboard.panel(key) else { continue };
                assert!(panel.table.rows.iter().flatten().all(rounded), "{} {key}", unit.id);
            }
            let kinds = &dashboard.panel("fallarten").unwrap().table;
            assert!(kinds.rows.iter().all(|row| row[4] == Cell::Withheld && row[5] == Cell::Withheld));
            let tested = &dashboard.panel("ruecktest").unwrap();
            assert!(tested.picture.is_none());
            assert!(tested.table.rows.iter().all(|row| row[1..].iter().all(|cell| *cell == Cell::Withheld)));
            // No file that is made of a panel holds what the panel does not.
            let sheets = dashboard.sheets(None);
            assert_eq!(sheets.len(), dashboard.panels.len() + 1);
            assert!(sheets[0].to_csv().contains("nicht ausgewiesen") || language == Language::English);
            let report = dashboard.document(figures.generated.day, language);
            let tables =
                report.blocks.iter().filter(|block| matches!(block, crate::document::Block::Table(_)));
            assert_eq!(tables.count(), dashboard.panels.len());
            assert!(flow.to_csv().contains("nicht ausgewiesen"));
        }
    }
    let department = Department::of(&figures.sources(Language::German), &figures.cases());
    for ((unit, _), row) in department.units.iter().zip(&department.table.rows) {
        let small = figures.disclosure.of_unit(unit) == Visible::Coarse;
        assert_eq!(row[7] == Cell::Withheld, small, "{unit}");
        assert_eq!(row[2] == Cell::Withheld, small, "{unit}");
    }
}

#[test]
fn one_kind_of_cases_can_be_looked_at_alone() {
    let figures = figures();
    let (plan, sources) = (&figures.plan, figures.sources(Language::German));
    let of = |unit: &str, case_type: &str| {
        let case_type =
            plan.case_types.iter().find(|one| one.id.as_str() == case_type).map(|one| one.id.clone());
        let view = View { unit: UnitId::parse(unit).unwrap(), case_type, relief: None };
        Dashboard::of(&sources, &view, &figures.cases())
    };
    let large = of("aufenthalt", "a08");
    assert!(large.name.contains("Familiennachzug") && large.panel("dauer").is_some());
    assert!(large.panel("fallarten").is_none());
    // The kind of a small unit says no more through the department than through the unit itself.
    let small = of("abteilung", "n01");
    assert!(small.withheld.is_some() && small.panel("dauer").is_none() && small.panel("fluss").is_none());
    // A kind that is not the unit's is not looked at.
    assert_eq!(of("aufenthalt", "n01").name, figures.dashboard("aufenthalt", Language::German).name);
}

#[test]
fn relief_follows_the_wish() {
    let figures = figures();
    let relief = |target: f64, month: u32| {
        let view = View {
            unit: UnitId::parse("aufenthalt").unwrap(),
            case_type: None,
            relief: Some(ReliefWish { until: Month::new(2024, month).unwrap(), target }),
        };
        let dashboard = Dashboard::of(&figures.sources(Language::German), &view, &figures.cases());
        let table = &dashboard.panel("entlastung").unwrap().table;
        let row = table.rows.iter().find(|row| row[0] == Cell::from("Entlastung")).unwrap();
        let Cell::Number(fte, _) = row[1] else { panic!("{row:?}") };
        fte
    };
    assert!(relief(0.0, 6) > relief(0.0, 12));
    assert!(relief(0.0, 12) >= relief(200.0, 12));
}

#[test]
fn the_department_tells_what_asks_for_attention() {
    let figures = figures();
    let department = Department::of(&figures.sources(Language::German), &figures.cases());
    assert_eq!(department.units[0].0.as_str(), "abteilung");
    assert!(department.sentence.contains("Fälle offen"), "{}", department.sentence);
    assert!(!department.alerts.is_empty());
    assert!(department.accuracy.unwrap().sentence.contains("90-%-Band"));
    let nothing = Ledger::default();
    let empty =
        Sources { ledger: &nothing, outlooks: &[], backtest: None, ..figures.sources(Language::German) };
    let department = Department::of(&empty, &Cases::default());
    assert!(department.units.is_empty() && department.sentence.contains("noch keine Fallzahlen"));
}

#[test]
fn the_exercise_has_ten_steps_with_their_answers() {
    let figures = figures();
    for language in [Language::German, Language::English] {
        let steps = exercise(&figures.sources(language), &figures.cases());
        assert_eq!(steps.len(), 10);
        for step in &steps {
            assert!(step.options.len() >= 3 && step.right < step.options.len(), "{}", step.title);
            assert!(step.question.ends_with('?') && !step.reason.is_empty(), "{}", step.title);
            assert!(step.address.starts_with('/'), "{}", step.address);
            let mut options = step.options.clone();
            options.sort();
            options.dedup();
            assert_eq!(options.len(), step.options.len(), "{}: no answer stands twice", step.title);
        }
        // Panels that are linked to exist.
        for step in steps.iter().filter(|step| step.address.starts_with("/faelle/")) {
            let (path, panel) = step.address.split_once('#').unwrap_or((&step.address, ""));
            let dashboard = figures.dashboard(path.rsplit('/').next().unwrap(), language);
            assert!(panel.is_empty() || dashboard.panel(panel).is_some(), "{}", step.address);
        }
    }
}

use crate::caseload::Ledger;
