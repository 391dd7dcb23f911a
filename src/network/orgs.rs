//! Organisations compiled: when each begins, when somebody looks at it, and what moves between them.

use super::compile::{RunClock, Samplers};
use super::tables::{Network, Number};
use crate::random::name_hash;
use crate::scenario::model::{self, Scenario, Then};
use crate::units::DAY;

/// An organisation.
#[derive(Clone, Debug)]
pub struct Org {
    /// Name in the file.
    pub name: String,
    /// Hash of its prefix, for draws.
    pub hash: u64,
    /// When it begins [ticks]; `None`: it is there from the beginning.
    pub starts: Option<u64>,
    /// From there to its first release [ticks].
    pub founding: Option<Number>,
    /// When somebody looks at it, in order of time.
    pub stops: Vec<Stop>,
}

/// A day on which somebody looks whether an organisation is worth going on.
#[derive(Clone, Copy, Debug)]
pub struct Stop {
    /// From its start [ticks].
    pub after: u64,
    /// So many items delivered are enough.
    pub delivered: u64,
    /// Whether it ends if they are fewer.
    pub closes: bool,
}

/// Demand that moves from one kind of work to another.
#[derive(Clone, Debug)]
pub struct Handover {
    /// The kind that gives.
    pub from: u32,
    /// The kind that takes.
    pub to: u32,
    /// When the first of it moves [ticks].
    pub begins: u64,
    /// How long that takes [ticks].
    pub over: u64,
    /// The share that has moved in the end.
    pub up_to: f64,
    /// Who goes along: the crew they leave, the one they join, and how many.
    pub people: Vec<(u32, u32, u32)>,
    /// Whether the kind that gives is endless, so that room inside moves in place of items.
    pub endless: bool,
}

impl Handover {
    /// Part of the way that is done at `t`, from 0 to 1.
    pub fn progress(&self, t: u64) -> f64 {
        match t.checked_sub(self.begins) {
            None => 0.0,
            Some(since) if since >= self.over => 1.0,
            Some(since) => since as f64 / self.over as f64,
        }
    }
}

pub(super) fn orgs(scenario: &Scenario, clock: RunClock, samplers: &mut Samplers) -> Vec<Org> {
    let all = scenario.orgs.iter().enumerate();
    let compiled = all.map(|(position, org)| Org {
        name: org.name.clone(),
        // The first one has no prefix: alone it has the same luck under any name (language O2).
        hash: name_hash(if position == 0 { "" } else { &org.name }),
        starts: org.starts.map(|at| clock.at(at).max(clock.start)),
        founding: org.founding.as_ref().map(|of| samplers.number(of)),
        stops: org.stops.iter().map(stop).collect(),
    });
    compiled.collect()
}

fn stop(written: &model::Stop) -> Stop {
    Stop {
        after: written.at.0,
        delivered: written.delivered,
        closes: written.then == Then::Close,
    }
}

pub(super) fn handovers(scenario: &Scenario, clock: RunClock) -> Vec<Handover> {
    let all = scenario.handovers.iter();
    let compiled = all.map(|written| Handover {
        from: written.from as u32,
        to: written.to as u32,
        begins: clock.at(written.begins),
        over: written.over.0,
        up_to: written.up_to,
        people: (written.people.iter())
            .map(|moves| (moves.from as u32, moves.to as u32, moves.count))
            .collect(),
        endless: scenario.kinds[written.from].demand == model::Demand::Endless,
    });
    compiled.collect()
}

/// WIP limits of organisations.
pub(super) fn limits(scenario: &Scenario) -> Vec<u64> {
    let limits = scenario.orgs.iter().map(|org| org.wip_limit);
    limits.map(|limit| limit.unwrap_or(u64::MAX)).collect()
}

impl Network {
    /// Items that are handed over keep their number and their luck (language O2).
    pub(super) fn keep_luck(&mut self) {
        for handover in self.handovers.iter().filter(|of| !of.endless) {
            let hash = self.kinds[handover.from as usize].hash;
            let taker = &mut self.kinds[handover.to as usize];
            (taker.hash, taker.takes_over) = (hash, true);
        }
    }

    /// Whether organisations begin, end or hand over while the run goes on.
    pub fn orgs_move(&self) -> bool {
        !self.handovers.is_empty() || self.orgs.iter().any(|org| org.starts.is_some())
    }

    /// Whether there is anything to tell of organisations: there are several, or one begins later.
    pub fn tells_orgs(&self) -> bool {
        self.orgs.len() > 1 || self.orgs_move()
    }

    /// Rates of arrival by kind once all that is handed over has moved.
    pub fn hand_over(&self, rates: &mut [f64]) {
        let before = rates.to_vec();
        for of in self.handovers.iter().filter(|of| !of.endless) {
            let moved = before[of.from as usize] * of.up_to;
            rates[of.from as usize] -= moved;
            rates[of.to as usize] += moved;
        }
    }

    /// People a crew has gained or lost once all have moved.
    pub(super) fn moved(&self, crew: u32) -> i64 {
        let moves = self.handovers.iter().flat_map(|handover| &handover.people);
        moves
            .map(|&(from, to, count)| {
                i64::from(count) * (i64::from(to == crew) - i64::from(from == crew))
            })
            .sum()
    }

    /// People that handovers may bring to a crew.
    pub(super) fn moves_to(&self, crew: u32) -> u32 {
        let moves = self.handovers.iter().flat_map(|handover| &handover.people);
        moves.filter(|(_, to, _)| *to == crew).map(|of| of.2).sum()
    }
}

/// How long the steps are in which room and people move.
pub(crate) const STEP: u64 = DAY;
