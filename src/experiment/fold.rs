//! Running sums over trials, from which every estimate is made.
//!
//! A mean over trials keeps one number per trial, a ratio two (what is summed, and over what), a
//! comparison of ratios four; each as streaming means and covariances. Memory does not grow with the
//! number of trials.

mod changes;
pub(super) mod kept;
mod measures;
pub(super) mod orgs;
mod pair;
mod watch;

use std::array::from_fn;
use std::collections::BTreeSet;

use crate::network::{Kind, Network, Source};
use crate::observe::{CAUSES, Cause, CrewRecord, KindRecord, StationRecord, TrialRecord};
use crate::statistics::{GROUPS, GroupedHistogram, Level, Moments};
use crate::units::{HOUR, WEEK};

pub(super) use changes::ChangeFolds;
pub(super) use kept::KeptTrial;
pub(super) use measures::{MeasureFold, TrustPair};
pub(super) use orgs::OrgFold;
pub(super) use pair::PairFold;
pub(super) use watch::WatchFold;

/// Sum and what it is over.
pub(super) type Ratio = Moments<2>;
/// Sum and what it is over, of a variant and of the baseline.
pub(super) type RatioPair = Moments<4>;
/// A value of a variant and of the baseline.
pub(super) type MeanPair = Moments<2>;

/// Everything folded so far.
pub(super) struct Folds {
    pub(super) variants: Vec<VariantFold>,
    /// Each further variant with the first.
    pub(super) pairs: Vec<PairFold>,
    pub(super) level: Level,
    /// Every trial of each variant, only if they are to be kept.
    pub(super) kept: Option<Vec<Vec<KeptTrial>>>,
}

impl Folds {
    pub(super) fn new(networks: &[Network], level: Level) -> Self {
        Self {
            variants: networks.iter().map(VariantFold::new).collect(),
            pairs: networks
                .iter()
                .skip(1)
                .map(|net| PairFold::new(&networks[0], net))
                .collect(),
            level,
            kept: None,
        }
    }

    /// The same, keeping every trial.
    pub(super) fn keeping(self) -> Self {
        Self {
            kept: Some(vec![Vec::new(); self.variants.len()]),
            ..self
        }
    }

    pub(super) fn push(&mut self, trial: u64, records: &[TrialRecord]) {
        for (fold, record) in self.variants.iter_mut().zip(records) {
            fold.push(trial, record);
        }
        if let Some(kept) = &mut self.kept {
            let folds = self.variants.iter().zip(records);
            for (kept, (fold, record)) in kept.iter_mut().zip(folds) {
                kept.push(fold.kept(record));
            }
        }
        for (pair, record) in self.pairs.iter_mut().zip(&records[1..]) {
            pair.push(trial, record, &records[0]);
        }
    }

    /// Relative half-width of the headline: the last difference of throughputs as a share of the
    /// baseline, or the throughput.
    pub(super) fn half_width(&self) -> Option<f64> {
        match self.pairs.last() {
            Some(pair) => Some(self.level.relative(&pair.throughput, 0, 1)?.half_width()),
            None => {
                let throughput = &self.variants.first()?.throughput;
                self.level.mean(throughput, 0, "1")?.relative_half_width()
            }
        }
    }
}

/// Headline of one trial: kinds that count, together.
struct Headline {
    weeks: f64,
    delivered: f64,
    /// Delivered and not undone.
    staying: f64,
    earned: f64,
    escaped: f64,
    value: f64,
    flow: f64,
    lead: f64,
    /// Delivered items that had arrived in a backlog.
    led: f64,
    ledger: [f64; CAUSES],
    parallel: f64,
}

/// What a fold must know of the kinds and stations of a network.
#[derive(Clone)]
struct Shape {
    window: f64,
    counts: Vec<bool>,
    arrives: Vec<bool>,
    /// Names of the stations, to find each in the other network.
    stations: Vec<String>,
    /// Crew of each station.
    crews: Vec<Option<u32>>,
}

impl Shape {
    fn new(net: &Network) -> Self {
        let endless = |kind: &Kind| matches!(kind.source, Source::Endless);
        Self {
            window: (net.end - net.zero) as f64,
            counts: net.kinds.iter().map(|kind| kind.counts).collect(),
            arrives: net.kinds.iter().map(|kind| !endless(kind)).collect(),
            stations: net
                .stations
                .iter()
                .map(|station| station.name.clone())
                .collect(),
            crews: net.stations.iter().map(|station| station.crew).collect(),
        }
    }

