//! The accounts as a table, with what can be done with each.

use super::administration::Page;
use super::forms::AccountForm;
use super::reason::{Act, Asking};
use crate::api::{AccountEntry, UnitChoice};
use crate::format::number;
use crate::permission::Role;
use crate::ui::components::{DataTable, role_name};
use crate::ui::dynamic::{Held, part, text};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::visitor::Visitor;
use leptos::prelude::*;

/// All accounts, closed ones last.
#[component]
pub fn AccountTable(page: Page, accounts: Vec<AccountEntry>, units: Vec<UnitChoice>) -> impl IntoView {
    let i18n = use_i18n();
    let mut accounts = accounts;
    accounts.sort_by(|a, b| (a.closed, &a.name).cmp(&(b.closed, &b.name)));
    let units = StoredValue::new(units);
    let rows: Vec<AnyView> =
        accounts.into_iter().map(|account| part(view! { <AccountRow page account units/> })).collect();
    let head = part(view! {
        <tr>
            <th scope="col">{t!(i18n, accounts.account)}</th>
            <th scope="col">{t!(i18n, accounts.role)}</th>
            <th scope="col">{t!(i18n, accounts.units)}</th>
            <th scope="col">{t!(i18n, accounts.state)}</th>
            <th scope="col">{t!(i18n, accounts.second_factor)}</th>
            <th scope="col" class="is-number">{t!(i18n, accounts.session_count)}</th>
            <th scope="col">{t!(i18n, scenarios.actions)}</th>
        </tr>
    });
    let caption = Signal::derive(move || t_string!(i18n, accounts.caption).to_owned());
    part(view! { <DataTable caption id="konten" head>{rows}</DataTable> })
}

#[component]
fn AccountRow(page: Page, account: AccountEntry, units: StoredValue<Vec<UnitChoice>>) -> impl IntoView {
    let i18n = use_i18n();
    let AccountEntry { closed, has_password, by_provider, demonstration, sessions, link_until, .. } = account;
    let second_factor = account.second_factor;
    let state = move || match (demonstration, closed, has_password, link_until) {
        (true, ..) => t_string!(i18n, accounts.is_demonstration),
        (_, true, ..) => t_string!(i18n, accounts.is_closed),
        _ if by_provider => t_string!(i18n, accounts.is_by_provider),
        (_, _, true, _) => t_string!(i18n, accounts.is_open),
        (_, _, _, Some(_)) => t_string!(i18n, accounts.awaits_password),
        _ => t_string!(i18n, accounts.needs_link),
    };
    let (role, unit) = (account.role, account.unit.clone());
    let limit = move || match &unit {
        None => t_string!(i18n, accounts.all_units).to_owned(),
        Some(id) => units.with_value(|units| {
            units.iter().find(|unit| unit.id == *id).map_or_else(|| id.clone(), |unit| unit.name.clone())
        }),
    };
    let factor = move || match (second_factor, by_provider) {
        (true, _) => t_string!(i18n, accounts.factor_is_there),
        (false, true) => t_string!(i18n, accounts.factor_elsewhere),
        (false, false) => t_string!(i18n, accounts.factor_is_missing),
    };
    let name = account.name.clone();
    let actions = if demonstration { ().into_any() } else { part(view! { <Actions page account units/> }) };
    part(view! {
        <tr>
            <th scope="row">{name}</th>
            <td>{move || role_name(i18n, role)}</td>
            <td>{text(limit)}</td>
            <td>{state}</td>
            <td>{factor}</td>
            <td class="is-number">{move || number(sessions as f64, 0, i18n.language())}</td>
            <td>{actions}</td>
        </tr>
    })
}

/// What can be done with an account; role and units behind one word, as they are changed seldom. Each asks why first.
#[component]
fn Actions(page: Page, account: AccountEntry, units: StoredValue<Vec<UnitChoice>>) -> impl IntoView {
    let AccountEntry { closed, sessions, by_provider, second_factor, .. } = account;
    // Also without the service an account that it let in can be given a password.
    let switches = !closed && (by_provider || Visitor::expect().provider);
    let acts = [
        (!closed && !by_provider).then_some(Act::Link),
        (!closed && sessions > 0).then_some(Act::EndSessions),
        second_factor.then_some(Act::TakeSecondFactor),
        Some(Act::Close(!closed)),
        switches.then_some(Act::Provider(!by_provider)),
    ];
    let button = |act| ask_button(page, account.clone(), act);
    let buttons: Vec<AnyView> = acts.into_iter().flatten().map(button).collect();
    part(view! {
        <div class="account-actions">
            {buttons}
            {(!closed).then(|| part(view! { <Changing page account units/> }))}
        </div>
    })
}

fn ask_button(page: Page, account: AccountEntry, act: Act) -> AnyView {
    let i18n = use_i18n();
    let shown = act.clone();
    let ask = move |_| page.asking.set(Some(Asking::Account(account.clone(), act.clone())));
    part(view! {
        <button type="button" class="button" on:click=ask>{text(move || shown.verb(i18n).to_owned())}</button>
    })
}

#[component]
fn Changing(page: Page, account: AccountEntry, units: StoredValue<Vec<UnitChoice>>) -> impl IntoView {
    let i18n = use_i18n();
    let place = format!("konto-{}", account.id);
    let (role, unit) = (Held::new(account.role), Held::new(account.unit.clone()));
    let change = Callback::new(move |()| {
        let act = Act::Change(role.get_untracked(), unit.get_untracked());
        page.asking.set(Some(Asking::Account(account.clone(), act)));
    });
    part(view! {
        <details>
            <summary>{t!(i18n, accounts.change)}</summary>
            <AccountForm send=change>
                <Standing role unit units place/>
                <button type="submit" class="button">{t!(i18n, accounts.store)}</button>
            </AccountForm>
        </details>
    })
}

/// The choice of a role and of the units that it is limited to.
#[component]
pub(super) fn Standing(
    role: Held<Role>,
    unit: Held<Option<String>>,
    units: StoredValue<Vec<UnitChoice>>,
    /// What the identifiers of the fields begin with; unique on the page.
    #[prop(into)]
    place: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let (of_role, of_units) = (format!("{place}-rolle"), format!("{place}-bereich"));
    let choice = move |value: Role| {
        let selected = role.get_untracked() == value;
        part(view! { <option value=value.word() selected=selected>{move || role_name(i18n, value)}</option> })
    };
    let roles: Vec<AnyView> = Role::WORDS.map(|(_, value)| choice(value)).into_iter().collect();
    let place = move |choice: UnitChoice| {
        let selected = unit.with_untracked(|unit| unit.as_ref() == Some(&choice.id));
        part(view! { <option value=choice.id selected=selected>{choice.name}</option> })
    };
    let places: Vec<AnyView> = units.get_value().into_iter().map(place).collect();
    let take_role = move |word: String| {
        if let Some(value) = Role::parse(&word) {
            role.set(value);
        }
    };
    part(view! {
        <label class="field">
            <span>{t!(i18n, accounts.role)}</span>
            <select class="select" id=of_role on:change=move |event| take_role(event_target_value(&event))>{roles}</select>
        </label>
        <label class="field">
            <span>{t!(i18n, accounts.units)}</span>
            <select class="select" id=of_units on:change=move |event| {
                let id = event_target_value(&event);
                unit.set((!id.is_empty()).then_some(id));
            }>
                <option value="">{t!(i18n, accounts.all_units)}</option>
                {places}
            </select>
        </label>
    })
}
