//! The serializable, versioned result: the contract with whoever reads results outside.
//!
//! Inner types stay free to change; these do not, except that keys may be added. Every estimate is
//! `{ mean, low, high, unit }`. A value that does not exist is `null`: never missing, never 0, never
//! NaN. Measures whose mechanism a scenario does not use keep their key.

mod assemble;
mod bottleneck;
mod changes;
mod measures;
mod orgs;
mod schema;
mod uncertainty;

use std::collections::BTreeMap;

use serde::ser::{Serialize, Serializer};

pub use bottleneck::{ActiveRecord, BottleneckRecord, FlowShareRecord, LoadRecord};
pub use changes::{ChangeRecord, EditRecord};
pub use measures::MeasuresRecord;
pub use orgs::{LookRecord, OrgRecord};
pub use schema::schema;
pub use uncertainty::{
    AnswerRecord, AnswersRecord, ComparisonUncertaintyRecord, InputRecord, UncertaintyRecord,
    VariantUncertaintyRecord,
};

/// Version of this format.
pub const FORMAT: u32 = 1;

/// How long the trials took; the only part of a result that depends on the machine.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct Timing {
    /// Service completions simulated.
    pub completions: u64,
    /// Wall time of the trial loop [s].
    pub trial_seconds: f64,
    /// Threads used.
    pub threads: usize,
}

/// A whole result.
#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct Record {
    /// Version of the format.
    pub format: u32,
    /// Program and version that made it.
    pub tool: String,
    /// What was simulated.
    pub scenario: ScenarioRecord,
    /// Seed of every draw.
    pub seed: u64,
    /// Coverage of each interval, 0 to 1.
    pub confidence: f64,
    /// Length of the measured window [weeks].
    pub window_weeks: Option<f64>,
    /// Whether the run was interrupted.
    pub partial: bool,
    /// What became of each precision asked for; only if one was.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub precision: Vec<PrecisionRecord>,
    /// Variants; the first is the baseline.
    pub variants: Vec<VariantRecord>,
    /// Each further variant against the baseline.
    pub comparisons: Vec<ComparisonRecord>,
    /// What draws of the uncertain inputs make of it; only when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uncertainty: Option<UncertaintyRecord>,
    /// Only when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timing: Option<Timing>,
}

/// What became of a precision that was asked for.
#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct PrecisionRecord {
    /// Name of the measure.
    pub measure: &'static str,
    /// The variant.
    pub variant: String,
    /// What it is compared with; `null`: the goal is of the variant itself.
    pub baseline: Option<String>,
    /// Largest half-width asked for.
    pub goal: f64,
    /// Half-width of the interval at the end; `null`: the measure has no value.
    pub reached: Option<f64>,
    /// "1": a share of the value, or of the baseline for a difference; else the unit of the measure.
    pub unit: &'static str,
    /// Whether the goal is reached.
    pub met: bool,
}

/// What identifies a scenario.
#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct ScenarioRecord {
    /// Title of the file.
    pub title: String,
    /// SHA-256 of everything read, resolved and normalised.
    pub sha256: String,
}

/// A value with its interval; an end without bound is `null`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct EstimateRecord {
    /// Point estimate.
    pub mean: f64,
    /// Lower end.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Unit.
    pub unit: String,
}

/// An estimate that may not exist.
pub type Maybe = Option<EstimateRecord>;

/// Estimates by cause, in the order of the ledger.
#[derive(Clone, Debug, PartialEq, schemars::JsonSchema)]
pub struct Causes(#[schemars(with = "BTreeMap<String, Maybe>")] pub Vec<(&'static str, Maybe)>);

impl Serialize for Causes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(cause, estimate)| (cause, estimate)))
    }
}

/// Mean and percentiles of a time over delivered items.
#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct TimesRecord {
    /// Mean.
    pub mean: Maybe,
    /// Half of the items are within this.
    pub p50: Maybe,
    /// 85 of 100 items are within this.
    pub p85: Maybe,
    /// 95 of 100 items are within this.
    pub p95: Maybe,
}

