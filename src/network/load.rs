//! What load and experience do to people and to rework, as tables: interference, coordination,
//! hurry, chances that grow, lessons learnt.

use super::settings::{Acting, set};
use super::tables::{Network, Settings, Target, WayBack};
pub use crate::scenario::model::Driver;
use crate::scenario::model::{Rework, Scenario, Station};

/// The slowest pace there is: work at it does not come to anything while anybody looks on.
pub const SLOWEST: f64 = 1e-15;

/// What a change may move of this; by station, or by rework entry.
#[derive(Clone, Debug, Default)]
pub struct LoadSettings {
    /// Share of the pace of each station that each other item present takes away.
    pub interference: Vec<f64>,
    /// Share of the pace of each station that each colleague takes away.
    pub coordination: Vec<f64>,
    /// So many waiting per person make the people of each station hurry.
    pub hurry_queue: Vec<f64>,
    /// Factor on the pace of hurried visits of each station.
    pub hurry_pace: Vec<f64>,
    /// Factor on what is caught in hurried visits of each station.
    pub hurry_catches: Vec<f64>,
    /// What the chance of each rework entry grows by.
    pub growth_by: Vec<f64>,
    /// The share of the chance of each rework entry that learning leaves.
    pub floor: Vec<f64>,
}

/// One of these settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadTarget {
    /// `LoadSettings::interference` of a station.
    Interference(u32),
    /// `LoadSettings::coordination` of a station.
    Coordination(u32),
    /// `LoadSettings::hurry_queue` of a station.
    HurryQueue(u32),
    /// `LoadSettings::hurry_pace` of a station.
    HurryPace(u32),
    /// `LoadSettings::hurry_catches` of a station.
    HurryCatches(u32),
    /// `LoadSettings::growth_by` of an entry.
    GrowthBy(u32),
    /// `LoadSettings::floor` of an entry.
    Floor(u32),
}

/// What load does at a station at any time of the run.
#[derive(Clone, Copy, Debug, Default)]
pub struct LoadHere {
    /// Whether other items present slow people down.
    pub interferes: bool,
    /// Whether colleagues do.
    pub coordinates: bool,
    /// Whether people hurry when many wait.
    pub hurries: bool,
    /// Whether it matters how many items are present.
    pub counts_present: bool,
}

impl LoadHere {
    /// Whether it matters that items come and go here.
    pub fn is_watched(&self) -> bool {
        self.counts_present || self.hurries
    }
}

/// A rework entry, apart from its settings.
#[derive(Clone, Copy, Debug)]
pub struct ReworkEntry {
    /// What its chance grows with, how much of that adds once, and from where on [ticks for age, else
    /// a number].
    pub grows: Option<(Driver, f64, f64)>,
    /// Send-backs that halve the chance.
    pub halves_every: Option<f64>,
}

/// All rework entries, station by station.
pub(super) fn entries(scenario: &Scenario) -> Vec<ReworkEntry> {
    let of = |entry: &Rework| ReworkEntry {
        grows: entry.grows.map(|of| (of.with, of.per, of.above)),
        halves_every: entry.learning.map(|learning| learning.halves_every),
    };
    let stations = scenario.stations.iter();
    stations
        .flat_map(|station| station.rework.iter().map(of))
        .collect()
}

impl LoadSettings {
    pub(super) fn new(scenario: &Scenario) -> Self {
        let stations = || scenario.stations.iter();
        let entries = || stations().flat_map(|station| &station.rework);
        let of = |value: fn(&Station) -> f64| stations().map(value).collect();
        Self {
            interference: of(|station| station.interference),
            coordination: of(|station| station.coordination),
            hurry_queue: of(|station| station.hurry.map_or(0.0, |hurry| hurry.queue)),
            hurry_pace: of(|station| station.hurry.map_or(1.0, |hurry| hurry.pace)),
            hurry_catches: of(|station| station.hurry.map_or(1.0, |hurry| hurry.catches)),
            growth_by: entries()
                .map(|entry| entry.grows.map_or(0.0, |of| of.by))
                .collect(),
            floor: entries()
                .map(|entry| entry.learning.map_or(1.0, |of| of.floor))
                .collect(),
        }
    }

    /// Does what an act says, within the bounds of what it sets.
    pub(super) fn apply(&mut self, target: LoadTarget, act: Acting) {
        let bounds = match target {
            LoadTarget::Interference(_) => (0.0, 0.99),
            LoadTarget::HurryQueue(_) => (0.0, 1e9),
            LoadTarget::HurryPace(_) => (SLOWEST, 1e9),
            LoadTarget::GrowthBy(_) => (0.0, 0.9999),
            LoadTarget::Coordination(_) | LoadTarget::HurryCatches(_) | LoadTarget::Floor(_) => {
                (0.0, 1.0)
            }
        };
        set(self.value(target), act, bounds);
    }

    fn value(&mut self, target: LoadTarget) -> &mut f64 {
        match target {
            LoadTarget::Interference(at) => &mut self.interference[at as usize],
            LoadTarget::Coordination(at) => &mut self.coordination[at as usize],
            LoadTarget::HurryQueue(at) => &mut self.hurry_queue[at as usize],
            LoadTarget::HurryPace(at) => &mut self.hurry_pace[at as usize],
            LoadTarget::HurryCatches(at) => &mut self.hurry_catches[at as usize],
            LoadTarget::GrowthBy(at) => &mut self.growth_by[at as usize],
            LoadTarget::Floor(at) => &mut self.floor[at as usize],
        }
    }

