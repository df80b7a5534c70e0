//! Use cases of the dashboards: figures and forecasts are fetched, what may be seen of them is decided in one place
//! ([`Counted`]), and the core makes the panels.

mod computed;
pub(super) mod file;
mod told;
mod wire;

pub use told::case_figures;
pub(super) use told::told;
pub(super) use wire::panel as on_the_wire;

use super::{Context, Failure};
use crate::api::{
    ApiError, AskUnitCases, CalibrationKind, CalibrationStep, CountedCases, DepartmentCases, Exercise,
    UnitCases,
};
use crate::caseload::{
    Ages, Backtest, Counted, DEFAULT_HEADS, Generated, Handling, Measured, Month, Outlook, ReliefSearchError,
    Start, Undisclosed, Visible, calibrated, case_types_of, demand_reason, fits, handling_changes,
    handling_reason, is_of_their_time, relief_by_simulation, worth_of_backtest,
};
use crate::dashboard::{
    Cases, Dashboard, Department, Origin, ReliefWish, Sources, View, opening_refusal, stock_of,
};
use crate::format::Language;
use crate::permission::{Permit, ViewCases};
use crate::plan::{Action, CaseTypeId, Change, PathError, Plan, UnitId};
use crate::store::{Actor, Store, StoreError, StoredList};
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};
use tokio::sync::Semaphore;

/// Points of a scatter.
const POINTS: u32 = 600;

/// Searches for relief at the same time: each takes a processor for a second.
static SEARCHING: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(1));

/// All that dashboards are made of.
pub(super) struct Figures {
    plan: Plan,
    counted: Counted,
    generated: Option<Arc<Generated>>,
    origin: Origin,
    /// The list of cases, where there is one.
    list: Option<StoredList>,
    outlooks: Vec<Outlook>,
    backtest: Option<Arc<Backtest>>,
    /// The units that the account may look at; all where none are named.
    units: Option<BTreeSet<UnitId>>,
    /// Whether the look ahead from the last counted month is being computed.
    pending: bool,
}

impl Figures {
    /// Reads what was counted; where nothing was, the generated figures stand in.
    pub(super) async fn load(context: &Context) -> Result<Self, Failure> {
        let stored = stored(&context.store, (context.actor(), context.permit()?)).await?;
        let plan = context.store.whole_plan(context.permit()?, context.actor()).await?;
        let generated = if stored.0.is_empty() { computed::generated(&plan).await } else { None };
        Self::read(context, plan, stored, generated).await?.looking_ahead(context).await
    }

    /// What was counted alone, without a look ahead or back; none where nothing was, at the cost of looking.
    async fn counted(context: &Context) -> Result<Option<Self>, Failure> {
        let stored = stored(&context.store, (context.actor(), context.permit()?)).await?;
        if stored.0.is_empty() {
            return Ok(None);
        }
        let plan = context.store.whole_plan(context.permit()?, context.actor()).await?;
        Self::read(context, plan, stored, None).await.map(Some)
    }

    /// The figures of a plan, with what the account may look at.
    async fn read(
        context: &Context,
        plan: Plan,
        (counted, origin): (Undisclosed, Origin),
        generated: Option<Arc<Generated>>,
    ) -> Result<Self, Failure> {
        let list = context.store.case_list(context.permit()?, context.actor()).await?;
        let scope = context.scope(&context.permit::<ViewCases>()?);
        let within: BTreeSet<UnitId> = plan
            .units
            .iter()
            .filter(|unit| scope.contains(&plan, &unit.id))
            .map(|unit| unit.id.clone())
            .collect();
        let units = (within.len() < plan.units.len()).then_some(within);
        let heads = context.least_heads().await?;
        Ok(Self::made((plan, units), (counted, origin, list), (generated, heads)))
    }

