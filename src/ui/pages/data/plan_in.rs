//! A plan on its way in: a file, what it would change, and then it becomes a step of the scenario or the newest version of the plan.

use super::asking::{Asking, Heard};
use crate::api::{PLAN_PATH, PlanAsk, PlanChange, PlanLooked, PlanNews, PlanWay};
use crate::format::{date, number};
use crate::permission::Right;
use crate::plan::read::form;
use crate::plan::{Change, PathError};
use crate::ui::browser::upload::{self, Chosen, Slot};
use crate::ui::components::DataTable;
use crate::ui::dynamic::{Held, live, part, text};
use crate::ui::i18n::{I18n, Locale, t, t_string, use_i18n};
use crate::ui::state::{Announcer, PlanInHand};
use crate::ui::visitor::Visitor;
use leptos::prelude::*;

/// Changes that are drawn at a time.
const PAGE: usize = 500;

/// What is known of the plan in hand; copies are the same.
#[derive(Clone, Copy)]
struct Desk {
    i18n: I18n,
    in_hand: PlanInHand,
    announcer: Announcer,
    file: Held<Option<Chosen>>,
    way: Held<PlanWay>,
    /// With the way for which it was asked.
    looked: Held<Option<(PlanWay, PlanLooked)>>,
    /// Changes that are drawn.
    drawn: Held<usize>,
    note: Held<String>,
    asking: Asking,
}

impl Desk {
    fn choose(self, chosen: Option<Chosen>) {
        let Some(chosen) = chosen else { return };
        self.looked.set(None);
        self.file.set(Some(chosen));
        self.look(None);
    }

    fn decide(self, way: PlanWay) {
        self.way.set(way);
        if self.file.with_untracked(Option::is_some) {
            self.look(None);
        }
    }

    /// Asks the server what the plan would change, or has it take the place of a version.
    fn look(self, replaces: Option<i64>) {
        if !self.asking.begin(replaces.is_some()) {
            return;
        }
        let way = self.way.get_untracked();
        let ask = PlanAsk {
            name: self.file.get_untracked().map_or_else(String::new, |file| file.name),
            way,
            scenario: Some(self.in_hand.scenario_untracked()),
            replaces,
            note: self.note.get_untracked(),
            english: self.i18n.get_locale_untracked() == Locale::en,
        };
        let question = serde_json::to_string(&ask).unwrap_or_default();
        let hear = move |line: &str| self.hear(line, way);
        self.asking.send(question, Box::new(hear), Box::new(move || self.look(None)));
    }

    fn hear(self, line: &str, way: PlanWay) -> Heard {
        match form::<PlanNews>(line.as_bytes()) {
            Ok(PlanNews::Looked(looked)) => {
                if looked.taken || !self.asking.is_outdated() {
                    self.drawn.set(PAGE);
                    self.show(way, *looked);
                }
                Heard::Answer
            }
            Ok(PlanNews::Failed(error)) => Heard::Failed(error.to_string()),
            Err(_) => Heard::Nothing,
        }
    }

    fn show(self, way: PlanWay, looked: PlanLooked) {
        self.announcer.say(untrack(|| sentence(self.i18n, way, &looked)));
        self.asking.keep_focus(looked.taken);
        self.looked.set(Some((way, looked)));
    }

    /// Takes it over as it was shown.
    fn take(self) {
        let Some((way, looked)) = self.looked.get_untracked() else { return };
        if way != self.way.get_untracked() {
            return;
        }
        if way == PlanWay::Baseline {
            return self.look(Some(looked.version));
        }
        let step: Vec<Change> = looked.changes.iter().map(|one| one.change.clone()).collect();
        let name = self.file.get_untracked().map_or_else(String::new, |file| file.name);
        let reason = untrack(|| t_string!(self.i18n, data.plan_reason, name));
        match self.in_hand.apply_all(step, Some(reason.as_str())) {
            Ok(()) => self.show(way, PlanLooked { taken: true, ..looked }),
            Err(reason) => self.asking.refuse(self.i18n.refusal(&reason)),
        }
    }
}

