//! How the packages of the scenario work together: every combination of up to four of them, and what they do beyond their sum.

mod asked;
pub(super) mod query;
mod tables;
mod words;

use super::{Asker, Desk};
use crate::api::Package;
use crate::format::number;
use crate::plan::UnitId;
use crate::simulation::{MAX_PACKAGES, Summariser, VariantMeasure};
use crate::ui::browser::address;
use crate::ui::dynamic::{Held, Kept, live, part, text, when};
use crate::ui::i18n::{t, t_string};
use crate::ui::state::forecasts::{Study, StudyRuns};
use asked::{Asked, Setting};
use leptos::prelude::*;
use query::Query;
use std::sync::Arc;
use uuid::Uuid;

/// Replications after which the figures are drawn, so that the first ones are soon there; those before count on.
const STAGES: [u32; 3] = [10, 30, 100];
/// Replications of each combination at the end.
const REPLICATIONS: u32 = STAGES[STAGES.len() - 1];

/// What is known so far.
#[derive(Clone)]
struct Known {
    asked: Arc<Asked>,
    runs: Arc<StudyRuns>,
    replications: u32,
}

/// What is chosen, and what is known.
#[derive(Clone, Copy)]
struct Choice {
    desk: Desk,
    setting: Kept<Arc<Setting>>,
    /// None as long as nobody has chosen: then the first ones.
    packages: Held<Option<Vec<Uuid>>>,
    unit: Held<Option<UnitId>>,
    measure: Held<VariantMeasure>,
    /// What was asked, and its stage.
    asking: Held<Option<(Arc<Asked>, usize)>>,
    /// The part of the replications that the stage ends with.
    reached: Held<f64>,
    known: Held<Option<Known>>,
}

impl Choice {
    fn new(desk: Desk) -> Self {
        let Query { packages, unit, measure } = Query::read(&address::current());
        Self {
            desk,
            setting: Kept::new(move || Arc::new(desk.in_hand.with_confirmed(Setting::of))),
            packages: Held::new((!packages.is_empty()).then_some(packages)),
            unit: Held::new(unit),
            measure: Held::new(measure.unwrap_or(VariantMeasure::Open)),
            asking: Held::new(None),
            reached: Held::new(1.0),
            known: Held::new(None),
        }
    }

    /// The packages chosen that the scenario has, in its order; tracks.
    fn chosen(self) -> Vec<Uuid> {
        let wanted = self.packages.get();
        self.setting.with(|setting| {
            let is_chosen = |id: &Uuid| wanted.as_ref().is_none_or(|wanted| wanted.contains(id));
            setting.packages.iter().map(|package| package.id).filter(is_chosen).take(MAX_PACKAGES).collect()
        })
    }

    fn choose(self, id: Uuid, is_wanted: bool) {
        let mut chosen = untrack(|| self.chosen());
        chosen.retain(|other| *other != id);
        if is_wanted {
            chosen.push(id);
        }
        self.packages.set(Some(chosen));
    }

    /// The unit chosen where it has cases; tracks.
    fn unit(self) -> Option<UnitId> {
        self.unit.get().filter(|unit| self.desk.with_cases.with(|known| known.contains(unit)))
    }

    /// What the address is to keep; tracks.
    fn query(self) -> Query {
        let measure = Some(self.measure.get()).filter(|measure| *measure != VariantMeasure::Open);
        Query { packages: self.chosen(), unit: self.unit(), measure }
    }

    fn begin(self) {
        let (chosen, unit) = untrack(|| (self.chosen(), self.unit()));
        if chosen.len() < 2 {
            return;
        }
        let question = self.desk.question.get_untracked();
        let setting = self.setting.get_untracked();
        let asked = Asked::new(&question.plan, &setting, &chosen, unit, question.last, REPLICATIONS);
        self.known.set(None);
        self.stage(Arc::new(asked), 0);
    }

