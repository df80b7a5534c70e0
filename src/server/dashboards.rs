//! Use cases of the dashboards: figures and forecasts are fetched, what may be seen of them is decided in one place
//! ([`Disclosure`]), and the core makes the panels.

mod computed;
pub(super) mod file;
mod wire;

use super::{Context, Failure};
use crate::api::{ApiError, AskUnitCases, DepartmentCases, Exercise, UnitCases};
use crate::caseload::{
    Backtest, DEFAULT_HEADS, Disclosure, Generated, Ledger, Measured, Month, Outlook, ReliefSearchError,
    Start, backtest, calibrated, case_types_of, fits, relief_by_simulation,
};
use crate::dashboard::{Cases, Dashboard, Department, Origin, ReliefWish, Sources, View};
use crate::format::Language;
use crate::permission::ViewCases;
use crate::plan::{Action, CaseTypeId, Change, PathError, Plan, UnitId};
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
    ledger: Ledger,
    disclosure: Disclosure,
    generated: Option<Arc<Generated>>,
    outlooks: Vec<Outlook>,
    backtest: Option<Backtest>,
    /// The units that the account may look at; all where none are named.
    units: Option<BTreeSet<UnitId>>,
    /// Whether the look ahead from the last counted month is being computed.
    pending: bool,
}

impl Figures {
    /// Reads what was counted; where nothing was, the generated figures stand in.
    pub(super) async fn load(context: &Context) -> Result<Self, Failure> {
        let (store, actor) = (&context.store, context.actor());
        let plan = store.first_plan(context.permit()?, actor).await?;
        let mut counted = store.case_counts(context.permit()?, actor).await?;
        if counted.is_empty() {
            counted = store.listed_ledger(context.permit()?, actor).await?;
        }
        let generated = if counted.is_empty() { computed::generated(&plan).await } else { None };
        let scope = context.scope(&context.permit::<ViewCases>()?);
        let within: BTreeSet<UnitId> = plan
            .units
            .iter()
            .filter(|unit| scope.contains(&plan, &unit.id))
            .map(|unit| unit.id.clone())
            .collect();
        let units = (within.len() < plan.units.len()).then_some(within);
        let heads = context.least_heads().await?;
        Self::made(context, (plan, units), counted, (generated, heads)).await
    }

    /// The generated figures of the built-in plan, whatever was counted.
    async fn built_in(context: &Context) -> Result<Self, Failure> {
        let plan = crate::plan::builtin().map_err(|error| Failure::Fault(Box::new(error)))?;
        let generated = computed::generated(&plan).await;
        Self::made(context, (plan, None), Ledger::default(), (generated, DEFAULT_HEADS)).await
    }

    async fn made(
        context: &Context,
        (plan, units): (Plan, Option<BTreeSet<UnitId>>),
        counted: Ledger,
        (generated, heads): (Option<Arc<Generated>>, u32),
    ) -> Result<Self, Failure> {
        let ledger = generated.as_ref().map_or(counted, |generated| generated.ledger.clone());
        let disclosure = Disclosure::present(&plan, &ledger, heads);
        let backtest = last_year(&ledger).and_then(|year| backtest(&plan, &ledger, year - 1));
        let mut figures = Self {
            plan,
            ledger,
            disclosure,
            generated,
            outlooks: Vec::new(),
            backtest,
            units,
            pending: false,
        };
        figures.look_ahead(context).await?;
        Ok(figures)
    }

    /// Takes the looks ahead that are known, and has the missing one computed.
    async fn look_ahead(&mut self, context: &Context) -> Result<(), Failure> {
        let Some((_, until)) = self.ledger.span() else { return Ok(()) };
        let made = computed::outlooks(context, self, until).await?;
        self.pending = made.pending;
        self.outlooks = made.outlooks;
        Ok(())
    }

