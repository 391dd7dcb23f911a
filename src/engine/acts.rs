//! What is in force: a setting is worked out from its written value by the acts of changes in order
//! of time, each on the value the one before left (language C4), each to the degree it has come to
//! (C2). As one ends, what it moved is worked out again without it.
//!
//! What has come to stay and cannot move any more is taken into the written values, so that a change
//! that comes again with every delivery costs no more the hundredth time. Degrees move at midnight,
//! all at once. Rung: changes.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::changes::Due;
use super::newcomers::Newcomers;
use super::probe::{Probe, Turn};
use super::sent::Sent;
use super::service::ticks;
use super::state::State;
use super::timers::Key;
use super::withheld::Withheld;
use crate::network::{Lasts, Network, Settings, Target, Whose};
use crate::random::{Draw, StreamKey};
use crate::units::DAY;

/// A change that has taken effect.
#[derive(Clone, Copy)]
pub(super) struct InForce {
    /// Its position.
    change: u32,
    /// How many took effect before.
    number: u32,
    /// When it took effect [ticks].
    since: u64,
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
    /// What changes have sent and is not through yet.
    pub(super) sent: Vec<Sent>,
    /// The luck of each change, and how often it has happened.
    pub(super) luck: Vec<(StreamKey, u32)>,
    /// The written values, with what has come to stay.
    base: Settings,
    /// What is not part of these, in order of time, and how many have taken effect.
    list: Vec<InForce>,
    count: u32,
    /// Whether the agenda has the next midnight.
    moves: bool,
    /// Where a value is worked out.
    pub(super) work: Settings,
    /// What people keep from others.
    pub(super) withheld: Withheld,
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
            sent: Vec::new(),
            luck: Vec::new(),
            base: written.clone(),
            list: Vec::new(),
            count: 0,
            moves: false,
            work: written.clone(),
            withheld: Withheld::new(net),
        }
    }

    pub(super) fn reset(&mut self, net: &Network) {
        self.base.clone_from(&net.settings);
        self.withheld.reset(net);
        self.set_off = false;
        self.list.clear();
        self.count = 0;
        self.moves = false;
        self.agenda.clear();
        self.newcomers.clear();
        self.groups = 0;
        self.seats.clear();
        self.sent.clear();
        self.luck.clear();
    }
}

/// Which draw of a happening of a change: when it comes, whether it comes to anything, how long.
#[derive(Clone, Copy)]
pub(super) enum Drawn {
    At,
    Succeeds,
    Lasts,
}

