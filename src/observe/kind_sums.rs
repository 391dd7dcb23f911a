//! Sums of one kind of work over the window: what was delivered, how long it took, where the time went.

use super::CAUSES;
use super::record::KindRecord;
use crate::engine::Item;
use crate::statistics::{BinCount, LogBins};

/// An empty bin: count, least and greatest.
pub(super) const NO_ITEMS: (u32, u64, u64) = (0, u64::MAX, 0);

#[derive(Clone, Default)]
pub(super) struct KindSums {
    /// Whether it counts as output.
    pub(super) counts: bool,
    pub(super) delivered: u64,
    pub(super) undone: u64,
    pub(super) judged: u64,
    pub(super) earned: u64,
    pub(super) value: f64,
    pub(super) abandoned: u64,
    pub(super) turned_away: u64,
    pub(super) withdrawn: u64,
    pub(super) escaped: u64,
    pub(super) flaws: u64,
    pub(super) flow: u128,
    pub(super) lead: u128,
    pub(super) waited: u128,
    pub(super) ledger: [u128; CAUSES],
    pub(super) parallel: u128,
    /// What is not carried over to those yet.
    recent: Recent,
    /// Flow times of the items delivered in the window [ticks].
    pub(super) flows: Vec<u64>,
    pub(super) inside: u64,
    pub(super) content: [u64; 2],
}

/// Sums of the last deliveries [ticks]: short, so fast, and carried over before they could overflow.
#[derive(Clone, Default)]
struct Recent {
    flow: u64,
    lead: u64,
    waited: u64,
    ledger: [u64; CAUSES],
}

impl KindSums {
    pub(super) fn new(counts: bool) -> Self {
        Self {
            counts,
            ..Self::default()
        }
    }

    /// Forgets the last trial but keeps its room.
    pub(super) fn reset(&mut self) {
        let mut flows = std::mem::take(&mut self.flows);
        flows.clear();
        *self = Self {
            flows,
            ..Self::new(self.counts)
        };
    }

    /// Adds the times of an item. None is longer than `lead`, which includes the flow time.
    #[inline]
    pub(super) fn add(&mut self, item: &Item, flow: u64, lead: u64) {
        let recent = &mut self.recent;
        recent.flow += flow;
        recent.lead += lead;
        recent.waited += item.waited;
        for (sum, spent) in recent.ledger.iter_mut().zip(item.ledger) {
            *sum += spent;
        }
        if recent.lead >> 62 != 0 {
            self.carry_over();
        }
    }

    #[cold]
    pub(super) fn carry_over(&mut self) {
        let recent = std::mem::take(&mut self.recent);
        self.flow += u128::from(recent.flow);
        self.lead += u128::from(recent.lead);
        self.waited += u128::from(recent.waited);
        for (sum, spent) in self.ledger.iter_mut().zip(recent.ledger) {
            *sum += u128::from(spent);
        }
    }

    pub(super) fn record(&self, room: &mut [(u32, u64, u64)]) -> KindRecord {
        KindRecord {
            delivered: self.delivered as f64,
            undone: self.undone as f64,
            judged: self.judged as f64,
            earned: self.earned as f64,
            value: self.value,
            abandoned: self.abandoned as f64,
            turned_away: self.turned_away as f64,
            withdrawn: self.withdrawn as f64,
            escaped: self.escaped as f64,
            flaws: self.flaws as f64,
            flow: self.flow as f64,
            lead: self.lead as f64,
            waited: self.waited as f64,
            ledger: self.ledger.map(|spent| spent as f64),
            parallel: self.parallel as f64,
            flow_bins: binned(&self.flows, room),
            content: self.content.map(|count| count as f64),
        }
    }
}

/// Sorts flow times into bins; leaves the room as empty as it was.
fn binned(flows: &[u64], room: &mut [(u32, u64, u64)]) -> Vec<BinCount> {
    let (mut lowest, mut highest) = (room.len(), 0);
    for &flow in flows {
        let bin = LogBins::bin(flow);
        lowest = bin.min(lowest);
        highest = bin.max(highest);
        let (count, least, most) = &mut room[bin];
        *count += 1;
        *least = flow.min(*least);
        *most = flow.max(*most);
    }
    let mut bins = Vec::new();
    for (bin, items) in room.iter_mut().enumerate().take(highest + 1).skip(lowest) {
        let (count, least, most) = std::mem::replace(items, NO_ITEMS);
        if count > 0 {
            bins.push(BinCount {
                bin: bin as u16,
                count,
                least,
                most,
            });
        }
    }
    bins
}
