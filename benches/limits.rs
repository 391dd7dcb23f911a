//! The engine beside the loop that anyone would write by hand.
//!
//! The engine is used as a library: from the scenario file, with the standard observer on, one thread,
//! until the estimates are there. The loop is that of `textbook.rs`. Both run the same horizon, nothing
//! is drained, and they take turns. A ratio counts only if both find the same mean flow time.
#![allow(clippy::print_stdout, reason = "it prints a table")]
#![allow(
    clippy::disallowed_methods,
    reason = "it reads the clock, and by hand one takes `exp`"
)]

mod textbook;

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use throughline::experiment::{self, Control, Plan};
use throughline::scenario::Document;

use textbook::{EIGHT, Line, Station, Textbook, station};

/// Rounds of a workload, one after the other on both sides.
const ROUNDS: usize = 7;

/// A reference workload.
struct Workload {
    file: &'static str,
    horizon: &'static str,
    trials: u64,
    line: Line,
}

const SINGLE: &[Station] = &[station(1, 0.9, 0.0)];

const fn eight(hours: f64) -> Line {
    Line {
        hours,
        exponential: false,
        stations: EIGHT,
    }
}

const WORKLOADS: [Workload; 3] = [
    Workload {
        file: "w1",
        horizon: "50000h",
        trials: 10,
        line: Line {
            exponential: true,
            stations: SINGLE,
            ..eight(50_000.0)
        },
    },
    Workload {
        file: "w2",
        horizon: "20000h",
        trials: 10,
        line: eight(20_000.0),
    },
    Workload {
        file: "w3",
        horizon: "2000h",
        trials: 100,
        line: eight(2000.0),
    },
];

/// What one side finds in a round.
struct Found {
    nanoseconds: f64,
    mean: f64,
    /// Half-width of a 95% interval.
    half_width: f64,
}

fn by_hand(workload: &Workload) -> Found {
    let begun = Instant::now();
    let runs: Vec<(u64, f64)> = (0..workload.trials)
        .map(|trial| Textbook::new(&workload.line, trial).run())
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

fn by_engine(workload: &Workload, document: &Document) -> Found {
    let plan = Plan {
        trials: workload.trials,
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
    for workload in &WORKLOADS {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("benches/{}.toml", workload.file));
        let edits = [format!("clock.horizon={}", workload.horizon)];
        let document = Document::open(&file.to_string_lossy(), &edits).expect("it is a scenario");
        let rounds: Vec<(Found, Found)> = (0..ROUNDS)
            .map(|_| (by_engine(workload, &document), by_hand(workload)))
            .collect();
        let of = |pick: fn(&(Found, Found)) -> f64| median(rounds.iter().map(pick).collect());
        let (ours, theirs) = &rounds[0];
        let apart = (ours.mean - theirs.mean).abs();
        let agree = apart <= ours.half_width.hypot(theirs.half_width) * 1.5;
        println!(
            "{:4}  {:6.1}  {:7.1}  {:6.2}  {:7.3} ±{:5.3}  {:7.3} ±{:5.3}  {}",
            workload.file,
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
