//! Tests through the public interface.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

// The program end to end, few cases.
mod commands;
// Nothing is lost, in any organisation.
mod conservation;
// The same input is the same bytes.
mod determinism;
// Snapshots of every renderer from fixed outcomes.
mod formats;
// What is wrong with a scenario is said at its place.
mod invalid;
// Timelines worked out by hand.
mod mechanisms;
// Damaged scenario files.
mod mutants;
// Exact answers of queueing theory.
mod oracles;
// What is written: tables, folders, streams, terminals.
mod outputs;
// The scenarios that ship.
mod scenarios;
// Results have the hashes they had.
mod stability;
// From scenario text to outcomes and traces, and how an estimate is judged.
mod support;
// Rules about the source itself.
mod tidy;
