//! The dashboard of a unit, or of one kind of cases in it.

use super::panels::{ages, ahead, calibration, capacity, cross_check, cycle, flow, kinds, waited};
use super::sources::part_of;
use super::{Cases, OriginWords, Panel, Sources, words};
use crate::caseload::{Ages, Completed, Month, Report, Visible, Waited, case_types_of};
use crate::plan::{CaseTypeId, UnitId};
use std::collections::BTreeSet;

/// A wish to work a backlog off: no more than so many cases at the end of a month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReliefWish {
    /// Until the end of this month.
    pub until: Month,
    /// Cases that may be open then.
    pub target: f64,
}

/// What is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// The unit, with everything below it.
    pub unit: UnitId,
    /// One kind of its cases; all where none.
    pub case_type: Option<CaseTypeId>,
    /// What relief is computed for; a year ahead and half of the stock where none.
    pub relief: Option<ReliefWish>,
}

/// A kind of cases that the view can be narrowed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseTypeChoice {
    /// Which.
    pub case_type: CaseTypeId,
    /// Its name.
    pub name: String,
}

/// The dashboard of a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Dashboard {
    /// The unit.
    pub unit: UnitId,
    /// Its name, and that of the kind of cases it is narrowed to.
    pub name: String,
    /// What the figures say.
    pub sentence: String,
    /// The last month that was counted.
    pub until: Option<Month>,
    /// Where the figures come from.
    pub origin: OriginWords,
    /// Whether they were generated.
    pub generated: bool,
    /// Why output is missing and what it would take.
    pub withheld: Option<String>,
    /// That the list of cases is of another time than the counts.
    pub stale: Option<String>,
    /// What the forecast rests on, where one is shown.
    pub badge: Option<String>,
    /// Kinds of cases to choose from.
    pub case_types: Vec<CaseTypeChoice>,
    /// What relief was computed for.
    pub relief: Option<ReliefWish>,
    /// The panels in their order.
    pub panels: Vec<Panel>,
}

/// What every panel of a unit is made of.
pub(super) struct Context<'a> {
    pub(super) sources: &'a Sources<'a>,
    pub(super) unit: &'a UnitId,
    /// The kinds of cases in view.
    pub(super) types: BTreeSet<CaseTypeId>,
    /// Whether it is narrowed to one of them.
    pub(super) narrowed: bool,
    pub(super) visible: Visible,
    pub(super) report: Report,
    /// Whether there is a list of cases.
    pub(super) listed: bool,
    pub(super) ages: Option<Ages>,
    pub(super) completed: Option<&'a Completed>,
    /// How long the open cases in view have been lying where they lie.
    pub(super) waited: Option<Waited>,
}

impl Context<'_> {
    /// Why output is missing and what it would take; none where it is shown.
    pub(super) fn why_withheld(&self) -> Option<String> {
        self.sources.counted.why_withheld(&self.report, self.sources.language)
    }

    pub(super) fn say(&self, german: &str, english: &str) -> String {
        self.sources.say(german, english)
    }
}

