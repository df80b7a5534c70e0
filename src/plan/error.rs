//! What is wrong with a plan or a list of changes: every place with its reason, not only the first.

use super::read::is_near;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One place of a file and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathError {
    /// Where, for example `posts[3].kw`; empty for the file as a whole.
    pub path: String,
    /// What is wrong and what would be right, in German.
    pub reason: String,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.reason)
        } else {
            write!(f, "{}: {}", self.path, self.reason)
        }
    }
}

/// Why a plan or a list of changes is refused. Displayed as one line per error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvalidPlan {
    /// The errors in the order of the file, at most [`InvalidPlan::MAX_ERRORS`].
    pub errors: Vec<PathError>,
    /// How many more there are.
    #[serde(default)]
    pub more: usize,
}

impl InvalidPlan {
    /// So many errors are listed; the rest is only counted.
    pub const MAX_ERRORS: usize = 200;

    pub(crate) fn whole(reason: impl Into<String>) -> Self {
        Self { errors: vec![PathError { path: String::new(), reason: reason.into() }], more: 0 }
    }
}

impl fmt::Display for InvalidPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.errors.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{error}")?;
        }
        match self.more {
            0 => Ok(()),
            1 => f.write_str("\n… und ein weiterer Fehler"),
            more => write!(f, "\n… und {more} weitere Fehler"),
        }
    }
}

impl std::error::Error for InvalidPlan {}

/// A place in a file, kept on the stack and written out only for an error.
#[derive(Debug, Clone, Copy)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: PathStep<'a>,
}

#[derive(Debug, Clone, Copy)]
enum PathStep<'a> {
    Root,
    Field(&'a str),
    Index(usize),
}

impl<'a> Path<'a> {
    /// The file as a whole.
    pub const ROOT: Path<'static> = Path { parent: None, step: PathStep::Root };

    /// The field of an object.
    #[must_use]
    pub fn field(&'a self, name: &'a str) -> Path<'a> {
        Path { parent: Some(self), step: PathStep::Field(name) }
    }

    /// The entry of a list, counted from 0.
    #[must_use]
    pub fn index(&'a self, index: usize) -> Path<'a> {
        Path { parent: Some(self), step: PathStep::Index(index) }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            write!(f, "{parent}")?;
        }
        match self.step {
            PathStep::Root => Ok(()),
            PathStep::Index(index) => write!(f, "[{index}]"),
            PathStep::Field(name) => {
                let first = self.parent.is_none_or(|parent| matches!(parent.step, PathStep::Root));
                let dot = if first { "" } else { "." };
                // Keys come from the file: without a bound one of them could fill the report.
                if name.len() <= MAX_NAME {
                    write!(f, "{dot}{name}")
                } else {
                    write!(f, "{dot}{}…", name.chars().take(MAX_NAME).collect::<String>())
                }
            }
        }
    }
}

/// Longest part of a path that is shown, in characters.
const MAX_NAME: usize = 80;

/// Collects errors.
#[derive(Debug, Default)]
pub struct Errors {
    list: Vec<PathError>,
    more: usize,
    /// The errors before this one were found while reading; what follows from them is not told again.
    read: usize,
}

impl Errors {
    /// Notes an error.
    pub fn add(&mut self, path: &Path<'_>, reason: impl Into<String>) {
        if self.list.len() >= InvalidPlan::MAX_ERRORS {
            self.more += 1;
            return;
        }
        self.add_at(path.to_string(), reason);
    }

    /// Notes an error at a path that is already written out.
    pub(super) fn add_at(&mut self, path: String, reason: impl Into<String>) {
        if self.list[..self.read].iter().any(|known| related(&known.path, &path)) {
            return;
        }
        if self.list.len() < InvalidPlan::MAX_ERRORS {
            self.list.push(PathError { path, reason: reason.into() });
        } else {
            self.more += 1;
        }
    }

    /// Ends the reading; true when the rest of the rules can still be checked in a useful way: no list is missing, under
    /// its own name or because that is misspelt, which every reference to it would tell again.
    pub(super) fn end_of_reading(&mut self, lists: &[&str]) -> bool {
        self.read = self.list.len();
        let missing = |path: &str| {
            let is_field = !path.contains(['.', '[']);
            lists.contains(&path) || is_field && lists.iter().any(|list| is_near(path, list))
        };
        self.more == 0 && !self.list.iter().any(|error| missing(&error.path))
    }

    /// Whether nothing is wrong so far.
    pub(super) const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The verdict.
    pub(super) fn finish(self) -> Result<(), InvalidPlan> {
        if self.list.is_empty() { Ok(()) } else { Err(InvalidPlan { errors: self.list, more: self.more }) }
    }

    /// The errors alone.
    pub(super) fn into_list(self) -> Vec<PathError> {
        self.list
    }
}

/// Whether one path is the other one or lies inside of it.
fn related(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    long.strip_prefix(short)
        .is_some_and(|rest| short.is_empty() || rest.is_empty() || rest.starts_with(['.', '[']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_paths_as_in_the_format() {
        let posts = Path::ROOT.field("posts");
        let third = posts.index(3);
        assert_eq!(third.field("kw").to_string(), "posts[3].kw");
        let long = "x".repeat(500);
        assert!(third.field(&long).to_string().len() < 100);
    }

    #[test]
    fn tells_nothing_twice_that_follows_from_a_reading_error() {
        let mut errors = Errors::default();
        let posts = Path::ROOT.field("posts");
        let post = posts.index(1);
        errors.add(&post.field("kw"), "kein Datum");
        assert!(errors.end_of_reading(&["units"]));
        errors.add(&post.field("kw"), "liegt zu früh");
        errors.add(&post, "gehört zu keiner Einheit");
        errors.add(&posts.index(10), "gehört zu keiner Einheit");
        let paths: Vec<String> = errors.into_list().into_iter().map(|error| error.path).collect();
        assert_eq!(paths, ["posts[1].kw", "posts[10]"]);
    }

    #[test]
    fn counts_what_it_does_not_list() {
        let mut errors = Errors::default();
        for index in 0..InvalidPlan::MAX_ERRORS + 3 {
            errors.add(&Path::ROOT.index(index), "falsch");
        }
        let refused = errors.finish().unwrap_err();
        assert_eq!((refused.errors.len(), refused.more), (InvalidPlan::MAX_ERRORS, 3));
        assert!(refused.to_string().ends_with("[199]: falsch\n… und 3 weitere Fehler"));
    }
}
