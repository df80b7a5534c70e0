//! The plan that the scenario stands on has moved: what of the scenario meets what, in words, and the way onto it.

use super::Page;
use super::lines::places;
use crate::api::{Baseline, ChangePlace, FollowPlan, ScenarioState, follow_plan, newest_plan};
use crate::format::{self, Language};
use crate::plan::{Change, MeetingKind, Plan, in_words, rebase};
use crate::ui::dynamic::{Held, Kept, live, part};
use crate::ui::i18n::{t, t_string};
use crate::ui::state::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the newest plan means for the scenario.
#[derive(Debug, Clone, PartialEq)]
struct Move {
    onto: i64,
    /// What was decided meanwhile, in words.
    decided: Vec<String>,
    met: Vec<Met>,
}

/// A change that does not simply stay what it was.
#[derive(Debug, Clone, PartialEq)]
struct Met {
    place: ChangePlace,
    sentence: String,
    /// It was decided meanwhile, and is to be taken out.
    is_adopted: bool,
}

impl Move {
    fn of(state: &ScenarioState, newest: &Baseline, language: Language) -> Self {
        let places = places(state);
        let meetings = rebase(&state.baseline, &newest.plan, &state.active_changes(), language);
        let met = meetings.into_iter().filter_map(|meeting| {
            let place = *places.get(meeting.index)?;
            let is_adopted = meeting.kind == MeetingKind::Adopted;
            Some(Met { place, sentence: meeting.sentence, is_adopted })
        });
        let met = met.collect();
        Self { onto: newest.version, decided: decided(&state.baseline, &newest.plan, language), met }
    }
}

/// What the new plan has decided beyond the old one, each with its day.
fn decided(old: &Plan, new: &Plan, language: Language) -> Vec<String> {
    let mut known: Vec<&Change> = old.decided.iter().collect();
    let bare = Plan { decided: Vec::new(), ..new.clone() };
    let told = in_words(&bare, &[], &new.decided, language);
    let mut words = Vec::new();
    for (change, told) in new.decided.iter().zip(told) {
        if let Some(place) = known.iter().position(|other| *other == change) {
            known.remove(place);
        } else {
            words.push(format!("{}: {told}", format::date(change.effective, language)));
        }
    }
    words
}

/// The notice; nothing while the scenario stands on the newest plan.
#[component]
pub fn Moved(page: Page) -> impl IntoView {
    let plan = page.plan;
    let versions =
        Kept::new(move || plan.with_confirmed(|state| (state.baseline_version, state.newest_baseline)));
    let newest = Held::new(None::<Arc<Baseline>>);
    Effect::new(move |_| {
        let (own, last) = versions.get();
        if own == last
            || newest.with_untracked(|known| known.as_ref().is_some_and(|known| known.version >= last))
        {
            return;
        }
        spawn_local(async move {
            match newest_plan().await {
                Ok(plan) => newest.set(Some(Arc::new(plan))),
                Err(error) => page.shelf.show(Tone::Refused, error.to_string(), false),
            }
        });
    });
    let news = Kept::new(move || {
        let (own, _) = versions.get();
        let newest = newest.get().filter(|newest| newest.version != own)?;
        let language = page.i18n.language();
        Some(plan.with_confirmed(|state| Move::of(state, &newest, language)))
    });
    live(move || {
        let (own, last) = versions.get();
        (own != last).then(|| part(view! { <Notice page news/> }))
    })
}

#[component]
fn Notice(page: Page, news: Kept<Option<Move>>) -> impl IntoView {
    let i18n = page.i18n;
    // What is taken out on the way: at first what was decided meanwhile.
    let leave = Held::new(BTreeSet::<ChangePlace>::new());
    Effect::new(move |_| {
        news.with(|news| {
            let adopted = news.iter().flat_map(|news| &news.met).filter(|met| met.is_adopted);
            leave.set(adopted.map(|met| met.place).collect());
        });
    });
    let content = move || {
        let Move { decided, met, .. } = news.get()?;
        let decided: Vec<AnyView> =
            decided.into_iter().map(|words| part(view! { <li>{words}</li> })).collect();
        let is_clear = met.is_empty();
        let met: Vec<AnyView> = met.into_iter().map(|met| meeting(page, leave, met)).collect();
        Some(part(view! {
            <p>{t!(i18n, changes.moved_decided)}</p>
            <ul>{decided}</ul>
            {if is_clear {
                part(view! { <p>{t!(i18n, changes.moved_clear)}</p> })
            } else {
                part(view! {
                    <p>{t!(i18n, changes.moved_met)}</p>
                    <ul class="step-changes" data-testid="meetings">{met}</ul>
                })
            }}
        }))
    };
    let onto = move || news.with_untracked(|news| news.as_ref().map(|news| news.onto));
    let follow = move |_| {
        let Some(onto) = onto() else { return };
        spawn_local(async move {
            let leave: Vec<ChangePlace> = leave.with_untracked(|leave| leave.iter().copied().collect());
            let answer = page
                .plan
                .carry_out(false, move |scenario, version, command| {
                    follow_plan(FollowPlan { scenario, version, command, onto, leave: leave.clone() })
                })
                .await;
            page.tell(answer, untrack(|| t_string!(i18n, changes.followed).to_owned()));
        });
    };
    part(view! {
        <section class="notice" data-tone="notice" aria-labelledby="ausgangslage" data-testid="baseline-moved">
            <h2 id="ausgangslage">{t!(i18n, changes.moved)}</h2>
            {live(content)}
            {live(move || Some(if page.locked.get() {
                part(view! { <p>{t!(i18n, changes.moved_locked)}</p> })
            } else {
                part(view! {
                    <button type="button" class="button" data-variant="primary" on:click=follow
                        disabled=move || news.with(Option::is_none)>{t!(i18n, changes.follow)}</button>
                })
            }))}
        </section>
    })
}

fn meeting(page: Page, leave: Held<BTreeSet<ChangePlace>>, met: Met) -> AnyView {
    let place = met.place;
    let choose = move |event| {
        let wanted = event_target_checked(&event);
        leave.update(|leave| {
            if wanted {
                leave.insert(place);
            } else {
                leave.remove(&place);
            }
        });
    };
    part(view! {
        <li>
            <span>{met.sentence}</span>
            <label class="step-change">
                <input type="checkbox" prop:checked=move || leave.with(|leave| leave.contains(&place)) on:change=choose
                    disabled=move || page.locked.get()/>
                <span>{t!(page.i18n, changes.leave)}</span>
            </label>
        </li>
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{builtin, changes_from_json};

    #[test]
    fn what_was_decided_meanwhile_is_told_once() {
        let changes = changes_from_json(
            br#"[{"effective": "2025-01-01", "action": {"remove_post": {"post": "AA-01"}}},
                {"effective": "2025-02-01", "action": {"remove_post": {"post": "AA-02"}}}]"#,
        )
        .unwrap();
        let mut old = builtin().unwrap();
        old.decided.push(changes[0].clone());
        let mut new = old.clone();
        new.decided.push(changes[1].clone());
        assert_eq!(decided(&old, &new, Language::German), ["01.02.2025: Stelle AA-02 gestrichen"]);
        assert_eq!(decided(&new, &new, Language::German), [] as [String; 0]);
    }
}
