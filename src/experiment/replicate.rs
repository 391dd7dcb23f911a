//! Trials on all threads, folded in the order of their numbers.
//!
//! Every variant of a trial runs on the same luck, one after the other on one thread; records come
//! back in the order of the trials whatever thread made them and are folded one by one. So results
//! depend on scenario, seed and number of trials alone, and a longer run begins with the trials of a
//! shorter one. Where a precision decides about the number, it is asked after whole blocks only.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::fold::Folds;
use super::plan::{Control, Plan, Progress};
use super::stopping::Stopping;
use crate::engine::{Engine, TrialEnd};
use crate::network::Network;
use crate::observe::{Tally, TrialRecord};

/// Trials that run between two folds: enough to keep threads busy, few enough to hold in memory.
const BLOCK: u64 = 64;

/// How a replication ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// All trials are done.
    Complete,
    /// The precision asked for is reached, or nothing is left that could be.
    Precise,
    /// The most trials allowed for a precision are done.
    Exhausted,
    /// It was stopped from outside.
    Interrupted,
    /// A trial hit a bound.
    Bound(TrialEnd),
}

/// Engines and observers for one thread.
struct Worker<'n>(Vec<(Engine<'n>, Tally<'n>)>);

impl<'n> Worker<'n> {
    fn new(networks: &'n [Network]) -> Self {
        Self(
            networks
                .iter()
                .map(|net| (Engine::new(net), Tally::new(net)))
                .collect(),
        )
    }

    fn trial(&mut self, seed: u64, trial: u64) -> Vec<TrialRecord> {
        let run = |(engine, tally): &mut (Engine<'n>, Tally<'n>)| {
            tally.reset();
            let summary = engine.run(seed, trial, tally);
            tally.record(summary)
        };
        self.0.iter_mut().map(run).collect()
    }
}

/// Runs the trials of a plan and folds them.
pub(super) fn replicate(
    networks: &[Network],
    plan: &Plan,
    control: &Control<'_>,
    folds: &mut Folds,
) -> Ending {
    let mut run = || run_blocks(networks, plan, control, folds);
    let threads = plan.threads.unwrap_or(0);
    let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(threads).build() else {
        return run();
    };
    if rayon::current_thread_index().is_none() {
        return pool.install(run);
    }
    // Whoever calls runs experiments in parallel. A thread of a pool that waits begins another one
    // on the same stack, and in that one the next: here one waits that belongs to no pool.
    let ending = std::thread::scope(|scope| scope.spawn(|| pool.install(run)).join());
    ending.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn run_blocks(
    networks: &[Network],
    plan: &Plan,
    control: &Control<'_>,
    folds: &mut Folds,
) -> Ending {
    let workers = Mutex::new(Vec::new());
    let variants = networks.len() as u64;
    let done = AtomicU64::new(0);
    let mut stopping = Stopping::new(plan);
    for from in (0..stopping.most()).step_by(BLOCK as usize) {
        let until = stopping.most().min(from + BLOCK);
        let half_width = folds.half_width();
        let total = stopping.expected(until) * variants;
        let furthest = stopping.furthest();
        let one = |trial: u64| {
            if control.stop.load(Ordering::Relaxed) {
                return None;
            }
            let mut worker = take(&workers).unwrap_or_else(|| Worker::new(networks));
            let records = worker.trial(plan.seed, trial);
            give_back(&workers, worker);
            let done = done.fetch_add(variants, Ordering::Relaxed) + variants;
            (control.progress)(Progress {
                done,
                total,
                half_width,
                furthest,
            });
            Some(records)
        };
        let block: Vec<_> = (from..until).into_par_iter().map(one).collect();
        for (trial, records) in (from..until).zip(block) {
            let Some(records) = records else {
                return Ending::Interrupted;
            };
            if let Some(record) = records
                .iter()
                .find(|record| record.end != TrialEnd::Horizon)
            {
                return Ending::Bound(record.end);
            }
            folds.push(trial, &records);
        }
        if stopping.is_enough(until, folds) {
            return Ending::Precise;
        }
    }
    match plan.precision {
        Some(_) => Ending::Exhausted,
        None => Ending::Complete,
    }
}

fn take<T>(pool: &Mutex<Vec<T>>) -> Option<T> {
    pool.lock().ok()?.pop()
}

fn give_back<T>(pool: &Mutex<Vec<T>>, value: T) {
    if let Ok(mut pool) = pool.lock() {
        pool.push(value);
    }
}
