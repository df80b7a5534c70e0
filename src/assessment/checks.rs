//! The published worked examples, computed by the same functions as every other figure: whoever doubts the arithmetic sees it
//! do known examples, input by input. They rest on their own inputs and on no plan.

use super::derivation::{Derivation, Input, Origin};
use super::figures::{Figures, Posts};
use super::{
    ParameterSetId, Parameters, Rounding, RoundingStep, backlog, estimate, hourly_cost, leadership,
    part_time, personnel_cost_from_hourly, proposal, workplace_cost, yearly_cost,
};
use crate::plan::{Fte, Workplace};

/// A worked example with its published result.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Its short name.
    pub name: &'static str,
    /// The result as it was published, rounded.
    pub expected: f64,
    /// To how many decimals it was published.
    pub decimals: usize,
    /// How ours came about.
    pub derivation: Derivation,
}

impl Check {
    /// Whether ours is the published one, as far as it was published.
    #[must_use]
    pub fn holds(&self) -> bool {
        let last_place = (0..self.decimals).fold(1.0, |place, _| place / 10.0);
        // What lies in the middle may be rounded either way.
        (self.derivation.result - self.expected).abs() <= last_place / 2.0 + 1e-9
    }
}

/// Minutes of the teaching script's example: 2.400 × 45 + 900 × 90.
const MINUTES: f64 = 2_400.0 * 45.0 + 900.0 * 90.0;
/// The section for naturalisation in the enclosed data for 2023, an assumption: kind of case, cases, minutes for each.
const NATURALISATION: [(&str, f64, f64); 8] = [
    ("Anspruchseinbürgerung", 560.0, 420.0),
    ("Ermessens- und Sonderfälle", 70.0, 540.0),
    ("Erstberatung", 1_100.0, 30.0),
    ("Feststellung der Staatsangehörigkeit", 50.0, 240.0),
    ("Beibehaltungsgenehmigung", 25.0, 180.0),
    ("Rücknahme und Verlust", 15.0, 200.0),
    ("Urkunde und Einbürgerungsfeier", 400.0, 30.0),
    ("Sachstandsanfragen", 4_500.0, 6.0),
];
const SCRIPT: &str = "Lehrskript mit Verweis auf KGSt, Rheinland-Pfalz 2022/23";
const OWN: &str = "Herleitung aus den veröffentlichten Werten";
const ENCLOSED: &str = "Beigefügte Daten, Einbürgerung 2023 (Annahme)";

fn published(name: &str, value: f64, unit: &str) -> Input {
    Input::new(name, value, unit, Origin::Published)
}

fn computed(name: &str, value: f64, unit: &str) -> Input {
    Input::new(name, value, unit, Origin::Computed)
}

