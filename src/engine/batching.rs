//! Batches: items are collected at a station, in order of arrival and of whatever kind, and go
//! through as one: one visit, one draw, one person. Then each has its own verdict and all go on at
//! the same instant; or, with `until`, those that are not sent back travel on as one through that
//! station.
//!
//! A batch is an entry among the items that stands for them. It is a copy of its first item (kind,
//! number, size, effort after a send-back), so its draws, its place in a queue and what people
//! change over to are those of that item; the sizes of the others do not matter. The people and the
//! timers know only the batch. Its members wait in a list, and what the batch has spent is booked to
//! each of them when a visit is over, or when one of them leaves; of that, observers are told once
//! for the batch and then for those who went along, so that people's time counts once and items'
//! time for every item.
//!
//! A batch is made as soon as it is full, when its time is up, or when a session has decided; what
//! arrives exactly then is in. Those collected wait (for the room, for patience), and where a batch
//! travels it takes one slot of a gate and one place in a room. Whether it takes a step with a
//! chance is its first item's draw. What is sent back, gives up or is withdrawn leaves it alone.
//!
//! People look at what comes as one, also where a policy decides a share of what comes alone. A batch
//! comes from whom its first item comes from; flaws are left in and found in each item.
//!
//! What is present at a station is every item of a batch, also at the verdicts, which come one after the
//! other; who hurries looks at how many pieces of work wait, a batch being one.
//!
//! Rung: items move on; batches whose time is up go among the gates, upstream first.

use super::forking::NOBODY;
use super::item::{Item, Phase};
use super::moves::Move;
use super::probe::{Cause, Loss, Probe};
use super::service::charge;
use super::state::{MOST_STEPS_AT_ONCE, State, TrialEnd};
use super::timers::Key;
use crate::network::NEVER;

/// What is known of batches, by slot of an item.
#[derive(Default)]
pub(super) struct Batching {
    /// The batch an item is in, or `NOBODY`.
    within: Vec<u32>,
    /// The items of a batch, the first one first; empty for whatever is none.
    members: Vec<Vec<u32>>,
}

impl Batching {
    /// Forgets the last trial.
    pub(super) fn reset(&mut self) {
        self.within.clear();
        self.members.clear();
    }

    /// The items of a batch; none if it is no batch.
    pub(super) fn members(&self, id: u32) -> &[u32] {
        self.members.get(id as usize).map_or(&[], Vec::as_slice)
    }

    /// The batch an item is in.
    pub(super) fn batch_of(&self, id: u32) -> Option<u32> {
        let within = self.within.get(id as usize).copied();
        within.filter(|&batch| batch != NOBODY)
    }

    fn join(&mut self, id: u32, batch: u32) {
        let room = self.within.len().max(id as usize + 1);
        self.within.resize(room, NOBODY);
        self.within[id as usize] = batch;
    }

    fn set_members(&mut self, batch: u32, members: Vec<u32>) {
        let room = self.members.len().max(batch as usize + 1);
        self.members.resize_with(room, Vec::new);
        self.members[batch as usize] = members;
    }

    /// Takes the members of a batch, which is none any more.
    fn take(&mut self, batch: u32) -> Vec<u32> {
        let members = std::mem::take(&mut self.members[batch as usize]);
        for &id in &members {
            self.within[id as usize] = NOBODY;
        }
        members
    }
}

