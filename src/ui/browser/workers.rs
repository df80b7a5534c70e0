//! The Web Workers that compute the forecast: started once, fed text, answering text.

use crate::ui::forecasting::answer_with_engine;
use js_sys::{Object, Reflect};
use leptos::prelude::set_timeout;
use leptos::task::spawn_local;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, WorkerOptions, WorkerType};

/// The script of a worker, served by us.
const SCRIPT: &str = "/worker.js";
/// What a worker says first.
const READY: &str = r#""ready""#;

/// What takes a text and answers with one.
enum Worker {
    /// A thread of its own that loads the page's module.
    Thread(web_sys::Worker),
    /// The page itself.
    Page(OnMessage),
}

type OnMessage = Rc<dyn Fn(usize, String)>;

/// Workers that answer texts with texts; each says once that it is ready.
pub struct Workers(Vec<Worker>);

impl Workers {
    /// Starts as many workers as the machine has logical processors, at most `most`; where none can be started, the page
    /// does their work. `on_message` gets the number of the worker and its text.
    pub fn start(most: usize, on_message: impl Fn(usize, String) + 'static) -> Self {
        let on_message: OnMessage = Rc::new(on_message);
        Self::threads(most, &on_message).unwrap_or_else(|| Self::page(on_message))
    }

    /// The page in the place of workers that do not work: it answers one message a turn, and stays usable between them.
    pub fn in_page(on_message: impl Fn(usize, String) + 'static) -> Self {
        Self::page(Rc::new(on_message))
    }

    fn page(on_message: OnMessage) -> Self {
        let ready = Rc::clone(&on_message);
        // Not at once: who starts the workers is not yet ready to hear of them.
        set_timeout(move || ready(0, READY.to_owned()), Duration::ZERO);
        Self(vec![Worker::Page(on_message)])
    }

    fn threads(most: usize, on_message: &OnMessage) -> Option<Self> {
        let processors = web_sys::window()?.navigator().hardware_concurrency();
        let count = (processors.max(1.0) as usize).clamp(1, most);
        let (script, module) = module_addresses()?;
        let first_message = Object::new();
        Reflect::set(&first_message, &"script".into(), &script.into()).ok()?;
        Reflect::set(&first_message, &"module".into(), &module.into()).ok()?;
        let workers = (0..count).map(|index| {
            let worker = new_worker()?;
            listen(&worker, index, on_message);
            worker.post_message(&first_message).ok()?;
            Some(Worker::Thread(worker))
        });
        workers.collect::<Option<Vec<_>>>().map(Self)
    }

    /// Number of workers, at least one.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "there is always one")]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the page does the work.
    #[must_use]
    pub fn are_in_page(&self) -> bool {
        self.0.iter().any(|worker| matches!(worker, Worker::Page(_)))
    }

    /// Sends a text to one worker; a worker that is gone does not get it.
    pub fn send(&self, index: usize, text: &str) {
        match self.0.get(index) {
            Some(Worker::Thread(worker)) => {
                let _ = worker.post_message(&JsValue::from_str(text));
            }
            Some(Worker::Page(on_message)) => {
                let (on_message, text) = (Rc::clone(on_message), text.to_owned());
                // A turn later, so that clicks and drawing come between two messages.
                let work = async move { on_message(index, answer_with_engine(text).await) };
                set_timeout(move || spawn_local(work), Duration::ZERO);
            }
            None => {}
        }
    }
}

/// Listens for the life of the page: the closures are kept by the worker.
fn listen(worker: &web_sys::Worker, index: usize, on_message: &OnMessage) {
    let (answers, failures) = (Rc::clone(on_message), Rc::clone(on_message));
    let message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(text) = event.data().as_string() {
            answers(index, text);
        }
    });
    worker.set_onmessage(Some(message.into_js_value().unchecked_ref()));
    let error = Closure::<dyn FnMut(JsValue)>::new(move |_| {
        failures(index, r#"{"broken":{"reason":"worker"}}"#.to_owned());
    });
    worker.set_onerror(Some(error.into_js_value().unchecked_ref()));
}

fn new_worker() -> Option<web_sys::Worker> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    web_sys::Worker::new_with_options(SCRIPT, &options).ok()
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
