//! The forecast in the page: what is asked of the workers, what they answer, how the answers become a picture.
//!
//! Everything here is free of the browser and runs in native tests; the workers themselves live in
//! [`crate::ui::browser`], the signals in [`crate::ui::state`].

mod protocol;
mod queue;
mod results;
mod runner;
mod touched;
pub mod words;

pub use protocol::{FromWorker, Task, ToWorker, UnitRun, VariantKey};
pub use queue::{Job, Queue, SEED, Slot, Variant};
pub use results::{Band, ForecastView, Paired, UnitForecast, first_view_at};
pub use runner::{Runner, answer};
pub use touched::touched;
