//! `/faelle`: what lies on our desks, unit by unit.

use super::panel::{CasesTableView, Names, PanelView};
use crate::api::{CalibrationKind, CasesPanel, DepartmentCases, calibration_of_cases, department_cases};
use crate::plan::Provenance;
use crate::ui::codec::JsonText;
use crate::ui::components::{
    Failure, PageHeading, PageTitle, ProvenanceMark, WithPlan, cases_alerts, unit_name,
};
use crate::ui::dynamic::{Held, part, text};
use crate::ui::i18n::{I18n, Locale, t, t_string, use_i18n};
use crate::ui::state::{PlanInHand, Scenario, ShelfOfToasts, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// All units.
#[component]
pub fn DepartmentView() -> impl IntoView {
    let i18n = use_i18n();
    let resource: Resource<_, JsonText> =
        Resource::new_with_options(move || i18n.get_locale() == Locale::en, department_cases, false);
    let content = move || {
        Suspend::new(async move {
            match resource.await {
                Ok(cases) => view! { <Answer cases/> }.into_any(),
                Err(error) => {
                    view! { <Failure sentence=error.to_string() retry=move || resource.refetch()/> }
                        .into_any()
                }
            }
        })
    };
    part(view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, cases.title).to_owned())/>
        <PageHeading>{t!(i18n, cases.title)}</PageHeading>
        <Transition fallback=move || view! { <p class="loading">{t!(i18n, shell.loading)}</p> }>{content}</Transition>
    })
}

#[component]
fn Answer(cases: DepartmentCases) -> impl IntoView {
    let i18n = use_i18n();
    let english = i18n.get_locale_untracked() == Locale::en;
    let scenario = Scenario::expect();
    let DepartmentCases {
        sentence,
        until,
        origin,
        generated,
        withheld,
        stale,
        alerts,
        units,
        table,
        accuracy,
        handling,
        adoptable,
        calibration,
        opening,
        opening_refused,
    } = cases;
    let alerts = cases_alerts(alerts, None);
    let withheld = withheld.map(|reason| notice(reason, "cases-withheld"));
    let stale = stale.map(|words| notice(words, "cases-stale"));
    let is_empty = units.is_empty();
    let names = move |place: usize, name: String| {
        let Some(of) = units.get(place) else { return part(view! { <th scope="row">{name}</th> }) };
        let address = scenario.address(&format!("/faelle/{}", of.unit));
        part(view! {
            <th scope="row" class="overview-unit" data-depth=of.depth.min(3).to_string()><a href=address>{unit_name(&name)}</a></th>
        })
    };
    let table = (!is_empty).then(|| {
        let [csv, xlsx] = files(None, english);
        let report = file("pdf", None, english);
        part(view! {
            <section class="section cases-units" aria-labelledby="faelle-einheiten">
                <h2 id="faelle-einheiten">{t!(i18n, cases.units)}</h2>
                <CasesTableView id="faelle-tabelle" table names=Some(Box::new(names) as Names)/>
                <p class="cases-files">
                    <a class="button" rel="external" download="" href=report>{t!(i18n, cases.report)}</a>
                    <a class="button" data-variant="small" rel="external" download="" href=csv>"CSV"</a>
                    <a class="button" data-variant="small" rel="external" download="" href=xlsx>"Excel"</a>
                </p>
            </section>
        })
    });
    let year = |kind: CalibrationKind| {
        calibration.map(|year| Adoptable { kind, when: year.to_string(), refused: None })
    };
    let accuracy = accuracy.map(|panel| counted(panel, year(CalibrationKind::Demand), english));
    let times = year(CalibrationKind::Handling).filter(|_| adoptable);
    let handling = handling.map(|panel| counted(panel, times, english));
    let stock = until.clone().map(|when| {
        let kind = CalibrationKind::Opening;
        Adoptable { kind, when, refused: opening_refused }
    });
    let opening = opening.map(|panel| counted(panel, stock, english));
    part(view! {
        <p class="lead">{sentence}</p>
        <Basis until origin generated/>
        {withheld}
        {stale}
        {alerts}
        {table}
        {accuracy}
        {handling}
        {opening}
    })
}

/// What has to be known of the figures: why output is missing, or that the list of cases is of another time.
pub fn notice(words: String, name: &str) -> AnyView {
    part(view! { <p class=format!("notice {name}") data-tone="notice">{words}</p> })
}

