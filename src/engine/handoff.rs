//! Handoffs: what it costs that an item comes from other people.
//!
//! A visit is in the hands of the people of its station: a crew, which several stations may share, or
//! the people without limit of one that has work for them. A gate or a delay alone is nobody's, and
//! what is decided without people hands nothing over, so both leave it to whoever had the item
//! before. The first people that have it were handed nothing. Whether a visit is a handoff shows as
//! the item arrives; its effort is drawn apart and added to the touch of the visit, whatever the size
//! of the item; the chance of a flaw is added to that of the station. Rung: items move on.

use super::state::State;
use super::timers::Key;
use crate::random::Draw;

impl<K: Key> State<'_, K> {
    /// An item arrives at a station: it may come from other people.
    pub(super) fn note_handoff(&mut self, id: u32, leg: u32) {
        if self.places[leg as usize].hands {
            self.carried.hand_over(id, self.net.team(leg));
        }
    }

    /// The hands-on effort of the visit of an item, at pace 1 and full focus [ticks].
    #[inline(always)]
    pub(super) fn effort(&self, id: u32) -> f64 {
        let item = &self.items[id];
        let place = &self.places[item.leg as usize];
        let effort = place.effort_of(self.net, item);
        if place.hands {
            return effort + self.effort_of_handoff(id);
        }
        effort
    }

    #[cold]
    pub(super) fn effort_of_handoff(&self, id: u32) -> f64 {
        let item = &self.items[id];
        let org = self.net.kinds[item.kind as usize].org;
        let effort = self.settings.quality.handoff_effort[org as usize];
        if effort.mean == 0.0 || !self.carried.is_handed(id) {
            return 0.0;
        }
        let key = self.aside_keys[item.leg as usize].handoff;
        let occurrence = self.places[item.leg as usize].occurrence;
        let draw = Draw::new(key, item.number, occurrence, item.round);
        effort.mean * self.net.samplers[effort.sampler as usize].variate(draw)
    }

    /// Chance that the visit of an item that is over leaves a flaw.
    pub(super) fn chance_of_flaw(&self, id: u32, station: u32) -> f64 {
        let own = self.settings.quality.flaws[station as usize];
        match self.carried.is_handed(id) {
            true => {
                let org = self.net.kinds[self.items[id].kind as usize].org;
                own + self.settings.quality.handoff_flaws[org as usize]
            }
            false => own,
        }
    }
}
