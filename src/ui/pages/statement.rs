//! `/stellungnahme`: texts for the council, whose figures come from the plan with their sources.

mod asking;
mod editor;
mod figures;
mod list;
mod preview;

use crate::api::{ApiError, ScenarioId, StatementDesk, StatementEntry, load_statements};
use crate::statement::Basis;
use crate::ui::browser::{address, document};
use crate::ui::codec::JsonText;
use crate::ui::components::{Failure, PageHeading, PageTitle, WithPlan};
use crate::ui::dynamic::{Held, live, part};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::{PlanInHand, SaveState, ShelfOfToasts, Tone};
use chrono::NaiveDate;
use editor::Editor;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use list::{List, Making};
use std::sync::Arc;

/// Statements: the list, and the one that is written.
pub struct StatementPage;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Page {
    desk: Resource<Result<StatementDesk, ApiError>, JsonText>,
    /// What a text can refer to, and the day on which it is true.
    basis: Held<(Arc<Basis>, NaiveDate)>,
    scenario: Held<Option<ScenarioId>>,
    /// The statement that is read or written.
    open: Held<Option<StatementEntry>>,
    /// Whether something was written in it since it was stored.
    unsaved: Held<bool>,
    shelf: ShelfOfToasts,
    i18n: I18n,
}

impl Page {
    /// Whether nothing that was written would be lost; says so where something would.
    fn may_leave(self) -> bool {
        let free = !self.unsaved.get_untracked();
        if !free {
            let words = untrack(|| t_string!(self.i18n, statement.unsaved_here));
            self.shelf.show(Tone::Refused, words, false);
        }
        free
    }

    /// Leaves the open text as it was stored last.
    fn close(self) {
        self.unsaved.set(false);
        self.open.set(None);
        document::focus("h1");
    }

    /// The answer to a command: what it did is opened and told, or the reason is shown.
    fn take(self, answer: Result<StatementEntry, ApiError>, done: &str) -> bool {
        let succeeded = answer.is_ok();
        match answer {
            Ok(entry) => {
                self.shelf.show(Tone::Done, done, false);
                self.open.set(Some(entry));
            }
            Err(error) => self.shelf.show(Tone::Refused, error.to_string(), false),
        }
        self.desk.refetch();
        succeeded
    }
}

#[lazy_route]
impl LazyRoute for StatementPage {
    fn data() -> Self {
        Self
    }

    fn view(_page: Self) -> AnyView {
        view! { <Statements/> }.into_any()
    }
}

#[component]
fn Statements() -> impl IntoView {
    let i18n = use_i18n();
    let asked = address::scenario().map(ScenarioId);
    let page = Page {
        desk: Resource::new_with_options(|| (), move |()| load_statements(asked), false),
        basis: Held::new((Arc::new(Basis::default()), NaiveDate::default())),
        scenario: Held::new(None),
        open: Held::new(None),
        unsaved: Held::new(false),
        shelf: ShelfOfToasts::expect(),
        i18n,
    };
    // A press on a link of the page would take what was written along.
    let unsaved = page.unsaved;
    Effect::new(move |_| document::hold_links(unsaved.get()));
    on_cleanup(|| document::hold_links(false));
    document::when_held(move || {
        page.may_leave();
    });
    let content = move || {
        Suspend::new(async move {
            match page.desk.await {
                Ok(desk) => {
                    page.basis.set((Arc::new(desk.basis), desk.as_of));
                    page.scenario.set(Some(desk.scenario));
                    part(view! { <List page entries=desk.statements/> })
                }
                Err(error) => part(view! {
                    <Failure sentence=error.to_string() retry=move || page.desk.refetch()/>
                }),
            }
        })
    };
    part(view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, statement.title).to_owned())/>
        <PageHeading>{t!(i18n, statement.title)}</PageHeading>
        <WithPlan>
            <Following page/>
        </WithPlan>
        <Transition fallback=move || view! { <p class="loading">{t!(i18n, shell.loading)}</p> }>{content}</Transition>
        <Making page/>
        {live(move || page.open.get().map(|entry| part(view! { <Editor page entry/> })))}
    })
}

/// Says which scenario the figures are of, and reads them anew when it was changed.
#[component]
fn Following(page: Page) -> impl IntoView {
    let i18n = use_i18n();
    let plan = PlanInHand::expect();
    Effect::new(move |was_saving: Option<bool>| {
        let saving = plan.save_state() == SaveState::Saving;
        if was_saving == Some(true) && !saving {
            page.desk.refetch();
        }
        saving
    });
    part(view! {
        <p class="lead">
            {crate::ui::dynamic::text(move || t_string!(i18n, statement.lead, name = plan.scenario_name()))}
        </p>
    })
}
