//! The chart coloured by a measure: which unit stands in which of five classes, in words, with the legend.
//!
//! A class is never a colour alone: each has a pattern and each unit its value in words. Figures are those of the cards:
//! a unit counts with everything below it, except for what half a post more would bring, which is its own.

mod asked;
mod painted;
mod words;

pub use asked::Asked;
pub use painted::{Colours, Unpainted};

use super::facts::Facts;
use crate::assessment::Level;
use crate::format::{self, Language};
use crate::plan::gather::gathered;
use crate::plan::{Fte, UnitId};
use chrono::{Months, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use words::{note, said, worth_table};

/// Number of classes.
pub const CLASSES: usize = 5;
/// How far ahead kw dates are looked for.
const KW_MONTHS: u32 = 12;

/// What the chart can be coloured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Need over posts, as the assessment has it.
    Load,
    /// Posts that are not filled over all posts.
    Vacancy,
    /// What the filled posts lack in training.
    Onboarding,
    /// Posts that end within twelve months over all posts.
    Kw,
    /// Open cases older than three months over all open cases at the end of the forecast.
    OverThreeMonths,
    /// Open cases at the end of the forecast.
    OpenCases,
    /// Open cases that half a post more would save by the end of the forecast.
    HalfPost,
    /// Days in the queue that half a post more would save each arrival until then.
    HalfPostWaiting,
}

impl Measure {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Load,
        Self::Vacancy,
        Self::Onboarding,
        Self::Kw,
        Self::OverThreeMonths,
        Self::OpenCases,
        Self::HalfPost,
        Self::HalfPostWaiting,
    ];

    /// Its word in addresses.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Load => "auslastung",
            Self::Vacancy => "vakanz",
            Self::Onboarding => "einarbeitung",
            Self::Kw => "kw",
            Self::OverThreeMonths => "drei-monate",
            Self::OpenCases => "offene-faelle",
            Self::HalfPost => "halbe-stelle",
            Self::HalfPostWaiting => "halbe-stelle-wartezeit",
        }
    }

    /// The measure with this word.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.key() == key)
    }

    /// Its name.
    #[must_use]
    pub const fn name(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Load, Language::German) => "Auslastung",
            (Self::Load, Language::English) => "Load",
            (Self::Vacancy, Language::German) => "Unbesetzte Stellen",
            (Self::Vacancy, Language::English) => "Vacant posts",
            (Self::Onboarding, Language::German) => "Fehlende Einarbeitung",
            (Self::Onboarding, Language::English) => "Training outstanding",
            (Self::Kw, Language::German) => "kw in zwölf Monaten",
            (Self::Kw, Language::English) => "Ending within twelve months",
            (Self::OverThreeMonths, Language::German) => "Anteil über drei Monate",
            (Self::OverThreeMonths, Language::English) => "Share over three months",
            (Self::OpenCases, Language::German) => "Offene Fälle",
            (Self::OpenCases, Language::English) => "Open cases",
            (Self::HalfPost, Language::German) => "Nutzen einer halben Stelle: offene Fälle",
            (Self::HalfPost, Language::English) => "Worth of half a post: open cases",
            (Self::HalfPostWaiting, Language::German) => "Nutzen einer halben Stelle: Wartezeit",
            (Self::HalfPostWaiting, Language::English) => "Worth of half a post: waiting",
        }
    }

    /// Whether it needs the simulation.
    #[must_use]
    pub const fn is_forecast(self) -> bool {
        matches!(self, Self::OverThreeMonths | Self::OpenCases) || self.is_worth()
    }

    /// Whether it says what half a post more would bring.
    #[must_use]
    pub const fn is_worth(self) -> bool {
        matches!(self, Self::HalfPost | Self::HalfPostWaiting)
    }
}

/// What the simulation says of a unit's own cases at the end of the forecast.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Outlook {
    /// Open cases, mean of the replications.
    pub open: f64,
    /// Of these, older than three months.
    pub over_three_months: f64,
}

/// A paired difference: so much less of something, negative where there is more.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Gain {
    /// Mean over the replications.
    pub mean: f64,
    /// Half width of its 95 % interval.
    pub half_width: f64,
}

/// What half a post more brings in a unit: paired differences to the plan without it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Worth {
    /// Open cases fewer at the end of the forecast.
    pub cases: Gain,
    /// Open cases older than three months fewer on the same day.
    pub over_three_months: Gain,
    /// Calendar days in the queue fewer for each arrival until then.
    pub waiting_days: Gain,
}

/// What is known from the simulation.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Known {
    /// Last day of the forecast.
    pub last: NaiveDate,
    /// By unit, its own cases alone.
    pub outlook: BTreeMap<UnitId, Outlook>,
    /// By unit.
    pub worth: BTreeMap<UnitId, Worth>,
}

/// The class of a unit and its value in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shade {
    /// 1 to [`CLASSES`]; 0 where there is no value.
    pub class: u8,
    /// The value.
    pub words: String,
}

/// A class in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegendEntry {
    /// As in [`Shade`].
    pub class: u8,
    /// Which values it holds.
    pub words: String,
}

