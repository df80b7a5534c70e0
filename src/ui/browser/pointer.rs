//! Where a pointer is in the document, the preview that follows it, and scrolling while something is being dragged.

#[cfg(feature = "hydrate")]
use crate::format::decimal::fixed;
#[cfg(feature = "hydrate")]
use leptos::prelude::{document, window};
#[cfg(feature = "hydrate")]
use wasm_bindgen::JsCast;

/// While the root element carries this attribute, a finger drags instead of scrolling.
pub const DRAGGING: &str = "data-dragging";

/// Distance from the edge of the window at which it scrolls, in CSS pixels.
#[cfg(feature = "hydrate")]
const EDGE: f64 = 56.0;

/// The value of an attribute at the element of an event or the nearest element above that carries it.
#[must_use]
pub fn attribute_at(event: &leptos::ev::Event, attribute: &str) -> Option<String> {
    #[cfg(feature = "hydrate")]
    {
        let element = event.target()?.dyn_into::<web_sys::Element>().ok()?;
        element.closest(&format!("[{attribute}]")).ok()??.get_attribute(attribute)
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (event, attribute);
        None
    }
}

/// The value of an attribute at the topmost element at a place of the window, or the nearest above that carries it.
#[must_use]
pub fn attribute_under(x: f64, y: f64, attribute: &str) -> Option<String> {
    #[cfg(feature = "hydrate")]
    {
        let element = document().element_from_point(x as f32, y as f32)?;
        element.closest(&format!("[{attribute}]")).ok()??.get_attribute(attribute)
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (x, y, attribute);
        None
    }
}

/// Puts the first element that matches beside the pointer, through the CSSOM: the content policy forbids style
/// attributes. It stays inside the window.
pub fn place(selector: &str, x: f64, y: f64) {
    #[cfg(feature = "hydrate")]
    if let Ok(Some(element)) = document().query_selector(selector)
        && let Ok(element) = element.dyn_into::<web_sys::HtmlElement>()
    {
        let size = |value: Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue>| {
            value.ok().and_then(|value| value.as_f64()).unwrap_or(f64::MAX)
        };
        let (wide, high) = (f64::from(element.offset_width()), f64::from(element.offset_height()));
        let left = (x + 16.0).min(size(window().inner_width()) - wide - 4.0).max(4.0);
        let top = (y + 8.0).min(size(window().inner_height()) - high - 4.0).max(4.0);
        // Fails on a read-only declaration only.
        let _ =
            element.style().set_property("translate", &format!("{}px {}px", fixed(left, 0), fixed(top, 0)));
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (selector, x, y);
}

/// Scrolls the window, and the first element that matches sideways, when the place is near an edge.
pub fn scroll_at_edges(selector: &str, x: f64, y: f64) {
    #[cfg(feature = "hydrate")]
    {
        let height = window().inner_height().ok().and_then(|value| value.as_f64()).unwrap_or(0.0);
        let speed = |place: f64, from: f64, to: f64| {
            if place < from + EDGE {
                -((from + EDGE - place) / 4.0).min(14.0)
            } else if place > to - EDGE {
                ((place - to + EDGE) / 4.0).min(14.0)
            } else {
                0.0
            }
        };
        let down = speed(y, 0.0, height);
        if down != 0.0 {
            window().scroll_by_with_x_and_y(0.0, down);
        }
        if let Ok(Some(element)) = document().query_selector(selector)
            && element.scroll_width() > element.client_width()
        {
            let area = element.get_bounding_client_rect();
            let across = speed(x, area.left(), area.right());
            if across != 0.0 {
                element.set_scroll_left(element.scroll_left() + across as i32);
            }
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (selector, x, y);
}

/// Keeps a finger from scrolling the page while the root element says that it drags; once, for the life of the page.
///
/// The listener must stand before the touch begins and must not be passive, or the browser scrolls first.
pub fn hold_scrolling_while_dragging() {
    #[cfg(feature = "hydrate")]
    {
        thread_local! {
            static LISTENS: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
        }
        if LISTENS.replace(true) {
            return;
        }
        let listener =
            wasm_bindgen::closure::Closure::<dyn Fn(web_sys::Event)>::new(|event: web_sys::Event| {
                if super::document::root_attribute(DRAGGING).is_some() && event.cancelable() {
                    event.prevent_default();
                }
            });
        let options = web_sys::AddEventListenerOptions::new();
        options.set_passive(false);
        let listener = listener.into_js_value();
        // Fails on an invalid event name only.
        let _ = document().add_event_listener_with_callback_and_add_event_listener_options(
            "touchmove",
            listener.unchecked_ref(),
            &options,
        );
    }
}

/// Brings an element into view without moving more than needed.
pub fn reveal(element_id: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(element) = document().get_element_by_id(element_id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = element_id;
}

/// Moves the focus to an element without scrolling more than needed.
pub fn focus_on(element_id: &str) {
    focus_in_place(element_id);
    reveal(element_id);
}

/// Moves the focus to an element without scrolling.
pub fn focus_in_place(element_id: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(element) = document().get_element_by_id(element_id) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        // Elements of a picture have the same method without being HTML elements.
        let _ = element.unchecked_ref::<web_sys::HtmlElement>().focus_with_options(&options);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = element_id;
}

/// Whether the pointer of an event is a mouse, and not a finger or pen.
#[must_use]
pub fn is_mouse(event: &leptos::ev::PointerEvent) -> bool {
    event.pointer_type() == "mouse"
}
