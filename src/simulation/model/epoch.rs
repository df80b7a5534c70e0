//! One stretch of days as tables: who serves what, how fast, and from which queue.

use super::super::clock::{DAYS_PER_MONTH, day_of};
use super::super::random::Key;
use super::super::tables::Table;
use super::super::timeline::Stretch;
use super::universe::Universe;
use super::{
    Conditions, Experience, FollowUpEpoch, GroupEpoch, NOWHERE, Occupied, PostEpoch, ServerEpoch, StepEpoch,
    USUAL,
};
use crate::plan::gather::distinct;
use crate::plan::{
    Assumptions, CaseType, CaseTypeId, Delay, Distribution, Method, Occupancy, Plan, Post, PostId, UnitId,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Mean length of a spell of absence, in working days.
const SPELL: f64 = 5.0;
/// Longest onboarding that is looked at, in days.
const LONGEST_ONBOARDING: usize = 40 * 366;

/// Quantile tables, one for each shape in use.
#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) tables: Vec<Table>,
    index: BTreeMap<(u8, u64), u32>,
}

impl Tables {
    pub(super) fn number(&mut self, distribution: &Distribution, cv: f64) -> u32 {
        let cv = if cv.is_finite() { cv.max(0.0) } else { 0.0 };
        let key = match distribution {
            Distribution::Lognormal => (0, cv.to_bits()),
            Distribution::Exponential => (1, 0),
            Distribution::Gamma => (2, cv.to_bits()),
            Distribution::Constant => (3, 0),
            Distribution::Empirical(quantiles) => {
                let key = quantiles.iter().fold(Key::default(), |key, value| key.child(value.to_bits()));
                (4, key.0)
            }
        };
        if let Some(&number) = self.index.get(&key) {
            return number;
        }
        let number = u32::try_from(self.tables.len()).unwrap_or(u32::MAX);
        self.tables.push(Table::new(distribution, cv));
        self.index.insert(key, number);
        number
    }

    pub(super) fn delay(&mut self, delay: &Delay) -> (f64, u32) {
        let mean = if delay.mean.is_finite() { delay.mean.max(0.0) } else { 0.0 };
        (mean, self.number(&Distribution::Lognormal, delay.cv))
    }
}

/// The assumptions as the engine uses them.
pub(super) fn conditions(assumptions: &Assumptions, working_days: f64, tables: &mut Tables) -> Conditions {
    let allowance = match assumptions.method {
        Method::Kgst => 1.0 - assumptions.allowance.as_f64(),
        Method::Bmi => 1.0 / (1.0 + assumptions.allowance.as_f64()),
    };
    let absence = (assumptions.absence_days_per_year / working_days.max(1.0)).clamp(0.0, 1.0);
    let absence = if absence.is_finite() { absence } else { 0.0 };
    // Where the share leaves less than a day between two spells, the spells grow instead.
    let (absence_ends, absence_begins) = if absence >= 1.0 {
        (0.0, 1.0)
    } else {
        let spell = SPELL.max(absence / (1.0 - absence));
        (1.0 / spell, (absence / (1.0 - absence) / spell).min(1.0))
    };
    let turnover = assumptions.turnover_per_year.as_f64().min(0.999_999);
    let (recruitment_mean, recruitment_table) = tables.delay(&assumptions.recruitment_days);
    let onboarding = &assumptions.onboarding;
    let longest = onboarding.experienced_after() * DAYS_PER_MONTH;
    let experienced = (libm::ceil(longest).min(LONGEST_ONBOARDING as f64)) as usize;
    let by_day = |value: &dyn Fn(f64) -> f64| {
        (0..=experienced).map(|day| value(day as f64 / DAYS_PER_MONTH)).collect::<Vec<f64>>()
    };
    Conditions {
        allowance,
        absence,
        absence_ends,
        absence_begins,
        leaving: -libm::log1p(-turnover) / 365.25,
        recruitment_mean,
        recruitment_table,
        proficiency: by_day(&|months| onboarding.proficiency(months)),
        mentor: by_day(&|months| onboarding.mentoring(months)),
        experienced,
        transfer: onboarding.transfer.as_f64(),
        at_once: onboarding.at_once,
        decides_after: libm::ceil(onboarding.decides_after * DAYS_PER_MONTH) as i64,
    }
}

