//! Throughline simulates how work flows through an organisation.

pub mod experiment;
pub mod random;
pub mod scenario;
pub mod statistics;
pub mod units;
