//! The kinds of cases of a unit, side by side: where a number comes from.

use crate::caseload::{Ages, case_types_of};
use crate::dashboard::sources::part_of;
use crate::dashboard::unit::Context;
use crate::dashboard::{Cell, Panel, Table, words};
use crate::format::{Language, date};
use std::collections::BTreeSet;

/// The kinds of cases; none of a view that is narrowed to one of them.
pub fn kinds(context: &Context<'_>) -> Option<Panel> {
    if context.narrowed {
        return None;
    }
    let sources = context.sources;
    let language = sources.language;
    let shown = sources.shown_case_types(context.unit);
    let names = match language {
        Language::German => [
            "Fallart",
            "Bestand",
            "älter als 3 Monate",
            "Eingang 12 Monate",
            "Erledigung 12 Monate",
            "Monate Arbeit",
        ],
        Language::English => [
            "Kind of case",
            "open",
            "older than 3 months",
            "received 12 months",
            "completed 12 months",
            "months of work",
        ],
    };
    let title = context.say("Fallarten", "Kinds of cases");
    let mut table = Table::of_numbers(title.as_str(), &names);
    let mut largest: Option<(u64, String)> = None;
    let mut hidden = 0;
    for id in case_types_of(sources.plan, context.unit) {
        let Some(case_type) = sources.plan.case_type(&id) else { continue };
        let report = sources.counted.report_of(sources.plan, case_type);
        if report.lines.is_empty() {
            continue;
        }
        let alone = shown.contains(&id);
        hidden += usize::from(!alone);
        let stock = words::stock_of(&report.lines);
        if let Some(stock) = stock.filter(|stock| largest.as_ref().is_none_or(|(most, _)| stock > most)) {
            largest = Some((stock, case_type.name.clone()));
        }
        let old = context.ages.as_ref().filter(|_| alone).map(|ages| old_of(ages, &id, context));
        let output = |value: Option<u64>| if alone { Cell::count(value) } else { Cell::Withheld };
        table.row(vec![
            case_type.name.as_str().into(),
            Cell::count(stock),
            match old {
                Some(old) => Cell::Number(old as f64, 0),
                None if alone => Cell::Empty,
                None => Cell::Withheld,
            },
            Cell::count(report.received_in_a_year()),
            output(report.completed_in_a_year()),
            match report.months_of_work {
                Some(months) => Cell::Number(months, 1),
                None if alone => Cell::Empty,
                None => Cell::Withheld,
            },
        ]);
    }
    let (stock, name) = largest?;
    let stock = words::count(stock as f64, language);
    let sentence = match language {
        Language::German => format!("Am meisten liegt bei „{name}“: {stock} offene Fälle."),
        Language::English => format!("Most of it is “{name}”: {stock} open cases."),
    };
    let other_day = context.ages.as_ref().and_then(|ages| sources.other_day(ages));
    let of_list = other_day.map(|day| date(day, language)).map(|day| match language {
        Language::German => format!("Älter als 3 Monate: nach der Fallliste vom {day}."),
        Language::English => format!("Older than 3 months: by the list of cases of {day}."),
    });
    let mut notes: Vec<String> = of_list.into_iter().collect();
    if hidden > 0 {
        let reason = sources.counted.disclosure().reason_of_kinds(language);
        table.withheld = Some(reason.clone());
        notes.push(reason);
    }
    Some(Panel { key: "fallarten", title, sentence, picture: None, caption: String::new(), table, notes })
}

fn old_of(ages: &Ages, id: &crate::plan::CaseTypeId, context: &Context<'_>) -> u64 {
    let part = part_of(ages, &BTreeSet::from([id.clone()]), context.visible);
    part.open() - part.by_band()[0]
}
