//! The accesses of other programs: what there is, a new one, and revoking one. Each asks why first.

use super::administration::Page;
use super::forms::AccountForm;
use super::reason::Asking;
use super::table::Standing;
use crate::api::{MOST_TOKEN_DAYS, MakeProgram, ProgramEntry, UnitChoice};
use crate::format::day_of;
use crate::permission::{Role, Why};
use crate::ui::browser::document;
use crate::ui::components::{DataTable, role_name, typed};
use crate::ui::dynamic::{Held, part, text};
use crate::ui::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;

/// Days for which a new access is taken, unless others are typed.
const DAYS: &str = "90";

/// What there is, and the form for a new one.
#[component]
pub fn ProgramSection(page: Page, programs: Vec<ProgramEntry>, units: Vec<UnitChoice>) -> impl IntoView {
    let i18n = use_i18n();
    let table = (!programs.is_empty()).then(|| table(page, programs));
    part(view! {
        <h2 class="account-heading">{t!(i18n, accounts.programs)}</h2>
        <p class="muted">{t!(i18n, accounts.programs_text)}</p>
        {table}
        <Making page units/>
    })
}

fn table(page: Page, programs: Vec<ProgramEntry>) -> AnyView {
    let i18n = use_i18n();
    let head = part(view! {
        <tr>
            <th scope="col">{t!(i18n, accounts.program)}</th>
            <th scope="col">{t!(i18n, accounts.role)}</th>
            <th scope="col">{t!(i18n, accounts.units)}</th>
            <th scope="col">{t!(i18n, accounts.program_scope)}</th>
            <th scope="col">{t!(i18n, accounts.state)}</th>
            <th scope="col">{t!(i18n, accounts.seen)}</th>
            <th scope="col">{t!(i18n, scenarios.actions)}</th>
        </tr>
    });
    let rows: Vec<AnyView> = programs.into_iter().map(|program| row(page, program)).collect();
    let caption = Signal::derive(move || t_string!(i18n, accounts.programs).to_owned());
    part(view! { <DataTable caption id="zugaenge" head>{rows}</DataTable> })
}

fn row(page: Page, program: ProgramEntry) -> AnyView {
    let i18n = use_i18n();
    let ProgramEntry { name, simulates, role, unit, expires_at, used_at, in_force } = program;
    let state = move || {
        let until = day_of(expires_at, i18n.language());
        if in_force {
            t_string!(i18n, accounts.program_until, until)
        } else {
            t_string!(i18n, accounts.program_over).to_owned()
        }
    };
    let scope = move || {
        if simulates {
            t_string!(i18n, accounts.program_simulates)
        } else {
            t_string!(i18n, accounts.program_reads)
        }
    };
    let used = move || used_at.map_or_else(|| "–".to_owned(), |day| day_of(day, i18n.language()));
    let limit = move || unit.clone().unwrap_or_else(|| t_string!(i18n, accounts.all_units).to_owned());
    let shown = name.clone();
    let revoke = in_force.then(|| {
        let ask = move |_| page.asking.set(Some(Asking::Revoke(name.clone())));
        part(view! { <button type="button" class="button" on:click=ask>{t!(i18n, accounts.program_revoke)}</button> })
    });
    part(view! {
        <tr>
            <th scope="row">{shown}</th>
            <td>{move || role_name(i18n, role)}</td>
            <td>{text(limit)}</td>
            <td>{scope}</td>
            <td>{text(state)}</td>
            <td>{text(used)}</td>
            <td>{revoke}</td>
        </tr>
    })
}

/// Name, role, units, days; the answer is the token.
#[component]
fn Making(page: Page, units: Vec<UnitChoice>) -> impl IntoView {
    let i18n = use_i18n();
    let units = StoredValue::new(units);
    // Chosen before the page came to life, these count too.
    let chosen = |id: &str| document::value_of(id).filter(|word| !word.is_empty());
    let first = chosen("zugang-rolle").and_then(|word| Role::parse(&word)).unwrap_or(Role::StaffCouncil);
    let (role, unit) = (Held::new(first), Held::new(chosen("zugang-bereich")));
    let (name, days, simulates) = (typed("zugang-name"), typed("zugang-tage"), Held::new(false));
    if days.with_untracked(String::is_empty) {
        days.set(DAYS.to_owned());
    }
    let make = Callback::new(move |()| {
        // The browser lets nothing else pass: the number has a field of its own. Why is asked next.
        let Ok(days) = days.get_untracked().parse() else { return };
        let (role, unit, simulates) = (role.get_untracked(), unit.get_untracked(), simulates.get_untracked());
        let asked =
            MakeProgram { name: name.get_untracked(), simulates, role, unit, days, reason: Why::unread() };
        page.asking.set(Some(Asking::Program(asked)));
    });
    part(view! {
        <details>
            <summary>{t!(i18n, accounts.program_new)}</summary>
            <AccountForm send=make>
                <label class="field">
                    <span>{t!(i18n, accounts.program)}</span>
                    <input type="text" id="zugang-name" class="input" required autocomplete="off" maxlength="60"
                        on:input=move |event| name.set(event_target_value(&event))/>
                </label>
                <Standing role unit units place="zugang"/>
                <label class="field">
                    <span>{t!(i18n, accounts.program_days)}</span>
                    <input type="number" id="zugang-tage" class="input" min="1" max=MOST_TOKEN_DAYS step="1" required
                        value=days.get_untracked() on:input=move |event| days.set(event_target_value(&event))/>
                </label>
                <label>
                    <input type="checkbox" id="zugang-simulieren" on:change=move |event| simulates.set(event_target_checked(&event))/>
                    " " {t!(i18n, accounts.program_may_simulate)}
                </label>
                <button type="submit" class="button">{t!(i18n, accounts.program_make)}</button>
            </AccountForm>
        </details>
    })
}
