//! Pictures without a browser: laid out here once for the page, the export, print and the tests.

pub mod chart;
mod line_chart;
mod scale;
pub mod scene;
mod svg;

pub use line_chart::{BandPoint, Drawing, DrawnLine, EventMark, Line, LineChart, Tick};
pub use scale::{Scale, ticks_from_zero};
pub use svg::{escaped, marks_to_svg, path_data};
