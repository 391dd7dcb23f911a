//! Numbers in, numbers out: estimators for independent trials.

mod estimate;

pub use estimate::Estimate;
