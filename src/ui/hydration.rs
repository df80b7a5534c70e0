//! The tags that load style sheet and WebAssembly.
//!
//! Own, because the framework's print the nonce of the content policy into `crossorigin`, where it can be read and
//! where it makes Firefox fetch the module twice.

use super::pages;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_router::location::RequestUrl;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// What the build calls the list of the module's parts.
const MANIFEST: &str = "pkg/__wasm_split_manifest.json";

/// Addresses of the built files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assets {
    /// The JavaScript side of the module.
    pub script: String,
    /// The WebAssembly module.
    pub module: String,
    /// The style sheet.
    pub style: String,
    /// The script that loads the parts of the module.
    pub loader: String,
    /// Whether browsers may keep pages for working without a connection.
    pub keeps_pages: bool,
    /// The files of each part, without folder and ending.
    parts: BTreeMap<String, Vec<String>>,
    folder: String,
}

impl Assets {
    /// The addresses below the site that the options name.
    pub fn of(options: &LeptosOptions, keeps_pages: bool) -> Self {
        let manifest = fs::read_to_string(Path::new(options.site_root.as_ref()).join(MANIFEST));
        Self { keeps_pages, ..Self::new(options, &manifest.unwrap_or_default()) }
    }

    /// `manifest` is JSON: to each part the names of its files.
    fn new(options: &LeptosOptions, manifest: &str) -> Self {
        let folder = format!("/{}", options.site_pkg_dir);
        let address = |ending: &str| format!("{folder}/{}.{ending}", options.output_name);
        Self {
            script: address("js"),
            module: address("wasm"),
            style: address("css"),
            loader: format!("{folder}/__wasm_split.______________________.js"),
            parts: serde_json::from_str(manifest).unwrap_or_default(),
            folder,
            keeps_pages: false,
        }
    }

    /// The addresses of what a page needs beside the module.
    fn parts_of(&self, path: &str) -> Vec<String> {
        let Some(name) = pages::part_of(path) else { return Vec::new() };
        // The build appends a number to the name.
        let files = self.parts.iter().find(|(part, _)| part.starts_with(name)).map(|(_, files)| files);
        files.into_iter().flatten().map(|file| format!("{}/{file}.wasm", self.folder)).collect()
    }
}

/// The path of an address, which the server puts behind a scheme and a host of its own.
fn path_of(url: &str) -> &str {
    let rest =
        url.split_once("://").map_or(url, |(_, rest)| rest.find('/').map_or("/", |start| &rest[start..]));
    rest.split(['?', '#']).next().unwrap_or_default()
}

/// Loads the module and the page's part of it, all at the same time, and starts the page.
#[component]
pub fn HydrationScripts(
    /// Where the files are.
    assets: Arc<Assets>,
) -> impl IntoView {
    let url = use_context::<RequestUrl>().map(|url| url.as_ref().to_owned()).unwrap_or_default();
    let modules = std::iter::once(assets.module.clone()).chain(assets.parts_of(path_of(&url)));
    let start = format!(
        "import({script:?}).then((page) => page.default({{ module_or_path: {module:?} }}).then(() => page.hydrate((script) => import(script))));",
        script = assets.script,
        module = assets.module,
    );
    view! {
        <link rel="modulepreload" href=assets.script.clone()/>
        <link rel="modulepreload" href=assets.loader.clone()/>
        {modules
            .map(|module| view! { <link rel="preload" href=module r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/> })
            .collect_view()}
        <script type="module" nonce=use_nonce()>{start}</script>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_files_of_a_page() {
        let options = LeptosOptions::builder().output_name("stellwerk").site_pkg_dir("pkg/17").build();
        let manifest = r#"{ "__chart_page_view_123": ["chunk_1", "split_chart"], "__overview_page_view_7": ["chunk_2"] }"#;
        let assets = Assets::new(&options, manifest);
        assert_eq!(assets.script, "/pkg/17/stellwerk.js");
        assert_eq!(assets.module, "/pkg/17/stellwerk.wasm");
        assert_eq!(assets.style, "/pkg/17/stellwerk.css");
        assert_eq!(assets.parts_of("/organigramm"), ["/pkg/17/chunk_1.wasm", "/pkg/17/split_chart.wasm"]);
        assert_eq!(assets.parts_of("/"), ["/pkg/17/chunk_2.wasm"]);
        assert!(assets.parts_of("/gibt-es-nicht").is_empty());
    }

    #[test]
    fn reads_the_path_of_an_address_with_and_without_a_host() {
        assert_eq!(path_of("http://leptos.dev/organigramm?tag=2024-07-01#karte"), "/organigramm");
        assert_eq!(path_of("http://leptos.dev"), "/");
        assert_eq!(path_of("/faelle/aufenthalt?jahr=2023"), "/faelle/aufenthalt");
    }
}
