//! The staffing plan of a budget year and its list of changes as sheets, with formulas for sums, differences and cost.

use super::sums::{Places, STATED_NOTE, own_name, sums, with_below};
use crate::document::{Cell, Form, Sheet, SheetColumn};
use crate::format::{Language, date};
use crate::plan::{Fte, Provenance, StaffGroup};
use crate::staffing_plan::{Cell as Part, Draft, GradeCost, Row, UnitRows, cells_in_words};

const GERMAN: Language = Language::German;
const COSTS: &str = "Kosten je Stelle";
const DIFFERENCE: &str = "Unterschied";
/// The difference of the extents that stand in front of it.
pub(super) const MORE: &str = "=I{r}-H{r}";
/// What the column of the rules is worth.
pub(super) const RULES_NOTE: &str =
    "Die Rechtsgrundlagen sind Hinweise für den Entwurf und keine Rechtsauskunft.";

/// Staffing plan, the cost of the grades that it is computed with, and what stands for a part of the year only, where something does.
#[must_use]
pub fn staffing_plan_sheets(draft: &Draft) -> Vec<Sheet> {
    let part_year = (!draft.part_year.is_empty()).then(|| part_year(draft));
    [staffing_plan(draft), costs(&draft.costs)].into_iter().chain(part_year).collect()
}

/// The days behind the table: what does not stand in the same extent throughout the budget year.
fn part_year(draft: &Draft) -> Sheet {
    let columns = vec![
        SheetColumn::new("Organisationseinheit", Form::Text, 38),
        SheetColumn::new("Bewertung", Form::Text, 12),
        SheetColumn::new(format!("Stellen am {}", date(draft.day, GERMAN)), Form::Number(2), 12),
        SheetColumn::new("Stellentage", Form::Number(3), 14),
        SheetColumn::new("Tage", Form::Number(0), 8),
        SheetColumn::new("Stellen im Jahresmittel", Form::Number(3), 12),
        SheetColumn::new(format!("Personalkosten {} nach Tagen", draft.year), Form::Euro, 17),
    ];
    let mut sheet = Sheet::new("Im Jahreslauf", columns);
    for line in &draft.part_year {
        let days = line.thousandth_days as f64 / 1000.0;
        sheet.row(vec![
            line.name.as_str().into(),
            line.grade.as_str().into(),
            fte(line.on_day),
            days.into(),
            (line.days as f64).into(),
            Cell::formula("=D{r}/E{r}", days / line.days as f64),
            euro(line.cost.cents()).into(),
        ]);
    }
    sheet.notes = vec![
        "Die Tabelle des Stellenplans zählt die Stellen an einem Tag. Diese bestehen nur einen Teil des Jahres oder ändern in ihm ihren \
         Umfang; Kosten nach den Tagen, an denen sie bestehen, besetzt oder nicht."
            .to_owned(),
    ];
    sheet
}

/// The columns of the table of a budget year.
pub(super) fn plan_columns(year: i32) -> Vec<SheetColumn> {
    let before = year - 1;
    vec![
        SheetColumn::new("Organisationseinheit", Form::Text, 38),
        SheetColumn::new("Teilhaushalt", Form::Text, 20),
        SheetColumn::new("Bewertung", Form::Text, 12),
        SheetColumn::new("Art", Form::Text, 12),
        SheetColumn::new(format!("Stellen {year}"), Form::Number(2), 11),
        SheetColumn::new(format!("Stellen {before}"), Form::Number(2), 11),
        SheetColumn::new("mehr oder weniger", Form::Number(2), 11),
        SheetColumn::new(format!("besetzt am 30.06.{before}"), Form::Number(2), 12),
        SheetColumn::new(format!("Personalkosten {year} im Jahr"), Form::Euro, 17),
        SheetColumn::new("davon aus der Quelle", Form::Number(2), 11),
        SheetColumn::new("Vermerke", Form::Text, 34),
        SheetColumn::new("Erläuterung", Form::Text, 40),
    ]
}

