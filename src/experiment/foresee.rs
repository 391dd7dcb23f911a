//! What can be said of a scenario before any run, at its place in the file: what is asked for more
//! than it can do, gates that keep step, a burn-in that is too short.
//!
//! Every variant is looked at; what holds for all of them is said once.

use super::outcome::Outcome;
use super::phases::{Locked, locked};
use super::strain::{Excess, Overload, Strain};
use crate::network::{Network, compile};
use crate::scenario::{Diagnostic, Diagnostics, Document, Severity, Variant};
use crate::theory::oracle::{Filling, filling};
use crate::units::{DAY, HOUR, MINUTE, WEEK, YEAR};

/// A queue may lack this share of its long-run mean when the window begins.
const SMALL: f64 = 0.05;
/// Items below which a queue is too small to matter.
const FEW_ITEMS: f64 = 0.5;
/// Trials of a short run.
const SHORT_RUN: (u64, u64) = (20, 100);

/// A finding before it has a place: keys that lead there, and what to say.
struct Found {
    keys: Vec<String>,
    severity: Severity,
    code: &'static str,
    message: String,
    hint: String,
}

/// What theory and traffic say against a scenario, in order of variants.
pub fn foresee(document: &Document) -> Vec<Diagnostic> {
    let variants = document.variants();
    let mut merged: Vec<(Found, Vec<&str>)> = Vec::new();
    for variant in variants {
        for found in of_variant(&compile(&variant.scenario)) {
            let same = |other: &&mut (Found, Vec<&str>)| {
                (&other.0.keys, &other.0.message) == (&found.keys, &found.message)
            };
            match merged.iter_mut().find(same) {
                Some((_, names)) => names.push(&variant.name),
                None => merged.push((found, vec![&variant.name])),
            }
        }
    }
    let said = merged.into_iter().map(|(found, names)| {
        let keys: Vec<&str> = found.keys.iter().map(String::as_str).collect();
        let message = match names.len() {
            all if all == variants.len() => found.message,
            1 => format!("in variant `{}`, {}", names[0], found.message),
            some => format!(
                "in variants `{}` and `{}`, {}",
                names[..some - 1].join("`, `"),
                names[some - 1],
                found.message
            ),
        };
        Diagnostic {
            code: found.code,
            severity: found.severity,
            place: Some(document.place(&keys)),
            message,
            hint: Some(found.hint),
        }
    });
    said.collect()
}

/// Variants that had not settled when their window began, as a run of them shows; only what other
/// findings do not say already.
pub fn unsettled(document: &Document, outcome: &Outcome, known: &Diagnostics) -> Vec<Diagnostic> {
    let said = |code: &str| known.list.iter().any(|finding| finding.code == code);
    // Where more comes in than goes out, nothing ever settles.
    if said("not-settled") || said("overload") {
        return Vec::new();
    }
    let drifting = outcome
        .variants
        .iter()
        .filter(|of| of.checks.settled == Some(false));
    let said = drifting.map(|of| Diagnostic {
        code: "not-settled",
        severity: Severity::Warning,
        place: Some(document.place(&["clock", "burn_in"])),
        message: format!(
            "in a run of {} trials, what waits still changes after the burn-in of variant `{}`",
            of.trials, of.name
        ),
        hint: Some(match of.enough_burn_in {
            Some(span) => format!("burn_in = \"{}\" would do", enough(span.0 as f64)),
            None => "eight times that would not do either: begin with items in place (`initial`)"
                .to_owned(),
        }),
    });
    said.collect()
}

/// Trials that make a short run of these variants, from the services they simulate and not from any
/// clock; `None` if even a few would take long.
pub fn short_trials(variants: &[Variant], services: f64) -> Option<u64> {
    let of = |variant: &Variant| {
        let net = compile(&variant.scenario);
        Strain::new(&net, net.settings_after_all()).services()
    };
    let one: f64 = variants.iter().map(of).sum();
    let (few, many) = SHORT_RUN;
    let affordable = (services / one.max(1.0)) as u64;
    // A little over the budget is better than no answer.
    (4 * affordable >= few).then(|| affordable.clamp(few, many))
}

fn of_variant(net: &Network) -> Vec<Found> {
    let mut found = overloads(net);
    found.extend(locked(net).iter().map(|pair| phase_locked(net, pair)));
    found.extend(short_burn_in(net));
    found
}

fn at_station(net: &Network, station: usize, keys: &[&str]) -> Vec<String> {
    let name = net.stations[station].name.as_str();
    let keys = ["station", name].into_iter().chain(keys.iter().copied());
    keys.map(str::to_owned).collect()
}

/// Stations and gates at or above their capacity, before or after changes.
fn overloads(net: &Network) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut known: Vec<usize> = Vec::new();
    let mut settings = vec![net.settings.clone()];
    settings.extend(
        net.change_instants()
            .into_iter()
            .map(|instant| net.settings_at(instant)),
    );
    settings.push(net.settings_after_all());
    for settings in settings {
        let strain = Strain::new(net, settings);
        let overloads = (0..net.kinds.len()).flat_map(|kind| strain.overloads(kind));
        // Where too much never comes, the limit is no mistake: it is the regime.
        for overload in overloads.filter(|overload| overload.excess != Excess::Held) {
            let mut same = net.sharing_people(overload.station);
            if !same.any(|station| known.contains(&station)) {
                known.push(overload.station);
                found.push(overloaded(net, &strain, &overload));
            }
        }
    }
    found
}

