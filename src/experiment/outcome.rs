//! Finished results as plain data: what every report, chart and file is made from.
//!
//! Times are elapsed hours, rates are per week, counts are within the measured window, unless the
//! unit of an estimate says otherwise. `None` means that the value does not exist; it is never 0.

use std::collections::BTreeMap;

use super::bottleneck::Bottleneck;
use super::changes::Made;
use super::measures::Measures;
use super::orgs::OrgOutcome;
use super::plan::Standing;
use super::uncertainty::Uncertainty;
use crate::statistics::Estimate;
use crate::units::Span;

/// Everything one experiment found.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Title of the scenario.
    pub title: String,
    /// SHA-256 of everything read, resolved and normalised, in hexadecimal.
    pub sha256: String,
    /// Seed of every draw.
    pub seed: u64,
    /// Coverage of the intervals, 0 to 1.
    pub confidence: f64,
    /// Length of the measured window [weeks].
    pub window_weeks: f64,
    /// Whether the run was interrupted.
    pub partial: bool,
    /// What became of each precision asked for; empty if none was.
    pub precision: Vec<PrecisionOutcome>,
    /// Variants in the order of the file; the first is the baseline.
    pub variants: Vec<VariantOutcome>,
    /// Each further variant against the baseline.
    pub comparisons: Vec<Comparison>,
    /// What draws of the uncertain inputs make of it; `None` where nobody asked. All else is at the
    /// median of every input.
    pub uncertainty: Option<Uncertainty>,
    /// Service completions simulated, all variants together.
    pub completions: u64,
}

/// What became of a precision that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct PrecisionOutcome {
    /// The variant.
    pub variant: String,
    /// What it is compared with; `None`: the goal is of the variant itself.
    pub baseline: Option<String>,
    /// The measure, its goal and how far it came.
    pub standing: Standing,
}

/// One variant.
#[derive(Clone, Debug, PartialEq)]
pub struct VariantOutcome {
    /// Name in the file.
    pub name: String,
    /// Name shown to people.
    pub title: String,
    /// Trials finished.
    pub trials: u64,
    /// Why no further trial was run.
    pub stopped: StopReason,
    /// What limits the throughput.
    pub regime: Regime,
    /// Items delivered per week that stay delivered, kinds that count.
    pub throughput: Option<Estimate>,
    /// Items delivered, kinds that count.
    pub delivered: Option<Estimate>,
    /// Of those, the deliveries undone before the window ended; `None` where none can be.
    pub undone: Option<Estimate>,
    /// Items that reached the end of their route (value is earned there), kinds that count.
    pub earned: Option<Estimate>,
    /// Items delivered with a flaw, kinds that count; `None` where no visit leaves flaws.
    pub escaped: Option<Estimate>,
    /// Release to delivery.
    pub flow_time: Times,
    /// Arrival in the backlog to delivery; `None` inside for endless kinds.
    pub lead_time: Times,
    /// Items released and not delivered, time average.
    pub wip: Option<Estimate>,
    /// The same when the window ends.
    pub inside_at_end: Option<Estimate>,
    /// Growth of WIP and backlog per week; only of an overloaded variant.
    pub growth: Option<Estimate>,
    /// Value earned in the window.
    pub value: Option<Estimate>,
    /// Judgment and trust, and what people cost.
    pub measures: Measures,
    /// Touch over flow time without the hours people are off.
    pub flow_efficiency: Option<Estimate>,
    /// Touch over flow time.
    pub flow_efficiency_elapsed: Option<Estimate>,
    /// Where the flow time of a delivered item went, by cause; adds up to its mean.
    pub time: CauseTimes,
    /// Hands-on time outside that sum, if any kind has steps side by side: `parallel_touch`, for
    /// branches that did not complete their join.
    pub beside: CauseTimes,
    /// Self-checks of the run.
    pub checks: Checks,
    /// Kinds of work, by name.
    pub work: BTreeMap<String, WorkOutcome>,
    /// Stations, by name.
    pub stations: BTreeMap<String, StationOutcome>,
    /// People who work at several stations, by name of the pool.
    pub pools: BTreeMap<String, PoolOutcome>,
    /// Where the bottleneck is.
    pub bottleneck: Bottleneck,
    /// Names of stations in the order of the routes (for tables).
    pub station_order: Vec<String>,
    /// Organisations, in the order of the variant, if there are several, or one begins later.
    pub orgs: Vec<OrgOutcome>,
    /// What its changes came to.
    pub made: Made,
    /// Development over the window.
    pub series: Series,
    /// Distribution of the flow time of delivered items.
    pub flow_time_distribution: Distribution,
    /// Changes that act inside the window: title, and when in words.
    pub changes: Vec<(String, String)>,
    /// A burn-in in which the organisation would settle, if it has not and one was found.
    pub enough_burn_in: Option<Span>,
    /// What the reader must know, in sentences.
    pub notes: Vec<String>,
}

impl VariantOutcome {
    /// Whether items that count give up or are turned away: then less is delivered than arrives.
    pub fn loses(&self) -> bool {
        let counting = self.work.values().filter(|work| work.counts);
        let mut lost = counting.flat_map(|work| [&work.abandoned, &work.turned_away]);
        lost.any(|share| share.as_ref().is_some_and(|share| share.mean > 0.0))
    }
}

