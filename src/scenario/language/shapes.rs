//! Bounds of numbers, and the tables a number or a distribution may be written as.

use super::{Key, Kind, Measure, Section};
use crate::scenario::quantity::Unit;
use crate::units::{MINUTE, SECOND, YEAR};

const LONGEST: f64 = 1000.0 * YEAR as f64;
/// Shorter times than this, other than none at all, are a mistake.
pub(in crate::scenario) const SHORTEST: f64 = SECOND as f64 / 1000.0;

pub(in crate::scenario) const EFFORT: Measure = Measure::new(Unit::Effort, 0.0, LONGEST);
/// An effort that is not nothing.
pub(super) const SOME_EFFORT: Measure = Measure::new(Unit::Effort, SHORTEST, LONGEST);
pub(in crate::scenario) const SPAN: Measure = Measure::new(Unit::Span, 0.0, LONGEST);
pub(in crate::scenario) const SOME_SPAN: Measure = Measure::new(Unit::Span, SHORTEST, LONGEST);
pub(super) const CADENCE: Measure = Measure::new(Unit::Span, MINUTE as f64, LONGEST);
pub(super) const RATE: Measure = Measure::new(Unit::Rate, 0.0, 1000.0 / SECOND as f64);
pub(super) const CHANCE: Measure = Measure::new(Unit::Share, 0.0, 1.0);
/// A chance that is never certain.
pub(super) const BY: Measure = Measure::new(Unit::Share, 0.0, 0.9999);
/// What each other item takes away may never be everything.
pub(super) const INTERFERENCE: Measure = Measure::new(Unit::Share, 0.0, 0.99);
pub(super) const COORDINATION: Measure = Measure::new(Unit::Share, 0.0, 1.0);
pub(super) const QUEUE: Measure = Measure::new(Unit::Number, 0.0, 1e6);
pub(super) const CATCHES: Measure = Measure::new(Unit::Factor, 0.0, 1.0);
pub(super) const HALVES: Measure = Measure::new(Unit::Number, 1e-3, 1e9);
pub(in crate::scenario) const GROWTH_PER: Measure = Measure::new(Unit::Number, 1e-3, 1e9);
pub(in crate::scenario) const GROWTH_ABOVE: Measure = Measure::new(Unit::Number, 0.0, 1e9);
pub(in crate::scenario) const SHARE_PER: Measure = Measure::new(Unit::Share, 1e-3, 1.0);
pub(in crate::scenario) const SHARE_ABOVE: Measure = Measure::new(Unit::Share, 0.0, 1.0);
pub(super) const FOCUS: Measure = Measure::new(Unit::Share, 1e-4, 1.0);
pub(super) const PACE: Measure = Measure::new(Unit::Factor, 1e-4, 1e4);
pub(super) const EFFORT_FACTOR: Measure = Measure::new(Unit::Factor, 0.0, 1e4);
pub(super) const SIZE: Measure = Measure::new(Unit::Number, 1e-6, 1e6);
pub(super) const WEIGHT: Measure = Measure::new(Unit::Number, 1e-6, 1e9);
pub(super) const STAFF: Measure = Measure::new(Unit::Count, 1.0, 100_000.0);
pub(super) const ON_SHIFT: Measure = Measure::new(Unit::Count, 0.0, 100_000.0);
pub(super) const ROOM: Measure = Measure::new(Unit::Count, 0.0, 1e6);
pub(super) const SLOTS: Measure = Measure::new(Unit::Count, 1.0, 1e6);
pub(super) const BATCH_SIZE: Measure = Measure::new(Unit::Count, 1.0, 1e6);
pub(super) const BRANCHES: Measure = Measure::new(Unit::Count, 1.0, 200.0);
pub(super) const AT_ONCE: Measure = Measure::new(Unit::Count, 1.0, 1e6);
pub(super) const INITIAL: Measure = Measure::new(Unit::Count, 0.0, 1e7);
pub(super) const TOTAL: Measure = Measure::new(Unit::Count, 1.0, 1e12);
pub(super) const COPIES: Measure = Measure::new(Unit::Count, 1.0, 100.0);
pub(super) const TIMES: Measure = Measure::new(Unit::Count, 1.0, 1e6);
pub(super) const WIP_LIMIT: Measure = Measure::new(Unit::Count, 1.0, 1e7);
pub(super) const PRIORITY: Measure = Measure::new(Unit::Count, -1e9, 1e9);
pub(super) const TRIALS: Measure = Measure::new(Unit::Count, 2.0, 1e7);
pub(super) const MAX_TRIALS: Measure = Measure::new(Unit::Count, 20.0, 1e7);
pub(super) const SEED: Measure = Measure::new(Unit::Count, 0.0, i64::MAX as f64);
pub(super) const CONFIDENCE: Measure = Measure::new(Unit::Share, 0.5, 0.9999);
pub(super) const AMOUNT: Measure = Measure::new(Unit::Money, -1e15, 1e15);
pub(super) const COST: Measure = Measure::new(Unit::Money, 0.0, 1e15);
pub(super) const COST_BASE: Measure = Measure::new(Unit::Money, 1e-6, 1e15);
pub(super) const FORMAT: Measure = Measure::new(Unit::Count, 1.0, 1.0);
pub(super) const SPREADING: Measure = Measure::new(Unit::Number, 0.0, 1e3);
pub(super) const STAGES: Measure = Measure::new(Unit::Count, 1.0, 1e4);

