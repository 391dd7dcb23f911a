//! What becomes of the mean item at a join: whether enough branches pass, and where it goes if not.

use super::Way;
use super::carried::Mass;

/// The chance that at least `quorum` of some branches pass.
pub(super) fn enough_pass(ways: &[Way], quorum: usize) -> f64 {
    let mut passed = vec![0.0; ways.len() + 1];
    passed[0] = 1.0;
    for way in ways {
        let through = way.through.min(1.0);
        for count in (0..ways.len()).rev() {
            passed[count + 1] += passed[count] * through;
            passed[count] *= 1.0 - through;
        }
    }
    passed[quorum..].iter().sum::<f64>().min(1.0)
}

/// Where the mass that does not pass goes: the earliest of what the branches ask for.
pub(super) fn earliest(ways: &[Way], failed: f64) -> Vec<(u32, Mass)> {
    let asks = || ways.iter().flat_map(|way| &way.back);
    let mut targets: Vec<u32> = asks().map(|ask| ask.0).collect();
    targets.sort_unstable();
    targets.dedup();
    let none_before = |end: u32| -> f64 {
        let asks = |way: &Way| {
            let before = way.back.iter().filter(|ask| ask.0 < end);
            before.map(|ask| ask.1.amount).sum::<f64>().min(1.0)
        };
        ways.iter().map(|way| 1.0 - asks(way)).product()
    };
    let some = 1.0 - none_before(u32::MAX);
    if some <= 0.0 {
        return Vec::new();
    }
    let mut back = Vec::new();
    for to in targets {
        let here = none_before(to) - none_before(to + 1);
        let same = || asks().filter(|ask| ask.0 == to);
        let sum: f64 = same().map(|ask| ask.1.amount).sum();
        let share = failed * here / some / sum.max(f64::MIN_POSITIVE);
        back.extend(same().map(|(to, mass)| (*to, mass.part(mass.amount * share))));
    }
    back
}
