//! What changes over time, against theory: demand, absence, the renewal echo.

use crate::plans::{WORKING_DAYS, answer, change, counter, options, plan, run, unit};
use chrono::{Datelike, Days, Months, NaiveDate};
use serde_json::json;
use stellwerk::plan::{Calendar, CaseTypeId, Region};
use stellwerk::simulation::Options;

/// The first day of a month.
fn day(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, 1).unwrap()
}

fn below(x: f64) -> f64 {
    0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
}

/// Case type that goes straight to another authority for sixty days, and its demand over two years.
fn changing() -> serde_json::Value {
    let mut value = counter(1, 0.0, 1.0, 1.0, "constant");
    value["region"] = json!("none");
    value["case_types"][0]["steps"] = json!([{"name": "weitergeben", "minutes": 0, "distribution": "constant", "then_days": {"mean": 60, "cv": 0.8}}]);
    value["case_types"][0]["demand"] = json!({"per_year": 2000, "growth": 0.5,
        "season": [0.5, 0.5, 0.5, 1, 1, 1, 1.5, 1.5, 1.5, 1, 1, 1],
        "events": [
            {"from": "2024-05-10", "factor": 2.0, "ramp_days": 100, "label": "Rampe"},
            {"from": "2024-11-01", "until": "2025-01-31", "factor": 0.5, "label": "Stufe"},
            {"from": "2025-03-01", "factor": 9.0, "enabled": false, "label": "aus"}]});
    value
}

/// Expected arrivals of a day, written down a second time.
fn expected(date: NaiveDate) -> f64 {
    let calendar = Calendar::new(Region::None);
    if !calendar.is_working_day(date) {
        return 0.0;
    }
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    let since = |from: NaiveDate| (date - from).num_days() as f64;
    let season = [0.5, 1.0, 1.5, 1.0][(date.month0() / 3) as usize];
    let growth = libm::pow(1.5, since(day(2024, 1, 1)) / 365.25);
    let ramp = 1.0 + (since(day(2024, 5, 10)) / 100.0).clamp(0.0, 1.0);
    let step = if (day(2024, 11, 1)..=day(2025, 1, 31)).contains(&date) { 0.5 } else { 1.0 };
    2000.0 / f64::from(calendar.working_days_in_year(date.year())) * season * growth * ramp * step
}

/// M(t)/G/∞: on a day those are there who came before and have not yet left. Months of arrivals and levels, 99 %.
#[test]
fn a_rate_that_changes_over_time() {
    let found = answer(&plan(changing()), &[], &options(731, 0, 60));
    let figures = &found.case_types[&CaseTypeId::parse("a").unwrap()].months;
    let variance = libm::log(1.64);
    let (mu, sigma) = (libm::log(60.0) - variance / 2.0, libm::sqrt(variance));
    let stays = |days: f64| 1.0 - below((libm::log(days) - mu) / sigma);
    let start = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    let dates: Vec<NaiveDate> = (0..731).map(|day| start + Days::new(day)).collect();
    // t for 99 % over that for 95 % at 59 degrees of freedom, and one in twenty-four may miss by chance.
    let wide = 2.662 / 2.001 * 1.25;
    for (month, first) in found.months.iter().enumerate() {
        let here = dates.iter().filter(|date| (date.year(), date.month()) == (first.year(), first.month()));
        let wanted: f64 = here.clone().map(|date| expected(*date)).sum();
        let arrivals = figures.arrivals[month];
        assert!(
            (arrivals.mean - wanted).abs() < wide * arrivals.half_width,
            "{first}: {arrivals:?} {wanted}"
        );
        let last = *here.clone().max().unwrap();
        let level: f64 = dates
            .iter()
            .take_while(|date| **date <= last)
            .map(|date| expected(*date) * stays((last - *date).num_days() as f64 + 0.5))
            .sum();
        let external = figures.external[month];
        assert!((external.mean - level).abs() < wide * external.half_width, "{first}: {external:?} {level}");
        assert!(arrivals.half_width < 0.06 * wanted && external.half_width < 0.06 * level);
    }
}

