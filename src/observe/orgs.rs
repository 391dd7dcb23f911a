//! What an observer sees of organisations side by side: what each delivers as time goes by, and what
//! becomes of it.

use super::border::Border;
use super::series::SeriesPlan;
use crate::engine::Item;
use crate::network::Network;

/// One organisation in one trial.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrgRecord {
    /// Deliveries in each interval of the series, without those undone before the window ended.
    pub staying: Vec<u32>,
    /// Whether it had delivered too little at each of its looks.
    pub reviewed: Vec<bool>,
    /// When it was closed, since time 0 [ticks]; before that it counts as negative.
    pub closed: Option<i64>,
}

/// All organisations of one trial after the other; nothing where there is only one.
pub(super) struct OrgsSeen {
    list: Vec<OrgSeen>,
}

#[derive(Default)]
struct OrgSeen {
    left: Border,
    undone: Border,
    reviewed: Vec<bool>,
    closed: Option<i64>,
}

impl OrgsSeen {
    pub(super) fn new(net: &Network) -> Self {
        let orgs = if net.tells_orgs() {
            net.orgs.as_slice()
        } else {
            &[]
        };
        let list = orgs.iter().map(|org| OrgSeen {
            reviewed: vec![false; org.stops.len()],
            ..OrgSeen::default()
        });
        Self {
            list: list.collect(),
        }
    }

    pub(super) fn reset(&mut self, plan: &SeriesPlan, zero: u64) {
        for org in &mut self.list {
            org.left.reset(plan, zero);
            org.undone.reset(plan, zero);
            org.reviewed.fill(false);
            org.closed = None;
        }
    }

    /// An item that counts is delivered.
    #[inline(always)]
    pub(super) fn delivered(
        &mut self,
        (net, item): (&Network, &Item),
        (now, window, plan): (u64, Option<u64>, &SeriesPlan),
    ) {
        if self.list.is_empty() {
            return;
        }
        let org = net.kinds[item.kind as usize].org as usize;
        self.list[org].left.cross(now, window, plan);
    }

    /// A delivery in the window, of a kind that counts, is undone.
    pub(super) fn undone(
        &mut self,
        org: u32,
        (delivered, window, plan): (u64, Option<u64>, &SeriesPlan),
    ) {
        if let Some(org) = self.list.get_mut(org as usize) {
            org.undone.cross(delivered, window, plan);
        }
    }

    pub(super) fn reviewed(&mut self, org: u32, look: u32) {
        if let Some(org) = self.list.get_mut(org as usize) {
            org.reviewed[look as usize] = true;
        }
    }

    pub(super) fn closed(&mut self, org: u32, since_zero: i64) {
        if let Some(org) = self.list.get_mut(org as usize) {
            org.closed = Some(since_zero);
        }
    }

    pub(super) fn record(&self) -> Vec<OrgRecord> {
        let record = |org: &OrgSeen| OrgRecord {
            staying: (org.left.by_interval().zip(org.undone.by_interval()))
                .map(|(delivered, undone)| delivered - undone)
                .collect(),
            reviewed: org.reviewed.clone(),
            closed: org.closed,
        };
        self.list.iter().map(record).collect()
    }
}
