//! The rules of ARCHITECTURE.md that the compiler does not keep: which way things point and where they live.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Longest file, in lines.
const MAX_LINES: usize = 500;

/// Modules of the core; they may use what stands before them in this list, and nothing else.
const CORE: [&str; 13] = [
    "format",
    "permission",
    "plan",
    "assessment",
    "staffing_plan",
    "simulation",
    "forecasting",
    "caseload",
    "exchange",
    "diagram",
    "document",
    "dashboard",
    "statement",
];

/// Modules beside the core and what else than the core they may use. `api` reaches `server` in the bodies of server
/// functions only, which do not exist in the page.
const OUTER: [(&str, &[&str]); 6] = [
    ("api", &["server"]),
    ("ui", &["api"]),
    ("store", &[]),
    ("server", &["api", "store", "ui", "export"]),
    ("export", &["store"]),
    ("cli", &["store", "server", "export"]),
];

struct Source {
    path: PathBuf,
    /// Without comments.
    code: String,
    text: String,
}

impl Source {
    /// First folder or file below `src`: the module.
    fn module(&self) -> String {
        let inside = self.path.strip_prefix("src").unwrap();
        let first = inside.components().next().unwrap();
        first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
    }

    fn is(&self, path: &str) -> bool {
        self.path == Path::new(path)
    }

    fn is_below(&self, module: &str) -> bool {
        self.path.starts_with(format!("src/{module}")) || self.is(&format!("src/{module}.rs"))
    }

    fn is_test(&self) -> bool {
        self.path.components().any(|part| part.as_os_str() == "tests") || self.path.ends_with("tests.rs")
    }

