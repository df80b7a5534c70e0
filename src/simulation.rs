//! The engine: timeline of the plan, streams of randomness, queues, forecast, comparison.
//!
//! No clock, no input or output, no randomness from outside; the same code natively and in WebAssembly, with the same
//! result to the bit: nothing here calls a transcendental function of the standard library (`libm` instead), iterates a
//! hash map, or sums in an order that depends on threads.
//!
//! ```text
//! plan + changes --timeline--> stretches --model--> tables --engine--> replications --summary--> forecast, comparison
//! ```

mod census;
mod clock;
mod crew;
mod demand;
mod deputies;
mod durations;
mod engine;
mod error;
mod failure;
mod forecast;
mod goal;
mod groups;
mod interaction;
mod limit;
mod model;
mod options;
mod order;
mod population;
mod precision;
mod queue;
mod random;
mod recorder;
mod replication;
mod sensitivity;
mod solver;
mod spread;
mod staff;
mod standing;
mod statistics;
mod student;
mod summary;
mod tables;
mod target;
mod timeline;
mod tournament;
mod value_map;
mod variants;

pub use census::{Census, CensusCase};
pub use crew::{Crew, Driver, Event, Heard, Numbered, Telling, Work, on_threads};
pub use durations::{Implausible, Measured, Misfit, TimeTaken};
pub use engine::{Progress, Run};
pub use error::SimulationError;
pub use forecast::{
    Comparison, Direction, FigureSeries, Figures, Forecast, PopulationFigures, PopulationSeries, Series,
    Summary,
};
pub use goal::{Goal, GoalError, GoalReading, MAX_GOALS, count_verdicts, runs_for_goals};
pub use interaction::{
    Combination, Effect, Interaction, Interplay, MAX_PACKAGES, Marginal, SwitchTable, holds, switched,
};
pub use model::{MAX_CASES, MAX_VISITS, Model, OpenCases};
pub use options::Options;
pub use precision::Precision;
pub use replication::{Balance, CaseTypeBalance, PopulationLine, Replication, UnitFigures};
pub use sensitivity::{Bar, Evidence, Lever, LeverKind, LeverRuns, Side, Tornado, levers};
pub use solver::{Donor, Finding, Found, Point, Question, Refusal, Search, SolverError, Step};
pub use spread::Spread;
pub use standing::{Place, Standing, Standings};
pub use summary::{Summariser, compare, forecast};
pub use target::{Reading, Target, TargetError, TargetMeasure, UnitOutcome, Verdict};
pub use value_map::{HalfPost, HalfPostWorth, half_posts};
pub use variants::{Contrast, VariantMeasure};
