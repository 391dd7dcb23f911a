//! Draws of the uncertain inputs around the trials: how much of an answer is luck, how much ignorance.
//!
//! Every draw is a whole scenario with numbers of its own, the same in all variants, run on the same
//! trials with the same luck as every other draw and as the medians, so that draws differ by their
//! inputs alone. What that does to the estimates of variance, `statistics::Crossed` says. Draws go one
//! after the other, each on all threads; a draw that is not finished does not count.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use super::fold::Folds;
use super::fold::kept::{self, KeptTrial};
use super::outcome::{Comparison, Difference, Outcome, Regime, VariantOutcome};
use super::plan::{Control, Plan, Progress};
use super::questions::run;
use super::regime;
use super::replicate::{Ending, replicate};
use super::uncertainty::{
    Answer, ComparisonUncertainty, Influence, InputOutcome, Uncertainty, VariantUncertainty,
};
use crate::network::{Network, compile};
use crate::scenario::{Provenance, Variant};
use crate::statistics::{Crossed, Estimate, Level, Moments, band, rank_correlation};

/// A measure: its name, which sum over which, its unit, and whether it is a time.
struct Measure {
    name: &'static str,
    over: [usize; 2],
    unit: &'static str,
    time: bool,
}

const fn measure(name: &'static str, over: [usize; 2], unit: &'static str, time: bool) -> Measure {
    Measure {
        name,
        over,
        unit,
        time,
    }
}

/// What is asked of every draw. Those of a comparison come first.
const MEASURES: [Measure; 5] = [
    measure("throughput", [kept::RATE, kept::ONE], "items/week", false),
    measure("flow_time", [kept::FLOW, kept::DELIVERED], "h", true),
    measure("wip", [kept::WIP, kept::ONE], "items", false),
    measure("value", [kept::VALUE, kept::ONE], "", false),
    measure("lead_time", [kept::LEAD, kept::LED], "h", true),
];
const COMPARED: usize = 4;

/// Runs the variants at the median of every uncertain input, as `run` does, and then every draw of the
/// inputs: each the same variants, in the same order, as `Document::draw` gives them.
///
/// The number of trials is that of the plan, for the medians as for every draw; a precision in it is
/// set aside.
///
/// ```
/// use std::sync::atomic::AtomicBool;
/// use throughline::experiment::{self, Control, Plan};
/// use throughline::scenario::Document;
///
/// let uncertain = "{ uncertain = { from = \"0.5 / h\", to = \"0.8 / h\" } }";
/// let edits = [format!("work.request.demand.poisson={uncertain}")];
/// let document = Document::open("one-station", &edits).expect("it ships with the crate");
/// let plan = Plan { trials: 10, seed: 1, confidence: 0.95, threads: Some(1), precision: None };
/// let drawn = (0..20).map(|draw| document.draw(plan.seed, draw));
/// let drawn = drawn.collect::<Result<Vec<_>, _>>().expect("any such rate is possible");
/// let control = Control { stop: &AtomicBool::new(false), progress: &|_| {} };
/// let (about, variants) = (document.provenance(), document.variants());
/// let outcome = experiment::run_draws(about, variants, &drawn, &plan, &control);
/// let uncertainty = outcome.uncertainty.expect("it was asked for");
/// let (name, throughput) = &uncertainty.variants[0].answers[0];
/// assert_eq!(*name, "throughput");
/// assert!(throughput.parts.share() > Some(0.9), "what arrives is what nobody knows");
/// ```
pub fn run_draws(
    about: &Provenance,
    variants: &[Variant],
    drawn: &[Vec<Variant>],
    plan: &Plan,
    control: &Control<'_>,
) -> Outcome {
    let plan = Plan {
        precision: None,
        ..plan.clone()
    };
    let each = plan.trials * variants.len() as u64;
    let total = each * (drawn.len() as u64 + 1);
    let tell = |before: u64, told: Progress| {
        (control.progress)(Progress {
            done: before + told.done,
            total,
            ..told
        });
    };
    let at_medians = Control {
        stop: control.stop,
        progress: &|told| tell(0, told),
    };
    let mut outcome = run(about, variants, &plan, &at_medians);
    let mut study = Study::new(variants, drawn);
    for (variants, before) in drawn.iter().zip(1..) {
        if outcome.partial || control.stop.load(Ordering::Relaxed) {
            break;
        }
        let control = Control {
            stop: control.stop,
            progress: &|told| tell(before * each, told),
        };
        match Draw::run(variants, &plan, &control) {
            Ok(draw) => {
                outcome.completions += draw.completions;
                study.push(variants, Some(&draw));
            }
            Err(Ending::Interrupted) => break,
            Err(_) => study.push(variants, None),
        }
    }
    outcome.partial |= study.found.draws < study.found.asked;
    outcome.uncertainty = Some(study.finish(&outcome, &plan));
    outcome
}

/// What one draw came to.
struct Draw {
    /// Of each variant.
    trials: Vec<Vec<KeptTrial>>,
    regimes: Vec<Regime>,
    valued: bool,
    completions: u64,
}

