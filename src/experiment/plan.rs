//! What an experiment is asked to do, and how it talks to whoever started it.

use std::sync::atomic::AtomicBool;

use crate::scenario::model::{Measured, Precision};

/// How much to run, on which luck.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Trials of every variant; at least 2. With a precision: the fewest.
    pub trials: u64,
    /// Seed of every draw.
    pub seed: u64,
    /// Coverage of the intervals, 0 to 1.
    pub confidence: f64,
    /// Threads; `None`: one per core.
    pub threads: Option<usize>,
    /// Go on until this is reached; `None`: exactly `trials`.
    ///
    /// One variant: the measures themselves. Several: the differences of each from the first.
    pub precision: Option<Precision>,
}

/// Where an experiment stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Trials finished, all variants together.
    pub done: u64,
    /// Trials asked for, all variants together; with a precision, how many it will probably take.
    pub total: u64,
    /// Current relative half-width of the headline: the difference of throughputs of the last
    /// variant as a share of the baseline, or the throughput of a single variant.
    pub half_width: Option<f64>,
    /// Of a precision asked for, what is furthest from its goal.
    pub furthest: Option<Standing>,
}

/// Where a measure stands against its goal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// The measure.
    pub of: Measured,
    /// Half-width asked for, in `unit`.
    pub goal: f64,
    /// Half-width now; `None`: the measure has no value.
    pub reached: Option<f64>,
    /// "1" for a share (of a difference: of the baseline), else the unit of the measure.
    pub unit: &'static str,
}

impl Standing {
    /// Whether the goal is reached.
    pub fn is_met(&self) -> bool {
        self.reached.is_some_and(|reached| reached <= self.goal)
    }

    /// How many times too wide the interval is; endless without a value.
    pub(super) fn excess(&self) -> f64 {
        self.reached
            .map_or(f64::INFINITY, |reached| reached / self.goal)
    }
}

/// A way to stop an experiment and to watch it.
pub struct Control<'a> {
    /// Set to true from outside: no further trial is started.
    pub stop: &'a AtomicBool,
    /// Told after every few trials.
    pub progress: &'a (dyn Fn(Progress) + Sync),
}
