//! Giving up: an item that has waited too long for its first touch leaves, if nobody can start it at
//! that very instant.
//!
//! Each station keeps a heap of the instants at which its items give up; who has started or left by
//! then is passed over. Rung: after free people start.

use std::cmp::Reverse;

use super::probe::{Loss, Probe};
use super::service::ticks;
use super::state::State;
use super::timers::Key;
use crate::network::NEVER;
use crate::random::Draw;

/// When a visit is given up: instant, kind, number, leg, round and the item.
pub(super) type Deadline = Reverse<(u64, u32, u32, u32, u16, u32)>;

impl<K: Key> State<'_, K> {
    /// Draws how long an item that has just arrived will wait.
    pub(super) fn note_patience(&mut self, id: u32, station: u32) {
        let Some(patience) = self.net.stations[station as usize].patience else {
            return;
        };
        let item = &self.items[id];
        let place = &self.places[item.leg as usize];
        let key = self.aside_keys[item.leg as usize].patience;
        let draw = Draw::new(key, item.number, place.occurrence, item.round);
        let variate = self.net.samplers[patience.sampler as usize].variate(draw);
        let until = self.now.saturating_add(ticks(patience.mean * variate));
        let entry = (until, item.kind, item.number, item.leg, item.round, id);
        self.stations[station as usize]
            .deadlines
            .push(Reverse(entry));
        self.call_patience(station);
    }

    fn call_patience(&mut self, station: u32) {
        let deadlines = &self.stations[station as usize].deadlines;
        let first = deadlines.peek().map_or(NEVER, |first| first.0.0);
        self.timers
            .set(self.net.timers.patience[station as usize], first);
    }

    /// Items at a station may have waited long enough.
    pub(super) fn patience_ends<P: Probe>(&mut self, timer: u32, station: u32, probe: &mut P) {
        self.timers.withdraw(timer);
        self.finish_instant(probe);
        if self.timers.first() < (self.now, timer) {
            // What this has set off goes first.
            self.timers.set(timer, self.now);
            return;
        }
        // One at a time: whom this sets free may take the next.
        let deadlines = &mut self.stations[station as usize].deadlines;
        if let Some(Reverse((_, kind, number, leg, round, id))) = deadlines.pop() {
            let waits = self.items.get(id).is_some_and(|item| {
                (item.kind, item.number, item.leg, item.round) == (kind, number, leg, round)
                    && self.still_waits(id)
            });
            if waits {
                self.lose(id, station, Loss::Abandoned, probe);
            }
        }
        self.call_patience(station);
    }

    /// An item leaves undelivered, with all its branches.
    pub(super) fn lose<P: Probe>(&mut self, id: u32, station: u32, why: Loss, probe: &mut P) {
        let root = self.root_of(id);
        self.withdraw(root, probe);
        let item = &self.items[root];
        probe.lost(self.now, station, item, why);
        let of = &self.net.kinds[item.kind as usize];
        if !item.delivered && of.counts {
            self.wip[of.org as usize] -= 1;
            self.intake_due |= self.lets_in;
        }
        let (kind, number, released) = (item.kind, item.number, item.released);
        self.items.remove(root);
        if self.net.kinds[kind as usize].sent && why != Loss::Withdrawn {
            self.starts_again((kind, number), released, probe);
        }
    }
}
