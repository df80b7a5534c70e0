//! The list of changes in words: step by step, with the day from which each counts and what does not fit.

use crate::api::{ChangePlace, Revision, ScenarioState, Step};
use crate::format::Language;
use crate::plan::gather::gathered;
use crate::plan::rules::{Severity, check_between};
use crate::plan::{Change, Misfit, in_words};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// All steps.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lines {
    /// In the order of the list.
    pub steps: Vec<StepLine>,
    /// Changes in force that do not fit.
    pub misfits: usize,
}

/// A step.
#[derive(Debug, Clone, PartialEq)]
pub struct StepLine {
    /// Which one.
    pub id: Uuid,
    /// Its place, counted from 1.
    pub number: usize,
    /// What changes.
    pub changes: Vec<ChangeLine>,
    /// Why.
    pub reason: Option<String>,
    /// The package that it belongs to.
    pub package: Option<Uuid>,
    /// Whether it counts.
    pub standing: StepStanding,
    /// Whether the user may take it back.
    pub own: bool,
}

/// Whether a step counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepStanding {
    /// It counts.
    InForce,
    /// Its package is switched off.
    Off,
    /// It was taken back.
    Undone,
}

/// A change.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeLine {
    /// From when on.
    pub date: NaiveDate,
    /// What, without the date.
    pub words: String,
    /// Why it does not fit.
    pub misfit: Option<String>,
}

impl StepLine {
    /// The days on which something of it begins.
    pub fn dates(&self) -> BTreeSet<NaiveDate> {
        gathered(self.changes.iter().map(|change| change.date))
    }

    /// The first change in words, for names and messages.
    pub fn name(&self) -> String {
        self.changes.first().map(|change| change.words.clone()).unwrap_or_default()
    }
}

impl Lines {
    /// Of a scenario.
    pub fn of(state: &ScenarioState, language: Language) -> Self {
        let active = state.active_changes();
        let told = in_words(&state.baseline, &[], &active, language);
        let conflicts = state.baseline.with_changes(&active).conflicts;
        let misfits: BTreeMap<usize, String> = gathered(
            conflicts
                .into_iter()
                .filter(|conflict| !conflict.decided)
                .map(|conflict| (conflict.index, conflict.reason.sentence(language))),
        );
        let mut place = 0;
        let mut steps = Vec::new();
        for (number, step) in (1..).zip(&state.steps) {
            let standing = match (step.undone, state.is_off(step)) {
                (true, _) => StepStanding::Undone,
                (false, true) => StepStanding::Off,
                (false, false) => StepStanding::InForce,
            };
            let line = |(words, change): (String, &Change)| ChangeLine {
                date: change.effective,
                words,
                misfit: None,
            };
            let changes = if standing == StepStanding::InForce {
                let lines = step.changes.iter().enumerate().map(|(index, change)| ChangeLine {
                    date: change.effective,
                    words: told.get(place + index).cloned().unwrap_or_default(),
                    misfit: misfits.get(&(place + index)).cloned(),
                });
                let lines = lines.collect();
                place += step.changes.len();
                lines
            } else {
                let told = in_words(&state.baseline, &active, &step.changes, language);
                told.into_iter().zip(&step.changes).map(line).collect()
            };
            let (id, reason, package, own) = (step.id, step.reason.clone(), step.package, step.own);
            steps.push(StepLine { id, number, changes, reason, package, standing, own });
        }
        Self { steps, misfits: misfits.len() }
    }

    /// First and last day on which something begins.
    pub fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        let dates: BTreeSet<NaiveDate> = gathered(self.counting().flat_map(StepLine::dates));
        dates.first().copied().zip(dates.last().copied())
    }

    /// The steps that count.
    pub fn counting(&self) -> impl Iterator<Item = &StepLine> {
        self.steps.iter().filter(|step| step.standing == StepStanding::InForce)
    }

    /// How many steps lie between the end of the list and this one: steps that would be taken back, or made again, to come
    /// here; and whether it is back. None where the list ends here, where the step does not count anyway, and where steps of
    /// others lie between: those stay.
    pub fn way_to(&self, step: &StepLine) -> Option<(usize, bool)> {
        let standing = |wanted: StepStanding| self.steps.iter().filter(move |other| other.standing == wanted);
        match step.standing {
            StepStanding::InForce => {
                let later = || standing(StepStanding::InForce).filter(|other| other.number > step.number);
                let steps = later().count();
                (steps > 0 && later().all(|other| other.own)).then_some((steps, true))
            }
            StepStanding::Undone => {
                let until = standing(StepStanding::Undone).filter(|other| other.number <= step.number);
                step.own.then(|| (until.filter(|other| other.own).count(), false))
            }
            StepStanding::Off => None,
        }
    }

    /// How many changes count.
    pub fn changes(&self) -> usize {
        self.counting().map(|step| step.changes.len()).sum()
    }
}

