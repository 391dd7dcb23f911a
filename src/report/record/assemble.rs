//! From an `Outcome` to the record of it: a copy, field by field.
//!
//! The only decision made here is what counts as a value: NaN does not, an infinite end of an
//! interval does not, and negative zero is zero.

use crate::experiment::{
    CauseTimes, Checks, Comparison, Difference, Distribution, Measures, MoneyOutcome, Outcome,
    People, PoolOutcome, PrecisionOutcome, Series, StationOutcome, Times, VariantOutcome,
    WorkOutcome,
};
use crate::statistics::Estimate;

use super::{
    Causes, ChecksRecord, ComparisonRecord, DifferenceRecord, DistributionRecord,
    DistributionsRecord, EstimateRecord, FORMAT, Maybe, MeasuresRecord, MoneyRecord, PeopleRecord,
    PoolRecord, PrecisionRecord, Record, ScenarioRecord, SeriesRecord, StationRecord, TimesRecord,
    Timing, VariantRecord, WorkRecord,
};

impl Record {
    /// The record of an outcome.
    pub fn new(outcome: &Outcome, timing: Option<&Timing>) -> Self {
        Self {
            format: FORMAT,
            tool: format!("throughline {}", env!("CARGO_PKG_VERSION")),
            scenario: ScenarioRecord {
                title: outcome.title.clone(),
                sha256: outcome.sha256.clone(),
            },
            seed: outcome.seed,
            confidence: outcome.confidence,
            window_weeks: finite(outcome.window_weeks),
            partial: outcome.partial,
            precision: outcome.precision.iter().map(precision).collect(),
            variants: outcome.variants.iter().map(variant).collect(),
            comparisons: outcome.comparisons.iter().map(comparison).collect(),
            uncertainty: outcome
                .uncertainty
                .as_ref()
                .map(super::uncertainty::uncertainty),
            timing: timing.copied(),
        }
    }
}

pub(super) fn finite(value: f64) -> Option<f64> {
    // Adding 0 turns -0 into 0.
    value.is_finite().then_some(value + 0.0)
}

fn numbers(values: &[f64]) -> Vec<f64> {
    values.iter().map(|value| value + 0.0).collect()
}

pub(super) fn estimate(given: &Option<Estimate>) -> Maybe {
    let given = given.as_ref()?;
    Some(EstimateRecord {
        mean: finite(given.mean)?,
        low: finite(given.low),
        high: finite(given.high),
        unit: given.unit.clone().into_owned(),
    })
}

pub(super) fn estimates(given: &[Option<Estimate>]) -> Vec<Maybe> {
    given.iter().map(estimate).collect()
}

/// The ledger, and what is named beside it.
pub(super) fn causes(given: &CauseTimes, beside: &CauseTimes) -> Causes {
    Causes(
        given
            .iter()
            .chain(beside)
            .map(|(cause, value)| (*cause, estimate(value)))
            .collect(),
    )
}

fn times(given: &Times) -> TimesRecord {
    TimesRecord {
        mean: estimate(&given.mean),
        p50: estimate(&given.p50),
        p85: estimate(&given.p85),
        p95: estimate(&given.p95),
    }
}

fn variant(given: &VariantOutcome) -> VariantRecord {
    VariantRecord {
        name: given.name.clone(),
        title: given.title.clone(),
        trials: given.trials,
        stopped: given.stopped.name(),
        regime: given.regime.name(),
        throughput: estimate(&given.throughput),
        delivered: estimate(&given.delivered),
        earned: estimate(&given.earned),
        undone: estimate(&given.undone),
        escaped: estimate(&given.escaped),
        flow_time: times(&given.flow_time),
        lead_time: times(&given.lead_time),
        wip: estimate(&given.wip),
        inside_at_end: estimate(&given.inside_at_end),
        growth: estimate(&given.growth),
        value: estimate(&given.value),
        cost: estimate(&given.measures.cost),
        cost_per_item: estimate(&given.measures.cost_per_item),
        measures: measures(&given.measures),
        flow_efficiency: estimate(&given.flow_efficiency),
        flow_efficiency_elapsed: estimate(&given.flow_efficiency_elapsed),
        time: causes(&given.time, &given.beside),
        checks: checks(&given.checks),
        work: by_name(&given.work, work),
        stations: by_name(&given.stations, station),
        station_order: given.station_order.clone(),
        bottleneck: super::bottleneck::bottleneck(&given.bottleneck),
        pools: by_name(&given.pools, pool),
        orgs: (given.orgs.iter())
            .map(|found| (found.name.clone(), super::orgs::org(found)))
            .collect(),
        changes: (given.made.changes.iter())
            .map(|found| (found.name.clone(), super::changes::change(found)))
            .collect(),
        spend: estimate(&given.made.spend),
        series: series(&given.series),
        distribution: DistributionsRecord {
            flow_time: distribution(&given.flow_time_distribution),
        },
        notes: given.notes.clone(),
    }
}

