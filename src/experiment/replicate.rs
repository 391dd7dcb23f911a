//! Trials on all threads, folded in the order of their numbers.
//!
//! Every variant of a trial runs on the same luck, one after the other on one thread; records come
//! back in the order of the trials whatever thread made them and are folded one by one. So results
//! depend on scenario, seed and number of trials alone, and a longer run begins with the trials of a
//! shorter one. Where a precision decides about the number, it is asked after whole blocks only.

use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use super::fold::Folds;
use super::plan::{Control, Plan, Progress};
use super::stopping::Stopping;
use crate::engine::{Engine, TrialEnd};
use crate::network::Network;
use crate::observe::{Tally, TrialRecord};

/// Trials that run between two folds, at least: enough to keep threads busy, few enough to hold in memory.
const BLOCK: u64 = 64;

/// The first trial of a block, and the records of its trials; `None`: not run.
type Block = (u64, Vec<Option<Vec<TrialRecord>>>);

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

/// Trials in which bottlenecks are watched, which takes every event: the first few, so that short runs
/// have some, and then one in so many, up to the last.
const FIRST_WATCHED: u64 = 4;
const WATCHED_EVERY: u64 = 50;
const LAST_WATCHED: u64 = 3_000;

/// Whether bottlenecks are watched in a trial: by its number, so that a longer run begins as a shorter
/// one.
pub(super) fn is_watched(trial: u64) -> bool {
    trial < FIRST_WATCHED || (trial <= LAST_WATCHED && trial.is_multiple_of(WATCHED_EVERY))
}

/// Engine and observers of one variant.
struct Desk<'n> {
    net: &'n Network,
    engine: Engine<'n>,
    tally: Tally<'n>,
    /// Made when it is first needed.
    watching: Option<Box<Tally<'n, true>>>,
}

impl Desk<'_> {
    fn trial(&mut self, seed: u64, trial: u64) -> TrialRecord {
        if !is_watched(trial) {
            self.tally.reset();
            let summary = self.engine.run(seed, trial, &mut self.tally);
            return self.tally.record(summary);
        }
        let make = || Box::new(Tally::watching(self.net));
        let tally = &mut **self.watching.get_or_insert_with(make);
        tally.reset();
        let summary = self.engine.run(seed, trial, tally);
        tally.record(summary)
    }
}

/// Engines and observers for one thread.
struct Worker<'n>(Vec<Desk<'n>>);

impl<'n> Worker<'n> {
    fn new(networks: &'n [Network]) -> Self {
        Self(
            networks
                .iter()
                .map(|net| Desk {
                    net,
                    engine: Engine::new(net),
                    tally: Tally::new(net),
                    watching: None,
                })
                .collect(),
        )
    }

    fn trial(&mut self, seed: u64, trial: u64) -> Vec<TrialRecord> {
        let desks = self.0.iter_mut();
        desks.map(|desk| desk.trial(seed, trial)).collect()
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
    // One block is folded while the next one runs, unless what it says decides whether one does.
    let mut last = Block::default();
    let mut until = 0;
    while until < stopping.most() {
        let from = until;
        until = stopping.most().min(from + block_size(from, plan));
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
        let run = || run_block(from..until, one);
        let fold_last = || fold(folds, std::mem::take(&mut last));
        let (block, folded) = rayon::join(run, fold_last);
        if let Err(ending) = folded {
            return ending;
        }
        last = (from, block);
        if plan.precision.is_some() || !is_sound(&last.1) {
            if let Err(ending) = fold(folds, std::mem::take(&mut last)) {
                return ending;
            }
            if stopping.is_enough(until, folds) {
                return Ending::Precise;
            }
        }
    }
    if let Err(ending) = fold(folds, last) {
        return ending;
    }
    match plan.precision {
        Some(_) => Ending::Exhausted,
        None => Ending::Complete,
    }
}

/// Trials of the next block: few until an interval shows, and where a precision is asked after each.
fn block_size(done: u64, plan: &Plan) -> u64 {
    match plan.precision {
        Some(_) => BLOCK,
        None => (done / 4).clamp(BLOCK, 4 * BLOCK),
    }
}

/// Runs trials on all threads, each thread taking the next one: at any time those that are done are
/// the first ones, but for one per thread.
fn run_block<T: Send>(trials: Range<u64>, one: impl Fn(u64) -> Option<T> + Sync) -> Vec<Option<T>> {
    let next = AtomicU64::new(trials.start);
    let take_turns = |_: rayon::BroadcastContext<'_>| {
        let mine = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
        mine.take_while(|trial| *trial < trials.end)
            .map(|trial| (trial, one(trial)))
            .collect::<Vec<_>>()
    };
    let mut block: Vec<_> = rayon::broadcast(take_turns).into_iter().flatten().collect();
    block.sort_unstable_by_key(|(trial, _)| *trial);
    block.into_iter().map(|(_, records)| records).collect()
}

/// Folds a block, trial by trial, up to one that was not run or hit a bound.
fn fold(folds: &mut Folds, (from, block): Block) -> Result<(), Ending> {
    for (trial, records) in (from..).zip(block) {
        let records = records.ok_or(Ending::Interrupted)?;
        if let Some(bound) = bound(&records) {
            return Err(Ending::Bound(bound));
        }
        folds.push(trial, &records);
    }
    Ok(())
}

/// Whether all trials of a block were run to their end.
fn is_sound(block: &[Option<Vec<TrialRecord>>]) -> bool {
    let sound = |records: &Option<Vec<TrialRecord>>| {
        records
            .as_ref()
            .is_some_and(|records| bound(records).is_none())
    };
    block.iter().all(sound)
}

/// The bound that a trial of some variant hit.
fn bound(records: &[TrialRecord]) -> Option<TrialEnd> {
    let mut ends = records.iter().map(|record| record.end);
    ends.find(|end| *end != TrialEnd::Horizon)
}

fn take<T>(pool: &Mutex<Vec<T>>) -> Option<T> {
    pool.lock().ok()?.pop()
}

fn give_back<T>(pool: &Mutex<Vec<T>>, value: T) {
    if let Ok(mut pool) = pool.lock() {
        pool.push(value);
    }
}
