//! Flaws: what visits leave behind and find [S13].

use super::{always, shows, timeline};
use crate::support::{mean, run, run_once};

const EVENTS: [&str; 5] = ["flawed", "caught", "completes", "sent back", "escaped"];

#[test]
fn s13_what_is_found_is_gone_and_goes_back_to_who_made_the_earliest() {
    // Only the first visit to a and to b leaves a flaw.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['a', 'b', 'c', 'd'] }\n\
         station.a = { staff = 1, touch = '4h', flaws = 1.0 }\n\
         station.b = { staff = 1, touch = '2h', flaws = 1.0 }\n\
         station.c = { staff = 1, touch = '1h', catches = 0.999 }\n\
         station.d = { staff = 1, touch = '1h' }\n\
         change.careful = { at = '6.5h', set = { 'a.flaws' = 0, 'b.flaws' = 0 } }\n\
         variant.one.changes = ['careful']",
    );
    shows(
        &text,
        &EVENTS,
        &[
            "4 completes job 0 a",
            "4 flawed job 0 a",
            "6 completes job 0 b",
            "6 flawed job 0 b",
            "7 completes job 0 c",
            "7 caught job 0 c",
            "7 caught job 0 c",
            "7 sent back job 0 c",
            "11 completes job 0 a",
            "13 completes job 0 b",
            "14 completes job 0 c",
            "15 completes job 0 d",
        ],
    );
}

#[test]
fn s13_what_is_found_goes_back_to_where_the_station_says_with_its_effort() {
    // As in rework [S5], the effort holds for every touch until the item is back.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['a', 'b', 'c', 'd'] }\n\
         station.a = { staff = 1, touch = '4h' }\n\
         station.b = { staff = 1, touch = '2h', flaws = 1.0 }\n\
         station.c = { staff = 1, touch = '1h', \
                       catches = { chance = 0.999, to = 'a', effort = 0.5 } }\n\
         station.d = { staff = 1, touch = '2h' }\n\
         change.careful = { at = '6.5h', set = { 'b.flaws' = 0 } }\n\
         variant.one.changes = ['careful']",
    );
    shows(
        &text,
        &["caught", "completes"],
        &[
            "4 completes job 0 a",
            "6 completes job 0 b",
            "7 completes job 0 c",
            "7 caught job 0 c",
            "9 completes job 0 a",
            "10 completes job 0 b",
            "10.5 completes job 0 c",
            "12.5 completes job 0 d",
        ],
    );
}

#[test]
fn s13_a_delivered_item_with_a_flaw_has_escaped() {
    // Nothing is found; the flaw of c comes after delivery.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['a', 'b', 'c'], delivered_at = 'b' }\n\
         work.tidy = { demand = { items = ['0h'] }, route = ['b'] }\n\
         station.a = { staff = 1, touch = '4h', flaws = 1.0 }\n\
         station.b = { staff = 1, touch = '2h', catches = { chance = 1.0, only = ['tidy'] } }\n\
         station.c = { staff = 1, touch = '1h', flaws = 1.0 }",
    );
    shows(
        &text,
        &EVENTS,
        &[
            "2 completes tidy 0 b",
            "4 completes job 0 a",
            "4 flawed job 0 a",
            "6 completes job 0 b",
            "6 escaped job 0",
            "7 completes job 0 c",
            "7 flawed job 0 c",
        ],
    );
    let found = run_once(&text);
    assert_eq!(mean(&found.escaped), 1.0);
    assert_eq!(mean(&found.work["job"].escaped), 1.0);
    assert!(found.work["tidy"].escaped.is_none());
    assert_eq!(mean(&found.stations["a"].flaws), 1.0);
    assert_eq!(mean(&found.stations["b"].caught), 0.0);
    assert!(found.stations["a"].caught.is_none() && found.stations["b"].flaws.is_none());
}

#[test]
fn s13_a_station_finds_its_own_flaw_and_starts_anew() {
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['a'] }\n\
         station.a = { staff = 1, touch = '4h', flaws = 1.0, catches = 0.999 }\n\
         change.careful = { at = '5h', set = { 'a.flaws' = 0 } }\n\
         variant.one.changes = ['careful']",
    );
    shows(
        &text,
        &EVENTS,
        &[
            "4 completes job 0 a",
            "4 flawed job 0 a",
            "4 caught job 0 a",
            "4 sent back job 0 a",
            "8 completes job 0 a",
        ],
    );
}

#[test]
fn s13_rework_is_decided_before_flaws_are_looked_for() {
    // The first verdict of b is rework, so the flaw is found at the second.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['a', 'b'] }\n\
         station.a = { staff = 1, touch = '4h', flaws = 1.0 }\n\
         station.b = { staff = 1, touch = '1h', catches = 0.999, \
                       rework = { chance = 1.0, to = 'b', max = 1 } }\n\
         change.careful = { at = '5h', set = { 'a.flaws' = 0 } }\n\
         variant.one.changes = ['careful']",
    );
    shows(
        &text,
        &EVENTS,
        &[
            "4 completes job 0 a",
            "4 flawed job 0 a",
            "5 completes job 0 b",
            "5 sent back job 0 b",
            "6 completes job 0 b",
            "6 caught job 0 b",
            "6 sent back job 0 b",
            "10 completes job 0 a",
            "11 completes job 0 b",
        ],
    );
}

