//! The pages, one per route.

mod assessment;
mod chart;
mod not_found;
mod overview;
mod scenarios;
mod simulation;
mod statement;

pub use assessment::AssessmentPage;
pub use chart::ChartPage;
pub use not_found::NotFoundPage;
pub use overview::OverviewPage;
pub use scenarios::{ComparisonPage, ScenariosPage};
pub use simulation::SimulationPage;
pub use statement::StatementPage;

/// The part of the module in which the build puts the code of the page at this path, up to the number that it appends.
#[must_use]
pub fn part_of(path: &str) -> Option<&'static str> {
    match path {
        "/" => Some("__overview_page_view_"),
        "/organigramm" => Some("__chart_page_view_"),
        "/bemessung" => Some("__assessment_page_view_"),
        "/simulation" => Some("__simulation_page_view_"),
        "/stellungnahme" => Some("__statement_page_view_"),
        "/szenarien" | "/szenarien/vergleich" => Some("scenario_pages_"),
        _ => None,
    }
}
