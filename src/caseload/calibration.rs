//! Calibration: what the counts of a year say of the demand, and how far that year would have been right about the next one.
//!
//! Received cases are taken as counts of a rate that grows evenly (a log-linear model): level and trend by maximum likelihood
//! with a weak prior on the trend (a year of twelve months cannot tell doubling from chance), season by residuals drawn
//! towards the season of the plan, dispersion by Pearson's statistic. What the fit does not know of its own parameters is part
//! of the band, so that the band of a forecast says how far to believe it.

mod adopted;
mod backtest;
mod handling;
mod stock;

pub use adopted::{demand_reason, handling_reason, is_calibration};
pub use backtest::{Accuracy, Backtest, BacktestRow, Predicted, backtest, worth_of_backtest};
pub use handling::{Handling, handling, handling_changes};
pub use stock::{CountedKind, CountedStock};

use super::{Ledger, Month};
use crate::plan::{Calendar, CaseType, Plan};
use chrono::NaiveDate;
use serde::Serialize;

/// Months without which nothing is fitted.
pub const LEAST_MONTHS: usize = 12;

/// Standard deviation of the yearly trend before anything was counted, as a logarithm: in two years of three demand changes by
/// less than about a third.
const TREND_PRIOR: f64 = 0.4;

/// Steps of the fit; it is there after five or six.
const STEPS: u32 = 25;

/// What a year of counts says of the demand of a case type.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fit {
    /// Expected cases in a year at the rate of the last month counted.
    pub per_year: f64,
    /// Yearly growth as a fraction.
    pub growth: f64,
    /// Half width of the 95 % interval of the growth, as a fraction.
    pub growth_half_width: f64,
    /// Twelve monthly factors, January first.
    pub season: [f64; 12],
    /// Variance over mean of the monthly number, at least 1.
    pub dispersion: f64,
    /// Months that it rests on.
    pub months: usize,
    /// Cases that it rests on.
    pub cases: u64,
    first: Month,
    last: Month,
    /// Level in the middle of the months and yearly trend, as logarithms of a daily rate.
    level: f64,
    trend: f64,
    /// Variances and covariance of the two.
    spread: [f64; 3],
}

/// A number of cases that is expected in a month, with the band in which nine of ten fall.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Expected {
    /// Mean.
    pub mean: f64,
    /// One in twenty is below.
    pub low: f64,
    /// One in twenty is above.
    pub high: f64,
}

/// Days on which cases of a type come in a month.
fn exposure(plan: &Plan, case_type: &CaseType, month: Month) -> f64 {
    let (Some(first), Some(next)) = (month.first_day(), month.plus(1).first_day()) else { return 30.0 };
    let days = if case_type.walk_in {
        let calendar = Calendar::new(plan.region);
        let counts = |day: &NaiveDate| calendar.is_working_day(*day);
        first.iter_days().take_while(|day| *day < next).filter(counts).count() as i64
    } else {
        (next - first).num_days()
    };
    (days as f64).max(1.0)
}

/// The season of the plan, or none.
fn stated_season(case_type: &CaseType) -> [f64; 12] {
    let mut season = [1.0; 12];
    for (factor, stated) in season.iter_mut().zip(&case_type.demand.season) {
        *factor = stated.max(0.01);
    }
    season
}

impl Fit {
    /// Fits the received cases from one month up to another one, both included; none with fewer than [`LEAST_MONTHS`] counted
    /// months or without a single case.
    #[must_use]
    pub fn of(plan: &Plan, ledger: &Ledger, case_type: &CaseType, from: Month, until: Month) -> Option<Self> {
        let season = stated_season(case_type);
        let months = (from.number()..=until.number()).map(|number| from.plus(number - from.number()));
        let counted: Vec<Point> = months
            .filter_map(|month| {
                let received = ledger.get(&case_type.id, month)?.received?;
                let days = exposure(plan, case_type, month);
                let seasonal = season[(month.month() as usize - 1) % 12];
                Some(Point { month, cases: received as f64, exposure: days * seasonal, years: 0.0 })
            })
            .collect();
        let cases: f64 = counted.iter().map(|point| point.cases).sum();
        if counted.len() < LEAST_MONTHS || cases < 1.0 {
            return None;
        }
        let middle = (from.number() + until.number()) as f64 / 2.0;
        let points: Vec<Point> = counted
            .into_iter()
            .map(|point| Point { years: (f64::from(point.month.number()) - middle) / 12.0, ..point })
            .collect();
        let (level, trend, dispersion, spread) = log_linear(&points);
        let season =
            fitted_season(&points, season, |point| libm::exp(level + trend * point.years) * point.exposure);
        let last = (f64::from(until.number()) - middle) / 12.0;
        Some(Self {
            per_year: libm::exp(level + trend * last) * per_year_days(plan, case_type, until),
            growth: libm::expm1(trend),
            growth_half_width: 1.96 * libm::sqrt(spread[2]) * libm::exp(trend),
            season,
            dispersion,
            months: points.len(),
            cases: cases as u64,
            first: from,
            last: until,
            level,
            trend,
            spread,
        })
    }

