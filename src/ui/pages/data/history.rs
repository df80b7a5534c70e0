//! The list of imports: which figure came from where.

use crate::api::{ImportShown, TableSums};
use crate::format::{moment, number};
use crate::ui::components::DataTable;
use crate::ui::dynamic::{part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use leptos::prelude::*;

/// The imports, the latest first.
#[component]
pub fn History(imports: Vec<ImportShown>) -> impl IntoView {
    let i18n = use_i18n();
    if imports.is_empty() {
        return part(view! { <p class="muted">{t!(i18n, data.no_imports)}</p> });
    }
    let head = part(view! {
        <tr>
            <th scope="col">{t!(i18n, data.when)}</th>
            <th scope="col">{t!(i18n, data.kind)}</th>
            <th scope="col">{t!(i18n, data.source)}</th>
            <th scope="col">{t!(i18n, data.by)}</th>
            <th scope="col" class="is-number">{t!(i18n, data.added)}</th>
            <th scope="col" class="is-number">{t!(i18n, data.changed)}</th>
            <th scope="col" class="is-number">{t!(i18n, data.unchanged)}</th>
            <th scope="col">{t!(i18n, data.notices)}</th>
        </tr>
    });
    let rows: Vec<AnyView> = imports.into_iter().map(|one| row(i18n, one)).collect();
    part(view! {
        <section aria-labelledby="importe-titel">
            <h2 id="importe-titel">{t!(i18n, data.imports)}</h2>
            <DataTable caption=Signal::derive(move || t_string!(i18n, data.imports_caption).to_owned())
                id="importe" head=head>{rows}</DataTable>
        </section>
    })
}

fn row(i18n: I18n, one: ImportShown) -> AnyView {
    let when = move || moment(one.recorded_at, i18n.language());
    let sums = one.sums;
    let figure = move |of: fn(TableSums) -> u64| {
        let words = move || match sums {
            Some(sums) => number(of(sums) as f64, 0, i18n.language()),
            None => "–".to_owned(),
        };
        part(view! { <td class="is-number">{text(words)}</td> })
    };
    let kind = one.kind.clone();
    let notices: Vec<AnyView> =
        one.notices.into_iter().map(|notice| part(view! { <li>{notice}</li> })).collect();
    let notices = (!notices.is_empty()).then(|| part(view! { <ul class="data-notices">{notices}</ul> }));
    part(view! {
        <tr>
            <th scope="row">{text(when)}</th>
            <td>{text(move || kind_name(i18n, &kind).to_owned())}</td>
            <td>{one.source}</td>
            <td>{one.actor}</td>
            {figure(|sums| sums.added)}
            {figure(|sums| sums.changed)}
            {figure(|sums| sums.unchanged)}
            <td>{notices}</td>
        </tr>
    })
}

/// What a table holds, in words; tracks the language.
pub fn kind_name(i18n: I18n, kind: &str) -> &'static str {
    match kind {
        "cases" => t_string!(i18n, data.kind_cases),
        "posts" => t_string!(i18n, data.kind_posts),
        "sheet" => t_string!(i18n, data.kind_sheet),
        "workload" => t_string!(i18n, data.kind_workload),
        _ => t_string!(i18n, data.kind_counts),
    }
}
