//! Items that a station holds without a person: touched where people are unlimited, or in a delay.
//!
//! Each station keeps its own heap of them and owns one timer, set to the first. Rung: services and
//! delays end.

use std::cmp::Reverse;

use super::item::Phase;
use super::probe::{Cause, Probe};
use super::service::{Tie, charge, finish, ticks};
use super::state::State;
use super::timers::Key;
use crate::network::NEVER;
use crate::random::Draw;

impl<K: Key> State<'_, K> {
    /// Items that a station holds without a person are due.
    pub(super) fn held_end<P: Probe>(&mut self, timer: u32, station: u32, probe: &mut P) {
        let held = &mut self.stations[station as usize].held;
        let Some(Reverse((_, _, _, id))) = held.pop() else {
            return self.timers.withdraw(timer);
        };
        let next = held.peek().map_or(NEVER, |held| held.0.0);
        self.timers.set(timer, next);
        if self.timers.first().0 == self.now {
            let item = &self.items[id];
            held.push(Reverse((self.now, item.kind, item.number, id)));
            self.timers.set(timer, self.now);
            return self.ends_together(probe);
        }
        self.held_done(id, probe);
    }

    /// What a held item waited for is over: touch, an opening, or a delay.
    pub(super) fn held_done<P: Probe>(&mut self, id: u32, probe: &mut P) {
        let item = &mut self.items[id];
        let leg = item.leg;
        let station = self.places[leg as usize].station;
        match item.phase {
            Phase::Unattended | Phase::Shared => self.ends_one(id, probe),
            Phase::Waiting => {
                if self.attend(id, station, probe) {
                    self.verdict(id, leg, probe);
                }
            }
            _ => {
                charge(item, station, Cause::External, self.now - item.since, probe);
                self.verdict(id, leg, probe);
            }
        }
    }

    /// Adds what a station holds until now to the ends of this instant.
    pub(super) fn collect_held(&mut self, station: u32, ties: &mut Vec<Tie>) {
        let now = self.now;
        let held = &mut self.stations[station as usize].held;
        let before = ties.len();
        while held.peek().is_some_and(|held| held.0.0 == now) {
            if let Some(Reverse((_, kind, number, id))) = held.pop() {
                ties.push((station, kind, number, self.items[id].leg, id, None));
            }
        }
        debug_assert!(ties.len() > before, "a held timer without a held item");
        self.call_held(station);
    }

    /// The delay of this visit [ticks].
    pub(super) fn delay(&self, id: u32, station: u32) -> u64 {
        let delay = self.settings.delay[station as usize];
        if delay.mean == 0.0 {
            return 0;
        }
        let item = &self.items[id];
        let place = &self.places[item.leg as usize];
        let draw = Draw::new(place.delay, item.number, place.occurrence, item.round);
        ticks(delay.mean * self.net.samplers[delay.sampler as usize].variate(draw))
    }

    /// Keeps an item at a station until an instant.
    pub(super) fn hold(&mut self, id: u32, station: u32, phase: Phase, until: u64) {
        let item = &mut self.items[id];
        item.phase = phase;
        let entry = Reverse((until, item.kind, item.number, id));
        self.stations[station as usize].held.push(entry);
        self.call_held(station);
    }

    /// Touch at a station with unlimited people: it begins as soon as they are on duty. Returns
    /// whether the visit is over at once.
    pub(super) fn attend<P: Probe>(&mut self, id: u32, station: u32, probe: &mut P) -> bool {
        let calendar = self.net.calendar_of(station);
        let worked = calendar.worked(self.now);
        let effort = self.effort(id);
        if effort > 0.0 && !calendar.is_open(self.now) {
            self.hold(id, station, Phase::Waiting, calendar.next_open(self.now));
            return false;
        }
        self.settle_wait(id, station, worked, probe);
        let item = &mut self.items[id];
        let wait = self.now - item.at;
        item.waited += wait;
        item.left = effort;
        item.phase = Phase::Unattended;
        probe.starts(self.now, station, &self.items[id], wait);
        let open = ticks(effort / self.places[self.items[id].leg as usize].rate);
        if open > 0 {
            let until = finish(calendar, self.now, worked, open);
            self.hold(id, station, Phase::Unattended, until);
            return false;
        }
        self.completions += 1;
        probe.completes(self.now, station, &self.items[id]);
        let delay = if self.net.stations[station as usize].delays {
            self.delay(id, station)
        } else {
            0
        };
        if delay > 0 {
            self.hold(id, station, Phase::Delayed, self.now.saturating_add(delay));
        }
        delay == 0
    }

    /// Books what passed between admission and now at a station without a queue for people.
    fn settle_wait<P: Probe>(&mut self, id: u32, station: u32, worked: u64, probe: &mut P) {
        self.makes_room(station);
        let item = &mut self.items[id];
        let (elapsed, open) = (self.now - item.since, worked - item.since_worked);
        item.since = self.now;
        item.since_worked = worked;
        charge(item, station, Cause::Contention, open, probe);
        charge(item, station, Cause::OffCalendar, elapsed - open, probe);
    }

    /// Sets the timer of a station to the first item it holds.
    pub(super) fn call_held(&mut self, station: u32) {
        let first = self.stations[station as usize]
            .held
            .peek()
            .map_or(NEVER, |held| held.0.0);
        self.timers
            .set(self.net.timers.held[station as usize], first);
    }
}
