//! Processor sharing: everybody's work at once, at equal shares of the people.
//!
//! All items advance alike, so one number tells how far: person-time given to each since the run
//! began. An item is done when that number has grown by its effort over the station's rate, so a
//! heap of these numbers and one timer are enough. Nobody gets more than one person's pace. What is
//! more than the item's own share of the time is contention. Rung: services end; free people start.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::item::Phase;
use super::probe::{Cause, Probe};
use super::service::{charge, finish, ticks};
use super::state::State;
use super::timers::Key;
use super::usage::Spent;
use crate::network::NEVER;

/// When an item is done, as bits of `Shared::given`, which sort like the number; then kind, number,
/// leg and item.
type End = Reverse<(u64, u32, u32, u32, u32)>;

/// Work of a crew side by side.
#[derive(Default)]
pub(super) struct Shared {
    /// Person-time given to each item so far [ticks].
    given: f64,
    /// Working time up to which that is true [ticks].
    at: u64,
    /// What `given` will be when an item is done (as bits, which sort like the number), then kind,
    /// number, leg and item.
    ends: BinaryHeap<End>,
}

impl Shared {
    /// Person-time given to each item so far [ticks].
    pub(super) fn given(&self) -> f64 {
        self.given
    }

    /// Items under way.
    pub(super) fn items(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn reset(&mut self, at: u64) {
        self.given = 0.0;
        self.at = at;
        self.ends.clear();
    }
}

impl<K: Key> State<'_, K> {
    /// Person-time an item gets per working time.
    fn part(&self, crew: u32) -> f64 {
        let items = self.crews[crew as usize].shared.ends.len().max(1);
        (f64::from(self.present(crew)) / items as f64).min(1.0)
    }

    /// Brings what was given up to now.
    pub(super) fn advance(&mut self, crew: u32) {
        let part = self.part(crew);
        let calendar = &self.net.calendars[self.net.crews[crew as usize].calendar as usize];
        let worked = calendar.worked(self.now);
        let shared = &mut self.crews[crew as usize].shared;
        shared.given += (worked - shared.at) as f64 * part;
        shared.at = worked;
    }

    /// The people of a crew that shares its work are about to become more or fewer.
    pub(super) fn advance_shared(&mut self, crew: u32) {
        if self.net.is_sharing(crew) {
            self.advance(crew);
        }
    }

    /// They have become more or fewer.
    pub(super) fn recall_shared(&mut self, crew: u32) {
        if self.net.is_sharing(crew) {
            self.call_shared(crew);
            self.make_ready(crew);
        }
    }

    /// People of a crew who are there.
    pub(super) fn present(&self, crew: u32) -> u32 {
        let now = &self.crews[crew as usize];
        now.staff - now.absent_now.min(now.staff)
    }

    /// Sets the timer of a crew to its next end.
    pub(super) fn call_shared(&mut self, crew: u32) {
        let part = self.part(crew);
        let shared = &self.crews[crew as usize].shared;
        let calendar = &self.net.calendars[self.net.crews[crew as usize].calendar as usize];
        let next = match shared.ends.peek() {
            // What is done by now is done whoever goes at this instant.
            Some(Reverse((end, ..))) if f64::from_bits(*end) <= shared.given + 0.5 => self.now,
            Some(Reverse((end, ..))) if part > 0.0 => {
                let left = f64::from_bits(*end) - shared.given;
                finish(
                    calendar,
                    self.now,
                    calendar.worked(self.now),
                    ticks(left / part),
                )
            }
            _ => NEVER,
        };
        self.timers
            .set(self.net.crews[crew as usize].first_timer, next);
    }

    /// Everything that waits joins what is under way, if anybody is there.
    pub(super) fn start_shared<P: Probe>(&mut self, crew: u32, probe: &mut P) {
        if self.present(crew) == 0 {
            return;
        }
        self.advance(crew);
        while let Some(id) = self.crews[crew as usize].queue.pop_front() {
            self.end_wait(id, probe);
            let item = &mut self.items[id];
            let place = &self.places[item.leg as usize];
            let wait = self.now - item.at;
            item.waited += wait;
            item.phase = Phase::Shared;
            probe.starts(self.now, place.station, item, wait);
            let effort = self.effort(id);
            let item = &mut self.items[id];
            let place = &self.places[item.leg as usize];
            let shared = &mut self.crews[crew as usize].shared;
            item.left = shared.given;
            let end = shared.given + effort / place.rate;
            let entry = (end.to_bits(), item.kind, item.number, item.leg, id);
            shared.ends.push(Reverse(entry));
        }
        self.call_shared(crew);
    }

