//! The chart coloured by a measure: which unit stands in which of five classes, in words, with the legend.
//!
//! A class is never a colour alone: each has a pattern and each unit its value in words. Figures are those of the cards:
//! a unit counts with everything below it, except for what half a post more would bring, which is its own.

use super::facts::Facts;
use crate::assessment::Level;
use crate::format::{self, Language};
use crate::plan::{Fte, UnitId};
use chrono::{Months, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

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
}

impl Measure {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Load,
        Self::Vacancy,
        Self::Onboarding,
        Self::Kw,
        Self::OverThreeMonths,
        Self::OpenCases,
        Self::HalfPost,
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
            (Self::HalfPost, Language::German) => "Nutzen einer halben Stelle",
            (Self::HalfPost, Language::English) => "Worth of half a post",
        }
    }

    /// Whether it needs the simulation.
    #[must_use]
    pub const fn is_forecast(self) -> bool {
        matches!(self, Self::OverThreeMonths | Self::OpenCases | Self::HalfPost)
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

/// What half a post more brings in a unit: paired differences to the plan without it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Worth {
    /// Open cases fewer at the end of the forecast; negative where there are more.
    pub cases: f64,
    /// Half width of the 95 % interval of the same.
    pub half_width: f64,
    /// Open cases older than three months fewer on the same day.
    pub over_three_months: f64,
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
        let units: BTreeMap<UnitId, Shade> = facts.units.keys().map(|id| (id.clone(), shade(id))).collect();
        let mut legend = scale.legend(measure, language);
        if units.values().any(|shade| shade.class == 0) {
            legend.insert(0, LegendEntry { class: 0, words: nothing(language).to_owned() });
        }
        Self { measure, note: note(measure, facts, &values, known, language), units, legend }
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
    over_three_months: f64,
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
        facts.units.iter().filter_map(share).collect()
    };
    let total = |id: &UnitId| facts.units.get(id).map(|unit| unit.now.total).unwrap_or_default();
    match measure {
        Measure::Load => {
            let load = |(id, unit): (&UnitId, &super::UnitFacts)| {
                Some((id.clone(), Value { figure: unit.now.load?, ..Value::default() }))
            };
            facts.units.iter().filter_map(load).collect()
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
            facts.units.iter().filter_map(lack).collect()
        }
        Measure::Kw => {
            let ending = ending(facts);
            posts(&|id| ending.get(id).copied().unwrap_or(Fte::ZERO).as_f64())
        }
        Measure::OverThreeMonths | Measure::OpenCases => outlook(measure, facts, known),
        Measure::HalfPost => {
            let value = |(id, worth): (&UnitId, &Worth)| {
                let value = Value {
                    figure: worth.cases,
                    of: None,
                    half_width: Some(worth.half_width),
                    over_three_months: worth.over_three_months,
                };
                (id.clone(), value)
            };
            known.worth.iter().filter(|(id, _)| facts.units.contains_key(*id)).map(value).collect()
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
    total.into_iter().map(value).collect()
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
            Measure::OpenCases | Measure::HalfPost => {
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
                (Level::Good, 2, format!("80 {to} 100 %")),
                (Level::High, 4, format!("100 {to} 115 %")),
                (Level::Over, 5, above.to_owned()),
            ];
            return classes.iter().map(|(level, class, range)| entry((*level, *class, range))).collect();
        }
        let figure = |value: f64| match measure {
            Measure::OpenCases | Measure::HalfPost => {
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

/// A unit's value in words.
fn said(measure: Measure, value: &Value, known: &Known, language: Language) -> String {
    let german = language == Language::German;
    let share = |decimals| format::percent(value.figure, decimals, language);
    let number = |figure: f64| format::number(figure, 1, language);
    let last = || format::date(known.last, language);
    match (measure, value.of) {
        (Measure::Vacancy | Measure::Kw | Measure::Onboarding, Some((part, whole))) => {
            let (part, whole) = (number(part), number(whole));
            match (measure, german) {
                (Measure::Vacancy, true) => format!("{part} von {whole} VZÄ unbesetzt ({})", share(0)),
                (Measure::Vacancy, false) => format!("{part} of {whole} FTE vacant ({})", share(0)),
                (Measure::Kw, true) => {
                    format!("{part} von {whole} VZÄ fallen in zwölf Monaten weg ({})", share(0))
                }
                (Measure::Kw, false) => {
                    format!("{part} of {whole} FTE end within twelve months ({})", share(0))
                }
                (_, true) => format!("{part} von {whole} besetzten VZÄ noch einzuarbeiten ({})", share(0)),
                (_, false) => format!("{part} of {whole} filled FTE still to be trained ({})", share(0)),
            }
        }
        (Measure::OverThreeMonths, _) if german => format!("{} über drei Monate am {}", share(0), last()),
        (Measure::OverThreeMonths, _) => format!("{} over three months on {}", share(0), last()),
        (Measure::OpenCases, _) => {
            let cases = format::number(value.figure, 0, language);
            if german {
                format!("{cases} offene Fälle am {}", last())
            } else {
                format!("{cases} open cases on {}", last())
            }
        }
        (Measure::HalfPost, _) => half_post(value, known, language),
        _ => format!("{} {}", share(0), Level::of(value.figure).word(language)),
    }
}

/// „210 (± 40) offene Fälle weniger am 31.12.2025; über drei Monate alt: 180 weniger“.
fn half_post(value: &Value, known: &Known, language: Language) -> String {
    let half_width = value.half_width.unwrap_or_default();
    let unclear = value.figure.abs() <= half_width;
    let cases = format::number(value.figure.abs(), 0, language);
    let half = format::number(half_width, 0, language);
    let date = format::date(known.last, language);
    let mut words = match (language, unclear, value.figure > 0.0) {
        (Language::German, true, _) => format!("kein klarer Unterschied am {date} (± {half} Fälle)"),
        (Language::German, false, true) => format!("{cases} (± {half}) offene Fälle weniger am {date}"),
        (Language::German, false, false) => format!("{cases} (± {half}) offene Fälle mehr am {date}"),
        (Language::English, true, _) => format!("no clear difference on {date} (± {half} cases)"),
        (Language::English, false, true) => format!("{cases} (± {half}) open cases fewer on {date}"),
        (Language::English, false, false) => format!("{cases} (± {half}) open cases more on {date}"),
    };
    let old = value.over_three_months;
    if !unclear && old >= 0.5 {
        let old = format::number(old, 0, language);
        words.push_str(&match language {
            Language::German => format!("; über drei Monate alt: {old} weniger"),
            Language::English => format!("; older than three months: {old} fewer"),
        });
    }
    words
}

/// The unit with the largest value, and what the figures rest on.
fn note(
    measure: Measure,
    facts: &Facts,
    values: &BTreeMap<UnitId, Value>,
    known: &Known,
    language: Language,
) -> String {
    // The units at the top hold all others: a sum is largest there by itself.
    let below = |id: &UnitId| facts.units.get(id).is_some_and(|unit| unit.level > 1);
    let clear = |value: &Value| value.figure > value.half_width.unwrap_or_default().max(1e-9);
    let most = values
        .iter()
        .filter(|(id, value)| below(id) && clear(value))
        .max_by(|left, right| left.1.figure.total_cmp(&right.1.figure).then(right.0.cmp(left.0)));
    let first = most.and_then(|(id, value)| {
        let name = &facts.units.get(id)?.name;
        let words = said(measure, value, known, language);
        Some(match language {
            Language::German => format!("Am höchsten: {name}, {words}. "),
            Language::English => format!("Highest: {name}, {words}. "),
        })
    });
    let basis = match (measure, language) {
        (Measure::Load, Language::German) => {
            "Bedarf der folgenden zwölf Monate geteilt durch die Stellen ohne Task Force; berechnet aus Annahmen."
        }
        (Measure::Load, Language::English) => {
            "Need of the following twelve months over the posts without task force; computed from assumptions."
        }
        (Measure::Vacancy, Language::German) => {
            "Planstellen des Tages, die niemand besetzt, auch solche im Besetzungsverfahren."
        }
        (Measure::Vacancy, Language::English) => {
            "Posts of the day that nobody fills, including those being filled."
        }
        (Measure::Onboarding, Language::German) => {
            "Besetzte VZÄ weniger der nach der Einarbeitungskurve wirksamen; die Kurve ist eine Annahme."
        }
        (Measure::Onboarding, Language::English) => {
            "Filled FTE less those effective after the training curve; the curve is an assumption."
        }
        (Measure::Kw, Language::German) => {
            "Stellen mit kw-Vermerk, deren letzter Tag in den zwölf Monaten nach dem gezeigten Tag liegt."
        }
        (Measure::Kw, Language::English) => {
            "Posts whose last day lies within the twelve months after the day shown."
        }
        (Measure::OverThreeMonths | Measure::OpenCases, Language::German) => {
            "Aus der Simulation des Szenarios, Mittel der Läufe; beruht auf Annahmen."
        }
        (Measure::OverThreeMonths | Measure::OpenCases, Language::English) => {
            "From the simulation of the scenario, mean of its runs; rests on assumptions."
        }
        (Measure::HalfPost, Language::German) => {
            "Aus der Simulation: je Einheit ein Vergleich mit und ohne eine halbe Stelle, die am gezeigten Tag ausgeschrieben, nach der üblichen Dauer besetzt und dann eingearbeitet wird; 95-%-Intervall."
        }
        (Measure::HalfPost, Language::English) => {
            "From the simulation: for each unit a comparison with and without half a post, advertised on the day shown, filled after the usual time and then trained; 95 % interval."
        }
    };
    format!("{}{basis}", first.unwrap_or_default())
}

#[cfg(test)]
mod tests;
