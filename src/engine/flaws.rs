//! Flaws: what a visit leaves behind in an item, and what a later one finds.
//!
//! A visit leaves a flaw, or none, as it ends; then comes its verdict. Rework is decided first: what
//! it sends back is not looked through at that visit. Else every flaw the item carries, that of this
//! very visit too, is found with the chance of the station. One draw has a word for each of them, so
//! a higher chance finds the same and more. What is found is gone, and the item goes back: to where
//! the station says, or to the last place of the station that made the earliest of what was found;
//! if that is still ahead, the item comes by anyway and goes on. A branch carries a copy of what its
//! item carried at the fork. Behind the join there is everything that branches brought to their end,
//! without what any branch has found. Rung: items move on.

use super::probe::Probe;
use super::state::State;
use super::timers::Key;
use crate::network::Network;
use crate::random::{Draw, MAX_INDEX};

/// A flaw, by the visit that left it: leg, and how often the item had been there before.
type Flaw = (u32, u16);

/// What items carry besides themselves, by slot; nothing where no visit leaves flaws.
#[derive(Default)]
pub(super) struct Carried {
    used: bool,
    /// In the order in which they were made.
    flaws: Vec<Vec<Flaw>>,
}

impl Carried {
    pub(super) fn new(net: &Network) -> Self {
        Self {
            used: net.carries_flaws(),
            flaws: Vec::new(),
        }
    }

    /// A slot holds a new item.
    #[inline]
    pub(super) fn begin(&mut self, id: u32) {
        if self.used {
            self.room(id);
            self.flaws[id as usize].clear();
        }
    }

    fn room(&mut self, id: u32) {
        if self.flaws.len() <= id as usize {
            self.flaws.resize_with(id as usize + 1, Vec::new);
        }
    }

    /// Flaws an item carries.
    #[inline]
    pub(super) fn flaws(&self, id: u32) -> u32 {
        self.flaws
            .get(id as usize)
            .map_or(0, |own| own.len() as u32)
    }

    /// A branch begins with what its item carries.
    pub(super) fn split(&mut self, id: u32, child: u32) {
        if self.used {
            self.room(id.max(child));
            let mut copy = std::mem::take(&mut self.flaws[child as usize]);
            copy.clone_from(&self.flaws[id as usize]);
            self.flaws[child as usize] = copy;
        }
    }

    /// Branches of an item join, each with whether it is done: what any of them has found is gone,
    /// what those that are done have made is the item's.
    pub(super) fn join(&mut self, id: u32, branches: impl Iterator<Item = (u32, bool)> + Clone) {
        if !self.used {
            return;
        }
        let before = std::mem::take(&mut self.flaws[id as usize]);
        let of = |branch: u32| &self.flaws[branch as usize];
        let kept = |flaw: &&Flaw| {
            branches
                .clone()
                .all(|(branch, _)| of(branch).contains(flaw))
        };
        let mut after: Vec<Flaw> = before.iter().filter(kept).copied().collect();
        for (branch, _) in branches.clone().filter(|(_, done)| *done) {
            let made = of(branch).iter().filter(|flaw| !before.contains(flaw));
            after.extend(made);
        }
        self.flaws[id as usize] = after;
    }
}

impl<K: Key> State<'_, K> {
    /// A visit that ends leaves a flaw, perhaps.
    pub(super) fn leave_flaw<P: Probe>(&mut self, id: u32, leg: u32, probe: &mut P) {
        let place = &self.places[leg as usize];
        let station = place.station;
        let chance = self.settings.flaws[station as usize];
        if chance <= 0.0 {
            return;
        }
        let item = &self.items[id];
        let key = self.aside_keys[leg as usize].flaws;
        let draw = Draw::new(key, item.number, place.occurrence, item.round);
        if draw.unit() < chance {
            self.carried.flaws[id as usize].push((leg, item.round));
            probe.flawed(self.now, station, item);
        }
    }

    /// A visit looks for the flaws an item carries. Returns the leg it goes back to for those found.
    pub(super) fn look_for_flaws<P: Probe>(
        &mut self,
        id: u32,
        leg: u32,
        probe: &mut P,
    ) -> Option<u32> {
        let of = &self.net.legs[leg as usize];
        if !of.catches || self.carried.flaws(id) == 0 {
            return None;
        }
        let place = &self.places[leg as usize];
        let chance = self.settings.catches[place.station as usize];
        let item = &self.items[id];
        let key = self.aside_keys[leg as usize].catches;
        let draw = Draw::new(key, item.number, place.occurrence, item.round);
        let (net, mut found, mut to, mut word) = (self.net, 0, None, 0);
        self.carried.flaws[id as usize].retain(|&(maker, _)| {
            let is_found = draw.unit_at(word) < chance;
            word = (word + 1).min(MAX_INDEX);
            if is_found {
                found += 1;
                to = to.or_else(|| net.last_place(leg, maker));
            }
            !is_found
        });
        if found == 0 {
            return None;
        }
        probe.caught(self.now, place.station, item, found);
        let to = of.caught_to.or(to)?;
        let effort = self.settings.catches_effort[place.station as usize];
        let item = &mut self.items[id];
        (item.effort, item.effort_until, item.returned) = (effort, leg, to == leg);
        Some(to)
    }
}
