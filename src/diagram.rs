//! Pictures without a browser: laid out here once for the page, the export, print and the tests.

pub mod chart;
mod line_chart;
mod scale;
pub mod scene;
mod sheets;
mod svg;

pub use line_chart::{BandPoint, EventMark, Line, LineChart};
pub use scale::{Scale, ticks_from_zero};
pub use sheets::{Fit, LEAST_POINTS, POINTS_PER_MM, Paper, READABLE_POINTS, Sheet, Sheets};
pub use svg::{coordinate, escaped, marks_to_svg, path_data};
