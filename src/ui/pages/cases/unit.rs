//! `/faelle/:unit`: the dashboard of a unit, or of one kind of its cases.

use super::department::{Basis, notice};
use super::panel::{Names, PanelView};
use super::query::{KIND, Query};
use super::relief::{Asked, Relief};
use crate::api::{ApiError, CasesKind, CasesPanel, UnitCases, unit_cases};
use crate::dashboard::PANELS;
use crate::ui::codec::JsonText;
use crate::ui::components::{Failure, PageHeading, PageTitle, unit_name};
use crate::ui::dynamic::{Kept, part};
use crate::ui::i18n::{Locale, t, t_string, use_i18n};
use crate::ui::state::Scenario;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};
use std::time::Duration;

/// How long the page waits before it asks again for a forecast that is being computed.
const AGAIN: Duration = Duration::from_millis(700);

/// What was asked, and the answer.
type Answered = Result<UnitCases, ApiError>;

/// The dashboard of a unit.
#[component]
pub fn UnitView() -> impl IntoView {
    let i18n = use_i18n();
    let (path, map) = (use_params_map(), use_query_map());
    let query = Kept::new(move || Query::read(&path.get(), &map.get()));
    let resource: Resource<Answered, JsonText> = Resource::new_with_options(
        move || (query.get(), i18n.get_locale() == Locale::en),
        |(query, english)| async move {
            match query.ask(english) {
                Some(ask) => unit_cases(ask).await,
                None => Err(ApiError::NotFound { what: "Die Einheit".to_owned() }),
            }
        },
        false,
    );
    let asked = Asked::new(None);
    let content = move || {
        Suspend::new(async move {
            match resource.await {
                Ok(cases) => view! { <Answer cases query=query.get_untracked() resource asked/> }.into_any(),
                Err(error) => {
                    view! { <Failure sentence=error.to_string() retry=move || resource.refetch()/> }
                        .into_any()
                }
            }
        })
    };
    let name = move || match resource.get() {
        Some(Ok(cases)) => cases.name,
        _ => t_string!(i18n, cases.title).to_owned(),
    };
    part(view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, cases.title).to_owned())/>
        <p class="cases-back"><a href=Scenario::expect().address("/faelle")>{t!(i18n, cases.all_units)}</a></p>
        <PageHeading>
            <Transition fallback=move || view! { <span>{t!(i18n, cases.title)}</span> }>{move || unit_name(&name())}</Transition>
        </PageHeading>
        <Transition fallback=move || view! { <p class="loading">{t!(i18n, shell.loading)}</p> }>{content}</Transition>
    })
}

/// Asks again after a while, as the server is computing.
fn ask_again(resource: Resource<Answered, JsonText>) {
    Effect::new(move |_| {
        let handle = set_timeout_with_handle(move || resource.refetch(), AGAIN);
        on_cleanup(move || {
            if let Ok(handle) = handle {
                handle.clear();
            }
        });
    });
}

#[component]
fn Answer(
    cases: UnitCases,
    query: Query,
    resource: Resource<Answered, JsonText>,
    asked: Asked,
) -> impl IntoView {
    let i18n = use_i18n();
    let english = i18n.get_locale_untracked() == Locale::en;
    let UnitCases {
        name: _,
        sentence,
        until,
        origin,
        generated,
        withheld,
        stale,
        badge,
        pending,
        case_types,
        relief,
        panels,
    } = cases;
    if pending {
        ask_again(resource);
    }
    let withheld = withheld.map(|reason| notice(reason, "cases-withheld"));
    let stale = stale.map(|words| notice(words, "cases-stale"));
    let badge = badge
        .map(|badge| part(view! { <p class="cases-badge"><span aria-hidden="true">"◔ "</span>{badge}</p> }));
    let pending = pending.then(|| {
        part(view! { <p class="loading" data-testid="forecast-pending">{t!(i18n, cases.pending)}</p> })
    });
    let link = |panel: &CasesPanel| {
        let title = panel.title.clone();
        part(view! { <li><a href=format!("#{}", panel.key) rel="external">{title}</a></li> })
    };
    let links = placed(&panels, &link);
    let report = query.file("pdf", None, english);
    let book = query.file("xlsx", None, english);
    let files = (!panels.is_empty()).then(|| {
        part(view! {
            <p class="cases-files">
                <a class="button" rel="external" download="" href=report>{t!(i18n, cases.report)}</a>
                <a class="button" rel="external" download="" href=book>{t!(i18n, cases.workbook)}</a>
            </p>
        })
    });
    let draw = |panel: &CasesPanel| {
        let (panel, key) = (panel.clone(), panel.key.as_str());
        let [csv, xlsx, svg, png] =
            ["csv", "xlsx", "svg", "png"].map(|form| query.file(form, Some(key), english));
        let (files, drawn) = (Some([csv, xlsx]), [svg, png]);
        let wish = relief.clone().filter(|_| key == "entlastung");
        match wish {
            Some(wish) => {
                let query = query.clone();
                view! { <PanelView panel files drawn><Relief wish query asked/></PanelView> }.into_any()
            }
            None => {
                let names = (key == "fallarten").then(|| kind_names(&case_types, &query));
                view! { <PanelView panel files drawn names/> }.into_any()
            }
        }
    };
    let panels = placed(&panels, &draw);
    part(view! {
        <p class="lead">{sentence}</p>
        <Basis until origin generated/>
        {badge}
        {withheld}
        {stale}
        {pending}
        <Kinds case_types query=query.clone()/>
        {files}
        <nav class="cases-contents" aria-label=t!(i18n, cases.contents)><ul>{links}</ul></nav>
        <div class="cases-panels">{panels}</div>
    })
}

