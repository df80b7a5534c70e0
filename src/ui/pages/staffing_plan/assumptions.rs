//! What the staffing plan assumes: personnel cost by grade, cost of a workplace, stages of a recruitment, weeks before the council.
//! Sourced defaults, each to be replaced by the city's own figure from the budget year on.

use super::Desk;
use crate::format;
use crate::plan::{
    Action, AssumptionsPatch, Change, EuroPerYear, Plan, Share, Workplace, plain_grade, same_grade,
};
use crate::staffing_plan::{
    CostSource, MATERIAL_SOURCE, OVERHEAD_SOURCE, OWN_FIGURE, Reasons, grade_costs, grade_source,
    workplace_sources,
};
use crate::ui::dynamic::{Held, Kept, Row, live, part, rows, text};
use crate::ui::i18n::{t, t_string};
use chrono::NaiveDate;
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A figure that can be edited.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Figure {
    /// Personnel cost of a grade, euro a year.
    Cost(String),
    /// Material cost of a workplace, euro a year.
    Material,
    /// Overhead on the personnel cost, per cent.
    Overhead,
    /// Leading, per cent of a full-time post for each head.
    Leadership,
    /// Weeks by which the council is asked before a date.
    CouncilWeeks,
    /// Days of a stage of the recruitment, by its place.
    Stage(usize),
}

impl Figure {
    fn key(&self) -> String {
        match self {
            Self::Cost(grade) => format!("kosten-{}", grade.replace(' ', "-")),
            Self::Material => "sachkosten".to_owned(),
            Self::Overhead => "gemeinkosten".to_owned(),
            Self::Leadership => "leitungsanteil".to_owned(),
            Self::CouncilWeeks => "vorlauf-rat".to_owned(),
            Self::Stage(place) => format!("stufe-{place}"),
        }
    }

    /// The least and the most that makes sense.
    const fn bounds(&self) -> (f64, f64) {
        match self {
            Self::Cost(_) => (0.0, 10_000_000.0),
            Self::Material => (0.0, 1_000_000.0),
            Self::Overhead => (0.0, 500.0),
            Self::Leadership => (0.0, 100.0),
            Self::CouncilWeeks => (0.0, 520.0),
            Self::Stage(_) => (0.0, 1_000.0),
        }
    }

    fn value(&self, plan: &Plan) -> Option<f64> {
        let assumptions = &plan.assumptions;
        match self {
            Self::Cost(grade) => assumptions.cost_of(grade).map(EuroPerYear::as_f64),
            Self::Material => Some(assumptions.workplace.material),
            Self::Overhead => Some(assumptions.workplace.overhead * 100.0),
            Self::Leadership => Some(assumptions.leadership_share.as_f64() * 100.0),
            Self::CouncilWeeks => Some(f64::from(assumptions.council_weeks)),
            Self::Stage(place) => assumptions.stages().get(*place).map(|stage| stage.days),
        }
    }

    /// The name under which a source of this figure alone is kept; none of what nobody has published.
    fn source_name(&self) -> Option<String> {
        match self {
            Self::Cost(grade) => Some(grade_source(grade)),
            Self::Material => Some(MATERIAL_SOURCE.to_owned()),
            Self::Overhead => Some(OVERHEAD_SOURCE.to_owned()),
            Self::Leadership => Some("leadership_share".to_owned()),
            Self::CouncilWeeks | Self::Stage(_) => None,
        }
    }

    /// Where it comes from, as it is `now`.
    fn source(&self, plan: &Plan, now: &Plan, reasons: &Reasons) -> Option<CostSource> {
        match self {
            Self::Cost(grade) => {
                let costs = grade_costs(plan, &now.assumptions, reasons);
                costs.into_iter().find(|cost| same_grade(&cost.grade, grade)).map(|cost| cost.source)
            }
            Self::Material => Some(workplace_sources(plan, &now.assumptions, reasons).material),
            Self::Overhead => Some(workplace_sources(plan, &now.assumptions, reasons).overhead),
            Self::Leadership
                if now
                    .assumptions
                    .sources
                    .get("leadership_share")
                    .is_some_and(|source| source == OWN_FIGURE) =>
            {
                Some(CostSource::Own(None))
            }
            Self::Leadership => {
                Some(CostSource::Named(Some(now.assumptions.leadership_source().0.to_owned())))
            }
            Self::CouncilWeeks | Self::Stage(_) => None,
        }
    }

