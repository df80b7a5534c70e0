//! The browser's modal dialog.

/// Opens or closes a dialog; nothing when it is as asked.
#[cfg(feature = "hydrate")]
pub fn show(element: &web_sys::HtmlDialogElement, open: bool) {
    if open && !element.open() {
        // Fails only on an element outside the document.
        let _ = element.show_modal();
    } else if !open && element.open() {
        element.close();
    }
}

/// Nothing on the server.
#[cfg(not(feature = "hydrate"))]
pub fn show<T>(_element: &T, _open: bool) {}

/// Whether the dialog that an event tells of is closed. The browser tells of it a moment later, when it may be open again.
#[must_use]
pub fn is_closed(event: &leptos::ev::Event) -> bool {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let dialog = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlDialogElement>().ok());
        dialog.is_none_or(|dialog| !dialog.open())
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = event;
        true
    }
}

/// Whether an event is the dialog's own and not of something in it: a click on the backdrop, not in the box; its Escape, not the
/// choice of a file that was given up.
#[must_use]
pub fn is_its_own(event: &leptos::ev::Event) -> bool {
    #[cfg(feature = "hydrate")]
    {
        event.target().is_some() && event.target() == event.current_target()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = event;
        false
    }
}
