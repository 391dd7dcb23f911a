//! Judgment and trust in the published result.

use super::Maybe;

/// Judgment and trust over the window, of kinds that count unless it says otherwise; `null` where a
/// measure does not exist. Each is a sum over all trials over another.
#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct MeasuresRecord {
    /// Trusted change: items delivered that stay, over hours of hands-on work at the stations whose role
    /// is judgment.
    pub trusted_per_judgment_hour: Maybe,
    /// Share of the delivered items that came to a station whose role is judgment.
    pub intervention_rate: Maybe,
    /// Time of all visits to the stations whose role is integration, working and waiting, over items
    /// delivered.
    pub integration_friction: Maybe,
    /// Share of all hands-on time, of every kind of work, that went into visits to a step of the route
    /// where the item had been before.
    pub rework: Maybe,
    /// Share of the deliveries that were undone within the window.
    pub rollback_risk: Maybe,
    /// Share of the flaws that were found, of those found and those of items delivered, of every kind of
    /// work; `null` where nothing looks for flaws.
    pub validation_quality: Maybe,
    /// Feedback quality: time from leaving a flaw until it is found, of those found, the less the
    /// better; `null` where nothing looks for flaws.
    pub feedback_time: Maybe,
    /// What handoffs added to the hands-on effort of visits, at pace 1 and full focus, of every kind of
    /// work, over items delivered; `null` where handoffs cost nothing.
    pub context_loss: Maybe,
}
