//! Gates of a validated scenario: when they sit, and whom they admit.

use crate::random::Distribution;
use crate::units::{Instant, Span};

/// A committee that decides at certain instants.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    /// When it sits.
    pub sessions: Sessions,
    /// Items admitted per session; `None`: all.
    pub slots: Option<Distribution>,
    /// How long before the session an item must be there.
    pub papers_due: PapersDue,
}

/// When a gate sits.
#[derive(Clone, Debug, PartialEq)]
pub enum Sessions {
    /// At `first + k * every` for every whole k, also before time 0.
    Every {
        /// One session, relative to time 0.
        first: Instant,
        /// Distance between sessions.
        every: Span,
    },
    /// On a weekday of every `months`-th calendar month, at a time of day.
    Monthly {
        /// 1 for every month, 3 for every quarter (January, April, ...).
        months: u32,
        /// 1 to 4 from the front, -1 for the last; `None`: the first day of the month.
        weekday: Option<(i8, jiff::civil::Weekday)>,
        /// After midnight [ticks].
        time: u64,
    },
}

/// How long before a session papers are due.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PapersDue {
    /// Elapsed time.
    Span(Span),
    /// Working time of the station's calendar [ticks].
    Working(u64),
}
