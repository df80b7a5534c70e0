//! The document: attributes of its root, cookies, focus.

#[cfg(feature = "hydrate")]
use leptos::prelude::{document, window};
#[cfg(feature = "hydrate")]
use wasm_bindgen::JsCast;

/// An attribute of the root element.
#[cfg(feature = "hydrate")]
#[must_use]
pub fn root_attribute(name: &str) -> Option<String> {
    document().document_element()?.get_attribute(name)
}

/// An attribute of the root element: none on the server.
#[cfg(not(feature = "hydrate"))]
#[must_use]
pub fn root_attribute(_name: &str) -> Option<String> {
    None
}

/// Sets or takes away an attribute of the root element.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    #[cfg(feature = "hydrate")]
    if let Some(root) = document().document_element() {
        // Both can fail on an invalid name only; ours are constants.
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (name, value);
}

/// Identifier of the sentence that says that the page has stopped.
pub const STANDSTILL: &str = "stillstand";

/// Shows the sentence that says that the page has stopped, and moves the focus to its link.
#[cfg(feature = "hydrate")]
pub fn show_standstill() {
    if let Some(sentence) = document().get_element_by_id(STANDSTILL) {
        let _ = sentence.remove_attribute("hidden");
    }
    focus("#stillstand a");
}

/// From this width on, in CSS pixels, a long page shows its sections open; `held.js` knows it, too.
#[cfg(feature = "hydrate")]
const WIDE: f64 = 1280.0;

/// Whether the window has room for a long page; the server draws for one that has.
#[must_use]
pub fn is_wide() -> bool {
    #[cfg(feature = "hydrate")]
    {
        let width = window().inner_width().ok().and_then(|width| width.as_f64());
        width.is_none_or(|width| width >= WIDE)
    }
    #[cfg(not(feature = "hydrate"))]
    {
        true
    }
}

