//! Worked examples: KGSt reports, a teaching script, course notes, and figures derived from them.

use stellwerk::assessment::{
    ParameterSetId, Parameters, Rounding, RoundingStep, Workplace, backlog, base_load, estimate, key,
    leadership, part_time, personnel_cost_from_hourly, proposal, split_by_group, workplace, workplace_cost,
};
use stellwerk::plan::{Fte, StaffGroup, YearlyMinutes};

const MINUTES: f64 = 2_400.0 * 45.0 + 900.0 * 90.0;
const YEARLY_2022: YearlyMinutes = ParameterSetId::Kgst2022.set().yearly_minutes;
const YEARLY_2025: YearlyMinutes = ParameterSetId::Kgst2025.set().yearly_minutes;

fn kgst_2022() -> Parameters {
    Parameters::kgst(YEARLY_2022.employee, 0.09)
}

#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found} instead of {expected}");
}

#[test]
fn t1_method_a_for_employees_of_2022() {
    near(MINUTES, 189_000.0, 0.0);
    near(kgst_2022().net_minutes(), 86_814.0, 1e-6);
    let need = kgst_2022().need(MINUTES);
    near(need, 2.1771, 5e-5);
    let posts = |step, rounding| proposal(need, step, rounding).posts;
    assert_eq!(posts(RoundingStep::Hundredth, Rounding::Commercial), Fte::from_thousandths(2180));
    assert_eq!(posts(RoundingStep::Half, Rounding::Up), Fte::from_thousandths(2500));
}

#[test]
fn t2_method_b_with_ten_percent() {
    let parameters = Parameters::bmi(YEARLY_2022.employee, 0.0, 0.05, 0.05);
    near(parameters.need(MINUTES) * YEARLY_2022.employee, 207_900.0, 1e-6);
    near(parameters.need(MINUTES), 2.1792, 5e-5);
}

#[test]
fn t3_method_a_for_civil_servants() {
    let parameters = Parameters::kgst(YEARLY_2022.civil_servant, 0.09);
    near(parameters.net_minutes(), 89_052.6, 1e-6);
    near(parameters.need(MINUTES), 2.1223, 5e-5);
}

#[test]
fn t4_the_minutes_of_2025_need_more_posts() {
    let parameters = Parameters::kgst(YEARLY_2025.employee, 0.09);
    near(parameters.net_minutes(), 85_230.6, 1e-6);
    near(parameters.need(MINUTES), 2.2175, 5e-5);
}

#[test]
fn t5_estimate_of_three_values() {
    near(estimate(20.0, 45.0, 130.0), 55.0, 1e-12);
}

#[test]
fn t6_leading_counts_heads() {
    near(leadership(11.0, 0.06), 0.66, 1e-12);
}

#[test]
fn t7_cost_of_a_workplace() {
    let cost = workplace_cost(82_900.0, Workplace::default());
    near(cost, 109_180.0, 1e-6);
    near(cost / 1_631.0, 66.94, 5e-3);
}

#[test]
fn t8_personnel_cost_behind_an_hourly_rate() {
    near(67.79 * 1_561.0, 105_820.0, 0.5);
    near(personnel_cost_from_hourly(67.79, 1_561.0, Workplace::default()), 80_100.0, 0.5);
}

#[test]
fn t10_backlog_is_a_need_for_a_time() {
    near(backlog(500.0, 300.0, 2.0, &kgst_2022()), 0.8639, 5e-5);
}

#[test]
fn t11_shares_above_one_are_legal() {
    near(part_time(19.5, 39.0), 0.5, 1e-12);
    near(part_time(42.0, 39.0), 1.0769, 5e-5);
    assert!(Fte::parse(1.077).is_ok());
}

#[test]
fn counter_key_and_base_load() {
    // One counter open 2.000 hours a year binds 120.000 minutes.
    near(workplace(2_000.0, 1.0, 95_400.0), 120_000.0 / 95_400.0, 1e-12);
    near(key(850.0, 110.0), 7.73, 5e-3);
    near(key(1_000.0, 110.0), 9.09, 5e-3);
    near(key(1_000.0, 136.0), 7.35, 5e-3);
    near(base_load(60_000.0, &kgst_2022()), 0.6911, 5e-5);
}

#[test]
fn mixed_status_divides_each_part_by_its_own_minutes() {
    let shares = [(StaffGroup::Employee, 0.25), (StaffGroup::CivilServant, 0.75)];
    let parts = split_by_group(MINUTES, &shares, YEARLY_2022, &kgst_2022());
    let expected = [MINUTES * 0.25 / 86_814.0, MINUTES * 0.75 / 89_052.6];
    for ((_, found), expected) in parts.iter().zip(expected) {
        near(*found, expected, 1e-9);
    }
    let averaged = MINUTES / ((86_814.0 + 89_052.6) / 2.0);
    assert!((parts.iter().map(|(_, need)| need).sum::<f64>() - averaged).abs() > 1e-3);
}

#[test]
fn proposals_are_rounded_once_and_say_by_how_much() {
    let posts = |need, step, rounding| proposal(need, step, rounding).posts.thousandths();
    assert_eq!(posts(2.5, RoundingStep::Half, Rounding::Up), 2500);
    assert_eq!(posts(2.500_01, RoundingStep::Half, Rounding::Up), 3000);
    assert_eq!(posts(2.125, RoundingStep::Quarter, Rounding::Commercial), 2250);
    assert_eq!(posts(0.1 + 0.2, RoundingStep::Twentieth, Rounding::Up), 300);
    assert_eq!(posts(f64::NAN, RoundingStep::Whole, Rounding::Up), 0);
    near(proposal(4.1986, RoundingStep::Whole, Rounding::Up).difference, 0.8014, 1e-9);
}

#[test]
fn parameter_sets_follow_the_date() {
    let on = |text: &str| ParameterSetId::on(text.parse().unwrap());
    assert_eq!(on("2024-02-01"), ParameterSetId::Kgst2022);
    assert_eq!(on("2025-07-31"), ParameterSetId::Kgst2022);
    assert_eq!(on("2025-08-01"), ParameterSetId::Kgst2025);
    assert_eq!(on("2019-01-01"), ParameterSetId::Kgst2022);
}
