//! W1 and W2 in desque 0.4.0, as its manual has it: a boxed event for each arrival, completion and return. Prints a line of JSON for each round.
//!
//! The same work as `benches/support/workloads.rs`: W1 a million customers of M/M/11 at load 0.9, W2 eight units with 150,000 cases in
//! five years, a fifth of which goes out for a month in the mean and comes back once. Time is continuous, in minutes of work; W2 takes down every
//! wait for its ninetieth percentile, as we do. Starting the program and making the units are not measured.

use desque::serial::{Event, Simulation};
use desque::{SimState, SimTime};
use rand::SeedableRng;
use rand::rngs::SmallRng;
use rand_distr::{Distribution, Exp, LogNormal};
use std::cmp::Ordering;
use std::collections::VecDeque;
use std::time::Instant;

/// Minutes of work of 2024 and of 2025, of 251 days each.
const YEAR: f64 = 251.0 * 468.0;
/// Minutes of work of the five years from 2024 on, which have 1,259 working days.
const FIVE_YEARS: f64 = 1259.0 * 468.0;

#[derive(Copy, Clone, Debug, PartialEq)]
struct Time(f64);

impl Eq for Time {}

impl PartialOrd for Time {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Time {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl SimTime for Time {}

/// How long a visit takes.
enum Handling {
    Exponential(Exp<f64>),
    Lognormal(LogNormal<f64>),
}

struct Unit {
    free: u32,
    between: Exp<f64>,
    handling: Handling,
    /// Share of cases that go out after their first visit, and how long for.
    goes_out: f64,
    out: Exp<f64>,
    /// When those who wait came, and whether it is their first visit.
    queue: VecDeque<(f64, bool)>,
    waits: Vec<f64>,
}

struct House {
    units: Vec<Unit>,
    end: f64,
    rng: SmallRng,
}

impl SimState<Time> for House {
    fn is_complete(&self, now: &Time) -> bool {
        now.0 >= self.end
    }
}

type Run = Simulation<House, Time>;

#[derive(Debug)]
struct Arrival(usize);
#[derive(Debug)]
struct Return(usize);
#[derive(Debug)]
struct Completion {
    unit: usize,
    first: bool,
}

fn begin(run: &mut Run, unit: usize, came: f64, first: bool) -> desque::Result {
    let now = run.current_time().0;
    let house = run.state_mut();
    let one = &mut house.units[unit];
    one.waits.push(now - came);
    let minutes = match &one.handling {
        Handling::Exponential(exponential) => exponential.sample(&mut house.rng),
        Handling::Lognormal(lognormal) => lognormal.sample(&mut house.rng),
    };
    run.schedule(Completion { unit, first }, Time(now + minutes))
}

fn come(run: &mut Run, unit: usize, first: bool) -> desque::Result {
    let now = run.current_time().0;
    let one = &mut run.state_mut().units[unit];
    if one.free > 0 {
        one.free -= 1;
        begin(run, unit, now, first)
    } else {
        one.queue.push_back((now, first));
        Ok(())
    }
}

impl Event<House, Time> for Arrival {
    fn execute(&mut self, run: &mut Run) -> desque::Result {
        come(run, self.0, true)?;
        let now = run.current_time().0;
        let house = run.state_mut();
        let next = now + house.units[self.0].between.sample(&mut house.rng);
        run.schedule(Self(self.0), Time(next))
    }
}

impl Event<House, Time> for Return {
    fn execute(&mut self, run: &mut Run) -> desque::Result {
        come(run, self.0, false)
    }
}

impl Event<House, Time> for Completion {
    fn execute(&mut self, run: &mut Run) -> desque::Result {
        let (unit, now) = (self.unit, run.current_time().0);
        let house = run.state_mut();
        let one = &mut house.units[unit];
        if self.first && one.goes_out > 0.0 && rand::Rng::random::<f64>(&mut house.rng) < one.goes_out {
            let back = in_work(in_calendar(now) + one.out.sample(&mut house.rng));
            run.schedule(Return(unit), Time(back))?;
        }
        let one = &mut run.state_mut().units[unit];
        match one.queue.pop_front() {
            Some((came, first)) => begin(run, unit, came, first),
            None => {
                one.free += 1;
                Ok(())
            }
        }
    }
}

/// Minutes of a working day.
const DAY: f64 = 468.0;

/// Days of the calendar, of weeks without holidays, at a minute of work.
fn in_calendar(minute: f64) -> f64 {
    let day = (minute / DAY).floor();
    (day / 5.0).floor() * 7.0 + day % 5.0 + (minute / DAY - day)
}

/// The minute of work of a time in the calendar: who comes back at a weekend is there on Monday morning, as with us.
fn in_work(time: f64) -> f64 {
    let (week, day) = ((time / 7.0).floor(), time % 7.0);
    (week * 5.0 + day.min(5.0)) * DAY
}

fn exponential(mean: f64) -> Exp<f64> {
    Exp::new(1.0 / mean).unwrap()
}

fn w1(seed: u64) -> House {
    const MINUTES: f64 = 2.326;
    let between = MINUTES / (0.9 * 11.0);
    let unit = Unit {
        free: 11,
        between: exponential(between),
        handling: Handling::Exponential(exponential(MINUTES)),
        goes_out: 0.0,
        out: exponential(1.0),
        queue: VecDeque::new(),
        waits: Vec::with_capacity(1_100_000),
    };
    House { units: vec![unit], end: 1_000_000.0 * between, rng: SmallRng::seed_from_u64(seed) }
}

fn w2(seed: u64) -> House {
    const MINUTES: f64 = 183.0;
    let unit = |(count, load): (u32, f64)| Unit {
        free: count,
        // The cases of a year come in all five alike, also where a year has more working days than those of which the load is told.
        between: exponential(MINUTES * 1.2 / (load * f64::from(count)) * FIVE_YEARS / (5.0 * YEAR)),
        handling: Handling::Lognormal(LogNormal::from_mean_cv(MINUTES, 1.0).unwrap()),
        goes_out: 0.2,
        // As long, beside the five years, as a month is: their working days make fewer weeks where none has a holiday.
        out: exponential(30.0 / 1826.0 * FIVE_YEARS / DAY * 7.0 / 5.0),
        queue: VecDeque::new(),
        waits: Vec::with_capacity(100_000),
    };
    let sizes = [(1, 0.80), (2, 0.82), (3, 0.84), (5, 0.86), (8, 0.88), (11, 0.90), (15, 0.91), (18, 0.92)];
    House { units: sizes.map(unit).into(), end: FIVE_YEARS, rng: SmallRng::seed_from_u64(seed) }
}

/// One round: visits, seconds, and the mean wait of the last unit in minutes.
fn measure(house: House) -> (usize, f64, f64) {
    let start = Instant::now();
    let units = house.units.len();
    let mut run = Simulation::new(house, Time(0.0));
    for unit in 0..units {
        run.schedule(Arrival(unit), Time(0.0)).unwrap();
    }
    run.run().unwrap();
    let mut visits = 0;
    let mut wait = 0.0;
    let mut ninety = 0.0;
    for unit in &mut run.state_mut().units {
        visits += unit.waits.len();
        wait = unit.waits.iter().sum::<f64>() / unit.waits.len() as f64;
        let place = unit.waits.len() * 9 / 10;
        ninety += *unit.waits.select_nth_unstable_by(place, f64::total_cmp).1;
    }
    assert!(ninety.is_finite());
    (visits, start.elapsed().as_secs_f64(), wait)
}

fn main() {
    let seed = std::env::args().nth(1).and_then(|word| word.parse().ok()).unwrap_or(1);
    for (model, house) in [("W1", w1(seed)), ("W2", w2(seed))] {
        let (visits, seconds, wait) = measure(house);
        println!(r#"{{"tool": "desque", "model": "{model}", "visits": {visits}, "seconds": {seconds}, "wait": {wait}}}"#);
    }
}
