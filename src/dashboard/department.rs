//! All units in one table: what lies on which desks, how old it is, whether the posts are enough; and what asks for attention.

use super::panels::{calibration, handling, opening};
use super::{Cases, Cell, Column, OriginWords, Panel, Sources, Table, ages_of, sources_units, words};
use crate::assessment::{Assessment, Level, Request, assess};
use crate::caseload::{Month, Report, Visible};
use crate::format::{Language, date, number, percent};
use crate::plan::{Plan, Unit, UnitId};
use chrono::NaiveDate;

/// Months of work, and share of old cases, from which on a unit is named.
const MANY_MONTHS: f64 = 6.0;
const MANY_OLD: f64 = 0.4;

/// Places of columns that are looked at on their own.
const STOCK: usize = 1;
const OLD: usize = 3;

/// What asks for attention in a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Which.
    pub unit: UnitId,
    /// In a sentence, with its name.
    pub words: String,
}

/// The dashboards of all units in one look.
#[derive(Debug, Clone, PartialEq)]
pub struct Department {
    /// What the figures say together.
    pub sentence: String,
    /// The unit that they are of; none where it is the whole organisation.
    pub of: Option<String>,
    /// The last month that was counted.
    pub until: Option<Month>,
    /// Where the figures come from.
    pub origin: OriginWords,
    /// Whether they were generated.
    pub generated: bool,
    /// Why output of small units is missing and what it would take; none where nothing is.
    pub withheld: Option<String>,
    /// That the list of cases is of another time than the counts.
    pub stale: Option<String>,
    /// The day on which the ages of the open cases are known; none without a list of cases.
    pub listed: Option<NaiveDate>,
    /// What asks for attention.
    pub alerts: Vec<Alert>,
    /// The units, in the order of the rows, with their depth.
    pub units: Vec<(UnitId, usize)>,
    /// One row for each of them.
    pub table: Table,
    /// How far the forecasts can be believed; none without a second year.
    pub accuracy: Option<Panel>,
    /// What completions say of handling times, and whether anything of it can be taken over; none without a counted year.
    pub handling: Option<(Panel, bool)>,
    /// What was counted of the stock beside what the plan begins with, and why it cannot be taken over; none where nothing was counted.
    pub opening: Option<(Panel, Option<String>)>,
}

impl Department {
    /// All units of which anything was counted.
    #[must_use]
    pub fn of(sources: &Sources<'_>, cases: &Cases) -> Self {
        let plan = sources.plan;
        let day = sources
            .until()
            .and_then(|until| until.plus(1).first_day())
            .map_or(plan.as_of, |day| day.max(plan.as_of));
        let assessment = assess(&plan.on(day, sources.changes).plan, &Request::on(day)).ok();
        let ages = cases.ages.as_ref().filter(|ages| ages.open() > 0);
        let mut found = Self {
            sentence: String::new(),
            of: None,
            until: sources.until(),
            origin: sources.origin.words(sources.language),
            generated: sources.origin == super::Origin::Generated,
            withheld: None,
            stale: sources.stale(ages),
            listed: ages.map(|ages| ages.day),
            alerts: Vec::new(),
            units: Vec::new(),
            table: head(sources, ages.map(|ages| ages.day)),
            accuracy: accuracy(sources),
            handling: handling::times(sources),
            opening: opening::counted(sources, cases),
        };
        for unit in in_order(sources) {
            let report = sources.counted.report(plan, &unit.id);
            if sources.reaches(&unit.id) && !report.lines.is_empty() {
                found.add(sources, cases, unit, &report, assessment.as_ref());
            }
        }
        // Said where something is missing only.
        found.withheld =
            found.table.withholds().then(|| sources.counted.disclosure().reason_of_units(sources.language));
        if found.sentence.is_empty() {
            found.sentence = sources
                .say("Es wurden noch keine Fallzahlen erfasst.", "No case figures have been entered yet.");
        }
        found
    }

