use super::*;
use crate::simulation::random::Key;
use crate::simulation::tables::Table;
use proptest::prelude::*;

fn unit(distribution: Distribution, cv: f64) -> TimeTaken {
    TimeTaken { distribution, mean: 1.0, cv }
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{found} instead of {expected}");
}

/// By hand: σ = ln 3 ÷ 1.28155 = 0.857252, σ² = 0.734881, 60 · e^0.367440 = 86.642, √(e^0.734881 − 1) = 1.041745.
#[test]
fn half_within_an_hour_and_nine_of_ten_within_three() {
    let time = TimeTaken::estimated(Distribution::Lognormal, 0.5, 60.0, 180.0).unwrap();
    assert!((time.mean - 86.642_012).abs() < 5e-7, "{}", time.mean);
    assert!((time.cv - 1.041745).abs() < 5e-7, "{}", time.cv);
    near(time.quantile(0.5), 60.0);
    near(time.quantile(0.9), 180.0);
    near(time.share_up_to(60.0), 0.5);
    near(time.share_up_to(180.0), 0.9);
    // Φ(−(ln 2 + σ² ÷ 2) ÷ σ) = Φ(−1.23719)
    assert!((1.0 - time.share_up_to(2.0 * time.mean) - 0.10801).abs() < 5e-5);
    assert_eq!(time.spread(), time.cv);
}

/// Gamma with shape 4 is the sum of four exponential times; with shape ½ it is the square of a normal one.
#[test]
fn knows_gamma_where_it_has_another_name() {
    let four = unit(Distribution::Gamma, 0.5);
    near(four.quantile(0.5), 0.918_015_187_212_723_9);
    near(four.quantile(0.9), 1.670_195_767_063_965_8);
    near(1.0 - four.share_up_to(2.0), 0.042_380_111_991_684_01);
    let half = unit(Distribution::Gamma, libm::sqrt(2.0));
    near(half.quantile(0.5), 0.674_489_750_196_081_7 * 0.674_489_750_196_081_7);
    near(half.quantile(0.9), 1.644_853_626_951_472_7 * 1.644_853_626_951_472_7);
    let one = unit(Distribution::Gamma, 1.0);
    near(one.quantile(0.9), unit(Distribution::Exponential, 0.2).quantile(0.9));
    near(one.share_up_to(0.3), 1.0 - libm::exp(-0.3));
}

#[test]
fn a_spread_of_its_own_needs_the_median_alone() {
    let exponential = TimeTaken::estimated(Distribution::Exponential, 0.5, 60.0, f64::NAN).unwrap();
    near(exponential.mean, 60.0 / std::f64::consts::LN_2);
    assert_eq!((exponential.cv, exponential.spread(), exponential.has_free_spread()), (0.5, 1.0, false));
    let constant = TimeTaken::estimated(Distribution::Constant, 0.5, 60.0, 1.0).unwrap();
    assert_eq!((constant.mean, constant.spread(), constant.quantile(0.9)), (60.0, 0.0, 60.0));
    assert_eq!((constant.share_up_to(59.9), constant.share_up_to(60.0)), (0.0, 1.0));
    // Two quantiles are the uniform distribution: mean 1, variance 2² ÷ 12.
    let uniform = Distribution::Empirical(vec![0.0, 2.0]);
    let uniform = TimeTaken::estimated(uniform, 0.0, 45.0, 0.0).unwrap();
    assert_eq!((uniform.mean, uniform.quantile(0.9), uniform.share_up_to(67.5)), (45.0, 81.0, 0.75));
    near(uniform.spread(), libm::sqrt(1.0 / 3.0));
}

#[test]
fn what_is_no_distribution_is_refused_with_its_reason() {
    let of = |median, ninety| TimeTaken::estimated(Distribution::Lognormal, 0.5, median, ninety).unwrap_err();
    for median in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(of(median, 10.0), Implausible::Median);
    }
    assert_eq!(of(60.0, 59.9), Implausible::Order);
    assert_eq!(of(60.0, -1.0), Implausible::Order);
    assert_eq!(of(60.0, f64::NAN), Implausible::Order);
    assert_eq!(of(60.0, 1_200.1), Implausible::Ratio);
    for distribution in [Distribution::Lognormal, Distribution::Gamma] {
        let widest = TimeTaken::estimated(distribution.clone(), 0.5, 60.0, 1_200.0).unwrap();
        assert!(widest.cv < 20.0, "the plan takes it: {}", widest.cv);
        let constant = TimeTaken::estimated(distribution, 0.5, 60.0, 60.0).unwrap();
        assert_eq!((constant.mean, constant.cv), (60.0, 0.0));
    }
    let nobody = Distribution::Empirical(vec![0.0, 0.0, 0.0, 4.0]);
    assert_eq!(TimeTaken::estimated(nobody, 0.0, 10.0, 20.0).map(|time| time.mean), Err(Implausible::Median));
}

