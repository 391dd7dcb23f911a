//! Settled or not: whether the burn-in was long enough.
//!
//! Mean WIP and the queue of every station over the last half of the burn-in are compared with the
//! first quarter of the window, paired over trials (where a change acts in the window, the last two
//! quarters of the burn-in with each other). The organisation counts as settled unless one of
//! these differs by more than chance would (at a level shared among them all, after Bonferroni) and
//! by more than a twentieth of its size. If it has not settled, longer burn-ins are tried on a few
//! trials until one will do.

use super::fold::{Folds, Ratio};
use super::plan::{Control, Plan};
use super::replicate::replicate;
use crate::network::compile;
use crate::scenario::Variant;
use crate::statistics::{Level, Moments};
use crate::units::Span;

/// Differences below this share are no reason to distrust a result.
const SMALL: f64 = 0.05;
/// Items below which a level is too small to matter.
const FEW_ITEMS: f64 = 0.5;
/// A longer burn-in is tried on this share of the trials, so that trying stays cheap.
const TRIED_SHARE: u64 = 8;

/// Whether the organisation had settled when the window began; `None` without a burn-in.
pub(super) fn settled(folds: &[Moments<2>], level: &Level) -> Option<bool> {
    if folds.is_empty() {
        return None;
    }
    let shared = Level::new(1.0 - (1.0 - level.confidence()) / folds.len() as f64);
    Some(
        !folds
            .iter()
            .any(|fold| drifts(fold, shared.as_ref().unwrap_or(level))),
    )
}

fn drifts(fold: &Ratio, level: &Level) -> bool {
    let (before, after) = (fold.mean(0), fold.mean(1));
    let Some(change) = level.difference(fold, 1, 0, "items") else {
        return false;
    };
    // Student's test: so far out in the tails, where many share a level, skewness says little.
    let reach = level.quantile(fold.count() - 1) * change.standard_error;
    let real = change.mean.abs() > reach;
    real && change.mean.abs() > FEW_ITEMS && change.mean.abs() > SMALL * before.max(after)
}

/// The shortest of the burn-ins tried (doubling) in which a variant settles.
pub(super) fn sufficient_burn_in(
    variant: &Variant,
    plan: &Plan,
    control: &Control<'_>,
) -> Option<Span> {
    let level = Level::new(plan.confidence)?;
    let silent = Control {
        stop: control.stop,
        progress: &|_| {},
    };
    let plan = Plan {
        trials: (plan.trials / TRIED_SHARE).max(20),
        ..plan.clone()
    };
    let mut longer = variant.scenario.clone();
    for _ in 0..3 {
        longer.clock.burn_in.0 = longer.clock.burn_in.0.saturating_mul(2);
        if longer.clock.burn_in.0 > 200 * crate::units::YEAR {
            return None;
        }
        let networks = [compile(&longer)];
        let mut folds = Folds::new(&networks, Level::new(plan.confidence)?);
        replicate(&networks, &plan, &silent, &mut folds);
        if settled(&folds.variants[0].settling, &level) == Some(true) {
            return Some(longer.clock.burn_in);
        }
    }
    None
}
