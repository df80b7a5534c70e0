//! The Web Workers that compute the forecast: started once, fed text, answering text and how long that took.

use js_sys::{Array, Function, Promise, Reflect};
use leptos::prelude::set_timeout;
use leptos::task::spawn_local;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, WorkerOptions, WorkerType};

/// The script of a worker, beside the folder's script of the page.
const SCRIPT: &str = "engine/worker.js";
/// What a worker says that is of no use.
const BROKEN: &str = r#"{"broken":{"reason":"worker"}}"#;

thread_local! {
    static IMPORT: OnceCell<Function> = const { OnceCell::new() };
}

/// Takes the function that loads a script.
pub fn set_import(import: Function) {
    // Set once: the page starts once.
    IMPORT.with(|cell| drop(cell.set(import)));
}

/// What takes a text and answers with one.
enum Worker {
    /// A thread of its own.
    Thread(web_sys::Worker),
    /// The page itself: what takes the text, as soon as it is loaded.
    Page(Rc<RefCell<Option<Function>>>),
}

type OnMessage = Rc<dyn Fn(usize, String, f64)>;

/// Workers that answer texts with texts; each says once that it is ready.
pub struct Workers(Vec<Worker>);

impl Workers {
    /// Starts as many workers as the machine has logical processors, at most `most`; where none can be started, the page
    /// does their work. `on_message` gets the number of the worker, its text, and the milliseconds of work since its text before.
    pub fn start(most: usize, on_message: impl Fn(usize, String, f64) + 'static) -> Self {
        let on_message: OnMessage = Rc::new(on_message);
        Self::threads(most, &on_message).unwrap_or_else(|| Self::page(on_message))
    }

    /// The page in the place of workers that do not work: it loads the same module, and works in pieces of a few milliseconds
    /// between which it stays usable.
    pub fn in_page(on_message: impl Fn(usize, String, f64) + 'static) -> Self {
        Self::page(Rc::new(on_message))
    }

    fn page(on_message: OnMessage) -> Self {
        let slot = Rc::new(RefCell::new(None));
        let worker = Worker::Page(Rc::clone(&slot));
        let load = async move {
            match engine_in_page(&on_message).await {
                Some(receive) => drop(slot.replace(Some(receive))),
                None => on_message(0, BROKEN.to_owned(), 0.0),
            }
        };
        // Not at once: who starts the workers is not yet ready to hear of them.
        set_timeout(move || spawn_local(load), Duration::ZERO);
        Self(vec![worker])
    }

    fn threads(most: usize, on_message: &OnMessage) -> Option<Self> {
        let processors = web_sys::window()?.navigator().hardware_concurrency();
        let count = (processors.max(1.0) as usize).clamp(1, most);
        let script = script_address()?;
        let workers = (0..count).map(|index| {
            let worker = new_worker(&script)?;
            listen(&worker, index, on_message);
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
        let text = JsValue::from_str(text);
        match self.0.get(index) {
            Some(Worker::Thread(worker)) => drop(worker.post_message(&text)),
            Some(Worker::Page(receive)) => {
                if let Some(receive) = receive.borrow().as_ref() {
                    drop(receive.call1(&JsValue::NULL, &text));
                }
            }
            None => {}
        }
    }
}

/// Who comes in their place has their numbers: what one of them says later would be taken for its word.
impl Drop for Workers {
    fn drop(&mut self) {
        for worker in &self.0 {
            if let Worker::Thread(worker) = worker {
                worker.set_onmessage(None);
                worker.set_onerror(None);
                worker.terminate();
            }
        }
    }
}

/// Loads the workers' module into the page. Gives what takes messages.
async fn engine_in_page(on_message: &OnMessage) -> Option<Function> {
    let import = IMPORT.with(|cell| cell.get().cloned())?;
    let promise: Promise = import.call1(&JsValue::NULL, &script_address()?.into()).ok()?.dyn_into().ok()?;
    let module = JsFuture::from(promise).await.ok()?;
    let serve: Function = Reflect::get(&module, &"serve".into()).ok()?.dyn_into().ok()?;
    let answers = Rc::clone(on_message);
    let tell = Closure::<dyn FnMut(String, f64)>::new(move |text, spent| answers(0, text, spent));
    let tell = tell.into_js_value();
    serve.call1(&JsValue::NULL, &tell).ok()?.dyn_into().ok()
}

/// Listens for the life of the page: the closures are kept by the worker.
fn listen(worker: &web_sys::Worker, index: usize, on_message: &OnMessage) {
    let (answers, failures) = (Rc::clone(on_message), Rc::clone(on_message));
    let message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let answer: Array = event.data().unchecked_into();
        if let (Some(text), Some(spent)) = (answer.get(0).as_string(), answer.get(1).as_f64()) {
            answers(index, text, spent);
        }
    });
    worker.set_onmessage(Some(message.into_js_value().unchecked_ref()));
    let error = Closure::<dyn FnMut(JsValue)>::new(move |_| {
        failures(index, BROKEN.to_owned(), 0.0);
    });
    worker.set_onerror(Some(error.into_js_value().unchecked_ref()));
}

fn new_worker(script: &str) -> Option<web_sys::Worker> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    web_sys::Worker::new_with_options(script, &options).ok()
}

/// The address of the worker's script: in the folder of the page's own, from the link in its head.
fn script_address() -> Option<String> {
    let document = web_sys::window()?.document()?;
    let link = document.query_selector(r#"link[rel="modulepreload"][href$=".js"]"#).ok().flatten()?;
    let script = link.get_attribute("href")?;
    let (folder, _) = script.rsplit_once('/')?;
    Some(format!("{folder}/{SCRIPT}"))
}