    /// What it expects of a month, inside or beyond those that it rests on.
    #[must_use]
    pub fn expect(&self, plan: &Plan, case_type: &CaseType, month: Month) -> Expected {
        let middle = f64::from(self.first.number() + self.last.number()) / 2.0;
        let years = (f64::from(month.number()) - middle) / 12.0;
        let season = self.season[(month.month() as usize - 1) % 12];
        let mean = libm::exp(self.level + self.trend * years) * exposure(plan, case_type, month) * season;
        let unknown = self.spread[0] + 2.0 * years * self.spread[1] + years * years * self.spread[2];
        let variance = self.dispersion * mean + mean * mean * libm::expm1(unknown.max(0.0));
        let (low, high) = band(mean, variance);
        Expected { mean, low, high }
    }
}

/// Days of a year on which cases of a type come.
fn per_year_days(plan: &Plan, case_type: &CaseType, month: Month) -> f64 {
    if case_type.walk_in {
        f64::from(Calendar::new(plan.region).working_days_in_year(month.year()))
    } else {
        365.0
    }
}

#[derive(Debug, Clone, Copy)]
struct Point {
    month: Month,
    cases: f64,
    exposure: f64,
    /// From the middle of the months on.
    years: f64,
}

/// Level, trend, dispersion, and the variances of the first two with their covariance: [level, both, trend].
fn log_linear(points: &[Point]) -> (f64, f64, f64, [f64; 3]) {
    let (cases, days) =
        points.iter().fold((0.0, 0.0), |(cases, days), point| (cases + point.cases, days + point.exposure));
    let (mut level, mut trend, mut dispersion) = (libm::log(cases / days), 0.0, 1.0);
    let mut information = [0.0; 3];
    for _ in 0..STEPS {
        let prior = 1.0 / (TREND_PRIOR * TREND_PRIOR);
        let mut slope = [0.0, -trend * prior];
        information = [0.0, 0.0, prior];
        for point in points {
            let mean = libm::exp(level + trend * point.years) * point.exposure;
            let rest = (point.cases - mean) / dispersion;
            slope[0] += rest;
            slope[1] += rest * point.years;
            information[0] += mean / dispersion;
            information[1] += mean * point.years / dispersion;
            information[2] += mean * point.years * point.years / dispersion;
        }
        let determinant = information[0] * information[2] - information[1] * information[1];
        let step = [
            (information[2] * slope[0] - information[1] * slope[1]) / determinant,
            (information[0] * slope[1] - information[1] * slope[0]) / determinant,
        ];
        level += step[0].clamp(-1.0, 1.0);
        trend += step[1].clamp(-1.0, 1.0);
        let pearson: f64 = points
            .iter()
            .map(|point| {
                let mean = libm::exp(level + trend * point.years) * point.exposure;
                (point.cases - mean) * (point.cases - mean) / mean
            })
            .sum();
        dispersion = (pearson / (points.len().saturating_sub(2).max(1)) as f64).max(1.0);
    }
    let determinant = information[0] * information[2] - information[1] * information[1];
    let spread = [information[2] / determinant, -information[1] / determinant, information[0] / determinant];
    (level, trend, dispersion, spread)
}

