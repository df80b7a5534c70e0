//! Stellwerk: an interactive organisational chart and workload simulator for German public administration.
//!
//! The modules, from the inside out; dependencies point only upwards in this list (see ARCHITECTURE.md):

pub mod assessment;
pub mod caseload;
pub mod dashboard;
pub mod diagram;
pub mod document;
pub mod exchange;
pub mod format;
pub mod permission;
pub mod plan;
pub mod staffing_plan;
pub mod statement;

pub mod simulation;

pub mod forecasting;

#[cfg(feature = "app")]
pub mod api;
#[cfg(feature = "app")]
pub mod ui;

#[cfg(feature = "ssr")]
pub mod cli;
#[cfg(feature = "ssr")]
pub mod export;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub mod store;

/// Room for the tool that splits the module. It lays the constants of every part on boundaries of their own, and where
/// they then no longer fit into the space that they had together, it puts all of them into the module that every page
/// loads. Nothing reads this constant, so it gets into no part, and its space is what is free.
#[cfg(feature = "hydrate")]
#[used]
static ROOM: [u8; 16_384] = [1; 16_384];

/// The page's entry point: takes over what the server rendered. `import` loads a script; only a script can.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate(import: js_sys::Function) {
    ui::browser::workers::set_import(import);
    // After a panic nothing here answers any more. It can also come from outside: a part of the page that the server does
    // not have any more, because another version runs there now.
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        ui::browser::document::show_standstill();
    }));
    // Not `hydrate_lazy`, which tells nobody when the page's part has come and everything that the server has drawn is alive.
    wasm_bindgen_futures::spawn_local(async {
        let page = leptos::mount::hydrate_from_async(leptos::tachys::dom::body(), ui::App).await;
        page.forget();
        ui::browser::document::set_root_attribute(ui::held::AWAKE, Some(""));
    });
}

/// The worker's entry points, in a module of its own: see `forecasting`.
#[cfg(feature = "worker")]
mod worker {
    use crate::forecasting;
    use wasm_bindgen::prelude::wasm_bindgen;

    /// Takes a message of the page: answers it, or begins work.
    #[wasm_bindgen]
    pub fn take(message: &str) -> Option<String> {
        forecasting::take(message)
    }

    /// Goes on with the work for about a millisecond; gives the answer when it is done.
    #[wasm_bindgen]
    pub fn go_on() -> Option<String> {
        forecasting::go_on()
    }

    /// Whether there is work under way.
    #[wasm_bindgen]
    pub fn is_busy() -> bool {
        forecasting::is_busy()
    }
}
