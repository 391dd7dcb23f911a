//! Many trials, and questions about them.

mod outcome;
mod plan;

pub use outcome::*;
pub use plan::{Control, Plan, Progress};

use crate::scenario::Variant;

/// Runs every variant on the same luck and compares each with the first.
pub fn run(
    _about: &crate::scenario::Provenance,
    _variants: &[Variant],
    _plan: &Plan,
    _control: &Control<'_>,
) -> Outcome {
    unimplemented!()
}
