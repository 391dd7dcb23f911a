//! Changes: what moves the settings of an organisation while it runs.
//!
//! Effects of one instant act in the order in which the variant lists its changes, each on the
//! value the one before left. Work under way keeps its effort; its pace follows the setting. When
//! staff falls, free people go first, then whoever started last lays the work down. Rung: changes.

use super::forking::NOBODY;
use super::probe::Probe;
use super::service::ticks;
use super::state::State;
use super::timers::Key;
use super::workers::FINISHED;
use crate::network::{Effect, LoadTarget, NEVER, Settings, Target, When};
use crate::random::{Draw, Purpose, stream_keys};

impl<K: Key> State<'_, K> {
    /// Fixes the instants of all changes for this trial.
    pub(super) fn plan_changes(&mut self, seed: u64, trial: u64) {
        let net = self.net;
        self.agenda.clear();
        for (position, change) in net.changes.iter().enumerate() {
            let at = match change.at {
                When::Fixed(instant) => instant,
                When::Random(after) => {
                    let key = stream_keys(seed, trial, change.hash, 0)[Purpose::Change as usize];
                    let variate =
                        net.samplers[after.sampler as usize].variate(Draw::new(key, 0, 0, 0));
                    net.zero.saturating_add(ticks(after.mean * variate))
                }
            };
            self.agenda.push((at.max(net.zero), position as u32));
        }
        self.agenda.sort_unstable_by(|a, b| b.cmp(a));
        self.call_change();
    }

    fn call_change(&mut self) {
        let next = self.agenda.last().map_or(NEVER, |entry| entry.0);
        self.timers.set(self.net.timers.change, next);
    }

    /// Changes are due.
    pub(super) fn change<P: Probe>(&mut self, timer: u32, probe: &mut P) {
        self.timers.withdraw(timer);
        while let Some(&(at, change)) = self.agenda.last() {
            if at != self.now {
                break;
            }
            self.agenda.pop();
            for &effect in &self.net.changes[change as usize].effects {
                self.apply(effect, probe);
            }
            probe.changed(self.now, change);
        }
        self.call_change();
    }

    fn apply<P: Probe>(&mut self, effect: Effect, probe: &mut P) {
        match effect.target {
            Target::Pace(station) | Target::Focus(station) => self.settle_station(station, probe),
            Target::Share(kind) => self.settle_share(kind),
            _ => {}
        }
        let rate = |settings: &Settings| match effect.target {
            Target::Rate(kind) => settings.rate[kind as usize],
            Target::Pace(station) | Target::Focus(station) => {
                settings.pace[station as usize] * settings.focus[station as usize]
            }
            _ => 1.0,
        };
        let before = rate(&self.settings);
        self.settings.apply(effect);
        self.refresh_places();
        match effect.target {
            Target::Pace(station) | Target::Focus(station) => {
                self.retime(station, rate(&self.settings) / before);
            }
            Target::Order(station) => self.change_order(station),
            Target::Staff(crew) => self.change_staff(crew, probe),
            Target::Cadence(station) => self.recall_session(station),
            Target::BatchSize(station) | Target::BatchAfter(station) => {
                self.resize_batch(station, probe);
            }
            Target::Rate(kind) => self.change_rate(kind, before),
            Target::WipLimit => self.intake_due = true,
            Target::Load(LoadTarget::Interference(station) | LoadTarget::Coordination(station)) => {
                self.note_crowding(station);
            }
            _ => {}
        }
    }

    fn recall_session(&mut self, station: u32) {
        if self.timers.time_of(self.net.timers.gate[station as usize]) != NEVER
            || !self.stations[station as usize].at_gate.is_empty()
        {
            self.call_session(station);
        }
    }

    fn change_order(&mut self, station: u32) {
        if let Some(crew) = self.net.stations[station as usize].crew {
            self.reorder(crew);
        }
    }

    /// Brings the people of a crew to the number there should be.
    pub(super) fn change_staff<P: Probe>(&mut self, crew: u32, probe: &mut P) {
        self.count_people(crew);
        self.advance_shared(crew);
        let target = self.planned_staff(crew);
        let target = target.min(self.net.crews[crew as usize].most);
        while self.crews[crew as usize].staff < target {
            let now = &mut self.crews[crew as usize];
            let Some(timer) = now.vacant.pop() else { break };
            now.staff += 1;
            self.intake_due |= now.fed;
            self.comes_on(crew, timer);
            self.make_ready(crew);
        }
        while self.crews[crew as usize].staff > target {
            let Some(timer) = self.next_to_go(crew) else {
                break;
            };
            self.goes_off(crew, timer, probe);
            self.crews[crew as usize].staff -= 1;
        }
        self.note_colleagues(crew);
        self.recall_shared(crew);
    }

    /// Free people go first, then whoever started last.
    fn next_to_go(&self, crew: u32) -> Option<u32> {
        let (of, now) = (&self.net.crews[crew as usize], &self.crews[crew as usize]);
        if let Some(&free) = now.free.back() {
            return Some(free);
        }
        let started = |timer: u32| match self.people.get(timer as usize) {
            Some(person) if of.eventful && self.hands[timer as usize] >= FINISHED => {
                let idle = self.hands[timer as usize] == NOBODY;
                (idle, person.holding_since, 0, 0, 0)
            }
            _ => {
                let item = &self.items[self.hands[timer as usize]];
                (false, item.taken, item.kind, item.number, item.leg)
            }
        };
        (of.first_timer..of.first_timer + of.most)
            .filter(|timer| !now.vacant.contains(timer))
            .max_by_key(|&timer| started(timer))
    }

    /// Timers of people with an item in hand.
    pub(super) fn timers_in_use(&self, crew: u32) -> impl Iterator<Item = u32> {
        let (of, now) = (&self.net.crews[crew as usize], &self.crews[crew as usize]);
        (of.first_timer..of.first_timer + of.most).filter(move |timer| match of.eventful {
            true => self.hands[*timer as usize] < FINISHED,
            false => !now.free.contains(timer) && !now.vacant.contains(timer),
        })
    }
}
