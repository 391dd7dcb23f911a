//! Throughline beside the loop that anyone would write by hand and the simulators one could take
//! instead, on one workload, in one run.
//!
//! The workload is W3: eight stations, first come, first served, with 12, 6, 4, 4, 2, 2, 1 and 3
//! people at utilisations of .80 .75 .70 .85 .60 .90 .70 and .65; Poisson arrivals, one an hour;
//! log-normal services with a cv of 1; one item in five goes back to the first station after the
//! second, one in ten after the third. A trial begins empty and ends after 2,000 hours, about 2,000
//! items; what is inside then is not drained. An event is one completion of a service, whatever a
//! program does inside.
//!
//! What each program does is what its users would have it do. Throughline is used as a library: from
//! the scenario file to the estimates, with its standard observers on, which keep the ledger of waits
//! by cause, sums by station, series in time and the distribution of flow times. The loop by hand
//! keeps arrival, departure, wait and visits of every item. Every port to a peer keeps the flow time
//! of every item, and what the peer keeps of itself; logs of peers that have them are off. The Rust
//! ports share generator and samplers with the loop by hand, each port in the way that is fast in its
//! peer. The peers in Python are told of on the command line and run as processes of their own; they
//! run fewer trials.
//!
//! What is compared is the time on the processor in user mode, on one thread, per completion, without
//! start-up. The programs take turns. A ratio is the median over rounds of the ratio within the
//! round; it counts only if the mean flow times agree.

#![allow(
    clippy::disallowed_methods,
    reason = "by hand one takes `exp`, and no result has to be the same everywhere"
)]

mod ports;
#[path = "../../textbook.rs"]
mod textbook;

use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::atomic::AtomicBool;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use throughline::experiment::{self, Control, Plan};
use throughline::scenario::Document;

use textbook::{EIGHT, Line, Textbook};

/// Rounds, in each of which every program has its turn.
const ROUNDS: u64 = 7;
/// Trials of a program in Rust in a round.
const TRIALS: u64 = 200;
/// Means agree if they are apart by no more than this many standard errors.
const APART: f64 = 3.0;

const W3: Line = Line {
    hours: 2000.0,
    exponential: false,
    stations: EIGHT,
};

/// What a port finds in one trial.
struct Trial {
    completions: u64,
    /// Of every item delivered [h].
    flow_times: Vec<f64>,
}

/// What a program finds in one round.
struct Found {
    /// Processor time in user mode per completion [ns].
    nanoseconds: f64,
    /// Mean flow time [h] and its standard error.
    mean: f64,
    error: f64,
}

/// A program: from the number of the round to what it finds.
type Program = Box<dyn Fn(u64) -> Found>;