    fn sources(&self, language: Language) -> Sources<'_> {
        Sources {
            plan: &self.plan,
            changes: &[],
            ledger: &self.ledger,
            origin: if self.generated.is_some() { Origin::Generated } else { Origin::Counted },
            disclosure: &self.disclosure,
            outlooks: &self.outlooks,
            backtest: self.backtest.as_ref(),
            units: self.units.as_ref(),
            language,
        }
    }

    /// What is known of the single cases of some kinds; how long they took only where that may be seen.
    async fn cases(&self, context: &Context, unit: &UnitId) -> Result<Cases, Failure> {
        let types = case_types_of(&self.plan, unit);
        let measured = self.disclosure.measured(&self.plan, unit);
        if let Some(generated) = &self.generated {
            return Ok(Cases {
                ages: Some(generated.ages(&types)),
                times: measured.as_ref().map(|measured| generated.cycle_times(measured)),
                scatter: measured.as_ref().map(|measured| generated.scatter(measured, POINTS as usize)),
            });
        }
        counted_cases(context, &types, measured.as_ref()).await
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
            None => counted_cases(context, &types, None).await?.ages,
        };
        Ok(Department::of(&self.sources(language), &Cases { ages, times: None, scatter: None }))
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

    fn start(&self) -> Option<Start<'_>> {
        Some(Start {
            plan: &self.plan,
            changes: &[],
            ledger: &self.ledger,
            ages: None,
            until: self.ledger.span()?.1,
            calibrated_on: last_year(&self.ledger),
        })
    }
}

/// What the list of cases says.
async fn counted_cases(
    context: &Context,
    types: &[CaseTypeId],
    measured: Option<&Measured>,
) -> Result<Cases, Failure> {
    let (store, actor) = (&context.store, context.actor());
    let Some(list) = store.case_list(context.permit()?, actor).await? else { return Ok(Cases::default()) };
    let ages = store.open_ages(context.permit()?, actor, types, list.as_of).await?;
    let (Some(measured), Some(until)) = (measured, Month::of(list.as_of)) else {
        return Ok(Cases { ages: Some(ages), ..Cases::default() });
    };
    let months = until.plus(-11)..=until;
    let times = store.cycle_times(context.permit()?, actor, measured, months.clone()).await?;
    let scatter = store.scatter(context.permit()?, actor, measured, months, POINTS).await?;
    Ok(Cases { ages: Some(ages), times: Some(times), scatter: Some(scatter) })
}

/// The last year that was counted to its end.
fn last_year(ledger: &Ledger) -> Option<i32> {
    let (_, until) = ledger.span()?;
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
    let year =
        last_year(&figures.ledger).filter(|year| !fits(&figures.plan, &figures.ledger, *year).is_empty());
    Ok(wire::department(department, year, language))
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
    let _place = SEARCHING.try_acquire().map_err(|_| ApiError::Busy)?;
    let search = move || -> Result<Option<String>, ReliefSearchError> {
        let Some(start) = figures.start() else { return Ok(None) };
        let (search, plan) = relief_by_simulation(&start, &ask.unit, wish.target, wish.until)?;
        Ok(search.sentence(&plan, language))
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

/// The changes that put demand fitted on the last counted year into the plan.
///
/// # Errors
/// [`ApiError::NotFound`] without a counted year.
pub async fn calibration(context: &Context) -> Result<Vec<Change>, Failure> {
    let figures = Figures::load(context).await?;
    let nothing = || ApiError::NotFound { what: "Ein gezähltes Jahr".to_owned() };
    let year = last_year(&figures.ledger).ok_or_else(nothing)?;
    let fits = fits(&figures.plan, &figures.ledger, year);
    let mut changes = calibrated(&figures.plan, &fits, figures.plan.as_of);
    changes.retain(|change| figures.may_know(change));
    if changes.is_empty() { Err(nothing().into()) } else { Ok(changes) }
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
    let steps = crate::dashboard::exercise(&figures.sources(language(english)), &cases);
    Ok(wire::exercise(steps, figures.pending, !counted.is_empty()))
}
