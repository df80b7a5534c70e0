//! The published worked examples, computed by the same functions as every other figure: whoever doubts the arithmetic sees it
//! do known examples, input by input.

use super::derivation::{Derivation, Input, Origin};
use super::{
    ParameterSetId, Parameters, Rounding, RoundingStep, backlog, estimate, leadership, part_time,
    personnel_cost_from_hourly, proposal, workplace_cost,
};
use crate::plan::Workplace;

/// A worked example with its published result.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Its short name.
    pub name: &'static str,
    /// The result as it was published, rounded.
    pub expected: f64,
    /// Half of the last published place.
    pub tolerance: f64,
    /// How ours came about.
    pub derivation: Derivation,
}

impl Check {
    /// Whether ours is the published one, as far as it was published.
    #[must_use]
    pub fn holds(&self) -> bool {
        (self.derivation.result - self.expected).abs() <= self.tolerance
    }
}

/// Minutes of the teaching script's example: 2.400 × 45 + 900 × 90.
const MINUTES: f64 = 2_400.0 * 45.0 + 900.0 * 90.0;
const SCRIPT: &str = "Lehrskript mit Verweis auf KGSt, Rheinland-Pfalz 2022/23";
const OWN: &str = "Herleitung aus den veröffentlichten Werten";

fn published(name: &str, value: f64, unit: &str) -> Input {
    Input::new(name, value, unit, Origin::Published)
}

fn computed(name: &str, value: f64, unit: &str) -> Input {
    Input::new(name, value, unit, Origin::Computed)
}

fn derivation(
    title: &str,
    formula: &str,
    inputs: Vec<Input>,
    result: (f64, &str),
    source: &str,
) -> Derivation {
    Derivation {
        title: title.to_owned(),
        formula: formula.to_owned(),
        inputs,
        result: result.0,
        unit: result.1.to_owned(),
        source: source.to_owned(),
    }
}

/// Cases times minutes by a set of parameters, for T1 to T4.
fn of_cases(title: &str, parameters: &Parameters, surcharge: &str, source: &str) -> Derivation {
    let inputs = vec![
        published("Anträge, erste Art", 2_400.0, "Fälle"),
        published("Minuten je Fall, erste Art", 45.0, "min"),
        published("Anträge, zweite Art", 900.0, "Fälle"),
        published("Minuten je Fall, zweite Art", 90.0, "min"),
        computed("Arbeitszeitbedarf", MINUTES, "min"),
        published("Jahresarbeitsminuten", parameters.yearly_minutes, "min"),
        published(surcharge, if surcharge.starts_with("Verteilzeit") { 9.0 } else { 10.0 }, "%"),
    ];
    let formula = if surcharge.starts_with("Verteilzeit") {
        "(2.400 × 45 + 900 × 90) ÷ (Jahresarbeitsminuten × (1 − Verteilzeit))"
    } else {
        "(2.400 × 45 + 900 × 90) × (1 + Zuschläge) ÷ Jahresarbeitsminuten"
    };
    derivation(title, formula, inputs, (parameters.need(MINUTES), "VZÄ"), source)
}

/// All examples, T1 to T11 without T9, which is a unit of the built-in plan.
#[must_use]
pub fn checks() -> Vec<Check> {
    let of = |id: ParameterSetId| id.set().yearly_minutes;
    let (old, new) = (of(ParameterSetId::Kgst2022), of(ParameterSetId::Kgst2025));
    let kgst = Parameters::kgst(old.employee, 0.09);
    let check = |name, expected, tolerance, derivation| Check { name, expected, tolerance, derivation };
    let t1 = of_cases("Verfahren A, Beschäftigte, KGSt 11/2022", &kgst, "Verteilzeit", SCRIPT);
    let half = proposal(t1.result, RoundingStep::Half, Rounding::Up);
    let rounded = derivation(
        "Aufgerundet auf halbe Stellen",
        "Bedarf, auf die nächste halbe Stelle aufgerundet",
        vec![computed("Bedarf", t1.result, "VZÄ"), published("Schritt", 0.5, "VZÄ")],
        (half.posts.as_f64(), "VZÄ"),
        SCRIPT,
    );
    let bmi = Parameters::bmi(old.employee, 0.0, 0.05, 0.05);
    let civil = Parameters::kgst(old.civil_servant, 0.09);
    let newer = Parameters::kgst(new.employee, 0.09);
    let mut all = vec![
        check("T1", 2.1771, 5e-5, t1),
        check("T1 gerundet", 2.5, 5e-4, rounded),
        check("T2", 2.1792, 5e-5, of_cases("Verfahren B, 10 % Zuschläge", &bmi, "Zuschläge", OWN)),
        check("T3", 2.1223, 5e-5, of_cases("Verfahren A, Beamtinnen und Beamte", &civil, "Verteilzeit", OWN)),
        check("T4", 2.2175, 5e-5, of_cases("Verfahren A, KGSt 8/2025", &newer, "Verteilzeit", OWN)),
    ];
    all.extend(of_one_formula(&kgst));
    all.extend(of_money());
    all
}

