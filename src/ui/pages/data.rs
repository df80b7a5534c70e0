//! `/daten`: where do the figures come from?

mod asking;
mod history;
mod later;
mod plan_in;
mod sheet;
mod wizard;

use crate::api::{ApiError, Provenance, import_provenance};
use crate::permission::Right;
use crate::ui::codec::JsonText;
use crate::ui::components::{Failure, PageHeading, PageTitle, WithPlan};
use crate::ui::dynamic::{part, text};
use crate::ui::i18n::{Locale, t, t_string, use_i18n};
use crate::ui::visitor::Visitor;
use history::History;
use later::PlanInPart;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use sheet::SheetPart;
use wizard::Wizard;

/// Tables in, the monthly sheet, the list of imports, everything out.
pub struct DataPage;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Page {
    stored: Resource<Result<Provenance, ApiError>, JsonText>,
}

#[lazy_route]
impl LazyRoute for DataPage {
    fn data() -> Self {
        Self
    }

    fn view(_page: Self) -> AnyView {
        let i18n = use_i18n();
        // The staff council sees where figures come from and changes none.
        let keeps = Visitor::expect().may(Right::EditCases);
        let page = Page { stored: Resource::new_with_options(|| (), |()| import_provenance(), false) };
        part(view! {
            <PageTitle text=Signal::derive(move || t_string!(i18n, data.title).to_owned())/>
            <PageHeading>{t!(i18n, data.title)}</PageHeading>
            <Stored page/>
            {keeps.then(|| part(view! {
                <WithPlan>
                    <Wizard page/>
                    <PlanInPart/>
                </WithPlan>
                <SheetPart page/>
            }))}
            <Out/>
            <Imports page/>
        })
    }
}

/// The answer first: what there is.
#[component]
fn Stored(page: Page) -> impl IntoView {
    let i18n = use_i18n();
    let content = move || {
        Suspend::new(async move {
            match page.stored.await {
                Ok(stored) => {
                    let words = move || match i18n.get_locale() {
                        Locale::de => stored.sentence.clone(),
                        Locale::en => stored.sentence_english.clone(),
                    };
                    part(view! { <p class="lead">{text(words)}</p> })
                }
                Err(error) => part(view! {
                    <Failure sentence=error.to_string() retry=move || page.stored.refetch()/>
                }),
            }
        })
    };
    part(
        view! { <Transition fallback=move || view! { <p class="loading">{t!(i18n, shell.loading)}</p> }>{content}</Transition> },
    )
}

/// What was imported, once it is known.
#[component]
fn Imports(page: Page) -> impl IntoView {
    let content = move || {
        Suspend::new(async move {
            page.stored.await.ok().map(|stored| part(view! { <History imports=stored.imports/> }))
        })
    };
    part(view! { <Transition>{content}</Transition> })
}

/// The plan as a file; the whole instance goes out on the command line.
#[component]
fn Out() -> impl IntoView {
    let i18n = use_i18n();
    part(view! {
        <section class="data-out" aria-labelledby="daten-aus">
            <h2 id="daten-aus">{t!(i18n, data.out_title)}</h2>
            <p>{t!(i18n, data.out_plan)}</p>
            <p><a class="button" href="/daten/plan.json" download="plan.json" rel="external">{t!(i18n, data.out_plan_link)}</a></p>
            <p>{t!(i18n, data.out_workload)}</p>
            <p>
                <a class="button" href="/daten/bemessung.csv" download="bemessung.csv" rel="external">
                    {t!(i18n, data.out_workload_link)}
                </a>
            </p>
            <p>{t!(i18n, data.out_templates)}</p>
            <p class="data-templates">
                <a class="button" href="/daten/fallzahlen.csv" download="fallzahlen.csv" rel="external">{t!(i18n, data.out_counts_link)}</a>
                <a class="button" href="/daten/fallliste.csv" download="fallliste.csv" rel="external">{t!(i18n, data.out_cases_link)}</a>
            </p>
            <p class="muted">{t!(i18n, data.out_instance)}</p>
        </section>
    })
}
