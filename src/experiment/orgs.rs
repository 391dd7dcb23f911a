//! Organisations side by side: what each delivers, when one overtakes, what becomes of it, what it
//! costs.

use super::fold::{OrgFold, VariantFold};
use crate::network::{Network, Stop};
use crate::scenario::Variant;
use crate::statistics::{Estimate, Level};
use crate::units::HOUR;

/// One organisation of several.
#[derive(Clone, Debug, PartialEq)]
pub struct OrgOutcome {
    /// Name in the file.
    pub name: String,
    /// Deliveries that stay, of its kinds that count [items/week].
    pub throughput: Option<Estimate>,
    /// Its deliveries within the window [items].
    pub delivered: Option<Estimate>,
    /// From release to delivery, on average [h].
    pub flow_time: Option<Estimate>,
    /// Items that left when it was closed [items]; `None` where it cannot be.
    pub withdrawn: Option<Estimate>,
    /// What its people cost in the window; `None` if nobody's cost is given [currency].
    pub cost: Option<Estimate>,
    /// Its deliveries over the window, in intervals of the series of the variant [items/week].
    pub series: Vec<Option<Estimate>>,
    /// Each of its looks.
    pub looks: Vec<LookOutcome>,
    /// Share of trials in which it was closed before the horizon; `None` where it cannot be.
    pub closed: Option<Estimate>,
    /// When, since time 0, in those trials [h].
    pub closed_at: Option<Estimate>,
    /// Share of trials in which it came to deliver more than the others together, in every interval of
    /// the series from some instant on to the end.
    pub overtook: Option<Estimate>,
    /// That instant, since time 0, in those trials [h].
    pub overtook_at: Option<Estimate>,
}

/// A day on which somebody looked whether an organisation is worth going on.
#[derive(Clone, Debug, PartialEq)]
pub struct LookOutcome {
    /// From its start [h].
    pub after: f64,
    /// So many items delivered were enough.
    pub unless: u64,
    /// Whether it was closed if they were fewer.
    pub closes: bool,
    /// Share of trials in which they were.
    pub share: Option<Estimate>,
}

pub(super) fn orgs(
    of: &Variant,
    net: &Network,
    fold: &VariantFold,
    level: &Level,
) -> Vec<OrgOutcome> {
    let currency = &of.scenario.money.currency;
    let all = net.orgs.iter().zip(&fold.orgs).enumerate();
    let outcomes = all.map(|(position, (org, own))| {
        let paid = |crew: &crate::network::Crew| {
            crew.org as usize == position && crew.cost_per_year.is_some()
        };
        let closes = org.stops.iter().any(|stop| stop.closes);
        OrgOutcome {
            name: org.name.clone(),
            throughput: level.mean(&own.throughput, 0, "items/week"),
            delivered: level.mean(&own.delivered, 0, "items"),
            flow_time: level.ratio(&own.flow, 0, 1, "h"),
            withdrawn: some(closes, level.mean(&own.withdrawn, 0, "items")),
            cost: some(
                net.crews.iter().any(paid),
                level.mean(&own.cost, 0, currency.clone()),
            ),
            series: (own.series.iter())
                .map(|moments| level.mean(moments, 0, "items/week"))
                .collect(),
            looks: looks(&org.stops, own, fold.trials, level),
            closed: some(closes, level.proportion(own.closed, fold.trials)),
            closed_at: level.mean(&own.closed_at, 0, "h"),
            overtook: level.proportion(own.overtook, fold.trials),
            overtook_at: level.mean(&own.overtook_at, 0, "h"),
        }
    });
    outcomes.collect()
}

fn some(exists: bool, estimate: Option<Estimate>) -> Option<Estimate> {
    estimate.filter(|_| exists)
}

fn looks(stops: &[Stop], fold: &OrgFold, trials: u64, level: &Level) -> Vec<LookOutcome> {
    let looks = stops.iter().zip(&fold.reviewed);
    let looks = looks.map(|(stop, reviewed)| LookOutcome {
        after: stop.after as f64 / HOUR as f64,
        unless: stop.delivered,
        closes: stop.closes,
        share: level.proportion(*reviewed, trials),
    });
    looks.collect()
}
