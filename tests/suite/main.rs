//! Tests through the public interface.

// What is wrong with a scenario is said at its place.
mod invalid;
// Snapshots of every renderer from fixed outcomes.
mod formats;
