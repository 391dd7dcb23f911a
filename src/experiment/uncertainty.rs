//! What not knowing the inputs makes of the answers, as plain data.
//!
//! A result at the median of every input has an interval that shrinks with the number of trials while
//! the inputs stay a guess. So beside it stands the band of what it might be, over draws of the inputs.

use super::outcome::Regime;
use crate::statistics::{Estimate, Parts};

/// Answers over draws of the uncertain inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Uncertainty {
    /// Draws asked for.
    pub asked: u64,
    /// Draws finished, those left out included.
    pub draws: u64,
    /// Of these, the ones left out because a trial hit a bound.
    pub left_out: u64,
    /// Trials of every draw.
    pub trials: u64,
    /// The inputs, by path.
    pub inputs: Vec<InputOutcome>,
    /// Variants in the order of the outcome.
    pub variants: Vec<VariantUncertainty>,
    /// Comparisons in the order of the outcome.
    pub comparisons: Vec<ComparisonUncertainty>,
}

/// An input nobody is sure of.
#[derive(Clone, Debug, PartialEq)]
pub struct InputOutcome {
    /// Where it stands.
    pub path: String,
    /// What it may be, in words.
    pub range: String,
    /// Its median, as the language writes it.
    pub median: String,
    /// Unit of `values`.
    pub unit: &'static str,
    /// What was drawn, draw by draw.
    pub values: Vec<Option<f64>>,
}

/// One variant over the draws.
#[derive(Clone, Debug, PartialEq)]
pub struct VariantUncertainty {
    /// Its name.
    pub name: String,
    /// In how many draws which regime holds.
    pub regimes: Vec<(Regime, u64)>,
    /// Measures that have a value in at least two draws, by name.
    pub answers: Vec<(&'static str, Answer)>,
}

/// One comparison over the draws.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonUncertainty {
    /// The variant.
    pub variant: String,
    /// What it is compared with.
    pub baseline: String,
    /// Measures by name, with their difference and that as a share of the baseline, where these have a
    /// value in at least two draws.
    pub answers: Vec<(&'static str, [Option<Answer>; 2])>,
}

/// One number over the draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Mean over the draws with a value, and the band that a further draw lies in with the chance
    /// that is the confidence of the outcome.
    pub band: Estimate,
    /// The same number at the median of every input, with the interval of Monte Carlo alone.
    pub at_median: Option<Estimate>,
    /// What its variance is made of.
    pub parts: Parts,
    /// Of a difference: the share of the draws with a value in which it is above 0.
    pub above: Option<Estimate>,
    /// Which input it goes with, in the order of the inputs.
    pub influences: Vec<Influence>,
    /// Its value, draw by draw.
    pub values: Vec<Option<f64>>,
}

/// How an answer goes with an input.
#[derive(Clone, Debug, PartialEq)]
pub struct Influence {
    /// Where the input stands.
    pub path: String,
    /// Spearman's rank correlation over the draws, -1 to 1; `None` where either does not vary.
    pub rank_correlation: Option<f64>,
}

impl Answer {
    /// Draws with a value.
    pub fn draws(&self) -> u64 {
        self.values.iter().flatten().count() as u64
    }
}
