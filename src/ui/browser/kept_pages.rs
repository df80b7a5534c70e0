//! Pages that the browser keeps, so that one that was open before starts again without a connection (`server::offline`).

/// When the server made the page that is shown, in milliseconds since 1970-01-01 UTC: where it comes from what the browser has kept.
#[must_use]
pub fn of_when() -> Option<i64> {
    super::document::root_attribute("data-stand")?.parse().ok()
}

/// Has the page of an address kept as it is now, where the server wants that and the browser can.
pub fn keep(address: String) {
    #[cfg(feature = "hydrate")]
    leptos::task::spawn_local(async move {
        // A browser that keeps nothing works as long as there is a connection.
        let _ = tell(&address).await;
    });
    #[cfg(not(feature = "hydrate"))]
    drop(address);
}

/// Has all pages forgotten.
pub fn forget() {
    #[cfg(feature = "hydrate")]
    if let Some(worker) = container().and_then(|container| container.controller()) {
        // Fails for what cannot be copied only.
        let _ = worker.post_message(&"".into());
    }
}

/// Starts the script where it is not there yet, and tells it an address.
#[cfg(feature = "hydrate")]
async fn tell(address: &str) -> Result<(), wasm_bindgen::JsValue> {
    use wasm_bindgen::JsCast;
    use wasm_bindgen_futures::JsFuture;
    let wanted = leptos::prelude::document().query_selector(r#"link[rel="manifest"]"#)?.is_some();
    if let Some(container) = container().filter(|_| wanted) {
        JsFuture::from(container.register(crate::api::KEEPING_SCRIPT)).await?;
        let registration = JsFuture::from(container.ready()?).await?;
        let worker = registration.unchecked_into::<web_sys::ServiceWorkerRegistration>().active();
        worker.map(|worker| worker.post_message(&address.into())).transpose()?;
    }
    Ok(())
}

/// There on encrypted connections and on the browser's own machine only.
#[cfg(feature = "hydrate")]
fn container() -> Option<web_sys::ServiceWorkerContainer> {
    use wasm_bindgen::JsCast;
    let navigator = web_sys::window()?.navigator();
    let container = js_sys::Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    container.is_object().then(|| container.unchecked_into())
}