    fn of(&self, target: LoadTarget) -> f64 {
        match target {
            LoadTarget::Interference(at) => self.interference[at as usize],
            LoadTarget::Coordination(at) => self.coordination[at as usize],
            LoadTarget::HurryQueue(at) => self.hurry_queue[at as usize],
            LoadTarget::HurryPace(at) => self.hurry_pace[at as usize],
            LoadTarget::HurryCatches(at) => self.hurry_catches[at as usize],
            LoadTarget::GrowthBy(at) => self.growth_by[at as usize],
            LoadTarget::Floor(at) => self.floor[at as usize],
        }
    }

    /// Takes one value from another set of them.
    pub(super) fn take(&mut self, target: LoadTarget, other: &Self) {
        *self.value(target) = other.of(target);
    }

    /// Whether one value is the same in another set of them.
    pub(super) fn agrees(&self, target: LoadTarget, other: &Self) -> bool {
        self.of(target) == other.of(target)
    }
}

/// Notes where any of this is in play at any time of the run: whoever has none of it is spared it.
pub(super) fn mark(net: &mut Network, scenario: &Scenario) {
    let moved: Vec<LoadTarget> = (net.changes.iter())
        .flat_map(|change| &change.effects)
        .filter_map(|effect| match effect.target {
            Target::Load(target) => Some(target),
            _ => None,
        })
        .collect();
    for at in 0..net.stations.len() {
        let load = &net.settings.load;
        let ever = |value: &[f64], target: fn(u32) -> LoadTarget| {
            value[at] > 0.0 || moved.contains(&target(at as u32))
        };
        let interferes = ever(&load.interference, LoadTarget::Interference);
        let people = net.stations[at].crew.is_some();
        net.stations[at].load = LoadHere {
            interferes,
            coordinates: people && ever(&load.coordination, LoadTarget::Coordination),
            hurries: scenario.stations[at].hurry.is_some(),
            counts_present: interferes,
        };
    }
    for leg in 0..net.legs.len() {
        let station = net.legs[leg].station as usize;
        for way in net.legs[leg].ways_back.0..net.legs[leg].ways_back.1 {
            mark_way(net, station, way as usize);
        }
    }
}

fn mark_way(net: &mut Network, station: usize, way: usize) {
    let (to, entry) = (net.ways_back[way].to as usize, net.ways_back[way].entry);
    let entry = net.rework[entry as usize];
    let leads_on = net.legs[to].station as usize != station;
    let hurried = leads_on && net.stations[station].load.hurries;
    net.ways_back[way].varies = hurried || entry.grows.is_some() || entry.halves_every.is_some();
    net.ways_back[way].catches = leads_on;
    match entry.grows.map(|(with, ..)| with) {
        Some(Driver::Age) => net.legs[to].is_noted = true,
        Some(Driver::Present) => net.stations[station].load.counts_present = true,
        Some(Driver::Utilisation) => {
            if let Some(crew) = net.stations[station].crew {
                net.crews[crew as usize].keeps_use = true;
            }
        }
        _ => {}
    }
}

impl Network {
    /// Whether what is asked of the people of a station depends on load or experience in ways that
    /// traffic does not follow.
    pub fn is_guess(&self, station: usize) -> bool {
        let varies = |way: &WayBack| way.varies;
        let mut theirs = self.sharing_people(station);
        let crowded = theirs.any(|at| {
            let load = self.stations[at].load;
            load.interferes || load.hurries
        });
        // What goes back anywhere may come by here again.
        let comes = |kind: u32| {
            let legs = self.stations[station].legs.iter();
            legs.map(|&leg| &self.legs[leg as usize])
                .any(|leg| leg.kind == kind)
        };
        crowded
            || self.legs.iter().any(|leg| {
                let ways = leg.ways_back.0 as usize..leg.ways_back.1 as usize;
                comes(leg.kind) && self.ways_back[ways].iter().any(varies)
            })
    }

    /// What load or experience does at a leg that makes it another one than without, in words. What people
    /// who are always as many cost each other is a slower pace, and no more than that.
    pub fn under_load(&self, leg: u32) -> Option<&'static str> {
        let of = &self.legs[leg as usize];
        let here = &self.stations[of.station as usize];
        let ways = of.ways_back.0 as usize..of.ways_back.1 as usize;
        if here.load.interferes {
            Some("is slower the more is present")
        } else if here.load.hurries {
            Some("hurries while many wait")
        } else if self.ways_back[ways].iter().any(|way| way.varies) {
            Some("sends back by a chance that grows or falls")
        } else {
            None
        }
    }

    /// How much faster the people of a station are for certain once many wait: at whichever of their
    /// stations they are. Factor, at least 1.
    pub fn hurry(&self, settings: &Settings, station: usize) -> f64 {
        let of = |at: usize| match self.stations[at].load.hurries {
            true => settings.load.hurry_pace[at].max(1.0),
            false => 1.0,
        };
        let theirs = self.sharing_people(station).map(of);
        theirs.reduce(f64::min).unwrap_or(1.0)
    }

    /// Pace of the people of a station on average while their calendar is open, coordination counted:
    /// of n people who are there a share a of the time, n a - c n (n - 1) a^2 over n a. Interference and
    /// hurry are left out, for they follow from what waits.
    pub fn pace(&self, settings: &Settings, station: usize) -> f64 {
        let share = settings.load.coordination[station];
        let pace = settings.pace[station];
        let Some(crew) = self.stations[station].crew.filter(|_| share > 0.0) else {
            return pace;
        };
        let lost = self.average_people(settings, crew, |people, there| {
            let others = (people - 1.0).max(0.0) * there;
            people * there * (share * others).min(1.0)
        });
        let people = self.people(settings, crew);
        let kept = if people > 0.0 {
            1.0 - lost / people
        } else {
            1.0
        };
        pace * kept.max(SLOWEST)
    }
}
