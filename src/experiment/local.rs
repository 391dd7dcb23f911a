//! The local change: by how much the one station that was touched got faster.
//!
//! A station's own rate is what its people do when they are neither starved nor blocked: people
//! times focus times pace, less what they cost each other, over effort per visit. What load makes of
//! that, by interference or hurry, follows from the whole and is no change of its own. It is averaged over the window, so a change half
//! way through counts half; the relative change is variant over baseline minus 1. If several
//! stations changed, one of them perhaps in its gate or delay only, or the WIP limit did, there is no
//! single local change, and so no pass-through: what they do together is not the doing of one.

use crate::network::{Crew, LoadSettings, Network, Order, Settings, When};

/// A local change, or why there is none.
pub(super) type Local = Result<(String, f64), String>;

/// One over the smallest relative change that counts as one.
const RESOLUTION: f64 = 1e12;

/// A relative change without what rounding added: 0.3, not 0.30000000000000004.
fn exact(change: f64) -> f64 {
    (change * RESOLUTION).round() / RESOLUTION
}

/// Compares the own rates of all stations that both variants have.
pub(super) fn local_change(baseline: &Network, variant: &Network) -> Local {
    if let Some(reason) = [baseline, variant].into_iter().find_map(drawn) {
        return Err(reason);
    }
    if let Some(reason) = by_deliveries(baseline).or_else(|| by_deliveries(variant)) {
        return Err(reason);
    }
    if let Some(reason) = other_people(baseline, variant) {
        return Err(reason);
    }
    let changed: Vec<(usize, f64)> = variant
        .stations
        .iter()
        .enumerate()
        .filter_map(|(own, station)| {
            let other = baseline
                .stations
                .iter()
                .position(|other| other.name == station.name)?;
            let ratio = mean_rate(variant, own)? / mean_rate(baseline, other)?;
            let change = exact(ratio - 1.0);
            (change != 0.0).then_some((own, change))
        })
        .collect();
    match by_people(variant, &changed).as_slice() {
        [] => Err("no station works at another rate".to_string()),
        [one] => match changed_beside(baseline, variant, &one.0) {
            None => Ok(one.clone()),
            Some(other) => Err(format!("{} changed, and {other} too", one.0)),
        },
        several => {
            let names: Vec<_> = several.iter().map(|(name, _)| name.as_str()).collect();
            Err(format!(
                "several stations changed their rate: {}",
                names.join(", ")
            ))
        }
    }
}

/// Whether deliveries change something as the run goes on.
fn by_deliveries(net: &Network) -> Option<String> {
    let change = net.changes.iter().find_map(|change| match change.at {
        When::Each(kind) => Some(&net.kinds[kind as usize].name),
        _ => None,
    });
    change.map(|kind| format!("every delivery of {kind} changes something"))
}

/// Why the people of a station are not those of the baseline: what they can do is then more or less
/// than a rate of its own.
fn other_people(baseline: &Network, variant: &Network) -> Option<String> {
    let leave = |net: &Network, station: usize| {
        let crew = net.stations[station]
            .crew
            .map(|crew| &net.crews[crew as usize]);
        crew.and_then(|crew| Some((crew.attrition?.mean, crew.opens.is_some())))
    };
    let both = variant
        .stations
        .iter()
        .enumerate()
        .filter_map(|(own, station)| {
            let mut old = baseline.stations.iter();
            let old = old.position(|old| old.name == station.name)?;
            Some((old, own, &station.name))
        });
    both.into_iter().find_map(|(old, own, name)| {
        if pool(baseline, old) != pool(variant, own) {
            Some(format!(
                "{name} does not share its people with the same others"
            ))
        } else if baseline.stations[old].crew.is_some() != variant.stations[own].crew.is_some() {
            Some(format!("{name} has people without limit in one of the two"))
        } else if batches(baseline, old) != batches(variant, own) {
            Some(format!("{name} does not make the same batches"))
        } else if leave(baseline, old) != leave(variant, own) {
            Some(format!("the people of {name} do not stay as long"))
        } else {
            None
        }
    })
}