    /// Asks for the replications up to the end of a stage.
    fn stage(self, asked: Arc<Asked>, stage: usize) {
        let replications = STAGES.get(stage).copied().unwrap_or(REPLICATIONS);
        let study = Study { replications, ..asked.study.clone() };
        self.reached.set(f64::from(replications) / f64::from(REPLICATIONS));
        self.asking.set(Some((asked, stage)));
        self.desk.ask(Asker::Packages, study);
    }

    /// Takes over the runs of a stage, and goes on with the next one.
    fn hear(self, runs: Arc<StudyRuns>) {
        let Some((asked, stage)) = self.asking.get_untracked() else { return };
        let replications = STAGES.get(stage).copied().unwrap_or(REPLICATIONS);
        self.known.set(Some(Known { asked: Arc::clone(&asked), runs, replications }));
        if replications < REPLICATIONS {
            self.stage(asked, stage + 1);
        } else {
            self.desk.stop();
        }
    }

    /// Whether scenario or horizon are others than when it was asked; tracks.
    fn is_outdated(self, asked: &Asked) -> bool {
        let differs =
            |question: &super::Question| question.last != asked.last || *question.plan != *asked.study.plan;
        self.setting.with(|setting| *setting != asked.setting) || self.desk.question.with(differs)
    }
}

/// Packages, unit and figure to choose; a sentence, the switch table, and what each package adds.
#[component]
pub fn Packages(desk: Desk) -> impl IntoView {
    let i18n = desk.i18n;
    let choice = Choice::new(desk);
    Effect::new(move |_| {
        // Another horizon is another address, without what stood in it.
        desk.question.track();
        address::replace(&choice.query().within(&address::current()));
    });
    Effect::new(move |_| {
        if let Some(runs) = desk.done(Asker::Packages) {
            choice.hear(runs);
        }
    });
    let enough = move || choice.setting.with(|setting| setting.packages.len() > 1);
    let scenario = move || address::of_scenario(desk.in_hand.scenario().0);
    part(view! {
        <div class="study-body">
            <p class="forecast-hint">{t!(i18n, simulation.packages_hint)}</p>
            {when(enough, move || controls(choice))}
            {when(move || !enough(), move || part(view! {
                <p data-testid="packages-missing">
                    {t!(i18n, simulation.packages_missing)} " "
                    <a rel="external" href=scenario>{t!(i18n, simulation.packages_where)}</a>
                </p>
            }))}
            {desk.progress(Asker::Packages, choice.reached)}
            {live(move || Some(answer(choice, &choice.known.get()?)))}
        </div>
    })
}

fn controls(choice: Choice) -> AnyView {
    let desk = choice.desk;
    let i18n = desk.i18n;
    let boxes = live(move || {
        let packages = choice.setting.with(|setting| setting.packages.clone());
        Some(packages.into_iter().map(|package| tick(choice, package)).collect::<Vec<_>>().into_any())
    });
    let too_few = Kept::new(move || choice.chosen().len() < 2);
    let most = move || {
        let most = number(MAX_PACKAGES as f64, 0, i18n.language());
        t_string!(i18n, simulation.packages_choose, most)
    };
    part(view! {
        <fieldset class="packages-choice"><legend>{text(most)}</legend>{boxes}</fieldset>
        <div class="study-controls">
            {units(choice)}
            {measures(choice)}
            <button type="button" class="button" data-testid="packages-compute" aria-describedby="pakete-zu-wenige"
                aria-disabled=move || too_few.get().to_string() on:click=move |_| choice.begin()>
                {t!(i18n, simulation.compute)}
            </button>
        </div>
        <p class="muted small" id="pakete-zu-wenige">
            {text(move || if too_few.get() { t_string!(i18n, simulation.packages_too_few) } else { "" }.to_owned())}
        </p>
    })
}