/// Addresses of the table of all units, or of a panel below it: CSV, Excel.
fn files(panel: Option<&str>, english: bool) -> [String; 2] {
    ["csv", "xlsx"].map(|form| file(form, panel, english))
}

fn file(form: &str, panel: Option<&str>, english: bool) -> String {
    let panel = panel.map(|panel| format!("&tabelle={panel}")).unwrap_or_default();
    let language = if english { "&sprache=en" } else { "" };
    format!("/export/faelle?form={form}{panel}{language}")
}

/// What of the counts can be taken over.
#[derive(Clone)]
struct Adoptable {
    kind: CalibrationKind,
    /// The year or month that was counted, in words.
    when: String,
    /// Why it cannot be after all.
    refused: Option<String>,
}

/// What was counted of something that the plan assumes, and what of it can be taken over.
fn counted(panel: CasesPanel, adoptable: Option<Adoptable>, english: bool) -> AnyView {
    let files = Some(files(Some(&panel.key), english));
    view! {
        <PanelView panel files>
            {adoptable.map(|of| view! { <WithPlan><Adopt of=of.clone()/></WithPlan> })}
        </PanelView>
    }
    .into_any()
}

/// As of when, and from where.
#[component]
pub fn Basis(until: Option<String>, origin: String, generated: bool) -> impl IntoView {
    let i18n = use_i18n();
    let until = until.map(|until| text(move || t_string!(i18n, cases.until, until = until.clone())));
    let mark = generated.then(|| view! { <ProvenanceMark provenance=Provenance::Assumption/> });
    part(view! {
        <p class="forecast-hint cases-basis">{mark} " " {origin} " · " {until}</p>
    })
}

/// Takes counts over as a step of the scenario. Its reason tells what it rests on wherever a forecast does. Where that cannot be, the
/// button stays and the reason stands beside it.
#[component]
fn Adopt(of: Adoptable) -> impl IntoView {
    let i18n = use_i18n();
    let plan = PlanInHand::expect();
    let shelf = ShelfOfToasts::expect();
    let busy = Held::new(false);
    let Adoptable { kind, when, refused } = of;
    let adopt = move |_| {
        busy.set(true);
        spawn_local(async move {
            let answer = calibration_of_cases(kind).await;
            let _ = busy.try_with_untracked(|_| ()).map(|()| busy.set(false));
            match answer {
                Ok(step) => match plan.apply_step(step.changes, Some(step.reason)) {
                    Ok(()) => shelf.show(Tone::Done, untrack(|| adopted(i18n, kind).to_owned()), true),
                    Err(error) => shelf.show(Tone::Refused, i18n.refusal(&error), false),
                },
                Err(error) => shelf.show(Tone::Refused, error.to_string(), false),
            }
        });
    };
    let is_refused = refused.is_some();
    let id = is_refused.then_some("uebernehmen-grund");
    let hint = text(move || refused.clone().unwrap_or_else(|| hint(i18n, kind).to_owned()));
    let name = text(move || {
        let when = when.clone();
        match kind {
            CalibrationKind::Demand => t_string!(i18n, cases.adopt, year = when),
            CalibrationKind::Handling => t_string!(i18n, cases.adopt_times, year = when),
            CalibrationKind::Opening => t_string!(i18n, cases.adopt_opening, month = when),
        }
    });
    part(view! {
        <p class="cases-adopt">
            <button type="button" class="button" disabled=move || is_refused || busy.with(|busy| *busy)
                aria-describedby=id on:click=adopt>{name}</button>
            " "
            <span class="muted small" id=id>{hint}</span>
        </p>
    })
}

/// What taking something over does to the scenario; tracks.
fn hint(i18n: I18n, kind: CalibrationKind) -> &'static str {
    match kind {
        CalibrationKind::Demand => t_string!(i18n, cases.adopt_hint),
        CalibrationKind::Handling => t_string!(i18n, cases.adopt_times_hint),
        CalibrationKind::Opening => t_string!(i18n, cases.adopt_opening_hint),
    }
}

/// That it is done; tracks.
fn adopted(i18n: I18n, kind: CalibrationKind) -> &'static str {
    match kind {
        CalibrationKind::Demand | CalibrationKind::Handling => t_string!(i18n, cases.adopted),
        CalibrationKind::Opening => t_string!(i18n, cases.adopted_opening),
    }
}
