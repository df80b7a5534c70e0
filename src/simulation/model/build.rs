//! Compiles a plan and its changes into a [`Model`].

use super::super::clock::{Clock, date_of};
use super::super::demand::{Rate, Rates, mean_of_day};
use super::super::random::hash;
use super::super::{Options, SimulationError, deputies, failure, timeline};
use super::epoch::{self, ClassKey, Classes, Known, Serving, Tables};
use super::kept::Kept;
use super::universe::Universe;
use super::{
    CaseTypeInfo, Deciding, Epoch, GroupEpoch, MAX_ENTRIES, MAX_VISITS, Model, NOWHERE, Opening, Order,
    PopulationEpoch, PopulationInfo, TypeEpoch, UnitInfo, warnings,
};
use crate::plan::{Calendar, CaseType, CaseTypeId, Change, Demand, Plan, day_minutes};
use chrono::Datelike;
use std::collections::BTreeMap;

/// Compiles; see [`Model::new`].
pub(super) fn build(plan: &Plan, changes: &[Change], options: &Options) -> Result<Model, SimulationError> {
    check(options)?;
    let days = options.horizon_days;
    let stretches = timeline::stretches(plan, changes, days);
    let universe = Universe::new(plan, changes, days);
    let wanted = wanted(&universe, options)?;
    let kept = Kept::new(&universe, &wanted);
    bounds(&universe, &kept, stretches, days)?;
    let hours = weekly_hours(plan, changes, days)?;
    let window = |day: u32| {
        let at = hours.partition_point(|(first, _)| *first <= day).saturating_sub(1);
        hours.get(at).map_or(0.0, |(_, hours)| day_minutes(*hours))
    };
    let mut builder = Builder {
        clock: Clock::new(plan.region, plan.as_of, days, options.warmup_days, window),
        working_days: f64::from(Calendar::new(plan.region).working_days_in_year(plan.as_of.year())),
        start: plan.as_of,
        tables: Tables::default(),
        known: Known::default(),
        demands: vec![None; kept.types.len()],
        rates: vec![Rates::default(); kept.types.len()],
        openings: Vec::with_capacity(kept.types.len()),
        housed: Vec::with_capacity(kept.populations.len()),
        classes: Vec::new(),
        epochs: Vec::with_capacity(stretches),
        universe: &universe,
        kept: &kept,
    };
    if let Some(eve) = timeline::eve(plan, changes) {
        builder.known.remember(&universe, &eve.in_pieces());
    }
    let conflicts = timeline::walk(plan, changes, days, |stretch| builder.epoch(&stretch))?;
    let Builder { clock, tables, rates, openings, housed, epochs, .. } = builder;
    let mut model = Model {
        options: options.clone(),
        plan_name: plan.name.clone(),
        start: plan.as_of,
        clock,
        types: case_types(&openings, &universe, &kept, rates),
        units: kept
            .units
            .iter()
            .map(|&unit| UnitInfo {
                id: universe.units.items[unit as usize].clone(),
                reported: reported(&wanted, &[unit]),
            })
            .collect(),
        posts: kept.post_infos(&universe),
        servers: kept.servers.iter().map(|&server| kept.server_info(&universe, server)).collect(),
        groups: kept.group_infos(&universe),
        populations: populations(&housed, &universe, &kept, &wanted),
        tables: tables.tables,
        epochs,
        warnings: conflicts,
    };
    for (number, info) in model.types.iter_mut().enumerate() {
        info.reported = reported(&wanted, &universe.type_units[kept.types[number] as usize]);
    }
    work(&model)?;
    warnings::note(&mut model, plan);
    Ok(model)
}

fn check(options: &Options) -> Result<(), SimulationError> {
    let days = options.horizon_days;
    if !(1..=Options::MAX_HORIZON_DAYS).contains(&days) {
        return Err(SimulationError::Horizon { days, most: Options::MAX_HORIZON_DAYS });
    }
    if options.warmup_days >= days {
        return Err(SimulationError::WarmUp { warmup: options.warmup_days, days });
    }
    Ok(())
}

