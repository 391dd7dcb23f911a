//! Visits that are decided without people.

use super::{always, happens, scenario, shows};
use crate::support::{cause, mean, run_once};

const EVENTS: [&str; 7] = [
    "arrives",
    "automatic",
    "admitted",
    "starts",
    "completes",
    "leaves",
    "caught",
];

#[test]
fn what_is_automatic_passes_gate_queue_and_people() {
    // One person with four hours for each, and a gate that sits at 5 h for the first time.
    let text = always(
        "work.plain = { demand = { items = ['0h', '0h'] }, route = ['legal'] }\n\
         work.ruled = { demand = { items = ['0h', '6h'] }, route = ['legal'] }\n\
         station.legal = { staff = 1, touch = '4h', pace = 2, \
                           gate = { every = '10h', first = '5h' }, \
                           auto = { share = 1.0, touch = '2h', only = ['ruled'] } }",
    );
    happens(
        &text,
        &EVENTS,
        &[
            "0 arrives plain 0 legal",
            "0 arrives plain 1 legal",
            "0 arrives ruled 0 legal",
            "0 automatic ruled 0 legal",
            "0 starts ruled 0 legal after 0",
            "0 completes ruled 0 legal",
            // The pace of people does not divide it.
            "2 leaves ruled 0 legal",
            "5 admitted plain 0 legal",
            "5 admitted plain 1 legal",
            "5 starts plain 0 legal after 5",
            "6 arrives ruled 1 legal",
            "6 automatic ruled 1 legal",
            "6 starts ruled 1 legal after 0",
            "6 completes ruled 1 legal",
            "7 completes plain 0 legal",
            "7 leaves plain 0 legal",
            "7 starts plain 1 legal after 7",
            "8 leaves ruled 1 legal",
            "9 completes plain 1 legal",
            "9 leaves plain 1 legal",
        ],
    );
    let found = run_once(&text);
    assert_eq!(mean(&found.stations["legal"].automatic), 0.5);
    // No hands are on it, and people are busy with the others alone.
    assert_eq!(cause(&found.work["ruled"].time, "external"), 2.0);
    assert_eq!(cause(&found.work["ruled"].time, "touch"), 0.0);
    assert_eq!(mean(&found.stations["legal"].utilisation), 4.0 / 400.0);
}

#[test]
fn what_is_automatic_needs_no_calendar_and_no_room() {
    // [S9] The room is full and everybody off; time 0 is midnight.
    let text = scenario(
        "horizon = '400h'",
        "work.plain = { demand = { items = ['0h', '0h'], calendar = 'always' }, route = ['a', 'legal'] }\n\
         work.ruled = { demand = { items = ['1h'], calendar = 'always' }, route = ['a', 'legal'] }\n\
         station.a = { staff = 'unlimited', calendar = 'always' }\n\
         station.legal = { staff = 1, touch = '4h', waiting_room = 1, \
                           auto = { share = 1.0, touch = '30min', only = ['ruled'] } }",
    );
    shows(
        &text,
        &["blocked", "delivered"],
        &[
            "0 blocked plain 1 a",
            "1.5 delivered ruled 0 after 0",
            "13 delivered plain 0 after 9",
            "17 delivered plain 1 after 13",
        ]
        .map(|line| line.split(" after").next().unwrap()),
    );
}

#[test]
fn what_is_automatic_has_size_effort_delay_and_rework() {
    let text = always(
        "work.job = { demand = { items = ['0h'] }, size = 3, route = ['a', 'b'] }\n\
         station.a = { staff = 1, touch = '1h' }\n\
         station.b = { staff = 1, touch = '9h', delay = '1h', auto = { share = 1.0, touch = '2h' }, \
                       rework = { chance = 1.0, to = 'a', effort = 0.5, max = 1 } }",
    );
    shows(
        &text,
        &["completes", "sent back", "leaves"],
        &[
            "3 completes job 0 a",
            "3 leaves job 0 a",
            "3 completes job 0 b",
            "10 sent back job 0 b",
            "11.5 completes job 0 a",
            "11.5 leaves job 0 a",
            "11.5 completes job 0 b",
            "15.5 leaves job 0 b",
        ],
    );
}

#[test]
fn a_policy_finds_flaws_with_its_own_chance() {
    // What people would find the policy for fixes does not, and the other way round.
    let text = |people: f64, policy: f64| {
        always(&format!(
            "work.fix = {{ demand = {{ items = ['0h'] }}, route = ['a', 'b'] }}\n\
             work.job = {{ demand = {{ items = ['0h'] }}, route = ['a', 'b'] }}\n\
             station.a = {{ staff = 2, touch = '1h', flaws = 1.0 }}\n\
             station.b = {{ staff = 2, touch = '1h', catches = {{ chance = {people}, to = 'a' }}, \
                            auto = {{ share = 1.0, catches = {policy}, only = ['fix'] }} }}\n\
             change.careful = {{ at = '1.5h', set = {{ 'a.flaws' = 0 }} }}\n\
             variant.one.changes = ['careful']"
        ))
    };
    shows(&text(0.999, 0.0), &["caught"], &["2 caught job 0 b"]);
    shows(&text(0.0, 0.999), &["caught"], &["1 caught fix 0 b"]);
    shows(&text(0.999, 0.0), &["escaped"], &["1 escaped fix 0"]);
}

#[test]
fn shares_of_a_list_add_up() {
    let text = always(
        "work.job = { demand = { every = '1h' }, route = ['a'] }\n\
         station.a = { staff = 'unlimited', touch = '1h', \
                       auto = [{ share = 0.5, touch = '2h' }, { share = 0.5, touch = '3h' }] }",
    );
    let found = run_once(&text);
    assert_eq!(mean(&found.stations["a"].automatic), 1.0);
    let flow = mean(&found.flow_time.mean);
    assert!((2.3..2.7).contains(&flow), "{flow}");
}
