//! Throughline simulates how work flows through an organisation.

pub mod engine;
pub mod experiment;
pub mod network;
pub mod observe;
pub mod random;
pub mod scenario;
pub mod statistics;
pub mod units;
