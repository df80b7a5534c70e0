//! What a search has seen on its way, as a front: of each candidate that nothing smaller reaches as much, what it takes and what
//! it brings beyond the one before.

use super::super::target::{Reading, Target, UnitOutcome};
use super::super::{Summariser, Summary};
use super::Step;
use crate::plan::{Change, EuroPerYear, Fte};
use serde::Serialize;

/// A candidate that was tried and that no smaller one reaches.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// Full-time equivalents added or moved.
    pub size: Fte,
    /// Personnel cost of what is added, in euro per year; none where the plan names no cost of its grade, and for posts that are
    /// there anyway.
    pub cost: Option<EuroPerYear>,
    /// What to add to the changes of the scenario.
    pub changes: Vec<Change>,
    /// The target under it.
    pub reading: Reading,
    /// The figure minus that of the point before, replication by replication; none for the first.
    pub gain: Option<Summary>,
}

/// Everything that was tried and would be proposed, in the order of the tries.
#[derive(Debug, Clone, Default)]
pub(super) struct Trail(Vec<Visit>);

/// A candidate with its figure by replication.
#[derive(Debug, Clone)]
struct Visit {
    size: Fte,
    changes: Vec<Change>,
    reading: Reading,
    values: Vec<Option<f64>>,
}

impl Trail {
    /// Keeps a candidate; one of the same size is kept once.
    pub(super) fn note(&mut self, step: Step, target: &Target, outcomes: &[UnitOutcome]) {
        let Step { size, changes, reading } = step;
        if self.at(size).is_none() {
            self.0.push(Visit { size, changes, reading, values: target.values(outcomes) });
        }
    }

    /// What was read of a size, where it was tried.
    pub(super) fn at(&self, size: Fte) -> Option<Reading> {
        self.0.iter().find(|visit| visit.size == size).map(|visit| visit.reading)
    }

    /// By size; without those whose mean is no smaller than that of a smaller one.
    pub(super) fn front(&self, cost: impl Fn(Fte) -> Option<EuroPerYear>) -> Vec<Point> {
        let mut visits: Vec<&Visit> = self.0.iter().collect();
        visits.sort_by_key(|visit| visit.size);
        let mut best: Option<&Visit> = None;
        let mut points = Vec::new();
        for visit in visits {
            if best.is_some_and(|best| visit.reading.summary.mean >= best.reading.summary.mean) {
                continue;
            }
            let gain = best.map(|best| {
                let pairs = visit.values.iter().zip(&best.values);
                let differences = pairs.filter_map(|(with, without)| Some((*with)? - (*without)?));
                Summariser::new(visit.values.len()).of(differences)
            });
            points.push(Point {
                size: visit.size,
                cost: cost(visit.size),
                changes: visit.changes.clone(),
                reading: visit.reading,
                gain,
            });
            best = Some(visit);
        }
        points
    }
}
