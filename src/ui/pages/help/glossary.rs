//! The words of figures: what each means and where that comes from. The name of every figure leads here.

use crate::api::{ApiError, GlossaryEntry, load_glossary};
use crate::ui::browser::found;
use crate::ui::codec::JsonText;
use crate::ui::components::Failure;
use crate::ui::dynamic::part;
use crate::ui::i18n::{Locale, t, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// All terms, by their names.
#[component]
pub fn Glossary() -> impl IntoView {
    let i18n = use_i18n();
    let terms: Resource<Result<Vec<GlossaryEntry>, ApiError>, JsonText> =
        Resource::new_with_options(move || i18n.get_locale() == Locale::en, load_glossary, false);
    let content = move || {
        Suspend::new(async move {
            match terms.await {
                Ok(terms) => list(terms),
                Err(error) => part(view! {
                    <Failure sentence=error.to_string() retry=move || terms.refetch()/>
                }),
            }
        })
    };
    part(view! {
        <section class="section help-words" aria-labelledby="woerter">
            <h2 id="woerter">{t!(i18n, help.words)}</h2>
            <Transition fallback=move || view! { <p class="loading">{t!(i18n, shell.loading)}</p> }>{content}</Transition>
        </section>
    })
}

fn list(terms: Vec<GlossaryEntry>) -> AnyView {
    let i18n = use_i18n();
    let hash = use_location().hash;
    // The list comes after the page: the browser has looked for the term that the address names before it was there.
    Effect::new(move |_| {
        let hash = hash.get();
        request_animation_frame(move || {
            found::mark(Some(hash.trim_start_matches('#')).filter(|id| !id.is_empty()))
        });
    });
    let row = |entry: GlossaryEntry| {
        part(view! {
            <div id=format!("begriff-{}", entry.key)>
                <dt>{entry.term}</dt>
                <dd>{entry.text} " " <span class="help-source">{t!(i18n, help.source)} ": " {entry.source}</span></dd>
            </div>
        })
    };
    let rows: Vec<AnyView> = terms.into_iter().map(row).collect();
    part(view! { <dl class="help-list">{rows}</dl> })
}
