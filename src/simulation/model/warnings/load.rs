//! Overload: work that comes in faster than the posts can handle it, in the first year or for ever.
//!
//! Work is what is expected to arrive, follow-ups included; capacity is what the posts do when all are filled and
//! trained. Both are on the safe side: who is overloaded here is so in every replication.

use super::super::{Epoch, Model, StepEpoch};
use super::{FULL, name};
use crate::format::{Language, percent};
use crate::plan::Plan;
use std::collections::BTreeMap;

/// Days of a year.
const YEAR: usize = 365;
/// Days of one step in which expected arrivals are counted: follow-ups come years later.
const STEP: usize = 30;
/// Sets of posts of a group that are looked at; more would take too long to compare.
const MOST_SETS: usize = 64;

/// Sentences about units and case types that are overloaded.
pub(super) fn note(model: &Model, plan: &Plan) -> Vec<String> {
    let (Some(first), Some(last)) = (model.epochs.first(), model.epochs.last()) else { return Vec::new() };
    let days = model.clock.length.len();
    let follow_ups = follow_ups(model);
    let at_first = Load::new(model, first, &follow_ups, 0, days.min(YEAR));
    // The end of less than two years would say again what the beginning says.
    let at_last = (days >= 2 * YEAR).then(|| Load::new(model, last, &follow_ups, days - YEAR, days));
    let mut found = Vec::new();
    for unit in (0..model.units.len()).filter(|&unit| model.units[unit].reported) {
        let early = at_first.of(unit);
        let late = at_last.as_ref().map_or(0.0, |load| load.of(unit));
        let (name, share) = (name(plan, model, unit), |load| percent(load, 0, Language::German));
        if late > FULL {
            let before =
                if early > FULL { format!(" (im ersten Jahr: {})", share(early)) } else { String::new() };
            found.push(format!(
                "Einheit „{name}“: Noch im letzten Jahr, mit allen Änderungen, brauchen neue Fälle und Folgefälle {} dessen, was die Stellen voll besetzt und eingearbeitet leisten{before}; der Rückstand wächst ohne Ende.",
                share(late)
            ));
        } else if early > FULL {
            found.push(format!(
                "Einheit „{name}“: Neue Fälle und Folgefälle des ersten Jahres brauchen {} dessen, was die Stellen voll besetzt und eingearbeitet leisten; der Rückstand wächst.",
                share(early)
            ));
        }
    }
    let load = at_last.unwrap_or(at_first);
    found.extend(case_types(model, plan, if days >= 2 * YEAR { last } else { first }, &load));
    found
}

/// Work and capacity of a window of days.
struct Load {
    /// Minutes of work by case type; where some may only prepare, after them by case type those of the decisions, which the first ones
    /// then leave out.
    work: Vec<f64>,
    /// Minutes that each server can do.
    capacity: Vec<f64>,
    /// Work over capacity by unit; 0 without capacity, which another sentence tells.
    units: Vec<f64>,
}

impl Load {
    fn new(model: &Model, epoch: &Epoch, follow_ups: &[Vec<f64>], from: usize, until: usize) -> Self {
        let minutes: f64 = model.clock.length.iter().take(until).skip(from).sum();
        let conditions = &epoch.conditions;
        let each = conditions.allowance * (1.0 - conditions.absence) * minutes;
        let capacity: Vec<f64> = model
            .servers
            .iter()
            .zip(&epoch.servers)
            .map(|(server, now)| {
                let post = &epoch.posts[server.post as usize];
                let lasts = post.exists && post.last_day >= from as i64;
                if lasts { now.size * each } else { 0.0 }
            })
            .collect();
        let per_case = |number: usize| -> f64 {
            epoch.types[number].steps.iter().map(|step| step.expected_minutes()).sum()
        };
        let following = |list: &Vec<f64>| -> f64 {
            let part = |(step, cases): (usize, &f64)| {
                let (begin, end) = (step * STEP, ((step + 1) * STEP).min(model.clock.length.len()));
                let inside = end.min(until).saturating_sub(begin.max(from));
                cases * inside as f64 / (end - begin).max(1) as f64
            };
            list.iter().enumerate().skip(from / STEP).map(part).sum()
        };
        let new = |number: usize| -> f64 {
            model.types[number].rates.iter().take(until).skip(from).map(|rate| rate.mean).sum()
        };
        let cases = |(number, list)| (new(number) + following(list)) * per_case(number);
        let mut work: Vec<f64> = follow_ups.iter().enumerate().map(cases).collect();
        let count = model.units.len();
        let (mut wanted, mut able) = (vec![0.0; count], vec![0.0; count]);
        for (now, work) in epoch.types.iter().zip(&work) {
            wanted[now.unit as usize] += work;
        }
        for (server, capacity) in model.servers.iter().zip(&capacity) {
            if let Some(able) = able.get_mut(server.unit as usize) {
                *able += capacity;
            }
        }
        for at in 0..epoch.deciding.classes.len() {
            // Behind the last wait outside.
            let steps = &epoch.types[at].steps;
            let last = steps.iter().rev().take_while(|step| step.then.is_none());
            let decided = last.map(StepEpoch::expected_minutes).sum::<f64>() * epoch.deciding.share;
            let decisions = over(decided, per_case(at)) * work[at];
            work[at] -= decisions;
            work.push(decisions);
        }
        let units = wanted.iter().zip(&able).map(|(wanted, able)| over(*wanted, *able)).collect();
        Self { work, capacity, units }
    }

