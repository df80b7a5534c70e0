//! A stream of events from the server; the browser connects again by itself as long as the server does not refuse.

use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MessageEvent;

/// What happens on a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happened {
    /// An event with its data.
    Told(&'static str, String),
    /// The connection is lost; whether the browser has given up.
    Broken(bool),
}

/// A stream; dropped, it is closed.
pub struct EventSource {
    source: web_sys::EventSource,
    /// Called by the browser as long as the stream lives.
    _listeners: Vec<Closure<dyn FnMut(JsValue)>>,
}

impl EventSource {
    /// Listens to an address for these events; none where the browser has no streams.
    pub fn open(
        address: &str,
        events: &[&'static str],
        happened: impl Fn(Happened) + 'static,
    ) -> Option<Self> {
        let source = web_sys::EventSource::new(address).ok()?;
        let happened = Rc::new(happened);
        let mut listeners = Vec::new();
        for &name in events {
            let happened = Rc::clone(&happened);
            let listener = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
                if let Some(data) = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string())
                {
                    happened(Happened::Told(name, data));
                }
            });
            source.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref()).ok()?;
            listeners.push(listener);
        }
        let stream = source.clone();
        let broken = Closure::<dyn FnMut(JsValue)>::new(move |_| {
            happened(Happened::Broken(stream.ready_state() == web_sys::EventSource::CLOSED));
        });
        source.set_onerror(Some(broken.as_ref().unchecked_ref()));
        listeners.push(broken);
        Some(Self { source, _listeners: listeners })
    }
}

impl Drop for EventSource {
    fn drop(&mut self) {
        self.source.set_onerror(None);
        self.source.close();
    }
}
