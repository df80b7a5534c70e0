//! What of the universe is simulated: all, or what can influence the units asked for.

use super::super::random::hash;
use super::universe::Universe;
use super::{GroupInfo, NOWHERE, PostInfo, ServerInfo};

/// What of the universe is simulated, and its new numbers.
pub(super) struct Kept {
    pub(super) units: Vec<u32>,
    pub(super) types: Vec<u32>,
    pub(super) posts: Vec<u32>,
    pub(super) servers: Vec<u32>,
    pub(super) populations: Vec<u32>,
    pub(super) groups: usize,
    pub(super) unit_number: Vec<u32>,
    pub(super) type_number: Vec<u32>,
    pub(super) post_number: Vec<u32>,
    pub(super) server_number: Vec<u32>,
    pub(super) group_number: Vec<u32>,
}

/// The numbers kept, and the new number of each.
fn keep(count: usize, is_kept: impl Fn(usize) -> bool) -> (Vec<u32>, Vec<u32>) {
    let mut kept = Vec::new();
    let mut numbers = vec![NOWHERE; count];
    for (old, number) in numbers.iter_mut().enumerate() {
        if is_kept(old) {
            *number = kept.len() as u32;
            kept.push(old as u32);
        }
    }
    (kept, numbers)
}

impl Kept {
    pub(super) fn new(universe: &Universe, wanted: &[u32]) -> Self {
        let needed = universe.needed(wanted);
        let unit_needed = |unit: usize| needed[universe.group[unit] as usize];
        let any = |units: &Vec<u32>| units.iter().any(|&unit| unit_needed(unit as usize));
        let (units, unit_number) = keep(universe.units.items.len(), unit_needed);
        let (types, type_number) = keep(universe.types.items.len(), |at| any(&universe.type_units[at]));
        let mut works_here = vec![false; universe.posts.items.len()];
        for &(post, unit) in &universe.servers.items {
            works_here[post as usize] |= unit_needed(unit as usize);
        }
        let (posts, post_number) = keep(universe.posts.items.len(), |at| works_here[at]);
        let (servers, server_number) =
            keep(universe.servers.items.len(), |at| works_here[universe.servers.items[at].0 as usize]);
        let (populations, _) = keep(universe.populations.items.len(), |at| {
            universe.population_units[at].iter().any(|&unit| wanted.is_empty() || wanted.contains(&unit))
        });
        let (groups, group_number) = keep(universe.groups, |at| needed[at]);
        let groups = groups.len();
        Self {
            units,
            types,
            posts,
            servers,
            populations,
            groups,
            unit_number,
            type_number,
            post_number,
            server_number,
            group_number,
        }
    }

    pub(super) fn server_info(&self, universe: &Universe, server: u32) -> ServerInfo {
        let (post, unit) = universe.servers.items[server as usize];
        ServerInfo { post: self.post_number[post as usize], unit: self.unit_number[unit as usize] }
    }

    pub(super) fn post_infos(&self, universe: &Universe) -> Vec<PostInfo> {
        let ids = self.posts.iter().map(|&post| hash(universe.posts.items[post as usize].as_str()));
        let mut infos: Vec<PostInfo> = ids.map(|hash| PostInfo { hash, servers: Vec::new() }).collect();
        for (number, &server) in self.servers.iter().enumerate() {
            let post = self.server_info(universe, server).post;
            infos[post as usize].servers.push(number as u32);
        }
        infos
    }

    pub(super) fn type_group(&self, universe: &Universe, old: u32) -> u32 {
        let unit = universe.type_units[old as usize].first().copied().unwrap_or_default();
        self.group_number[universe.group[unit as usize] as usize]
    }

    pub(super) fn group_infos(&self, universe: &Universe) -> Vec<GroupInfo> {
        let mut infos = vec![GroupInfo::default(); self.groups];
        for (number, &old) in self.types.iter().enumerate() {
            infos[self.type_group(universe, old) as usize].types.push(number as u32);
        }
        for (number, &old) in self.servers.iter().enumerate() {
            let unit = universe.servers.items[old as usize].1;
            let group = self.group_number[universe.group[unit as usize] as usize];
            if group != NOWHERE {
                infos[group as usize].servers.push(number as u32);
            }
        }
        infos
    }
}
