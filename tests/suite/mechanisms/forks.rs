//! Forks and joins: steps side by side, send-backs out of them, and their ledger.

use super::{always, shows, timeline};
use crate::support::{cause, mean, run_once};

/// One item on a route.
pub(super) fn desks(route: &str, stations: &str) -> String {
    always(&format!(
        "work.job = {{ demand = {{ items = ['0h'] }}, route = {route} }}\n{stations}"
    ))
}

/// Stations with one person each.
pub(super) fn staffed(hours: &[(&str, &str)]) -> String {
    let line =
        |(name, touch): &(&str, &str)| format!("[station.{name}]\nstaff = 1\ntouch = '{touch}'\n");
    hours.iter().map(line).collect()
}

#[test]
fn r1_lists_alternate_between_in_order_and_side_by_side() {
    let text = desks(
        "['code', [['collateral', 'training'], 'pricing'], 'launch']",
        &staffed(&[
            ("code", "1h"),
            ("collateral", "2h"),
            ("training", "3h"),
            ("pricing", "4h"),
            ("launch", "1h"),
        ]),
    );
    shows(
        &text,
        &["forks", "starts", "joins", "delivered"],
        &[
            "0 starts job 0 code after 0",
            "1 forks job 0",
            "1 starts job 0 collateral after 0",
            "1 starts job 0 pricing after 0",
            "3 starts job 0 training after 0",
            "6 joins job 0 training",
            "6 joins job 0 pricing",
            "6 starts job 0 launch after 0",
            "7 delivered job 0",
        ],
    );
}

#[test]
fn r1_forks_may_stand_in_branches_and_routes_may_begin_and_end_with_one() {
    let text = desks(
        "[[[['a', 'b'], 'c'], 'd'], ['e', ['f', ['g', 'h']]]]",
        &staffed(&[
            ("a", "2h"),
            ("b", "3h"),
            ("c", "1h"),
            ("d", "1h"),
            ("e", "1h"),
            ("f", "2h"),
            ("g", "4h"),
            ("h", "3h"),
        ]),
    );
    shows(
        &text,
        &["forks", "completes", "joins", "delivered", "out"],
        &[
            "0 forks job 0",
            "0 forks job 0",
            "1 completes job 0 d",
            "2 completes job 0 a",
            "3 completes job 0 b",
            "3 joins job 0 a",
            "3 joins job 0 b",
            "4 completes job 0 c",
            "4 joins job 0 c",
            "4 joins job 0 d",
            "4 forks job 0",
            "5 completes job 0 e",
            "6 completes job 0 f",
            "6 forks job 0",
            "9 completes job 0 h",
            "10 completes job 0 g",
            "10 joins job 0 g",
            "10 joins job 0 h",
            "10 joins job 0 e",
            "10 joins job 0 g",
            "10 delivered job 0",
            "10 out job 0",
        ],
    );
    let found = run_once(&text);
    assert_eq!(mean(&found.flow_time.mean), 10.0);
    assert_eq!(cause(&found.time, "touch"), 10.0);
    // d, a, then e and h.
    assert_eq!(
        cause(&found.beside, "parallel_touch"),
        1.0 + 2.0 + 1.0 + 3.0
    );
    assert_eq!(mean(&found.wip), 10.0 / 400.0, "an item is one item");
}

#[test]
fn r2_a_branch_that_is_not_taken_is_over_at_once() {
    let text = desks(
        "['a', [{ station = 'b', chance = 0 }, 'c'], [{ station = 'b', chance = 0 }, { station = 'c', chance = 0 }], 'd']",
        &staffed(&[("a", "1h"), ("b", "9h"), ("c", "2h"), ("d", "1h")]),
    );
    shows(
        &text,
        &["arrives", "delivered"],
        &[
            "0 arrives job 0 a",
            "1 arrives job 0 c",
            "3 arrives job 0 d",
            "4 delivered job 0",
        ],
    );
    let found = run_once(&text);
    assert_eq!(cause(&found.time, "touch"), 4.0);
}

#[test]
fn r2_a_change_reaches_a_chance_inside_a_branch() {
    let text = always(
        "work.job = { demand = { items = ['0h', '6h'] }, \
                      route = ['a', ['b', ['d', { station = 'c', chance = 0 }]]] }\n\
         station.a = { staff = 1, touch = '1h' }\nstation.b = { staff = 1, touch = '1h' }\n\
         station.c = { staff = 1, touch = '1h' }\nstation.d = { staff = 1, touch = '1h' }\n\
         change.more = { at = '5h', set = { 'work.job.route.c.chance' = 1.0 } }\n\
         variant.one.changes = ['more']",
    );
    let all = timeline(&text, &["completes"]);
    let at_c: Vec<&String> = all.iter().filter(|line| line.ends_with(" c")).collect();
    assert_eq!(at_c, ["9 completes job 1 c"]);
}

