//! The head of every page: product, the scenario sentence, navigation, undo, switches.

use super::{AccountLine, SavedIndicator, ScenarioSwitch, UndoButtons};
use crate::permission::Right;
use crate::ui::browser::document;
use crate::ui::dynamic::part;
use crate::ui::i18n::{Locale, t, t_string, use_i18n};
use crate::ui::presentation::PresentationSwitch;
use crate::ui::state::Scenario;
use crate::ui::theme::{Theme, ThemeChoice};
use crate::ui::together::TogetherPlace;
use crate::ui::visitor::Visitor;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;

/// The head of every page.
#[component]
pub fn Header() -> impl IntoView {
    let i18n = use_i18n();
    let scenario = Scenario::expect();
    let to = move |path: &str| scenario.address(path);
    let visitor = Visitor::expect();
    // Only what the role may open.
    let plans = visitor.may(Right::ViewScenario);
    let figures = visitor.may(Right::ViewCases);
    let staffing = visitor.may(Right::ViewStaffingPlan);
    let accounts = visitor.may(Right::ManageAccounts);
    let audit = visitor.may(Right::ViewAudit);
    keep_current_link_in_sight();
    part(view! {
        <header class="header">
            <div class="header-bar">
                <a class="product" href=to("/")>
                    <ProductMark/>
                    <span class="product-name">{t!(i18n, shell.product)}</span>
                </a>
                <nav class="navigation" aria-label=t!(i18n, shell.navigation)>
                    {plans.then(|| part(view! {
                        <A href=to("/") exact=true>{t!(i18n, shell.nav_overview)}</A>
                        <A href=to("/organigramm")>{t!(i18n, shell.nav_chart)}</A>
                        <A href=to("/bemessung")>{t!(i18n, shell.nav_assessment)}</A>
                        {staffing.then(|| part(view! { <A href=to("/stellenplan")>{t!(i18n, staffing.title)}</A> }))}
                        <A href=to("/simulation")>{t!(i18n, shell.nav_simulation)}</A>
                        <A href=to("/szenarien")>{t!(i18n, scenarios.title)}</A>
                        {staffing.then(|| part(view! { <A href=to("/stellungnahme")>{t!(i18n, statement.title)}</A> }))}
                    }))}
                    {figures.then(|| part(view! {
                        <A href=to("/faelle")>{t!(i18n, cases.title)}</A>
                        <A href=to("/daten")>{t!(i18n, data.title)}</A>
                    }))}
                    {accounts.then(|| part(view! {
                        <A href="/verwaltung" exact=true>{t!(i18n, accounts.title)}</A>
                    }))}
                    {audit.then(|| part(view! { <A href="/protokoll" exact=true>{t!(i18n, trail.title)}</A> }))}
                </nav>
                <div class="header-tools">
                    {plans.then(|| part(view! {
                        <TogetherPlace/>
                        <ScenarioSwitch/>
                        <SavedIndicator/>
                        <UndoButtons/>
                    }))}
                    // On a telephone what is rarely used leaves its room to the page.
                    <details class="header-more">
                        <summary class="button" data-variant="quiet" data-testid="header-more">{t!(i18n, shell.header_more)}</summary>
                    </details>
                    <LanguageSwitch/>
                    <ThemeSwitch/>
                    <PresentationSwitch/>
                </div>
            </div>
            <div class="header-line">
                <p class="scenario-notice">
                    <strong>{t!(i18n, shell.scenario_notice)}</strong>
                    " "
                    <span class="scenario-notice-long">{t!(i18n, shell.scenario_notice_long)}</span>
                </p>
                <AccountLine/>
            </div>
        </header>
    })
}

/// On a telephone the row of links goes on beyond the screen, and that of the page in hand may lie there.
fn keep_current_link_in_sight() {
    let path = use_location().pathname;
    Effect::new(move |_| {
        path.track();
        request_animation_frame(document::show_current_link);
    });
}

/// A lever frame of a signal box: three levers, one thrown.
#[component]
fn ProductMark() -> impl IntoView {
    part(view! {
        <svg class="product-mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
            <path d="M2 21h20M6 21V9M12 21V9M18 21 21 10" fill="none" stroke="currentColor"
                stroke-width="2" stroke-linecap="round"></path>
            <path d="M6 3.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8zM12 3.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8zM21.3 4.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8z"
                fill="currentColor"></path>
        </svg>
    })
}

/// German or English; the address stays the same.
#[component]
fn LanguageSwitch() -> impl IntoView {
    let i18n = use_i18n();
    let choice = |locale: Locale| {
        let word = locale.as_str();
        let name = match locale {
            Locale::de => "Deutsch",
            Locale::en => "English",
        };
        part(view! {
            <button type="button" class="switch-choice" lang=word title=name
                aria-pressed=move || (i18n.get_locale() == locale).to_string()
                on:click=move |_| i18n.set_locale(locale)>
                // The name begins with what is seen, so that speech input finds the button.
                {word.to_ascii_uppercase()} <span class="visually-hidden">" " {name}</span>
            </button>
        })
    };
    let choices: Vec<AnyView> = Locale::ALL.into_iter().map(choice).collect();
    part(view! {
        <div class="switch" role="group" aria-label=t!(i18n, shell.language)>{choices}</div>
    })
}

/// As the system says, light or dark.
#[component]
fn ThemeSwitch() -> impl IntoView {
    let i18n = use_i18n();
    let choice = ThemeChoice::expect();
    let option = |theme: Theme| {
        let name = move || match theme {
            Theme::System => t_string!(i18n, shell.theme_system),
            Theme::Light => t_string!(i18n, shell.theme_light),
            Theme::Dark => t_string!(i18n, shell.theme_dark),
        };
        part(
            view! { <option value=theme.word() selected=move || choice.get() == theme>{move || name()}</option> },
        )
    };
    let options: Vec<AnyView> = Theme::ALL.into_iter().map(option).collect();
    part(view! {
        <label class="theme-switch">
            <span class="visually-hidden">{t!(i18n, shell.theme)}</span>
            <select class="select" on:change=move |event| choice.set(Theme::parse(&event_target_value(&event)))>
                {options}
            </select>
        </label>
    })
}
