//! What the dashboards tell of the cases, for texts: how many are open, how old they are, how long they last, what came in. It is
//! never more exact than there, and what was generated is an assumption here as there.

use super::{Entry, NamedTable, TableLine};
use crate::caseload::{Ages, Counted, Report};
use crate::dashboard::{Origin, ages_of};
use crate::format::{self, Language};
use crate::plan::Plan;

const GERMAN: Language = Language::German;

/// What a text can tell of the cases of a unit with everything below it.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseFigures {
    /// Months, stock and pace; without output and rounded where the unit is small.
    pub report: Report,
    /// Of the open cases whose age is known: those older than three months, and all. None where no age is known.
    pub older: Option<(u64, u64)>,
    /// Where the figures come from.
    pub origin: Origin,
}

impl CaseFigures {
    /// Of every unit of which anything was counted, in the order of the plan. `ages` are those of all open cases.
    #[must_use]
    pub fn all(plan: &Plan, counted: &Counted, ages: Option<&Ages>, origin: Origin) -> Vec<Self> {
        let of = |report: Report| {
            let ages = ages.map(|ages| ages_of(ages, plan, &report.unit, counted.disclosure()));
            let older = ages.map(|ages| (ages.open() - ages.by_band()[0], ages.open()));
            Self { older: older.filter(|(_, open)| *open > 0), report, origin }
        };
        counted.reports(plan).into_iter().map(of).collect()
    }

    /// Cases open at the end of the last month or quarter.
    fn open(&self) -> Option<String> {
        self.report.lines.last()?.stock.map(|stock| count(stock.cases))
    }

    /// Share of those that are older than three months.
    fn old(&self) -> Option<String> {
        self.older.map(|(old, open)| format::percent(old as f64 / open as f64, 0, GERMAN))
    }

    /// How long they last at the pace of the last three months.
    fn months(&self) -> Option<String> {
        self.report.months_of_work.map(|months| format::number(months, 1, GERMAN))
    }

    fn received(&self) -> Option<String> {
        self.report.received_in_a_year().map(count)
    }

    fn assumed(&self) -> bool {
        self.origin == Origin::Generated
    }

    fn source(&self) -> String {
        let last = self.report.lines.last();
        let until = last.map_or_else(String::new, |line| format!(", Ende {}", line.month.in_full(GERMAN)));
        let carried = last.and_then(|line| line.stock).is_some_and(|stock| stock.carried);
        let mut source = format!("{}{until}, {}.", self.origin.words(GERMAN), self.report.name);
        if carried {
            source.push_str(" Der Bestand ist zum Teil fortgeschrieben, nicht gezählt.");
        }
        if self.report.withheld.is_some() {
            source.push_str(" Die Einheit ist klein: Zahlen sind auf fünf gerundet, Erledigungen werden nicht ausgewiesen.");
        }
        source
    }
}

fn count(cases: u64) -> String {
    format::number(cases as f64, 0, GERMAN)
}

/// Puts the figures of all units to the others.
pub(super) fn add(cases: &[CaseFigures], figures: &mut Vec<Entry>) {
    for of in cases {
        let all = [
            ("bestand", "Offene Fälle", of.open()),
            (
                "altfaelle",
                "Anteil der offenen Fälle bekannten Alters, die älter als drei Monate sind",
                of.old(),
            ),
            (
                "arbeitsmonate",
                "Monate Arbeit, die offen liegen, beim Tempo der letzten drei Monate",
                of.months(),
            ),
            ("eingang", "Eingänge in zwölf Monaten", of.received()),
        ];
        for (key, label, value) in all {
            figures.extend(value.map(|value| Entry {
                key: format!("{key}.{}", of.report.unit),
                label: format!("{label}: {}", of.report.name),
                value,
                source: of.source(),
                assumed: of.assumed(),
            }));
        }
    }
}

/// All of it unit by unit; none where nothing was counted.
pub(super) fn table(cases: &[CaseFigures]) -> Option<NamedTable> {
    let until = cases.iter().filter_map(|of| of.report.lines.last()).map(|line| line.month).max()?;
    let columns = [
        "Organisationseinheit",
        "offene Fälle",
        "davon älter als drei Monate (soweit das Alter bekannt ist)",
        "Monate Arbeit",
        "Eingänge in zwölf Monaten",
    ];
    let dash = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
    let row = |of: &CaseFigures| {
        let months = match of.months() {
            None if of.report.withheld.is_some() => "nicht ausgewiesen".to_owned(),
            months => dash(months),
        };
        let cells =
            vec![of.report.name.clone(), dash(of.open()), dash(of.old()), months, dash(of.received())];
        TableLine { sum: false, cells }
    };
    Some(NamedTable {
        key: TABLE.to_owned(),
        caption: format!(
            "Fälle je Organisationseinheit, untergeordnete eingerechnet, Ende {}; Zahlen kleiner Einheiten sind gerundet",
            until.in_full(GERMAN)
        ),
        assumed: cases.iter().any(CaseFigures::assumed),
        columns: columns.map(str::to_owned).to_vec(),
        words: 1,
        rows: cases.iter().map(row).collect(),
    })
}

