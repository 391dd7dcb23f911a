//! Intervals for means over trials and for smooth functions of them.
//!
//! A mean has Student's interval, a function of means that of its linearisation (delta method:
//! variance g' C g / n with gradient g and covariance matrix C), for ratios the classical
//! estimator of Cochran, "Sampling Techniques", section 6.3; both corrected for skewness (see
//! `skewness.rs`), so that they are lopsided where trials are. A proportion has the interval of Wilson
//! (Journal of the American Statistical Association 22, 1927).

use std::borrow::Cow;
use std::sync::OnceLock;

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

use super::estimate::Estimate;
use super::moments::{Moments, sum};
use super::skewness::Skewness;
use super::smooth::Smooth;

/// Above this many degrees of freedom the normal quantile is closer than statrs's Student quantile.
const STUDENT_LIMIT: u64 = 1000;

/// A level of confidence, with the quantiles that go with it.
#[derive(Clone, Debug)]
pub struct Level {
    confidence: f64,
    normal: f64,
    student: Box<[OnceLock<f64>]>,
}

impl Level {
    /// A level from the coverage wanted; `None` unless it is above 0 and below 1.
    pub fn new(confidence: f64) -> Option<Self> {
        let upper = 0.5 + 0.5 * confidence;
        if !(confidence > 0.0 && upper < 1.0) {
            return None;
        }
        Some(Self {
            confidence,
            normal: Normal::standard().inverse_cdf(upper),
            student: (0..STUDENT_LIMIT).map(|_| OnceLock::new()).collect(),
        })
    }

    /// The customary level of 95%.
    pub fn customary() -> Self {
        Self {
            confidence: 0.95,
            normal: Normal::standard().inverse_cdf(0.975),
            student: (0..STUDENT_LIMIT).map(|_| OnceLock::new()).collect(),
        }
    }

    /// The coverage, 0 to 1.
    pub fn confidence(&self) -> f64 {
        self.confidence
    }

    /// How many standard errors an interval reaches, given its degrees of freedom (at least 1).
    pub fn quantile(&self, freedom: u64) -> f64 {
        let cached = usize::try_from(freedom.max(1) - 1).ok();
        match cached.and_then(|position| self.student.get(position)) {
            Some(cell) => *cell.get_or_init(|| self.student(freedom.max(1))),
            None => self.normal,
        }
    }

    fn student(&self, freedom: u64) -> f64 {
        if freedom == 1 {
            // Cauchy's, in the same bits everywhere.
            return libm::tan(std::f64::consts::FRAC_PI_2 * self.confidence);
        }
        StudentsT::new(0.0, 1.0, freedom as f64).map_or(f64::INFINITY, |student| {
            student.inverse_cdf(0.5 + 0.5 * self.confidence)
        })
    }

    /// The mean of the `i`-th number.
    pub fn mean<const N: usize>(
        &self,
        moments: &Moments<N>,
        i: usize,
        unit: impl Into<Cow<'static, str>>,
    ) -> Option<Estimate> {
        self.delta(moments, &Smooth::mean(moments, i), unit)
    }

    /// The mean of one number over the mean of another.
    pub fn ratio<const N: usize>(
        &self,
        moments: &Moments<N>,
        over: usize,
        under: usize,
        unit: impl Into<Cow<'static, str>>,
    ) -> Option<Estimate> {
        let [over, under] = [over, under].map(|i| Smooth::mean(moments, i));
        self.delta(moments, &(over / under), unit)
    }

    /// The paired difference of two means, `a - b`.
    pub fn difference<const N: usize>(
        &self,
        moments: &Moments<N>,
        a: usize,
        b: usize,
        unit: impl Into<Cow<'static, str>>,
    ) -> Option<Estimate> {
        let [a, b] = [a, b].map(|i| Smooth::mean(moments, i));
        self.delta(moments, &(a - b), unit)
    }

    /// The paired difference of two ratios of means, `a / b - c / d` of the numbers `[a, b, c, d]`.
    pub fn ratio_difference<const N: usize>(
        &self,
        moments: &Moments<N>,
        columns: [usize; 4],
        unit: impl Into<Cow<'static, str>>,
    ) -> Option<Estimate> {
        let [a, b, c, d] = columns.map(|i| Smooth::mean(moments, i));
        self.delta(moments, &(a / b - c / d), unit)
    }