fn overloaded(net: &Network, strain: &Strain<'_>, overload: &Overload) -> Found {
    let station = &net.stations[overload.station].name;
    let pool = strain.pool_of(overload);
    let (keys, give): (&[&str], _) = match overload.gate {
        true => (&["gate"], "give it slots or sessions"),
        false => (&[], "give it staff, or lower the demand"),
    };
    let hint = match (overload.excess == Excess::Leaves, overload.is_just_full()) {
        (true, _) => format!("what it cannot do leaves undone: {give}"),
        (_, true) => format!("without anything to spare, what waits grows without end: {give}"),
        (_, false) => format!("what it cannot do waits, more of it every week: {give}"),
    };
    Found {
        keys: match pool {
            Some(pool) => vec!["pool".to_owned(), pool.to_owned()],
            None => at_station(net, overload.station, keys),
        },
        severity: Severity::Warning,
        code: "overload",
        message: match pool {
            Some(pool) => format!("the pool `{pool}` {}", overload.words()),
            None => format!("`{station}` {}", overload.words()),
        },
        hint,
    }
}

fn phase_locked(net: &Network, pair: &Locked) -> Found {
    let (first, second) = (
        &net.stations[pair.first].name,
        &net.stations[pair.second].name,
    );
    let waits: Vec<String> = pair.waits.iter().map(|wait| time(*wait as f64)).collect();
    let waits = match waits.as_slice() {
        [one] => format!("always waits {one}"),
        [one, other] => {
            format!("waits {one} or {other}, {} on average,", time(pair.mean))
        }
        many => format!(
            "waits {}, {} on average,",
            many.join(" or "),
            time(pair.mean)
        ),
    };
    Found {
        keys: at_station(net, pair.second, &["gate"]),
        severity: Severity::Note,
        code: "phase-locked",
        message: format!(
            "what the gate of `{first}` lets through {waits} for the gate of `{second}`: the two \
             keep step"
        ),
        hint: format!(
            "if they did not keep step, the wait would be {} on average; `on` or `first` moves one \
             of them",
            time(pair.independent)
        ),
    }
}

/// A burn-in in which an open queue does not fill up; the slowest of them.
fn short_burn_in(net: &Network) -> Option<Found> {
    let begins_full = net
        .kinds
        .iter()
        .any(|kind| kind.initial.iter().any(|at| at.1 > 0));
    if net.start == net.zero || begins_full {
        return None;
    }
    let strain = Strain::new(net, net.settings.clone());
    let fillings = (0..net.stations.len()).filter_map(|station| {
        let load = strain.load(station);
        let flow = (strain.visits(station), load.load, load.capacity);
        filling(net, station, flow, 1.0 - SMALL)
    });
    let lacking = fillings.filter(|of| {
        let lacks = 1.0 - of.filled;
        lacks > SMALL && lacks * of.queue > FEW_ITEMS
    });
    let slowest = lacking.max_by(|one, other| one.needed.total_cmp(&other.needed))?;
    Some(too_short(net, &slowest))
}

fn too_short(net: &Network, of: &Filling) -> Found {
    let name = &net.stations[of.station].name;
    let burn_in = (net.zero - net.start) as f64;
    let long = 1000.0 * YEAR as f64;
    Found {
        keys: vec!["clock".to_owned(), "burn_in".to_owned()],
        severity: Severity::Warning,
        code: "not-settled",
        message: format!(
            "after a burn-in of {} the queue of `{name}` has about {:.0}% of the {} items it comes \
             to in the long run: at a load of {}% it fills up slowly",
            time(burn_in),
            100.0 * of.filled,
            few_digits(of.queue),
            (of.load * 1000.0).round() / 10.0,
        ),
        hint: if of.needed < long {
            format!("burn_in = \"{}\" would do", enough(of.needed))
        } else {
            "no burn-in would do: the load is too near the capacity".to_owned()
        },
    }
}

/// A burn-in at least this long, as one would write it.
fn enough(ticks: f64) -> String {
    let (weeks, years) = (ticks / WEEK as f64, ticks / YEAR as f64);
    match weeks {
        weeks if weeks <= 1.0 => format!("{:.0}h", (ticks / HOUR as f64).ceil()),
        weeks if weeks <= 104.0 => format!("{:.0}w", weeks.ceil()),
        _ => format!("{:.0}y", years.ceil()),
    }
}

/// A time in words: "4d 18h", "90min".
fn time(ticks: f64) -> String {
    let minutes = (ticks / MINUTE as f64).round() as u64;
    let (day, hour) = (DAY / MINUTE, HOUR / MINUTE);
    let hours = minutes as f64 / hour as f64;
    match minutes {
        0 => "not at all".to_owned(),
        _ if minutes < 2 * hour => format!("{minutes}min"),
        _ if minutes < 2 * day => format!("{}h", few_digits(hours)),
        _ if ticks % YEAR as f64 == 0.0 => format!("{}y", ticks / YEAR as f64),
        _ if hours >= 24.0 * 60.0 => format!("{}w", few_digits(hours / 168.0)),
        _ => {
            let (days, rest) = ((hours / 24.0).floor(), (hours % 24.0).round());
            match rest as u64 {
                0 => format!("{days}d"),
                24 => format!("{}d", days + 1.0),
                rest => format!("{days}d {rest}h"),
            }
        }
    }
}

/// About three digits.
fn few_digits(value: f64) -> String {
    match value {
        value if value >= 100.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{}", (value * 10.0).round() / 10.0),
        value => format!("{}", (value * 100.0).round() / 100.0),
    }
}
