//! Running means and co-moments of several numbers per trial, mergeable.
//!
//! Welford's update and the pairwise merge of Chan, Golub and `LeVeque` ("Updating Formulae and a Pairwise
//! Algorithm for Computing Sample Variances", 1979): stable where sums of squares cancel; for third
//! and fourth moments Pébay ("Formulas for Robust, One-Pass Parallel Computation of Covariances and
//! Arbitrary-Order Statistical Moments", 2008). Two columns that hold the same numbers stay equal to the
//! last bit, so that their difference is exactly 0.

use std::array::from_fn;

/// Count, means and central co-moments up to the fourth of `N` numbers per trial.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments<const N: usize> {
    count: u64,
    means: [f64; N],
    /// Sums of products of deviations from the means.
    products: [[f64; N]; N],
    /// Sums of products of three deviations.
    triples: [[[f64; N]; N]; N],
    /// Sums of products of four. Only places in ascending order are kept, here and of three.
    fours: [[[[f64; N]; N]; N]; N],
}

impl<const N: usize> Default for Moments<N> {
    fn default() -> Self {
        Self {
            count: 0,
            means: [0.0; N],
            products: [[0.0; N]; N],
            triples: [[[0.0; N]; N]; N],
            fours: [[[[0.0; N]; N]; N]; N],
        }
    }
}

impl<const N: usize> Moments<N> {
    /// Adds the numbers of one trial.
    pub fn push(&mut self, values: [f64; N]) {
        self.count += 1;
        let count = self.count as f64;
        let apart = self.apart(&values);
        let (share, weight) = (1.0 / count, (count - 1.0) / count);
        self.shift_higher_by_one(&apart, share, weight);
        self.shift(&apart, share, weight);
    }

