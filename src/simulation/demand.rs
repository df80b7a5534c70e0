//! Expected arrivals day by day, and the number that comes on a day.

use super::clock::{Clock, date_of, day_of};
use super::limit::at_most;
use super::random::Key;
use crate::plan::Demand;
use chrono::NaiveDate;

/// Largest exponent of one inversion: exp(-500) is far from the smallest number.
const CHUNK: f64 = 500.0;

/// The expected number of a day and the probability of none.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Rate {
    pub(super) mean: f64,
    pub(super) none: f64,
    /// Independent parts into which a very large number is split.
    parts: u32,
    /// A place on the way of the inversion that nearly every draw passes: most begin there instead of at none.
    ahead: Reached,
}

/// A place on the way of an inversion: a number, its probability, and that of at most so many.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Reached {
    count: u32,
    term: f64,
    below: f64,
}

/// Numbers below this are not worth a place of their own on the way.
const FAR: f64 = 4.0;

/// Expected arrivals on one day.
///
/// Per year over the days of the calendar year (walk-in: over its working days), times growth compounded from the
/// first day, the month's factor and the events in effect.
pub(super) fn mean_of_day(demand: &Demand, walk_in: bool, start: NaiveDate, day: u32, clock: &Clock) -> f64 {
    let at = day as usize;
    let (month, days_of_year) = clock.calendar.get(at).copied().unwrap_or((0, 365));
    let days = if walk_in {
        if clock.length.get(at).is_none_or(|length| *length <= 0.0) {
            return 0.0;
        }
        f64::from(clock.working_days_of_year.get(at).copied().unwrap_or(250).max(1))
    } else {
        f64::from(days_of_year)
    };
    let mut mean = demand.per_year / days;
    if demand.growth != 0.0 {
        mean *= libm::exp(libm::log1p(demand.growth.max(-1.0)) * f64::from(day) / 365.25);
    }
    if let Some(season) = demand.season.get(usize::from(month)) {
        mean *= season;
    }
    for event in demand.events.iter().filter(|event| event.enabled) {
        let date = date_of(start, day);
        let since = day_of(event.from, date);
        if since < 0 || event.until.is_some_and(|until| date > until) {
            continue;
        }
        let part = if event.ramp_days == 0 { 1.0 } else { since as f64 / f64::from(event.ramp_days) };
        mean *= 1.0 + (event.factor - 1.0) * part.min(1.0);
    }
    mean.max(0.0)
}

impl Rate {
    /// Prepares the draw of a day; `dispersion` is variance over mean, 1 for Poisson.
    pub(super) fn new(mean: f64, dispersion: f64) -> Self {
        let parts = parts(mean, dispersion);
        let none = none(mean / parts, dispersion);
        Self { mean, none, parts: parts as u32, ahead: Reached { count: 0, term: none, below: none } }
    }

    /// The same for many draws: two deviations below the mean are gone through once and for all. The draws stay as they were, to the
    /// bit, as the sums on the way do.
    pub(super) fn for_many(mut self, dispersion: f64) -> Self {
        let law = Law::new(self.mean / f64::from(self.parts.max(1)), dispersion);
        let variance = if law.poisson { law.mean } else { law.mean * dispersion };
        // A rate without measure is refused later; it must come so far.
        let until = at_most(law.mean - 2.0 * libm::sqrt(variance), CHUNK);
        while until > FAR && f64::from(self.ahead.count + 1) < until {
            law.advance(&mut self.ahead);
        }
        self
    }

    /// How many come: Poisson, or negative binomial (Poisson with a gamma factor) where the dispersion is above 1.
    ///
    /// By inversion of one uniform number, so that a larger mean never gives fewer. Cost: linear in the result.
    pub(super) fn draw(self, dispersion: f64, key: Key) -> u64 {
        if self.mean <= 0.0 {
            return 0;
        }
        let law = Law::new(self.mean / f64::from(self.parts.max(1)), dispersion);
        let nothing = Reached { count: 0, term: self.none, below: self.none };
        let one = |part| {
            let uniform = key.uniform(part);
            u64::from(law.invert(if uniform > self.ahead.below { self.ahead } else { nothing }, uniform))
        };
        (0..u64::from(self.parts)).map(one).sum()
    }
}

/// The rates of a case type, day by day. Most days are alike, and each different rate is kept once: a replication looks at the rate of
/// every case type on every day, and one for each day does not fit into the caches.
#[derive(Debug, Clone, Default)]
pub(super) struct Rates {
    different: Vec<Rate>,
    /// Place among these, for each day.
    of_day: Vec<u32>,
}

/// So many rates back one is looked for that a day has in common with an earlier one: working days and others, of a month or two.
const LOOK_BACK: usize = 8;

