//! What dashboards show of the built-in figures, and what they withhold of small units wherever they show anything.

use super::*;
use crate::caseload::{
    Counted, DEFAULT_HEADS, Disclosure, Generated, Ledger, Month, Start, Visible, Waited, WaitedCell,
    case_types_of, outlook,
};
use crate::format::Language;
use crate::plan::{Plan, builtin};

mod pictures;
mod report;

struct Figures {
    plan: Plan,
    generated: Generated,
    counted: Counted,
    outlooks: Vec<crate::caseload::Outlook>,
    backtest: crate::caseload::Backtest,
}

fn figures() -> Figures {
    let plan = builtin().unwrap();
    let generated = Generated::of(&plan).unwrap().unwrap();
    let counted = Counted::of(&plan, generated.ledger.clone(), DEFAULT_HEADS);
    let start = |year: i32| Start {
        plan: &plan,
        changes: &[],
        ledger: &generated.ledger,
        ages: None,
        until: Month::new(year, 12).unwrap(),
        calibrated_on: Some(year),
    };
    let outlooks = vec![outlook(&start(2023), 12).unwrap(), outlook(&start(2022), 12).unwrap()];
    let backtest = counted.backtest(&plan, 2022).unwrap();
    Figures { generated, counted, outlooks, backtest, plan }
}

