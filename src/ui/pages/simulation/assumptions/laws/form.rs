//! The form of a law or an event: what happens, whom it hits, from when to when, and how many cases there are then.

use super::super::figures::Entry;
use super::typed::{self, Input, is_hit, set_hit};
use super::{Desk, words};
use crate::plan::{CaseTypeId, UnitId};
use crate::ui::browser::document;
use crate::ui::dynamic::{Held, Kept, Row, live, part, rows, text, when};
use crate::ui::i18n::{t, t_string};
use leptos::prelude::*;

impl Desk {
    /// Adds the law of the form, or puts it in the place of the one that is being changed.
    fn take(self) {
        let plan = self.sources.now.get_untracked();
        let new = match self.values.with_untracked(|values| typed::law(values, &plan)) {
            Ok(new) => new,
            Err(input) => {
                self.refuse(Some(input), untrack(|| words::problem(self.i18n, input)));
                return document::focus(&input.selector());
            }
        };
        let done = match self.changing.get_untracked() {
            None => self.set(None, Some(&new)),
            Some(old) => {
                let old = self.now(&old).unwrap_or(old);
                self.set(Some(&old), Some(&new.switched(old.event.enabled)))
            }
        };
        if done {
            self.close();
        }
    }

    fn close(self) {
        self.changing.set(None);
        self.problem.set(None);
        self.values.set(typed::blank(untrack(|| self.i18n.language())));
    }

    fn is_change(self) -> bool {
        self.changing.with(Option::is_some)
    }

    /// What is read out with an input: what it means, and what is wrong with it; tracks.
    fn describing(self, input: Input) -> Option<String> {
        let id = input.id();
        let hint = matches!(input, Input::Until | Input::Factor | Input::Ramp).then(|| hint_id(id));
        let problem = self.problem_of(Some(input)).map(|_| problem_id(id));
        let ids: Vec<String> = hint.into_iter().chain(problem).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn told(self, at: Option<Input>) -> AnyView {
        live(move || {
            let words = self.problem_of(at)?;
            let id = at.map(|input| problem_id(input.id()));
            Some(part(view! { <p class="assumption-problem" role="alert" id=id>{words}</p> }))
        })
    }
}

fn hint_id(id: &str) -> String {
    format!("{id}-hinweis")
}

fn problem_id(id: &str) -> String {
    format!("{id}-fehler")
}

/// The form.
pub(super) fn drawn(desk: Desk) -> AnyView {
    let i18n = desk.i18n;
    let cancel = live(move || {
        let words = t!(i18n, simulation.row_cancel);
        let cancel = move |_| {
            desk.close();
            // The button is gone.
            document::focus(&Input::FIRST.selector());
        };
        desk.is_change().then(|| {
            part(view! { <button type="button" class="button" data-variant="quiet" on:click=cancel>{words}</button> })
        })
    });
    let submit = text(move || {
        let words = if desk.is_change() {
            t_string!(i18n, simulation.law_save)
        } else {
            t_string!(i18n, simulation.law_add)
        };
        words.to_owned()
    });
    part(view! {
        <form class="assumption-form" aria-label=t!(i18n, simulation.laws) on:submit=move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            desk.take();
        }>
            {inputs(desk)}
            <span class="assumption-actions"><button type="submit" class="button">{submit}</button>{cancel}</span>
        </form>
        {desk.told(None)}
    })
}

fn inputs(desk: Desk) -> AnyView {
    let i18n = desk.i18n;
    let factor = text(move || {
        let Some(factor) = desk.values.with(typed::factor) else {
            let [least, most] = words::factors(i18n);
            let double = t_string!(i18n, simulation.times_double);
            return t_string!(i18n, simulation.law_factor_hint, least, most, double);
        };
        t_string!(i18n, simulation.law_factor_means, meaning = words::times(i18n, factor))
    });
    let (until, ramp) = (t!(i18n, simulation.law_until_hint), t!(i18n, simulation.law_ramp_hint));
    part(view! {
        {input(desk, Input::Label, t!(i18n, simulation.law_label).into_any(), None)}
        {case_types(desk)}
        {input(desk, Input::From, t!(i18n, simulation.law_from).into_any(), None)}
        {input(desk, Input::Until, t!(i18n, simulation.law_until).into_any(), Some(until.into_any()))}
        {input(desk, Input::Factor, t!(i18n, simulation.law_factor).into_any(), Some(factor))}
        {input(desk, Input::Ramp, t!(i18n, simulation.law_ramp).into_any(), Some(ramp.into_any()))}
    })
}

