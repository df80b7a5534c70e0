//! Pictures without a browser: laid out here once for the page, the export, print and the tests.

mod line_chart;
mod scale;

pub use line_chart::{BandPoint, Drawing, DrawnLine, EventMark, Line, LineChart, Tick};
pub use scale::{Scale, ticks_from_zero};
