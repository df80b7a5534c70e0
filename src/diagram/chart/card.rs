//! The card of a unit: which lines, tiles and tasks it holds, and where they lie inside it.

use super::facts::{PostFacts, UnitFacts};
use super::view::{Pointing, View};
use super::{text, words};
use crate::diagram::scene::Area;
use crate::plan::{CaseTypeId, PostId};

/// Space between the border of a card and what it holds.
pub(super) const PADDING: f64 = 8.0;
/// Font size of a unit's name.
pub(super) const NAME_SIZE: f64 = 12.5;
/// Font size of the figures below it.
pub(super) const SMALL_SIZE: f64 = 10.8;
const NAME_LINE: f64 = 15.0;
const SMALL_LINE: f64 = 13.5;
const NAME_LINES: usize = 5;
const SMALL_LINES: usize = 4;
/// Space between a name and the sign beside it.
const SIGN_GAP: f64 = 3.0;
const METER: Area = Area { x: PADDING, y: 0.0, width: 40.0, height: 8.0 };
const METER_GAP: f64 = 6.0;
const TILE_GAP: f64 = 4.0;
/// Room for the tag with the kw date above its tile.
const TAG_ROOM: f64 = 8.0;
/// Height of the tag, and how far it stands above the tile.
const TAG_HEIGHT: f64 = 11.0;
const TAG_RISE: f64 = 7.0;
/// Font size of the tag, and the space around its words, both sides together.
const TAG_SIZE: f64 = 8.0;
/// Size of what a post is called, and of a name that is too long for its tile.
pub(super) const ID_SIZE: f64 = 10.5;
/// See [`ID_SIZE`].
pub(super) const SMALL_ID_SIZE: f64 = 8.0;
const TAG_SPACE: f64 = 1.6;
const TASK_GAP: f64 = 3.0;
const TASK_LINES: usize = 3;

/// What a line of a card says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// The unit's name.
    Name,
    /// Posts: planned, filled, trained.
    Sums,
    /// Load, beside its bar.
    Load,
    /// Open cases.
    Cases,
    /// What the scenario changes.
    Change,
    /// What is folded away.
    Hidden,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct CardLine {
    /// What it says.
    pub kind: LineKind,
    /// Its text.
    pub text: String,
    /// The beginning of its baseline, from the upper left corner of the card.
    pub at: (f64, f64),
}

/// The place of a post in a card.
#[derive(Debug, Clone, PartialEq)]
pub struct Tile {
    /// Which post.
    pub post: PostId,
    /// Its place, from the upper left corner of the card; its width grows with the full-time equivalents.
    pub area: Area,
    /// Whether it is only a part: the post is drawn in another unit.
    pub is_share: bool,
    /// The place of the tag with the kw date, where the post has one.
    pub tag: Option<Area>,
}

/// The place of a task in a card.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskRow {
    /// Which case type.
    pub task: CaseTypeId,
    /// Its place, from the upper left corner of the card.
    pub area: Area,
    /// Its name, broken into lines.
    pub lines: Vec<String>,
}

/// What a card holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Card {
    /// Height in user units.
    pub height: f64,
    /// Its lines.
    pub lines: Vec<CardLine>,
    /// The bar of the load, where there is one.
    pub meter: Option<Area>,
    /// Its posts, then the parts of posts of other units.
    pub tiles: Vec<Tile>,
    /// Its tasks, where they are shown.
    pub tasks: Vec<TaskRow>,
}

/// The place of the sign that folds a unit in the page, from the upper left corner of a card of this width: beside the first line
/// of its name.
#[must_use]
pub const fn fold_sign(width: f64) -> Area {
    Area { x: width - 37.5, y: 7.5, width: 13.0, height: 13.0 }
}

/// Lays the card of a unit out at a width.
pub(super) fn card(unit: &UnitFacts, units_below: usize, view: &View, width: f64) -> Card {
    let mut card = Builder { card: Card::default(), y: PADDING - 3.0, width };
    let language = view.language;
    card.name(&unit.name);
    card.small(LineKind::Sums, &words::sums(unit.now.total, language), PADDING);
    card.load(unit, view);
    if unit.open_cases > 0 {
        let open = words::open_cases_short(unit.open_cases, unit.counted, language);
        card.small(LineKind::Cases, &format!("{open} ◇"), PADDING);
    }
    if let Some(change) = words::difference(unit, language) {
        card.small(LineKind::Change, &change, PADDING + 6.0);
    }
    if view.closed.contains(&unit.id) {
        if unit.now.total.posts > 0 || units_below > 0 {
            card.small(LineKind::Hidden, &words::hidden(unit, units_below, language), PADDING);
        }
    } else {
        let own = unit.now.own.posts;
        if !view.posts && own > 0 {
            card.small(LineKind::Hidden, &words::own_posts(own, language), PADDING);
        }
        card.tiles(unit, view);
        if view.tasks {
            card.tasks(unit, view.pointing);
        }
    }
    card.card.height = card.y + PADDING;
    card.card
}

struct Builder {
    card: Card,
    /// How far down the card is filled.
    y: f64,
    width: f64,
}

impl Builder {
    fn room(&self) -> f64 {
        self.width - 2.0 * PADDING
    }

