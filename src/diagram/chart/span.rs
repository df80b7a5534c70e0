//! Layers and span of control (Leitungsspanne) of an organisation.
//!
//! The plan does not say which post leads a unit. Counted is therefore what a unit has directly below its head: its posts
//! without one for the head, and the units directly below, each of which has a head of its own.

use super::facts::{Facts, UnitFacts};
use crate::format::{self, Language};
use crate::plan::UnitId;

/// What a unit has directly below its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Which unit.
    pub unit: UnitId,
    /// Its posts of the day, without one for the head.
    pub posts: usize,
    /// Units directly below.
    pub units: usize,
}

impl Span {
    /// The span of control.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.posts + self.units
    }
}

/// Layers and spans of a day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spans {
    /// Units by layer, from the top.
    pub layers: Vec<usize>,
    /// The units that have posts or units below, in the order of the chart.
    pub spans: Vec<Span>,
}

impl Spans {
    /// Counts a day. Linear in units and posts.
    #[must_use]
    pub fn of(facts: &Facts) -> Self {
        let mut spans = Self::default();
        for unit in facts.in_order() {
            if spans.layers.len() < unit.level {
                spans.layers.resize(unit.level, 0);
            }
            if let Some(count) = spans.layers.get_mut(unit.level.saturating_sub(1)) {
                *count += 1;
            }
            spans.spans.extend(span(unit));
        }
        spans
    }

    /// The span of a unit; none where it has nothing below.
    #[must_use]
    pub fn unit(&self, unit: &UnitId) -> Option<&Span> {
        self.spans.iter().find(|span| span.unit == *unit)
    }

    /// The largest span, the first of several alike.
    #[must_use]
    pub fn widest(&self) -> Option<&Span> {
        self.spans.iter().rev().max_by_key(|span| span.total())
    }

    /// Mean over the units that have something below; none without any.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        let sum: usize = self.spans.iter().map(Span::total).sum();
        (!self.spans.is_empty()).then(|| sum as f64 / self.spans.len() as f64)
    }

    /// Layers, mean and widest span in a sentence; none for a plan without units.
    #[must_use]
    pub fn sentence(&self, facts: &Facts, language: Language) -> Option<String> {
        let mean = format::number(self.mean()?, 1, language);
        let widest = self.widest()?;
        let name = &facts.units.get(&widest.unit)?.name;
        let (layers, total) = (self.layers.len(), widest.total());
        let german = language == Language::German;
        let made_of = made_of(widest, language);
        Some(if german {
            let word = if layers == 1 { "Ebene" } else { "Ebenen" };
            format!(
                "{layers} {word}; Leitungsspanne im Mittel {mean}, am größten: {name} mit {total} ({made_of})."
            )
        } else {
            let word = if layers == 1 { "layer" } else { "layers" };
            format!(
                "{layers} {word}; span of control {mean} on average, widest: {name} with {total} ({made_of})."
            )
        })
    }
}

/// „14 Stellen, 1 Einheit“.
#[must_use]
pub fn made_of(span: &Span, language: Language) -> String {
    let (post, posts, unit, units) = match language {
        Language::German => ("Stelle", "Stellen", "Einheit", "Einheiten"),
        Language::English => ("post", "posts", "unit", "units"),
    };
    let post = if span.posts == 1 { post } else { posts };
    let unit = if span.units == 1 { unit } else { units };
    format!("{} {post}, {} {unit}", span.posts, span.units)
}

fn span(unit: &UnitFacts) -> Option<Span> {
    let posts = unit.posts.iter().filter(|post| !post.has_ended()).count();
    let span = Span { unit: unit.id.clone(), posts: posts.saturating_sub(1), units: unit.children.len() };
    (span.total() > 0).then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;
    use chrono::NaiveDate;

    fn facts(date: &str) -> Facts {
        let plan = builtin().unwrap();
        let date: NaiveDate = date.parse().unwrap();
        let day = plan.on(date, &[]);
        Facts::of(&day, &day, date)
    }

    #[test]
    fn layers_and_spans_of_the_built_in_department() {
        let facts = facts("2024-02-01");
        let spans = Spans::of(&facts);
        assert_eq!(spans.layers.len(), 3);
        assert_eq!(spans.layers.iter().sum::<usize>(), facts.units.len());
        let root = spans.unit(&UnitId::parse("abteilung").unwrap()).unwrap();
        let unit = &facts.units[&root.unit];
        assert_eq!((root.posts, root.units), (unit.posts.len() - 1, unit.children.len()));
        let widest = spans.widest().unwrap();
        assert!(spans.spans.iter().all(|span| span.total() <= widest.total()));
        let words = spans.sentence(&facts, Language::German).unwrap();
        assert!(words.starts_with("3 Ebenen; Leitungsspanne im Mittel "), "{words}");
    }

    #[test]
    fn posts_that_have_ended_are_led_by_nobody() {
        let unit = UnitId::parse("aufenthalt").unwrap();
        let posts = |date| Spans::of(&facts(date)).unit(&unit).unwrap().posts;
        assert_eq!(posts("2024-06-30") - posts("2024-07-01"), 2);
    }
}
