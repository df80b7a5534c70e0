//! Handling time by three estimates (PERT): their mean, and the change that takes it over together with what it was made of.

use super::estimate;
use crate::format::{Language, number};
use crate::plan::{CaseType, CaseTypePatch, OTHER_EVIDENCE, Provenance};

/// Most minutes of a case.
const MOST: f64 = 100_000.0;

/// Most characters of a note that are kept.
const MOST_NOTED: usize = 3_000;

/// How the note of an estimated handling time begins.
const NOTED: &str = "Bearbeitungszeit geschätzt: ";

/// The shortest, the usual and the longest case in minutes, in their order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    shortest: f64,
    normal: f64,
    longest: f64,
}

impl Estimate {
    /// Three estimates in minutes; none unless they stand in their order from 0 to 100,000 and the longest takes time.
    #[must_use]
    pub fn new(shortest: f64, normal: f64, longest: f64) -> Option<Self> {
        let in_order = 0.0 <= shortest && shortest <= normal && normal <= longest && longest <= MOST;
        (in_order && longest > 0.0).then_some(Self { shortest, normal, longest })
    }

    /// Their mean in minutes: (shortest + 4 × usual + longest) / 6.
    #[must_use]
    pub fn mean(self) -> f64 {
        estimate(self.shortest, self.normal, self.longest)
    }

    /// „(20 + 4 × 45 + 130) ÷ 6 = 55 Minuten je Fall (kürzeste, übliche, längste)“; in German, as it is kept.
    fn words(self) -> String {
        let [shortest, normal, longest, mean] =
            [self.shortest, self.normal, self.longest, self.mean()].map(figure);
        format!(
            "({shortest} + 4 × {normal} + {longest}) ÷ 6 = {mean} Minuten je Fall (kürzeste, übliche, längste)"
        )
    }

    /// The reason of the step that takes the mean over.
    #[must_use]
    pub fn reason(self, of: &CaseType) -> String {
        format!("Bearbeitungszeit der Fallart „{}“ geschätzt: {}", of.name, self.words())
    }

    /// Gives a case type the mean as its handling time; its steps keep their proportions, its note tells the three estimates and
    /// what was noted of other figures. None where no step takes time.
    #[must_use]
    pub fn patch(self, of: &CaseType) -> Option<CaseTypePatch> {
        Some(CaseTypePatch {
            steps: Some(of.steps_taking(self.mean())?),
            note: Some(Some(self.note(of.note.as_deref().unwrap_or_default()))),
            // What takes the place of a figure of the source document does not stand there.
            provenance: (of.provenance == Provenance::Document).then_some(Provenance::Assumption),
            ..CaseTypePatch::new(of.id.clone())
        })
    }

    fn note(self, old: &str) -> String {
        let mut note = format!("{NOTED}{}.", self.words());
        let rest = old.rsplit_once(OTHER_EVIDENCE).map_or(old, |(_, rest)| rest);
        if !rest.is_empty() && !rest.starts_with(NOTED) {
            note.push_str(OTHER_EVIDENCE);
            note.push_str(rest);
        }
        note.chars().take(MOST_NOTED).collect()
    }
}

/// Minutes with up to two decimals, without those that say nothing.
fn figure(minutes: f64) -> String {
    let text = number(minutes, 2, Language::German);
    text.trim_end_matches('0').trim_end_matches(',').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Action, Change, Plan, builtin};

    fn after(plan: &Plan, at: usize, estimate: Estimate) -> Plan {
        let action = Action::SetCaseType(estimate.patch(&plan.case_types[at]).unwrap());
        plan.apply(&Change { effective: plan.as_of, action }).unwrap()
    }

    #[test]
    fn three_estimates_stand_in_their_order() {
        assert_eq!(Estimate::new(20.0, 45.0, 130.0).map(Estimate::mean), Some(55.0));
        assert_eq!(Estimate::new(20.5, 20.5, 20.5).map(Estimate::mean), Some(20.5));
        for [shortest, normal, longest] in [
            [45.0, 20.0, 130.0],
            [20.0, 130.0, 45.0],
            [-1.0, 0.0, 1.0],
            [0.0, 0.0, 0.0],
            [1.0, 2.0, f64::NAN],
            [1.0, 2.0, 100_001.0],
        ] {
            assert_eq!(Estimate::new(shortest, normal, longest), None);
        }
    }

    #[test]
    fn a_case_type_takes_the_mean_and_its_steps_keep_their_proportions() {
        let plan = builtin().unwrap();
        for (at, of) in plan.case_types.iter().enumerate() {
            let after = after(&plan, at, Estimate::new(20.0, 45.0, 130.0).unwrap());
            assert!((after.case_type(&of.id).unwrap().minutes_per_case() - 55.0).abs() < 1e-6);
        }
    }

    #[test]
    fn the_three_estimates_stay_with_the_figure_that_they_made() {
        let mut plan = builtin().unwrap();
        plan.case_types[0].note = Some("Fallzahl: Statistik.".to_owned());
        plan.case_types[0].provenance = Provenance::Document;
        let first = Estimate::new(20.0, 45.0, 130.0).unwrap();
        let words = "(20 + 4 × 45 + 130) ÷ 6 = 55 Minuten je Fall (kürzeste, übliche, längste)";
        let name = plan.case_types[0].name.clone();
        let reason = format!("Bearbeitungszeit der Fallart „{name}“ geschätzt: {words}");
        assert_eq!(first.reason(&plan.case_types[0]), reason);
        let once = after(&plan, 0, first);
        let noted = format!("Bearbeitungszeit geschätzt: {words}. Übrige Angaben: Fallzahl: Statistik.");
        assert_eq!(once.case_types[0].note.as_deref(), Some(noted.as_str()));
        assert_eq!(once.case_types[0].provenance, Provenance::Assumption);
        // Another estimate takes the place of the first one.
        let twice = after(&once, 0, Estimate::new(20.5, 45.0, 1_000.0).unwrap());
        let note = twice.case_types[0].note.clone().unwrap();
        assert!(note.contains("(20,5 + 4 × 45 + 1.000) ÷ 6 = 200,08 Minuten"), "{note}");
        assert!(note.ends_with(". Übrige Angaben: Fallzahl: Statistik.") && !note.contains("130"), "{note}");
        plan.case_types[0].note = None;
        let again = after(&after(&plan, 0, first), 0, Estimate::new(1.0, 2.0, 3.0).unwrap());
        let alone = "Bearbeitungszeit geschätzt: (1 + 4 × 2 + 3) ÷ 6 = 2 Minuten je Fall (kürzeste, übliche, längste).";
        assert_eq!(again.case_types[0].note.as_deref(), Some(alone));
    }

    #[test]
    fn who_reads_the_derivation_reads_the_three_estimates() {
        let plan = builtin().unwrap();
        let after = after(&plan, 0, Estimate::new(20.0, 45.0, 130.0).unwrap());
        let name = after.case_types[0].name.as_str();
        let assessed = crate::assessment::assess(&after, &crate::assessment::Request::year(2023)).unwrap();
        let items = assessed.units.iter().flat_map(|unit| &unit.items);
        let notes: Vec<&str> = items
            .filter(|item| item.derivation.title == name)
            .filter_map(|item| item.note.as_deref())
            .collect();
        assert!(notes.iter().any(|note| note.contains("(20 + 4 × 45 + 130) ÷ 6 = 55 Minuten")), "{notes:?}");
    }
}
