//! Intervals that lean to the side on which luck has its long tail.
//!
//! An estimate less the truth, over the standard error estimated beside it, is not quite symmetric:
//! where a few trials have very large numbers, a set without them has a small mean and a small error
//! at once, and its symmetric interval misses the truth above. The first term of that asymmetry
//! (Edgeworth) is `(A x^2 + B) phi(x) / sqrt n` in the distribution function of the studentised
//! estimate, with
//!
//! `A = gamma/3 + kappa/2` and `B = gamma/6 + kappa/2 - beta`,
//!
//! from what a trial adds to the estimate, `d = gradient' (x - mean)` with variance `s^2`:
//! `gamma = E d^3 / s^3` is its skewness; `kappa = c' H c / s^3` and `beta = tr(H C) / (2 s)` are how the
//! function bends (curvature `H`, covariances `C`, `c = C gradient` those of the numbers with `d`). For a
//! mean, both are 0; for a ratio, `kappa/2 = beta`. Hall ("The Bootstrap and Edgeworth Expansion", 1992,
//! chapter 2) has the expansion; the transformation by
//!
//! `g(T) = T + (A T^2 + B) / sqrt n + A^2 T^3 / (3 n)`
//!
//! removes it, whatever its size, without ever turning back (Hall, "On the Removal of Skewness by
//! Transformation", Journal of the Royal Statistical Society B 54, 1992). An interval takes the values
//! whose g(T) lies between the quantiles, so it is Student's where nothing is skewed.
//!
//! The skewness has to be estimated from the same trials, and errs along with the mean where tails are
//! heavy: by that alone an interval between quantiles `-x` and `x` would hold the truth too seldom. What
//! is left to the order 1/n, for a mean with excess kurtosis `k`, goes when x is multiplied by
//!
//! `1 + [k (x^2/4 + 5/12) - gamma^2 (11 x^2/27 + 31/72)] / n`,
//!
//! the Edgeworth expansion of the second order (Hall 1992, chapters 2 and 3), except for what
//! Student's quantile has already. It is 0 near gamma distributions of any skewness. Only what widens
//! is used: the kurtosis of few trials is nearly always too small.

use super::moments::{Moments, sum};
use super::smooth::Smooth;

/// How a studentised estimate departs from symmetry, in so many trials.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Skewness {
    /// A over the root of the number of trials.
    square: f64,
    /// B over the root of the number of trials.
    constant: f64,
    /// `gamma^2` over the number of trials.
    gamma2: f64,
    /// Excess kurtosis of `d` over the number of trials.
    kurtosis: f64,
}

impl Skewness {
    /// Of a function of means whose variance over trials this is.
    pub(super) fn of<const N: usize>(moments: &Moments<N>, of: &Smooth<N>, variance: f64) -> Self {
        if variance <= 0.0 {
            return Self::default();
        }
        let deviation = variance.sqrt();
        let with_d: [f64; N] =
            std::array::from_fn(|i| sum((0..N).map(|j| of.gradient[j] * moments.covariance(i, j))));
        let pairs = || (0..N).flat_map(|i| (0..N).map(move |j| (i, j)));
        let bends = pairs().map(|(i, j)| of.curvature[i][j] * with_d[i] * with_d[j]);
        let shifts = pairs().map(|(i, j)| of.curvature[i][j] * moments.covariance(i, j));
        let cube = variance * deviation;
        let gamma = moments.third(&of.gradient) / cube;
        let kappa = sum(bends) / cube;
        let beta = 0.5 * sum(shifts) / deviation;
        let excess = moments.fourth(&of.gradient) / (variance * variance) - 3.0;
        let trials = moments.count() as f64;
        let found = Self {
            square: (gamma / 3.0 + 0.5 * kappa) / trials.sqrt(),
            constant: (gamma / 6.0 + 0.5 * kappa - beta) / trials.sqrt(),
            gamma2: gamma * gamma / trials,
            kurtosis: excess / trials,
        };
        // Numbers whose powers are beyond all floating point are taken as symmetric.
        let all = [found.square, found.constant, found.gamma2, found.kurtosis];
        match all.iter().all(|one| one.is_finite()) {
            true => found,
            false => Self::default(),
        }
    }

    /// The quantile, moved out by what the estimate of the skewness errs along with the mean.
    fn widened(self, quantile: f64) -> f64 {
        let square = quantile * quantile;
        let more = self.kurtosis * (square / 4.0 + 5.0 / 12.0)
            - self.gamma2 * (11.0 * square / 27.0 + 31.0 / 72.0);
        quantile * (1.0 + more.max(0.0))
    }

