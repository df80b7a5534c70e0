//! File formats that need no server crate: tables as German offices read them.

mod csv;
mod posts;

pub use csv::Csv;
pub use posts::posts_csv;
