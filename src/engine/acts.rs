//! What is in force: a setting is worked out from its written value by the acts of changes in order
//! of time, each on the value the one before left (language C4).
//!
//! What has come to stay and cannot move any more is taken into the written values, so that a change
//! that comes again with every delivery costs no more the hundredth time. Rung: changes.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::changes::Due;
use super::newcomers::Newcomers;
use super::probe::Probe;
use super::state::State;
use super::timers::Key;
use crate::network::{Network, Settings, Target};

/// A change that has taken effect.
#[derive(Clone, Copy)]
pub(super) struct InForce {
    /// Its position.
    change: u32,
}

/// Everything in force, and what is to come.
pub(super) struct Acts {
    /// Whether a delivery has set off a change that is still to act at this instant.
    pub(super) set_off: bool,
    /// Whether items of some kind come as people leave.
    pub(super) opens: bool,
    /// What is to come of changes.
    pub(super) agenda: BinaryHeap<Reverse<(u64, Due)>>,
    /// People who are new, and how many groups of them there have been.
    pub(super) newcomers: Vec<Newcomers>,
    pub(super) groups: u32,
    /// Items that fill a seat: kind, number, crew.
    pub(super) seats: Vec<(u32, u32, u32)>,
    /// The written values, with what has come to stay.
    base: Settings,
    /// What is not part of these, in order of time.
    list: Vec<InForce>,
    /// Where a value is worked out.
    pub(super) work: Settings,
}

impl Acts {
    pub(super) fn new(net: &Network) -> Self {
        let written = &net.settings;
        Self {
            set_off: false,
            opens: net.kinds.iter().any(|kind| kind.opened),
            agenda: BinaryHeap::new(),
            newcomers: Vec::new(),
            groups: 0,
            seats: Vec::new(),
            base: written.clone(),
            list: Vec::new(),
            work: written.clone(),
        }
    }

    pub(super) fn reset(&mut self, written: &Settings) {
        self.base.clone_from(written);
        self.set_off = false;
        self.list.clear();
        self.agenda.clear();
        self.newcomers.clear();
        self.groups = 0;
        self.seats.clear();
    }
}

impl<K: Key> State<'_, K> {
    /// A change acts from now on.
    pub(super) fn takes_effect<P: Probe>(&mut self, change: u32, probe: &mut P) {
        let net = self.net;
        self.acts.list.push(InForce { change });
        for effect in &net.changes[change as usize].effects {
            let staff = |state: &Self| match effect.target {
                Target::Staff(crew) => state.settings.staff[crew as usize],
                _ => 0,
            };
            let before = staff(self);
            self.work_out(effect.target, probe);
            if let (Target::Staff(crew), Some(ramp)) =
                (effect.target, net.changes[change as usize].ramp)
            {
                let more = staff(self).saturating_sub(before);
                self.welcome(crew, more, ramp, probe);
            }
        }
        self.come_to_stay();
        probe.changed(self.now, change);
    }

    /// Brings a setting to what the acts in force make of it.
    pub(super) fn work_out<P: Probe>(&mut self, target: Target, probe: &mut P) {
        let net = self.net;
        let acts = &mut self.acts;
        acts.work.take(target, &acts.base);
        for act in &acts.list {
            for effect in &net.changes[act.change as usize].effects {
                if effect.target == target {
                    acts.work.apply(*effect);
                }
            }
        }
        if let Target::Pace(station) = target {
            let share = self.pace_of_newcomers(station);
            self.acts.work.pace[station as usize] *= share;
        }
        if self.settings.agrees(target, &self.acts.work) {
            return;
        }
        self.turn_into_work(target, probe);
    }

    /// What can no longer move, and has nothing before it that can, is as good as written.
    fn come_to_stay(&mut self) {
        let net = self.net;
        for act in self.acts.list.drain(..) {
            for effect in &net.changes[act.change as usize].effects {
                self.acts.base.apply(*effect);
            }
        }
    }
}
