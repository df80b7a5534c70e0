//! Identifiers of new posts, in the style of those that are there: „AA-12“ after „AA-11“; and of new units, out of their names.

use super::{Action, Change, Plan, PostId, UnitId};
use crate::format::folded;
use crate::plan::gather::gathered;
use std::collections::{BTreeMap, BTreeSet};

/// Longest prefix that a new identifier takes over, in characters; its number must still fit behind it.
const MAX_PREFIX: usize = 48;

/// The identifier of a new post of a unit, one that no post of the plan and of these changes has or had.
///
/// It goes on with the numbers of the prefix that most posts of the unit have. Where none has a number, the unit's own identifier
/// gives the prefix. Of the changes, those that are taken back or switched off should be named too: they may come back.
/// Cost: linear in posts and changes.
#[must_use]
pub fn next_post_id<'a>(
    plan: &'a Plan,
    changes: impl IntoIterator<Item = &'a Change>,
    unit: &UnitId,
) -> PostId {
    let added = plan.decided.iter().chain(changes).filter_map(|change| match &change.action {
        Action::AddPost(post) => Some(post),
        _ => None,
    });
    let mut prefixes: BTreeMap<&str, Prefix> = BTreeMap::new();
    for (place, post) in plan.posts.iter().chain(&plan.tray).chain(added).enumerate() {
        let Some((prefix, number, width)) = numbered(post.id.as_str()) else { continue };
        let known = prefixes.entry(prefix).or_insert(Prefix { first: place, ..Prefix::default() });
        known.last = known.last.max(number);
        known.width = known.width.max(width);
        known.here += usize::from(post.home() == Some(unit));
    }
    let usual = prefixes.iter().filter(|(_, one)| one.here > 0);
    let usual = usual.max_by_key(|(_, one)| (one.here, std::cmp::Reverse(one.first)));
    let prefix = usual.map_or_else(|| prefix_of(unit), |(prefix, _)| (*prefix).to_owned());
    let (last, width) = prefixes.get(prefix.as_str()).map_or((0, 2), |one| (one.last, one.width));
    let id = format!("{prefix}-{:0width$}", last + 1);
    PostId::parse(&id).unwrap_or_else(|_| PostId::nothing())
}

/// What is known of the identifiers with one beginning.
#[derive(Debug, Clone, Copy, Default)]
struct Prefix {
    /// Where the first of them stands.
    first: usize,
    /// The highest number.
    last: u64,
    /// Digits of the longest number.
    width: usize,
    /// How many belong to posts of the unit.
    here: usize,
}

/// „AA-07“: „AA“, 7, two digits.
fn numbered(id: &str) -> Option<(&str, u64, usize)> {
    let (prefix, digits) = id.rsplit_once('-')?;
    let is_number = (1..=9).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
    let fits = !prefix.is_empty() && prefix.len() <= MAX_PREFIX;
    Some((prefix, digits.parse().ok()?, digits.len())).filter(|_| is_number && fits)
}

/// The identifier of a new unit, one that no unit of the plan and of these changes has or had: its name in the letters that
/// identifiers may have, with a number where that is taken. Of the changes, those that are taken back should be named too.
/// Cost: linear in units and changes.
#[must_use]
pub fn new_unit_id<'a>(plan: &'a Plan, changes: impl IntoIterator<Item = &'a Change>, name: &str) -> UnitId {
    let added = plan.decided.iter().chain(changes).filter_map(|change| match &change.action {
        Action::AddUnit(unit) => Some(unit),
        _ => None,
    });
    let taken: BTreeSet<&str> = gathered(plan.units.iter().chain(added).map(|unit| unit.id.as_str()));
    let plain = slug(name);
    let numbered = (2..).map(|number| format!("{plain}-{number}"));
    let free = std::iter::once(plain.clone()).chain(numbered).find(|id| !taken.contains(id.as_str()));
    free.and_then(|id| UnitId::parse(&id).ok()).unwrap_or_else(UnitId::nothing)
}

/// „Team Einbürgerung (Süd)“: „team-einbuergerung-sued“.
fn slug(name: &str) -> String {
    let plain = folded(name);
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = words.collect::<Vec<_>>().join("-");
    slug.truncate(MAX_PREFIX);
    if slug.is_empty() { "einheit".to_owned() } else { slug }
}

