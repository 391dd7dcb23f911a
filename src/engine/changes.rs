//! Changes: what moves the settings of an organisation while it runs, and when.
//!
//! What is due at one instant acts in the order in which the variant lists its changes, each on the
//! value the one before left (`acts`). Work under way keeps its effort; its pace follows the setting.
//! When staff falls, free people go first, then whoever started last lays the work down. What a
//! delivery sets off acts at that very instant, before anybody starts. Rung: changes.

use std::cmp::Reverse;

use super::acts::Drawn;
use super::forking::NOBODY;
use super::orgs::OrgTurn;
use super::probe::Probe;
use super::service::ticks;
use super::state::State;
use super::timers::Key;
use super::workers::{FINISHED, STAYS};
use crate::network::{LoadTarget, NEVER, Settings, Target, When};
use crate::random::{Purpose, stream_keys};

/// What is due of changes, in the order of one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Due {
    /// A change that is in force ends: how many took effect before it.
    Ends(u32),
    /// Midnight: what comes or fades day by day has come a step further.
    Moves,
    /// An organisation begins, is founded, hands over or is looked at.
    Org(OrgTurn),
    /// What a change has sent is through: its position, and how often it had happened before.
    Through(u32, u32),
    /// A change happens: its position.
    Happens(u32),
    /// Somebody fills a seat: the crew.
    Fills(u32),
    /// Newcomers have learnt for another day: their number.
    Learns(u32),
    /// A change goes on its way through stations, once those of this instant have acted: the same as
    /// of one that is through.
    Sends(u32, u32),
}

impl<K: Key> State<'_, K> {
    /// Fixes the instants of all changes for this trial.
    pub(super) fn plan_changes(&mut self, seed: u64, trial: u64) {
        let net = self.net;
        for (position, change) in (0..).zip(&net.changes) {
            let key = stream_keys(seed, trial, change.hash, 0)[Purpose::Change as usize];
            self.acts.luck.push((key, 0));
            let at = match change.at {
                When::Fixed(instant) => instant,
                When::Random(after) => {
                    let luck = self.luck_of(position, 0, Drawn::At);
                    let variate = net.samplers[after.sampler as usize].variate(luck);
                    net.zero.saturating_add(ticks(after.mean * variate))
                }
                When::Each(_) => continue,
            };
            self.comes_due(at.max(net.zero), Due::Happens(position));
        }
        self.call_change();
    }

    pub(super) fn comes_due(&mut self, at: u64, what: Due) {
        self.acts.agenda.push(Reverse((at, what)));
    }

    pub(super) fn call_change(&mut self) {
        let next = self.acts.agenda.peek().map_or(NEVER, |first| first.0.0);
        self.timers.set(self.net.timers.change, next);
    }

    /// Changes are due.
    pub(super) fn change<P: Probe>(&mut self, timer: u32, probe: &mut P) {
        self.timers.withdraw(timer);
        self.acts.set_off = false;
        while let Some(&Reverse((at, due))) = self.acts.agenda.peek() {
            if at != self.now {
                break;
            }
            self.acts.agenda.pop();
            match due {
                Due::Ends(number) => self.ends(number, probe),
                Due::Moves => self.moves_on(probe),
                Due::Through(change, time) => self.is_through(change, time, probe),
                Due::Sends(change, time) => self.sends(change, time, probe),
                Due::Happens(change) => self.happens(change, probe),
                Due::Org(turn) => self.takes_turn(turn, probe),
                Due::Fills(crew) => self.fills(crew, probe),
                Due::Learns(newcomers) => self.learns(newcomers, probe),
            }
        }
        // What it has set off itself has acted.
        self.acts.set_off = false;
        self.call_change();
    }

    /// An item has been delivered whose kind sets something off: it acts before anybody starts. What
    /// a kind itself does acts at any time, a change never before time 0.
    #[cold]
    pub(super) fn sets_off(&mut self, kind: u32, number: u32) {
        let net = self.net;
        let mut due = Vec::new();
        for (position, change) in (0..).zip(&net.changes) {
            if matches!(change.at, When::Each(of) if of == kind)
                && (change.of_kind || self.now >= net.zero)
            {
                due.push(Due::Happens(position));
            }
        }
        due.extend(self.seat_of(kind, number).map(Due::Fills));
        due.extend(self.sent_as(kind, number).map(|of| of.through()));
        if !due.is_empty() {
            due.into_iter()
                .for_each(|due| self.comes_due(self.now, due));
            self.call_change();
            self.acts.set_off = true;
            self.alone = false;
        }
    }

    /// A setting gets the value that has been worked out, and what follows the setting follows.
    pub(super) fn turn_into_work<P: Probe>(&mut self, target: Target, probe: &mut P) {
        match target {
            Target::Pace(station) | Target::Focus(station) => self.settle_station(station, probe),
            Target::Share(kind) => self.settle_share(kind),
            _ => {}
        }
        let rate = |settings: &Settings| match target {
            Target::Rate(kind) => settings.rate[kind as usize],
            Target::Pace(station) | Target::Focus(station) => {
                settings.pace[station as usize] * settings.focus[station as usize]
            }
            _ => 1.0,
        };
        let before = rate(&self.settings);
        self.settings.take(target, &self.acts.work);
        self.acts.withheld.take(target);
        self.refresh_places();
        match target {
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
            Target::WipLimit(_) => self.intake_due = true,
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
        if target > self.net.crews[crew as usize].most {
            self.too_many_people();
        }
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
        self.share_of_newcomers(crew, probe);
    }

    /// Free people go first, then whoever started last.
    fn next_to_go(&self, crew: u32) -> Option<u32> {
        let (of, now) = (&self.net.crews[crew as usize], &self.crews[crew as usize]);
        if let Some(&free) = now.free.back() {
            return Some(free);
        }
        let started = |timer: u32| match self.people.get(timer as usize) {
            Some(_) if of.eventful && self.stays(timer) => {
                let (since, kind, number, leg) = self.stays_since(timer);
                (false, since, kind, number, leg)
            }
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
            true => self.hands[*timer as usize] < STAYS,
            false => !now.free.contains(timer) && !now.vacant.contains(timer),
        })
    }
}
