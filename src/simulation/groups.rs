//! Which units influence which: the groups that are simulated together, and their order within a day.
//!
//! Units are nodes; a follow-up is an arrow, a post that serves two units or a case type that moves between them ties
//! them both ways. A group is a strongly connected component; groups in topological order never look ahead, so each
//! day each group can be simulated on its own, exactly. Cost: linear in units and arrows.

/// The groups of the units `0..count`: group of each unit, and the number of groups. Influence only goes from a group
/// to later ones.
pub(super) fn groups(count: usize, arrows: &[(u32, u32)]) -> (Vec<u32>, usize) {
    let forward = lists(count, arrows.iter().copied());
    let backward = lists(count, arrows.iter().map(|&(from, to)| (to, from)));
    let mut order = Vec::with_capacity(count);
    let mut seen = vec![false; count];
    for root in 0..count {
        visit(root, &forward, &mut seen, &mut order);
    }
    let mut group = vec![u32::MAX; count];
    let mut number = 0;
    let mut taken = vec![false; count];
    for &root in order.iter().rev() {
        if taken[root] {
            continue;
        }
        let mut members = Vec::new();
        visit(root, &backward, &mut taken, &mut members);
        for member in members {
            group[member] = number;
        }
        number += 1;
    }
    (group, number as usize)
}

/// Which groups can influence the wanted ones, themselves included.
pub(super) fn upstream(group: &[u32], number: usize, arrows: &[(u32, u32)], wanted: &[u32]) -> Vec<bool> {
    let backward = lists(
        number,
        arrows.iter().map(|&(from, to)| (group[to as usize], group[from as usize])).filter(|(a, b)| a != b),
    );
    let mut seen = vec![false; number];
    let mut order = Vec::new();
    for &unit in wanted {
        visit(group[unit as usize] as usize, &backward, &mut seen, &mut order);
    }
    seen
}

fn lists(count: usize, arrows: impl Iterator<Item = (u32, u32)>) -> Vec<Vec<u32>> {
    let mut lists = vec![Vec::new(); count];
    for (from, to) in arrows {
        lists[from as usize].push(to);
    }
    lists
}

/// Depth first without recursion; appends in the order of completion.
fn visit(root: usize, arrows: &[Vec<u32>], seen: &mut [bool], order: &mut Vec<usize>) {
    if seen[root] {
        return;
    }
    seen[root] = true;
    let mut path = vec![(root, 0)];
    while let Some((node, next)) = path.last_mut() {
        let node = *node;
        match arrows[node].get(*next) {
            Some(&to) => {
                *next += 1;
                if !seen[to as usize] {
                    seen[to as usize] = true;
                    path.push((to as usize, 0));
                }
            }
            None => {
                order.push(node);
                path.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_one_group_and_influence_goes_forward() {
        let arrows = [(0, 1), (1, 2), (2, 1), (3, 3), (2, 4)];
        let (group, number) = groups(5, &arrows);
        assert_eq!(number, 4);
        assert_eq!(group[1], group[2]);
        assert!(group[0] < group[1] && group[1] < group[4]);
        let needed = upstream(&group, number, &arrows, &[2]);
        let units: Vec<bool> = (0..5).map(|unit| needed[group[unit] as usize]).collect();
        assert_eq!(units, [true, true, true, false, false]);
    }
}