/// A box for a package; not to be ticked where as many are already as a table takes.
fn tick(choice: Choice, Package { id, name, .. }: Package) -> AnyView {
    let is_chosen = move || choice.chosen().contains(&id);
    let is_full = move || choice.chosen().len() >= MAX_PACKAGES && !is_chosen();
    part(view! {
        <label class="field">
            <input type="checkbox" prop:checked=is_chosen disabled=is_full
                on:change=move |event| choice.choose(id, event_target_checked(&event))/>
            <span>{name}</span>
        </label>
    })
}

fn units(choice: Choice) -> AnyView {
    let desk = choice.desk;
    let option = move |id: UnitId| {
        let (value, name) = (id.to_string(), desk.name(&id));
        part(
            view! { <option value=value selected=move || choice.unit().as_ref() == Some(&id)>{name}</option> },
        )
    };
    let options =
        live(move || Some(desk.with_cases.get().into_iter().map(option).collect::<Vec<_>>().into_any()));
    part(view! {
        <label class="field">
            <span>{t!(desk.i18n, simulation.study_unit)}</span>
            <select class="select" on:change=move |event| choice.unit.set(UnitId::parse(&event_target_value(&event)).ok())>
                <option value="" selected=move || choice.unit().is_none()>
                    {text(move || t_string!(desk.i18n, scenarios.whole).to_owned())}
                </option>
                {options}
            </select>
        </label>
    })
}

fn measures(choice: Choice) -> AnyView {
    let i18n = choice.desk.i18n;
    let option = move |(place, one): (usize, VariantMeasure)| {
        let words = move || words::name(i18n, one, choice.desk.question.with(|question| question.last));
        part(view! {
            <option value=place.to_string() selected=move || choice.measure.get() == one>{text(words)}</option>
        })
    };
    let choose = move |event: leptos::ev::Event| {
        let place = event_target_value(&event).parse::<usize>().ok();
        if let Some(one) = place.and_then(|place| VariantMeasure::ALL.get(place)) {
            choice.measure.set(*one);
        }
    };
    part(view! {
        <label class="field">
            <span>{t!(i18n, simulation.study_measure)}</span>
            <select class="select" on:change=choose>
                {VariantMeasure::ALL.into_iter().enumerate().map(option).collect::<Vec<_>>()}
            </select>
        </label>
    })
}

/// What is known, in words and tables; tracks the language, the figure chosen and the scenario.
fn answer(choice: Choice, Known { asked, runs, replications }: &Known) -> AnyView {
    let i18n = choice.desk.i18n;
    let measure = choice.measure.get();
    if let Some(reason) = words::refusal(i18n, asked, 0) {
        let words = t_string!(i18n, simulation.packages_base_refused, reason);
        return part(view! { <p class="assumption-problem" role="alert">{words}</p> });
    }
    let table = asked.table(runs, measure);
    let mut summariser = Summariser::new(*replications as usize);
    let alone = asked.effect_of_base(runs, measure, &mut summariser);
    let whom = match &asked.unit {
        Some(unit) => choice.desk.name(unit),
        None => t_string!(i18n, simulation.whole).to_owned(),
    };
    let count = |runs: u32| number(f64::from(runs), 0, i18n.language());
    let so_far = t_string!(
        i18n,
        simulation.packages_runs,
        unit = whom,
        measure = words::name(i18n, measure, asked.last),
        count = count(*replications),
        all = count(REPLICATIONS)
    );
    let outdated = choice.is_outdated(asked).then(|| {
        part(view! { <p class="forecast-hint"><strong>{t!(i18n, simulation.outdated_study)}</strong></p> })
    });
    part(view! {
        {outdated}
        <p data-testid="packages-answer">{words::sentence(i18n, asked, &table, measure, &mut summariser)}</p>
        <p class="muted small" data-testid="packages-base">
            {so_far} " " {words::base(i18n, asked, measure, alone.as_ref())}
        </p>
        {tables::switches(i18n, asked, &table, measure, &mut summariser)}
        {tables::shares(i18n, asked, &table, measure, &mut summariser)}
    })
}
