//! Organisations in the JSON result.

use super::Maybe;
use super::assemble::{estimate, estimates};
use crate::experiment::{LookOutcome, OrgOutcome};

/// One organisation of several.
#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct OrgRecord {
    /// Deliveries that stay until the horizon, of its kinds that count.
    pub throughput: Maybe,
    /// Its deliveries within the window.
    pub delivered: Maybe,
    /// From release to delivery, on average.
    pub flow_time: Maybe,
    /// Items that left when it was closed; `null` where it cannot be.
    pub withdrawn: Maybe,
    /// What its people cost in the window; `null` if nobody's cost is given.
    pub cost: Maybe,
    /// Its deliveries over the window, in the intervals of the series of the variant.
    pub series: Vec<Maybe>,
    /// The days on which somebody looks whether it is worth going on.
    pub looks: Vec<LookRecord>,
    /// Share of trials in which it was closed before the horizon; `null` where it cannot be.
    pub closed: Maybe,
    /// When, since time 0, in those trials.
    pub closed_at: Maybe,
    /// Share of trials in which it came to deliver more than the others together, to the end.
    pub overtook: Maybe,
    /// Since when, from time 0, in those trials.
    pub overtook_at: Maybe,
}

/// A day on which somebody looks whether an organisation is worth going on.
#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct LookRecord {
    /// From its start, in elapsed hours.
    pub after: f64,
    /// So many items delivered are enough.
    pub unless: u64,
    /// Whether it is closed if they are fewer.
    pub closes: bool,
    /// Share of trials in which they are.
    pub share: Maybe,
}

pub(super) fn org(given: &OrgOutcome) -> OrgRecord {
    OrgRecord {
        throughput: estimate(&given.throughput),
        delivered: estimate(&given.delivered),
        flow_time: estimate(&given.flow_time),
        withdrawn: estimate(&given.withdrawn),
        cost: estimate(&given.cost),
        series: estimates(&given.series),
        looks: given.looks.iter().map(look).collect(),
        closed: estimate(&given.closed),
        closed_at: estimate(&given.closed_at),
        overtook: estimate(&given.overtook),
        overtook_at: estimate(&given.overtook_at),
    }
}

fn look(given: &LookOutcome) -> LookRecord {
    LookRecord {
        after: given.after,
        unless: given.unless,
        closes: given.closes,
        share: estimate(&given.share),
    }
}