#[test]
fn r3_a_send_back_within_a_branch_concerns_the_branch_alone() {
    let text = desks(
        "[['a', 'b'], 'c']",
        "[station.a]\nstaff = 1\ntouch = '2h'\nrework = { chance = 1.0, to = 'a', effort = 0.5, max = 2 }\n\
         [station.b]\nstaff = 1\ntouch = '1h'\n[station.c]\nstaff = 1\ntouch = '1h'",
    );
    shows(
        &text,
        &["completes", "sent back", "joins", "delivered"],
        &[
            "1 completes job 0 b",
            "2 completes job 0 a",
            "2 sent back job 0 a",
            "3 completes job 0 a",
            "3 sent back job 0 a",
            "4 completes job 0 a",
            "4 joins job 0 a",
            "4 joins job 0 b",
            "5 completes job 0 c",
            "5 delivered job 0",
        ],
    );
}

#[test]
fn r3_a_send_back_to_before_the_fork_waits_for_all_and_goes_to_the_earliest() {
    // b asks for code at 3 h, c for plan at 4 h, and d is done at 7 h. The second time all pass, at
    // the effort with which c has sent it back; c itself has not been past its desk e before.
    let text = desks(
        "['plan', 'code', ['b', ['c', 'e'], 'd'], 'launch']",
        "[station.plan]\nstaff = 1\ntouch = '1h'\n\
         [station.code]\nstaff = 1\ntouch = '1h'\n\
         [station.b]\nstaff = 1\ntouch = '1h'\nrework = { chance = 1.0, to = 'code', max = 1 }\n\
         [station.c]\nstaff = 1\ntouch = '2h'\n\
         rework = { chance = 1.0, to = 'plan', effort = 0.5, max = 1 }\n\
         [station.d]\nstaff = 1\ntouch = '5h'\n\
         [station.e]\nstaff = 1\ntouch = '3h'\n\
         [station.launch]\nstaff = 1\ntouch = '1h'",
    );
    shows(
        &text,
        &["completes", "sent back", "joins", "delivered"],
        &[
            "1 completes job 0 plan",
            "2 completes job 0 code",
            "3 completes job 0 b",
            "3 sent back job 0 b",
            "4 completes job 0 c",
            "4 sent back job 0 c",
            "7 completes job 0 d",
            "7 joins job 0 b",
            "7 joins job 0 c",
            "7 joins job 0 d",
            "7.5 completes job 0 plan",
            "8 completes job 0 code",
            "8.5 completes job 0 b",
            "9 completes job 0 c",
            "10.5 completes job 0 d",
            "12 completes job 0 e",
            "12 joins job 0 b",
            "12 joins job 0 e",
            "12 joins job 0 d",
            "13 completes job 0 launch",
            "13 delivered job 0",
        ],
    );
    let found = run_once(&text);
    // First by way of d, then by way of c and e; the others: b and c, then b and d.
    assert_eq!(cause(&found.time, "touch"), 13.0);
    assert_eq!(cause(&found.beside, "parallel_touch"), 3.0 + 0.5 + 2.5);
    // b waited for 4 h and for 3.5 h, c for 3 h, d for 1.5 h; two visits each, one of e.
    let join = |station: &str| cause(&found.stations[station].beside, "join");
    assert_eq!(["b", "c", "d", "e"].map(join), [3.75, 1.5, 0.75, 0.0]);
}

#[test]
fn r3_a_send_back_out_of_a_fork_in_a_branch_waits_for_the_outer_fork_too() {
    let text = desks(
        "['code', [['a', ['b', 'c']], 'd']]",
        "[station.code]\nstaff = 1\ntouch = '1h'\n[station.a]\nstaff = 1\ntouch = '1h'\n\
         [station.b]\nstaff = 1\ntouch = '1h'\nrework = { chance = 1.0, to = 'a', max = 1 }\n\
         [station.c]\nstaff = 1\ntouch = '2h'\nrework = { chance = 1.0, to = 'code', max = 1 }\n\
         [station.d]\nstaff = 1\ntouch = '6h'",
    );
    shows(
        &text,
        &["completes", "delivered"],
        &[
            "1 completes job 0 code",
            "2 completes job 0 a",
            "3 completes job 0 b",
            "4 completes job 0 c",
            "7 completes job 0 d",
            "8 completes job 0 code",
            "9 completes job 0 a",
            "10 completes job 0 b",
            "11 completes job 0 c",
            "14 completes job 0 d",
            "14 delivered job 0",
        ],
    );
}