    fn headline(&self, record: &TrialRecord) -> Headline {
        let counted = || {
            record
                .kinds
                .iter()
                .zip(&self.counts)
                .filter(|(_, counts)| **counts)
                .map(|(kind, _)| kind)
        };
        let led = || {
            let kinds = record
                .kinds
                .iter()
                .zip(self.counts.iter().zip(&self.arrives));
            kinds
                .filter(|(_, (counts, arrives))| **counts && **arrives)
                .map(|(kind, _)| kind)
        };
        let sum = |of: fn(&KindRecord) -> f64| counted().map(of).sum::<f64>();
        Headline {
            weeks: self.window / WEEK as f64,
            delivered: sum(|kind| kind.delivered),
            staying: sum(KindRecord::staying),
            earned: sum(|kind| kind.earned),
            escaped: sum(|kind| kind.escaped),
            value: sum(|kind| kind.value),
            flow: hours(sum(|kind| kind.flow)),
            lead: hours(led().map(|kind| kind.lead).sum()),
            led: led().map(|kind| kind.delivered).sum(),
            ledger: from_fn(|cause| hours(counted().map(|kind| kind.ledger[cause]).sum())),
            parallel: hours(sum(|kind| kind.parallel)),
        }
    }
}

fn hours(ticks: f64) -> f64 {
    ticks / HOUR as f64
}

/// One variant.
pub(super) struct VariantFold {
    shape: Shape,
    pub(super) trials: u64,
    pub(super) completions: u64,
    pub(super) throughput: Moments<1>,
    pub(super) delivered: Moments<1>,
    pub(super) undone: Moments<1>,
    pub(super) earned: Moments<1>,
    pub(super) escaped: Moments<1>,
    pub(super) value: Moments<1>,
    pub(super) wip: Moments<1>,
    pub(super) inside_at_end: Moments<1>,
    pub(super) growth: Moments<1>,
    pub(super) flow: Ratio,
    pub(super) lead: Ratio,
    pub(super) efficiency: Ratio,
    pub(super) elapsed_efficiency: Ratio,
    pub(super) time: [Ratio; CAUSES],
    pub(super) parallel_touch: Ratio,
    pub(super) flow_times: GroupedHistogram,
    pub(super) measures: MeasureFold,
    pub(super) kinds: Vec<KindFold>,
    pub(super) stations: Vec<StationFold>,
    pub(super) crews: Vec<CrewFold>,
    /// Organisations, if there are several.
    pub(super) orgs: Vec<OrgFold>,
    /// Changes, and what deliveries of a kind do.
    pub(super) changes: ChangeFolds,
    pub(super) series_throughput: Vec<Moments<1>>,
    pub(super) series_wip: Vec<Moments<1>>,
    /// Mean over the last half of the burn-in, over the first quarter of the window.
    pub(super) settling: Vec<Moments<2>>,
    pub(super) mass_balance: i64,
    pub(super) ledger_gap: u64,
    pub(super) little: (u128, u128),
    pub(super) deadlocks: Deadlocks,
    pub(super) watch: WatchFold,
    plan: crate::observe::SeriesPlan,
}

/// One kind of one variant.
#[derive(Default)]
pub(super) struct KindFold {
    pub(super) throughput: Moments<1>,
    pub(super) delivered: Moments<1>,
    pub(super) undone: Moments<1>,
    pub(super) escaped: Moments<1>,
    pub(super) growth: Moments<1>,
    pub(super) flow: Ratio,
    pub(super) lead: Ratio,
    pub(super) waited: Ratio,
    pub(super) time: [Ratio; CAUSES],
    pub(super) parallel_touch: Ratio,
    pub(super) flow_times: GroupedHistogram,
    pub(super) abandoned: Ratio,
    pub(super) turned_away: Ratio,
}

/// One station of one variant.
#[derive(Default)]
pub(super) struct StationFold {
    pub(super) utilisation: Ratio,
    pub(super) queue: Moments<1>,
    pub(super) present: Moments<1>,
    pub(super) wait: Ratio,
    pub(super) effort: Ratio,
    pub(super) visits: Ratio,
    pub(super) throughput: Moments<1>,
    pub(super) sent_back: Ratio,
    pub(super) time: [Ratio; CAUSES],
    pub(super) discarded: Ratio,
    pub(super) join: Ratio,
    pub(super) abandoned: Ratio,
    pub(super) turned_away: Ratio,
    pub(super) flaws: Moments<1>,
    pub(super) caught: Moments<1>,
    pub(super) automatic: Ratio,
}

/// The people of one station or pool of one variant.
#[derive(Default)]
pub(super) struct CrewFold {
    pub(super) utilisation: Ratio,
    pub(super) queue: Moments<1>,
    pub(super) busy: Ratio,
    pub(super) blocked: Ratio,
    pub(super) starved: Ratio,
    pub(super) off: Ratio,
    pub(super) absent: Ratio,
}

