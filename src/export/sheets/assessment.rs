//! The staffing assessment as sheets: units, rows of the need, parameters; every need is a formula on the figures that it comes from.

use crate::assessment::{Assessment, Derivation, Figures, Item, ItemKind, Parameters, Period, load_name};
use crate::document::{Cell, Form, Sheet, SheetColumn};
use crate::format::{Language, date, number};
use crate::plan::{Method, Provenance};

const PARAMETERS: &str = "Parameter";
const ROWS: &str = "Bedarf";
/// Cells of the parameters that the other sheets refer to.
const NET_MINUTES: &str = "Parameter!$B$7";
const YEARS: &str = "Parameter!$B$8";
const LEADING: &str = "Parameter!$B$9";
/// Minutes that a full-time equivalent handles by method A and by method B, whichever is chosen.
const NET_A: &str = "Parameter!$B$12";
const NET_B: &str = "Parameter!$B$13";
/// The methods with the column in which the need by them stands, in both sheets.
const METHODS: [(Method, char); 2] = [(Method::Kgst, 'N'), (Method::Bmi, 'O')];
const NEED_A: &str = "Bedarf nach Verfahren A (VZÄ)";
const NEED_B: &str = "Bedarf nach Verfahren B (VZÄ)";

const CASES: &str = "Fälle";
const KEY: &str = "Schlüssel";
const BASE: &str = "Grundlast";

/// Units first, since CSV holds the first sheet; then the tasks, each with its need by both methods and how it comes about; then, then what they are computed with. `years` is the time in which the open
/// cases are worked off.
#[must_use]
pub fn assessment_sheets(assessment: &Assessment, years: f64) -> Vec<Sheet> {
    let rows = rows(assessment);
    let (count, leading) =
        (rows.rows.len(), (assessment.leadership_share, assessment.leadership_source.as_str()));
    vec![units(assessment, count), rows, parameters(&assessment.parameters, years, leading)]
}

fn period(assessment: &Assessment) -> String {
    match assessment.period {
        Period::Year(year) => format!("Fallzahlen {year}"),
        Period::On(day) => format!("Erwartete Fälle ab {}", date(day, Language::German)),
    }
}

fn units(assessment: &Assessment, count: usize) -> Sheet {
    let figure = |heading: &str| SheetColumn::new(heading, Form::Number(2), 11);
    let load = load_name(assessment.period, Language::German);
    let columns = vec![
        SheetColumn::new("Kennung", Form::Text, 16),
        SheetColumn::new("Organisationseinheit", Form::Text, 36),
        figure(CASES),
        figure(KEY),
        figure(BASE),
        figure("Bedarf in VZÄ"),
        figure("Stellen ohne Leitung und Task Force"),
        figure("Task Force"),
        figure("Leitung"),
        SheetColumn::new(load.as_str(), Form::Percent(1), 11),
        figure("Rückstandsabbau in VZÄ"),
        SheetColumn::new("geführte Köpfe", Form::Number(0), 10),
        figure("Leitungsbedarf in VZÄ"),
        figure(NEED_A),
        figure(NEED_B),
    ];
    let mut sheet = Sheet::new("Einheiten", columns);
    let last = Sheet::number(count.saturating_sub(1));
    for unit in &assessment.units {
        let own = &unit.own;
        let need = |kind: &str, result: f64| {
            let column = |letter: char| format!("{ROWS}!${letter}$2:${letter}${last}");
            let formula =
                format!("=SUMIFS({},{},A{{r}},{},\"{kind}\")", column('I'), column('A'), column('D'));
            Cell::formula(formula, result)
        };
        let backlog = format!("=SUMIF({ROWS}!$A$2:$A${last},A{{r}},{ROWS}!$K$2:$K${last})");
        let mut cells = vec![
            unit.unit.as_str().into(),
            unit.name.as_str().into(),
            need(CASES, own.case_need),
            need(KEY, own.key_need),
            need(BASE, own.base_need),
        ];
        cells.extend(behind(own, Cell::formula(backlog, own.backlog_need)));
        for (method, letter) in METHODS {
            let sum = format!("=SUMIF({ROWS}!$A$2:$A${last},A{{r}},{ROWS}!${letter}$2:${letter}${last})");
            cells.push(Cell::formula(sum, need_by(&assessment.parameters, method, own)));
        }
        sheet.row(cells);
    }
    sheet.sum(sum_of(assessment));
    sheet.notes = vec![
        format!("{}; Stellen am {}.", period(assessment), date(assessment.posts_on, Language::German)),
        format!(
            "{load}: Bedarf geteilt durch Stellen ohne Leitung und Task Force. Fallzahlen und Zeiten sind Annahmen, soweit nichts anderes \
             vermerkt ist."
        ),
    ];
    if !assessment.missing.is_empty() {
        let missing: Vec<&str> = assessment.missing.iter().map(crate::plan::CaseTypeId::as_str).collect();
        sheet.notes.push(format!("Ohne Fallzahlen und im Bedarf nicht enthalten: {}.", missing.join(", ")));
    }
    sheet
}