/// The places of the changes in force, in their order.
pub fn places(state: &ScenarioState) -> Vec<ChangePlace> {
    let step = |step: &Step| {
        let (id, count) = (step.id, step.changes.len());
        (0..count).map(move |index| ChangePlace { step: id, index })
    };
    state.in_force().flat_map(step).collect()
}

/// What a revision would make impossible: the change in words, its day, and why; none where the rest fits. A decided change
/// of the plan has no words here.
pub fn misfit(
    state: &ScenarioState,
    revision: &Revision,
    language: Language,
) -> Option<(Option<(String, NaiveDate)>, String)> {
    if !matches!(revision, Revision::Redate { .. } | Revision::Remove { .. }) {
        return None;
    }
    let after = revised(state, revision)?;
    let keyed = |state: &ScenarioState| -> Vec<(ChangePlace, Change)> {
        places(state).into_iter().zip(state.active_changes()).collect()
    };
    let Misfit { key, reason } = state.baseline.accepts_instead(&keyed(state), &keyed(&after)).err()?;
    let lines = Lines::of(state, language);
    let change = key.and_then(|place| {
        let step = lines.steps.iter().find(|step| step.id == place.step)?;
        step.changes.get(place.index).map(|change| (change.words.clone(), change.date))
    });
    Some((change, reason.sentence(language)))
}

/// What soft rules ask a reason for where dates move or packages are switched, in sentences: the rule of the server.
pub fn questions(state: &ScenarioState, revision: &Revision, language: Language) -> Vec<String> {
    let judged = match revision {
        // Made with a reason, a step keeps it on another day.
        Revision::Redate { step, .. } => {
            state.steps.iter().any(|known| known.id == *step && known.reason.is_none())
        }
        Revision::SwitchPackage { .. } | Revision::DissolvePackage { .. } | Revision::Assign { .. } => true,
        _ => false,
    };
    let Some(after) = revised(state, revision).filter(|_| judged) else { return Vec::new() };
    let findings = check_between(&state.baseline, &state.active_changes(), &after.active_changes(), language);
    let asks = findings.into_iter().filter(|finding| finding.severity == Severity::NeedsReason);
    asks.map(|finding| finding.sentence).collect()
}

