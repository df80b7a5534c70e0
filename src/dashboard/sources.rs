//! What a dashboard is made of, and what may be seen of it.

use crate::caseload::{
    AgeBand, AgeCell, Ages, Backtest, Completed, Counted, Crossing, Disclosure, Holder, Month, ONE_TIME,
    Outlook, Visible, Waited, case_types_of, is_of_their_time,
};
use crate::format::{Language, date};
use crate::plan::{CaseTypeId, Change, Plan, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Where the figures come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Counted by the office.
    Counted,
    /// Derived from a list of single cases, as nothing else was counted.
    Listed,
    /// Generated from the assumptions of the plan.
    Generated,
}

/// What is said of the figures beside every picture and table: „Quelle: erfasste Fallzahlen“.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OriginWords {
    /// Whether they are a source or an assumption.
    pub mark: &'static str,
    /// Where they come from, without it: for places where the mark of assumptions stands already.
    pub figures: &'static str,
}

impl fmt::Display for OriginWords {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.mark, self.figures)
    }
}

impl Origin {
    /// The words beside every picture and table.
    #[must_use]
    pub fn words(self, language: Language) -> OriginWords {
        let mark = match (self, language) {
            (Self::Counted | Self::Listed, Language::German) => "Quelle",
            (Self::Counted | Self::Listed, Language::English) => "Source",
            (Self::Generated, Language::German) => "Annahme",
            (Self::Generated, Language::English) => "Assumption",
        };
        let figures = match (self, language) {
            (Self::Counted, Language::German) => "erfasste Fallzahlen",
            (Self::Counted, Language::English) => "counted cases",
            (Self::Listed, Language::German) => {
                "eingelesene Fallliste; Bestand und Bewegungen sind daraus abgeleitet"
            }
            (Self::Listed, Language::English) => {
                "imported list of cases; stock and flows are derived from it"
            }
            (Self::Generated, Language::German) => {
                "erzeugte Fallzahlen 2022 und 2023 aus den Jahreszahlen des Plans, nicht gezählt"
            }
            (Self::Generated, Language::English) => {
                "case figures of 2022 and 2023 generated from the plan's yearly numbers, not counted"
            }
        };
        OriginWords { mark, figures }
    }

    /// What was counted, in the German of reasons: „kalibriert an erfassten Fallzahlen“.
    #[must_use]
    pub const fn counts(self) -> &'static str {
        match self {
            Self::Counted => "erfassten Fallzahlen",
            Self::Listed => "Fallzahlen aus der Fallliste",
            Self::Generated => "erzeugten Fallzahlen",
        }
    }
}

/// What is known of single cases, put together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cases {
    /// The open ones; none without a list of cases.
    pub ages: Option<Ages>,
    /// The completed ones; none where output is withheld.
    pub completed: Option<Completed>,
    /// How long the open ones have been lying where they lie; none without a list that says it.
    pub waited: Option<Waited>,
}

/// The figures of an organisation.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The plan without changes.
    pub plan: &'a Plan,
    /// The changes of the scenario in hand.
    pub changes: &'a [Change],
    /// Monthly counts, with who may see what.
    pub counted: &'a Counted,
    /// Where they come from.
    pub origin: Origin,
    /// The newest look ahead first, then earlier ones.
    pub outlooks: &'a [Outlook],
    /// The fit of a year and what it said of the next.
    pub backtest: Option<&'a Backtest>,
    /// The units that may be looked at; all where none are named.
    pub units: Option<&'a BTreeSet<UnitId>>,
    /// Language of the words.
    pub language: Language,
}