/// The need of a unit by a method: minutes of cases divided by its net minutes; keys and base load are the same in both.
fn need_by(parameters: &Parameters, method: Method, figures: &Figures) -> f64 {
    parameters.by(method).need(figures.case_minutes) + figures.key_need + figures.base_need
}

/// The last row: everything above it together.
fn sum_of(assessment: &Assessment) -> Vec<Cell> {
    let total = &assessment.total;
    let sum =
        |letter: char, result: f64| Cell::formula(format!("=SUM({letter}{{first}}:{letter}{{r-1}})"), result);
    let mut cells = vec![
        Cell::default(),
        "Zusammen".into(),
        sum('C', total.case_need),
        sum('D', total.key_need),
        sum('E', total.base_need),
        sum('F', total.need),
        sum('G', total.posts.regular.as_f64()),
        sum('H', total.posts.task_force.as_f64()),
        sum('I', total.posts.leadership.as_f64()),
        load(total),
        sum('K', total.backlog_need),
        sum('L', f64::from(total.heads)),
        sum('M', total.leadership_need),
    ];
    for (method, letter) in METHODS {
        cells.push(sum(letter, need_by(&assessment.parameters, method, total)));
    }
    cells
}

/// What stands behind the three needs of a unit.
fn behind(own: &Figures, backlog: Cell) -> Vec<Cell> {
    vec![
        Cell::formula("=C{r}+D{r}+E{r}", own.need),
        own.posts.regular.as_f64().into(),
        own.posts.task_force.as_f64().into(),
        own.posts.leadership.as_f64().into(),
        load(own),
        backlog,
        f64::from(own.heads).into(),
        Cell::formula(format!("=L{{r}}*{LEADING}"), own.leadership_need),
    ]
}

/// Empty where there are no posts to measure against.
fn load(figures: &Figures) -> Cell {
    figures.load.map(|load| Cell::formula("=F{r}/G{r}", load)).unwrap_or_default()
}

