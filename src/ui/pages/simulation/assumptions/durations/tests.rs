use super::draft::{Draft, Kind, Problem, shown};
use super::subject::{Evidence, Subject};
use crate::assessment::{Request, assess};
use crate::format::Language::German;
use crate::plan::{Action, Change, Distribution, Plan, Provenance, builtin};
use crate::simulation::{Measured, TimeTaken};

fn planned() -> TimeTaken {
    TimeTaken { distribution: Distribution::Lognormal, mean: 100.0, cv: 0.5 }
}

fn typed(median: &str, ninety: &str) -> Draft {
    Draft { median: Some(median.to_owned()), ninety: Some(ninety.to_owned()), ..Draft::default() }
}

fn after(plan: &Plan, action: Action) -> Plan {
    plan.apply(&Change { effective: plan.as_of, action }).unwrap()
}

#[test]
fn untouched_inputs_are_what_the_plan_says() {
    let draft = Draft::default();
    // 100 ÷ √1.25 and times e^(1.28155 · √ln 1.25).
    assert_eq!(draft.inputs(&planned(), German), ["89,4", "163,9"]);
    assert_eq!(
        draft.time(&planned(), 1e5, German),
        Ok(planned()),
        "with all digits, not those that are shown"
    );
    assert_eq!(typed("89,4", " 163,9 ").time(&planned(), 1e5, German), Ok(planned()));
    // Another distribution keeps mean and spread, for the mean is what the assessment takes.
    let gamma = Draft { kind: Some(Kind::Gamma), ..Draft::default() };
    let time = gamma.time(&planned(), 1e5, German).unwrap();
    assert_eq!((time.mean, time.cv, Kind::of(&time.distribution)), (100.0, 0.5, Kind::Gamma));
    assert_eq!(gamma.inputs(&planned(), German), ["91,8", "167"]);
}

#[test]
fn what_is_typed_is_what_is_meant() {
    let time = typed("60", "180").time(&planned(), 1e5, German).unwrap();
    assert!((time.mean - 86.642).abs() < 1e-3 && (time.cv - 1.041_745).abs() < 1e-5, "{time:?}");
    let exponential = Draft { kind: Some(Kind::Exponential), ..typed("60", "irgendwas") };
    let time = exponential.time(&planned(), 1e5, German).unwrap();
    assert!((time.mean - 86.562).abs() < 1e-3, "the median alone counts: {time:?}");
    for (median, ninety, problem) in [
        ("", "180", Problem::Median),
        ("0", "180", Problem::Median),
        ("-5", "180", Problem::Median),
        ("lange", "180", Problem::Median),
        ("60", "", Problem::Ninety),
        ("60", "-1", Problem::Ninety),
        ("60", "59", Problem::Order),
        ("60", "1201", Problem::Ratio),
        ("90.000", "180.000", Problem::TooLong),
    ] {
        assert_eq!(typed(median, ninety).time(&planned(), 1e5, German), Err(problem), "{median} {ninety}");
    }
    assert_eq!(
        [0.05, 7.5, 45.0, 163.79, 1_234.6].map(|value| shown(value, German)),
        ["0,050", "7,50", "45", "163,8", "1.235"]
    );
}

#[test]
fn what_was_measured_takes_the_place_of_the_plan() {
    let measured = Measured::of((1..=100).map(f64::from).collect());
    let draft = Draft { measured, ..Draft::default() };
    let time = draft.time(&planned(), 1e5, German).unwrap();
    assert_eq!((time.mean, Kind::of(&time.distribution)), (50.5, Kind::Lognormal));
    let kept = Draft { kind: Some(Kind::Empirical), ..draft };
    let time = kept.time(&planned(), 1e5, German).unwrap();
    assert_eq!((time.mean, Kind::of(&time.distribution)), (50.5, Kind::Empirical));
    assert_eq!(kept.inputs(&planned(), German), ["50,5", "90"]);
    // Of a shape the median can be typed, and all else follows.
    let longer = Draft { median: Some("101".to_owned()), ..kept.clone() };
    assert!((longer.time(&planned(), 1e5, German).unwrap().mean - 101.0).abs() < 1e-3);
    assert_eq!(
        (kept.measured_cases(), longer.measured_cases()),
        (Some(100), None),
        "what was typed is estimated"
    );
    assert_eq!(Draft::default().shape(&planned()), None, "there is none to choose");
}