    /// The sources with a mark that the figure is the house's own. Who goes back to the figure of the plan at `first` goes back to
    /// its source.
    fn sources(&self, first: &Plan, plan: &Plan, value: f64) -> Option<BTreeMap<String, String>> {
        let name = self.source_name()?;
        let mut sources = plan.assumptions.sources.clone();
        match first.assumptions.sources.get(&name) {
            _ if self.value(first) != Some(value) => sources.insert(name, OWN_FIGURE.to_owned()),
            Some(named) => sources.insert(name, named.clone()),
            None => sources.remove(&name),
        };
        (sources != plan.assumptions.sources).then_some(sources)
    }

    /// The change that gives it another value; none where the plan does not have it.
    fn patch(&self, first: &Plan, plan: &Plan, value: f64) -> Option<AssumptionsPatch> {
        let assumptions = &plan.assumptions;
        let mut patch =
            AssumptionsPatch { sources: self.sources(first, plan, value), ..AssumptionsPatch::default() };
        match self {
            Self::Cost(grade) => {
                let cost = EuroPerYear::parse((value * 100.0).round() / 100.0).ok()?;
                let mut costs = assumptions.cost_per_grade.clone();
                // One grade has one cost, in every spelling that the table has of it.
                for (_, other) in costs.iter_mut().filter(|(name, _)| same_grade(name, grade)) {
                    *other = cost;
                }
                costs.entry(assumptions.spelled(grade).to_owned()).or_insert(cost);
                patch.cost_per_grade = Some(costs);
            }
            Self::Material => patch.workplace = Some(Workplace { material: value, ..assumptions.workplace }),
            Self::Overhead => {
                patch.workplace = Some(Workplace { overhead: value / 100.0, ..assumptions.workplace });
            }
            Self::Leadership => patch.leadership_share = Some(Share::parse(value / 100.0).ok()?),
            Self::CouncilWeeks => patch.council_weeks = Some(value.round() as u32),
            // What all stages take together is what the simulation reckons with.
            Self::Stage(place) => {
                let mut stages = assumptions.stages();
                stages.get_mut(*place)?.days = value;
                let mut recruitment = assumptions.recruitment_days;
                recruitment.mean = stages.iter().map(|stage| stage.days).sum();
                patch.recruitment_days = Some(recruitment);
                patch.recruitment_stages = Some(stages);
            }
        }
        Some(patch)
    }

    const fn is_money(&self) -> bool {
        matches!(self, Self::Cost(_) | Self::Material)
    }

    /// Whether it tells what somebody or something costs.
    const fn is_cost(&self) -> bool {
        self.is_money() || matches!(self, Self::Overhead)
    }
}

/// All figures with their inputs.
#[component]
pub fn Assumptions(desk: Desk) -> impl IntoView {
    let i18n = desk.i18n;
    let plan = Kept::new(move || desk.in_hand.organisation(first_day(desk)).plan);
    let fields = move |figures: fn(&Plan) -> Vec<Figure>| {
        rows(move || {
            let field = |figure: Figure| {
                Row::new(figure.key(), move || view! { <Field desk plan figure/> }.into_any())
            };
            plan.with(|plan| figures(plan).into_iter().map(field).collect())
        })
    };
    let source = move |key: &str| {
        desk.plan.with(|plan| plan.assumptions.sources.get(key).cloned()).unwrap_or_else(|| "–".to_owned())
    };
    let sources = move || {
        let (cost, recruitment) = (source("cost_per_grade"), source("recruitment_days"));
        let none = Reasons::default();
        let workplace = desk.plan.with(|plan| workplace_sources(plan, &plan.assumptions, &none).material);
        let workplace = workplace.words(i18n.language());
        t_string!(i18n, staffing.assumptions_sources, cost, recruitment, workplace)
    };
    let hint = move || {
        let date = format::date(first_day(desk), i18n.language());
        t_string!(i18n, staffing.assumptions_hint, date)
    };
    part(view! {
        <section class="section staffing-assumptions" aria-labelledby="stellenplan-annahmen">
            <details class="study">
                <summary><h2 id="stellenplan-annahmen">{t!(i18n, staffing.assumptions)}</h2></summary>
                <p class="forecast-hint">{text(hint)}</p>
                <p class="forecast-hint">{text(sources)}</p>
                <h3 data-sensitive="">{t!(i18n, staffing.grades)}</h3>
                <div class="staffing-fields" data-sensitive="">{fields(grades)}</div>
                <h3>{t!(i18n, staffing.workplace_and_dates)}</h3>
                <div class="staffing-fields">{fields(others)}</div>
            </details>
        </section>
    })
}

