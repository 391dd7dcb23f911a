//! Steps side by side: an item forks into branches, which join again.
//!
//! A branch is a copy of its item in a slot of its own: same number, same size, the ledger so far.
//! Meanwhile the item itself is nowhere. Whoever completes the join gives it its ledger; what
//! people did for the others is its parallel touch. A branch that is sent back to before the fork
//! is done and asks for it; it counts as done, but not for the quorum, so the item goes back when
//! all are done and too few of them have passed. Branches that a quorum does not need any more are
//! withdrawn from wherever they are.
//!
//! An item that is put into a branch, by a send-back from behind the fork or at the start of the
//! run, walks that branch alone: the others are done. What moves here is listed and moved in a
//! loop, in the order of the file, so that no chain of forks that take no time is too long.
//! Rung: items move on.

use super::item::Phase;
use super::probe::{Cause, Probe};
use super::service::charge;
use super::state::{MOST_ITEMS, NO_CREW, State, TrialEnd};
use super::timers::Key;
use crate::network::{NEVER, Next};

/// No item, in a list whose entries are taken away while it is gone through.
pub(super) const NOBODY: u32 = u32::MAX;

/// What forks know about the slots of items.
#[derive(Default)]
pub(super) struct Forking {
    slots: Vec<Slot>,
    /// Who is to move where, the next one last.
    moves: Vec<(u32, Next)>,
    /// Whether the list of moves is being worked off.
    moving: bool,
    /// Emptied lists of branches, for reuse.
    spare: Vec<Vec<u32>>,
}

/// A branch, or an item that has forked.
#[derive(Default)]
struct Slot {
    /// Position of the branch in the network; `None`: an item.
    branch: Option<u32>,
    /// Whose branch it is.
    parent: u32,
    /// When it was done; `NEVER` while it is not [ticks].
    done: u64,
    /// The leg it asks to be sent back to.
    asks: Option<u32>,
    /// Its own branches, in the order of the file; empty if it is not split.
    children: Vec<u32>,
    /// How many of them are not done, and how many have passed.
    open: u32,
    passed: u32,
    /// Touch of branches that did not complete their join [ticks].
    parallel: u64,
    /// Touch before the visit it is at, or after the last one [ticks].
    before: u64,
}

impl Forking {
    /// Forgets the last trial.
    pub(super) fn reset(&mut self) {
        self.slots.clear();
        self.moves.clear();
        self.moving = false;
    }

    /// Whether anything has forked in this trial.
    #[inline]
    pub(super) fn is_used(&self) -> bool {
        !self.slots.is_empty()
    }

    /// Touch beside what completed the joins of an item, which is told once [ticks].
    pub(super) fn take_parallel(&mut self, id: u32) -> u64 {
        let slot = self.slots.get_mut(id as usize);
        slot.map_or(0, |slot| std::mem::take(&mut slot.parallel))
    }
}

