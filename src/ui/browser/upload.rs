//! Files that somebody chose or dropped, and their way to the server.
//!
//! The file itself stays here: only its name and size go into the page's state. It is sent as often as it is asked about; the
//! browser streams it from the disk.

/// For what a file was chosen; one is kept of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// A table.
    Table,
    /// A plan.
    Plan,
}

/// What is known of a chosen file.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    /// Its name, without the folder.
    pub name: String,
    /// Its size in bytes.
    pub size: f64,
}

#[cfg(feature = "hydrate")]
mod living {
    use super::{Chosen, Slot};
    use std::cell::RefCell;
    use std::collections::BTreeMap;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;

    thread_local! {
        static FILES: RefCell<BTreeMap<Slot, web_sys::File>> = const { RefCell::new(BTreeMap::new()) };
    }

    pub fn choose(slot: Slot, list: Option<web_sys::FileList>) -> Option<Chosen> {
        let file = list?.get(0)?;
        let chosen = Chosen { name: file.name(), size: file.size() };
        FILES.with(|kept| kept.borrow_mut().insert(slot, file));
        Some(chosen)
    }

    /// Sends a line and the chosen file; hands on every line of the answer.
    pub async fn send(slot: Slot, address: &str, line: &str, told: &dyn Fn(&str)) -> Result<(), JsValue> {
        let file = FILES.with(|kept| kept.borrow().get(&slot).cloned());
        let file = file.ok_or_else(|| JsValue::from_str("no file"))?;
        let parts = js_sys::Array::of2(&format!("{line}\n").into(), &file);
        let body = web_sys::Blob::new_with_blob_sequence(&parts)?;
        let options = web_sys::RequestInit::new();
        options.set_method("POST");
        options.set_body(&body);
        let window = web_sys::window().ok_or_else(|| JsValue::from_str("no window"))?;
        let answer = JsFuture::from(window.fetch_with_str_and_init(address, &options)).await?;
        let answer: web_sys::Response = answer.dyn_into()?;
        if !answer.ok() {
            // A refusal of the server is one value, not a line of many.
            let text = JsFuture::from(answer.text()?).await?;
            told(&format!("{{\"failed\":{}}}", text.as_string().unwrap_or_default()));
            return Ok(());
        }
        let stream = answer.body().ok_or_else(|| JsValue::from_str("no answer"))?;
        let reader: web_sys::ReadableStreamDefaultReader = stream.get_reader().dyn_into()?;
        let mut rest = Vec::new();
        loop {
            let part = JsFuture::from(reader.read()).await?;
            if js_sys::Reflect::get(&part, &"done".into())?.is_truthy() {
                return Ok(());
            }
            let bytes: js_sys::Uint8Array = js_sys::Reflect::get(&part, &"value".into())?.dyn_into()?;
            rest.extend(bytes.to_vec());
            while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = rest.drain(..=end).collect();
                told(String::from_utf8_lossy(&line).trim_end());
            }
        }
    }
}

/// The file that was chosen in an input; kept for [`send`].
#[must_use]
pub fn from_input(slot: Slot, event: &leptos::ev::Event) -> Option<Chosen> {
    #[cfg(feature = "hydrate")]
    {
        living::choose(slot, leptos::prelude::event_target::<web_sys::HtmlInputElement>(event).files())
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (slot, event);
        None
    }
}

/// The file that was dropped; kept for [`send`].
#[must_use]
pub fn from_drop(slot: Slot, event: &leptos::ev::DragEvent) -> Option<Chosen> {
    #[cfg(feature = "hydrate")]
    {
        event.prevent_default();
        living::choose(slot, event.data_transfer()?.files())
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (slot, event);
        None
    }
}

/// Sends a line and the chosen file, and hands on every line of the answer; false where the server was not reached.
pub async fn send(slot: Slot, address: &str, line: &str, told: &dyn Fn(&str)) -> bool {
    #[cfg(feature = "hydrate")]
    {
        living::send(slot, address, line, told).await.is_ok()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (slot, address, line, told);
        false
    }
}
