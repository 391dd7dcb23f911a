//! Where the way of an item splits: branches of legs side by side, and what comes after a leg.

use super::tables::{Leg, Network};
use crate::scenario::model::{self, Scenario};

/// A place in a route where branches run side by side.
#[derive(Clone, Copy, Debug)]
pub struct Fork {
    /// Position of the kind.
    pub kind: u32,
    /// First of the legs of its branches.
    pub first: u32,
    /// One past the last of them.
    pub end: u32,
    /// The branch it is in.
    pub within: Option<u32>,
    /// So many branches are enough.
    pub quorum: u32,
    /// First and one past the last of its branches.
    pub branches: (u32, u32),
}

/// A branch of a fork.
#[derive(Clone, Copy, Debug)]
pub struct Branch {
    /// Position of the fork.
    pub fork: u32,
    /// First of its legs.
    pub first: u32,
    /// One past the last of them.
    pub end: u32,
}

/// Branches and forks of all kinds, an outer fork before those inside it; legs learn their branch.
pub(super) fn forks(
    scenario: &Scenario,
    first_legs: &[u32],
    legs: &mut [Leg],
) -> (Vec<Fork>, Vec<Branch>) {
    let (mut forks, mut branches) = (Vec::new(), Vec::new());
    for (kind, &offset) in scenario.kinds.iter().zip(first_legs) {
        for fork in &kind.forks {
            add(fork, offset, legs, &mut forks, &mut branches);
        }
    }
    (forks, branches)
}

fn add(
    fork: &model::Fork,
    offset: u32,
    legs: &mut [Leg],
    forks: &mut Vec<Fork>,
    branches: &mut Vec<Branch>,
) {
    let steps = fork.steps();
    let (first, end) = (offset + steps.start as u32, offset + steps.end as u32);
    let from = branches.len() as u32;
    let within = legs[first as usize].within;
    for branch in &fork.branches {
        let (first, end) = (offset + branch.start as u32, offset + branch.end as u32);
        for leg in &mut legs[first as usize..end as usize] {
            leg.within = Some(branches.len() as u32);
        }
        let fork = forks.len() as u32;
        branches.push(Branch { fork, first, end });
    }
    forks.push(Fork {
        kind: legs[first as usize].kind,
        first,
        end,
        within,
        quorum: fork.quorum as u32,
        branches: (from, branches.len() as u32),
    });
}

/// What an item that has passed a leg meets next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The end of the branch it is.
    Joins,
    /// A fork.
    Forks(u32),
    /// A leg.
    Leg(u32),
    /// The end of the route.
    Out,
}

impl Network {
    /// The fork that begins at a leg, for whoever is in branch `within` (`None`: in no branch).
    pub fn fork_at(&self, leg: u32, within: Option<u32>) -> Option<u32> {
        let from = self.forks.partition_point(|fork| fork.first < leg);
        let here = self.forks[from..]
            .iter()
            .take_while(|fork| fork.first == leg);
        let position = here.into_iter().position(|fork| fork.within == within)?;
        Some((from + position) as u32)
    }

    /// The legs at which whoever comes to a leg begins: itself, or the first of each branch.
    pub fn entries(&self, leg: u32, within: Option<u32>) -> Vec<u32> {
        let Some(fork) = self.fork_at(leg, within) else {
            return vec![leg];
        };
        let (from, to) = self.forks[fork as usize].branches;
        (from..to)
            .flat_map(|branch| self.entries(self.branches[branch as usize].first, Some(branch)))
            .collect()
    }

    /// Whether items of a kind wait in the backlog until there is room at the first station.
    pub fn is_held_back(&self, kind: u32) -> bool {
        let of = &self.kinds[kind as usize];
        let blocks = |leg: &u32| self.stations[self.legs[*leg as usize].station as usize].blocks();
        let may_skip = |leg: &u32| self.settings.step_chance[*leg as usize] < 1.0;
        let entries = self.entries(of.first_leg, None).into_iter();
        !of.is_fed()
            && entries
                .flat_map(|entry| {
                    let mut before = true;
                    (entry..of.first_leg + of.legs)
                        .take_while(move |leg| std::mem::replace(&mut before, may_skip(leg)))
                })
                .any(|leg| blocks(&leg))
    }

    /// What is met at a leg by who comes from before it: the leg, or a fork that begins there.
    pub fn meets(&self, leg: u32, within: Option<u32>) -> Next {
        self.fork_at(leg, within)
            .map_or(Next::Leg(leg), Next::Forks)
    }

    /// What comes after a leg for the branch `own` of an item (`None`: the item itself), and the
    /// leg that counts as passed last. Who walks a branch alone goes on where the fork ends.
    pub fn after(&self, leg: u32, own: Option<u32>) -> (u32, Next) {
        self.after_level(leg, self.legs[leg as usize].within, own)
    }

    /// What comes after a fork for the branch `own` of an item, as above.
    pub fn after_fork(&self, fork: u32, own: Option<u32>) -> (u32, Next) {
        let fork = &self.forks[fork as usize];
        self.after_level(fork.end - 1, fork.within, own)
    }

    fn after_level(&self, mut leg: u32, mut level: Option<u32>, own: Option<u32>) -> (u32, Next) {
        while let Some(branch) = level
            && self.branches[branch as usize].end == leg + 1
        {
            if level == own {
                return (leg, Next::Joins);
            }
            let fork = &self.forks[self.branches[branch as usize].fork as usize];
            (leg, level) = (fork.end - 1, fork.within);
        }
        if self.legs[leg as usize].last && level.is_none() {
            return (leg, Next::Out);
        }
        (leg, self.meets(leg + 1, level))
    }

    /// Whether more can follow a leg than the next one.
    pub fn turns(&self, leg: u32) -> bool {
        let of = &self.legs[leg as usize];
        of.within.is_some() || (!of.last && self.fork_at(leg + 1, None).is_some())
    }
}
