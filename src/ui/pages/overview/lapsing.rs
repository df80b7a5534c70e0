//! The next dates of the register, as the server words them: what the table of the page does not tell.

use crate::api::{ApiError, ComingDate, ComingDates, coming_dates};
use crate::permission::Right;
use crate::ui::Visitor;
use crate::ui::browser::address;
use crate::ui::codec::JsonText;
use crate::ui::components::Failure;
use crate::ui::dynamic::{part, text};
use crate::ui::i18n::{Locale, t, t_string, use_i18n};
use crate::ui::state::{PlanInHand, Scenario};
use leptos::prelude::*;

/// The dates on their way; none for those who may not see the Stellenplan.
pub(super) type Coming = Option<Resource<Result<ComingDates, ApiError>, JsonText>>;

/// Asks for the dates of the scenario that the address asks for.
pub(super) fn coming() -> Coming {
    let i18n = use_i18n();
    let scenario = address::scenario().map(crate::api::ScenarioId);
    let load = move |english| coming_dates(scenario, english);
    Visitor::expect()
        .may(Right::ViewStaffingPlan)
        .then(|| Resource::new_with_options(move || i18n.get_locale() == Locale::en, load, false))
}

/// The section with its way to the register.
#[component]
pub(super) fn Lapsing(coming: Coming) -> impl IntoView {
    let Some(coming) = coming else { return ().into_any() };
    let plan = PlanInHand::expect();
    // What others or an undo have changed meanwhile changes the dates.
    Effect::new(move |before: Option<i64>| {
        let version = plan.with_confirmed(|state| state.version);
        if before.is_some_and(|before| before != version) {
            coming.refetch();
        }
        version
    });
    let content = move || {
        Suspend::new(async move {
            match coming.await {
                Ok(dates) => list(dates),
                Err(error) => {
                    part(view! { <Failure sentence=error.to_string() retry=move || coming.refetch()/> })
                }
            }
        })
    };
    // What the plan says needs no answer.
    part(view! { <Transition>{content}</Transition> })
}

/// The dates, with the way to the register.
fn list(ComingDates { until, dates, more }: ComingDates) -> AnyView {
    let i18n = use_i18n();
    // Loaded anew, so that the browser itself finds the place on the page.
    let register = format!("{}#fristen-teil", Scenario::expect().address("/stellenplan"));
    let item = |ComingDate { day, words, posts, late, personal }: ComingDate| {
        let late = late.then(|| part(view! { " (" {t!(i18n, staffing.late)} ")" }));
        part(view! {
            <li data-sensitive=personal.then_some("")>
                <strong class="number">{day} {late}</strong> ": " {words} " – " {posts}
            </li>
        })
    };
    let items: Vec<AnyView> = dates.into_iter().map(item).collect();
    let title = until.clone();
    let rest = (more > 0 || items.is_empty()).then(|| {
        let words = text(move || match more {
            0 => t_string!(i18n, overview.lapse_none, until = &until),
            more => t_string!(i18n, overview.lapse_more, more, until = &until),
        });
        part(view! { {words} " " })
    });
    part(view! {
        <h3>{text(move || t_string!(i18n, overview.lapse_title, until = &title))}</h3>
        <ul data-testid="lapsing">{items}</ul>
        <p>{rest} <a href=register rel="external">{t!(i18n, overview.lapse_all)}</a></p>
    })
}