fn wanted(universe: &Universe, options: &Options) -> Result<Vec<u32>, SimulationError> {
    let number = |unit| {
        let number = universe.units.get(unit);
        number.ok_or_else(|| SimulationError::UnknownUnit { unit: unit.to_string() })
    };
    options.units.iter().map(number).collect()
}

fn reported(wanted: &[u32], units: &[u32]) -> bool {
    wanted.is_empty() || units.iter().any(|unit| wanted.contains(unit))
}

fn bounds(universe: &Universe, kept: &Kept, stretches: usize, days: u32) -> Result<(), SimulationError> {
    let daily = (kept.types.len() + kept.groups) as f64 * f64::from(days + 100);
    let dated = (universe.posts.items.len() + universe.servers.items.len() + universe.types.items.len())
        as f64
        * stretches as f64;
    let types = universe.types.items.len() as f64;
    // The engine numbers case types with sixteen bits.
    if types > f64::from(u16::MAX) {
        return Err(SimulationError::TooLarge { what: "Fallarten", size: types, most: f64::from(u16::MAX) });
    }
    for (what, size) in [("Fallarten mal Tage", daily), ("Stellen und Fallarten mal Änderungstermine", dated)]
    {
        if size > MAX_ENTRIES {
            return Err(SimulationError::TooLarge { what, size, most: MAX_ENTRIES });
        }
    }
    Ok(())
}

fn weekly_hours(plan: &Plan, changes: &[Change], days: u32) -> Result<Vec<(u32, f64)>, SimulationError> {
    let mut hours = Vec::new();
    timeline::walk(plan, changes, days, |stretch| {
        let value = stretch.plan.assumptions.weekly_hours;
        if !(value.is_finite() && (0.0..=168.0).contains(&value)) {
            return Err(SimulationError::Invalid { what: "assumptions.weekly_hours".to_owned() });
        }
        hours.push((stretch.first_day, value));
        Ok(())
    })?;
    Ok(hours)
}

/// Refuses what would take too long, before it starts.
pub(super) fn work(model: &Model) -> Result<(), SimulationError> {
    let mut expected = 0.0;
    for info in &model.types {
        expected += info.rates.iter().map(|rate| rate.mean).sum::<f64>() * 2.0;
        expected += info.opening.waiting as f64 + info.opening.circulating as f64;
        expected += info.open.iter().map(|group| group.cases as f64).sum::<f64>();
    }
    for population in &model.populations {
        expected += population.opening as f64 / 10.0;
    }
    for epoch in &model.epochs {
        expected += epoch.populations.iter().map(|population| population.inflow.mean).sum::<f64>()
            * model.clock.length.len() as f64;
    }
    if expected <= MAX_VISITS as f64 {
        Ok(())
    } else {
        Err(SimulationError::TooMuchWork { expected, most: MAX_VISITS as f64 })
    }
}

fn case_types(
    openings: &[Opening],
    universe: &Universe,
    kept: &Kept,
    rates: Vec<Rates>,
) -> Vec<CaseTypeInfo> {
    let info = |((&old, opening), rates): ((&u32, &Opening), Rates)| {
        let id = &universe.types.items[old as usize];
        CaseTypeInfo {
            id: id.clone(),
            hash: hash(id.as_str()),
            group: kept.type_group(universe, old),
            reported: true,
            opening: *opening,
            open: Vec::new(),
            rates,
        }
    };
    kept.types.iter().zip(openings).zip(rates).map(info).collect()
}

fn populations(openings: &[u64], universe: &Universe, kept: &Kept, wanted: &[u32]) -> Vec<PopulationInfo> {
    let info = |(&old, &opening): (&u32, &u64)| {
        let id = &universe.populations.items[old as usize];
        PopulationInfo {
            id: id.clone(),
            hash: hash(id.as_str()),
            opening,
            reported: reported(wanted, &universe.population_units[old as usize]),
        }
    };
    kept.populations.iter().zip(openings).map(info).collect()
}

