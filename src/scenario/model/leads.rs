//! What a delivered item brings, and what that comes to along chains and circles of kinds.

use crate::random::Distribution;

/// What the delivery of an item brings: another item, of some kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Lead {
    /// Position of the kind it is of.
    pub work: usize,
    /// Chance that it comes.
    pub chance: f64,
    /// Elapsed time from the delivery until it comes up [ticks]; `None`: at once.
    pub after: Option<Distribution>,
    /// Whether it comes once for every flaw of the delivered item, and not once.
    pub per_flaw: bool,
    /// Whether the delivery does not stay once it has come up.
    pub undoes: bool,
}

/// Items of every kind in the end, where some come by themselves (`base`) and each item of the first
/// kind of a link brings so many of the second; `None` if that never ends.
///
/// With links B the answer x solves x = base + B x. It exists, and is not negative, exactly if what
/// one item brings, directly and by others, comes to an end: then elimination never meets a pivot
/// that is not positive, as I - B is an M-matrix.
pub fn brought(links: &[(usize, usize, f64)], base: &[f64]) -> Option<Vec<f64>> {
    /// What is left of a pivot that ought to be zero.
    const ROUNDING: f64 = 1e-12;
    let mut involved: Vec<usize> = links.iter().flat_map(|link| [link.0, link.1]).collect();
    involved.sort_unstable();
    involved.dedup();
    let size = involved.len();
    let row_of = |kind: usize| involved.binary_search(&kind).ok();
    // One equation a row, with its right side at the end.
    let mut rows: Vec<Vec<f64>> = (0..size)
        .map(|row| {
            let mut equation = vec![0.0; size + 1];
            equation[row] = 1.0;
            equation[size] = base[involved[row]];
            equation
        })
        .collect();
    for &(from, to, each) in links {
        if let (Some(from), Some(to)) = (row_of(from), row_of(to)) {
            rows[to][from] -= each;
        }
    }
    for pivot in 0..size {
        if rows[pivot][pivot] <= ROUNDING {
            return None;
        }
        let equation = rows[pivot].clone();
        for row in rows.iter_mut().skip(pivot + 1) {
            let factor = row[pivot] / equation[pivot];
            if factor != 0.0 {
                let terms = row.iter_mut().zip(&equation);
                terms.for_each(|(own, other)| *own -= factor * other);
            }
        }
    }
    let mut all = base.to_vec();
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size)
            .map(|column| rows[row][column] * all[involved[column]])
            .sum();
        all[involved[row]] = (rows[row][size] - known) / rows[row][row];
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::brought;

    #[test]
    fn what_is_brought_along_a_chain_and_a_circle() {
        // Each 0 brings half a 1, each 1 two of 2.
        let chain = brought(&[(0, 1, 0.5), (1, 2, 2.0)], &[8.0, 1.0, 0.0]);
        assert_eq!(chain, Some(vec![8.0, 5.0, 10.0]));
        // 1 + 1/2 + 1/4 + ...
        assert_eq!(brought(&[(0, 0, 0.5)], &[1.0]), Some(vec![2.0]));
        assert_eq!(brought(&[], &[3.0]), Some(vec![3.0]));
    }

    #[test]
    fn what_never_ends() {
        assert_eq!(brought(&[(0, 0, 1.0)], &[1.0]), None);
        assert_eq!(brought(&[(0, 1, 2.0), (1, 0, 0.5)], &[1.0, 0.0]), None);
        assert!(brought(&[(0, 1, 2.0), (1, 0, 0.4)], &[1.0, 0.0]).is_some());
    }
}
