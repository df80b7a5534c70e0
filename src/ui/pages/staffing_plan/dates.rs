//! The register of dates, and the calendar file of it.

use super::Desk;
use crate::format::date;
use crate::staffing_plan::{Due, register};
use crate::ui::components::DataTable;
use crate::ui::dynamic::{Kept, live, part, text};
use crate::ui::i18n::{I18n, t, t_string};
use chrono::NaiveDate;
use leptos::prelude::*;

/// What ends or begins, and by when somebody has to act.
#[component]
pub fn Dates(desk: Desk) -> impl IntoView {
    let i18n = desk.i18n;
    let first = desk.plan.with_untracked(|plan| plan.as_of);
    let dues = Kept::new(move || {
        desk.plan.with(|plan| {
            desk.changes.with(|changes| {
                let all = register(plan, changes, first);
                desk.limit.with_value(|limit| match limit {
                    Some(limit) => limit.dues(all, plan, changes),
                    None => all,
                })
            })
        })
    });
    let caption = Signal::derive(move || {
        let weeks = desk.in_hand.organisation(first).plan.assumptions.council_weeks;
        t_string!(i18n, staffing.dates_caption, weeks, name = desk.name())
    });
    let address = move || format!("/export/fristen?szenario={}", desk.in_hand.scenario());
    let calendar = move || {
        part(view! {
            <a class="button staffing-calendar" data-variant="small" href=address rel="external" download="fristen.ics">
                {t!(i18n, staffing.calendar)}
            </a>
        })
    };
    let table = live(move || {
        let rows: Vec<AnyView> = dues.with(|dues| dues.iter().map(|due| row(i18n, due, first)).collect());
        if rows.is_empty() {
            return Some(calendar());
        }
        let head = part(view! {
            <tr>
                <th scope="col">{t!(i18n, staffing.column_day)}</th>
                <th scope="col">{t!(i18n, staffing.column_due)}</th>
                <th scope="col">{t!(i18n, staffing.column_post)}</th>
                <th scope="col">{t!(i18n, staffing.column_unit)}</th>
            </tr>
        });
        Some(
            view! { <DataTable id="fristen-tabelle" head caption files=calendar()>{rows}</DataTable> }
                .into_any(),
        )
    });
    part(view! {
        <section class="section staffing-dates" aria-labelledby="fristen-teil">
            <h2 id="fristen-teil">{t!(i18n, staffing.dates)}</h2>
            <p data-sensitive=move || dues.with(|dues| next(dues, first).is_some_and(Due::is_personal)).then_some("")>
                {text(move || summary(desk, &dues.get(), first))}
            </p>
            {table}
        </section>
    })
}

/// The next date.
fn next(dues: &[Due], first: NaiveDate) -> Option<&Due> {
    dues.iter().find(|due| due.day >= first)
}

/// How many dates there are, which is the next, and what is late; tracks.
fn summary(desk: Desk, dues: &[Due], first: NaiveDate) -> String {
    let (i18n, language) = (desk.i18n, desk.i18n.language());
    let late = dues.iter().filter(|due| due.day < first).count();
    let Some(next) = next(dues, first) else {
        return t_string!(i18n, staffing.no_dates).to_owned();
    };
    let (day, what) = (date(next.day, language), next.words(language));
    let count = dues.len() - late;
    let mut words = t_string!(i18n, staffing.dates_summary, count, day, what, post = next.post.to_string());
    if late > 0 {
        words.push(' ');
        words.push_str(&t_string!(i18n, staffing.dates_late, late, first = date(first, language)));
    }
    words
}

fn row(i18n: I18n, due: &Due, first: NaiveDate) -> AnyView {
    let language = i18n.language();
    let late = (due.day < first).then(|| t_string!(i18n, staffing.late));
    part(view! {
        <tr data-due=due.kind.key() data-sensitive=due.is_personal().then_some("")>
            <th scope="row">{date(due.day, language)} {late.map(|late| format!(" ({late})"))}</th>
            <td>{due.words(language)}</td>
            <td><span class="staffing-post">{due.post.to_string()}</span> " " {due.title.clone()}</td>
            <td>{due.units.join(" / ")}</td>
        </tr>
    })
}
