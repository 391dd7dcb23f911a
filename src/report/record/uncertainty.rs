//! What not knowing the inputs makes of the answers, in the published result.

use std::collections::BTreeMap;

use serde::Serialize;

use super::assemble::{estimate, finite};
use super::{EstimateRecord, Maybe};
use crate::experiment::{
    Answer, ComparisonUncertainty, InputOutcome, Uncertainty, VariantUncertainty,
};

/// Answers over draws of the uncertain inputs. All else in the result is at the median of each.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct UncertaintyRecord {
    /// Draws asked for.
    pub asked: u64,
    /// Draws finished, those left out included.
    pub draws: u64,
    /// Of these, the ones left out because a trial hit a bound.
    pub left_out: u64,
    /// Trials of every draw.
    pub trials: u64,
    /// The inputs, by path.
    pub inputs: Vec<InputRecord>,
    /// Variants; the first is the baseline.
    pub variants: Vec<VariantUncertaintyRecord>,
    /// Each further variant against the baseline.
    pub comparisons: Vec<ComparisonUncertaintyRecord>,
}

/// An input nobody is sure of.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct InputRecord {
    /// Where it stands in the scenario.
    pub path: String,
    /// What it may be.
    pub range: String,
    /// Its median, as the language writes it.
    pub median: String,
    /// Unit of `values`: "h", "1/week", "currency" or "1".
    pub unit: &'static str,
    /// What was drawn, draw by draw.
    pub values: Vec<Option<f64>>,
}

/// One variant over the draws.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct VariantUncertaintyRecord {
    /// Name in the file.
    pub name: String,
    /// In how many draws which regime holds.
    pub regimes: BTreeMap<&'static str, u64>,
    /// Deliveries that stay until the horizon, of kinds that count.
    pub throughput: Option<AnswerRecord>,
    /// Mean from release to delivery; not of draws that are overloaded.
    pub flow_time: Option<AnswerRecord>,
    /// Mean from arrival in the backlog to delivery; not of draws that are overloaded.
    pub lead_time: Option<AnswerRecord>,
    /// Items released and not delivered, on average over time.
    pub wip: Option<AnswerRecord>,
    /// Value earned within the window.
    pub value: Option<AnswerRecord>,
}

/// One comparison over the draws.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct ComparisonUncertaintyRecord {
    /// Name of the variant.
    pub variant: String,
    /// Name of the baseline.
    pub baseline: String,
    /// Of deliveries that stay.
    pub throughput: AnswersRecord,
    /// Of the mean flow time.
    pub flow_time: AnswersRecord,
    /// Of the items inside.
    pub wip: AnswersRecord,
    /// Of the value earned.
    pub value: AnswersRecord,
}

/// A paired difference, variant minus baseline, over the draws.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct AnswersRecord {
    /// Variant minus baseline.
    pub difference: Option<AnswerRecord>,
    /// Difference over baseline.
    pub relative: Option<AnswerRecord>,
}

/// One number over the draws; `null` where it has no value in two of them.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct AnswerRecord {
    /// Mean over the draws, and the band a further draw lies in with the chance that is `confidence`.
    pub band: EstimateRecord,
    /// The number at the median of every input, with the interval of Monte Carlo alone.
    pub at_median: Maybe,
    /// Draws in which it has a value.
    pub draws: u64,
    /// Share of its variance that is not knowing the inputs; the rest is Monte Carlo, and falls with
    /// the number of trials. `null` where nothing varies.
    pub ignorance_share: Option<f64>,
    /// That variance, estimated without bias but for being at least 0 \[square of the unit\].
    pub ignorance_variance: Option<f64>,
    /// Variance of the answer of one draw around its expectation \[square of the unit\].
    pub monte_carlo_variance: Option<f64>,
    /// Whether the estimate of `ignorance_variance` was below 0 and is shown as 0.
    pub clipped: bool,
    /// Share of the draws in which a difference is above 0; `null` of a variant alone.
    pub above: Maybe,
    /// Spearman's rank correlation with each input, by path; `null` where either does not vary.
    pub rank_correlation: BTreeMap<String, Option<f64>>,
    /// The number, draw by draw.
    pub values: Vec<Option<f64>>,
}

pub(super) fn uncertainty(given: &Uncertainty) -> UncertaintyRecord {
    UncertaintyRecord {
        asked: given.asked,
        draws: given.draws,
        left_out: given.left_out,
        trials: given.trials,
        inputs: given.inputs.iter().map(input).collect(),
        variants: given.variants.iter().map(variant).collect(),
        comparisons: given.comparisons.iter().map(comparison).collect(),
    }
}

fn input(given: &InputOutcome) -> InputRecord {
    InputRecord {
        path: given.path.clone(),
        range: given.range.clone(),
        median: given.median.clone(),
        unit: given.unit,
        values: numbers(&given.values),
    }
}

fn variant(given: &VariantUncertainty) -> VariantUncertaintyRecord {
    let of = |name: &str| {
        let mut answers = given.answers.iter();
        answers
            .find(|(known, _)| *known == name)
            .and_then(|(_, found)| answer(found))
    };
    let regimes = given.regimes.iter();
    VariantUncertaintyRecord {
        name: given.name.clone(),
        regimes: regimes
            .map(|(regime, draws)| (regime.name(), *draws))
            .collect(),
        throughput: of("throughput"),
        flow_time: of("flow_time"),
        lead_time: of("lead_time"),
        wip: of("wip"),
        value: of("value"),
    }
}

fn comparison(given: &ComparisonUncertainty) -> ComparisonUncertaintyRecord {
    let of = |name: &str| {
        let mut answers = given.answers.iter();
        let found = answers.find(|(known, _)| *known == name);
        let [difference, relative] = match found {
            Some((_, both)) => both.each_ref().map(|one| one.as_ref().and_then(answer)),
            None => [None, None],
        };
        AnswersRecord {
            difference,
            relative,
        }
    };
    ComparisonUncertaintyRecord {
        variant: given.variant.clone(),
        baseline: given.baseline.clone(),
        throughput: of("throughput"),
        flow_time: of("flow_time"),
        wip: of("wip"),
        value: of("value"),
    }
}

fn answer(given: &Answer) -> Option<AnswerRecord> {
    let influences = given.influences.iter();
    Some(AnswerRecord {
        band: estimate(&Some(given.band.clone()))?,
        at_median: estimate(&given.at_median),
        draws: given.draws(),
        ignorance_share: given.parts.share().and_then(finite),
        ignorance_variance: finite(given.parts.ignorance),
        monte_carlo_variance: finite(given.parts.monte_carlo),
        clipped: given.parts.clipped,
        above: estimate(&given.above),
        rank_correlation: influences
            .map(|found| (found.path.clone(), found.rank_correlation.and_then(finite)))
            .collect(),
        values: numbers(&given.values),
    })
}

fn numbers(given: &[Option<f64>]) -> Vec<Option<f64>> {
    given.iter().map(|value| value.and_then(finite)).collect()
}
