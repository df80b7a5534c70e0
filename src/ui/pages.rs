//! The pages, one per route.

mod about;
mod accounts;
mod assessment;
mod cases;
mod chart;
mod data;
mod help;
mod not_found;
mod overview;
mod scenarios;
mod simulation;
mod staffing_plan;
mod statement;

pub use about::{AccessibilityPage, PrivacyPage};
pub use accounts::{AdministrationPage, NoAccessPage, OwnAccountPage, SetUpPage, SignInPage, TrailPage};
pub use assessment::AssessmentPage;
pub use cases::{CasesPage, UnitCasesPage};
pub use chart::ChartPage;
pub use data::DataPage;
pub use help::{ExercisePage, HelpPage};
pub use not_found::NotFoundPage;
pub use overview::OverviewPage;
pub use scenarios::{ComparisonPage, OneScenarioPage, RecordPage, ScenariosPage};
pub use simulation::SimulationPage;
pub use staffing_plan::StaffingPlanPage;
pub use statement::StatementPage;

/// The part of the module in which the build puts the code of the page at this path, up to the number that it appends.
#[must_use]
pub fn part_of(path: &str) -> Option<&'static str> {
    match path {
        "/" => Some("__overview_page_view_"),
        "/organigramm" => Some("__chart_page_view_"),
        "/daten" => Some("__data_page_view_"),
        "/bemessung" => Some("__assessment_page_view_"),
        "/stellenplan" => Some("__staffing_plan_page_view_"),
        "/simulation" => Some("__simulation_page_view_"),
        "/stellungnahme" => Some("__statement_page_view_"),
        "/szenarien" => Some("__scenarios_page_view_"),
        "/szenarien/vergleich" => Some("__comparison_page_view_"),
        "/szenarien/akte" => Some("__record_page_view_"),
        one if one.starts_with("/szenarien/") => Some("__one_scenario_page_view_"),
        "/anmelden" | "/einrichten" | "/kein-zugriff" => Some("door_pages_"),
        "/konto" | "/verwaltung" | "/protokoll" => Some("account_pages_"),
        "/datenschutz" | "/barrierefreiheit" => Some("about_pages_"),
        "/hilfe" | "/hilfe/uebung" => Some("help_pages_"),
        "/faelle" => Some("case_pages_"),
        path if path.starts_with("/faelle/") => Some("case_pages_"),
        _ => None,
    }
}
