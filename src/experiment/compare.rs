//! A variant against the baseline: paired differences, pass-through, where the gain went.

use super::fold::{MeanPair, PairFold, RatioPair};
use super::local::{Local, local_change, mean_staff};
use super::outcome::{Comparison, Difference, MoneyOutcome, Regime, VariantOutcome};
use crate::network::Network;
use crate::observe::Cause;
use crate::scenario::Variant;
use crate::scenario::model::{Kind, Target};
use crate::statistics::{Estimate, Level, variance_ratio};

/// Compares a variant with the baseline.
pub(super) fn compare(
    (baseline, variant): (&Variant, &Variant),
    networks: (&Network, &Network),
    outcomes: (&VariantOutcome, &VariantOutcome),
    fold: &PairFold,
    level: &Level,
) -> Comparison {
    let local = local_change(networks.0, networks.1);
    let throughput = mean_difference(&fold.throughput, level, "items/week");
    let pass_through = pass_through(&local, outcomes, &throughput);
    let money = money(&local, outcomes, baseline, &throughput);
    let overloaded = [outcomes.0, outcomes.1]
        .iter()
        .any(|outcome| outcome.regime == Regime::Overloaded);
    let stable = |estimate: Option<Estimate>| if overloaded { None } else { estimate };
    Comparison {
        variant: variant.name.clone(),
        baseline: baseline.name.clone(),
        local: local.as_ref().ok().map(|(_, change)| *change),
        local_station: local.as_ref().ok().map(|(station, _)| station.clone()),
        local_staff: local_staff(&local, networks),
        same_demand: demand(baseline) == demand(variant),
        local_reason: pass_through.as_ref().err().cloned(),
        pass_through: pass_through.ok(),
        variance_ratio: variance_ratio(&fold.throughput_groups, level),
        wip: mean_difference(&fold.wip, level, "items"),
        value: if outcomes.0.value.is_some() || outcomes.1.value.is_some() {
            mean_difference(&fold.value, level, &baseline.scenario.money.currency)
        } else {
            Difference::default()
        },
        trusted_per_judgment_hour: Difference {
            difference: level.ratio_difference(&fold.trust.trusted, [0, 1, 2, 3], "items/h"),
            relative: level.relative_ratio(&fold.trust.trusted, [0, 1, 2, 3]),
        },
        flow_time: Difference {
            difference: stable(ratio_difference(&fold.flow, level)),
            relative: stable(level.relative_ratio(&fold.flow, [0, 1, 2, 3])),
        },
        time: Cause::ALL
            .iter()
            .zip(&fold.time)
            .map(|(cause, pair)| (cause.name(), stable(ratio_difference(pair, level))))
            .collect(),
        wait: fold
            .waits
            .iter()
            .map(|(own, _, pair)| {
                (
                    networks.1.stations[*own].name.clone(),
                    ratio_difference(pair, level),
                )
            })
            .collect(),
        throughput,
        money,
        notes: Vec::new(),
    }
}

fn local_staff(local: &Local, networks: (&Network, &Network)) -> Option<(f64, f64)> {
    let (station, _) = local.as_ref().ok()?;
    Some((
        mean_staff(networks.0, station)?,
        mean_staff(networks.1, station)?,
    ))
}

/// Everything that decides how much work comes in, and when.
fn demand(of: &Variant) -> Vec<String> {
    let kinds = of.scenario.kinds.iter().map(|kind: &Kind| {
        format!(
            "{} {:?} {:?} {:?} {:?} {:?} {:?}",
            kind.name,
            kind.demand,
            kind.at_once,
            kind.total,
            kind.initial,
            kind.leads_to,
            kind.effect
        )
    });
    let changes = of.scenario.changes.iter().flat_map(|change| {
        let of_demand = change.effects().filter(|effect| {
            matches!(
                effect.target,
                Target::Rate(_)
                    | Target::Interval(_)
                    | Target::Share(_)
                    | Target::LeadChance { .. }
                    | Target::LeadAfter { .. }
            )
        });
        let (at, slack, adoption) = (&change.at, change.slack, change.adoption);
        let course = format!(
            "{at:?} {slack:?} {adoption:?} {:?} {}",
            change.lasts, change.succeeds
        );
        of_demand.map(move |effect| format!("{course} {effect:?}"))
    });
    kinds.chain(changes).collect()
}

fn mean_difference(pair: &MeanPair, level: &Level, unit: &str) -> Difference {
    Difference {
        difference: level.difference(pair, 0, 1, unit.to_string()),
        relative: level.relative(pair, 0, 1),
    }
}

fn ratio_difference(pair: &RatioPair, level: &Level) -> Option<Estimate> {
    level.ratio_difference(pair, [0, 1, 2, 3], "h")
}

/// Relative change of throughput over the local change, or why it does not exist.
fn pass_through(
    local: &Local,
    outcomes: (&VariantOutcome, &VariantOutcome),
    throughput: &Difference,
) -> Result<Estimate, String> {
    let (_, change) = local.as_ref().map_err(Clone::clone)?;
    if both_demand_limited(outcomes) {
        return Err("throughput is the demand, whatever is sped up".to_string());
    }
    let relative = throughput.relative.as_ref().ok_or("nothing is delivered")?;
    Ok(relative.scaled(1.0 / change, "1"))
}

fn both_demand_limited(outcomes: (&VariantOutcome, &VariantOutcome)) -> bool {
    [outcomes.0, outcomes.1]
        .iter()
        .all(|outcome| outcome.regime == Regime::DemandLimited && !outcome.loses())
}

/// What the change is worth a year, if value is proportional to throughput times the cost base.
fn money(
    local: &Local,
    outcomes: (&VariantOutcome, &VariantOutcome),
    baseline: &Variant,
    throughput: &Difference,
) -> Option<MoneyOutcome> {
    if both_demand_limited(outcomes) {
        return None; // What cannot move earns nothing.
    }
    let base = baseline.scenario.money.cost_base?;
    let (_, change) = local.as_ref().ok()?;
    let unit = format!("{}/year", baseline.scenario.money.currency);
    let exactly = |value: f64| Estimate {
        mean: value,
        low: value,
        high: value,
        standard_error: 0.0,
        unit: unit.clone().into(),
    };
    let relative = throughput.relative.as_ref()?;
    let realised = relative.scaled(base, unit.clone());
    let absorbed = Estimate {
        mean: change * base - realised.mean,
        low: change * base - realised.high,
        high: change * base - realised.low,
        ..realised.clone()
    };
    Some(MoneyOutcome {
        potential: Some(exactly(change * base)),
        realised: Some(realised),
        absorbed: Some(absorbed),
    })
}
