//! `/bemessung`: how many posts does the work need?

mod capacity;
mod checking;
mod comparing;
mod controls;
mod cross_checking;
mod estimating;
mod later;
mod proposing;
mod query;
mod target;
mod unit_section;

use crate::assessment::{Assessment, AssessmentError, Period, assess};
use crate::format::{date, number, percent};
use crate::plan::Method;
use crate::ui::components::{PageHeading, PageTitle, Start, WithPlan, folded, jumps};
use crate::ui::dynamic::{Kept, live, part, text};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::PlanInHand;
use comparing::Comparing;
use controls::Controls;
use later::Shared;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use query::Query;
use target::TargetNeed;
use unit_section::{Fold, UnitSection};

/// The staffing assessment with the derivation of every figure.
pub struct AssessmentPage;

#[lazy_route]
impl LazyRoute for AssessmentPage {
    fn data() -> Self {
        Self
    }

    fn view(_page: Self) -> AnyView {
        let i18n = use_i18n();
        view! {
            <PageTitle text=Signal::derive(move || t_string!(i18n, assessment.title).to_owned())/>
            <PageHeading>{t!(i18n, assessment.title)}</PageHeading>
            <WithPlan>
                <Need/>
            </WithPlan>
        }
        .into_any()
    }
}

#[component]
fn Need() -> impl IntoView {
    let i18n = use_i18n();
    let in_hand = PlanInHand::expect();
    let map = use_query_map();
    let first = Kept::new(move || in_hand.organisation(in_hand.baseline().as_of).plan);
    let query = Kept::new(move || first.with(|plan| Query::read(&map.get(), plan)));
    let day = Kept::new(move || first.with(|plan| query.with(|query| query.day(plan))));
    let plan = Kept::new(move || in_hand.organisation(day.get()).plan);
    let result = Kept::new(move || plan.with(|plan| query.with(|query| assess(plan, &query.request(plan)))));
    let names = Kept::new(move || missing_names(&result.get(), in_hand));
    let shared = Shared { plan: first, result, day, later: later::there() };
    let units = live(move || {
        result.with(|result| {
            let (units, period) = result.as_ref().ok().map(|result| (result.units.clone(), result.period))?;
            let units = units.into_iter().map(|unit| view! { <UnitSection unit period/> }.into_any());
            Some(units.collect::<Vec<_>>().into_any())
        })
    });
    part(view! {
        {live(move || Some(match result.get() {
            Ok(assessment) => {
                let years = query.with(|query| query.backlog);
                view! { <Answer assessment years/> }.into_any()
            }
            Err(error) => part(view! {
                <div class="notice" data-tone="refused">
                    <p><strong>{t!(i18n, assessment.failed)}</strong></p>
                    <p>{error.to_string()}</p>
                </div>
            }),
        }))}
        {jumps(vec![
            ("einheiten", t!(i18n, overview.units_title).into_any()),
            ("verfahren", t!(i18n, need.methods).into_any()),
            ("vorschlag", t!(i18n, need.proposal).into_any()),
            ("treppe", t!(i18n, need.capacity).into_any()),
            ("zielbedarf", t!(i18n, need.target).into_any()),
            ("gegenprobe", t!(i18n, need.cross_check).into_any()),
            ("schaetzung", t!(i18n, need.estimate).into_any()),
            ("pruefrechnungen", t!(i18n, need.checks).into_any()),
            ("hinweise", t!(i18n, assessment.notes_title).into_any()),
        ])}
        <Controls query/>
        <section class="section need-units" aria-labelledby="einheiten">
            <h2 id="einheiten">{t!(i18n, overview.units_title)}</h2>
            {units}
        </section>
        <Comparing plan query/>
        {later::awake(shared, |parts| parts.proposing)}
        {later::awake(shared, |parts| parts.capacity)}
        <TargetNeed result/>
        {later::awake(shared, |parts| parts.cross_checking)}
        {later::awake(shared, |parts| parts.estimating)}
        {later::awake(shared, |parts| parts.checking)}
        {live(move || {
            let assessment = result.get().ok()?;
            Some(view! { <Notes assessment names=names.get()/> }.into_any())
        })}
    })
}

/// The names of the case types that the period has no count of.
fn missing_names(result: &Result<Assessment, AssessmentError>, in_hand: PlanInHand) -> String {
    let Ok(assessment) = result else { return String::new() };
    let plan = in_hand.baseline();
    let names = assessment.missing.iter().filter_map(|id| plan.case_type(id));
    names.map(|case_type| case_type.name.clone()).collect::<Vec<_>>().join(", ")
}

/// The sentence.
#[component]
fn Answer(assessment: Assessment, years: u8) -> impl IntoView {
    let i18n = use_i18n();
    let total = assessment.total;
    let fte = move |value: f64| number(value, 2, i18n.language());
    let load =
        move || total.load.map(|load| percent(load, 0, i18n.language())).unwrap_or_else(|| "–".to_owned());
    let sentence = move || {
        let (need, posts) = (fte(total.need), fte(total.posts.regular.as_f64()));
        t_string!(i18n, assessment.answer, need, posts, load = load())
    };
    let backlog = move || {
        let time = match years {
            1 => t_string!(i18n, assessment.one_year).to_owned(),
            years => t_string!(i18n, assessment.several_years, years),
        };
        t_string!(i18n, assessment.answer_backlog, time, backlog = fte(total.backlog_need))
    };
    let leadership =
        move || t_string!(i18n, assessment.answer_leadership, leadership = fte(total.leadership_need));
    let (period, day) = (assessment.period, assessment.posts_on);
    let basis = move || {
        let day = date(day, i18n.language());
        match period {
            Period::Year(year) => t_string!(i18n, assessment.basis_year, year, date = day),
            Period::On(_) => t_string!(i18n, assessment.basis_expected, date = day),
        }
    };
    part(view! {
        <p class="lead">
            {text(sentence)} " " {text(backlog)} " " {text(leadership)} " " <span class="muted">{text(basis)}</span>
        </p>
    })
}

/// What the figures rest on, and what they do not say.
#[component]
fn Notes(assessment: Assessment, names: String) -> impl IntoView {
    let i18n = use_i18n();
    let parameters = assessment.parameters;
    let method_note = move || {
        let method = match parameters.method {
            Method::Kgst => t_string!(i18n, assessment.method_kgst),
            Method::Bmi => t_string!(i18n, assessment.method_bmi),
        };
        t_string!(i18n, assessment.note_method, method, source = &parameters.source)
    };
    let missing = (!names.is_empty()).then(|| {
        part(view! { <li>{text(move || t_string!(i18n, assessment.missing, names = &names))}</li> })
    });
    let body = part(view! {
        <ul>
            <li>{text(method_note)}</li>
            <li>{t!(i18n, assessment.note_kinds)}</li>
            <li>{t!(i18n, assessment.note_load)}</li>
            {missing}
        </ul>
        <Fold title=Signal::derive(move || t_string!(i18n, assessment.minutes_title).to_owned())
            derivation=assessment.net_minutes/>
    });
    folded(
        ("hinweise", "need-notes"),
        Start::Closed,
        t!(i18n, assessment.notes_title).into_any(),
        t!(i18n, assessment.note_assumption).into_any(),
        body,
    )
}