/// Opens everything that is folded around the element with this identifier, and what it folds as a section.
pub fn unfold(id: &str) {
    #[cfg(feature = "hydrate")]
    {
        let mut here = document().get_element_by_id(id);
        let inner =
            here.as_ref().and_then(|section| section.query_selector(":scope > details").ok().flatten());
        if let Some(inner) = inner {
            // Refused for an invalid name only.
            let _ = inner.set_attribute("open", "");
        }
        while let Some(Ok(Some(section))) = here.map(|element| element.closest("details")) {
            // Refused for an invalid name only.
            let _ = section.set_attribute("open", "");
            here = section.parent_element();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = id;
}

/// The same for the element to which the address of the page leads.
pub fn unfold_asked() {
    #[cfg(feature = "hydrate")]
    if let Ok(hash) = window().location().hash()
        && let Some(id) = hash.strip_prefix('#')
    {
        unfold(id);
    }
}

/// Keeps a word for a year, for this site only.
pub fn set_cookie(name: &str, value: &str) {
    #[cfg(feature = "hydrate")]
    if let Ok(html) = document().dyn_into::<web_sys::HtmlDocument>() {
        // Refused only where cookies are switched off; then the choice lasts until the next reload.
        let _ = html.set_cookie(&format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax"));
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (name, value);
}

/// Moves the focus to the first element that matches; nothing when there is none.
pub fn focus(selector: &str) {
    #[cfg(feature = "hydrate")]
    if let Ok(Some(element)) = document().query_selector(selector)
        && let Ok(element) = element.dyn_into::<web_sys::HtmlElement>()
    {
        let _ = element.focus();
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = selector;
}

/// Shifts the navigation to the link of the page in hand; the page itself, which may be at a place of its own, stays.
pub fn show_current_link() {
    #[cfg(feature = "hydrate")]
    {
        let find = |selector: &str| document().query_selector(selector).ok().flatten();
        let html = |selector: &str| find(selector)?.dyn_into::<web_sys::HtmlElement>().ok();
        if let (Some(row), Some(link)) = (html(".navigation"), html(".navigation [aria-current=\"page\"]")) {
            let before = (row.client_width() - link.offset_width()) / 2;
            row.set_scroll_left(link.offset_left() - row.offset_left() - before);
        }
    }
}

/// Whether the focus is where keys mean text.
#[must_use]
pub fn is_editing_text() -> bool {
    #[cfg(feature = "hydrate")]
    {
        const NO_TEXT: [&str; 6] = ["button", "checkbox", "radio", "range", "submit", "reset"];
        document().active_element().is_some_and(|element| match element.tag_name().as_str() {
            "TEXTAREA" => true,
            "INPUT" => !NO_TEXT.contains(&element.get_attribute("type").unwrap_or_default().as_str()),
            _ => element.get_attribute("contenteditable").is_some_and(|value| value != "false"),
        })
    }
    #[cfg(not(feature = "hydrate"))]
    {
        false
    }
}

/// Whether somebody can see the page: it is no hidden tab.
#[must_use]
pub fn is_visible() -> bool {
    #[cfg(feature = "hydrate")]
    {
        !document().hidden()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        false
    }
}

/// Whether the browser has a network at all; true on the server.
#[must_use]
pub fn is_online() -> bool {
    #[cfg(feature = "hydrate")]
    {
        web_sys::window().is_none_or(|window| window.navigator().on_line())
    }
    #[cfg(not(feature = "hydrate"))]
    {
        true
    }
}

/// Whether nothing has the focus, because the element that had it is gone.
#[must_use]
pub fn focus_is_lost() -> bool {
    #[cfg(feature = "hydrate")]
    {
        let document = document();
        document.active_element().is_none_or(|element| element.tag_name() == "BODY")
    }
    #[cfg(not(feature = "hydrate"))]
    false
}

/// The identifier of the element that has the focus; none where it has none.
#[must_use]
pub fn focused_id() -> Option<String> {
    #[cfg(feature = "hydrate")]
    {
        document().active_element().map(|element| element.id()).filter(|id| !id.is_empty())
    }
    #[cfg(not(feature = "hydrate"))]
    None
}

/// What the field with this identifier holds; none where there is no such field, and on the server.
#[must_use]
pub fn value_of(id: &str) -> Option<String> {
    #[cfg(feature = "hydrate")]
    {
        let field = document().get_element_by_id(id)?;
        js_sys::Reflect::get(&field, &"value".into()).ok()?.as_string()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = id;
        None
    }
}

/// Opens the browser's print dialog.
pub fn print() {
    #[cfg(feature = "hydrate")]
    if let Some(window) = web_sys::window() {
        // Refused only where printing is switched off.
        let _ = window.print();
    }
}

/// Says that what was typed is not stored yet.
#[cfg(feature = "hydrate")]
const HELD: &str = "data-unsaved";

/// Whether links of the page are to wait, because what was typed would be lost; the browser itself then asks before the page is left.
pub fn hold_links(hold: bool) {
    #[cfg(feature = "hydrate")]
    set_root_attribute(HELD, hold.then_some(""));
    #[cfg(not(feature = "hydrate"))]
    let _ = hold;
}

/// Does something in the place of a link that has to wait. Files and places of the same page are no reason to.
pub fn when_held(tell: impl Fn() + 'static) {
    #[cfg(feature = "hydrate")]
    {
        use std::cell::RefCell;
        use wasm_bindgen::closure::Closure;
        thread_local! {
            /// What the page of the moment does; the listeners stand once, for the life of the document.
            static TELL: RefCell<Option<Box<dyn Fn()>>> = const { RefCell::new(None) };
        }
        if TELL.with(|known| known.replace(Some(Box::new(tell)))).is_some() {
            return;
        }
        let held = || root_attribute(HELD).is_some();
        let press = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
            let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            let leads = target.and_then(|target| target.closest("a[href]:not([download], [href^='#'])").ok());
            if held() && leads.flatten().is_some() {
                event.prevent_default();
                event.stop_propagation();
                TELL.with(|known| {
                    if let Some(tell) = known.borrow().as_ref() {
                        tell();
                    }
                });
            }
        });
        let leave = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
            if held() {
                event.prevent_default();
            }
        });
        let (press, leave) = (press.into_js_value(), leave.into_js_value());
        // Both fail on an invalid event name only.
        let _ = document().add_event_listener_with_callback_and_bool("click", press.unchecked_ref(), true);
        let _ = window().add_event_listener_with_callback("beforeunload", leave.unchecked_ref());
    }
    #[cfg(not(feature = "hydrate"))]
    drop(tell);
}
