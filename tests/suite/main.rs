//! Tests through the public interface.

// What is wrong with a scenario is said at its place.
mod invalid;
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

// The program end to end, few cases.
mod commands;
// Snapshots of every renderer from fixed outcomes.
mod formats;
// Rules about the source itself.
mod tidy;
