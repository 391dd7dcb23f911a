//! What limits a throughput: said before the reader takes a 0 for a bug or for a finding.
//!
//! Before a run: arrivals that ask more of some station or gate than it can do, once all changes have
//! taken effect, are overloaded, or saturate it if what is too much leaves for want of room or
//! patience; other arrivals are demand-limited; endless work is limited by the WIP limit or saturates
//! its first station, and overloads whatever is slower behind it. After a run the WIP limit is
//! distinguished from a station or gate that works all the time, and demand from a backlog that keeps
//! growing under the limit or under a change that was taken back.

use super::fold::VariantFold;
use super::outcome::Regime;
use super::strain::{Ceiling, Excess, Strain, short};
use crate::network::{Change, Network, Source, When};
use crate::statistics::Level;
use crate::units::WEEK;

/// A crew that is busy this share of its time is as good as always at work.
const ALWAYS_BUSY: f64 = 0.98;
/// Growth below this share of the deliveries, or by fewer items than these over the window, is not
/// called an overload: an organisation that starts empty fills up first.
const SMALL_GROWTH: f64 = 0.02;
const FEW_ITEMS: f64 = 3.0;

/// Regime of a kind and the reason for it.
#[derive(Clone, Debug, PartialEq)]
pub struct KindRegime {
    /// Name of the kind.
    pub kind: String,
    /// What limits it.
    pub regime: Regime,
    /// Why, in words.
    pub reason: String,
    /// The place on its way that can do least, and the next, in words; only under a WIP limit.
    pub narrowest: Option<String>,
    /// Items by which it grows in an average week; only where it is overloaded.
    pub growth: Option<f64>,
}

/// What can be said of every kind before any run.
pub(super) fn before(net: &Network) -> Vec<KindRegime> {
    let strain = Strain::new(net, net.settings_after_all());
    let kinds = net.kinds.iter().enumerate().map(|(position, kind)| {
        let (regime, reason) = static_regime(net, &strain, position);
        let growth = (regime == Regime::Overloaded).then(|| strain.growth(position));
        KindRegime {
            kind: kind.name.clone(),
            regime,
            reason,
            narrowest: (regime == Regime::WipLimited)
                .then(|| narrowest(net, &strain.ceilings(position)))
                .flatten(),
            growth,
        }
    });
    kinds.collect()
}

/// People at work on average while their calendar is open as time 0 comes, and people there, for
/// every station or pool where both are known: nothing that a WIP limit releases comes there.
pub(super) fn loads(net: &Network) -> Vec<(String, f64, f64)> {
    let strain = Strain::new(net, net.settings_at(net.zero));
    let is_limited = |leg: &u32| {
        let kind = net.legs[*leg as usize].kind as usize;
        let mut all = net.bringers(kind);
        all.push(kind);
        all.iter().any(|kind| {
            let kind = &net.kinds[*kind];
            kind.limited && matches!(kind.source, Source::Endless)
        })
    };
    let limited = |station: &u32| net.stations[*station as usize].legs.iter().any(is_limited);
    let crews = net.crews.iter();
    let known = crews.filter(|crew| !crew.stations.iter().any(limited));
    known
        .filter_map(|crew| {
            let found = strain.load(*crew.stations.first()? as usize);
            Some((crew.name.clone(), found.load, found.capacity))
        })
        .filter(|(_, load, _)| *load > 0.0)
        .collect()
}

