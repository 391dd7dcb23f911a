//! Flaws, automatic decisions and handoffs: which visits may leave flaws or find them, which may be
//! decided without people, and whose people a visit is in the hands of.

use super::compile::Samplers;
use super::settings::{Acting, set, set_number};
use super::tables::{Network, Number, Settings, Target};
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

/// What a change may move of this; by station, or by entry of `auto`.
#[derive(Clone, Debug, Default)]
pub struct QualitySettings {
    /// Chance that a visit to each station leaves a flaw.
    pub flaws: Vec<f64>,
    /// Chance that a visit to each station finds each flaw.
    pub catches: Vec<f64>,
    /// Effort factor after each station has found flaws.
    pub catches_effort: Vec<f64>,
    /// Share of visits that each entry of `auto` decides without people.
    pub auto_share: Vec<f64>,
    /// Elapsed time that each of them takes [ticks].
    pub auto_touch: Vec<Number>,
    /// Chance that each of them finds each flaw.
    pub auto_catches: Vec<f64>,
    /// Effort of a handoff [ticks].
    pub handoff_effort: Vec<Number>,
    /// Chance of a flaw by a handoff.
    pub handoff_flaws: Vec<f64>,
}

/// One of these settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QualityTarget {
    /// `QualitySettings::flaws` of a station.
    Flaws(u32),
    /// `QualitySettings::catches` of a station.
    Catches(u32),
    /// `QualitySettings::catches_effort` of a station.
    CatchesEffort(u32),
    /// `QualitySettings::auto_share` of an entry.
    AutoShare(u32),
    /// `QualitySettings::auto_touch` of an entry.
    AutoTouch(u32),
    /// `QualitySettings::auto_catches` of an entry.
    AutoCatches(u32),
    /// `QualitySettings::handoff_effort`.
    HandoffEffort(u32),
    /// `QualitySettings::handoff_flaws`.
    HandoffFlaws(u32),
}

impl QualitySettings {
    pub(super) fn new(scenario: &Scenario, samplers: &mut Samplers) -> Self {
        let stations = &scenario.stations;
        let catches = stations.iter().map(|of| of.catches.as_ref());
        let autos = || stations.iter().flat_map(|station| &station.auto);
        Self {
            flaws: stations.iter().map(|station| station.flaws).collect(),
            catches: (catches.clone())
                .map(|of| of.map_or(0.0, |of| of.chance))
                .collect(),
            catches_effort: catches.map(|of| of.map_or(1.0, |of| of.effort)).collect(),
            auto_share: autos().map(|auto| auto.share).collect(),
            auto_touch: autos().map(|auto| samplers.number(&auto.touch)).collect(),
            auto_catches: autos().map(|auto| auto.catches).collect(),
            handoff_effort: (scenario.orgs.iter())
                .map(|org| samplers.number(&org.handoff.effort))
                .collect(),
            handoff_flaws: scenario.orgs.iter().map(|org| org.handoff.flaws).collect(),
        }
    }

    /// Does what an act says, within the bounds of what it sets.
    pub(super) fn apply(&mut self, target: QualityTarget, act: Acting) {
        let chance = (0.0, 1.0);
        let (value, bounds) = match target {
            QualityTarget::Flaws(at) => (&mut self.flaws[at as usize], chance),
            QualityTarget::Catches(at) => (&mut self.catches[at as usize], chance),
            QualityTarget::CatchesEffort(at) => (&mut self.catches_effort[at as usize], (0.0, 1e9)),
            QualityTarget::AutoShare(at) => (&mut self.auto_share[at as usize], chance),
            QualityTarget::AutoCatches(at) => (&mut self.auto_catches[at as usize], chance),
            QualityTarget::HandoffFlaws(org) => (&mut self.handoff_flaws[org as usize], chance),
            QualityTarget::AutoTouch(at) => {
                return set_number(&mut self.auto_touch[at as usize], act);
            }
            QualityTarget::HandoffEffort(org) => {
                return set_number(&mut self.handoff_effort[org as usize], act);
            }
        };
        set(value, act, bounds);
    }