impl Figures {
    fn sources(&self, language: Language) -> Sources<'_> {
        Sources {
            plan: &self.plan,
            changes: &[],
            counted: &self.counted,
            origin: Origin::Generated,
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
        let ages = self.generated.ages(&all);
        // As a list would say it that knows of all but one case how long it has been lying there.
        let cells = ages.cells.iter().map(|cell| WaitedCell {
            case_type: cell.case_type.clone(),
            holder: cell.holder,
            band: cell.band,
            cases: cell.cases,
            here: 7 * cell.cases,
            before: 3 * cell.cases,
            unknown: 1,
        });
        Cases {
            waited: Some(Waited { day: ages.day, cells: cells.collect() }),
            ages: Some(ages),
            completed: Some(self.generated.completed(&measured, 400)),
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
        assert_eq!(keys, PANELS);
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

/// Where a panel would measure the work of few stands its title, why it is empty, and what it would take; no figure and no picture.
fn is_withheld(dashboard: &Dashboard, keys: &[&str]) {
    let reason = dashboard.withheld.as_ref().unwrap();
    assert!(reason.contains("Dienstvereinbarung") || reason.contains("service agreement"), "{reason}");
    for key in keys {
        let panel = dashboard.panel(key).unwrap();
        assert_eq!((&panel.sentence, &panel.picture), (reason, &None), "{key}");
        assert!(!panel.title.is_empty() && panel.table.rows.len() == 1, "{key}");
        assert!(panel.table.rows[0][1..].iter().all(|cell| *cell == Cell::Withheld), "{key}");
    }
}

#[test]
fn output_of_small_units_is_nowhere() {
    let figures = figures();
    for unit in &figures.plan.units {
        if figures.counted.disclosure().of_unit(&unit.id) == Visible::All {
            continue;
        }
        for language in [Language::German, Language::English] {
            let dashboard = figures.dashboard(unit.id.as_str(), language);
            if dashboard.panels.is_empty() {
                continue;
            }
            assert!(dashboard.withheld.is_some(), "{}", unit.id);
            is_withheld(&dashboard, &["dauer", "fluss", "wartezeit"]);
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
            // Whoever has the file alone reads there why figures are missing, and what it would take.
            let reason = dashboard.withheld.as_ref().unwrap();
            for panel in dashboard.panels.iter().filter(|panel| panel.table.withholds()) {
                let sheet = &dashboard.sheets(Some(panel.key))[0];
                let said = panel.table.withheld.as_ref().unwrap_or(reason);
                assert_eq!(sheet.withheld.as_ref(), Some(said), "{}", panel.key);
                assert!(sheet.to_csv().contains(said.as_str()), "{}", panel.key);
                assert_eq!(sheet.remarks().filter(|remark| remark == said).count(), 1, "{}", panel.key);
            }
        }
    }
    let department = Department::of(&figures.sources(Language::German), &figures.cases());
    for ((unit, _), row) in department.units.iter().zip(&department.table.rows) {
        let small = figures.counted.disclosure().of_unit(unit) == Visible::Coarse;
        assert_eq!(row[7] == Cell::Withheld, small, "{unit}");
        assert_eq!(row[2] == Cell::Withheld, small, "{unit}");
    }
}

#[test]
fn the_table_of_all_units_says_why_figures_are_missing() {
    let figures = figures();
    for language in [Language::German, Language::English] {
        let department = Department::of(&figures.sources(language), &figures.cases());
        let reason = department.withheld.as_ref().unwrap();
        let remedy = ["Dienstvereinbarung", "service agreement"];
        assert!(reason.contains(&DEFAULT_HEADS.to_string()), "{reason}");
        assert!(remedy.iter().any(|remedy| reason.contains(remedy)), "{reason}");
        let sheets = department.sheets(None);
        assert!(sheets[0].to_csv().contains(reason.as_str()));
        assert!(sheets.last().unwrap().rows.iter().any(|row| row.cells[0] == reason.as_str().into()));
        // The kinds of a department that is shown itself.
        let dashboard = figures.dashboard("abteilung", language);
        let kinds = dashboard.panel("fallarten").unwrap();
        assert!(dashboard.withheld.is_none() && kinds.table.withholds());
        let note = kinds.notes.last().unwrap();
        assert!(note.contains(&format!(" {DEFAULT_HEADS} ")), "{note}");
        assert!(remedy.iter().any(|remedy| note.contains(remedy)), "{note}");
        assert!(dashboard.sheets(Some("fallarten"))[0].to_csv().contains(note.as_str()));
    }
    // With a threshold of one nothing is missing, and nothing is said.
    let open = Counted::of(&figures.plan, figures.generated.ledger.clone(), 1);
    let sources = Sources { counted: &open, ..figures.sources(Language::German) };
    let department = Department::of(&sources, &figures.cases());
    assert_eq!((department.withheld, department.table.withholds()), (None, false));
}

#[test]
fn figures_of_files_are_figures() {
    use crate::document::{Form, Value};
    let figures = figures();
    let department = Department::of(&figures.sources(Language::German), &figures.cases());
    let sheets = department.sheets(None);
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names[1..], ["Rücktest des Verfahrens", "Quellen & Annahmen"]);
    let whole = &sheets[0];
    for (place, form) in [(2, Form::Number(1)), (3, Form::Percent(0)), (5, Form::Percent(0)), (8, Form::Text)]
    {
        assert_eq!(whole.columns[place].form, form, "{place}");
    }
    let first = &whole.rows[0].cells;
    assert!([2, 3, 5].iter().all(|place| matches!(first[*place].value, Value::Number(_))), "{first:?}");
    assert!(matches!(&first[8].value, Value::Text(words) if words.contains("Auslastung")), "{first:?}");
    let csv = whole.to_csv();
    assert!(csv.contains("Auslastung (%)"), "{csv}");
    let shares: Vec<&str> = csv.lines().nth(1).unwrap().split(';').collect();
    assert!([3, 5].iter().all(|place| shares[*place].parse::<u32>().is_ok()), "{csv}");
    let tested = &department.sheets(Some("ruecktest"))[0];
    assert_eq!(tested.columns[3].form, Form::Percent(0));
    assert!(tested.rows.iter().all(|row| matches!(row.cells[2].value, Value::Number(_))));
    let load = &figures.dashboard("aufenthalt", Language::German).sheets(Some("last"))[0];
    assert_eq!(load.columns[0].form, Form::Date);
    assert!(load.rows.iter().all(|row| matches!(row.cells[0].value, Value::Date(_))));
    assert_eq!(department.sheets(Some("mond")).len(), 1);
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
    is_withheld(&small, &["dauer", "fluss", "reichweite"]);
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
    // What stands on the start page is what stands in the rows.
    let (unit, [stock, old]) = department.stocks().next().unwrap();
    assert_eq!(
        (unit.as_str(), stock, old),
        ("abteilung", &department.table.rows[0][1], &department.table.rows[0][3])
    );
    assert!(matches!((stock, old), (Cell::Number(..), Cell::Percent(..))) && department.listed.is_some());
    assert!(department.accuracy.unwrap().sentence.contains("90-%-Band"));
    let nothing = Counted::of(&figures.plan, Ledger::default(), DEFAULT_HEADS);
    let empty =
        Sources { counted: &nothing, outlooks: &[], backtest: None, ..figures.sources(Language::German) };
    let department = Department::of(&empty, &Cases::default());
    assert!(department.units.is_empty() && department.sentence.contains("noch keine Fallzahlen"));
}

#[test]
fn whoever_is_limited_to_a_unit_is_told_what_asks_for_attention_in_it() {
    let figures = figures();
    let of = |units: Option<&BTreeSet<UnitId>>| {
        Department::of(&Sources { units, ..figures.sources(Language::German) }, &figures.cases())
    };
    let all = of(None);
    // The whole is what its units are: none of them asks twice.
    assert!(all.of.is_none() && all.alerts.iter().all(|alert| alert.unit != all.units[0].0));
    let mut alerted = 0;
    for (unit, _) in &all.units[1..] {
        let within = sources_units(&figures.plan, unit).into_iter().cloned().collect();
        let own = of(Some(&within));
        assert_eq!((&own.units[0].0, own.of.as_deref()), (unit, Some(figures.plan.unit_name(unit))));
        let of_it = |alerts: &[Alert]| -> Vec<Alert> {
            alerts.iter().filter(|alert| alert.unit == *unit).cloned().collect()
        };
        assert_eq!(of_it(&own.alerts), of_it(&all.alerts), "{unit}");
        alerted += of_it(&own.alerts).len();
    }
    assert_eq!(alerted, all.alerts.len());
}

#[test]
fn what_a_list_of_another_time_says_is_of_its_own_day() {
    let figures = figures();
    let of = |day: &str, language| {
        let mut cases = figures.cases();
        cases.ages.as_mut().unwrap().day = day.parse().unwrap();
        let view = View { unit: UnitId::parse("aufenthalt").unwrap(), case_type: None, relief: None };
        let sources = figures.sources(language);
        (Dashboard::of(&sources, &view, &cases), Department::of(&sources, &cases))
    };
    let said = |dashboard: &Dashboard, key| dashboard.panel(key).unwrap().sentence.clone();
    let (dashboard, department) = of("2023-12-31", Language::German);
    assert_eq!((dashboard.stale, department.stale), (None, None));
    assert!(dashboard.sentence.contains(" Davon älter als drei Monate"), "{}", dashboard.sentence);
    assert!(
        department.table.caption.ends_with("Alter der Fälle am 31.12.2023"),
        "{}",
        department.table.caption
    );
    // Some days beside the counts: of their time, and yet of another day.
    let (dashboard, _) = of("2024-01-20", Language::German);
    assert_eq!(dashboard.stale, None);
    assert!(dashboard.sentence.contains("der Fallliste vom 20.01.2024 waren"), "{}", dashboard.sentence);
    let (dashboard, department) = of("2023-06-30", Language::German);
    assert!(dashboard.sentence.contains("der Fallliste vom 30.06.2023 waren"), "{}", dashboard.sentence);
    assert!(said(&dashboard, "alter").starts_with("Am 30.06.2023 sind "));
    assert!(said(&dashboard, "frist").starts_with("In den vier Wochen nach dem 30.06.2023 "));
    let kinds = &dashboard.panel("fallarten").unwrap().notes;
    assert!(kinds.iter().any(|note| note.contains("Fallliste vom 30.06.2023")), "{kinds:?}");
    let stale = dashboard.stale.as_ref().unwrap();
    assert!(stale.contains("mehr als 31 Tage älter als die Fallzahlen (Ende Dezember 2023)"), "{stale}");
    assert_eq!(department.stale.as_ref(), Some(stale));
    // Whoever has the file alone reads it there, too.
    let last = |sheets: Vec<crate::document::Sheet>| sheets.last().unwrap().to_csv();
    assert!(last(dashboard.sheets(None)).contains(stale) && last(department.sheets(None)).contains(stale));
    let (dashboard, _) = of("2024-03-01", Language::English);
    assert!(
        dashboard.stale.unwrap().contains("more than 31 days newer than the counts (end of December 2023)")
    );
}

#[test]
fn the_exercise_has_ten_steps_with_their_answers() {
    let figures = figures();
    for language in [Language::German, Language::English] {
        // What the page withholds is called withheld, and what an agreement shows is not.
        let [earnest, demonstration] =
            [None, Some(1)].map(|agreed| exercise(&figures.sources(language), &figures.cases(), agreed));
        assert_eq!(demonstration.len(), 10);
        assert_ne!(
            (&earnest[4].text, &earnest[4].question),
            (&demonstration[4].text, &demonstration[4].question)
        );
        assert!(
            demonstration[4].reason.ends_with(&earnest[4].reason)
                && demonstration[4].right == earnest[4].right
        );
        let steps = earnest;
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

/// docs/method.md tells how the generated stock and the assumed one compare: with the figures of the code, not with those of a day
/// long gone.
#[test]
fn the_method_tells_the_figures_that_are_computed() {
    let figures = figures();
    let plan = &figures.plan;
    let method = include_str!("../../docs/method.md").replace(['\u{202f}', '\u{a0}'], " ");
    let assessment =
        crate::assessment::assess(&plan.on(plan.as_of, &[]).plan, &crate::assessment::Request::year(2023))
            .unwrap();
    let german = |value: f64, decimals| crate::format::number(value, decimals, Language::German);
    let mut rows = Vec::new();
    for id in ["aufenthalt", "eu", "asyl", "rueckkehr", "einbuergerung"] {
        let unit = UnitId::parse(id).unwrap();
        let types = case_types_of(plan, &unit);
        let ages = figures.generated.ages(&types);
        let by_holder = ages.by_holder().map(|bands| bands.iter().sum::<u64>());
        let assumed: u64 = types.iter().filter_map(|id| Some(plan.case_type(id)?.opening.waiting)).sum();
        let total = assessment.unit(&unit).unwrap().total;
        rows.push(format!(
            "| {} | {} | {} | {} | {} ÷ {} = {} |",
            plan.unit(&unit).unwrap().name,
            german(assumed as f64, 0),
            german((by_holder[0] + by_holder[1]) as f64, 0),
            german(by_holder[2..].iter().sum::<u64>() as f64, 0),
            german(total.need, 2),
            german(total.posts.regular.as_f64(), 2),
            crate::format::percent(total.load.unwrap(), 0, Language::German).replace('\u{202f}', " "),
        ));
    }
    assert!(rows.iter().all(|row| method.contains(row)), "{}", rows.join("\n"));
}

#[test]
fn only_what_lies_with_us_is_compared_with_the_assumed_backlog() {
    let figures = figures();
    for id in ["asyl", "rueckkehr", "aufenthalt"] {
        let panel = figures.dashboard(id, Language::German).panel("bestand").unwrap().clone();
        let table = &panel.table;
        let column = |name: &str| table.columns.iter().position(|column| column.name == name).unwrap();
        let row = table.rows.iter().find(|row| row[0] == Cell::from("Dez 2023")).unwrap();
        assert_eq!(row.len(), table.columns.len());
        let (ours, others) = (&row[column("davon bei uns")], &row[column("davon bei Dritten")]);
        let Cell::Number(with_us, _) = ours else { panic!("{ours:?}") };
        assert!(
            matches!(others, Cell::Number(..))
                && matches!(row[column("Annahme des Plans: wartend")], Cell::Number(..))
        );
        let told = crate::format::number(*with_us, 0, Language::German);
        assert!(
            panel.notes.iter().any(|note| note.contains("wartende Fälle an") && note.contains(&told)),
            "{:?}",
            panel.notes
        );
        // Where the stated cases need more posts than there are, a small stock cannot stay.
        let excludes = panel.notes.iter().any(|note| note.contains("schließen hier einander aus"));
        assert_eq!(excludes, id != "aufenthalt", "{id}: {:?}", panel.notes);
    }
}