#[test]
fn s13_a_repeated_visit_counts_again() {
    // What a leaves twice, once before and once after a rework of b, are two flaws.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['a', 'b'] }\n\
         station.a = { staff = 1, touch = '4h', flaws = 1.0 }\n\
         station.b = { staff = 1, touch = '1h', rework = { chance = 1.0, to = 'a', max = 1 } }",
    );
    shows(
        &text,
        &["flawed", "escaped"],
        &[
            "4 flawed job 0 a",
            "9 flawed job 0 a",
            "10 escaped job 0",
            "10 escaped job 0",
        ],
    );
    // An item with two flaws is one that escaped.
    assert_eq!(mean(&run_once(&text).escaped), 1.0);
}

#[test]
fn s13_a_flaw_of_a_station_ahead_is_found_on_the_way() {
    // c sends back to a; b finds the flaw of c, which is still ahead, so the item goes on.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['a', 'b', 'c'] }\n\
         station.a = { staff = 1, touch = '1h' }\n\
         station.b = { staff = 1, touch = '1h', catches = 1.0 }\n\
         station.c = { staff = 1, touch = '1h', flaws = 0.999, \
                       rework = { chance = 1.0, to = 'a', max = 1 } }",
    );
    shows(
        &text,
        &EVENTS,
        &[
            "1 completes job 0 a",
            "2 completes job 0 b",
            "3 completes job 0 c",
            "3 flawed job 0 c",
            "3 sent back job 0 c",
            "4 completes job 0 a",
            "5 completes job 0 b",
            "5 caught job 0 b",
            "6 completes job 0 c",
            "6 flawed job 0 c",
            "6 escaped job 0",
        ],
    );
}

#[test]
fn s13_branches_bring_their_flaws_together() {
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['a', ['b', 'c'], 'd'] }\n\
         station.a = { staff = 1, touch = '1h', flaws = 1.0 }\n\
         station.b = { staff = 1, touch = '1h', flaws = 1.0 }\n\
         station.c = { staff = 1, touch = '2h', flaws = 1.0 }\n\
         station.d = { staff = 1, touch = '1h' }",
    );
    let escaped = timeline(&text, &["escaped"]);
    assert_eq!(escaped, ["4 escaped job 0"; 3]);
    // What b has found is not brought back by c: only the flaw of the second visit to a is left.
    let found = text
        .replace(
            "station.b = { staff = 1, touch = '1h', flaws = 1.0 }",
            "station.b = { staff = 1, touch = '1h', catches = 0.999 }",
        )
        .replace("touch = '2h', flaws = 1.0", "touch = '2h'")
        + "change.careful = { at = '2h', set = { 'a.flaws' = 0 } }\n\
           variant.one.changes = ['careful']";
    shows(
        &found,
        &EVENTS,
        &[
            "1 completes job 0 a",
            "1 flawed job 0 a",
            "2 completes job 0 b",
            "2 caught job 0 b",
            "2 sent back job 0 b",
            "3 completes job 0 c",
            "4 completes job 0 a",
            "5 completes job 0 b",
            "6 completes job 0 c",
            "7 completes job 0 d",
        ],
    );
}

#[test]
fn s13_what_a_withdrawn_branch_made_goes_with_it() {
    let text = always(
        "work.job = { demand = { items = ['0h'] }, \
                      route = [{ quorum = 1, of = [['b', 'c'], 'd'] }, 'e'] }\n\
         station.b = { staff = 1, touch = '1h', flaws = 1.0 }\n\
         station.c = { staff = 1, touch = '9h' }\n\
         station.d = { staff = 1, touch = '2h' }\n\
         station.e = { staff = 1, touch = '1h' }",
    );
    shows(
        &text,
        &["flawed", "withdrawn", "escaped", "delivered"],
        &[
            "1 flawed job 0 b",
            "2 withdrawn job 0 c",
            "3 delivered job 0",
        ],
    );
}

#[test]
fn raising_a_chance_only_ever_adds() {
    // One visit each: with a higher chance the same items are flawed or caught, and more.
    let text = |flaws: &str, catches: &str| {
        always(&format!(
            "work.job = {{ demand = {{ every = '1h' }}, route = ['a', 'b', 'c'] }}\n\
             station.a = {{ staff = 'unlimited', flaws = {flaws} }}\n\
             station.b = {{ staff = 'unlimited', flaws = {flaws} }}\n\
             station.c = {{ staff = 'unlimited', touch = '1h', \
                            catches = {{ chance = {catches}, to = 'c' }} }}"
        ))
    };
    let first = |flaws: &str, catches: &str, event: &str| {
        let lines = timeline(&text(flaws, catches), &[event]);
        lines.into_iter().collect::<std::collections::BTreeSet<_>>()
    };
    let few = first("0.2", "0", "flawed");
    assert!(few.is_subset(&first("0.3", "0", "flawed")) && few.len() > 100);
    let few = first("0.5", "0.2", "caught");
    let more = first("0.5", "0.4", "caught");
    // What is found at once is found at once.
    assert!(few.len() > 50 && few.len() < more.len());
}

#[test]
fn what_leaves_no_flaws_has_none_that_escape() {
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['a'] }\n\
         station.a = { staff = 1, touch = '1h' }",
    );
    assert!(run(&text, 1, 1).variants[0].escaped.is_none());
}
