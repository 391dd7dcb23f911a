//! Quorums: enough branches of a fork are done, and the others are withdrawn.

use super::forks::{desks, staffed};
use super::{always, shows, timeline};
use crate::support::{cause, mean, run_once};

/// Two of three are enough: `a` after 1 h, `b` after 2 h; `c` would take longer.
fn two_of_three(at: &str, loser: &str) -> String {
    always(&format!(
        "work.job = {{ demand = {{ items = ['{at}'] }}, \
                       route = [{{ quorum = 2, of = ['a', 'b', 'c'] }}, 'end'] }}\n\
         work.other = {{ demand = {{ items = ['0h', '0.5h'] }}, route = ['c'], counts = false }}\n\
         [station.a]\nstaff = 1\ntouch = '1h'\n[station.b]\nstaff = 1\ntouch = '2h'\n\
         [station.end]\nstaff = 1\ntouch = '1h'\n[station.c]\n{loser}\n"
    ))
}

#[test]
fn r4_a_loser_leaves_the_queue() {
    let text = two_of_three("0.25h", "staff = 1\ntouch = '3h'");
    shows(
        &text,
        &["starts", "withdrawn", "delivered"],
        &[
            "0 starts other 0 c after 0",
            "0.25 starts job 0 a after 0",
            "0.25 starts job 0 b after 0",
            "2.25 withdrawn job 0 c",
            "2.25 starts job 0 end after 0",
            "3 delivered other 0",
            // The job has left the queue.
            "3 starts other 1 c after 2.5",
            "3.25 delivered job 0",
            "6 delivered other 1",
        ],
    );
    let found = run_once(&text);
    // It waited for 2 h of the 400, and the other for 2.5 h.
    assert_eq!(mean(&found.stations["c"].queue), (2.0 + 2.5) / 400.0);
    assert_eq!(mean(&found.stations["c"].wait), 1.25);
    assert_eq!(cause(&found.stations["c"].beside, "discarded"), 0.0);
}

#[test]
fn r4_a_person_at_work_on_a_loser_is_free_at_once() {
    let text = two_of_three("0h", "staff = 1\ntouch = '3h'");
    shows(
        &text,
        &["starts", "withdrawn", "delivered"],
        &[
            "0 starts job 0 a after 0",
            "0 starts job 0 b after 0",
            "0 starts job 0 c after 0",
            "2 withdrawn job 0 c",
            "2 starts job 0 end after 0",
            "2 starts other 0 c after 2",
            "3 delivered job 0",
            "5 delivered other 0",
            "5 starts other 1 c after 4.5",
            "8 delivered other 1",
        ],
    );
    let found = run_once(&text);
    let c = &found.stations["c"];
    // Three visits: two of 3 h that were completed, one of 2 h that was cut short.
    assert_eq!(mean(&c.utilisation), 8.0 / 400.0);
    assert_eq!((mean(&c.effort), cause(&c.time, "touch")), (3.0, 2.0));
    assert_eq!(cause(&c.beside, "discarded"), 2.0 / 3.0);
    // a and c for 3 h in all; the way of b is the item's.
    assert_eq!(cause(&found.beside, "parallel_touch"), 3.0);
    assert_eq!(cause(&found.time, "touch"), 3.0);
}

#[test]
fn r4_all_the_touch_of_a_loser_is_discarded_that_was_laid_down() {
    let text = two_of_three(
        "0.25h",
        "staff = 2\ntouch = '1.6h'\n[change.leaves]\nat = '1h'\nset = { 'c.staff' = 1 }\n\
         [variant.short]\nchanges = ['leaves']",
    );
    shows(
        &text,
        &["laid down", "withdrawn", "delivered"],
        &[
            "1 laid down job 0 c",
            "1.6 delivered other 0",
            "2.25 withdrawn job 0 c",
            "3.25 delivered job 0",
            "3.85 delivered other 1",
        ],
    );
    let c = &run_once(&text).stations["c"];
    // Touched from 0.25 to 1 h and from 1.6 to 2.25 h.
    assert_eq!(cause(&c.beside, "discarded"), 1.4 / 3.0);
    assert_eq!((mean(&c.effort), mean(&c.utilisation)), (1.6, 4.6 / 401.0));
}

#[test]
fn r4_a_loser_leaves_a_gate() {
    let text = two_of_three(
        "0h",
        "gate = { every = '10h', first = '3h', slots = 1 }\nstaff = 'unlimited'\ntouch = '1h'",
    );
    shows(
        &text,
        &["admitted", "withdrawn", "delivered"],
        &[
            "2 withdrawn job 0 c",
            "3 delivered job 0",
            "3 admitted other 0 c",
            "4 delivered other 0",
            "13 admitted other 1 c",
            "14 delivered other 1",
        ],
    );
}

#[test]
fn r4_a_loser_leaves_a_delay_and_unlimited_people() {
    for c in ["delay = '5h'", "staff = 'unlimited'\ntouch = '5h'"] {
        shows(
            &two_of_three("0h", c),
            &["withdrawn", "delivered"],
            &[
                "2 withdrawn job 0 c",
                "3 delivered job 0",
                "5 delivered other 0",
                "5.5 delivered other 1",
            ],
        );
    }
}

#[test]
fn r4_of_branches_that_end_together_a_quorum_takes_the_first() {
    // b and c end at 2 h: b comes first by name, and c is withdrawn in the hour of its end, as are
    // the branches of a fork inside another loser.
    let text = desks(
        "[{ quorum = 1, of = ['c', 'b', ['d', ['e', 'f']]] }, 'a']",
        &staffed(&[
            ("a", "1h"),
            ("b", "2h"),
            ("c", "2h"),
            ("d", "1h"),
            ("e", "1h"),
            ("f", "3h"),
        ]),
    );
    shows(
        &text,
        &["completes", "withdrawn", "delivered"],
        &[
            "1 completes job 0 d",
            "2 completes job 0 b",
            "2 withdrawn job 0 c",
            "2 withdrawn job 0 e",
            "2 withdrawn job 0 f",
            "3 completes job 0 a",
            "3 delivered job 0",
        ],
    );
    let found = run_once(&text);
    assert_eq!(
        cause(&found.beside, "parallel_touch"),
        2.0 + 1.0 + 1.0 + 1.0
    );
}

#[test]
fn r4_who_asks_back_is_not_one_of_those_that_are_enough() {
    let fork = |quorum: u32| {
        desks(
            &format!("['code', {{ quorum = {quorum}, of = ['a', 'b', 'c'] }}]"),
            "[station.code]\nstaff = 1\ntouch = '1h'\n\
             [station.a]\nstaff = 1\ntouch = '1h'\nrework = { chance = 1.0, to = 'code', max = 1 }\n\
             [station.b]\nstaff = 1\ntouch = '2h'\n[station.c]\nstaff = 1\ntouch = '3h'",
        )
    };
    let delivered = |quorum| timeline(&fork(quorum), &["delivered"]);
    // Two others pass: the request is void.
    assert_eq!(delivered(2), ["4 delivered job 0"]);
    // All are needed: back to code at 4 h.
    assert_eq!(delivered(3), ["8 delivered job 0"]);
}