/// What became of the plan, in a sentence; tracks the language.
fn sentence(i18n: I18n, way: PlanWay, looked: &PlanLooked) -> String {
    let count = |value: usize| number(value as f64, 0, i18n.language());
    let changes = looked.changes.len();
    match way {
        _ if !looked.errors.is_empty() => {
            t_string!(i18n, data.plan_wrong, count = count(looked.errors.len()))
        }
        PlanWay::Step if looked.taken => t_string!(i18n, data.plan_taken, count = count(changes)),
        PlanWay::Baseline if looked.taken => {
            t_string!(i18n, data.plan_replaced, version = looked.version.to_string())
        }
        _ if changes + looked.beyond.len() == 0 => t_string!(i18n, data.plan_same).to_owned(),
        _ => t_string!(i18n, data.plan_would, count = count(changes)),
    }
}

/// The section.
#[component]
pub fn PlanIn() -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk {
        i18n,
        in_hand: PlanInHand::expect(),
        announcer: Announcer::expect(),
        file: Held::new(None),
        way: Held::new(PlanWay::Step),
        looked: Held::new(None),
        drawn: Held::new(PAGE),
        note: Held::new(String::new()),
        asking: Asking::new(i18n, Slot::Plan, PLAN_PATH, "plan-"),
    };
    part(view! {
        <section class="wizard" aria-labelledby="plan-titel">
            <h2 id="plan-titel">{t!(i18n, data.plan_title)}</h2>
            <div class="wizard-drop">
                <label class="wizard-file">
                    <span>{t!(i18n, data.plan_file)}</span>
                    <input type="file" id="plan-datei" accept=".json" aria-describedby="plan-hinweis"
                        on:change=move |event| desk.choose(upload::from_input(Slot::Plan, &event))/>
                </label>
                <p id="plan-hinweis" class="muted small">{t!(i18n, data.plan_hint)}</p>
            </div>
            {Visitor::expect().may(Right::DecideScenario).then(|| ways(desk))}
            {desk.asking.progress()}
            {live(move || desk.looked.get().map(|(way, looked)| outcome(desk, way, looked)))}
        </section>
    })
}

/// What becomes of the plan, for whoever may decide.
fn ways(desk: Desk) -> AnyView {
    let i18n = desk.i18n;
    part(view! {
        <fieldset class="wizard-lists">
            <legend>{t!(i18n, data.plan_way)}</legend>
            <label class="field">
                <input type="radio" name="plan-weg" checked=true on:change=move |_| desk.decide(PlanWay::Step)/>
                <span>{text(move || t_string!(i18n, data.plan_step, name = desk.in_hand.scenario_name()))}</span>
            </label>
            <label class="field">
                <input type="radio" name="plan-weg" id="plan-fassung"
                    on:change=move |_| desk.decide(PlanWay::Baseline)/>
                <span>{t!(i18n, data.plan_baseline)}</span>
            </label>
        </fieldset>
    })
}

fn outcome(desk: Desk, way: PlanWay, looked: PlanLooked) -> AnyView {
    let i18n = desk.i18n;
    let told = looked.clone();
    let tone = if looked.errors.is_empty() { "done" } else { "refused" };
    let open = looked.errors.is_empty() && !looked.taken;
    // A step is made of changes; a version of the plan may differ in other things alone.
    let any = !looked.changes.is_empty() || (way == PlanWay::Baseline && !looked.beyond.is_empty());
    let take = (open && any).then(|| take_over(desk, way));
    let wrong = (!looked.errors.is_empty()).then(|| errors(i18n, looked.errors));
    let beyond = (open && !looked.beyond.is_empty()).then(|| beyond(i18n, way, looked.beyond));
    let changes = (open && !looked.changes.is_empty()).then(|| changes(desk, looked.changes));
    part(view! {
        <div class="notice" data-tone=tone id="plan-ergebnis" tabindex="-1">
            <p>{text(move || sentence(i18n, way, &told))}</p>
        </div>
        {wrong}
        {beyond}
        {changes}
        {take}
    })
}