    fn of(&self, unit: usize) -> f64 {
        self.units.get(unit).copied().unwrap_or_default()
    }
}

fn over(work: f64, capacity: f64) -> f64 {
    if capacity > 0.0 { work / capacity } else { 0.0 }
}

/// Expected follow-ups by case type and step of thirty days, each after its mean delay.
fn follow_ups(model: &Model) -> Vec<Vec<f64>> {
    let steps = model.clock.length.len().div_ceil(STEP);
    let new = |source: usize, step: usize| -> f64 {
        model.types[source].rates.iter().skip(step * STEP).take(STEP).map(|rate| rate.mean).sum()
    };
    let mut all = vec![vec![0.0; steps]; model.types.len()];
    for step in 0..steps {
        let day = (step * STEP) as u32;
        let at = model.epochs.partition_point(|epoch| epoch.first_day <= day).saturating_sub(1);
        let Some(epoch) = model.epochs.get(at) else { break };
        for (source, now) in epoch.types.iter().enumerate() {
            for rule in &now.follow_ups {
                let delay = (libm::round(rule.mean / STEP as f64) as usize).max(1);
                let due = match step.checked_sub(delay) {
                    Some(before) => new(source, before) + all[source][before],
                    None => model.types[source].opening.circulating as f64 / delay as f64,
                };
                if let Some(list) = all.get_mut(rule.case_type as usize) {
                    list[step] += due * rule.share;
                }
            }
        }
    }
    all
}

/// Case types whose posts are overloaded though their unit is not: what only some posts handle, or only some decide.
fn case_types(model: &Model, plan: &Plan, epoch: &Epoch, load: &Load) -> Vec<String> {
    let mut found = Vec::new();
    for group in &model.groups {
        // Case types by the posts that handle them.
        let mut sets: BTreeMap<Vec<u32>, Vec<usize>> = BTreeMap::new();
        let count = model.types.len();
        let own = group.types.iter().map(|&at| (at as usize, epoch.types[at as usize].class));
        let decided = group.types.iter().filter_map(|&at| {
            let at = at as usize;
            Some((count + at, *epoch.deciding.classes.get(at)?))
        });
        for (at, class) in own.chain(decided) {
            let able = |server: &&u32| {
                let now = &epoch.servers[**server as usize];
                now.classes.contains(&class) && load.capacity[**server as usize] > 0.0
            };
            let servers: Vec<u32> = group.servers.iter().filter(able).copied().collect();
            sets.entry(servers).or_default().push(at);
        }
        if sets.len() < 2 || sets.len() > MOST_SETS {
            continue;
        }
        for (servers, types) in sets.iter().filter(|(servers, _)| !servers.is_empty()) {
            // Whatever these posts alone can handle competes for them.
            let within = sets.iter().filter(|(other, _)| other.iter().all(|server| servers.contains(server)));
            let work: f64 = within.flat_map(|(_, types)| types).map(|&at| load.work[at]).sum();
            let capacity: f64 = servers.iter().map(|&server| load.capacity[server as usize]).sum();
            let unit = epoch.types[types[0] % count].unit as usize;
            let told = load.of(unit) > FULL || !types.iter().any(|&at| model.types[at % count].reported);
            if over(work, capacity) > FULL && !told {
                found.push(sentence(model, plan, types, servers.len(), over(work, capacity)));
            }
        }
    }
    found
}

fn sentence(model: &Model, plan: &Plan, types: &[usize], posts: usize, load: f64) -> String {
    let count = model.types.len();
    // Whoever decides a case type may handle it as well; then it is named once.
    let is_first = |at: &&usize| **at < count || !types.contains(&(**at - count));
    let title = |&at: &usize| {
        let id = &model.types[at % count].id;
        plan.case_type(id).map_or(id.as_str(), |case_type| &case_type.name)
    };
    let names: Vec<&str> = types.iter().filter(is_first).map(title).collect();
    let decides = types.iter().filter(|at| is_first(at)).any(|at| *at >= count);
    let (what, may) = if decides {
        ("Ihre Entscheidungen brauchen", "entscheiden")
    } else {
        ("Sie brauchen", "bearbeiten")
    };
    let posts = match posts {
        1 => format!("die eine Stelle leistet, die sie {may} darf"),
        several => format!("die {several} Stellen leisten, die sie {may} dürfen"),
    };
    format!(
        "Fallarten „{}“: {what} {} dessen, was {posts}; ihr Rückstand wächst ohne Ende, auch wenn andere Stellen der Einheit frei sind.",
        names.join("“, „"),
        percent(load, 0, Language::German)
    )
}
