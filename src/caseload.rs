//! What was counted: cases received, completed and open by case type and month, and what follows from the counts;
//! and lists of single cases: how old the open ones are, whose turn it is, how long the completed ones took.
//!
//! Facts only: nothing here is forecast. A figure that was not counted stays missing and is never taken for zero; a stock
//! that is carried on from an earlier count says so. Who may see what of a small unit is decided in [`Disclosure`].

mod ages;
mod calibration;
mod counted;
mod cross_check;
mod cycle_times;
mod disclosure;
mod generated;
mod ledger;
mod listed;
mod month;
mod open_case;
mod opening;
mod outlook;
mod relief;
mod report;
mod series;
mod waited;
mod words;

pub use ages::{AgeBand, AgeCell, Ages, Crossing, ONE_TIME, is_of_their_time};
pub use calibration::{
    Accuracy, Backtest, BacktestRow, CountedKind, CountedStock, Expected, Fit, Handling, LEAST_MONTHS,
    Predicted, backtest, demand_reason, handling, handling_changes, handling_reason, is_calibration,
    worth_of_backtest,
};
pub use counted::{Counted, Undisclosed};
pub use cross_check::{Cause, CrossCheck, CrossChecks, Pair};
pub use cycle_times::{
    Completed, CycleTimes, FlowMonth, Measured, Percentiles, Scatter, ScatterPoint, case_types_of,
    cumulative_flow,
};
pub use disclosure::{DEFAULT_HEADS, Disclosure, Group, Visible, to_five};
pub use generated::{Generated, YEARS as GENERATED_YEARS};
pub use ledger::{Contradiction, Counts, Ledger};
pub use listed::{ListedFlows, listed_ledger};
pub use month::{Month, MonthError};
pub use open_case::{CaseLine, Holder};
pub use outlook::{
    Ahead, Outlook, ReliefSearchError, Start, UnitOutlook, calibrated, fits, outlook, relief_by_simulation,
};
pub use relief::{Flow, Relief, ReliefError, months_of_work, relief};
pub use report::Report;
pub use series::{Line, Stock, YearComparison};
pub use waited::{Waited, WaitedCell, WaitedDays};