impl<K: Key> State<'_, K> {
    /// Somebody does what a change says, as soon as it has passed what it has to.
    pub(super) fn happens<P: Probe>(&mut self, change: u32, probe: &mut P) {
        let count = &mut self.acts.luck[change as usize].1;
        let time = std::mem::replace(count, count.wrapping_add(1));
        probe.changes(self.now, change, Turn::Happens);
        match self.net.changes[change as usize].via {
            Some(_) => self.comes_due(self.now, Due::Sends(change, time)),
            None => self.is_through(change, time, probe),
        }
    }

    /// Nothing keeps a change from taking effect: it may come to nothing all the same.
    pub(super) fn is_through<P: Probe>(&mut self, change: u32, time: u32, probe: &mut P) {
        let course = &self.net.changes[change as usize].course;
        let luck = self.luck_of(change, time, Drawn::Succeeds);
        if course.succeeds < 1.0 && luck.unit() >= course.succeeds {
            return probe.changes(self.now, change, Turn::Fails);
        }
        self.takes_effect(change, time, probe);
    }

    /// A draw of the `time`th happening of a change.
    pub(super) fn luck_of(&self, change: u32, time: u32, what: Drawn) -> Draw {
        Draw::new(self.acts.luck[change as usize].0, time, what as u16, 0)
    }

    /// A change acts from now on.
    fn takes_effect<P: Probe>(&mut self, change: u32, time: u32, probe: &mut P) {
        let net = self.net;
        let of = &net.changes[change as usize];
        let number = self.acts.count;
        self.acts.count += 1;
        let since = self.now;
        self.acts.list.push(InForce {
            change,
            number,
            since,
        });
        for effect in &of.effects {
            let staff = |state: &Self| match effect.target {
                Target::Staff(crew) => state.settings.staff[crew as usize],
                _ => 0,
            };
            let before = staff(self);
            self.work_out(effect.target, probe);
            if let (Target::Staff(crew), Some(ramp)) = (effect.target, of.ramp) {
                let more = staff(self).saturating_sub(before);
                self.welcome((crew, number), more, ramp, probe);
            }
        }
        if let Lasts::For(span) = of.course.lasts {
            let luck = self.luck_of(change, time, Drawn::Lasts);
            let variate = net.samplers[span.sampler as usize].variate(luck);
            let lasts = ticks(span.mean * variate).max(1);
            self.comes_due(since.saturating_add(lasts), Due::Ends(number));
        }
        self.come_to_stay();
        self.call_midnight();
        probe.changes(since, change, Turn::TakesEffect);
    }

    /// A change acts no more.
    pub(super) fn ends<P: Probe>(&mut self, number: u32, probe: &mut P) {
        let Some(at) = self.acts.list.iter().position(|act| act.number == number) else {
            return;
        };
        let net = self.net;
        let change = self.acts.list.remove(at).change;
        let of = &net.changes[change as usize];
        self.acts.newcomers.retain(|of| of.act != number);
        for effect in &of.effects {
            self.work_out(effect.target, probe);
            if let (Target::Staff(crew), true) = (effect.target, of.ramp.is_some()) {
                for &station in &net.crews[crew as usize].stations {
                    self.work_out(Target::Pace(station), probe);
                }
            }
        }
        self.come_to_stay();
        probe.changes(self.now, change, Turn::Ends);
    }

    /// Midnight: what moves has come a step further.
    pub(super) fn moves_on<P: Probe>(&mut self, probe: &mut P) {
        let (net, now) = (self.net, self.now);
        self.acts.moves = false;
        let mut targets: Vec<Target> = Vec::new();
        for act in &self.acts.list {
            let of = &net.changes[act.change as usize];
            let moved = of.effects.iter().filter(|_| of.course.moves());
            for effect in moved {
                if !targets.contains(&effect.target) {
                    targets.push(effect.target);
                }
            }
        }
        let gone = |act: &InForce| {
            let course = &net.changes[act.change as usize].course;
            course.is_gone(act.since, now)
        };
        self.acts.list.retain(|act| !gone(act));
        for target in targets {
            self.work_out(target, probe);
        }
        self.come_to_stay();
        self.call_midnight();
    }

    /// The next midnight matters as long as something moves.
    fn call_midnight(&mut self) {
        let net = self.net;
        let moves = |act: &InForce| {
            let course = &net.changes[act.change as usize].course;
            course.moves_after(act.since, self.now)
        };
        if !self.acts.moves && self.acts.list.iter().any(moves) {
            self.acts.moves = true;
            self.comes_due((self.now / DAY + 1) * DAY, Due::Moves);
        }
    }

    /// Brings a setting to what the acts in force make of it.
    pub(super) fn work_out<P: Probe>(&mut self, target: Target, probe: &mut P) {
        let net = self.net;
        let acts = &mut self.acts;
        acts.work.take(target, &acts.base);
        if acts.withheld.used {
            acts.withheld.work.take(target, &acts.withheld.base);
        }
        for act in &acts.list {
            let of = &net.changes[act.change as usize];
            for effect in of.effects.iter().filter(|effect| effect.target == target) {
                let degree = of.course.degree(act.since, self.now);
                let acting = of.course.acting(effect, degree, Whose::Item);
                acts.work.apply_to(*effect, acting);
                if acts.withheld.used {
                    let acting = of.course.acting(effect, degree, Whose::Person);
                    acts.withheld.work.apply_to(*effect, acting);
                }
            }
        }
        if let Target::Pace(station) = target {
            let share = self.pace_of_newcomers(station);
            self.acts.work.pace[station as usize] *= share;
            if self.acts.withheld.used {
                self.acts.withheld.work.pace[station as usize] *= share;
            }
        }
        if self.settings.agrees(target, &self.acts.work) && self.acts.withheld.agrees(target) {
            return;
        }
        self.turn_into_work(target, probe);
    }

    /// What can no longer move, and has nothing before it that can, is as good as written.
    fn come_to_stay(&mut self) {
        let (net, now) = (self.net, self.now);
        let still = |act: &&InForce| {
            let course = &net.changes[act.change as usize].course;
            course.is_still(act.since, now)
        };
        let stay = self.acts.list.iter().take_while(still).count();
        for act in self.acts.list.drain(..stay) {
            let of = &net.changes[act.change as usize];
            let degree = of.course.degree(act.since, now);
            for effect in &of.effects {
                let acting = of.course.acting(effect, degree, Whose::Item);
                self.acts.base.apply_to(*effect, acting);
                if self.acts.withheld.used {
                    let acting = of.course.acting(effect, degree, Whose::Person);
                    self.acts.withheld.base.apply_to(*effect, acting);
                }
            }
        }
    }
}