    /// The generated figures of the built-in plan, whatever was counted.
    async fn built_in(context: &Context) -> Result<Self, Failure> {
        let plan = crate::plan::builtin().map_err(|error| Failure::Fault(Box::new(error)))?;
        let generated = computed::generated(&plan).await;
        let nothing = (Undisclosed::default(), Origin::Generated, None);
        Self::made((plan, None), nothing, (generated, DEFAULT_HEADS)).looking_ahead(context).await
    }

    fn made(
        (plan, units): (Plan, Option<BTreeSet<UnitId>>),
        (counted, origin, list): (Undisclosed, Origin, Option<StoredList>),
        (generated, heads): (Option<Arc<Generated>>, u32),
    ) -> Self {
        let counted = match &generated {
            Some(generated) => Counted::of(&plan, generated.ledger.clone(), heads),
            None => counted.disclosed(&plan, heads),
        };
        Self {
            plan,
            counted,
            origin: if generated.is_some() { Origin::Generated } else { origin },
            generated,
            list,
            outlooks: Vec::new(),
            backtest: None,
            units,
            pending: false,
        }
    }

    /// Looks back, takes the looks ahead that are known, and has the missing one computed.
    async fn looking_ahead(mut self, context: &Context) -> Result<Self, Failure> {
        self.backtest = computed::backtest(&self.plan, &self.counted);
        if let Some((_, until)) = self.counted.span() {
            let made = computed::outlooks(context, &self, until).await?;
            self.pending = made.pending;
            self.outlooks = made.outlooks;
        }
        Ok(self)
    }

    fn sources(&self, language: Language) -> Sources<'_> {
        Sources {
            plan: &self.plan,
            changes: &[],
            counted: &self.counted,
            origin: self.origin,
            outlooks: &self.outlooks,
            backtest: self.backtest.as_deref(),
            units: self.units.as_ref(),
            language,
        }
    }

    /// What is known of the single cases of some kinds; how long they took only where that may be seen.
    async fn cases(&self, context: &Context, unit: &UnitId) -> Result<Cases, Failure> {
        let types = case_types_of(&self.plan, unit);
        let measured = self.counted.disclosure().measured(&self.plan, unit);
        if let Some(generated) = &self.generated {
            return Ok(Cases {
                ages: Some(generated.ages(&types)),
                completed: measured.as_ref().map(|measured| generated.completed(measured, POINTS as usize)),
                // Whose turn it was for how long would be the simulation's word, not that of a list.
                waited: None,
            });
        }
        let mut cases = counted_cases(context, self.list.as_ref(), &types, measured.as_ref()).await?;
        if self.list.is_some() {
            cases.waited = context.store.waited(context.permit()?, context.actor(), &types).await?;
        }
        Ok(cases)
    }

    /// The list, where it is of the time of the counts.
    fn current_list(&self) -> Option<&StoredList> {
        let (_, until) = self.counted.span()?;
        self.list.as_ref().filter(|list| is_of_their_time(list.as_of, until))
    }

    /// The single open cases with which a look ahead begins; none without a list of about that day.
    async fn open_cases(&self, context: &Context) -> Result<Option<Ages>, Failure> {
        let types: Vec<CaseTypeId> = self.plan.case_types.iter().map(|one| one.id.clone()).collect();
        if let Some(generated) = &self.generated {
            return Ok(Some(generated.ages(&types)));
        }
        let Some(list) = self.current_list() else { return Ok(None) };
        let actor = context.actor();
        Ok(Some(context.store.open_ages(context.permit()?, actor, &types, list.as_of).await?))
    }

    /// The dashboard of a view.
    pub(super) async fn dashboard(
        &self,
        context: &Context,
        view: &View,
        language: Language,
    ) -> Result<Dashboard, Failure> {
        let cases = self.cases(context, &view.unit).await?;
        Ok(Dashboard::of(&self.sources(language), view, &cases))
    }

    /// All units.
    pub(super) async fn department(
        &self,
        context: &Context,
        language: Language,
    ) -> Result<Department, Failure> {
        let types: Vec<CaseTypeId> = self.plan.case_types.iter().map(|one| one.id.clone()).collect();
        let ages = match &self.generated {
            Some(generated) => Some(generated.ages(&types)),
            None => counted_cases(context, self.list.as_ref(), &types, None).await?.ages,
        };
        Ok(Department::of(&self.sources(language), &Cases { ages, ..Cases::default() }))
    }

    /// The view that is asked for.
    pub(super) fn view(&self, ask: &AskUnitCases) -> Result<View, ApiError> {
        if self.plan.unit(&ask.unit).is_none() {
            return Err(ApiError::NotFound { what: "Die Einheit".to_owned() });
        }
        if self.units.as_ref().is_some_and(|units| !units.contains(&ask.unit)) {
            return Err(ApiError::Forbidden);
        }
        let until = ask.until.as_deref().map(month).transpose()?;
        let relief = until.zip(ask.target).map(|(until, target)| ReliefWish { until, target });
        Ok(View { unit: ask.unit.clone(), case_type: ask.case_type.clone(), relief })
    }

    /// Whether a change tells of units that the account may look at only.
    fn may_know(&self, change: &Change) -> bool {
        let Action::SetCaseType(patch) = &change.action else { return false };
        let unit = self.plan.case_type(&patch.case_type).map(|case_type| &case_type.unit);
        self.units.as_ref().is_none_or(|units| unit.is_some_and(|unit| units.contains(unit)))
    }

    /// What the last counted year says of handling times, of units that the account may look at; nothing of generated figures, whose
    /// completions follow from the times of the plan.
    fn handlings(&self) -> Vec<Handling> {
        let Some(year) = last_year(&self.counted).filter(|_| self.generated.is_none()) else {
            return Vec::new();
        };
        let mut found = self.counted.handlings(&self.plan, year);
        found.retain(|one| self.units.as_ref().is_none_or(|units| units.contains(&one.unit)));
        found
    }

    fn start<'a>(&'a self, ages: Option<&'a Ages>) -> Option<Start<'a>> {
        Some(Start {
            plan: &self.plan,
            changes: &[],
            ledger: self.counted.for_the_engine(),
            ages,
            until: self.counted.span()?.1,
            calibrated_on: last_year(&self.counted),
        })
    }
}

