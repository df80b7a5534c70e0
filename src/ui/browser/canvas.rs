//! A picture larger than its window: what of it can be seen, scrolling, and parts that are drawn anew.

#[cfg(feature = "hydrate")]
use leptos::prelude::{document, window};
#[cfg(feature = "hydrate")]
use wasm_bindgen::JsCast;

/// Where the picture and its window are, in CSS pixels of the browser's window.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Frame {
    /// Inner width of the scrolling element.
    pub width: f64,
    /// Inner height of the scrolling element.
    pub height: f64,
    /// Height of the browser's window.
    pub window_height: f64,
    /// Left edge of the picture.
    pub left: f64,
    /// Upper edge of the picture.
    pub top: f64,
    /// Width of the picture.
    pub picture_width: f64,
    /// Height of the picture.
    pub picture_height: f64,
    /// How far the element is scrolled to the right and down.
    pub scrolled: (f64, f64),
    /// How far the picture can still be scrolled to the right and down; down with the page where the element has no room of its own.
    pub hidden: (f64, f64),
    /// What can be seen of the scrolling element: left, top, right, bottom. What lies over its lower edge (`data-lies-over`) hides it.
    pub seen: (f64, f64, f64, f64),
}

/// Where a picture is inside the element that scrolls it; none on the server and while one of them is missing.
#[must_use]
pub fn frame(scroller: &str, picture: &str) -> Option<Frame> {
    #[cfg(feature = "hydrate")]
    {
        let scroller = document().get_element_by_id(scroller)?;
        let picture = document().get_element_by_id(picture)?.get_bounding_client_rect();
        let outer = scroller.get_bounding_client_rect();
        let size = |value: Result<wasm_bindgen::JsValue, _>| {
            value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0)
        };
        let (wide, high) = (size(window().inner_width()), size(window().inner_height()));
        Some(Frame {
            width: f64::from(scroller.client_width()),
            height: f64::from(scroller.client_height()),
            window_height: high,
            left: picture.left(),
            top: picture.top(),
            picture_width: picture.width(),
            picture_height: picture.height(),
            scrolled: (f64::from(scroller.scroll_left()), f64::from(scroller.scroll_top())),
            hidden: (
                f64::from(scroller.scroll_width() - scroller.client_width() - scroller.scroll_left()),
                below(&scroller, high),
            ),
            seen: (
                outer.left().max(0.0),
                outer.top().max(0.0),
                outer.right().min(wide),
                covered(outer.bottom().min(high)).max(outer.top()),
            ),
        })
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (scroller, picture);
        None
    }
}

/// The lower edge of what is seen: that of the element, or the upper one of what lies over it.
#[cfg(feature = "hydrate")]
fn covered(bottom: f64) -> f64 {
    let Ok(over) = document().query_selector_all("[data-lies-over]") else { return bottom };
    let over = (0..over.length()).filter_map(|index| over.get(index)?.dyn_into::<web_sys::Element>().ok());
    over.fold(bottom, |bottom, element| bottom.min(element.get_bounding_client_rect().top()))
}

#[cfg(feature = "hydrate")]
fn below(scroller: &web_sys::Element, window_height: f64) -> f64 {
    if scroller.scroll_height() > scroller.client_height() + 1 {
        return f64::from(scroller.scroll_height() - scroller.client_height() - scroller.scroll_top());
    }
    let page = document().document_element().map_or(0.0, |page| f64::from(page.scroll_height()));
    (page - window_height - window().scroll_y().unwrap_or(0.0)).max(0.0)
}

/// Scrolls an element, and the window where the element has no room of its own downwards; returns how far it went.
pub fn scroll_by(scroller: &str, right: f64, down: f64) -> (f64, f64) {
    #[cfg(feature = "hydrate")]
    if let Some(element) = document().get_element_by_id(scroller) {
        let before = (f64::from(element.scroll_left()), f64::from(element.scroll_top()));
        element.scroll_by_with_x_and_y(right, down);
        let went = (f64::from(element.scroll_left()) - before.0, f64::from(element.scroll_top()) - before.1);
        let rest = down - went.1;
        let page = window().scroll_y().unwrap_or(0.0);
        if rest.abs() < 1.0 || element.scroll_height() > element.client_height() + 1 {
            return went;
        }
        window().scroll_by_with_x_and_y(0.0, rest);
        return (went.0, went.1 + window().scroll_y().unwrap_or(page) - page);
    }
    let _ = (scroller, right, down);
    (0.0, 0.0)
}