    /// The paired relative difference of two means, `a / b - 1`.
    pub fn relative<const N: usize>(
        &self,
        moments: &Moments<N>,
        a: usize,
        b: usize,
    ) -> Option<Estimate> {
        let [a, b] = [a, b].map(|i| Smooth::mean(moments, i));
        self.delta(moments, &(a / b - 1.0), "1")
    }

    /// The paired relative difference of two ratios, `(a / b) / (c / d) - 1` of `[a, b, c, d]`.
    pub fn relative_ratio<const N: usize>(
        &self,
        moments: &Moments<N>,
        columns: [usize; 4],
    ) -> Option<Estimate> {
        let [a, b, c, d] = columns.map(|i| Smooth::mean(moments, i));
        self.delta(moments, &(a / b / (c / d) - 1.0), "1")
    }

    /// A smooth function of the means.
    ///
    /// `None` below two trials and where the value or its error is not a finite number.
    pub fn delta<const N: usize>(
        &self,
        moments: &Moments<N>,
        of: &Smooth<N>,
        unit: impl Into<Cow<'static, str>>,
    ) -> Option<Estimate> {
        let trials = moments.count();
        if trials < 2 {
            return None;
        }
        let variance = linear_variance(moments, &of.gradient);
        let error = (variance / trials as f64).sqrt();
        let skewness = Skewness::of(moments, of, variance);
        self.leaning(of.value, error, skewness, trials - 1, unit)
    }

    /// The symmetric interval of a value with this standard error and these degrees of freedom.
    pub(super) fn around(
        &self,
        mean: f64,
        standard_error: f64,
        freedom: u64,
        unit: impl Into<Cow<'static, str>>,
    ) -> Option<Estimate> {
        self.leaning(mean, standard_error, Skewness::default(), freedom, unit)
    }

    /// The interval of a value whose error is skewed; it holds the value itself at any level.
    fn leaning(
        &self,
        mean: f64,
        standard_error: f64,
        skewness: Skewness,
        freedom: u64,
        unit: impl Into<Cow<'static, str>>,
    ) -> Option<Estimate> {
        let end = |quantile: f64| match standard_error > 0.0 {
            true => mean - skewness.invert(quantile) * standard_error,
            false => mean,
        };
        let quantile = self.quantile(freedom);
        (mean.is_finite() && standard_error.is_finite()).then(|| Estimate {
            mean,
            low: end(quantile).min(mean),
            high: end(-quantile).max(mean),
            standard_error,
            unit: unit.into(),
        })
    }

    /// A proportion of independent trials; `None` without trials.
    pub fn proportion(&self, successes: u64, trials: u64) -> Option<Estimate> {
        if trials == 0 || successes > trials {
            return None;
        }
        let (n, z2) = (trials as f64, self.normal * self.normal);
        let share = successes as f64 / n;
        let spread = share * (1.0 - share) / n;
        let centre = (share + 0.5 * z2 / n) / (1.0 + z2 / n);
        let reach = self.normal * (spread + 0.25 * z2 / (n * n)).sqrt() / (1.0 + z2 / n);
        Some(Estimate {
            mean: share,
            low: if successes == 0 { 0.0 } else { centre - reach },
            high: if successes == trials {
                1.0
            } else {
                centre + reach
            },
            standard_error: spread.sqrt(),
            unit: "1".into(),
        })
    }
}