impl<K: Key> State<'_, K> {
    /// Whether this stands for a batch.
    #[inline]
    pub(super) fn is_batch(&self, id: u32) -> bool {
        !self.batching.members(id).is_empty()
    }

    /// Items that this stands for: those of a batch, or itself.
    pub(super) fn count_of(&self, id: u32) -> i32 {
        self.batching.members(id).len().max(1) as i32
    }

    /// Tells something of each item of a batch, or of what is none.
    pub(super) fn each(&self, id: u32, mut tell: impl FnMut(&Item)) {
        match self.batching.members(id) {
            [] => tell(&self.items[id]),
            members => members.iter().for_each(|&id| tell(&self.items[id])),
        }
    }

    /// An item waits for a batch to fill.
    pub(super) fn collect<P: Probe>(&mut self, id: u32, station: u32, probe: &mut P) {
        self.items[id].phase = Phase::Collected;
        let order = |item: &Item| (item.at, item.kind, item.number, item.leg);
        let Self {
            stations, items, ..
        } = self;
        let collected = &mut stations[station as usize].collected;
        let new = order(&items[id]);
        let place = collected.partition_point(|&other| order(&items[other]) < new);
        collected.insert(place, id);
        if collected.len() as u32 >= self.settings.batch_size[station as usize] {
            self.make_batch(station, probe);
        }
        self.call_batch(station);
    }

    /// Sets the timer of a station to when the batch it collects goes anyway.
    pub(super) fn call_batch(&mut self, station: u32) {
        let timer = self.net.timers.batch[station as usize];
        if timer == 0 {
            return;
        }
        let first = self.stations[station as usize].collected.first();
        let after = self.settings.batch_after[station as usize];
        let due = first.map_or(NEVER, |&id| self.items[id].at.saturating_add(after));
        self.timers.set(timer, due.max(self.now));
    }

    /// The time of a batch is up.
    pub(super) fn batch_due<P: Probe>(&mut self, timer: u32, station: u32, probe: &mut P) {
        self.finish_what_takes_no_time(probe);
        if self.timers.first() != (self.now, timer) {
            return; // Something came before; it will be called again.
        }
        self.close_batch(station, probe);
        self.call_batch(station);
    }

    /// What has been collected goes, as many batches as it takes.
    pub(super) fn close_batch<P: Probe>(&mut self, station: u32, probe: &mut P) {
        while !self.stations[station as usize].collected.is_empty() {
            self.make_batch(station, probe);
        }
    }

    /// The size of batches has changed: those that are full go.
    pub(super) fn resize_batch<P: Probe>(&mut self, station: u32, probe: &mut P) {
        let size = self.settings.batch_size[station as usize] as usize;
        while self.stations[station as usize].collected.len() >= size {
            self.make_batch(station, probe);
        }
        self.call_batch(station);
    }

    /// The first of those collected become a batch, which may go to the people.
    fn make_batch<P: Probe>(&mut self, station: u32, probe: &mut P) {
        let size = self.settings.batch_size[station as usize] as usize;
        let collected = &mut self.stations[station as usize].collected;
        let size = size.min(collected.len());
        let members: Vec<u32> = collected.drain(..size).collect();
        let batch = self.items.take_slot();
        for &id in &members {
            self.end_collecting(id, station, probe);
            self.items[id].phase = Phase::Along;
            self.batching.join(id, batch);
        }
        self.stand_for(batch, members[0]);
        self.batching.set_members(batch, members);
        self.go_to_people(batch, station, probe);
    }

    /// Books the wait for a batch that ends now.
    pub(super) fn end_collecting<P: Probe>(&mut self, id: u32, station: u32, probe: &mut P) {
        let worked = self.net.calendar_of(station).worked(self.now);
        let item = &mut self.items[id];
        let (elapsed, open) = (self.now - item.since, worked - item.since_worked);
        item.since = self.now;
        item.since_worked = worked;
        charge(item, station, Cause::Batching, open, probe);
        charge(item, station, Cause::OffCalendar, elapsed - open, probe);
    }

    /// A batch looks like its first item, which it takes the draws of.
    fn stand_for(&mut self, batch: u32, first: u32) {
        let mut item = self.items[first].clone();
        item.become_batch();
        self.items[batch] = item;
        self.carried.stand_for(batch, first);
    }

    fn go_to_people<P: Probe>(&mut self, batch: u32, station: u32, probe: &mut P) {
        let leg = self.items[batch].leg;
        let crew = self.places[leg as usize].crew;
        if self.wait_for_people(batch, station, crew, probe) {
            self.verdict(batch, leg, probe);
        }
    }

    /// Touch of a batch begins, or that of an item which is none.
    pub(super) fn begins_together<P: Probe>(&mut self, id: u32, station: u32, probe: &mut P) {
        let (now, taken) = (self.now, self.items[id].taken);
        for place in 0..self.batching.members(id).len() {
            let member = self.batching.members(id)[place];
            let item = &mut self.items[member];
            item.taken = taken;
            item.waited += now - item.at;
            probe.starts(now, station, item, now - item.at);
        }
    }

    /// The other items of a batch do not wait any more where they were collected, either.
    pub(super) fn make_room_together(&mut self, id: u32, station: u32) {
        if self.net.legs[self.items[id].leg as usize].collects() {
            for _ in 1..self.batching.members(id).len() {
                self.makes_room(station);
            }
        }
    }

    /// Books to each item what its batch has spent since that was done last.
    fn share_ledger<P: Probe>(&mut self, batch: u32, probe: &mut P) {
        let station = self.station_of(batch);
        let spent = std::mem::take(&mut self.items[batch].ledger);
        let along = self.batching.members(batch).len() as u64 - 1;
        for place in 0..=along as usize {
            let member = self.batching.members(batch)[place];
            let item = &mut self.items[member];
            item.since = self.now;
            for cause in Cause::ALL {
                let ticks = spent[cause as usize];
                if ticks > 0 {
                    item.ledger[cause as usize] += ticks;
                    probe.books(station, item, cause, ticks);
                }
            }
        }
        for cause in Cause::ALL {
            let ticks = spent[cause as usize];
            if ticks > 0 && along > 0 {
                probe.along(station, cause, ticks * along);
            }
        }
    }

    /// The visit of a batch is over, or it has skipped a leg: each item has its own verdict, and those
    /// that are not sent back go on together or apart.
    #[cold]
    #[inline(never)]
    pub(super) fn parts<P: Probe>(&mut self, batch: u32, leg: u32, visited: bool, probe: &mut P) {
        self.alone = false;
        self.share_ledger(batch, probe);
        let disbands = self.net.legs[leg as usize].disbands;
        let kind_leg = self.items[batch].leg;
        let hurried = self.items[batch].hurried;
        let (mut apart, mut on) = (Vec::new(), Vec::new());
        for id in self.batching.take(batch) {
            self.items[id].phase = Phase::Between;
            self.items[id].hurried = hurried;
            let here = self.items[id].leg;
            let passed = here + leg - kind_leg;
            self.note_touch(id);
            let back = match visited {
                true => self.leave(id, here, probe),
                false => None,
            };
            match back {
                Some(to) => apart.push((id, Move::Back(to))),
                None if disbands => apart.push((id, Move::Passed(passed))),
                None => {
                    self.pass(id, passed, probe);
                    self.items[id].phase = Phase::Along;
                    on.push(id);
                }
            }
        }
        for (id, to) in apart.into_iter().rev() {
            self.will_move(id, to);
        }
        self.items[batch].phase = Phase::Between;
        if on.is_empty() {
            self.items.remove(batch);
        } else {
            on.iter().for_each(|&id| self.batching.join(id, batch));
            self.batching.set_members(batch, on);
            self.will_move(batch, Move::Together(leg + 1));
        }
        self.move_all(probe);
    }

    /// A batch goes on to a leg.
    pub(super) fn travel_together<P: Probe>(&mut self, batch: u32, leg: u32, probe: &mut P) {
        self.steps += 1;
        if self.steps > MOST_STEPS_AT_ONCE {
            self.ended = Some(TrialEnd::Stuck);
            return;
        }
        if self.places[leg as usize].tight && !self.may_enter(batch, leg, probe) {
            return;
        }
        if !self.takes(batch, leg) {
            return self.parts(batch, leg, false, probe);
        }
        self.come_together(batch, leg, probe);
    }

    fn come_together<P: Probe>(&mut self, batch: u32, leg: u32, probe: &mut P) {
        let ahead = leg - self.items[batch].leg;
        self.share_ledger(batch, probe);
        let station = self.places[leg as usize].station;
        let worked = self.net.calendar_of(station).worked(self.now);
        for place in 0..self.batching.members(batch).len() {
            let id = self.batching.members(batch)[place];
            let leg = self.items[id].leg + ahead;
            let of = &self.places[leg as usize];
            let round = match of.loops {
                true => self.items.next_round(id, leg - of.first_leg),
                false => 0,
            };
            let item = &mut self.items[id];
            (item.leg, item.round, item.phase) = (leg, round, Phase::Along);
            (item.at, item.since, item.since_worked) = (self.now, self.now, worked);
            item.passed_over = u64::MAX;
            item.drawn.1 = u32::MAX;
            probe.arrives(self.now, station, item);
            self.note_patience(id, station);
            self.note_handoff(id, leg);
            if !self.net.legs[leg as usize].autos.is_empty() {
                // People look at what comes as one.
                self.carried.decide(id, None);
            }
            self.items[id].judged |= self.net.stations[station as usize].judges();
            self.items[id].hurried = false;
            self.count_present(station, 1);
        }
        self.stand_for(batch, self.batching.members(batch)[0]);
        match self.net.stations[station as usize].gate {
            Some(_) => self.wait_at_gate(batch, station),
            None => self.go_to_people(batch, station, probe),
        }
    }
}

