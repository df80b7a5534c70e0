//! Laws and events in words.

use super::super::words::number;
use super::law::Law;
use super::typed::Input;
use crate::format::{date, percent};
use crate::plan::{CaseTypeId, DemandEvent, Plan};
use crate::ui::i18n::{I18n, t_string};

/// A law in a sentence; tracks the language.
pub fn of(i18n: I18n, law: &Law, plan: &Plan) -> String {
    let language = i18n.language();
    let DemandEvent { from, until, factor, ramp_days, label, .. } = &law.event;
    let from = date(*from, language);
    let days = match until.map(|until| date(until, language)) {
        Some(until) => t_string!(i18n, simulation.law_span, from, until),
        None => t_string!(i18n, simulation.law_lasting, from),
    };
    let (meaning, factor) = (times(i18n, *factor), number(*factor, 2, language));
    let effect = match *ramp_days {
        0 => t_string!(i18n, simulation.law_effect, factor, meaning),
        days => {
            let days = number(f64::from(days), 0, language);
            t_string!(i18n, simulation.law_ramped, factor, meaning, days)
        }
    };
    let whom = whom(i18n, &law.case_types, plan);
    t_string!(i18n, simulation.law, label, days, effect, whom)
}

/// Whom it hits: whole units by their names, single case types by theirs.
fn whom(i18n: I18n, hit: &[CaseTypeId], plan: &Plan) -> String {
    let mut names = Vec::new();
    for unit in &plan.units {
        let all = || plan.case_types.iter().filter(|of| of.unit == unit.id);
        let chosen: Vec<&str> = all().filter(|of| hit.contains(&of.id)).map(|of| of.name.as_str()).collect();
        if chosen.len() > 1 && chosen.len() == all().count() {
            names.push(t_string!(i18n, simulation.law_all_of, unit = unit.name.as_str()));
        } else {
            names.extend(chosen.into_iter().map(str::to_owned));
        }
    }
    names.join(", ")
}

/// What a factor means: „doppelt so viele Fälle“; tracks the language.
pub fn times(i18n: I18n, factor: f64) -> String {
    let language = i18n.language();
    let share = |share: f64| percent(share, usize::from((share * 1_000.0).round() % 10.0 != 0.0), language);
    if factor == 0.0 {
        t_string!(i18n, simulation.times_none).to_owned()
    } else if factor == 0.5 {
        t_string!(i18n, simulation.times_half).to_owned()
    } else if factor == 1.0 {
        t_string!(i18n, simulation.times_same).to_owned()
    } else if factor == 2.0 {
        t_string!(i18n, simulation.times_double).to_owned()
    } else if factor > 2.0 {
        t_string!(i18n, simulation.times_many, times = number(factor, 2, language))
    } else if factor > 1.0 {
        t_string!(i18n, simulation.times_more, share = share(factor - 1.0))
    } else {
        t_string!(i18n, simulation.times_fewer, share = share(1.0 - factor))
    }
}

/// Smallest and largest factor; tracks the language.
pub fn factors(i18n: I18n) -> [String; 2] {
    up_to(i18n, DemandEvent::MAX_FACTOR)
}

fn up_to(i18n: I18n, most: f64) -> [String; 2] {
    [0.0, most].map(|bound| number(bound, 0, i18n.language()))
}

/// What is wrong with an input, and what would be right; tracks the language.
pub fn problem(i18n: I18n, input: Input) -> String {
    match input {
        Input::Label => t_string!(i18n, simulation.law_no_label).to_owned(),
        Input::CaseTypes => t_string!(i18n, simulation.law_no_case_type).to_owned(),
        Input::From => t_string!(i18n, simulation.no_day).to_owned(),
        Input::Until => t_string!(i18n, simulation.law_order).to_owned(),
        Input::Factor => {
            let [least, most] = factors(i18n);
            t_string!(i18n, simulation.not_in_range, least, most)
        }
        Input::Ramp => {
            let [least, most] = up_to(i18n, f64::from(DemandEvent::MAX_RAMP_DAYS));
            t_string!(i18n, simulation.not_whole, least, most)
        }
    }
}
