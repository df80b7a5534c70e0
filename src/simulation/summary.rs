//! From replications to figures with their intervals.

mod list;

use super::forecast::{
    Comparison, FigureSeries, Figures, Forecast, PopulationFigures, PopulationSeries, Series, Summary,
};
use super::model::Model;
use super::replication::{Line, PopulationLine, Replication};
use super::standing::{Standing, Standings};
use super::student;
use list::List;
use std::collections::BTreeMap;

/// Summarises replications, in the order of their numbers; a number that comes twice counts once.
///
/// Cost: linear in replications times figures, and a sort of the replications for each figure.
#[must_use]
pub fn forecast(model: &Model, replications: &[Replication]) -> Forecast {
    let ordered = in_order(replications);
    let samples: Vec<Sample<'_>> = ordered.iter().map(|one| (*one, None)).collect();
    summarise(model, &samples, &[])
}

/// Scenario against baseline: both forecasts, and the differences of the replications that have the same number.
///
/// Differences are taken for the case types, units and populations that both have.
#[must_use]
pub fn compare(baseline: (&Model, &[Replication]), scenario: (&Model, &[Replication])) -> Comparison {
    let (before, after) = (in_order(baseline.1), in_order(scenario.1));
    let mut by_number: BTreeMap<u32, &Replication> = BTreeMap::new();
    by_number.extend(before.iter().map(|one| (one.replication, *one)));
    let pairs: Vec<Sample<'_>> = after
        .iter()
        .filter_map(|one| by_number.get(&one.replication).map(|other| (*one, Some((*other, baseline.0)))))
        .collect();
    Comparison {
        baseline: forecast(baseline.0, baseline.1),
        scenario: forecast(scenario.0, scenario.1),
        difference: summarise(scenario.0, &pairs, &[]),
    }
}

/// A replication, and the one to be taken off.
type Sample<'a> = (&'a Replication, Option<(&'a Replication, &'a Model)>);

fn in_order(replications: &[Replication]) -> Vec<&Replication> {
    let mut ordered: Vec<&Replication> = replications.iter().collect();
    ordered.sort_by_key(|one| one.replication);
    ordered.dedup_by_key(|one| one.replication);
    ordered
}

