//! Properties of plans and changes that must hold for all of them, over generated ones; the core alone.

mod changes;
mod difference;
mod files;
mod generate;
mod hostile;
mod staffing_plan;