    fn name(&mut self, name: &str) {
        let beside_the_sign = fold_sign(self.width).x - SIGN_GAP - PADDING;
        for text in text::wrap_bold(name, NAME_SIZE, [beside_the_sign, self.room()], NAME_LINES) {
            self.y += NAME_LINE;
            self.card.lines.push(CardLine { kind: LineKind::Name, text, at: (PADDING, self.y - 2.0) });
        }
    }

    fn small(&mut self, kind: LineKind, words: &str, x: f64) {
        let room = self.width - PADDING - x;
        // What has changed is set in the bold cut.
        let lines = match kind {
            LineKind::Change => text::wrap_bold(words, SMALL_SIZE, [room; 2], SMALL_LINES),
            _ => text::wrap(words, SMALL_SIZE, room, SMALL_LINES),
        };
        for text in lines {
            self.y += SMALL_LINE;
            self.card.lines.push(CardLine { kind, text, at: (x, self.y - 2.0) });
        }
    }

    fn load(&mut self, unit: &UnitFacts, view: &View) {
        if unit.now.load.is_none() {
            return;
        }
        self.card.meter = Some(METER.moved(0.0, self.y + 3.0));
        self.small(LineKind::Load, &words::load(unit.now, view.language), METER.right() + METER_GAP);
    }

    /// Tiles in rows; a row with a kw tag is higher by the tag.
    fn tiles(&mut self, unit: &UnitFacts, view: &View) {
        let (size, room) = (TileSize::of(view.pointing), self.room());
        let posts = unit.posts.iter().map(|post| (post, false));
        let all = posts.chain(unit.shares.iter().map(|post| (post, true)));
        let slots: Vec<Slot<'_>> = all
            .filter(|(post, _)| view.posts || post.mark.is_some())
            .map(|(post, is_share)| Slot {
                post,
                is_share,
                tile: size.width(post, room),
                tag: words::tag(post, view.language).map(|words| tag_width(&words).min(room)),
            })
            .collect();
        let mut rest = slots.as_slice();
        if !rest.is_empty() {
            self.y += TILE_GAP;
        }
        while !rest.is_empty() {
            let (mut x, mut count, mut tagged) = (PADDING, 0, false);
            for slot in rest {
                if count > 0 && x + slot.width() > PADDING + room + 1e-9 {
                    break;
                }
                x += slot.width() + TILE_GAP;
                count += 1;
                tagged |= slot.tag.is_some();
            }
            let (row, after) = rest.split_at(count);
            let top = self.y + if tagged { TAG_ROOM } else { 0.0 };
            let mut x = PADDING;
            for slot in row {
                self.card.tiles.push(slot.tile((x, top), size.height));
                x += slot.width() + TILE_GAP;
            }
            self.y = top + size.height + if after.is_empty() { 0.0 } else { TILE_GAP };
            rest = after;
        }
    }

    fn tasks(&mut self, unit: &UnitFacts, pointing: Pointing) {
        let least = if pointing == Pointing::Coarse { 44.0 } else { 0.0 };
        for task in &unit.tasks {
            let lines = text::wrap(&task.name, SMALL_SIZE, self.room() - 14.0, TASK_LINES);
            let height = (lines.len() as f64 * SMALL_LINE + 5.0_f64).max(least);
            self.y += TASK_GAP;
            let area = Area { x: PADDING, y: self.y, width: self.room(), height };
            self.y += height;
            self.card.tasks.push(TaskRow { task: task.id.clone(), area, lines });
        }
    }
}

/// How wide the tag with these words is.
pub(super) fn tag_width(words: &str) -> f64 {
    text::closely(words) * TAG_SIZE + TAG_SPACE
}

/// A post in a row: as wide as its tile, or as its tag where that is wider, so that the tags of neighbours do not touch.
struct Slot<'a> {
    post: &'a PostFacts,
    is_share: bool,
    /// Width of the tile.
    tile: f64,
    /// Width of the tag.
    tag: Option<f64>,
}

impl Slot<'_> {
    fn width(&self) -> f64 {
        self.tile.max(self.tag.unwrap_or(0.0))
    }

    /// The tag ends with its tile, and begins with it where it is wider.
    fn tile(&self, (x, top): (f64, f64), height: f64) -> Tile {
        let area = Area { x, y: top, width: self.tile, height };
        let tag = self.tag.map(|width| Area {
            x: x.max(area.right() - width),
            y: top - TAG_RISE,
            width,
            height: TAG_HEIGHT,
        });
        Tile { post: self.post.id.clone(), area, is_share: self.is_share, tag }
    }
}

/// Sizes of tiles.
struct TileSize {
    per_fte: f64,
    least: f64,
    height: f64,
}

impl TileSize {
    const fn of(pointing: Pointing) -> Self {
        match pointing {
            Pointing::Fine => Self { per_fte: 39.0, least: 24.0, height: 26.0 },
            Pointing::Coarse => Self { per_fte: 44.0, least: 44.0, height: 44.0 },
        }
    }

    fn width(&self, post: &PostFacts, room: f64) -> f64 {
        // No name is cut: a tile is wider than its post is large where that is needed.
        let name = text::width(post.id.as_str()) * SMALL_ID_SIZE + 3.0;
        (post.fte.as_f64() * self.per_fte).max(self.least).max(name).min(room)
    }
}
