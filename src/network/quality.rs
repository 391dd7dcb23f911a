//! Flaws, automatic decisions and handoffs: which visits may leave flaws or find them, which may be
//! decided without people, and whose people a visit is in the hands of.

use super::compile::Samplers;
use super::tables::{Network, Settings, Target};
use crate::scenario::model::Scenario;

/// First entry of `auto` of each station.
pub(super) fn first_autos(scenario: &Scenario) -> Vec<u32> {
    let mut next = 0;
    let first = scenario.stations.iter().map(|station| {
        let first = next;
        next += station.auto.len() as u32;
        first
    });
    first.collect()
}

/// Chances, times and efforts of all this; everything else is left empty.
pub(super) fn settings(scenario: &Scenario, samplers: &mut Samplers) -> Settings {
    let stations = &scenario.stations;
    let catches = stations
        .iter()
        .map(|of| of.catches.clone().unwrap_or_default());
    let autos = || stations.iter().flat_map(|station| &station.auto);
    Settings {
        flaws: stations.iter().map(|station| station.flaws).collect(),
        catches: catches.clone().map(|of| of.chance).collect(),
        catches_effort: catches.map(|of| of.effort).collect(),
        auto_share: autos().map(|auto| auto.share).collect(),
        auto_touch: autos().map(|auto| samplers.number(&auto.touch)).collect(),
        auto_catches: autos().map(|auto| auto.catches).collect(),
        handoff_effort: samplers.number(&scenario.handoff.effort),
        handoff_flaws: scenario.handoff.flaws,
        ..Settings::default()
    }
}

/// Finds out where any of this ever happens, with what changes bring.
pub(super) fn judge(net: &mut Network, scenario: &Scenario) {
    let effects = net.changes.iter().flat_map(|change| &change.effects);
    let targets: Vec<Target> = effects.map(|effect| effect.target).collect();
    let varies = |target: Target| targets.contains(&target);
    let settings = &net.settings;
    net.hands_over = settings.handoff_effort.mean > 0.0
        || settings.handoff_flaws > 0.0
        || varies(Target::HandoffEffort)
        || varies(Target::HandoffFlaws);
    let handed = net.settings.handoff_flaws > 0.0 || varies(Target::HandoffFlaws);
    for station in 0..net.stations.len() {
        let mut legs = net.stations[station].legs.iter();
        let by_people = legs.any(|&leg| net.team(leg).is_some());
        net.stations[station].leaves_flaws = net.settings.flaws[station] > 0.0
            || varies(Target::Flaws(station as u32))
            || (handed && by_people);
    }
    let autos = first_autos(scenario);
    for leg in 0..net.legs.len() {
        let (station, kind) = (net.legs[leg].station as usize, net.legs[leg].kind as usize);
        let entries = (autos[station]..).zip(&scenario.stations[station].auto);
        let own = entries.filter(|(entry, auto)| {
            let some = auto.share > 0.0 || varies(Target::AutoShare(*entry));
            some && auto.concerns(kind)
        });
        net.legs[leg].autos = own.map(|(entry, _)| entry).collect();
    }
    if net.carries_flaws() {
        (0..net.legs.len()).for_each(|leg| looks(net, scenario, leg, &varies));
    }
}

/// Whether a visit may find flaws, and where what it finds goes back to.
fn looks(net: &mut Network, scenario: &Scenario, leg: usize, varies: &dyn Fn(Target) -> bool) {
    let (station, kind) = (net.legs[leg].station as usize, net.legs[leg].kind as usize);
    let catches = scenario.stations[station]
        .catches
        .clone()
        .unwrap_or_default();
    let some = net.settings.catches[station] > 0.0 || varies(Target::Catches(station as u32));
    let by_policy = net.legs[leg].autos.iter().any(|&entry| {
        net.settings.auto_catches[entry as usize] > 0.0 || varies(Target::AutoCatches(entry))
    });
    let first = net.kinds[kind].first_leg;
    let of = &mut net.legs[leg];
    of.catches = some && catches.concerns(kind);
    of.looks = of.catches || by_policy;
    of.caught_to = catches.to.and_then(|to| {
        let before = scenario.kinds[kind].place_before(leg - first as usize, to);
        before.map(|step| first + step as u32)
    });
}

impl Network {
    /// Whether any visit may leave a flaw.
    pub fn carries_flaws(&self) -> bool {
        self.stations.iter().any(|station| station.leaves_flaws)
    }

    /// The people whose hands a visit is in: those of a crew, or of a station where people are
    /// unlimited and there is work to do; `None` where there are no people.
    pub fn team(&self, leg: u32) -> Option<u32> {
        let station = self.legs[leg as usize].station;
        let works = self.settings.touch[leg as usize].mean > 0.0;
        let unlimited = || works.then_some(self.crews.len() as u32 + station);
        self.stations[station as usize].crew.or_else(unlimited)
    }

    /// Share of the visits to a leg that are decided without people.
    pub fn automatic(&self, settings: &Settings, leg: u32) -> f64 {
        let entries = self.legs[leg as usize].autos.iter();
        let shares = entries.map(|&entry| settings.auto_share[entry as usize]);
        shares.sum::<f64>().min(1.0)
    }

    /// The last leg of the station of another one that an item at a leg has passed or is at.
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
