//! The inputs of a law or an event, and the law that they say.

use super::super::figures::Entry;
use super::law::Law;
use crate::format::Language;
use crate::format::decimal;
use crate::plan::{CaseTypeId, DemandEvent, Plan};
use crate::ui::pages::staffing_plan::Values;
use chrono::NaiveDate;

/// Decimals of a factor at most.
const DECIMALS: usize = 9;

/// An input of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// What happens.
    Label,
    /// Whom it hits.
    CaseTypes,
    /// First day.
    From,
    /// Last day; empty for good.
    Until,
    /// Factor in full effect.
    Factor,
    /// Days until then.
    Ramp,
}

impl Input {
    /// Where the form begins.
    pub const FIRST: Self = Self::Label;

    /// Its name among the values and its identifier in the document.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Label => "gesetz-was",
            Self::CaseTypes => "gesetz-fallarten",
            Self::From => "gesetz-ab",
            Self::Until => "gesetz-bis",
            Self::Factor => "gesetz-faktor",
            Self::Ramp => "gesetz-anlauf",
        }
    }

    /// What can have the focus of it.
    #[must_use]
    pub fn selector(self) -> String {
        let inside = if self == Self::CaseTypes { " summary" } else { "" };
        format!("#{}{inside}", self.id())
    }
}

/// The name of the input for a case type, which is its identifier in the document, too.
#[must_use]
pub fn tick(id: &CaseTypeId) -> String {
    format!("gesetz-fallart-{id}")
}

/// Whether a case type is chosen.
#[must_use]
pub fn is_hit(values: &Values, id: &CaseTypeId) -> bool {
    values.get(&tick(id)) == "ja"
}

/// Chooses a case type, or no longer.
pub fn set_hit(values: &mut Values, id: &CaseTypeId, chosen: bool) {
    values.set(&tick(id), if chosen { "ja" } else { "" }.to_owned());
}

/// The inputs of a law of which nothing is said yet: it is in full effect at once.
#[must_use]
pub fn blank(language: Language) -> Values {
    let mut values = Values::new(language);
    values.set(Input::Ramp.id(), "0".to_owned());
    values
}

/// The inputs of a law as it is.
#[must_use]
pub fn of(law: &Law, language: Language) -> Values {
    let DemandEvent { from, until, factor, ramp_days, label, enabled: _ } = &law.event;
    let mut values = Values::new(language);
    values.set(Input::Label.id(), label.clone());
    values.set(Input::From.id(), from.to_string());
    values.set(Input::Until.id(), until.map(|day| day.to_string()).unwrap_or_default());
    values.set(Input::Factor.id(), exact(*factor, language));
    values.set(Input::Ramp.id(), ramp_days.to_string());
    law.case_types.iter().for_each(|id| set_hit(&mut values, id, true));
    values
}

/// A number so that the same number is read again: without thousands separators.
fn exact(value: f64, language: Language) -> String {
    let text = decimal::shortest(value, DECIMALS);
    match language {
        Language::German => text.replace('.', ","),
        Language::English => text,
    }
}

/// The factor that is typed, where it can be one.
#[must_use]
pub fn factor(values: &Values) -> Option<f64> {
    number(values, Input::Factor, DemandEvent::MAX_FACTOR)
}

fn number(values: &Values, input: Input, most: f64) -> Option<f64> {
    values.number(input.id()).ok().flatten().filter(|number| (0.0..=most).contains(number))
}

/// The law that the inputs say.
///
/// # Errors
/// The first input that is missing or cannot be.
pub fn law(values: &Values, plan: &Plan) -> Result<Law, Input> {
    let label = values.text(Input::Label.id()).ok_or(Input::Label)?;
    let hit = plan.case_types.iter().filter(|of| is_hit(values, &of.id));
    let case_types: Vec<CaseTypeId> = hit.map(|of| of.id.clone()).collect();
    if case_types.is_empty() {
        return Err(Input::CaseTypes);
    }
    let from = day(values, Input::From)?.ok_or(Input::From)?;
    let until = day(values, Input::Until)?;
    if until.is_some_and(|until| until < from) {
        return Err(Input::Until);
    }
    let factor = factor(values).ok_or(Input::Factor)?;
    let ramp = number(values, Input::Ramp, f64::from(DemandEvent::MAX_RAMP_DAYS));
    let ramp = ramp.filter(|days| days.fract() == 0.0).ok_or(Input::Ramp)?;
    // Within its bounds and whole, hence exact.
    let event = DemandEvent { from, until, factor, ramp_days: ramp as u32, label, enabled: true };
    Ok(Law { event, case_types, is_added: true })
}

fn day(values: &Values, input: Input) -> Result<Option<NaiveDate>, Input> {
    match values.day(input.id()) {
        Ok(day) if day.is_none_or(Entry::has) => Ok(day),
        _ => Err(input),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    fn filled() -> Values {
        let mut values = blank(Language::German);
        for (input, value) in
            [(Input::Label, " Novelle "), (Input::From, "2025-07-01"), (Input::Factor, "1,255")]
        {
            values.set(input.id(), value.to_owned());
        }
        for id in ["n02", "n01"] {
            set_hit(&mut values, &CaseTypeId::parse(id).unwrap(), true);
        }
        values
    }

    #[test]
    fn what_is_typed_becomes_a_law_and_a_law_fills_the_inputs() {
        let plan = builtin().unwrap();
        let law = law(&filled(), &plan).unwrap();
        assert_eq!((law.event.label.as_str(), law.event.factor, law.event.ramp_days), ("Novelle", 1.255, 0));
        assert!(law.is_added && law.event.enabled && law.event.until.is_none());
        let hit: Vec<&str> = law.case_types.iter().map(CaseTypeId::as_str).collect();
        assert_eq!(hit, ["n01", "n02"], "in the order of the plan");
        let until = Some("2025-12-31".parse().unwrap());
        let event = DemandEvent { until, ramp_days: 1_200, factor: 1_000.0, ..law.event.clone() };
        for law in [law.clone(), Law { event, ..law }] {
            for language in [Language::German, Language::English] {
                assert_eq!(super::law(&of(&law, language), &plan), Ok(law.clone()));
            }
        }
    }

    #[test]
    fn what_is_missing_or_cannot_be_is_named_by_its_input() {
        let plan = builtin().unwrap();
        for (input, value) in [
            (Input::Label, " "),
            (Input::From, ""),
            (Input::From, "1899-12-31"),
            (Input::Until, "2025-06-30"),
            (Input::Until, "2201-01-01"),
            (Input::Factor, ""),
            (Input::Factor, "doppelt"),
            (Input::Factor, "-1"),
            (Input::Factor, "1000,5"),
            (Input::Ramp, ""),
            (Input::Ramp, "1,5"),
            (Input::Ramp, "36501"),
        ] {
            let mut values = filled();
            values.set(input.id(), value.to_owned());
            assert_eq!(law(&values, &plan), Err(input), "{value}");
        }
        let mut nobody = filled();
        for id in ["n01", "n02"] {
            set_hit(&mut nobody, &CaseTypeId::parse(id).unwrap(), false);
        }
        assert_eq!(law(&nobody, &plan), Err(Input::CaseTypes));
        let mut one_day = filled();
        one_day.set(Input::Until.id(), "2025-07-01".to_owned());
        one_day.set(Input::Factor.id(), "0".to_owned());
        assert_eq!(law(&one_day, &plan).map(|law| law.event.factor), Ok(0.0));
    }
}
