//! The place in a text field where the writing stands.

/// Puts a text there, in place of what is selected, and gives the whole text; none where there is no such field.
#[must_use]
pub fn insert(id: &str, text: &str) -> Option<String> {
    #[cfg(feature = "hydrate")]
    {
        try_insert(id, text).ok().flatten()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (id, text);
        None
    }
}

#[cfg(feature = "hydrate")]
fn try_insert(id: &str, text: &str) -> Result<Option<String>, wasm_bindgen::JsValue> {
    use js_sys::{Array, Function, Reflect};
    use wasm_bindgen::JsCast;
    let Some(field) = leptos::prelude::document().get_element_by_id(id) else { return Ok(None) };
    let start = Reflect::get(&field, &"selectionStart".into())?;
    let end = Reflect::get(&field, &"selectionEnd".into())?;
    let put: Function = Reflect::get(&field, &"setRangeText".into())?.dyn_into()?;
    put.apply(&field, &Array::of4(&text.into(), &start, &end, &"end".into()))?;
    if let Some(field) = field.dyn_ref::<web_sys::HtmlElement>() {
        field.focus()?;
    }
    Ok(Reflect::get(&field, &"value".into())?.as_string())
}
