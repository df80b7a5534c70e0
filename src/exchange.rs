//! File formats that need no server crate: tables as German offices read and write them.

mod cases;
mod cells;
mod counts;
mod csv;
mod dates;
mod head;
mod headings;
mod kind;
mod mapping;
mod post_table;
mod posts;
mod sheet;
#[cfg(feature = "ssr")]
mod table;
#[cfg(feature = "ssr")]
mod workbook;
mod workload;

pub use cases::{
    Accept, CaseChange, CaseChanges, CaseDifference, CaseFacts, CaseRows, CasesFound, MAX_CASES,
};
pub use counts::{
    CountsFile, Difference, MAX_ROWS, RowDifference, cases_csv, counts_csv, difference, read_counts,
};
pub use csv::Csv;
pub use kind::TableKind;
pub use mapping::{Mapping, Mappings};
pub use post_table::{ListedPost, PostChange, PostsDifference, PostsFile, post_differences, read_posts};
pub use posts::{UnitColumn, posts_csv};
pub use sheet::{MAX_COLUMNS, Row, Rows, Wrong, letters};
#[cfg(feature = "ssr")]
pub use table::{FoundColumn, Table};
#[cfg(feature = "ssr")]
pub use workbook::{MAX_WORKBOOK_BYTES, is_workbook, workbook_rows};
pub use workload::{
    Evidence, ListedWork, WorkChange, WorkDifference, WorkloadFile, read_workload, work_differences,
    workload_csv,
};
