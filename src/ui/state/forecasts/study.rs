//! Questions that take many lists of changes, and what is known of them.

use crate::plan::{Change, Plan, UnitId};
use crate::simulation::{Goal, GoalReading, Summariser, Target, UnitOutcome, runs_for_goals};
use std::sync::Arc;

/// Replications of some units under many lists of changes: what the tornado, the search for posts, goals and comparisons ask.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// The plan that the changes build on.
    pub plan: Arc<Plan>,
    /// What is asked of it.
    pub parts: Vec<StudyPart>,
    /// Replications of each part.
    pub replications: u32,
}

/// A list of changes with its units of interest.
#[derive(Debug, Clone, PartialEq)]
pub struct StudyPart {
    /// The changes.
    pub changes: Vec<Change>,
    /// The units.
    pub units: Vec<UnitId>,
    /// Days from the plan's first day on.
    pub horizon_days: u32,
}

/// Outcomes by part, unit and replication, in the order of the study.
pub type StudyRuns = Vec<Vec<Vec<UnitOutcome>>>;

/// A study with its runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Studied {
    /// What was asked.
    pub study: Study,
    /// What came of it.
    pub runs: Arc<StudyRuns>,
}

/// How far a study is.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum StudyState {
    /// Nothing is asked.
    #[default]
    Idle,
    /// The part that is done, 0 to 1.
    Running(f64),
    /// All runs.
    Done(Arc<StudyRuns>),
}

impl StudyPart {
    /// Whether its runs tell a target; `plan` is the one that the changes build on.
    fn tells(&self, target: &Target, changes: &[Change], plan: &Plan) -> bool {
        self.changes == changes
            && self.units.contains(&target.unit)
            && target.is_told_by(self.horizon_days, plan.as_of)
    }
}

impl Study {
    /// Lists of changes with their units, all looked ahead equally far.
    #[must_use]
    pub fn new(
        plan: Arc<Plan>,
        parts: impl IntoIterator<Item = (Vec<Change>, Vec<UnitId>)>,
        horizon_days: u32,
        replications: u32,
    ) -> Self {
        let part = |(changes, units)| StudyPart { changes, units, horizon_days };
        Self { plan, parts: parts.into_iter().map(part).collect(), replications }
    }

    /// Adds the runs that are still missing to judge the goals of a list of changes.
    pub fn ask_for_goals(&mut self, changes: &[Change], goals: &[Goal]) {
        let changed = self.plan.with_changes(changes).plan;
        let is_told = |target: &Target| self.parts.iter().any(|part| part.tells(target, changes, &self.plan));
        let runs = runs_for_goals(goals, &changed, is_told);
        self.parts.extend(runs.into_iter().map(|(horizon_days, units)| StudyPart {
            changes: changes.to_vec(),
            units,
            horizon_days,
        }));
    }
}

impl Studied {
    /// How a goal stands under a list of changes; none where no part tells it.
    #[must_use]
    pub fn reading(&self, changes: &[Change], goal: &Goal) -> Option<GoalReading> {
        let Study { plan, parts, .. } = &self.study;
        let target = goal.target(plan.as_of)?.ok()?;
        let of_part = |(part, runs): (&StudyPart, &Vec<Vec<UnitOutcome>>)| {
            let is_it = part.tells(&target, changes, plan);
            let place = part.units.iter().position(|unit| is_it && *unit == target.unit)?;
            let outcomes = runs.get(place)?;
            goal.simulated(plan.as_of, outcomes, &mut Summariser::new(outcomes.len()))
        };
        parts.iter().zip(self.runs.iter()).find_map(of_part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;
    use crate::simulation::{TargetMeasure, Verdict};

    /// A record and a comparison that looks further judge the goal by the same runs.
    #[test]
    fn a_goal_is_read_from_the_part_that_ends_with_its_day() {
        let plan = Arc::new(builtin().unwrap());
        let unit = UnitId::parse("eu").unwrap();
        let goal = |measure: TargetMeasure| Goal::Service {
            unit: unit.clone(),
            measure,
            at_most: 40.0,
            on: "2024-12-31".parse().unwrap(),
        };
        let goals = [goal(TargetMeasure::LeadDays), goal(TargetMeasure::Open)];
        let outcome = |months: usize, value: f64| UnitOutcome {
            open: vec![value; months],
            over_three_months: vec![0.0; months],
            lead_days: Some(value),
            ..UnitOutcome::default()
        };
        let mut record = Study::new(Arc::clone(&plan), [], 0, 2);
        record.ask_for_goals(&[], &goals);
        assert_eq!(record.parts.iter().map(|part| part.horizon_days).collect::<Vec<_>>(), [335]);
        let mut comparison = Study::new(Arc::clone(&plan), [(Vec::new(), vec![unit.clone()])], 700, 2);
        comparison.ask_for_goals(&[], &goals);
        assert_eq!(comparison.parts.iter().map(|part| part.horizon_days).collect::<Vec<_>>(), [700, 335]);
        let (long, own) = (vec![vec![outcome(23, 90.0); 2]], vec![vec![outcome(11, 30.0); 2]]);
        let known = |study: &Study, runs: StudyRuns| Studied { study: study.clone(), runs: Arc::new(runs) };
        let in_record = known(&record, vec![own.clone()]).reading(&[], &goals[0]).unwrap();
        let in_comparison = known(&comparison, vec![long.clone(), own]).reading(&[], &goals[0]).unwrap();
        assert_eq!(in_record, in_comparison);
        assert_eq!(in_record.verdict, Verdict::Met);
        let without = known(&comparison, vec![long]);
        assert_eq!(without.reading(&[], &goals[0]), None);
        assert_eq!(without.reading(&[], &goals[1]).unwrap().verdict, Verdict::Missed);
    }
}