/// Counts of the office; where there are none, those that its list of cases gives.
async fn stored(
    store: &Store,
    (actor, permit): (&Actor, Permit<ViewCases>),
) -> Result<(Undisclosed, Origin), StoreError> {
    let counted = store.case_counts(permit, actor).await?;
    if counted.is_empty() {
        return Ok((store.listed_ledger(permit, actor).await?, Origin::Listed));
    }
    Ok((counted, Origin::Counted))
}

/// What the list of cases says.
async fn counted_cases(
    context: &Context,
    list: Option<&StoredList>,
    types: &[CaseTypeId],
    measured: Option<&Measured>,
) -> Result<Cases, Failure> {
    let (store, actor) = (&context.store, context.actor());
    let Some(list) = list else { return Ok(Cases::default()) };
    let ages = store.open_ages(context.permit()?, actor, types, list.as_of);
    let Some(measured) = measured else { return Ok(Cases { ages: Some(ages.await?), ..Cases::default() }) };
    let completed = store.completed_cases(context.permit()?, actor, measured, POINTS);
    let (ages, completed) = tokio::try_join!(ages, completed)?;
    Ok(Cases { ages: Some(ages), completed: Some(completed), waited: None })
}

/// The last year that was counted to its end.
fn last_year(counted: &Counted) -> Option<i32> {
    let (_, until) = counted.span()?;
    Some(if until.month() == 12 { until.year() } else { until.year() - 1 })
}

fn month(text: &str) -> Result<Month, ApiError> {
    Month::parse(text).map_err(|error| ApiError::Invalid {
        errors: vec![PathError { path: "until".to_owned(), reason: error.to_string() }],
    })
}

/// The language of a request.
pub(super) fn language(english: bool) -> Language {
    if english { Language::English } else { Language::German }
}

