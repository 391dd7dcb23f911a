//! What limits a throughput: said before the reader takes a 0 for a bug or for a finding.
//!
//! Before a run: arrivals that ask more of some station or gate than it can do, once all changes have
//! taken effect, are overloaded, other arrivals are demand-limited; endless work is limited by the
//! WIP limit or saturates its first station, and overloads whatever is slower behind it. After a run
//! the WIP limit is distinguished from a station or gate that works all the time, and demand from a
//! backlog that keeps growing under the limit or under a change that was taken back.

use super::fold::VariantFold;
use super::outcome::Regime;
use crate::network::{Network, Settings, Source, Traffic};
use crate::statistics::Level;
use crate::units::WEEK;

/// A crew that is busy this share of its time is as good as always at work.
const ALWAYS_BUSY: f64 = 0.98;
/// Growth below this share of the deliveries, or by fewer items than these over the window, is not
/// called an overload: an organisation that starts empty fills up first.
const SMALL_GROWTH: f64 = 0.02;
const FEW_ITEMS: f64 = 3.0;
/// Loads this close to the capacity are equal to it but for rounding.
const ROUNDING: f64 = 1e-9;

/// Regime of a kind and the reason for it.
#[derive(Clone, Debug, PartialEq)]
pub struct KindRegime {
    /// Name of the kind.
    pub kind: String,
    /// What limits it.
    pub regime: Regime,
    /// Why, in words.
    pub reason: String,
}

/// What can be said of every kind before any run.
pub(super) fn before(net: &Network) -> Vec<KindRegime> {
    let settings = net.settings_after_all();
    let traffic = Traffic::new(net, &settings);
    let rates = release_rates(net, &settings, &traffic);
    let kinds = net.kinds.iter().enumerate().map(|(position, kind)| {
        let (regime, reason) = static_regime(net, &settings, &traffic, &rates, position);
        KindRegime {
            kind: kind.name.clone(),
            regime,
            reason,
        }
    });
    kinds.collect()
}

/// People at work on average while their calendar is open as time 0 comes, and people there, for
/// every station where both are known: nothing that a WIP limit releases comes there.
pub(super) fn loads(net: &Network) -> Vec<(String, f64, f64)> {
    let settings = net.settings_at(net.zero);
    let traffic = Traffic::new(net, &settings);
    let rates = release_rates(net, &settings, &traffic);
    let is_limited = |leg: &u32| {
        let kind = &net.kinds[net.legs[*leg as usize].kind as usize];
        kind.limited && matches!(kind.source, Source::Endless)
    };
    let stations = net.stations.iter().enumerate();
    let known = stations.filter(|(_, station)| !station.legs.iter().any(is_limited));
    known
        .map(|(at, station)| {
            let found = traffic.load(net, &settings, &rates, at);
            (station.name.clone(), found.load, found.capacity)
        })
        .filter(|(_, load, capacity)| capacity.is_finite() && *load > 0.0)
        .collect()
}

fn static_regime(
    net: &Network,
    settings: &Settings,
    traffic: &Traffic,
    rates: &[f64],
    kind: usize,
) -> (Regime, String) {
    let of = &net.kinds[kind];
    let endless = matches!(of.source, Source::Endless);
    if endless && of.limited {
        let limit = settings.wip_limit;
        return (
            Regime::WipLimited,
            format!("released while fewer than {limit} items are inside"),
        );
    }
    if let Some(reason) = overload(net, settings, traffic, rates, kind) {
        return (Regime::Overloaded, reason);
    }
    if endless {
        let first = &net.stations[net.legs[of.first_leg as usize].station as usize].name;
        return (
            Regime::Saturated,
            format!("released whenever someone at {first} is free"),
        );
    }
    (
        Regime::DemandLimited,
        "every station on its way can do more than arrives".to_string(),
    )
}

/// The first station or gate on a kind's way that cannot keep up.
fn overload(
    net: &Network,
    settings: &Settings,
    traffic: &Traffic,
    rates: &[f64],
    kind: usize,
) -> Option<String> {
    let of = &net.kinds[kind];
    let endless = matches!(of.source, Source::Endless);
    let first = net.legs[of.first_leg as usize].station;
    for leg in of.first_leg..of.first_leg + of.legs {
        let station = net.legs[leg as usize].station;
        if endless && station == first {
            continue; // Saturated by construction.
        }
        let load = traffic.load(net, settings, rates, station as usize);
        let name = &net.stations[station as usize].name;
        if load.load >= load.capacity * (1.0 - ROUNDING) {
            return Some(format!(
                "{name} would need {:.2} people and has {}",
                load.load, load.capacity
            ));
        }
        if let Some(slots) = settings.slots[station as usize] {
            let sessions = sessions_per_week(net, settings, station as usize);
            let arriving = visits_per_week(net, traffic, rates, station);
            if arriving >= slots.mean * sessions {
                return Some(format!(
                    "{name} would have to admit {arriving:.2} a week and can admit {:.2}",
                    slots.mean * sessions
                ));
            }
        }
    }
    None
}

fn visits_per_week(net: &Network, traffic: &Traffic, rates: &[f64], station: u32) -> f64 {
    let legs = net.stations[station as usize].legs.iter();
    let visits =
        legs.map(|&leg| rates[net.legs[leg as usize].kind as usize] * traffic.visits[leg as usize]);
    visits.sum::<f64>() * WEEK as f64
}

