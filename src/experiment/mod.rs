//! Many trials, and the questions about them: how an organisation does, and what a change is worth.
//!
//! Variants run on the same luck and are compared trial by trial. Trials are folded in the order of
//! their numbers, so results depend on scenario, edits, seed and number of trials and on nothing
//! else. Nothing here reads a clock: whoever calls brings a flag to stop by and a listener.

mod compare;
mod estimates;
mod fold;
mod local;
mod outcome;
mod plan;
mod questions;
mod regime;
mod replicate;
mod settle;
mod stopping;

pub use outcome::*;
pub use plan::{Control, Plan, Progress, Standing};
pub use questions::{first_sessions, regime_before, run, trace};
pub use regime::KindRegime;
