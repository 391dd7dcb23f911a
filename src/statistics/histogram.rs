//! Percentiles of items pooled over trials, with intervals that respect that trials are the unit.
//!
//! Items are counted in logarithmic bins, apart for each group of trials. The quantile is that of all
//! items together, interpolated between the least and the greatest item of its bin, so that items of
//! one value have exactly this value. Its interval is that of Woodruff ("Confidence Intervals for Medians
//! and Other Position Measures", Journal of the American Statistical Association 47, 1952): the share of
//! items below the quantile is a ratio of totals over groups of trials, and the ends of its interval are
//! turned into values by the same items. So the interval is as lopsided as the distribution, and a
//! value that many items have is as wide as the neighbours that could be the quantile as well.

use super::estimate::Estimate;
use super::grouped::GROUPS;
use super::interval::Level;

/// The share of items beyond which a chart does not look.
const CHART_END: f64 = 0.995;

/// Counts of items by group of trials and bin.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupedHistogram {
    /// The lowest bin so far: everything below counts from it, so memory follows the spread.
    first: usize,
    groups: [Vec<u64>; GROUPS],
    /// Least and greatest item of each bin [ticks].
    spread: Vec<(u64, u64)>,
}

/// Items in one bin of [`LogBins`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BinCount {
    /// The bin.
    pub bin: u16,
    /// How many.
    pub count: u32,
    /// The least of them [ticks].
    pub least: u64,
    /// The greatest of them [ticks].
    pub most: u64,
}

impl GroupedHistogram {
    /// Adds items of a trial of `group` (trial modulo 32).
    pub fn add(&mut self, group: usize, items: BinCount) {
        let bin = self.position_of(usize::from(items.bin));
        let counts = &mut self.groups[group % GROUPS];
        if counts.len() <= bin {
            counts.resize(bin + 1, 0);
        }
        counts[bin] += u64::from(items.count);
        if self.spread.len() <= bin {
            self.spread.resize(bin + 1, (u64::MAX, 0));
        }
        let (least, most) = self.spread[bin];
        self.spread[bin] = (least.min(items.least), most.max(items.most));
    }

    /// Position of a bin, after making room below if it is the lowest so far.
    fn position_of(&mut self, bin: usize) -> usize {
        if self.spread.is_empty() {
            self.first = bin;
        } else if bin < self.first {
            let room = self.first - bin;
            for counts in self.groups.iter_mut().filter(|counts| !counts.is_empty()) {
                counts.splice(0..0, std::iter::repeat_n(0, room));
            }
            self.spread
                .splice(0..0, std::iter::repeat_n((u64::MAX, 0), room));
            self.first = bin;
        }
        bin - self.first
    }

    /// Items counted.
    pub fn total(&self) -> u64 {
        self.groups.iter().flatten().sum()
    }

    /// The value below which the share `p` of all items lies [ticks].
    ///
    /// It is off by less than the width of a bin, 0.8%, however the items lie in it. `None` if fewer
    /// than two groups have items.
    pub fn quantile(&self, p: f64, level: &Level) -> Option<Estimate> {
        let found = Cut::new(self, p, level)?;
        Some(Estimate {
            mean: found.value,
            low: found.low,
            high: found.high,
            standard_error: (found.high - found.low) / (2.0 * found.reach),
            unit: "ticks".into(),
        })
    }

    /// The paired difference of two quantiles, of these items and those of a baseline [ticks].
    ///
    /// What a group of trials adds to the error of one is set against what it adds to the other, so
    /// that luck they share counts once. `None` if one of them does not exist.
    pub fn quantile_difference(&self, baseline: &Self, p: f64, level: &Level) -> Option<Estimate> {
        let cuts = [Cut::new(self, p, level)?, Cut::new(baseline, p, level)?];
        let value = cuts[0].value - cuts[1].value;
        paired(&cuts, [1.0, -1.0], level, value, "ticks")
    }

    /// The same as a share of the baseline; `None` also if its quantile is 0.
    pub fn relative_quantile(&self, baseline: &Self, p: f64, level: &Level) -> Option<Estimate> {
        let cuts = [Cut::new(self, p, level)?, Cut::new(baseline, p, level)?];
        let ratio = cuts[0].value / cuts[1].value;
        let gradient = [1.0 / cuts[1].value, -ratio / cuts[1].value];
        paired(&cuts, gradient, level, ratio - 1.0, "1")
    }

