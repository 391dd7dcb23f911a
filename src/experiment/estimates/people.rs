//! Estimates of stations and their people: of one station each, or of a pool of several.

use std::collections::BTreeMap;

use super::causes;
use crate::experiment::fold::{CrewFold, Ratio, StationFold, VariantFold};
use crate::experiment::outcome::{People, PoolOutcome, StationOutcome};
use crate::experiment::regime;
use crate::network::{Network, Station};
use crate::scenario::Variant;
use crate::statistics::{Estimate, Level, Moments};
use crate::units::Span;

/// What was found at every station.
pub(super) fn stations(
    of: &Variant,
    net: &Network,
    fold: &VariantFold,
    level: &Level,
) -> BTreeMap<String, StationOutcome> {
    let stations = net.stations.iter().zip(&of.scenario.stations);
    let outcomes =
        stations
            .zip(&fold.stations)
            .enumerate()
            .map(|(at, ((station, written), found))| {
                let in_branch = |&leg: &u32| net.legs[leg as usize].within.is_some();
                let crew = station.crew.map(|crew| crew as usize);
                let pool = crew.filter(|&crew| net.crews[crew].is_pool);
                let own = crew.filter(|&crew| !net.crews[crew].is_pool);
                let outcome = StationOutcome {
                    title: written.title.clone(),
                    staff: of.scenario.staff_of(written),
                    pool: pool.map(|crew| net.crews[crew].name.clone()),
                    beside: match station.legs.iter().any(in_branch) {
                        true => beside(found, level),
                        false => Vec::new(),
                    },
                    people: own.map(|crew| people(&fold.crews[crew], level)),
                    full_gate: regime::full_gate(net, fold, at),
                    flaws: count(station.leaves_flaws, &found.flaws, level),
                    automatic: share(decides(net, station), &found.automatic, level),
                    caught: count(catches(net, station), &found.caught, level),
                    ..outcome(station, found, level)
                };
                (station.name.clone(), outcome)
            });
    outcomes.collect()
}

fn outcome(station: &Station, fold: &StationFold, level: &Level) -> StationOutcome {
    let [abandons, turns_away] = losses(station);
    StationOutcome {
        title: String::new(),
        staff: None,
        pool: None,
        utilisation: level.ratio(&fold.utilisation, 0, 1, "1"),
        queue: level.mean(&fold.queue, 0, "items"),
        present: level.mean(&fold.present, 0, "items"),
        wait: level.ratio(&fold.wait, 0, 1, "h"),
        effort: level.ratio(&fold.effort, 0, 1, "h"),
        visits: level.ratio(&fold.visits, 0, 1, "visits/item"),
        throughput: level.mean(&fold.throughput, 0, "visits/week"),
        sent_back: level.ratio(&fold.sent_back, 0, 1, "1"),
        abandoned: share(abandons, &fold.abandoned, level),
        turned_away: share(turns_away, &fold.turned_away, level),
        flaws: None,
        caught: None,
        automatic: None,
        full_gate: None,
        time: causes(&fold.time, level),
        beside: Vec::new(),
        people: None,
    }
}

/// Whether any visit to a station looks for flaws.
fn catches(net: &Network, station: &Station) -> bool {
    let mut legs = station.legs.iter();
    legs.any(|&leg| net.legs[leg as usize].looks)
}

/// Whether any visit to a station may be decided without people.
fn decides(net: &Network, station: &Station) -> bool {
    let mut legs = station.legs.iter();
    legs.any(|&leg| !net.legs[leg as usize].autos.is_empty())
}

/// Flaws in the window; nothing where there can be none.
fn count(can_be: bool, fold: &Moments<1>, level: &Level) -> Option<Estimate> {
    can_be.then(|| level.mean(fold, 0, "flaws")).flatten()
}

/// Time outside the ledgers of items.
fn beside(fold: &StationFold, level: &Level) -> Vec<(&'static str, Option<Estimate>)> {
    let per_visit = |fold| level.ratio(fold, 0, 1, "h");
    vec![
        ("discarded", per_visit(&fold.discarded)),
        ("join", per_visit(&fold.join)),
    ]
}

/// Whether an item can give up at a station, and whether it can be turned away there.
pub(super) fn losses(station: &Station) -> [bool; 2] {
    [
        station.patience.is_some(),
        station.room.is_some() && station.turns_away,
    ]
}

/// A share of items lost; nothing where none can be.
pub(super) fn share(can_be: bool, fold: &Ratio, level: &Level) -> Option<Estimate> {
    can_be.then(|| level.ratio(fold, 0, 1, "1")).flatten()
}

/// What was found of every pool.
pub(super) fn pools(
    of: &Variant,
    net: &Network,
    fold: &VariantFold,
    level: &Level,
) -> BTreeMap<String, PoolOutcome> {
    let crews = net.crews.iter().zip(&of.scenario.teams).zip(&fold.crews);
    let pools = crews.filter(|((crew, _), _)| crew.is_pool);
    pools
        .map(|((crew, team), found)| {
            let names = crew.stations.iter();
            let name = |&station: &u32| net.stations[station as usize].name.clone();
            let outcome = PoolOutcome {
                title: team.title.clone(),
                staff: team.staff,
                stations: names.map(name).collect(),
                utilisation: level.ratio(&found.utilisation, 0, 1, "1"),
                queue: level.mean(&found.queue, 0, "items"),
                people: people(found, level),
            };
            (crew.name.clone(), outcome)
        })
        .collect()
}

fn people(fold: &CrewFold, level: &Level) -> People {
    let share = |fold| level.ratio(fold, 0, 1, "1");
    People {
        busy: share(&fold.busy),
        blocked: share(&fold.blocked),
        starved: share(&fold.starved),
        off: share(&fold.off),
        absent: share(&fold.absent),
    }
}

/// What must be said of trials in which people waited for each other for good.
pub(super) fn deadlocks(of: &Variant, fold: &VariantFold) -> Option<String> {
    let found = &fold.deadlocks;
    let first = Span(found.first?);
    let stations = &of.scenario.stations;
    let names = found.stations.iter();
    let names = names.filter_map(|&station| Some(stations.get(station as usize)?.title.as_str()));
    let names: Vec<&str> = names.collect();
    let after = match first.weeks() {
        weeks if weeks >= 1.0 => format!("{weeks:.1} weeks"),
        _ => format!("{:.1} hours", first.hours()),
    };
    Some(format!(
        "In {} of {} trials people waited for each other in a circle, for good, at {}: each held \
         finished work for want of room ahead. It came first {after} after the run began; the rest \
         of the organisation ran on.",
        found.trials,
        fold.trials,
        names.join(", ")
    ))
}
