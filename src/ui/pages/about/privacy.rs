//! `/datenschutz`: what does this tool store? Every table of the database, asked of the database itself.

use super::{plain, responsible, with_about};
use crate::api::{AboutInstallation, SmallGroups, StoredTable};
use crate::format::number;
use crate::permission::Persons;
use crate::ui::components::{DataTable, PageHeading, PageTitle, agreement_words, approval_words, jumps};
use crate::ui::dynamic::part;
use crate::ui::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;

#[component]
pub(super) fn Privacy() -> impl IntoView {
    let i18n = use_i18n();
    part(view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, about.privacy_title).to_owned())/>
        <PageHeading>{t!(i18n, about.privacy_title)}</PageHeading>
        {with_about(answer)}
    })
}

/// What is where, for those who look for one thing.
fn contents(signed_in: bool) -> AnyView {
    let i18n = use_i18n();
    let mut list = vec![
        ("nicht-gespeichert", t!(i18n, about.not_stored).into_any()),
        ("kleine-gruppen", t!(i18n, about.small_groups).into_any()),
        ("angaben", t!(i18n, about.fields).into_any()),
        ("browser", t!(i18n, about.browser).into_any()),
        ("gespeichert", t!(i18n, about.stored).into_any()),
    ];
    if signed_in {
        list.insert(2, ("blatt", t!(i18n, about.paper).into_any()));
    }
    jumps(list)
}

fn not_stored() -> AnyView {
    let i18n = use_i18n();
    part(view! {
        <section class="about">
            <h2 id="nicht-gespeichert">{t!(i18n, about.not_stored)}</h2>
            <ul>
                <li>{t!(i18n, about.not_stored_people)}</li>
                <li>{t!(i18n, about.not_stored_output)}</li>
                <li>{t!(i18n, about.not_stored_tracking)}</li>
            </ul>
        </section>
    })
}

/// What lies elsewhere than in the database.
fn elsewhere() -> AnyView {
    let i18n = use_i18n();
    part(view! {
        <section class="about">
            <h2 id="browser">{t!(i18n, about.browser)}</h2>
            <p>{t!(i18n, about.browser_text)}</p>
            <ul>
                <li>{t!(i18n, about.browser_session)}</li>
                <li>{t!(i18n, about.browser_choices)}</li>
                <li>{t!(i18n, about.browser_unsent)}</li>
                <li>{t!(i18n, about.browser_pages)}</li>
            </ul>
            <h2>{t!(i18n, about.log)}</h2>
            <p>{t!(i18n, about.log_text)}</p>
            <h2>{t!(i18n, about.backups)}</h2>
            <p>{t!(i18n, about.backups_text)}</p>
        </section>
    })
}

fn answer(about: AboutInstallation) -> AnyView {
    let i18n = use_i18n();
    let language = i18n.language();
    let count = |count: usize| number(count as f64, 0, language);
    let all = about.tables.len();
    let of = |people| count(about.tables.iter().filter(|table| table.people == people).count());
    let (accounts, pseudonyms) = (of(Persons::Accounts), of(Persons::Pseudonyms));
    let sentence = t_string!(i18n, about.privacy_answer, tables = count(all), accounts, pseudonyms);
    let responsible = responsible(&about);
    let contents = contents(about.small_groups.is_some());
    let small_groups = small_groups(about.small_groups);
    let rows: Vec<AnyView> = about.tables.into_iter().map(row).collect();
    part(view! {
        <p class="lead">{sentence}</p>
        {responsible}
        {contents}
        {plain([
            t!(i18n, about.plain_posts).into_any(),
            t!(i18n, about.plain_groups).into_any(),
            t!(i18n, about.plain_cases).into_any(),
            t!(i18n, about.plain_accounts).into_any(),
            t!(i18n, about.plain_server).into_any(),
        ])}
        {not_stored()}
        <section class="about">
            <h2 id="kleine-gruppen">{t!(i18n, about.small_groups)}</h2>
            <p>{t!(i18n, about.small_groups_text)}</p>
            {small_groups}
            <h2 id="angaben">{t!(i18n, about.fields)}</h2>
            <p>{t!(i18n, about.fields_text)}</p>
        </section>
        {elsewhere()}
        <section class="about-stored" aria-labelledby="gespeichert">
        <h2 id="gespeichert">{t!(i18n, about.stored)}</h2>
        <DataTable
            caption=Signal::derive(move || t_string!(i18n, about.tables_caption).to_owned())
            id="stored-tables"
            head=part(view! {
                <tr>
                    <th scope="col">{t!(i18n, about.table)}</th>
                    <th scope="col">{t!(i18n, about.what)}</th>
                    <th scope="col">{t!(i18n, about.why)}</th>
                    <th scope="col">{t!(i18n, about.kept)}</th>
                    <th scope="col">{t!(i18n, about.people)}</th>
                </tr>
            })
        >
            {rows}
        </DataTable>
        </section>
    })
}

/// What counts now, and the paper that tells all of it: for whoever is signed in.
fn small_groups(told: Option<SmallGroups>) -> AnyView {
    let i18n = use_i18n();
    let Some(SmallGroups { agreement, alone }) = told else {
        return part(
            view! { <p data-testid="small-groups-now">{t!(i18n, about.small_groups_signed_out)}</p> },
        );
    };
    let now = agreement_words(i18n, agreement.as_ref());
    let approval = approval_words(i18n, alone.as_ref());
    let file = |form: &str| format!("/export/datenschutz?form={form}");
    part(view! {
        <p data-testid="small-groups-now">{now}</p>
        <h2>{t!(i18n, accounts.approval)}</h2>
        <p data-testid="approval-now">{approval}</p>
        <h2 id="blatt">{t!(i18n, about.paper)}</h2>
        <p>{t!(i18n, about.paper_text)}</p>
        <p class="about-files">
            <a class="button" href=file("pdf") rel="external" download="">{t!(i18n, about.paper_pdf)}</a>
            <a class="button" href=file("docx") rel="external" download="">{t!(i18n, about.paper_docx)}</a>
            <a class="button" href=file("odt") rel="external" download="">{t!(i18n, about.paper_odt)}</a>
        </p>
    })
}

fn row(table: StoredTable) -> AnyView {
    let i18n = use_i18n();
    let people = match table.people {
        Persons::None => t!(i18n, about.people_none).into_any(),
        Persons::Accounts => t!(i18n, about.people_accounts).into_any(),
        Persons::Pseudonyms => t!(i18n, about.people_pseudonyms).into_any(),
    };
    part(view! {
        <tr>
            <th scope="row">
                <code>{table.name}</code>
                <span class="about-columns">{table.columns.join(", ")}</span>
            </th>
            <td>{table.what}</td>
            <td>{table.why}</td>
            <td>{table.kept}</td>
            <td>{people}</td>
        </tr>
    })
}