/// One post that falls out in spells of five days in the mean, a fifth of the time, with handling that goes on after.
///
/// From the balance of E[V²] and of E[V; out], V the unfinished work: with x = E[V; at work], y = E[V; out], load ρ,
/// arrivals λ, end e and begin b of a spell per day of W minutes, share at work A:
/// x = λ E[S²] / 2 + ρ (x + y) and e y = h (2 − e − b) + b x with h = ρ (1 − A) W / 2 (the growth during half a day).
/// A case waits for the work before it, stretched by 1 / A, and on a day without the post for the rest of the spell.
#[test]
fn a_post_that_breaks_down() {
    let (window, handling, load, away) = (60.0, 60.0, 0.5, 0.2);
    let mut value = counter(1, load, handling, 1.0, "exponential");
    value["case_types"][0]["demand"]["per_year"] = json!(load * WORKING_DAYS * window / handling);
    value["assumptions"] = json!({"weekly_hours": 5.0, "absence_days_per_year": away * WORKING_DAYS});
    let found = answer(&plan(value), &[], &options(731, 150, 1500));
    let (ends, begins) = (1.0 / 5.0, away / (1.0 - away) / 5.0);
    let residual = load / handling * 2.0 * handling * handling / 2.0;
    let half = load * away * window / 2.0;
    let constant = half * (2.0 - ends - begins) / ends;
    let at_work = (residual + load * constant) / (1.0 - load * (1.0 + begins / ends));
    let out = constant + begins / ends * at_work;
    let expected = (at_work + out) / (1.0 - away) + away * window * (1.0 / ends - 0.5);
    let wait = found.department.total.wait_minutes;
    let wide = wait.half_width * 2.579 / 1.962;
    assert!((wait.mean - expected).abs() < wide, "{wait:?}, theory {expected}");
    assert!(wide < 0.05 * expected, "{wait:?}");
}

/// Subsidiary protection: titles of one year until 26.02.2024, of three years from 27.02.2024 on. Who renewed in 2024
/// is not back in 2025 and 2026, and all come in 2027.
#[test]
fn the_renewal_echo_of_the_longer_titles_comes_in_2027() {
    let mut value = counter(20, 0.0, 60.0, 0.3, "lognormal");
    value["as_of"] = json!("2024-02-01");
    let renew =
        |days: u32| json!([{"case_type": "a", "share": 1.0, "after_days": {"mean": days, "cv": 0.05}}]);
    value["case_types"][0]["follow_ups"] = renew(365);
    value["case_types"][0]["opening"] = json!({"circulating": 2600});
    let longer =
        change("2024-02-27", json!({"set_case_type": {"case_type": "a", "follow_ups": renew(1096)}}));
    let found = answer(&plan(value), &[longer], &options(1795, 0, 5));
    let in_year = |year: i32| -> f64 {
        let months =
            found.months.iter().zip(&found.case_types[&CaseTypeId::parse("a").unwrap()].months.arrivals);
        months.filter(|(month, _)| month.year() == year).map(|(_, arrivals)| arrivals.mean).sum()
    };
    let years: Vec<f64> = (2024..=2028).map(in_year).collect();
    assert!(years[0] > 2200.0 && years[1] < 400.0 && years[2] < 150.0, "{years:?}");
    assert!(years[3] > 2000.0 && years[4] < 500.0, "{years:?}");
}

