//! Papers to be saved: a plain form, so that the browser does it, with and without JavaScript.

use crate::ui::dynamic::part;
use crate::ui::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;

/// What an address asks for: the name of a field and its value; an empty one is left out.
pub type Field = (&'static str, Signal<String>);

/// A paper that can be saved.
pub struct Download {
    /// Where it is made.
    pub address: &'static str,
    /// Which of several it is there: the name of a field and its value.
    pub which: Option<(&'static str, &'static str)>,
    /// The words on its button.
    pub name: AnyView,
}

impl Download {
    /// The only one that is made at the address.
    #[must_use]
    pub fn at(address: &'static str, name: AnyView) -> Self {
        Self { address, which: None, name }
    }
}

/// A choice of forms and a button for each paper.
#[component]
pub fn Downloads(
    /// What the papers are made of.
    fields: Vec<Field>,
    /// What is offered.
    papers: Vec<Download>,
    /// What they are of, where the page offers other papers as well.
    #[prop(optional, into)]
    of: Option<Signal<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let field = |(name, value): Field| {
        part(view! {
            <input type="hidden" name=name value=move || value.get() disabled=move || value.with(String::is_empty)/>
        })
    };
    let fields: Vec<AnyView> = fields.into_iter().map(field).collect();
    let paper = |Download { address, which, name }: Download| {
        let (field, value) = which.unzip();
        part(
            view! { <button type="submit" class="button" formaction=address name=field value=value>{name}</button> },
        )
    };
    let papers: Vec<AnyView> = papers.into_iter().map(paper).collect();
    let named = move || {
        let words = t_string!(i18n, shell.save_as_file);
        of.map_or_else(|| words.to_owned(), |of| format!("{}: {words}", of.get()))
    };
    let testid = if of.is_some() { "downloads-of" } else { "downloads" };
    part(view! {
        <form class="downloads" method="get" data-testid=testid aria-label=named>
            {fields}
            <label class="field">
                <span>{t!(i18n, shell.save_as)}</span>
                <select class="select" name="form">
                    <option value="xlsx">{t!(i18n, shell.form_xlsx)}</option>
                    <option value="csv">{t!(i18n, shell.form_csv)}</option>
                    <option value="pdf">{t!(i18n, shell.form_pdf)}</option>
                    <option value="docx">{t!(i18n, shell.form_docx)}</option>
                    <option value="odt">"ODT (LibreOffice)"</option>
                </select>
            </label>
            {papers}
        </form>
    })
}
