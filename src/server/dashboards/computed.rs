//! What takes longer than a request may: the generated figures, and the looks ahead. Each is a function of plan and counts, so it
//! is kept under a hash of both, and computed once for everybody who asks.

use super::{Context, Failure, Figures, last_year};
use crate::caseload::{Ages, Backtest, Counted, Generated, Ledger, Month, Outlook, Start, fits, outlook};
use crate::plan::Plan;
use crate::store::{StoredList, StoredOutlook};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// Months that are looked ahead.
const MONTHS: u32 = 12;

/// Plans and counts of which results are kept in memory.
const KEPT: usize = 16;

/// Results by hash; what is being computed.
#[derive(Default)]
struct Kept {
    generated: BTreeMap<String, Option<Arc<Generated>>>,
    outlooks: BTreeMap<String, Vec<Outlook>>,
    backtests: BTreeMap<String, Option<Arc<Backtest>>>,
    running: BTreeSet<String>,
}

static KEEP: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);

fn keep<R>(look: impl FnOnce(&mut Kept) -> R) -> R {
    // What a panic left behind is whole: entries are put in one by one.
    look(&mut KEEP.lock().unwrap_or_else(PoisonError::into_inner))
}

fn put<T>(into: &mut BTreeMap<String, T>, key: String, value: T) {
    if into.len() >= KEPT {
        into.pop_first();
    }
    into.insert(key, value);
}

/// Hash of plan, counts, and the list of cases with which a look ahead begins: another list, another look ahead.
fn hash(plan: &Plan, ledger: Option<&Ledger>, list: Option<&StoredList>) -> String {
    let mut hasher = Sha256::new();
    hasher.update(serde_json::to_vec(plan).unwrap_or_default());
    for (case_type, month, counts) in ledger.into_iter().flat_map(Ledger::entries) {
        hasher.update(format!("{case_type} {} {counts:?}\n", month.number()));
    }
    if let Some(StoredList { as_of, open, closed, source, recorded_at }) = list {
        hasher.update(format!("{as_of} {open} {closed} {source} {recorded_at}\n"));
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The generated figures of a plan; none where it has no yearly counts or cannot be simulated.
pub(super) async fn generated(plan: &Plan) -> Option<Arc<Generated>> {
    let key = hash(plan, None, None);
    if let Some(known) = keep(|kept| kept.generated.get(&key).cloned()) {
        return known;
    }
    let plan = plan.clone();
    let made = tokio::task::spawn_blocking(move || Generated::of(&plan)).await;
    let made = match made {
        Ok(Ok(made)) => made.map(Arc::new),
        failed => {
            tracing::warn!(?failed, "no figures can be generated for the plan");
            None
        }
    };
    keep(|kept| put(&mut kept.generated, key, made.clone()));
    made
}

/// What the year before the last would have said of the last one that was counted to its end.
pub(super) fn backtest(plan: &Plan, counted: &Counted) -> Option<Arc<Backtest>> {
    let year = last_year(counted)?;
    let key = hash(plan, Some(counted.for_the_engine()), None);
    if let Some(known) = keep(|kept| kept.backtests.get(&key).cloned()) {
        return known;
    }
    let made = counted.backtest(plan, year - 1).map(Arc::new);
    keep(|kept| put(&mut kept.backtests, key, made.clone()));
    made
}

/// What is known of looks ahead.
pub(super) struct Made {
    pub(super) outlooks: Vec<Outlook>,
    pub(super) pending: bool,
}

/// The look ahead from the last counted month and earlier ones. The one that is missing is computed beside the request.
pub(super) async fn outlooks(context: &Context, figures: &Figures, until: Month) -> Result<Made, Failure> {
    let basis = hash(&figures.plan, Some(figures.counted.for_the_engine()), figures.current_list());
    let stored = match &figures.generated {
        // What rests on no counts is not kept with them.
        Some(_) => Vec::new(),
        None => context.store.outlooks(context.permit()?, context.actor()).await?,
    };
    let earlier: Vec<Outlook> = stored
        .iter()
        .map(|stored| &stored.outlook)
        .filter(|outlook| outlook.counted_until < until)
        .cloned()
        .collect();
    let newest = stored.into_iter().find(|stored| stored.basis == basis).map(|stored| stored.outlook);
    let known = keep(|kept| kept.outlooks.get(&basis).cloned());
    // What could not be computed is not tried again and again.
    let is_computed = known.is_some();
    let mut found: Vec<Outlook> = newest.into_iter().collect();
    for outlook in known.unwrap_or_default() {
        let there = |other: &Outlook| other.counted_until == outlook.counted_until;
        // What was computed afterwards gives way to what was said then.
        if !found.iter().any(there) && (!outlook.afterwards || earlier.is_empty()) {
            found.push(outlook);
        }
    }
    let pending = !is_computed && !found.iter().any(|outlook| outlook.counted_until == until);
    if pending {
        let ages = figures.open_cases(context).await?;
        begin(context, figures, ages, (basis, until))?;
    }
    found.extend(earlier);
    Ok(Made { outlooks: found, pending })
}

/// Work under a hash; given up or done, it may be begun again.
struct Running(String);

impl Drop for Running {
    fn drop(&mut self) {
        keep(|kept| kept.running.remove(&self.0));
    }
}

/// Has the looks ahead computed, unless that is under way.
fn begin(
    context: &Context,
    figures: &Figures,
    ages: Option<Ages>,
    (basis, until): (String, Month),
) -> Result<(), Failure> {
    if !keep(|kept| kept.running.insert(basis.clone())) {
        return Ok(());
    }
    let (store, actor, permit) = (context.store.clone(), context.actor().clone(), context.permit()?);
    let (plan, counted) = (figures.plan.clone(), figures.counted.clone());
    let is_counted = figures.generated.is_none();
    let running = Running(basis.clone());
    tokio::spawn(async move {
        let _running = running;
        let compute = move || compute(&plan, &counted, ages.as_ref(), until);
        let made = tokio::task::spawn_blocking(compute).await.unwrap_or_default();
        if let Some(newest) = made.iter().find(|outlook| is_counted && outlook.counted_until == until) {
            let stored = StoredOutlook { basis: basis.clone(), outlook: newest.clone() };
            if let Err(error) = store.keep_outlook(permit, &actor, &stored).await {
                tracing::warn!(%error, "a look ahead could not be kept");
            }
        }
        keep(|kept| put(&mut kept.outlooks, basis, made));
    });
    Ok(())
}

/// The look ahead, and the one that the year before would have given: how right it was stands beside it.
fn compute(plan: &Plan, counted: &Counted, ages: Option<&Ages>, until: Month) -> Vec<Outlook> {
    let ledger = counted.for_the_engine();
    let fitted = |year: i32| Some(year).filter(|year| !fits(plan, ledger, *year).is_empty());
    let year = last_year(counted);
    let start = |until, ages, calibrated_on| Start { plan, changes: &[], ledger, ages, until, calibrated_on };
    let mut starts = vec![start(until, ages, year.and_then(fitted))];
    if let Some(before) = year.and_then(|year| fitted(year - 1))
        && let Some(december) = Month::new(before, 12)
    {
        starts.push(start(december, None, Some(before)));
    }
    let looked = starts.iter().map(|start| outlook(start, MONTHS));
    looked
        .filter_map(|outlook| outlook.inspect_err(|error| tracing::warn!(%error, "no look ahead")).ok())
        .collect()
}
