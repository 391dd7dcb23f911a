//! Trials kept one by one, where answers of several draws of the inputs are compared trial by trial.

use super::VariantFold;
use crate::observe::TrialRecord;

/// Numbers of one trial, each answer being a ratio of the sums of two of them.
pub(in crate::experiment) type KeptTrial = [f64; KEPT];

const KEPT: usize = 8;

/// Positions in a kept trial. Deliveries that stay, per week.
pub(in crate::experiment) const RATE: usize = 0;
/// Hours from release to delivery, all delivered items.
pub(in crate::experiment) const FLOW: usize = 1;
/// Items delivered.
pub(in crate::experiment) const DELIVERED: usize = 2;
/// Hours from arrival to delivery, all that arrived in a backlog.
pub(in crate::experiment) const LEAD: usize = 3;
/// Those items.
pub(in crate::experiment) const LED: usize = 4;
/// Items inside, on average over time.
pub(in crate::experiment) const WIP: usize = 5;
/// Value earned.
pub(in crate::experiment) const VALUE: usize = 6;
/// 1: what a mean over trials is over.
pub(in crate::experiment) const ONE: usize = 7;

impl VariantFold {
    /// What is kept of a trial.
    pub(super) fn kept(&self, record: &TrialRecord) -> KeptTrial {
        let head = self.shape.headline(record);
        let mut kept = [0.0; KEPT];
        kept[RATE] = head.staying / head.weeks;
        kept[FLOW] = head.flow;
        kept[DELIVERED] = head.delivered;
        kept[LEAD] = head.lead;
        kept[LED] = head.led;
        kept[WIP] = record.wip_area / self.shape.window;
        kept[VALUE] = head.value;
        kept[ONE] = 1.0;
        kept
    }
}
