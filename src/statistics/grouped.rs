//! Intervals of smooth statistics of pairs, by jackknife over groups of trials.
//!
//! Where the delta method would need fourth moments (a ratio of variances), the statistic is computed
//! again without each group in turn: variance (g - 1)/g times the sum of squares about their mean (Miller,
//! "The Jackknife: a Review", Biometrika 61, 1974). A ratio of variances is treated on the logarithmic
//! scale, where its distribution is closer to symmetric and the interval stays above 0.

use super::estimate::Estimate;
use super::interval::{Level, linear_variance};
use super::moments::Moments;

/// Groups of trials: trial `t` belongs to group `t` modulo this.
pub const GROUPS: usize = 32;

/// Variance of the difference if `a` and `b` were independent, over that of the paired difference.
///
/// How many times fewer trials the common luck needs. `None` below two groups with trials, and where the
/// paired difference does not vary.
pub fn variance_ratio(groups: &[Moments<2>], level: &Level) -> Option<Estimate> {
    let (log, error, freedom) = jackknife(groups, log_variance_ratio)?;
    let interval = level.around(log, error, freedom, "1")?;
    let mean = libm::exp(log);
    Some(Estimate {
        mean,
        low: libm::exp(interval.low),
        high: libm::exp(interval.high),
        standard_error: mean * error,
        unit: interval.unit,
    })
}

fn log_variance_ratio(pair: &Moments<2>) -> Option<f64> {
    let paired = linear_variance(pair, &[1.0, -1.0]);
    let independent = pair.variance(0) + pair.variance(1);
    (paired > 0.0).then(|| libm::log(independent / paired))
}

/// A statistic of all groups together, its jackknife standard error and the degrees of freedom.
///
/// `None` if fewer than two groups have trials, or the statistic does not exist with or without a group.
pub fn jackknife(
    groups: &[Moments<2>],
    statistic: impl Fn(&Moments<2>) -> Option<f64>,
) -> Option<(f64, f64, u64)> {
    let groups: Vec<&Moments<2>> = groups.iter().filter(|group| group.count() > 0).collect();
    let pooled = |left_out: usize| {
        let mut sum = Moments::default();
        for (_, group) in groups.iter().enumerate().filter(|(i, _)| *i != left_out) {
            sum.merge(group);
        }
        sum
    };
    let without = (0..groups.len())
        .map(|i| statistic(&pooled(i)))
        .collect::<Option<Vec<f64>>>()?;
    let error = jackknife_error(&without)?;
    let value = statistic(&pooled(groups.len()))?;
    Some((value, error, without.len() as u64 - 1))
}

/// Jackknife standard error from the estimates without one group each; `None` below two.
pub(super) fn jackknife_error(without: &[f64]) -> Option<f64> {
    let groups = without.len() as f64;
    if without.len() < 2 {
        return None;
    }
    // From the first value, so that equal ones give exactly 0.
    let first = without[0];
    let mean = without.iter().map(|value| value - first).sum::<f64>() / groups;
    let squares: f64 = without
        .iter()
        .map(|value| (value - first - mean) * (value - first - mean))
        .sum();
    Some(((groups - 1.0) / groups * squares).sqrt())
}
