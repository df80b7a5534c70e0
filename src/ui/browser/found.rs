//! Marking what was found, and keeping the chosen entry of a list in view.

/// Marks one element as found and brings it into view; none takes the mark away.
pub fn mark(element_id: Option<&str>) {
    #[cfg(feature = "hydrate")]
    {
        use leptos::prelude::document;
        if let Ok(Some(before)) = document().query_selector("[data-found]") {
            let _ = before.remove_attribute("data-found");
        }
        if let Some(id) = element_id
            && let Some(element) = document().get_element_by_id(id)
        {
            // Fails on an invalid name only.
            let _ = element.set_attribute("data-found", "true");
            super::pointer::reveal(id);
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = element_id;
}
