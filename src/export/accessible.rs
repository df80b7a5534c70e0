//! A document as PDF that can be read out and kept: tagged, titled, with bookmarks; checked against PDF/UA-1 and PDF/A-2a while it is
//! written.

use super::typeset::{Child, Heading, Ink, Kind, Page, Role, Set, Structure, set};
use super::{ExportError, fonts};
use crate::document::{Block, Document, Figure};
use chrono::Datelike;
use krilla::SerializeSettings;
use krilla::color::luma;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, BBox, ContentTag, Identifier, ListNumbering, SpanTag, TableHeaderScope, Tag,
    TagGroup, TagTree,
};
use krilla_svg::{SurfaceExt, SvgSettings};
use std::num::{NonZeroU16, NonZeroU32};

/// Writes the document.
pub(super) fn write(document: &Document) -> Result<Vec<u8>, ExportError> {
    let set = set(document)?;
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .with_archival_validator(Archival::A2_A)
        .finish()
        .map_err(|error| failed(&format!("{error:?}")))?;
    let settings = SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() };
    let mut pdf = krilla::Document::new_with(settings);
    pdf.set_metadata(metadata(document));
    let mut identifiers = Vec::with_capacity(set.pages.len());
    for page in &set.pages {
        let settings = PageSettings::from_wh(set.width, set.height)
            .ok_or_else(|| failed("die Seite hat keine Größe"))?;
        let mut sheet = pdf.start_page_with(settings);
        let mut surface = sheet.surface();
        identifiers.push(draw(&mut surface, page, &set, document)?);
        surface.finish();
        sheet.finish();
    }
    pdf.set_outline(outline(&set));
    pdf.set_tag_tree(tree(&set.structure, &identifiers, document));
    pdf.finish().map_err(|error| failed(&format!("{error:?}")))
}

fn failed(reason: &str) -> ExportError {
    ExportError::Drawing(reason.to_owned())
}

fn metadata(document: &Document) -> Metadata {
    let day = document.as_of;
    let year = u16::try_from(day.year()).unwrap_or_default();
    let date = DateTime::new(year).month(day.month() as u8).day(day.day() as u8);
    Metadata::new()
        .title(document.title.clone())
        .description(document.description.clone())
        .language(document.language_tag().to_owned())
        .creator("Stellwerk".to_owned())
        .creation_date(date)
}

/// Draws the pieces of a page; each gets the identifier by which the tree names it.
fn draw(
    surface: &mut Surface<'_>,
    page: &Page,
    set: &Set,
    document: &Document,
) -> Result<Vec<Identifier>, ExportError> {
    let mut identifiers = Vec::with_capacity(page.pieces.len());
    for piece in &page.pieces {
        let pictures = piece.ink.iter().any(|ink| matches!(ink, Ink::Picture { .. }));
        let tag = match (piece.role, pictures) {
            (Role::Decorates, _) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other)),
            (Role::Foot, _) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)),
            (Role::Means, true) => ContentTag::Other,
            (Role::Means, false) => ContentTag::Span(SpanTag::empty()),
        };
        identifiers.push(surface.start_tagged(tag));
        for ink in &piece.ink {
            mark(surface, ink, set, document)?;
        }
        surface.end_tagged();
    }
    Ok(identifiers)
}

fn mark(surface: &mut Surface<'_>, ink: &Ink, set: &Set, document: &Document) -> Result<(), ExportError> {
    match ink {
        Ink::Text { x, baseline, size, weight, grey, text } => {
            surface.set_fill(Some(fill(*grey)));
            let glyphs = set.faces.glyphs(text, *weight);
            let font = set.faces.font(*weight);
            surface.draw_glyphs(Point::from_xy(*x, *baseline), &glyphs, font, text, *size, false);
        }
        Ink::Fill { x, y, width, height, grey } => area(surface, [*x, *y, *width, *height], *grey)?,
        Ink::Rule { x, y, width, thickness, grey } => {
            area(surface, [*x, *y - thickness / 2.0, *width, *thickness], *grey)?;
        }
        Ink::Picture { block, x, y, width, height } => {
            let Some(Block::Figure(Figure { scene, style_sheet, .. })) = document.blocks.get(*block) else {
                return Err(failed("ein Bild fehlt"));
            };
            let tree = fonts::tree(&scene.to_svg(style_sheet))?;
            let size = Size::from_wh(*width, *height).ok_or_else(|| failed("ein Bild hat keine Größe"))?;
            surface.push_transform(&Transform::from_translate(*x, *y));
            let drawn = surface.draw_svg(&tree, size, SvgSettings::default());
            surface.pop();
            drawn.ok_or_else(|| failed("ein Bild lässt sich nicht zeichnen"))?;
        }
    }
    Ok(())
}

