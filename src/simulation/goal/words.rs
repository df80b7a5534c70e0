//! A goal and how it stands, in words.

use super::{Goal, GoalError, GoalReading};
use crate::format::{self, Language};
use crate::plan::{Fte, Plan};
use crate::simulation::{Target, TargetMeasure, Verdict};

impl Goal {
    /// „Einbürgerung: höchstens 5,0 % der offenen Fälle älter als drei Monate am 31.12.2026“. `plan` names the unit.
    #[must_use]
    pub fn sentence(&self, plan: &Plan, language: Language) -> String {
        let day = format::date(self.on(), language);
        let bound = self.value(self.at_most(), language);
        match (self, language) {
            (Self::Service { unit, measure, at_most, on }, _) => {
                let name = plan.unit_name(unit);
                match Target::new(unit.clone(), *measure, *at_most, *on, plan.as_of) {
                    Ok(target) => format!("{name}: {}", target.sentence(language)),
                    Err(error) => format!("{name}: {}", error.sentence(language)),
                }
            }
            (Self::Fte { .. }, Language::German) => format!("Stellen: höchstens {bound} am {day}"),
            (Self::Fte { .. }, Language::English) => format!("Posts: at most {bound} on {day}"),
            (Self::Cost { .. }, Language::German) => {
                format!("Personalkosten: höchstens {bound} nach dem Stand vom {day}")
            }
            (Self::Cost { .. }, Language::English) => {
                format!("Personnel cost: at most {bound} as of {day}")
            }
        }
    }

    /// „7,3 % (± 0,8 %): verfehlt, um 2,3 Prozentpunkte darüber“.
    #[must_use]
    pub fn verdict(&self, reading: &GoalReading, language: Language) -> String {
        let value = self.value(reading.value, language);
        let interval = reading.half_width.map(|half| format!(" (± {})", self.distance(half, language)));
        let distance = reading.value - self.at_most();
        let room = self.distance(distance.abs(), language);
        let side = match (distance > 0.0, language) {
            (true, Language::German) => format!("um {room} darüber"),
            (true, Language::English) => format!("{room} above"),
            (false, Language::German) => format!("{room} Spielraum"),
            (false, Language::English) => format!("{room} to spare"),
        };
        let word = reading.verdict.word(language);
        let mut sentence = format!("{value}{}: {word}, {side}", interval.unwrap_or_default());
        if reading.without > Fte::default() {
            let without = fte(reading.without.as_f64(), language);
            sentence.push_str(&match language {
                Language::German => {
                    format!(" (ohne {without}, für deren Gruppe der Plan keine Kosten nennt)")
                }
                Language::English => format!(" (without {without} whose grade has no cost in the plan)"),
            });
        }
        sentence
    }

    /// A value with its unit.
    fn value(&self, value: f64, language: Language) -> String {
        match self {
            Self::Service { measure, .. } => measure.value(value, language),
            Self::Fte { .. } => fte(value, language),
            Self::Cost { .. } => {
                let number = format::number(value, 0, language);
                match language {
                    Language::German => format!("{number}\u{202f}€ im Jahr"),
                    Language::English => format!("€{number} a year"),
                }
            }
        }
    }

    /// A difference between two values with its unit: shares differ in percentage points.
    fn distance(&self, value: f64, language: Language) -> String {
        let is_share = matches!(
            self,
            Self::Service { measure: TargetMeasure::ShareOverThreeMonths | TargetMeasure::Utilisation, .. }
        );
        if !is_share {
            return self.value(value, language);
        }
        let number = format::number(value * 100.0, 1, language);
        match language {
            Language::German => format!("{number} Prozentpunkte"),
            Language::English => format!("{number} percentage points"),
        }
    }
}

fn fte(value: f64, language: Language) -> String {
    let number = format::number(value, 2, language);
    match language {
        Language::German => format!("{number} VZÄ"),
        Language::English => format!("{number} FTE"),
    }
}

impl Verdict {
    /// The word for style sheets and tests.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Unclear => "unclear",
            Self::Missed => "missed",
        }
    }
}

impl GoalError {
    /// The sentence in one of the languages.
    #[must_use]
    pub fn sentence(&self, language: Language) -> String {
        match (self, language) {
            (_, Language::German) => self.to_string(),
            (Self::NoUnit(unit), Language::English) => {
                format!("There is no unit “{unit}” in this scenario; please choose another one.")
            }
            (Self::TooEarly, Language::English) => {
                "The day lies before the first day of the plan; please choose a later one.".to_owned()
            }
            (Self::Target(error), Language::English) => error.sentence(language),
            (Self::NoCost, Language::English) => {
                "The plan names no cost of any grade; a goal for cost cannot be checked against it."
                    .to_owned()
            }
        }
    }
}