    /// What [`Self::shift_higher`] does where the other set is one trial, without its many zeros:
    /// this runs hundreds of times per trial.
    fn shift_higher_by_one(&mut self, apart: &[f64; N], share: f64, weight: f64) {
        let rest = 1.0 - share;
        let seconds = self.products.map(|row| row.map(|sum| share * share * sum));
        let pulls = self.products.map(|row| row.map(|sum| -(share * sum)));
        let flat = weight * (1.0 - 3.0 * rest * share);
        for i in 0..N {
            for j in i..N {
                for k in j..N {
                    let [a, b, c] = [apart[i], apart[j], apart[k]];
                    for l in k..N {
                        let d = apart[l];
                        let third = |i: usize, j: usize, k: usize| -(share * self.triples[i][j][k]);
                        self.fours[i][j][k][l] += a * b * c * d * flat
                            + (a * b * seconds[k][l]
                                + a * c * seconds[j][l]
                                + a * d * seconds[j][k])
                            + (b * c * seconds[i][l]
                                + b * d * seconds[i][k]
                                + c * d * seconds[i][j])
                            + (a * third(j, k, l) + b * third(i, k, l))
                            + (c * third(i, j, l) + d * third(i, j, k));
                    }
                }
            }
        }
        for i in 0..N {
            for j in i..N {
                for k in j..N {
                    let [a, b, c] = [apart[i], apart[j], apart[k]];
                    self.triples[i][j][k] += a * b * c * weight * (rest - share)
                        + (a * pulls[j][k] + b * pulls[i][k] + c * pulls[i][j]);
                }
            }
        }
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
        let weight = here * share;
        self.shift_higher(&apart, other, [1.0 - share, share], weight);
        for (row, added) in self.products.iter_mut().zip(&other.products) {
            for (product, added) in row.iter_mut().zip(added) {
                *product += added;
            }
        }
        self.shift(&apart, share, weight);
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

    /// Third central moment of a combination of the numbers, unbiased; 0 below three trials,
    /// which cannot lean. What rounding left of 0 is 0.
    pub fn third(&self, gradient: &[f64; N]) -> f64 {
        let count = self.count as f64;
        if self.count < 3 {
            return 0.0;
        }
        let terms = ascending_threes::<N>()
            .map(|[i, j, k]| weight_of([i, j, k], gradient) * self.triples[i][j][k]);
        sum(terms) * count / ((count - 1.0) * (count - 2.0))
    }

    /// Fourth central moment of a combination of the numbers: the mean of the fourth powers.
    pub fn fourth(&self, gradient: &[f64; N]) -> f64 {
        let terms = ascending_fours::<N>()
            .map(|[i, j, k, l]| weight_of([i, j, k, l], gradient) * self.fours[i][j][k][l]);
        sum(terms) / self.count as f64
    }

    fn apart(&self, values: &[f64; N]) -> [f64; N] {
        from_fn(|i| values[i] - self.means[i])
    }

    /// Third and fourth moments about the mean of both sets, from those about their own: before
    /// the second moments follow. `here` and `there` are the shares of all trials.
    fn shift_higher(
        &mut self,
        apart: &[f64; N],
        other: &Self,
        [here, there]: [f64; 2],
        weight: f64,
    ) {
        let (mine, theirs) = (self.products, &other.products);
        let seconds: [[f64; N]; N] =
            from_fn(|i| from_fn(|j| here * here * theirs[i][j] + there * there * mine[i][j]));
        let pulls: [[f64; N]; N] =
            from_fn(|i| from_fn(|j| here * theirs[i][j] - there * mine[i][j]));
        let flat = weight * (1.0 - 3.0 * here * there);
        for [i, j, k, l] in ascending_fours::<N>() {
            let [a, b, c, d] = [i, j, k, l].map(|i| apart[i]);
            let third = |i: usize, j: usize, k: usize| {
                here * other.triples[i][j][k] - there * self.triples[i][j][k]
            };
            self.fours[i][j][k][l] += other.fours[i][j][k][l]
                + a * b * c * d * flat
                + (a * b * seconds[k][l] + a * c * seconds[j][l] + a * d * seconds[j][k])
                + (b * c * seconds[i][l] + b * d * seconds[i][k] + c * d * seconds[i][j])
                + (a * third(j, k, l) + b * third(i, k, l))
                + (c * third(i, j, l) + d * third(i, j, k));
        }
        for [i, j, k] in ascending_threes::<N>() {
            let [a, b, c] = [i, j, k].map(|i| apart[i]);
            self.triples[i][j][k] += other.triples[i][j][k]
                + a * b * c * weight * (here - there)
                + (a * pulls[j][k] + b * pulls[i][k] + c * pulls[i][j]);
        }
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

fn ascending_threes<const N: usize>() -> impl Iterator<Item = [usize; 3]> {
    (0..N).flat_map(|i| (i..N).flat_map(move |j| (j..N).map(move |k| [i, j, k])))
}

fn ascending_fours<const N: usize>() -> impl Iterator<Item = [usize; 4]> {
    ascending_threes::<N>().flat_map(|[i, j, k]| (k..N).map(move |l| [i, j, k, l]))
}

/// Product of the entries at ascending places, as often as there are orders of the places.
fn weight_of<const N: usize, const M: usize>(places: [usize; M], gradient: &[f64; N]) -> f64 {
    let mut run = 0;
    (0..M).fold(1.0, |weight, at| {
        run = match at > 0 && places[at] == places[at - 1] {
            true => run + 1,
            false => 1,
        };
        weight * gradient[places[at]] * (at + 1) as f64 / f64::from(run)
    })
}

/// A sum this small against its terms is what rounding left of 0.
const ROUNDING: f64 = 64.0 * f64::EPSILON;

/// A sum of terms; exactly 0 if it is only rounding.
pub(super) fn sum(terms: impl Iterator<Item = f64>) -> f64 {
    let (sum, size) = terms.fold((0.0, 0.0), |(sum, size), term| {
        (sum + term, size + term.abs())
    });
    match sum.abs() <= ROUNDING * size {
        true => 0.0,
        false => sum,
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

    fn spread(rows: usize) -> Vec<[f64; 4]> {
        let noise = |row: usize, step: f64| (row as f64 * step).fract();
        let row = |row| {
            let shared = noise(row, 0.618_033_988_75);
            let own = [0.754_877_666_25, 0.569_840_290_99, 0.324_717_957_24].map(|s| noise(row, s));
            [
                shared * shared,
                3.0 + own[0] * shared,
                -7.0 * own[1],
                own[2].sqrt(),
            ]
        };
        (1..=rows).map(row).collect()
    }

    /// Mean of a power of the deviations of a combination, in two passes.
    fn central(rows: &[[f64; 4]], gradient: [f64; 4], power: f64) -> f64 {
        let combined =
            |row: &[f64; 4]| -> f64 { row.iter().zip(gradient).map(|(x, g)| x * g).sum() };
        let count = rows.len() as f64;
        let mean = rows.iter().map(combined).sum::<f64>() / count;
        let powers = rows
            .iter()
            .map(|row| libm::pow(combined(row) - mean, power));
        powers.sum::<f64>() / count
    }

    #[test]
    fn higher_moments_are_those_of_two_passes() {
        let (rows, gradient) = (spread(50), [1.0, -2.0, 0.25, 3.0]);
        let third = central(&rows, gradient, 3.0) * 50.0 * 50.0 / (49.0 * 48.0);
        let fourth = central(&rows, gradient, 4.0);
        for cut in 0..=rows.len() {
            let [mut merged, mut rest] = [Moments::default(), Moments::default()];
            rows[..cut].iter().for_each(|row| merged.push(*row));
            rows[cut..].iter().for_each(|row| rest.push(*row));
            merged.merge(&rest);
            assert!(
                (merged.third(&gradient) / third - 1.0).abs() < 1e-11,
                "{cut}"
            );
            assert!(
                (merged.fourth(&gradient) / fourth - 1.0).abs() < 1e-11,
                "{cut}"
            );
        }
    }

    #[test]
    fn higher_moments_by_hand() {
        // Deviations -3 -1 -1 0 5: cubes add up to 96, fourth powers to 708.
        let moments = of(&ROWS);
        assert!((moments.third(&[1.0, 0.0]) - 96.0 * 5.0 / 12.0).abs() < 1e-12);
        assert!((moments.third(&[-2.0, 0.0]) + 8.0 * 40.0).abs() < 1e-12);
        assert!((moments.fourth(&[1.0, 0.0]) - 708.0 / 5.0).abs() < 1e-12);
        assert_eq!(of(&ROWS[..2]).third(&[1.0, 0.0]), 0.0);
    }

    #[test]
    fn symmetric_numbers_do_not_lean() {
        let mut moments = Moments::<1>::default();
        for value in [0.1, 0.7, 0.4, 1.3, -0.5] {
            moments.push([value]);
        }
        assert!(moments.third(&[1.0]).abs() < 1e-15);
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
