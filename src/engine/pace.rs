//! Work under way when its pace changes, and work that is laid down.
//!
//! What was done at the old rate is booked and taken off what is left; what is left is timed anew.
//! Rung: changes.

use std::cmp::Reverse;

use super::item::Phase;
use super::probe::Probe;
use super::state::State;
use super::timers::Key;

impl<K: Key> State<'_, K> {
    /// Someone leaves in the middle of work: it goes to the head of the queue.
    pub(super) fn lay_down<P: Probe>(&mut self, timer: u32, crew: u32, probe: &mut P) {
        let id = self.hands[timer as usize];
        self.timers.withdraw(timer);
        self.settle_touch(id, probe);
        self.items[id].laid_down = true;
        self.items[id].phase = Phase::Waiting;
        self.put_in_front(id, crew);
        let (now, station) = (self.now, self.station_of(id));
        self.each(id, |item| probe.lays_down(now, station, item));
    }

    /// Books all work under way at a station, before its rate changes.
    pub(super) fn settle_station<P: Probe>(&mut self, station: u32, probe: &mut P) {
        if let Some(crew) = self.sharing_at(station) {
            return self.settle_shares(crew, probe);
        }
        for timer in self.timers_at_work(station) {
            self.settle_touch(self.hands[timer as usize], probe);
        }
        self.settle_stays(station, probe);
        let held = std::mem::take(&mut self.stations[station as usize].held);
        for Reverse((_, _, _, id)) in &held {
            if self.items[*id].phase == Phase::Unattended {
                self.settle_touch(*id, probe);
            }
        }
        self.stations[station as usize].held = held;
    }

    /// The rate of a station has changed by a factor: what was settled is timed anew.
    pub(super) fn retime(&mut self, station: u32, factor: f64) {
        if let Some(crew) = self.sharing_at(station) {
            return self.retime_shares(crew, station, factor);
        }
        for timer in self.timers_at_work(station) {
            let id = self.hands[timer as usize];
            if self.items[id].phase == Phase::InHands {
                self.timers.set(timer, self.finish_of(id));
            }
        }
        self.recall_stays(station);
        let held = std::mem::take(&mut self.stations[station as usize].held);
        let mut anew = held.into_vec();
        for Reverse((until, _, _, id)) in &mut anew {
            if self.items[*id].phase == Phase::Unattended {
                *until = self.finish_of(*id);
            }
        }
        self.stations[station as usize].held = anew.into();
        self.call_held(station);
    }

    /// The crew of a station if it works on everything at once.
    fn sharing_at(&self, station: u32) -> Option<u32> {
        let crew = self.net.stations[station as usize].crew;
        crew.filter(|&crew| self.net.is_sharing(crew))
    }

    fn timers_at_work(&self, station: u32) -> Vec<u32> {
        let Some(crew) = self.net.stations[station as usize].crew else {
            return Vec::new();
        };
        self.timers_in_use(crew)
            .filter(|&timer| self.station_of(self.hands[timer as usize]) == station)
            .collect()
    }
}
