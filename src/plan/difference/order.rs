//! Which things of a list have to be moved so that it gets another order: as few as possible.

/// For places that are to be put in ascending order: whether each may stay where it is. Those that stay are a longest
/// ascending subsequence (patience sorting, O(n log n)).
pub(super) fn stays(places: &[usize]) -> Vec<bool> {
    // Of all ascending subsequences of each length the one whose last place is the smallest, by the index of its end.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(places.len());
    for (index, place) in places.iter().enumerate() {
        let length = ends.partition_point(|&end| places[end] < *place);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(index);
        } else {
            ends[length] = index;
        }
    }
    let mut stays = vec![false; places.len()];
    let mut next = ends.last().copied();
    while let Some(index) = next {
        stays[index] = true;
        next = before[index];
    }
    stays
}

#[cfg(test)]
mod tests {
    use super::stays;

    #[test]
    fn moves_as_few_as_possible() {
        let moved = |places: &[usize]| stays(places).iter().filter(|stays| !**stays).count();
        assert_eq!(moved(&[]), 0);
        assert_eq!(moved(&[0, 1, 2, 3]), 0);
        assert_eq!(moved(&[3, 0, 1, 2]), 1);
        assert_eq!(moved(&[1, 2, 3, 0]), 1);
        assert_eq!(moved(&[3, 2, 1, 0]), 3);
        assert_eq!(stays(&[2, 5, 3, 7, 11, 8, 10, 13, 6]).iter().filter(|stays| **stays).count(), 6);
    }
}