/// Days within which a case is due where no target is set: three months (§ 75 VwGO).
const DUE: u32 = 90;

/// Days that the cases of a type add to the time by which they are put in order; none where no rule asks for it.
pub(super) fn order_days(case_type: &CaseType, assumptions: &Assumptions) -> Option<f64> {
    // Who waits in person is due at once.
    let usual = if case_type.walk_in { 0 } else { DUE };
    let due = if assumptions.due_first { case_type.target_days.unwrap_or(usual) } else { 0 };
    let lead = assumptions.ageing_days * f64::from(case_type.priority);
    (assumptions.due_first || assumptions.ageing_days > 0.0).then(|| f64::from(due) + lead)
}

/// Handling steps of a case type.
pub(super) fn steps(case_type: &CaseType, tables: &mut Tables) -> Vec<StepEpoch> {
    case_type
        .steps
        .iter()
        .map(|step| StepEpoch {
            share: step.share.as_f64(),
            minutes: step.minutes.as_f64(),
            table: tables.number(&step.distribution, step.cv),
            then: step.then_days.as_ref().map(|delay| tables.delay(delay)),
            owner: step.then_owner,
            repeat: step.then_repeat.as_f64(),
        })
        .collect()
}

/// Follow-ups of a case type; `number` gives the place of a case type.
pub(super) fn follow_ups(
    case_type: &CaseType,
    tables: &mut Tables,
    number: impl Fn(&CaseTypeId) -> u32,
) -> Vec<FollowUpEpoch> {
    case_type
        .follow_ups
        .iter()
        .enumerate()
        .map(|(place, follow_up)| {
            let (mean, table) = tables.delay(&follow_up.after_days);
            FollowUpEpoch {
                case_type: number(&follow_up.case_type),
                stream: super::super::random::hash(follow_up.case_type.as_str()).wrapping_add(place as u64),
                share: follow_up.share.as_f64(),
                mean,
                table,
            }
        })
        .collect()
}

/// Existence and occupancy of a post in a stretch.
pub(super) fn post(post: Option<&Post>, start: NaiveDate, stretch: &Stretch<'_>) -> PostEpoch {
    let (contract_end, refill) = USUAL;
    let Some(post) = post else {
        return PostEpoch {
            exists: false,
            last_day: -1,
            occupancy: None,
            contract_end,
            refill,
            successor: None,
        };
    };
    let last_day = post.kw.map_or(i64::MAX, |kw| day_of(start, kw));
    let anew = stretch.first_day == 0
        || stretch.reoccupied.contains(&post.id)
        || stretch.returned.contains(&post.id);
    let occupancy = anew.then(|| {
        // The kw date and the end of a contract are looked at day by day, so that a later change of them counts; on a
        // Leerstelle nobody works, but whoever holds it does when it is none any more.
        let mut unending = Post { kw: None, ..post.clone() };
        if let Some(terms) = unending.terms.as_deref_mut() {
            (terms.leave, terms.contract_until, terms.departure) = (None, None, None);
        }
        match unending.occupancy(super::super::clock::date_of(start, stretch.first_day)) {
            Occupancy::Filled { since } => Occupied::Since(day_of(start, since)),
            Occupancy::Recruiting { until } => Occupied::Until(day_of(start, until)),
            Occupancy::Vacant | Occupancy::Ended { .. } => Occupied::Vacant,
        }
    });
    let (contract_end, refill) = post.terms.as_ref().map_or(USUAL, |terms| {
        (terms.last_day().map_or(i64::MAX, |until| day_of(start, until)), terms.may_be_filled())
    });
    // A post that is filled has a first day only where the recruitment of a successor is planned.
    let successor = post.recruiting_until.filter(|_| post.holder.is_some());
    let successor = successor.map(|first| day_of(start, first));
    PostEpoch { exists: true, last_day, occupancy, contract_end, refill, successor }
}

/// What each post serves in a stretch, with what its holder has worked on before.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Case types that each post has served up to now.
    served: Vec<BTreeSet<u32>>,
    /// What each server served in the stretch before; none where it did not work.
    before: Vec<Option<Vec<u32>>>,
}