/// What the engine draws has the quantiles and the spread that the page tells.
#[test]
fn the_engine_draws_what_is_told() {
    let shape = Distribution::Empirical(vec![0.1, 0.4, 0.7, 1.1, 3.5]);
    for (distribution, cv) in [
        (Distribution::Lognormal, 1.04),
        (Distribution::Gamma, 0.7),
        (Distribution::Exponential, 0.5),
        (Distribution::Constant, 0.5),
        (Distribution::Empirical(vec![0.0, 2.0]), 0.0),
        (shape, 0.0),
    ] {
        let table = Table::new(&distribution, cv);
        let key = Key::root(11, 0);
        let mut draws: Vec<f64> = (0..200_000).map(|draw| table.value(key.bits(draw))).collect();
        draws.sort_by(f64::total_cmp);
        let told = unit(distribution, cv);
        for share in [0.05, 0.25, 0.5, 0.75, 0.9, 0.97] {
            let drawn = draws[(share * 200_000.0) as usize];
            // The table is scaled to its mean by less than a hundredth, and 200,000 draws are that exact.
            assert!((drawn / told.quantile(share) - 1.0).abs() < 0.015, "{told:?} {share}: {drawn}");
        }
        let square = 1.0 + told.spread() * told.spread();
        assert!((table.mean_square() / square - 1.0).abs() < 0.02, "{told:?}: {}", table.mean_square());
    }
    let constant = Table::new(&Distribution::Empirical(vec![1.0, 1.0, 1.0]), 0.5);
    let (least, most) = (constant.value(2), constant.value(u64::MAX));
    assert!((least - 1.0).abs() < 1e-12 && (most - 1.0).abs() < 1e-12, "{least} {most}");
    assert_eq!(Table::new(&Distribution::Empirical(Vec::new()), 0.5).value(7), 1.0);
}

/// 1, 2 … 100 minutes.
fn hundred() -> Vec<f64> {
    (1..=100).rev().map(f64::from).collect()
}

#[test]
fn measured_durations_are_summed_up_and_none_of_them_is_kept() {
    let measured = Measured::of(hundred()).unwrap();
    assert_eq!((measured.count, measured.mean), (100, 50.5));
    // QUANTIL.INKL of an office program gives the same.
    near(measured.median(), 50.5);
    near(measured.ninety(), 90.1);
    near(measured.cv * 50.5, 29.011_491_975_882_016);
    let Distribution::Empirical(shape) = measured.distribution() else { panic!("another shape") };
    assert_eq!(shape.len(), 21);
    // The five largest have the mean 98, and the five around the 95th the mean 95: the line between them ends at 101.
    assert!((shape[20] * 50.5 - 101.0).abs() < 0.1 && shape[0] == 0.0, "{shape:?}");
    assert!((shape[10] * 50.5 - 50.5).abs() < 0.1 && (shape[19] * 50.5 - 95.0).abs() < 0.1, "{shape:?}");
    assert!((Distribution::mean_of(&shape).unwrap() - 1.0).abs() < 1e-4);
    let kept = measured.fit(measured.distribution());
    assert!((kept.spread() / measured.cv - 1.0).abs() < 0.02, "{}", kept.spread());
    let misfit = measured.misfit(&kept);
    assert!(!misfit.is_poor && (misfit.measured - misfit.fitted).abs() < 0.01, "{misfit:?}");
}

