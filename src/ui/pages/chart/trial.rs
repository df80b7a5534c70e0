//! A move that is only tried: what it would mean for every unit that it touches, in a sentence, or why it cannot be.

use super::walk::Item;
use crate::assessment::{Request, effect_of, load_sentence};
use crate::diagram::chart::Facts;
use crate::format::Language;
use crate::plan::rules::Finding;
use crate::plan::{Action, Change, Plan, PostId, UnitId};
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

/// Where something is to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Into a unit, behind everything that is there.
    Unit(UnitId),
    /// Into the unit above these, to a place among its units: before one of them, or behind the last.
    Among {
        /// The unit above.
        parent: UnitId,
        /// The unit at whose edge the pointer is.
        at: UnitId,
        /// The unit that it is to precede.
        before: Option<UnitId>,
    },
    /// To another place among the posts of its own unit.
    Order {
        /// The unit.
        unit: UnitId,
        /// The post that it is to precede; none behind the last.
        before: Option<PostId>,
    },
    /// Out of every sum.
    Tray,
}

impl Target {
    /// The unit that takes it in; none for the tray.
    #[must_use]
    pub fn unit(&self) -> Option<&UnitId> {
        match self {
            Self::Unit(unit) | Self::Order { unit, .. } | Self::Among { parent: unit, .. } => Some(unit),
            Self::Tray => None,
        }
    }
}

/// Posts, tasks or a unit that are being moved, all of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Lift {
    /// What is in the hand; never empty.
    pub items: Vec<Item>,
    /// What it is called beside the pointer and in speech.
    pub name: String,
    /// The unit from which the first of them comes; none for a parked post and for the unit at the top.
    pub home: Option<UnitId>,
    /// How.
    pub by: LiftedBy,
    /// What is being tried.
    pub trial: Option<Arc<Trial>>,
}

/// What soft rules say of changes: the organisation of a day without and with them, the changes, the day.
pub type Rules = fn(&Plan, &Plan, &[Change], NaiveDate, Language) -> Vec<Finding>;

/// A place that is being tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// Where.
    pub target: Target,
    /// The changes that a drop would make.
    pub changes: Vec<Change>,
    /// Why it cannot go there.
    pub refused: Option<String>,
    /// What it would mean, for each unit that it touches.
    pub sentences: Vec<(UnitId, String)>,
    /// What soft rules have to say.
    pub notes: Vec<String>,
}

impl Trial {
    /// Computes the sentences of changes on the organisation of the day.
    #[must_use]
    pub fn of(
        plan: &Plan,
        changes: Vec<Change>,
        target: Target,
        refused: Option<String>,
        language: Language,
    ) -> Self {
        let sentences =
            if refused.is_none() { preview_sentences(plan, &changes, language) } else { Vec::new() };
        Self { target, changes, refused, sentences, notes: Vec::new() }
    }

    /// The same with what soft rules have to say. With thousands of posts that takes longer than a frame: not for every
    /// place over which a pointer passes.
    #[must_use]
    pub fn noted(self, plan: &Plan, rules: Rules, language: Language) -> Self {
        let day = self.changes.first().map(|change| change.effective);
        let Some(day) = day.filter(|_| self.refused.is_none()) else { return self };
        let Some(after) = with_changes(plan, &self.changes) else { return self };
        let findings = rules(plan, &after, &self.changes, day, language);
        Self { notes: findings.into_iter().map(|finding| finding.sentence).collect(), ..self }
    }

    /// The unit at which the notes stand: the target, and for the tray the unit that gives something away; units above it, whose load
    /// changes with it, come before it.
    #[must_use]
    pub fn bears_notes(&self) -> Option<&UnitId> {
        self.target.unit().or_else(|| self.sentences.last().map(|(unit, _)| unit))
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
        let target = self.target.unit();
        let first = target.and_then(|target| self.sentence(target));
        let others =
            self.sentences.iter().filter(|(unit, _)| Some(unit) != target).map(|(_, sentence)| sentence);
        let effects = first.into_iter().chain(others).cloned().collect::<Vec<_>>().join(". ");
        // Notes are whole sentences.
        let notes = self.notes.join(" ");
        if effects.is_empty() || notes.is_empty() { effects + &notes } else { format!("{effects}. {notes}") }
    }
}

/// The changes that bring items to a place from a day on; of several, those that are there already stay.
#[must_use]
pub fn changes_for(items: &[Item], target: &Target, facts: &Facts, effective: NaiveDate) -> Vec<Change> {
    let several = items.len() > 1;
    // One alone is refused with its reason; of several, those that are there are no mistake.
    let stays = |item: &Item| match (target, item) {
        (Target::Tray, Item::Post(post)) => several && facts.is_parked(post),
        (Target::Unit(unit), Item::Post(post)) if !facts.is_parked(post) => {
            several && home(item, facts).as_ref() == Some(unit)
        }
        (Target::Unit(unit), Item::Task(_)) => several && home(item, facts).as_ref() == Some(unit),
        _ => false,
    };
    let moving = items.iter().filter(|item| !stays(item));
    moving.filter_map(|item| Some(Change { effective, action: action(item, target)? })).collect()
}

