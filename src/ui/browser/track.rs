//! Dragging along a track: where the pointer is on it, and holding the pointer until it is let go.

#[cfg(feature = "hydrate")]
use leptos::prelude::document;

/// Width of an element in CSS pixels; none without it and while it is not shown.
#[must_use]
pub fn width(element_id: &str) -> Option<f64> {
    #[cfg(feature = "hydrate")]
    {
        let area = document().get_element_by_id(element_id)?.get_bounding_client_rect();
        (area.width() > 0.0).then(|| area.width())
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = element_id;
        None
    }
}

/// Where a place of the window lies on an element from its left to its right edge: 0 to 1 and beyond; none without it.
#[must_use]
pub fn share(element_id: &str, x: f64) -> Option<f64> {
    #[cfg(feature = "hydrate")]
    {
        let area = document().get_element_by_id(element_id)?.get_bounding_client_rect();
        (area.width() > 0.0).then(|| (x - area.left()) / area.width())
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (element_id, x);
        None
    }
}

/// Where a place of the window lies on an element, from its upper left corner (0, 0) to its lower right one (1, 1); none
/// without it.
#[must_use]
pub fn place(element_id: &str, x: f64, y: f64) -> Option<(f64, f64)> {
    #[cfg(feature = "hydrate")]
    {
        let area = document().get_element_by_id(element_id)?.get_bounding_client_rect();
        let is_there = area.width() > 0.0 && area.height() > 0.0;
        is_there.then(|| ((x - area.left()) / area.width(), (y - area.top()) / area.height()))
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (element_id, x, y);
        None
    }
}

/// Keeps the pointer of an event for the element that listens, wherever it goes.
pub fn hold(event: &leptos::ev::PointerEvent) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let element = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if let Some(element) = element {
            // Fails when the pointer is gone already.
            let _ = element.set_pointer_capture(event.pointer_id());
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = event;
}
