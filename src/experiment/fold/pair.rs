//! Running sums over trials of a variant with the baseline, for differences on the same luck.

use std::array::from_fn;

use super::{MeanPair, RatioPair, Shape, TrustPair, hours};
use crate::network::Network;
use crate::observe::{CAUSES, TrialRecord};
use crate::statistics::GROUPS;

/// A variant with the baseline, trial by trial on the same luck.
pub(in crate::experiment) struct PairFold {
    shapes: [Shape; 2],
    /// Deliveries that stay, per week; also by group of trials.
    pub(in crate::experiment) throughput: MeanPair,
    pub(in crate::experiment) throughput_groups: Vec<MeanPair>,
    pub(in crate::experiment) wip: MeanPair,
    pub(in crate::experiment) value: MeanPair,
    pub(in crate::experiment) flow: RatioPair,
    pub(in crate::experiment) lead: RatioPair,
    pub(in crate::experiment) trust: TrustPair,
    pub(in crate::experiment) time: [RatioPair; CAUSES],
    /// Waits per delivered item at the stations both have: position in each, sums.
    pub(in crate::experiment) waits: Vec<(usize, usize, RatioPair)>,
}

impl PairFold {
    pub(super) fn new(baseline: &Network, variant: &Network) -> Self {
        let shapes = [Shape::new(variant), Shape::new(baseline)];
        let shared = shapes[0]
            .stations
            .iter()
            .enumerate()
            .filter_map(|(own, name)| {
                let other = shapes[1].stations.iter().position(|other| other == name)?;
                Some((own, other, RatioPair::default()))
            });
        Self {
            waits: shared.collect(),
            shapes,
            throughput: MeanPair::default(),
            throughput_groups: vec![MeanPair::default(); GROUPS],
            wip: MeanPair::default(),
            value: MeanPair::default(),
            flow: RatioPair::default(),
            lead: RatioPair::default(),
            trust: TrustPair::new(variant, baseline),
            time: from_fn(|_| RatioPair::default()),
        }
    }

    pub(super) fn push(&mut self, trial: u64, variant: &TrialRecord, baseline: &TrialRecord) {
        let [own, other] = [(0, variant), (1, baseline)]
            .map(|(position, record): (usize, _)| self.shapes[position].headline(record));
        let rates = [own.staying / own.weeks, other.staying / other.weeks];
        self.throughput.push(rates);
        self.throughput_groups[(trial % GROUPS as u64) as usize].push(rates);
        self.trust
            .push([variant, baseline], [own.staying, other.staying]);
        self.value.push([own.value, other.value]);
        self.wip.push([
            variant.wip_area / self.shapes[0].window,
            baseline.wip_area / self.shapes[1].window,
        ]);
        self.flow
            .push([own.flow, own.delivered, other.flow, other.delivered]);
        self.lead.push([own.lead, own.led, other.lead, other.led]);
        for (cause, fold) in self.time.iter_mut().enumerate() {
            fold.push([
                own.ledger[cause],
                own.delivered,
                other.ledger[cause],
                other.delivered,
            ]);
        }
        for (mine, yours, fold) in &mut self.waits {
            fold.push([
                hours(variant.stations[*mine].wait),
                own.delivered,
                hours(baseline.stations[*yours].wait),
                other.delivered,
            ]);
        }
    }
}