impl Draw {
    fn run(variants: &[Variant], plan: &Plan, control: &Control<'_>) -> Result<Self, Ending> {
        let networks = variants.iter().map(|variant| compile(&variant.scenario));
        let networks: Vec<Network> = networks.collect();
        let level = Level::new(plan.confidence).unwrap_or_else(Level::customary);
        let mut folds = Folds::new(&networks, level).keeping();
        match replicate(&networks, plan, control, &mut folds) {
            Ending::Complete => {}
            ending => return Err(ending),
        }
        let regimes = networks.iter().zip(&folds.variants).map(|(net, fold)| {
            let kinds = regime::after(net, fold, &folds.level);
            regime::headline(net, &kinds)
        });
        let valued = |net: &Network| net.kinds.iter().any(|kind| kind.value.is_some());
        Ok(Self {
            regimes: regimes.collect(),
            valued: networks.iter().any(valued),
            completions: folds.variants.iter().map(|fold| fold.completions).sum(),
            trials: folds.kept.unwrap_or_default(),
        })
    }

    /// A measure of a variant; `None` where it does not exist.
    fn answer(&self, variant: usize, of: &Measure) -> Option<Found> {
        let is_stable = self.regimes[variant] != Regime::Overloaded;
        let exists = (!of.time || is_stable) && (of.name != "value" || self.valued);
        exists
            .then(|| Found::ratio(&self.trials[variant], of.over))
            .flatten()
    }
}

/// An answer, and for each trial a number of which it is the mean: to first order, as far as the trial
/// moves it.
struct Found {
    value: f64,
    trials: Vec<f64>,
}

impl Found {
    /// A sum over trials over another; nothing over nothing does not exist.
    fn ratio(trials: &[KeptTrial], [over, under]: [usize; 2]) -> Option<Self> {
        let mean = |column: usize| {
            let mut moments = Moments::<1>::default();
            trials
                .iter()
                .for_each(|trial| moments.push([trial[column]]));
            moments.mean(0)
        };
        let below = mean(under);
        let value = mean(over) / below;
        let moved = |trial: &KeptTrial| value + (trial[over] - value * trial[under]) / below;
        value.is_finite().then(|| Self {
            value,
            trials: trials.iter().map(moved).collect(),
        })
    }

    fn minus(&self, other: &Self) -> Self {
        let both = self.trials.iter().zip(&other.trials);
        Self {
            value: self.value - other.value,
            trials: both.map(|(own, other)| own - other).collect(),
        }
    }

    /// The difference as a share of the other.
    fn relative_to(&self, other: &Self) -> Option<Self> {
        let ratio = self.value / other.value;
        let value = ratio - 1.0;
        let moved = |(own, base): (&f64, &f64)| {
            let apart = (own - self.value) - ratio * (base - other.value);
            value + apart / other.value
        };
        value.is_finite().then(|| Self {
            value,
            trials: self.trials.iter().zip(&other.trials).map(moved).collect(),
        })
    }
}

/// One answer over the draws so far.
#[derive(Default)]
struct Series {
    crossed: Crossed,
    values: Vec<Option<f64>>,
}

impl Series {
    fn push(&mut self, found: Option<&Found>) {
        self.values.push(found.map(|found| found.value));
        if let Some(found) = found {
            self.crossed.push(found.value, &found.trials);
        }
    }
}

/// All draws so far.
struct Study {
    found: Uncertainty,
    regimes: Vec<BTreeMap<Regime, u64>>,
    /// By variant and measure.
    values: Vec<[Series; MEASURES.len()]>,
    /// By comparison and measure: the difference, and that as a share.
    differences: Vec<[[Series; 2]; COMPARED]>,
}

impl Study {
    fn new(variants: &[Variant], drawn: &[Vec<Variant>]) -> Self {
        let mut inputs = BTreeMap::new();
        for input in variants.iter().flat_map(|variant| &variant.uncertain) {
            inputs.entry(&input.path).or_insert(input);
        }
        let inputs = inputs.into_values().map(|input| InputOutcome {
            path: input.path.clone(),
            range: input.range.clone(),
            median: input.text.clone(),
            unit: input.unit,
            values: Vec::new(),
        });
        Self {
            found: Uncertainty {
                asked: drawn.len() as u64,
                draws: 0,
                left_out: 0,
                trials: 0,
                inputs: inputs.collect(),
                variants: Vec::new(),
                comparisons: Vec::new(),
            },
            regimes: variants.iter().map(|_| BTreeMap::new()).collect(),
            values: variants.iter().map(|_| Default::default()).collect(),
            differences: variants
                .iter()
                .skip(1)
                .map(|_| Default::default())
                .collect(),
        }
    }

