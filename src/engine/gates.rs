//! Gates: committees that admit at certain instants.
//!
//! A gate only admits: at a session, up to `slots` of the items whose papers were there in time, in
//! order of arrival. Up to the first session an item could be in, its wait is the cadence's; after
//! that session passed it over or sent it back, the decision's. Rung: gates, upstream first.

use super::forking::NOBODY;
use super::item::Phase;
use super::probe::{Cause, Probe};
use super::service::{charge, ticks};
use super::state::State;
use super::timers::Key;
use crate::network::{NEVER, Order};
use crate::random::Draw;

impl<K: Key> State<'_, K> {
    /// An item waits for the next session.
    pub(super) fn wait_at_gate(&mut self, id: u32, station: u32) {
        self.items[id].phase = Phase::AtGate;
        let Self {
            stations, items, ..
        } = self;
        let queue = &mut stations[station as usize].at_gate;
        let key = |id: u32| {
            (
                items[id].at,
                items[id].kind,
                items[id].number,
                items[id].leg,
            )
        };
        let mut position = queue.len();
        while position > 0 && key(id) < key(queue[position - 1]) {
            position -= 1;
        }
        if position == queue.len() {
            queue.push_back(id);
        } else {
            queue.insert(position, id);
        }
        if self.timers.time_of(self.net.timers.gate[station as usize]) == NEVER {
            self.call_session(station);
        }
    }

    /// Sets the gate's timer to the next session it has not held yet.
    pub(super) fn call_session(&mut self, station: u32) {
        let Some(gate) = &self.net.stations[station as usize].gate else {
            return;
        };
        let timer = self.net.timers.gate[station as usize];
        // Gates upstream of the last one to decide have had their turn, whether anybody waited or not.
        let had_its_turn = self.last_gate.0 == self.now && timer < self.last_gate.1;
        let decided = self.stations[station as usize].decided;
        let from = if decided == self.now || had_its_turn {
            self.now + 1
        } else {
            self.now
        };
        let cadence = self.settings.cadence[station as usize];
        let session = gate
            .sessions
            .next(cadence, self.net.calendar_of(station), from);
        self.timers.set(timer, session);
    }

    /// A gate sits.
    pub(super) fn session<P: Probe>(&mut self, timer: u32, station: u32, probe: &mut P) {
        self.finish_what_takes_no_time(probe);
        if self.timers.first() != (self.now, timer) {
            return; // Something came before this gate; it will be called again.
        }
        self.timers.withdraw(timer);
        self.stations[station as usize].decided = self.now;
        self.last_gate = (self.now, timer);
        let slots = self.slots(station);
        self.fill_session(station, slots, probe);
        self.stations[station as usize].sessions += 1;
        // Decided at once: who is sent back right now waits for the next session.
        let admissible = self.admissible(station);
        self.choose(station, admissible, slots.min(admissible as u64) as usize);
        self.pass_over(station);
        for position in 0..self.admitted.len() {
            let id = self.admitted[position];
            if id != NOBODY {
                self.admit(id, station, probe);
            }
        }
        self.admitted.clear();
        self.close_batch(station, probe);
        if self.deadline(station) != Some(self.now) {
            // What is to be in the next session has to hand in its papers before it.
            self.fill_session(station, slots, probe);
        }
        if !self.stations[station as usize].at_gate.is_empty() || self.feeds_endless(station) {
            self.call_session(station);
        }
    }

    /// Takes so many of those that were there in time from the queue, by the order of the station.
    fn choose(&mut self, station: u32, admissible: usize, slots: usize) {
        let in_order = self.settings.order[station as usize] == Order::Fifo;
        let at_gate = &mut self.stations[station as usize].at_gate;
        if in_order {
            return self.admitted.extend(at_gate.drain(..slots));
        }
        let mut waiting: Vec<u32> = at_gate.drain(..admissible).collect();
        self.sort_at_gate(station, &mut waiting);
        let mut rest = waiting.split_off(slots);
        self.admitted.extend(waiting);
        rest.sort_by_key(|&id| {
            let item = &self.items[id];
            (item.at, item.kind, item.number, item.leg)
        });
        let at_gate = &mut self.stations[station as usize].at_gate;
        rest.into_iter().rev().for_each(|id| at_gate.push_front(id));
    }

    /// Items this session may admit.
    fn slots(&self, station: u32) -> u64 {
        let Some(slots) = self.settings.slots[station as usize] else {
            return u64::MAX;
        };
        let session = self.stations[station as usize].sessions;
        let draw = Draw::new(self.slot_keys[station as usize], session, 0, 0);
        ticks(slots.mean * self.net.samplers[slots.sampler as usize].variate(draw))
    }

    /// The last instant of arrival for the session now; `None` if nobody was there in time.
    fn deadline(&self, station: u32) -> Option<u64> {
        let gate = self.net.stations[station as usize].gate.as_ref()?;
        gate.papers_due
            .deadline(self.net.calendar_of(station), self.now)
    }

    /// How many in front of a gate were there in time.
    fn admissible(&self, station: u32) -> usize {
        let deadline = self.deadline(station);
        let queue = &self.stations[station as usize].at_gate;
        queue.partition_point(|&id| Some(self.items[id].at) <= deadline)
    }

    fn admit<P: Probe>(&mut self, id: u32, station: u32, probe: &mut P) {
        self.end_gate_wait(id, station, probe);
        let now = self.now;
        self.each(id, |item| probe.admitted(now, station, item));
        let leg = self.items[id].leg;
        if self.net.legs[leg as usize].collects() {
            return self.collect(id, station, probe);
        }
        let crew = self.places[leg as usize].crew;
        if self.wait_for_people(id, station, crew, probe) {
            self.verdict(id, leg, probe);
        }
    }

    /// Books the wait in front of a gate that ends now.
    pub(super) fn end_gate_wait<P: Probe>(&mut self, id: u32, station: u32, probe: &mut P) {
        let worked = self.worked_at(station);
        let item = &mut self.items[id];
        let (elapsed, open) = (self.now - item.since, worked - item.since_worked);
        let cadence = if std::mem::take(&mut item.returned) {
            0
        } else {
            worked
                .min(item.passed_over)
                .saturating_sub(item.since_worked)
        };
        item.since = self.now;
        item.since_worked = worked;
        charge(item, station, Cause::Cadence, cadence, probe);
        charge(item, station, Cause::Decision, open - cadence, probe);
        charge(item, station, Cause::OffCalendar, elapsed - open, probe);
    }

    /// Marks what could have been in this session and was not admitted.
    fn pass_over(&mut self, station: u32) {
        let deadline = self.deadline(station);
        let worked = self.worked_at(station);
        for position in 0..self.stations[station as usize].at_gate.len() {
            let id = self.stations[station as usize].at_gate[position];
            let item = &mut self.items[id];
            if Some(item.at) > deadline {
                break;
            }
            item.passed_over = item.passed_over.min(worked);
        }
    }

    /// Services without effort that could start now are over before a gate decides, so that what
    /// takes no time is never late for a session.
    pub(super) fn finish_what_takes_no_time<P: Probe>(&mut self, probe: &mut P) {
        if self.room_made && !self.full.is_empty() {
            self.unblock(probe);
        }
        if self.intake_due {
            self.intake(probe);
        }
        for crew in 0..self.crews.len() as u32 {
            if self.crews[crew as usize].ready && self.on_duty(crew) {
                self.start_without_effort(crew, probe);
            }
        }
    }
}
