//! The loop: take the next event, do what it says, and when an instant is over let people start.

use super::probe::{Mark, Probe};
use super::state::{State, TrialEnd};
use super::timers::{Key, fits_u64};
use crate::network::{NEVER, Network, Owner};

/// Runs trials of one network, reusing its buffers.
pub struct Engine<'n>(Keys<'n>);

enum Keys<'n> {
    Narrow(Box<State<'n, u64>>),
    Wide(Box<State<'n, u128>>),
}

/// How a trial went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrialSummary {
    /// Why it ended.
    pub end: TrialEnd,
    /// Service completions, the burn-in included.
    pub completions: u64,
    /// When people first waited for each other in a circle [ticks], and at which station; those at its
    /// stations do for good.
    pub deadlock: Option<(u64, u32)>,
}

impl<'n> Engine<'n> {
    /// Room for trials of a network.
    pub fn new(net: &'n Network) -> Self {
        if fits_u64(net.timers.owners.len(), net.end) {
            Self(Keys::Narrow(Box::new(State::new(net))))
        } else {
            Self(Keys::Wide(Box::new(State::new(net))))
        }
    }

    /// Runs one trial and tells the probe everything.
    pub fn run<P: Probe>(&mut self, seed: u64, trial: u64, probe: &mut P) -> TrialSummary {
        match &mut self.0 {
            Keys::Narrow(state) => state.run(seed, trial, probe),
            Keys::Wide(state) => state.run(seed, trial, probe),
        }
    }
}

impl<K: Key> State<'_, K> {
    fn run<P: Probe>(&mut self, seed: u64, trial: u64, probe: &mut P) -> TrialSummary {
        if P::SUMS != self.sums {
            self.sums = P::SUMS;
            self.use_tails(P::SUMS);
        }
        let summary = self.run_once(seed, trial, probe);
        if !self.unclear {
            return summary;
        }
        self.use_tails(false);
        probe.forget();
        self.run_once(seed, trial, probe)
    }

    #[inline(never)]
    fn run_once<P: Probe>(&mut self, seed: u64, trial: u64, probe: &mut P) -> TrialSummary {
        self.reset(seed, trial);
        self.plan_marks();
        self.plan_orgs(seed, trial);
        self.plan_changes(seed, trial);
        self.open_crews();
        self.open_sources(probe);
        if self.timers.first().0 != self.now {
            self.finish_instant(probe);
        }
        self.watch_crews(probe);
        while self.ended.is_none() && self.step(probe) {}
        let end = self.ended.unwrap_or(TrialEnd::Horizon);
        if end == TrialEnd::Horizon {
            self.now = self.net.end;
            self.look(Mark::End, probe);
            for item in self.items.inside() {
                if !item.is_branch && !item.delivered && self.net.kinds[item.kind as usize].counts {
                    probe.inside(self.net, item);
                }
            }
        }
        TrialSummary {
            end,
            completions: self.completions,
            deadlock: self.deadlock,
        }
    }

    /// Handles one event; false when the window is over.
    #[inline(always)]
    fn step<P: Probe>(&mut self, probe: &mut P) -> bool {
        let (time, rank) = self.timers.first();
        if time >= self.net.end {
            return false;
        }
        if time > self.now {
            self.steps = 0;
            self.now = time;
            probe.clock(time);
        }
        match self.net.timers.owners[rank as usize] {
            Owner::Person(crew) => self.person_ends(rank, crew, probe),
            Owner::Source(kind) => self.arrival(rank, kind, probe),
            owner => self.step_aside(owner, rank, probe),
        }
        let unfinished = self.intake_due || self.is_unsettled() || P::CHECKED;
        if unfinished && self.timers.first().0 != self.now {
            self.finish_instant(probe);
        }
        self.watch_crews(probe);
        true
    }

    /// Whether people may start, or work at another pace.
    #[inline(always)]
    fn is_unsettled(&self) -> bool {
        self.ready.len() + self.crowded.len() > 0
    }

    /// What happens less often, out of the way of people.
    #[inline(never)]
    fn step_aside<P: Probe>(&mut self, owner: Owner, rank: u32, probe: &mut P) {
        match owner {
            Owner::Held(station) => self.held_end(rank, station, probe),
            Owner::Gate(station) => self.session(rank, station, probe),
            Owner::Batch(station) => self.batch_due(rank, station, probe),
            Owner::Calendar(calendar) => self.calendar_opens(rank, calendar),
            Owner::Change => self.change(rank, probe),
            Owner::Mark => self.next_mark(rank, probe),
            Owner::Person(_) | Owner::Source(_) => {}
            Owner::Shift(crew) => self.shift(rank, crew, probe),
            Owner::Worker(crew) => self.worker_ends(rank, crew, probe),
            Owner::Sharing(crew) => self.shared_end(rank, crew, probe),
            Owner::Patience(station) => self.patience_ends(rank, station, probe),
            Owner::Brought(kind) => self.comes_up(rank, kind, probe),
        }
    }

    /// Nothing else happens at this instant: room is filled, then free people start.
    #[inline(never)]
    pub(super) fn finish_instant<P: Probe>(&mut self, probe: &mut P) {
        loop {
            self.room_made = false;
            if !self.full.is_empty() {
                self.unblock(probe);
            }
            if self.intake_due {
                self.intake(probe);
            }
            if self.acts.set_off {
                // What a delivery has set off acts first; then this is looked at again.
                self.intake_due = true;
                break;
            }
            if !self.crowded.is_empty() {
                self.settle_crowding(probe);
                if self.timers.first().0 == self.now {
                    // What is done by now is done before others start.
                    self.intake_due |= self.room_made;
                    break;
                }
            }
            if !self.ready.is_empty() {
                self.start_ready(probe);
            }
            if !self.room_made || self.ended.is_some() {
                break;
            }
            if self.timers.first().0 == self.now {
                // Looked at again when that is over.
                self.intake_due = true;
                break;
            }
        }
        if P::CHECKED && self.ended.is_none() {
            self.check_invariants();
        }
    }

    fn plan_marks(&mut self) {
        let net = self.net;
        let quarter = net.zero + (net.end - net.zero) / 4;
        self.marks.clear();
        self.marks.push((quarter, Mark::QuarterWindow));
        self.marks.push((net.zero, Mark::Zero));
        let burn_in = net.zero - net.start;
        if burn_in > 0 {
            self.marks.push((net.zero - burn_in / 4, Mark::LateBurnIn));
            self.marks.push((net.zero - burn_in / 2, Mark::HalfBurnIn));
        }
        self.call_mark();
    }

    fn call_mark(&mut self) {
        self.timers
            .set(0, self.marks.last().map_or(NEVER, |mark| mark.0));
    }

    fn next_mark<P: Probe>(&mut self, rank: u32, probe: &mut P) {
        self.timers.withdraw(rank);
        if let Some((_, mark)) = self.marks.pop() {
            self.look(mark, probe);
        }
        self.call_mark();
    }

    fn look<P: Probe>(&mut self, mark: Mark, probe: &mut P) {
        if P::SUMS {
            self.close_tails(probe);
        }
        self.measure_levels();
        probe.mark(self.now, mark, &self.levels, &self.backlog);
    }
}