fn main() -> ExitCode {
    let mut programs: Vec<(String, Program)> = vec![
        (versioned("throughline"), Box::new(by_throughline)),
        ("a loop by hand".to_owned(), Box::new(by_hand)),
        (
            versioned("odem-rs"),
            Box::new(|round| port(round, ports::odem::trial)),
        ),
        (
            versioned("desru"),
            Box::new(|round| port(round, ports::desru::trial)),
        ),
        (
            versioned("nexosim"),
            Box::new(|round| port(round, ports::nexosim::trial)),
        ),
    ];
    if let Some(python) = std::env::args().nth(1) {
        // Each about as long as all the programs in Rust together.
        for (package, trials) in [("simpy", 10), ("ciw", 5)] {
            let name = python_version(&python, package);
            let python = python.clone();
            programs.push((
                name,
                Box::new(move |round| by_python(&python, package, round, trials)),
            ));
        }
    } else {
        eprintln!("no Python given, so without SimPy and Ciw: benches/peers/run has them too");
    }
    let mut rounds: Vec<Vec<Found>> = Vec::new();
    for round in 0..ROUNDS {
        eprintln!("round {} of {ROUNDS}", round + 1);
        rounds.push(programs.iter().map(|(_, run)| run(round)).collect());
    }
    let names: Vec<&str> = programs.iter().map(|(name, _)| name.as_str()).collect();
    match table(&names, &rounds) {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// Prints a row per program; returns whether all agree.
fn table(names: &[&str], rounds: &[Vec<Found>]) -> bool {
    println!("| program | ns per completion | to Throughline | mean flow time [h] |");
    println!("|---|---|---|---|");
    let pooled = |program: usize| {
        let count = rounds.len() as f64;
        let mean = rounds.iter().map(|round| round[program].mean).sum::<f64>() / count;
        let squares: f64 = rounds
            .iter()
            .map(|round| round[program].error.powi(2))
            .sum();
        (mean, squares.sqrt() / count)
    };
    let median_of = |pick: &dyn Fn(&Vec<Found>) -> f64| median(rounds.iter().map(pick).collect());
    let (ours, our_error) = pooled(0);
    let mut all = true;
    for (program, name) in names.iter().enumerate() {
        let (mean, error) = pooled(program);
        let agrees = (mean - ours).abs() <= APART * error.hypot(our_error);
        all &= agrees;
        let ratio = match agrees {
            true => format!(
                "{:.2}",
                median_of(&|round| round[program].nanoseconds / round[0].nanoseconds)
            ),
            false => "void: means differ".to_owned(),
        };
        let nanoseconds = median_of(&|round| round[program].nanoseconds);
        println!("| {name} | {nanoseconds:.0} | {ratio} | {mean:.2} ± {error:.2} |");
    }
    all
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// From the scenario file to the estimates.
fn by_throughline(round: u64) -> Found {
    let begun = user_time();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../w3.toml");
    let document = Document::open(&file.to_string_lossy(), &[]).expect("it is a scenario");
    let plan = Plan {
        trials: TRIALS,
        seed: round,
        confidence: 0.95,
        threads: Some(1),
        precision: None,
    };
    let control = Control {
        stop: &AtomicBool::new(false),
        progress: &|_| {},
    };
    let outcome = experiment::run(document.provenance(), document.variants(), &plan, &control);
    let nanoseconds = (user_time() - begun) / outcome.completions as f64;
    let flow = outcome.variants[0].flow_time.mean.as_ref();
    let flow = flow.expect("items are delivered");
    assert_eq!(flow.unit, "h", "all programs count in hours");
    Found {
        nanoseconds,
        mean: flow.mean,
        error: flow.standard_error,
    }
}

fn by_hand(round: u64) -> Found {
    measured(round, |seed| Textbook::new(&W3, seed).run())
}

fn port(round: u64, trial: fn(seed: u64) -> Trial) -> Found {
    measured(round, |seed| {
        let trial = trial(seed);
        let sum: f64 = trial.flow_times.iter().sum();
        (trial.completions, sum / trial.flow_times.len() as f64)
    })
}

/// Runs the trials of a round, each of which gives completions and the mean flow time.
fn measured(round: u64, trial: impl Fn(u64) -> (u64, f64)) -> Found {
    let begun = user_time();
    let seeds = round * TRIALS..(round + 1) * TRIALS;
    let runs: Vec<(u64, f64)> = seeds.map(trial).collect();
    let spent = user_time() - begun;
    let completions: u64 = runs.iter().map(|run| run.0).sum();
    let count = runs.len() as f64;
    let mean = runs.iter().map(|run| run.1).sum::<f64>() / count;
    let squares: f64 = runs.iter().map(|run| (run.1 - mean).powi(2)).sum();
    Found {
        nanoseconds: spent / completions as f64,
        mean,
        error: (squares / (count - 1.0) / count).sqrt(),
    }
}

/// Runs a port in Python, which prints nanoseconds, mean and standard error.
fn by_python(python: &str, package: &str, round: u64, trials: u64) -> Found {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("python");
    let output = Command::new(python)
        .arg("-B")
        .arg(folder.join(format!("with_{package}.py")))
        .args([round * trials, trials].map(|number| number.to_string()))
        .output()
        .expect("Python can be run");
    let text = String::from_utf8_lossy(&output.stdout);
    let told: Vec<f64> = text.split_whitespace().flat_map(str::parse).collect();
    let [nanoseconds, mean, error] = told[..] else {
        panic!(
            "{package}: {text}{}",
            String::from_utf8_lossy(&output.stderr)
        );
    };
    Found {
        nanoseconds,
        mean,
        error,
    }
}

/// Time that this process has spent on the processor in user mode [ns].
fn user_time() -> f64 {
    let usage = getrusage(UsageWho::RUSAGE_SELF).expect("a process may ask about itself");
    usage.user_time().num_nanoseconds() as f64
}

/// A package of the lock file with its version.
fn versioned(package: &str) -> String {
    let lock = include_str!("../Cargo.lock");
    let entry = lock.split_once(&format!("name = \"{package}\"\nversion = \""));
    let version = entry.and_then(|(_, rest)| rest.split('"').next());
    format!("{package} {}", version.expect("it is a dependency"))
}

/// A package of Python with its version.
fn python_version(python: &str, package: &str) -> String {
    let code = format!(
        "import importlib.metadata as m, platform as p; \
         print('{package}', m.version('{package}'), 'on', p.python_implementation(), p.python_version())"
    );
    let output = Command::new(python).args(["-c", &code]).output();
    let output = output.expect("Python can be run");
    assert!(output.status.success(), "{package} is not installed");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
