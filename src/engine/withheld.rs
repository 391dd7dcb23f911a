//! Time that people withhold: the item leaves as fast as without slack, and its person takes the next
//! only when the work would have been done if slack had made it longer (language C3).
//!
//! Beside the settings in force stand those the same changes would have brought if their slack had
//! expanded the work. Of every visit in hand it is kept what would be left of it by these, as long as
//! somebody works on it; what is left as it ends its person owes, and stays for, at the same pace as
//! the work would have gone. Whoever holds what is finished, for want of room ahead, works that off
//! meanwhile; who is absent does not. To everybody else such a person is at work: the time counts as
//! busy, and belongs to no item. Rung: services end.

use super::forking::NOBODY;
use super::probe::Probe;
use super::service::{Tie, finish, ticks};
use super::state::State;
use super::timers::Key;
use super::usage::Spent;
use super::workers::{FINISHED, STAYS};
use crate::network::{Network, Settings, Target};

/// What somebody owes after the end of a visit.
#[derive(Clone, Copy, Default)]
pub(super) struct Owed {
    /// Effort at pace 1 and full focus [ticks].
    left: f64,
    /// The visit it belongs to: station, kind, number, leg.
    visit: (u32, u32, u32, u32),
    /// Up to when it is settled, elapsed and in working time [ticks].
    since: u64,
    since_worked: u64,
}

/// What is withheld.
#[derive(Default)]
pub(super) struct Withheld {
    /// Whether any change ever withholds anything.
    pub(super) used: bool,
    /// The settings that slack which expands would have brought: what has come to stay, what is worked
    /// out, and what holds now.
    pub(super) base: Settings,
    pub(super) work: Settings,
    now: Settings,
    /// What would be left of the visit of each item, by slot [ticks].
    items: Vec<f64>,
    /// What each person owes, by rank of timer.
    people: Vec<Owed>,
}

impl Withheld {
    pub(super) fn new(net: &Network) -> Self {
        Self {
            used: net.withholds(),
            ..Self::default()
        }
    }

    pub(super) fn reset(&mut self, net: &Network) {
        if self.used {
            for settings in [&mut self.base, &mut self.work, &mut self.now] {
                settings.clone_from(&net.settings);
            }
            self.items.clear();
            self.people.clear();
            self.people.resize(net.timers.owners.len(), Owed::default());
        }
    }

    /// What is worked out holds from now on.
    pub(super) fn take(&mut self, target: Target) {
        if self.used {
            self.now.take(target, &self.work);
        }
    }

    /// Whether what is worked out holds already.
    pub(super) fn agrees(&self, target: Target) -> bool {
        !self.used || self.now.agrees(target, &self.work)
    }

    fn item(&mut self, id: u32) -> &mut f64 {
        if self.items.len() <= id as usize {
            self.items.resize(id as usize + 1, 0.0);
        }
        &mut self.items[id as usize]
    }
}

