//! Policy as code: visits that are decided without people.
//!
//! Whether a visit is one of them is drawn as the item comes, once for all entries. If it is, the
//! item passes gate, queue and people: a committee has agreed to the rule, not to each item, so
//! nothing waits for its session, takes a slot or needs a place in the waiting room. The decision
//! takes elapsed time of its own, at any hour, then what is left of the visit is as ever: the delay
//! that nobody here controls, the flaw it may leave, rework. Flaws are found with the chance of the
//! entry. For the ledger all of that time is external: no hands are on the item.
//! Rung: items move on.

use super::item::Phase;
use super::probe::Probe;
use super::service::ticks;
use super::state::State;
use super::timers::Key;
use crate::random::Draw;

impl<K: Key> State<'_, K> {
    /// The entry that decides an item's next visit to a leg without people, if one does.
    pub(super) fn policy_for(&mut self, id: u32, leg: u32) -> Option<u32> {
        if !self.takes(id, leg) {
            return None;
        }
        let place = &self.places[leg as usize];
        let round = match place.loops {
            true => self.items.round(id, leg - place.first_leg),
            false => 0,
        };
        let entry = self.would_decide(leg, self.items[id].number, round);
        self.carried.decide(id, entry);
        entry
    }

    /// The same for the item of a number that comes to a leg for so many times.
    pub(super) fn would_decide(&self, leg: u32, number: u32, round: u16) -> Option<u32> {
        let place = &self.places[leg as usize];
        let entries = &self.net.legs[leg as usize].autos;
        if entries.is_empty() {
            return None;
        }
        let key = self.aside_keys[leg as usize].auto;
        let word = Draw::new(key, number, place.occurrence, round).unit();
        let mut below = 0.0;
        let mut entries = entries.iter().copied();
        entries.find(|&entry| {
            below += self.settings.quality.auto_share[entry as usize];
            word < below
        })
    }

    /// A visit is decided without people. Returns whether it is over at once.
    pub(super) fn decide<P: Probe>(
        &mut self,
        id: u32,
        leg: u32,
        entry: u32,
        probe: &mut P,
    ) -> bool {
        let place = &self.places[leg as usize];
        let station = place.station;
        let round = match place.loops {
            true => self.items.next_round(id, leg - place.first_leg),
            false => 0,
        };
        let item = &mut self.items[id];
        (item.leg, item.round, item.returned) = (leg, round, false);
        (item.at, item.since) = (self.now, self.now);
        item.hurried = false;
        probe.arrives(self.now, station, item);
        if self.places[leg as usize].formal {
            self.count_present(station, 1);
        }
        let item = &self.items[id];
        probe.automatic(self.now, station, item);
        probe.starts(self.now, station, item, 0);
        self.completions += 1;
        probe.completes(self.now, station, item);
        let takes = self.policy_takes(id, entry);
        let takes = takes.saturating_add(self.delay(id, station));
        if takes > 0 {
            self.hold(id, station, Phase::Delayed, self.now.saturating_add(takes));
        }
        takes == 0
    }

    /// The elapsed time of an automatic decision: of a touch of this size, and after a send-back of
    /// this effort [ticks].
    fn policy_takes(&self, id: u32, entry: u32) -> u64 {
        let touch = self.settings.quality.auto_touch[entry as usize];
        if touch.mean == 0.0 {
            return 0;
        }
        let item = &self.items[id];
        let place = &self.places[item.leg as usize];
        let key = self.aside_keys[item.leg as usize].auto_touch;
        let draw = Draw::new(key, item.number, place.occurrence, item.round);
        let variate = self.net.samplers[touch.sampler as usize].variate(draw);
        ticks(touch.mean * variate * item.scale())
    }
}
