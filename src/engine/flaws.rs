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
use crate::random::{Draw, MAX_INDEX};

impl<K: Key> State<'_, K> {
    /// A visit that ends leaves a flaw, perhaps.
    pub(super) fn leave_flaw<P: Probe>(&mut self, id: u32, leg: u32, probe: &mut P) {
        let place = &self.places[leg as usize];
        let station = place.station;
        let chance = self.chance_of_flaw(id, station);
        if chance <= 0.0 {
            return;
        }
        let item = &self.items[id];
        let key = self.aside_keys[leg as usize].flaws;
        let draw = Draw::new(key, item.number, place.occurrence, item.round);
        if draw.unit() < chance {
            self.carried.flaws_of(id).push((leg, item.round, self.now));
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
        if !of.looks || self.carried.flaws(id) == 0 {
            return None;
        }
        let place = &self.places[leg as usize];
        let chance = self.chance_of_finding(id, leg);
        let item = &self.items[id];
        let key = self.aside_keys[leg as usize].catches;
        let draw = Draw::new(key, item.number, place.occurrence, item.round);
        let (net, now) = (self.net, self.now);
        let (mut found, mut age, mut to, mut word) = (0, 0, None, 0);
        self.carried.flaws_of(id).retain(|&(maker, _, left)| {
            let is_found = draw.unit_at(word) < chance;
            word = (word + 1).min(MAX_INDEX);
            if is_found {
                found += 1;
                age += now - left;
                to = to.or_else(|| net.last_place(leg, maker));
            }
            !is_found
        });
        if found == 0 {
            return None;
        }
        probe.caught(self.now, place.station, item, found);
        probe.feedback(place.station, age);
        let to = of.caught_to.or(to)?;
        let effort = self.settings.quality.catches_effort[place.station as usize];
        let item = &mut self.items[id];
        (item.effort, item.effort_until, item.returned) = (effort, leg, to == leg);
        Some(to)
    }

    /// Chance that the visit of an item that is over finds each flaw.
    fn chance_of_finding(&self, id: u32, leg: u32) -> f64 {
        let of = &self.net.legs[leg as usize];
        let policy = match of.autos.is_empty() {
            true => None,
            false => self.carried.policy(id),
        };
        match policy {
            Some(entry) => self.settings.quality.auto_catches[entry as usize],
            None if of.catches => {
                self.settings.quality.catches[of.station as usize] * self.attention(id)
            }
            None => 0.0,
        }
    }
}