/// Who handles what in a stretch.
struct Handled {
    /// By case type, as it is simulated.
    keys: Vec<ClassKey>,
    /// By case type, as numbered in the universe: the servers that may only prepare it.
    preparing: Vec<Vec<u32>>,
    /// Whether every holder may only prepare at first.
    new: bool,
}

struct Builder<'a> {
    clock: Clock,
    working_days: f64,
    start: chrono::NaiveDate,
    tables: Tables,
    known: Known,
    /// Demand and walk-in of the stretch before.
    demands: Vec<Option<(Demand, bool)>>,
    rates: Vec<Rates>,
    /// State on the first day, with the changes that count by then; later ones come too late for it.
    openings: Vec<Opening>,
    /// Persons of each population on that day.
    housed: Vec<u64>,
    /// Classes of the groups in the stretch before.
    classes: Vec<Classes>,
    epochs: Vec<Epoch>,
    universe: &'a Universe,
    kept: &'a Kept,
}

impl Builder<'_> {
    fn epoch(&mut self, stretch: &timeline::Stretch<'_>) -> Result<(), SimulationError> {
        let (universe, kept, plan) = (self.universe, self.kept, stretch.plan);
        let conditions = epoch::conditions(&plan.assumptions, self.working_days, &mut self.tables);
        let mut by_id: BTreeMap<&CaseTypeId, &CaseType> = BTreeMap::new();
        by_id.extend(plan.case_types.iter().map(|case_type| (&case_type.id, case_type)));
        let mut serving = self.known.serving(universe, stretch);
        let stand_ins = stand_ins(universe, plan, &mut serving);
        let count = universe.types.items.len();
        let listed = servers_of(&serving, count, |serving| if serving.listed { &serving.types } else { &[] });
        let preparing = servers_of(&serving, count, |serving| &serving.prepares);
        let mut keys = Vec::with_capacity(kept.types.len());
        let mut types = Vec::with_capacity(kept.types.len());
        let (due, ageing) = (plan.assumptions.due_first, plan.assumptions.ageing_days > 0.0);
        let mut order = Order { due, ageing, days: Vec::new() };
        for (number, &old) in kept.types.iter().enumerate() {
            let id = &universe.types.items[old as usize];
            let Some(case_type) = by_id.get(id) else {
                return Err(SimulationError::Invalid { what: format!("case_types.{id}") });
            };
            self.demand(number, case_type, stretch.first_day)?;
            if stretch.first_day == 0 {
                let crate::plan::Opening { waiting, oldest_days, circulating } = case_type.opening;
                self.openings.push(Opening { waiting, oldest_days, circulating });
            }
            let unit = universe.units.get(&case_type.unit).unwrap_or_default();
            let unit = kept.unit_number[unit as usize];
            order.days.extend(epoch::order_days(case_type, &plan.assumptions));
            keys.push((epoch::rank(case_type.priority), unit, listed[old as usize].clone()));
            let number_of = |id: &CaseTypeId| {
                universe.types.get(id).map_or(NOWHERE, |old| kept.type_number[old as usize])
            };
            let steps = epoch::steps(case_type, &mut self.tables);
            types.push(TypeEpoch {
                plain: match steps.as_slice() {
                    [step] if step.share >= 1.0 && step.then.is_none() => Some((step.minutes, step.table)),
                    _ => None,
                },
                unit,
                class: 0,
                dispersion: case_type.demand.dispersion,
                target_days: case_type.target_days,
                steps,
                follow_ups: epoch::follow_ups(case_type, &mut self.tables, number_of),
                caused: None,
            });
        }
        let standing = |number: usize| by_id.get(&universe.types.items[kept.types[number] as usize]).copied();
        failure::cause(&plan.assumptions.failure_demand, &mut types, standing);
        let mut servers: Vec<Serving> = serving
            .into_iter()
            .enumerate()
            .filter(|(old, _)| kept.server_number[*old] != NOWHERE)
            .map(|(_, s)| s)
            .collect();
        let new = conditions.decides_after > 0;
        let (mut groups, classes) = self.classes(&Handled { keys, preparing, new }, &mut types, &mut servers);
        self.stand_ins(&stand_ins, &mut groups);
        let share = if classes.is_empty() { 0.0 } else { plan.assumptions.decision_share.as_f64() };
        let populations = self.populations(plan)?;
        let mut posts: BTreeMap<_, _> = BTreeMap::new();
        posts.extend(plan.posts.iter().map(|post| (&post.id, post)));
        let epoch = Epoch {
            first_day: stretch.first_day,
            conditions,
            types,
            posts: kept
                .posts
                .iter()
                .map(|&old| {
                    epoch::post(posts.get(&universe.posts.items[old as usize]).copied(), self.start, stretch)
                })
                .collect(),
            servers: servers.into_iter().map(|serving| serving.server).collect(),
            groups,
            populations,
            left: self.left(stretch),
            deciding: Deciding { classes, share },
            order,
        };
        if self.epochs.last().is_none_or(|before| !epoch.repeats(before)) {
            self.epochs.push(epoch);
        }
        Ok(())
    }

    /// What outages leave of the units that are simulated; nothing where none of these is hit.
    fn left(&self, stretch: &timeline::Stretch<'_>) -> Vec<f64> {
        let date = date_of(self.start, stretch.first_day);
        let hit = stretch.plan.capacity_left(date);
        let left = |&unit: &u32| hit.get(&self.universe.units.items[unit as usize]).copied();
        let units = &self.kept.units;
        if units.iter().any(|unit| left(unit).is_some()) {
            units.iter().map(|unit| left(unit).unwrap_or(1.0)).collect()
        } else {
            Vec::new()
        }
    }

    /// Expected arrivals from a day on, where they are not those of before.
    fn demand(&mut self, number: usize, case_type: &CaseType, first_day: u32) -> Result<(), SimulationError> {
        let now = (case_type.demand.clone(), case_type.walk_in);
        if self.demands[number].as_ref() == Some(&now) {
            return Ok(());
        }
        let Demand { per_year, dispersion, .. } = case_type.demand;
        if per_year > 0.0 || !self.rates[number].is_empty() {
            let mean = |day| {
                let mean = mean_of_day(&case_type.demand, case_type.walk_in, self.start, day, &self.clock);
                match mean.is_finite() {
                    true => Ok(mean),
                    false => {
                        Err(SimulationError::Invalid { what: format!("case_types.{}.demand", case_type.id) })
                    }
                }
            };
            let days = first_day..self.clock.length.len() as u32;
            self.rates[number].set(first_day as usize, days.map(mean), dispersion)?;
        }
        self.demands[number] = Some(now);
        Ok(())
    }

    /// Queues of each group, and which server serves which; by case type the queue of what waits for a decision, nothing where no type
    /// has one.
    fn classes(
        &mut self,
        handled: &Handled,
        types: &mut [TypeEpoch],
        servers: &mut [Serving],
    ) -> (Vec<GroupEpoch>, Vec<u32>) {
        let Handled { keys, preparing, new } = handled;
        let infos = self.kept.group_infos(self.universe);
        let mut groups = Vec::with_capacity(infos.len());
        let mut all = Vec::with_capacity(infos.len());
        let mut decided: Vec<(u32, u32)> = Vec::new();
        for (number, info) in infos.iter().enumerate() {
            let old = |at: u32| self.kept.types[at as usize];
            let mut all_keys: Vec<ClassKey> = Vec::with_capacity(info.types.len());
            all_keys.extend(info.types.iter().map(|&at| keys[at as usize].clone()));
            let mut shared = Vec::new();
            for &at in &info.types {
                let prepare = &preparing[old(at) as usize];
                if *new || !prepare.is_empty() {
                    shared.push(at);
                    all_keys.push(epoch::decided(&keys[at as usize], prepare));
                }
            }
            let classes = Classes::new(all_keys);
            let (of_own, of_shared) = classes.of_type.split_at(info.types.len());
            for (&at, &class) in info.types.iter().zip(of_own) {
                types[at as usize].class = class;
            }
            let (mut own, mut decides): (BTreeMap<u32, u32>, BTreeMap<u32, u32>) = Default::default();
            for (&at, &class) in info.types.iter().zip(of_own) {
                own.insert(old(at), class);
            }
            for (&at, &class) in shared.iter().zip(of_shared) {
                decides.insert(old(at), class);
                decided.push((at, class));
            }
            for &server in &info.servers {
                servers[server as usize].take_up(&own, &decides);
            }
            groups.push(classes.group(self.classes.get(number), info.types.len()));
            all.push(classes);
        }
        self.classes = all;
        let mut of_type = Vec::new();
        for (at, class) in decided {
            if of_type.is_empty() {
                of_type = types.iter().map(|of| of.class).collect();
            }
            of_type[at as usize] = class;
        }
        (groups, of_type)
    }

    /// Who stands in for whom, group by group.
    fn stand_ins(&self, found: &[(u32, u32)], groups: &mut [GroupEpoch]) {
        if found.is_empty() {
            return;
        }
        let infos = self.kept.group_infos(self.universe);
        for &(deputy, part) in found {
            // Both are in one group: they are tied to each other.
            let unit = self.universe.servers.items[part as usize].1;
            let group = self.kept.group_number[self.universe.group[unit as usize] as usize] as usize;
            let place = |server: u32| {
                let number = self.kept.server_number[server as usize];
                infos.get(group)?.servers.binary_search(&number).ok().map(|at| at as u32)
            };
            if let (Some(deputy), Some(part)) = (place(deputy), place(part)) {
                groups[group].stand_ins.push((deputy, part));
            }
        }
    }

    fn populations(&mut self, plan: &Plan) -> Result<Vec<PopulationEpoch>, SimulationError> {
        let mut all = Vec::with_capacity(self.kept.populations.len());
        for &old in &self.kept.populations {
            let id = &self.universe.populations.items[old as usize];
            let invalid = || SimulationError::Invalid { what: format!("populations.{id}") };
            let population =
                plan.populations.iter().find(|population| population.id == *id).ok_or_else(invalid)?;
            if self.epochs.is_empty() {
                self.housed.push(population.opening);
            }
            let (inflow, stay) = (population.inflow_per_year, population.mean_stay_days);
            if !(inflow.is_finite() && inflow >= 0.0 && stay >= 0.0) {
                return Err(invalid());
            }
            let unit = self.universe.units.get(&population.unit).unwrap_or_default();
            all.push(PopulationEpoch {
                unit: self.kept.unit_number[unit as usize],
                inflow: Rate::new(inflow / 365.25, 1.0),
                leaving: if stay > 0.0 { -libm::expm1(-1.0 / stay) } else { 1.0 },
                places: population.places.unwrap_or_default(),
            });
        }
        Ok(all)
    }
}

/// For each case type the servers that count and have it on a list.
#[inline(never)]
fn servers_of(serving: &[Serving], types: usize, list: fn(&Serving) -> &[u32]) -> Vec<Vec<u32>> {
    let mut servers = vec![Vec::new(); types];
    for (number, serving) in serving.iter().enumerate().filter(|(_, serving)| serving.counts) {
        for &case_type in list(serving) {
            servers[case_type as usize].push(number as u32);
        }
    }
    servers
}

/// Servers of deputies, each with the server for which it stands in; what that serves counts from then on, even on a Leerstelle.
fn stand_ins(universe: &Universe, plan: &Plan, serving: &mut [Serving]) -> Vec<(u32, u32)> {
    let mut found = Vec::new();
    for (deputy, part) in deputies::stand_ins(plan) {
        let server = |(post, unit): deputies::Part<'_>| {
            universe.servers.get(&(universe.posts.get(post)?, universe.units.get(unit)?))
        };
        if let (Some(deputy), Some(part)) = (server(deputy), server(part))
            && serving[deputy as usize].server.size > 0.0
        {
            serving[part as usize].counts = true;
            found.push((deputy, part));
        }
    }
    found
}
