//! What the pieces mean: the tree of headings, paragraphs, lists, tables and pictures, in the order of reading.

/// What a node of the tree is.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::export) enum Kind {
    /// A heading of this level with its text.
    Heading(u16, String),
    Paragraph,
    /// A list; with numbers or marks.
    List(bool),
    Item,
    Label,
    ItemBody,
    /// A table with its summary.
    Table(String),
    Head,
    Body,
    Row,
    /// A cell that heads a column.
    ColumnHead,
    /// A cell that heads a row; or all columns of it, so many.
    RowHead(u32),
    Cell,
    /// A picture with what is read out in its place, and its place: page; left, top, right, bottom.
    Picture {
        words: String,
        page: usize,
        area: [f32; 4],
    },
    Caption,
    Reference,
    Note,
}

/// What hangs below a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::export) enum Child {
    Node(usize),
    /// A piece, by page and place.
    Piece(usize, usize),
}

/// The tree; node 0 is its root.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::export) struct Structure {
    nodes: Vec<(Option<Kind>, Vec<Child>)>,
}

impl Default for Structure {
    fn default() -> Self {
        Self { nodes: vec![(None, Vec::new())] }
    }
}

impl Structure {
    /// The root.
    pub(in crate::export) const ROOT: usize = 0;

    /// Hangs a new node below another one.
    pub(super) fn add(&mut self, parent: usize, kind: Kind) -> usize {
        let node = self.nodes.len();
        self.nodes.push((Some(kind), Vec::new()));
        self.hang(parent, Child::Node(node));
        node
    }

    pub(super) fn hang(&mut self, parent: usize, child: Child) {
        if let Some((_, children)) = self.nodes.get_mut(parent) {
            children.push(child);
        }
    }

    pub(in crate::export) fn kind(&self, node: usize) -> Option<&Kind> {
        self.nodes.get(node)?.0.as_ref()
    }

    pub(in crate::export) fn children(&self, node: usize) -> &[Child] {
        self.nodes.get(node).map_or(&[], |(_, children)| children)
    }
}
