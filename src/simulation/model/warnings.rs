//! What the user has to know about a plan before believing its figures.

mod data;
mod load;

use super::super::clock::date_of;
use super::{CaseTypeInfo, Model, Occupied};
use crate::format::{Language, date};
use crate::plan::Plan;

/// Load from which on a queue grows without end.
const FULL: f64 = 1.0;

/// Adds the warnings of a compiled plan: work that nobody does or decides, posts without work, newcomers without a mentor,
/// overload in the first year or for ever, figures far beyond what was counted.
pub(super) fn note(model: &mut Model, plan: &Plan) {
    let mut found = unserved(model, plan);
    found.extend(undecided(model, plan));
    found.extend(idle(model, plan));
    found.extend(mentors(model, plan));
    found.extend(load::note(model, plan));
    found.extend(data::note(model, plan));
    model.warnings.extend(found);
}

fn name<'a>(plan: &'a Plan, model: &'a Model, unit: usize) -> &'a str {
    plan.unit_name(&model.units[unit].id)
}

fn unserved(model: &Model, plan: &Plan) -> Vec<String> {
    let mut found = Vec::new();
    let Some(epoch) = model.epochs.first() else { return found };
    for (number, info) in model.types.iter().enumerate() {
        let arrives = info.opening.waiting > 0 || info.rates.iter().any(|rate| rate.mean > 0.0);
        let class = epoch.types[number].class;
        let group = &model.groups[info.group as usize];
        let served =
            group.servers.iter().any(|&server| epoch.servers[server as usize].classes.contains(&class));
        if info.reported && arrives && !served {
            found.push(format!(
                "Fallart „{}“: Am Anfang bearbeitet sie keine Stelle; die Fälle bleiben liegen.",
                title(plan, info)
            ));
        }
    }
    found
}

/// Case types of which from some day on posts prepare cases that nobody may decide.
fn undecided(model: &Model, plan: &Plan) -> Vec<String> {
    let mut told = vec![false; model.types.len()];
    let mut found = Vec::new();
    for epoch in &model.epochs {
        for (number, &class) in epoch.deciding.classes.iter().enumerate() {
            let (info, own) = (&model.types[number], epoch.types[number].class);
            let mut servers = model.groups[info.group as usize].servers.iter();
            let decides = |server: &u32| epoch.servers[*server as usize].classes.contains(&class);
            if !info.reported || class == own || told[number] || servers.any(decides) {
                continue;
            }
            told[number] = true;
            let from = match epoch.first_day {
                0 => "Am Anfang".to_owned(),
                day => format!("Ab dem {}", date(date_of(model.start, day), Language::German)),
            };
            found.push(format!(
                "Fallart „{}“: {from} darf sie keine Stelle entscheiden, nur vorbereiten; vorbereitete Fälle bleiben liegen. Bitte im Stellenplan eine Befugnis auf „entscheiden“ setzen.",
                title(plan, info)
            ));
        }
    }
    found
}

fn title<'a>(plan: &'a Plan, info: &'a CaseTypeInfo) -> &'a str {
    plan.case_type(&info.id).map_or(info.id.as_str(), |case_type| &case_type.name)
}

fn idle(model: &Model, plan: &Plan) -> Vec<String> {
    let Some(epoch) = model.epochs.first() else { return Vec::new() };
    let mut found = Vec::new();
    for (unit, info) in model.units.iter().enumerate().filter(|(_, info)| info.reported) {
        let has_work = plan.case_types.iter().any(|case_type| case_type.unit == info.id);
        let here = model.servers.iter().zip(&epoch.servers).filter(|(server, _)| server.unit == unit as u32);
        let idle = here.filter(|(_, server)| server.size > 0.0 && server.classes.is_empty()).count();
        if idle > 0 && has_work {
            let posts = match idle {
                1 => "1 Stelle hat einen Anteil für Fälle, bearbeitet".to_owned(),
                several => format!("{several} Stellen haben einen Anteil für Fälle, bearbeiten"),
            };
            found.push(format!("Einheit „{}“: {posts} aber keine Fallart.", name(plan, model, unit)));
        }
    }
    found
}

/// Units with newcomers and nobody who could train them, as planned for the first stretch.
fn mentors(model: &Model, plan: &Plan) -> Vec<String> {
    let mut found = Vec::new();
    let Some(epoch) = model.epochs.first() else { return found };
    let conditions = &epoch.conditions;
    let count = model.units.len();
    let (mut newcomers, mut experienced) = (vec![0_u32; count], vec![0_u32; count]);
    for (number, server) in model.servers.iter().enumerate() {
        let (unit, post) = (server.unit as usize, &epoch.posts[server.post as usize]);
        if unit >= count || epoch.servers[number].size <= 0.0 || !post.exists {
            continue;
        }
        match post.occupancy {
            Some(Occupied::Since(day)) if -day >= conditions.experienced as i64 => experienced[unit] += 1,
            Some(Occupied::Since(_) | Occupied::Until(_)) => newcomers[unit] += 1,
            _ => {}
        }
    }
    let mentored = conditions.mentor.iter().any(|load| *load > 0.0);
    for unit in (0..count).filter(|&unit| model.units[unit].reported) {
        if mentored && newcomers[unit] > 0 && experienced[unit] == 0 {
            found.push(format!(
                "Einheit „{}“: {} neue Besetzung(en), aber niemand mit abgeschlossener Einarbeitung; die Einarbeitung kostet hier niemanden Zeit, tatsächlich dauert sie dann länger.",
                name(plan, model, unit), newcomers[unit]
            ));
        }
    }
    found
}
