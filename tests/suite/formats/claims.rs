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

#[test]
fn a_pass_through_is_said_in_words() {
    let said = |share: f64, change: f64, local: f64| {
        let mut given = compared();
        given.comparisons[0].local = Some(local);
        given.comparisons[0].pass_through = estimate(share, 0.001, "");
        given.comparisons[0].throughput.relative = estimate(change, 0.01, "");
        one_line(&text(&given, &PIPED))
    };
    for (share, change, local, words) in [
        (
            0.163,
            0.05,
            0.3,
            "0.16, so 16% of the local gain reached delivery.",
        ),
        (
            0.163,
            -0.05,
            -0.3,
            "0.16, so 16% of the local loss reached delivery.",
        ),
        (
            0.002,
            0.05,
            0.3,
            "0.00, so none of the local gain reached delivery.",
        ),
        (-0.2, -0.06, 0.3, "-0.20, so delivery moved the other way."),
        (
            0.02,
            0.006,
            0.3,
            "0.02, so perhaps none of the local gain reached delivery.",
        ),
    ] {
        let page = said(share, change, local);
        assert!(page.contains(&format!("pass-through {words}")), "{page}");
    }
}

#[test]
fn one_item_a_week_is_not_several() {
    let mut alone = outcome(vec![variant("today", "Today", false)], Vec::new());
    alone.variants[0].throughput = estimate(1.0, 0.0, "items/week");
    let page = one_line(&text(&alone, &PIPED));
    assert!(page.contains("WIP-limited at 1 feature a week;"), "{page}");
}

#[test]
fn a_gate_whose_slots_are_always_taken_is_named() {
    let mut given = compared();
    for variant in &mut given.variants {
        variant.regime = Regime::Saturated;
        for work in variant.work.values_mut() {
            work.regime = Regime::Saturated;
        }
    }
    let full = |variant: &mut VariantOutcome| {
        variant.stations.get_mut("legal").unwrap().full_gate = Some(3.0);
    };
    full(&mut given.variants[1]);
    let page = one_line(&text(&given, &PIPED));
    let said =
        "the slots of the gate at Legal were practically always taken: it can admit 3 a week.";
    assert!(page.contains(&format!("In assisted, {said}")), "{page}");
    assert!(page.contains("busy station") && page.contains("full gate"));
    full(&mut given.variants[0]);
    let page = one_line(&text(&given, &PIPED));
    assert!(
        page.contains(&said.replace("the slots", "The slots")),
        "{page}"
    );
    assert!(!page.contains("busy station"));
}

#[test]
fn long_names_are_broken_where_they_have_parts_and_no_number_is() {
    let mut given = compared();
    let [before, after] = ["today_as_it_really_is", "coding_thirty_percent_faster"];
    given.variants[0].name = before.to_owned();
    given.variants[1].name = after.to_owned();
    given.comparisons[0].baseline = before.to_owned();
    given.comparisons[0].variant = after.to_owned();
    for variant in &mut given.variants {
        let titles = [
            ("legal", "Legal and data protection review of all contracts"),
            ("code", "Internationalplattformentwicklung"),
        ];
        for (name, title) in titles {
            variant.stations.get_mut(name).unwrap().title = title.to_owned();
        }
        let incident = variant.work.get_mut("incident").unwrap();
        incident.title = "incident_in_production_or_support".to_owned();
    }
    let page = text(&given, &PIPED);
    assert!(
        page.lines().all(|line| line.chars().count() <= 80),
        "{page}"
    );
    super::golden("long-names.txt", &page);
}
