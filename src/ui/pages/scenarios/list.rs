//! `/szenarien`: which variants are there, and how far has each come?

mod editing;
mod making;
mod table;

use crate::api::{ApiError, ScenarioEntry, ScenarioId, list_scenarios};
use crate::format::number;
use crate::permission::Status;
use crate::ui::codec::JsonText;
use crate::ui::components::{Failure, PageHeading, PageTitle, WithPlan};
use crate::ui::dynamic::{Held, live, part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::{PlanInHand, Scenario, ShelfOfToasts, Tone};
use editing::Editing;
use leptos::prelude::*;
use making::Making;
use table::{Removed, Table};

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Page {
    list: Resource<Result<Vec<ScenarioEntry>, ApiError>, JsonText>,
    /// The scenario whose name and status are being written.
    edited: Held<Option<ScenarioEntry>>,
    /// The scenario that was removed last, to be restored with one press.
    removed: Held<Option<ScenarioEntry>>,
    shelf: ShelfOfToasts,
}

impl Page {
    /// The answer to a command: the list is read again, or the reason is shown.
    fn take(self, answer: Result<ScenarioEntry, ApiError>, done: impl FnOnce(&str) -> String) -> bool {
        let succeeded = answer.is_ok();
        match answer {
            Ok(entry) => self.shelf.show(Tone::Done, done(&entry.name), false),
            Err(error) => self.shelf.show(Tone::Refused, error.to_string(), false),
        }
        self.list.refetch();
        succeeded
    }

    /// The scenario that this page works in, once it is awake; tracks.
    fn in_hand(scenario: Scenario) -> Option<ScenarioId> {
        scenario.shown().map(PlanInHand::scenario)
    }
}

/// All scenarios, a new one, those that were removed.
#[component]
pub fn Scenarios() -> impl IntoView {
    let i18n = use_i18n();
    let page = Page {
        list: Resource::new_with_options(|| (), |()| list_scenarios(), false),
        edited: Held::new(None),
        removed: Held::new(None),
        shelf: ShelfOfToasts::expect(),
    };
    let content = move || {
        Suspend::new(async move {
            match page.list.await {
                Ok(entries) => {
                    let (there, removed): (Vec<_>, Vec<_>) =
                        entries.into_iter().partition(|entry| !entry.removed);
                    part(view! {
                        <Sentence entries=there.clone()/>
                        <Making page/>
                        <Table page entries=there/>
                        <Removed page entries=removed/>
                    })
                }
                Err(error) => part(view! {
                    <Failure sentence=error.to_string() retry=move || page.list.refetch()/>
                }),
            }
        })
    };
    part(view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, scenarios.title).to_owned())/>
        <PageHeading>{t!(i18n, scenarios.title)}</PageHeading>
        <WithPlan>
            <InHand/>
        </WithPlan>
        <Transition fallback=move || view! { <p class="loading">{t!(i18n, shell.loading)}</p> }>{content}</Transition>
        {live(move || page.edited.get().map(|entry| part(view! { <Editing page entry/> })))}
    })
}

/// Which one every page of this browser shows.
#[component]
fn InHand() -> impl IntoView {
    let i18n = use_i18n();
    let plan = PlanInHand::expect();
    part(view! {
        <p class="forecast-hint">
            {text(move || t_string!(i18n, scenarios.working_in, name = plan.scenario_name()))}
            " " <a href="/szenarien/akte#fassungen" rel="external">{t!(i18n, scenarios.versions)}</a>
        </p>
    })
}

/// The answer first: how many there are, and how far they have come.
#[component]
fn Sentence(entries: Vec<ScenarioEntry>) -> impl IntoView {
    let i18n = use_i18n();
    let of = move |status: Status| entries.iter().filter(|entry| entry.status == status).count();
    let (draft, proposed, decided) = (of(Status::Draft), of(Status::Proposed), of(Status::Decided));
    let words = move || {
        let count = |count: usize| number(count as f64, 0, i18n.language());
        t_string!(
            i18n,
            scenarios.answer,
            draft = count(draft),
            proposed = count(proposed),
            decided = count(decided)
        )
    };
    part(view! { <p class="lead">{text(words)}</p> })
}

/// A status in words; tracks the language.
fn status_name(i18n: I18n, status: Status) -> &'static str {
    match status {
        Status::Draft => t_string!(i18n, scenarios.draft),
        Status::Proposed => t_string!(i18n, scenarios.proposed),
        Status::Decided => t_string!(i18n, scenarios.decided),
    }
}
