//! Waiting rooms: how many may wait, who is turned away, who is blocked.
//!
//! Those who wait take a place, those in service do not; a free person who would take an item at
//! once is room for it, too. What finds no room stays where it is, with its person if it has one
//! (blocking after service), and goes in as soon as there is room: first blocked, first in. Rung:
//! items move on; free people start.

use super::forking::NOBODY;
use super::item::Phase;
use super::probe::{Cause, Loss, Probe};
use super::service::charge;
use super::state::State;
use super::timers::Key;

/// Somebody who waits for room at a station.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blocked {
    pub id: u32,
    /// The leg it is about to enter.
    pub leg: u32,
    /// The timer of the person who holds it, or `NOBODY`.
    pub holder: u32,
}

impl<K: Key> State<'_, K> {
    /// Whether an item may go on to a leg; else it is turned away or stays where it is.
    #[inline(never)]
    pub(super) fn may_enter<P: Probe>(&mut self, id: u32, leg: u32, probe: &mut P) -> bool {
        if !self.takes(id, leg) {
            return true;
        }
        let station = self.places[leg as usize].station;
        if self.opening || self.has_room(station) {
            self.stations[station as usize].waiting += 1;
            return true;
        }
        if self.net.stations[station as usize].turns_away {
            if self.is_batch(id) {
                self.lose_together(id, station, probe);
                return false;
            }
            self.items[id].phase = Phase::Between;
            self.lose(id, station, Loss::TurnedAway, probe);
        } else {
            self.block(id, leg, probe);
        }
        false
    }

    /// Whether one more may wait at a station, or starts at once.
    pub(super) fn has_room(&self, station: u32) -> bool {
        let of = &self.net.stations[station as usize];
        let Some(room) = of.room else { return true };
        let waiting = self.stations[station as usize].waiting;
        if waiting < room {
            return true;
        }
        if of.batches {
            return false;
        }
        let Some(crew) = of
            .crew
            .filter(|&crew| of.gate.is_none() && self.on_duty(crew))
        else {
            return of.crew.is_none() && of.gate.is_none();
        };
        // Those who start at this instant do not wait.
        let crew = &self.crews[crew as usize];
        let others = crew.queue.len().saturating_sub(waiting as usize);
        let start = crew.free.len().saturating_sub(others);
        (waiting as usize) < room as usize + start
    }

    /// Somebody waits no more at a station with a finite room.
    pub(super) fn makes_room(&mut self, station: u32) {
        if self.net.stations[station as usize].room.is_some() {
            self.stations[station as usize].waiting -= 1;
            self.room_made = true;
            self.intake_due = true;
        }
    }

    fn block<P: Probe>(&mut self, id: u32, leg: u32, probe: &mut P) {
        let station = self.places[leg as usize].station;
        let from = self.station_of(id);
        let worked = self.worked_at(from);
        let item = &mut self.items[id];
        item.phase = Phase::Blocked;
        item.since = self.now;
        item.since_worked = worked;
        let (now, here) = (self.now, item.leg);
        // Those in a batch of another kind have legs of their own.
        self.each(id, |item| {
            probe.blocked(now, from, item, item.leg + leg - here);
        });
        self.count_present(from, self.count_of(id));
        let holder = self.holder;
        if holder != NOBODY {
            self.holds(holder);
        }
        let list = &mut self.stations[station as usize].blocked;
        list.push_back(Blocked { id, leg, holder });
        if list.len() == 1 {
            let position = self.full.partition_point(|&other| other < station);
            self.full.insert(position, station);
        }
        self.look_at_opening(station);
        if holder != NOBODY {
            self.look_for_deadlock();
        }
    }

    /// Free people who are off now are room when they are back.
    pub(super) fn look_at_opening(&mut self, station: u32) {
        if let Some(crew) = self.net.stations[station as usize].crew
            && !self.on_duty(crew)
        {
            self.wait_for_opening(self.net.crews[crew as usize].calendar);
        }
    }

    /// Lets in whoever waits for room that there is now.
    pub(super) fn unblock<P: Probe>(&mut self, probe: &mut P) {
        let mut position = 0;
        while position < self.full.len() {
            let station = self.full[position];
            while self.has_room(station)
                && let Some(next) = self.stations[station as usize].blocked.pop_front()
            {
                self.end_block(next, probe);
                match self.is_batch(next.id) {
                    true => self.travel_together(next.id, next.leg, probe),
                    false => self.travel(next.id, next.leg, probe),
                }
            }
            if self.stations[station as usize].blocked.is_empty() {
                self.full.retain(|&other| other != station);
            } else {
                self.look_at_opening(station);
                position += 1;
            }
        }
    }

    /// Somebody who was blocked goes: the person who held it is free.
    fn end_block<P: Probe>(&mut self, gone: Blocked, probe: &mut P) {
        let from = self.station_of(gone.id);
        let worked = self.worked_at(from);
        let item = &mut self.items[gone.id];
        let (elapsed, open) = (self.now - item.since, worked - item.since_worked);
        item.since = self.now;
        item.since_worked = worked;
        charge(item, from, Cause::Blocked, open, probe);
        charge(item, from, Cause::OffCalendar, elapsed - open, probe);
        self.count_present(from, -self.count_of(gone.id));
        if gone.holder != NOBODY {
            self.holds_less(gone.holder, probe);
        }
    }

    /// Somebody who is blocked leaves for good.
    pub(super) fn withdraw_blocked<P: Probe>(&mut self, id: u32, probe: &mut P) {
        for position in 0..self.full.len() {
            let station = self.full[position];
            let list = &mut self.stations[station as usize].blocked;
            if let Some(at) = list.iter().position(|blocked| blocked.id == id)
                && let Some(gone) = list.remove(at)
            {
                if list.is_empty() {
                    self.full.remove(position);
                }
                self.end_block(gone, probe);
                self.intake_due = true;
                return;
            }
        }
    }

    /// What a person holds stays without them.
    pub(super) fn let_stand(&mut self, timer: u32) {
        for &station in &self.full {
            for blocked in &mut self.stations[station as usize].blocked {
                if blocked.holder == timer {
                    blocked.holder = NOBODY;
                }
            }
        }
    }

    /// Whether people wait for each other in a circle: each of them holds what is finished, and so
    /// does everybody who could make room for it.
    fn look_for_deadlock(&mut self) {
        if self.deadlock.is_some() {
            return;
        }
        let mut stuck: Vec<bool> = (0..self.crews.len() as u32)
            .map(|crew| self.all_hold(crew))
            .collect();
        loop {
            let freed = self.full.iter().flat_map(|&station| {
                let makes_room = self.may_make_room(station, &stuck);
                let held = self.stations[station as usize].blocked.iter();
                held.filter(move |blocked| makes_room && blocked.holder != NOBODY)
            });
            let freed: Vec<u32> = freed
                .filter_map(|blocked| self.crew_of_timer(blocked.holder))
                .filter(|&crew| stuck[crew as usize])
                .collect();
            if freed.is_empty() {
                break;
            }
            freed
                .into_iter()
                .for_each(|crew| stuck[crew as usize] = false);
        }
        if let Some(crew) = stuck.iter().position(|&stuck| stuck) {
            self.deadlock = Some((self.now, self.net.crews[crew].stations[0]));
        }
    }

    /// Whether a full station may still have room one day.
    fn may_make_room(&self, station: u32, stuck: &[bool]) -> bool {
        let of = &self.net.stations[station as usize];
        of.patience.is_some() || of.crew.is_none_or(|crew| !stuck[crew as usize])
    }
}

impl<K: Key> State<'_, K> {
    /// Whether the first stations of a kind have room for its next item, or turn it away.
    pub(super) fn has_room_at_first(&mut self, kind: u32, number: u32) -> bool {
        let of = &self.net.kinds[kind as usize];
        let full = self
            .net
            .entries(of.first_leg, None)
            .into_iter()
            .find_map(|entry| {
                let stop =
                    (entry..of.first_leg + of.legs).find(|&leg| self.would_take(leg, number))?;
                if self.would_decide(stop, number, 0).is_some() {
                    return None;
                }
                let station = self.places[stop as usize].station;
                let turns_away = self.net.stations[station as usize].turns_away;
                (!turns_away && !self.has_room(station)).then_some(station)
            });
        if let Some(station) = full {
            self.look_at_opening(station);
        }
        full.is_none()
    }
}