/// What brings one item to a place; none where things of its kind have no such place.
fn action(item: &Item, target: &Target) -> Option<Action> {
    Some(match (item, target) {
        (Item::Post(post), Target::Tray) => Action::ParkPost { post: post.clone() },
        (Item::Post(post), Target::Unit(to)) => {
            Action::MovePost { post: post.clone(), to: to.clone(), before: None }
        }
        (Item::Post(post), Target::Order { unit, before }) => {
            Action::MovePost { post: post.clone(), to: unit.clone(), before: Some(before.clone()) }
        }
        (Item::Task(task), Target::Unit(to)) => {
            Action::MoveCaseType { case_type: task.clone(), to: to.clone() }
        }
        (Item::Unit(unit), Target::Unit(to)) => {
            Action::MoveUnit { unit: unit.clone(), to: Some(to.clone()), before: None }
        }
        (Item::Unit(unit), Target::Among { parent, before, .. }) => {
            let (to, before) = (Some(parent.clone()), Some(before.clone()));
            Action::MoveUnit { unit: unit.clone(), to, before }
        }
        _ => return None,
    })
}

/// The unit in which an item stands; of a unit the one above. None for a parked post.
#[must_use]
pub fn home(item: &Item, facts: &Facts) -> Option<UnitId> {
    match item {
        Item::Post(post) if facts.is_parked(post) => None,
        Item::Post(post) => facts.post(post).map(|post| post.unit.clone()),
        Item::Task(task) => facts.plan.case_type(task).map(|task| task.unit.clone()),
        Item::Unit(unit) => facts.units.get(unit).and_then(|unit| unit.parent.clone()),
    }
}

/// The organisation with changes; none where one does not fit.
fn with_changes(plan: &Plan, changes: &[Change]) -> Option<Plan> {
    let mut after = plan.clone();
    changes.iter().all(|change| after.apply_in_place(change).is_ok()).then_some(after)
}

/// What changes mean for the load of each unit that they touch: „Einbürgerung: Auslastung 105 % → 84 %“.
/// Empty where loads cannot be computed; the cards then show figures only.
#[must_use]
pub fn preview_sentences(plan: &Plan, changes: &[Change], language: Language) -> Vec<(UnitId, String)> {
    let Some(first) = changes.first() else { return Vec::new() };
    let Some(after) = with_changes(plan, changes) else { return Vec::new() };
    let effects = effect_of(plan, &after, &Request::on(first.effective)).unwrap_or_default();
    effects.iter().map(|effect| (effect.unit.clone(), load_sentence(effect, language))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{builtin, rules};

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
        let target = Target::Unit(target);
        let changes = changes_for(&posts, &target, &facts, facts.date);
        assert_eq!(changes.len(), 2);
        let trial = Trial::of(&facts.plan, changes, target, None, Language::German);
        assert_eq!(trial.sentences.len(), 2);
        let words = trial.in_words();
        assert!(words.starts_with("Sachgebiet Einbürgerung/Staatsangehörigkeit: Auslastung "), "{words}");
        assert!(words.contains("Sachgebiet Aufenthalt/Anerkennung: Auslastung "), "{words}");
        assert!(words.contains('→'));
    }

    #[test]
    fn soft_rules_speak_before_the_drop() {
        let facts = facts();
        let post = [Item::Post(PostId::parse("AA-08").unwrap())];
        let noted = |refused: Option<String>| {
            let changes = changes_for(&post, &Target::Tray, &facts, facts.date);
            Trial::of(&facts.plan, changes, Target::Tray, refused, Language::German).noted(
                &facts.plan,
                rules::check,
                Language::German,
            )
        };
        let trial = noted(None);
        assert!(trial.notes.iter().any(|note| note.starts_with("Auf dem Parkplatz: 1 Stelle")), "{trial:?}");
        assert_eq!(trial.bears_notes(), Some(&unit("aufenthalt")), "the tray has no card");
        assert!(trial.in_words().ends_with(trial.notes.last().unwrap().as_str()));
        assert!(noted(Some("Nein.".to_owned())).notes.is_empty());
    }

    #[test]
    fn of_several_items_those_that_are_there_stay() {
        let facts = facts();
        let posts = ["AA-08", "EB-01"].map(|id| Item::Post(PostId::parse(id).unwrap()));
        let target = Target::Unit(unit("einbuergerung"));
        assert_eq!(changes_for(&posts, &target, &facts, facts.date).len(), 1);
        let one = &posts[1..];
        assert_eq!(changes_for(one, &target, &facts, facts.date).len(), 1, "refused with its reason");
    }

    #[test]
    fn only_posts_are_parked() {
        let facts = facts();
        let post = Item::Post(PostId::parse("AA-08").unwrap());
        let changes = changes_for(&[post], &Target::Tray, &facts, facts.date);
        assert!(matches!(changes.as_slice(), [Change { action: Action::ParkPost { .. }, .. }]));
        assert!(changes_for(&[Item::Unit(unit("eu"))], &Target::Tray, &facts, facts.date).is_empty());
    }
}
