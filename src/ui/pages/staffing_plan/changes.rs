//! The list of changes, as a council gets it.

use super::Desk;
use crate::staffing_plan::{Entry, cells_in_words, more, more_euro};
use crate::ui::components::{DataTable, ProvenanceMark, meaning};
use crate::ui::dynamic::{live, part, text};
use crate::ui::i18n::{I18n, t, t_string};
use leptos::prelude::*;

/// One line for each post that is not as it was the year before.
#[component]
pub fn ChangeList(desk: Desk) -> impl IntoView {
    let i18n = desk.i18n;
    let caption = Signal::derive(move || {
        let year = desk.draft.with(|draft| draft.year);
        t_string!(i18n, staffing.changes_caption, year, before = year - 1, name = desk.name())
    });
    let list = live(move || {
        let draft = desk.draft.get();
        if draft.entries.is_empty() {
            return None;
        }
        let rows: Vec<AnyView> = draft.entries.iter().map(|entry| row(i18n, entry)).collect();
        let law = part(view! { <th scope="col">{t!(i18n, staffing.column_law)}</th> });
        let head = head(i18n, Some(law));
        let sum = sum(i18n, &draft.entries);
        Some(view! { <DataTable id="veraenderungsliste" head caption>{rows}{sum}</DataTable> }.into_any())
    });
    part(view! {
        <section class="section staffing-changes" aria-labelledby="veraenderungsliste-teil">
            <h2 id="veraenderungsliste-teil">{t!(i18n, staffing.changes)}</h2>
            <p>{text(move || summary(desk))}</p>
            {list}
        </section>
    })
}

/// How many entries there are, how many of them come from the scenario; tracks.
fn summary(desk: Desk) -> String {
    let i18n = desk.i18n;
    let draft = desk.draft.get();
    let before = draft.year - 1;
    if draft.entries.is_empty() {
        return t_string!(i18n, staffing.no_changes, year = draft.year, before);
    }
    let by_scenario = draft.entries.iter().filter(|entry| entry.by_scenario).count();
    let other = draft.entries.len() - by_scenario;
    let count = |count: usize| match count {
        0 => t_string!(i18n, staffing.changes_none).to_owned(),
        count => count.to_string(),
    };
    t_string!(i18n, staffing.changes_summary, by_scenario = count(by_scenario), other = count(other))
}

/// The head row of a list of changes, living or frozen; what stands in one of them only comes last. Notes of posts, cost and reasons
/// are not presented.
pub fn head(i18n: I18n, last: Option<AnyView>) -> AnyView {
    part(view! {
        <tr>
            <th scope="col" class="is-number">{t!(i18n, staffing.column_number)}</th>
            <th scope="col">{meaning("stelle", text(move || t_string!(i18n, staffing.column_post).to_owned()))}</th>
            <th scope="col">{t!(i18n, staffing.column_provenance)}</th>
            <th scope="col">{t!(i18n, staffing.column_what)}</th>
            <th scope="col">{t!(i18n, staffing.column_from)}</th>
            <th scope="col">{t!(i18n, staffing.column_to)}</th>
            <th scope="col" class="is-number">{meaning("vzae", text(move || t_string!(i18n, staffing.column_more).to_owned()))}</th>
            <th scope="col" data-sensitive="">{meaning("kw", text(move || t_string!(i18n, staffing.column_kw).to_owned()))}</th>
            <th scope="col" class="is-number" data-sensitive="">
                {meaning("personalkosten", text(move || t_string!(i18n, staffing.column_more_cost).to_owned()))}
            </th>
            <th scope="col" data-sensitive="">{t!(i18n, staffing.column_reason)}</th>
            {last}
        </tr>
    })
}

fn row(i18n: I18n, entry: &Entry) -> AnyView {
    let language = i18n.language();
    let cost = entry.more_cents.map_or_else(|| "–".to_owned(), |cents| more_euro(cents, language));
    let reason = match (&entry.reason, entry.by_scenario) {
        (Some(reason), _) => reason.clone(),
        (None, true) => t_string!(i18n, staffing.no_reason).to_owned(),
        (None, false) => t_string!(i18n, staffing.without_scenario).to_owned(),
    };
    let evaluation = entry.evaluation.as_ref().map(|evaluation| evaluation.words(language));
    let reason = [Some(reason), evaluation].into_iter().flatten().collect::<Vec<_>>().join("; ");
    part(view! {
        <tr data-post=entry.post.to_string()>
            <td class="is-number">{entry.number.to_string()}</td>
            <th scope="row"><span class="staffing-post">{entry.post.to_string()}</span> " " {entry.title.clone()}</th>
            <td><ProvenanceMark provenance=entry.provenance/></td>
            <td>{entry.words(language)}</td>
            <td>{cells_in_words(&entry.from, language)}</td>
            <td>{cells_in_words(&entry.to, language)}</td>
            <td class="is-number">{more(entry.more_fte(), language)}</td>
            <td data-sensitive="">{entry.mark_words(language)}</td>
            <td class="is-number" data-sensitive="">{cost}</td>
            <td data-sensitive="">{reason}</td>
            <td>{entry.laws()}</td>
        </tr>
    })
}

fn sum(i18n: I18n, entries: &[Entry]) -> AnyView {
    let language = i18n.language();
    let fte = entries.iter().map(Entry::more_fte).sum();
    let cents: Option<i64> = entries.iter().map(|entry| entry.more_cents).sum();
    part(view! {
        <tr class="is-sum">
            <td></td>
            <th scope="row">{t!(i18n, staffing.sum_all)}</th>
            <td></td>
            <td></td>
            <td></td>
            <td></td>
            <td class="is-number">{more(fte, language)}</td>
            <td data-sensitive=""></td>
            <td class="is-number" data-sensitive="">{cents.map_or_else(|| "–".to_owned(), |cents| more_euro(cents, language))}</td>
            <td data-sensitive=""></td>
            <td></td>
        </tr>
    })
}
