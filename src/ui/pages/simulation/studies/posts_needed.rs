//! How many posts a target needs, or which present ones would have to move: the search, and its proposal.

use super::front::front;
use super::{Asker, Desk};
use crate::format;
use crate::permission::Field;
use crate::plan::{Action, Change, EuroPerYear, Fte, Post, UnitId};
use crate::simulation::{Finding, Search, Target, TargetMeasure};
use crate::ui::components::number_follows;
use crate::ui::dynamic::{Held, live, part, text};
use crate::ui::i18n::{t, t_string};
use crate::ui::state::Tone;
use crate::ui::state::forecasts::{Question, Study};
use crate::ui::visitor::Visitor;
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

/// Replications of each candidate.
const REPLICATIONS: u32 = 48;
/// Most that may be spent in a year, in euro: the most that [`EuroPerYear`] takes.
const MOST_EURO: f64 = 10_000_000.0;
/// Years after the first that a target can be set for.
const MOST_YEARS: i32 = 5;

/// What is wanted, as it stands in the inputs.
#[derive(Clone, Copy)]
struct Wanted {
    unit: Held<Option<UnitId>>,
    measure: Held<TargetMeasure>,
    /// As typed.
    bound: Held<String>,
    by: Held<NaiveDate>,
    from: Held<NaiveDate>,
    moves: Held<bool>,
    /// What may be spent in a year, as typed; empty where that does not matter.
    budget: Held<String>,
}

/// What was found, with the question it answers.
#[derive(Clone)]
struct Known {
    search: Search,
    question: Question,
}

/// The target, the search and its proposal.
#[component]
pub fn PostsNeeded(desk: Desk) -> impl IntoView {
    let i18n = desk.i18n;
    let first = desk.question.with_untracked(|question| question.plan.as_of);
    let wanted = Wanted {
        unit: Held::new(None),
        measure: Held::new(TargetMeasure::ShareOverThreeMonths),
        bound: Held::new("5".to_owned()),
        by: Held::new(end_of_year(first, 2)),
        from: Held::new(first),
        moves: Held::new(false),
        budget: Held::new(String::new()),
    };
    number_follows(i18n, wanted.bound);
    let searching = Held::new(None::<Search>);
    let known = Held::new(None::<Known>);
    let problem = Held::new(None::<String>);
    let start = move |_| {
        known.set(None);
        match begin(desk, wanted) {
            Ok(search) => {
                problem.set(None);
                go_on(desk, search, searching, known);
            }
            Err(reason) => problem.set(Some(reason)),
        }
    };
    Effect::new(move |_| {
        let Some(runs) = desk.done(Asker::Posts) else { return };
        let Some(mut search) = searching.get_untracked() else { return };
        let numbers: Vec<usize> = search.questions().map(|question| question.number).collect();
        for (number, outcomes) in numbers.into_iter().zip(runs.iter()) {
            search.answer(number, outcomes.clone());
        }
        go_on(desk, search, searching, known);
    });
    part(view! {
        <div class="study-body">
            <p class="forecast-hint">{t!(i18n, simulation.posts_hint)}</p>
            {controls(desk, wanted, first)}
            <button type="button" class="button" on:click=start>{t!(i18n, simulation.search)}</button>
            {live(move || problem.get().map(|reason| part(view! { <p class="assumption-problem" role="alert">{reason}</p> })))}
            {desk.progress(Asker::Posts, Held::new(1.0))}
            {live(move || Some(answer(desk, &known.get()?)))}
        </div>
    })
}

/// Asks the next round, or shows what was found.
fn go_on(desk: Desk, search: Search, searching: Held<Option<Search>>, known: Held<Option<Known>>) {
    if search.finding().is_some() {
        known.set(Some(Known { search, question: desk.question.get_untracked() }));
        searching.set(None);
        return desk.stop();
    }
    let plan = desk.question.with_untracked(|question| std::sync::Arc::clone(&question.plan));
    let horizon_days = search.target().horizon_days(plan.as_of);
    let parts = search.questions().map(|question| (question.changes.clone(), question.units.clone()));
    let study = Study::new(plan, parts, horizon_days, REPLICATIONS);
    searching.set(Some(search));
    desk.ask(Asker::Posts, study);
}

