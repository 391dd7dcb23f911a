//! Numbers in, numbers out: estimators for independent trials.
//!
//! The unit of analysis is the trial: items of one trial depend on each other, trials do not. Which
//! estimator for which question:
//!
//! - a total per trial, its mean over trials: [`Level::mean`]; a share of trials: [`Level::proportion`];
//! - anything "per item", a share of time or a cost per item: [`Level::ratio`], with the totals of both
//!   over all trials, where trials without an item count with 0 in both;
//! - two variants on the same luck: [`Level::difference`], [`Level::relative`] for totals and
//!   [`Level::ratio_difference`], [`Level::relative_ratio`] for ratios; other smooth functions of means:
//!   [`Level::delta`];
//! - percentiles of all items: [`GroupedHistogram::quantile`], by the share of items below over groups of
//!   trials (Woodruff); of two variants on the same luck: [`GroupedHistogram::quantile_difference`],
//!   [`GroupedHistogram::relative_quantile`];
//! - what common random numbers gained: [`variance_ratio`], jackknifed over groups of trials.
//!
//! Intervals of means and ratios are symmetric. Where a trial's numbers are skewed, as times in a long
//! queue are, 95% intervals from a few hundred trials hold the truth 93 to 94% of the time, and 91.5
//! to 93% from twenty; those of percentiles are lopsided and come closer (94% from twenty).
//!
//! ```
//! use throughline::statistics::{Level, Moments};
//!
//! // Delivered and days of flow time in four trials; together a mean per item.
//! let mut trials = Moments::<2>::default();
//! for totals in [[40.0, 410.0], [38.0, 402.0], [44.0, 455.0], [41.0, 399.0]] {
//!     trials.push(totals);
//! }
//! let level = Level::new(0.95).expect("between 0 and 1");
//! let delivered = level.mean(&trials, 0, "items").expect("there are several trials");
//! assert_eq!(delivered.mean, 40.75);
//! let flow_time = level.ratio(&trials, 1, 0, "d").expect("something was delivered");
//! assert!((flow_time.mean - 1666.0 / 163.0).abs() < 1e-9);
//! assert!(flow_time.low < 10.1 && 10.3 < flow_time.high);
//! ```

mod estimate;
mod grouped;
mod histogram;
mod interval;
mod log_bins;
mod moments;
mod skewness;
mod smooth;

pub use estimate::Estimate;
pub use grouped::{GROUPS, jackknife, variance_ratio};
pub use histogram::{BinCount, GroupedHistogram};
pub use interval::Level;
pub use log_bins::LogBins;
pub use moments::Moments;
pub use smooth::Smooth;