    /// What it is before its unit tests.
    fn production(&self) -> &str {
        self.code.split("#[cfg(test)]\nmod tests {").next().unwrap()
    }
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let code = text
                    .lines()
                    .filter(|line| !line.trim_start().starts_with("//"))
                    .fold(String::new(), |code, line| code + line + "\n");
                found.push(Source { path, code, text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(found.len() > 20, "run from the top of the repository");
    found
}

/// The modules that a text names after `crate::`, also those in braces.
fn used(code: &str) -> BTreeSet<String> {
    let word = |text: &str| {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>()
    };
    let mut modules = BTreeSet::new();
    for (place, _) in code.match_indices("crate::") {
        // `some_crate::` is something else.
        if code[..place].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let after = &code[place + "crate::".len()..];
        let Some(group) = after.strip_prefix('{') else {
            modules.insert(word(after));
            continue;
        };
        let mut depth = 0;
        let mut begins = true;
        for (at, character) in group.char_indices() {
            match character {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => begins = true,
                _ if begins && !character.is_whitespace() => {
                    modules.insert(word(&group[at..]));
                    begins = false;
                }
                _ => {}
            }
        }
    }
    modules
}

fn fail_if_any(rule: &str, offenders: &[String]) {
    assert!(offenders.is_empty(), "{rule}\n  {}", offenders.join("\n  "));
}

/// Every line of production code that holds one of the words, outside of where it belongs.
fn lines_with(words: &[&str], belongs: impl Fn(&Source) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| !belongs(source) && !source.is_test()) {
        for line in source.production().lines() {
            if words.iter().any(|word| line.contains(word)) {
                found.push(format!("{}: {}", source.path.display(), line.trim()));
            }
        }
    }
    found
}

#[test]
fn reads_what_a_file_uses() {
    let code = "use crate::plan::Plan; use crate::{api::{A, B}, ui,\n store::Store}; other_crate::x; crate::format::f()";
    let expected = ["plan", "api", "ui", "store", "format"].map(str::to_owned);
    assert_eq!(used(code), BTreeSet::from(expected));
}

#[test]
fn nothing_points_back() {
    let mut offenders = Vec::new();
    for source in sources() {
        let module = source.module();
        let place = CORE.iter().position(|name| *name == module);
        let outer = OUTER.iter().find(|(name, _)| *name == module);
        for used in used(&source.code) {
            let known = CORE.contains(&used.as_str()) || OUTER.iter().any(|(name, _)| *name == used);
            let allowed = used == module
                || !known
                || match (place, outer) {
                    (Some(place), _) => CORE[..place].contains(&used.as_str()),
                    (None, Some((_, others))) => {
                        CORE.contains(&used.as_str()) || others.contains(&used.as_str())
                    }
                    // lib.rs and main.rs put everything together.
                    (None, None) => matches!(module.as_str(), "lib" | "main"),
                };
            if !allowed {
                offenders.push(format!("{} uses {used}", source.path.display()));
            }
        }
    }
    fail_if_any("An arrow points back; see ARCHITECTURE.md.", &offenders);
}

#[test]
fn every_module_is_in_the_map() {
    let known = |name: &str| CORE.contains(&name) || OUTER.iter().any(|(outer, _)| *outer == name);
    let strange: Vec<String> = sources()
        .iter()
        .map(Source::module)
        .filter(|module| !known(module) && !matches!(module.as_str(), "lib" | "main"))
        .collect();
    fail_if_any("A module is not in ARCHITECTURE.md and this test.", &strange);
}

#[test]
fn server_alone_renders_the_page() {
    let offenders: Vec<String> = sources()
        .iter()
        .filter(|source| source.is_below("server") && used(&source.code).contains("ui"))
        .filter(|source| !source.is("src/server/router.rs") && !source.is("src/server/pages.rs"))
        .map(|source| source.path.display().to_string())
        .collect();
    fail_if_any("Only the router and the pages know `ui`.", &offenders);
}

#[test]
fn all_sql_is_in_the_store() {
    let words = ["sqlx::", "SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "PRAGMA "];
    fail_if_any("SQL belongs into src/store.", &lines_with(&words, |source| source.is_below("store")));
}

#[test]
fn numbers_are_written_and_read_in_one_way() {
    let words = [":.0}", ":.1}", ":.2}", ":.decimals", "parse::<f64>"];
    let at_home = ["server", "store", "cli", "export"];
    let found = lines_with(&words, |source| at_home.contains(&source.module().as_str()));
    fail_if_any(
        "What the page carries writes and reads numbers by format::decimal: the library's way is kilobytes.",
        &found,
    );
}

#[test]
fn the_browser_is_reached_in_one_place() {
    let belongs = |source: &Source| {
        source.path.starts_with("src/ui/browser") || source.is("src/ui/browser.rs") || source.is("src/lib.rs")
    };
    fail_if_any("web_sys belongs into src/ui/browser.", &lines_with(&["web_sys"], belongs));
}

#[test]
fn nothing_unescaped_is_rendered() {
    let title = |source: &Source| source.is("src/ui/components/page_title.rs");
    let titles = lines_with(&["<Title", "leptos_meta::Title"], title);
    fail_if_any("leptos_meta's Title does not escape; use PageTitle.", &titles);
    // The picture of a unit is text that the core has written, every word of it escaped (`diagram::escaped`).
    // What comes later was drawn on the server, by views of its own. The pictures of the dashboards are scenes that the core has written,
    // and so are lines with their bands (`LineChart`, tested there).
    let picture = |source: &Source| {
        source.is("src/ui/browser/canvas.rs")
            || source.is("src/ui/pages/chart/unit_group.rs")
            || source.is("src/ui/later.rs")
            || source.is("src/ui/pages/cases/panel.rs")
            || source.is("src/ui/components/course.rs")
    };
    let html = lines_with(&["inner_html", "set_inner_html"], picture);
    fail_if_any("inner_html executes what it is given.", &html);
    let area = |source: &Source| source.is("src/ui/components/text_area.rs");
    fail_if_any("Children of a textarea are not escaped; use TextArea.", &lines_with(&["<textarea"], area));
    let own = sources().into_iter().find(area).map(|source| source.production().to_owned());
    assert!(own.is_some_and(|code| !code.split("<textarea").skip(1).any(has_children)));
}

/// Whether a tag that begins here is not closed at once.
fn has_children(after: &str) -> bool {
    let mut before = ' ';
    let mut depth = 0;
    for character in after.chars() {
        match character {
            '{' | '(' => depth += 1,
            '}' | ')' => depth -= 1,
            '>' if depth == 0 && before == '/' => return false,
            // An arrow of a closure or match.
            '>' if depth == 0 && !matches!(before, '-' | '=') => return true,
            _ => {}
        }
        before = character;
    }
    false
}

#[test]
fn the_content_policy_is_kept() {
    let mut styles = lines_with(&[" style="], |source| !source.is_below("ui"));
    // `style:left=…` of a view, not the field `style: …` of a struct.
    styles.extend(lines_with(&[" style:"], |source| !source.is_below("ui")).into_iter().filter(|line| {
        let after = line.split(" style:").nth(1).unwrap_or_default();
        after.starts_with(|character: char| character.is_alphabetic() || character == '"')
    }));
    fail_if_any("The content policy refuses style attributes; use classes and SVG attributes.", &styles);
    let hrefs = lines_with(&["prop:href"], |_| false);
    fail_if_any("prop:href goes past the check of addresses; use href.", &hrefs);
}

#[test]
fn nothing_is_done_by_visiting_an_address() {
    let gets = lines_with(&["GetUrl"], |_| false);
    fail_if_any("Server functions are POST with JSON.", &gets);
    let mut offenders = Vec::new();
    for source in sources().iter().filter(|source| source.is_below("api")) {
        for attribute in source.code.split("#[server").skip(1) {
            let attribute = attribute.split(")]").next().unwrap();
            if !attribute.contains("endpoint = ") || !attribute.contains("input = Json") {
                offenders.push(format!("{}: #[server{attribute}", source.path.display()));
            }
        }
    }
    fail_if_any("A server function needs `endpoint` and `input = Json`.", &offenders);
}

#[test]
fn the_core_is_a_function_of_its_arguments() {
    let is_core = |source: &Source| CORE.contains(&source.module().as_str());
    let impure = [
        "std::time",
        "std::fs",
        "std::env",
        "std::net",
        "std::process",
        "Utc::now",
        "Local::now",
        "rand::",
        "getrandom",
        "HashMap",
        "HashSet",
        "println!",
        "leptos",
        "tokio",
    ];
    let found = lines_with(&impure, |source| !is_core(source));
    fail_if_any("The core has no clock, no input or output, no randomness, no order of a hash.", &found);
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    let mut offenders = Vec::new();
    for source in sources() {
        let lines = source.text.lines().count();
        if lines > MAX_LINES {
            offenders.push(format!("{} has {lines} lines, at most {MAX_LINES}", source.path.display()));
        }
        if !source.text.starts_with("//!") && !source.is_test() {
            offenders.push(format!("{} does not begin with //!", source.path.display()));
        }
        if source.path.ends_with("mod.rs") {
            offenders.push(format!("{}: foo.rs beside foo/, no mod.rs", source.path.display()));
        }
    }
    fail_if_any("Files are short and say what they are for.", &offenders);
}

/// Counts come out of the store closed and are told by `Counted`; what goes round that is named here, with the reason.
#[test]
fn what_is_withheld_is_opened_in_few_places() {
    let outside = |source: &Source, places: &[&str]| {
        source.is_below("store") || source.is_below("caseload") || places.iter().any(|place| source.is(place))
    };
    // Comparing an import in the dark, and what the holder of the database file reads on the command line.
    let opened = ["src/server/imports.rs", "src/cli/cases.rs"];
    // Fits, looks ahead and searches, whose results are demand and forecasts.
    let engine = ["src/server/dashboards.rs", "src/server/dashboards/computed.rs"];
    // Single open cases, rounded before they are told.
    let listed =
        ["src/server/dashboards.rs", "src/server/dashboards/told.rs", "src/server/imports/provenance.rs"];
    // What a change has made different; `told` takes out what must not be.
    let changed = ["src/server/imports.rs", "src/server/imports/sheet.rs"];
    let rules: [(&[&str], &[&str]); 4] = [
        (&[".laid_open("], &opened),
        (&[".for_the_engine("], &engine),
        (&[".open_ages("], &listed),
        (&[".import_counts(", ".import_cases(", ".enter_figures("], &changed),
    ];
    for (words, places) in rules {
        let found = lines_with(words, |source| outside(source, places));
        fail_if_any("Counts are told by `Counted`; see tests/architecture.rs.", &found);
    }
}

/// Plans leave the store as their reader sees them; what computes on the whole is named here, with the reason.
#[test]
fn the_whole_of_a_plan_is_asked_for_in_few_places() {
    // The fingerprint of a statement and its forecast, and figures of cases that are kept for everybody.
    let whole = ["src/server/scenarios.rs", "src/server/statements.rs", "src/server/dashboards.rs"];
    // How many posts a scenario has more than the plan, and what scenarios are called.
    let listed = ["src/server/catalogue.rs", "src/server/decisions.rs", "src/cli/import/step.rs"];
    let rules: [(&[&str], &[&str]); 2] = [
        (&[".whole_plan(", ".whole_scenario(", "scenarios::whole("], &whole),
        (&["store.scenarios(", "store.baselines("], &listed),
    ];
    for (words, places) in rules {
        let found = lines_with(words, |source| {
            source.is_below("store") || places.iter().any(|place| source.is(place))
        });
        fail_if_any("What somebody does not see stays in the store; see tests/architecture.rs.", &found);
    }
}

#[test]
fn nothing_is_left_open() {
    let open = lines_with(&["todo!(", "unimplemented!(", "dbg!("], |_| false);
    fail_if_any("Something is left open.", &open);
}
