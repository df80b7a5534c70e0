//! A move that is only tried: what it would mean for every unit that it touches, in a sentence, or why it cannot be.

use super::walk::Item;
use crate::assessment::{Request, effect_of, load_sentence};
use crate::diagram::chart::Facts;
use crate::format::Language;
use crate::plan::{Action, Change, Plan, UnitId};
use chrono::NaiveDate;
use std::sync::Arc;

/// How something was picked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiftedBy {
    /// Mouse, finger or pen.
    Pointer,
    /// Keyboard.
    Keys,
}

/// Posts, tasks or a unit that are being moved, all of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Lift {
    /// What is in the hand; never empty.
    pub items: Vec<Item>,
    /// What it is called beside the pointer and in speech.
    pub name: String,
    /// The unit from which the first of them comes.
    pub home: UnitId,
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
    /// The changes that a drop would make.
    pub changes: Vec<Change>,
    /// Why it cannot go there.
    pub refused: Option<String>,
    /// What it would mean, for each unit that it touches.
    pub sentences: Vec<(UnitId, String)>,
}

impl Trial {
    /// Computes the sentences of changes on the organisation of the day.
    #[must_use]
    pub fn of(
        plan: &Plan,
        changes: Vec<Change>,
        target: UnitId,
        refused: Option<String>,
        language: Language,
    ) -> Self {
        let sentences =
            if refused.is_none() { preview_sentences(plan, &changes, language) } else { Vec::new() };
        Self { target, changes, refused, sentences }
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

/// The changes that bring items to a unit from a day on; items that are there already stay.
#[must_use]
pub fn changes_for(items: &[Item], to: &UnitId, facts: &Facts, effective: NaiveDate) -> Vec<Change> {
    let several = items.len() > 1;
    items
        .iter()
        // One alone is refused with its reason; of several, those that are there are no mistake.
        .filter(|item| !several || home(item, facts).as_ref() != Some(to))
        .map(|item| {
            let action = match item {
                Item::Post(post) => Action::MovePost { post: post.clone(), to: to.clone(), before: None },
                Item::Task(task) => Action::MoveCaseType { case_type: task.clone(), to: to.clone() },
                Item::Unit(unit) => {
                    Action::MoveUnit { unit: unit.clone(), to: Some(to.clone()), before: None }
                }
            };
            Change { effective, action }
        })
        .collect()
}

/// The unit in which an item stands; of a unit the one above.
#[must_use]
pub fn home(item: &Item, facts: &Facts) -> Option<UnitId> {
    match item {
        Item::Post(post) => facts.post(post).map(|post| post.unit.clone()),
        Item::Task(task) => facts.plan.case_type(task).map(|task| task.unit.clone()),
        Item::Unit(unit) => facts.units.get(unit).and_then(|unit| unit.parent.clone()),
    }
}

/// What changes mean for the load of each unit that they touch: „Einbürgerung: Auslastung 105 % → 84 %“.
/// Empty where loads cannot be computed; the cards then show figures only.
#[must_use]
pub fn preview_sentences(plan: &Plan, changes: &[Change], language: Language) -> Vec<(UnitId, String)> {
    let Some(first) = changes.first() else { return Vec::new() };
    let mut after = plan.clone();
    for change in changes {
        if after.apply_in_place(change).is_err() {
            return Vec::new();
        }
    }
    let effects = effect_of(plan, &after, &Request::on(first.effective)).unwrap_or_default();
    effects.iter().map(|effect| (effect.unit.clone(), load_sentence(effect, language))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{PostId, builtin};

    fn unit(id: &str) -> UnitId {
        UnitId::parse(id).unwrap()
    }

    fn facts() -> Facts {
        let plan = builtin().unwrap();
        let day = plan.on(plan.as_of, &[]);
        Facts::of(&day, &day, plan.as_of)
    }

    #[test]
    fn source_and_target_each_get_a_sentence() {
        let facts = facts();
        let target = unit("einbuergerung");
        let posts = ["AA-08", "AA-09"].map(|id| Item::Post(PostId::parse(id).unwrap()));
        let changes = changes_for(&posts, &target, &facts, facts.date);
        assert_eq!(changes.len(), 2);
        let trial = Trial::of(&facts.plan, changes, target.clone(), None, Language::German);
        assert_eq!(trial.sentences.len(), 2);
        let words = trial.in_words();
        assert!(words.starts_with("Sachgebiet Einbürgerung/Staatsangehörigkeit: Auslastung "), "{words}");
        assert!(words.contains("Sachgebiet Aufenthalt/Anerkennung: Auslastung "), "{words}");
        assert!(words.contains('→'));
    }

    #[test]
    fn of_several_items_those_that_are_there_stay() {
        let facts = facts();
        let posts = ["AA-08", "EB-01"].map(|id| Item::Post(PostId::parse(id).unwrap()));
        assert_eq!(changes_for(&posts, &unit("einbuergerung"), &facts, facts.date).len(), 1);
        let one = &posts[1..];
        assert_eq!(
            changes_for(one, &unit("einbuergerung"), &facts, facts.date).len(),
            1,
            "refused with its reason"
        );
    }
}