    /// The studentised value that the transformation takes to this quantile.
    ///
    /// `g(T) = ((1 + a T)^3 - 1) / (3 a) + b`, solved without the difference of two numbers near 1.
    pub(super) fn invert(self, quantile: f64) -> f64 {
        let shifted = self.widened(quantile) - self.constant;
        let root = libm::cbrt(1.0 + 3.0 * self.square * shifted);
        shifted / ((root * root + root + 1.0) / 3.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<const N: usize>(rows: &[[f64; N]]) -> Moments<N> {
        let mut moments = Moments::default();
        rows.iter().for_each(|row| moments.push(*row));
        moments
    }

    #[test]
    fn the_transformation_is_inverted() {
        for square in [-0.8, -0.1, -1e-9, 1e-300, 1e-5, 0.3, 2.0] {
            let skewness = Skewness {
                square,
                constant: 0.4 * square,
                ..Skewness::default()
            };
            let transform =
                |t: f64| t + square * t * t + square * square * t * t * t / 3.0 + skewness.constant;
            let ends = [-12.7, -1.96, 0.0, 1.96, 12.7].map(|x| {
                let t = skewness.invert(x);
                assert!(
                    (transform(t) - x).abs() < 1e-12 * x.abs().max(1.0),
                    "{square} {x}"
                );
                t
            });
            assert!(ends.is_sorted_by(|one, next| one < next));
        }
    }

    #[test]
    fn without_skewness_a_quantile_stays_to_the_last_bit() {
        for quantile in [-12.706_204_736_174_69, -1.96, 1.1, 2.039_513_446_396_41] {
            assert_eq!(Skewness::default().invert(quantile), quantile);
        }
    }

    #[test]
    fn a_mean_by_hand() {
        // Deviations -3 -1 -1 0 5: variance 9, third moment 96 x 5/12 = 40, fourth 708/5.
        let moments = of(&[[2.0], [4.0], [4.0], [5.0], [10.0]]);
        let found = Skewness::of(&moments, &Smooth::mean(&moments, 0), 9.0);
        let (gamma, root) = (40.0 / 27.0, 5f64.sqrt());
        assert!((found.square - gamma / 3.0 / root).abs() < 1e-14);
        assert!((found.constant - gamma / 6.0 / root).abs() < 1e-14);
        assert!((found.gamma2 - gamma * gamma / 5.0).abs() < 1e-14);
        assert!((found.kurtosis - (141.6 / 81.0 - 3.0) / 5.0).abs() < 1e-14);
    }

    #[test]
    fn a_ratio_bends_as_its_divisor_goes_with_it() {
        // For a ratio kappa/2 = beta = -cov (under, d) / (under s).
        let rows = [[2.0, 1.0], [4.0, 3.0], [4.0, 2.0], [5.0, 8.0], [10.0, 6.0]];
        let moments = of(&rows);
        let ratio = Smooth::mean(&moments, 0) / Smooth::mean(&moments, 1);
        let d = rows.map(|[over, under]| [(over - 1.25 * under) / 4.0, under]);
        let linear = of(&d);
        let deviation = linear.variance(0).sqrt();
        let gamma = linear.third(&[1.0, 0.0]) / (linear.variance(0) * deviation);
        let beta = -linear.covariance(0, 1) / (4.0 * deviation);
        let found = Skewness::of(&moments, &ratio, linear.variance(0));
        let root = 5f64.sqrt();
        assert!(
            (found.square - (gamma / 3.0 + beta) / root).abs() < 1e-13,
            "{found:?}"
        );
        assert!(
            (found.constant - gamma / 6.0 / root).abs() < 1e-13,
            "{found:?}"
        );
    }

    #[test]
    fn heavy_tails_widen_and_light_ones_do_not_narrow() {
        let tails = |kurtosis, gamma2| Skewness {
            gamma2,
            kurtosis,
            ..Skewness::default()
        };
        assert_eq!(
            tails(0.1, 0.0).invert(2.0),
            2.0 * (1.0 + 0.1 * (1.0 + 5.0 / 12.0))
        );
        assert_eq!(tails(-0.1, 0.0).invert(2.0), 2.0);
        assert_eq!(tails(0.1, 0.1).invert(-2.0), -2.0);
    }

    #[test]
    fn numbers_beyond_all_powers_are_taken_as_symmetric() {
        for size in [1e150, 1e-150] {
            let moments = of(&[[size], [2.0 * size], [9.0 * size], [3.0 * size]]);
            let variance = moments.variance(0);
            let found = Skewness::of(&moments, &Smooth::mean(&moments, 0), variance);
            assert_eq!(found, Skewness::default());
        }
    }
}
