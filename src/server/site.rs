//! The built files of the page: where they lie, which names they carry, how long a browser may keep them.

use super::settings::Settings;
use leptos::config::{Env, LeptosOptions};
use std::path::{Path, PathBuf};

/// Name of the page's files.
const OUTPUT_NAME: &str = "stellwerk";

/// Folder of the script, the WebAssembly and the style sheet below the site.
pub(super) const PKG: &str = "pkg";

/// The built files of the page.
#[derive(Debug, Clone)]
pub struct Site {
    /// Their folder.
    pub folder: PathBuf,
    /// Whether it holds a page.
    pub complete: bool,
    hash_file: Option<PathBuf>,
}

impl Site {
    /// Looks for the files: where the settings say, else below the current folder, else beside the program.
    #[must_use]
    pub fn find(settings: &Settings) -> Self {
        let beside = std::env::current_exe().ok().and_then(|program| program.parent().map(Path::to_path_buf));
        let named = settings.site.clone().or_else(|| std::env::var_os("LEPTOS_SITE_ROOT").map(PathBuf::from));
        let candidates: Vec<PathBuf> = match named {
            Some(folder) => vec![folder],
            None => std::iter::once(PathBuf::from("target/site"))
                .chain(beside.iter().flat_map(|beside| [beside.join("../site"), beside.join("site")]))
                .collect(),
        };
        let found = candidates.iter().find(|folder| folder.join(PKG).is_dir());
        let folder = found.unwrap_or(&candidates[0]).clone();
        let folder = folder.canonicalize().unwrap_or(folder);
        let hash_file = hash_file(&folder, beside.as_deref());
        Self { complete: found.is_some(), folder, hash_file }
    }

    /// What Leptos has to know; the same whether cargo-leptos started the program or not.
    #[must_use]
    pub fn options(&self, settings: &Settings) -> LeptosOptions {
        let reload_port = std::env::var("LEPTOS_RELOAD_PORT").ok().and_then(|port| port.parse().ok());
        let hash_file = self.hash_file.as_deref().unwrap_or(Path::new("hash.txt"));
        LeptosOptions::builder()
            .output_name(OUTPUT_NAME)
            .site_root(self.folder.to_string_lossy().into_owned())
            .site_pkg_dir(PKG)
            .env(if reloads() { Env::DEV } else { Env::PROD })
            .site_addr(settings.listen())
            .reload_port(reload_port.unwrap_or(3001))
            .hash_file(hash_file.to_string_lossy().into())
            .hash_files(self.hash_file.is_some())
            .build()
    }
}

/// Whether the development server watches over the program.
pub(super) fn reloads() -> bool {
    std::env::var_os("LEPTOS_WATCH").is_some()
}

/// The list of hashes that belongs to the files in the folder: one of another build would name files that are not there.
fn hash_file(folder: &Path, beside: Option<&Path>) -> Option<PathBuf> {
    let places = [beside.map(|beside| beside.join("hash.txt")), Some(folder.join("hash.txt"))];
    places.into_iter().flatten().find(|file| names_what_is_there(file, folder))
}

fn names_what_is_there(file: &Path, folder: &Path) -> bool {
    let Ok(hashes) = std::fs::read_to_string(file) else { return false };
    let mut scripts =
        hashes.lines().filter_map(|line| line.split_once(':')).filter(|(kind, _)| *kind == "js");
    scripts.any(|(_, hash)| folder.join(PKG).join(format!("{OUTPUT_NAME}.{}.js", hash.trim())).is_file())
}

/// Whether the name changes with the content: `stellwerk.3fK9….js`.
pub(super) fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let parts: Vec<&str> = name.split('.').collect();
    parts.len() >= 3 && parts[parts.len() - 2].len() >= 16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_hashed_names() {
        assert!(is_hashed("/pkg/stellwerk.aB3dE5gH7jK9mN1pQ3sT5v.js"));
        assert!(!is_hashed("/pkg/stellwerk.js"));
        assert!(!is_hashed("/fonts/a.b.woff2"));
    }

    #[test]
    fn believes_only_hashes_of_files_that_exist() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(PKG)).unwrap();
        std::fs::write(folder.path().join("hash.txt"), "js: abc\nwasm: def\n").unwrap();
        assert_eq!(hash_file(folder.path(), None), None);
        std::fs::write(folder.path().join(PKG).join("stellwerk.abc.js"), "").unwrap();
        assert_eq!(hash_file(folder.path(), None), Some(folder.path().join("hash.txt")));
    }
}
