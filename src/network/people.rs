//! People compiled: crews from teams, and who owns which timer.

use super::compile::Samplers;
use super::effects::most_staff;
use super::tables::{Act, Crew, Network, Order, Owner, Settings, Shifts, Station, Target, Timers};
use crate::random::name_hash;
use crate::scenario::model::Scenario;

/// The crews of a scenario: its teams, in the same order.
pub(super) fn crews(scenario: &Scenario, samplers: &mut Samplers) -> Vec<Crew> {
    let teams = scenario.teams.iter().enumerate();
    let crews = teams.map(|(position, team)| {
        let stations = scenario.stations.iter().enumerate();
        Crew {
            org: team.org as u32,
            name: team.name.clone(),
            hash: name_hash(&team.name),
            is_pool: team.is_pool,
            stations: stations
                .filter(|(_, station)| station.team == Some(position))
                .map(|(station, _)| station as u32)
                .collect(),
            shifts: team.shifts.clone(),
            away: team
                .away
                .as_ref()
                .map(|away| (samplers.number(&away.every), samplers.number(&away.lasts))),
            attrition: team.attrition.as_ref().map(|after| samplers.number(after)),
            opens: team.opens.map(|kind| kind as u32),
            looks_every: team
                .looks_every
                .as_ref()
                .map(|every| samplers.number(every)),
            cost_per_year: team.cost_per_year,
            eventful: false,
            keeps_use: false,
            calendar: team.calendar as u32,
            first_timer: 0,
            most: 0,
        }
    });
    crews.collect()
}

/// Gives every owner its timer.
pub(super) fn give_timers(network: &mut Network) {
    size_up(network);
    let mut timers = Timers::default();
    let mut owners = vec![Owner::Mark];
    let next = |owners: &mut Vec<Owner>, owner: Owner| {
        owners.push(owner);
        owners.len() as u32 - 1
    };
    for calendar in 0..network.calendars.len() as u32 {
        let rank = next(&mut owners, Owner::Calendar(calendar));
        timers.calendar.push(rank);
    }
    for (position, crew) in (0..).zip(&network.crews) {
        timers.shift.push(match comes_and_goes(crew) {
            true => next(&mut owners, Owner::Shift(position)),
            false => 0,
        });
    }
    timers.change = next(&mut owners, Owner::Change);
    timers.first_end = owners.len() as u32;
    for station in 0..network.stations.len() as u32 {
        if let Some(crew) = network.stations[station as usize].crew
            && network.crews[crew as usize].stations[0] == station
        {
            network.crews[crew as usize].first_timer = owners.len() as u32;
            let owner = match (&network.crews[crew as usize], network.is_sharing(crew)) {
                (_, true) => Owner::Sharing(crew),
                (of, _) if of.eventful => Owner::Worker(crew),
                _ => Owner::Person(crew),
            };
            let most = network.crews[crew as usize].most as usize;
            owners.extend(std::iter::repeat_n(owner, most));
        }
        timers.held.push(next(&mut owners, Owner::Held(station)));
    }
    timers.first_source = owners.len() as u32;
    for kind in 0..network.kinds.len() as u32 {
        timers.source.push(next(&mut owners, Owner::Source(kind)));
    }
    for kind in 0..network.kinds.len() {
        timers.brought.push(match network.is_brought(kind) {
            true => next(&mut owners, Owner::Brought(kind as u32)),
            false => 0,
        });
    }
    give_gates(network, &mut owners, &mut timers);
    for (position, station) in (0..).zip(&network.stations) {
        timers.patience.push(match station.patience {
            Some(_) => next(&mut owners, Owner::Patience(position)),
            None => 0,
        });
    }
    timers.owners = owners;
    network.timers = timers;
}

/// Whether people of a crew come and go, or look for work.
fn comes_and_goes(crew: &Crew) -> bool {
    crew.shifts.is_some()
        || crew.away.is_some()
        || crew.attrition.is_some()
        || crew.looks_every.is_some()
}

/// Gates, and batches whose time may be up, upstream first.
fn give_gates(network: &Network, owners: &mut Vec<Owner>, timers: &mut Timers) {
    let mut next = |owner: Owner| {
        owners.push(owner);
        owners.len() as u32 - 1
    };
    let decides = |station: &u32| {
        let of = &network.stations[*station as usize];
        of.gate.is_some() || of.batches
    };
    let gates = (0..network.stations.len() as u32).filter(decides);
    let mut gates: Vec<u32> = gates.collect();
    gates.sort_by_key(|&station| (network.stations[station as usize].place, station));
    timers.gate = vec![0; network.stations.len()];
    timers.batch = vec![0; network.stations.len()];
    for station in gates {
        match network.stations[station as usize].gate {
            Some(_) => timers.gate[station as usize] = next(Owner::Gate(station)),
            None => timers.batch[station as usize] = next(Owner::Batch(station)),
        }
    }
}