/// „service-point“: „SP“; „einbuergerung“: „EI“.
fn prefix_of(unit: &UnitId) -> String {
    let mut words = unit.as_str().split('-').filter(|word| !word.is_empty());
    let prefix: String = match (words.next(), words.next()) {
        (Some(first), Some(second)) => first.chars().take(1).chain(second.chars().take(1)).collect(),
        (Some(only), None) => only.chars().take(2).collect(),
        _ => "neu".to_owned(),
    };
    prefix.to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Unit, builtin, changes_from_json};

    fn unit(id: &str) -> UnitId {
        UnitId::parse(id).unwrap()
    }

    fn next(plan: &Plan, changes: &[Change], id: &str) -> String {
        next_post_id(plan, changes, &unit(id)).to_string()
    }

    #[test]
    fn a_new_post_goes_on_with_the_numbers_of_its_unit() {
        let plan = builtin().unwrap();
        assert_eq!(next(&plan, &[], "aufenthalt"), "AA-12", "the head SL-01 is one, the others are eleven");
        assert_eq!(next(&plan, &[], "einbuergerung"), "EB-05");
        assert_eq!(next(&plan, &[], "abteilung"), "AL-02");
    }

    #[test]
    fn numbers_that_were_given_once_are_not_given_again() {
        let mut plan = builtin().unwrap();
        let added = changes_from_json(
            br#"[{"effective": "2024-03-01", "action": {"add_post": {"id": "AA-12", "unit": "eu", "title": "T", "grade": "A 10"}}},
                 {"effective": "2024-04-01", "action": {"remove_post": {"post": "AA-12"}}}]"#,
        )
        .unwrap();
        assert_eq!(next(&plan, &added, "aufenthalt"), "AA-13", "also where the post went to another unit");
        plan.decided = added;
        assert_eq!(next(&plan, &[], "aufenthalt"), "AA-13");
        let last = plan.posts.iter().position(|post| post.id.as_str() == "AA-11").unwrap();
        let parked = plan.posts.remove(last);
        plan.tray.push(parked);
        assert_eq!(next(&plan, &[], "aufenthalt"), "AA-13");
    }

    #[test]
    fn a_new_unit_is_called_by_its_name_and_no_two_alike() {
        let mut plan = builtin().unwrap();
        let id = |plan: &Plan, changes: &[Change], name: &str| new_unit_id(plan, changes, name).to_string();
        assert_eq!(id(&plan, &[], " Team Einbürgerung (Süd) "), "team-einbuergerung-sued");
        assert_eq!(id(&plan, &[], "Service Point"), "service-point-2", "there is one");
        assert_eq!(id(&plan, &[], "–"), "einheit");
        assert_eq!(id(&plan, &[], &"ä".repeat(100)).len(), MAX_PREFIX);
        let added = changes_from_json(
            br#"[{"effective": "2024-03-01", "action": {"add_unit": {"id": "team-a", "name": "Team A"}}},
                 {"effective": "2024-04-01", "action": {"remove_unit": {"unit": "team-a"}}}]"#,
        )
        .unwrap();
        assert_eq!(id(&plan, &added, "Team A"), "team-a-2");
        plan.decided = added;
        assert_eq!(id(&plan, &[], "Team A"), "team-a-2");
    }

    #[test]
    fn a_unit_without_numbered_posts_gives_its_own_prefix() {
        let mut plan = builtin().unwrap();
        plan.units.push(Unit { id: unit("projekt-digital"), ..plan.units[1].clone() });
        assert_eq!(next(&plan, &[], "projekt-digital"), "PD-01");
        assert_eq!(next(&plan, &[], "x"), "X-01");
        assert_eq!(next(&plan, &[], "-"), "NEU-01");
        // A prefix that is another unit's goes on with its numbers.
        assert_eq!(next(&plan, &[], "ea-buero"), "EB-05");
        plan.posts[0].id = PostId::parse("lang-999").unwrap();
        assert_eq!(next(&plan, &[], "abteilung"), "lang-1000");
    }
}