/// Variance of the linear combination of the numbers of a trial; exactly 0 if it is only rounding.
pub(super) fn linear_variance<const N: usize>(moments: &Moments<N>, gradient: &[f64; N]) -> f64 {
    let pairs = (0..N).flat_map(|i| (0..N).map(move |j| (i, j)));
    let used = pairs.filter(|&(i, j)| gradient[i] != 0.0 && gradient[j] != 0.0);
    let sum = sum(used.map(|(i, j)| gradient[i] * gradient[j] * moments.covariance(i, j)));
    // Not `max`, which would hide what is not a number.
    if sum < 0.0 { 0.0 } else { sum }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level() -> Level {
        Level::new(0.95).unwrap()
    }

    fn of<const N: usize>(rows: &[[f64; N]]) -> Moments<N> {
        let mut moments = Moments::default();
        for row in rows {
            moments.push(*row);
        }
        moments
    }

    fn close(value: f64, expected: f64) {
        assert!(
            (value - expected).abs() < 1e-9 * expected.abs().max(1.0),
            "{value} {expected}"
        );
    }

    #[test]
    fn quantiles_from_the_tables() {
        for (freedom, quantile) in [
            (1, 12.706_204_736_174_69),
            (4, 2.776_445_105_197_79),
            (31, 2.039_513_446_396_41),
            (1000, 1.962_339_080_823_05),
            (1001, 1.959_963_984_540_05),
            (u64::MAX, 1.959_963_984_540_05),
        ] {
            close(level().quantile(freedom), quantile);
        }
    }

    #[test]
    fn levels_lie_between_0_and_1() {
        for wrong in [0.0, 1.0, -0.5, 95.0, f64::NAN] {
            assert!(Level::new(wrong).is_none());
        }
        assert_eq!(level().confidence(), 0.95);
    }

    #[test]
    fn mean_by_hand() {
        // Mean 5, variance 9, third moment 40, n = 5: the long tail is above.
        let moments = of(&[[2.0], [4.0], [4.0], [5.0], [10.0]]);
        let estimate = level().mean(&moments, 0, "h").unwrap();
        close(estimate.mean, 5.0);
        close(estimate.standard_error, 1.8f64.sqrt());
        let (a, b) = (40.0 / 81.0 / 5f64.sqrt(), 20.0 / 81.0 / 5f64.sqrt());
        let end = |x: f64| ((1.0 + 3.0 * a * (x - b)).cbrt() - 1.0) / a * 1.8f64.sqrt();
        close(estimate.low, 5.0 - end(2.776_445_105_197_79));
        close(estimate.high, 5.0 - end(-2.776_445_105_197_79));
    }

    #[test]
    fn symmetric_trials_have_the_interval_of_student() {
        // Mean 5, variance 2.5, n = 5.
        let moments = of(&[[3.0], [4.0], [5.0], [6.0], [7.0]]);
        let estimate = level().mean(&moments, 0, "h").unwrap();
        let reach = 2.776_445_105_197_79 * 0.5f64.sqrt();
        close(estimate.low, 5.0 - reach);
        close(estimate.high, 5.0 + reach);
    }

    #[test]
    fn an_interval_holds_its_value_at_any_level() {
        let moments = of(&[[1.0], [1.0], [1.0], [1.0], [99.0]]);
        let estimate = Level::new(0.01).unwrap().mean(&moments, 0, "h").unwrap();
        assert!(estimate.low <= estimate.mean && estimate.mean < estimate.high);
    }

    /// Means 5 and 4, variances 9 and 8.5, covariance 5.5.
    const PAIRS: [[f64; 2]; 5] = [[2.0, 1.0], [4.0, 3.0], [4.0, 2.0], [5.0, 8.0], [10.0, 6.0]];

    #[test]
    fn ratio_and_difference_by_hand() {
        let moments = of(&PAIRS);
        let ratio = level().ratio(&moments, 0, 1, "1").unwrap();
        close(ratio.mean, 1.25);
        // (9 - 2 x 1.25 x 5.5 + 1.25^2 x 8.5) / 16 / 5.
        close(ratio.standard_error, (8.53125f64 / 80.0).sqrt());
        let relative = level().relative(&moments, 0, 1).unwrap();
        close(relative.mean, 0.25);
        close(relative.standard_error, ratio.standard_error);
        let difference = level().difference(&moments, 0, 1, "h").unwrap();
        close(difference.mean, 1.0);
        close(difference.standard_error, (6.5f64 / 5.0).sqrt());
    }

    #[test]
    fn functions_of_four_means_follow_their_derivatives() {
        let rows: Vec<[f64; 4]> = (0..7)
            .map(f64::from)
            .map(|x| [3.0 + x % 3.0, 2.0 + x % 2.0, 9.0 - x, 5.0 + (x * x) % 5.0])
            .collect();
        let moments = of(&rows);
        let means: [f64; 4] = std::array::from_fn(|i| moments.mean(i));
        let check = |estimate: Estimate, of_means: &dyn Fn([f64; 4]) -> f64| {
            close(estimate.mean, of_means(means));
            let gradient = std::array::from_fn(|i| {
                let moved = |by: f64| {
                    let mut moved = means;
                    moved[i] += by;
                    of_means(moved)
                };
                (moved(1e-5) - moved(-1e-5)) / 2e-5
            });
            let error = (linear_variance(&moments, &gradient) / 7.0).sqrt();
            assert!((estimate.standard_error / error - 1.0).abs() < 1e-7);
        };
        let columns = [0, 1, 2, 3];
        let difference = level().ratio_difference(&moments, columns, "h").unwrap();
        check(difference, &|m| m[0] / m[1] - m[2] / m[3]);
        let relative = level().relative_ratio(&moments, columns).unwrap();
        check(relative, &|m| m[0] / m[1] / (m[2] / m[3]) - 1.0);
    }

    fn assert_exactly(estimate: Option<Estimate>, value: f64) {
        let estimate = estimate.unwrap();
        let found = (
            estimate.mean,
            estimate.low,
            estimate.high,
            estimate.standard_error,
        );
        assert_eq!(found, (value, value, value, 0.0));
    }

    #[test]
    fn what_does_not_differ_differs_by_exactly_nothing() {
        let rows: Vec<[f64; 4]> = (1..50)
            .map(|x| [f64::from(x).sqrt(), 0.1 * f64::from(x * x % 17) + 0.3])
            .map(|[x, y]| [x, y, x, y])
            .collect();
        let moments = of(&rows);
        assert_exactly(level().difference(&moments, 0, 2, "h"), 0.0);
        assert_exactly(level().relative(&moments, 1, 3), 0.0);
        assert_exactly(level().ratio_difference(&moments, [0, 1, 2, 3], "h"), 0.0);
        assert_exactly(level().relative_ratio(&moments, [0, 1, 2, 3]), 0.0);
        assert_exactly(level().ratio_difference(&moments, [0, 1, 0, 1], "h"), 0.0);
    }

    #[test]
    fn equal_trials_have_no_width() {
        let moments = of(&[[0.1, 0.3]; 9]);
        assert_exactly(level().mean(&moments, 0, "h"), 0.1);
        assert_exactly(level().ratio(&moments, 0, 1, "1"), 0.1 / 0.3);
    }

    #[test]
    fn what_does_not_exist_is_none() {
        let moments = of(&[[1.0, 0.0], [2.0, 0.0]]);
        assert_eq!(level().ratio(&moments, 0, 1, "1"), None);
        assert_eq!(level().relative(&moments, 0, 1), None);
        assert_eq!(level().relative_ratio(&moments, [0, 0, 1, 0]), None);
        assert_eq!(level().mean(&of(&PAIRS[..1]), 0, "h"), None);
        assert_eq!(level().mean(&Moments::<1>::default(), 0, "h"), None);
    }

    #[test]
    fn wilson_by_hand() {
        // The usual example: 10 of 100 gives 0.0552 to 0.1744.
        let estimate = level().proportion(10, 100).unwrap();
        assert!((estimate.low - 0.055_23).abs() < 1e-5, "{estimate:?}");
        assert!((estimate.high - 0.174_37).abs() < 1e-5, "{estimate:?}");
        let none = level().proportion(0, 20).unwrap();
        assert!(none.low == 0.0 && (none.high - 0.161_1).abs() < 1e-4);
        let all = level().proportion(20, 20).unwrap();
        assert_eq!((all.high, all.mean), (1.0, 1.0));
        assert_eq!(level().proportion(0, 0), None);
    }

    /// Uniform numbers from a fixed generator, for coverage.
    fn uniform(state: &mut u64) -> f64 {
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (*state >> 11) as f64 / (1u64 << 53) as f64
    }

    #[test]
    fn intervals_cover_about_what_they_say() {
        let (mut state, level) = (1, level());
        let (mut held, runs) = ([0; 3], 2000);
        for _ in 0..runs {
            let mut moments = Moments::<3>::default();
            for _ in 0..50 {
                let under = 1.0 + uniform(&mut state);
                let over = 2.0 * under + uniform(&mut state) - 0.5;
                // The symmetric interval of such a skewed number holds 93.8% from 50 trials.
                let skewed = -libm::log(1.0 - uniform(&mut state));
                moments.push([over, under, skewed]);
            }
            let found = [
                (level.mean(&moments, 1, "1"), 1.5),
                (level.ratio(&moments, 0, 1, "1"), 2.0),
                (level.mean(&moments, 2, "1"), 1.0),
            ];
            for (held, (estimate, truth)) in held.iter_mut().zip(found) {
                let estimate = estimate.unwrap();
                *held += u32::from(estimate.low <= truth && truth <= estimate.high);
            }
        }
        for held in held {
            let share = f64::from(held) / f64::from(runs);
            assert!((0.94..0.96).contains(&share), "{share}");
        }
    }
}
