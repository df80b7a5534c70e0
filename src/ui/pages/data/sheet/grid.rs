//! The cells of the sheet and the keys in them.

use super::{Desk, Place, number_of};
use crate::api::{Sheet, SheetCell, SheetFigure, SheetRow};
use crate::caseload::Counts;
use crate::format::{Language, month, number, parse_number};
use crate::ui::browser::document;
use crate::ui::dynamic::{Held, live, part, text};
use crate::ui::i18n::{t, t_string};
use chrono::NaiveDate;
use leptos::prelude::*;

/// The figures of a year; drawn anew when another one is asked for.
#[component]
pub fn Grid(desk: Desk, sheet: Sheet) -> impl IntoView {
    let sheet = StoredValue::new(sheet);
    live(move || {
        let figure = desk.figure.get();
        Some(sheet.with_value(|sheet| table(desk, sheet, figure)))
    })
}

fn table(desk: Desk, sheet: &Sheet, figure: SheetFigure) -> AnyView {
    let i18n = desk.i18n;
    let year = i32::try_from(sheet.year).unwrap_or_default();
    let name = move |at: usize, language: Language| {
        let day = NaiveDate::from_ymd_opt(year, u32::try_from(at).unwrap_or(0) + 1, 1);
        day.map_or_else(String::new, |day| month(day, language))
    };
    let heads: Vec<AnyView> = (0..12)
        .map(|at| {
            part(view! { <th scope="col" class="is-number">{text(move || name(at, i18n.language()))}</th> })
        })
        .collect();
    let last = sheet.rows.len().saturating_sub(1);
    let rows: Vec<AnyView> =
        sheet.rows.iter().enumerate().map(|(at, row)| line(desk, (at, last), row, figure)).collect();
    part(view! {
        <div class="table-scroll" role="region" aria-labelledby="blatt-tabelle" tabindex="0">
            <table class="table sheet-table">
                <caption id="blatt-tabelle">{t!(i18n, data.sheet_caption)}</caption>
                <thead><tr><th scope="col">{t!(i18n, data.field_case_type)}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    })
}

fn line(desk: Desk, (at, last): (usize, usize), row: &SheetRow, figure: SheetFigure) -> AnyView {
    let i18n = desk.i18n;
    let cells = row.months.iter().enumerate().map(|(month, stored)| {
        let place = (at, month, number_of(figure));
        let label = format!("{}, {}", row.name, month + 1);
        cell(desk, place, last, (of(*stored, figure), label))
    });
    let cells: Vec<AnyView> = cells.collect();
    let hidden = row
        .withheld
        .then(|| part(view! { <span class="muted small">{t!(i18n, data.sheet_withheld)}</span> }));
    let (id, name, unit) = (row.case_type.clone(), row.name.clone(), row.unit.clone());
    part(view! {
        <tr>
            <th scope="row"><span class="sheet-type">{format!("{id} {name}")}</span><span class="muted small">{unit}</span>{hidden}</th>
            {cells}
        </tr>
    })
}

fn of(cell: SheetCell, figure: SheetFigure) -> Option<u64> {
    match figure {
        SheetFigure::Received => cell.received,
        SheetFigure::Completed => cell.completed,
        SheetFigure::Open => cell.open,
    }
}

/// What was typed: nothing takes the figure away; none where it is no count.
fn typed(text: &str, language: Language) -> Option<Option<u64>> {
    if matches!(text.trim(), "" | "-" | "–") {
        return Some(None);
    }
    let value = parse_number(text, language)?;
    (value >= 0.0 && value.fract() == 0.0 && value <= Counts::MOST as f64).then_some(Some(value as u64))
}

fn cell(desk: Desk, place: Place, last: usize, (stored, label): (Option<u64>, String)) -> AnyView {
    let i18n = desk.i18n;
    let (row, month, figure) = place;
    let wrong = Held::new(false);
    let shown = move || {
        let typed = desk.typed.with(|typed| typed.get(&place).copied());
        let value = typed.unwrap_or(stored);
        value.map_or_else(String::new, |value| number(value as f64, 0, i18n.language()))
    };
    let take = move |text: String| match typed(&text, untrack(|| i18n.language())) {
        Some(value) => {
            wrong.set(false);
            desk.typed.update(|typed| {
                if value == stored {
                    typed.remove(&place);
                } else {
                    typed.insert(place, value);
                }
            });
        }
        None => wrong.set(true),
    };
    let go = move |event: leptos::ev::KeyboardEvent| {
        let to = match event.key().as_str() {
            "ArrowUp" => Some((row.saturating_sub(1), month)),
            "ArrowDown" | "Enter" => Some(((row + 1).min(last), month)),
            "ArrowLeft" if event.ctrl_key() || event.alt_key() => Some((row, month.saturating_sub(1))),
            "ArrowRight" if event.ctrl_key() || event.alt_key() => Some((row, (month + 1).min(11))),
            _ => None,
        };
        if let Some((row, month)) = to {
            event.prevent_default();
            document::focus(&format!("#blatt-{row}-{month}"));
        }
    };
    part(view! {
        <td class="is-number">
            <input class="input sheet-cell" id=format!("blatt-{row}-{month}") inputmode="numeric" autocomplete="off"
                aria-label=label data-figure=figure.to_string()
                title=move || if wrong.get() { t_string!(i18n, data.sheet_wrong) } else { "" }
                aria-invalid=move || wrong.get().to_string()
                prop:value=shown
                on:keydown=go
                on:change=move |event| take(event_target_value(&event))/>
        </td>
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_counts_as_people_write_them() {
        let german = |text| typed(text, Language::German);
        assert_eq!(german("1.590"), Some(Some(1590)));
        assert_eq!(german(" 12 "), Some(Some(12)));
        assert_eq!((german(""), german("–")), (Some(None), Some(None)));
        for wrong in ["1,5", "-3", "viele", "99999999", "1,590"] {
            assert_eq!(german(wrong), None, "{wrong}");
        }
        // As the English page shows it itself; what the German one would is no count there.
        assert_eq!(typed("1,590", Language::English), Some(Some(1590)));
        assert_eq!(typed("1.590", Language::English), None);
    }
}