/// Trials in which people waited for each other in a circle.
#[derive(Clone, Debug, Default)]
pub(super) struct Deadlocks {
    pub(super) trials: u64,
    /// Positions of stations where they did.
    pub(super) stations: BTreeSet<u32>,
    /// The earliest since the run began [ticks].
    pub(super) first: Option<u64>,
}

impl VariantFold {
    fn new(net: &Network) -> Self {
        let plan = crate::observe::SeriesPlan::new(net.end - net.zero);
        Self {
            shape: Shape::new(net),
            trials: 0,
            completions: 0,
            throughput: Moments::default(),
            delivered: Moments::default(),
            undone: Moments::default(),
            earned: Moments::default(),
            escaped: Moments::default(),
            value: Moments::default(),
            wip: Moments::default(),
            inside_at_end: Moments::default(),
            growth: Moments::default(),
            flow: Ratio::default(),
            lead: Ratio::default(),
            efficiency: Ratio::default(),
            elapsed_efficiency: Ratio::default(),
            time: from_fn(|_| Ratio::default()),
            parallel_touch: Ratio::default(),
            flow_times: GroupedHistogram::default(),
            measures: MeasureFold::new(net),
            kinds: net.kinds.iter().map(|_| KindFold::default()).collect(),
            stations: net
                .stations
                .iter()
                .map(|_| StationFold::default())
                .collect(),
            crews: net.crews.iter().map(|_| CrewFold::default()).collect(),
            orgs: orgs::orgs(net, plan.count),
            changes: ChangeFolds::new(net),
            series_throughput: vec![Moments::default(); plan.count],
            series_wip: vec![Moments::default(); plan.count],
            settling: Vec::new(),
            mass_balance: 0,
            ledger_gap: 0,
            little: (0, 0),
            deadlocks: Deadlocks::default(),
            watch: WatchFold::new(net, plan.count),
            plan,
        }
    }

    fn push(&mut self, trial: u64, record: &TrialRecord) {
        let head = self.shape.headline(record);
        let group = (trial % GROUPS as u64) as usize;
        self.trials += 1;
        self.completions += record.completions;
        self.throughput.push([head.staying / head.weeks]);
        self.delivered.push([head.delivered]);
        self.undone.push([head.delivered - head.staying]);
        self.earned.push([head.earned]);
        self.escaped.push([head.escaped]);
        self.value.push([head.value]);
        self.wip.push([record.wip_area / self.shape.window]);
        self.inside_at_end.push([record.inside_at_end]);
        self.growth
            .push([(record.content_at_end - record.content_at_zero) / head.weeks]);
        self.flow.push([head.flow, head.delivered]);
        self.lead.push([head.lead, head.led]);
        let touch = head.ledger[Cause::Touch as usize];
        self.efficiency
            .push([touch, head.flow - head.ledger[Cause::OffCalendar as usize]]);
        self.elapsed_efficiency.push([touch, head.flow]);
        push_causes(&mut self.time, &head.ledger, head.delivered);
        self.parallel_touch.push([head.parallel, head.delivered]);
        for (position, (fold, kind)) in self.kinds.iter_mut().zip(&record.kinds).enumerate() {
            fold.push(group, kind, head.weeks);
            if self.shape.counts[position] {
                add_bins(&mut self.flow_times, group, kind);
            }
        }
        self.measures.push(record, &head);
        self.push_stations(record, &head);
        self.push_series(record);
        orgs::push(&mut self.orgs, record, (&self.plan, self.shape.window));
        self.changes.push(&record.changes);
        self.push_checks(record);
        if let Some(watched) = &record.watched {
            self.watch.push(watched);
        }
    }

    fn push_stations(&mut self, record: &TrialRecord, head: &Headline) {
        let window = self.shape.window;
        for (fold, crew) in self.crews.iter_mut().zip(&record.crews) {
            fold.push(crew, window);
        }
        let stations = self.stations.iter_mut().zip(&record.stations);
        for (position, (fold, station)) in stations.enumerate() {
            let crew = self.shape.crews[position].map(|crew| &record.crews[crew as usize]);
            fold.push(station, crew.map_or(0.0, CrewRecord::there), head, window);
        }
    }

    fn push_series(&mut self, record: &TrialRecord) {
        for index in 0..self.plan.count {
            let length = self.plan.length(index, self.shape.window as u64) as f64;
            let staying = f64::from(record.series_staying[index]);
            self.series_throughput[index].push([staying / (length / WEEK as f64)]);
            self.series_wip[index].push([record.series_wip[index] / length]);
        }
    }

