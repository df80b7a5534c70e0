//! Assumptions in words: name, unit, value, range.

use super::figures::{Assumption, Entry, day_of};
use crate::format::{self, Language};
use crate::plan::{DemandEvent, Plan, PopulationId};
use crate::ui::i18n::{I18n, t_string};

/// Name of an assumption.
pub fn name(i18n: I18n, assumption: &Assumption, plan: &Plan) -> String {
    let case = |id| plan.case_type(id).map(|of| of.name.clone()).unwrap_or_default();
    let people = |id: &PopulationId| {
        plan.populations.iter().find(|of| of.id == *id).map(|of| of.name.clone()).unwrap_or_default()
    };
    match assumption {
        Assumption::Absence => t_string!(i18n, simulation.absence).to_owned(),
        Assumption::Turnover => t_string!(i18n, simulation.turnover).to_owned(),
        Assumption::Recruitment => t_string!(i18n, simulation.recruitment).to_owned(),
        Assumption::Allowance => t_string!(i18n, simulation.allowance).to_owned(),
        Assumption::OnboardingForm => t_string!(i18n, simulation.onboarding_form).to_owned(),
        Assumption::OnboardingMonths => t_string!(i18n, simulation.onboarding_months).to_owned(),
        Assumption::Transfer => t_string!(i18n, simulation.transfer).to_owned(),
        Assumption::Mentor(place) => {
            let from = plan.assumptions.onboarding.mentor.get(*place).map_or(0.0, |point| point.0);
            t_string!(i18n, simulation.mentor, month = number(from, 1, i18n.language()))
        }
        Assumption::AtOnce => t_string!(i18n, simulation.at_once).to_owned(),
        Assumption::DecidesAfter => t_string!(i18n, simulation.decides_after).to_owned(),
        Assumption::Decision => t_string!(i18n, simulation.decision).to_owned(),
        Assumption::DueFirst => t_string!(i18n, simulation.due_first).to_owned(),
        Assumption::Ageing => t_string!(i18n, simulation.ageing).to_owned(),
        Assumption::FailureDemand => t_string!(i18n, simulation.failure_demand).to_owned(),
        Assumption::Enquiries => t_string!(i18n, simulation.enquiries).to_owned(),
        Assumption::Certificates => t_string!(i18n, simulation.certificates).to_owned(),
        Assumption::Suits => t_string!(i18n, simulation.suits).to_owned(),
        Assumption::Growth(id) => t_string!(i18n, simulation.growth, name = case(id)),
        Assumption::Dispersion(id) => t_string!(i18n, simulation.dispersion, name = case(id)),
        Assumption::Priority(id) => t_string!(i18n, simulation.priority, name = case(id)),
        Assumption::Wait(id, place) => {
            let step = plan.case_type(id).and_then(|of| of.steps.get(*place));
            let party = step.map(|step| step.then_party.clone().unwrap_or_else(|| step.name.clone()));
            t_string!(i18n, simulation.wait, name = case(id), party = party.unwrap_or_default())
        }
        Assumption::FollowUp(id, place) => {
            let follow = plan.case_type(id).and_then(|of| of.follow_ups.get(*place));
            let next = follow.map(|follow| case(&follow.case_type)).unwrap_or_default();
            t_string!(i18n, simulation.follow_up, name = case(id), next)
        }
        Assumption::Waiting(id) => t_string!(i18n, simulation.waiting, name = case(id)),
        Assumption::OldestWaiting(id) => t_string!(i18n, simulation.oldest_waiting, name = case(id)),
        Assumption::Demand(id) => t_string!(i18n, simulation.demand, name = case(id)),
        Assumption::MinutesPerCase(id) => t_string!(i18n, simulation.minutes, name = case(id)),
        Assumption::Event(id, place)
        | Assumption::EventFactor(id, place)
        | Assumption::EventDate(id, place) => {
            let event = plan.case_type(id).and_then(|of| of.demand.events.get(*place));
            event.map_or_else(String::new, |event| event_name(i18n, assumption, event, case(id)))
        }
        Assumption::Inflow(id) => t_string!(i18n, simulation.inflow, name = people(id)),
        Assumption::Stay(id) => t_string!(i18n, simulation.stay, name = people(id)),
        Assumption::Places(id) => t_string!(i18n, simulation.places, name = people(id)),
    }
}

fn event_name(i18n: I18n, assumption: &Assumption, event: &DemandEvent, name: String) -> String {
    let label = &event.label;
    match assumption {
        Assumption::EventFactor(..) => t_string!(i18n, simulation.event_factor, label, name),
        Assumption::EventDate(..) => t_string!(i18n, simulation.event_date, label, name),
        _ => {
            let date = format::date(event.from, i18n.language());
            let factor = format::number(event.factor, 2, i18n.language());
            t_string!(i18n, simulation.event, date, label, name, factor)
        }
    }
}