/// An input with its label, what it means, and what is wrong with it.
fn input(desk: Desk, of: Input, title: AnyView, hint: Option<AnyView>) -> AnyView {
    let id = of.id();
    let hint = hint.map(|hint| part(view! { <span class="assumption-range" id=hint_id(id)>{hint}</span> }));
    let is_day = matches!(of, Input::From | Input::Until);
    let is_number = matches!(of, Input::Factor | Input::Ramp);
    let kind = if is_day { "date" } else { "text" };
    let class = if is_number { "input assumption-number" } else { "input" };
    let [least, most] = Entry::DATES.map(|day| day.filter(|_| is_day).map(|day| day.to_string()));
    part(view! {
        <div class="assumption-input">
            <label class="field" for=id>
                <span>{title}</span>
                <input id=id class=class type=kind autocomplete="off" required={of != Input::Until} min=least max=most
                    maxlength=(of == Input::Label).then_some("200") inputmode=is_number.then_some("decimal")
                    aria-describedby=move || desk.describing(of)
                    aria-invalid=move || desk.problem_of(Some(of)).is_some().to_string()
                    prop:value=move || desk.values.with(|values| values.get(id))
                    on:input=move |event| desk.values.update(|values| values.set(id, event_target_value(&event)))/>
            </label>
            {hint}
            {desk.told(Some(of))}
        </div>
    })
}

/// Whom it hits: the case types of each unit, one, several or all of them.
fn case_types(desk: Desk) -> AnyView {
    let units = rows(move || {
        let units: Vec<UnitId> = desk.sources.now.with(|plan| {
            let has_some = |unit: &UnitId| plan.case_types.iter().any(|of| of.unit == *unit);
            plan.units.iter().map(|unit| unit.id.clone()).filter(has_some).collect()
        });
        units.into_iter().map(|unit| Row::new(unit.to_string(), move || of_unit(desk, unit))).collect()
    });
    let id = Input::CaseTypes.id();
    part(view! {
        <fieldset class="assumption-choice" id=id aria-describedby=move || desk.describing(Input::CaseTypes)>
            <legend>{t!(desk.i18n, simulation.law_case_types)}</legend>
            {units}
            {desk.told(Some(Input::CaseTypes))}
        </fieldset>
    })
}

/// The case types of a unit, drawn when they are opened.
fn of_unit(desk: Desk, unit: UnitId) -> AnyView {
    let i18n = desk.i18n;
    let (details, whole) = (format!("gesetz-einheit-{unit}"), format!("gesetz-alle-{unit}"));
    let name = {
        let unit = unit.clone();
        Kept::new(move || desk.sources.now.with(|plan| plan.unit_name(&unit).to_owned()))
    };
    let of = Kept::new(move || {
        desk.sources.now.with(|plan| {
            let of = plan.case_types.iter().filter(|of| of.unit == unit);
            of.map(|of| (of.id.clone(), of.name.clone())).collect::<Vec<_>>()
        })
    });
    let count = Kept::new(move || {
        of.with(|of| desk.values.with(|values| of.iter().filter(|(id, _)| is_hit(values, id)).count()))
    });
    let all = Kept::new(move || of.with(Vec::len));
    let summary = text(move || {
        let (unit, count, all) = (name.get(), count.get(), all.get());
        t_string!(i18n, simulation.law_chosen, unit, count, all)
    });
    let is_whole = Kept::new(move || count.get() == all.get());
    let choose = Callback::new(move |chosen| {
        let of = of.get_untracked();
        desk.values.update(|values| of.iter().for_each(|(id, _)| set_hit(values, id, chosen)));
    });
    let opened = Held::new(false);
    let ticks = when(
        move || opened.get(),
        move || {
            let name = t!(i18n, simulation.law_whole).into_any();
            let each = rows(move || of.get().into_iter().map(|one| of_case_type(desk, one)).collect());
            let first = tick(whole.clone(), name, is_whole, choose);
            part(view! { {first} {each} })
        },
    );
    part(view! {
        <details id=details on:toggle=move |_| opened.set(true)>
            <summary>{summary}</summary>
            {ticks}
        </details>
    })
}

fn of_case_type(desk: Desk, (id, name): (CaseTypeId, String)) -> Row {
    Row::new(format!("{id} {name}"), move || {
        let of_tick = typed::tick(&id);
        let is_on = {
            let id = id.clone();
            Kept::new(move || desk.values.with(|values| is_hit(values, &id)))
        };
        let choose = Callback::new(move |chosen| desk.values.update(|values| set_hit(values, &id, chosen)));
        tick(of_tick, name.into_any(), is_on, choose)
    })
}

fn tick(id: String, name: AnyView, is_on: Kept<bool>, choose: Callback<bool>) -> AnyView {
    part(view! {
        <label class="field">
            <input type="checkbox" id=id class="assumption-switch" checked=is_on.get_untracked() prop:checked=move || is_on.get()
                on:change=move |event| choose.run(event_target_checked(&event))/>
            <span>{name}</span>
        </label>
    })
}
