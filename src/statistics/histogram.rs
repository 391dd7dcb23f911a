//! Percentiles of items pooled over trials, with intervals that respect that trials are the unit.
//!
//! Items are counted in logarithmic bins, apart for each group of trials. The quantile is that of all
//! items together, interpolated between the least and the greatest item of its bin, so that items of
//! one value have exactly this value. Its interval is the delete-a-group jackknife (Kott,
//! "The Delete-a-Group Jackknife", Journal of Official Statistics 17, 2001) over the groups that have
//! items: variance (g - 1)/g times the sum of squares of the estimates without one group about their mean.

use super::estimate::Estimate;
use super::grouped::{GROUPS, jackknife_error};
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
        jackknifed([self], level, "ticks", |[own]| own.value(p))
    }

    /// The paired difference of two quantiles, of these items and those of a baseline [ticks].
    ///
    /// Both leave the same group of trials out, so that luck they share counts once. `None` if fewer
    /// than two groups have items.
    pub fn quantile_difference(&self, baseline: &Self, p: f64, level: &Level) -> Option<Estimate> {
        jackknifed([self, baseline], level, "ticks", |[own, other]| {
            Some(own.value(p)? - other.value(p)?)
        })
    }

    /// The same as a share of the baseline; `None` also if its quantile is 0.
    pub fn relative_quantile(&self, baseline: &Self, p: f64, level: &Level) -> Option<Estimate> {
        jackknifed([self, baseline], level, "1", |[own, other]| {
            let under = other.value(p).filter(|under| *under > 0.0)?;
            Some(own.value(p)? / under - 1.0)
        })
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

/// Items of some groups together.
struct Pool<'h> {
    counts: Vec<u64>,
    spread: &'h [(u64, u64)],
}

impl Pool<'_> {
    fn value(&self, p: f64) -> Option<f64> {
        quantile(&self.counts, self.spread, p)
    }
}

/// A statistic of some histograms of the same trials, with its jackknifed interval.
fn jackknifed<const N: usize>(
    histograms: [&GroupedHistogram; N],
    level: &Level,
    unit: &'static str,
    statistic: impl Fn([Pool<'_>; N]) -> Option<f64>,
) -> Option<Estimate> {
    let pooled = histograms.map(GroupedHistogram::pooled);
    let pools = |without: Option<usize>| {
        std::array::from_fn(|i| Pool {
            counts: match without {
                Some(group) => subtract(&pooled[i], &histograms[i].groups[group]),
                None => pooled[i].clone(),
            },
            spread: &histograms[i].spread,
        })
    };
    let has_items = |group: &usize| {
        let mut counts = histograms.iter().flat_map(|one| &one.groups[*group]);
        counts.any(|&count| count > 0)
    };
    let without: Vec<f64> = (0..GROUPS)
        .filter(has_items)
        .filter_map(|group| statistic(pools(Some(group))))
        .collect();
    let error = jackknife_error(&without)?;
    let freedom = without.len() as u64 - 1;
    level.around(statistic(pools(None))?, error, freedom, unit)
}

fn subtract(pooled: &[u64], counts: &[u64]) -> Vec<u64> {
    let mut rest = pooled.to_vec();
    for (rest, count) in rest.iter_mut().zip(counts) {
        *rest -= count;
    }
    rest
}

/// The quantile of counted items, those of a bin spread evenly from its least to its greatest.
fn quantile(counts: &[u64], spread: &[(u64, u64)], p: f64) -> Option<f64> {
    let total: u64 = counts.iter().sum();
    let wanted = p.clamp(0.0, 1.0) * total as f64;
    let mut before = 0;
    let mut found = None;
    for (bin, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        found = Some((bin, (wanted - before as f64) / count as f64));
        before += count;
        if before as f64 >= wanted {
            break;
        }
    }
    let (bin, share) = found?;
    let (least, most) = spread.get(bin)?;
    Some(*least as f64 + share.clamp(0.0, 1.0) * (most - least) as f64)
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
            assert!(estimate.low < estimate.mean && estimate.mean < estimate.high);
        }
        assert_eq!(histogram.total(), 100);
    }

    #[test]
    fn jackknife_by_hand() {
        // Medians of all, without the first group, without the second.
        let mut histogram = GroupedHistogram::default();
        histogram.add(0, items(1, 4));
        histogram.add(1, items(8, 2));
        histogram.add(1, items(9, 2));
        let estimate = histogram.quantile(0.5, &level()).unwrap();
        let (all, first, second) = (1.0, 8.0, 1.0);
        assert_eq!(estimate.mean, all);
        let mean: f64 = (first + second) / 2.0;
        let squares = (first - mean) * (first - mean) + (second - mean) * (second - mean);
        assert!((estimate.standard_error - (0.5 * squares).sqrt()).abs() < 1e-12);
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
        let (mut covered, runs) = (0, 600);
        for _ in 0..runs {
            let mut histogram = GroupedHistogram::default();
            for trial in 0..128 {
                let common = uniform();
                for _ in 0..10 {
                    histogram.add(trial, items(common + uniform(), 1));
                }
            }
            // The sum of two uniforms below m has 85% below m (2 - sqrt 0.3).
            let truth = (1u64 << 20) as f64 * (2.0 - 0.3f64.sqrt());
            let estimate = histogram.quantile(0.85, &level).unwrap();
            covered += u32::from(estimate.low <= truth && truth <= estimate.high);
        }
        let share = f64::from(covered) / f64::from(runs);
        assert!((0.92..0.98).contains(&share), "{share}");
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
