//! A time axis with the empty stretches left out, so that an attack of minutes, a month of logs
//! and a set-up of five years ago fit one picture, each to scale.

/// Joins ranges `(from, to)`, `to` exclusive, into the pieces of an axis: ranges closer than
/// `gap` are one piece, and so are the closest until there are at most `most` pieces. Empty
/// ranges are left out.
pub(super) fn pieces(mut ranges: Vec<(i64, i64)>, gap: i64, most: usize) -> Vec<(i64, i64)> {
    ranges.retain(|(from, to)| from < to);
    ranges.sort_unstable();
    let mut pieces: Vec<(i64, i64)> = Vec::new();
    for (from, to) in ranges {
        match pieces.last_mut().filter(|last| from.saturating_sub(last.1) < gap) {
            Some(last) => last.1 = last.1.max(to),
            None => pieces.push((from, to)),
        }
    }
    if pieces.len() > most.max(1) {
        // The widest `most - 1` gaps stay, found by the gap that comes after them in size.
        let mut gaps: Vec<i64> = pieces.windows(2).map(|two| two[1].0 - two[0].1).collect();
        gaps.sort_unstable_by(|a, b| b.cmp(a));
        let narrowest = gaps[most.max(1) - 1].saturating_add(1);
        return self::pieces(pieces, narrowest, usize::MAX);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_ranges_are_joined_and_far_ones_are_pieces() {
        let ranges = vec![(50, 60), (0, 5), (7, 9), (3, 3), (4, 6)];
        assert_eq!(pieces(ranges.clone(), 2, 9), [(0, 9), (50, 60)]);
        assert_eq!(pieces(ranges.clone(), 1, 9), [(0, 6), (7, 9), (50, 60)]);
        assert_eq!(pieces(ranges.clone(), 1, 2), [(0, 9), (50, 60)]);
        assert_eq!(pieces(ranges, 1, 1), [(0, 60)]);
        assert!(pieces(vec![(3, 1)], 1, 4).is_empty());
    }

    #[test]
    fn equal_gaps_never_leave_too_many_pieces() {
        let ranges: Vec<_> = (0..50).map(|at| (at * 10, at * 10 + 1)).collect();
        assert!(pieces(ranges, 2, 6).len() <= 6);
    }
}
