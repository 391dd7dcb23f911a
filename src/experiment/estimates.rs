//! From sums over trials to estimates with intervals, for one variant.

mod people;

use std::collections::BTreeMap;

use super::bottleneck::{self, Bottleneck};
use super::fold::{KindFold, Ratio, VariantFold};
use super::orgs::orgs;
use super::outcome::{
    CauseTimes, Checks, Distribution, Regime, Series, StopReason, Times, VariantOutcome,
    WorkOutcome,
};
use super::{measures, regime};
use crate::network::{Leg, Network, Source};
use crate::observe::{CAUSES, Cause};
use crate::scenario::Variant;
use crate::scenario::model::When;
use crate::statistics::{Estimate, GroupedHistogram, Level, Moments};
use crate::units::{HOUR, Span};

/// Bins of the published distribution.
const BINS: usize = 40;

/// Everything found about a variant.
pub(super) fn variant(
    of: &Variant,
    net: &Network,
    fold: &VariantFold,
    level: &Level,
    stopped: StopReason,
) -> VariantOutcome {
    let mut outcome = measured(of, net, fold, level, stopped);
    outcome.bottleneck = bottleneck::find(of, net, fold, &outcome, level);
    outcome
}

/// Everything but what follows from the rest.
fn measured(
    of: &Variant,
    net: &Network,
    fold: &VariantFold,
    level: &Level,
    stopped: StopReason,
) -> VariantOutcome {
    let regimes = regime::after(net, fold, level);
    let regime = regime::headline(net, &regimes);
    let overloaded = regime == Regime::Overloaded;
    let valued = net.kinds.iter().any(|kind| kind.value.is_some());
    let currency = of.scenario.money.currency.clone();
    let stable = |estimate: Option<Estimate>| if overloaded { None } else { estimate };
    VariantOutcome {
        name: of.name.clone(),
        title: of.title.clone(),
        trials: fold.trials,
        stopped,
        regime,
        throughput: level.mean(&fold.throughput, 0, "items/week"),
        delivered: level.mean(&fold.delivered, 0, "items"),
        undone: measures::undone(net, fold, level),
        earned: level.mean(&fold.earned, 0, "items"),
        escaped: escaped(net.carries_flaws(), &fold.escaped, level),
        flow_time: unless(overloaded, times(&fold.flow, &fold.flow_times, level)),
        lead_time: unless(overloaded || !arrives(net), mean_only(&fold.lead, level)),
        wip: level.mean(&fold.wip, 0, "items"),
        inside_at_end: level.mean(&fold.inside_at_end, 0, "items"),
        growth: level
            .mean(&fold.growth, 0, "items/week")
            .filter(|_| overloaded),
        value: level.mean(&fold.value, 0, currency).filter(|_| valued),
        measures: measures::measures(of, net, &fold.measures, level),
        flow_efficiency: stable(level.ratio(&fold.efficiency, 0, 1, "1")),
        flow_efficiency_elapsed: stable(level.ratio(&fold.elapsed_efficiency, 0, 1, "1")),
        time: causes(&fold.time, level)
            .into_iter()
            .map(|(cause, time)| (cause, stable(time)))
            .collect(),
        beside: if net.forks.is_empty() {
            Vec::new()
        } else {
            vec![parallel_touch(&fold.parallel_touch, overloaded, level)]
        },
        checks: checks(fold, level),
        work: work(of, net, fold, &regimes, level),
        stations: people::stations(of, net, fold, level),
        pools: people::pools(of, net, fold, level),
        bottleneck: Bottleneck::default(),
        station_order: station_order(net),
        orgs: orgs(of, net, fold, level),
        made: super::changes::made(of, net, fold, level),
        series: series(fold, level),
        flow_time_distribution: distribution(&fold.flow_times),
        changes: changes(of),
        enough_burn_in: None,
        notes: people::deadlocks(of, fold).into_iter().collect(),
    }
}

/// Whether any kind that counts has a backlog to arrive in.
fn arrives(net: &Network) -> bool {
    net.kinds
        .iter()
        .any(|kind| kind.counts && !is_endless(kind))
}

/// Changes whose effect begins inside the window.
fn changes(of: &Variant) -> Vec<(String, String)> {
    let horizon = of.scenario.clock.horizon;
    let acting = of.scenario.changes.iter().filter_map(|change| {
        let when = match change.at {
            When::Fixed(at) if at.0 == 0 => "as the window begins".to_string(),
            When::Fixed(at) if at.0 > 0 && at.0.unsigned_abs() < horizon.0 => {
                format!("{:.0} weeks into it", Span(at.0.unsigned_abs()).weeks())
            }
            When::Fixed(_) => return None,
            When::Random(_) => "at a random instant".to_string(),
            When::Each(kind) => {
                format!("with every delivery of {}", of.scenario.kinds[kind].name)
            }
        };
        let when = match change.via {
            Some(kind) => {
                let passed = of.scenario.stations_of(kind).join(", ");
                format!("{when}, once it is through {passed}")
            }
            None => when,
        };
        Some((change.title.clone(), when))
    });
    acting.collect()
}

fn is_endless(kind: &crate::network::Kind) -> bool {
    matches!(kind.source, Source::Endless)
}

/// Nothing, where a mean would describe a backlog that grows without end.
fn unless(refused: bool, times: Times) -> Times {
    if refused { Times::default() } else { times }
}

fn mean_only(lead: &Ratio, level: &Level) -> Times {
    Times {
        mean: level.ratio(lead, 0, 1, "h"),
        ..Times::default()
    }
}

