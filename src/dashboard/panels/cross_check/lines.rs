//! The figures of a check: what they are called, how they are computed on either side, and what may be seen of them.

use crate::caseload::{CrossCheck, Pair};

/// What may be seen of a figure of a small unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// All of it: it follows from the posts.
    Posts,
    /// Rounded, as it is a number of cases.
    Cases,
    /// The formula alone: the simulation began with the exact stock, and its figure would tell of it.
    Formula,
    /// Nothing: also the formula takes the stock of the simulation.
    Nothing,
}

impl Shown {
    pub(super) fn formula_is_withheld(self) -> bool {
        self == Self::Nothing
    }

    pub(super) fn simulation_is_withheld(self) -> bool {
        matches!(self, Self::Formula | Self::Nothing)
    }
}

/// German and English.
type Words = (&'static str, &'static str);

/// A figure; in its words `{day}` is the day of the formulas and `{until}` the last one of the simulation.
pub(super) struct Line {
    pub(super) name: Words,
    pub(super) unit: Words,
    pub(super) shown: Shown,
    pub(super) decimals: usize,
    pub(super) of: fn(&CrossCheck) -> Pair,
    /// Why both differ.
    pub(super) why: Words,
    /// Why the formula has no answer.
    pub(super) without: Option<Words>,
}

const FTE: Words = ("VZÄ", "FTE");
const CASES: Words = ("Fälle", "cases");

/// All figures, from what is needed to what is missing.
pub(super) const LINES: [Line; 8] = [
    Line {
        name: ("Bedarf (Personalbedarfsermittlung)", "Need (staffing assessment)"),
        unit: FTE,
        shown: Shown::Formula,
        decimals: 2,
        of: |check| check.need,
        why: (
            "Formel: erwartete Fälle der zwölf Monate ab {day}. Simulation: die Fälle, die bis {until} eingingen, auf ein Jahr \
             umgerechnet.",
            "Formula: cases expected in the twelve months from {day}. Simulation: cases that came until {until}, for one year.",
        ),
        without: None,
    },
    Line {
        name: ("Wirksame Kapazität", "Effective capacity"),
        unit: FTE,
        shown: Shown::Posts,
        decimals: 2,
        of: |check| check.effective,
        why: (
            "Formel: die Kapazitätstreppe am {day}. Simulation: Mittel bis {until}, mit Kündigungen, Nachbesetzung, Einarbeitung und \
             kw-Vermerken.",
            "Formula: the capacity staircase on {day}. Simulation: mean until {until}, with resignations, recruitment, onboarding and \
             kw notes.",
        ),
        without: None,
    },
    Line {
        name: ("belegte Zeit", "time occupied"),
        unit: ("%", "%"),
        shown: Shown::Formula,
        decimals: 0,
        of: |check| {
            let hundred = |value: Option<f64>| value.map(|value| value * 100.0);
            Pair { formula: hundred(check.load.formula), simulation: hundred(check.load.simulation) }
        },
        why: (
            "Formel: Arbeit ÷ Kapazität, auch über 100. Simulation: belegte ÷ anwesende Zeit, höchstens 100; ein Rückstand füllt jede \
             Lücke.",
            "Formula: work over capacity, also above 100. Simulation: time worked over time present, 100 at most; a backlog fills every \
             gap.",
        ),
        without: None,
    },
    Line {
        name: ("Wartezeit bis zum Beginn (Erlang C)", "Wait for the beginning (Erlang C)"),
        unit: ("Arbeitstage", "working days"),
        shown: Shown::Formula,
        decimals: 2,
        of: |check| check.wait_days,
        why: (
            "Formel: eingeschwungener Zustand, gleichmäßige Kapazität, ein Vorrang für alle. Simulation: Rückstand, Abwesenheit, \
             Vorrang; gezählt sind begonnene Schritte.",
            "Formula: the long run, even capacity, one priority for all. Simulation: backlog, absence, priority; steps begun are \
             counted.",
        ),
        without: Some((
            "Ohne freie Kapazität gibt es keinen eingeschwungenen Zustand; die Simulation zeigt, wie weit die Wartezeit bis {until} \
             steigt.",
            "Without spare capacity there is no long run; the simulation shows how far the wait rises until {until}.",
        )),
    },
    Line {
        name: ("Wartende Fälle (Gesetz von Little)", "Cases waiting (Little's law)"),
        unit: CASES,
        shown: Shown::Cases,
        decimals: 0,
        of: |check| check.waiting,
        why: (
            "Formel: Arbeitsschritte je Tag mal diese Wartezeit. Simulation: Mittel aller Tage, mit dem Rückstand des ersten.",
            "Formula: steps a day times that wait. Simulation: mean of all days, with the backlog of the first.",
        ),
        without: Some((
            "Ohne Wartezeit nach Erlang C nennt das Gesetz von Little keine Zahl.",
            "Without a wait by Erlang C, Little's law tells no number.",
        )),
    },
    Line {
        name: ("Dauer je Fall (Gesetz von Little)", "Time of a case (Little's law)"),
        unit: ("Kalendertage", "calendar days"),
        shown: Shown::Nothing,
        decimals: 0,
        of: |check| check.stay_days,
        why: (
            "Formel: mittlerer Bestand der Simulation ÷ Erledigungen je Tag. Gemessen werden nur erledigte Fälle; beides stimmt \
             überein, wenn der Bestand weder wächst noch sinkt.",
            "Formula: mean stock of the simulation over completions a day. Only completed cases are measured; both agree while the \
             stock neither grows nor falls.",
        ),
        without: None,
    },
    Line {
        name: ("Offene Fälle am Ende", "Open cases at the end"),
        unit: CASES,
        shown: Shown::Cases,
        decimals: 0,
        of: |check| check.open,
        why: (
            "Formel: Bestand + Eingang − Kapazität des {day}, jeden Tag gleich. Simulation: mit Fällen bei Dritten und wechselnder \
             Besetzung.",
            "Formula: stock + arrivals − capacity of {day}, the same every day. Simulation: with cases that wait with others, and \
             changing holders.",
        ),
        without: None,
    },
    Line {
        name: ("Entlastung, damit der Bestand nicht wächst", "Relief that keeps the stock from growing"),
        unit: ("VZÄ zusätzlich", "FTE more"),
        shown: Shown::Formula,
        decimals: 2,
        of: |check| check.missing,
        why: (
            "Formel: (Eingang − Erledigung) × Minuten je Fall ÷ Minuten einer Vollzeitkraft. Simulation: ihr Zuwachs bis {until}, \
             ebenso umgerechnet.",
            "Formula: (received − completed) × minutes a case over minutes of a full-time equivalent. Simulation: its growth until \
             {until}, turned into the same.",
        ),
        without: None,
    },
];