/// Grades of the posts and of the table of costs, each once, as the table spells it.
fn grades(plan: &Plan) -> Vec<Figure> {
    let mut grades: BTreeMap<String, &str> = BTreeMap::new();
    for grade in plan.assumptions.cost_per_grade.keys().chain(plan.posts.iter().map(|post| &post.grade)) {
        grades.entry(plain_grade(grade)).or_insert(grade);
    }
    grades.into_values().map(|grade| Figure::Cost(grade.to_owned())).collect()
}

fn others(plan: &Plan) -> Vec<Figure> {
    let stages = (0..plan.assumptions.recruitment_stages.len()).map(Figure::Stage);
    [Figure::Material, Figure::Overhead, Figure::Leadership, Figure::CouncilWeeks]
        .into_iter()
        .chain(stages)
        .collect()
}

/// The day from which an entry counts: the first of the budget year, or the plan's first day; tracks.
pub fn first_day(desk: Desk) -> NaiveDate {
    let year = desk.query.with(|query| query.year);
    let first = desk.plan.with(|plan| plan.as_of);
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(first).max(first)
}

#[component]
fn Field(desk: Desk, plan: Kept<Plan>, figure: Figure) -> impl IntoView {
    let i18n = desk.i18n;
    let problem = Held::new(None::<String>);
    let id = figure.key();
    let sensitive = figure.is_cost().then_some("");
    let figure = StoredValue::new(figure);
    let shown = Kept::new(move || {
        let value = plan.with(|plan| figure.with_value(|figure| figure.value(plan)));
        value.map(|value| format::number(value, decimals(value), i18n.language())).unwrap_or_default()
    });
    let name = text(move || match figure.get_value() {
        Figure::Cost(grade) => grade,
        Figure::Material => t_string!(i18n, staffing.material).to_owned(),
        Figure::Overhead => t_string!(i18n, staffing.overhead).to_owned(),
        Figure::Leadership => t_string!(i18n, staffing.leadership).to_owned(),
        Figure::CouncilWeeks => t_string!(i18n, staffing.council_weeks).to_owned(),
        Figure::Stage(place) => plan
            .with(|plan| plan.assumptions.recruitment_stages.get(place).map(|stage| stage.name.clone()))
            .unwrap_or_default(),
    });
    let unit = text(move || {
        let word = match figure.get_value() {
            one if one.is_money() => t_string!(i18n, staffing.euro_a_year),
            Figure::Overhead | Figure::Leadership => t_string!(i18n, simulation.percent),
            Figure::CouncilWeeks => t_string!(i18n, staffing.weeks),
            _ => t_string!(i18n, simulation.unit_days),
        };
        word.to_owned()
    });
    let set = move |typed: String| {
        if typed.trim() == shown.get_untracked() {
            return problem.set(None);
        }
        let done =
            untrack(|| plan.with(|plan| figure.with_value(|figure| change(desk, plan, figure, &typed))));
        problem.set(done.err());
    };
    let own = live(move || {
        let of = |first: &Arc<Plan>, now: &Plan| {
            desk.reasons.with(|reasons| figure.with_value(|figure| figure.source(first, now, reasons)))
        };
        let source = desk.plan.with(|first| plan.with(|now| of(first, now)))?;
        source.is_own().then(|| part(view! { <span class="muted">{source.words(i18n.language())}</span> }))
    });
    let note = live(move || {
        problem.get().map(|reason| part(view! { <p class="assumption-problem" role="alert">{reason}</p> }))
    });
    part(view! {
        <div class="staffing-field" data-sensitive=sensitive>
            <label for=id.clone()>{name}</label>
            <input id=id class="input assumption-number" inputmode="decimal" autocomplete="off"
                value=shown.get_untracked() prop:value=move || shown.get()
                aria-invalid=move || problem.with(Option::is_some).to_string()
                on:change=move |event| set(event_target_value(&event))/>
            <span>{unit}</span>
            {own}
            {note}
        </div>
    })
}