/// Names of kinds of cases, as the ways to their dashboards. One that two kinds share leads nowhere.
fn kind_names(kinds: &[CasesKind], query: &Query) -> Names {
    let scenario = Scenario::expect();
    let (kinds, query) = (kinds.to_vec(), query.clone());
    Box::new(move |_, name| {
        let mut called = kinds.iter().filter(|kind| kind.name == name);
        let (Some(kind), None) = (called.next(), called.next()) else {
            return part(view! { <th scope="row">{name}</th> });
        };
        let wanted = Query { kind: Some(kind.case_type.clone()), ..query.clone() };
        let address = scenario.address(&wanted.address());
        part(view! { <th scope="row"><a href=address>{name}</a></th> })
    })
}

/// Each panel in its own place, which is empty while it is missing: what a forecast adds moves no other one, which would close the
/// table that somebody has opened in it and take its focus.
fn placed(panels: &[CasesPanel], draw: &dyn Fn(&CasesPanel) -> AnyView) -> Vec<AnyView> {
    let place = |key: &str| panels.iter().find(|panel| panel.key == key).map_or_else(|| ().into_any(), draw);
    PANELS.into_iter().map(place).collect()
}

/// The list of kinds of cases; without JavaScript the button sends it.
#[component]
fn Kinds(case_types: Vec<CasesKind>, query: Query) -> impl IntoView {
    let i18n = use_i18n();
    let navigate = StoredValue::new(use_navigate());
    let scenario = Scenario::expect();
    let action = Query { unit: query.unit.clone(), ..Query::default() }.address();
    let chosen = query.kind.clone();
    let is_narrowed = chosen.is_some();
    let reset = scenario.address(&action);
    let choose = move |event: leptos::ev::Event| {
        let kind = crate::plan::CaseTypeId::parse(&event_target_value(&event)).ok();
        let wanted = Query { kind, ..query.clone() };
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(&scenario.address(&wanted.address()), options));
    };
    let options: Vec<AnyView> = case_types
        .into_iter()
        .map(|kind| {
            let selected = chosen.as_ref() == Some(&kind.case_type);
            part(view! { <option value=kind.case_type.to_string() selected=selected>{kind.name}</option> })
        })
        .collect();
    if options.is_empty() {
        return part(view! { <p class="cases-kinds"></p> });
    }
    let reset = is_narrowed.then(|| {
        part(view! { <a class="button" data-variant="small" href=reset>{t!(i18n, cases.reset)}</a> })
    });
    part(view! {
        <form class="cases-kinds" method="get" action=action>
            <label class="field">
                <span>{t!(i18n, cases.kind)}</span>
                <select class="select" name=KIND on:change=choose>
                    <option value="" selected=!is_narrowed>{t!(i18n, cases.all_kinds)}</option>
                    {options}
                </select>
            </label>
            <noscript><button type="submit" class="button">{t!(i18n, assessment.show)}</button></noscript>
            {reset}
        </form>
    })
}
