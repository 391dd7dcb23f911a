//! What is seen of bottlenecks in the trials that are watched: where the longest active period is, and
//! where the time goes of items on their way to delivery.
//!
//! The first takes every event and the second an addition at every stretch of time, so only few trials
//! are watched. Time is counted in the window in which its stretch ends. By Little's law a station's
//! share of it is its share of the flow time, if as much comes in as goes out. Branches side by side
//! count each, with what they wait at stations.

use super::momentary::Momentary;
use super::record::WatchRecord;
use super::series::SeriesPlan;
use super::{CAUSES, Cause};
use crate::network::Network;

/// What is seen of bottlenecks.
pub(super) struct Watch {
    momentary: Momentary,
    inside: Vec<[u128; CAUSES]>,
}

impl Watch {
    pub(super) fn new(net: &Network, plan: &SeriesPlan) -> Self {
        Self {
            momentary: Momentary::new(net, plan),
            inside: vec![[0; CAUSES]; net.stations.len()],
        }
    }

    /// Forgets the last trial.
    pub(super) fn reset(&mut self) {
        self.momentary.reset();
        self.opens();
    }

    /// The window begins.
    pub(super) fn opens(&mut self) {
        self.inside.fill([0; CAUSES]);
    }

    /// The window ends.
    pub(super) fn closes(&mut self, now: u64) {
        self.momentary.finish(now);
    }

    /// A crew becomes active, or is active no more.
    pub(super) fn turn(&mut self, now: u64, crew: u32, active: bool) {
        self.momentary.turn(now, crew, active);
    }

    /// Time of items on their way to delivery goes to a cause.
    #[inline]
    pub(super) fn books(&mut self, station: u32, cause: Cause, ticks: u64) {
        self.inside[station as usize][cause as usize] += u128::from(ticks);
    }

    pub(super) fn record(&self) -> WatchRecord {
        let sums = self.inside.iter();
        WatchRecord {
            clock: self.momentary.lengths().map(|ticks| ticks as f64).collect(),
            crews: self.momentary.records(),
            inside: sums
                .map(|causes| causes.map(|ticks| ticks as f64))
                .collect(),
        }
    }
}
