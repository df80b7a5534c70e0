//! Reading of goals.

use super::{Goal, MAX_GOALS};
use crate::plan::UnitId;
use crate::plan::read::{Errors, Fields, Node, Path, Read, variant, word, wrong_kind};
use crate::simulation::TargetMeasure;

impl Read for TargetMeasure {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let words = [
            ("share_over_three_months", Self::ShareOverThreeMonths),
            ("open", Self::Open),
            ("over_three_months", Self::OverThreeMonths),
            ("lead_days", Self::LeadDays),
            ("utilisation", Self::Utilisation),
        ];
        word(node, &words, path, errors)
    }
}

/// Largest bound: more than ten thousand posts could ever cost.
const MOST: f64 = 1e12;

fn bound(fields: &mut Fields<'_>) -> f64 {
    let at_most: f64 = fields.required("at_most");
    if !(0.0..=MOST).contains(&at_most) {
        fields.refuse("at_most", "muss eine Zahl zwischen 0 und 1.000.000.000.000 sein");
    }
    at_most
}

impl Read for Goal {
    const MOST: usize = MAX_GOALS;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let Some((name, content)) = variant(node) else {
            wrong_kind(path, "ein Objekt mit „service“, „fte“ oder „cost“", node, errors);
            return Self::harmless();
        };
        let path = path.field(name);
        match name {
            "service" => {
                let mut fields = Fields::new(content, &path, &["unit", "measure", "at_most", "on"], errors);
                Self::Service {
                    unit: fields.required("unit"),
                    measure: fields.required("measure"),
                    at_most: bound(&mut fields),
                    on: fields.required("on"),
                }
            }
            "fte" => {
                let mut fields = Fields::new(content, &path, &["at_most", "on"], errors);
                Self::Fte { at_most: bound(&mut fields), on: fields.required("on") }
            }
            "cost" => {
                let mut fields = Fields::new(content, &path, &["at_most", "on"], errors);
                Self::Cost { at_most: bound(&mut fields), on: fields.required("on") }
            }
            _ => {
                errors.add(&path, "dieses Ziel gibt es nicht; erlaubt sind: service, fte, cost");
                Self::harmless()
            }
        }
    }
}

impl Goal {
    fn harmless() -> Self {
        Self::Service {
            unit: UnitId::unread(),
            measure: TargetMeasure::Open,
            at_most: 0.0,
            on: chrono::NaiveDate::default(),
        }
    }
}
