//! A unit as the inputs of its form, and the changes that the inputs ask for.

use super::entry::{Unreadable, Values};
use crate::format::{self, Language};
use crate::plan::{Action, Change, Plan, Provenance, Unit, UnitId, UnitKind, UnitPatch};
use chrono::NaiveDate;

/// The word of a kind in the inputs.
#[must_use]
pub const fn kind_word(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Department => "abteilung",
        UnitKind::Section => "sachgebiet",
        UnitKind::Team => "team",
        UnitKind::StaffUnit => "stabsstelle",
    }
}

impl Values {
    /// The inputs of a unit that is still to be made below another one: one step smaller than that.
    pub(super) fn blank_unit(above: Option<&Unit>, day: NaiveDate, language: Language) -> Self {
        let kind = match above.map(|unit| unit.kind) {
            None => UnitKind::Department,
            Some(UnitKind::Department) => UnitKind::Section,
            Some(_) => UnitKind::Team,
        };
        let mut values = Self::new(language);
        values.set("ueber", above.map(|unit| unit.id.to_string()).unwrap_or_default());
        values.set("art", kind_word(kind).to_owned());
        values.set("ab", day.to_string());
        values
    }

    /// The inputs of a unit as it is.
    pub(super) fn of_unit(unit: &Unit, day: NaiveDate, language: Language) -> Self {
        let minimum = unit.minimum_fte.map(|fte| format::number(fte.as_f64(), 3, language));
        let mut values = Self::new(language);
        values.set("name", unit.name.clone());
        values.set("art", kind_word(unit.kind).to_owned());
        values.set("teilhaushalt", unit.budget.clone().unwrap_or_default());
        values.set("mindestens", minimum.unwrap_or_default());
        values.set("bemerkung", unit.note.clone().unwrap_or_default());
        values.set("ab", day.to_string());
        values
    }

    fn kind(&self) -> Result<UnitKind, Unreadable> {
        let word = self.get("art");
        self.needed("art", UnitKind::ALL.into_iter().find(|kind| kind_word(*kind) == word))
    }

    /// The unit that is made, and the change that makes it.
    pub(super) fn new_unit(&self, id: impl FnOnce(&str) -> UnitId) -> Result<(UnitId, Change), Unreadable> {
        let name = self.needed("name", self.text("name"))?;
        let parent = self.text("ueber").map(|unit| UnitId::parse(&unit).ok());
        let id = id(&name);
        let unit = Unit {
            id: id.clone(),
            parent: parent.map(|parent| self.needed("ueber", parent)).transpose()?,
            name,
            kind: self.kind()?,
            // No source states it; the reason given with the step is why it is there.
            provenance: Provenance::Assumption,
            stated: None,
            budget: self.text("teilhaushalt"),
            minimum_fte: self.extent("mindestens")?,
            filled: Vec::new(),
            note: self.text("bemerkung"),
        };
        Ok((id, Change { effective: self.effective()?, action: Action::AddUnit(unit) }))
    }

    /// The changes that the inputs ask for, of the unit as it is on their day; none where they say what is.
    pub(super) fn unit_changes(&self, id: &UnitId, plan: &Plan) -> Result<Vec<Change>, Unreadable> {
        let effective = self.effective()?;
        let unit = self.needed("ab", plan.unit(id))?;
        let name = self.needed("name", self.text("name"))?;
        let mut patch = UnitPatch::new(id.clone());
        let kind = self.kind()?;
        patch.kind = (kind != unit.kind).then_some(kind);
        let budget = self.text("teilhaushalt");
        patch.budget = (budget != unit.budget).then_some(budget);
        let minimum = self.extent("mindestens")?;
        patch.minimum_fte = (minimum != unit.minimum_fte).then_some(minimum);
        let note = self.text("bemerkung");
        patch.note = (note != unit.note).then_some(note);
        let renamed = (name != unit.name).then(|| Action::RenameUnit { unit: id.clone(), name });
        let set = (patch != UnitPatch::new(id.clone())).then_some(Action::SetUnit(patch));
        Ok(renamed.into_iter().chain(set).map(|action| Change { effective, action }).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Fte, builtin};

    fn id(text: &str) -> UnitId {
        UnitId::parse(text).unwrap()
    }

    fn day() -> NaiveDate {
        "2024-05-01".parse().unwrap()
    }

    #[test]
    fn what_is_typed_becomes_a_unit_that_the_plan_takes() {
        let plan = builtin().unwrap();
        let mut values = Values::blank_unit(plan.unit(&id("einbuergerung")), day(), Language::German);
        assert_eq!(values.get("art"), "team");
        for (name, value) in [("name", " Team A–K "), ("mindestens", "1,5"), ("teilhaushalt", "05 Soziales")]
        {
            values.set(name, value.to_owned());
        }
        let (_, change) =
            values.new_unit(|name| id(if name == "Team A–K" { "team-a-k" } else { "x" })).unwrap();
        let after = plan.apply(&change).unwrap();
        let made = after.unit(&id("team-a-k")).unwrap();
        assert_eq!((made.kind, &made.parent), (UnitKind::Team, &Some(id("einbuergerung"))));
        assert_eq!((made.minimum_fte, made.budget.as_deref()), (Fte::parse(1.5).ok(), Some("05 Soziales")));
        values.set("ueber", String::new());
        let (_, change) = values.new_unit(|_| id("team-a-k")).unwrap();
        assert_eq!(plan.apply(&change).unwrap().unit(&id("team-a-k")).unwrap().parent, None);
    }

    #[test]
    fn inputs_that_say_what_is_ask_for_nothing_and_others_for_one_step() {
        let mut plan = builtin().unwrap();
        let at = plan.units.iter().position(|unit| unit.id.as_str() == "einbuergerung").unwrap();
        plan.units[at].minimum_fte = Some(Fte::from_thousandths(1_234));
        let unit = plan.units[at].id.clone();
        for language in [Language::German, Language::English] {
            let values = Values::of_unit(&plan.units[at], day(), language);
            assert_eq!(values.unit_changes(&unit, &plan), Ok(Vec::new()));
        }
        let mut values = Values::of_unit(&plan.units[at], day(), Language::German);
        values.set("name", "Einbürgerungsbehörde".to_owned());
        values.set("art", "stabsstelle".to_owned());
        values.set("mindestens", String::new());
        let changes = values.unit_changes(&unit, &plan).unwrap();
        let after = changes.iter().try_fold(plan.clone(), |plan, change| plan.apply(change)).unwrap();
        let after = after.unit(&unit).unwrap();
        assert_eq!(changes.len(), 2);
        assert_eq!((after.name.as_str(), after.kind), ("Einbürgerungsbehörde", UnitKind::StaffUnit));
        assert_eq!(after.minimum_fte, None);
    }

    #[test]
    fn what_is_missing_or_cannot_be_read_is_named() {
        let plan = builtin().unwrap();
        for (name, value) in [("name", " "), ("art", ""), ("mindestens", "viel"), ("ab", "")] {
            let mut values = Values::of_unit(&plan.units[1], day(), Language::German);
            values.set(name, value.to_owned());
            let wrong = Unreadable::Field(name.to_owned());
            assert_eq!(values.unit_changes(&plan.units[1].id, &plan), Err(wrong.clone()), "{name}");
            assert_eq!(values.new_unit(|_| id("x")), Err(wrong), "{name}");
        }
    }
}
