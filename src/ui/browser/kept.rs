//! What this browser keeps between two visits, and a tab between two pages; nothing on the server, and nothing where the browser
//! keeps nothing.

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

/// What this tab keeps under a name until it is closed.
#[must_use]
pub fn read_in_tab(name: &str) -> Option<String> {
    #[cfg(feature = "hydrate")]
    {
        super::storage::read_in_tab(name)
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = name;
        None
    }
}

/// Keeps a text for this tab, or forgets it.
pub fn note_in_tab(name: &str, text: Option<&str>) {
    #[cfg(feature = "hydrate")]
    super::storage::note_in_tab(name, text);
    #[cfg(not(feature = "hydrate"))]
    let _ = (name, text);
}
