//! The end of the server: asked for once, known to everybody who has to do something about it.

use std::sync::Arc;
use tokio::sync::watch;

/// Whether the server shall end. Copies are the same end.
#[derive(Debug, Clone, Default)]
pub struct Ending(Arc<watch::Sender<bool>>);

impl Ending {
    /// Asks for the end.
    pub fn begin(&self) {
        self.0.send_replace(true);
    }

    /// Whether it was asked for.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it is asked for.
    pub async fn begun(&self) {
        // The sender lives as long as this does, so waiting cannot fail.
        let _ = self.0.subscribe().wait_for(|begun| *begun).await;
    }
}
