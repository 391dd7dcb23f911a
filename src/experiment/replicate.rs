//! Trials on all threads, folded in the order of their numbers.
//!
//! Every variant of a trial runs on the same luck, one after the other on one thread. Each thread
//! takes the next trial and hands in its records; whatever thread made them, they are folded one by
//! one in the order of the trials, by whoever hands in while nobody else folds, so that no thread
//! waits for another before the block is done. So results depend on scenario, seed and number of
//! trials alone, and a longer run begins with the trials of a shorter one. Where a precision decides
//! about the number, it is asked after whole blocks only.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::fold::Folds;
use super::plan::{Control, Plan, Progress};
use super::stopping::Stopping;
use crate::engine::{Engine, TrialEnd};
use crate::network::Network;
use crate::observe::{Tally, TrialRecord};

/// Trials between two questions whether a precision is reached.
const BLOCK: u64 = 64;
/// Trials of a block after which nothing is asked: so many records are held in memory at most.
const LONG_BLOCK: u64 = 1024;

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
const FIRST_WATCHED: u64 = 2;
const WATCHED_EVERY: u64 = 100;
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
    let size = match plan.precision {
        Some(_) => BLOCK,
        None => LONG_BLOCK,
    };
    let mut until = 0;
    while until < stopping.most() {
        let from = until;
        until = stopping.most().min(from + size);
        let total = stopping.expected(until) * variants;
        let furthest = stopping.furthest();
        let tell = |half_width| {
            let done = done.fetch_add(variants, Ordering::Relaxed) + variants;
            (control.progress)(Progress {
                done,
                total,
                half_width,
                furthest,
            });
        };
        let run = |worker: &mut Worker<'_>, trial| worker.trial(plan.seed, trial);
        let line = Line::new(from..until, folds);
        rayon::broadcast(|_| {
            let mut worker = take(&workers).unwrap_or_else(|| Worker::new(networks));
            while !control.stop.load(Ordering::Relaxed)
                && let Some(trial) = line.next()
            {
                tell(line.hand_in(trial, run(&mut worker, trial)));
            }
            give_back(&workers, worker);
        });
        if let Err(ending) = line.close() {
            return ending;
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

/// The trials of a block: taken in turn, run in any order, folded in turn.
struct Line<'f> {
    trials: Range<u64>,
    /// The next one to run.
    next: AtomicU64,
    /// Whether a trial hit a bound: no further one is run.
    ended: AtomicBool,
    done: Mutex<Done>,
    folding: Mutex<Folding<'f>>,
}

/// What is done.
struct Done {
    /// Not folded yet, by trial.
    records: BTreeMap<u64, Vec<TrialRecord>>,
    /// The half-width when last looked at.
    half_width: Option<f64>,
}

/// What is folded.
struct Folding<'f> {
    folds: &'f mut Folds,
    /// The next trial to be folded.
    next: u64,
    bound: Option<TrialEnd>,
}

impl<'f> Line<'f> {
    fn new(trials: Range<u64>, folds: &'f mut Folds) -> Self {
        Self {
            next: AtomicU64::new(trials.start),
            ended: AtomicBool::new(false),
            done: Mutex::new(Done {
                records: BTreeMap::new(),
                half_width: folds.half_width(),
            }),
            folding: Mutex::new(Folding {
                folds,
                next: trials.start,
                bound: None,
            }),
            trials,
        }
    }

    /// The next trial to run: at any time those that are done are the first ones, but for one per
    /// thread.
    fn next(&self) -> Option<u64> {
        let trial = self.next.fetch_add(1, Ordering::Relaxed);
        (trial < self.trials.end && !self.ended.load(Ordering::Relaxed)).then_some(trial)
    }

    /// A trial is done: it is folded, with all whose turn has come, unless somebody is folding.
    /// Returns the half-width when last looked at.
    fn hand_in(&self, trial: u64, records: Vec<TrialRecord>) -> Option<f64> {
        let half_width = {
            let mut done = self.done.lock().ok()?;
            done.records.insert(trial, records);
            done.half_width
        };
        if let Ok(mut folding) = self.folding.try_lock() {
            self.fold(&mut folding);
        }
        half_width
    }

    fn fold(&self, folding: &mut Folding<'f>) {
        while folding.bound.is_none()
            && let Some(records) = self.take(folding.next)
        {
            folding.bound = bound(&records);
            if folding.bound.is_some() {
                return self.ended.store(true, Ordering::Relaxed);
            }
            folding.folds.push(folding.next, &records);
            folding.next += 1;
            if folding.next.is_multiple_of(BLOCK) {
                let half_width = folding.folds.half_width();
                if let Ok(mut done) = self.done.lock() {
                    done.half_width = half_width;
                }
            }
        }
    }

    fn take(&self, trial: u64) -> Option<Vec<TrialRecord>> {
        self.done.lock().ok()?.records.remove(&trial)
    }

    /// All threads have come to the end: folds what was handed in while somebody folded.
    fn close(self) -> Result<(), Ending> {
        let Ok(mut folding) = self.folding.lock() else {
            return Err(Ending::Interrupted);
        };
        self.fold(&mut folding);
        match folding.bound {
            Some(bound) => Err(Ending::Bound(bound)),
            None if folding.next < self.trials.end => Err(Ending::Interrupted),
            None => Ok(()),
        }
    }
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
