//! The page: the document around it, the application, its pages, components and state.
//!
//! Everything here compiles twice: for the server, which renders the first answer, and for the browser, which takes
//! it over. The first render in the browser must equal the server's: it may depend on the data and on what the
//! document says (language, theme), never on the clock, the window size or storage.

mod app;
pub mod browser;
pub mod codec;
pub mod components;
pub mod dynamic;
pub mod held;
mod hydration;
pub mod i18n;
pub mod language;
mod later;
pub mod pages;
pub mod presentation;
mod shell;
pub mod state;
pub mod theme;
mod together;
mod visitor;

pub use app::App;
pub use hydration::Assets;
pub use shell::shell;
pub use visitor::Visitor;
