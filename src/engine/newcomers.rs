//! People who are new: they count at once, but work at a share that grows day by day, and take some
//! of a colleague's time each (language C6).
//!
//! The stations of their crew work at (full people + the newcomers' share) / all of their pace until
//! the last of them has learnt. Rung: changes.

use super::changes::Due;
use super::probe::Probe;
use super::state::State;
use super::timers::Key;
use crate::network::{Ramp, Target};
use crate::units::DAY;

/// The pace does not fall below this share of itself, however many are new.
const LEAST: f64 = 1e-6;

/// People who came together.
#[derive(Clone, Copy)]
pub(super) struct Newcomers {
    /// What the agenda calls them.
    number: u32,
    /// What brought them: how many changes took effect before it.
    pub(super) act: u32,
    crew: u32,
    people: u32,
    since: u64,
    ramp: Ramp,
}

impl Newcomers {
    /// What each of them does of a full person's work.
    fn share(&self, now: u64) -> f64 {
        let days = (now - self.since) / DAY * DAY;
        (days as f64 / self.ramp.over as f64).min(1.0)
    }
}

impl<K: Key> State<'_, K> {
    /// People begin to learn.
    pub(super) fn welcome<P: Probe>(
        &mut self,
        (crew, act): (u32, u32),
        people: u32,
        ramp: Ramp,
        probe: &mut P,
    ) {
        if people == 0 || ramp.over == 0 {
            return;
        }
        let number = self.acts.groups;
        self.acts.groups = self.acts.groups.wrapping_add(1);
        self.acts.newcomers.push(Newcomers {
            number,
            act,
            crew,
            people,
            since: self.now,
            ramp,
        });
        self.comes_due(self.now.saturating_add(DAY), Due::Learns(number));
        self.share_of_newcomers(crew, probe);
    }

    /// Newcomers have learnt for another day.
    pub(super) fn learns<P: Probe>(&mut self, number: u32, probe: &mut P) {
        let Some(at) = self
            .acts
            .newcomers
            .iter()
            .position(|of| of.number == number)
        else {
            return;
        };
        let crew = self.acts.newcomers[at].crew;
        if self.acts.newcomers[at].share(self.now) >= 1.0 {
            self.acts.newcomers.remove(at);
        } else {
            self.comes_due(self.now.saturating_add(DAY), Due::Learns(number));
        }
        for &station in &self.net.crews[crew as usize].stations {
            self.work_out(Target::Pace(station), probe);
        }
    }

    /// The number of people of a crew has changed, or who of them is new.
    pub(super) fn share_of_newcomers<P: Probe>(&mut self, crew: u32, probe: &mut P) {
        if self.acts.newcomers.iter().any(|of| of.crew == crew) {
            for &station in &self.net.crews[crew as usize].stations {
                self.work_out(Target::Pace(station), probe);
            }
        }
    }

    /// What the people of a station do of what as many who know their work would do.
    pub(super) fn pace_of_newcomers(&self, station: u32) -> f64 {
        let Some(crew) = self.net.stations[station as usize].crew else {
            return 1.0;
        };
        let mut learning = self
            .acts
            .newcomers
            .iter()
            .filter(|of| of.crew == crew)
            .peekable();
        let all = f64::from(self.crews[crew as usize].staff);
        if learning.peek().is_none() || all == 0.0 {
            return 1.0;
        }
        let (mut people, mut done, mut taught) = (0.0, 0.0, 0.0);
        for of in learning {
            let new = f64::from(of.people);
            people += new;
            done += new * of.share(self.now);
            taught += new * of.ramp.teaching;
        }
        let full = ((all - people).max(0.0) - taught).max(0.0);
        ((full + done) / all).clamp(LEAST, 1.0)
    }
}
