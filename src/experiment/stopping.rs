//! When a precision is reached: the sequential rule with look-ahead of Hoad, Robinson and Davies
//! ("Automated selection of the number of replications for a discrete-event simulation", Journal of
//! the Operational Research Society 61, 2010).
//!
//! An interval may be narrow by luck for a moment. So trials go on until every half-width has stayed
//! within its goal for k trials more, k being 5 for the first 100 trials and 5% of their number from
//! there on. It is asked after whole blocks of trials: a function of the trials in their order and of
//! nothing else, and every group of trials that a jackknife leaves out is then of the same size.
//!
//! The half-width of a lopsided interval is half of the distance of its ends.
//!
//! A measure without a value (nothing is delivered) is not waited for.

use super::fold::{Folds, PairFold, VariantFold};
use super::outcome::{PrecisionOutcome, Regime, VariantOutcome};
use super::plan::{Plan, Standing};
use crate::scenario::model::{Goal, HalfWidth, Measured};
use crate::statistics::{Estimate, Level};
use crate::units::HOUR;

/// Trials the goals have to hold on for, of each hundred; never fewer than this.
const LOOK_AHEAD: u64 = 5;

/// Decides after every block whether to go on.
pub(super) struct Stopping<'p> {
    goals: &'p [Goal],
    fewest: u64,
    most: u64,
    /// Trials after which every goal was reached, and has been ever since.
    since: Option<u64>,
    furthest: Option<Standing>,
}

impl<'p> Stopping<'p> {
    pub(super) fn new(plan: &'p Plan) -> Self {
        let precision = plan.precision.as_ref();
        Self {
            goals: precision.map_or(&[], |precision| &precision.goals),
            fewest: plan.trials,
            most: precision.map_or(plan.trials, |precision| {
                precision.max_trials.max(plan.trials)
            }),
            since: None,
            furthest: None,
        }
    }

    /// Trials after which it ends in any case.
    pub(super) fn most(&self) -> u64 {
        self.most
    }

    /// What is furthest from its goal.
    pub(super) fn furthest(&self) -> Option<Standing> {
        self.furthest
    }

    /// How many trials it will probably take, seen after so many: half-widths shrink with the root
    /// of their number.
    pub(super) fn expected(&self, trials: u64) -> u64 {
        if self.goals.is_empty() {
            return self.most;
        }
        let excess = self.furthest.map_or(1.0, |standing| standing.excess());
        let needed = trials as f64 * (excess * excess).max(1.0);
        let needed = needed.min(self.most as f64) as u64;
        (needed + look_ahead(needed)).clamp(self.fewest.max(trials), self.most)
    }

    /// Whether so many trials are enough.
    pub(super) fn is_enough(&mut self, trials: u64, folds: &Folds) -> bool {
        if self.goals.is_empty() {
            return false;
        }
        let standings = standings(self.goals, folds);
        let excess = |(_, standing): &(usize, Standing)| standing.excess();
        let valued = standings.iter().filter(|(_, one)| one.reached.is_some());
        let furthest = valued.max_by(|one, other| excess(one).total_cmp(&excess(other)));
        self.furthest = furthest.map(|(_, standing)| *standing);
        if trials < self.fewest || self.furthest.is_some_and(|standing| !standing.is_met()) {
            self.since = None;
            return false;
        }
        let since = *self.since.get_or_insert(trials);
        trials >= since + look_ahead(since)
    }
}

fn look_ahead(trials: u64) -> u64 {
    LOOK_AHEAD.max(LOOK_AHEAD * trials / 100)
}

/// Where every goal stands: of the only variant, or of the difference of each from the first.
/// Beside each, the position of the variant.
pub(super) fn standings(goals: &[Goal], folds: &Folds) -> Vec<(usize, Standing)> {
    let (variants, level) = (&folds.variants, &folds.level);
    if let [alone] = variants.as_slice() {
        let width = |goal: &Goal| width(goal, &value(goal.of, alone, level)?);
        return goals
            .iter()
            .map(|goal| (0, standing(goal, width(goal))))
            .collect();
    }
    let mut standings = Vec::new();
    for (at, pair) in (1..variants.len()).zip(&folds.pairs) {
        for goal in goals {
            let found = difference(goal, pair, [&variants[at], &variants[0]], level);
            let width = found.map(|found| found.half_width());
            standings.push((at, standing(goal, width)));
        }
    }
    standings
}

