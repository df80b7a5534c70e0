//! Papers to be saved: a plain form, so that the browser does it, with and without JavaScript.

use crate::ui::dynamic::part;
use crate::ui::i18n::{t, use_i18n};
use leptos::prelude::*;

/// What an address asks for: the name of a field and its value; an empty one is left out.
pub type Field = (&'static str, Signal<String>);

/// A choice of forms and a button for each paper.
#[component]
pub fn Downloads(
    /// What the papers are made of.
    fields: Vec<Field>,
    /// Their addresses with their names.
    papers: Vec<(&'static str, AnyView)>,
) -> impl IntoView {
    let i18n = use_i18n();
    let field = |(name, value): Field| {
        part(view! {
            <input type="hidden" name=name value=move || value.get() disabled=move || value.with(String::is_empty)/>
        })
    };
    let fields: Vec<AnyView> = fields.into_iter().map(field).collect();
    let paper = |(address, name): (&'static str, AnyView)| {
        part(view! { <button type="submit" class="button" formaction=address>{name}</button> })
    };
    let papers: Vec<AnyView> = papers.into_iter().map(paper).collect();
    part(view! {
        <form class="downloads" method="get" data-testid="downloads" aria-label=t!(i18n, shell.save_as_file)>
            {fields}
            <label class="field">
                <span>{t!(i18n, shell.save_as)}</span>
                <select class="select" name="form">
                    <option value="xlsx">{t!(i18n, shell.form_xlsx)}</option>
                    <option value="csv">{t!(i18n, shell.form_csv)}</option>
                    <option value="pdf">{t!(i18n, shell.form_pdf)}</option>
                    <option value="docx">{t!(i18n, shell.form_docx)}</option>
                </select>
            </label>
            {papers}
        </form>
    })
}