impl Rates {
    /// Whether there are none: nothing ever arrives.
    pub(super) fn is_empty(&self) -> bool {
        self.of_day.is_empty()
    }

    /// For so many days there are some.
    pub(super) fn days(&self) -> usize {
        self.of_day.len()
    }

    /// The rate of a day; none beyond the last one.
    #[inline(always)]
    pub(super) fn get(&self, day: usize) -> Option<&Rate> {
        self.different.get(*self.of_day.get(day)? as usize)
    }

    /// The rates in the order of the days.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Rate> {
        self.of_day.iter().filter_map(|place| self.different.get(*place as usize))
    }

    /// Sets the rates from a day on, by the means of all days from there; the days before that have none yet get none.
    ///
    /// # Errors
    /// Those of a mean.
    pub(super) fn set<E>(
        &mut self,
        first: usize,
        means: impl Iterator<Item = Result<f64, E>>,
        dispersion: f64,
    ) -> Result<(), E> {
        let before = self.different.len();
        if self.of_day.len() < first {
            self.different.push(Rate::default());
            self.of_day.resize(first, before as u32);
        }
        self.of_day.truncate(first);
        let own = self.different.len();
        for mean in means {
            let mean = mean?;
            let last = own.max(self.different.len().saturating_sub(LOOK_BACK));
            let same = |rate: &Rate| rate.mean.to_bits() == mean.to_bits();
            let place = match self.different[last..].iter().rposition(same) {
                Some(place) => last + place,
                None => {
                    self.different.push(Rate::new(mean, dispersion).for_many(dispersion));
                    self.different.len() - 1
                }
            };
            self.of_day.push(place as u32);
        }
        Ok(())
    }
}

/// Most sums that are kept of a rate: nearly all draws need fewer.
const STEPS: usize = 2048;

/// The draws of days with the same rate: the sums on the way of the inversion are kept, as far as a draw has needed them. The draws are
/// those of [`Rate::draw`], to the bit.
#[derive(Debug)]
pub(super) struct Ladder {
    mean: f64,
    dispersion: f64,
    law: Law,
    /// The number at which the rate begins, and the probabilities of at most so many from there on.
    first: u32,
    below: Vec<f64>,
    /// The last of them, and whether what is above can no longer be reached.
    last: Reached,
    ends: bool,
}

impl Default for Ladder {
    fn default() -> Self {
        let (law, last) = (Law::new(0.0, 1.0), Reached::default());
        Self { mean: 0.0, dispersion: 0.0, law, first: 0, below: Vec::new(), last, ends: false }
    }
}

impl Ladder {
    /// How many come on a day.
    #[inline]
    pub(super) fn draw(&mut self, rate: &Rate, dispersion: f64, key: Key) -> u64 {
        let uniform = key.uniform(0);
        if rate.parts != 1 || (rate.ahead.count > 0 && uniform <= rate.ahead.below) {
            return rate.draw(dispersion, key);
        }
        // All else follows from these.
        if self.mean != rate.mean || self.dispersion != dispersion {
            self.begin(rate, dispersion);
        }
        // The sums ascend; counting those below goes without a branch that a processor could guess wrongly.
        let place = self.below.iter().map(|below| u64::from(*below < uniform)).sum::<u64>();
        if place < self.below.len() as u64 {
            u64::from(self.first) + place
        } else {
            self.climb(uniform).unwrap_or_else(|| rate.draw(dispersion, key))
        }
    }

    fn begin(&mut self, rate: &Rate, dispersion: f64) {
        (self.mean, self.dispersion, self.first) = (rate.mean, dispersion, rate.ahead.count);
        (self.last, self.ends) = (rate.ahead, false);
        self.law = Law::new(rate.mean, dispersion);
        self.below.clear();
        self.below.push(rate.ahead.below);
    }

    /// Goes on from the last sum; none where that would take too much room.
    #[cold]
    fn climb(&mut self, uniform: f64) -> Option<u64> {
        while uniform > self.last.below && !self.ends {
            if self.below.len() >= STEPS {
                return None;
            }
            self.law.advance(&mut self.last);
            self.below.push(self.last.below);
            self.ends = self.law.ends(&self.last);
        }
        Some(self.last.count.into())
    }
}

fn is_poisson(dispersion: f64) -> bool {
    // A NaN counts as Poisson.
    dispersion.is_nan() || dispersion <= 1.0 + 1e-9
}

fn parts(mean: f64, dispersion: f64) -> f64 {
    let exponent =
        if is_poisson(dispersion) { mean } else { mean / (dispersion - 1.0) * libm::log(dispersion) };
    libm::ceil((exponent / CHUNK).max(1.0))
}

fn none(mean: f64, dispersion: f64) -> f64 {
    if is_poisson(dispersion) {
        libm::exp(-mean)
    } else {
        libm::exp(-mean / (dispersion - 1.0) * libm::log(dispersion))
    }
}