fn staffing_plan(draft: &Draft) -> Sheet {
    let (year, before) = (draft.year, draft.year - 1);
    let mut sheet = Sheet::new(format!("Stellenplan {year}"), plan_columns(year));
    let (table, mut places) = (&draft.table, Places::default());
    for (place, unit) in table.units.iter().enumerate() {
        for row in &unit.rows {
            let cells = line(draft, unit, row);
            sheet.row(cells);
        }
        let count = unit.rows.len();
        places.add(&sheet, count);
        let name = own_name(&name(unit), table.sums.iter().any(|sum| sum.unit == unit.unit));
        sheet.sum(sums(&name, &unit.sum, (&format!("{{r-{count}}}"), "{r-1}")));
        for sum in table.sums.iter().filter(|sum| sum.parts.last() == Some(&place)) {
            sheet.sum(with_below(&places, (&sum.name, &sum.parts), &sum.figures, sum.stated));
        }
    }
    let mut total = sums("Zusammen", &table.total, ("{first}", "{r-1}"));
    total.push(fte(table.named));
    sheet.sum(total);
    sheet.notes = vec![
        format!(
            "Stellen {year}: am {}; Stellen {before}: am {}.",
            date(draft.day, GERMAN),
            date(draft.previous_day, GERMAN)
        ),
        "Personalkosten: durchschnittliche Kosten der Bewertung in einem vollen Jahr (Annahme).".to_owned(),
        STATED_NOTE.to_owned(),
    ];
    if let Some(label) = &draft.frozen_before {
        sheet.notes.push(format!(
            "Stellen {before}: nach dem festgehaltenen Stellenplan „{label}“. Die Veränderungsliste geht Stelle für Stelle von der \
             Ausgangslage aus; Abweichungen stehen in der Erläuterung."
        ));
    }
    let filled = draft.table.total;
    if draft.filling_is_assumed() && (filled.forecast || !filled.counted) {
        let but = if filled.counted {
            ", soweit die Erläuterung keine Zählung nennt"
        } else {
            ", nicht gezählt"
        };
        sheet.notes.push(format!(
            "Besetzt am 30.06.{before}: Prognose nach den Annahmen des Plans vom {}{but}.",
            date(draft.first_day, GERMAN)
        ));
    }
    if !draft.knows_filling && filled.filled.is_none() {
        sheet.notes.push(format!("Wie viele Stellen am 30.06.{before} besetzt waren, ist nicht bekannt."));
    }
    sheet
}

fn name(unit: &UnitRows) -> String {
    if unit.gone { format!("{} (aufgelöst)", unit.name) } else { unit.name.clone() }
}

fn line(draft: &Draft, unit: &UnitRows, row: &Row) -> Vec<Cell> {
    let figures = row.figures;
    let group = match row.group {
        StaffGroup::CivilServant => "Planstelle",
        StaffGroup::Employee => "Stelle",
    };
    let notes: Vec<String> = row.notes.iter().map(|note| note.words(GERMAN)).collect();
    let cost = draft.costs.iter().any(|cost| cost.grade == row.grade).then(|| {
        // A Leerstelle stands in the plan and costs nothing.
        let posts = match row.on_leave {
            Fte::ZERO => "E{r}".to_owned(),
            on_leave => format!("(E{{r}}-{})", on_leave.as_f64()),
        };
        let formula = format!("=ROUNDDOWN({posts}*VLOOKUP(C{{r}},'{COSTS}'!$A:$B,2,FALSE),2)");
        Cell::formula(formula, euro(figures.cost.cents()))
    });
    vec![
        name(unit).into(),
        unit.budget.clone().unwrap_or_default().into(),
        row.grade.as_str().into(),
        group.into(),
        fte(figures.posts),
        fte(figures.previous),
        computed("=E{r}-F{r}", figures.posts - figures.previous),
        figures.filled.map(fte).unwrap_or_default(),
        cost.unwrap_or_default(),
        fte(row.stated),
        notes.join("; ").into(),
        draft.explanation(&unit.unit, row, GERMAN).into(),
    ]
}

fn costs(costs: &[GradeCost]) -> Sheet {
    let columns = vec![
        SheetColumn::new("Bewertung", Form::Text, 12),
        SheetColumn::new("Euro im Jahr", Form::Euro, 16),
        SheetColumn::new("Quelle", Form::Text, 60),
    ];
    let mut sheet = Sheet::new(COSTS, columns);
    for cost in costs {
        let source = cost.source.words(GERMAN);
        sheet.row(vec![cost.grade.as_str().into(), euro(cost.cost.cents()).into(), source.into()]);
    }
    sheet
}