impl Dashboard {
    /// The dashboard of a view. What the disclosure withholds is left out here whatever the sources hold.
    #[must_use]
    pub fn of(sources: &Sources<'_>, view: &View, cases: &Cases) -> Self {
        let plan = sources.plan;
        let within = case_types_of(plan, &view.unit);
        let chosen =
            view.case_type.as_ref().filter(|id| within.contains(id)).and_then(|id| plan.case_type(id));
        let visible = chosen.map_or_else(
            || sources.counted.disclosure().of_unit(&view.unit),
            |case_type| sources.counted.disclosure().of_case_type(&case_type.id),
        );
        let report = match chosen {
            Some(case_type) => sources.counted.report_of(plan, case_type),
            None => sources.counted.report(plan, &view.unit),
        };
        let types: BTreeSet<CaseTypeId> = match chosen {
            Some(case_type) => BTreeSet::from([case_type.id.clone()]),
            None => within.iter().cloned().collect(),
        };
        let open = cases.ages.as_ref().map(|ages| part_of(ages, &types, visible));
        let measured = visible == Visible::All;
        let context = Context {
            sources,
            unit: &view.unit,
            narrowed: chosen.is_some(),
            visible,
            listed: cases.ages.is_some(),
            ages: open.filter(|ages| !ages.cells.is_empty()),
            completed: cases.completed.as_ref().filter(|_| measured),
            waited: cases.waited.as_ref().map(|waited| waited.of(&types)),
            types,
            report,
        };
        let wish = relief_wish(sources, view, &context);
        let unit_name = plan.unit_name(&view.unit);
        let choices = choices(sources, &view.unit);
        Self {
            unit: view.unit.clone(),
            name: chosen.map_or_else(
                || unit_name.to_owned(),
                |case_type| format!("{unit_name} · {}", case_type.name),
            ),
            sentence: words::lead(sources, &context.report, context.ages.as_ref()),
            stale: sources.stale(context.ages.as_ref()),
            until: sources.until(),
            origin: sources.origin.words(sources.language),
            generated: sources.origin == super::Origin::Generated,
            withheld: context.why_withheld(),
            badge: calibration::badge(sources),
            case_types: choices,
            relief: wish,
            panels: panels(&context, wish),
        }
    }

    /// The panel of a name.
    #[must_use]
    pub fn panel(&self, key: &str) -> Option<&Panel> {
        self.panels.iter().find(|panel| panel.key == key)
    }
}

/// Names of the panels of a unit, in their order.
pub const PANELS: [&str; 15] = [
    "bewegung",
    "bestand",
    "alter",
    "wartezeit",
    "frist",
    "drei-monate",
    "dauer",
    "fluss",
    "reichweite",
    "last",
    "minderungen",
    "entlastung",
    "gegenprobe",
    "fallarten",
    "ruecktest",
];

fn panels(context: &Context<'_>, wish: Option<ReliefWish>) -> Vec<Panel> {
    if context.report.lines.is_empty() && context.ages.is_none() {
        return Vec::new();
    }
    let [load, reductions] = capacity::load_and_reductions(context);
    [
        flow::flow(context),
        ahead::stock(context),
        ages::bands(context),
        waited::owners(context),
        ages::crossing(context),
        ahead::over_three_months(context),
        cycle::scatter(context),
        flow::cumulative(context),
        capacity::reach(context),
        load,
        reductions,
        wish.and_then(|wish| capacity::relief(context, wish)),
        cross_check::of_outlook(context),
        kinds::kinds(context),
        calibration::accuracy(context),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Kinds of cases of a unit of which anything was counted.
fn choices(sources: &Sources<'_>, unit: &UnitId) -> Vec<CaseTypeChoice> {
    let counted = sources.counted.case_types();
    case_types_of(sources.plan, unit)
        .into_iter()
        .filter(|id| counted.contains(id))
        .filter_map(|id| {
            let name = sources.plan.case_type(&id)?.name.clone();
            Some(CaseTypeChoice { case_type: id, name })
        })
        .collect()
}

/// What was wished for, if it lies ahead; else half of the stock a year ahead.
fn relief_wish(sources: &Sources<'_>, view: &View, context: &Context<'_>) -> Option<ReliefWish> {
    let until = sources.until()?;
    let stock = words::stock_of(&context.report.lines)? as f64;
    let ahead = |wish: &ReliefWish| wish.until > until && wish.target.is_finite() && wish.target >= 0.0;
    let usual = ReliefWish { until: until.plus(12), target: libm::floor(stock / 2.0) };
    let wish = view.relief.filter(ahead).unwrap_or(usual);
    // Targets that come closer and closer would find out what is rounded.
    Some(ReliefWish { target: words::coarse(wish.target, context.visible), ..wish })
}