/// A law of counts, for the recursion from one number to the next.
#[derive(Debug)]
struct Law {
    poisson: bool,
    mean: f64,
    size: f64,
    share: f64,
}

impl Law {
    fn new(mean: f64, dispersion: f64) -> Self {
        let poisson = is_poisson(dispersion);
        let (size, share) =
            if poisson { (0.0, 0.0) } else { (mean / (dispersion - 1.0), 1.0 - 1.0 / dispersion) };
        Self { poisson, mean, size, share }
    }

    #[inline(always)]
    fn advance(&self, at: &mut Reached) {
        at.count += 1;
        let number = f64::from(at.count);
        at.term *=
            if self.poisson { self.mean / number } else { self.share * (self.size + number - 1.0) / number };
        at.below += at.term;
    }

    /// The least number with more than so much at or below it, from a place before it on.
    fn invert(&self, mut at: Reached, uniform: f64) -> u32 {
        while uniform > at.below {
            self.advance(&mut at);
            if self.ends(&at) {
                break;
            }
        }
        at.count
    }

    /// Whether what rounding left above the sum can no longer be reached.
    #[inline(always)]
    fn ends(&self, at: &Reached) -> bool {
        f64::from(at.count) > self.mean && at.term < 1e-17
    }
}

/// Binomial draw by inversion; cost linear in the result.
pub(super) fn binomial(number: u64, probability: f64, key: Key) -> u64 {
    if probability >= 1.0 {
        return number;
    }
    if probability <= 0.0 || number == 0 {
        return 0;
    }
    let log = libm::log1p(-probability);
    let most = ((CHUNK / -log) as u64).max(1);
    let (mut left, mut draw, mut count) = (number, 0, 0);
    while left > 0 {
        let part = left.min(most);
        let odds = probability / (1.0 - probability);
        let mut term = libm::exp(log * part as f64);
        let (mut here, mut below, uniform) = (0, term, key.uniform(draw));
        while uniform > below && here < part {
            term *= odds * (part - here) as f64 / (here + 1) as f64;
            here += 1;
            below += term;
        }
        count += here;
        left -= part;
        draw += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(mean: f64, dispersion: f64) -> (f64, f64) {
        let rate = Rate::new(mean, dispersion);
        let draws: Vec<f64> =
            (0..100_000).map(|n| rate.draw(dispersion, Key::root(3, 0).child(n)) as f64).collect();
        let mean = draws.iter().sum::<f64>() / 100_000.0;
        (mean, draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 100_000.0 / mean)
    }

    #[test]
    fn counts_have_the_mean_and_dispersion_asked_for() {
        for (mean, dispersion) in
            [(0.3, 1.0), (4.0, 1.0), (4.0, 1.5), (60.0, 3.0), (1200.0, 1.0), (1200.0, 2.0)]
        {
            let (found, ratio) = moments(mean, dispersion);
            assert!((found / mean - 1.0).abs() < 0.03, "{mean} {dispersion}: {found}");
            assert!((ratio / dispersion - 1.0).abs() < 0.05, "{mean} {dispersion}: {ratio}");
        }
    }

    /// Mean and variance of a day's number, summed up over its law as it is drawn.
    fn summed(mean: f64, dispersion: f64) -> (f64, f64) {
        let rate = Rate::new(mean, dispersion);
        let law = Law::new(mean / f64::from(rate.parts), dispersion);
        let mut at = Reached { count: 0, term: rate.none, below: rate.none };
        let (mut first, mut second) = (0.0, 0.0);
        while !law.ends(&at) {
            law.advance(&mut at);
            let number = f64::from(at.count);
            first += number * at.term;
            second += number * number * at.term;
        }
        let parts = f64::from(rate.parts);
        (parts * first, parts * (second - first * first))
    }

    /// From some number on a day is drawn in parts (500 where the dispersion is 1): neither its mean nor its variance leaps there.
    #[test]
    fn a_day_that_is_drawn_in_parts_has_the_same_law() {
        for dispersion in [1.0, 1.3, 2.0, 5.0] {
            let factor = if dispersion > 1.0 { (dispersion - 1.0) / f64::ln(dispersion) } else { 1.0 };
            for border in [1.0, 2.0, 3.0] {
                let border = border * CHUNK * factor;
                let sides = [border * (1.0 - 1e-9), border * (1.0 + 1e-9)];
                let [below, above] = sides.map(|mean| Rate::new(mean, dispersion).parts);
                assert_eq!(below + 1, above, "{border} {dispersion}");
                for mean in sides {
                    let (found, variance) = summed(mean, dispersion);
                    assert!((found / mean - 1.0).abs() < 1e-9, "{mean} {dispersion}: {found}");
                    let ratio = variance / (dispersion * mean);
                    assert!((ratio - 1.0).abs() < 1e-7, "{mean} {dispersion}: {ratio}");
                }
            }
        }
        // And the draws are those of that law, on both sides.
        for mean in [499.9, 500.1, 999.9, 1000.1] {
            let (found, ratio) = moments(mean, 1.0);
            // Five standard errors of 100,000 draws.
            assert!((found - mean).abs() < 5.0 * (mean / 1e5).sqrt(), "{mean}: {found}");
            assert!((ratio - 1.0).abs() < 5.0 * (2.0_f64 / 1e5).sqrt(), "{mean}: {ratio}");
        }
    }

    #[test]
    fn more_expected_is_never_fewer() {
        for n in 0..1000 {
            let key = Key::root(9, 1).child(n);
            assert!(Rate::new(5.0, 1.2).draw(1.2, key) <= Rate::new(5.5, 1.2).draw(1.2, key));
        }
    }

    #[test]
    fn a_draw_that_begins_ahead_is_the_same() {
        let few = [(0.3, 1.0), (30.0, 1.0), (25.0, 2.0), (90.0, 900.0), (1200.0, 1.0), (1200.0, 1.7)];
        for (mean, dispersion) in few {
            let rate = Rate::new(mean, dispersion);
            let many = rate.for_many(dispersion);
            assert_eq!(many.ahead.count > 0, mean > 1.0 && dispersion < 100.0);
            // Of other rates before.
            let mut ladders = [Ladder::default(), Ladder::default()];
            ladders.iter_mut().for_each(|ladder| _ = ladder.draw(&Rate::new(2.0, 1.0), 1.0, Key::default()));
            for n in 0..20_000 {
                let key = Key::root(8, 0).child(n);
                assert_eq!(rate.draw(dispersion, key), many.draw(dispersion, key));
                assert_eq!(rate.draw(dispersion, key), ladders[0].draw(&rate, dispersion, key));
                assert_eq!(rate.draw(dispersion, key), ladders[1].draw(&many, dispersion, key));
            }
        }
    }

    #[test]
    fn days_that_are_alike_share_a_rate() {
        let week = |day: usize| Ok::<f64, ()>(if day % 7 < 5 { 40.0 } else { 0.0 });
        let doubled = |day: usize| week(day).map(|mean| 2.0 * mean);
        let mut rates = Rates::default();
        assert!(rates.is_empty() && rates.get(0).is_none());
        rates.set(0, (0..21).map(week), 1.5).unwrap();
        assert_eq!((rates.days(), rates.different.len()), (21, 2));
        // Another demand from a day on; what lies before stays as it was.
        rates.set(10, (10..21).map(doubled), 1.0).unwrap();
        assert_eq!((rates.days(), rates.different.len()), (21, 4));
        assert_eq!(rates.get(9), Some(&Rate::new(40.0, 1.5).for_many(1.5)));
        assert_eq!(rates.get(10), Some(&Rate::new(80.0, 1.0).for_many(1.0)));
        let means: Vec<f64> = rates.iter().map(|rate| rate.mean).collect();
        let expected = (0..21).map(|day| if day < 10 { week(day) } else { doubled(day) }.unwrap());
        assert_eq!(means, expected.collect::<Vec<f64>>());
        // A demand that begins later: until then nothing comes.
        let mut late = Rates::default();
        late.set(3, (3..5).map(week), 1.0).unwrap();
        assert_eq!(
            (0..6).map(|day| late.get(day).map(|rate| rate.mean)).collect::<Vec<_>>(),
            [Some(0.0), Some(0.0), Some(0.0), Some(40.0), Some(40.0), None]
        );
        assert_eq!(late.set(4, std::iter::once(Err("no number")), 1.0), Err("no number"));
    }

    #[test]
    fn a_rate_without_measure_goes_only_so_far_ahead() {
        for (mean, dispersion) in [(1e300, 1.0), (1e300, 1e9), (f64::INFINITY, 2.0), (f64::NAN, 1.0)] {
            assert!(f64::from(Rate::new(mean, dispersion).for_many(dispersion).ahead.count) <= CHUNK);
        }
    }

    #[test]
    fn leavers_are_binomial() {
        let total: u64 = (0..10_000).map(|n| binomial(1000, 0.002, Key::root(5, 0).child(n))).sum();
        assert!((total as f64 / 20_000.0 - 1.0).abs() < 0.05, "{total}");
        assert_eq!(binomial(10, 1.0, Key::default()), 10);
        let many = binomial(1_000_000, 0.9, Key::root(5, 0)) as f64;
        assert!((many / 900_000.0 - 1.0).abs() < 0.01, "{many}");
    }
}
