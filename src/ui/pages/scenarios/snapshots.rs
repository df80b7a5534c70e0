//! The snapshots of a scenario: taken, listed, restored, shown to others by links; and what came of what.

mod family;
mod links;

use crate::api::{
    ApiError, RestoreSnapshot, SnapshotEntry, Snapshots as List, TakeSnapshot, restore_snapshot,
    take_snapshot,
};
use crate::format::{day_of, number};
use crate::ui::codec::JsonText;
use crate::ui::components::{DataTable, Failure, typed};
use crate::ui::dynamic::{Held, part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::{PlanInHand, ShelfOfToasts, Together, Tone};
use family::Family;
use leptos::prelude::*;
use leptos::task::spawn_local;
use links::LinkDesk;
pub use links::LinkList;
use uuid::Uuid;

/// The snapshots of the scenario in hand, read again whenever somebody has written beside it.
pub type SnapshotList = Resource<Result<List, ApiError>, JsonText>;

/// What the parts of the section share.
#[derive(Clone, Copy)]
struct Section {
    i18n: I18n,
    list: SnapshotList,
    plan: PlanInHand,
    shelf: ShelfOfToasts,
    /// For links; none for somebody who may not make any.
    links: Option<LinkDesk>,
}

impl Section {
    fn take<T>(self, answer: Result<T, ApiError>, done: impl FnOnce(&T) -> String) -> bool {
        let succeeded = answer.is_ok();
        match answer {
            Ok(made) => self.shelf.show(Tone::Done, done(&made), false),
            Err(error) => self.shelf.show(Tone::Refused, error.to_string(), false),
        }
        self.list.refetch();
        succeeded
    }
}

/// The section with all of it; below `WithPlan`.
#[component]
pub fn Snapshots(list: SnapshotList, links: LinkList) -> impl IntoView {
    let i18n = use_i18n();
    let links = LinkDesk::of(links);
    let section = Section { i18n, list, plan: PlanInHand::expect(), shelf: ShelfOfToasts::expect(), links };
    Together::expect().on_beside(move || list.refetch());
    let answer = move || {
        Suspend::new(async move {
            list.await.ok().map(|List { snapshots, .. }| {
                let (count, last) = (snapshots.len(), snapshots.first().cloned());
                part(view! { <p>{text(move || sentence(i18n, count, last.as_ref()))}</p> })
            })
        })
    };
    let content = move || {
        Suspend::new(async move {
            match list.await {
                Ok(List { snapshots, family }) => part(view! {
                    {(!snapshots.is_empty()).then(|| view! { <Table section entries=snapshots/> })}
                    <Family lines=family/>
                }),
                Err(error) => part(view! {
                    <Failure sentence=error.to_string() retry=move || list.refetch()/>
                }),
            }
        })
    };
    // The form stands outside what is read again: drawn anew, its field would lose what is being written.
    part(view! {
        <section class="section" aria-labelledby="staende">
            <h2 id="staende">{t!(i18n, record.snapshots)}</h2>
            <Transition fallback=move || view! { <p class="loading">{t!(i18n, shell.loading)}</p> }>{answer}</Transition>
            <Taking section/>
            <Transition fallback=|| ()>{content}</Transition>
        </section>
        {links.map(links::section)}
    })
}

/// How many there are, and the last one.
fn sentence(i18n: I18n, count: usize, last: Option<&SnapshotEntry>) -> String {
    let Some(last) = last else { return t_string!(i18n, record.no_snapshot).to_owned() };
    let count = number(count as f64, 0, i18n.language());
    t_string!(i18n, record.snapshot_count, count, name = &last.name, date = day_of(last.at, i18n.language()))
}

/// A name and a button.
#[component]
fn Taking(section: Section) -> impl IntoView {
    let i18n = section.i18n;
    let name = typed("stand-name");
    let under_way = Held::new(false);
    let take = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if under_way.get_untracked() {
            return;
        }
        under_way.set(true);
        let asked = TakeSnapshot {
            scenario: section.plan.scenario_untracked(),
            version: section.plan.version_untracked(),
            command: Uuid::new_v4(),
            name: name.get_untracked(),
        };
        spawn_local(async move {
            let answer = take_snapshot(asked).await;
            let said = |made: &SnapshotEntry| {
                untrack(|| t_string!(i18n, record.taken, name = &made.name, hash = made.hash.short()))
            };
            if section.take(answer, said) {
                name.set(String::new());
            }
            under_way.set(false);
        });
    };
    part(view! {
        <form class="scenario-new" on:submit=take>
            <label class="field">
                <span>{t!(i18n, record.snapshot_name)}</span>
                <input type="text" id="stand-name" class="input" maxlength="120" required autocomplete="off" aria-describedby="stand-hinweis"
                    prop:value=move || name.get() on:input=move |event| name.set(event_target_value(&event))/>
            </label>
            <button type="submit" class="button">{t!(i18n, record.take)}</button>
        </form>
        <p class="muted small" id="stand-hinweis">{t!(i18n, record.snapshot_hint)}</p>
    })
}

#[component]
fn Table(section: Section, entries: Vec<SnapshotEntry>) -> impl IntoView {
    let i18n = section.i18n;
    let head = part(view! {
        <tr>
            <th scope="col">{t!(i18n, record.snapshot)}</th>
            <th scope="col">{t!(i18n, record.taken_on)}</th>
            <th scope="col">{t!(i18n, record.taken_by)}</th>
            <th scope="col" class="is-number">{t!(i18n, record.of_version)}</th>
            <th scope="col" class="is-number">{t!(i18n, record.steps)}</th>
            <th scope="col">{t!(i18n, record.hash)}</th>
            <th scope="col">{t!(i18n, scenarios.actions)}</th>
        </tr>
    });
    let caption = Signal::derive(move || t_string!(i18n, record.snapshot_caption).to_owned());
    let rows: Vec<AnyView> = entries.into_iter().map(|entry| row(section, entry)).collect();
    part(view! { <DataTable id="staende-tabelle" head caption>{rows}</DataTable> })
}

fn row(section: Section, entry: SnapshotEntry) -> AnyView {
    let i18n = section.i18n;
    let SnapshotEntry { id, name, version, steps, hash, by, at } = entry;
    let figure = move |value: i64| number(value as f64, 0, i18n.language());
    let named = StoredValue::new(name.clone());
    let restore = move |_| {
        let name = untrack(|| t_string!(i18n, record.restored_name, name = named.get_value()));
        // A name has 120 characters at most, whatever it is made of.
        let name = name.chars().take(120).collect();
        let asked = RestoreSnapshot { snapshot: id, command: Uuid::new_v4(), name };
        spawn_local(async move {
            let answer = restore_snapshot(asked).await;
            section.take(answer, |made| untrack(|| t_string!(i18n, record.restored, name = &made.name)));
        });
    };
    part(view! {
        <tr data-snapshot=id.to_string()>
            <th scope="row">{name}</th>
            <td>{text(move || day_of(at, i18n.language()))}</td>
            <td>{by}</td>
            <td class="is-number">{text(move || figure(version))}</td>
            <td class="is-number">{text(move || figure(steps))}</td>
            <td><code title=hash.to_string()>{hash.short().to_owned()}</code></td>
            <td>
                <button type="button" class="button" data-variant="small" on:click=restore
                    aria-label=move || t_string!(i18n, record.restore_named, name = named.get_value())>
                    {t!(i18n, record.restore)}
                </button>
                {section.links.map(|desk| links::button(desk, id, named))}
            </td>
        </tr>
    })
}