    /// The first is done.
    pub(super) fn shared_end<P: Probe>(&mut self, timer: u32, crew: u32, probe: &mut P) {
        self.timers.withdraw(timer);
        if self.timers.first().0 == self.now {
            self.timers.set(timer, self.now);
            return self.ends_together(probe);
        }
        if let Some(id) = self.take_shared(crew) {
            self.call_shared(crew);
            self.ends_one(id, probe);
        } else {
            self.call_shared(crew);
        }
    }

    /// The next item that is done by now.
    pub(super) fn take_shared(&mut self, crew: u32) -> Option<u32> {
        self.advance(crew);
        let now = &mut self.crews[crew as usize];
        // Instants are whole ticks.
        let Reverse((end, .., id)) = *now.shared.ends.peek()?;
        (f64::from_bits(end) <= now.shared.given + 0.5).then(|| {
            now.shared.ends.pop();
            self.intake_due |= now.fed;
            id
        })
    }

    /// An item leaves before it is done.
    pub(super) fn let_go_shared(&mut self, id: u32, crew: u32) {
        self.advance(crew);
        let shared = &mut self.crews[crew as usize].shared;
        shared.ends.retain(|end| end.0.4 != id);
        self.intake_due |= self.crews[crew as usize].fed;
        self.call_shared(crew);
    }

    /// Books the stretch of an item side by side with others that ends now.
    pub(super) fn settle_shared<P: Probe>(&mut self, id: u32, probe: &mut P) {
        let Some(crew) = self.net.stations[self.station_of(id) as usize].crew else {
            return;
        };
        self.advance(crew);
        let had = self.crews[crew as usize].shared.given - self.items[id].left;
        let given = self.crews[crew as usize].shared.given;
        let station = self.station_of(id);
        let worked = self.worked_at(station);
        let item = &mut self.items[id];
        let focus = self.settings.focus[station as usize];
        let (elapsed, open) = (self.now - item.since, worked - item.since_worked);
        item.since = self.now;
        item.since_worked = worked;
        item.left = given;
        let own = ticks(had).min(open);
        let touch = ticks(own as f64 * focus).min(own);
        charge(item, station, Cause::Touch, touch, probe);
        charge(item, station, Cause::OtherDuties, own - touch, probe);
        charge(item, station, Cause::Contention, open - own, probe);
        charge(item, station, Cause::OffCalendar, elapsed - open, probe);
        self.note_use(crew, Spent::AtWork, self.now - elapsed, own as f64);
    }

    /// A station's rate is about to change: what is under way is booked, and keeps its effort.
    pub(super) fn settle_shares<P: Probe>(&mut self, crew: u32, probe: &mut P) {
        self.advance(crew);
        let ends = std::mem::take(&mut self.crews[crew as usize].shared.ends);
        for Reverse((.., id)) in &ends {
            self.settle_shared(*id, probe);
        }
        self.crews[crew as usize].shared.ends = ends;
    }

    /// The rate of a station has changed by a factor: ends move accordingly.
    pub(super) fn retime_shares(&mut self, crew: u32, station: u32, factor: f64) {
        let given = self.crews[crew as usize].shared.given;
        let ends = std::mem::take(&mut self.crews[crew as usize].shared.ends);
        let moved = ends
            .into_iter()
            .map(|Reverse((end, kind, number, leg, id))| {
                let here = self.places[leg as usize].station == station;
                let left = (f64::from_bits(end) - given).max(0.0);
                let end = given + if here { left / factor } else { left };
                Reverse((end.to_bits(), kind, number, leg, id))
            });
        self.crews[crew as usize].shared.ends = moved.collect();
        self.call_shared(crew);
    }
}