/// What can befall people of each crew, and how many timers they take.
fn size_up(network: &mut Network) {
    for crew in 0..network.crews.len() {
        network.crews[crew].eventful = is_eventful(network, crew);
        network.crews[crew].most = most_staff(network, crew as u32);
    }
}

fn is_eventful(network: &Network, crew: usize) -> bool {
    let of = &network.crews[crew];
    network.is_sharing(crew as u32)
        || of.away.is_some()
        || of.looks_every.is_some()
        || of.keeps_use
        || withholds(network, of)
        || network.stations.iter().any(Station::blocks)
        || of.stations.iter().any(|&station| {
            let here = &network.stations[station as usize];
            here.setup.is_some()
                || here.load.hurries
                || orders(network, station).any(|order| order == Order::Preempt)
        })
}

/// Whether people of a crew ever keep what a change gives them.
fn withholds(network: &Network, crew: &Crew) -> bool {
    let withheld = (network.changes.iter()).filter(|change| change.course.withheld);
    let mut effects = withheld.flat_map(|change| &change.effects);
    effects.any(|effect| match effect.target {
        Target::Pace(station) | Target::Focus(station) => crew.stations.contains(&station),
        Target::Touch(leg) => crew.stations.contains(&network.legs[leg as usize].station),
        _ => false,
    })
}

/// All orders that are ever in force at a station.
fn orders(network: &Network, station: u32) -> impl Iterator<Item = Order> {
    let effects = network.changes.iter().flat_map(|change| &change.effects);
    let later = effects.filter_map(move |effect| match (effect.target, effect.act) {
        (Target::Order(of), Act::Order(order)) if of == station => Some(order),
        _ => None,
    });
    std::iter::once(network.settings.order[station as usize]).chain(later)
}

/// So many cycles of a profile tell its average.
const MOST_CYCLES: u64 = 1000;

impl Network {
    /// Whether any change is withheld.
    pub fn withholds(&self) -> bool {
        self.changes.iter().any(|change| change.course.withheld)
    }

    /// People of a crew on average while their calendar is open: of shifts the mean over the window,
    /// of each person the share of time between absences, every / (every + lasts).
    pub fn people(&self, settings: &Settings, crew: u32) -> f64 {
        self.average_people(settings, crew, |people, there| people * there)
    }

    /// Something about a number of people and the share of the time each of them is there, on average
    /// while their calendar is open.
    pub(super) fn average_people(
        &self,
        settings: &Settings,
        crew: u32,
        value: impl Fn(f64, f64) -> f64,
    ) -> f64 {
        let of = &self.crews[crew as usize];
        let there = match of.away {
            Some((every, lasts)) => every.mean / (every.mean + lasts.mean),
            None => 1.0,
        };
        let moved = self.moved(crew);
        let value = |people: u32| value((i64::from(people) + moved).max(0) as f64, there);
        match &of.shifts {
            Some(shifts) => self.on_shift(of, shifts, value),
            None => value(settings.staff[crew as usize]),
        }
    }

    fn on_shift(&self, crew: &Crew, shifts: &Shifts, value: impl Fn(u32) -> f64) -> f64 {
        let calendar = &self.calendars[crew.calendar as usize];
        let length = self.end - self.zero;
        let cycle = shifts.repeat.unwrap_or(length).max(1);
        let ends = shifts.pieces.iter().skip(1).map(|piece| piece.0);
        let ends: Vec<u64> = ends.chain([cycle]).collect();
        let (mut people, mut open) = (0.0, 0.0);
        for begin in (0..length.div_ceil(cycle).min(MOST_CYCLES)).map(|number| number * cycle) {
            for ((from, there), end) in shifts.pieces.iter().zip(&ends) {
                let at = |within: u64| calendar.worked((self.zero + begin + within).min(self.end));
                let stretch = (at(*end) - at((*from).min(*end))) as f64;
                people += stretch * value(*there);
                open += stretch;
            }
        }
        if open > 0.0 { people / open } else { 0.0 }
    }

    /// The stations whose people are those of a station: itself, and the others of its pool.
    pub fn sharing_people(&self, station: usize) -> impl Iterator<Item = usize> {
        let crew = self.stations[station].crew;
        let shared = crew.map(|crew| self.crews[crew as usize].stations.as_slice());
        let own = crew.is_none().then_some(station);
        let shared = shared
            .into_iter()
            .flatten()
            .map(|&station| station as usize);
        shared.chain(own)
    }

    /// Whether a crew works on everything at once; no change makes it so or ends it.
    pub fn is_sharing(&self, crew: u32) -> bool {
        let stations = &self.crews[crew as usize].stations;
        let of = |station: &u32| self.settings.order[*station as usize] == Order::Sharing;
        stations.first().is_some_and(of)
    }
}
