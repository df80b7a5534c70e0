//! What the browser keeps for this site beyond the life of a page, and what a tab keeps until it is closed.

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn tab() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok()?
}

/// What this tab keeps under a name.
#[must_use]
pub fn read_in_tab(name: &str) -> Option<String> {
    tab()?.get_item(name).ok()?
}

/// Keeps a text for this tab, or forgets it.
pub fn note_in_tab(name: &str, text: Option<&str>) {
    if let Some(tab) = tab() {
        // Refused only where the browser keeps nothing; then it lasts as long as the page.
        let _ = match text {
            Some(text) => tab.set_item(name, text),
            None => tab.remove_item(name),
        };
    }
}

/// The names that begin so.
#[must_use]
pub fn names(prefix: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    let names = (0..count).filter_map(|index| storage.key(index).ok().flatten());
    names.filter(|name| name.starts_with(prefix)).collect()
}

/// What is kept under a name.
#[must_use]
pub fn read(name: &str) -> Option<String> {
    storage()?.get_item(name).ok()?
}

/// Keeps a text; false where the browser takes none, or no more.
#[must_use]
pub fn write(name: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(name, text).is_ok())
}

/// Forgets what is kept under a name.
pub fn remove(name: &str) {
    if let Some(storage) = storage() {
        // Fails on no name.
        let _ = storage.remove_item(name);
    }
}