/// Who leaves a batch.
impl<K: Key> State<'_, K> {
    /// Whether an item still waits for its first touch.
    pub(super) fn still_waits(&self, id: u32) -> bool {
        let item = match self.batching.batch_of(id) {
            Some(batch) => &self.items[batch],
            None => &self.items[id],
        };
        item.is_waiting() && !item.laid_down
    }

    /// An item leaves its batch, and wherever that is.
    pub(super) fn withdraw_from_batch<P: Probe>(&mut self, id: u32, batch: u32, probe: &mut P) {
        if self.items[batch].phase == Phase::Between {
            // About to move on.
            self.leave_batch(id, batch);
            return probe.withdrawn(self.now, None, &self.items[id]);
        }
        let station = self.station_of(batch);
        let of = &self.items[batch];
        let (phase, laid_down, awaits_touch) = (of.phase, of.laid_down, of.awaits_touch);
        let item = &mut self.items[id];
        (item.phase, item.laid_down, item.awaits_touch) = (phase, laid_down, awaits_touch);
        probe.withdrawn(self.now, Some(station), item);
        let last = self.batching.members(batch) == [id];
        if !(last && phase == Phase::Blocked) {
            self.count_present(station, -1);
        }
        if last {
            self.leave_station(batch, station, phase, probe);
            self.share_ledger(batch, probe);
            if !matches!(phase, Phase::Delayed | Phase::Blocked) {
                self.discard(id, station, probe);
            }
        } else {
            self.settle_batch(batch, station, probe);
            self.share_ledger(batch, probe);
            let collects = self.net.legs[self.items[batch].leg as usize].collects();
            if collects && self.items[batch].is_waiting() && !laid_down {
                self.makes_room(station);
            }
        }
        self.leave_batch(id, batch);
    }

    /// One less in a batch; without any it is none.
    fn leave_batch(&mut self, id: u32, batch: u32) {
        self.batching.within[id as usize] = NOBODY;
        let members = &mut self.batching.members[batch as usize];
        members.retain(|&other| other != id);
        if members.is_empty() {
            self.will_not_move(batch);
            self.items.remove(batch);
        }
    }

    /// Books what a batch has spent until now, whatever it is at; nothing else changes.
    fn settle_batch<P: Probe>(&mut self, batch: u32, station: u32, probe: &mut P) {
        let worked = self.net.calendar_of(station).worked(self.now);
        let item = &mut self.items[batch];
        let cause = match item.phase {
            Phase::AtGate => return self.end_gate_wait(batch, station, probe),
            Phase::Waiting if item.laid_down => Cause::Preempted,
            Phase::Waiting => Cause::Contention,
            Phase::Blocked => Cause::Blocked,
            Phase::Delayed => Cause::External,
            Phase::Between => return,
            _ => return self.settle_touch(batch, probe),
        };
        let elapsed = self.now - item.since;
        let open = match cause {
            Cause::External => elapsed,
            _ => worked - item.since_worked,
        };
        item.since = self.now;
        item.since_worked = worked;
        charge(item, station, cause, open, probe);
        charge(item, station, Cause::OffCalendar, elapsed - open, probe);
    }

    /// A batch is turned away: all of it leaves.
    pub(super) fn lose_together<P: Probe>(&mut self, batch: u32, station: u32, probe: &mut P) {
        self.share_ledger(batch, probe);
        let members = self.batching.take(batch);
        self.items.remove(batch);
        for &id in &members {
            self.items[id].phase = Phase::Between;
        }
        for id in members {
            // One may have gone with another branch of its item.
            if self.items[id].phase == Phase::Between {
                self.lose(id, station, Loss::TurnedAway, probe);
            }
        }
    }
}