/// The servers of a stretch, in the order of the universe, without their classes.
pub(super) struct Serving {
    pub(super) server: ServerEpoch,
    /// Whether it serves by a list of its own.
    pub(super) listed: bool,
    /// Case types that it serves, ascending.
    pub(super) types: Vec<u32>,
    /// Those of them that it may only prepare.
    pub(super) prepares: Vec<u32>,
    /// Whether what it serves counts: it works, or another one stands in for it.
    pub(super) counts: bool,
}

impl Serving {
    /// Of a part of a post that does not stand.
    const NOTHING: Self = Self {
        server: ServerEpoch { size: 0.0, experience: Experience::Same, classes: Vec::new() },
        listed: false,
        types: Vec::new(),
        prepares: Vec::new(),
        counts: false,
    };

    /// Takes up the classes of the case types that it serves, and where it may decide one, of what waits for that.
    pub(super) fn take_up(&mut self, own: &BTreeMap<u32, u32>, decided: &BTreeMap<u32, u32>) {
        if self.counts {
            let mut classes = Vec::new();
            for number in &self.types {
                classes.extend(own.get(number));
                if !self.prepares.contains(number) {
                    classes.extend(decided.get(number));
                }
            }
            self.server.classes = distinct(classes);
        }
    }
}

/// The case types of a plan, by unit and by id.
struct Catalogue<'a> {
    by_unit: BTreeMap<&'a str, Vec<&'a CaseType>>,
    by_id: BTreeMap<&'a CaseTypeId, &'a CaseType>,
}

impl<'a> Catalogue<'a> {
    #[inline(never)]
    fn new(plan: &'a Plan) -> Self {
        let mut catalogue = Self { by_unit: BTreeMap::new(), by_id: BTreeMap::new() };
        for case_type in &plan.case_types {
            catalogue.by_unit.entry(case_type.unit.as_str()).or_default().push(case_type);
            catalogue.by_id.insert(&case_type.id, case_type);
        }
        catalogue
    }

    /// Numbers of the case types that a post serves in one of its units, ascending.
    #[inline(never)]
    fn served(&self, universe: &Universe, post: &Post, unit: &UnitId) -> Vec<u32> {
        let types: Vec<u32> = if post.case_types.is_empty() {
            let here = self.by_unit.get(unit.as_str()).into_iter().flatten();
            here.filter_map(|case_type| universe.types.get(&case_type.id)).collect()
        } else {
            let named = post.case_types.iter().filter_map(|id| self.by_id.get(id));
            let served = named.filter(|case_type| post.serves(unit, case_type));
            served.filter_map(|case_type| universe.types.get(&case_type.id)).collect()
        };
        distinct(types)
    }
}

impl Known {
    /// What each post has served before the first day: `plan` as it stood on the evening before, in pieces. Without this, whoever works
    /// on the first day knows the work.
    #[cold]
    #[inline(never)]
    pub(super) fn remember(&mut self, universe: &Universe, plan: &Plan) {
        self.make_room(universe);
        let catalogue = Catalogue::new(plan);
        for post in &plan.posts {
            let Some(number) = universe.posts.get(&post.id) else { continue };
            for share in &post.shares {
                let types = catalogue.served(universe, post, &share.unit);
                self.served[number as usize].extend(types.iter().copied());
                let server = universe.units.get(&share.unit).map(|unit| (number, unit));
                if let Some(server) = server.and_then(|server| universe.servers.get(&server)) {
                    self.before[server as usize] = Some(types);
                }
            }
        }
    }

    fn make_room(&mut self, universe: &Universe) {
        self.served.resize(universe.posts.items.len(), BTreeSet::new());
        self.before.resize(universe.servers.items.len(), None);
    }

