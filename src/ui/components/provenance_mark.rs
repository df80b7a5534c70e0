//! Where a figure comes from, as a word and a shape, never by colour alone.

use crate::plan::Provenance;
use crate::ui::dynamic::{following, part};
use crate::ui::i18n::{t_string, use_i18n};
use leptos::prelude::*;

/// „■ Quelle“ or „◇ Annahme“; the long form and the note stand in the tooltip.
#[component]
pub fn ProvenanceMark(
    /// Stated by the source document, or assumed.
    provenance: Provenance,
    /// The words of the document, or the reason of the assumption.
    #[prop(optional, into)]
    note: Option<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let word = move || match provenance {
        Provenance::Document => t_string!(i18n, shell.provenance_document),
        Provenance::Assumption => t_string!(i18n, shell.provenance_assumption),
    };
    let long = move || match provenance {
        Provenance::Document => t_string!(i18n, shell.provenance_document_long),
        Provenance::Assumption => t_string!(i18n, shell.provenance_assumption_long),
    };
    let (kind, shape) = match provenance {
        Provenance::Document => ("document", "M1 1h8v8h-8z"),
        Provenance::Assumption => ("assumption", "M5 0.7 9.3 5 5 9.3 0.7 5z"),
    };
    let title = move || match &note {
        Some(note) if !note.is_empty() => format!("{}: {note}", long()),
        _ => long().to_owned(),
    };
    part(view! {
        <span class="provenance" data-kind=kind title=following(title)>
            <svg class="provenance-shape" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
                <path d=shape></path>
            </svg>
            {move || word()}
        </span>
    })
}
