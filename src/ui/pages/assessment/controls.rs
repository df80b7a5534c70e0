//! The choices of the calculation; they stand in the address, so a link shows a colleague the same figures.

use super::query::{
    self, BACKLOG, BACKLOG_YEARS, CIVIL_SERVANTS, EXPECTED, GROUP, METHOD, PARAMETERS, PERIOD, Query,
};
use crate::assessment::ParameterSetId;
use crate::format::date;
use crate::plan::Plan;
use crate::ui::components::{Download, Downloads};
use crate::ui::dynamic::{Kept, live, part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::{PlanInHand, Scenario};
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Where an assessment becomes a file.
const ASSESSMENT: &str = "/export/bemessung";

/// What the lists share; copies are the same.
#[derive(Clone, Copy)]
struct Choices {
    i18n: I18n,
    query: Kept<Query>,
    go: Callback<Query>,
}

impl Choices {
    /// A list with its label; `set` takes over what was chosen.
    fn list(
        self,
        name: &'static str,
        label: AnyView,
        set: fn(&mut Query, String),
        options: AnyView,
    ) -> AnyView {
        let choose = move |event: leptos::ev::Event| {
            let mut wanted = self.query.get_untracked();
            set(&mut wanted, event_target_value(&event));
            self.go.run(wanted);
        };
        part(view! {
            <label class="need-field">
                <span class="need-field-label">{label}</span>
                <select class="select" name=name on:change=choose>{options}</select>
            </label>
        })
    }

    /// A word of the address with what it means.
    fn option(self, word: String, of: fn(&Query) -> String, shown: AnyView) -> AnyView {
        let value = word.clone();
        part(view! {
            <option value=value selected=move || self.query.with(|query| of(query) == word)>{shown}</option>
        })
    }

    fn methods(self) -> AnyView {
        let i18n = self.i18n;
        let of = |query: &Query| query.method.clone();
        let options = vec![
            self.option("a".to_owned(), of, t!(i18n, assessment.method_kgst).into_any()),
            self.option("b".to_owned(), of, t!(i18n, assessment.method_bmi).into_any()),
        ];
        let label = t!(i18n, assessment.method).into_any();
        self.list(METHOD, label, |query, word| query.method = word, options.into_any())
    }

    fn parameters(self) -> AnyView {
        let i18n = self.i18n;
        let of = |query: &Query| query.parameters.clone();
        let name = move |id: ParameterSetId| match id {
            ParameterSetId::Kgst2022 => t!(i18n, assessment.parameters_2022).into_any(),
            ParameterSetId::Kgst2025 => t!(i18n, assessment.parameters_2025).into_any(),
        };
        let mut options =
            vec![self.option(String::new(), of, t!(i18n, assessment.parameters_plan).into_any())];
        let sets = ParameterSetId::ALL.into_iter();
        options.extend(sets.map(|id| self.option(id.word().to_owned(), of, name(id))));
        let label = t!(i18n, assessment.parameters).into_any();
        self.list(PARAMETERS, label, |query, word| query.parameters = word, options.into_any())
    }

    /// By whose yearly minutes is divided; the two are never averaged.
    fn groups(self) -> AnyView {
        let i18n = self.i18n;
        let of = |query: &Query| query.group.clone();
        let options = vec![
            self.option(String::new(), of, t!(i18n, assessment.group_employees).into_any()),
            self.option(CIVIL_SERVANTS.to_owned(), of, t!(i18n, assessment.group_civil_servants).into_any()),
        ];
        let label = t!(i18n, assessment.group).into_any();
        self.list(GROUP, label, |query, word| query.group = word, options.into_any())
    }

    /// Counted years, the twelve months from the plan's first day on, and the coming years.
    fn periods(self, plan: &Plan) -> AnyView {
        let i18n = self.i18n;
        let of = |query: &Query| query.period.clone();
        let counted = query::years(plan).into_iter().map(|year| year.to_string());
        let mut options: Vec<AnyView> =
            counted.map(|year| self.option(year.clone(), of, year.into_any())).collect();
        options.push(self.option(EXPECTED.to_owned(), of, t!(i18n, assessment.period_expected).into_any()));
        let ahead = query::ahead(plan);
        options.extend(ahead.iter().map(|day| {
            let year = day.year();
            let shown = text(move || t_string!(i18n, assessment.period_year, year));
            self.option(day.to_string(), of, shown)
        }));
        // An address may ask for any day.
        options.push(live(move || {
            let asked = self.query.with(|query| query.period.parse::<NaiveDate>().ok())?;
            let shown = t_string!(i18n, assessment.period_from, date = date(asked, i18n.language()));
            (!ahead.contains(&asked)).then(|| self.option(asked.to_string(), of, shown.into_any()))
        }));
        let label = t!(i18n, assessment.period).into_any();
        self.list(PERIOD, label, |query, word| query.period = word, options.into_any())
    }

    fn backlog(self) -> AnyView {
        let i18n = self.i18n;
        let option = |years: u8| {
            self.option(years.to_string(), |query| query.backlog.to_string(), years.to_string().into_any())
        };
        let options: Vec<AnyView> = BACKLOG_YEARS.map(option).collect();
        let set = |query: &mut Query, word: String| query.backlog = word.parse().unwrap_or(query.backlog);
        self.list(BACKLOG, t!(i18n, assessment.backlog_years).into_any(), set, options.into_any())
    }
}

/// Five lists in a form, and the assessment as a file; without JavaScript the button sends it.
#[component]
pub fn Controls(
    /// What is chosen.
    query: Kept<Query>,
) -> impl IntoView {
    let i18n = use_i18n();
    let in_hand = PlanInHand::expect();
    let navigate = StoredValue::new(use_navigate());
    let scenario = Scenario::expect();
    let go = Callback::new(move |wanted: Query| {
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(&scenario.address(&wanted.address()), options));
    });
    let choices = Choices { i18n, query, go };
    let of = move |field: fn(&Query) -> String| Signal::derive(move || query.with(field));
    let fields = vec![
        ("szenario", Signal::derive(move || in_hand.scenario().to_string())),
        (METHOD, of(|query| query.method.clone())),
        (PARAMETERS, of(|query| query.parameters.clone())),
        (GROUP, of(|query| query.group.clone())),
        (PERIOD, of(|query| query.period.clone())),
        (BACKLOG, of(|query| query.backlog.to_string())),
    ];
    // The table of the tasks comes first in a workbook of its own, as a CSV holds the first table only.
    let papers = vec![
        Download::at(ASSESSMENT, t!(i18n, assessment.export).into_any()),
        Download {
            address: ASSESSMENT,
            which: Some(("tabelle", "aufgaben")),
            name: t!(i18n, assessment.export_tasks).into_any(),
        },
    ];
    let periods = choices.periods(&untrack(|| in_hand.baseline()));
    part(view! {
        <form class="need-controls" method="get" action="/bemessung" aria-label=t!(i18n, assessment.controls)>
            {choices.methods()}
            {choices.parameters()}
            {choices.groups()}
            {periods}
            {choices.backlog()}
            <button type="submit" class="button">{t!(i18n, assessment.show)}</button>
        </form>
        <Downloads fields papers/>
    })
}