/// All units of which cases were counted.
///
/// # Errors
/// [`Failure::Fault`] when the database cannot be read.
pub async fn department(context: &Context, english: bool) -> Result<DepartmentCases, Failure> {
    let figures = Figures::load(context).await?;
    let language = language(english);
    let department = figures.department(context, language).await?;
    let ledger = figures.counted.for_the_engine();
    let year = last_year(&figures.counted).filter(|year| !fits(&figures.plan, ledger, *year).is_empty());
    Ok(wire::department(department, year, language))
}

/// What was counted, for the start page: what the table of all units has, without forecasts.
///
/// # Errors
/// [`Failure::Fault`] when the database cannot be read.
pub async fn counted(context: &Context, english: bool) -> Result<Option<CountedCases>, Failure> {
    let Some(figures) = Figures::counted(context).await? else { return Ok(None) };
    let language = language(english);
    Ok(wire::counted(figures.department(context, language).await?, language))
}

/// The dashboard of a unit.
///
/// # Errors
/// [`ApiError::NotFound`] when there is no such unit.
pub async fn unit(context: &Context, ask: AskUnitCases) -> Result<UnitCases, Failure> {
    let figures = Figures::load(context).await?;
    let language = language(ask.english);
    let dashboard = figures.dashboard(context, &figures.view(&ask)?, language).await?;
    Ok(wire::unit(dashboard, figures.pending, language))
}

/// What the simulation says of the relief.
///
/// # Errors
/// [`ApiError::NotFound`], [`ApiError::Busy`], [`ApiError::Invalid`] with the reason.
pub async fn relief(context: &Context, ask: AskUnitCases) -> Result<String, Failure> {
    let refuse =
        |reason: String| ApiError::Invalid { errors: vec![PathError { path: "until".to_owned(), reason }] };
    let figures = Figures::load(context).await?;
    let language = language(ask.english);
    let dashboard = figures.dashboard(context, &figures.view(&ask)?, language).await?;
    let Some(wish) = dashboard.relief else {
        return Err(ApiError::NotFound { what: "Eine Fallzahl der Einheit".to_owned() }.into());
    };
    let kind = ask.case_type.clone().filter(|kind| case_types_of(&figures.plan, &ask.unit).contains(kind));
    let ages = figures.open_cases(context).await?;
    let _place = SEARCHING.try_acquire().map_err(|_| ApiError::Busy)?;
    let search = move || -> Result<Option<String>, ReliefSearchError> {
        let Some(start) = figures.start(ages.as_ref()) else { return Ok(None) };
        let of = (&ask.unit, kind.as_ref());
        let (search, plan) = relief_by_simulation(&start, of, wish.target, wish.until)?;
        // What is expected next month is nearly the stock of today: of a small unit it is as coarse as that.
        let disclosure = figures.counted.disclosure();
        let exact = disclosure.of_unit(&ask.unit) == Visible::All
            && ask.case_type.as_ref().is_none_or(|kind| disclosure.of_case_type(kind) == Visible::All);
        let said = if exact {
            search.sentence(&plan, language)
        } else {
            search.coarse_sentence(&plan, language, 5.0)
        };
        Ok(said.map(|said| of_kind(&plan, kind.as_ref(), said, language)))
    };
    let found = tokio::task::spawn_blocking(search).await;
    match found.map_err(|error| Failure::Fault(Box::new(error)))? {
        Ok(Some(sentence)) => Ok(sentence),
        Ok(None) => {
            Err(refuse("Die Suche hat kein Ergebnis; bitte wählen Sie ein anderes Ziel".to_owned()).into())
        }
        Err(error) => Err(refuse(error.to_string()).into()),
    }
}

