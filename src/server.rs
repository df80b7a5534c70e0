//! The web server: router, layers, settings, context; one use-case file per file of `api`.

mod access;
pub mod catalogue;
mod connections;
mod context;
mod ending;
mod export;
mod functions;
mod headers;
mod health;
pub mod live;
mod pages;
mod refusal;
mod router;
mod same_origin;
pub mod scenarios;
mod serve;
mod settings;
mod site;
pub mod statements;

pub use access::ROUTES;
pub use context::{Context, Failure, handle};
pub use ending::Ending;
pub use refusal::{answer, status};
pub use router::{MAX_BODY_BYTES, page_paths, router};
pub use serve::{ServeError, serve};
pub use settings::{Origin, Settings};
pub use site::Site;
