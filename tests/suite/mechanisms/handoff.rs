//! What it costs that work comes from other people.

use super::{always, shows, timeline};
use crate::support::{mean, run_once};

/// A route of teams with an hour each, and another hour for a handoff.
fn line(route: &str, rest: &str) -> String {
    always(&format!(
        "handoff.effort = '1h'\n\
         work.job = {{ demand = {{ items = ['0h'] }}, route = [{route}] }}\n\
         station.a = {{ staff = 1, touch = '1h' }}\n\
         station.b = {{ staff = 1, touch = '1h' }}\n{rest}"
    ))
}

#[test]
fn a_handoff_adds_its_effort_at_the_pace_of_who_takes_over() {
    // The first people were handed nothing, and b hands nothing to itself.
    let text = line("'a', 'b', 'b', 'a'", "").replace(
        "station.b = { staff = 1, touch = '1h' }",
        "station.b = { staff = 1, touch = '1h', pace = 2 }",
    );
    let completed = ["1", "2", "2.5", "4.5"];
    let stations = ["a", "b", "b", "a"];
    let lines: Vec<String> = std::iter::zip(completed, stations)
        .map(|(at, station)| format!("{at} completes job 0 {station}"))
        .collect();
    assert_eq!(timeline(&text, &["completes"]), lines);
}

#[test]
fn stations_of_a_pool_share_their_people() {
    let text = always(
        "handoff.effort = '1h'\n\
         pool.both.staff = 1\n\
         work.job = { demand = { items = ['0h'] }, route = ['a', 'b', 'c'] }\n\
         station.a = { pool = 'both', touch = '1h' }\n\
         station.b = { pool = 'both', touch = '1h' }\n\
         station.c = { staff = 'unlimited', touch = '1h' }",
    );
    shows(
        &text,
        &["completes"],
        &[
            "1 completes job 0 a",
            "2 completes job 0 b",
            // People without limit are those of their station.
            "4 completes job 0 c",
        ],
    );
}

#[test]
fn a_gate_a_delay_and_a_policy_hand_nothing_over() {
    let text = line(
        "'a', 'gate', 'delay', 'rule', 'a', 'b'",
        "station.gate = { gate = { every = '2h' } }\n\
         station.delay = { delay = '1h' }\n\
         station.rule = { staff = 1, touch = '9h', auto = { share = 1.0, touch = '1h' } }",
    );
    shows(
        &text,
        &["completes"],
        &[
            "1 completes job 0 a",
            "2 completes job 0 gate",
            "2 completes job 0 delay",
            "3 completes job 0 rule",
            "5 completes job 0 a",
            "7 completes job 0 b",
        ],
    );
}

#[test]
fn a_handoff_may_leave_a_flaw() {
    // a, b and, sent back, a again: two handoffs, two flaws.
    let text = line(
        "'a', 'b'",
        "handoff.flaws = 1.0\nstation.c = { staff = 1 }\n",
    )
    .replace(
        "station.b = { staff = 1, touch = '1h' }",
        "station.b = { staff = 1, touch = '1h', rework = { chance = 1.0, to = 'a', max = 1 } }",
    )
    .replace("station.c = { staff = 1 }\n", "")
    .replace("handoff.effort = '1h'\n", "");
    shows(
        &text,
        &["flawed", "escaped"],
        &[
            "2 flawed job 0 b",
            "3 flawed job 0 a",
            "4 flawed job 0 b",
            "4 escaped job 0",
            "4 escaped job 0",
            "4 escaped job 0",
        ],
    );
    assert_eq!(mean(&run_once(&text).stations["a"].flaws), 1.0);
}

#[test]
fn variants_and_changes_set_what_a_handoff_costs() {
    let text = line(
        "'a', 'b', 'a'",
        "change.dear = { at = '2h', set = { 'handoff.effort' = '3h' } }\n\
         variant.one = { set = { 'handoff.effort' = '2h' }, changes = ['dear'] }",
    );
    shows(
        &text,
        &["completes"],
        &[
            "1 completes job 0 a",
            // What is under way keeps its effort.
            "4 completes job 0 b",
            "8 completes job 0 a",
        ],
    );
}
