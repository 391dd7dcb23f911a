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
fn jackknife_error(without: &[f64]) -> Option<f64> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn level() -> Level {
        Level::new(0.95).unwrap()
    }

    /// Groups of trials whose two numbers share `common` and differ by `own` noise.
    fn groups(trials: u64, common: f64, own: f64) -> Vec<Moments<2>> {
        let mut groups = vec![Moments::default(); GROUPS];
        // A golden-ratio sequence: evenly spread, and different in each of the three places.
        let noise = |trial: u64, step: f64| (trial as f64 * step).fract() - 0.5;
        for trial in 0..trials {
            let both = common * noise(trial, 0.618_033_988_75);
            let a = both + own * noise(trial, 0.754_877_666_25);
            let b = both + own * noise(trial, 0.569_840_290_99);
            groups[trial as usize % GROUPS].push([a, b]);
        }
        groups
    }

    #[test]
    fn variance_ratio_of_shared_noise() {
        // Var a = Var b = (9 + 1)/12, Var (a - b) = 2/12.
        let estimate = variance_ratio(&groups(3200, 3.0, 1.0), &level()).unwrap();
        assert!((estimate.mean / 10.0 - 1.0).abs() < 0.02, "{estimate:?}");
        assert!(estimate.low < 10.0 && 10.0 < estimate.high && estimate.low > 8.0);
        assert!(estimate.standard_error > 0.0 && estimate.unit == "1");
    }

    #[test]
    fn independent_noise_gains_nothing() {
        let estimate = variance_ratio(&groups(3200, 0.0, 1.0), &level()).unwrap();
        assert!((estimate.mean - 1.0).abs() < 0.02, "{estimate:?}");
    }

    #[test]
    fn what_does_not_vary_has_no_ratio() {
        assert_eq!(variance_ratio(&groups(320, 1.0, 0.0), &level()), None);
        assert_eq!(variance_ratio(&groups(320, 0.0, 0.0), &level()), None);
        assert_eq!(variance_ratio(&groups(1, 1.0, 1.0), &level()), None);
        assert_eq!(variance_ratio(&[], &level()), None);
    }

    #[test]
    fn jackknife_of_a_mean_is_its_standard_error() {
        // One trial per group: the jackknife of a mean is s / sqrt n.
        let mut groups = vec![Moments::default(); 4];
        for (group, value) in groups.iter_mut().zip([1.0, 2.0, 4.0, 9.0]) {
            group.push([value, 0.0]);
        }
        let (mean, error, freedom) = jackknife(&groups, |all| Some(all.mean(0))).unwrap();
        assert_eq!((mean, freedom), (4.0, 3));
        assert!((error - (38.0f64 / 3.0 / 4.0).sqrt()).abs() < 1e-12);
    }
}