#[test]
fn too_few_durations_say_nothing_and_one_of_nothing_is_none() {
    assert_eq!(Measured::of(vec![5.0; 19]), None);
    for wrong in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let mut values = vec![5.0; 30];
        values[7] = wrong;
        assert_eq!(Measured::of(values), None);
    }
    let few = Measured::of((1..=20).map(f64::from).collect()).unwrap();
    let Distribution::Empirical(shape) = few.distribution() else { panic!("another shape") };
    assert_eq!(shape.len(), 5, "five cases stand behind each step");
    let equal = Measured::of(vec![5.0; 20]).unwrap();
    assert_eq!(
        (equal.mean, equal.cv, equal.distribution()),
        (5.0, 0.0, Distribution::Empirical(vec![1.0; 5]))
    );
    let equal = Measured::of(vec![5.0; 100]).unwrap();
    assert!(!equal.misfit(&equal.fit(Distribution::Constant)).is_poor);
    assert!(equal.misfit(&equal.fit(Distribution::Exponential)).is_poor);
}

/// Half of the cases are done at the counter, half have to be examined: no distribution with one hump fits, their shape does.
#[test]
fn a_mixture_is_told_by_its_poor_fit_and_kept_as_a_shape() {
    let of = |n: u32, from: f64| from + f64::from(n) / 100.0;
    let values = (0..200).map(|n| of(n, 5.0)).chain((0..200).map(|n| of(n, 90.0))).collect();
    let measured = Measured::of(values).unwrap();
    for distribution in [Distribution::Lognormal, Distribution::Gamma, Distribution::Exponential] {
        let misfit = measured.misfit(&measured.fit(distribution));
        assert!(misfit.is_poor, "{misfit:?}");
    }
    let kept = measured.fit(measured.distribution());
    assert!(!measured.misfit(&kept).is_poor && (kept.spread() / measured.cv - 1.0).abs() < 0.05);
    // Rounded to quarters of an hour, lognormal times are still lognormal.
    let lognormal = unit(Distribution::Lognormal, 1.0);
    let rounded = |n: u32| (lognormal.quantile((f64::from(n) - 0.5) / 400.0) * 8.0).round().max(1.0) * 15.0;
    let rounded = Measured::of((1..=400).map(rounded).collect()).unwrap();
    assert!(!rounded.misfit(&rounded.fit(Distribution::Lognormal)).is_poor);
}

proptest! {
    #[test]
    fn there_and_back_is_where_it_was(median in 0.1..10_000.0_f64, ratio in 1.2..20.0_f64, gamma: bool) {
        let distribution = if gamma { Distribution::Gamma } else { Distribution::Lognormal };
        let time = TimeTaken::estimated(distribution, 0.5, median, ratio * median).unwrap();
        prop_assert!((time.quantile(0.5) / median - 1.0).abs() < 1e-7);
        prop_assert!((time.quantile(0.9) / (ratio * median) - 1.0).abs() < 1e-7);
        let again = TimeTaken::estimated(time.distribution.clone(), 0.5, time.quantile(0.5), time.quantile(0.9));
        let again = again.unwrap();
        prop_assert!((again.mean / time.mean - 1.0).abs() < 1e-6 && (again.cv / time.cv - 1.0).abs() < 1e-5);
    }

    #[test]
    fn quantile_and_share_are_each_other_s_inverse(p in 0.01..0.99_f64, cv in 0.1..2.0_f64, which in 0..4_u8) {
        let distribution = match which {
            0 => Distribution::Lognormal,
            1 => Distribution::Gamma,
            2 => Distribution::Exponential,
            _ => Distribution::Empirical(vec![0.1, 0.6, 0.8, 1.4, 2.3]),
        };
        let time = TimeTaken { mean: 37.0, ..unit(distribution, cv) };
        let back = time.share_up_to(time.quantile(p));
        prop_assert!((back - p).abs() < 1e-8, "{back} instead of {p}");
    }

    #[test]
    fn shapes_are_what_the_plan_takes(values in proptest::collection::vec(0.01..5_000.0_f64, 20..300)) {
        let measured = Measured::of(values).unwrap();
        let Distribution::Empirical(shape) = measured.distribution() else { panic!("another shape") };
        prop_assert!(shape.len() <= measured.count / 5 + 1 && shape.len() >= 5);
        prop_assert!(shape[0] >= 0.0 && shape.windows(2).all(|pair| pair[0] <= pair[1]), "{shape:?}");
        prop_assert!((Distribution::mean_of(&shape).unwrap() - 1.0).abs() <= 1e-3);
    }
}
