//! Who is on duty now, and how much working time has passed.
//!
//! All of an instant asks the same of the same calendars, and so do most instants in a row: the stretch
//! of duty that the clock is in, or that comes next, is kept for each calendar until the clock has left
//! it. Within a trial the clock that calendars are asked about goes forward only.

use std::cell::Cell;

use super::state::State;
use super::timers::Key;
use crate::network::{Network, Stretch};

/// The last stretch of each calendar that was looked up.
pub(super) struct Duty(Vec<Cell<Stretch>>);

impl Duty {
    /// Nothing is looked up yet.
    pub(super) fn new(net: &Network) -> Self {
        Self(net.calendars.iter().map(|_| Cell::default()).collect())
    }

    /// The clock goes back to the beginning.
    pub(super) fn reset(&mut self) {
        self.0.fill(Cell::default());
    }
}

impl<K: Key> State<'_, K> {
    /// Working time of a calendar before now [ticks].
    #[inline(always)]
    pub(super) fn worked(&self, calendar: u32) -> u64 {
        let last = self.duty.0[calendar as usize].get();
        match last.still_holds(self.now) {
            true => last.worked(self.now),
            false => self.look_up(calendar).worked(self.now),
        }
    }

    /// Working time of a station before now [ticks].
    pub(super) fn worked_at(&self, station: u32) -> u64 {
        self.worked(self.net.stations[station as usize].calendar)
    }

    /// Whether a calendar is open now.
    #[inline(always)]
    pub(super) fn is_open(&self, calendar: u32) -> bool {
        let last = self.duty.0[calendar as usize].get();
        match last.still_holds(self.now) {
            true => last.is_open(self.now),
            false => self.look_up(calendar).is_open(self.now),
        }
    }

    #[cold]
    #[inline(never)]
    fn look_up(&self, calendar: u32) -> Stretch {
        let stretch = self.net.calendars[calendar as usize].stretch(self.now);
        self.duty.0[calendar as usize].set(stretch);
        stretch
    }
}