    /// About `bins` equal bins from 0 on, for charts; the last one takes what is left, so that the
    /// shares add up to 1.
    ///
    /// The width is a round number (1, 2, 2.5 or 5 times a power of ten) of `unit` [ticks], such that
    /// all but half a percent of the items would fit. Returns the edges [ticks], one more than bins,
    /// and the share of all items in each, its lower edge included; empty without items.
    pub fn coarse(&self, bins: usize, unit: f64) -> (Vec<f64>, Vec<f64>) {
        let pooled = self.pooled();
        let Some(end) = quantile(&pooled, &self.spread, CHART_END) else {
            return (Vec::new(), Vec::new());
        };
        let width = round_up(end / bins.max(1) as f64 / unit) * unit;
        let count = (end / width).floor() as usize + 1;
        let mut edges: Vec<f64> = (0..=count).map(|edge| edge as f64 * width).collect();
        let most = self.spread.iter().map(|spread| spread.1).max().unwrap_or(0) as f64;
        if most >= edges[count] {
            edges[count] = ((most / width).floor() + 1.0) * width;
        }
        let below: Vec<f64> = edges
            .iter()
            .map(|edge| self.share_below(&pooled, *edge))
            .collect();
        let shares = below.windows(2).map(|pair| pair[1] - pair[0]).collect();
        (edges, shares)
    }

    /// Share of items below an edge.
    fn share_below(&self, pooled: &[u64], edge: f64) -> f64 {
        let total: u64 = pooled.iter().sum();
        let below = pooled
            .iter()
            .zip(&self.spread)
            .map(|(&count, &(least, most))| {
                let (least, most) = (least as f64, most as f64);
                if most < edge {
                    count as f64
                } else if least >= edge {
                    0.0
                } else {
                    count as f64 * (edge - least) / (most - least)
                }
            });
        below.sum::<f64>() / total as f64
    }

    fn pooled(&self) -> Vec<u64> {
        let bins = self.groups.iter().map(Vec::len).max().unwrap_or(0);
        let mut pooled = vec![0; bins];
        for counts in &self.groups {
            for (sum, count) in pooled.iter_mut().zip(counts) {
                *sum += count;
            }
        }
        pooled
    }
}

/// A quantile with its interval, and how far each group of trials moves it.
struct Cut {
    value: f64,
    low: f64,
    high: f64,
    /// Standard errors from the middle to an end of the interval.
    reach: f64,
    /// What each group adds to the error [ticks]; they add up to 0.
    errors: [f64; GROUPS],
    /// Groups that have items.
    groups: usize,
}

impl Cut {
    fn new(of: &GroupedHistogram, p: f64, level: &Level) -> Option<Self> {
        let pooled = of.pooled();
        let total: u64 = pooled.iter().sum();
        let (bin, share) = position(&pooled, p)?;
        let with_items = |counts: &&Vec<u64>| counts.iter().any(|&count| count > 0);
        let groups = of.groups.iter().filter(with_items).count();
        if groups < 2 {
            return None;
        }
        // Items below the quantile beyond what the size of the group makes one expect.
        let surplus = std::array::from_fn(|group| {
            let counts = &of.groups[group];
            let below: u64 = counts.iter().take(bin).sum();
            let inside = counts.get(bin).map_or(0.0, |&count| share * count as f64);
            let all: u64 = counts.iter().sum();
            (below as f64 + inside - p * all as f64) / total as f64
        });
        let reach = level.quantile(groups as u64 - 1);
        let half = reach * error(&surplus, groups);
        let at = |p: f64| quantile(&pooled, &of.spread, p);
        let (low, high) = (at(p - half)?, at(p + half)?);
        let slope = if half > 0.0 {
            (high - low) / (2.0 * half)
        } else {
            0.0
        };
        Some(Self {
            value: at(p)?,
            low,
            high,
            reach,
            errors: surplus.map(|surplus| -slope * surplus),
            groups,
        })
    }
}

/// Standard error of a sum of so many independent parts that add up to 0.
fn error(parts: &[f64; GROUPS], groups: usize) -> f64 {
    let squares: f64 = parts.iter().map(|part| part * part).sum();
    let groups = groups as f64;
    (groups / (groups - 1.0) * squares).sqrt()
}

