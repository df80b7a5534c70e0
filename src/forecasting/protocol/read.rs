//! Reading of the messages.

use super::{FromWorker, PopulationRun, Task, ToWorker, UnitRun, VariantKey};
use crate::plan::read::{Errors, Fields, Node, Path, Read, variant, wrong_kind};
use crate::simulation::{Spread, Standing};
use std::sync::Arc;

impl Read for VariantKey {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        Self(u64::read(node, path, errors))
    }
}

impl Read for Task {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            variant: fields.required("variant"),
            changes: fields.required("changes"),
            unit: fields.required("unit"),
            horizon_days: fields.required("horizon_days"),
            seed: fields.required("seed"),
            first: fields.required("first"),
            count: fields.required("count"),
        }
    }
}

impl Read for ToWorker {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        match variant(node) {
            Some(("plan", plan)) => Self::Plan(Read::read(plan, &path.field("plan"), errors)),
            Some(("run", task)) => Self::Run(Task::read(task, &path.field("run"), errors)),
            Some(("cancel", _)) => Self::Cancel,
            _ => {
                wrong_kind(path, "ein Plan oder ein Auftrag", node, errors);
                Self::Run(Task::read(node, path, errors))
            }
        }
    }
}

impl Read for FromWorker {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let reason =
            |content, errors| Fields::open(content, &path.field("reason"), errors).required("reason");
        match variant(node) {
            Some(("ready", _)) => Self::Ready,
            Some(("model", number)) => Self::Model(u64::read(number, &path.field("model"), errors)),
            Some(("cancelled", _)) => Self::Cancelled,
            Some(("done", runs)) => Self::Done(Read::read(runs, &path.field("done"), errors)),
            Some(("failed", content)) => Self::Failed { reason: reason(content, errors) },
            Some(("broken", content)) => Self::Broken { reason: reason(content, errors) },
            _ => {
                wrong_kind(path, "eine Antwort der Simulation", node, errors);
                Self::Ready
            }
        }
    }
}

impl Read for UnitRun {
    /// A task bounds them.
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        match node {
            Node::List(values) if matches!(values.len(), 10 | 11) => {
                let lead = Vec::<Option<f64>>::read(&values[2], &path.index(2), errors);
                let waits = Vec::<Option<f64>>::read(&values[3], &path.index(3), errors);
                let (lead, wait) = (
                    |place: usize| lead.get(place).copied().flatten(),
                    |place: usize| waits.get(place).copied().flatten(),
                );
                Self {
                    open: Read::read(&values[0], &path.index(0), errors),
                    over_three_months: Read::read(&values[1], &path.index(1), errors),
                    lead_days: lead(0),
                    lead_days_p50: lead(1),
                    lead_days_p90: lead(2),
                    lead: spread(&values[9], &path.index(9), errors),
                    waiting_days: wait(1),
                    wait_minutes: wait(0),
                    utilisation: Read::read(&values[4], &path.index(4), errors),
                    effective_fte: Read::read(&values[5], &path.index(5), errors),
                    standing: standing(&values[6], &path.index(6), errors),
                    populations: Read::read(&values[7], &path.index(7), errors),
                    warnings: Read::read(&values[8], &path.index(8), errors),
                    weeks: Arc::new(
                        values.get(10).map(|node| weeks(node, &path.index(10), errors)).unwrap_or_default(),
                    ),
                }
            }
            _ => {
                wrong_kind(path, "eine Liste aus zehn oder elf Werten", node, errors);
                Self::default()
            }
        }
    }
}