/// The unit behind the input.
pub fn unit(i18n: I18n, assumption: &Assumption) -> &'static str {
    match assumption {
        Assumption::Absence => t_string!(i18n, simulation.unit_days_per_year),
        Assumption::Recruitment
        | Assumption::Ageing
        | Assumption::Stay(_)
        | Assumption::Wait(..)
        | Assumption::OldestWaiting(_) => t_string!(i18n, simulation.unit_days),
        Assumption::Waiting(_) => t_string!(i18n, simulation.unit_cases),
        Assumption::OnboardingMonths | Assumption::DecidesAfter => t_string!(i18n, simulation.unit_months),
        Assumption::AtOnce => t_string!(i18n, simulation.unit_newcomers),
        Assumption::Demand(_) | Assumption::Inflow(_) => t_string!(i18n, simulation.unit_per_year),
        Assumption::MinutesPerCase(_) => t_string!(i18n, simulation.unit_minutes),
        Assumption::Turnover | Assumption::Growth(_) => t_string!(i18n, simulation.unit_percent_per_year),
        Assumption::Mentor(_) => t_string!(i18n, simulation.unit_percent_of_post),
        Assumption::Enquiries => t_string!(i18n, simulation.unit_per_case_month),
        Assumption::Dispersion(_) => t_string!(i18n, simulation.unit_times_chance),
        Assumption::Allowance
        | Assumption::Transfer
        | Assumption::Decision
        | Assumption::Certificates
        | Assumption::Suits
        | Assumption::FollowUp(..) => "%",
        _ => "",
    }
}

/// What the figure means, where its name does not say it.
pub fn meaning(i18n: I18n, assumption: &Assumption) -> &'static str {
    match assumption {
        Assumption::Priority(_) => t_string!(i18n, simulation.priority_means),
        Assumption::AtOnce => t_string!(i18n, simulation.at_once_means),
        Assumption::DecidesAfter => t_string!(i18n, simulation.decides_after_means),
        Assumption::Decision => t_string!(i18n, simulation.decision_means),
        Assumption::DueFirst => t_string!(i18n, simulation.due_first_means),
        Assumption::Ageing => t_string!(i18n, simulation.ageing_means),
        _ => "",
    }
}

/// A word that tells assumptions apart in the document.
pub fn identifier(assumption: &Assumption) -> String {
    match assumption {
        Assumption::Absence => "abwesenheit".to_owned(),
        Assumption::Turnover => "fluktuation".to_owned(),
        Assumption::Recruitment => "besetzung".to_owned(),
        Assumption::Allowance => "verteilzeit".to_owned(),
        Assumption::OnboardingForm => "einarbeitung-form".to_owned(),
        Assumption::OnboardingMonths => "einarbeitung-monate".to_owned(),
        Assumption::Transfer => "uebertrag".to_owned(),
        Assumption::Mentor(place) => format!("anleitung-{place}"),
        Assumption::AtOnce => "einarbeitung-zugleich".to_owned(),
        Assumption::DecidesAfter => "einarbeitung-entscheidet".to_owned(),
        Assumption::Decision => "entscheidung".to_owned(),
        Assumption::DueFirst => "frist-zuerst".to_owned(),
        Assumption::Ageing => "vorsprung".to_owned(),
        Assumption::FailureDemand => "folgearbeit".to_owned(),
        Assumption::Enquiries => "nachfragen".to_owned(),
        Assumption::Certificates => "bescheinigungen".to_owned(),
        Assumption::Suits => "klagen".to_owned(),
        Assumption::Growth(id) => format!("wachstum-{id}"),
        Assumption::Dispersion(id) => format!("streuung-{id}"),
        Assumption::Priority(id) => format!("rang-{id}"),
        Assumption::Wait(id, place) => format!("wartezeit-{id}-{place}"),
        Assumption::FollowUp(id, place) => format!("folgefall-{id}-{place}"),
        Assumption::Waiting(id) => format!("bestand-{id}"),
        Assumption::OldestWaiting(id) => format!("alter-{id}"),
        Assumption::EventFactor(id, place) => format!("faktor-{id}-{place}"),
        Assumption::EventDate(id, place) => format!("tag-{id}-{place}"),
        Assumption::Demand(id) => format!("faelle-{id}"),
        Assumption::MinutesPerCase(id) => format!("minuten-{id}"),
        Assumption::Event(id, place) => format!("ereignis-{id}-{place}"),
        Assumption::Inflow(id) => format!("zugang-{id}"),
        Assumption::Stay(id) => format!("verweildauer-{id}"),
        Assumption::Places(id) => format!("plaetze-{id}"),
    }
}

/// A value in words, as it stands in the input.
pub fn value(i18n: I18n, entry: Entry, value: Option<f64>) -> String {
    let Some(value) = value else { return String::new() };
    match entry {
        Entry::Number(_, _, decimals) => number(value, decimals, i18n.language()),
        Entry::Switch if value > 0.0 => t_string!(i18n, simulation.yes).to_owned(),
        Entry::Switch => t_string!(i18n, simulation.no).to_owned(),
        Entry::Form if value == 1.0 => t_string!(i18n, simulation.form_linear).to_owned(),
        Entry::Form if value == 2.0 => t_string!(i18n, simulation.form_exponential).to_owned(),
        Entry::Form => t_string!(i18n, simulation.form_steps).to_owned(),
        Entry::Date => day_of(value).map(|day| format::date(day, i18n.language())).unwrap_or_default(),
    }
}

/// With decimals only where there are some.
pub fn number(value: f64, decimals: usize, language: Language) -> String {
    let whole = (value - value.round()).abs() < 0.5 * 0.1_f64.powi(i32::try_from(decimals).unwrap_or(0));
    format::number(value, if whole { 0 } else { decimals }, language)
}

/// The bounds of a number or a day, as they stand beside the input and in the error.
pub fn bounds(entry: Entry, language: Language) -> Option<[String; 2]> {
    match entry {
        Entry::Number(least, most, decimals) => {
            Some([least, most].map(|bound| number(bound, decimals, language)))
        }
        Entry::Date => {
            Some(Entry::DATES.map(|day| day.map(|day| format::date(day, language)).unwrap_or_default()))
        }
        _ => None,
    }
}
