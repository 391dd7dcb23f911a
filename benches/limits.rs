//! The engine beside the loop that anyone would write by hand.
//!
//! The engine is used as a library: from the scenario file, with the standard observer on, one thread,
//! until the estimates are there. The loop knows its workload by heart: a binary heap of instants, a
//! queue per station, a sequential generator and rejection sampling; it keeps arrival, departure,
//! wait and visits of every item. Both run the same horizon, nothing is drained, and they take turns.
//! A ratio counts only if both find the same mean flow time.
#![allow(clippy::print_stdout, reason = "it prints a table")]
#![allow(
    clippy::disallowed_methods,
    reason = "it reads the clock, and by hand one takes `exp`"
)]

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Exp1, StandardNormal};
use throughline::experiment::{self, Control, Plan};
use throughline::scenario::Document;

/// Rounds of a workload, one after the other on both sides.
const ROUNDS: usize = 7;

/// A line of stations, in hours; one item arrives per hour on average.
struct Line {
    file: &'static str,
    horizon: &'static str,
    hours: f64,
    trials: u64,
    /// Exponential service; else log-normal with a cv of 1.
    exponential: bool,
    stations: &'static [Station],
}

struct Station {
    staff: usize,
    mean: f64,
    /// Chance of going back to the first station.
    back: f64,
}

const fn station(staff: usize, mean: f64, back: f64) -> Station {
    Station { staff, mean, back }
}

const SINGLE: &[Station] = &[station(1, 0.9, 0.0)];
const EIGHT: &[Station] = &[
    station(12, 6.912, 0.0),
    station(6, 3.24, 0.2),
    station(4, 2.52, 0.1),
    station(4, 3.4, 0.0),
    station(2, 1.2, 0.0),
    station(2, 1.8, 0.0),
    station(1, 0.7, 0.0),
    station(3, 1.95, 0.0),
];

const fn line(file: &'static str, horizon: &'static str, hours: f64, trials: u64) -> Line {
    Line {
        file,
        horizon,
        hours,
        trials,
        exponential: false,
        stations: EIGHT,
    }
}

const LINES: [Line; 3] = [
    Line {
        exponential: true,
        stations: SINGLE,
        ..line("w1", "50000h", 50_000.0, 10)
    },
    line("w2", "20000h", 20_000.0, 10),
    line("w3", "2000h", 2000.0, 100),
];

/// What one side finds in a round.
struct Found {
    nanoseconds: f64,
    mean: f64,
    /// Half-width of a 95% interval.
    half_width: f64,
}

/// An instant and whose it is.
#[derive(PartialEq)]
struct Event(f64, u32);

impl Eq for Event {}

impl PartialOrd for Event {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Event {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// The next arrival, among events of items.
const ARRIVAL: u32 = u32::MAX;

#[derive(Clone, Copy)]
struct Item {
    arrived: f64,
    left: f64,
    wait: f64,
    /// Eight bits per station.
    visits: u64,
    at: u8,
}

struct Textbook<'a> {
    line: &'a Line,
    random: Xoshiro256PlusPlus,
    heap: BinaryHeap<Reverse<Event>>,
    items: Vec<Item>,
    queues: Vec<VecDeque<u32>>,
    busy: Vec<usize>,
}

impl Textbook<'_> {
    fn new(line: &Line, seed: u64) -> Textbook<'_> {
        Textbook {
            line,
            random: Xoshiro256PlusPlus::seed_from_u64(seed),
            heap: BinaryHeap::with_capacity(64),
            items: Vec::with_capacity(line.hours as usize * 2),
            queues: line.stations.iter().map(|_| VecDeque::new()).collect(),
            busy: vec![0; line.stations.len()],
        }
    }

    fn call_arrival(&mut self, now: f64) {
        let interval: f64 = Exp1.sample(&mut self.random);
        self.heap.push(Reverse(Event(now + interval, ARRIVAL)));
    }

    #[inline(always)]
    fn start(&mut self, id: u32, station: usize, now: f64) {
        let mean = self.line.stations[station].mean;
        let service = if self.line.exponential {
            let draw: f64 = Exp1.sample(&mut self.random);
            mean * draw
        } else {
            // A cv of 1: the variance of the logarithm is ln 2.
            let draw: f64 = StandardNormal.sample(&mut self.random);
            let sigma = std::f64::consts::LN_2.sqrt();
            mean * (sigma * draw - 0.5 * std::f64::consts::LN_2).exp()
        };
        self.heap.push(Reverse(Event(now + service, id)));
    }

    #[inline(always)]
    fn arrive(&mut self, id: u32, station: usize, now: f64) {
        self.items[id as usize].at = station as u8;
        if self.busy[station] < self.line.stations[station].staff {
            self.busy[station] += 1;
            self.start(id, station, now);
        } else {
            self.items[id as usize].wait -= now;
            self.queues[station].push_back(id);
        }
    }

    /// Runs to the horizon; returns completions and the mean flow time of what was delivered.
    fn run(mut self) -> (u64, f64) {
        let (mut completions, mut delivered, mut flow) = (0_u64, 0_u64, 0.0);
        self.call_arrival(0.0);
        while let Some(Reverse(Event(now, id))) = self.heap.pop() {
            if now >= self.line.hours {
                break;
            }
            if id == ARRIVAL {
                self.items.push(Item {
                    arrived: now,
                    left: 0.0,
                    wait: 0.0,
                    visits: 0,
                    at: 0,
                });
                self.arrive(self.items.len() as u32 - 1, 0, now);
                self.call_arrival(now);
                continue;
            }
            completions += 1;
            let station = usize::from(self.items[id as usize].at);
            if let Some(next) = self.queues[station].pop_front() {
                self.items[next as usize].wait += now;
                self.start(next, station, now);
            } else {
                self.busy[station] -= 1;
            }
            let item = &mut self.items[id as usize];
            item.visits += 1 << (8 * station);
            let back = self.line.stations[station].back;
            if back > 0.0 && self.random.random::<f64>() < back {
                self.arrive(id, 0, now);
            } else if station + 1 < self.line.stations.len() {
                self.arrive(id, station + 1, now);
            } else {
                item.left = now;
                flow += now - item.arrived;
                delivered += 1;
            }
        }
        std::hint::black_box(&self.items);
        (completions, flow / delivered as f64)
    }
}