/// The sizes that batches of a station may have and the times after which they go, if it makes any.
fn batches(net: &Network, station: usize) -> Option<Vec<(u32, u64)>> {
    let of = |settings: Settings| (settings.batch_size[station], settings.batch_after[station]);
    let changes = net.steady_from().into_iter();
    net.stations[station]
        .batches
        .then(|| changes.map(|at| of(net.settings_at(at))).collect())
}

/// Name of the pool a station's people belong to.
fn pool(net: &Network, station: usize) -> Option<&str> {
    let crew = &net.crews[net.stations[station].crew? as usize];
    crew.is_pool.then_some(crew.name.as_str())
}

/// Changes by name; what is the same at all stations of a pool is the pool's.
fn by_people(net: &Network, changed: &[(usize, f64)]) -> Vec<(String, f64)> {
    let pool = |station: usize| {
        let crew = net.stations[station].crew;
        let crew = crew.map(|crew| &net.crews[crew as usize]);
        crew.filter(|crew| crew.is_pool)
    };
    let alike = |crew: &Crew, change: f64| {
        let has = |station: &&u32| changed.contains(&(**station as usize, change));
        crew.stations.iter().filter(has).count() > 1
    };
    let mut found: Vec<(String, f64)> = Vec::new();
    for &(station, change) in changed {
        let name = match pool(station).filter(|crew| alike(crew, change)) {
            Some(crew) => &crew.name,
            None => &net.stations[station].name,
        };
        if !found.iter().any(|(known, _)| known == name) {
            found.push((name.clone(), change));
        }
    }
    found
}

/// What else is not as in the baseline at some time of the window: another station, or the limit.
fn changed_beside(baseline: &Network, variant: &Network, local: &str) -> Option<String> {
    let instants = baseline
        .steady_from()
        .into_iter()
        .chain(variant.steady_from());
    let differ = |instant: u64| {
        let settings = [baseline, variant].map(|net| net.settings_at(instant));
        let [before, after] = &settings;
        let mut others = variant.stations.iter().enumerate();
        let other = others.find(|(own, station)| {
            let mut old = baseline.stations.iter();
            let old = old.position(|old| old.name == station.name);
            let load = |settings: &Settings, at: usize| under_load(&settings.load, at);
            let as_before = |old: usize| load(before, old) == load(after, *own);
            if station.name == local {
                return old.is_some_and(|old| !as_before(old));
            }
            old.is_some_and(|old| {
                let had_gate = baseline.stations[old].gate.is_some();
                had_gate != station.gate.is_some()
                    || waits(before, old) != waits(after, *own)
                    || judges(before, old) != judges(after, *own)
                    || policies(baseline, before, old) != policies(variant, after, *own)
                    || rooms(baseline, old) != rooms(variant, *own)
                    || !as_before(old)
            })
        });
        let limit = before.wip_limit != after.wip_limit;
        let handoff = |of: &Settings| {
            let efforts = of.quality.handoff_effort.iter().map(|of| of.mean);
            (
                efforts.collect::<Vec<f64>>(),
                of.quality.handoff_flaws.clone(),
            )
        };
        let handoff = handoff(before) != handoff(after);
        let brings = brings(baseline, before) != brings(variant, after);
        let other = other.map(|(_, station)| match station.name == local {
            true => "what load does there".to_owned(),
            false => station.name.clone(),
        });
        other
            .or_else(|| limit.then(|| "the WIP limit".to_owned()))
            .or_else(|| brings.then(|| "what deliveries bring".to_owned()))
            .or_else(|| handoff.then(|| "what a handoff costs".to_owned()))
    };
    instants.into_iter().find_map(differ)
}

/// What deliveries bring: from which kind which, how often, how much later, whether for every flaw,
/// and whether it undoes.
fn brings<'n>(
    net: &'n Network,
    settings: &Settings,
) -> Vec<(&'n str, &'n str, [f64; 2], [bool; 2])> {
    let name = |kind: u32| net.kinds[kind as usize].name.as_str();
    let ways = net.leads.iter().zip(&settings.lead_chance);
    ways.zip(&settings.lead_after)
        .map(|((way, chance), after)| {
            let names = (name(way.from), name(way.work));
            let ways = [way.per_flaw, way.undoes];
            (names.0, names.1, [*chance, after.mean], ways)
        })
        .collect()
}

