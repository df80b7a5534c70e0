//! File formats that need no server crate: tables as German offices read and write them.

mod cells;
mod counts;
mod csv;
mod headings;
mod posts;
mod sheet;
#[cfg(feature = "ssr")]
mod workbook;

pub use counts::{CountsFile, Difference, MAX_ROWS, RowDifference, difference, read_counts};
pub use csv::Csv;
pub use posts::posts_csv;
pub use sheet::{MAX_COLUMNS, Row, Rows, Wrong, letters};
#[cfg(feature = "ssr")]
pub use workbook::{MAX_WORKBOOK_BYTES, is_workbook, workbook_rows};
