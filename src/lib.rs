//! Throughline simulates how work flows through an organisation: stations (code, review, legal,
//! sales ...) are queues with people, calendars, gates and rework, and thousands of Monte Carlo
//! trials tell, with intervals, by how much a faster team moves the whole and where the rest went.
//!
//! ```
//! use std::sync::atomic::AtomicBool;
//! use throughline::experiment::{self, Control, Plan};
//! use throughline::scenario::Document;
//!
//! let document = Document::open("one-station", &[]).expect("it ships with the crate");
//! let plan = Plan { trials: 50, seed: 1, confidence: 0.95, threads: None, precision: None };
//! let control = Control { stop: &AtomicBool::new(false), progress: &|_| {} };
//! let outcome = experiment::run(document.provenance(), document.variants(), &plan, &control);
//! let throughput = outcome.variants[0].throughput.as_ref().expect("50 trials have an interval");
//! assert!(throughput.low < 168.0 && 168.0 < throughput.high + 5.0);
//! ```
//!
//! # The code map
//!
//! ```text
//!  scenario file (TOML)
//!      |  read, keep positions, apply edits         scenario
//!      v
//!  Scenario, one per variant: names, units, nothing missing
//!      |  compile (cannot fail)                     network
//!      v
//!  Network: dense tables, immutable
//!      |  + seed, trial number                      engine
//!      v
//!  one trial: clock, timers, items, people
//!      |  tells every occurrence                    observe
//!      v
//!  TrialRecord: sums over the window
//!      |  folded in trial order                     experiment (+ statistics)
//!      v
//!  Outcome: estimates with intervals
//!      |
//!      +--> text, JSON, CSV                           report
//! ```
//!
//! Everything flows down; nothing below an arrow is imported by what is above it.
//!
//! | module | holds | does not know |
//! |---|---|---|
//! | [`units`] | time as whole ticks of a microsecond | anything else |
//! | [`random`] | draws by address, distributions by inversion | what is drawn for whom |
//! | [`statistics`] | estimates from independent trials | that trials are simulated |
//! | [`scenario`] | the language: one table of keys, reader, edits, findings at their place | how anything runs |
//! | [`network`] | calendars, sessions, routes and settings as tables; traffic | files, names as keys |
//! | [`engine`] | one trial: the only code that moves the clock | statistics, organisations |
//! | [`observe`] | what a trial leaves behind: the tally, the trace | how trials are run |
//! | [`experiment`] | trials in parallel, comparisons, regimes, settling | formats, the terminal |
//! | [`theory`] | closed formulas, and what they say of a network | the engine, files |
//! | [`report`] | finished results as text, JSON and CSV | how a number came about |
//!
//! The program in `src/cli` is a crate of its own: printing, colours, exit codes and the clock on
//! the wall live there and nowhere else. A first hour: [`scenario::model`] beside a file of
//! `scenarios/`, then the contract in [`engine`], then [`experiment::run`], then
//! `tests/suite/mechanisms` for worked examples.
//!
//! # What results depend on
//!
//! On scenario, edits, seed and number of trials, and on nothing else: not on threads, the machine,
//! the order of tables in the file, or what other variants are run. Every draw is a function of its
//! address (seed, trial, kind, item number, station, step, round, purpose), so a what-if never
//! shuffles the luck; ties at one instant follow a written order; trials are folded in the order of
//! their numbers; all maths that decides a result is portable.
//!
//! # Who may import whom
//!
//! A row may import the columns marked. A test reads this table and holds the source to it. The
//! program in `src/cli` is a crate of its own and sees only public names.
//!
//! | | units | random | statistics | scenario | network | engine | observe | experiment | theory | calibrate | report | chart |
//! |---|---|---|---|---|---|---|---|---|---|---|---|---|
//! | units | | | | | | | | | | | | |
//! | random | | | | | | | | | | | | |
//! | statistics | | | | | | | | | | | | |
//! | scenario | x | x | | | | | | | | | | |
//! | network | x | x | | x | | | | | | | | |
//! | engine | x | x | | | x | | | | | | | |
//! | observe | x | | x | | x | x | | | | | | |
//! | experiment | x | x | x | x | x | x | x | | x (`foresee` only) | | | |
//! | theory | x | x (`oracle` only) | | | x (`oracle` only) | | | | | | | |
//! | calibrate | x | x | x | x | | | | | | | | |
//! | report | x | x (`words`, `effects` only) | x | x | | | x | x | x | x | | |
//! | chart | x | | x | | | | x | x | x | | | |
//! | teach | x | | | x | | | | x | x | | x | x |

pub mod engine;
pub mod experiment;
pub mod network;
pub mod observe;
pub mod random;
pub mod report;
pub mod scenario;
pub mod statistics;
pub mod theory;
pub mod units;