fn static_regime(net: &Network, strain: &Strain<'_>, kind: usize) -> (Regime, String) {
    let of = &net.kinds[kind];
    let endless = matches!(of.source, Source::Endless);
    if endless && of.limited {
        let limit = net.settings_after_all().wip_limit[of.org as usize];
        return (
            Regime::WipLimited,
            format!("released while fewer than {limit} items are inside"),
        );
    }
    // What stays and grows is worse than what leaves.
    if let Some(overload) = strain
        .overloads(kind)
        .min_by_key(|overload| overload.excess)
    {
        let station = &net.stations[overload.station].name;
        let name = match strain.pool_of(&overload) {
            Some(pool) => format!("the pool {pool}"),
            None => station.clone(),
        };
        let words = overload.words();
        return match overload.excess {
            Excess::Waits => (Regime::Overloaded, format!("{name} {words}")),
            Excess::Leaves => (
                Regime::Saturated,
                format!("{name} {words}; the rest leaves"),
            ),
            Excess::Held => (
                Regime::Saturated,
                format!("{name} {words}; people before it hold what they have done"),
            ),
        };
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

/// The place on a kind's way that can do least, and the next: "at most 3 a week pass the gate of
/// legal; code, the next narrowest, could do 4.63".
fn narrowest(net: &Network, ceilings: &[Ceiling]) -> Option<String> {
    let place = |of: &Ceiling| {
        let station = &net.stations[of.station];
        match of.gate {
            true => format!("the gate of {}", station.name),
            false if station.gate.is_some() => format!("the people of {}", station.name),
            false => station.name.clone(),
        }
    };
    let least = ceilings.first()?;
    let most = format!(
        "at most {} a week pass {}",
        short(least.per_week),
        place(least)
    );
    Some(match ceilings.get(1) {
        Some(next) => format!(
            "{most}; {}, the next narrowest, could do {}",
            place(next),
            short(next.per_week)
        ),
        None => most,
    })
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
            Regime::Overloaded if is_bounded(net, kind) && !grows(net, fold, level, kind) => {
                Regime::Saturated
            }
            regime => regime,
        });
    kinds.collect()
}

/// Whether some station or gate on a kind's way has nothing left to give.
fn is_always_busy(net: &Network, fold: &VariantFold, kind: usize) -> bool {
    let of = &net.kinds[kind];
    let strain = Strain::new(net, net.settings_at(net.zero));
    (of.first_leg..of.first_leg + of.legs).any(|leg| {
        let station = net.legs[leg as usize].station as usize;
        let full = strain
            .admissions(station)
            .is_some_and(|most| admitted(fold, station) >= ALWAYS_BUSY * most);
        let busy = net.sharing_people(station).map(|at| fold.utilisation(at));
        full || busy.sum::<f64>() >= ALWAYS_BUSY
    })
}

/// What the gate of a station can admit a week, if a run of the window has shown its slots to be as
/// good as always taken and nothing changes them.
pub(super) fn full_gate(net: &Network, fold: &VariantFold, station: usize) -> Option<f64> {
    net.stations[station].gate.as_ref()?;
    let admissions = |settings| Strain::new(net, settings).admissions(station);
    let most = admissions(net.settings_at(net.zero))?;
    let taken = admitted(fold, station);
    let steady = admissions(net.settings_after_all()) == Some(most);
    (steady && taken >= ALWAYS_BUSY * most).then_some(most)
}

/// Services a week at a station but for those decided without people, which pass its gate.
fn admitted(fold: &VariantFold, station: usize) -> f64 {
    let found = &fold.stations[station];
    let automatic = match found.automatic.mean(1) {
        0.0 => 0.0,
        visits => found.automatic.mean(0) / visits,
    };
    found.throughput.mean(0) * (1.0 - automatic)
}

/// Whether a kind waits for room under the limit, was overloaded for a while by a change, or is served
/// by people who leave for good or change with what is delivered.
fn may_pile_up(net: &Network, kind: usize) -> bool {
    let overloaded = |settings| {
        let strain = Strain::new(net, settings);
        strain
            .overloads(kind)
            .any(|overload| overload.excess == Excess::Waits)
    };
    let leave = net.crews.iter().any(|crew| crew.attrition.is_some());
    let moves = |change: &Change| matches!(change.at, When::Each(_)) || change.via.is_some();
    net.kinds[kind].limited
        || leave
        || net.changes.iter().any(moves)
        || net
            .change_instants()
            .into_iter()
            .any(|instant| overloaded(net.settings_at(instant)))
}

/// Whether the load that calls a kind overloaded is its capacity, no more: without luck that holds.
fn is_just_full(net: &Network, kind: usize) -> bool {
    let strain = Strain::new(net, net.settings_after_all()).relieved();
    strain.overloads(kind).next().is_none()
}

/// Whether rooms or patience may keep what waits for a kind's stations from growing.
fn is_bounded(net: &Network, kind: usize) -> bool {
    let of = &net.kinds[kind];
    (of.first_leg..of.first_leg + of.legs).any(|leg| {
        let station = &net.stations[net.legs[leg as usize].station as usize];
        station.room.is_some() || station.patience.is_some()
    })
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
