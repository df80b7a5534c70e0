//! What a picture consists of: groups, rectangles, lines, paths and texts with classes. Geometry only, no colours.

/// Where a text is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Anchor {
    /// At its beginning.
    #[default]
    Start,
    /// In its middle.
    Middle,
    /// At its end.
    End,
}

/// A rectangle in user units, counted from the upper left corner of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Area {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width, not negative.
    pub width: f64,
    /// Height, not negative.
    pub height: f64,
}

impl Area {
    /// Right edge.
    #[must_use]
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Lower edge.
    #[must_use]
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// Middle between left and right edge.
    #[must_use]
    pub fn middle(&self) -> f64 {
        self.x + self.width / 2.0
    }

    /// The area moved to the right and downwards.
    #[must_use]
    pub fn moved(self, right: f64, down: f64) -> Self {
        Self { x: self.x + right, y: self.y + down, ..self }
    }

    /// Whether the two share more than an edge.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    /// Whether the other lies wholly inside, edges included.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        self.x <= other.x
            && self.y <= other.y
            && self.right() >= other.right()
            && self.bottom() >= other.bottom()
    }
}

/// One mark of a picture. Classes are separated by spaces and name what the mark means, for the style sheet.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// Marks that belong together, with a title that is read out and shown as a tooltip.
    Group {
        /// Classes.
        class: String,
        /// What the group is, in words; none where it is empty.
        title: String,
        /// Its marks, later ones above.
        marks: Vec<Mark>,
    },
    /// A rectangle.
    Rect {
        /// Classes.
        class: String,
        /// Its place.
        area: Area,
        /// Radius of its corners.
        radius: f64,
    },
    /// A straight line.
    Line {
        /// Classes.
        class: String,
        /// Where it begins.
        from: (f64, f64),
        /// Where it ends.
        to: (f64, f64),
    },
    /// A line through points, closed or open.
    Path {
        /// Classes.
        class: String,
        /// Its points.
        points: Vec<(f64, f64)>,
        /// Whether it returns to its first point.
        closed: bool,
    },
    /// A text on one line.
    Text {
        /// Classes.
        class: String,
        /// The place of its anchor on the baseline.
        at: (f64, f64),
        /// Where it is held.
        anchor: Anchor,
        /// The text, not escaped.
        text: String,
    },
}

impl Mark {
    /// The mark moved to the right and downwards.
    #[must_use]
    pub fn moved(self, right: f64, down: f64) -> Self {
        let shift = |(x, y): (f64, f64)| (x + right, y + down);
        match self {
            Self::Group { class, title, marks } => {
                let marks = marks.into_iter().map(|mark| mark.moved(right, down)).collect();
                Self::Group { class, title, marks }
            }
            Self::Rect { class, area, radius } => Self::Rect { class, area: area.moved(right, down), radius },
            Self::Line { class, from, to } => Self::Line { class, from: shift(from), to: shift(to) },
            Self::Path { class, points, closed } => {
                Self::Path { class, points: points.into_iter().map(shift).collect(), closed }
            }
            Self::Text { class, at, anchor, text } => Self::Text { class, at: shift(at), anchor, text },
        }
    }
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scene {
    /// Width in user units.
    pub width: f64,
    /// Height in user units.
    pub height: f64,
    /// What it is, in a few words.
    pub title: String,
    /// What it shows, in a sentence.
    pub description: String,
    /// Its marks, later ones above.
    pub marks: Vec<Mark>,
}
