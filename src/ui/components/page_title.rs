//! The title of the document, safe for any text.

use leptos::prelude::*;
use leptos_meta::Title;

/// The title of the document: „text – Stellwerk“.
///
/// The only place that may use `leptos_meta::Title`: that component writes its text into the server's answer without
/// escaping, so a unit called `</title><script>` would run.
#[component]
pub fn PageTitle(
    /// What the page shows.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! { <Title text=move || full(&text.get())/> }
}

fn full(text: &str) -> String {
    let title = format!("{text} – Stellwerk");
    // In the browser the title is set as text, where escaping would be seen.
    if cfg!(feature = "ssr") { escape(&title) } else { title }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn a_title_cannot_end_itself() {
        assert_eq!(escape("</title><script>&"), "&lt;/title&gt;&lt;script&gt;&amp;");
    }
}
