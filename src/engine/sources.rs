//! Where items come from, as it stands in a trial.

use std::collections::VecDeque;

/// A source at work.
#[derive(Default)]
pub(super) struct SourceNow {
    /// Items made so far; the number of the next one.
    pub items: u32,
    /// Arrivals made so far.
    pub arrivals: u32,
    /// Whether its items wait in the backlog until there is room at their first station.
    pub held_back: bool,
    /// Arrived and not released: instant, number.
    pub backlog: VecDeque<(u64, u32)>,
    /// Released over the share, up to the last change of the share.
    pub served: f64,
    /// Released since then: endless kinds go by the sum of both.
    pub released: u32,
    /// Integrated rate that the next Poisson arrival still needs from `owed_from` on.
    pub owed: f64,
    /// Since when the rate has been what it is, or the interval began [ticks].
    pub owed_from: u64,
    /// Planned instant of the next arrival, before calendars [ticks].
    pub planned: u64,
}

impl SourceNow {
    pub(super) fn reset(&mut self, start: u64) {
        self.items = 0;
        self.arrivals = 0;
        self.backlog.clear();
        self.served = 0.0;
        self.released = 0;
        self.owed = 0.0;
        self.owed_from = start;
        self.planned = start;
    }
}