#[test]
fn every_step_and_every_wait_can_be_chosen_and_changed_alone() {
    let plan = builtin().unwrap();
    let all: Vec<Subject> = plan.case_types.iter().flat_map(Subject::of).collect();
    assert!(all.iter().any(|one| one.is_wait) && all.len() > plan.case_types.len());
    let time = TimeTaken { distribution: Distribution::Lognormal, mean: 33.0, cv: 0.7 };
    for subject in &all {
        assert_eq!(Subject::with_key(&plan, &subject.key()).as_ref(), Some(subject));
        let (action, _) = subject.action(&plan, &time, &Evidence::default()).unwrap();
        let after = after(&plan, action);
        assert_eq!(subject.time(&after), Some(time.clone()));
        let others = all.iter().filter(|other| *other != subject);
        others.for_each(|other| assert_eq!(other.time(&after), other.time(&plan)));
    }
    let gone = Subject { step: 99, ..all[0].clone() };
    assert_eq!(gone.action(&plan, &time, &Evidence::default()), None);
}

#[test]
fn the_note_says_where_a_duration_comes_from_and_keeps_what_else_is_noted() {
    let mut plan = builtin().unwrap();
    plan.case_types[0].note = Some("Fallzahl: Statistik.".to_owned());
    plan.case_types[0].provenance = Provenance::Document;
    let subject = Subject::of(&plan.case_types[0]).remove(0);
    let name = plan.case_types[0].steps[0].name.clone();
    let time = typed("60", "180").time(&planned(), 1e5, German).unwrap();
    let evidence = Evidence { measured: None, source: "Teamleitung, Mai 2025.".to_owned() };
    let (action, reason) = subject.action(&plan, &time, &evidence).unwrap();
    let once = after(&plan, action);
    let words = format!(
        "Bearbeitungszeit von „{name}“: geschätzt, die Hälfte höchstens 60, neun von zehn höchstens 180, im Mittel 86,6 Minuten (Lognormalverteilung). Quelle: Teamleitung, Mai 2025."
    );
    assert_eq!(reason, format!("{}: {words}", plan.case_types[0].name));
    assert_eq!(once.case_types[0].note, Some(format!("{words} Übrige Angaben: Fallzahl: Statistik.")));
    assert_eq!(once.case_types[0].provenance, Provenance::Assumption);
    // Another one takes the place of the first, and a spread alone makes no assumption of the source's mean.
    let evidence = Evidence { measured: Some(240), source: String::new() };
    let spread = TimeTaken { cv: 2.0, ..subject.time(&plan).unwrap() };
    let (action, _) = subject.action(&once, &spread, &evidence).unwrap();
    let note = after(&once, action).case_types[0].note.clone().unwrap();
    assert!(note.contains("aus 240 gemessenen Fällen") && !note.contains("geschätzt"), "{note}");
    assert!(note.ends_with("Übrige Angaben: Fallzahl: Statistik."), "{note}");
    let (action, _) = subject.action(&plan, &spread, &evidence).unwrap();
    assert_eq!(after(&plan, action).case_types[0].provenance, Provenance::Document);
}

/// The assessment takes the mean, and nothing else of a duration.
#[test]
fn the_assessment_takes_the_mean_alone() {
    let plan = builtin().unwrap();
    let needed = |plan: &Plan| {
        let units = assess(plan, &Request::year(2023)).unwrap().units;
        units.into_iter().map(|unit| (unit.own, unit.total, unit.need, unit.load)).collect::<Vec<_>>()
    };
    let subject = Subject::of(&plan.case_types[0]).remove(0);
    let now = subject.time(&plan).unwrap();
    let evidence = Evidence::default();
    let shape = Distribution::Empirical(vec![0.2, 0.5, 0.8, 3.2]);
    for distribution in [Distribution::Gamma, Distribution::Exponential, Distribution::Constant, shape] {
        let other = TimeTaken { distribution, cv: 1.7, mean: now.mean };
        let (action, _) = subject.action(&plan, &other, &evidence).unwrap();
        assert_eq!(needed(&after(&plan, action)), needed(&plan));
    }
    let longer = TimeTaken { mean: 2.0 * now.mean, ..now };
    let (action, _) = subject.action(&plan, &longer, &evidence).unwrap();
    assert_ne!(needed(&after(&plan, action)), needed(&plan));
}