/// Key of the table.
pub(super) const TABLE: &str = "tabelle.faelle";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caseload::{AgeBand, AgeCell, Counts, DEFAULT_HEADS, Holder, Ledger, Month};
    use crate::plan::builtin;
    use crate::staffing_plan::Reasons;
    use crate::statement::{Basis, Inputs, Template, basis, draft, render};

    /// A year of every kind of cases: 30 come and 25 go in a month, 103 are open; a third of those is old.
    fn figures(plan: &Plan, origin: Origin) -> Vec<CaseFigures> {
        let (mut ledger, mut cells) = (Ledger::default(), Vec::new());
        for case_type in &plan.case_types {
            for month in 0..12 {
                let counts = Counts { received: Some(30), completed: Some(25), open: Some(103) };
                ledger.enter(case_type.id.clone(), Month::new(2023, 1).unwrap().plus(month), counts);
            }
            for (band, cases) in [(AgeBand::ThreeMonths, 66), (AgeBand::Older, 33)] {
                let case_type = case_type.id.clone();
                cells.push(AgeCell { case_type, holder: Holder::WithUs, band, cases });
            }
        }
        let day = "2023-12-31".parse().unwrap();
        let ages = Ages { day, cells, crossing: Vec::new(), rounded: false };
        let counted = Counted::of(plan, ledger, DEFAULT_HEADS);
        CaseFigures::all(plan, &counted, Some(&ages), origin)
    }

    fn basis_of(plan: &Plan, cases: &[CaseFigures]) -> Basis {
        let reasons = Reasons::default();
        basis(&Inputs {
            plan,
            changes: &[],
            reasons: &reasons,
            scenario: "x",
            cases,
            ahead: None,
            decision: None,
        })
    }

    #[test]
    fn a_text_can_tell_stock_age_and_months_of_work() {
        let plan = builtin().unwrap();
        let basis = basis_of(&plan, &figures(&plan, Origin::Counted));
        let kinds = plan.case_types.iter().filter(|kind| kind.unit.as_str() == "aufenthalt").count();
        let of = |key: &str| basis.figure(key).unwrap_or_else(|| panic!("{key}"));
        assert_eq!(of("bestand.aufenthalt").value, count(103 * kinds as u64));
        assert_eq!(of("altfaelle.aufenthalt").value, "33\u{202f}%");
        assert_eq!(of("arbeitsmonate.aufenthalt").value, "4,1", "103 over 25");
        assert_eq!(of("eingang.aufenthalt").value, count(360 * kinds as u64));
        for key in ["bestand.aufenthalt", "altfaelle.aufenthalt", "arbeitsmonate.aufenthalt"] {
            assert!(!of(key).assumed && of(key).source.starts_with("Quelle: erfasste Fallzahlen"), "{key}");
            assert!(of(key).source.contains("2023"), "{}", of(key).source);
        }
    }

    #[test]
    fn of_a_small_unit_no_output_is_told_and_the_rest_is_rounded() {
        let plan = builtin().unwrap();
        let cases = figures(&plan, Origin::Counted);
        let basis = basis_of(&plan, &cases);
        for of in cases.iter().filter(|of| of.report.withheld.is_some()) {
            let unit = &of.report.unit;
            assert_eq!(basis.figure(&format!("arbeitsmonate.{unit}")), None, "{unit}");
            let stock = basis.figure(&format!("bestand.{unit}")).unwrap();
            assert!(stock.value.ends_with('0') || stock.value.ends_with('5'), "{}", stock.value);
            assert!(stock.source.contains("auf fünf gerundet"), "{}", stock.source);
        }
        assert!(cases.iter().any(|of| of.report.unit.as_str() == "asyl" && of.report.withheld.is_some()));
        let table = basis.table(TABLE).unwrap();
        let asyl = plan.units.iter().find(|unit| unit.id.as_str() == "asyl").unwrap();
        let row = table.rows.iter().find(|row| row.cells[0] == asyl.name).unwrap();
        assert_eq!(row.cells[3], "nicht ausgewiesen");
    }

    #[test]
    fn what_was_generated_is_marked_wherever_it_stands() {
        let plan = builtin().unwrap();
        let basis = basis_of(&plan, &figures(&plan, Origin::Generated));
        for entry in basis.figures.iter().filter(|entry| entry.key.starts_with("bestand.")) {
            assert!(entry.assumed && entry.source.contains("nicht gezählt"), "{entry:?}");
        }
        assert!(basis.table(TABLE).unwrap().assumed);
        let text = draft(Template::Statement, &plan, basis.told(false));
        let challenges = text.sections.iter().find(|section| section.heading == "Herausforderungen").unwrap();
        assert!(challenges.text.contains("{tabelle.faelle}"), "{}", challenges.text);
        let rendered = render(&text, &basis, plan.as_of);
        assert_eq!(rendered.unknown, Vec::<String>::new());
        assert!(rendered.used.iter().any(|key| key == TABLE));
        let table = rendered.document.blocks.iter().find_map(|block| match block {
            crate::document::Block::Table(table) if table.caption.starts_with("Fälle je") => Some(table),
            _ => None,
        });
        assert!(table.unwrap().caption.ends_with("(Annahme)"));
    }

    #[test]
    fn without_figures_nothing_is_told_of_them() {
        let mut plan = builtin().unwrap();
        let basis = basis_of(&plan, &[]);
        assert!(basis.table(TABLE).is_none() && !basis.told(false).cases);
        let text = draft(Template::Statement, &plan, basis.told(false));
        assert!(text.sections.iter().all(|section| !section.text.contains(TABLE)));
        // A plan of another house has challenges only where there is something to tell.
        plan.units.iter_mut().for_each(|unit| unit.stated = None);
        let heading = |told| {
            let text = draft(Template::Statement, &plan, told);
            text.sections.iter().filter(|section| section.heading == "Herausforderungen").count()
        };
        assert_eq!(heading(basis.told(false)), 0);
        assert_eq!(heading(basis_of(&plan, &figures(&plan, Origin::Counted)).told(false)), 1);
    }
}