    fn push_checks(&mut self, record: &TrialRecord) {
        self.settling
            .resize_with(record.settling.len(), Moments::default);
        for (fold, means) in self.settling.iter_mut().zip(&record.settling) {
            fold.push(*means);
        }
        self.mass_balance += record.mass_balance.abs();
        self.ledger_gap = self.ledger_gap.max(record.ledger_gap);
        self.little.0 += record.little.0;
        self.little.1 += record.little.1;
        if let Some((at, station)) = record.deadlock {
            self.deadlocks.trials += 1;
            self.deadlocks.stations.insert(station);
            let first = self.deadlocks.first.map_or(at, |first| first.min(at));
            self.deadlocks.first = Some(first);
        }
    }

    /// Length of an interval of the series, as the language writes it.
    pub(super) fn series_every(&self) -> &'static str {
        self.plan.every
    }

    /// Utilisation of the people of a station, wherever they work: means of busy over scheduled
    /// minus absent; 0 where they are unlimited.
    pub(super) fn utilisation(&self, station: usize) -> f64 {
        let Some(crew) = self.shape.crews[station] else {
            return 0.0;
        };
        let fold = &self.crews[crew as usize].utilisation;
        if fold.mean(1) > 0.0 {
            fold.mean(0) / fold.mean(1)
        } else {
            0.0
        }
    }
}

fn push_causes(folds: &mut [Ratio; CAUSES], hours: &[f64; CAUSES], over: f64) {
    for (fold, spent) in folds.iter_mut().zip(hours) {
        fold.push([*spent, over]);
    }
}

fn add_bins(histogram: &mut GroupedHistogram, group: usize, kind: &KindRecord) {
    for &items in &kind.flow_bins {
        histogram.add(group, items);
    }
}

impl KindFold {
    fn push(&mut self, group: usize, kind: &KindRecord, weeks: f64) {
        self.throughput.push([kind.staying() / weeks]);
        self.delivered.push([kind.delivered]);
        self.undone.push([kind.undone]);
        self.escaped.push([kind.escaped]);
        self.growth
            .push([(kind.content[1] - kind.content[0]) / weeks]);
        self.flow.push([hours(kind.flow), kind.delivered]);
        self.lead.push([hours(kind.lead), kind.delivered]);
        self.waited.push([hours(kind.waited), kind.delivered]);
        push_causes(&mut self.time, &kind.ledger.map(hours), kind.delivered);
        self.parallel_touch
            .push([hours(kind.parallel), kind.delivered]);
        add_bins(&mut self.flow_times, group, kind);
        let ended = kind.earned + kind.abandoned + kind.turned_away;
        self.abandoned.push([kind.abandoned, ended]);
        self.turned_away.push([kind.turned_away, ended]);
    }
}

impl StationFold {
    /// Adds a trial; the people were `there` for so long [ticks].
    fn push(&mut self, station: &StationRecord, there: f64, head: &Headline, window: f64) {
        // A batch is touched once for all of its items.
        let touch = hours(station.spent[Cause::Touch as usize] - station.touch_along);
        self.utilisation.push([station.busy, there]);
        self.queue.push([station.queue_area / window]);
        self.present.push([station.present_area / window]);
        self.wait.push([hours(station.wait), station.starts]);
        self.effort.push([touch, station.completed]);
        self.visits.push([station.left, head.delivered]);
        self.throughput.push([station.completed / head.weeks]);
        self.sent_back.push([station.sent_back, station.left]);
        push_causes(&mut self.time, &station.spent.map(hours), station.left);
        self.discarded
            .push([hours(station.discarded), station.left]);
        self.join.push([hours(station.join), station.left]);
        self.abandoned.push([station.abandoned, station.came]);
        self.turned_away.push([station.turned_away, station.came]);
        self.flaws.push([station.flaws]);
        self.caught.push([station.caught]);
        self.automatic.push([station.automatic, station.starts]);
    }
}

impl CrewFold {
    fn push(&mut self, crew: &CrewRecord, window: f64) {
        let there = crew.there();
        let shares = [
            (&mut self.busy, crew.busy),
            (&mut self.blocked, crew.held_up),
            (&mut self.starved, there - crew.busy - crew.held_up),
            (&mut self.off, crew.employed - crew.scheduled),
            (&mut self.absent, crew.absent),
        ];
        for (fold, time) in shares {
            fold.push([time, crew.employed]);
        }
        self.utilisation.push([crew.busy, there]);
        self.queue.push([crew.queue_area / window]);
    }
}