/// What a search for one kind of cases answers: its stock, by posts that work on all kinds.
fn of_kind(plan: &Plan, kind: Option<&CaseTypeId>, said: String, language: Language) -> String {
    let Some(name) = kind.and_then(|kind| plan.case_type(kind)).map(|kind| &kind.name) else { return said };
    match language {
        Language::German => format!(
            "Gesucht für die Fallart „{name}“, deren Fälle allein gezählt sind. {said} Zusätzliche Stellen bearbeiten alle \
             Fallarten der Einheit nach deren Vorrang."
        ),
        Language::English => format!(
            "Searched for the kind “{name}”, of which alone the cases are counted. {said} Additional posts work on all kinds of the \
             unit in the order of their priority."
        ),
    }
}

/// The changes that put what was counted into the plan: the demand of a year, its handling times, or the stock at the end.
///
/// # Errors
/// [`ApiError::NotFound`] without a counted year or stock, and for handling times where none follows from it;
/// [`ApiError::Invalid`] with the reason where the plan cannot begin with the stock.
pub async fn calibration(context: &Context, kind: CalibrationKind) -> Result<CalibrationStep, Failure> {
    let figures = Figures::load(context).await?;
    let (plan, effective) = (&figures.plan, figures.plan.as_of);
    let origin = figures.origin.counts();
    let year = || last_year(&figures.counted).ok_or_else(|| missing("Ein gezähltes Jahr"));
    let (mut changes, reason) = match kind {
        CalibrationKind::Handling => {
            let found = figures.handlings();
            let named: Vec<(&str, &Handling)> =
                found.iter().map(|one| (plan.unit_name(&one.unit), one)).collect();
            (handling_changes(plan, &found, effective), handling_reason(year()?, origin, &named))
        }
        CalibrationKind::Demand => {
            let year = year()?;
            let fits = fits(plan, figures.counted.for_the_engine(), year);
            let worth = worth_of_backtest(figures.generated.is_some(), Language::German);
            let reason = demand_reason(year, origin, figures.backtest.as_deref(), worth);
            (calibrated(plan, &fits, effective), reason)
        }
        CalibrationKind::Opening => {
            let cases = Cases { ages: figures.open_cases(context).await?, ..Cases::default() };
            let stock = stock_of(&figures.sources(Language::German), &cases)
                .ok_or_else(|| missing("Ein gezählter Bestand"))?;
            if let Some(reason) = opening_refusal(plan, &stock, Language::German) {
                let errors = vec![PathError { path: "kind".to_owned(), reason }];
                return Err(ApiError::Invalid { errors }.into());
            }
            (stock.changes(plan), stock.reason(origin))
        }
    };
    changes.retain(|change| figures.may_know(change));
    if changes.is_empty() {
        return Err(missing("Ein gezähltes Jahr").into());
    }
    Ok(CalibrationStep { changes, reason })
}

fn missing(what: &str) -> ApiError {
    ApiError::NotFound { what: what.to_owned() }
}

/// The guided exercise, on the built-in figures.
///
/// # Errors
/// [`Failure::Fault`] when the database cannot be read.
pub async fn exercise(context: &Context, english: bool) -> Result<Exercise, Failure> {
    let counted = context.store.case_counts(context.permit()?, context.actor()).await?;
    let figures = Figures::built_in(context).await?;
    let residence = UnitId::parse("aufenthalt").map_err(|error| Failure::Fault(Box::new(error)))?;
    let mut cases = figures.cases(context, &residence).await?;
    let all: Vec<CaseTypeId> = figures.plan.case_types.iter().map(|one| one.id.clone()).collect();
    cases.ages = figures.generated.as_ref().map(|generated| generated.ages(&all));
    // The step about small units speaks of the page, which shows them where an agreement says so.
    let heads = context.least_heads().await?;
    let ledger = figures.counted.for_the_engine().clone();
    let small = UnitId::parse("einbuergerung").map_err(|error| Failure::Fault(Box::new(error)))?;
    let here = Counted::of(&figures.plan, ledger, heads).disclosure().of_unit(&small);
    let agreed = (here == Visible::All).then_some(heads);
    let steps = crate::dashboard::exercise(&figures.sources(language(english)), &cases, agreed);
    Ok(wire::exercise(steps, figures.pending, !counted.is_empty()))
}
