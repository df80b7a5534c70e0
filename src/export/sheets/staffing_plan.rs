//! The staffing plan of a budget year and its list of changes as sheets, with formulas for sums, differences and cost.

use crate::document::{Cell, Form, Sheet, SheetColumn};
use crate::format::{Language, date};
use crate::plan::{Fte, Plan, StaffGroup};
use crate::staffing_plan::{Draft, Figures, Row, cells_in_words};

const GERMAN: Language = Language::German;
const COSTS: &str = "Kosten je Stelle";

/// Staffing plan and the cost of the grades that it is computed with.
#[must_use]
pub fn staffing_plan_sheets(plan: &Plan, draft: &Draft) -> Vec<Sheet> {
    vec![staffing_plan(plan, draft), costs(plan)]
}

fn staffing_plan(plan: &Plan, draft: &Draft) -> Sheet {
    let (year, before) = (draft.year, draft.year - 1);
    let columns = vec![
        SheetColumn::new("Organisationseinheit", Form::Text, 38),
        SheetColumn::new("Bewertung", Form::Text, 12),
        SheetColumn::new("Art", Form::Text, 12),
        SheetColumn::new(format!("Stellen {year}"), Form::Number(2), 11),
        SheetColumn::new(format!("Stellen {before}"), Form::Number(2), 11),
        SheetColumn::new("mehr oder weniger", Form::Number(2), 11),
        SheetColumn::new(format!("besetzt am 30.06.{before}"), Form::Number(2), 12),
        SheetColumn::new(format!("Personalkosten {year} im Jahr"), Form::Euro, 17),
        SheetColumn::new("davon aus der Quelle", Form::Number(2), 11),
        SheetColumn::new("Vermerke", Form::Text, 34),
    ];
    let mut sheet = Sheet::new(format!("Stellenplan {year}"), columns);
    for unit in &draft.table.units {
        let name = if unit.gone { format!("{} (aufgelöst)", unit.name) } else { unit.name.clone() };
        for row in &unit.rows {
            let cells = line(plan, &name, row);
            sheet.row(cells);
        }
        let count = unit.rows.len();
        sheet.sum(sums(&format!("Summe {name}"), &unit.sum, (&format!("{{r-{count}}}"), "{r-1}")));
    }
    sheet.sum(sums("Zusammen", &draft.table.total, ("{first}", "{r-1}")));
    sheet.notes = vec![
        format!(
            "Stellen {year}: am {}; Stellen {before}: am {}.",
            date(draft.day, GERMAN),
            date(draft.previous_day, GERMAN)
        ),
        "Personalkosten: durchschnittliche Kosten der Bewertung in einem vollen Jahr (Annahme).".to_owned(),
        "„davon aus der Quelle“: Stellen, deren Zahl das Quelldokument nennt; alle anderen und alle Bewertungen sind Annahmen."
            .to_owned(),
    ];
    if !draft.knows_filling {
        sheet.notes.push(format!("Wie viele Stellen am 30.06.{before} besetzt waren, ist nicht bekannt."));
    }
    sheet
}

fn line(plan: &Plan, unit: &str, row: &Row) -> Vec<Cell> {
    let figures = row.figures;
    let group = match row.group {
        StaffGroup::CivilServant => "Planstelle",
        StaffGroup::Employee => "Stelle",
    };
    let notes: Vec<String> = row.notes.iter().map(|note| note.words(GERMAN)).collect();
    let cost = plan.assumptions.cost_per_grade.contains_key(&row.grade).then(|| {
        let formula = format!("=ROUNDDOWN(D{{r}}*VLOOKUP(B{{r}},'{COSTS}'!$A:$B,2,FALSE),2)");
        Cell::formula(formula, euro(figures.cost.cents()))
    });
    vec![
        unit.into(),
        row.grade.as_str().into(),
        group.into(),
        fte(figures.posts),
        fte(figures.previous),
        Cell::formula("=D{r}-E{r}", (figures.posts - figures.previous).as_f64()),
        figures.filled.map(fte).unwrap_or_default(),
        cost.unwrap_or_default(),
        fte(row.stated),
        notes.join("; ").into(),
    ]
}