fn measures(given: &Measures) -> MeasuresRecord {
    MeasuresRecord {
        trusted_per_judgment_hour: estimate(&given.trusted_per_judgment_hour),
        intervention_rate: estimate(&given.intervention_rate),
        integration_friction: estimate(&given.integration_friction),
        rework: estimate(&given.rework),
        rollback_risk: estimate(&given.rollback_risk),
        validation_quality: estimate(&given.validation_quality),
        feedback_time: estimate(&given.feedback_time),
        context_loss: estimate(&given.context_loss),
    }
}

fn precision(given: &PrecisionOutcome) -> PrecisionRecord {
    PrecisionRecord {
        measure: given.standing.of.name(),
        variant: given.variant.clone(),
        baseline: given.baseline.clone(),
        goal: given.standing.goal,
        reached: given.standing.reached.and_then(finite),
        unit: given.standing.unit,
        met: given.standing.is_met(),
    }
}

fn by_name<T, R>(
    given: &std::collections::BTreeMap<String, T>,
    convert: fn(&T) -> R,
) -> std::collections::BTreeMap<String, R> {
    given
        .iter()
        .map(|(name, value)| (name.clone(), convert(value)))
        .collect()
}

fn checks(given: &Checks) -> ChecksRecord {
    ChecksRecord {
        mass_balance: given.mass_balance,
        ledger: given.ledger,
        little: finite(given.little),
        settled: given.settled,
        deadlocks: given.deadlocks,
    }
}

fn work(given: &WorkOutcome) -> WorkRecord {
    WorkRecord {
        title: given.title.clone(),
        counts: given.counts,
        regime: given.regime.name(),
        throughput: estimate(&given.throughput),
        delivered: estimate(&given.delivered),
        undone: estimate(&given.undone),
        escaped: estimate(&given.escaped),
        flow_time: times(&given.flow_time),
        lead_time: times(&given.lead_time),
        wait: estimate(&given.wait),
        abandoned: estimate(&given.abandoned),
        turned_away: estimate(&given.turned_away),
        time: causes(&given.time, &given.beside),
    }
}

fn station(given: &StationOutcome) -> StationRecord {
    StationRecord {
        title: given.title.clone(),
        staff: given.staff,
        pool: given.pool.clone(),
        utilisation: estimate(&given.utilisation),
        queue: estimate(&given.queue),
        present: estimate(&given.present),
        wait: estimate(&given.wait),
        effort: estimate(&given.effort),
        visits: estimate(&given.visits),
        throughput: estimate(&given.throughput),
        sent_back: estimate(&given.sent_back),
        abandoned: estimate(&given.abandoned),
        turned_away: estimate(&given.turned_away),
        flaws: estimate(&given.flaws),
        caught: estimate(&given.caught),
        automatic: estimate(&given.automatic),
        time: causes(&given.time, &given.beside),
        people: given.people.as_ref().map(people).unwrap_or_default(),
    }
}

fn pool(given: &PoolOutcome) -> PoolRecord {
    PoolRecord {
        title: given.title.clone(),
        staff: given.staff,
        stations: given.stations.clone(),
        utilisation: estimate(&given.utilisation),
        queue: estimate(&given.queue),
        people: people(&given.people),
    }
}

fn people(given: &People) -> PeopleRecord {
    PeopleRecord {
        busy: estimate(&given.busy),
        blocked: estimate(&given.blocked),
        starved: estimate(&given.starved),
        off: estimate(&given.off),
        absent: estimate(&given.absent),
    }
}

fn series(given: &Series) -> SeriesRecord {
    SeriesRecord {
        every: given.every,
        throughput: estimates(&given.throughput),
        wip: estimates(&given.wip),
    }
}

fn distribution(given: &Distribution) -> DistributionRecord {
    DistributionRecord {
        edges: numbers(&given.edges),
        share: numbers(&given.share),
    }
}

fn comparison(given: &Comparison) -> ComparisonRecord {
    ComparisonRecord {
        variant: given.variant.clone(),
        baseline: given.baseline.clone(),
        local: given.local.and_then(finite),
        local_station: given.local_station.clone(),
        local_reason: given.local_reason.clone(),
        pass_through: estimate(&given.pass_through),
        variance_ratio: estimate(&given.variance_ratio),
        throughput: difference(&given.throughput),
        flow_time: difference(&given.flow_time),
        wip: difference(&given.wip),
        value: difference(&given.value),
        trusted_per_judgment_hour: difference(&given.trusted_per_judgment_hour),
        money: given.money.as_ref().map(money).unwrap_or_default(),
        time: causes(&given.time, &Vec::new()),
        wait: by_name(&given.wait, estimate),
        notes: given.notes.clone(),
    }
}

fn difference(given: &Difference) -> DifferenceRecord {
    DifferenceRecord {
        difference: estimate(&given.difference),
        relative: estimate(&given.relative),
    }
}

fn money(given: &MoneyOutcome) -> MoneyRecord {
    MoneyRecord {
        potential: estimate(&given.potential),
        realised: estimate(&given.realised),
        absorbed: estimate(&given.absorbed),
    }
}
