//! Lists put in order and gathered by key, with one sort for all kinds of items.
//!
//! Every kind of item that is sorted, or collected into a map, which sorts at first, brings the standard library's sort along once
//! more: 6 kB of the page's workers each. Where time is no matter, what has to be moved is places here.

use std::cmp::Ordering;

/// Puts items into a map or a set, one by one.
pub(crate) fn gathered<C: Default + Extend<T>, T>(items: impl IntoIterator<Item = T>) -> C {
    let mut all = C::default();
    all.extend(items);
    all
}

/// The places of so many items in their order; equal ones keep theirs.
pub(crate) fn places_in_order(count: usize, order: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|&a, &b| order(a, b));
    places
}

/// Items in an order; equal ones keep theirs.
pub(crate) fn in_order<T>(items: Vec<T>, order: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let places = places_in_order(items.len(), &|a, b| order(&items[a], &items[b]));
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    places.into_iter().filter_map(|place| items[place].take()).collect()
}

/// The same with each of several equal ones only once.
pub(crate) fn distinct<T: Ord>(items: Vec<T>) -> Vec<T> {
    let mut items = in_order(items, T::cmp);
    items.dedup();
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn equal_items_keep_their_places() {
        let items = vec![(2, "a"), (1, "b"), (2, "c"), (1, "d")];
        assert_eq!(in_order(items, |a, b| a.0.cmp(&b.0)), [(1, "b"), (1, "d"), (2, "a"), (2, "c")]);
        assert_eq!(distinct(vec![3, 1, 3, 2, 1]), [1, 2, 3]);
        assert!(distinct(Vec::<u8>::new()).is_empty());
    }

    #[test]
    fn of_two_values_with_one_key_the_last_one_counts_as_in_collecting() {
        let pairs = [("a", 1), ("b", 2), ("a", 3)];
        let one_by_one: BTreeMap<&str, i32> = gathered(pairs);
        assert_eq!(one_by_one, BTreeMap::from(pairs));
    }
}