fn paired(
    cuts: &[Cut; 2],
    gradient: [f64; 2],
    level: &Level,
    value: f64,
    unit: &'static str,
) -> Option<Estimate> {
    let groups = cuts[0].groups.max(cuts[1].groups);
    let errors = std::array::from_fn(|group| {
        gradient[0] * cuts[0].errors[group] + gradient[1] * cuts[1].errors[group]
    });
    level.around(value, error(&errors, groups), groups as u64 - 1, unit)
}

/// The bin in which the share `p` of the items is reached, and the share of its items that it takes.
fn position(counts: &[u64], p: f64) -> Option<(usize, f64)> {
    let total: u64 = counts.iter().sum();
    let wanted = p.clamp(0.0, 1.0) * total as f64;
    let mut before = 0;
    let mut found = None;
    for (bin, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let share = (wanted - before as f64) / count as f64;
        found = Some((bin, share.clamp(0.0, 1.0)));
        before += count;
        if before as f64 >= wanted {
            break;
        }
    }
    found
}

/// The quantile of counted items, those of a bin spread evenly from its least to its greatest.
fn quantile(counts: &[u64], spread: &[(u64, u64)], p: f64) -> Option<f64> {
    let (bin, share) = position(counts, p)?;
    let (least, most) = spread.get(bin)?;
    Some(*least as f64 + share * (most - least) as f64)
}

