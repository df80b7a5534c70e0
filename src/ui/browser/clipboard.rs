//! A table as the text that spreadsheets take (cells apart by tabs, rows by lines), and the way of texts into the clipboard.

/// Copies a text; tells whether it worked. Without a secure connection there is no clipboard object, and it does not.
pub fn copy_text(text: String, done: impl FnOnce(bool) + 'static) {
    #[cfg(feature = "hydrate")]
    match clipboard() {
        Some(clipboard) => wasm_bindgen_futures::spawn_local(async move {
            let written = wasm_bindgen_futures::JsFuture::from(clipboard.write_text(&text)).await;
            done(written.is_ok());
        }),
        None => done(false),
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (text, done);
    }
}

/// Copies the table around an element; tells whether it worked, where there is a clipboard at all.
pub fn copy_table(id: &str, done: impl FnOnce(bool) + 'static) {
    #[cfg(feature = "hydrate")]
    {
        let Some(table) = table_around(id) else { return done(false) };
        let text = spreadsheet_text(&cells(&table));
        // Without a secure connection (an intranet without certificates) there is no clipboard object.
        if let Some(clipboard) = clipboard() {
            wasm_bindgen_futures::spawn_local(async move {
                let written = wasm_bindgen_futures::JsFuture::from(clipboard.write_text(&text)).await;
                done(written.is_ok());
            });
        } else {
            done(copy_selected(&table).unwrap_or(false));
        }
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (id, done);
    }
}

/// The table around its caption as text, the caption in front; none on the server, and where there is no table.
#[must_use]
pub fn table_text(id: &str) -> Option<String> {
    #[cfg(feature = "hydrate")]
    {
        let caption = leptos::prelude::document().get_element_by_id(id)?.text_content()?;
        Some(format!("{caption}\r\n{}", spreadsheet_text(&cells(&table_around(id)?))))
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = id;
        None
    }
}

#[cfg(feature = "hydrate")]
fn table_around(id: &str) -> Option<web_sys::Element> {
    leptos::prelude::document().get_element_by_id(id)?.closest("table").ok()?
}

#[cfg(feature = "hydrate")]
fn clipboard() -> Option<web_sys::Clipboard> {
    let navigator = web_sys::window()?.navigator();
    let known = js_sys::Reflect::get(&navigator, &"clipboard".into()).ok()?;
    (!known.is_undefined()).then(|| navigator.clipboard())
}

/// The texts of all cells, without columns of pictures: these are hidden from whoever reads, and so they are here.
#[cfg(feature = "hydrate")]
fn cells(table: &web_sys::Element) -> Vec<Vec<String>> {
    use wasm_bindgen::JsCast;
    let Ok(rows) = table.query_selector_all("tr") else { return Vec::new() };
    let texts = |row: web_sys::Node| {
        let cells = row.child_nodes();
        let cells =
            (0..cells.length()).filter_map(|place| cells.item(place)?.dyn_into::<web_sys::Element>().ok());
        let cells = cells.filter(|cell| !cell.has_attribute("aria-hidden"));
        cells.map(|cell| cell.text_content().unwrap_or_default()).collect()
    };
    (0..rows.length()).filter_map(|place| rows.item(place)).map(texts).collect()
}

#[cfg(feature = "hydrate")]
fn copy_selected(table: &web_sys::Element) -> Option<bool> {
    use wasm_bindgen::JsCast;
    let selection = web_sys::window()?.get_selection().ok()??;
    selection.select_all_children(table).ok()?;
    let document = leptos::prelude::document().dyn_into::<web_sys::HtmlDocument>().ok()?;
    let copied = document.exec_command("copy").ok()?;
    selection.remove_all_ranges().ok()?;
    Some(copied)
}

/// Rows of cells as text for a spreadsheet: a hyphen for the typographic minus, so that a figure stays a figure, and
/// nothing that a spreadsheet would take for a formula.
#[cfg(any(feature = "hydrate", test))]
fn spreadsheet_text(rows: &[Vec<String>]) -> String {
    let cell = |text: &String| {
        let text = text.replace('−', "-").replace(['\u{a0}', '\u{202f}'], " ");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_number = text.bytes().skip(1).all(|byte| byte.is_ascii_digit() || b".,".contains(&byte));
        if text.starts_with(['=', '+', '-', '@']) && !is_number { format!(" {text}") } else { text }
    };
    let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join("\t") + "\r\n";
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stay_figures_and_nothing_becomes_a_formula() {
        let rows = [
            vec!["Einheit".to_owned(), " offene\n Fälle ".to_owned()],
            vec!["=1+1".to_owned(), "−1.234,5".to_owned(), "+12 ± 3".to_owned(), "105\u{202f}%".to_owned()],
        ];
        assert_eq!(spreadsheet_text(&rows), "Einheit\toffene Fälle\r\n =1+1\t-1.234,5\t +12 ± 3\t105 %\r\n");
    }
}
