//! Queues with known answers, each as a plan in the ordinary format. Intervals are 99 %.
//!
//! 2024 and 2025 have 251 working days each, so that the load is the same throughout.

use crate::plans::{WINDOW, WORKING_DAYS, answer, counter, options, plan, post, run};
use serde_json::json;
use stellwerk::plan::{Calendar, CaseTypeId, Region};
use stellwerk::simulation::{FigureSeries, Forecast, Numbered, Summary, forecast, on_threads};

/// Student's t for 99 % over that for 95 %, at 79 degrees of freedom.
const WIDER: f64 = 2.640 / 1.990;
const RUNS: u32 = 80;

fn of<'a>(forecast: &'a Forecast, id: &str) -> &'a FigureSeries {
    &forecast.case_types[&CaseTypeId::parse(id).unwrap()]
}

#[track_caller]
fn agrees(what: &str, found: &Summary, expected: f64) {
    let half = found.half_width * WIDER;
    eprintln!("{what}: {:.4} ± {half:.4}, theory {expected:.4}", found.mean);
    assert!((found.mean - expected).abs() <= half, "{what}: {} ± {half}, theory {expected}", found.mean);
    assert!(half < 0.2 * expected.abs(), "{what}: too few cases to say anything ({} ± {half})", found.mean);
}

/// Mean wait of M/M/c by Erlang's formula C.
fn erlang_wait(posts: u32, load: f64, minutes: f64) -> f64 {
    let offered = load * f64::from(posts);
    let mut blocked = 1.0;
    for server in 1..=posts {
        blocked = offered * blocked / (f64::from(server) + offered * blocked);
    }
    let waits = blocked / (1.0 - load * (1.0 - blocked));
    waits * minutes / (f64::from(posts) * (1.0 - load))
}

#[test]
fn one_exponential_post() {
    let found = answer(&plan(counter(1, 0.7, 30.0, 1.0, "exponential")), &[], &options(731, 60, RUNS));
    let figures = &of(&found, "a").total;
    agrees("M/M/1 wait", &figures.wait_minutes, 30.0 * 0.7 / 0.3);
    agrees("M/M/1 utilisation", &found.department.total.utilisation, 0.7);
    // P(W > t) = ρ exp(−(1 − ρ) t / m)
    let ninety = -libm::log(0.1 / 0.7) * 30.0 / 0.3;
    assert!((figures.wait_minutes_p90.mean / ninety - 1.0).abs() < 0.03, "{:?}", figures.wait_minutes_p90);
    let half = -libm::log(0.5 / 0.7) * 30.0 / 0.3;
    assert!((figures.wait_minutes_p50.mean / half - 1.0).abs() < 0.03, "{:?}", figures.wait_minutes_p50);
}

/// Half a post, four fifths of it for cases, and the allowance of each method: what is left is a slower post.
#[test]
fn a_part_of_a_post_is_a_slower_one() {
    for (method, left) in [("kgst", 1.0 - 0.09), ("bmi", 1.0 / 1.09)] {
        let speed = 0.5 * 0.8 * left;
        let mut value = counter(1, 0.7 * speed, 12.0, 1.0, "exponential");
        (value["posts"][0]["fte"], value["posts"][0]["casework"]) = (json!(0.5), json!(0.8));
        value["assumptions"] = json!({"allowance": 0.09, "method": method});
        let found = answer(&plan(value), &[], &options(731, 60, RUNS));
        let total = &found.department.total;
        agrees(&format!("{method} wait"), &of(&found, "a").total.wait_minutes, 12.0 / speed * 0.7 / 0.3);
        agrees(&format!("{method} utilisation"), &total.utilisation, 0.7);
        assert!((total.effective_fte.mean - 0.4).abs() < 1e-9, "{:?}", total.effective_fte);
    }
}

#[test]
fn several_exponential_posts() {
    for (posts, load) in [(3, 0.85), (11, 0.9)] {
        let found =
            answer(&plan(counter(posts, load, 45.0, 1.0, "exponential")), &[], &options(731, 60, RUNS));
        let expected = erlang_wait(posts as u32, load, 45.0);
        agrees(&format!("M/M/{posts} wait"), &of(&found, "a").total.wait_minutes, expected);
        agrees("utilisation", &found.department.total.utilisation, load);
    }
}