/// Mean and percentiles of a time over delivered items.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Times {
    /// Mean.
    pub mean: Option<Estimate>,
    /// Median.
    pub p50: Option<Estimate>,
    /// 85th percentile.
    pub p85: Option<Estimate>,
    /// 95th percentile.
    pub p95: Option<Estimate>,
}

/// Hours by cause, in the order of the ledger; keys are those of `observe::Cause::name`.
pub type CauseTimes = Vec<(&'static str, Option<Estimate>)>;

/// Why no further trial was run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// The number of trials asked for is done.
    Trials,
    /// Every precision asked for is reached.
    Precision,
    /// The most trials allowed for a precision are done.
    MaxTrials,
    /// A precision was asked of a measure that has no value.
    NoValue,
    /// Interrupted from outside.
    Interrupted,
    /// A trial hit the bound on items inside.
    TooManyItems,
    /// A crew would have had to have more people than there is room for.
    TooManyPeople,
    /// A trial did not advance in time.
    Stuck,
}

/// What limits a throughput.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Regime {
    /// It is the demand, whatever is sped up.
    DemandLimited,
    /// It is what the WIP limit lets in.
    WipLimited,
    /// A station works all the time, or a gate's slots are always taken.
    Saturated,
    /// More comes in than goes out.
    Overloaded,
}

/// Self-checks of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checks {
    /// Items released minus delivered, lost and inside, summed over trials (exactly 0).
    pub mass_balance: i64,
    /// Largest gap between a flow time and the sum of its ledger [ticks] (exactly 0).
    pub ledger: u64,
    /// Relative gap between the area under WIP and the time items spent inside.
    pub little: f64,
    /// Whether the organisation had settled when the window began; `None` without a burn-in.
    pub settled: Option<bool>,
    /// Trials in which people waited for each other in a circle, for good.
    pub deadlocks: u64,
}

/// One kind of work.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkOutcome {
    /// Name shown to people.
    pub title: String,
    /// Whether it counts in the headline.
    pub counts: bool,
    /// What limits its throughput.
    pub regime: Regime,
    /// Items delivered per week that stay delivered.
    pub throughput: Option<Estimate>,
    /// Items delivered.
    pub delivered: Option<Estimate>,
    /// Of those, the deliveries undone before the window ended; `None` where none can be.
    pub undone: Option<Estimate>,
    /// Items delivered with a flaw; `None` where no visit on their way leaves flaws.
    pub escaped: Option<Estimate>,
    /// Release to delivery.
    pub flow_time: Times,
    /// Arrival in the backlog to delivery.
    pub lead_time: Times,
    /// Waiting for people and gates over the route of a delivered item.
    pub wait: Option<Estimate>,
    /// Share of the items that came to an end, at that of their route or lost before, that gave up;
    /// `None` where none can.
    pub abandoned: Option<Estimate>,
    /// The same of those that found no room.
    pub turned_away: Option<Estimate>,
    /// Where the flow time went, by cause.
    pub time: CauseTimes,
    /// Outside that sum, if this kind has steps side by side: `parallel_touch`.
    pub beside: CauseTimes,
}

/// One station.
#[derive(Clone, Debug, PartialEq)]
pub struct StationOutcome {
    /// Name shown to people.
    pub title: String,
    /// People at the start, all of the pool if they are in one; `None`: unlimited.
    pub staff: Option<u32>,
    /// Name of the pool they are in.
    pub pool: Option<String>,
    /// Busy here over scheduled minus absent; `None` with unlimited people.
    pub utilisation: Option<Estimate>,
    /// Items waiting, time average.
    pub queue: Option<Estimate>,
    /// Items from arrival to leaving, time average.
    pub present: Option<Estimate>,
    /// Arrival to start of touch, per visit.
    pub wait: Option<Estimate>,
    /// Hands-on time per visit.
    pub effort: Option<Estimate>,
    /// Visits per delivered item.
    pub visits: Option<Estimate>,
    /// Services completed per week, repeats included.
    pub throughput: Option<Estimate>,
    /// Share of services that ended in a send-back.
    pub sent_back: Option<Estimate>,
    /// Share of those that came and whose wait is over, or that found no room, that gave up before
    /// their touch; `None` where none can.
    pub abandoned: Option<Estimate>,
    /// The same of those that found no room.
    pub turned_away: Option<Estimate>,
    /// Flaws that visits left; `None` where none does.
    pub flaws: Option<Estimate>,
    /// Flaws that visits found; `None` where none looks for them.
    pub caught: Option<Estimate>,
    /// Share of visits decided without people; `None` where none is.
    pub automatic: Option<Estimate>,
    /// Items a week that its gate can admit, if its slots were as good as always taken.
    pub full_gate: Option<f64>,
    /// Time per visit, by cause.
    pub time: CauseTimes,
    /// The same outside the ledgers of items, if something here can be side by side with others:
    /// `discarded`, the touch of visits that a quorum cut short, and `join`, the wait for other
    /// branches after leaving.
    pub beside: CauseTimes,
    /// What the people did, as shares of their time; adds up to 1. `None` with unlimited people, and
    /// for those of a pool, who have one for all of their stations.
    pub people: Option<People>,
}