/// The next of 1, 2, 2.5, 5 times a power of ten.
fn round_up(width: f64) -> f64 {
    if !(width > 0.0 && width.is_finite()) {
        return 1.0;
    }
    let power = libm::pow(10.0, libm::log10(width).floor());
    let nice = [1.0, 2.0, 2.5, 5.0].map(|digit| digit * power);
    nice.into_iter()
        .find(|&nice| nice >= width)
        .unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::super::log_bins::LogBins;
    use super::*;

    fn level() -> Level {
        Level::new(0.95).unwrap()
    }

    fn items(ticks: u64, count: u32) -> BinCount {
        BinCount {
            bin: LogBins::bin(ticks) as u16,
            count,
            least: ticks,
            most: ticks,
        }
    }

    fn of(values: impl IntoIterator<Item = (usize, u64)>) -> GroupedHistogram {
        let mut histogram = GroupedHistogram::default();
        for (group, ticks) in values {
            histogram.add(group, items(ticks, 1));
        }
        histogram
    }

    #[test]
    fn quantiles_interpolate() {
        // One item of each tick from 0 to 99: the n-th hundredth ends with the tick n - 1.
        let histogram = of((0..100).map(|ticks| (ticks as usize, ticks)));
        for p in [0.05, 0.5, 0.85, 1.0] {
            let estimate = histogram.quantile(p, &level()).unwrap();
            assert!((estimate.mean - (100.0 * p - 1.0)).abs() < 1e-12);
            // Nothing lies beyond the last one, in no group.
            assert_eq!(estimate.low < estimate.mean, p < 1.0);
            assert_eq!(estimate.mean < estimate.high, p < 1.0);
        }
        assert_eq!(histogram.total(), 100);
    }

    #[test]
    fn interval_by_hand() {
        // 32 groups of one item each: the share below 3/4 is 3/4 +- sqrt(3/4 1/4 / 31).
        let histogram = of((0..32).map(|trial| (trial, trial as u64)));
        let estimate = histogram.quantile(0.75, &level()).unwrap();
        let half = level().quantile(31) * (0.75 * 0.25 / 31.0f64).sqrt();
        let rank = |share: f64| (32.0 * share).ceil() - 1.0;
        assert_eq!(estimate.mean, 23.0);
        assert_eq!(estimate.low, rank(0.75 - half));
        assert_eq!(estimate.high, rank(0.75 + half));
    }

    #[test]
    fn a_difference_counts_shared_luck_once() {
        let values = || (0..96).map(|item| (item % 32, (item * item % 101) as u64));
        let (one, later) = (of(values()), of(values().map(|(g, x)| (g, x + 100))));
        let exactly = |found: Option<Estimate>| {
            let found = found.unwrap();
            assert!(found.standard_error.abs() < 1e-9, "{found:?}");
            found.mean
        };
        assert_eq!(exactly(one.quantile_difference(&one, 0.85, &level())), 0.0);
        assert_eq!(exactly(one.relative_quantile(&one, 0.85, &level())), 0.0);
        let shift = later.quantile_difference(&one, 0.85, &level());
        assert_eq!(exactly(shift), 100.0);
        let apart = later.relative_quantile(&one, 0.85, &level()).unwrap();
        let value = one.quantile(0.85, &level()).unwrap().mean;
        assert!((apart.mean - 100.0 / value).abs() < 1e-12 && apart.standard_error > 0.0);
    }

    #[test]
    fn too_little_data_gives_nothing() {
        assert_eq!(GroupedHistogram::default().quantile(0.5, &level()), None);
        assert_eq!(of([(3, 5), (3, 7)]).quantile(0.5, &level()), None);
        assert_eq!(
            GroupedHistogram::default().coarse(10, 1.0),
            (vec![], vec![])
        );
    }

    #[test]
    fn equal_items_have_no_width() {
        let estimate = of((0..64).map(|trial| (trial, 1_000_000)));
        let estimate = estimate.quantile(0.85, &level()).unwrap();
        assert_eq!(estimate.mean, 1e6);
        assert_eq!(
            (estimate.low, estimate.high),
            (estimate.mean, estimate.mean)
        );
    }

    #[test]
    fn intervals_cover_about_what_they_say() {
        // Items of a trial share half of their luck, so they are far from independent.
        let mut state = 1u64;
        let mut uniform = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            state >> 44
        };
        let level = level();
        let (mut covered, mut paired, runs) = (0, 0, 600);
        for _ in 0..runs {
            let mut histogram = GroupedHistogram::default();
            let mut wider = GroupedHistogram::default();
            for trial in 0..128 {
                let common = uniform();
                for _ in 0..10 {
                    histogram.add(trial, items(common + uniform(), 1));
                    wider.add(trial, items(2 * (common + uniform()), 1));
                }
            }
            // The sum of two uniforms below m has 85% below m (2 - sqrt 0.3).
            let truth = (1u64 << 20) as f64 * (2.0 - 0.3f64.sqrt());
            let estimate = histogram.quantile(0.85, &level).unwrap();
            covered += u32::from(estimate.low <= truth && truth <= estimate.high);
            let difference = wider.quantile_difference(&histogram, 0.85, &level).unwrap();
            paired += u32::from(difference.low <= truth && truth <= difference.high);
        }
        for covered in [covered, paired] {
            let share = f64::from(covered) / f64::from(runs);
            assert!((0.92..0.98).contains(&share), "{share}");
        }
    }

    #[test]
    fn shares_add_up_whatever_the_items() {
        let cases: [Vec<u64>; 3] = [
            vec![14_400; 50],
            vec![3_600, 7_200, 10_800, 32_400],
            (0..5_000).collect(),
        ];
        for values in cases {
            let histogram = of(values.into_iter().map(|value| (value as usize, value)));
            let (edges, shares) = histogram.coarse(40, 3600.0);
            assert_eq!(edges.len(), shares.len() + 1);
            assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn the_order_of_adding_does_not_matter() {
        let values = [(0, 70_000), (1, 300), (2, 5), (1, 300), (31, 1_000_000)];
        let up = of(values);
        let down = of(values.into_iter().rev());
        assert_eq!(up.quantile(0.5, &level()), down.quantile(0.5, &level()));
        assert_eq!(up.quantile(0.5, &level()).unwrap().mean, 300.0);
        assert_eq!(up.coarse(10, 1.0), down.coarse(10, 1.0));
    }

    #[test]
    fn charts_have_round_edges_and_all_but_the_tail() {
        let histogram = of((0..100_000).map(|ticks| (ticks as usize, ticks)));
        let (edges, shares) = histogram.coarse(30, 60.0);
        assert_eq!(edges.len(), shares.len() + 1);
        assert_eq!((edges[0], edges[1]), (0.0, 6000.0));
        assert!((15..=30).contains(&shares.len()));
        let total: f64 = shares.iter().sum();
        assert!((0.995..=1.0 + 1e-12).contains(&total));
        assert!((shares[2] - 0.06).abs() < 1e-3);
    }

    #[test]
    fn round_numbers() {
        for (width, nice) in [(1.0, 1.0), (1.1, 2.0), (0.0023, 0.0025), (60.0, 100.0)] {
            assert!((round_up(width) / nice - 1.0).abs() < 1e-12, "{width}");
        }
        assert_eq!((round_up(0.0), round_up(f64::INFINITY)), (1.0, 1.0));
    }
}