/// The scenario that a revision leaves behind, as far as it says what counts when; none for one that says nothing of it.
fn revised(state: &ScenarioState, revision: &Revision) -> Option<ScenarioState> {
    let mut after = state.clone();
    match revision {
        Revision::Redate { step, from, to } => {
            let changes = after.steps.iter_mut().filter(|other| other.id == *step);
            let changes = changes.flat_map(|step| &mut step.changes);
            changes.filter(|change| change.effective == *from).for_each(|change| change.effective = *to);
        }
        Revision::Remove { step } => after.steps.retain(|other| other.id != *step),
        Revision::SwitchPackage { package, is_on } => {
            after
                .packages
                .iter_mut()
                .filter(|known| known.id == *package)
                .for_each(|known| known.is_on = *is_on);
        }
        Revision::DissolvePackage { package } => after.packages.retain(|known| known.id != *package),
        Revision::Assign { step, package } => {
            after
                .steps
                .iter_mut()
                .filter(|known| known.id == *step)
                .for_each(|known| known.package = *package);
        }
        _ => return None,
    }
    Some(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Package, ScenarioId};
    use crate::permission::Status;
    use crate::plan::{builtin, changes_from_json};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn state() -> ScenarioState {
        let changes = changes_from_json(
            br#"[{"effective": "2025-01-01", "action": {"add_unit": {"id": "neu", "parent": "abteilung", "name": "Neu"}}},
                {"effective": "2025-02-01", "action": {"move_post": {"post": "AA-01", "to": "neu"}}},
                {"effective": "2025-03-01", "action": {"remove_post": {"post": "AA-02"}}}]"#,
        );
        let step = |(number, change): (u128, Change)| Step {
            id: Uuid::from_u128(number),
            changes: vec![change],
            reason: None,
            undone: false,
            package: (number == 1).then(|| Uuid::from_u128(9)),
            recorded_at: 0,
            own: true,
        };
        ScenarioState {
            id: ScenarioId(Uuid::from_u128(7)),
            name: "S".to_owned(),
            version: 4,
            status: Status::Draft,
            baseline: builtin().unwrap(),
            baseline_version: 1,
            newest_baseline: 1,
            goals: Vec::new(),
            packages: vec![Package { id: Uuid::from_u128(9), name: "P".to_owned(), is_on: true }],
            steps: (1..).zip(changes.unwrap()).map(step).collect(),
        }
    }

    #[test]
    fn every_step_is_told_with_the_names_of_its_moment() {
        let lines = Lines::of(&state(), Language::German);
        assert_eq!((lines.changes(), lines.misfits), (3, 0));
        assert_eq!(lines.steps[1].changes[0].words, "Stelle AA-01 nach Neu verschoben");
        assert_eq!(lines.span(), Some((day("2025-01-01"), day("2025-03-01"))));
    }

    #[test]
    fn what_rests_on_a_package_that_is_off_is_told_not_to_fit() {
        let mut state = state();
        state.packages[0].is_on = false;
        let lines = Lines::of(&state, Language::German);
        assert_eq!(lines.steps[0].standing, StepStanding::Off);
        assert_eq!((lines.changes(), lines.misfits), (2, 1));
        let misfit = lines.steps[1].changes[0].misfit.as_ref().unwrap();
        assert!(misfit.contains("„neu“"), "{misfit}");
        assert_eq!(
            lines.steps[0].name(),
            "Einheit Neu unter Abteilung Migration und Integration eingerichtet"
        );
        assert_eq!(lines.span(), Some((day("2025-02-01"), day("2025-03-01"))));
        state.steps[2].undone = true;
        assert_eq!(Lines::of(&state, Language::German).steps[2].standing, StepStanding::Undone);
    }

    #[test]
    fn the_way_to_a_step_is_counted_from_the_end_of_the_list() {
        let mut state = state();
        state.steps[2].undone = true;
        state.steps.push(Step { id: Uuid::from_u128(4), undone: true, ..state.steps[2].clone() });
        let lines = Lines::of(&state, Language::German);
        let ways: Vec<_> = lines.steps.iter().map(|step| lines.way_to(step)).collect();
        assert_eq!(ways, [Some((1, true)), None, Some((1, false)), Some((2, false))]);
    }

    #[test]
    fn no_way_leads_over_steps_of_others() {
        let mut state = state();
        state.steps[1].own = false;
        let lines = Lines::of(&state, Language::German);
        let ways: Vec<_> = lines.steps.iter().map(|step| lines.way_to(step)).collect();
        assert_eq!(ways, [None, Some((1, true)), None]);
        state.steps[1].undone = true;
        assert_eq!(Lines::of(&state, Language::German).way_to(&lines.steps[0]), Some((1, true)));
    }

    /// The only post that handles asylum procedures, in a package that is off and later in force.
    #[test]
    fn a_package_and_another_date_are_questioned_like_a_step() {
        let mut state = state();
        let leaves = br#"[{"effective": "2025-03-01", "action": {"move_post": {"post": "AS-01", "to": "einbuergerung"}}}]"#;
        state.steps[0].changes = changes_from_json(leaves).unwrap();
        state.packages[0].is_on = false;
        let (step, package) = (state.steps[0].id, state.packages[0].id);
        let switch = Revision::SwitchPackage { package, is_on: true };
        let found = questions(&state, &switch, Language::German);
        assert!(
            found.iter().any(|sentence| sentence.contains("kann keine Stelle mehr bearbeiten")),
            "{found:?}"
        );
        assert!(questions(&state, &switch, Language::English)[0].ends_with('.'));
        assert!(!questions(&state, &Revision::Assign { step, package: None }, Language::German).is_empty());
        assert!(!questions(&state, &Revision::DissolvePackage { package }, Language::German).is_empty());
        state.packages[0].is_on = true;
        let redate = Revision::Redate { step, from: day("2025-03-01"), to: day("2025-02-01") };
        assert!(!questions(&state, &redate, Language::German).is_empty());
        state.steps[0].reason = Some("Vertretung".to_owned());
        assert_eq!(questions(&state, &redate, Language::German), Vec::<String>::new());
        assert_eq!(questions(&state, &Revision::Remove { step }, Language::German), Vec::<String>::new());
    }

    #[test]
    fn what_a_revision_would_make_impossible_is_named() {
        let state = state();
        let (unit, post) = (state.steps[0].id, state.steps[1].id);
        let redate = |step, from: &str, to: &str| {
            misfit(&state, &Revision::Redate { step, from: day(from), to: day(to) }, Language::German)
        };
        assert_eq!(redate(unit, "2025-01-01", "2025-02-01"), None);
        let (change, reason) = redate(unit, "2025-01-01", "2025-02-02").unwrap();
        assert_eq!(change, Some(("Stelle AA-01 nach Neu verschoben".to_owned(), day("2025-02-01"))));
        assert!(reason.contains("„neu“"), "{reason}");
        assert!(misfit(&state, &Revision::Remove { step: unit }, Language::German).is_some());
        assert_eq!(misfit(&state, &Revision::Remove { step: post }, Language::German), None);
    }
}
