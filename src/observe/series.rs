//! The window cut into equal intervals, for charts of its development.

use crate::units::{DAY, HOUR, MINUTE, MONTH, QUARTER, SECOND, WEEK, YEAR};

/// How the window is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeriesPlan {
    /// Length of an interval, as the language writes it.
    pub every: &'static str,
    /// The same [ticks].
    pub ticks: u64,
    /// Number of intervals; the last may be cut short by the end of the window.
    pub count: usize,
}

/// Lengths to choose from, the customary one first where it gives a readable number.
const LENGTHS: [(&str, u64); 9] = [
    ("1mo", MONTH),
    ("1w", WEEK),
    ("1d", DAY),
    ("1h", HOUR),
    ("1min", MINUTE),
    ("1s", SECOND),
    ("1q", QUARTER),
    ("1y", YEAR),
    ("10y", 10 * YEAR),
];

impl SeriesPlan {
    /// The first length that gives 6 to 120 intervals; else the coarsest.
    pub fn new(window: u64) -> Self {
        let fits = |&&(_, ticks): &&(&str, u64)| (6..=120).contains(&window.div_ceil(ticks));
        let (every, ticks) = LENGTHS.iter().find(fits).copied().unwrap_or({
            if window < 6 * SECOND {
                ("1s", SECOND)
            } else {
                ("10y", 10 * YEAR)
            }
        });
        Self {
            every,
            ticks,
            count: window.div_ceil(ticks).max(1) as usize,
        }
    }

    /// Length of interval `index` within a window [ticks].
    pub fn length(&self, index: usize, window: u64) -> u64 {
        self.ticks.min(window - index as u64 * self.ticks)
    }
}