/// A year's cases come on its working days, of which 2026 to 2028 have others than 251: the load follows, and so does
/// the wait, which theory gives as a mean over the years, weighted with their (equal) cases.
#[test]
fn the_load_follows_the_working_days_of_the_year() {
    let minutes = 45.0;
    let found = answer(&plan(counter(3, 0.9, minutes, 1.0, "exponential")), &[], &options(1827, 0, RUNS));
    let calendar = Calendar::new(Region::RheinlandPfalz);
    let days = (2024..=2028).map(|year| f64::from(calendar.working_days_in_year(year)));
    let loads: Vec<f64> = days.map(|days| 0.9 * WORKING_DAYS / days).collect();
    assert!(loads.iter().any(|load| *load < 0.895) && loads.iter().any(|load| *load > 0.9), "{loads:?}");
    let expected = loads.iter().map(|load| erlang_wait(3, *load, minutes)).sum::<f64>() / 5.0;
    agrees("M/M/3 over five years", &of(&found, "a").total.wait_minutes, expected);
}

#[test]
fn one_post_with_other_handling_times() {
    for (cv, distribution) in [(0.5, "lognormal"), (1.5, "gamma"), (0.0, "constant")] {
        let found = answer(&plan(counter(1, 0.8, 30.0, cv, distribution)), &[], &options(731, 60, RUNS));
        // Pollaczek–Khinchine
        let expected = 0.8 / 0.2 * 30.0 * (1.0 + cv * cv) / 2.0;
        agrees(&format!("M/G/1 {distribution} wait"), &of(&found, "a").total.wait_minutes, expected);
    }
}

/// A counter whose times have a measured shape.
fn measured(load: f64, minutes: f64, quantiles: &[f64]) -> serde_json::Value {
    let mut plan = counter(1, load, minutes, 0.0, "constant");
    plan["case_types"][0]["steps"][0]["distribution"] = json!({"empirical": quantiles});
    plan
}

/// Pollaczek–Khinchine with the spread of the line through the quantiles, and the answer of many threads.
#[test]
fn one_post_with_measured_times() {
    // Mean of the squares of each line: (a² + ab + b²) ÷ 3.
    let uniform = 4.0 / 3.0;
    let skewed = (0.07 + 0.31 + 0.49 + 7.33) / 4.0;
    for (quantiles, squares) in [(vec![0.0, 2.0], uniform), (vec![0.1, 0.4, 0.7, 0.7, 4.3], skewed)] {
        let plan = plan(measured(0.8, 30.0, &quantiles));
        let options = options(731, 60, RUNS);
        let (model, runs) = run(&plan, &[], &options);
        let alone = |number: &usize| model.run(*number as u32).map_err(|error| error.to_string());
        let threads = on_threads(Numbered::new(4), 4, alone, |_| ()).into_answers().unwrap();
        assert_eq!(format!("{threads:?}"), format!("{:?}", &runs[..4]), "who computes is no matter");
        let found = forecast(&model, &runs);
        let expected = 0.8 / 0.2 * 30.0 * squares / 2.0;
        agrees("M/G/1 measured wait", &of(&found, "a").total.wait_minutes, expected);
        agrees("M/G/1 measured utilisation", &found.department.total.utilisation, 0.8);
    }
}

/// With the same random numbers more spread makes nobody wait less in the mean, whatever the shape.
#[test]
fn more_spread_never_shortens_the_wait() {
    let wait = |plan_of: serde_json::Value| {
        let found = answer(&plan(plan_of), &[], &options(731, 60, 20));
        of(&found, "a").total.wait_minutes.mean
    };
    for distribution in ["lognormal", "gamma"] {
        let waits = [0.0, 0.3, 0.8, 1.5, 2.5].map(|cv| wait(counter(1, 0.8, 30.0, cv, distribution)));
        assert!(waits.windows(2).all(|pair| pair[0] < pair[1]), "{distribution}: {waits:?}");
    }
    let waits = [0.0, 0.3, 0.6, 1.0].map(|half| wait(measured(0.8, 30.0, &[1.0 - half, 1.0 + half])));
    assert!(waits.windows(2).all(|pair| pair[0] < pair[1]), "{waits:?}");
}