fn decimals(value: f64) -> usize {
    usize::from((value - value.round()).abs() > 0.005)
}

/// Another value from the budget year on; all others stay.
fn change(desk: Desk, plan: &Plan, figure: &Figure, typed: &str) -> Result<(), String> {
    let (least, most) = figure.bounds();
    let value =
        format::parse_number(typed, desk.i18n.language()).filter(|value| (least..=most).contains(value));
    let first = desk.plan.get();
    let patch = value.and_then(|value| figure.patch(&first, plan, value)).ok_or_else(|| {
        let bound = |value| format::number(value, 0, desk.i18n.language());
        t_string!(desk.i18n, simulation.not_in_range, least = bound(least), most = bound(most))
    })?;
    let change = Change { effective: first_day(desk), action: Action::SetAssumptions(Box::new(patch)) };
    desk.in_hand.apply(change).map_err(|reason| desk.i18n.refusal(&reason))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    #[test]
    fn every_figure_takes_another_value_and_keeps_the_rest() {
        let plan = builtin().unwrap();
        for figure in grades(&plan).into_iter().chain(others(&plan)) {
            let before = figure.value(&plan).unwrap();
            let patch = figure.patch(&plan, &plan, before + 3.0).unwrap();
            let change = Change { effective: plan.as_of, action: Action::SetAssumptions(Box::new(patch)) };
            let after = plan.apply(&change).unwrap();
            assert!((figure.value(&after).unwrap() - before - 3.0).abs() < 1e-6, "{figure:?}");
            let none = Reasons::default();
            let published = figure.source(&plan, &plan, &none);
            assert!(published.is_none_or(|source| !source.is_own()), "{figure:?}");
            if let Some(source) = figure.source(&plan, &after, &none) {
                assert_eq!(source, CostSource::Own(None), "{figure:?}");
                // The mark goes with the plan, whoever reads it.
                assert_eq!(figure.source(&after, &after, &none), Some(CostSource::Own(None)), "{figure:?}");
                let back = Action::SetAssumptions(Box::new(figure.patch(&plan, &after, before).unwrap()));
                let back = after.apply(&Change { effective: plan.as_of, action: back }).unwrap();
                assert_eq!(back.assumptions, plan.assumptions, "{figure:?}");
            }
        }
    }

    #[test]
    fn a_grade_in_two_spellings_has_one_input() {
        let mut plan = builtin().unwrap();
        let known = grades(&plan).len();
        plan.posts[0].grade = "eg9B".to_owned();
        assert_eq!(grades(&plan).len(), known);
        plan.assumptions.cost_per_grade.insert("EG 9b".to_owned(), EuroPerYear::from_cents(1));
        assert_eq!(grades(&plan).len(), known);
        let patch = Figure::Cost("E 9b".to_owned()).patch(&plan, &plan, 75_000.0).unwrap();
        let costs = patch.cost_per_grade.unwrap();
        assert_eq!((costs["E 9b"], costs["EG 9b"]), (EuroPerYear::from_cents(7_500_000), costs["E 9b"]));
        assert_eq!(costs.len(), plan.assumptions.cost_per_grade.len());
    }

    #[test]
    fn the_stages_together_are_what_the_simulation_reckons_with() {
        let plan = builtin().unwrap();
        let before = plan.assumptions.recruitment_days.mean;
        let stage = Figure::Stage(0);
        let days = stage.value(&plan).unwrap();
        let patch = stage.patch(&plan, &plan, days + 30.0).unwrap();
        assert!((patch.recruitment_days.unwrap().mean - before - 30.0).abs() < 1e-9);
    }
}
