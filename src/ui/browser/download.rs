//! Hands the user a file made in the page.

/// Offers a text as a file to be saved.
pub fn save(name: &str, media_type: &str, text: &str) {
    #[cfg(feature = "hydrate")]
    {
        // Each step fails only in a browser without blobs; then there is nothing to save.
        let _ = try_save(name, media_type, text);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (name, media_type, text);
}

#[cfg(feature = "hydrate")]
fn try_save(name: &str, media_type: &str, text: &str) -> Result<(), wasm_bindgen::JsValue> {
    use wasm_bindgen::JsCast;
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = js_sys::Array::of1(&text.into());
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let address = web_sys::Url::create_object_url_with_blob(&blob)?;
    let link = leptos::prelude::document().create_element("a")?;
    link.set_attribute("href", &address)?;
    link.set_attribute("download", name)?;
    link.unchecked_into::<web_sys::HtmlElement>().click();
    web_sys::Url::revoke_object_url(&address)
}
