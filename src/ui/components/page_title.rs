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
    // The server writes the title after the page's signals are gone, so it is computed now; in the browser it is set
    // as text, where escaping would be seen.
    #[cfg(feature = "ssr")]
    {
        let title = escape(&full(&text.get_untracked()));
        view! { <Title text=title/> }
    }
    #[cfg(not(feature = "ssr"))]
    {
        view! { <Title text=move || full(&text.get())/> }
    }
}

fn full(text: &str) -> String {
    format!("{text} – Stellwerk")
}

#[cfg(any(feature = "ssr", test))]
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