/// People who work at several stations.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolOutcome {
    /// Name shown to people.
    pub title: String,
    /// How many they are at the start.
    pub staff: u32,
    /// Names of their stations.
    pub stations: Vec<String>,
    /// Busy anywhere over scheduled minus absent.
    pub utilisation: Option<Estimate>,
    /// Items waiting at their stations, time average.
    pub queue: Option<Estimate>,
    /// What they did, as shares of their time; adds up to 1.
    pub people: People,
}

/// Shares of people's time.
#[derive(Clone, Debug, PartialEq)]
pub struct People {
    /// At work, or changing over.
    pub busy: Option<Estimate>,
    /// Holding finished work that has nowhere to go.
    pub blocked: Option<Estimate>,
    /// On duty without work.
    pub starved: Option<Estimate>,
    /// Off by the calendar.
    pub off: Option<Estimate>,
    /// Absent, while the calendar is open.
    pub absent: Option<Estimate>,
}

/// Development over the window, one entry per interval.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// Length of an interval as the language writes it ("1mo").
    pub every: &'static str,
    /// Deliveries per week that stay delivered to the end of the window.
    pub throughput: Vec<Option<Estimate>>,
    /// Time average of WIP.
    pub wip: Vec<Option<Estimate>>,
}

/// A histogram.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Distribution {
    /// Edges of the bins [hours], one more than shares.
    pub edges: Vec<f64>,
    /// Share of delivered items in each bin.
    pub share: Vec<f64>,
}

/// A variant against the baseline, on the same luck.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The variant.
    pub variant: String,
    /// What it is compared with.
    pub baseline: String,
    /// Relative change of the one station's own rate that differs.
    pub local: Option<f64>,
    /// The station that changed, if it is one.
    pub local_station: Option<String>,
    /// People at that station in the baseline and in the variant, averaged over the window.
    pub local_staff: Option<(f64, f64)>,
    /// Whether both variants get the same demand.
    pub same_demand: bool,
    /// Why `local` or `pass_through` does not exist.
    pub local_reason: Option<String>,
    /// Relative change of throughput over `local`.
    pub pass_through: Option<Estimate>,
    /// Var(independent) / Var(paired) of the difference of throughputs.
    pub variance_ratio: Option<Estimate>,
    /// Throughput.
    pub throughput: Difference,
    /// Mean flow time.
    pub flow_time: Difference,
    /// WIP.
    pub wip: Difference,
    /// Value earned in the window.
    pub value: Difference,
    /// Deliveries that stay per hour of judgment; empty where a side has none.
    pub trusted_per_judgment_hour: Difference,
    /// Money; `None` without a cost base and a local change.
    pub money: Option<MoneyOutcome>,
    /// Difference of the flow time of a delivered item, by cause.
    pub time: CauseTimes,
    /// Difference of the time items wait at each station, per delivered item, by station name.
    pub wait: BTreeMap<String, Option<Estimate>>,
    /// What the reader must know, in sentences.
    pub notes: Vec<String>,
}

/// Absolute and relative paired difference, variant minus baseline.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    /// In the unit of the measure.
    pub difference: Option<Estimate>,
    /// As a share of the baseline.
    pub relative: Option<Estimate>,
}

/// What the gain is worth a year, if value is proportional to throughput times the cost base.
#[derive(Clone, Debug, PartialEq)]
pub struct MoneyOutcome {
    /// Local change times the cost base.
    pub potential: Option<Estimate>,
    /// Change of throughput times the cost base.
    pub realised: Option<Estimate>,
    /// The difference.
    pub absorbed: Option<Estimate>,
}

impl StopReason {
    /// As the JSON result writes it.
    pub fn name(self) -> &'static str {
        match self {
            StopReason::Trials => "trials",
            StopReason::Precision => "precision",
            StopReason::MaxTrials => "max_trials",
            StopReason::NoValue => "no_value",
            StopReason::Interrupted => "interrupted",
            StopReason::TooManyItems => "too-many-items",
            StopReason::TooManyPeople => "too-many-people",
            StopReason::Stuck => "stuck",
        }
    }
}

impl Regime {
    /// As the JSON result writes it.
    pub fn name(self) -> &'static str {
        match self {
            Regime::DemandLimited => "demand-limited",
            Regime::WipLimited => "wip-limited",
            Regime::Saturated => "saturated",
            Regime::Overloaded => "overloaded",
        }
    }

    /// What it means, in words that go on from a name.
    pub fn meaning(self) -> &'static str {
        match self {
            Regime::DemandLimited => "what arrives is delivered",
            Regime::WipLimited => "an item enters only when another leaves",
            Regime::Saturated => "a station or gate has nothing left to give",
            Regime::Overloaded => "more comes in than goes out",
        }
    }

    /// As people read it.
    pub fn in_words(self) -> &'static str {
        match self {
            Regime::WipLimited => "WIP-limited",
            other => other.name(),
        }
    }
}