/// T5, T6, T10, T11.
fn of_one_formula(kgst: &Parameters) -> Vec<Check> {
    let check = |name, expected, tolerance, derivation| Check { name, expected, tolerance, derivation };
    vec![
        check(
            "T5",
            55.0,
            1e-9,
            derivation(
                "Bearbeitungszeit aus drei Schätzungen",
                "(min + 4 × normal + max) ÷ 6",
                vec![
                    published("min", 20.0, "min"),
                    published("normal", 45.0, "min"),
                    published("max", 130.0, "min"),
                ],
                (estimate(20.0, 45.0, 130.0), "min"),
                "Lehrunterlagen zur analytischen Schätzung (PERT)",
            ),
        ),
        check(
            "T6",
            0.66,
            1e-9,
            derivation(
                "Leitung",
                "Köpfe × 6 %",
                vec![published("Köpfe", 11.0, "Köpfe"), published("Leitungsanteil", 6.0, "%")],
                (leadership(11.0, super::LEADERSHIP_SHARE), "VZÄ"),
                "KGSt: 6 % der Arbeitszeit je Mitarbeiterin und Mitarbeiter, in Köpfen",
            ),
        ),
        check(
            "T10",
            0.8639,
            5e-5,
            derivation(
                "Rückstand, befristeter Bedarf",
                "offene Fälle × Minuten ÷ (Jahresarbeitsminuten × (1 − Verteilzeit)) ÷ Jahre",
                vec![
                    published("offene Fälle", 500.0, "Fälle"),
                    published("Minuten je Fall", 300.0, "min"),
                    computed("Nettominuten", kgst.net_minutes(), "min"),
                    published("Abbaujahre", 2.0, "Jahre"),
                ],
                (backlog(500.0, 300.0, 2.0, kgst), "VZÄ"),
                OWN,
            ),
        ),
        check(
            "T11",
            1.0769,
            5e-5,
            derivation(
                "Anteil über einer vollen Stelle",
                "Wochenstunden ÷ volle Wochenstunden",
                vec![published("Wochenstunden", 42.0, "h"), published("volle Wochenstunden", 39.0, "h")],
                (part_time(42.0, 39.0), "VZÄ"),
                OWN,
            ),
        ),
        check(
            "T11 halb",
            0.5,
            1e-9,
            derivation(
                "Teilzeit",
                "Wochenstunden ÷ volle Wochenstunden",
                vec![published("Wochenstunden", 19.5, "h"), published("volle Wochenstunden", 39.0, "h")],
                (part_time(19.5, 39.0), "VZÄ"),
                OWN,
            ),
        ),
    ]
}

/// T7 and T8.
fn of_money() -> Vec<Check> {
    let usual = Workplace::default();
    let check = |name, expected, tolerance, derivation| Check { name, expected, tolerance, derivation };
    vec![
        check(
            "T7",
            109_180.0,
            1e-6,
            derivation(
                "Kosten eines Arbeitsplatzes, A 9 (2022)",
                "Personalkosten + Sachkosten + Gemeinkosten auf Personal",
                vec![
                    published("Personalkosten", 82_900.0, "€ im Jahr"),
                    published("Sachkosten", usual.material, "€ im Jahr"),
                    published("Gemeinkosten", usual.overhead * 100.0, "%"),
                ],
                (workplace_cost(82_900.0, usual), "€ im Jahr"),
                "KGSt, Kosten eines Arbeitsplatzes",
            ),
        ),
        check(
            "T8",
            80_100.0,
            0.5,
            derivation(
                "Personalkosten hinter einem Stundensatz, E 9b",
                "(Stundensatz × Stunden − Sachkosten) ÷ (1 + Gemeinkosten)",
                vec![
                    published("Stundensatz", 67.79, "€ je Stunde"),
                    published("Stunden", 1_561.0, "h im Jahr"),
                    published("Sachkosten", usual.material, "€ im Jahr"),
                    published("Gemeinkosten", usual.overhead * 100.0, "%"),
                ],
                (personnel_cost_from_hourly(67.79, 1_561.0, usual), "€ im Jahr"),
                "KGSt 8/2025, zurückgerechnet",
            ),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_published_example_is_met_to_its_last_place() {
        let all = checks();
        for check in &all {
            assert!(
                check.holds(),
                "{}: {} instead of {}",
                check.name,
                check.derivation.result,
                check.expected
            );
            assert!(!check.derivation.inputs.is_empty() && !check.derivation.source.is_empty());
        }
        let names: Vec<&str> = all.iter().map(|check| check.name).collect();
        for wanted in ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T10", "T11"] {
            assert!(names.contains(&wanted), "{wanted}");
        }
        let wrong = Check { expected: 3.0, ..all[0].clone() };
        assert!(!wrong.holds());
    }
}
