//! Whose turn it is where cases go by a rule of their own: by the day on which they are due, or by days that make up for a rank.
//!
//! Both are a time of each case that stays the same while it waits, so that a queue keeps its order.

use super::super::model::Epoch;
use super::super::queue::{Case, Group};
use super::Engine;
use crate::plan::gather::in_order;
use std::cmp::Ordering;

impl Epoch {
    /// Time by which a case is put in order, in days. What somebody has begun goes first; what is prepared counts from its arrival on.
    fn turn(&self, case: &Case) -> f64 {
        let from = if self.order.due || case.is_prepared() { case.arrival } else { case.ready };
        match self.order.days.get(usize::from(case.case_type)) {
            Some(_) if case.started => f64::NEG_INFINITY,
            Some(days) => from + days,
            None => 0.0,
        }
    }

    /// Which of two cases goes first, whatever their ranks: the one whose turn is earlier, else the one that became ready before.
    #[inline(never)]
    fn first(&self, case: &Case, other: &Case) -> Ordering {
        self.turn(case).total_cmp(&self.turn(other)).then(case.order(other))
    }
}

/// Cases in the order in which it is their turn.
#[inline(never)]
pub(super) fn in_turn(epoch: &Epoch, cases: Vec<Case>) -> Vec<Case> {
    in_order(cases, |a, b| epoch.first(a, b))
}

impl Engine<'_> {
    /// Puts a case into a queue, at its place. Cost: the cases before which it goes.
    #[inline(never)]
    pub(super) fn push(&self, group: &mut Group, class: usize, case: Case) {
        group.push(class, case);
        if group.ordered {
            let queue = &mut group.queues[class];
            for at in (1..queue.len()).rev() {
                if self.epoch.first(&queue[at - 1], &case).is_lt() {
                    break;
                }
                queue.swap(at - 1, at);
            }
        }
    }

    /// Takes the first case among those that a server serves, as [`Group::take`] does, by the rule that counts. Cost: the queues.
    #[inline(never)]
    pub(super) fn take(&self, group: &mut Group, server: usize, into: &mut Case) -> bool {
        if !group.ordered {
            return group.take(server, into);
        }
        let rank = |class: usize| if self.epoch.order.ageing { 0 } else { group.priorities[class] };
        let mut best: Option<usize> = None;
        for class in (0..group.queues.len()).filter(|&class| group.serves(server, class)) {
            let Some(case) = group.queues[class].front() else { continue };
            let first = best.and_then(|best| Some((rank(best), group.queues[best].front()?)));
            let goes_first = first.is_none_or(|(of_first, first)| {
                rank(class).cmp(&of_first).then_with(|| self.epoch.first(case, first)).is_lt()
            });
            if goes_first {
                best = Some(class);
            }
        }
        let Some(case) = best.and_then(|class| group.queues[class].pop_front()) else { return false };
        *into = case;
        true
    }
}
