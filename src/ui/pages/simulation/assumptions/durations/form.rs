//! The form of a duration: of what, which distribution, median and 90-% value, what that means, and where it is from.

use super::draft::{Draft, Kind, Problem};
use super::subject::Subject;
use super::{Desk, measuring, picture, words};
use crate::plan::UnitId;
use crate::ui::dynamic::{Kept, Row, live, part, rows, text, when};
use crate::ui::i18n::{t, t_string};
use leptos::prelude::*;

const CHOICE: &str = "dauer-was";
pub(super) const MEDIAN: &str = "dauer-median";
const NINETY: &str = "dauer-neunzig";

/// The input at which something wrong is told.
pub(super) const fn input_of(problem: Problem) -> &'static str {
    match problem {
        Problem::Median | Problem::TooLong => MEDIAN,
        Problem::Ninety | Problem::Order | Problem::Ratio => NINETY,
        Problem::Gone => CHOICE,
    }
}

/// The form, and beneath it what was measured.
pub(super) fn drawn(desk: Desk) -> AnyView {
    let i18n = desk.i18n;
    let is_chosen = move || desk.planned.with(Option::is_some);
    part(view! {
        <p class="forecast-hint">{t!(i18n, simulation.duration_hint)}</p>
        <form class="assumption-form" aria-label=t!(i18n, simulation.duration) on:submit=move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            desk.take();
        }>
            <div class="assumption-input">
                <label class="field" for=CHOICE>
                    <span>{t!(i18n, simulation.duration_what)}</span>
                    <select id=CHOICE class="select" aria-describedby=move || desk.describing(CHOICE)
                        on:change=move |event| desk.choose(&event_target_value(&event))>
                        <option value="">{t!(i18n, simulation.duration_choose)}</option>
                        {choices(desk)}
                    </select>
                </label>
                {desk.told(CHOICE)}
            </div>
            {when(is_chosen, move || inputs(desk))}
        </form>
        {when(is_chosen, move || measuring::drawn(desk))}
    })
}

/// All steps and waits, unit by unit.
fn choices(desk: Desk) -> AnyView {
    let of_unit = move |unit: UnitId| {
        let name = desk.sources.now.with(|plan| plan.unit_name(&unit).to_owned());
        let options = rows(move || {
            desk.sources.now.with(|plan| {
                let of = plan.case_types.iter().filter(|of| of.unit == unit).flat_map(Subject::of);
                of.map(|of| {
                    let (key, name) = (of.key(), words::name(desk.i18n, &of, plan));
                    Row::new(format!("{key} {name}"), move || {
                        let is_chosen =
                            move || desk.chosen.with(|chosen| chosen.as_ref().is_some_and(|one| *one == of));
                        part(view! { <option value=key prop:selected=is_chosen>{name}</option> })
                    })
                })
                .collect()
            })
        });
        part(view! { <optgroup label=name>{options}</optgroup> })
    };
    rows(move || {
        let units: Vec<UnitId> = desk.sources.now.with(|plan| {
            let has_some = |unit: &UnitId| plan.case_types.iter().any(|of| of.unit == *unit);
            plan.units.iter().map(|unit| unit.id.clone()).filter(has_some).collect()
        });
        units.into_iter().map(|unit| Row::new(unit.to_string(), move || of_unit(unit))).collect()
    })
}

impl Desk {
    fn problem_at(self, input: &str) -> Option<Problem> {
        self.problem.get().filter(|problem| input_of(*problem) == input)
    }

    /// What is read out with an input; tracks.
    fn describing(self, input: &str) -> Option<String> {
        self.problem_at(input).map(|_| format!("{input}-fehler"))
    }

    fn told(self, input: &'static str) -> AnyView {
        live(move || {
            let words = words::problem(self, self.problem_at(input)?);
            let id = format!("{input}-fehler");
            Some(part(view! { <p class="assumption-problem" role="alert" id=id>{words}</p> }))
        })
    }

    /// The distribution that is chosen; tracks.
    fn kind(self) -> Kind {
        let planned = self.planned.with(|of| of.as_ref().map(|of| Kind::of(&of.distribution)));
        self.draft.with(|draft| draft.kind).or(planned).unwrap_or(Kind::Lognormal)
    }

    /// Minutes or days.
    pub(super) fn unit(self) -> AnyView {
        text(move || words::unit(self.i18n, self.is_wait()).to_owned())
    }
}

