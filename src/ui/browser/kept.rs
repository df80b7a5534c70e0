//! What this browser keeps between two visits; nothing on the server, and nothing where the browser keeps nothing.

/// What is kept under a name.
#[must_use]
pub fn read(name: &str) -> Option<String> {
    #[cfg(feature = "hydrate")]
    {
        super::storage::read(name)
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = name;
        None
    }
}

/// Keeps a text; false where the browser takes none.
#[must_use]
pub fn write(name: &str, text: &str) -> bool {
    #[cfg(feature = "hydrate")]
    {
        super::storage::write(name, text)
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (name, text);
        false
    }
}