fn times(flow: &Ratio, histogram: &GroupedHistogram, level: &Level) -> Times {
    let quantile = |p: f64| {
        histogram
            .quantile(p, level)
            .map(|estimate| estimate.scaled(1.0 / HOUR as f64, "h"))
    };
    Times {
        mean: level.ratio(flow, 0, 1, "h"),
        p50: quantile(0.5),
        p85: quantile(0.85),
        p95: quantile(0.95),
    }
}

pub(super) fn causes(folds: &[Ratio; CAUSES], level: &Level) -> CauseTimes {
    Cause::ALL
        .iter()
        .zip(folds)
        .map(|(cause, fold)| (cause.name(), level.ratio(fold, 0, 1, "h")))
        .collect()
}

fn checks(fold: &VariantFold, level: &Level) -> Checks {
    let (gap, area) = fold.little;
    Checks {
        mass_balance: fold.mass_balance,
        ledger: fold.ledger_gap,
        little: if gap == 0 {
            0.0
        } else {
            gap as f64 / area.max(1) as f64
        },
        settled: super::settle::settled(&fold.settling, level),
        deadlocks: fold.deadlocks.trials,
    }
}

fn work(
    of: &Variant,
    net: &Network,
    fold: &VariantFold,
    regimes: &[Regime],
    level: &Level,
) -> BTreeMap<String, WorkOutcome> {
    let kinds = net
        .kinds
        .iter()
        .zip(&of.scenario.kinds)
        .zip(fold.kinds.iter().zip(regimes));
    kinds
        .enumerate()
        .map(|(at, ((kind, written), (fold, regime)))| {
            let mut outcome = kind_outcome(written, kind, fold, *regime, level);
            let legs = kind.first_leg as usize..(kind.first_leg + kind.legs) as usize;
            let flawed = |leg: &Leg| net.stations[leg.station as usize].leaves_flaws;
            let some = net.legs[legs.clone()].iter().any(flawed);
            outcome.escaped = escaped(some, &fold.escaped, level);
            let on_its_way = net.legs[legs]
                .iter()
                .map(|leg| people::losses(&net.stations[leg.station as usize]));
            let [abandons, turns_away] = on_its_way.fold([false; 2], |some, here| {
                [some[0] || here[0], some[1] || here[1]]
            });
            outcome.undone = net
                .can_be_undone(at)
                .then(|| level.mean(&fold.undone, 0, "items"))
                .flatten();
            outcome.abandoned = people::share(abandons, &fold.abandoned, level);
            outcome.turned_away = people::share(turns_away, &fold.turned_away, level);
            (kind.name.clone(), outcome)
        })
        .collect()
}

fn kind_outcome(
    written: &crate::scenario::model::Kind,
    kind: &crate::network::Kind,
    fold: &KindFold,
    regime: Regime,
    level: &Level,
) -> WorkOutcome {
    let overloaded = regime == Regime::Overloaded;
    let stable = |estimate: Option<Estimate>| if overloaded { None } else { estimate };
    let (arrives, forks) = (!is_endless(kind), !written.forks.is_empty());
    WorkOutcome {
        title: written.title.clone(),
        counts: kind.counts,
        regime,
        throughput: level.mean(&fold.throughput, 0, "items/week"),
        delivered: level.mean(&fold.delivered, 0, "items"),
        undone: None,
        escaped: None,
        flow_time: unless(overloaded, times(&fold.flow, &fold.flow_times, level)),
        lead_time: unless(overloaded || !arrives, mean_only(&fold.lead, level)),
        wait: stable(level.ratio(&fold.waited, 0, 1, "h")),
        abandoned: None,
        turned_away: None,
        time: causes(&fold.time, level)
            .into_iter()
            .map(|(cause, time)| (cause, stable(time)))
            .collect(),
        beside: if forks {
            vec![parallel_touch(&fold.parallel_touch, overloaded, level)]
        } else {
            Vec::new()
        },
    }
}

/// Items delivered with a flaw; nothing where there can be none.
fn escaped(can_be: bool, fold: &Moments<1>, level: &Level) -> Option<Estimate> {
    can_be.then(|| level.mean(fold, 0, "items")).flatten()
}

/// Hands-on time beside the ledger.
fn parallel_touch(
    fold: &Ratio,
    overloaded: bool,
    level: &Level,
) -> (&'static str, Option<Estimate>) {
    let time = if overloaded {
        None
    } else {
        level.ratio(fold, 0, 1, "h")
    };
    ("parallel_touch", time)
}

/// Stations by their last place in any route, so that what work of any kind passes before comes
/// before, then by name.
fn station_order(net: &Network) -> Vec<String> {
    let mut order: Vec<_> = net
        .stations
        .iter()
        .map(|station| {
            let places = station.legs.iter().map(|&leg| place(net, leg as usize));
            let last = places.max().unwrap_or(usize::MAX);
            (last, station.name.clone())
        })
        .collect();
    order.sort();
    order.into_iter().map(|(_, name)| name).collect()
}

/// The place of a leg in the route of its kind.
fn place(net: &Network, leg: usize) -> usize {
    let kind = net.legs[leg].kind;
    let first = net.legs.iter().position(|leg| leg.kind == kind);
    leg - first.unwrap_or(leg)
}

fn series(fold: &VariantFold, level: &Level) -> Series {
    Series {
        every: fold.series_every(),
        throughput: fold
            .series_throughput
            .iter()
            .map(|moments| level.mean(moments, 0, "items/week"))
            .collect(),
        wip: fold
            .series_wip
            .iter()
            .map(|moments| level.mean(moments, 0, "items"))
            .collect(),
    }
}

fn distribution(histogram: &GroupedHistogram) -> Distribution {
    let (edges, share) = histogram.coarse(BINS, HOUR as f64);
    Distribution {
        edges: edges.iter().map(|edge| edge / HOUR as f64).collect(),
        share,
    }
}
