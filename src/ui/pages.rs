//! The pages, one per route.

mod assessment;
mod chart;
mod not_found;
mod overview;

pub use assessment::AssessmentPage;
pub use chart::ChartPage;
pub use not_found::NotFoundPage;
pub use overview::OverviewPage;
