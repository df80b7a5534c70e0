//! `/stellenplan`: which posts does the Stellenplan of a budget year hold, what changes, and what does it cost?

mod assumptions;
mod changes;
mod controls;
mod cost;
mod counting;
mod creating;
mod dates;
mod entry;
mod frozen;
mod inputs;
mod later;
mod making;
mod new_post;
mod opened;
mod part_year;
mod post_form;
mod query;
mod removing;
mod shares;
mod table;
mod unit_entry;
mod unit_form;
mod works_on;

use crate::api::{FrozenStaffingPlan, list_staffing_plans};
use crate::format::date;
use crate::plan::{Change, Plan, UnitId};
use crate::staffing_plan::{Draft, Reasons, Within, draft_after, euro, extent, more, more_euro};
use crate::ui::components::{Download, PageHeading, PageTitle, WithPlan, jumps};
use crate::ui::dynamic::{Held, Kept, part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::PlanInHand;
use crate::ui::visitor::Visitor;
use changes::ChangeList;
use controls::Controls;
use cost::Costs;
use dates::Dates;
pub use entry::Values;
use frozen::{FrozenPlans, List};
use later::Later;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
pub use new_post::NewPost;
use query::{Query, Standing};
pub use removing::{Ending, Removing};
use std::sync::Arc;
use table::Table;
pub use unit_form::UnitForm;

/// The staffing plan of a budget year with its list of changes.
pub struct StaffingPlanPage;

#[lazy_route]
impl LazyRoute for StaffingPlanPage {
    fn data() -> Self {
        Self
    }

    fn view(_page: Self) -> AnyView {
        let i18n = use_i18n();
        let frozen: List = Resource::new_with_options(|| (), |()| list_staffing_plans(), false);
        view! {
            <PageTitle text=Signal::derive(move || t_string!(i18n, staffing.title).to_owned())/>
            <PageHeading>{t!(i18n, staffing.title)}</PageHeading>
            <WithPlan>
                <Content frozen/>
            </WithPlan>
        }
        .into_any()
    }
}

/// What the parts of the page look at; copies are the same.
#[derive(Clone, Copy)]
struct Desk {
    i18n: I18n,
    in_hand: PlanInHand,
    query: Kept<Query>,
    plan: Kept<Arc<Plan>>,
    /// The changes that count: none for the plan as it is.
    changes: Kept<Arc<Vec<Change>>>,
    /// What was given as reasons for the steps.
    reasons: Kept<Arc<Reasons>>,
    draft: Kept<Arc<Draft>>,
    /// The units that the account is limited to; the server limits its files in the same way.
    limit: StoredValue<Option<Within>>,
    /// Forms and frozen plans, once they are there.
    later: Held<Option<Later>>,
}

impl Desk {
    fn new(frozen: List) -> Self {
        let in_hand = PlanInHand::expect();
        let map = use_query_map();
        let plan = Kept::new(move || in_hand.baseline());
        let query = Kept::new(move || plan.with(|plan| Query::read(&map.get(), plan)));
        let changes = Kept::new(move || {
            let scenario = query.with(|query| query.standing == Standing::Scenario);
            Arc::new(if scenario { in_hand.changes() } else { Vec::new() })
        });
        let reasons = Kept::new(move || {
            let mut reasons = Reasons::default();
            for step in in_hand.steps() {
                reasons.add(&step.changes, step.reason.as_deref());
            }
            Arc::new(reasons)
        });
        let unit = Visitor::expect().unit.and_then(|unit| UnitId::parse(&unit).ok());
        let limit = StoredValue::new(unit.map(Within::new));
        // The server draws the page before it has read what was frozen; the year before is then told as the plan has it.
        let known = Held::new(Arc::new(Vec::<FrozenStaffingPlan>::new()));
        Effect::new(move || {
            if let Some(Ok(plans)) = frozen.get() {
                known.set(Arc::new(plans));
            }
        });
        let draft = Kept::new(move || {
            let (year, reasons) = (query.with(|query| query.year), reasons.get());
            let known = known.get();
            let of_year = known.iter().filter(|one| one.frozen.year == year - 1);
            let before = of_year.max_by_key(|one| one.recorded_at);
            let before = before.map(|one| (one.label.as_str(), &one.frozen));
            let drawn = |plan: &Arc<Plan>, changes: &Arc<Vec<Change>>| {
                let whole = draft_after(plan, changes, year, &reasons, before);
                limit.with_value(|limit| match limit {
                    Some(limit) => limit.draft(whole, plan, changes, before.map(|(_, frozen)| frozen)),
                    None => whole,
                })
            };
            Arc::new(plan.with(|plan| changes.with(|changes| drawn(plan, changes))))
        });
        let later = later::there();
        Self { i18n: use_i18n(), in_hand, query, plan, changes, reasons, draft, limit, later }
    }

    /// The name of what is drawn up: the scenario, or the plan as it is; tracks.
    fn name(self) -> String {
        match self.query.with(|query| query.standing) {
            Standing::Scenario => {
                t_string!(self.i18n, staffing.of_scenario, name = self.in_hand.scenario_name())
            }
            Standing::Plan => t_string!(self.i18n, staffing.of_plan).to_owned(),
        }
    }
}

#[component]
fn Content(frozen: List) -> impl IntoView {
    let desk = Desk::new(frozen);
    part(view! {
        <div class="staffing-page">
            <Controls desk/>
            <p class="lead" data-testid="staffing-answer">
                {text(move || answer(desk))} " " <span data-sensitive="">{text(move || cost_answer(desk))}</span>
            </p>
            <p class="staffing-basis muted">{text(move || basis(desk))}</p>
            {jumps(places(desk.i18n))}
            <Table desk/>
            <ChangeList desk/>
            <Costs desk/>
            <Dates desk/>
            {later::awake(desk, |parts| parts.part_year)}
            {later::awake(desk, |parts| parts.counting)}
            {later::awake(desk, |parts| parts.creating)}
            {later::awake(desk, |parts| parts.posts)}
            {later::awake(desk, |parts| parts.assumptions)}
            <FrozenPlans desk list=frozen/>
        </div>
    })
}

/// The parts of the page that are always there.
fn places(i18n: I18n) -> Vec<(&'static str, AnyView)> {
    vec![
        ("stellenplan-teil", t!(i18n, staffing.table).into_any()),
        ("veraenderungsliste-teil", t!(i18n, staffing.changes).into_any()),
        ("kosten-teil", part(view! { <span data-sensitive="">{t!(i18n, staffing.cost)}</span> })),
        ("fristen-teil", t!(i18n, staffing.dates).into_any()),
        ("zaehlung-teil", t!(i18n, staffing.counting).into_any()),
        ("neue-stelle-teil", t!(i18n, staffing.new_post).into_any()),
        ("stelle-teil", t!(i18n, staffing.posts).into_any()),
        ("stellenplan-annahmen", t!(i18n, staffing.assumptions).into_any()),
        ("festgehalten-teil", t!(i18n, staffing.frozen).into_any()),
    ]
}

/// The papers of a Stellenplan, drawn up or frozen.
fn papers(i18n: I18n) -> Vec<Download> {
    vec![
        Download::at("/export/stellenplan", t!(i18n, staffing.title).into_any()),
        Download::at("/export/veraenderungen", t!(i18n, staffing.changes).into_any()),
    ]
}

/// How many posts, and how many more; tracks.
fn answer(desk: Desk) -> String {
    let (i18n, language) = (desk.i18n, desk.i18n.language());
    let draft = desk.draft.get();
    let total = draft.table.total;
    let posts = extent(total.posts, language);
    let (year, before) = (draft.year, draft.year - 1);
    if draft.entries.is_empty() {
        return t_string!(i18n, staffing.answer_same, name = desk.name(), year, posts, before);
    }
    let difference = more(total.posts - total.previous, language);
    let count = draft.entries.len();
    t_string!(i18n, staffing.answer, name = desk.name(), year, posts, difference, before, count)
}

/// What the posts cost, and for how many that is not known; tracks.
fn cost_answer(desk: Desk) -> String {
    let (i18n, language) = (desk.i18n, desk.i18n.language());
    let total = desk.draft.with(|draft| draft.table.total);
    let cost = euro(total.cost.cents(), language);
    let more_cost = more_euro(total.cost.cents() - total.previous_cost.cents(), language);
    let cost = t_string!(i18n, staffing.answer_cost, cost, more = more_cost);
    if total.without_cost == crate::plan::Fte::ZERO {
        return cost;
    }
    let without = extent(total.without_cost, language);
    format!("{cost} {}", t_string!(i18n, staffing.answer_without, without))
}

/// The days on which was counted, and what is not known; tracks.
fn basis(desk: Desk) -> String {
    let (i18n, language) = (desk.i18n, desk.i18n.language());
    let draft = desk.draft.get();
    let (day, previous) = (date(draft.day, language), date(draft.previous_day, language));
    let mut counted = t_string!(i18n, staffing.basis, day, previous);
    if let Some(label) = draft.frozen_before.clone() {
        counted =
            format!("{counted} {}", t_string!(i18n, staffing.basis_frozen, year = draft.year - 1, label));
    }
    let (year, first) = (draft.year - 1, date(draft.first_day, language));
    let counted = match desk.limit.with_value(Option::is_some) {
        true => format!("{counted} {}", t_string!(i18n, staffing.basis_limit)),
        false => counted,
    };
    let filling = if !draft.knows_filling {
        t_string!(i18n, staffing.basis_unknown, year, first)
    } else if draft.filling_is_assumed() {
        t_string!(i18n, staffing.basis_filling, year, first)
    } else {
        return counted;
    };
    format!("{counted} {filling}")
}