fn spread(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Spread {
    let Node::List(parts) = node else {
        wrong_kind(path, "eine Liste aus zwei Werten", node, errors);
        return Spread::default();
    };
    let part = |place: usize| parts.get(place).unwrap_or(node);
    let first = u32::read(part(0), &path.index(0), errors);
    Spread::from_parts(first, Read::read(part(1), &path.index(1), errors))
}

/// A task bounds them; lists of numbers of a plan are shorter.
fn weeks(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Vec<f64> {
    let Node::List(figures) = node else {
        wrong_kind(path, "eine Liste von Zahlen", node, errors);
        return Vec::new();
    };
    let figure = |(place, node)| f64::read(node, &path.index(place), errors);
    figures.iter().enumerate().map(figure).collect()
}

fn standing(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Standing<f64> {
    let mut standing = Standing::default();
    for (place, value) in standing.each_mut().into_iter().zip(Vec::<f64>::read(node, path, errors)) {
        *place = value;
    }
    standing
}

impl Read for PopulationRun {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let values: &[Node] = match node {
            Node::List(values) if values.len() == 4 => values,
            _ => {
                wrong_kind(path, "eine Liste aus vier Werten", node, errors);
                &[]
            }
        };
        let value = |at: usize| values.get(at).unwrap_or(node);
        Self {
            population: Read::read(value(0), &path.index(0), errors),
            persons: Read::read(value(1), &path.index(1), errors),
            occupancy: Read::read(value(2), &path.index(2), errors),
            persons_per_fte: Read::read(value(3), &path.index(3), errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::read::form;
    use crate::plan::{Action, Change, UnitId, builtin};
    use std::fmt::Debug;

    fn comes_back<T: Read + serde::Serialize + PartialEq + Debug>(value: &T) {
        let text = serde_json::to_string(value).unwrap();
        assert_eq!(form::<T>(text.as_bytes()).as_ref(), Ok(value), "{text}");
    }

    #[test]
    fn every_message_comes_back_as_it_went() {
        let plan = builtin().unwrap();
        let unit = UnitId::parse("aufenthalt").unwrap();
        let action = Action::RenameUnit { unit: unit.clone(), name: "Aufenthalt".to_owned() };
        let changes = vec![Change { effective: plan.as_of, action }];
        comes_back(&ToWorker::Plan(Box::new(plan)));
        comes_back(&ToWorker::Run(Task {
            variant: VariantKey(u64::MAX),
            changes,
            unit,
            horizon_days: 700,
            seed: u64::MAX - 1,
            first: 3,
            count: 600,
        }));
        let run = UnitRun {
            open: vec![0.1, 1e-9, 12.0],
            over_three_months: vec![f64::from(0.1_f32)],
            lead_days: Some(0.3),
            lead_days_p50: None,
            lead_days_p90: Some(1e3),
            lead: Spread::from_parts(17, vec![3, 0, 4]),
            waiting_days: Some(12.5),
            wait_minutes: None,
            utilisation: 1.05,
            effective_fte: 11.25,
            standing: Standing { with_us: 1.5, in_work: 2.0, authority: 0.25, applicant: 3.0, dormant: 1e-7 },
            populations: vec![PopulationRun {
                population: crate::plan::PopulationId::parse("untergebracht").unwrap(),
                persons: vec![1060.0, 1070.0],
                occupancy: vec![0.88, 0.89],
                persons_per_fte: vec![151.5, 0.0],
            }],
            warnings: vec!["Einheit „A“: zu viel.".to_owned()],
            // Of twenty years.
            weeks: Arc::new([34.0, 28.0, 410.0, 22.0, 60.0, 300.0, 20.0].repeat(1_043)),
        };
        // The others have no weeks.
        let other = UnitRun { weeks: Arc::default(), ..run.clone() };
        comes_back(&ToWorker::Cancel);
        comes_back(&FromWorker::Ready);
        comes_back(&FromWorker::Cancelled);
        comes_back(&FromWorker::Model(u64::MAX - 7));
        comes_back(&FromWorker::Done([vec![run; 2], vec![other; 600]].concat()));
        comes_back(&FromWorker::Failed { reason: "Zu groß.".to_owned() });
        comes_back(&FromWorker::Broken { reason: String::new() });
    }
}