/// The chart in the colours of a measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Shading {
    /// Of what.
    pub measure: Measure,
    /// Every unit.
    pub units: BTreeMap<UnitId, Shade>,
    /// The classes that can occur, in their order.
    pub legend: Vec<LegendEntry>,
    /// What the figures rest on, and the unit that stands out, in sentences.
    pub note: String,
    /// What half a post brings, the most first: name of the unit and its [`Worth`] in words. Empty for other measures.
    pub worth: Vec<(String, [String; 3])>,
}

impl Shading {
    /// The classes of all units on the day of the facts. Linear in units and posts, times the depth of the tree.
    #[must_use]
    pub fn of(measure: Measure, facts: &Facts, known: &Known, language: Language) -> Self {
        let values = values(measure, facts, known);
        let scale = Scale::of(measure, &values);
        let shade = |id: &UnitId| match values.get(id) {
            Some(value) => {
                Shade { class: scale.class(value.figure), words: said(measure, value, known, language) }
            }
            None => Shade { class: 0, words: nothing(language).to_owned() },
        };
        let units: BTreeMap<UnitId, Shade> = gathered(facts.units.keys().map(|id| (id.clone(), shade(id))));
        let mut legend = scale.legend(measure, language);
        if units.values().any(|shade| shade.class == 0) {
            legend.insert(0, LegendEntry { class: 0, words: nothing(language).to_owned() });
        }
        let worth =
            if measure.is_worth() { worth_table(facts, &values, known, language) } else { Vec::new() };
        Self { measure, note: note(measure, facts, &values, known, language), units, legend, worth }
    }
}

const fn nothing(language: Language) -> &'static str {
    match language {
        Language::German => "kein Wert",
        Language::English => "no value",
    }
}

/// A unit's figure, and what it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Value {
    figure: f64,
    /// The part and the whole, where the figure is a share of posts.
    of: Option<(f64, f64)>,
    half_width: Option<f64>,
    over_three_months: Gain,
}

fn values(measure: Measure, facts: &Facts, known: &Known) -> BTreeMap<UnitId, Value> {
    let posts = |part: &dyn Fn(&UnitId) -> f64| {
        let share = |(id, unit): (&UnitId, &super::UnitFacts)| {
            let whole = unit.now.total.planned.as_f64();
            let part = part(id);
            (whole > 0.0).then(|| {
                (id.clone(), Value { figure: part / whole, of: Some((part, whole)), ..Value::default() })
            })
        };
        gathered(facts.units.iter().filter_map(share))
    };
    let total = |id: &UnitId| facts.units.get(id).map(|unit| unit.now.total).unwrap_or_default();
    match measure {
        Measure::Load => {
            let load = |(id, unit): (&UnitId, &super::UnitFacts)| {
                Some((id.clone(), Value { figure: unit.now.load?, ..Value::default() }))
            };
            gathered(facts.units.iter().filter_map(load))
        }
        Measure::Vacancy => posts(&|id| total(id).vacant().as_f64()),
        Measure::Onboarding => {
            let lack = |(id, unit): (&UnitId, &super::UnitFacts)| {
                let sums = unit.now.total;
                let filled = sums.filled.as_f64();
                let part = filled - sums.effective;
                (filled > 0.0).then(|| {
                    (
                        id.clone(),
                        Value { figure: part / filled, of: Some((part, filled)), ..Value::default() },
                    )
                })
            };
            gathered(facts.units.iter().filter_map(lack))
        }
        Measure::Kw => {
            let ending = ending(facts);
            posts(&|id| ending.get(id).copied().unwrap_or(Fte::ZERO).as_f64())
        }
        Measure::OverThreeMonths | Measure::OpenCases => outlook(measure, facts, known),
        Measure::HalfPost | Measure::HalfPostWaiting => {
            let value = |(id, worth): (&UnitId, &Worth)| {
                let gain = if measure == Measure::HalfPost { worth.cases } else { worth.waiting_days };
                let value = Value {
                    figure: gain.mean,
                    of: None,
                    half_width: Some(gain.half_width),
                    over_three_months: worth.over_three_months,
                };
                (id.clone(), value)
            };
            gathered(known.worth.iter().filter(|(id, _)| facts.units.contains_key(*id)).map(value))
        }
    }
}

/// Full-time equivalents that end within twelve months of the day, with all units below.
fn ending(facts: &Facts) -> BTreeMap<UnitId, Fte> {
    let until = facts.date.checked_add_months(Months::new(KW_MONTHS)).unwrap_or(NaiveDate::MAX);
    let ends = |kw: NaiveDate| kw >= facts.date && kw < until;
    let mut own: BTreeMap<UnitId, Fte> = BTreeMap::new();
    for post in facts.plan.posts.iter().filter(|post| post.kw.is_some_and(ends)) {
        for share in &post.shares {
            *own.entry(share.unit.clone()).or_default() += share.fte;
        }
    }
    let mut total = BTreeMap::new();
    for (unit, fte) in own {
        for above in path(facts, &unit) {
            *total.entry(above).or_default() += fte;
        }
    }
    total
}