fn standing(goal: &Goal, reached: Option<f64>) -> Standing {
    let (wanted, unit) = match goal.half_width {
        HalfWidth::Relative(width) => (width, "1"),
        HalfWidth::Absolute(width) => (width, goal.of.unit()),
    };
    Standing {
        of: goal.of,
        goal: wanted,
        reached: reached.filter(|width| width.is_finite()),
        unit,
    }
}

/// Half-width of a value as the goal has it; what does not vary is known exactly, also if it is 0.
fn width(goal: &Goal, value: &Estimate) -> Option<f64> {
    match goal.half_width {
        HalfWidth::Relative(_) if value.half_width() > 0.0 => value.relative_half_width(),
        _ => Some(value.half_width()),
    }
}

fn value(of: Measured, fold: &VariantFold, level: &Level) -> Option<Estimate> {
    let quantile = |p| {
        let ticks = fold.flow_times.quantile(p, level)?;
        Some(ticks.scaled(1.0 / HOUR as f64, of.unit()))
    };
    match of {
        Measured::Throughput => level.mean(&fold.throughput, 0, of.unit()),
        Measured::Wip => level.mean(&fold.wip, 0, of.unit()),
        Measured::FlowTime => level.ratio(&fold.flow, 0, 1, of.unit()),
        Measured::LeadTime => level.ratio(&fold.lead, 0, 1, of.unit()),
        Measured::FlowTimeP50 => quantile(0.5),
        Measured::FlowTimeP85 => quantile(0.85),
        Measured::FlowTimeP95 => quantile(0.95),
    }
}

/// A paired difference, absolute or as a share of the baseline.
fn difference(
    goal: &Goal,
    pair: &PairFold,
    [own, baseline]: [&VariantFold; 2],
    level: &Level,
) -> Option<Estimate> {
    const COLUMNS: [usize; 4] = [0, 1, 2, 3];
    let relative = matches!(goal.half_width, HalfWidth::Relative(_));
    let means = |pair| match relative {
        true => level.relative(pair, 0, 1),
        false => level.difference(pair, 0, 1, goal.of.unit()),
    };
    let ratios = |pair| match relative {
        true => level.relative_ratio(pair, COLUMNS),
        false => level.ratio_difference(pair, COLUMNS, goal.of.unit()),
    };
    let times = [&own.flow_times, &baseline.flow_times];
    let quantiles = |p| match relative {
        true => times[0].relative_quantile(times[1], p, level),
        false => {
            let ticks = times[0].quantile_difference(times[1], p, level)?;
            Some(ticks.scaled(1.0 / HOUR as f64, goal.of.unit()))
        }
    };
    match goal.of {
        Measured::Throughput => means(&pair.throughput),
        Measured::Wip => means(&pair.wip),
        Measured::FlowTime => ratios(&pair.flow),
        Measured::LeadTime => ratios(&pair.lead),
        Measured::FlowTimeP50 => quantiles(0.5),
        Measured::FlowTimeP85 => quantiles(0.85),
        Measured::FlowTimeP95 => quantiles(0.95),
    }
}

/// What became of every goal. A time of an overloaded variant has no stable value, however narrow
/// its interval.
pub(super) fn outcomes(
    goals: &[Goal],
    folds: &Folds,
    variants: &[VariantOutcome],
) -> Vec<PrecisionOutcome> {
    let overloaded = |at: usize| variants[at].regime == Regime::Overloaded;
    let found = standings(goals, folds).into_iter();
    found
        .map(|(at, mut standing)| {
            if standing.of.is_time() && (overloaded(at) || overloaded(0)) {
                standing.reached = None;
            }
            PrecisionOutcome {
                variant: variants[at].name.clone(),
                baseline: (at > 0).then(|| variants[0].name.clone()),
                standing,
            }
        })
        .collect()
}
