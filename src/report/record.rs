//! The serializable, versioned result: the contract with whoever reads results outside.
//!
//! Inner types stay free to change; these do not, except that keys may be added. Every estimate is
//! `{ mean, low, high, unit }`. A value that does not exist is `null`: never missing, never 0, never
//! NaN. Measures whose mechanism a scenario does not use keep their key.

mod assemble;

use std::collections::BTreeMap;

use serde::ser::{Serialize, Serializer};

/// Version of this format.
pub const FORMAT: u32 = 1;

/// How long the trials took; the only part of a result that depends on the machine.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Timing {
    /// Service completions simulated.
    pub completions: u64,
    /// Wall time of the trial loop [s].
    pub trial_seconds: f64,
    /// Threads used.
    pub threads: usize,
}

/// A whole result.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
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
    /// Only when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timing: Option<Timing>,
}

/// What became of a precision that was asked for.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
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
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ScenarioRecord {
    /// Title of the file.
    pub title: String,
    /// SHA-256 of everything read, resolved and normalised.
    pub sha256: String,
}

/// A value with its interval; an end without bound is `null`.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
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
#[derive(Clone, Debug, PartialEq)]
pub struct Causes(pub Vec<(&'static str, Maybe)>);

impl Serialize for Causes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(cause, estimate)| (cause, estimate)))
    }
}

/// Mean and percentiles of a time over delivered items.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct TimesRecord {
    pub mean: Maybe,
    pub p50: Maybe,
    pub p85: Maybe,
    pub p95: Maybe,
}

/// One variant.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[allow(
    missing_docs,
    reason = "the fields are those of `experiment::VariantOutcome`"
)]
pub struct VariantRecord {
    pub name: String,
    pub title: String,
    pub trials: u64,
    pub stopped: &'static str,
    pub regime: &'static str,
    pub throughput: Maybe,
    pub delivered: Maybe,
    pub earned: Maybe,
    /// Deliveries that did not stay; no mechanism yet.
    pub undone: Maybe,
    /// Deliveries with a flaw; no mechanism yet.
    pub escaped: Maybe,
    pub flow_time: TimesRecord,
    pub lead_time: TimesRecord,
    pub wip: Maybe,
    pub inside_at_end: Maybe,
    pub growth: Maybe,
    pub value: Maybe,
    pub flow_efficiency: Maybe,
    pub flow_efficiency_elapsed: Maybe,
    pub time: Causes,
    pub checks: ChecksRecord,
    pub work: BTreeMap<String, WorkRecord>,
    pub stations: BTreeMap<String, StationRecord>,
    /// Names of stations in the order of the routes.
    pub station_order: Vec<String>,
    /// Shared people; no mechanism yet.
    pub pools: BTreeMap<String, StationRecord>,
    /// Further organisations; no mechanism yet.
    pub orgs: BTreeMap<String, WorkRecord>,
    pub series: SeriesRecord,
    pub distribution: DistributionsRecord,
    pub notes: Vec<String>,
}

/// Self-checks of a run.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[allow(missing_docs, reason = "the fields are those of `experiment::Checks`")]
pub struct ChecksRecord {
    pub mass_balance: i64,
    pub ledger: u64,
    pub little: Option<f64>,
    pub settled: Option<bool>,
}

/// One kind of work.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[allow(
    missing_docs,
    reason = "the fields are those of `experiment::WorkOutcome`"
)]
pub struct WorkRecord {
    pub title: String,
    pub counts: bool,
    pub regime: &'static str,
    pub throughput: Maybe,
    pub delivered: Maybe,
    pub flow_time: TimesRecord,
    pub lead_time: TimesRecord,
    pub wait: Maybe,
    /// Items that gave up; no mechanism yet.
    pub abandoned: Maybe,
    /// Items not let in; no mechanism yet.
    pub turned_away: Maybe,
    pub time: Causes,
}

/// One station.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[allow(
    missing_docs,
    reason = "the fields are those of `experiment::StationOutcome`"
)]
pub struct StationRecord {
    pub title: String,
    pub staff: Option<u32>,
    pub utilisation: Maybe,
    pub queue: Maybe,
    pub present: Maybe,
    pub wait: Maybe,
    pub effort: Maybe,
    pub visits: Maybe,
    pub throughput: Maybe,
    pub sent_back: Maybe,
    /// Items that gave up; no mechanism yet.
    pub abandoned: Maybe,
    /// Items not let in; no mechanism yet.
    pub turned_away: Maybe,
    pub time: Causes,
    pub people: PeopleRecord,
}

/// Shares of people's time; all `null` with unlimited people.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
#[allow(missing_docs, reason = "the fields are those of `experiment::People`")]
pub struct PeopleRecord {
    pub busy: Maybe,
    pub blocked: Maybe,
    pub starved: Maybe,
    pub off: Maybe,
    pub absent: Maybe,
}

/// Development over the window.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[allow(missing_docs, reason = "the fields are those of `experiment::Series`")]
pub struct SeriesRecord {
    pub every: &'static str,
    pub throughput: Vec<Maybe>,
    pub wip: Vec<Maybe>,
}

/// Histograms of a variant.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct DistributionsRecord {
    /// Of the flow time of delivered items.
    pub flow_time: DistributionRecord,
}

/// A histogram.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct DistributionRecord {
    /// Edges of the bins [hours], one more than shares.
    pub edges: Vec<f64>,
    /// Share of delivered items in each bin.
    pub share: Vec<f64>,
}

/// A variant against the baseline.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[allow(
    missing_docs,
    reason = "the fields are those of `experiment::Comparison`"
)]
pub struct ComparisonRecord {
    pub variant: String,
    pub baseline: String,
    pub local: Option<f64>,
    pub local_station: Option<String>,
    pub local_reason: Option<String>,
    pub pass_through: Maybe,
    pub variance_ratio: Maybe,
    pub throughput: DifferenceRecord,
    pub flow_time: DifferenceRecord,
    pub wip: DifferenceRecord,
    pub value: DifferenceRecord,
    pub money: MoneyRecord,
    /// Difference of the flow time by cause.
    pub time: Causes,
    /// Difference of the wait at each station per delivered item.
    pub wait: BTreeMap<String, Maybe>,
    pub notes: Vec<String>,
}

/// Absolute and relative paired difference, variant minus baseline.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct DifferenceRecord {
    pub difference: Maybe,
    pub relative: Maybe,
}

/// What the gain is worth a year; all `null` without a cost base and a local change.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
#[allow(
    missing_docs,
    reason = "the fields are those of `experiment::MoneyOutcome`"
)]
pub struct MoneyRecord {
    pub potential: Maybe,
    pub realised: Maybe,
    pub absorbed: Maybe,
}
