//! Which assumption moves the answer most: the tornado of a unit.

use super::influence_table::{FIRST, table};
use super::{Asker, Desk};
use crate::format;
use crate::plan::Plan;
use crate::simulation::{
    Lever, LeverRuns, Side, Summariser, Target, TargetMeasure, Tornado, UnitOutcome, levers,
};
use crate::ui::dynamic::{Held, live, part};
use crate::ui::i18n::{t, t_string};
use crate::ui::state::forecasts::{Study, StudyRuns};
use leptos::prelude::*;
use std::sync::Arc;

/// Replications of each side: the pairs tell apart what matters with few.
const REPLICATIONS: u32 = 32;

/// What was asked, kept until the runs are there.
#[derive(Clone)]
struct Asked {
    plan: Arc<Plan>,
    levers: Arc<Vec<Lever>>,
    target: Target,
}

/// What is known.
#[derive(Clone)]
pub(super) struct Known {
    pub(super) plan: Arc<Plan>,
    pub(super) levers: Arc<Vec<Lever>>,
    pub(super) target: Target,
    pub(super) tornado: Arc<Tornado>,
    /// Whether the plan in hand has changed since.
    question: super::Question,
}

/// Unit and figure to choose, a sentence, a table with bars.
#[component]
pub fn Influence(desk: Desk) -> impl IntoView {
    let i18n = desk.i18n;
    let unit = Held::new(None);
    let measure = Held::new(TargetMeasure::Open);
    let all = Held::new(false);
    let asked = Held::new(None::<Asked>);
    let known = Held::new(None::<Known>);
    let ask = move |_| {
        let Some(unit) = untrack(|| desk.chosen(unit)) else { return };
        let question = desk.question.get_untracked();
        // The bound does not matter here: it is the figure and the day that count.
        let target =
            Target::new(unit.clone(), measure.get_untracked(), 0.0, question.last, question.plan.as_of);
        let Ok(target) = target else { return };
        let levers = levers(&question.plan, &question.scenario, &unit);
        let mut parts = vec![(question.scenario.clone(), vec![unit.clone()])];
        for lever in &levers {
            parts.extend(Side::BOTH.map(|side| (lever.with(&question.scenario, side), vec![unit.clone()])));
        }
        let horizon_days = target.horizon_days(question.plan.as_of);
        let plan = Arc::clone(&question.plan);
        known.set(None);
        all.set(false);
        asked.set(Some(Asked { plan: Arc::new(question.changed_plan()), levers: Arc::new(levers), target }));
        desk.ask(Asker::Influence, Study::new(plan, parts, horizon_days, REPLICATIONS));
    };
    Effect::new(move |_| {
        let Some(runs) = desk.done(Asker::Influence) else { return };
        let Some(asked) = asked.get_untracked() else { return };
        let tornado = Arc::new(tornado(&asked, &runs));
        let Asked { plan, levers, target } = asked;
        known.set(Some(Known { plan, levers, target, tornado, question: desk.question.get_untracked() }));
        desk.stop();
    });
    part(view! {
        <div class="study-body">
            <p class="forecast-hint">{t!(i18n, simulation.influence_hint)}</p>
            <div class="study-controls">
                {desk.choose_unit(unit)}
                {desk.choose_measure(measure)}
                <button type="button" class="button" on:click=ask>{t!(i18n, simulation.compute)}</button>
            </div>
            {desk.progress(Asker::Influence, Held::new(1.0))}
            {live(move || {
                let known = known.get()?;
                let count = known.levers.len();
                let more = (count > FIRST && !all.get()).then(|| {
                    let words = format::number(count as f64, 0, i18n.language());
                    part(view! {
                        <button type="button" class="button" data-variant="quiet" on:click=move |_| all.set(true)>
                            {t_string!(i18n, simulation.show_all, count = words)}
                        </button>
                    })
                });
                let outdated = desk.question.with(|question| *question != known.question).then(|| {
                    part(view! { <p class="forecast-hint"><strong>{t!(i18n, simulation.outdated_study)}</strong></p> })
                });
                Some(part(view! {
                    {outdated}
                    <p data-testid="influence-answer">{sentence(desk, &known)}</p>
                    {find_out(desk, &known)}
                    {table(i18n, &known, all.get())}
                    {more}
                }))
            })}
        </div>
    })
}

/// Which number to find out next; tracks the language.
fn find_out(desk: Desk, known: &Known) -> Option<AnyView> {
    let text = known.tornado.to_find_out(&known.levers, &known.plan, desk.i18n.language())?;
    Some(part(view! { <p data-testid="influence-find-out">{text}</p> }))
}

fn tornado(asked: &Asked, runs: &StudyRuns) -> Tornado {
    let values = |part: usize| {
        let outcomes: &[UnitOutcome] =
            runs.get(part).and_then(|units| units.first()).map_or(&[], Vec::as_slice);
        asked.target.values(outcomes)
    };
    let sides = (0..asked.levers.len())
        .map(|place| LeverRuns { low: values(1 + 2 * place), high: values(2 + 2 * place) })
        .collect::<Vec<_>>();
    Tornado::of(&values(0), &sides, &mut Summariser::new(REPLICATIONS as usize))
}

/// The strongest assumption in words; tracks the language.
fn sentence(desk: Desk, known: &Known) -> String {
    let (i18n, language) = (desk.i18n, desk.i18n.language());
    let measure = known.target.measure;
    let base = measure.value(known.tornado.base.mean, language);
    let half = measure.value(known.tornado.base.half_width, language);
    let date = format::date(known.target.on, language);
    let first = known.tornado.bars.iter().find(|bar| bar.is_clear());
    let lever = first.and_then(|bar| Some((bar, known.levers.get(bar.lever)?)));
    let Some((bar, lever)) = lever else {
        return t_string!(i18n, simulation.influence_none, base, half, date);
    };
    let effect = |mean: f64| measure.value(known.tornado.base.mean + mean, language);
    // What is off or on already stands at one of its ends: only the other one says something.
    let other = [(lever.low, lever.high, bar.high.mean), (lever.high, lever.low, bar.low.mean)];
    let other = other.into_iter().find(|(end, ..)| *end == lever.base);
    if let Some((_, value, mean)) = other {
        return t_string!(
            i18n,
            simulation.influence_answer_switch,
            name = lever.name(&known.plan, language),
            value = lever.figure(value, language),
            base_value = lever.figure(lever.base, language),
            effect = effect(mean),
            base,
            half,
            date
        );
    }
    t_string!(
        i18n,
        simulation.influence_answer,
        name = lever.name(&known.plan, language),
        low = lever.figure(lever.low, language),
        high = lever.figure(lever.high, language),
        base_value = lever.figure(lever.base, language),
        low_effect = effect(bar.low.mean),
        high_effect = effect(bar.high.mean),
        base,
        half,
        date
    )
}
