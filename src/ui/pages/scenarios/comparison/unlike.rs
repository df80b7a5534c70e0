//! In what two variants differ: as changes that lead from the one to the other, and object by object on a day.

use super::figures::Variant;
use crate::diagram::chart::changes::{ChangeMark, ObjectMark, object_marks};
use crate::format::{self, Language};
use crate::plan::read::form;
use crate::plan::{Plan, difference, in_words};
use crate::ui::components::DataTable;
use crate::ui::dynamic::{Held, Kept, live, part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use chrono::NaiveDate;
use leptos::prelude::*;
use std::sync::Arc;

/// What is compared with what: places among the variants.
type Pair = (usize, usize);

/// Two choices, the day, and the two lists.
#[component]
pub fn Unlike(plan: Arc<Plan>, variants: Arc<Vec<Variant>>) -> impl IntoView {
    let i18n = use_i18n();
    // The first two scenarios; the plan and the scenario where there is only one.
    let last = variants.len().saturating_sub(1);
    let pair = Held::new((usize::from(last > 1), last.min(2)));
    let day = Held::new(last_day(&plan, &variants));
    let known = StoredValue::new((plan, variants));
    let steps = Kept::new(move || {
        known.with_value(|(plan, variants)| steps(plan, variants, pair.get(), i18n.language()))
    });
    let marks = Kept::new(move || {
        known.with_value(|(plan, variants)| marks(plan, variants, pair.get(), day.get(), i18n.language()))
    });
    let names = move || {
        let (from, to) = pair.get();
        known.with_value(|(_, variants)| (name(i18n, variants, from), name(i18n, variants, to)))
    };
    let sentence = move || {
        let (from, to) = names();
        match steps.with(Vec::len) {
            0 => t_string!(i18n, changes.alike, from, to),
            count => {
                let count = format::number(count as f64, 0, i18n.language());
                t_string!(i18n, changes.unlike_by, from, to, count)
            }
        }
    };
    let set_day = move |event| {
        if let Ok(given) = form::<NaiveDate>(format!("\"{}\"", event_target_value(&event)).as_bytes()) {
            day.set(given);
        }
    };
    part(view! {
        <section class="section" aria-labelledby="unterschied" data-testid="unlike">
            <h2 id="unterschied">{t!(i18n, changes.unlike)}</h2>
            <div class="choices">
                {choice(i18n, known, t!(i18n, changes.unlike_from).into_any(), "unlike-from", move || pair.get().0,
                    move |place| pair.update(|pair| pair.0 = place))}
                {choice(i18n, known, t!(i18n, changes.unlike_to).into_any(), "unlike-to", move || pair.get().1,
                    move |place| pair.update(|pair| pair.1 = place))}
                <label class="field">
                    <span>{t!(i18n, changes.unlike_day)}</span>
                    <input type="date" class="input" required prop:value=move || day.get().to_string()
                        value=day.get_untracked().to_string() on:change=set_day/>
                </label>
            </div>
            <p><strong>{text(sentence)}</strong></p>
            {live(move || {
                let items = steps.get().into_iter().map(|words| part(view! { <li>{words}</li> }));
                let items: Vec<AnyView> = items.collect();
                (!items.is_empty()).then(|| part(view! { <ol data-testid="unlike-steps">{items}</ol> }))
            })}
            {live(move || {
                let marks = marks.get();
                (!marks.is_empty()).then(|| table(i18n, day, marks))
            })}
        </section>
    })
}

fn name(i18n: I18n, variants: &[Variant], place: usize) -> String {
    match variants.get(place) {
        Some(variant) if place > 0 => variant.name.clone(),
        _ => t_string!(i18n, scenarios.as_it_is).to_owned(),
    }
}

fn choice(
    i18n: I18n,
    known: StoredValue<(Arc<Plan>, Arc<Vec<Variant>>)>,
    label: AnyView,
    id: &'static str,
    now: impl Fn() -> usize + Copy + Send + Sync + 'static,
    choose: impl Fn(usize) + Send + Sync + 'static,
) -> AnyView {
    let option = |place: usize| {
        let words = text(move || known.with_value(|(_, variants)| name(i18n, variants, place)));
        part(view! { <option value=place.to_string() selected=move || now() == place>{words}</option> })
    };
    let options: Vec<AnyView> = (0..known.with_value(|(_, variants)| variants.len())).map(option).collect();
    part(view! {
        <label class="field">
            <span>{label}</span>
            <select class="select" data-testid=id
                on:change=move |event| choose(event_target_value(&event).parse().unwrap_or_default())>{options}</select>
        </label>
    })
}

/// The last day on which one of them changes something: then all of it can be seen.
fn last_day(plan: &Plan, variants: &[Variant]) -> NaiveDate {
    let changes = variants.iter().flat_map(|variant| &variant.changes);
    changes.map(|change| change.effective).max().unwrap_or(plan.as_of).max(plan.as_of)
}

/// The changes that lead from the one to the other, in words.
fn steps(plan: &Plan, variants: &[Variant], (from, to): Pair, language: Language) -> Vec<String> {
    let (Some(from), Some(to)) = (variants.get(from), variants.get(to)) else { return Vec::new() };
    let steps = difference(plan, &from.changes, &to.changes);
    let words = in_words(plan, &from.changes, &steps, language);
    let dated = steps
        .iter()
        .zip(words)
        .map(|(change, words)| format!("{}: {words}", format::date(change.effective, language)));
    dated.collect()
}

fn marks(
    plan: &Plan,
    variants: &[Variant],
    (from, to): Pair,
    day: NaiveDate,
    language: Language,
) -> Vec<ObjectMark> {
    let (Some(from), Some(to)) = (variants.get(from), variants.get(to)) else { return Vec::new() };
    object_marks(&plan.on(day, &from.changes).plan, &plan.on(day, &to.changes).plan, language)
}

fn table(i18n: I18n, day: Held<NaiveDate>, marks: Vec<ObjectMark>) -> AnyView {
    let head = part(view! {
        <tr>
            <th scope="col">{t!(i18n, changes.object)}</th>
            <th scope="col">{t!(i18n, changes.kind)}</th>
            <th scope="col">{t!(i18n, changes.difference)}</th>
        </tr>
    });
    let row = |ObjectMark { name, mark: ChangeMark { kind, badge, words } }: ObjectMark| {
        part(view! {
            <tr data-mark-row=kind>
                <th scope="row">{name}</th>
                <td><span class="mark-sign" data-kind=kind>{badge}</span></td>
                <td>{words}</td>
            </tr>
        })
    };
    let rows: Vec<AnyView> = marks.into_iter().map(row).collect();
    let caption = Signal::derive(move || {
        let date = format::date(day.get(), i18n.language());
        t_string!(i18n, changes.unlike_caption, date)
    });
    part(view! { <DataTable id="unterschied-tabelle" head caption>{rows}</DataTable> })
}
