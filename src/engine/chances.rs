//! Chances of rework that are not simply what is written: they grow with load, age or attempts, and
//! fall with what was learnt.
//!
//! Where some of what a chance grows with lies above its threshold, every `per` of that sends back once
//! more with a chance of its own: of 1 - chance each leaves 1 - by. Each send-back of an entry is a
//! lesson for the trial, until the chance is at its floor. All that is asked of an item is asked at its
//! verdict, with the item still present. Rung: services and delays end.

use super::probe::Probe;
use super::state::State;
use super::timers::Key;
use crate::network::{Driver, WayBack};

impl<K: Key> State<'_, K> {
    /// The chance of a way back for an item at its verdict.
    #[inline(never)]
    pub(super) fn chance_of<P: Probe>(&mut self, id: u32, way: &WayBack, probe: &mut P) -> f64 {
        let entry = way.entry as usize;
        let mut chance = self.settings.rework_chance[entry];
        if let Some((with, per, above)) = self.net.rework[entry].grows {
            let more = (self.driver(id, with, way, probe) - above).max(0.0) / per;
            let stays = libm::pow(1.0 - self.settings.load.growth_by[entry], more);
            chance = 1.0 - (1.0 - chance) * stays;
        }
        if let Some(halves_every) = self.net.rework[entry].halves_every {
            let learnt = libm::exp2(-f64::from(self.lessons[entry]) / halves_every);
            chance *= learnt.max(self.settings.load.floor[entry]);
        }
        chance * self.noticed(id, way)
    }

    /// What a chance grows with, for an item at its verdict.
    fn driver<P: Probe>(&mut self, id: u32, with: Driver, way: &WayBack, probe: &mut P) -> f64 {
        let item = &self.items[id];
        match with {
            Driver::Age => {
                let step = way.to - self.places[item.leg as usize].first_leg;
                let left = self.items.left_at(id, step);
                (self.now - left.unwrap_or(item.released)) as f64
            }
            Driver::Wip => self.wip[self.net.kinds[item.kind as usize].org as usize] as f64,
            Driver::Present => {
                let station = self.station_of(id) as usize;
                f64::from(self.stations[station].inside.saturating_sub(1))
            }
            Driver::Attempts => f64::from(item.round),
            Driver::Utilisation => match self.net.stations[self.station_of(id) as usize].crew {
                Some(crew) => self.used_of_late(crew, probe),
                None => 0.0,
            },
        }
    }
}