fn outlook(measure: Measure, facts: &Facts, known: &Known) -> BTreeMap<UnitId, Value> {
    let mut total: BTreeMap<UnitId, Outlook> = BTreeMap::new();
    for (unit, own) in &known.outlook {
        for above in path(facts, unit) {
            let sum = total.entry(above).or_default();
            sum.open += own.open;
            sum.over_three_months += own.over_three_months;
        }
    }
    let value = |(id, sum): (UnitId, Outlook)| {
        let figure = match measure {
            Measure::OpenCases => sum.open,
            _ if sum.open > 0.0 => sum.over_three_months / sum.open,
            _ => 0.0,
        };
        (id, Value { figure, of: Some((sum.over_three_months, sum.open)), ..Value::default() })
    };
    gathered(total.into_iter().map(value))
}

/// A unit and all units above it; nothing for one that is not there.
fn path(facts: &Facts, unit: &UnitId) -> Vec<UnitId> {
    let mut seen = BTreeSet::new();
    let mut path = Vec::new();
    let mut next = facts.units.get(unit);
    while let Some(unit) = next.filter(|unit| seen.insert(unit.id.clone())) {
        path.push(unit.id.clone());
        next = unit.parent.as_ref().and_then(|parent| facts.units.get(parent));
    }
    path
}

/// The bounds between classes: fixed where a figure means the same everywhere, after the largest value where not.
struct Scale {
    levels: bool,
    /// Largest value of each class but the last.
    bounds: Vec<f64>,
}

impl Scale {
    fn of(measure: Measure, values: &BTreeMap<UnitId, Value>) -> Self {
        let bounds = match measure {
            Measure::Load => return Self { levels: true, bounds: vec![0.8, 1.0, 1.15] },
            Measure::Vacancy | Measure::Kw => vec![0.0, 0.1, 0.25, 0.5],
            Measure::Onboarding => vec![0.02, 0.1, 0.2, 0.4],
            Measure::OverThreeMonths => vec![0.05, 0.1, 0.25, 0.5],
            Measure::OpenCases | Measure::HalfPost | Measure::HalfPostWaiting => {
                let most = values.values().map(|value| value.figure).fold(0.0, f64::max);
                let step = round_step(most / CLASSES as f64);
                (1..CLASSES).map(|place| step * place as f64).collect()
            }
        };
        Self { levels: false, bounds }
    }

    fn class(&self, value: f64) -> u8 {
        if self.levels {
            return match Level::of(value) {
                Level::Low => 1,
                Level::Good => 2,
                Level::Full => 3,
                Level::High => 4,
                Level::Over => 5,
            };
        }
        let below = self.bounds.iter().filter(|bound| value > **bound + 1e-9).count();
        u8::try_from(below + 1).unwrap_or(u8::MAX)
    }

    fn legend(&self, measure: Measure, language: Language) -> Vec<LegendEntry> {
        if self.levels {
            let entry = |(level, class, range): (Level, u8, &str)| LegendEntry {
                class,
                words: format!("{range}: {}", level.word(language)),
            };
            let (below, to, above) = match language {
                Language::German => ("unter 80 %", "bis", "über 115 %"),
                Language::English => ("below 80 %", "to", "above 115 %"),
            };
            let classes = [
                (Level::Low, 1, below.to_owned()),
                (Level::Good, 2, format!("80 {to} 99 %")),
                (Level::Full, 3, "100 %".to_owned()),
                (Level::High, 4, format!("101 {to} 115 %")),
                (Level::Over, 5, above.to_owned()),
            ];
            return classes.iter().map(|(level, class, range)| entry((*level, *class, range))).collect();
        }
        let figure = |value: f64| match measure {
            Measure::OpenCases | Measure::HalfPost | Measure::HalfPostWaiting => {
                format::number(value, usize::from(value.fract() != 0.0), language)
            }
            _ => format::percent(value, 0, language),
        };
        let (to, above) = match language {
            Language::German => ("bis", "über"),
            Language::English => ("up to", "above"),
        };
        let words = |place: usize| match (
            place.checked_sub(1).map(|place| self.bounds[place]),
            self.bounds.get(place),
        ) {
            (None, Some(upper)) if *upper == 0.0 => figure(0.0),
            (None, Some(upper)) => format!("{to} {}", figure(*upper)),
            (Some(lower), Some(upper)) => format!("{above} {} {to} {}", figure(lower), figure(*upper)),
            (Some(lower), None) => format!("{above} {}", figure(lower)),
            (None, None) => String::new(),
        };
        let entry = |place: usize| LegendEntry {
            class: u8::try_from(place + 1).unwrap_or(u8::MAX),
            words: words(place),
        };
        (0..=self.bounds.len()).map(entry).collect()
    }
}

/// The next of 1, 2, 2.5, 5 times a power of ten, at least 1.
fn round_step(least: f64) -> f64 {
    let mut power = 1.0;
    while power * 10.0 < least {
        power *= 10.0;
    }
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0].map(|step| step * power);
    steps.into_iter().find(|step| *step >= least).unwrap_or(power * 10.0)
}

#[cfg(test)]
mod tests;
