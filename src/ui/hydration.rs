//! The tags that load style sheet and WebAssembly.
//!
//! Own, because the framework's print the nonce of the content policy into `crossorigin`, where it can be read and
//! where it makes Firefox fetch the module twice.

use leptos::nonce::use_nonce;
use leptos::prelude::*;
use std::fs;
use std::sync::OnceLock;

/// Addresses of the built files, with the hash in the name where the build put one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assets {
    /// The JavaScript side of the module.
    pub script: String,
    /// The WebAssembly module.
    pub module: String,
    /// The style sheet.
    pub style: String,
}

impl Assets {
    /// The addresses of this process; read once, since the files do not change under a running server.
    pub fn of(options: &LeptosOptions) -> Self {
        static HASHES: OnceLock<String> = OnceLock::new();
        let hashes = if options.hash_files {
            HASHES.get_or_init(|| hash_file(options).unwrap_or_default()).as_str()
        } else {
            ""
        };
        Self::named(options, hashes)
    }

    /// `hashes` has lines like `js: AbC123`.
    fn named(options: &LeptosOptions, hashes: &str) -> Self {
        let address = |kind: &str, ending: &str| {
            let hash = hashes
                .lines()
                .filter_map(|line| line.split_once(':'))
                .find(|(name, _)| name.trim() == kind)
                .map(|(_, hash)| format!(".{}", hash.trim()))
                .unwrap_or_default();
            format!("/{}/{}{hash}.{ending}", options.site_pkg_dir, options.output_name)
        };
        Self { script: address("js", "js"), module: address("wasm", "wasm"), style: address("css", "css") }
    }
}

/// The list of hashes that the build leaves beside the program.
fn hash_file(options: &LeptosOptions) -> Option<String> {
    let program = std::env::current_exe().ok()?;
    fs::read_to_string(program.parent()?.join(options.hash_file.as_ref())).ok()
}

/// Loads the module and starts the page in it.
#[component]
pub fn HydrationScripts(
    /// Where the files are.
    assets: Assets,
) -> impl IntoView {
    let start = format!(
        "import({script:?}).then((page) => page.default({{ module_or_path: {module:?} }}).then(() => page.hydrate()));",
        script = assets.script,
        module = assets.module,
    );
    view! {
        <link rel="modulepreload" href=assets.script/>
        <link rel="preload" href=assets.module r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
        <script type="module" nonce=use_nonce()>{start}</script>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn puts_the_hash_into_the_name() {
        let options = LeptosOptions::builder().output_name("stellwerk").build();
        let assets = Assets::named(&options, "js: AA\nwasm: BB\ncss: CC\n");
        assert_eq!(assets.script, "/pkg/stellwerk.AA.js");
        assert_eq!(assets.module, "/pkg/stellwerk.BB.wasm");
        assert_eq!(assets.style, "/pkg/stellwerk.CC.css");
        assert_eq!(Assets::named(&options, "").style, "/pkg/stellwerk.css");
    }
}