fn by_hand(line: &Line) -> Found {
    let begun = Instant::now();
    let runs: Vec<(u64, f64)> = (0..line.trials)
        .map(|trial| Textbook::new(line, trial).run())
        .collect();
    let seconds = begun.elapsed().as_secs_f64();
    let completions: u64 = runs.iter().map(|run| run.0).sum();
    let count = runs.len() as f64;
    let mean = runs.iter().map(|run| run.1).sum::<f64>() / count;
    let squares: f64 = runs.iter().map(|run| (run.1 - mean).powi(2)).sum();
    Found {
        nanoseconds: seconds * 1e9 / completions as f64,
        mean,
        half_width: 1.96 * (squares / (count - 1.0) / count).sqrt(),
    }
}

fn by_engine(line: &Line, document: &Document) -> Found {
    let plan = Plan {
        trials: line.trials,
        seed: 1984,
        confidence: 0.95,
        threads: Some(1),
        precision: None,
    };
    let control = Control {
        stop: &AtomicBool::new(false),
        progress: &|_| {},
    };
    let begun = Instant::now();
    let outcome = experiment::run(document.provenance(), document.variants(), &plan, &control);
    let seconds = begun.elapsed().as_secs_f64();
    let flow = outcome.variants[0].flow_time.mean.as_ref();
    let flow = flow.expect("items are delivered");
    assert_eq!(flow.unit, "h", "both sides count in hours");
    Found {
        nanoseconds: seconds * 1e9 / outcome.completions as f64,
        mean: flow.mean,
        half_width: flow.half_width(),
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn main() {
    println!("       ns per completion              mean flow time [h]");
    println!("      engine  by hand   ratio        engine        by hand");
    for line in &LINES {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("benches/{}.toml", line.file));
        let edits = [format!("clock.horizon={}", line.horizon)];
        let document = Document::open(&file.to_string_lossy(), &edits).expect("it is a scenario");
        let rounds: Vec<(Found, Found)> = (0..ROUNDS)
            .map(|_| (by_engine(line, &document), by_hand(line)))
            .collect();
        let of = |pick: fn(&(Found, Found)) -> f64| median(rounds.iter().map(pick).collect());
        let (ours, theirs) = &rounds[0];
        let apart = (ours.mean - theirs.mean).abs();
        let agree = apart <= ours.half_width.hypot(theirs.half_width) * 1.5;
        println!(
            "{:4}  {:6.1}  {:7.1}  {:6.2}  {:7.3} ±{:5.3}  {:7.3} ±{:5.3}  {}",
            line.file,
            of(|round| round.0.nanoseconds),
            of(|round| round.1.nanoseconds),
            of(|round| round.0.nanoseconds / round.1.nanoseconds),
            ours.mean,
            ours.half_width,
            theirs.mean,
            theirs.half_width,
            if agree { "agree" } else { "DIFFER: void" },
        );
    }
}
