//! The page: the document around it and the application in it.

use leptos::prelude::*;

/// The HTML document around the application.
pub fn shell(_options: LeptosOptions) -> impl IntoView {
    view! { <!DOCTYPE html><html lang="de"><head><meta charset="utf-8"/></head><body><App/></body></html> }
}

/// The application.
#[component]
pub fn App() -> impl IntoView {
    view! { <main>"Stellwerk"</main> }
}
