//! Tests through the public interface.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

// The books of the standard observer, kept by hand.
mod accounts;
// The program end to end, few cases.
mod commands;
// Nothing is lost, in any organisation.
mod conservation;
// The same input is the same bytes.
mod determinism;
// Intervals hold the truth as often as they say.
mod coverage;
// What is said before a run.
mod foresight;
// Snapshots of every renderer from fixed outcomes.
mod formats;
// What is wrong with a scenario is said at its place.
mod invalid;
// Timelines worked out by hand.
mod mechanisms;
// Damaged scenario files.
mod mutants;
// From nothing to an answer: new, explain, schemas, completions.
mod newcomer;
// Exact answers of queueing theory.
mod oracles;
// The same of forks and joins.
mod oracles_joins;
// What is written: tables, folders, streams, terminals.
mod outputs;
// Runs that go on until something is known precisely.
mod precision;
// The scenarios that ship.
mod scenarios;
// Results have the hashes they had.
mod stability;
// From scenario text to outcomes and traces, and how an estimate is judged.
mod support;
// The short way through the end of a route is the long way.
mod tails;
// Rules about the source itself.
mod tidy;
// Inputs nobody is sure of.
mod uncertain;
