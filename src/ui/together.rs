//! What working together needs, behind pointers: one part of the module, loaded as soon as the page is awake.

mod bar;
mod menu;
mod offline;
mod set_aside;

use super::dynamic::{Held, live};
use super::state::{PlanInHand, Scenario};
use bar::TogetherBar;
use leptos::prelude::*;
use menu::Menu;
use offline::OfflineLine;

/// What the part holds.
#[derive(Clone, Copy)]
struct Part {
    /// Keeps the page in step with the others.
    watch: fn(PlanInHand),
    /// What is said below the header about the connection.
    line: fn(PlanInHand) -> AnyView,
    /// What the header says about the others.
    bar: fn(PlanInHand) -> AnyView,
    /// The other scenarios in the header's menu.
    menu: fn(PlanInHand, Held<u32>) -> AnyView,
}

#[cfg_attr(
    feature = "hydrate",
    leptos::wasm_split::wasm_split(together, wasm_split_path = ::leptos::wasm_split)
)]
fn part() -> Part {
    Part {
        watch: PlanInHand::watch,
        line: |plan| view! { <OfflineLine plan/> }.into_any(),
        bar: |plan| view! { <TogetherBar plan/> }.into_any(),
        menu: |plan, looks| view! { <Menu plan looks/> }.into_any(),
    }
}

/// The part, once it is there.
#[derive(Clone, Copy)]
struct Loaded(Held<Option<Part>>);

/// Loads the part in the browser and watches the plan in hand with it.
pub fn keep_in_step() {
    let loaded = Loaded(Held::new(None));
    provide_context(loaded);
    let scenario = Scenario::expect();
    // Lives as long as the application: what watches must not end when this effect runs again.
    let owner = Owner::current().unwrap_or_default();
    let watched = StoredValue::new(false);
    Effect::new(move |_| {
        let part = loaded.0.get();
        let (Some(plan), false) = (scenario.shown(), watched.get_value()) else { return };
        if let Some(part) = part {
            watched.set_value(true);
            owner.with(|| (part.watch)(plan));
        } else {
            load(loaded);
        }
    });
}

fn load(loaded: Loaded) {
    #[cfg(feature = "hydrate")]
    leptos::task::spawn_local(async move { loaded.0.set(Some(part().await)) });
    #[cfg(not(feature = "hydrate"))]
    loaded.0.set(Some(part()));
}

/// The place in the header where the others are shown; empty until there is something to say.
#[component]
pub fn TogetherPlace() -> impl IntoView {
    place(|part| part.bar)
}

/// The place below the header where a lost connection is told; empty until the page is awake.
#[component]
pub fn ConnectionPlace() -> impl IntoView {
    place(|part| part.line)
}

fn place(pick: fn(Part) -> fn(PlanInHand) -> AnyView) -> AnyView {
    let loaded: Loaded = expect_context();
    let scenario = Scenario::expect();
    live(move || Some(pick(loaded.0.get()?)(scenario.shown()?)))
}

/// The place in the header's menu where the other scenarios stand; `looks` counts how often it was opened.
#[component]
pub fn MenuPlace(looks: Held<u32>) -> impl IntoView {
    let loaded: Loaded = expect_context();
    let scenario = Scenario::expect();
    live(move || {
        let part = loaded.0.get()?;
        Some((part.menu)(scenario.shown()?, looks))
    })
}
