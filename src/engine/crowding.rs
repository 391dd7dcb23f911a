//! Interference and coordination: what is present, and who, slows everybody at a station down.
//!
//! Each other item present takes its share of the pace, and so does each colleague who is there. What
//! has arrived and not left is present, whatever it waits for; who is absent is no colleague. As either
//! changes, work under way is booked at the pace it had and timed anew, once at the end of an instant:
//! in between nothing has time to be done at another pace. A pace of 0 is one at which nothing ever
//! comes to anything (`SLOWEST`). Rung: free people start, just before they do.

use super::item::{Item, Phase};
use super::probe::Probe;
use super::state::State;
use super::timers::Key;
use crate::network::SLOWEST;

impl<K: Key> State<'_, K> {
    /// What stations lose as the trial begins, empty as they are.
    pub(super) fn open_crowding(&mut self) {
        self.crowded.clear();
        let net = self.net;
        let mut slow = false;
        for (station, of) in (0..).zip(&net.stations) {
            if of.load.interferes || of.load.coordinates {
                self.stations[station as usize].slowdown = self.slowdown(station);
                slow = true;
            }
        }
        if slow {
            self.refresh_places();
        }
    }

    /// So many more are present at a station, or fewer.
    pub(super) fn count_present(&mut self, station: u32, change: i32) {
        let load = self.net.stations[station as usize].load;
        if load.counts_present {
            let now = &mut self.stations[station as usize];
            now.inside = now.inside.saturating_add_signed(change);
            if load.interferes {
                self.note_crowding(station);
            }
        }
    }

    /// What a station loses to others may have changed.
    pub(super) fn note_crowding(&mut self, station: u32) {
        let now = &mut self.stations[station as usize];
        if !now.crowded {
            now.crowded = true;
            self.crowded.push(station);
        }
    }

    /// The people of a crew who are there have become more or fewer.
    pub(super) fn note_colleagues(&mut self, crew: u32) {
        let net = self.net;
        for &station in &net.crews[crew as usize].stations {
            if net.stations[station as usize].load.coordinates {
                self.note_crowding(station);
            }
        }
    }

    /// The share of the pace of a station that others leave.
    fn slowdown(&self, station: u32) -> f64 {
        let at = station as usize;
        let (load, mut left) = (&self.settings.load, 1.0);
        let others = self.stations[at].inside.saturating_sub(1);
        if load.interference[at] > 0.0 && others > 0 {
            left *= libm::pow(1.0 - load.interference[at], f64::from(others));
        }
        if let (true, Some(crew)) = (load.coordination[at] > 0.0, self.net.stations[at].crew) {
            let colleagues = self.present(crew).saturating_sub(1);
            left *= (1.0 - load.coordination[at] * f64::from(colleagues)).max(0.0);
        }
        left.max(SLOWEST)
    }

    /// Work goes on at the pace that others leave from now on.
    #[inline(never)]
    pub(super) fn settle_crowding<P: Probe>(&mut self, probe: &mut P) {
        while let Some(station) = self.crowded.pop() {
            self.stations[station as usize].crowded = false;
            let after = self.slowdown(station);
            let before = self.stations[station as usize].slowdown;
            if after == before {
                continue;
            }
            self.settle_station(station, probe);
            self.stations[station as usize].slowdown = after;
            let rate = self.rate_of(station);
            let net = self.net;
            for &leg in &net.stations[station as usize].legs {
                self.places[leg as usize].rate = rate;
            }
            self.retime(station, after / before);
        }
    }

    /// In checked mode: whoever is present is counted, and work goes on at the pace that leaves.
    pub(super) fn check_crowding(&self) {
        for (station, of) in (0..).zip(&self.net.stations) {
            let here = |item: &&Item| {
                let somewhere = !matches!(item.phase, Phase::Gone | Phase::Between);
                somewhere && !item.is_batch() && self.places[item.leg as usize].station == station
            };
            let now = &self.stations[station as usize];
            if of.load.counts_present {
                let present = self.items.inside().filter(here).count();
                assert_eq!(
                    now.inside as usize, present,
                    "who is present at {}",
                    of.name
                );
            }
            if (of.load.interferes || of.load.coordinates) && !now.crowded {
                assert_eq!(now.slowdown, self.slowdown(station), "pace of {}", of.name);
            }
        }
    }

    /// Pace times focus of a station, times what others leave.
    pub(super) fn rate_of(&self, station: u32) -> f64 {
        let at = station as usize;
        let rate = self.settings.pace[at] * self.settings.focus[at];
        let load = self.net.stations[at].load;
        match load.interferes || load.coordinates {
            true => rate * self.stations[at].slowdown,
            false => rate,
        }
    }
}
