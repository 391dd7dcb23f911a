//! Running sums over the trials in which bottlenecks are watched.

use std::array::from_fn;

use super::{Ratio, hours, push_causes};
use crate::network::Network;
use crate::observe::{CAUSES, MomentaryRecord, WatchRecord};

/// What was seen of bottlenecks.
#[derive(Default)]
pub(in crate::experiment) struct WatchFold {
    /// Trials watched.
    pub(in crate::experiment) trials: u64,
    pub(in crate::experiment) crews: Vec<MomentaryFold>,
    /// Time of items that count at each station, by cause, over that at all stations.
    pub(in crate::experiment) causes: Vec<[Ratio; CAUSES]>,
    /// The same of all causes together.
    pub(in crate::experiment) inside: Vec<Ratio>,
}

/// Time as the bottleneck over the time in which anybody is on duty.
#[derive(Default)]
pub(in crate::experiment) struct MomentaryFold {
    pub(in crate::experiment) sole: Ratio,
    pub(in crate::experiment) shifting: Ratio,
    /// Either of them.
    pub(in crate::experiment) share: Ratio,
    /// The same in each interval of the series.
    pub(in crate::experiment) series: Vec<Ratio>,
}

impl WatchFold {
    pub(super) fn new(net: &Network, intervals: usize) -> Self {
        let crews = net.crews.iter().map(|_| MomentaryFold {
            series: vec![Ratio::default(); intervals],
            ..MomentaryFold::default()
        });
        Self {
            trials: 0,
            crews: crews.collect(),
            causes: net
                .stations
                .iter()
                .map(|_| from_fn(|_| Ratio::default()))
                .collect(),
            inside: vec![Ratio::default(); net.stations.len()],
        }
    }

    pub(super) fn push(&mut self, record: &WatchRecord) {
        self.trials += 1;
        for (fold, crew) in self.crews.iter_mut().zip(&record.crews) {
            fold.push(crew, &record.clock);
        }
        let of_station = |causes: &[f64; CAUSES]| causes.iter().sum::<f64>();
        let all = hours(record.inside.iter().map(of_station).sum());
        let folds = self.causes.iter_mut().zip(&mut self.inside);
        for ((by_cause, inside), causes) in folds.zip(&record.inside) {
            push_causes(by_cause, &causes.map(hours), all);
            inside.push([hours(of_station(causes)), all]);
        }
    }
}

impl MomentaryFold {
    fn push(&mut self, crew: &MomentaryRecord, clock: &[f64]) {
        let all = hours(clock.iter().sum());
        self.sole.push([hours(crew.sole), all]);
        self.shifting.push([hours(crew.shifting), all]);
        self.share.push([hours(crew.sole + crew.shifting), all]);
        for (fold, (ticks, length)) in self.series.iter_mut().zip(crew.series.iter().zip(clock)) {
            fold.push([hours(*ticks), hours(*length)]);
        }
    }
}
