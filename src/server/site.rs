//! The built files of the page: where they lie, which names they carry, how long a browser may keep them.

use super::settings::Settings;
use leptos::config::{Env, LeptosOptions};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Name of the page's files.
const OUTPUT_NAME: &str = "stellwerk";

/// Folder of the script, the WebAssembly and the style sheet below the site.
const PKG: &str = "pkg";

/// Folder of the simulation's module and script, below the site and below the address of [`Site::pkg`].
const ENGINE: &str = "engine";

/// The icon of the page, below the site.
const ICON: &str = "favicon.svg";

/// The built files of the page.
#[derive(Debug, Clone)]
pub struct Site {
    /// Their folder.
    pub folder: PathBuf,
    /// Whether it holds a page and its simulation.
    pub complete: bool,
    version: Option<String>,
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
        // The development server changes files under a running program.
        let version = if reloads() { None } else { version(&[folder.join(PKG), folder.join(ENGINE)]) };
        let complete = found.is_some() && folder.join(ENGINE).join("engine.js").is_file();
        Self { complete, folder, version }
    }

    /// Where the script, the module with its parts and the style sheet are found: `pkg/` and a word that is different
    /// for every build.
    ///
    /// The files name each other, so that a browser must never mix those of two builds: a hash in each name, as
    /// cargo-leptos can put there, is taken before the names in the file are replaced, and stays when they change.
    #[must_use]
    pub fn pkg(&self) -> String {
        match &self.version {
            Some(version) => format!("{PKG}/{version}"),
            None => PKG.to_owned(),
        }
    }

    /// The same where it is the address of this build and of no other: what lies there may be kept for ever.
    #[must_use]
    pub fn kept_pkg(&self) -> Option<String> {
        self.version.is_some().then(|| self.pkg())
    }

    /// The word of this build; none where its files change under a running program.
    #[must_use]
    pub fn build(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// The addresses of all files that a page of this build may ask for.
    #[must_use]
    pub fn files(&self) -> Vec<String> {
        let (engine, engine_folder) = self.engine();
        let mut files: Vec<String> = [(self.pkg(), self.pkg_folder()), (engine, engine_folder)]
            .iter()
            .flat_map(|(address, folder)| {
                // The list of the parts and the types of the script are for no browser.
                let files = originals(folder).unwrap_or_default().into_iter();
                let files = files
                    .filter(|file| file.extension().is_none_or(|ending| ending != "json" && ending != "ts"));
                files.filter_map(move |file| Some(format!("/{address}/{}", file.file_name()?.to_str()?)))
            })
            .collect();
        files.extend(self.folder.join(ICON).is_file().then(|| format!("/{ICON}")));
        files
    }

    /// The folder of those files.
    #[must_use]
    pub fn pkg_folder(&self) -> PathBuf {
        self.folder.join(PKG)
    }

    /// Address and folder of the simulation's files. The page finds them beside its own, so that they are of the same build.
    #[must_use]
    pub fn engine(&self) -> (String, PathBuf) {
        (format!("{}/{ENGINE}", self.pkg()), self.folder.join(ENGINE))
    }

    /// What Leptos has to know; the same whether cargo-leptos started the program or not.
    #[must_use]
    pub fn options(&self, settings: &Settings) -> LeptosOptions {
        let reload_port = std::env::var("LEPTOS_RELOAD_PORT").ok().and_then(|port| port.parse().ok());
        LeptosOptions::builder()
            .output_name(OUTPUT_NAME)
            .site_root(self.folder.to_string_lossy().into_owned())
            .site_pkg_dir(self.pkg())
            .env(if reloads() { Env::DEV } else { Env::PROD })
            .site_addr(settings.listen())
            .reload_port(reload_port.unwrap_or(3001))
            .build()
    }
}

/// Whether the development server watches over the program.
pub(super) fn reloads() -> bool {
    std::env::var_os("LEPTOS_WATCH").is_some()
}

/// A word for the content of all files of some folders: the start of the hash of their names and bytes. None without the first.
fn version(folders: &[PathBuf]) -> Option<String> {
    let mut hash = Sha256::new();
    for (place, folder) in folders.iter().enumerate() {
        let files = match originals(folder) {
            Some(files) => files,
            None if place > 0 => continue,
            None => return None,
        };
        for file in files {
            hash.update(file.file_name()?.as_encoded_bytes());
            hash.update(std::fs::read(&file).ok()?);
        }
    }
    Some(hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect())
}

/// The files of a folder without their compressed copies, by name; none where there is no such folder.
fn originals(folder: &Path) -> Option<Vec<PathBuf>> {
    let is_copy = |file: &Path| file.extension().is_some_and(|ending| ending == "br" || ending == "gz");
    let files = std::fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<PathBuf> = files.filter(|file| file.is_file() && !is_copy(file)).collect();
    files.sort();
    Some(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_follows_the_content() {
        let folder = tempfile::tempdir().unwrap();
        let [page, engine] = ["pkg", "engine"].map(|name| folder.path().join(name));
        let now = || version(&[page.clone(), engine.clone()]);
        assert_eq!(now(), None);
        std::fs::create_dir(&page).unwrap();
        std::fs::write(page.join("stellwerk.js"), "1").unwrap();
        let first = now().unwrap();
        assert_eq!(first.len(), 16);
        assert_eq!(now().unwrap(), first);
        std::fs::write(page.join("stellwerk.js"), "2").unwrap();
        let second = now().unwrap();
        assert_ne!(second, first);
        std::fs::create_dir(&engine).unwrap();
        std::fs::write(engine.join("engine.js"), "1").unwrap();
        assert_ne!(now().unwrap(), second);
    }
}