/// There is no formula for M/G/c: held against the recursion of Kiefer and Wolfowitz (1955), which is exact, with random
/// numbers of its own, and for its size against Allen and Cunneen.
#[test]
fn several_posts_with_lognormal_times() {
    for (posts, load, cv) in [(5_u32, 0.85, 0.6), (3, 0.8, 1.5)] {
        let found =
            answer(&plan(counter(posts as usize, load, 60.0, cv, "lognormal")), &[], &options(731, 60, RUNS));
        let wait = &of(&found, "a").total.wait_minutes;
        let (expected, half) = recursion(posts, load, 60.0, cv);
        let allowed = (wait.half_width * WIDER).hypot(half);
        eprintln!("M/G/{posts} wait: {:.3} ± {allowed:.3}, recursion {expected:.3}", wait.mean);
        assert!((wait.mean - expected).abs() <= allowed, "{} against {expected} ± {allowed}", wait.mean);
        assert!(allowed < 0.15 * expected, "too few cases to say anything: ± {allowed}");
        let near = erlang_wait(posts, load, 60.0) * (1.0 + cv * cv) / 2.0;
        assert!((wait.mean / near - 1.0).abs() < 0.12, "{} against {near}", wait.mean);
    }
}

/// Mean wait of M/G/c with lognormal times, and half of its 99 % interval over sixty runs: the work that lies before each post, sorted;
/// who comes waits for the smallest.
fn recursion(posts: u32, load: f64, minutes: f64, cv: f64) -> (f64, f64) {
    const CUSTOMERS: u32 = 60_000;
    const RUNS: u32 = 60;
    let between = minutes / (load * f64::from(posts));
    let spread = libm::sqrt(libm::log(1.0 + cv * cv));
    let middle = libm::log(minutes) - spread * spread / 2.0;
    let mut chance = Chance(0x5851_F42D_4C95_7F2D);
    let waits: Vec<f64> = (0..RUNS)
        .map(|_| {
            let mut ahead = vec![0.0_f64; posts as usize];
            let mut sum = 0.0;
            for customer in 0..CUSTOMERS + 5_000 {
                sum += if customer < 5_000 { 0.0 } else { ahead[0] };
                ahead[0] += libm::exp(middle + spread * chance.normal());
                let pause = -between * libm::log(chance.share());
                ahead.iter_mut().for_each(|work| *work = (*work - pause).max(0.0));
                ahead.sort_by(f64::total_cmp);
            }
            sum / f64::from(CUSTOMERS)
        })
        .collect();
    let mean = waits.iter().sum::<f64>() / f64::from(RUNS);
    let squares = waits.iter().map(|wait| (wait - mean) * (wait - mean)).sum::<f64>();
    // Student's t for 99 % at 59 degrees of freedom.
    (mean, 2.662 * libm::sqrt(squares / f64::from(RUNS - 1) / f64::from(RUNS)))
}

/// SplitMix64 (Steele, Lea, Flood 2014): none of the engine's own random numbers.
struct Chance(u64);

impl Chance {
    /// Above 0, at most 1.
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64 + f64::EPSILON / 2.0
    }

    /// Standard normal, by Box and Muller.
    fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(self.share().min(1.0)));
        radius * libm::cos(std::f64::consts::TAU * self.share())
    }
}