/// One variant.
#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct VariantRecord {
    /// Name in the file.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// Trials finished.
    pub trials: u64,
    /// Why no further trial was run.
    pub stopped: &'static str,
    /// What limits the throughput.
    pub regime: &'static str,
    /// Deliveries that stay until the horizon, of kinds that count.
    pub throughput: Maybe,
    /// Deliveries within the window, of kinds that count.
    pub delivered: Maybe,
    /// Items that reached the end of their route, where value is earned.
    pub earned: Maybe,
    /// Of the deliveries within the window, of kinds that count, those undone within the window;
    /// `null` where none can be. What is undone at the horizon or later counts as staying.
    pub undone: Maybe,
    /// Deliveries with a flaw, of kinds that count; `null` where no visit leaves flaws.
    pub escaped: Maybe,
    /// From release to delivery.
    pub flow_time: TimesRecord,
    /// From arrival in the backlog to delivery; `null` for endless kinds.
    pub lead_time: TimesRecord,
    /// Items released and not delivered, on average over time.
    pub wip: Maybe,
    /// Items inside at the horizon.
    pub inside_at_end: Maybe,
    /// Growth of WIP and backlog; only of an overloaded variant.
    pub growth: Maybe,
    /// Value earned within the window.
    pub value: Maybe,
    /// What people cost in the window, those with `cost_per_year`; `null` if nobody has one.
    pub cost: Maybe,
    /// The same over items delivered.
    pub cost_per_item: Maybe,
    /// Judgment and trust.
    pub measures: MeasuresRecord,
    /// Touch over flow time without nights and weekends.
    pub flow_efficiency: Maybe,
    /// Touch over flow time.
    pub flow_efficiency_elapsed: Maybe,
    /// Where the flow time of a delivered item went.
    pub time: Causes,
    /// Self-checks.
    pub checks: ChecksRecord,
    /// Kinds of work, by name.
    pub work: BTreeMap<String, WorkRecord>,
    /// Stations, by name.
    pub stations: BTreeMap<String, StationRecord>,
    /// Names of stations in the order of the routes.
    pub station_order: Vec<String>,
    /// Where the bottleneck is: the evidence about every station and pool.
    pub bottleneck: Vec<BottleneckRecord>,
    /// People who work at several stations, by name of the pool.
    pub pools: BTreeMap<String, PoolRecord>,
    /// Organisations by name, if there are several, or one begins later.
    pub orgs: BTreeMap<String, OrgRecord>,
    /// What the changes came to, by name.
    pub changes: BTreeMap<String, ChangeRecord>,
    /// What was spent on them in the window; `null` if none has a cost.
    pub spend: Maybe,
    /// Development over the window.
    pub series: SeriesRecord,
    /// Histograms.
    pub distribution: DistributionsRecord,
    /// Remarks for people.
    pub notes: Vec<String>,
}

/// Self-checks of a run.
#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct ChecksRecord {
    /// Items released minus delivered, lost and inside, summed over trials; exactly 0.
    pub mass_balance: i64,
    /// Largest gap between a flow time and the sum of its ledger [microseconds]; exactly 0.
    pub ledger: u64,
    /// Relative gap between the area under WIP and the time items spent inside.
    pub little: Option<f64>,
    /// Whether the organisation had settled when the window began; `null` without a burn-in.
    pub settled: Option<bool>,
    /// Trials in which people waited for each other in a circle, for good.
    pub deadlocks: u64,
}

/// One kind of work.
#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct WorkRecord {
    /// Name for people.
    pub title: String,
    /// Whether it is an output or a cost.
    pub counts: bool,
    /// What limits its throughput.
    pub regime: &'static str,
    /// Deliveries that stay until the horizon.
    pub throughput: Maybe,
    /// Deliveries within the window.
    pub delivered: Maybe,
    /// Of those, the ones undone within the window; `null` where none can be.
    pub undone: Maybe,
    /// Deliveries with a flaw; `null` where no visit on the way leaves flaws.
    pub escaped: Maybe,
    /// From release to delivery.
    pub flow_time: TimesRecord,
    /// From arrival in the backlog to delivery.
    pub lead_time: TimesRecord,
    /// Waiting for people and gates over the route of a delivered item.
    pub wait: Maybe,
    /// Share of the items that came to an end (that of their route, or lost before) that gave up;
    /// `null` where none can.
    pub abandoned: Maybe,
    /// The same of those that found no room; `null` where none is turned away.
    pub turned_away: Maybe,
    /// Where the flow time of a delivered item went.
    pub time: Causes,
}