impl<K: Key> State<'_, K> {
    /// Effort per working time that an item's person goes on at, or would have.
    fn rate_withheld(&self, station: u32) -> f64 {
        let (at, now) = (station as usize, &self.acts.withheld.now);
        let without = self.settings.pace[at] * self.settings.focus[at];
        self.rate_of(station) * (now.pace[at] * now.focus[at] / without)
    }

    /// A person begins to change over to an item, or takes it up again.
    pub(super) fn owes_setup(&mut self, id: u32, setup: f64, first: bool) {
        if self.acts.withheld.used {
            let owed = self.acts.withheld.item(id);
            *owed = setup + if first { 0.0 } else { *owed };
        }
    }

    /// Touch of an item begins, with all of its effort still to do; a hurry may have changed that.
    pub(super) fn owes_touch(&mut self, id: u32, whole: f64) {
        let leg = self.items[id].leg as usize;
        let (with, without) = (
            self.acts.withheld.now.touch[leg].mean,
            self.settings.touch[leg].mean,
        );
        let longer = if without > 0.0 { with / without } else { 1.0 };
        // What a handoff adds is nobody's gain.
        let own = whole - self.effort_of_handoff(id);
        let hurry = if whole > 0.0 {
            self.items[id].left / whole
        } else {
            1.0
        };
        *self.acts.withheld.item(id) += (whole + own * (longer - 1.0)) * hurry;
    }

    /// Somebody has worked so long on an item.
    pub(super) fn pays_off(&mut self, id: u32, station: u32, open: u64) {
        let rate = self.rate_withheld(station);
        let owed = self.acts.withheld.item(id);
        *owed = (*owed - open as f64 * rate).max(0.0);
    }

    /// A visit ends: what would be left of it is its person's to stay for.
    pub(super) fn note_owed<P: Probe>(&mut self, timer: u32, id: u32, probe: &mut P) {
        self.settle_touch(id, probe);
        let item = &self.items[id];
        let visit = (self.station_of(id), item.kind, item.number, item.leg);
        let worked = item.since_worked;
        self.acts.withheld.people[timer as usize] = Owed {
            left: *self.acts.withheld.item(id),
            visit,
            since: self.now,
            since_worked: worked,
        };
    }

    /// A person has nothing to do any more: free, or to stay for what is owed.
    pub(super) fn ends_work<P: Probe>(&mut self, timer: u32, crew: u32, probe: &mut P) {
        self.hands[timer as usize] = NOBODY;
        if self.acts.withheld.used {
            self.settle_owed(timer, crew, probe);
            if self.open_for(timer) > 0 {
                self.hands[timer as usize] = STAYS;
                return self.call_owed(timer);
            }
            self.acts.withheld.people[timer as usize].left = 0.0;
        }
        self.becomes_free(timer, crew);
    }

    /// Working time that somebody has still to stay.
    fn open_for(&self, timer: u32) -> u64 {
        let owed = &self.acts.withheld.people[timer as usize];
        match owed.left > 0.0 {
            true => ticks(owed.left / self.rate_withheld(owed.visit.0)),
            false => 0,
        }
    }

    /// Sets the timer of somebody who stays.
    pub(super) fn call_owed(&mut self, timer: u32) {
        if self.people[timer as usize].absent {
            return;
        }
        let owed = self.acts.withheld.people[timer as usize];
        let calendar = self.net.calendar_of(owed.visit.0);
        let until = finish(calendar, self.now, owed.since_worked, self.open_for(timer));
        self.timers.set(timer, until);
    }

    /// Books the stretch that ends now of what somebody owes.
    pub(super) fn settle_owed<P: Probe>(&mut self, timer: u32, crew: u32, probe: &mut P) {
        if !self.acts.withheld.used {
            return;
        }
        let owed = self.acts.withheld.people[timer as usize];
        if owed.left <= 0.0 {
            return;
        }
        let worked = self.net.calendar_of(owed.visit.0).worked(self.now);
        let open = worked - owed.since_worked;
        let rate = self.rate_withheld(owed.visit.0);
        let absent = self.people[timer as usize].absent;
        let now = &mut self.acts.withheld.people[timer as usize];
        (now.since, now.since_worked) = (self.now, worked);
        if absent {
            return;
        }
        now.left = (now.left - open as f64 * rate).max(0.0);
        if self.hands[timer as usize] == STAYS {
            probe.withheld(owed.visit.0, open);
            self.note_use(crew, Spent::AtWork, owed.since, open as f64);
        }
    }

    /// Whoever stays after visits to a station, or will.
    fn owing_at(&self, station: u32) -> Vec<(u32, u32)> {
        let Some(crew) = self.net.stations[station as usize].crew else {
            return Vec::new();
        };
        let of = &self.net.crews[crew as usize];
        let owes = |timer: &u32| {
            let owed = &self.acts.withheld.people[*timer as usize];
            let hands = self.hands[*timer as usize];
            owed.left > 0.0 && owed.visit.0 == station && matches!(hands, STAYS | FINISHED)
        };
        let people = (of.first_timer..of.first_timer + of.most).filter(owes);
        people.map(|timer| (timer, crew)).collect()
    }

    /// The pace of a station is about to change for those who stay.
    pub(super) fn settle_stays<P: Probe>(&mut self, station: u32, probe: &mut P) {
        if self.acts.withheld.used {
            for (timer, crew) in self.owing_at(station) {
                self.settle_owed(timer, crew, probe);
            }
        }
    }

    /// The pace of a station has changed for those who stay.
    pub(super) fn recall_stays(&mut self, station: u32) {
        if self.acts.withheld.used {
            for (timer, _) in self.owing_at(station) {
                if self.hands[timer as usize] == STAYS {
                    self.call_owed(timer);
                }
            }
        }
    }

    /// Somebody has stayed long enough.
    pub(super) fn has_stayed<P: Probe>(&mut self, timer: u32, crew: u32, probe: &mut P) {
        self.settle_owed(timer, crew, probe);
        self.acts.withheld.people[timer as usize].left = 0.0;
        self.becomes_free(timer, crew);
    }

    /// Somebody who stays goes, or falls absent.
    pub(super) fn breaks_off<P: Probe>(&mut self, timer: u32, crew: u32, probe: &mut P) {
        self.timers.withdraw(timer);
        self.settle_owed(timer, crew, probe);
    }

    /// Where somebody who stays comes among those whose work ends at one instant: in the place of the
    /// visit.
    pub(super) fn tie_of_stay(&self, timer: u32) -> Tie {
        let (station, kind, number, leg) = self.acts.withheld.people[timer as usize].visit;
        (station, kind, number, leg, STAYS, Some(timer))
    }

    /// Who stays for whom at a mark: station, and working time that is not booked yet.
    pub(super) fn stays_now(&self) -> Vec<(u32, u64)> {
        if !self.acts.withheld.used {
            return Vec::new();
        }
        let owed = self.acts.withheld.people.iter().enumerate();
        let stays =
            owed.filter(|(timer, _)| self.hands[*timer] == STAYS && !self.people[*timer].absent);
        stays
            .map(|(_, owed)| {
                let worked = self.net.calendar_of(owed.visit.0).worked(self.now);
                (owed.visit.0, worked - owed.since_worked)
            })
            .collect()
    }

    /// Whether somebody stays for what is owed.
    pub(super) fn stays(&self, timer: u32) -> bool {
        self.hands[timer as usize] == STAYS
    }

    /// When somebody who stays was done with the visit.
    pub(super) fn stays_since(&self, timer: u32) -> (u64, u32, u32, u32) {
        let owed = &self.acts.withheld.people[timer as usize];
        let (_, kind, number, leg) = owed.visit;
        (owed.since, kind, number, leg)
    }
}
