//! Running sums of organisations side by side.

use super::measures::cost;
use crate::network::Network;
use crate::observe::{KindRecord, OrgRecord, SeriesPlan, TrialRecord};
use crate::statistics::Moments;
use crate::units::{HOUR, WEEK};

/// Fewer intervals in a row than this are luck.
const LASTING: usize = 3;

/// One organisation of one variant.
pub(crate) struct OrgFold {
    /// Its kinds that count.
    kinds: Vec<usize>,
    pub(crate) throughput: Moments<1>,
    pub(crate) delivered: Moments<1>,
    /// Time of delivered items, and how many they are.
    pub(crate) flow: Moments<2>,
    pub(crate) withdrawn: Moments<1>,
    /// What people cost [currency].
    pub(crate) cost: Moments<1>,
    /// Of each crew, what a person costs a year; of its own alone, and 0 where that is not known.
    costs: Vec<f64>,
    pub(crate) series: Vec<Moments<1>>,
    /// Trials in which it had delivered too little, by look.
    pub(crate) reviewed: Vec<u64>,
    /// Trials in which it was closed, and when, since time 0 [h].
    pub(crate) closed: u64,
    pub(crate) closed_at: Moments<1>,
    /// When it overtook the others together, as far as it did: trials, and hours since time 0.
    pub(crate) overtook: u64,
    pub(crate) overtook_at: Moments<1>,
}

/// The organisations of a network, if there is anything to tell of them.
pub(super) fn orgs(net: &Network, intervals: usize) -> Vec<OrgFold> {
    if !net.tells_orgs() {
        return Vec::new();
    }
    let fold = |(org, written): (usize, &crate::network::Org)| OrgFold {
        kinds: (0..net.kinds.len())
            .filter(|&kind| net.kinds[kind].counts && net.kinds[kind].org as usize == org)
            .collect(),
        throughput: Moments::default(),
        delivered: Moments::default(),
        flow: Moments::default(),
        withdrawn: Moments::default(),
        cost: Moments::default(),
        costs: (net.crews.iter())
            .map(|crew| match crew.org as usize == org {
                true => crew.cost_per_year.unwrap_or(0.0),
                false => 0.0,
            })
            .collect(),
        series: vec![Moments::default(); intervals],
        reviewed: vec![0; written.stops.len()],
        closed: 0,
        closed_at: Moments::default(),
        overtook: 0,
        overtook_at: Moments::default(),
    };
    net.orgs.iter().enumerate().map(fold).collect()
}

/// Takes in one trial of every organisation.
pub(super) fn push(
    folds: &mut [OrgFold],
    record: &TrialRecord,
    (plan, window): (&SeriesPlan, f64),
) {
    for (org, fold) in folds.iter_mut().enumerate() {
        fold.push(record, &record.orgs[org], (plan, window));
        if let Some(interval) = overtakes(&record.orgs, org) {
            fold.overtook += 1;
            let at = interval as u64 * plan.ticks;
            fold.overtook_at.push([at as f64 / HOUR as f64]);
        }
    }
}

/// The first interval from which on an organisation has always delivered more than the others together,
/// for `LASTING` intervals at least; none where it does so from the beginning.
fn overtakes(orgs: &[OrgRecord], org: usize) -> Option<usize> {
    let others = |at: usize| -> u32 {
        let others = orgs.iter().enumerate().filter(|(other, _)| *other != org);
        others.map(|(_, other)| other.staying[at]).sum()
    };
    let count = orgs[org].staying.len();
    let behind = (0..count).rposition(|at| orgs[org].staying[at] <= others(at))?;
    (behind + LASTING < count).then_some(behind + 1)
}

impl OrgFold {
    fn push(&mut self, record: &TrialRecord, of: &OrgRecord, (plan, window): (&SeriesPlan, f64)) {
        let sum = |value: fn(&KindRecord) -> f64| -> f64 {
            self.kinds
                .iter()
                .map(|&kind| value(&record.kinds[kind]))
                .sum()
        };
        let weeks = window / WEEK as f64;
        let delivered = sum(|kind| kind.delivered);
        let (staying, flow) = (sum(KindRecord::staying), sum(|kind| kind.flow));
        let withdrawn = sum(|kind| kind.withdrawn);
        self.throughput.push([staying / weeks]);
        self.delivered.push([delivered]);
        self.flow.push([flow / HOUR as f64, delivered]);
        self.withdrawn.push([withdrawn]);
        self.cost.push([cost(record, &self.costs)]);
        for (at, (series, staying)) in self.series.iter_mut().zip(&of.staying).enumerate() {
            let length = plan.length(at, window as u64) as f64 / WEEK as f64;
            series.push([f64::from(*staying) / length]);
        }
        for (count, reviewed) in self.reviewed.iter_mut().zip(&of.reviewed) {
            *count += u64::from(*reviewed);
        }
        if let Some(at) = of.closed {
            self.closed += 1;
            self.closed_at.push([at as f64 / HOUR as f64]);
        }
    }
}