fn rows(assessment: &Assessment) -> Sheet {
    let columns = vec![
        SheetColumn::new("Kennung", Form::Text, 16),
        SheetColumn::new("Organisationseinheit", Form::Text, 30),
        SheetColumn::new("Aufgabe", Form::Text, 40),
        SheetColumn::new("Art", Form::Text, 11),
        SheetColumn::new("Menge", Form::Number(1), 11),
        SheetColumn::new("Minuten je Fall", Form::Number(1), 10),
        SheetColumn::new("Personen je VZÄ", Form::Number(1), 10),
        SheetColumn::new("Minuten im Jahr", Form::Number(0), 12),
        SheetColumn::new("Bedarf in VZÄ", Form::Number(4), 11),
        SheetColumn::new("offene Fälle", Form::Number(0), 10),
        SheetColumn::new("Rückstandsabbau in VZÄ", Form::Number(4), 12),
        SheetColumn::new("Herkunft", Form::Text, 10),
        SheetColumn::new("Bemerkung", Form::Text, 60),
        SheetColumn::new(NEED_A, Form::Number(4), 12),
        SheetColumn::new(NEED_B, Form::Number(4), 12),
        SheetColumn::new("Herleitung", Form::Text, 80),
    ];
    let mut sheet = Sheet::new(ROWS, columns);
    for unit in &assessment.units {
        for item in &unit.items {
            let mut cells =
                vec![unit.unit.as_str().into(), unit.name.as_str().into(), item.name.as_str().into()];
            cells.extend(figures_of(item));
            cells.push(match item.provenance {
                Provenance::Document => "Quelle".into(),
                Provenance::Assumption => "Annahme".into(),
            });
            cells.push(item.note.clone().unwrap_or_default().into());
            cells.extend(by_both(&assessment.parameters, item));
            cells.push(in_words(&item.derivation).into());
            sheet.row(cells);
        }
    }
    sheet
}

/// The need of a task by method A and by method B; what does not depend on minutes is the same in both.
fn by_both(parameters: &Parameters, item: &Item) -> [Cell; 2] {
    [(Method::Kgst, NET_A), (Method::Bmi, NET_B)].map(|(method, net)| match item.kind {
        ItemKind::CaseType(_) if item.minutes_per_case.is_some() => {
            Cell::formula(format!("=H{{r}}/{net}"), parameters.by(method).need(item.minutes))
        }
        _ => Cell::formula("=I{r}", item.need),
    })
}

/// How a figure comes about, in one line: formula, what goes in with its source, result.
fn in_words(derivation: &Derivation) -> String {
    let shown = |value: f64, unit: &str| {
        let decimals = if (value - value.round()).abs() < 1e-9 { 0 } else { 4 };
        format!("{} {unit}", number(value, decimals, Language::German)).trim_end().to_owned()
    };
    let inputs = derivation.inputs.iter().map(|input| {
        let source = input.source.as_ref().map_or_else(String::new, |source| format!(" ({source})"));
        format!("{} {}{source}", input.name, shown(input.value, &input.unit))
    });
    let inputs: Vec<String> = inputs.collect();
    let result = shown(derivation.result, &derivation.unit);
    format!("{} = {result}; {}", derivation.formula, inputs.join("; "))
}

fn figures_of(item: &Item) -> Vec<Cell> {
    let need = item.need;
    match (&item.kind, item.minutes_per_case) {
        (ItemKind::CaseType(_), Some(minutes)) => {
            let backlog = item.backlog.as_ref();
            let formula = format!("=J{{r}}*F{{r}}/{NET_MINUTES}/{YEARS}");
            vec![
                CASES.into(),
                item.quantity.into(),
                minutes.into(),
                Cell::default(),
                Cell::formula("=E{r}*F{r}", item.minutes),
                Cell::formula(format!("=H{{r}}/{NET_MINUTES}"), need),
                Cell::maybe(backlog.map(|backlog| backlog.cases as f64)),
                backlog.map(|backlog| Cell::formula(formula, backlog.need)).unwrap_or_default(),
            ]
        }
        (ItemKind::Population(_), _) => vec![
            KEY.into(),
            item.quantity.into(),
            Cell::default(),
            Cell::maybe((need > 0.0).then(|| item.quantity / need)),
            Cell::default(),
            if need > 0.0 { Cell::formula("=E{r}/G{r}", need) } else { need.into() },
            Cell::default(),
            Cell::default(),
        ],
        _ => vec![
            BASE.into(),
            Cell::default(),
            Cell::default(),
            Cell::default(),
            Cell::default(),
            need.into(),
            Cell::default(),
            Cell::default(),
        ],
    }
}

