//! Of a validated scenario, what a run takes: its time, how many trials, how precisely.

use crate::units::Span;

/// Time 0, burn-in and the measured window `[0, horizon)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Clock {
    /// The date of time 0, if the file gives one.
    pub start: Option<jiff::civil::Date>,
    /// Time simulated before time 0.
    pub burn_in: Span,
    /// Length of the measured window.
    pub horizon: Span,
}

/// What `[run]` says; the command line may override each.
#[derive(Clone, Debug, PartialEq)]
pub struct RunDefaults {
    /// Number of trials.
    pub trials: u64,
    /// Seed of every draw.
    pub seed: u64,
    /// Coverage of the intervals, 0 to 1.
    pub confidence: f64,
    /// Go on until this is reached.
    pub precision: Option<Precision>,
    /// Fewest trials where a precision decides: `trials` if it is written, else a pilot.
    pub fewest: u64,
}

/// How precisely something is to be known, and when to give up.
#[derive(Clone, Debug, PartialEq)]
pub struct Precision {
    /// All of them are to be reached.
    pub goals: Vec<Goal>,
    /// Trials after which to give up.
    pub max_trials: u64,
}

/// A measure and how wide its interval may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    /// The measure.
    pub of: Measured,
    /// Largest half-width of its interval.
    pub half_width: HalfWidth,
}

/// Half of the width of an interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HalfWidth {
    /// As a share of the value; of a difference, as a share of the baseline.
    Relative(f64),
    /// In the unit of the measure: items per week, hours or items.
    Absolute(f64),
}

/// What a precision can be asked for; named like the fields of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measured {
    /// Items delivered per week.
    Throughput,
    /// Mean flow time.
    FlowTime,
    /// Median of the flow time.
    FlowTimeP50,
    /// 85th percentile of the flow time.
    FlowTimeP85,
    /// 95th percentile of the flow time.
    FlowTimeP95,
    /// Mean lead time.
    LeadTime,
    /// Items released and not delivered.
    Wip,
}
