//! Flaws: which visits may leave some, and which may find them.

use super::tables::{Network, Target};
use crate::scenario::model::Scenario;

/// Finds out where flaws are ever made and looked for, with what changes bring.
pub(super) fn judge(net: &mut Network, scenario: &Scenario) {
    let targets: Vec<Target> = net
        .changes
        .iter()
        .flat_map(|change| change.effects.iter().map(|effect| effect.target))
        .collect();
    let changes = |of: fn(u32) -> Target, station: usize| {
        let wanted = of(station as u32);
        targets.contains(&wanted)
    };
    for station in 0..net.stations.len() {
        net.stations[station].leaves_flaws =
            net.settings.flaws[station] > 0.0 || changes(Target::Flaws, station);
    }
    if !net.carries_flaws() {
        return;
    }
    for leg in 0..net.legs.len() {
        let (station, kind) = (net.legs[leg].station as usize, net.legs[leg].kind as usize);
        let catches = scenario.stations[station].catches.clone();
        let some = net.settings.catches[station] > 0.0 || changes(Target::Catches, station);
        let catches = catches.unwrap_or_default();
        let first = net.kinds[kind].first_leg;
        net.legs[leg].catches = some && catches.concerns(kind);
        net.legs[leg].caught_to = catches.to.and_then(|to| {
            let before = scenario.kinds[kind].place_before(leg - first as usize, to);
            before.map(|step| first + step as u32)
        });
    }
}

impl Network {
    /// Whether any visit may leave a flaw.
    pub fn carries_flaws(&self) -> bool {
        self.stations.iter().any(|station| station.leaves_flaws)
    }

    /// Whether items of a kind may be sent back by a leg.
    pub fn sends_back(&self, leg: u32) -> bool {
        let of = &self.legs[leg as usize];
        of.ways_back.0 < of.ways_back.1 || of.catches
    }

    /// The last leg of the station of an earlier one that an item at a leg has passed or is at.
    pub fn last_place(&self, leg: u32, maker: u32) -> Option<u32> {
        let first = self.kinds[self.legs[leg as usize].kind as usize].first_leg;
        let station = self.legs[maker as usize].station;
        let passed =
            |at: &u32| self.legs[*at as usize].station == station && !self.side_by_side(*at, leg);
        (first..=leg).rev().find(passed)
    }

    /// Whether two legs are in different branches of a fork.
    fn side_by_side(&self, a: u32, b: u32) -> bool {
        let branches = |leg: u32| {
            let innermost = self.legs[leg as usize].within;
            std::iter::successors(innermost, |&branch| {
                self.forks[self.branches[branch as usize].fork as usize].within
            })
        };
        let fork = |branch: u32| self.branches[branch as usize].fork;
        branches(a).any(|of_a| {
            let mut others = branches(b);
            others.any(|of_b| of_a != of_b && fork(of_a) == fork(of_b))
        })
    }
}
