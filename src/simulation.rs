//! The engine: timeline of the plan, streams of randomness, queues, forecast, comparison.
//!
//! No clock, no input or output, no randomness from outside; the same code natively and in WebAssembly.

mod forecast;
mod options;

pub use forecast::{
    Comparison, Direction, FigureSeries, Figures, Forecast, PopulationFigures, PopulationSeries, Series,
    Summary,
};
pub use options::Options;
