//! What a report claims, and what it must not claim.

use std::collections::BTreeMap;

use throughline::experiment::{Regime, StopReason, VariantOutcome};
use throughline::report::text;

use super::{PIPED, compared, demand_limited, estimate, outcome, variant};

#[test]
fn a_difference_of_what_cannot_move_comes_from_the_edges_or_from_the_demand() {
    let mut given = demand_limited();
    given.comparisons[0].throughput.relative = estimate(0.01, 0.002, "");
    let page = one_line(&text(&given, &PIPED));
    assert!(page.contains("comes from the edges of the window"));
    assert!(!page.contains("cannot move"));
    assert!(!page.contains("Money a year"));
    given.comparisons[0].same_demand = false;
    let page = one_line(&text(&given, &PIPED));
    assert!(page.contains("the demand is not the same"));
    assert!(!page.contains("edges"));
}

fn one_line(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_slower_station_is_called_slower() {
    let mut given = compared();
    given.comparisons[0].local = Some(-0.2);
    let page = one_line(&text(&given, &PIPED));
    assert!(page.contains("Coding made slower (-20%) moved delivery"));
    assert!(page.contains("Items wait longer in front of Legal (+3.25 d per feature)"));
}

#[test]
fn what_works_all_the_time_is_named_per_variant() {
    let mut given = compared();
    for variant in &mut given.variants {
        variant.regime = Regime::Saturated;
    }
    let busy = |variant: &mut VariantOutcome, name: &str| {
        let station = variant.stations.get_mut(name).unwrap();
        station.utilisation = estimate(0.99, 0.001, "");
    };
    busy(&mut given.variants[0], "code");
    busy(&mut given.variants[1], "legal");
    busy(&mut given.variants[1], "review");
    let page = one_line(&text(&given, &PIPED));
    assert!(page.contains("today: Coding; assisted: Review and Legal"));
    let alone = outcome(vec![given.variants.swap_remove(0)], Vec::new());
    let page = one_line(&text(&alone, &PIPED));
    assert!(page.contains("Coding works all the time."));
}

#[test]
fn a_change_inside_the_window_is_a_transition() {
    let mut given = compared();
    given.variants[1].changes = vec![("Assistants".to_owned(), "12 weeks into it".to_owned())];
    let page = one_line(&text(&given, &PIPED));
    assert!(page.contains("not a steady state (Assistants, 12 weeks into it)"));
}

#[test]
fn nothing_is_claimed_from_one_trial() {
    let mut given = compared();
    given.partial = true;
    for variant in &mut given.variants {
        variant.trials = 1;
        variant.stopped = StopReason::Interrupted;
    }
    let page = one_line(&text(&given, &PIPED));
    assert!(page.contains("today: stopped after 1 trial: too few for an interval"));
    for claim in [
        "nothing was delivered",
        "What limits",
        "Settled",
        "moved delivery",
        "Headline",
        "Stations",
    ] {
        assert!(!page.contains(claim), "{claim}");
    }
}

#[test]
fn a_kind_with_a_short_name_is_an_item_and_nothing_steers_the_terminal() {
    let mut alone = outcome(vec![variant("today", "To\u{1b}[31mday", false)], Vec::new());
    let work = &mut alone.variants[0].work;
    let kind = work.remove("feature").unwrap();
    *work = BTreeMap::from([("k".to_owned(), kind)]);
    let page = text(&alone, &PIPED);
    assert!(page.contains("items a week; an item takes"));
    assert!(!page.contains("Kinds of work"));
    assert!(!page.contains('\u{1b}'));
}