fn summarise(model: &Model, samples: &[Sample<'_>], extra: &[String]) -> Forecast {
    let mut summariser = Summariser::new(samples.len());
    let months = model.clock.months.len();
    let other = samples.first().and_then(|sample| sample.1).map(|(_, model)| model);
    let mut forecast = Forecast {
        plan: model.plan_name.clone(),
        seed: model.options.seed,
        replications: u32::try_from(samples.len()).unwrap_or(u32::MAX),
        horizon_days: model.options.horizon_days,
        start: model.start,
        months: model.clock.months.iter().map(|month| month.first).collect(),
        case_types: BTreeMap::new(),
        units: BTreeMap::new(),
        department: FigureSeries::default(),
        populations: BTreeMap::new(),
        standing: Standings::default(),
        warnings: model.warnings.iter().chain(extra).cloned().collect(),
    };
    case_types(&mut forecast, &mut summariser, model, samples, other);
    units(&mut forecast, &mut summariser, model, samples, other);
    let whole = whole(samples, |one| one.department.as_ref());
    if !whole.is_empty() {
        forecast.department = summariser.series(&whole, months);
    }
    forecast.standing.department =
        summariser.standing(&self::whole(samples, |one| one.standing.department.as_ref()));
    for (at, info) in model.populations.iter().filter(|info| info.reported).enumerate() {
        let before = other.map(|model| {
            let mut known = model.populations.iter().filter(|info| info.reported);
            known.position(|known| known.id == info.id)
        });
        let lines = lines(samples, at, before, |one| &one.populations);
        forecast.populations.insert(info.id.clone(), summariser.population(&lines, months));
    }
    forecast
}

fn case_types(
    forecast: &mut Forecast,
    summariser: &mut Summariser,
    model: &Model,
    samples: &[Sample<'_>],
    other: Option<&Model>,
) {
    for (at, info) in model.types.iter().filter(|info| info.reported).enumerate() {
        // Place in the lines of the baseline.
        let before = other.map(|model| {
            let mut known = model.types.iter().filter(|info| info.reported);
            known.position(|known| known.id == info.id)
        });
        let series =
            summariser.series(&lines(samples, at, before, |one| &one.case_types), model.clock.months.len());
        forecast.case_types.insert(info.id.clone(), series);
        let standing = summariser.standing(&lines(samples, at, before, |one| &one.standing.case_types));
        forecast.standing.case_types.insert(info.id.clone(), standing);
    }
}

fn units(
    forecast: &mut Forecast,
    summariser: &mut Summariser,
    model: &Model,
    samples: &[Sample<'_>],
    other: Option<&Model>,
) {
    for (at, info) in model.units.iter().filter(|info| info.reported).enumerate() {
        let before = other.map(|model| {
            let mut known = model.units.iter().filter(|info| info.reported);
            known.position(|known| known.id == info.id)
        });
        let series =
            summariser.series(&lines(samples, at, before, |one| &one.units), model.clock.months.len());
        forecast.units.insert(info.id.clone(), series);
        let standing = summariser.standing(&lines(samples, at, before, |one| &one.standing.units));
        forecast.standing.units.insert(info.id.clone(), standing);
    }
}

/// The lines of the whole organisation; none of a replication that computed a part.
fn whole<'a, L>(
    samples: &[Sample<'a>],
    of: impl Fn(&'a Replication) -> Option<&'a L>,
) -> Vec<(&'a L, Option<&'a L>)> {
    let line = |(one, other): &Sample<'a>| match other {
        None => Some((of(one)?, None)),
        Some((other, _)) => Some((of(one)?, Some(of(other)?))),
    };
    samples.iter().filter_map(line).collect()
}

/// The lines of one entity; `before` is its place in the baseline (`Some(None)`: not there, counts as nothing).
fn lines<'a, L>(
    samples: &[Sample<'a>],
    at: usize,
    before: Option<Option<usize>>,
    of: impl Fn(&'a Replication) -> &'a Vec<L>,
) -> Vec<(&'a L, Option<&'a L>)> {
    let line = |(one, other): &Sample<'a>| {
        let line = of(one).get(at)?;
        match (before, other) {
            (None, _) | (_, None) => Some((line, None)),
            (Some(before), Some((other, _))) => {
                before.and_then(|before| Some((line, Some(of(other).get(before)?))))
            }
        }
    };
    samples.iter().filter_map(line).collect()
}

/// Summarises lists of values; keeps what several lists share.
#[derive(Debug)]
pub struct Summariser {
    /// Student's t for the 95 % interval.
    quantile: student::Quantiles,
    /// The lists of a round, in the order in which they come; only one where nothing is remembered.
    lists: Vec<List>,
    /// Place of the next one, where lists are remembered from round to round.
    next: Option<usize>,
}

impl Summariser {
    /// For lists of about so many values.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self { quantile: student::quantile_975(most), lists: Vec::new(), next: None }
    }

    /// One that is asked for the same figures again and again while replications come in, and then has nothing to do but to put the new
    /// values in their places. What it says is what [`Self::new`] would. It takes 16 bytes for each value.
    #[must_use]
    pub fn remembering(most: usize) -> Self {
        Self { next: Some(0), ..Self::new(most) }
    }

    /// The same figures are asked for once more, in the same order.
    pub fn begin_again(&mut self) {
        self.next = self.next.map(|_| 0);
    }

    /// Mean, 95 % interval and percentiles of some values; all zero where there is none.
    #[must_use]
    pub fn of(&mut self, values: impl Iterator<Item = f64>) -> Summary {
        self.summary(values.map(Some))
    }

    fn series(&mut self, lines: &[(&Line, Option<&Line>)], months: usize) -> FigureSeries {
        let mut total = Figures::<Summary>::default();
        for (place, summary) in total.each_mut().into_iter().enumerate() {
            *summary = self.summary(lines.iter().map(|(line, other)| {
                difference(*line.total.each()[place], other.map(|other| *other.total.each()[place]))
            }));
        }
        let mut by_month = Figures::<Vec<Summary>>::default();
        for (place, list) in by_month.each_mut().into_iter().enumerate() {
            *list = self.months(lines, months, |line| line.months.each()[place]);
        }
        Series { total, months: by_month }
    }

    fn standing(&mut self, lines: &[(&Standing<f64>, Option<&Standing<f64>>)]) -> Standing<Summary> {
        let mut standing = Standing::<Summary>::default();
        for (place, summary) in standing.each_mut().into_iter().enumerate() {
            *summary = self.summary(lines.iter().map(|(line, other)| {
                difference(Some(*line.each()[place]), other.map(|other| Some(*other.each()[place])))
            }));
        }
        standing
    }

    fn population(
        &mut self,
        lines: &[(&PopulationLine, Option<&PopulationLine>)],
        months: usize,
    ) -> PopulationSeries {
        let mut total = PopulationFigures::<Summary>::default();
        for (place, summary) in total.each_mut().into_iter().enumerate() {
            *summary = self.summary(lines.iter().map(|(line, other)| {
                difference(*line.total.each()[place], other.map(|other| *other.total.each()[place]))
            }));
        }
        let mut by_month = PopulationFigures::<Vec<Summary>>::default();
        for (place, list) in by_month.each_mut().into_iter().enumerate() {
            *list = self.months(lines, months, |line| line.months.each()[place]);
        }
        Series { total, months: by_month }
    }

    fn months<L>(
        &mut self,
        lines: &[(&L, Option<&L>)],
        months: usize,
        of: impl Fn(&L) -> &Vec<Option<f32>>,
    ) -> Vec<Summary> {
        let value = |line: &L, month: usize| of(line).get(month).copied().flatten().map(f64::from);
        (0..months)
            .map(|month| {
                self.summary(lines.iter().map(|(line, other)| {
                    difference(value(line, month), other.map(|other| value(other, month)))
                }))
            })
            .collect()
    }

    /// Mean, interval and percentiles of what is there.
    fn summary(&mut self, values: impl Iterator<Item = Option<f64>>) -> Summary {
        let (quantile, list) = self.list();
        list.take(values.flatten());
        list.summary(quantile)
    }

    /// The next list, as it was in the round before.
    fn list(&mut self) -> (&mut student::Quantiles, &mut List) {
        let place = self.next.unwrap_or(0);
        if place >= self.lists.len() {
            self.lists.resize_with(place + 1, List::default);
        }
        let list = &mut self.lists[place];
        match &mut self.next {
            Some(next) => *next += 1,
            None => list.forget(),
        }
        (&mut self.quantile, list)
    }
}

/// The value, or what it is more than the other; none where either is missing.
fn difference(value: Option<f64>, other: Option<Option<f64>>) -> Option<f64> {
    match other {
        None => value,
        Some(other) => Some(value? - other?),
    }
}
