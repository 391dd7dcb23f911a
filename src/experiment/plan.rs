//! What an experiment is asked to do, and how it talks to whoever started it.

use std::sync::atomic::AtomicBool;

/// How much to run, on which luck.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// Trials of every variant; at least 2.
    pub trials: u64,
    /// Seed of every draw.
    pub seed: u64,
    /// Coverage of the intervals, 0 to 1.
    pub confidence: f64,
    /// Threads; `None`: one per core.
    pub threads: Option<usize>,
}

/// Where an experiment stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Trials finished, all variants together.
    pub done: u64,
    /// Trials asked for, all variants together.
    pub total: u64,
    /// Current relative half-width of the headline: the difference of throughputs of the last
    /// variant as a share of the baseline, or the throughput of a single variant.
    pub half_width: Option<f64>,
}

/// A way to stop an experiment and to watch it.
pub struct Control<'a> {
    /// Set to true from outside: no further trial is started.
    pub stop: &'a AtomicBool,
    /// Told after every few trials.
    pub progress: &'a (dyn Fn(Progress) + Sync),
}
