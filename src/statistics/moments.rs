//! Running means and co-moments of several numbers per trial, mergeable.
//!
//! Welford's update and the pairwise merge of Chan, Golub and `LeVeque` ("Updating Formulae and a Pairwise
//! Algorithm for Computing Sample Variances", 1979): stable where sums of squares cancel. Two columns that
//! hold the same numbers stay equal to the last bit, so that their difference is exactly 0.

/// Count, means and co-moments of `N` numbers per trial.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments<const N: usize> {
    count: u64,
    means: [f64; N],
    /// Sums of products of deviations from the means.
    products: [[f64; N]; N],
}

impl<const N: usize> Default for Moments<N> {
    fn default() -> Self {
        Self {
            count: 0,
            means: [0.0; N],
            products: [[0.0; N]; N],
        }
    }
}

impl<const N: usize> Moments<N> {
    /// Adds the numbers of one trial.
    pub fn push(&mut self, values: [f64; N]) {
        self.count += 1;
        let count = self.count as f64;
        let apart = self.apart(&values);
        self.shift(&apart, 1.0 / count, (count - 1.0) / count);
    }

    /// Adds all trials of another set.
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        if self.count == 0 {
            self.clone_from(other);
            return;
        }
        let (here, there) = (self.count as f64, other.count as f64);
        let share = there / (here + there);
        self.count += other.count;
        let apart = self.apart(&other.means);
        for (row, added) in self.products.iter_mut().zip(&other.products) {
            for (product, added) in row.iter_mut().zip(added) {
                *product += added;
            }
        }
        self.shift(&apart, share, here * share);
    }

    /// Number of trials.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Mean of the `i`-th number.
    pub fn mean(&self, i: usize) -> f64 {
        self.means[i]
    }

    /// Unbiased variance of the `i`-th number; not a number below two trials.
    pub fn variance(&self, i: usize) -> f64 {
        self.covariance(i, i)
    }

    /// Unbiased covariance of two numbers; not a number below two trials.
    pub fn covariance(&self, i: usize, j: usize) -> f64 {
        match self.count < 2 {
            true => f64::NAN,
            false => self.products[i][j] / (self.count - 1) as f64,
        }
    }

    fn apart(&self, values: &[f64; N]) -> [f64; N] {
        std::array::from_fn(|i| values[i] - self.means[i])
    }

    fn shift(&mut self, apart: &[f64; N], share: f64, weight: f64) {
        for (i, row) in self.products.iter_mut().enumerate() {
            self.means[i] += apart[i] * share;
            for (j, product) in row.iter_mut().enumerate() {
                *product += apart[i] * apart[j] * weight;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: [[f64; 2]; 5] = [[2.0, 1.0], [4.0, 3.0], [4.0, 2.0], [5.0, 8.0], [10.0, 6.0]];

    fn of(rows: &[[f64; 2]]) -> Moments<2> {
        let mut moments = Moments::default();
        for row in rows {
            moments.push(*row);
        }
        moments
    }

    #[test]
    fn moments_by_hand() {
        // Means 5 and 4; deviations -3 -1 -1 0 5 and -3 -1 -2 4 2.
        let moments = of(&ROWS);
        assert_eq!(moments.count(), 5);
        assert!((moments.mean(0) - 5.0).abs() < 1e-14);
        assert!((moments.mean(1) - 4.0).abs() < 1e-14);
        assert!((moments.variance(0) - 9.0).abs() < 1e-13);
        assert!((moments.variance(1) - 8.5).abs() < 1e-13);
        assert!((moments.covariance(0, 1) - 5.5).abs() < 1e-13);
        assert_eq!(moments.covariance(0, 1), moments.covariance(1, 0));
    }

    #[test]
    fn merging_equals_pushing() {
        for cut in 0..=ROWS.len() {
            let mut merged = of(&ROWS[..cut]);
            merged.merge(&of(&ROWS[cut..]));
            let whole = of(&ROWS);
            assert_eq!(merged.count(), whole.count());
            for i in 0..2 {
                assert!((merged.mean(i) - whole.mean(i)).abs() < 1e-14);
                for j in 0..2 {
                    let gap = merged.covariance(i, j) - whole.covariance(i, j);
                    assert!(gap.abs() < 1e-13);
                }
            }
        }
    }

    #[test]
    fn large_offsets_do_not_cancel() {
        let moved: Vec<[f64; 2]> = ROWS.iter().map(|row| row.map(|x| x + 1e9)).collect();
        assert!((of(&moved).variance(0) - 9.0).abs() < 1e-6);
    }

    #[test]
    fn equal_values_have_no_variance() {
        let mut moments = of(&[[0.1, 0.3]; 7]);
        moments.merge(&of(&[[0.1, 0.3]; 3]));
        assert_eq!((moments.mean(0), moments.variance(0)), (0.1, 0.0));
        assert_eq!(moments.covariance(0, 1), 0.0);
    }

    #[test]
    fn one_trial_has_no_variance_at_all() {
        assert!(of(&ROWS[..1]).variance(0).is_nan());
    }
}
