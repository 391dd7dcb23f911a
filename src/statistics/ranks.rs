//! What the order of numbers says: a band that holds a further one, and whether two go together.
//!
//! Neither supposes anything about their distribution.

/// The middle `share` of numbers: from independent ones, a band that holds a further one with this
/// chance. The p-th percentile is the (n + 1) p-th number in order (Hyndman and Fan, "Sample quantiles in
/// statistical packages", The American Statistician 50, 1996, definition 6), between two of them in
/// proportion; where that lies outside, the least or the largest, and the chance is (n - 1) / (n + 1).
/// `None` without numbers.
pub fn band(numbers: &[f64], share: f64) -> Option<(f64, f64)> {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (first, last) = (*sorted.first()?, *sorted.last()?);
    let at = |p: f64| {
        let place = (sorted.len() as f64 + 1.0) * p;
        let below = place.floor() as usize;
        match (below.checked_sub(1), sorted.get(below)) {
            (None, _) => first,
            (_, None) => last,
            (Some(below), Some(above)) => {
                let lower = sorted[below];
                lower + (place - place.floor()) * (above - lower)
            }
        }
    };
    Some((at(0.5 - 0.5 * share), at(0.5 + 0.5 * share)))
}

/// How many numbers it takes until such a band is narrower than from the least to the largest.
pub fn enough_for_band(share: f64) -> u64 {
    // The place of the lower end is (n + 1)(1 - share) / 2, and has to be 1; 0.95 is no binary number.
    (2.0 / (1.0 - share) - 1.0 - 1e-9).ceil() as u64
}

/// Spearman's rank correlation, -1 to 1, ties sharing their ranks; `None` where either does not vary.
///
/// Of unrelated numbers it is 0 with a standard deviation of 1 / sqrt(n - 1).
pub fn rank_correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let ranks = [
        ranks(pairs.iter().map(|pair| pair.0)),
        ranks(pairs.iter().map(|pair| pair.1)),
    ];
    let middle = 0.5 * (pairs.len() as f64 + 1.0);
    let product = |one: &[f64], other: &[f64]| {
        let both = one.iter().zip(other);
        both.map(|(one, other)| (one - middle) * (other - middle))
            .sum::<f64>()
    };
    let [one, other] = &ranks;
    let spread = product(one, one) * product(other, other);
    (spread > 0.0).then(|| product(one, other) / spread.sqrt())
}

/// Ranks from 1 on; equal numbers have the mean of theirs.
fn ranks(numbers: impl Iterator<Item = f64>) -> Vec<f64> {
    let numbers: Vec<f64> = numbers.collect();
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.sort_by(|one, other| numbers[*one].total_cmp(&numbers[*other]));
    let mut ranks = vec![0.0; numbers.len()];
    let mut next = 0;
    for tied in order.chunk_by(|one, other| numbers[*one] == numbers[*other]) {
        let mean = next as f64 + 0.5 * (tied.len() as f64 + 1.0);
        for at in tied {
            ranks[*at] = mean;
        }
        next += tied.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_by_hand() {
        let numbers: Vec<f64> = (1..=39).rev().map(f64::from).collect();
        let (low, high) = band(&numbers, 0.95).unwrap();
        assert!((low - 1.0).abs() < 1e-9 && (high - 39.0).abs() < 1e-9);
        // The 2.475th and the 96.525th... of 98 numbers: (98 + 1) x 0.025 and x 0.975.
        let numbers: Vec<f64> = (1..=98).map(f64::from).collect();
        let (low, high) = band(&numbers, 0.95).unwrap();
        assert!((low - 2.475).abs() < 1e-9 && (high - 96.525).abs() < 1e-9);
        assert_eq!(band(&[3.0, 1.0, 2.0], 0.95), Some((1.0, 3.0)));
        assert_eq!(band(&[5.0], 0.5), Some((5.0, 5.0)));
        assert_eq!(band(&[], 0.95), None);
        assert_eq!([enough_for_band(0.95), enough_for_band(0.9)], [39, 19]);
    }

    #[test]
    fn a_band_holds_a_further_number_as_often_as_it_says() {
        // Of all orders of 60 numbers the last has each rank alike: left out one by one.
        let numbers: Vec<f64> = (0..60).map(|at| f64::from(at * at)).collect();
        let inside = |left: usize| {
            let others: Vec<f64> = (0..60)
                .filter(|at| *at != left)
                .map(|at| numbers[at])
                .collect();
            let (low, high) = band(&others, 0.9).unwrap();
            low < numbers[left] && numbers[left] < high
        };
        assert_eq!((0..60).filter(|left| inside(*left)).count(), 54);
    }

    #[test]
    fn rank_correlations_by_hand() {
        let with = |second: &[f64]| {
            let pairs = second.iter().enumerate();
            let pairs: Vec<(f64, f64)> = pairs.map(|(at, of)| (at as f64, *of)).collect();
            rank_correlation(&pairs)
        };
        assert_eq!(with(&[1.0, 2.0, 40.0, 41.0]), Some(1.0));
        assert_eq!(with(&[9.0, 3.0, 2.0, 1.0]), Some(-1.0));
        // 1 - 6 x (1 + 1 + 0 + 0) / (4 x 15).
        assert!((with(&[2.0, 1.0, 3.0, 4.0]).unwrap() - 0.8).abs() < 1e-12);
        // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / sqrt(4.5 x 5).
        let tied = with(&[0.0, 5.0, 5.0, 7.0]).unwrap();
        assert!((tied - (4.5f64 / 5.0).sqrt()).abs() < 1e-12);
        assert_eq!(with(&[1.0, 1.0, 1.0]), None);
        assert_eq!(with(&[]), None);
    }
}
