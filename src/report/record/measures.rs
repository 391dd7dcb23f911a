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
}
