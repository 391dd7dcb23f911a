//! The evidence about the bottleneck, place by place.

use serde::Serialize;

use super::assemble::{causes, estimate, estimates, finite};
use super::{Causes, Maybe};
use crate::experiment::{ActiveEvidence, Bottleneck, BottleneckPlace, FlowEvidence, LoadEvidence};

/// What is known of a station or pool as the bottleneck.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct BottleneckRecord {
    /// Name of the station or pool.
    pub name: String,
    /// `station` or `pool`.
    pub kind: &'static str,
    /// Where the longest active period is; `null` inside without people of its own.
    pub longest_active: ActiveRecord,
    /// What it holds of the flow time; `null` inside for a pool.
    pub flow_time: FlowShareRecord,
    /// Load of its people against their number; `null` inside without people of its own.
    pub load: LoadRecord,
    /// Load of the slots of its gate; `null` inside without any.
    pub slots: LoadRecord,
    /// Whether it has the longest active period most often; `null` if it cannot.
    pub leads_by_active: Option<bool>,
    /// Whether its people or slots are taken most of all; `null` if it has neither.
    pub leads_by_load: Option<bool>,
    /// Whether those two agree about it; `null` if there are not both.
    pub agree: Option<bool>,
    /// Whether it limits the throughput; `false` everywhere if the demand does.
    pub throughput_constraint: bool,
    /// Whether it holds most of the flow time; `null` for a pool.
    pub flow_time_constraint: Option<bool>,
    /// Whether it is a committee whose people, if any, have nothing to do most of the time.
    pub idle_committee: bool,
}

/// Shares of the time in which anybody is on duty in which the active period of a crew is the longest
/// of all (C. Roser et al., shifting bottleneck detection).
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct ActiveRecord {
    /// Trials in which this was watched.
    pub trials: Option<u64>,
    /// As the only bottleneck, or while that shifts from it or to it.
    pub share: Maybe,
    /// As the only one.
    pub sole: Maybe,
    /// While it shifts.
    pub shifting: Maybe,
    /// `share` in each step of the series.
    pub over_time: Vec<Maybe>,
}

/// What a station holds of the time from release to delivery, in the trials that were watched.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct FlowShareRecord {
    /// Share of the time of all items that count.
    pub share: Maybe,
    /// Its largest cause, hours off only where there is no other.
    pub cause: Option<&'static str>,
    /// The share by cause.
    pub by_cause: Causes,
}

/// Load against capacity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct LoadRecord {
    /// Share taken of what there is, in the run.
    pub measured: Maybe,
    /// People needed, or admissions asked for per week, as the window begins; `null` where a WIP limit
    /// decides what comes.
    pub asked: Option<f64>,
    /// People there, or admissions possible per week.
    pub able: Option<f64>,
}

pub(super) fn bottleneck(given: &Bottleneck) -> Vec<BottleneckRecord> {
    let places = given.places.iter();
    places.map(|place| record(given, place)).collect()
}

fn record(all: &Bottleneck, given: &BottleneckPlace) -> BottleneckRecord {
    let is = |name: &Option<String>| name.as_ref() == Some(&given.name);
    let leads_by_active = given.active.as_ref().map(|_| is(&all.by_active));
    let has_load = given.people.is_some() || given.slots.is_some();
    let leads_by_load = has_load.then(|| is(&all.by_load));
    BottleneckRecord {
        name: given.name.clone(),
        kind: if given.is_pool { "pool" } else { "station" },
        longest_active: given
            .active
            .as_ref()
            .map(|found| active(found, all.trials))
            .unwrap_or_default(),
        flow_time: flow_share(given.inside.as_ref()),
        load: given.people.as_ref().map(load).unwrap_or_default(),
        slots: given.slots.as_ref().map(load).unwrap_or_default(),
        leads_by_active,
        leads_by_load,
        agree: leads_by_active
            .zip(leads_by_load)
            .map(|(one, other)| one == other),
        throughput_constraint: is(&all.throughput),
        flow_time_constraint: (!given.is_pool).then(|| is(&all.flow_time)),
        idle_committee: given.idle_committee,
    }
}

fn active(given: &ActiveEvidence, trials: u64) -> ActiveRecord {
    ActiveRecord {
        trials: Some(trials),
        share: estimate(&given.share),
        sole: estimate(&given.sole),
        shifting: estimate(&given.shifting),
        over_time: estimates(&given.series),
    }
}

fn flow_share(given: Option<&FlowEvidence>) -> FlowShareRecord {
    let none = || crate::experiment::CauseTimes::new();
    FlowShareRecord {
        share: given.and_then(|found| estimate(&found.share)),
        cause: given.and_then(|found| found.cause),
        by_cause: given.map_or_else(
            || causes(&none(), &none()),
            |found| causes(&found.by_cause, &none()),
        ),
    }
}

fn load(given: &LoadEvidence) -> LoadRecord {
    LoadRecord {
        measured: estimate(&given.measured),
        asked: given.asked.and_then(finite),
        able: given.able.and_then(finite),
    }
}
