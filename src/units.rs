//! Quantities of time: whole ticks of one microsecond.
//!
//! Effort (hands-on working time), span (elapsed time) and instant (a point in time) are different
//! things in the scenario language and stay different types up to the compiled network, where the
//! engine counts plain ticks. Conversions between hours, weeks and ticks live here and nowhere else.

/// Ticks in a second.
pub const SECOND: u64 = 1_000_000;
/// Ticks in a minute.
pub const MINUTE: u64 = 60 * SECOND;
/// Ticks in an hour.
pub const HOUR: u64 = 60 * MINUTE;
/// Ticks in a day of 24 hours.
pub const DAY: u64 = 24 * HOUR;
/// Ticks in a week of seven days.
pub const WEEK: u64 = 7 * DAY;
/// Ticks in an average month of 30.4375 days.
pub const MONTH: u64 = 2_629_800 * SECOND;
/// Ticks in a quarter of three average months.
pub const QUARTER: u64 = 3 * MONTH;
/// Ticks in a year of 365.25 days.
pub const YEAR: u64 = 12 * MONTH;
/// Ticks in a working day of eight hours (an effort, not a span).
pub const WORKING_DAY: u64 = 8 * HOUR;
/// Ticks in a working week of five working days (an effort, not a span).
pub const WORKING_WEEK: u64 = 5 * WORKING_DAY;

/// A stretch of elapsed (wall clock) time [ticks].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(pub u64);

/// Hands-on working time [ticks].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Effort(pub u64);

/// A point in time, counted from time 0 of the scenario; negative during the burn-in [ticks].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

impl Span {
    /// The span in hours.
    pub fn hours(self) -> f64 {
        ticks_to_hours(self.0 as f64)
    }

    /// The span in weeks.
    pub fn weeks(self) -> f64 {
        self.0 as f64 / WEEK as f64
    }
}

/// Ticks as hours.
pub fn ticks_to_hours(ticks: f64) -> f64 {
    ticks / HOUR as f64
}