/// The search that the inputs ask for, or a sentence.
fn begin(desk: Desk, wanted: Wanted) -> Result<Search, String> {
    let language = untrack(|| desk.i18n.language());
    let question = desk.question.get_untracked();
    let measure = wanted.measure.get_untracked();
    let unit = untrack(|| desk.chosen(wanted.unit)).ok_or_else(String::new)?;
    let bound = wanted.bound.with_untracked(|typed| format::parse_number(typed, language));
    let bound = bound.filter(|bound| *bound >= 0.0).ok_or_else(|| out_of_range(desk, 1_000_000.0))?;
    let bound = if is_share(measure) { bound / 100.0 } else { bound };
    let target = Target::new(unit, measure, bound, wanted.by.get_untracked(), question.plan.as_of);
    let target = target.map_err(|error| error.sentence(language))?;
    let from = wanted.from.get_untracked();
    let (plan, scenario) = (&question.plan, &question.scenario);
    let search = if wanted.moves.get_untracked() {
        Search::moves(plan, scenario, target, from)
    } else {
        Search::posts_within(plan, scenario, target, from, budget(desk, wanted)?)
    };
    search.map_err(|error| error.sentence(language))
}

/// What may be spent in a year, where that is said; a sentence where it is no amount.
fn budget(desk: Desk, wanted: Wanted) -> Result<Option<EuroPerYear>, String> {
    let typed = wanted.budget.get_untracked();
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let euro = format::parse_number(&typed, untrack(|| desk.i18n.language()));
    let amount = euro.and_then(|euro| EuroPerYear::parse(euro).ok());
    amount.map(Some).ok_or_else(|| out_of_range(desk, MOST_EURO))
}

fn out_of_range(desk: Desk, most: f64) -> String {
    untrack(|| {
        let (least, most) = ("0".to_owned(), format::number(most, 0, desk.i18n.language()));
        t_string!(desk.i18n, simulation.not_in_range, least, most)
    })
}

const fn is_share(measure: TargetMeasure) -> bool {
    matches!(measure, TargetMeasure::ShareOverThreeMonths | TargetMeasure::Utilisation)
}

fn end_of_year(first: NaiveDate, ahead: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(first.year() + ahead, 12, 31).unwrap_or(first)
}

/// What may be spent; only for those who see what posts cost.
fn budget_input(desk: Desk, wanted: Wanted) -> AnyView {
    part(view! {
        <label class="field" data-sensitive="">
            <span>{t!(desk.i18n, simulation.budget)}</span>
            <input class="input assumption-number" inputmode="decimal" autocomplete="off" value=wanted.budget.get_untracked()
                prop:value=move || wanted.budget.get()
                on:input=move |event| wanted.budget.set(event_target_value(&event))/>
            <span>{t!(desk.i18n, simulation.budget_unit)}</span>
        </label>
    })
}

fn controls(desk: Desk, wanted: Wanted, first: NaiveDate) -> AnyView {
    let i18n = desk.i18n;
    let sees_cost = Visitor::expect().sees(Field::Pay);
    let unit_word = move || match wanted.measure.get() {
        measure if is_share(measure) => t_string!(i18n, simulation.percent),
        TargetMeasure::LeadDays => t_string!(i18n, simulation.unit_days),
        _ => t_string!(i18n, simulation.unit_cases),
    };
    let day = move |event: leptos::ev::Event, held: Held<NaiveDate>| {
        if let Ok(date) = event_target_value(&event).parse() {
            held.set(date);
        }
    };
    let bounds = (first.to_string(), end_of_year(first, MOST_YEARS).to_string());
    let date_input = move |held: Held<NaiveDate>| {
        let (least, most) = bounds.clone();
        part(view! {
            <input type="date" class="input" min=least max=most value=untrack(|| held.get()).to_string()
                prop:value=move || held.get().to_string() on:change=move |event| day(event, held)/>
        })
    };
    part(view! {
        <div class="study-controls">
            {desk.choose_unit(wanted.unit)}
            {desk.choose_measure(wanted.measure)}
            <label class="field">
                <span>{t!(i18n, simulation.at_most)}</span>
                <input class="input assumption-number" inputmode="decimal" autocomplete="off" value="5"
                    prop:value=move || wanted.bound.get()
                    on:input=move |event| wanted.bound.set(event_target_value(&event))/>
                <span>{text(move || unit_word().to_owned())}</span>
            </label>
            <label class="field"><span>{t!(i18n, simulation.target_day)}</span>{date_input(wanted.by)}</label>
            <label class="field">
                <span>{t!(i18n, simulation.way)}</span>
                <select class="select" on:change=move |event| wanted.moves.set(event_target_value(&event) == "moves")>
                    <option value="posts" selected=move || !wanted.moves.get()>{t!(i18n, simulation.way_posts)}</option>
                    <option value="moves" selected=move || wanted.moves.get()>{t!(i18n, simulation.way_moves)}</option>
                </select>
            </label>
            {live(move || (sees_cost && !wanted.moves.get()).then(|| budget_input(desk, wanted)))}
            <label class="field"><span>{t!(i18n, simulation.from_day)}</span>{date_input(wanted.from)}</label>
        </div>
    })
}

