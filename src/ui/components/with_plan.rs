//! Shows its children when the working scenario is there, and says what is wrong when it is not.

use crate::ui::dynamic::part;
use crate::ui::i18n::{t, use_i18n};
use crate::ui::state::Scenario;
use leptos::context::Provider;
use leptos::prelude::*;

/// The children find [`crate::ui::state::PlanInHand`] in context.
#[component]
pub fn WithPlan(
    /// Shown with the plan in hand.
    children: ChildrenFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let scenario = Scenario::expect();
    let children = StoredValue::new(children);
    let content = move || {
        Suspend::new(async move {
            match scenario.resource().await {
                Ok(state) => {
                    let plan = scenario.take_in_hand(state);
                    Effect::new(move |_| scenario.show(plan));
                    view! { <Provider value=plan>{children.with_value(|children| children())}</Provider> }
                        .into_any()
                }
                Err(error) => view! {
                    <Failure sentence=error.to_string() retry=move || scenario.resource().refetch()/>
                }
                .into_any(),
            }
        })
    };
    part(view! {
        <Suspense fallback=move || view! { <p class="loading">{t!(i18n, shell.loading)}</p> }>{content}</Suspense>
    })
}

/// Says why something cannot be shown and offers another try.
#[component]
pub fn Failure(
    /// What happened and what to do.
    #[prop(into)]
    sentence: String,
    /// Tries again.
    retry: impl Fn() + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    part(view! {
        <div class="notice" data-tone="refused" role="alert">
            <p><strong>{t!(i18n, shell.load_failed)}</strong></p>
            <p>{sentence}</p>
            <button type="button" class="button" on:click=move |_| retry()>{t!(i18n, shell.retry)}</button>
        </div>
    })
}
