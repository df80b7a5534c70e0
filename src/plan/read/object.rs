//! The tools of the reader: objects with known fields, lists, what is missing and what is too much.

use super::json::Node;
use crate::plan::error::{Errors, Path};

/// What can be read from JSON. An error is noted and something harmless returned in its place.
pub trait Read: Sized {
    /// Most entries that a list of these may have; what lies behind is not read.
    const MOST: usize = 500;

    /// Reads the value.
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self;

    /// What stands in for a value that is missing.
    fn unread() -> Self {
        Self::read(&Node::Null, &Path::ROOT, &mut Errors::default())
    }
}

/// The name and the content of an enum: `"name"`, or `{"name": content}`.
#[must_use]
pub fn variant(node: &Node) -> Option<(&str, &Node)> {
    static NOTHING: Node = Node::Null;
    match node {
        Node::Text(name) => Some((name, &NOTHING)),
        Node::Object(fields) => match &fields[..] {
            [(name, content)] => Some((name, content)),
            _ => None,
        },
        _ => None,
    }
}

/// Notes that a value is of another kind than it must be.
pub fn wrong_kind(path: &Path<'_>, wanted: &str, node: &Node, errors: &mut Errors) {
    errors.add(path, format!("muss {wanted} sein, ist aber {}", node.kind()));
}

/// An object that is being read.
pub struct Fields<'a> {
    /// None when it is no object; that has been told, so its fields are not missed one by one.
    fields: Option<&'a [(String, Node)]>,
    path: &'a Path<'a>,
    errors: &'a mut Errors,
}

impl<'a> Fields<'a> {
    /// Opens an object and refuses fields beyond the allowed ones.
    pub fn new(node: &'a Node, path: &'a Path<'a>, allowed: &[&str], errors: &'a mut Errors) -> Self {
        let object = Self::open(node, path, errors);
        for (key, _) in
            object.fields.unwrap_or_default().iter().filter(|(key, _)| !allowed.contains(&key.as_str()))
        {
            let reason = format!("dieses Feld gibt es nicht; {}", instead(key, allowed));
            object.errors.add(&path.field(key), reason);
        }
        object
    }

    /// Opens an object that may hold more than is asked for: answers of the server.
    pub fn open(node: &'a Node, path: &'a Path<'a>, errors: &'a mut Errors) -> Self {
        let Node::Object(fields) = node else {
            wrong_kind(path, "ein Objekt", node, errors);
            return Self { fields: None, path, errors };
        };
        Self { fields: Some(fields), path, errors }
    }

    fn get(&self, name: &str) -> Option<&'a Node> {
        self.fields?.iter().find(|(key, _)| key == name).map(|(_, node)| node)
    }

    /// A field that must be there.
    pub fn required<T: Read>(&mut self, name: &str) -> T {
        match self.get(name) {
            Some(node) => T::read(node, &self.path.field(name), self.errors),
            None => {
                if self.fields.is_some() {
                    self.errors.add(&self.path.field(name), "fehlt; bitte angeben");
                }
                T::unread()
            }
        }
    }

    /// A field that may be absent, with what then counts.
    pub fn or<T: Read>(&mut self, name: &str, absent: T) -> T {
        match self.get(name) {
            Some(node) => T::read(node, &self.path.field(name), self.errors),
            None => absent,
        }
    }

    /// A field that may be absent or null.
    pub fn optional<T: Read>(&mut self, name: &str) -> Option<T> {
        match self.get(name) {
            None | Some(Node::Null) => None,
            Some(node) => Some(T::read(node, &self.path.field(name), self.errors)),
        }
    }

    /// A field of a change: absent leaves the value, null takes it away.
    pub fn nullable<T: Read>(&mut self, name: &str) -> Option<Option<T>> {
        self.get(name)?;
        Some(self.optional(name))
    }

    /// Notes an error at a field.
    pub fn refuse(&mut self, name: &str, reason: impl Into<String>) {
        if self.fields.is_some() {
            self.errors.add(&self.path.field(name), reason);
        }
    }
}

/// Whether one word may be the other one misspelt.
pub fn is_near(word: &str, name: &str) -> bool {
    distance(word, name).saturating_mul(3) <= name.len().max(word.len())
}

/// A hint at what may have been meant.
pub fn instead(word: &str, allowed: &[&str]) -> String {
    let near = allowed.iter().map(|name| (distance(word, name), name)).min();
    match near {
        Some((_, name)) if is_near(word, name) => {
            format!("gemeint ist wohl „{name}“")
        }
        _ => format!("erlaubt sind: {}", allowed.join(", ")),
    }
}

/// Letters to add, drop or replace to make one word of the other (Levenshtein); long words are not compared.
fn distance(a: &str, b: &str) -> usize {
    if a.len() > 64 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (index, left) in a.bytes().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], index + 1);
        for (column, right) in b.bytes().enumerate() {
            let replaced = diagonal + usize::from(!left.eq_ignore_ascii_case(&right));
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[b.len()]
}

impl<T: Read> Read for Box<T> {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        Self::new(T::read(node, path, errors))
    }
}

impl<T: Read> Read for Option<T> {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        if matches!(node, Node::Null) { None } else { Some(T::read(node, path, errors)) }
    }
}

impl<T: Read, E: Read> Read for Result<T, E> {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        match variant(node) {
            Some(("Ok", value)) => Ok(T::read(value, &path.field("Ok"), errors)),
            Some(("Err", error)) => Err(E::read(error, &path.field("Err"), errors)),
            _ => {
                wrong_kind(path, "ein Objekt mit „Ok“ oder „Err“", node, errors);
                Err(E::unread())
            }
        }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let Node::List(nodes) = node else {
            wrong_kind(path, "eine Liste", node, errors);
            return Vec::new();
        };
        if nodes.len() > T::MOST {
            errors.add(path, format!("enthält {} Einträge; erlaubt sind höchstens {}", nodes.len(), T::MOST));
        }
        let nodes = nodes.iter().take(T::MOST).enumerate();
        nodes.map(|(index, node)| T::read(node, &path.index(index), errors)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_at_the_nearest_word() {
        assert_eq!(instead("case_type", &["title", "case_types"]), "gemeint ist wohl „case_types“");
        assert_eq!(instead("KW", &["id", "kw"]), "gemeint ist wohl „kw“");
        assert_eq!(instead("birthday", &["id", "kw"]), "erlaubt sind: id, kw");
        assert_eq!(instead("", &["id", "kw"]), "erlaubt sind: id, kw");
        assert_eq!(distance("grade", "garde"), 2);
        assert_eq!(distance("ä", "a"), 2);
    }
}