    /// Each unit with its open cases and the share of them that is older than three months, as its row has them.
    pub fn stocks(&self) -> impl Iterator<Item = (&UnitId, [&Cell; 2])> {
        let rows = self.units.iter().zip(&self.table.rows);
        rows.map(|((unit, _), row)| (unit, [&row[STOCK], &row[OLD]]))
    }

    fn add(
        &mut self,
        sources: &Sources<'_>,
        cases: &Cases,
        unit: &Unit,
        report: &Report,
        assessment: Option<&Assessment>,
    ) {
        let language = sources.language;
        let ages = cases
            .ages
            .as_ref()
            .map(|ages| ages_of(ages, sources.plan, &unit.id, sources.counted.disclosure()))
            .filter(|ages| ages.open() > 0);
        let share = ages.as_ref().map(|ages| (ages.open() - ages.by_band()[0]) as f64 / ages.open() as f64);
        let load = assessment.and_then(|assessment| assessment.unit(&unit.id)?.total.load);
        let small = sources.counted.disclosure().of_unit(&unit.id) == Visible::Coarse;
        let sentence = words::lead(sources, report, ages.as_ref());
        let depth = depth(sources, unit);
        let whole = is_whole(sources.plan, &unit.id);
        if self.units.is_empty() {
            self.sentence.clone_from(&sentence);
            self.of = (!whole).then(|| unit.name.clone());
        }
        if !whole {
            let old = share.zip(ages.as_ref().map(|ages| sources.other_day(ages)));
            self.alerts.extend(alert(unit, old, report.months_of_work, load, language));
        }
        let next = ages.as_ref().map(|ages| ages.crossing(&[])[0]);
        self.units.push((unit.id.clone(), depth));
        self.table.row(vec![
            unit.name.as_str().into(),
            Cell::count(words::stock_of(&report.lines)),
            match report.months_of_work {
                Some(months) => Cell::Number(months, 1),
                None if small => Cell::Withheld,
                None => Cell::Empty,
            },
            share.map_or(Cell::Empty, |share| Cell::Percent(share, 0)),
            Cell::count(next),
            load.map_or(Cell::Empty, |load| Cell::Percent(load, 0)),
            Cell::count(report.received_in_a_year()),
            if small { Cell::Withheld } else { Cell::count(report.completed_in_a_year()) },
            graded(report.months_of_work, share.map(|share| (share, small)), load, language),
            sentence.split_once(": ").map_or(sentence.as_str(), |(_, rest)| rest).into(),
        ]);
    }
}

/// The columns; what is said of ages is of a day that the caption names.
fn head(sources: &Sources<'_>, listed: Option<NaiveDate>) -> Table {
    let names = match sources.language {
        Language::German => [
            "Einheit",
            "Bestand",
            "Monate Arbeit",
            "älter als drei Monate",
            "überschreiten in 4 Wochen",
            "Auslastung",
            "Eingang 12 Monate",
            "Erledigung 12 Monate",
            "Einstufung",
            "Was die Zahlen sagen",
        ],
        Language::English => [
            "Unit",
            "Open",
            "Months of work",
            "older than three months",
            "crossing within 4 weeks",
            "load",
            "received 12 months",
            "completed 12 months",
            "Grading",
            "What the figures say",
        ],
    };
    let column =
        |(place, name): (usize, &str)| Column { name: name.to_owned(), is_number: (1..=7).contains(&place) };
    let mut caption = sources.say(
        "Fälle je Einheit, untergeordnete Einheiten eingerechnet",
        "Cases by unit, units below included",
    );
    if let Some(day) = listed.map(|day| date(day, sources.language)) {
        caption.push_str(&match sources.language {
            Language::German => format!("; Alter der Fälle am {day}"),
            Language::English => format!("; age of the cases on {day}"),
        });
    }
    Table {
        caption,
        columns: names.into_iter().enumerate().map(column).collect(),
        rows: Vec::new(),
        withheld: None,
    }
}