/// Crommelin: E[W] / D = Σᵢ (P(Nᵢ ≥ i c) − c / a · P(Nᵢ > i c)), Nᵢ Poisson with mean i a, a the offered load.
#[test]
fn several_posts_with_constant_times() {
    for (posts, load) in [(3_u32, 0.85), (8, 0.9)] {
        let found =
            answer(&plan(counter(posts as usize, load, 40.0, 0.0, "constant")), &[], &options(731, 60, RUNS));
        let offered = load * f64::from(posts);
        let mut expected = 0.0;
        for turn in 1..400_u32 {
            let mean = f64::from(turn) * offered;
            // Up from probabilities in logarithms: the first ones are too small for a number.
            let term =
                |n: u32| libm::exp(f64::from(n) * libm::log(mean) - mean - libm::lgamma(f64::from(n) + 1.0));
            let above: f64 = (turn * posts + 1..turn * posts + 2000).map(term).sum();
            expected += above + term(turn * posts) - f64::from(posts) / offered * above;
        }
        agrees(&format!("M/D/{posts} wait"), &of(&found, "a").total.wait_minutes, expected * 40.0);
    }
}

#[test]
fn two_priorities() {
    let mut value = counter(1, 0.4, 30.0, 1.0, "exponential");
    let mut second = value["case_types"][0].clone();
    second["id"] = json!("b");
    second["priority"] = json!(5);
    value["case_types"].as_array_mut().unwrap().push(second);
    let found = answer(&plan(value), &[], &options(731, 60, RUNS));
    // Cobham: residual work 0.8 × 30; 0.4 and 0.8 busy with the first and with both.
    agrees("first class", &of(&found, "a").total.wait_minutes, 24.0 / 0.6);
    agrees("second class", &of(&found, "b").total.wait_minutes, 24.0 / (0.6 * 0.2));
}

/// A step, an external wait, a second step: with exponential times of one mean the visits form a Jackson network, so
/// each visit waits as in M/M/1 at the joint load.
#[test]
fn feedback_after_an_external_wait() {
    let per_year = 0.4 * WORKING_DAYS * WINDOW / 30.0;
    let value = json!({
        "format": "stellwerk-plan/1", "name": "Rücklauf", "as_of": "2024-01-01", "region": "none",
        "units": [{"id": "u", "name": "Einheit"}], "posts": [post("P-1", "u")],
        "case_types": [{"id": "a", "unit": "u", "name": "Antrag", "walk_in": true,
            "demand": {"per_year": per_year * 262.0 / WORKING_DAYS},
            "steps": [
                {"name": "prüfen", "minutes": 30, "distribution": "exponential", "then_days": {"mean": 0.02, "cv": 1.0}},
                {"name": "entscheiden", "minutes": 30, "distribution": "exponential"}]}]
    });
    // Waits of minutes: the return falls into the same window, or continues on the next morning; the weekend takes what
    // comes back on a Friday evening together, one case in a hundred.
    let found = answer(&plan(value), &[], &options(731, 60, RUNS));
    agrees("wait of both visits", &of(&found, "a").total.wait_minutes, 30.0 * 0.8 / 0.2);
    agrees("utilisation", &found.department.total.utilisation, 0.8);
}

/// Little: the open cases in the mean are those that come in a day times the days that they stay, and so for those
/// with other authorities alone.
#[test]
fn littles_law() {
    let mut value = counter(3, 0.9, 45.0, 1.0, "exponential");
    value["case_types"][0]["steps"][0]["then_days"] = json!({"mean": 12, "cv": 0.5});
    value["case_types"][0]["steps"][0]["then_owner"] = json!("applicant");
    let found = answer(&plan(value), &[], &options(1461, 365, 30));
    let id = CaseTypeId::parse("a").unwrap();
    let (figures, standing) = (&of(&found, "a").total, &found.standing.case_types[&id]);
    let per_day = figures.arrivals.mean / 1096.0;
    let here: f64 = standing.each().iter().map(|place| place.mean).sum();
    assert!((here / (per_day * figures.lead_days.mean) - 1.0).abs() < 0.005, "{here} {per_day}");
    assert!((standing.applicant.mean / (per_day * 12.0) - 1.0).abs() < 0.01, "{standing:?}");
    assert_eq!(standing.authority.mean + standing.dormant.mean, 0.0);
    assert_eq!(&found.standing.department, standing);
    assert_eq!(&found.standing.units[&crate::plans::unit("u")], standing);
}