    /// Adds a draw; `None`: it is left out.
    fn push(&mut self, variants: &[Variant], draw: Option<&Draw>) {
        self.found.draws += 1;
        self.found.left_out += u64::from(draw.is_none());
        for input in &mut self.found.inputs {
            let all = variants.iter().flat_map(|variant| &variant.uncertain);
            let value = all.into_iter().find(|known| known.path == input.path);
            input.values.push(value.map(|known| known.value));
        }
        for (at, series) in self.values.iter_mut().enumerate() {
            if let Some(draw) = draw {
                *self.regimes[at].entry(draw.regimes[at]).or_default() += 1;
            }
            for (of, series) in MEASURES.iter().zip(series) {
                series.push(draw.and_then(|draw| draw.answer(at, of)).as_ref());
            }
        }
        for (at, series) in self.differences.iter_mut().enumerate() {
            for (of, [difference, relative]) in MEASURES.iter().zip(series) {
                let pair =
                    draw.and_then(|draw| Some((draw.answer(at + 1, of)?, draw.answer(0, of)?)));
                let pair = pair.as_ref();
                difference.push(pair.map(|(own, base)| own.minus(base)).as_ref());
                relative.push(pair.and_then(|(own, base)| own.relative_to(base)).as_ref());
            }
        }
    }

    fn finish(mut self, outcome: &Outcome, plan: &Plan) -> Uncertainty {
        let level = Level::new(plan.confidence).unwrap_or_else(Level::customary);
        let inputs = &self.found.inputs;
        let both = outcome.variants.iter().zip(&self.values);
        let variants = both.zip(self.regimes).map(|((variant, series), regimes)| {
            let answers = MEASURES.iter().zip(series).filter_map(|(of, series)| {
                let plain = plain(variant, of.name);
                let unit = unit(of, outcome);
                let answer = answer(series, plain, unit, inputs, &level)?;
                Some((of.name, answer))
            });
            VariantUncertainty {
                name: variant.name.clone(),
                regimes: regimes.into_iter().collect(),
                answers: answers.collect(),
            }
        });
        let variants: Vec<VariantUncertainty> = variants.collect();
        let both = outcome.comparisons.iter().zip(&self.differences);
        let comparisons = both.map(|(comparison, series)| {
            let answers = MEASURES
                .iter()
                .zip(series)
                .map(|(of, [difference, relative])| {
                    let plain = plain_difference(comparison, of.name);
                    let unit = unit(of, outcome);
                    let answers = [
                        answer(difference, &plain.difference, unit, inputs, &level),
                        answer(relative, &plain.relative, "1".to_owned(), inputs, &level),
                    ];
                    let signed = |answer: Answer| Answer {
                        above: above(&answer.values, &level),
                        ..answer
                    };
                    (of.name, answers.map(|answer| answer.map(signed)))
                });
            ComparisonUncertainty {
                variant: comparison.variant.clone(),
                baseline: comparison.baseline.clone(),
                answers: answers.collect(),
            }
        });
        let comparisons = comparisons.collect();
        self.found.trials = plan.trials;
        Uncertainty {
            variants,
            comparisons,
            ..self.found
        }
    }
}

/// The unit of a measure; of a value the currency.
fn unit(of: &Measure, outcome: &Outcome) -> String {
    let of_value = || {
        let mut values = outcome.variants.iter().filter_map(|of| of.value.as_ref());
        values.next().map(|value| value.unit.to_string())
    };
    match of.unit {
        "" => of_value().unwrap_or_default(),
        unit => unit.to_owned(),
    }
}

/// A measure at the median of every input.
fn plain<'o>(variant: &'o VariantOutcome, name: &str) -> &'o Option<Estimate> {
    match name {
        "flow_time" => &variant.flow_time.mean,
        "lead_time" => &variant.lead_time.mean,
        "wip" => &variant.wip,
        "value" => &variant.value,
        _ => &variant.throughput,
    }
}

fn plain_difference<'o>(comparison: &'o Comparison, name: &str) -> &'o Difference {
    match name {
        "flow_time" => &comparison.flow_time,
        "wip" => &comparison.wip,
        "value" => &comparison.value,
        _ => &comparison.throughput,
    }
}

fn answer(
    series: &Series,
    at_median: &Option<Estimate>,
    unit: String,
    inputs: &[InputOutcome],
    level: &Level,
) -> Option<Answer> {
    let parts = series.crossed.parts()?;
    let values: Vec<f64> = series.values.iter().flatten().copied().collect();
    let (low, high) = band(&values, level.confidence())?;
    let mut moments = Moments::<1>::default();
    values.iter().for_each(|value| moments.push([*value]));
    let influences = inputs.iter().map(|input| {
        let both = input.values.iter().zip(&series.values);
        let pairs = both.filter_map(|(input, answer)| Some(((*input)?, (*answer)?)));
        Influence {
            path: input.path.clone(),
            rank_correlation: rank_correlation(&pairs.collect::<Vec<_>>()),
        }
    });
    Some(Answer {
        band: Estimate {
            mean: series.crossed.mean(),
            low,
            high,
            standard_error: (moments.variance(0) / values.len() as f64).sqrt(),
            unit: unit.into(),
        },
        at_median: at_median.clone(),
        parts,
        above: None,
        influences: influences.collect(),
        values: series.values.clone(),
    })
}

/// In which share of the draws a difference is above 0.
fn above(values: &[Option<f64>], level: &Level) -> Option<Estimate> {
    let known = || values.iter().flatten();
    let above = known().filter(|value| **value > 0.0).count() as u64;
    level.proportion(above, known().count() as u64)
}
