//! Frozen staffing plans: what was put before the council, and what differs from it by now.

use super::Desk;
use super::query::Standing;
use crate::api::{ApiError, FreezeStaffingPlan, FrozenStaffingPlan, freeze_staffing_plan};
use crate::format::day_of;
use crate::staffing_plan::{Frozen, RowDifference, extent};
use crate::ui::codec::JsonText;
use crate::ui::components::{DataTable, Failure, typed};
use crate::ui::dynamic::{Held, live, part, text};
use crate::ui::i18n::{I18n, t, t_string};
use crate::ui::state::{SaveState, ShelfOfToasts, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use uuid::Uuid;

/// The frozen plans as they lie in the page.
type Plans = Arc<Vec<Arc<FrozenStaffingPlan>>>;

/// The load of what was frozen; made above `WithPlan`, as the server runs through what is below it more than once.
pub type List = Resource<Result<Vec<FrozenStaffingPlan>, ApiError>, JsonText>;

/// A line to freeze, and all that was frozen.
#[component]
pub fn FrozenPlans(desk: Desk, list: List) -> impl IntoView {
    let i18n = desk.i18n;
    let opened = Held::new(None::<Uuid>);
    let content = move || {
        Suspend::new(async move {
            match list.await {
                Ok(plans) => {
                    let plans: Plans = Arc::new(plans.into_iter().map(Arc::new).collect());
                    let listed = Arc::clone(&plans);
                    part(view! {
                        {live(move || Some(table(desk, &listed, opened)))}
                        {live(move || shown(desk, &plans, opened))}
                    })
                }
                Err(error) => part(view! {
                    <Failure sentence=error.to_string() retry=move || list.refetch()/>
                }),
            }
        })
    };
    part(view! {
        <section class="section staffing-frozen" aria-labelledby="festgehalten-teil">
            <h2 id="festgehalten-teil">{t!(i18n, staffing.frozen)}</h2>
            <p class="forecast-hint">{t!(i18n, staffing.frozen_hint)}</p>
            <Freezing desk list/>
            <Transition fallback=move || view! { <p class="loading">{t!(i18n, shell.loading)}</p> }>{content}</Transition>
        </section>
    })
}

#[component]
fn Freezing(desk: Desk, list: List) -> impl IntoView {
    let i18n = desk.i18n;
    let shelf = ShelfOfToasts::expect();
    let label = typed("festhalten-name");
    let under_way = Held::new(false);
    let freeze = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if under_way.get_untracked() {
            return;
        }
        if !matches!(untrack(|| desk.in_hand.save_state()), SaveState::Saved(_)) {
            return shelf.show(Tone::Refused, untrack(|| t_string!(i18n, staffing.not_yet_saved)), false);
        }
        under_way.set(true);
        let query = desk.query.get_untracked();
        let asked = FreezeStaffingPlan {
            scenario: desk.in_hand.scenario_untracked(),
            version: desk.in_hand.version_untracked(),
            command: Uuid::new_v4(),
            year: query.year,
            with_changes: query.standing == Standing::Scenario,
            label: label.get_untracked(),
        };
        spawn_local(async move {
            match freeze_staffing_plan(asked).await {
                Ok(made) => {
                    label.set(String::new());
                    let (year, label) = (made.frozen.year, made.label);
                    let words = untrack(|| t_string!(i18n, staffing.frozen_done, year, label));
                    shelf.show(Tone::Done, words, false);
                    list.refetch();
                }
                Err(error) => shelf.show(Tone::Refused, error.to_string(), false),
            }
            under_way.set(false);
        });
    };
    part(view! {
        <form class="scenario-new" on:submit=freeze>
            <label class="field">
                <span>{t!(i18n, staffing.frozen_label)}</span>
                <input type="text" id="festhalten-name" class="input" maxlength="200" required autocomplete="off"
                    prop:value=move || label.get() on:input=move |event| label.set(event_target_value(&event))/>
            </label>
            <button type="submit" class="button">
                {text(move || t_string!(i18n, staffing.freeze, year = desk.query.with(|query| query.year)))}
            </button>
        </form>
    })
}

/// The one that is open; tracks which.
fn shown(desk: Desk, plans: &Plans, opened: Held<Option<Uuid>>) -> Option<AnyView> {
    let id = opened.get()?;
    let plan = plans.iter().find(|plan| plan.id == id)?;
    let parts = desk.later.get()?;
    Some((parts.opened)(Arc::clone(plan), opened))
}

/// All that was frozen; tracks the draft, against which those of its year are held.
fn table(desk: Desk, plans: &Plans, opened: Held<Option<Uuid>>) -> AnyView {
    let i18n = desk.i18n;
    if plans.is_empty() {
        return part(view! { <p class="muted">{t!(i18n, staffing.nothing_frozen)}</p> });
    }
    let now = Frozen::of(&desk.draft.get(), &desk.name());
    let rows: Vec<AnyView> = plans.iter().map(|plan| row(i18n, plan, &now, opened)).collect();
    let head = part(view! {
        <tr>
            <th scope="col">{t!(i18n, staffing.year)}</th>
            <th scope="col">{t!(i18n, staffing.frozen_for)}</th>
            <th scope="col">{t!(i18n, staffing.standing)}</th>
            <th scope="col" class="is-number">{t!(i18n, staffing.frozen_posts)}</th>
            <th scope="col">{t!(i18n, staffing.frozen_on)}</th>
            <th scope="col">{t!(i18n, staffing.frozen_hash)}</th>
            <th scope="col">{t!(i18n, staffing.frozen_difference)}</th>
        </tr>
    });
    let caption = Signal::derive(move || t_string!(i18n, staffing.frozen_caption).to_owned());
    view! { <DataTable id="festgehalten-tabelle" head caption>{rows}</DataTable> }.into_any()
}

fn row(i18n: I18n, plan: &FrozenStaffingPlan, now: &Frozen, opened: Held<Option<Uuid>>) -> AnyView {
    let language = i18n.language();
    let id = plan.id;
    let name = t_string!(i18n, staffing.open_named, year = plan.frozen.year, label = &plan.label);
    let on = day_of(plan.recorded_at, language);
    let difference = if plan.frozen.year == now.year {
        differences(i18n, &plan.frozen.compared_with(now))
    } else {
        part(view! { <span class="muted">{t!(i18n, staffing.other_year)}</span> })
    };
    part(view! {
        <tr>
            <th scope="row">{plan.frozen.year.to_string()}</th>
            <td>
                <button type="button" class="button" data-variant="quiet" data-frozen=id.to_string() aria-label=name
                    on:click=move |_| opened.set(Some(id))>{plan.label.clone()}</button>
            </td>
            <td>{plan.frozen.name.clone()}</td>
            <td class="is-number">{extent(plan.frozen.posts(), language)}</td>
            <td>{on}</td>
            <td><code class="staffing-hash">{plan.hash.clone()}</code></td>
            <td>{difference}</td>
        </tr>
    })
}

/// „E 9b in Einbürgerung: 4,00 → 3,00“ for each row that differs.
fn differences(i18n: I18n, rows: &[RowDifference]) -> AnyView {
    let language = i18n.language();
    if rows.is_empty() {
        return part(view! { <span>{t!(i18n, staffing.no_difference)}</span> });
    }
    let line = |row: &RowDifference| {
        let (before, after) = (extent(row.before, language), extent(row.after, language));
        part(view! { <li>{format!("{}, {}: {before} → {after}", row.name, row.grade)}</li> })
    };
    let lines: Vec<AnyView> = rows.iter().map(line).collect();
    part(view! { <ul class="staffing-differences">{lines}</ul> })
}
