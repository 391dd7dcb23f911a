//! Judgment and trust: what people's judgment buys, and what it costs to get something done for good.

use super::fold::{MeasureFold, VariantFold};
use crate::network::{Network, Role};
use crate::scenario::Variant;
use crate::statistics::{Estimate, Level};

/// Measures of judgment and trust over the window, of kinds that count unless it says otherwise. Each
/// is a sum over all trials over another, with the interval of that ratio; `None` where it does not
/// exist.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measures {
    /// Trusted change: items delivered that stay, over hours of hands-on work at the stations whose
    /// role is judgment, whoever it is done for. `None` without hours of judgment.
    pub trusted_per_judgment_hour: Option<Estimate>,
    /// Share of the delivered items that came to a station whose role is judgment. `None` without such
    /// a station.
    pub intervention_rate: Option<Estimate>,
    /// Time of all visits to the stations whose role is integration, working and waiting, over items
    /// delivered [h]. `None` without such a station.
    pub integration_friction: Option<Estimate>,
    /// Share of all hands-on time, of every kind of work, that went into repeats: visits of an item to a
    /// step of its route where it had been before. `None` where nothing is ever sent back.
    pub rework: Option<Estimate>,
    /// Share of the deliveries that were undone before the window ended. `None` where none can be.
    pub rollback_risk: Option<Estimate>,
    /// Share of the flaws that were found, of those found and those of items delivered, of every kind of
    /// work. `None` where nothing looks for flaws.
    pub validation_quality: Option<Estimate>,
    /// Time from leaving a flaw until it is found, of those found: the less, the better feedback is
    /// \[h\]. `None` where nothing looks for flaws.
    pub feedback_time: Option<Estimate>,
    /// What handoffs added to the hands-on effort of visits, at pace 1 and full focus, of every kind of
    /// work, over items delivered \[h\]. `None` where handoffs cost nothing.
    pub context_loss: Option<Estimate>,
    /// What people cost in the window, at work or not, those whose cost is given; `None` if nobody's is
    /// \[currency\].
    pub cost: Option<Estimate>,
    /// The same over items delivered.
    pub cost_per_item: Option<Estimate>,
}

impl Measures {
    /// Those of judgment and trust, by the names that results give them.
    pub fn named(&self) -> [(&'static str, &Option<Estimate>); 8] {
        [
            ("trusted_per_judgment_hour", &self.trusted_per_judgment_hour),
            ("intervention_rate", &self.intervention_rate),
            ("integration_friction", &self.integration_friction),
            ("rework", &self.rework),
            ("rollback_risk", &self.rollback_risk),
            ("validation_quality", &self.validation_quality),
            ("feedback_time", &self.feedback_time),
            ("context_loss", &self.context_loss),
        ]
    }
}

/// What was found of judgment and trust.
pub(super) fn measures(of: &Variant, net: &Network, fold: &MeasureFold, level: &Level) -> Measures {
    let has = |role: Role| {
        let mut stations = net.stations.iter();
        stations.any(|station| station.role == role && !station.legs.is_empty())
    };
    let ratio = |exists: bool, fold, unit: &'static str| {
        exists.then(|| level.ratio(fold, 0, 1, unit)).flatten()
    };
    let judged = has(Role::Judgment);
    let looks = net.carries_flaws() && net.legs.iter().any(|leg| leg.looks);
    let paid = net.crews.iter().any(|crew| crew.cost_per_year.is_some());
    let currency = of.scenario.money.currency.clone();
    let per_item = format!("{currency}/item");
    Measures {
        trusted_per_judgment_hour: ratio(judged, &fold.trusted, "items/h"),
        intervention_rate: ratio(judged, &fold.intervention, "1"),
        integration_friction: ratio(has(Role::Integration), &fold.friction, "h"),
        rework: ratio(!net.ways_back.is_empty(), &fold.rework, "1"),
        rollback_risk: ratio(can_be_undone(net), &fold.rollback, "1"),
        validation_quality: ratio(looks, &fold.validation, "1"),
        feedback_time: ratio(looks, &fold.feedback, "h"),
        context_loss: ratio(net.hands_over, &fold.context, "h"),
        cost: paid.then(|| level.mean(&fold.cost, 0, currency)).flatten(),
        cost_per_item: paid
            .then(|| level.ratio(&fold.cost_per_item, 0, 1, per_item))
            .flatten(),
    }
}

/// Deliveries of kinds that count that were undone; nothing where none can be.
pub(super) fn undone(net: &Network, fold: &VariantFold, level: &Level) -> Option<Estimate> {
    can_be_undone(net)
        .then(|| level.mean(&fold.undone, 0, "items"))
        .flatten()
}

fn can_be_undone(net: &Network) -> bool {
    let mut kinds = 0..net.kinds.len();
    kinds.any(|kind| net.kinds[kind].counts && net.can_be_undone(kind))
}