/// The season of the plan, corrected by what the months say beyond chance: each residual is drawn towards 1 by the part of its
/// variance that counting alone makes.
fn fitted_season(points: &[Point], stated: [f64; 12], mean: impl Fn(&Point) -> f64) -> [f64; 12] {
    let mut sums = [(0.0, 0.0); 12];
    for point in points {
        let sum = &mut sums[(point.month.month() as usize - 1) % 12];
        sum.0 += point.cases;
        sum.1 += mean(point);
    }
    let ratios = sums.map(|(cases, expected)| if expected > 0.0 { cases / expected } else { 1.0 });
    let chance = sums.map(|(_, expected)| if expected > 0.0 { 1.0 / expected } else { 0.0 });
    let variance = ratios.iter().map(|ratio| (ratio - 1.0) * (ratio - 1.0)).sum::<f64>() / 12.0;
    let between = (variance - chance.iter().sum::<f64>() / 12.0).max(0.0);
    let mut season = stated;
    for (place, factor) in season.iter_mut().enumerate() {
        let weight = if between > 0.0 { between / (between + chance[place]) } else { 0.0 };
        *factor *= (1.0 + weight * (ratios[place] - 1.0)).max(0.05);
    }
    let all = season.iter().sum::<f64>() / 12.0;
    season.map(|factor| factor / all)
}

/// The band of nine in ten of a count with this mean and variance: of a gamma distribution, by the cube root of Wilson and
/// Hilferty, half a case wider on both sides as counts are whole.
fn band(mean: f64, variance: f64) -> (f64, f64) {
    if mean <= 0.0 {
        return (0.0, 0.0);
    }
    const ONE_IN_TWENTY: f64 = 1.644_853_6;
    let shape = mean * mean / variance.max(mean);
    let ninth = 1.0 / (9.0 * shape);
    let at = |sigma: f64| {
        let root = (1.0 - ninth + sigma * libm::sqrt(ninth)).max(0.0);
        mean * root * root * root
    };
    ((at(-ONE_IN_TWENTY) - 0.5).max(0.0), at(ONE_IN_TWENTY) + 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caseload::Counts;
    use crate::plan::builtin;

    fn january() -> Month {
        Month::new(2022, 1).unwrap()
    }

    fn counted(plan: &Plan, cases: impl Fn(i32) -> f64) -> (Ledger, CaseType) {
        let case_type = plan.case_types[0].clone();
        let mut ledger = Ledger::default();
        for month in 0..12 {
            let days = exposure(plan, &case_type, january().plus(month));
            let received = Some((cases(month) * days).round() as u64);
            let counts = Counts { received, ..Counts::default() };
            ledger.enter(case_type.id.clone(), january().plus(month), counts);
        }
        (ledger, case_type)
    }

    #[test]
    fn finds_the_level_and_the_trend_of_even_growth() {
        let plan = builtin().unwrap();
        // 100 a day at the middle of the year, 20 % more each year.
        let (ledger, case_type) =
            counted(&plan, |month| 100.0 * libm::pow(1.2, (f64::from(month) - 5.5) / 12.0));
        let fit = Fit::of(&plan, &ledger, &case_type, january(), january().plus(11)).unwrap();
        assert!((fit.growth - 0.2).abs() < 0.01, "{}", fit.growth);
        let next = fit.expect(&plan, &case_type, january().plus(23));
        let truth = 31.0 * 100.0 * libm::pow(1.2, 17.5 / 12.0);
        assert!((next.mean / truth - 1.0).abs() < 0.02, "{next:?} {truth}");
        assert!(next.low < truth && truth < next.high);
        assert!(fit.season.iter().all(|factor| (factor - 1.0).abs() < 0.02));
        assert!((fit.dispersion - 1.0).abs() < 1e-9);
    }

    #[test]
    fn few_cases_give_a_wide_band_and_none_give_no_fit() {
        let plan = builtin().unwrap();
        let (ledger, case_type) = counted(&plan, |month| if month % 3 == 0 { 0.04 } else { 0.0 });
        let fit = Fit::of(&plan, &ledger, &case_type, january(), january().plus(11)).unwrap();
        let next = fit.expect(&plan, &case_type, january().plus(18));
        assert!(next.low < 0.5 && next.high > 2.0 * next.mean, "{next:?}");
        let (nothing, case_type) = counted(&plan, |_| 0.0);
        assert!(Fit::of(&plan, &nothing, &case_type, january(), january().plus(11)).is_none());
        assert!(Fit::of(&plan, &ledger, &case_type, january(), january().plus(10)).is_none());
    }

    #[test]
    fn a_season_beyond_chance_is_found() {
        let plan = builtin().unwrap();
        let (ledger, case_type) = counted(&plan, |month| if month == 8 { 60.0 } else { 30.0 });
        let fit = Fit::of(&plan, &ledger, &case_type, january(), january().plus(11)).unwrap();
        assert!(fit.season[8] > 1.6 && fit.season[3] < 1.05, "{:?}", fit.season);
        assert!((fit.season.iter().sum::<f64>() - 12.0).abs() < 1e-9);
    }
}