    /// Who serves what from the stretch on. Cost: posts times the case types of their units.
    pub(super) fn serving(&mut self, universe: &Universe, stretch: &Stretch<'_>) -> Vec<Serving> {
        let plan = stretch.plan;
        let date = super::super::clock::date_of(plan.as_of, stretch.first_day);
        let mut posts: BTreeMap<&PostId, &Post> = BTreeMap::new();
        posts.extend(plan.posts.iter().map(|post| (&post.id, post)));
        let catalogue = Catalogue::new(plan);
        // Nothing is known of anybody.
        let first = self.before.is_empty();
        self.make_room(universe);
        let mut all = Vec::with_capacity(universe.servers.items.len());
        for (place, &(post, unit)) in universe.servers.items.iter().enumerate() {
            let unit = &universe.units.items[unit as usize];
            let standing = posts.get(&universe.posts.items[post as usize]);
            let Some(standing) = standing.filter(|post| post.shares.iter().any(|share| share.unit == *unit))
            else {
                self.before[place] = None;
                all.push(Serving::NOTHING);
                continue;
            };
            let types = catalogue.served(universe, standing, unit);
            let is_stated = first || stretch.reoccupied.contains(&standing.id);
            let experience = self.experience(place, post as usize, &types, is_stated);
            // A Leerstelle stands, but nobody works on it.
            let size = match standing.is_on_leave(date) {
                true => 0.0,
                false => standing.fte_in(unit).as_f64() * standing.casework.as_f64(),
            };
            let prepares = |number: &u32| !standing.may_decide(&universe.types.items[*number as usize]);
            let prepares = match standing.noted().qualifications.is_empty() {
                true => Vec::new(),
                false => types.iter().copied().filter(prepares).collect(),
            };
            all.push(Serving {
                server: ServerEpoch { size, experience, classes: Vec::new() },
                listed: !standing.case_types.is_empty(),
                types,
                prepares,
                counts: size > 0.0,
            });
        }
        for (place, serving) in all.iter().enumerate() {
            let post = universe.servers.items[place].0 as usize;
            self.served[post].extend(serving.types.iter().copied());
        }
        all
    }

    /// `is_stated`: whoever works there is as experienced as the plan says.
    fn experience(&mut self, place: usize, post: usize, types: &[u32], is_stated: bool) -> Experience {
        let before = self.before[place].replace(types.to_vec());
        if is_stated || before.as_deref() == Some(types) {
            return Experience::Same;
        }
        let known = types.is_empty() || types.iter().any(|number| self.served[post].contains(number));
        match (before, known) {
            // A post that is new has nobody whose experience could be carried over.
            (None, _) if self.served[post].is_empty() => Experience::Same,
            (None, true) => Experience::Known,
            (Some(_), true) => Experience::Same,
            (_, false) => Experience::New,
        }
    }
}

/// The queues of a group: case types with the same unit, priority and listed servers share one. Where some of the servers of a type may
/// only prepare it, what waits for its decision has a queue of its own, or shares that of a type which the same servers decide.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Classes {
    pub(super) keys: Vec<ClassKey>,
    /// Class of each case type of the group, and after them that of what waits for a decision.
    pub(super) of_type: Vec<u32>,
}

/// Rank, unit, and the servers that serve by a list of their own; of what waits for a decision also those that may only prepare.
pub(super) type ClassKey = (u16, u32, Vec<u32>);

/// Rank of what nobody has begun; what waits for a decision goes directly before it.
pub(super) fn rank(priority: u8) -> u16 {
    2 * u16::from(priority) + 1
}

/// The key of what waits for the decision of a case type that some servers may only prepare.
pub(super) fn decided((rank, unit, listed): &ClassKey, prepare: &[u32]) -> ClassKey {
    (rank - 1, *unit, [&listed[..], &[NOWHERE], prepare].concat())
}

impl Classes {
    /// `keys`: of each case type of the group, and after them of what waits for a decision.
    pub(super) fn new(all: Vec<ClassKey>) -> Self {
        let keys = distinct(all.clone());
        let of_type = all.iter().map(|key| keys.binary_search(key).map_or(NOWHERE, |at| at as u32)).collect();
        Self { keys, of_type }
    }

    pub(super) fn group(&self, before: Option<&Self>, types: usize) -> GroupEpoch {
        GroupEpoch {
            classes: self.keys.iter().map(|key| key.0).collect(),
            requeue: before.is_some_and(|before| before != self),
            hands_over: self.of_type.len() > types,
            stand_ins: Vec::new(),
        }
    }
}
