//! Durations in words.

use super::Desk;
use super::draft::{Kind, Problem, shown};
use super::subject::Subject;
use crate::format::{Language, number, percent};
use crate::plan::Plan;
use crate::simulation::{Measured, Misfit, TimeTaken};
use crate::ui::i18n::{I18n, t_string};

/// Name of a step or a wait.
pub fn name(i18n: I18n, of: &Subject, plan: &Plan) -> String {
    let Some((case_type, step)) = of.parts(plan) else { return String::new() };
    let name = case_type.name.as_str();
    if of.is_wait {
        let party = step.then_party.as_deref().unwrap_or(&step.name);
        return t_string!(i18n, simulation.wait, name, party);
    }
    t_string!(i18n, simulation.duration_step, name, step = step.name.as_str())
}

/// Minutes or days.
pub fn unit(i18n: I18n, is_wait: bool) -> &'static str {
    if is_wait { t_string!(i18n, simulation.unit_days) } else { t_string!(i18n, simulation.unit_minutes) }
}

/// Name of a distribution.
pub fn kind(i18n: I18n, of: Kind) -> &'static str {
    match of {
        Kind::Lognormal => t_string!(i18n, simulation.shape_lognormal),
        Kind::Gamma => t_string!(i18n, simulation.shape_gamma),
        Kind::Exponential => t_string!(i18n, simulation.shape_exponential),
        Kind::Constant => t_string!(i18n, simulation.shape_constant),
        Kind::Empirical => t_string!(i18n, simulation.shape_empirical),
    }
}

/// When a distribution fits.
pub fn fits(i18n: I18n, of: Kind) -> &'static str {
    match of {
        Kind::Lognormal => t_string!(i18n, simulation.shape_lognormal_fits),
        Kind::Gamma => t_string!(i18n, simulation.shape_gamma_fits),
        Kind::Exponential => t_string!(i18n, simulation.shape_exponential_fits),
        Kind::Constant => t_string!(i18n, simulation.shape_constant_fits),
        Kind::Empirical => t_string!(i18n, simulation.shape_empirical_fits),
    }
}

/// What a duration means; tracks the language.
pub fn meaning(i18n: I18n, time: &TimeTaken, is_wait: bool) -> String {
    let language = i18n.language();
    let [mean, median, ninety] =
        [time.mean, time.quantile(0.5), time.quantile(0.9)].map(|value| shown(value, language));
    let share = percent(1.0 - time.share_up_to(2.0 * time.mean), 0, language);
    let (cv, unit) = (number(time.spread(), 2, language), unit(i18n, is_wait));
    t_string!(i18n, simulation.duration_means, mean, median, ninety, unit, share, cv)
}

/// What was measured; tracks the language.
pub fn measured(i18n: I18n, of: &Measured, is_wait: bool) -> String {
    let language = i18n.language();
    let [mean, median, ninety] = [of.mean, of.median(), of.ninety()].map(|value| shown(value, language));
    let (cv, unit) = (number(of.cv, 2, language), unit(i18n, is_wait));
    let count = number(of.count as f64, 0, language);
    t_string!(i18n, simulation.duration_found, count, mean, median, ninety, unit, cv)
}

/// How well a distribution fits what was measured; tracks the language.
pub fn fit(i18n: I18n, of: &Misfit, is_wait: bool) -> String {
    let language = i18n.language();
    let (value, unit) = (shown(of.value, language), unit(i18n, is_wait));
    let [measured, fitted] = [of.measured, of.fitted].map(|share| percent(share, 0, language));
    let apart = t_string!(i18n, simulation.duration_apart, value, unit, measured, fitted);
    let verdict = match (of.is_poor, is_wait) {
        (false, _) => t_string!(i18n, simulation.duration_fits),
        (true, true) => t_string!(i18n, simulation.duration_fits_not),
        (true, false) => t_string!(i18n, simulation.duration_fits_not_but),
    };
    format!("{verdict} {apart}")
}

/// What is wrong; tracks the language.
pub fn problem(desk: Desk, of: Problem) -> String {
    let i18n = desk.i18n;
    match of {
        Problem::Median | Problem::Ninety => t_string!(i18n, simulation.duration_no_number).to_owned(),
        Problem::Order => t_string!(i18n, simulation.duration_order).to_owned(),
        Problem::Ratio => {
            let most = number(TimeTaken::MOST_RATIO, 0, i18n.language());
            t_string!(i18n, simulation.duration_ratio, most)
        }
        Problem::TooLong => {
            let most = desk.chosen.with(|of| of.as_ref().map_or(0.0, Subject::most));
            let (most, unit) = (number(most, 0, i18n.language()), unit(i18n, desk.is_wait()));
            t_string!(i18n, simulation.duration_too_long, most, unit)
        }
        Problem::Gone => t_string!(i18n, simulation.duration_gone).to_owned(),
    }
}

/// A class of durations: „0 bis 50“, „über 300“.
pub fn class(i18n: I18n, from: f64, to: Option<f64>) -> String {
    let language = i18n.language();
    let from = plain(from, language);
    match to {
        Some(to) => t_string!(i18n, simulation.duration_class, from, to = plain(to, language)),
        None => t_string!(i18n, simulation.duration_beyond, from),
    }
}

/// Where a class begins, beneath its bar.
pub fn tick(i18n: I18n, from: f64, is_last: bool) -> String {
    let figure = plain(from, i18n.language());
    if is_last { format!("> {figure}") } else { figure }
}

/// A round figure without decimals that say nothing.
fn plain(value: f64, language: Language) -> String {
    let decimals = (0..6).find(|decimals| (value * 10_f64.powi(*decimals)).fract().abs() < 1e-6).unwrap_or(6);
    number(value, usize::try_from(decimals).unwrap_or(0), language)
}
