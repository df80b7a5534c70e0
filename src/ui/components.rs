//! Building blocks of the pages; functions of their properties, each with its style sheet of the same name.

mod copy_button;
mod course;
mod data_table;
mod derivation_view;
mod dialog;
mod figure;
mod forecast_panel;
mod forecast_progress;
mod header;
mod line_picture;
mod live_region;
mod page_heading;
mod page_title;
mod provenance_mark;
mod saved_state;
mod toast;
mod unit_effect;
mod with_plan;

pub use copy_button::CopyButton;
pub use course::{Course, CourseFigures};
pub use data_table::DataTable;
pub use derivation_view::DerivationView;
pub use dialog::Dialog;
pub use figure::{Figure, Meter};
pub use forecast_panel::ForecastPanel;
pub use forecast_progress::{ForecastProblem, ForecastProgress};
pub use header::Header;
pub use live_region::LiveRegion;
pub use page_heading::PageHeading;
pub use page_title::PageTitle;
pub use provenance_mark::ProvenanceMark;
pub use saved_state::{SavedIndicator, UndoButtons};
pub use toast::ToastShelf;
pub use unit_effect::UnitEffect;
pub use with_plan::{Failure, WithPlan};
