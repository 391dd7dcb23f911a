//! What somebody does to an organisation, and what becomes of it.

use throughline::experiment::Outcome;

use super::{outcome, outcome_with, variant};
use crate::support::mean;

fn rate(of: &Outcome, name: &str) -> f64 {
    mean(&variant(of, name).throughput)
}

fn earned(of: &Outcome, name: &str) -> f64 {
    mean(&variant(of, name).earned)
}

fn queue(of: &Outcome, name: &str, station: &str) -> f64 {
    mean(&variant(of, name).stations[station].queue)
}

fn busy(of: &Outcome, name: &str, station: &str) -> f64 {
    mean(&variant(of, name).stations[station].utilisation)
}

/// By how much `now` is more than `before`, as a share.
fn more(now: f64, before: f64) -> f64 {
    now / before - 1.0
}

#[test]
fn seven_causes_leave_five_percent_each_alone_and_nothing_together() {
    let of = outcome("five-percent");
    assert!(more(rate(&of, "assisted"), rate(&of, "today")) > 0.27);
    // Before anything gets faster they deliver what there is room for, within a percent.
    for name in ["legal", "slots", "part", "review", "kept", "few"] {
        let gain = more(rate(&of, name), rate(&of, "today"));
        assert!((0.02..0.075).contains(&gain), "{name} {gain}");
    }
    assert_eq!(rate(&of, "year"), rate(&of, "assisted"));
    let gain = more(earned(&of, "year"), earned(&of, "today"));
    assert!((0.03..0.085).contains(&gain), "{gain}");
    // What tells them apart: where it piles up.
    for (name, station) in [
        ("legal", "legal"),
        ("slots", "finance"),
        ("review", "review"),
    ] {
        assert!(queue(&of, name, station) > 20.0, "{name}");
        assert!(queue(&of, "part", station) < 10.0 && queue(&of, "kept", station) < 10.0);
    }
    let all = more(rate(&of, "all"), rate(&of, "all-before"));
    assert!((-0.012..0.006).contains(&all), "{all}");
    assert!(more(rate(&of, "all-before"), rate(&of, "today")) < -0.07);
    for edit in [
        "variant.all-before.set.legal.staff=unlimited",
        "change.everything.slack=none",
        "change.everything.adoption=none",
    ] {
        let of = outcome_with("five-percent", edit);
        let all = more(rate(&of, "all"), rate(&of, "all-before"));
        assert!(all < 0.01, "{edit} {all}");
    }
    // A wall is one for any pace.
    let twice = outcome_with("five-percent", "change.assistants.set.code.pace=x2");
    assert!(more(rate(&twice, "slots"), rate(&of, "slots")) < 0.01);
    assert!(more(rate(&twice, "part"), rate(&of, "part")) > 0.035);
}

#[test]
fn a_loss_reaches_delivery_better_than_the_gain_it_is_taken_for() {
    let of = outcome("metr");
    let arrives = |of: &Outcome, name: &str| {
        let found = of.comparisons.iter().find(|of| of.variant == name).unwrap();
        (mean(&found.throughput.relative), mean(&found.pass_through))
    };
    let (believed, gain) = arrives(&of, "believed");
    let (measured, loss) = arrives(&of, "measured");
    assert!((believed - 0.068).abs() < 0.01 && (gain - 0.27).abs() < 0.04);
    assert!((measured + 0.092).abs() < 0.01 && (loss - 0.57).abs() < 0.05);
    // Two years differ by luck alone by so much, 1.96 standard deviations of the difference.
    let today = variant(&of, "today").throughput.as_ref().unwrap();
    let trials = super::FEW as f64;
    let luck = (today.high - today.low) / 2.0 * trials.sqrt() * 2f64.sqrt() / today.mean;
    assert!((0.068..0.115).contains(&luck), "{luck}");
    // Where coding is the limit all along they are near each other.
    let of = outcome_with("metr", "scope.staff=3");
    let [(believed, _), (measured, _)] = ["believed", "measured"].map(|name| arrives(&of, name));
    assert!((believed + measured).abs() < 0.025);
    // What is claimed is never simulated.
    let silent = outcome_with("metr", "change.assistants.claimed=none");
    let loud = outcome_with("metr", "scope.staff=2");
    assert_eq!(rate(&silent, "measured"), rate(&loud, "measured"));
}

#[test]
fn what_is_kept_never_arrives_and_a_time_sheet_does_not_show_it() {
    let of = outcome("paid-by-time");
    for (name, gain) in [
        ("result", 0.3),
        ("half", 0.15),
        ("stretched", 0.05),
        ("silent", 0.05),
    ] {
        let found = more(rate(&of, name), rate(&of, "today"));
        assert!((found - gain).abs() < 0.015, "{name} {found}");
        assert!(busy(&of, name, "code") > 0.995, "{name}");
    }
    let days = |name| super::flow(&of, name) / 24.0;
    assert!(days("silent") < days("stretched"));
    let saved = |name| days("asked") - days(name);
    assert!((saved("asked-result") - 5.3).abs() < 1.3);
    assert!((saved("asked-stretched") / saved("asked-result") - 0.35).abs() < 0.06);
    assert!((saved("asked-silent") / saved("asked-result") - 0.59).abs() < 0.08);
    assert!((busy(&of, "asked-result", "code") - 0.7).abs() < 0.02);
    for name in ["asked-stretched", "asked-silent"] {
        assert!((busy(&of, name, "code") - 0.86).abs() < 0.02, "{name}");
        assert!(more(rate(&of, name), rate(&of, "asked")).abs() < 0.025);
    }
    let tight = outcome_with("paid-by-time", "review.touch.mean=8h");
    let back = rate(&tight, "result") - rate(&tight, "stretched");
    assert!(back / rate(&tight, "today") < 0.02, "{back}");
}
