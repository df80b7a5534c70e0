//! The application: what every page finds in context, the frame around the pages, and the routes.

use super::browser::document;
use super::components::{Header, LiveRegion, SignedOutNotice, ToastShelf, on_language};
use super::i18n::{I18n, t, use_i18n};
use super::language;
use super::pages::{
    AccessibilityPage, AdministrationPage, AssessmentPage, CasesPage, ChartPage, ComparisonPage, DataPage,
    ExercisePage, HelpPage, NoAccessPage, NotFoundPage, OneScenarioPage, OverviewPage, OwnAccountPage,
    PrivacyPage, RecordPage, ScenariosPage, SetUpPage, SignInPage, SimulationPage, StaffingPlanPage,
    StatementPage, TrailPage, UnitCasesPage,
};
use super::state::forecasts::Forecasts;
use super::state::{Announcer, Scenario, ShelfOfToasts, Together, listen_for_undo_keys};
use super::theme::ThemeChoice;
use super::together::{ConnectionPlace, keep_in_step};
use super::visitor::Visitor;
use crate::ui::dynamic::part;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{Lazy, SsrMode, path};

/// The application: contexts and frame.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    follow_language();
    ThemeChoice::provide();
    Visitor::provide();
    Announcer::provide();
    ShelfOfToasts::provide();
    Together::provide();
    Scenario::provide();
    Forecasts::provide();
    keep_in_step();
    listen_for_undo_keys();
    part(view! {
        <Router>
            <Frame/>
        </Router>
    })
}

/// Header, page, footer, and the two places where the page speaks up.
#[component]
fn Frame() -> impl IntoView {
    let i18n = use_i18n();
    part(view! {
        // The router takes the click and only scrolls; the focus is what a keyboard goes on from.
        <a class="skip-link" href="#inhalt" on:click=|_| document::focus("#inhalt")>{t!(i18n, shell.skip)}</a>
        <Header/>
        <SignedOutNotice/>
        <ConnectionPlace/>
        // Shown by what is left running when nothing else is.
        <p id=document::STANDSTILL class="notice" data-tone="refused" role="alert" hidden>
            {t!(i18n, shell.standstill)}
            <a href="" rel="external">{t!(i18n, shell.reload)}</a>
        </p>
        <main id="inhalt" class="page" tabindex="-1">
            <FlatRoutes fallback=NotFoundPage>
                <Route path=path!("/") view={Lazy::<OverviewPage>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/organigramm") view={Lazy::<ChartPage>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/bemessung") view={Lazy::<AssessmentPage>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/stellenplan") view={Lazy::<StaffingPlanPage>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/simulation") view={Lazy::<SimulationPage>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/faelle") view={Lazy::<CasesPage>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/faelle/:unit") view={Lazy::<UnitCasesPage>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/hilfe") view={Lazy::<HelpPage>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/hilfe/uebung") view={Lazy::<ExercisePage>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/daten") view={Lazy::<DataPage>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/stellungnahme") view={Lazy::<StatementPage>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/szenarien") view={Lazy::<ScenariosPage>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/szenarien/vergleich") view={Lazy::<ComparisonPage>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/anmelden") view={Lazy::<SignInPage>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/einrichten") view={Lazy::<SetUpPage>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/kein-zugriff") view={Lazy::<NoAccessPage>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/konto") view={Lazy::<OwnAccountPage>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/verwaltung") view={Lazy::<AdministrationPage>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/protokoll") view={Lazy::<TrailPage>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/datenschutz") view={Lazy::<PrivacyPage>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/barrierefreiheit") view={Lazy::<AccessibilityPage>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/szenarien/akte") view={Lazy::<RecordPage>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/szenarien/:szenario") view={Lazy::<OneScenarioPage>::new()} ssr=SsrMode::Async/>
            </FlatRoutes>
        </main>
        <footer class="footer">
            <p>{t!(i18n, shell.footer)}</p>
            <p class="footer-links">
                    <a href="/hilfe">{t!(i18n, help.title)}</a>
                <a href="/datenschutz">{t!(i18n, shell.privacy)}</a>
                <a href="/barrierefreiheit">{t!(i18n, shell.accessibility)}</a>
            </p>
        </footer>
        <ToastShelf/>
        <LiveRegion/>
    })
}

/// The server takes the language from the request, the browser from the document; a choice is kept in both.
fn follow_language() {
    I18n::provide(language::current());
    let i18n = use_i18n();
    on_language(i18n, move |_, _| {
        let word = i18n.get_locale_untracked().as_str();
        document::set_root_attribute("lang", Some(word));
        document::set_cookie(language::COOKIE, word);
    });
}