/// Sessions a gate holds in an average week of the run.
fn sessions_per_week(net: &Network, settings: &Settings, station: usize) -> f64 {
    let Some(gate) = &net.stations[station].gate else {
        return f64::INFINITY;
    };
    let calendar = &net.calendars[net.stations[station].calendar as usize];
    let every = settings.cadence[station];
    let mut held = 0_u32;
    let mut t = net.zero;
    // A thousand sessions tell the average.
    while held < 1000 {
        let next = gate.sessions.next(every, calendar, t);
        if next >= net.end {
            break;
        }
        held += 1;
        t = next + 1;
    }
    let until = if held == 1000 { t } else { net.end };
    f64::from(held) / ((until - net.zero) as f64 / WEEK as f64)
}

/// Items released per tick, by kind: the demand, or for endless kinds without a limit what their
/// first station can take in.
fn release_rates(net: &Network, settings: &Settings, traffic: &Traffic) -> Vec<f64> {
    let mut rates: Vec<f64> = (0..net.kinds.len())
        .map(|kind| demand_rate(net, settings, kind))
        .collect();
    for kind in 0..net.kinds.len() {
        if !net.kinds[kind].is_fed() {
            continue;
        }
        let first = net.legs[net.kinds[kind].first_leg as usize].station as usize;
        let load = traffic.load(net, settings, &rates, first);
        let mut one = vec![0.0; net.kinds.len()];
        one[kind] = 1.0;
        let each = traffic.load(net, settings, &one, first).load;
        if load.capacity.is_finite() && each > 0.0 {
            rates[kind] = ((load.capacity - load.load) / each).max(0.0);
        }
    }
    rates
}

/// Arrivals per tick; 0 for endless kinds.
fn demand_rate(net: &Network, settings: &Settings, kind: usize) -> f64 {
    let of = &net.kinds[kind];
    let arrivals = match &of.source {
        Source::None | Source::Endless | Source::Items(_) => 0.0,
        Source::Poisson { .. } => settings.rate[kind],
        Source::Every => 1.0 / settings.interval[kind].mean,
        Source::Profile {
            pieces,
            repeat: Some(cycle),
            day_factor,
        } => {
            let ends = pieces
                .iter()
                .skip(1)
                .map(|piece| piece.0)
                .chain([*cycle + pieces[0].0]);
            let lengths = pieces
                .iter()
                .zip(ends)
                .map(|(piece, end)| (end - piece.0) as f64 * piece.1);
            lengths.sum::<f64>() / *cycle as f64 * day_factor.mean
        }
        // A profile that runs once, and a total, end by themselves.
        Source::Profile { .. } => 0.0,
    };
    if of.total == u64::MAX {
        arrivals * of.at_once.mean
    } else {
        0.0
    }
}

/// What limits every kind, after a run.
pub(super) fn after(net: &Network, fold: &VariantFold, level: &Level) -> Vec<Regime> {
    let before = before(net);
    let kinds = before
        .iter()
        .enumerate()
        .map(|(kind, before)| match before.regime {
            Regime::WipLimited if is_always_busy(net, fold, kind) => Regime::Saturated,
            Regime::DemandLimited if may_pile_up(net, kind) && grows(net, fold, level, kind) => {
                Regime::Overloaded
            }
            Regime::Overloaded if is_just_full(net, kind) && !grows(net, fold, level, kind) => {
                Regime::DemandLimited
            }
            regime => regime,
        });
    kinds.collect()
}

/// Whether some station or gate on a kind's way has nothing left to give.
fn is_always_busy(net: &Network, fold: &VariantFold, kind: usize) -> bool {
    let of = &net.kinds[kind];
    let settings = net.settings_at(net.zero);
    (of.first_leg..of.first_leg + of.legs).any(|leg| {
        let station = net.legs[leg as usize].station as usize;
        let full = settings.slots[station].is_some_and(|slots| {
            let most = slots.mean * sessions_per_week(net, &settings, station);
            fold.stations[station].throughput.mean(0) >= ALWAYS_BUSY * most
        });
        full || fold.utilisation(station) >= ALWAYS_BUSY
    })
}

/// Whether a kind waits for room under the limit, or was overloaded for a while by a change.
fn may_pile_up(net: &Network, kind: usize) -> bool {
    let overloaded = |settings: &Settings| {
        let traffic = Traffic::new(net, settings);
        let rates = release_rates(net, settings, &traffic);
        overload(net, settings, &traffic, &rates, kind).is_some()
    };
    net.kinds[kind].limited
        || net
            .change_instants()
            .any(|instant| overloaded(&net.settings_at(instant)))
}

/// Whether the load that calls a kind overloaded is its capacity, no more: without luck that holds.
fn is_just_full(net: &Network, kind: usize) -> bool {
    let settings = net.settings_after_all();
    let traffic = Traffic::new(net, &settings);
    let rates = release_rates(net, &settings, &traffic);
    let less: Vec<f64> = rates
        .iter()
        .map(|rate| rate * (1.0 - 2.0 * ROUNDING))
        .collect();
    overload(net, &settings, &traffic, &less, kind).is_none()
}

fn grows(net: &Network, fold: &VariantFold, level: &Level, kind: usize) -> bool {
    let (growth, throughput) = (&fold.kinds[kind].growth, &fold.kinds[kind].throughput);
    let low = level
        .mean(growth, 0, "items/week")
        .map_or(0.0, |growth| growth.low);
    let weeks = (net.end - net.zero) as f64 / WEEK as f64;
    low > SMALL_GROWTH * throughput.mean(0).max(f64::MIN_POSITIVE) && low * weeks > FEW_ITEMS
}

/// The regime of a variant: the most severe of the kinds that count.
pub(super) fn headline(net: &Network, kinds: &[Regime]) -> Regime {
    let counted = kinds.iter().zip(&net.kinds).filter(|(_, kind)| kind.counts);
    counted
        .map(|(regime, _)| *regime)
        .max()
        .unwrap_or(Regime::DemandLimited)
}
