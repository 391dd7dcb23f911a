//! Many trials, and the questions about them: how an organisation does, and what a change is worth.
//!
//! Variants run on the same luck and are compared trial by trial. Trials are folded in the order of
//! their numbers, so results depend on scenario, edits, seed and number of trials and on nothing
//! else. How many trials there are is fixed, or follows from the trials themselves: with a
//! [`Plan::precision`] they go on until intervals are narrow enough (`stopping`).
//!
//! Every study is of a window that begins at a defined instant: nothing in it is deleted. A start-up from
//! empty is an answer; where it is not wanted, a burn-in before the window loads the organisation, and
//! `settle` says whether it was long enough. The unit of analysis is the trial. What is counted per
//! week has Student's interval over trials; what is per item, or a share, that of a ratio of totals;
//! percentiles are of all items of all trials; a variant against the baseline is paired trial by trial
//! (which estimator is for which, `statistics` lists). Of an overloaded variant there is a growth
//! instead of a flow time. Nothing here reads a clock: whoever calls brings a flag to stop by and a listener.

mod bottleneck;
mod changes;
mod compare;
mod draws;
mod estimates;
mod fold;
mod foresee;
mod local;
mod measures;
mod orgs;
mod outcome;
mod phases;
mod plan;
mod questions;
mod regime;
mod replicate;
mod settle;
mod stopping;
mod strain;
mod uncertainty;

pub use bottleneck::{ActiveEvidence, Bottleneck, BottleneckPlace, FlowEvidence, LoadEvidence};
pub use changes::{ChangeOutcome, EditOutcome, Made};
pub use draws::run_draws;
pub use foresee::{foresee, short_trials, unsettled};
pub use measures::Measures;
pub use orgs::{LookOutcome, OrgOutcome};
pub use outcome::*;
pub use plan::{Control, Plan, Progress, Standing};
pub use questions::{first_sessions, loads_before, regime_before, run, trace};
pub use regime::KindRegime;
pub use uncertainty::{
    Answer, ComparisonUncertainty, Influence, InputOutcome, Uncertainty, VariantUncertainty,
};