/// The words for the figures of a row; the figures themselves stay numbers, so that they can be sorted and summed up.
fn graded(months: Option<f64>, old: Option<(f64, bool)>, load: Option<f64>, language: Language) -> Cell {
    let load = load.map(|load| match language {
        Language::German => format!("Auslastung: {}", Level::of(load).word(language)),
        Language::English => format!("load: {}", Level::of(load).word(language)),
    });
    let said: Vec<String> = [
        months.map(|months| words::reach_word(months, language).to_owned()),
        old.map(|(share, rounded)| words::age_word(share, rounded, language).to_owned()),
        load,
    ]
    .into_iter()
    .flatten()
    .collect();
    if said.is_empty() { Cell::Empty } else { said.join(", ").into() }
}

/// Each unit before those below it.
fn in_order<'a>(sources: &Sources<'a>) -> Vec<&'a Unit> {
    fn walk<'a>(sources: &Sources<'a>, parent: Option<&UnitId>, found: &mut Vec<&'a Unit>) {
        let plan = sources.plan;
        for unit in plan.units.iter().filter(|unit| unit.parent.as_ref() == parent) {
            found.push(unit);
            walk(sources, Some(&unit.id), found);
        }
    }
    let mut found = Vec::new();
    walk(sources, None, &mut found);
    found
}

fn depth(sources: &Sources<'_>, unit: &Unit) -> usize {
    let above =
        |other: &&Unit| other.id != unit.id && sources_units(sources.plan, &other.id).contains(&unit.id);
    sources.plan.units.iter().filter(above).count()
}

/// Whether a unit is the whole organisation: of that nothing asks for attention that its units do not name more closely. An account
/// that is limited to a unit has that one in the first row, which is no whole.
fn is_whole(plan: &Plan, unit: &UnitId) -> bool {
    plan.units.len() > 1 && plan.units.iter().all(|one| one.parent.is_none() == (one.id == *unit))
}

/// What asks for attention in a unit; thresholds are said, not only coloured.
fn alert(
    unit: &Unit,
    old: Option<(f64, Option<NaiveDate>)>,
    months: Option<f64>,
    load: Option<f64>,
    language: Language,
) -> Option<Alert> {
    let mut said = Vec::new();
    if let Some(load) = load.filter(|load| Level::of(*load).is_too_much()) {
        said.push(match language {
            Language::German => format!("Auslastung {}", words::load(load, language)),
            Language::English => format!("load {}", words::load(load, language)),
        });
    }
    if let Some(months) = months.filter(|months| *months > MANY_MONTHS) {
        let months = number(months, 1, language);
        said.push(match language {
            Language::German => format!("{months} Monate Arbeit"),
            Language::English => format!("{months} months of work"),
        });
    }
    if let Some((old, day)) = old.filter(|(old, _)| *old >= MANY_OLD) {
        let old = percent(old, 0, language);
        said.push(match (language, day.map(|day| date(day, language))) {
            (Language::German, None) => format!("{old} der offenen Fälle älter als drei Monate"),
            (Language::German, Some(day)) => {
                format!("{old} der am {day} offenen Fälle älter als drei Monate")
            }
            (Language::English, None) => format!("{old} of the open cases older than three months"),
            (Language::English, Some(day)) => {
                format!("{old} of the cases that were open on {day} older than three months")
            }
        });
    }
    let words = || format!("{}: {}.", unit.name, said.join("; "));
    (!said.is_empty()).then(|| Alert { unit: unit.id.clone(), words: words() })
}

fn accuracy(sources: &Sources<'_>) -> Option<Panel> {
    Some(Panel {
        key: "ruecktest",
        title: match sources.of_the_method() {
            // Of generated figures nothing follows about the forecasts.
            Some(_) => sources.say("Rücktest des Verfahrens", "Backtest of the method"),
            None => {
                sources.say("Wie weit den Prognosen zu trauen ist", "How far the forecasts can be believed")
            }
        },
        sentence: calibration::sentence(sources)?,
        picture: None,
        caption: String::new(),
        table: calibration::of_units(sources)?,
        notes: Vec::new(),
    })
}