/// One station.
#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct StationRecord {
    /// Name for people.
    pub title: String,
    /// People as the window begins, all of the pool if they are in one; `null`: unlimited.
    pub staff: Option<u32>,
    /// Name of the pool they are in.
    pub pool: Option<String>,
    /// Busy here over scheduled minus absent; `null` with unlimited people.
    pub utilisation: Maybe,
    /// Items waiting, on average over time.
    pub queue: Maybe,
    /// Items from arrival to leaving, on average over time.
    pub present: Maybe,
    /// From arrival to the start of touch, per visit.
    pub wait: Maybe,
    /// Hands-on time per visit.
    pub effort: Maybe,
    /// Visits per delivered item.
    pub visits: Maybe,
    /// Services completed, repeats included.
    pub throughput: Maybe,
    /// Share of services that are sent back.
    pub sent_back: Maybe,
    /// Share of those that came (their wait is over, or there was no room) that gave up before their
    /// touch; `null` where none can.
    pub abandoned: Maybe,
    /// The same of those that found no room; `null` where none is turned away.
    pub turned_away: Maybe,
    /// Flaws that visits left within the window; `null` where none does.
    pub flaws: Maybe,
    /// Flaws that visits found within the window; `null` where none looks for them.
    pub caught: Maybe,
    /// Share of visits decided without people; `null` where none is.
    pub automatic: Maybe,
    /// Time per visit, by cause.
    pub time: Causes,
    /// Shares of people's time.
    pub people: PeopleRecord,
}

/// People who work at several stations.
#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct PoolRecord {
    /// Name for people.
    pub title: String,
    /// How many they are as the window begins.
    pub staff: u32,
    /// Names of their stations.
    pub stations: Vec<String>,
    /// Busy anywhere over scheduled minus absent.
    pub utilisation: Maybe,
    /// Items waiting at their stations, on average over time.
    pub queue: Maybe,
    /// Shares of their time.
    pub people: PeopleRecord,
}

/// Shares of people's time; all `null` with unlimited people, and at a station whose people are in a
/// pool.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct PeopleRecord {
    /// At work on an item.
    pub busy: Maybe,
    /// Holding an item that cannot go on.
    pub blocked: Maybe,
    /// With nothing to do.
    pub starved: Maybe,
    /// Outside the calendar.
    pub off: Maybe,
    /// Away.
    pub absent: Maybe,
}

/// Development over the window.
#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct SeriesRecord {
    /// Length of a step.
    pub every: &'static str,
    /// Throughput in each step.
    pub throughput: Vec<Maybe>,
    /// WIP in each step.
    pub wip: Vec<Maybe>,
}

/// Histograms of a variant.
#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct DistributionsRecord {
    /// Of the flow time of delivered items.
    pub flow_time: DistributionRecord,
}

/// A histogram.
#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct DistributionRecord {
    /// Edges of the bins [hours], one more than shares.
    pub edges: Vec<f64>,
    /// Share of delivered items in each bin.
    pub share: Vec<f64>,
}

/// A variant against the baseline.
#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct ComparisonRecord {
    /// Name of the variant.
    pub variant: String,
    /// Name of the baseline.
    pub baseline: String,
    /// Change of the named station's own rate; `null` if no single station changed.
    pub local: Option<f64>,
    /// The station that changed.
    pub local_station: Option<String>,
    /// Why there is no local change.
    pub local_reason: Option<String>,
    /// Relative change of throughput over `local`.
    pub pass_through: Maybe,
    /// Var(independent) over Var(paired) of the difference of throughputs: how many trials on
    /// independent luck one on the same luck is worth.
    pub variance_ratio: Maybe,
    /// Of deliveries that stay.
    pub throughput: DifferenceRecord,
    /// Of the mean flow time.
    pub flow_time: DifferenceRecord,
    /// Of the items inside.
    pub wip: DifferenceRecord,
    /// Of the value earned.
    pub value: DifferenceRecord,
    /// Of the trusted change per hour of judgment; `null` where a side has no judgment.
    pub trusted_per_judgment_hour: DifferenceRecord,
    /// What the gain is worth a year.
    pub money: MoneyRecord,
    /// Difference of the flow time by cause.
    pub time: Causes,
    /// Difference of the wait at each station per delivered item.
    pub wait: BTreeMap<String, Maybe>,
    /// Remarks for people.
    pub notes: Vec<String>,
}

/// Absolute and relative paired difference, variant minus baseline.
#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct DifferenceRecord {
    /// Variant minus baseline.
    pub difference: Maybe,
    /// Difference over baseline.
    pub relative: Maybe,
}

/// What the gain is worth a year; all `null` without a cost base and a local change.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct MoneyRecord {
    /// Local change times cost base.
    pub potential: Maybe,
    /// End-to-end change times cost base.
    pub realised: Maybe,
    /// The difference.
    pub absorbed: Maybe,
}