impl Sources<'_> {
    /// What a backtest on generated figures is worth: they come from nearly the same model as the forecast.
    pub(super) fn of_the_method(&self) -> Option<&'static str> {
        crate::caseload::worth_of_backtest(self.origin == Origin::Generated, self.language)
    }

    /// One of two sentences.
    pub(super) fn say(&self, german: &str, english: &str) -> String {
        match self.language {
            Language::German => german.to_owned(),
            Language::English => english.to_owned(),
        }
    }

    /// Whether a unit may be looked at.
    pub(super) fn reaches(&self, unit: &UnitId) -> bool {
        self.units.is_none_or(|units| units.contains(unit))
    }

    /// The last month that was counted.
    #[must_use]
    pub fn until(&self) -> Option<Month> {
        self.counted.span().map(|(_, until)| until)
    }

    /// The day of the list of cases, where the counts end on another one: what it says is not of the stock that they end with.
    pub(super) fn other_day(&self, ages: &Ages) -> Option<NaiveDate> {
        (self.until().and_then(Month::last_day) != Some(ages.day)).then_some(ages.day)
    }

    /// That the list of cases is of another time than the counts, so that forecasts leave it out; none where it is of theirs.
    pub(super) fn stale(&self, ages: Option<&Ages>) -> Option<String> {
        let (day, until) = (ages?.day, self.until()?);
        if is_of_their_time(day, until) {
            return None;
        }
        let is_older = Some(day) < until.last_day();
        let (day, until) = (date(day, self.language), until.in_full(self.language));
        Some(match self.language {
            Language::German => format!(
                "Die Fallliste vom {day} ist mehr als {ONE_TIME} Tage {} als die Fallzahlen (Ende {until}): Was über das Alter \
                 der Fälle und die drei Monate gesagt wird, gilt für den {day}. Prognosen rechnen ohne die Liste.",
                if is_older { "älter" } else { "jünger" }
            ),
            Language::English => format!(
                "The list of cases of {day} is more than {ONE_TIME} days {} than the counts (end of {until}): what is said of the \
                 age of cases and of the three months is of {day}. Forecasts are made without the list.",
                if is_older { "older" } else { "newer" }
            ),
        })
    }

    /// The case types of a unit whose figures may stand alone.
    pub(super) fn shown_case_types(&self, unit: &UnitId) -> BTreeSet<CaseTypeId> {
        self.counted.disclosure().shown_case_types(self.plan, unit)
    }

    /// The look ahead from the last counted month.
    pub(super) fn newest(&self) -> Option<&Outlook> {
        let until = self.until()?;
        self.outlooks.iter().find(|outlook| outlook.counted_until == until)
    }

    /// Looks ahead from earlier months: what was expected of the months that are counted now.
    pub(super) fn earlier(&self) -> impl Iterator<Item = &Outlook> {
        let until = self.until();
        self.outlooks.iter().filter(move |outlook| until.is_some_and(|until| outlook.counted_until < until))
    }
}

/// The open cases of a unit, with everything below it; rounded where the unit is small.
#[must_use]
pub fn ages_of(ages: &Ages, plan: &Plan, unit: &UnitId, disclosure: &Disclosure) -> Ages {
    part_of(ages, &case_types_of(plan, unit).into_iter().collect(), disclosure.of_unit(unit))
}

/// The open cases of some kinds. Where little may be seen, the kinds are put together and every figure is rounded.
pub(super) fn part_of(ages: &Ages, types: &BTreeSet<CaseTypeId>, visible: Visible) -> Ages {
    let cells = ages.cells.iter().filter(|cell| types.contains(&cell.case_type));
    let crossing = ages.crossing.iter().filter(|one| types.contains(&one.case_type));
    let part = |cells, crossing| Ages { day: ages.day, cells, crossing, rounded: ages.rounded };
    let Some(first) = types.first().filter(|_| visible == Visible::Coarse) else {
        return part(cells.cloned().collect(), crossing.cloned().collect());
    };
    let mut sums: BTreeMap<(Holder, AgeBand), u64> = BTreeMap::new();
    for cell in cells {
        *sums.entry((cell.holder, cell.band)).or_default() += cell.cases;
    }
    let mut next: BTreeMap<Holder, [u64; 3]> = BTreeMap::new();
    for one in crossing {
        let sums = next.entry(one.holder).or_default();
        sums.iter_mut().zip(one.cases).for_each(|(sum, cases)| *sum += cases);
    }
    let cell = |((holder, band), cases)| AgeCell { case_type: first.clone(), holder, band, cases };
    let cross = |(holder, cases)| Crossing { case_type: first.clone(), holder, cases };
    part(sums.into_iter().map(cell).collect(), next.into_iter().map(cross).collect()).coarse()
}