/// The rows stand where [`NET_MINUTES`], [`YEARS`] and [`LEADING`] look for them.
fn parameters(parameters: &Parameters, years: f64, (leading, leading_source): (f64, &str)) -> Sheet {
    let columns = vec![
        SheetColumn::new("Größe", Form::Text, 44),
        SheetColumn::new("Wert", Form::Number(0), 14),
        SheetColumn::new("Einheit", Form::Text, 22),
        SheetColumn::new("Quelle", Form::Text, 70),
    ];
    let mut sheet = Sheet::new(PARAMETERS, columns);
    let percent = |value: f64| Cell::from(value).written(Form::Percent(2));
    let (source, allowance) = (parameters.source.as_str(), parameters.allowance_source.as_str());
    sheet.row(vec![
        "Jahresarbeitsminuten".into(),
        parameters.yearly_minutes.into(),
        "Minuten".into(),
        source.into(),
    ]);
    let kgst = parameters.method == Method::Kgst;
    let part = |value: f64, used: bool| percent(if used { value } else { 0.0 });
    sheet.row(vec![
        "Verteilzeit, von der Arbeitszeit abgezogen (Verfahren A)".into(),
        part(parameters.allowance, kgst),
        "der Jahresarbeitsminuten".into(),
        allowance.into(),
    ]);
    sheet.row(vec![
        "Erholungszeit, Zuschlag (Verfahren B)".into(),
        part(parameters.recovery, !kgst),
        "der Grundzeit".into(),
        allowance.into(),
    ]);
    sheet.row(vec![
        "persönliche Verteilzeit, Zuschlag (Verfahren B)".into(),
        part(parameters.personal, !kgst),
        "der Grundzeit".into(),
        allowance.into(),
    ]);
    sheet.row(vec![
        "sachliche Verteilzeit, Zuschlag (Verfahren B)".into(),
        part(parameters.factual, !kgst),
        "der Grundzeit".into(),
        allowance.into(),
    ]);
    sheet.row(vec![
        "Minuten, die ein VZÄ im Jahr bearbeitet".into(),
        Cell::formula("=B2*(1-B3)/(1+B4+B5+B6)", parameters.net_minutes()).written(Form::Number(1)),
        "Minuten".into(),
        "berechnet".into(),
    ]);
    sheet.row(vec![
        "Abbau des Rückstands in".into(),
        Cell::from(years).written(Form::Number(1)),
        "Jahren".into(),
        "Festlegung".into(),
    ]);
    let heads = "Leitungsanteil je geführtem Kopf".into();
    sheet.row(vec![heads, percent(leading), "einer Vollzeitstelle".into(), leading_source.into()]);
    compared(&mut sheet, parameters);
    sheet
}

/// What both methods reckon with, whichever is chosen; the rows stand where [`NET_A`] and [`NET_B`] look for them.
fn compared(sheet: &mut Sheet, parameters: &Parameters) {
    let (kgst, bmi) = (parameters.by(Method::Kgst), parameters.by(Method::Bmi));
    let surcharges = bmi.recovery + bmi.personal + bmi.factual;
    let rows: [(&str, Cell, &str); 4] = [
        (
            "Verteilzeit nach Verfahren A",
            Cell::from(kgst.allowance).written(Form::Percent(2)),
            "der Jahresarbeitsminuten",
        ),
        (
            "Zuschläge nach Verfahren B zusammen",
            Cell::from(surcharges).written(Form::Percent(2)),
            "der Grundzeit",
        ),
        (
            "Minuten, die ein VZÄ nach Verfahren A im Jahr bearbeitet",
            Cell::formula("=B2*(1-B10)", kgst.net_minutes()).written(Form::Number(1)),
            "Minuten",
        ),
        (
            "Minuten, die ein VZÄ nach Verfahren B im Jahr bearbeitet",
            Cell::formula("=B2/(1+B11)", bmi.net_minutes()).written(Form::Number(1)),
            "Minuten",
        ),
    ];
    for (name, value, unit) in rows {
        sheet.row(vec![name.into(), value, unit.into(), "zum Vergleich beider Verfahren".into()]);
    }
}