/// What was found, in words, with its changes; tracks language and plan.
fn answer(desk: Desk, known: &Known) -> AnyView {
    let i18n = desk.i18n;
    let language = i18n.language();
    let plan = known.question.changed_plan();
    let words = known.search.sentence(&plan, language);
    let is_outdated = desk.question.with(|question| *question != known.question);
    let changes: Vec<Change> = match known.search.finding() {
        Some(Finding::Found(found)) => found.step.changes.clone(),
        _ => Vec::new(),
    };
    let proposal = (!changes.is_empty() && !is_outdated).then(|| {
        let list: Vec<AnyView> = changes
            .iter()
            .map(|change| {
                let words = format!(
                    "{}: {}",
                    format::date(change.effective, language),
                    change.describe(&plan, language)
                );
                part(view! { <li>{words}</li> })
            })
            .collect();
        let words = words.clone();
        part(view! {
            <p>{t!(i18n, simulation.found_changes)}</p>
            <ul>{list}</ul>
            <button type="button" class="button" on:click=move |_| adopt(desk, &changes, words.clone())>{t!(i18n, simulation.adopt)}</button>
        })
    });
    let outdated = is_outdated.then(|| {
        part(view! { <p class="forecast-hint"><strong>{t!(i18n, simulation.outdated_study)}</strong></p> })
    });
    let beside = more_posts(known).and_then(|more| {
        let unit = &known.search.target().unit;
        desk.beside.with_value(|beside| beside.as_ref().and_then(|beside| beside(unit, more)))
    });
    let beside = beside.map(|words| part(view! { <p data-testid="beside-answer">{words}</p> }));
    let front = front(desk, &known.search, !is_outdated);
    part(view! {
        <p data-testid="posts-answer">{words.unwrap_or_default()}</p>
        {beside}
        {proposal}
        {outdated}
        {front}
    })
}

/// How many posts more the target takes in its unit; none where it is not met by any.
fn more_posts(known: &Known) -> Option<Fte> {
    let found = match known.search.finding()? {
        Finding::AlreadyMet { .. } => return Some(Fte::ZERO),
        Finding::Found(found) => found,
        _ => return None,
    };
    let plan = known.question.changed_plan();
    let size = |action: &Action| match action {
        Action::AddPost(post) => post.fte(),
        Action::MovePost { post, .. } => plan.post(post).map(Post::fte).unwrap_or_default(),
        _ => Fte::ZERO,
    };
    Some(found.step.changes.iter().map(|change| size(&change.action)).sum())
}

/// Makes all changes of a proposal as one step, or none: half of it would not reach the target. What was found is the reason
/// that soft rules may ask for.
pub(super) fn adopt(desk: Desk, changes: &[Change], reason: Option<String>) {
    if let Err(refused) = desk.in_hand.apply_step(changes.to_vec(), reason) {
        return desk.toasts.show(Tone::Refused, desk.i18n.refusal(&refused), false);
    }
    let said = untrack(|| match changes.len() {
        1 => t_string!(desk.i18n, simulation.adopted_one).to_owned(),
        count => {
            let count = format::number(count as f64, 0, desk.i18n.language());
            t_string!(desk.i18n, simulation.adopted, count)
        }
    });
    desk.toasts.show(Tone::Done, said, false);
}
