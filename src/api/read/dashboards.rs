//! Reading of the dashboards of cases.

use crate::api::{
    AskUnitCases, CalibrationOfCases, CalibrationStep, CasesAlert, CasesColumn, CasesInBrief, CasesKind,
    CasesPanel, CasesPicture, CasesRelief, CasesTable, CasesUnit, CountedCases, CountedCasesCall,
    DepartmentCases, DepartmentCasesCall, Exercise, ExerciseCall, ExerciseTask, ReliefOfCases, UnitCases,
    UnitCasesCall,
};
use crate::plan::read::{Errors, Fields, Node, Path, Read, wrong_kind};

/// Answers: every field must be there, and there may be more.
macro_rules! answers {
    ($($name:ident { $($field:ident),* }),* $(,)?) => {$(
        impl Read for $name {
            /// The server bounds them.
            const MOST: usize = usize::MAX;

            fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
                let mut fields = Fields::open(node, path, errors);
                Self { $($field: fields.required(stringify!($field))),* }
            }
        }
    )*};
}

answers!(
    CasesPicture { width, height, marks },
    CasesColumn { name, is_number, term },
    CasesTable { caption, columns, rows, terms },
    CasesPanel { key, title, term, sentence, picture, caption, table, notes },
    CasesKind { case_type, name },
    CasesRelief { until, months, target },
    UnitCases {
        name,
        sentence,
        until,
        origin,
        generated,
        withheld,
        stale,
        badge,
        pending,
        case_types,
        relief,
        panels
    },
    CasesUnit { unit, depth },
    CasesAlert { unit, words },
    CasesInBrief { unit, open, old },
    CountedCases { until, listed, origin, withheld, stale, of, units, alerts, more },
    ExerciseTask { title, text, address, link, question, options, right, reason },
    Exercise { tasks, pending, own_figures },
    CalibrationStep { changes, reason },
    DepartmentCases {
        sentence,
        until,
        origin,
        generated,
        withheld,
        stale,
        alerts,
        units,
        table,
        accuracy,
        handling,
        adoptable,
        calibration
    },
);

impl Read for (String, String) {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        match node {
            Node::List(both) if both.len() == 2 => (
                String::read(&both[0], &path.index(0), errors),
                String::read(&both[1], &path.index(1), errors),
            ),
            _ => {
                wrong_kind(path, "eine Liste aus zwei Texten", node, errors);
                Self::default()
            }
        }
    }
}

impl Read for AskUnitCases {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields =
            Fields::new(node, path, &["unit", "case_type", "until", "target", "english"], errors);
        Self {
            unit: fields.required("unit"),
            case_type: fields.optional("case_type"),
            until: fields.optional("until"),
            target: fields.optional("target"),
            english: fields.or("english", false),
        }
    }
}

arguments!(
    DepartmentCasesCall { english },
    CountedCasesCall { english },
    ExerciseCall { english },
    UnitCasesCall { ask },
    ReliefOfCases { ask },
);

impl Read for CalibrationOfCases {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["handling"], errors);
        Self { handling: fields.or("handling", false) }
    }
}