    /// Takes one value from another set of them.
    pub(super) fn take(&mut self, target: QualityTarget, other: &Self) {
        macro_rules! taken {
            ($list:ident, $at:expr) => {
                self.$list[$at as usize] = other.$list[$at as usize]
            };
        }
        match target {
            QualityTarget::Flaws(at) => taken!(flaws, at),
            QualityTarget::Catches(at) => taken!(catches, at),
            QualityTarget::CatchesEffort(at) => taken!(catches_effort, at),
            QualityTarget::AutoShare(at) => taken!(auto_share, at),
            QualityTarget::AutoTouch(at) => taken!(auto_touch, at),
            QualityTarget::AutoCatches(at) => taken!(auto_catches, at),
            QualityTarget::HandoffEffort(org) => taken!(handoff_effort, org),
            QualityTarget::HandoffFlaws(org) => taken!(handoff_flaws, org),
        }
    }

    /// Whether one value is the same in another set of them.
    pub(super) fn agrees(&self, target: QualityTarget, other: &Self) -> bool {
        macro_rules! same {
            ($list:ident, $at:expr) => {
                self.$list[$at as usize] == other.$list[$at as usize]
            };
        }
        match target {
            QualityTarget::Flaws(at) => same!(flaws, at),
            QualityTarget::Catches(at) => same!(catches, at),
            QualityTarget::CatchesEffort(at) => same!(catches_effort, at),
            QualityTarget::AutoShare(at) => same!(auto_share, at),
            QualityTarget::AutoTouch(at) => same!(auto_touch, at),
            QualityTarget::AutoCatches(at) => same!(auto_catches, at),
            QualityTarget::HandoffEffort(org) => same!(handoff_effort, org),
            QualityTarget::HandoffFlaws(org) => same!(handoff_flaws, org),
        }
    }
}

/// Finds out where any of this ever happens, with what changes bring.
pub(super) fn judge(net: &mut Network, scenario: &Scenario) {
    let effects = net.changes.iter().flat_map(|change| &change.effects);
    let targets = effects.filter_map(|effect| match effect.target {
        Target::Quality(target) => Some(target),
        _ => None,
    });
    let targets: Vec<QualityTarget> = targets.collect();
    let varies = |target: QualityTarget| targets.contains(&target);
    let settings = &net.settings;
    let orgs = 0..scenario.orgs.len();
    let (efforts, flaws) = (
        &settings.quality.handoff_effort,
        &settings.quality.handoff_flaws,
    );
    let handed = (orgs.clone())
        .any(|org| flaws[org] > 0.0 || varies(QualityTarget::HandoffFlaws(org as u32)));
    net.hands_over = handed
        || (orgs.clone())
            .any(|org| efforts[org].mean > 0.0 || varies(QualityTarget::HandoffEffort(org as u32)));
    for station in 0..net.stations.len() {
        let mut legs = net.stations[station].legs.iter();
        let by_people = legs.any(|&leg| net.team(leg).is_some());
        net.stations[station].leaves_flaws = net.settings.quality.flaws[station] > 0.0
            || varies(QualityTarget::Flaws(station as u32))
            || (handed && by_people);
    }
    let autos = first_autos(scenario);
    for leg in 0..net.legs.len() {
        let (station, kind) = (net.legs[leg].station as usize, net.legs[leg].kind as usize);
        let entries = (autos[station]..).zip(&scenario.stations[station].auto);
        let own = entries.filter(|(entry, auto)| {
            let some = auto.share > 0.0 || varies(QualityTarget::AutoShare(*entry));
            some && auto.concerns(kind)
        });
        net.legs[leg].autos = own.map(|(entry, _)| entry).collect();
    }
    if net.carries_flaws() {
        (0..net.legs.len()).for_each(|leg| looks(net, scenario, leg, &varies));
    }
}

/// Whether a visit may find flaws, and where what it finds goes back to.
fn looks(
    net: &mut Network,
    scenario: &Scenario,
    leg: usize,
    varies: &dyn Fn(QualityTarget) -> bool,
) {
    let (station, kind) = (net.legs[leg].station as usize, net.legs[leg].kind as usize);
    let catches = scenario.stations[station]
        .catches
        .clone()
        .unwrap_or_default();
    let some = net.settings.quality.catches[station] > 0.0
        || varies(QualityTarget::Catches(station as u32));
    let by_policy = net.legs[leg].autos.iter().any(|&entry| {
        net.settings.quality.auto_catches[entry as usize] > 0.0
            || varies(QualityTarget::AutoCatches(entry))
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
        let of = &self.legs[leg as usize];
        if of.batches_of.is_some() && !of.collects() {
            // People look at what comes as one.
            return 0.0;
        }
        let entries = of.autos.iter();
        let shares = entries.map(|&entry| settings.quality.auto_share[entry as usize]);
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