/// SUBTOTAL leaves out the sums within its range, so that the last row may span them all.
fn sums(name: &str, figures: &Figures, (first, last): (&str, &str)) -> Vec<Cell> {
    let sum = |column: char, result: f64| {
        Cell::formula(format!("=SUBTOTAL(9,{column}{first}:{column}{last})"), result)
    };
    vec![
        name.into(),
        Cell::default(),
        Cell::default(),
        sum('D', figures.posts.as_f64()),
        sum('E', figures.previous.as_f64()),
        sum('F', (figures.posts - figures.previous).as_f64()),
        figures.filled.map(|filled| sum('G', filled.as_f64())).unwrap_or_default(),
        sum('H', euro(figures.cost.cents())),
    ]
}

fn costs(plan: &Plan) -> Sheet {
    let columns =
        vec![SheetColumn::new("Bewertung", Form::Text, 12), SheetColumn::new("Euro im Jahr", Form::Euro, 16)];
    let mut sheet = Sheet::new(COSTS, columns);
    for (grade, cost) in &plan.assumptions.cost_per_grade {
        sheet.row(vec![grade.as_str().into(), euro(cost.cents()).into()]);
    }
    sheet
        .notes
        .extend(plan.assumptions.sources.get("cost_per_grade").map(|source| format!("Quelle: {source}")));
    sheet
}

/// The list of changes (Veränderungsliste).
#[must_use]
pub fn change_list_sheet(draft: &Draft) -> Sheet {
    let columns = vec![
        SheetColumn::new("Nr.", Form::Number(0), 6),
        SheetColumn::new("Stelle", Form::Text, 10),
        SheetColumn::new("Funktion", Form::Text, 26),
        SheetColumn::new("Änderung", Form::Text, 20),
        SheetColumn::new("von", Form::Text, 32),
        SheetColumn::new("nach", Form::Text, 32),
        SheetColumn::new("VZÄ vorher", Form::Number(2), 9),
        SheetColumn::new("VZÄ nachher", Form::Number(2), 9),
        SheetColumn::new("Unterschied", Form::Number(2), 11),
        SheetColumn::new("Euro mehr im Jahr", Form::Euro, 15),
        SheetColumn::new("Vermerke", Form::Text, 22),
        SheetColumn::new("Begründung", Form::Text, 34),
        SheetColumn::new("Rechtsgrundlage", Form::Text, 26),
        SheetColumn::new("Anlass", Form::Text, 14),
    ];
    let mut sheet = Sheet::new(format!("Veränderungen {}", draft.year), columns);
    let mut more = Fte::ZERO;
    let mut cents = 0_i64;
    for entry in &draft.entries {
        let of = |cells: &[crate::staffing_plan::Cell]| cells.iter().map(|cell| cell.fte).sum::<Fte>();
        more += entry.more_fte();
        cents = cents.saturating_add(entry.more_cents.unwrap_or(0));
        sheet.row(vec![
            (entry.number as f64).into(),
            entry.post.as_str().into(),
            entry.title.as_str().into(),
            entry.words(GERMAN).into(),
            cells_in_words(&entry.from, GERMAN).into(),
            cells_in_words(&entry.to, GERMAN).into(),
            fte(of(&entry.from)),
            fte(of(&entry.to)),
            Cell::formula("=H{r}-G{r}", entry.more_fte().as_f64()),
            Cell::maybe(entry.more_cents.map(euro)),
            entry.mark_words(GERMAN).into(),
            entry.reason.clone().unwrap_or_default().into(),
            entry.laws().into(),
            if entry.by_scenario { "Szenario" } else { "ohne Szenario" }.into(),
        ]);
    }
    let mut sum = vec![Cell::default(); 10];
    sum[2] = "Zusammen".into();
    if !draft.entries.is_empty() {
        sum[8] = Cell::formula("=SUM(I{first}:I{r-1})", more.as_f64());
        sum[9] = Cell::formula("=SUM(J{first}:J{r-1})", euro(cents));
    }
    sheet.sum(sum);
    sheet.notes = vec![
        format!(
            "Gegenüber dem Stand vom {} ohne Szenario; Stand der Liste: {}.",
            date(draft.previous_day, GERMAN),
            date(draft.day, GERMAN)
        ),
        "Die Rechtsgrundlagen sind Hinweise für den Entwurf und keine Rechtsauskunft.".to_owned(),
    ];
    sheet
}

fn fte(value: Fte) -> Cell {
    value.as_f64().into()
}

fn euro(cents: i64) -> f64 {
    cents as f64 / 100.0
}
