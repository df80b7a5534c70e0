//! What outlives a page: the plan in hand, the toasts, what is said to screen readers.

mod announcer;
pub mod forecasts;
mod plan_in_hand;
mod scenario;
mod shortcuts;
mod toasts;
mod together;

pub use announcer::Announcer;
pub use plan_in_hand::{Made, PlanInHand, SaveState, SetAside};
pub use scenario::Scenario;
pub use shortcuts::listen_for_undo_keys;
pub use toasts::{ShelfOfToasts, Toast, Tone};
pub use together::{Connection, Together};