#[test]
fn r6_from_behind_a_fork_one_branch_is_walked_again_alone() {
    let text = desks(
        "['a', [['b', 'c'], 'd'], 'e']",
        "[station.a]\nstaff = 1\ntouch = '1h'\n[station.b]\nstaff = 1\ntouch = '1h'\n\
         [station.c]\nstaff = 1\ntouch = '1h'\n[station.d]\nstaff = 1\ntouch = '4h'\n\
         [station.e]\nstaff = 1\ntouch = '1h'\nrework = { chance = 1.0, to = 'c', max = 1 }",
    );
    shows(
        &text,
        &["completes", "delivered"],
        &[
            "1 completes job 0 a",
            "2 completes job 0 b",
            "3 completes job 0 c",
            "5 completes job 0 d",
            "6 completes job 0 e",
            "7 completes job 0 c",
            "8 completes job 0 e",
            "8 delivered job 0",
        ],
    );
}

#[test]
fn r5_the_ledger_is_that_of_the_branch_that_completes_the_join() {
    // b is held up by another item and then for a day; a and its gate are done before.
    let text = always(
        "work.job = { demand = { items = ['1h'] }, route = ['z', ['a', 'b'], 'z'] }\n\
         work.other = { demand = { items = ['0h'] }, route = ['b'], counts = false }\n\
         [station.z]\nstaff = 1\ntouch = '1h'\n\
         [station.a]\nstaff = 1\ntouch = '3h'\ngate = { every = '5h', first = '0h' }\n\
         [station.b]\nstaff = 1\ntouch = '4h'\ndelay = '24h'",
    );
    let found = run_once(&text);
    // Released at 1 h, forks at 2 h; a is done at 8 h, b begins at 4 h and is done at 32 h.
    let time = |name: &str| cause(&found.time, name);
    assert_eq!(mean(&found.flow_time.mean), 32.0);
    assert_eq!((time("touch"), time("contention")), (6.0, 2.0));
    assert_eq!((time("external"), time("cadence")), (24.0, 0.0));
    assert_eq!(mean(&found.work["job"].wait), 2.0);
    assert_eq!(cause(&found.beside, "parallel_touch"), 3.0);
    assert_eq!(cause(&found.work["job"].beside, "parallel_touch"), 3.0);
    assert!(found.work["other"].beside.is_empty());
    assert_eq!(cause(&found.stations["a"].beside, "join"), 24.0);
    assert_eq!(cause(&found.stations["a"].time, "cadence"), 3.0);
    assert!(found.stations["z"].beside.is_empty());
}

#[test]
fn s2_branches_of_an_item_go_in_the_order_of_the_route() {
    // Three branches come to one desk at one instant, two of them after a station without effort.
    let text = always(
        "work.job = { demand = { items = ['0h', '0h'] }, \
                      route = [['desk', ['pass', 'desk'], ['desk', 'late']]] }\n\
         [station.pass]\nstaff = 'unlimited'\n[station.late]\nstaff = 1\ntouch = '10h'\n\
         [station.desk]\nstaff = 1\ntouch = '1h'",
    );
    shows(
        &text,
        &["completes", "delivered"],
        &[
            "0 completes job 0 pass",
            "0 completes job 1 pass",
            "1 completes job 0 desk",
            "2 completes job 0 desk",
            "3 completes job 0 desk",
            "4 completes job 1 desk",
            "5 completes job 1 desk",
            "6 completes job 1 desk",
            "13 completes job 0 late",
            "13 delivered job 0",
            "23 completes job 1 late",
            "23 delivered job 1",
        ],
    );
}

#[test]
fn who_waits_in_a_branch_when_the_run_begins_has_the_others_behind_it() {
    let text = always(
        "work.job = { demand = { items = ['2h'], initial = { legal = 1 } }, \
                      route = [['legal', 'security'], 'launch'] }\n\
         [station.legal]\nstaff = 1\ntouch = '1h'\n[station.security]\nstaff = 1\ntouch = '5h'\n\
         [station.launch]\nstaff = 1\ntouch = '1h'",
    );
    shows(
        &text,
        &["starts", "delivered"],
        &[
            "0 starts job 0 legal after 0",
            "1 starts job 0 launch after 0",
            "2 delivered job 0",
            "2 starts job 1 legal after 0",
            "2 starts job 1 security after 0",
            "7 starts job 1 launch after 0",
            "8 delivered job 1",
        ],
    );
}

#[test]
fn a_limit_counts_items_not_branches() {
    // [T4] Two items of three branches each fill a limit of two.
    let text = always(
        "intake.wip_limit = 2\n\
         work.job = { demand = { items = ['0h', '0h', '0h'] }, route = [['a', 'b', 'c']] }\n\
         station.a = { delay = '3h' }\nstation.b = { delay = '4h' }\nstation.c = { delay = '5h' }",
    );
    shows(
        &text,
        &["released", "delivered"],
        &[
            "0 released job 0",
            "0 released job 1",
            "5 delivered job 0",
            "5 delivered job 1",
            "5 released job 2",
            "10 delivered job 2",
        ],
    );
    let found = run_once(&text);
    assert_eq!(mean(&found.wip), (2.0 * 5.0 + 5.0) / 400.0);
    assert_eq!(mean(&found.stations["a"].present), 9.0 / 400.0);
}