/// Scrolls an element to a place.
pub fn scroll_to(scroller: &str, left: f64, top: f64) {
    #[cfg(feature = "hydrate")]
    if let Some(element) = document().get_element_by_id(scroller) {
        element.set_scroll_left(left as i32);
        element.set_scroll_top(top as i32);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (scroller, left, top);
}

/// Draws the inside of an element anew; the focus stays on the part that carries the same identifier.
pub fn redraw(element: &str, markup: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(element) = document().get_element_by_id(element) {
        let focused = document().active_element().filter(|active| element.contains(Some(active)));
        let id = focused.map(|focused| focused.id());
        element.set_inner_html(markup);
        if let Some(id) = id.filter(|id| !id.is_empty()) {
            super::pointer::focus_in_place(&id);
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (element, markup);
}

/// Gives an attribute to some elements and takes it from all others. What is under a finger must not be drawn anew: the
/// browser would end the touch.
pub fn mark(attribute: &str, elements: &[String]) {
    #[cfg(feature = "hydrate")]
    {
        if let Ok(marked) = document().query_selector_all(&format!("[{attribute}]")) {
            let marked = (0..marked.length()).filter_map(|index| marked.get(index));
            for element in marked.filter_map(|node| node.dyn_into::<web_sys::Element>().ok()) {
                let _ = element.remove_attribute(attribute);
            }
        }
        for element in elements.iter().filter_map(|id| document().get_element_by_id(id)) {
            let _ = element.set_attribute(attribute, "true");
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (attribute, elements);
}

/// Makes one item of a tree the one that Tab leads to; the tree itself where the item is not drawn.
pub fn set_tab_stop(tree: &str, item: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(tree) = document().get_element_by_id(tree) {
        // The tree itself as well: were it left a stop, whoever goes back from an item would be sent to that item again.
        let _ = tree.set_attribute("tabindex", "-1");
        if let Ok(Some(former)) = tree.query_selector("[tabindex=\"0\"]") {
            let _ = former.set_attribute("tabindex", "-1");
        }
        let stop = document().get_element_by_id(item).unwrap_or(tree);
        let _ = stop.set_attribute("tabindex", "0");
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (tree, item);
}

/// Whether the main pointer is a finger.
#[must_use]
pub fn is_coarse() -> bool {
    #[cfg(feature = "hydrate")]
    {
        window()
            .match_media("(pointer: coarse)")
            .ok()
            .flatten()
            .is_some_and(|query: web_sys::MediaQueryList| query.matches())
    }
    #[cfg(not(feature = "hydrate"))]
    {
        false
    }
}

/// Listens for turns of the wheel with the control key, and for two fingers: both zoom. The browser's own zooming of the
/// page is held back over the element only. `zoom` gets the factor and the place.
pub fn on_zoom(element: &str, zoom: impl Fn(f64, f64, f64) + 'static) {
    #[cfg(feature = "hydrate")]
    {
        let Some(element) = document().get_element_by_id(element) else { return };
        let options = web_sys::AddEventListenerOptions::new();
        options.set_passive(false);
        let zoom = std::rc::Rc::new(zoom);
        let by_wheel = std::rc::Rc::clone(&zoom);
        let wheel = wasm_bindgen::closure::Closure::<dyn Fn(web_sys::WheelEvent)>::new(
            move |event: web_sys::WheelEvent| {
                if event.ctrl_key() || event.meta_key() {
                    event.prevent_default();
                    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
                    by_wheel((-event.delta_y() / 300.0).clamp(-0.5, 0.5).exp2(), x, y);
                }
            },
        );
        let spread = std::cell::Cell::new(None::<f64>);
        let pinch = wasm_bindgen::closure::Closure::<dyn Fn(web_sys::TouchEvent)>::new(
            move |event: web_sys::TouchEvent| {
                let touches = event.touches();
                let (Some(first), Some(second)) = (touches.get(0), touches.get(1)) else {
                    spread.set(None);
                    return;
                };
                if event.cancelable() {
                    event.prevent_default();
                }
                let (x1, y1) = (f64::from(first.client_x()), f64::from(first.client_y()));
                let (x2, y2) = (f64::from(second.client_x()), f64::from(second.client_y()));
                let wide = (x1 - x2).hypot(y1 - y2).max(1.0);
                if let Some(before) = spread.replace(Some(wide)) {
                    zoom(wide / before, (x1 + x2) / 2.0, (y1 + y2) / 2.0);
                }
            },
        );
        for (name, listener) in [("wheel", wheel.into_js_value()), ("touchmove", pinch.into_js_value())] {
            // Fails on an invalid event name only.
            let _ = element.add_event_listener_with_callback_and_add_event_listener_options(
                name,
                listener.unchecked_ref(),
                &options,
            );
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (element, zoom);
}