/// Keys of a distribution that go together; every other key stands alone.
pub(in crate::scenario) const PAIRS: [[&str; 2]; 2] = [["mean", "cv"], ["p50", "p90"]];

const OVER_A_TRIANGLE: Key = Key::may(
    "triangular",
    Kind::Table(&TRIANGULAR),
    "A triangle over three points.",
);
const OVER_A_HUMP: Key = Key::may(
    "pert",
    Kind::Table(&PERT),
    "A smooth hump over three points.",
);

/// The ways to write a distribution.
pub(in crate::scenario) static DISTRIBUTION: Section = Section {
    noun: "distribution",
    keys: &[
        Key::may("mean", Kind::Same, "Mean of a log-normal; goes with `cv`."),
        Key::may(
            "cv",
            Kind::Number(&SPREADING),
            "Standard deviation over mean; with `mean`.",
        ),
        Key::may(
            "p50",
            Kind::Same,
            "Median of a log-normal; goes with `p90`.",
        ),
        Key::may(
            "p90",
            Kind::Same,
            "Nine of ten are below this; goes with `p50`.",
        ),
        Key::may("exponential", Kind::Same, "Exponential with this mean."),
        Key::may(
            "lognormal",
            Kind::Table(&MEAN_CV),
            "The same as `mean` and `cv`.",
        ),
        Key::may(
            "erlang",
            Kind::Table(&ERLANG),
            "Sum of equal exponential stages.",
        ),
        Key::may("gamma", Kind::Table(&MEAN_CV), "Gamma by mean and cv."),
        Key::may("weibull", Kind::Table(&MEAN_CV), "Weibull by mean and cv."),
        Key::may(
            "hyperexponential",
            Kind::Table(&MEAN_CV),
            "Two phases with balanced means.",
        ),
        Key::may(
            "uniform",
            Kind::Table(&UNIFORM),
            "Anything between two ends alike.",
        ),
        OVER_A_TRIANGLE,
        OVER_A_HUMP,
        Key::may(
            "empirical",
            Kind::Either(&Kind::List(&Kind::Same), &Kind::Table(&FILE_COLUMN)),
            "Values that were seen, each equally likely.",
        ),
        Key::may("mixture", Kind::Tables(&PART), "One of several, by chance."),
        Key::may(
            "uncertain",
            Kind::Table(&UNCERTAIN),
            "A number nobody is sure of.",
        ),
    ],
};

/// An input nobody is sure of.
pub(in crate::scenario) static UNCERTAIN: Section = Section {
    noun: "uncertain number",
    keys: &[
        Key::may("from", Kind::Same, "The least it may be."),
        Key::may("to", Kind::Same, "The most it may be."),
        Key::may(
            "p50",
            Kind::Same,
            "As likely too low as too high; with `p90`.",
        ),
        Key::may("p90", Kind::Same, "Nine chances of ten that it is below."),
        OVER_A_TRIANGLE,
        OVER_A_HUMP,
    ],
};

/// A column of a CSV file.
pub(in crate::scenario) static FILE_COLUMN: Section = Section {
    noun: "empirical table",
    keys: &[
        Key::must("file", Kind::Text, "A CSV file, relative to the scenario."),
        Key::must(
            "column",
            Kind::Text,
            "The name of the column in its first line.",
        ),
        Key::may(
            "unit",
            Kind::Text,
            "The unit of its numbers, such as \"h\".",
        ),
    ],
};

static ERLANG: Section = Section {
    noun: "erlang",
    keys: &[
        Key::must("stages", Kind::Number(&STAGES), "How many stages."),
        Key::must("mean", Kind::Same, "Mean of the whole."),
    ],
};

static MEAN_CV: Section = Section {
    noun: "distribution",
    keys: &[
        Key::must("mean", Kind::Same, "Mean."),
        Key::must(
            "cv",
            Kind::Number(&SPREADING),
            "Standard deviation over mean.",
        ),
    ],
};

static UNIFORM: Section = Section {
    noun: "uniform",
    keys: &[
        Key::must("from", Kind::Same, "Least value."),
        Key::must("to", Kind::Same, "Largest value."),
    ],
};

pub(in crate::scenario) static TRIANGULAR: Section = Section {
    noun: "triangular",
    keys: &[
        Key::must("min", Kind::Same, "Least value."),
        Key::must("mode", Kind::Same, "Likeliest value."),
        Key::must("max", Kind::Same, "Largest value."),
    ],
};

pub(in crate::scenario) static PERT: Section = Section {
    noun: "pert",
    keys: &[
        Key::must("min", Kind::Same, "Least value."),
        Key::must("likely", Kind::Same, "Likeliest value."),
        Key::must("max", Kind::Same, "Largest value."),
    ],
};

static PART: Section = Section {
    noun: "part of a mixture",
    keys: &[
        Key::must("chance", Kind::Number(&CHANCE), "Chance of this part."),
        Key::must("of", Kind::SameSpread, "What is drawn then."),
    ],
};