fn errors(i18n: I18n, errors: Vec<PathError>) -> AnyView {
    let head = part(view! {
        <tr>
            <th scope="col">{t!(i18n, data.plan_place)}</th>
            <th scope="col">{t!(i18n, data.reason)}</th>
        </tr>
    });
    let row = |one: PathError| {
        let place = if one.path.is_empty() { "–".to_owned() } else { one.path };
        part(view! { <tr><th scope="row">{place}</th><td>{one.reason}</td></tr> })
    };
    let rows: Vec<AnyView> = errors.into_iter().map(row).collect();
    part(view! {
        <DataTable caption=Signal::derive(move || t_string!(i18n, data.plan_errors).to_owned())
            id="plan-fehler" head=head>{rows}</DataTable>
    })
}

/// What no change expresses: left out of a step, part of a version.
fn beyond(i18n: I18n, way: PlanWay, beyond: Vec<String>) -> AnyView {
    let items: Vec<AnyView> = beyond.into_iter().map(|one| part(view! { <li>{one}</li> })).collect();
    let heading = move || match way {
        PlanWay::Step => t_string!(i18n, data.plan_left).to_owned(),
        PlanWay::Baseline => t_string!(i18n, data.plan_beside).to_owned(),
    };
    part(view! {
        <p>{text(heading)}</p>
        <ul class="data-notices" id="plan-uebrig">{items}</ul>
    })
}

fn changes(desk: Desk, changes: Vec<PlanChange>) -> AnyView {
    let i18n = desk.i18n;
    let all = changes.len();
    let changes = StoredValue::new(changes);
    let item = move |one: &PlanChange| {
        let (day, words) = (one.change.effective, one.words.clone());
        let line = move || format!("{}: {words}", date(day, i18n.language()));
        part(view! { <li>{text(line)}</li> })
    };
    let list = move || {
        let drawn = desk.drawn.get();
        let items: Vec<AnyView> =
            changes.with_value(|changes| changes.iter().take(drawn).map(item).collect());
        Some(part(view! { <ol class="data-notices" id="plan-aenderungen">{items}</ol> }))
    };
    let more = move || {
        let rest = all.saturating_sub(desk.drawn.get());
        let label = move || t_string!(i18n, data.plan_more, count = number(rest as f64, 0, i18n.language()));
        (rest > 0).then(|| {
            part(view! {
                <p>
                    <button type="button" class="button" id="plan-mehr"
                        on:click=move |_| desk.drawn.update(|drawn| *drawn += PAGE)>{text(label)}</button>
                </p>
            })
        })
    };
    part(view! {
        <p>{t!(i18n, data.plan_changes)}</p>
        {live(list)}
        {live(more)}
    })
}

fn take_over(desk: Desk, way: PlanWay) -> AnyView {
    let i18n = desk.i18n;
    let note = (way == PlanWay::Baseline).then(|| {
        part(view! {
            <p class="muted">{t!(i18n, data.plan_means)}</p>
            <label class="field">
                <span>{t!(i18n, data.plan_note)}</span>
                <input type="text" class="input" id="plan-beschluss" maxlength="2000" autocomplete="off"
                    on:input=move |event| desk.note.set(event_target_value(&event))/>
            </label>
        })
    });
    let label = move || match way {
        PlanWay::Step => t_string!(i18n, data.take_posts).to_owned(),
        PlanWay::Baseline => t_string!(i18n, data.plan_replace).to_owned(),
    };
    part(view! {
        {note}
        {desk.asking.take_button(text(label), Box::new(move || desk.take()))}
    })
}
