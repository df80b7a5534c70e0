//! All comments on the scenario in hand, and a new one about it or about one of its steps.

use crate::api::{About, ApiError, Comment};
use crate::ui::codec::JsonText;
use crate::ui::components::{CommentDesk, Failure, Threads, Writing};
use crate::ui::dynamic::{Held, live, part};
use crate::ui::i18n::{t, use_i18n};
use crate::ui::state::{PlanInHand, Together};
use leptos::prelude::*;

/// The comments as they were when the page was opened.
pub type CommentList = Resource<Result<Vec<Comment>, ApiError>, JsonText>;

/// The section; below `WithPlan`.
#[component]
pub fn Comments(list: CommentList) -> impl IntoView {
    let i18n = use_i18n();
    let content = move || {
        Suspend::new(async move {
            match list.await {
                Ok(comments) => part(view! { <Known comments/> }),
                Err(error) => part(view! {
                    <Failure sentence=error.to_string() retry=move || list.refetch()/>
                }),
            }
        })
    };
    part(view! {
        <section class="section" aria-labelledby="anmerkungen" data-sensitive="">
            <h2 id="anmerkungen">{t!(i18n, record.comments)}</h2>
            <Transition fallback=move || view! { <p class="loading">{t!(i18n, shell.loading)}</p> }>{content}</Transition>
        </section>
    })
}

#[component]
fn Known(comments: Vec<Comment>) -> impl IntoView {
    let i18n = use_i18n();
    let plan = PlanInHand::expect();
    let desk = CommentDesk::new(comments);
    // Only what is known changes: drawn anew, the fields would lose what is being written.
    Together::expect().on_beside(move || desk.read());
    let about = Held::new(About::Scenario);
    let options = move || {
        let mut offered = vec![About::Scenario];
        let steps = plan.confirmed_steps().into_iter().filter(|step| !step.undone);
        offered.extend(steps.map(|step| About::Step(step.id)));
        let option = |(place, one): (usize, &About)| {
            part(view! { <option value=place.to_string()>{desk.name(one)}</option> })
        };
        let choices: Vec<AnyView> = offered.iter().enumerate().map(option).collect();
        let choose = move |event: leptos::ev::Event| {
            let place = event_target_value(&event).parse::<usize>().ok();
            if let Some(one) = place.and_then(|place| offered.get(place)) {
                about.set(one.clone());
            }
        };
        Some(part(view! { <select class="select" on:change=choose>{choices}</select> }))
    };
    part(view! {
        <Threads desk about=None/>
        <label class="field">
            <span>{t!(i18n, record.comment_about)}</span>
            {live(options)}
        </label>
        <Writing desk about=Signal::derive(move || about.get())/>
    })
}