/// What decides at a station who may wait and for how long: room, patience, changing over.
fn rooms(net: &Network, station: usize) -> (Option<u32>, bool, [Option<f64>; 2]) {
    let of = &net.stations[station];
    let means = [of.patience, of.setup].map(|of| of.map(|of| of.mean));
    (of.room, of.turns_away, means)
}

/// What makes items wait at a station besides its people: order, cadence, slots and delay.
fn waits(settings: &Settings, station: usize) -> (Order, u64, Option<f64>, f64) {
    (
        settings.order[station],
        settings.cadence[station],
        settings.slots[station].map(|slots| slots.mean),
        settings.delay[station].mean,
    )
}

/// What load does to the people of a station.
fn under_load(load: &LoadSettings, station: usize) -> [f64; 4] {
    [
        load.interference[station],
        load.hurry_queue[station],
        load.hurry_pace[station],
        load.hurry_catches[station],
    ]
}

/// What a visit to a station leaves behind and finds.
fn judges(settings: &Settings, station: usize) -> [f64; 3] {
    let chances = [
        &settings.quality.flaws,
        &settings.quality.catches,
        &settings.quality.catches_effort,
    ];
    chances.map(|of| of[station])
}

/// What is decided without people at a station, leg by leg: share, time and chance of finding flaws.
fn policies(net: &Network, settings: &Settings, station: usize) -> Vec<[f64; 3]> {
    let legs = net.stations[station].legs.iter();
    let entries = legs.flat_map(|&leg| &net.legs[leg as usize].autos);
    let of = |&entry: &u32| {
        let entry = entry as usize;
        let touch = settings.quality.auto_touch[entry].mean;
        [
            settings.quality.auto_share[entry],
            touch,
            settings.quality.auto_catches[entry],
        ]
    };
    entries.map(of).collect()
}

/// Why it is not known before a trial what a change does when.
fn drawn(net: &Network) -> Option<String> {
    net.changes.iter().find_map(|change| match change.at {
        When::Fixed(_) if change.via.is_some() => Some(format!(
            "the change {} takes effect when it is through",
            change.name
        )),
        When::Random(_) => Some("a change comes at a random instant".to_owned()),
        When::Fixed(_) if change.course.succeeds < 1.0 => {
            Some(format!("the change {} may come to nothing", change.name))
        }
        When::Fixed(_) if !net.is_certain(change) => Some(format!(
            "the change {} ends at a random instant",
            change.name
        )),
        _ => None,
    })
}

/// Own rate of a station, averaged over the window; `None` without people or hands-on work.
fn mean_rate(net: &Network, station: usize) -> Option<f64> {
    over_window(net, |settings| rate(net, settings, station))
}

/// People of a station or pool, averaged over the window; `None` if they are unlimited.
pub(super) fn mean_staff(net: &Network, name: &str) -> Option<f64> {
    let own = net.stations.iter().find(|of| of.name == name);
    let pool = || net.crews.iter().position(|crew| crew.name == name);
    let crew = match own {
        Some(station) => station.crew?,
        None => pool()? as u32,
    };
    over_window(net, |settings| Some(net.people(settings, crew)))
}

/// Something that only changes of fixed date move, averaged over the window.
fn over_window(net: &Network, value: impl Fn(&Settings) -> Option<f64>) -> Option<f64> {
    let mut cuts = net.steady_from();
    cuts.push(net.end);
    let mut sum = 0.0;
    for stretch in cuts.windows(2) {
        sum += value(&net.settings_at(stretch[0]))? * (stretch[1] - stretch[0]) as f64;
    }
    Some(sum / (net.end - net.zero) as f64)
}

fn rate(net: &Network, settings: &Settings, station: usize) -> Option<f64> {
    let crew = net.stations[station].crew;
    let people = crew.map_or(1.0, |crew| net.people(settings, crew));
    let legs = &net.stations[station].legs;
    let effort: f64 = legs
        .iter()
        .map(|&leg| settings.touch[leg as usize].mean * (1.0 - net.automatic(settings, leg)))
        .sum();
    let pace = net.pace(settings, station);
    (effort > 0.0).then(|| people * settings.focus[station] * pace / effort)
}
