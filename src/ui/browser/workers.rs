//! The Web Workers that compute the forecast: started once, fed text, answering text.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

/// The script of a worker, served by us.
const SCRIPT: &str = "/worker.js";

/// Workers that load the page's own module.
pub struct Workers {
    workers: Vec<Worker>,
}

/// Why there are no workers: the browser or a policy forbids them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoWorkers;

impl Workers {
    /// Starts as many workers as the machine has logical processors, at most `most`.
    /// `on_message` gets the number of the worker and its text.
    ///
    /// # Errors
    /// [`NoWorkers`] when the browser refuses to start one or the page's module is not known.
    pub fn start(
        most: usize,
        on_message: impl Fn(usize, String) + Clone + 'static,
    ) -> Result<Self, NoWorkers> {
        let window = web_sys::window().ok_or(NoWorkers)?;
        let processors = window.navigator().hardware_concurrency();
        let count = (processors.max(1.0) as usize).clamp(1, most);
        let (script, module) = module_addresses().ok_or(NoWorkers)?;
        let first_message = Object::new();
        Reflect::set(&first_message, &"script".into(), &script.into()).map_err(|_| NoWorkers)?;
        Reflect::set(&first_message, &"module".into(), &module.into()).map_err(|_| NoWorkers)?;
        let mut workers = Vec::with_capacity(count);
        for index in 0..count {
            let worker = new_worker().ok_or(NoWorkers)?;
            listen(&worker, index, on_message.clone());
            worker.post_message(&first_message).map_err(|_| NoWorkers)?;
            workers.push(worker);
        }
        Ok(Self { workers })
    }

    /// Number of workers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.workers.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.workers.is_empty()
    }

    /// Sends a text to one worker; a worker that is gone does not get it.
    pub fn send(&self, index: usize, text: &str) {
        if let Some(worker) = self.workers.get(index) {
            let _ = worker.post_message(&JsValue::from_str(text));
        }
    }
}

/// Listens for the life of the page: the closures are kept by the worker.
fn listen(worker: &Worker, index: usize, on_message: impl Fn(usize, String) + Clone + 'static) {
    let answers = on_message.clone();
    let message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(text) = event.data().as_string() {
            answers(index, text);
        }
    });
    worker.set_onmessage(Some(message.into_js_value().unchecked_ref()));
    let error = Closure::<dyn FnMut(JsValue)>::new(move |_| {
        on_message(index, r#"{"broken":{"reason":"worker"}}"#.to_owned());
    });
    worker.set_onerror(Some(error.into_js_value().unchecked_ref()));
}

fn new_worker() -> Option<Worker> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(SCRIPT, &options).ok()
}

/// The addresses of the page's script and module, from the links in its head.
fn module_addresses() -> Option<(String, String)> {
    let document = web_sys::window()?.document()?;
    let href = |selector: &str| {
        let link = document.query_selector(selector).ok().flatten()?;
        link.get_attribute("href")
    };
    Some((href(r#"link[rel="modulepreload"][href$=".js"]"#)?, href(r#"link[rel="preload"][href$=".wasm"]"#)?))
}