fn area(surface: &mut Surface<'_>, [x, y, width, height]: [f32; 4], grey: u8) -> Result<(), ExportError> {
    let rect = Rect::from_xywh(x, y, width, height).ok_or_else(|| failed("eine Fläche hat keine Größe"))?;
    let mut path = PathBuilder::new();
    path.push_rect(rect);
    let path = path.finish().ok_or_else(|| failed("eine Fläche hat keine Größe"))?;
    surface.set_fill(Some(fill(grey)));
    surface.draw_path(&path);
    Ok(())
}

fn fill(grey: u8) -> Fill {
    Fill { paint: luma::Color::new(grey).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

/// Bookmarks: the headings, each below the last one of a higher level.
fn outline(set: &Set) -> Outline {
    let mut outline = Outline::new();
    let mut rest = set.headings.as_slice();
    while let Some((node, later)) = bookmark(rest) {
        outline.push_child(node);
        rest = later;
    }
    outline
}

fn bookmark(headings: &[Heading]) -> Option<(OutlineNode, &[Heading])> {
    let (first, mut rest) = headings.split_first()?;
    let place = XyzDestination::new(first.page, Point::from_xy(0.0, (first.y - 8.0).max(0.0)));
    let mut node = OutlineNode::new(first.text.clone(), place);
    while rest.first().is_some_and(|next| next.level > first.level) {
        let Some((child, later)) = bookmark(rest) else { break };
        node.push_child(child);
        rest = later;
    }
    Some((node, rest))
}

/// The tree of what the pieces mean.
fn tree(structure: &Structure, identifiers: &[Vec<Identifier>], document: &Document) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some(document.language_tag().to_owned()));
    for child in structure.children(Structure::ROOT) {
        match child {
            Child::Node(node) => {
                if let Some(group) = group(structure, *node, identifiers) {
                    tree.push(group);
                }
            }
            Child::Piece(page, place) => tree.push(identifiers[*page][*place]),
        }
    }
    tree
}

fn group(structure: &Structure, node: usize, identifiers: &[Vec<Identifier>]) -> Option<TagGroup> {
    let mut group = tagged(structure.kind(node)?);
    for child in structure.children(node) {
        match child {
            Child::Node(child) => {
                if let Some(child) = self::group(structure, *child, identifiers) {
                    group.push(child);
                }
            }
            Child::Piece(page, place) => group.push(identifiers[*page][*place]),
        }
    }
    Some(group)
}

fn tagged(kind: &Kind) -> TagGroup {
    match kind {
        Kind::Heading(level, text) => {
            let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
            TagGroup::new(Tag::Hn(level, Some(text.clone())))
        }
        Kind::Paragraph => TagGroup::new(Tag::P),
        Kind::List(true) => TagGroup::new(Tag::L(ListNumbering::Decimal)),
        Kind::List(false) => TagGroup::new(Tag::L(ListNumbering::Disc)),
        Kind::Item => TagGroup::new(Tag::LI),
        Kind::Label => TagGroup::new(Tag::Lbl),
        Kind::ItemBody => TagGroup::new(Tag::LBody),
        Kind::Table(summary) => TagGroup::new(Tag::Table.with_summary(Some(summary.clone()))),
        Kind::Head => TagGroup::new(Tag::THead),
        Kind::Body => TagGroup::new(Tag::TBody),
        Kind::Row => TagGroup::new(Tag::TR),
        Kind::ColumnHead => TagGroup::new(Tag::TH(TableHeaderScope::Column)),
        Kind::RowHead(span) => {
            let span = NonZeroU32::new(*span).filter(|span| span.get() > 1);
            TagGroup::new(Tag::TH(TableHeaderScope::Row).with_col_span(span))
        }
        Kind::Cell => TagGroup::new(Tag::TD),
        Kind::Picture { words, page, area: [left, top, right, bottom] } => {
            let place = Rect::from_ltrb(*left, *top, *right, *bottom).map(|area| BBox::new(*page, area));
            TagGroup::new(Tag::Figure(Some(words.clone())).with_bbox(place))
        }
        Kind::Caption => TagGroup::new(Tag::Caption),
        Kind::Reference => TagGroup::new(Tag::Reference),
        Kind::Note => TagGroup::new(Tag::Note),
    }
}