/// Name of an example, its published result and to how many decimals.
type Published = (&'static str, f64, usize);

/// An example: title and formula, what goes in, what comes out in which unit, and where the formula comes from.
fn check(
    (name, expected, decimals): Published,
    (title, formula): (&str, &str),
    inputs: Vec<Input>,
    (result, unit): (f64, &str),
    source: &str,
) -> Check {
    let (title, formula) = (title.to_owned(), formula.to_owned());
    let (unit, source) = (unit.to_owned(), source.to_owned());
    Check {
        name,
        expected,
        decimals,
        derivation: Derivation { title, formula, inputs, result, unit, source },
    }
}

/// All examples, T1 to T11, in their order.
#[must_use]
pub fn checks() -> Vec<Check> {
    let of = |id: ParameterSetId| id.set().yearly_minutes;
    let (old, new) = (of(ParameterSetId::Kgst2022), of(ParameterSetId::Kgst2025));
    let kgst = Parameters::kgst(old.employee, 0.09);
    let civil = Parameters::kgst(old.civil_servant, 0.09);
    let newer = Parameters::kgst(new.employee, 0.09);
    let mut all = vec![work()];
    all.push(net(("T1 netto", 86_814.0, 0), "Nettominuten, Beschäftigte, KGSt 11/2022", &kgst));
    let t1 = need(("T1", 2.1771, 4), "Verfahren A, Beschäftigte, KGSt 11/2022", &kgst, SCRIPT);
    let exact = t1.derivation.result;
    all.push(t1);
    all.extend(rounded(exact));
    all.extend(with_surcharges(&Parameters::bmi(old.employee, 0.0, 0.05, 0.05)));
    all.push(net(("T3 netto", 89_052.6, 1), "Nettominuten, Beamtinnen und Beamte", &civil));
    all.push(need(("T3", 2.1223, 4), "Verfahren A, Beamtinnen und Beamte", &civil, OWN));
    all.push(net(("T4 netto", 85_230.6, 1), "Nettominuten, KGSt 8/2025", &newer));
    all.push(need(("T4", 2.2175, 4), "Verfahren A, KGSt 8/2025", &newer, OWN));
    all.extend(of_one_formula());
    all.extend(of_a_workplace());
    all.extend(of_an_hourly_rate());
    all.extend(of_a_unit(&kgst));
    all.extend(of_time(&kgst));
    all
}

/// T1: what the cases take.
fn work() -> Check {
    let inputs = vec![
        published("Anträge, erste Art", 2_400.0, "Fälle"),
        published("Minuten je Fall, erste Art", 45.0, "min"),
        published("Anträge, zweite Art", 900.0, "Fälle"),
        published("Minuten je Fall, zweite Art", 90.0, "min"),
    ];
    let words = ("Arbeitszeitbedarf", "2.400 × 45 + 900 × 90");
    check(("T1 Minuten", 189_000.0, 0), words, inputs, (MINUTES, "min"), SCRIPT)
}

/// T1, T3, T4: what is left of the year.
fn net(published_as: Published, title: &str, parameters: &Parameters) -> Check {
    let inputs = vec![
        published("Jahresarbeitsminuten", parameters.yearly_minutes, "min"),
        published("Verteilzeit", parameters.allowance * 100.0, "%"),
    ];
    let words = (title, "Jahresarbeitsminuten × (1 − Verteilzeit)");
    check(published_as, words, inputs, (parameters.net_minutes(), "min"), SCRIPT)
}

/// T1, T3, T4: the need by method A.
fn need(published_as: Published, title: &str, parameters: &Parameters, source: &str) -> Check {
    let inputs = vec![
        computed("Arbeitszeitbedarf", MINUTES, "min"),
        published("Jahresarbeitsminuten", parameters.yearly_minutes, "min"),
        published("Verteilzeit", parameters.allowance * 100.0, "%"),
    ];
    let words = (title, "Arbeitszeitbedarf ÷ (Jahresarbeitsminuten × (1 − Verteilzeit))");
    check(published_as, words, inputs, (parameters.need(MINUTES), "VZÄ"), source)
}

/// T1: on two decimals, and up to half posts.
fn rounded(exact: f64) -> [Check; 2] {
    let inputs = |step| vec![computed("Bedarf", exact, "VZÄ"), published("Schritt", step, "VZÄ")];
    let posts = |step, rounding| (proposal(exact, step, rounding).posts.as_f64(), "VZÄ");
    [
        check(
            ("T1 gerundet", 2.18, 2),
            ("Auf zwei Nachkommastellen", "Bedarf, kaufmännisch auf den Schritt gerundet"),
            inputs(0.01),
            posts(RoundingStep::Hundredth, Rounding::Commercial),
            SCRIPT,
        ),
        check(
            ("T1 halbe Stellen", 2.5, 1),
            ("Aufgerundet auf halbe Stellen", "Bedarf, auf den nächsten Schritt aufgerundet"),
            inputs(0.5),
            posts(RoundingStep::Half, Rounding::Up),
            SCRIPT,
        ),
    ]
}

/// T2: the minutes with surcharges, and the need by method B.
fn with_surcharges(bmi: &Parameters) -> [Check; 2] {
    let factor = bmi.yearly_minutes / bmi.net_minutes();
    let minutes = MINUTES * factor;
    let surcharges = published("Zuschläge", (factor - 1.0) * 100.0, "%");
    [
        check(
            ("T2 Minuten", 207_900.0, 0),
            ("Verfahren B, Minuten mit 10 % Zuschlägen", "Arbeitszeitbedarf × (1 + Zuschläge)"),
            vec![computed("Arbeitszeitbedarf", MINUTES, "min"), surcharges],
            (minutes, "min"),
            OWN,
        ),
        check(
            ("T2", 2.1792, 4),
            ("Verfahren B, 10 % Zuschläge", "Minuten mit Zuschlägen ÷ Jahresarbeitsminuten"),
            vec![
                computed("Minuten mit Zuschlägen", minutes, "min"),
                published("Jahresarbeitsminuten", bmi.yearly_minutes, "min"),
            ],
            (bmi.need(MINUTES), "VZÄ"),
            OWN,
        ),
    ]
}

/// T5, T6.
fn of_one_formula() -> [Check; 2] {
    [
        check(
            ("T5", 55.0, 1),
            ("Bearbeitungszeit aus drei Schätzungen", "(min + 4 × normal + max) ÷ 6"),
            vec![
                published("min", 20.0, "min"),
                published("normal", 45.0, "min"),
                published("max", 130.0, "min"),
            ],
            (estimate(20.0, 45.0, 130.0), "min"),
            "Lehrunterlagen zur analytischen Schätzung (PERT)",
        ),
        check(
            ("T6", 0.66, 2),
            ("Leitung", "Köpfe × 6 %"),
            vec![published("Köpfe", 11.0, "Köpfe"), published("Leitungsanteil", 6.0, "%")],
            (leadership(11.0, super::LEADERSHIP_SHARE), "VZÄ"),
            "KGSt: 6 % der Arbeitszeit je Mitarbeiterin und Mitarbeiter, in Köpfen",
        ),
    ]
}

/// T7: cost of a workplace in a year and in an hour.
fn of_a_workplace() -> [Check; 2] {
    let usual = Workplace::default();
    let cost = workplace_cost(82_900.0, usual);
    let source = "KGSt, Kosten eines Arbeitsplatzes";
    [
        check(
            ("T7", 109_180.0, 0),
            (
                "Kosten eines Arbeitsplatzes, A 9 (2022)",
                "Personalkosten + Sachkosten + Gemeinkosten × Personalkosten",
            ),
            vec![
                published("Personalkosten", 82_900.0, "€ im Jahr"),
                published("Sachkosten", usual.material, "€ im Jahr"),
                published("Gemeinkosten", usual.overhead * 100.0, "%"),
            ],
            (cost, "€ im Jahr"),
            source,
        ),
        check(
            ("T7 Stunde", 66.94, 2),
            ("Kosten einer Arbeitsstunde, A 9 (2022)", "Kosten eines Arbeitsplatzes ÷ Stunden"),
            vec![
                computed("Kosten eines Arbeitsplatzes", cost, "€ im Jahr"),
                published("Stunden bei 40 Wochenstunden", 1_631.0, "h im Jahr"),
            ],
            (hourly_cost(cost, 1_631.0), "€ je Stunde"),
            source,
        ),
    ]
}

/// T8: from an hourly rate back to the personnel cost.
fn of_an_hourly_rate() -> [Check; 2] {
    let usual = Workplace::default();
    let (rate, hours) = (67.79, 1_561.0);
    let whole = yearly_cost(rate, hours);
    let source = "KGSt 8/2025, zurückgerechnet";
    [
        check(
            ("T8 Jahr", 105_820.0, 0),
            ("Vollkosten im Jahr, E 9b", "Stundensatz × Stunden"),
            vec![published("Stundensatz", rate, "€ je Stunde"), published("Stunden", hours, "h im Jahr")],
            (whole, "€ im Jahr"),
            source,
        ),
        check(
            ("T8", 80_100.0, 0),
            (
                "Personalkosten hinter einem Stundensatz, E 9b",
                "(Vollkosten im Jahr − Sachkosten) ÷ (1 + Gemeinkosten)",
            ),
            vec![
                computed("Vollkosten im Jahr", whole, "€ im Jahr"),
                published("Sachkosten", usual.material, "€ im Jahr"),
                published("Gemeinkosten", usual.overhead * 100.0, "%"),
            ],
            (personnel_cost_from_hourly(rate, hours, usual), "€ im Jahr"),
            source,
        ),
    ]
}

/// T9: a whole unit, from its cases to its load.
fn of_a_unit(kgst: &Parameters) -> [Check; 3] {
    let assumed = |name: &str, value, unit| Input::new(name, value, unit, Origin::Assumption);
    let cases = NATURALISATION.iter().flat_map(|(name, cases, minutes)| {
        [assumed(name, *cases, "Fälle"), assumed(&format!("{name}, je Fall"), *minutes, "min")]
    });
    let posts = Posts { regular: Fte::from_thousandths(4_000), ..Posts::default() };
    let minutes = NATURALISATION.iter().map(|(_, cases, minutes)| cases * minutes).sum();
    let mut unit = Figures { case_minutes: minutes, posts, ..Figures::default() };
    unit.finish(kgst, (1.0, super::LEADERSHIP_SHARE));
    [
        check(
            ("T9 Minuten", 364_500.0, 0),
            ("Einbürgerung 2023, Arbeitszeitbedarf", "Summe aus Fällen × Minuten je Fall"),
            cases.collect(),
            (unit.case_minutes, "min"),
            ENCLOSED,
        ),
        check(
            ("T9", 4.1986, 4),
            ("Einbürgerung 2023, Bedarf", "Arbeitszeitbedarf ÷ Nettominuten"),
            vec![
                computed("Arbeitszeitbedarf", unit.case_minutes, "min"),
                computed("Nettominuten", kgst.net_minutes(), "min"),
            ],
            (unit.need, "VZÄ"),
            ENCLOSED,
        ),
        check(
            ("T9 Auslastung", 105.0, 0),
            ("Einbürgerung 2023, Bedarf gegen Stellen", "Bedarf ÷ Stellen"),
            vec![
                computed("Bedarf", unit.need, "VZÄ"),
                Input::new("Stellen", unit.posts.regular.as_f64(), "VZÄ", Origin::Document),
            ],
            (unit.load.unwrap_or_default() * 100.0, "%"),
            ENCLOSED,
        ),
    ]
}

/// T10, T11.
fn of_time(kgst: &Parameters) -> [Check; 3] {
    let hours = |own| vec![published("Wochenstunden", own, "h"), published("volle Wochenstunden", 39.0, "h")];
    let formula = "Wochenstunden ÷ volle Wochenstunden";
    [
        check(
            ("T10", 0.8639, 4),
            ("Rückstand, befristeter Bedarf", "offene Fälle × Minuten je Fall ÷ Nettominuten ÷ Abbaujahre"),
            vec![
                published("offene Fälle", 500.0, "Fälle"),
                published("Minuten je Fall", 300.0, "min"),
                computed("Nettominuten", kgst.net_minutes(), "min"),
                published("Abbaujahre", 2.0, "Jahre"),
            ],
            (backlog(500.0, 300.0, 2.0, kgst), "VZÄ"),
            OWN,
        ),
        check(
            ("T11", 1.0769, 4),
            ("Anteil über einer vollen Stelle", formula),
            hours(42.0),
            (part_time(42.0, 39.0), "VZÄ"),
            OWN,
        ),
        check(("T11 halb", 0.5, 1), ("Teilzeit", formula), hours(19.5), (part_time(19.5, 39.0), "VZÄ"), OWN),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::{Request, assess};
    use crate::plan::{Method, UnitId, builtin};
    use std::collections::BTreeSet;

    #[test]
    fn every_published_example_is_met_to_its_last_place() {
        let all = checks();
        for check in &all {
            let result = check.derivation.result;
            assert!(check.holds(), "{}: {result} instead of {}", check.name, check.expected);
            assert!(!check.derivation.inputs.is_empty() && !check.derivation.source.is_empty());
        }
        let names: BTreeSet<&str> = all.iter().map(|check| check.name).collect();
        assert_eq!(names.len(), all.len(), "each has a name of its own");
        for number in 1..=11 {
            assert!(names.contains(format!("T{number}").as_str()), "T{number}");
        }
        let near = Check { expected: 2.1772, ..all.iter().find(|check| check.name == "T1").unwrap().clone() };
        assert!(!near.holds(), "the last place counts");
    }

    #[test]
    fn every_figure_of_the_list_of_examples_is_there() {
        let all = checks();
        let expected: Vec<f64> = all.iter().map(|check| check.expected).collect();
        for figure in [
            189_000.0, 86_814.0, 2.1771, 2.18, 2.5, 207_900.0, 2.1792, 89_052.6, 2.1223, 85_230.6, 2.2175,
            55.0, 0.66, 109_180.0, 66.94, 105_820.0, 80_100.0, 364_500.0, 4.1986, 0.8639, 0.5, 1.0769,
        ] {
            assert!(expected.contains(&figure), "{figure}");
        }
        // To the last place of the longest list, where rounding hides nothing.
        for (name, exact) in [("T1 netto", 86_814.0), ("T3 netto", 89_052.6), ("T2 Minuten", 207_900.0)] {
            let check = all.iter().find(|check| check.name == name).unwrap();
            assert!((check.derivation.result - exact).abs() < 1e-6, "{name}");
        }
    }

    #[test]
    fn the_unit_of_the_ninth_example_is_that_of_the_enclosed_plan() {
        let mut request = Request::year(2023);
        (request.method, request.parameters) = (Some(Method::Kgst), Some(ParameterSetId::Kgst2022));
        let assessment = assess(&builtin().unwrap(), &request).unwrap();
        let unit = assessment.unit(&UnitId::parse("einbuergerung").unwrap()).unwrap();
        let ninth = checks().into_iter().find(|check| check.name == "T9").unwrap();
        assert!((unit.own.need - ninth.derivation.result).abs() < 1e-9, "{}", unit.own.need);
    }
}
