//! A move that is only tried: what it would mean for every unit that it touches, in a sentence, or why it cannot be.

use crate::assessment::{Request, effect_of, load_sentence};
use crate::diagram::chart::PostFacts;
use crate::format::Language;
use crate::plan::{Change, Plan, UnitId};
use std::sync::Arc;

/// How a post was picked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiftedBy {
    /// Mouse, finger or pen.
    Pointer,
    /// Keyboard.
    Keys,
}

/// A post that is being moved.
#[derive(Debug, Clone, PartialEq)]
pub struct Lift {
    /// The post as it stood when it was picked up.
    pub post: PostFacts,
    /// How.
    pub by: LiftedBy,
    /// The unit that is being tried.
    pub trial: Option<Arc<Trial>>,
}

/// A unit that is being tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// Which unit.
    pub target: UnitId,
    /// The change that a drop would make.
    pub change: Change,
    /// Why the post cannot go there.
    pub refused: Option<String>,
    /// What it would mean, for each unit that it touches.
    pub sentences: Vec<(UnitId, String)>,
}

impl Trial {
    /// Computes the sentences of a change on the organisation of the day.
    #[must_use]
    pub fn of(
        plan: &Plan,
        change: Change,
        target: UnitId,
        refused: Option<String>,
        language: Language,
    ) -> Self {
        let sentences =
            if refused.is_none() { preview_sentences(plan, &change, language) } else { Vec::new() };
        Self { target, change, refused, sentences }
    }

    /// What it would mean for a unit.
    #[must_use]
    pub fn sentence(&self, unit: &UnitId) -> Option<&String> {
        self.sentences.iter().find(|(touched, _)| touched == unit).map(|(_, sentence)| sentence)
    }

    /// What is said of the target, and of the other units behind it.
    #[must_use]
    pub fn in_words(&self) -> String {
        if let Some(reason) = &self.refused {
            return reason.clone();
        }
        let first = self.sentence(&self.target);
        let others =
            self.sentences.iter().filter(|(unit, _)| *unit != self.target).map(|(_, sentence)| sentence);
        first.into_iter().chain(others).cloned().collect::<Vec<_>>().join(". ")
    }
}

/// What a change means for the load of each unit that it touches: „Einbürgerung: Auslastung 105 % → 84 %“.
/// Empty where loads cannot be computed; the cards then show figures only.
#[must_use]
pub fn preview_sentences(plan: &Plan, change: &Change, language: Language) -> Vec<(UnitId, String)> {
    let Ok(after) = plan.apply(change) else { return Vec::new() };
    let effects = effect_of(plan, &after, &Request::on(change.effective)).unwrap_or_default();
    effects.iter().map(|effect| (effect.unit.clone(), load_sentence(effect, language))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Action, PostId, builtin};

    #[test]
    fn source_and_target_each_get_a_sentence() {
        let plan = builtin().unwrap();
        let target = UnitId::parse("einbuergerung").unwrap();
        let change = Change {
            effective: plan.as_of,
            action: Action::MovePost {
                post: PostId::parse("AA-08").unwrap(),
                to: target.clone(),
                before: None,
            },
        };
        let trial = Trial::of(&plan, change, target.clone(), None, Language::German);
        assert_eq!(trial.sentences.len(), 2);
        let words = trial.in_words();
        assert!(words.starts_with("Sachgebiet Einbürgerung/Staatsangehörigkeit: Auslastung "), "{words}");
        assert!(words.contains("Sachgebiet Aufenthalt/Anerkennung: Auslastung "), "{words}");
        assert!(words.contains('→'));
    }
}