/// The same with titles that last to the day, so that nothing of the echo is left to chance: every holder comes once until January 2025,
/// who renews before 27.02.2024 once more a year later, nobody in 2026, and all of them once from 2027 on.
#[test]
fn the_renewal_echo_is_complete() {
    let mut value = counter(20, 0.0, 60.0, 0.3, "lognormal");
    value["as_of"] = json!("2024-02-01");
    let renew = |days: u32| json!([{"case_type": "a", "share": 1.0, "after_days": {"mean": days, "cv": 0}}]);
    value["case_types"][0]["follow_ups"] = renew(365);
    value["case_types"][0]["opening"] = json!({"circulating": 2600});
    let longer =
        change("2024-02-27", json!({"set_case_type": {"case_type": "a", "follow_ups": renew(1096)}}));
    let (model, runs) = run(&plan(value), &[longer], &options(1795, 0, 5));
    for one in &runs {
        let line = one.case_type(&model, &CaseTypeId::parse("a").unwrap()).unwrap();
        let first = day(2024, 2);
        let in_months = |from: NaiveDate, until: NaiveDate| -> f64 {
            let months = (0..).map(|number| first + Months::new(number)).zip(&line.months.arrivals);
            months
                .filter(|(month, _)| (from..=until).contains(month))
                .filter_map(|(_, arrivals)| *arrivals)
                .map(f64::from)
                .sum()
        };
        let (begun, again) = (in_months(first, day(2025, 1)), in_months(day(2025, 2), day(2025, 12)));
        // 26 of 365 days: 185 ± 13, and those of the last days of January 2025.
        assert!((begun + again - 2600.0 - 185.0).abs() < 4.0 * 13.1, "{begun} {again}");
        assert_eq!(in_months(day(2026, 1), day(2026, 12)), 0.0);
        assert_eq!(in_months(day(2027, 1), day(2028, 12)), 2600.0);
        // 27.02. to 31.12.2024 are 309 of 365 days: 2,201 ± 18; up to a week of 7 a day is handled on the other side of either bound.
        let echo = in_months(day(2027, 1), day(2027, 12));
        assert!((echo - 2201.0).abs() < 4.0 * 18.4 + 7.0 * 7.1, "{echo}");
    }
}

/// Holders come back evenly over the delay: 52 weeks, of which none stands out. Chi squared of 51 degrees of freedom lies between 24.1 and
/// 87.97 in 998 of a thousand cases.
#[test]
fn circulating_holders_come_back_evenly() {
    let mut value = counter(1, 0.0, 1.0, 0.0, "constant");
    let mut renewal = value["case_types"][0].clone();
    (renewal["id"], renewal["walk_in"]) = (json!("b"), json!(false));
    value["case_types"][0]["opening"] = json!({"circulating": 10_000});
    value["case_types"][0]["follow_ups"] =
        json!([{"case_type": "b", "share": 1.0, "after_days": {"mean": 364, "cv": 0}}]);
    value["case_types"].as_array_mut().unwrap().push(renewal);
    // 01.01.2024 is a Monday.
    for seed in 1..=5 {
        let settings = Options { seed, ..options(364, 0, 1) };
        let (model, runs) = run(&plan(value.clone()), &[], &settings);
        let weeks: Vec<f64> = runs[0].weeks(&model, &unit("u")).chunks(7).map(|week| week[0]).collect();
        assert_eq!((weeks.len(), weeks.iter().sum::<f64>()), (52, 10_000.0));
        let even = 10_000.0 / 52.0;
        let squares: f64 = weeks.iter().map(|found| (found - even) * (found - even) / even).sum();
        assert!((24.1..87.97).contains(&squares), "{seed}: {squares}");
    }
}

/// The built-in plan carries it: what the yearly renewals of 2024 add is back from 2027 on, and in 2026
/// nothing of it.
#[test]
fn the_built_in_plan_holds_the_echo() {
    let department = stellwerk::plan::builtin().unwrap_or_else(|errors| panic!("{errors}"));
    let mut without = department.clone();
    let renewals = CaseTypeId::parse("a02").unwrap();
    without.case_types.iter_mut().filter(|one| one.id == renewals).for_each(|one| one.demand.per_year = 0.0);
    let settings = Options { units: vec![unit("aufenthalt")], ..options(1796, 0, 3) };
    let by_year = |plan| {
        let found = answer(plan, &[], &settings);
        let months: Vec<(i32, f64)> = found
            .months
            .iter()
            .zip(&found.case_types[&renewals].months.arrivals)
            .map(|(month, arrivals)| (month.year(), arrivals.mean))
            .collect();
        [2024, 2025, 2026, 2027, 2028]
            .map(|year| months.iter().filter(|(other, _)| *other == year).map(|(_, mean)| mean).sum::<f64>())
    };
    let (with, without) = (by_year(&department), by_year(&without));
    let echo: Vec<f64> = with.iter().zip(without).map(|(with, without)| with - without).collect();
    // Decided some months after they came in, and valid for three years: the echo begins in 2027 and goes on in 2028.
    assert!(echo[0] > 300.0 && echo[2].abs() < 0.05 * echo[0], "{echo:?}");
    assert!(echo[3] > 0.2 * echo[0] && echo[3] + echo[4] > 0.5 * (echo[0] + echo[1]), "{echo:?}");
}