fn inputs(desk: Desk) -> AnyView {
    let i18n = desk.i18n;
    let now = text(move || {
        let words = desk.planned.with(|of| of.as_ref().map(|of| words::meaning(i18n, of, desk.is_wait())));
        t_string!(i18n, simulation.duration_now, words = words.unwrap_or_default())
    });
    let has_spread = move || matches!(desk.kind(), Kind::Lognormal | Kind::Gamma);
    let ninety = when(has_spread, move || {
        value(desk, NINETY, t!(desk.i18n, simulation.duration_ninety).into_any(), 1)
    });
    let means = text(move || match desk.time.get() {
        Ok(time) => words::meaning(i18n, &time, desk.is_wait()),
        Err(_) => t_string!(i18n, simulation.duration_no_meaning).to_owned(),
    });
    let refusal = live(move || {
        let reason = desk.refusal.get()?;
        Some(part(view! { <p class="assumption-problem" role="alert">{reason}</p> }))
    });
    let source = desk.source;
    part(view! {
        <p class="assumption-range" data-testid="duration-now">{now}</p>
        {when(move || !desk.is_wait(), move || shapes(desk))}
        {value(desk, MEDIAN, t!(i18n, simulation.duration_median).into_any(), 0)}
        {ninety}
        <p class="duration-meaning" data-testid="duration-meaning">{means}</p>
        {picture::drawn(desk)}
        <div class="assumption-input">
            <label class="field" for="dauer-quelle">
                <span>{t!(i18n, simulation.duration_source)}</span>
                <input id="dauer-quelle" class="input" maxlength="200" autocomplete="off" aria-describedby="dauer-quelle-hinweis"
                    prop:value=move || source.get() on:input=move |event| source.set(event_target_value(&event))/>
            </label>
            <span class="assumption-range" id="dauer-quelle-hinweis">{t!(i18n, simulation.duration_source_hint)}</span>
        </div>
        <span class="assumption-actions"><button type="submit" class="button">{t!(i18n, simulation.duration_take)}</button></span>
        {refusal}
    })
}

/// The distributions, with a sentence of when the chosen one fits.
fn shapes(desk: Desk) -> AnyView {
    let i18n = desk.i18n;
    let has_shape = Kept::new(move || {
        desk.planned.with(|planned| {
            let shape = planned.as_ref().and_then(|planned| desk.draft.with(|draft| draft.shape(planned)));
            shape.is_some()
        })
    });
    let options = rows(move || {
        let kinds = Kind::ALL.into_iter().filter(|(kind, _)| *kind != Kind::Empirical || has_shape.get());
        let option = |(kind, key): (Kind, &'static str)| {
            Row::new(key, move || {
                let name = text(move || words::kind(i18n, kind).to_owned());
                part(view! { <option value=key prop:selected=move || desk.kind() == kind>{name}</option> })
            })
        };
        kinds.map(option).collect()
    });
    let choose = move |key: String| {
        desk.draft.update(|draft| draft.kind = Kind::with_key(&key));
        desk.problem.set(None);
    };
    part(view! {
        <div class="assumption-input">
            <label class="field" for="dauer-verteilung">
                <span>{t!(i18n, simulation.duration_shape)}</span>
                <select id="dauer-verteilung" class="select" aria-describedby="dauer-verteilung-hinweis"
                    on:change=move |event| choose(event_target_value(&event))>
                    {options}
                </select>
            </label>
            <span class="assumption-range" id="dauer-verteilung-hinweis">{text(move || words::fits(i18n, desk.kind()).to_owned())}</span>
        </div>
    })
}

/// The input of median (0) or 90-% value (1). What is wrong is told when it is left, not at every key.
fn value(desk: Desk, id: &'static str, title: AnyView, place: usize) -> AnyView {
    let shown = move || {
        let planned = desk.planned.get()?;
        let language = desk.i18n.language();
        Some(desk.draft.with(|draft| draft.inputs(&planned, language))[place].clone())
    };
    let typed = move |value: String| {
        desk.draft.update(|draft: &mut Draft| {
            let of = if place == 0 { &mut draft.median } else { &mut draft.ninety };
            *of = Some(value);
        });
        desk.problem.set(None);
    };
    part(view! {
        <div class="assumption-input">
            <label class="field" for=id>
                <span>{title}</span>
                <span class="duration-entry">
                    <input id=id class="input assumption-number" inputmode="decimal" autocomplete="off"
                        aria-describedby=move || desk.describing(id)
                        aria-invalid=move || desk.problem_at(id).is_some().to_string()
                        prop:value=move || shown().unwrap_or_default()
                        on:input=move |event| typed(event_target_value(&event))
                        on:change=move |_| drop(desk.check())/>
                    {desk.unit()}
                </span>
            </label>
            {desk.told(id)}
        </div>
    })
}
