//! Intervals for means over trials and for smooth functions of them.
//!
//! A mean has Student's interval. A function of means has the interval of its linearisation (delta
//! method: variance g' C g / n with gradient g and covariance matrix C), for ratios the classical
//! estimator of Cochran, "Sampling Techniques", section 6.3. A proportion has the interval of Wilson
//! (Journal of the American Statistical Association 22, 1927).

use std::borrow::Cow;
use std::sync::OnceLock;

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

use super::estimate::Estimate;
use super::moments::Moments;

/// Above this many degrees of freedom the normal quantile is closer than statrs's Student quantile.
const STUDENT_LIMIT: u64 = 1000;
/// A variance this small against the terms it is the sum of is what rounding left of 0.
const ROUNDING: f64 = 64.0 * f64::EPSILON;

/// A level of confidence, with the quantiles that go with it.
#[derive(Debug)]
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
        let gradient = gradient([(i, 1.0)]);
        self.delta(moments, moments.mean(i), gradient, unit)
    }

    /// The mean of one number over the mean of another.
    pub fn ratio<const N: usize>(
        &self,
        moments: &Moments<N>,
        over: usize,
        under: usize,
        unit: impl Into<Cow<'static, str>>,
    ) -> Option<Estimate> {
        let (value, by_over, by_under) = quotient(moments, over, under);
        let gradient = gradient([(over, by_over), (under, by_under)]);
        self.delta(moments, value, gradient, unit)
    }

    /// The paired difference of two means, `a - b`.
    pub fn difference<const N: usize>(
        &self,
        moments: &Moments<N>,
        a: usize,
        b: usize,
        unit: impl Into<Cow<'static, str>>,
    ) -> Option<Estimate> {
        let value = moments.mean(a) - moments.mean(b);
        let gradient = gradient([(a, 1.0), (b, -1.0)]);
        self.delta(moments, value, gradient, unit)
    }

    /// The paired difference of two ratios of means, `a / b - c / d` of the numbers `[a, b, c, d]`.
    pub fn ratio_difference<const N: usize>(
        &self,
        moments: &Moments<N>,
        [a, b, c, d]: [usize; 4],
        unit: impl Into<Cow<'static, str>>,
    ) -> Option<Estimate> {
        let (first, by_a, by_b) = quotient(moments, a, b);
        let (second, by_c, by_d) = quotient(moments, c, d);
        let gradient = gradient([(a, by_a), (b, by_b), (c, -by_c), (d, -by_d)]);
        self.delta(moments, first - second, gradient, unit)
    }

    /// The paired relative difference of two means, `a / b - 1`.
    pub fn relative<const N: usize>(
        &self,
        moments: &Moments<N>,
        a: usize,
        b: usize,
    ) -> Option<Estimate> {
        let (value, by_a, by_b) = quotient(moments, a, b);
        let gradient = gradient([(a, by_a), (b, by_b)]);
        self.delta(moments, value - 1.0, gradient, "1")
    }

    /// The paired relative difference of two ratios, `(a / b) / (c / d) - 1` of `[a, b, c, d]`.
    pub fn relative_ratio<const N: usize>(
        &self,
        moments: &Moments<N>,
        [a, b, c, d]: [usize; 4],
    ) -> Option<Estimate> {
        let (first, by_a, by_b) = quotient(moments, a, b);
        let (second, by_c, by_d) = quotient(moments, c, d);
        let value = first / second;
        let [by_c, by_d] = [by_c, by_d].map(|by| -value * by / second);
        let [by_a, by_b] = [by_a, by_b].map(|by| by / second);
        let gradient = gradient([(a, by_a), (b, by_b), (c, by_c), (d, by_d)]);
        self.delta(moments, value - 1.0, gradient, "1")
    }

    /// A smooth function of the means, from its value and its gradient there.
    ///
    /// `None` below two trials and where the value or its error is not a finite number.
    pub fn delta<const N: usize>(
        &self,
        moments: &Moments<N>,
        value: f64,
        gradient: [f64; N],
        unit: impl Into<Cow<'static, str>>,
    ) -> Option<Estimate> {
        let trials = moments.count();
        if trials < 2 {
            return None;
        }
        let error = (linear_variance(moments, &gradient) / trials as f64).sqrt();
        self.around(value, error, trials - 1, unit)
    }

    /// The symmetric interval of a value with this standard error and these degrees of freedom.
    pub(super) fn around(
        &self,
        mean: f64,
        standard_error: f64,
        freedom: u64,
        unit: impl Into<Cow<'static, str>>,
    ) -> Option<Estimate> {
        let reach = match standard_error > 0.0 {
            true => self.quantile(freedom) * standard_error,
            false => 0.0,
        };
        (mean.is_finite() && standard_error.is_finite()).then(|| Estimate {
            mean,
            low: mean - reach,
            high: mean + reach,
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

/// A gradient from its entries that are not 0; entries at the same place add up.
fn gradient<const N: usize, const M: usize>(entries: [(usize, f64); M]) -> [f64; N] {
    let mut gradient = [0.0; N];
    for (i, by) in entries {
        gradient[i] += by;
    }
    gradient
}

/// A quotient of means and its derivatives by both; not a number where the divisor is 0.
fn quotient<const N: usize>(moments: &Moments<N>, over: usize, under: usize) -> (f64, f64, f64) {
    let divisor = match moments.mean(under) {
        0.0 => f64::NAN,
        divisor => divisor,
    };
    let value = moments.mean(over) / divisor;
    (value, 1.0 / divisor, -value / divisor)
}

/// Variance of the linear combination of the numbers of a trial; exactly 0 if it is only rounding.
pub(super) fn linear_variance<const N: usize>(moments: &Moments<N>, gradient: &[f64; N]) -> f64 {
    let (mut sum, mut size) = (0.0, 0.0);
    for i in (0..N).filter(|&i| gradient[i] != 0.0) {
        for j in (0..N).filter(|&j| gradient[j] != 0.0) {
            let term = gradient[i] * gradient[j] * moments.covariance(i, j);
            sum += term;
            size += term.abs();
        }
    }
    match sum <= ROUNDING * size {
        true => 0.0,
        false => sum,
    }
}