/// The columns of the list of changes; those are missing that were not kept with what was frozen earlier.
pub(super) fn change_columns(has_rules: bool) -> Vec<SheetColumn> {
    let column = |heading: &str, form: Form, width: u16| Some(SheetColumn::new(heading, form, width));
    let kept = |heading: &str, form: Form, width: u16| column(heading, form, width).filter(|_| has_rules);
    [
        column("Nr.", Form::Number(0), 6),
        column("Stelle", Form::Text, 10),
        column("Funktion", Form::Text, 26),
        column("Herkunft", Form::Text, 10),
        column("Änderung", Form::Text, 20),
        column("von", Form::Text, 32),
        column("nach", Form::Text, 32),
        kept("VZÄ vorher", Form::Number(2), 9),
        kept("VZÄ nachher", Form::Number(2), 9),
        column(DIFFERENCE, Form::Number(2), 11),
        column("Euro mehr im Jahr", Form::Euro, 15),
        column("Vermerke", Form::Text, 22),
        column("Begründung", Form::Text, 34),
        kept("Rechtsgrundlage", Form::Text, 26),
        kept("Anlass", Form::Text, 14),
        column("Erläuterung", Form::Text, 34),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The last row of a list of changes: the sums of the difference and, in the column behind it, of the cost. None where there are no rows.
pub(super) fn change_sums(columns: &[SheetColumn], sums: Option<(Fte, i64)>) -> Vec<Cell> {
    let at = columns.iter().take_while(|column| column.heading != DIFFERENCE).count();
    let formula = |column: usize| {
        let letter = char::from(b'A' + column as u8);
        format!("=SUM({letter}{{first}}:{letter}{{r-1}})")
    };
    let mut row = vec![Cell::default(); at];
    row[2] = "Zusammen".into();
    if let Some((more, cents)) = sums {
        row.push(computed(&formula(at), more));
        row.push(Cell::formula(formula(at + 1), euro(cents)));
    }
    row
}

/// The list of changes (Veränderungsliste).
#[must_use]
pub fn change_list_sheet(draft: &Draft) -> Sheet {
    let columns = change_columns(true);
    let mut sheet = Sheet::new(format!("Veränderungen {}", draft.year), columns);
    let mut more = Fte::ZERO;
    let mut cents = 0_i64;
    for entry in &draft.entries {
        more += entry.more_fte();
        cents = cents.saturating_add(entry.more_cents.unwrap_or(0));
        sheet.row(vec![
            (entry.number as f64).into(),
            entry.post.as_str().into(),
            entry.title.as_str().into(),
            provenance_word(entry.provenance).into(),
            entry.words(GERMAN).into(),
            cells_in_words(&entry.from, GERMAN).into(),
            cells_in_words(&entry.to, GERMAN).into(),
            fte(Part::sum(&entry.from)),
            fte(Part::sum(&entry.to)),
            computed(MORE, entry.more_fte()),
            Cell::maybe(entry.more_cents.map(euro)),
            entry.mark_words(GERMAN).into(),
            entry.reason.clone().unwrap_or_default().into(),
            entry.laws().into(),
            cause_word(entry.by_scenario).into(),
            entry.evaluation.as_ref().map(|evaluation| evaluation.words(GERMAN)).unwrap_or_default().into(),
        ]);
    }
    let sums = change_sums(&sheet.columns, (!draft.entries.is_empty()).then_some((more, cents)));
    sheet.sum(sums);
    sheet.notes = vec![
        format!(
            "Gegenüber dem Stand vom {} ohne Szenario; Stand der Liste: {}.",
            date(draft.previous_day, GERMAN),
            date(draft.day, GERMAN)
        ),
        RULES_NOTE.to_owned(),
    ];
    sheet.notes.extend(provenance_notes(draft.entries.iter().map(|entry| entry.provenance)));
    sheet
}

/// What a change comes from.
pub(super) const fn cause_word(by_scenario: bool) -> &'static str {
    if by_scenario { "Szenario" } else { "ohne Szenario" }
}

/// Where a post of the list of changes comes from, in the word of the page.
pub(super) const fn provenance_word(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Document => "Quelle",
        Provenance::Assumption => "Annahme",
    }
}

/// What the words of the column mean, those that stand in it: nobody must take the cost of an assumed post for a fact.
pub(super) fn provenance_notes(entries: impl Iterator<Item = Provenance>) -> Vec<String> {
    let there: Vec<Provenance> = entries.collect();
    let notes = [
        (
            Provenance::Assumption,
            "Herkunft „Annahme“: Zahl, Bewertung und Kosten dieser Stellen sind Annahmen.",
        ),
        (
            Provenance::Document,
            "Herkunft „Quelle“: Das Quelldokument nennt diese Stellen; Bewertung und Kosten sind auch hier Annahmen.",
        ),
    ];
    let notes = notes.into_iter().filter(|(provenance, _)| there.contains(provenance));
    notes.map(|(_, note)| note.to_owned()).collect()
}

pub(super) fn fte(value: Fte) -> Cell {
    Cell { form: decimals(value), ..value.as_f64().into() }
}

pub(super) fn computed(formula: &str, result: Fte) -> Cell {
    Cell { form: decimals(result), ..Cell::formula(formula, result.as_f64()) }
}

/// Staffing plans have two decimals, and three where the thousandth counts: 1,077 posts are not 1,08.
fn decimals(value: Fte) -> Option<Form> {
    (value.thousandths() % 10 != 0).then_some(Form::Number(3))
}

pub(super) fn euro(cents: i64) -> f64 {
    cents as f64 / 100.0
}
