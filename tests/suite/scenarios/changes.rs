//! What somebody does to an organisation, and what becomes of it.

use throughline::experiment::Outcome;
use throughline::scenario::Document;

use super::{outcome, outcome_with, variant};
use crate::support::{mean, run_document};

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
    // Three people instead of people without limit are no pace.
    let later = "change.assistants.at=60w";
    let of_limit = outcome_with("five-percent", later).comparisons;
    let legal = of_limit.iter().find(|of| of.variant == "legal").unwrap();
    let reason = legal.local_reason.as_deref();
    assert_eq!(
        (legal.local, reason),
        (
            None,
            Some("legal has people without limit in one of the two")
        )
    );
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

#[test]
fn a_layer_less_gains_little_and_fails_at_the_top() {
    let of = outcome("flattening");
    let gain = |of: &Outcome, name: &str| more(rate(of, name), rate(of, "today"));
    assert!((gain(&of, "flat") - 0.023).abs() < 0.007);
    assert!((gain(&of, "down") - 0.009).abs() < 0.007);
    assert!((gain(&of, "half") + 0.107).abs() < 0.02);
    assert!((gain(&of, "up") + 0.387).abs() < 0.02);
    assert!(busy(&of, "up", "director") > 0.99);
    assert!(gain(&of, "boards") > 0.33 && gain(&of, "both") - gain(&of, "boards") < 0.02);
    // A layer that sits by the calendar is a gate.
    let edit = "manager.gate={ every = \"4w\", on = \"Mon 10:00\" }";
    let of = outcome_with("flattening", edit);
    assert!(gain(&of, "flat") > 0.45 && gain(&of, "flat") > gain(&of, "boards"));
    let of = outcome_with("flattening", "intake.wip_limit=150");
    assert!(gain(&of, "flat").abs() < 0.005 && gain(&of, "boards").abs() < 0.005);
}

/// Changes a week in a year of the window, month by month.
fn in_year(of: &Outcome, name: &str, year: usize) -> f64 {
    let months = &variant(of, name).series.throughput[12 * (year - 1)..12 * year];
    months.iter().map(mean).sum::<f64>() / 12.0
}

#[test]
fn controls_that_are_never_taken_back_cost_nothing_at_first_and_two_fifths_in_the_end() {
    let of = outcome("ratchet");
    let gain = |of: &Outcome, name: &str| more(rate(of, name), rate(of, "nothing"));
    for (name, gained) in [
        ("ratchet", -0.19),
        ("sunset", -0.03),
        ("works", -0.08),
        ("works-sunset", 0.004),
        ("rule", 0.017),
    ] {
        assert!(
            (gain(&of, name) - gained).abs() < 0.02,
            "{name} {}",
            gain(&of, name)
        );
    }
    let behind = |year| more(in_year(&of, "ratchet", year), in_year(&of, "nothing", year));
    assert!(behind(1) > -0.04 && behind(3) < -0.33);
    let incidents = |name| mean(&variant(&of, name).work["incident"].delivered);
    let changes = |name| mean(&variant(&of, name).work["change"].delivered);
    // Fewer because less is delivered, not because they are rarer.
    assert!(incidents("ratchet") < 0.87 * incidents("nothing"));
    let rarer =
        (incidents("ratchet") / changes("ratchet")) / (incidents("nothing") / changes("nothing"));
    assert!((rarer - 1.0).abs() < 0.05, "{rarer}");
    assert!(incidents("works") < 0.65 * incidents("nothing"));
    let dear = outcome_with("ratchet", "code.touch_for.incident.mean=12ww");
    assert!(gain(&dear, "works") > 0.0 && gain(&dear, "works-sunset") > gain(&dear, "works"));
}

#[test]
fn finance_sees_late_what_engineering_sees_early_and_both_are_right() {
    let after = |weeks: &str| outcome_with("two-meters", &format!("clock.horizon={weeks}w"));
    let [half, year, three] = ["26", "52", "156"].map(after);
    let coded = |of: &Outcome, name: &str| mean(&variant(of, name).stations["code"].throughput);
    let gain = |of: &Outcome, measure: &dyn Fn(&Outcome, &str) -> f64, name: &str| {
        more(measure(of, name), measure(of, "today"))
    };
    assert!((gain(&half, &coded, "assisted") - 0.12).abs() < 0.03);
    assert!(gain(&half, &earned, "assisted").abs() < 0.01);
    assert!((gain(&year, &coded, "assisted") - 0.17).abs() < 0.03);
    assert!((gain(&year, &earned, "assisted") - 0.022).abs() < 0.015);
    // Everything is green but what product scopes and what waits for coding.
    let scoped = |of: &Outcome, name: &str| mean(&variant(of, name).stations["product"].throughput);
    assert!(gain(&half, &scoped, "drying") < -0.38);
    assert!(gain(&half, &coded, "drying") > -0.06);
    assert!(gain(&year, &earned, "drying") > -0.02);
    assert!(gain(&three, &earned, "drying") < -0.15);
    assert!(queue(&year, "drying", "code") < 0.5 * queue(&year, "today", "code"));
    // In the last year what was coded is down to what product can scope, and what is earned is not.
    let two = after("104");
    let last = |measure: &dyn Fn(&Outcome, &str) -> f64, name: &str| {
        3.0 * measure(&three, name) - 2.0 * measure(&two, name)
    };
    let last_earned = |name: &str| earned(&three, name) - earned(&two, name);
    let engineering = more(last(&coded, "assisted"), last(&coded, "today"));
    let finance = more(last_earned("assisted"), last_earned("today"));
    assert!(finance > engineering + 0.015, "{finance} {engineering}");
}

#[test]
fn nearly_three_times_the_code_is_a_quarter_more_releases() {
    let of = outcome("commits-to-releases");
    let gain = |of: &Outcome, name: &str| more(rate(of, name), rate(of, "today"));
    // The share of the time that is code, and how much faster it gets.
    let amdahl = |share: f64, pace: f64| 1.0 / (1.0 - share + share / pace) - 1.0;
    for (name, pace, told) in [
        ("autocomplete", 1.4, 0.105),
        ("interactive", 2.4, 0.237),
        ("autonomous", 2.8, 0.266),
        ("free", 1000.0, 0.48),
    ] {
        let found = gain(&of, name);
        assert!((found - told).abs() < 0.02, "{name} {found}");
        assert!((found - amdahl(0.32, pace)).abs() < 0.02, "{name} {found}");
    }
    let alone = gain(&of, "alone");
    assert!((alone - 0.09).abs() < 0.03, "{alone}");
    let edits = ["code.touch.mean=1.1wd", "finish.touch.mean=6.9wd"];
    let document = Document::open("commits-to-releases", &edits.map(str::to_owned)).unwrap();
    let little = run_document(&document, super::FEW / 2, 1984, 2);
    assert!((gain(&little, "autonomous") - 0.08).abs() < 0.02);
}