impl<K: Key> State<'_, K> {
    /// The leg after one inside a fork or before one, that was visited or skipped; `None` if it is
    /// not only a matter of the next leg.
    #[cold]
    #[inline(never)]
    pub(super) fn turn<P: Probe>(
        &mut self,
        id: u32,
        leg: u32,
        visited: bool,
        probe: &mut P,
    ) -> Option<u32> {
        let own = self.branch_of(id);
        if own.is_some() {
            self.forking.slots[id as usize].before = self.touch_of(id);
        }
        if visited && let Some(back) = self.leave(id, leg, probe) {
            if own.is_none_or(|own| back >= self.net.branches[own as usize].first) {
                return Some(back);
            }
            // It has to wait for the others first.
            self.branch_done(id, Some(back), probe);
        } else {
            self.items[id].pass(leg);
            let (leg, next) = self.net.after(leg, own);
            self.goes(id, leg, next, probe);
        }
        self.move_all(probe);
        None
    }

    /// An item is released in front of a fork.
    #[cold]
    #[inline(never)]
    pub(super) fn turn_in<P: Probe>(&mut self, id: u32, leg: u32, probe: &mut P) {
        self.forking.moves.push((id, self.net.meets(leg, None)));
        self.move_all(probe);
    }

    /// The item that a branch belongs to in the end.
    pub(super) fn root_of(&self, mut id: u32) -> u32 {
        while self.items[id].is_branch {
            id = self.forking.slots[id as usize].parent;
        }
        id
    }

    fn touch_of(&self, id: u32) -> u64 {
        self.items[id].ledger[Cause::Touch as usize]
    }

    fn branch_of(&self, id: u32) -> Option<u32> {
        self.forking.slots.get(id as usize)?.branch
    }

    /// Works off the list of moves, unless that is being done already.
    fn move_all<P: Probe>(&mut self, probe: &mut P) {
        if std::mem::replace(&mut self.forking.moving, true) {
            return;
        }
        while self.ended.is_none()
            && let Some((id, next)) = self.forking.moves.pop()
        {
            match next {
                Next::Forks(fork) => self.fork(id, fork, probe),
                Next::Leg(leg) => self.travel(id, leg, probe),
                Next::Joins | Next::Out => {}
            }
        }
        self.forking.moving = false;
    }

    /// Somebody who has passed a leg goes on to what comes next.
    fn goes<P: Probe>(&mut self, id: u32, leg: u32, next: Next, probe: &mut P) {
        if next == Next::Joins {
            self.branch_done(id, None, probe);
            return;
        }
        let place = &self.places[leg as usize];
        let out = (place.delivers || place.last) && self.reach(id, leg, probe);
        if !out {
            self.forking.moves.push((id, next));
        }
    }

    /// An item splits into branches.
    fn fork<P: Probe>(&mut self, id: u32, fork: u32, probe: &mut P) {
        let of = self.net.forks[fork as usize];
        let count = of.branches.1 - of.branches.0;
        if self.items.len() + count as usize > MOST_ITEMS {
            self.ended = Some(TrialEnd::TooManyItems);
            return;
        }
        // Who is free is only seen when all branches are where they go.
        self.alone = false;
        self.items[id].phase = Phase::Between;
        probe.forks(self.now, &self.items[id], count);
        let mut children = self.forking.spare.pop().unwrap_or_default();
        for branch in of.branches.0..of.branches.1 {
            children.push(self.split(id, branch));
        }
        for &child in children.iter().rev() {
            let branch = self.branch_of(child);
            let first = branch.map_or(of.first, |own| self.net.branches[own as usize].first);
            let next = self.net.meets(first, branch);
            self.forking.moves.push((child, next));
        }
        let slot = &mut self.forking.slots[id as usize];
        (slot.children, slot.open, slot.passed) = (children, count, 0);
    }

    /// A copy of an item that goes through one branch.
    fn split(&mut self, id: u32, branch: u32) -> u32 {
        let (child, before) = (self.items.take_slot(), self.touch_of(id));
        let of = self.net.branches[branch as usize];
        let fork = self.net.forks[of.fork as usize];
        let mut item = self.items[id].clone();
        (item.is_branch, item.branch) = (true, branch + 1);
        // The effort of a send-back out of another branch holds for all of this one.
        if (fork.first..fork.end).contains(&item.effort_until)
            && !(of.first..of.end).contains(&item.effort_until)
        {
            item.effort_until = of.end - 1;
        }
        self.items[child] = item;
        self.items.copy_left((id, child), None);
        self.copy_counters(branch, id, child);
        self.carried.split(id, child);
        let slots = &mut self.forking.slots;
        let room = slots.len().max(id.max(child) as usize + 1);
        slots.resize_with(room, Slot::default);
        slots[child as usize] = Slot {
            branch: Some(branch),
            parent: id,
            done: NEVER,
            before,
            ..Slot::default()
        };
        child
    }

    /// How often the legs and ways back of a branch were taken goes with who takes them.
    fn copy_counters(&mut self, branch: u32, from: u32, to: u32) {
        let of = self.net.branches[branch as usize];
        let first = self.places[of.first as usize].first_leg;
        let (legs, net) = (of.first as usize..of.end as usize, self.net);
        let ways = net.legs[legs.start].ways_back.0..net.legs[legs.end - 1].ways_back.1;
        let ways = &net.ways_back[ways.start as usize..ways.end as usize];
        let counters = ways.iter().map(|way| way.counter);
        let steps = of.first - first..of.end - first;
        self.items.copy_left((from, to), Some(steps.clone()));
        self.items.copy_counters((from, to), steps, counters);
    }

    /// A branch is at its end, or asks to be sent back to before the fork.
    fn branch_done<P: Probe>(&mut self, id: u32, asks: Option<u32>, probe: &mut P) {
        let slot = &mut self.forking.slots[id as usize];
        (slot.done, slot.asks) = (self.now, asks);
        let (parent, branch) = (slot.parent, slot.branch);
        self.items[id].phase = Phase::Between;
        probe.done(self.now, &self.items[id]);
        let of = &mut self.forking.slots[parent as usize];
        of.open -= 1;
        of.passed += u32::from(asks.is_none());
        let (open, passed) = (of.open, of.passed);
        let Some(branch) = branch else { return };
        let fork = self.net.branches[branch as usize].fork;
        if passed >= self.net.forks[fork as usize].quorum {
            self.join(parent, id, probe);
            let (leg, next) = self.net.after_fork(fork, self.branch_of(parent));
            self.goes(parent, leg, next, probe);
        } else if open == 0 {
            self.go_back(parent, id, probe);
        }
    }

    /// All branches are done, and too few have passed: to the earliest station asked for.
    fn go_back<P: Probe>(&mut self, parent: u32, last: u32, probe: &mut P) {
        let children = &self.forking.slots[parent as usize].children;
        let asking = children.iter().filter_map(|&child| {
            let slot = &self.forking.slots[child as usize];
            // Of those that ask for the same, the latest.
            Some((slot.asks?, u64::MAX - slot.done, child))
        });
        let Some((to, _, asker)) = asking.min() else {
            return;
        };
        let (effort, until) = (self.items[asker].effort, self.items[asker].effort_until);
        self.join(parent, last, probe);
        let item = &mut self.items[parent];
        (item.effort, item.effort_until) = (effort, until);
        item.returned = false;
        let own = self.branch_of(parent);
        if own.is_some_and(|own| to < self.net.branches[own as usize].first) {
            self.branch_done(parent, Some(to), probe);
        } else {
            self.forking.moves.push((parent, Next::Leg(to)));
        }
    }

    /// Branches become one item again, with the ledger of the one that is done last.
    fn join<P: Probe>(&mut self, id: u32, last: u32, probe: &mut P) {
        let mut children = std::mem::take(&mut self.forking.slots[id as usize].children);
        let before = self.touch_of(id);
        let (mut parallel, mut judged) = (0, false);
        for &child in &children {
            let done = self.forking.slots[child as usize].done;
            if done == NEVER {
                self.withdraw(child, probe);
            } else {
                judged |= self.items[child].judged;
                let station = self.last_station(child);
                probe.joins(self.now, station, &self.items[child], self.now - done);
            }
            if child != last {
                parallel += self.touch_of(child) - before;
            }
            parallel += self.forking.take_parallel(child);
        }
        let slots = &self.forking.slots;
        let done = |&child: &u32| (child, slots[child as usize].done != NEVER);
        self.carried.join(id, last, children.iter().map(done));
        let of = self.items[last].clone();
        let item = &mut self.items[id];
        (item.ledger, item.waited, item.leg) = (of.ledger, of.waited, of.leg);
        item.judged |= judged;
        self.forking.slots[id as usize].before = of.ledger[Cause::Touch as usize];
        for child in children.drain(..) {
            self.dissolve(child, id);
        }
        self.forking.spare.push(children);
        if !self.items[id].delivered {
            self.forking.slots[id as usize].parallel += parallel;
        }
        probe.joined(self.now, &self.items[id]);
    }

    /// The station a branch has left last; `None` if it has skipped all of its steps.
    fn last_station(&self, id: u32) -> Option<u32> {
        let of = self.net.branches[self.branch_of(id)? as usize];
        (of.first..of.end)
            .contains(&self.items[id].leg)
            .then(|| self.station_of(id))
    }

    /// A branch ends; its slot is free.
    fn dissolve(&mut self, id: u32, parent: u32) {
        let slot = std::mem::take(&mut self.forking.slots[id as usize]);
        if let Some(branch) = slot.branch {
            self.copy_counters(branch, id, parent);
        }
        self.items.remove(id);
    }

    /// A branch that is not needed any more leaves wherever it is.
    pub(super) fn withdraw<P: Probe>(&mut self, id: u32, probe: &mut P) {
        self.forking.moves.retain(|(other, _)| *other != id);
        match self.items[id].phase {
            Phase::Gone => {}
            Phase::Between => self.withdraw_split(id, probe),
            phase => {
                let station = self.station_of(id);
                probe.withdrawn(self.now, Some(station), &self.items[id]);
                self.leave_station(id, station, phase, probe);
                if phase != Phase::Blocked {
                    self.count_present(station, -1);
                }
                if !matches!(phase, Phase::Delayed | Phase::Blocked) {
                    self.discard(id, station, probe);
                }
            }
        }
    }

    /// The touch of a visit comes to nothing, all of it, however often it was laid down.
    fn discard<P: Probe>(&mut self, id: u32, station: u32, probe: &mut P) {
        let Some(slot) = self.forking.slots.get(id as usize) else {
            return;
        };
        if slot.branch.is_some() {
            probe.discarded(station, self.touch_of(id) - slot.before);
        }
    }

    /// It has forked itself, or has not gone anywhere yet.
    fn withdraw_split<P: Probe>(&mut self, id: u32, probe: &mut P) {
        let slot = self.forking.slots.get(id as usize);
        if let Some(&last) = slot.and_then(|slot| slot.children.first()) {
            // Whose ledger it gets does not matter: all of its touch is beside the join.
            self.join(id, last, probe);
        }
        probe.withdrawn(self.now, None, &self.items[id]);
    }

    fn leave_station<P: Probe>(&mut self, id: u32, station: u32, phase: Phase, probe: &mut P) {
        match phase {
            Phase::AtGate => {
                let at_gate = &mut self.stations[station as usize].at_gate;
                at_gate.retain(|&other| other != id);
                if at_gate.is_empty() && !self.feeds_endless(station) {
                    // A session is held if there is something to decide.
                    self.timers.withdraw(self.net.timers.gate[station as usize]);
                }
                self.admitted.iter_mut().for_each(|other| forget(other, id));
                self.end_gate_wait(id, station, probe);
                self.makes_room(station);
            }
            Phase::Waiting => {
                let crew = self.places[self.items[id].leg as usize].crew;
                if crew == NO_CREW {
                    self.let_go(id, station);
                } else {
                    self.crews[crew as usize].queue.retain(|&other| other != id);
                }
                self.end_wait(id, probe);
            }
            Phase::InHands | Phase::Paused => {
                self.settle_touch(id, probe);
                self.free_hands(id, station);
            }
            Phase::Shared => {
                self.settle_touch(id, probe);
                let crew = self.places[self.items[id].leg as usize].crew;
                self.let_go_shared(id, crew);
                self.ties.iter_mut().for_each(|tie| forget(&mut tie.4, id));
            }
            Phase::Blocked => self.withdraw_blocked(id, probe),
            Phase::Unattended => {
                self.let_go(id, station);
                self.settle_touch(id, probe);
            }
            Phase::Delayed => {
                self.let_go(id, station);
                let item = &mut self.items[id];
                charge(item, station, Cause::External, self.now - item.since, probe);
            }
            Phase::Between | Phase::Gone => {}
        }
    }

    /// A station holds an item no more, nor is its end at this instant taken up.
    fn let_go(&mut self, id: u32, station: u32) {
        let held = &mut self.stations[station as usize].held;
        held.retain(|held| held.0.3 != id);
        self.call_held(station);
        self.ties.iter_mut().for_each(|tie| forget(&mut tie.4, id));
    }

    /// The person at work on an item is free.
    fn free_hands(&mut self, id: u32, station: u32) {
        self.ties.iter_mut().for_each(|tie| forget(&mut tie.4, id));
        let Some(crew) = self.net.stations[station as usize].crew else {
            return;
        };
        let holder = self
            .timers_in_use(crew)
            .find(|&timer| self.hands[timer as usize] == id);
        if let Some(timer) = holder {
            self.timers.withdraw(timer);
            match self.net.crews[crew as usize].eventful {
                true => self.becomes_free(timer, crew),
                false => self.set_free(timer, crew),
            }
        }
    }
}

fn forget(entry: &mut u32, id: u32) {
    if *entry == id {
        *entry = NOBODY;
    }
}
