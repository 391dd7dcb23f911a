//! Hurry: while many wait, work starts at another pace, and less is caught.

use super::{always, shows};

const ENDS: &[&str] = &["starts", "completes"];

fn desk(items: &str, station: &str) -> String {
    always(&format!(
        "work.job = {{ demand = {{ items = [{items}] }}, route = ['desk'] }}\n\
         station.desk = {{ {station} }}"
    ))
}

const FOUR: &str = "'0h', '0h', '0h', '0h'";

#[test]
fn people_hurry_while_more_than_so_many_others_wait() {
    // Behind job 0 wait three, behind job 1 two; behind job 2 only one.
    let text = desk(
        FOUR,
        "staff = 1, touch = '4h', hurry = { queue = 1, pace = 'x2' }",
    );
    shows(
        &text,
        ENDS,
        &[
            "0 starts job 0 desk after 0",
            "2 completes job 0 desk",
            "2 starts job 1 desk after 2",
            "4 completes job 1 desk",
            "4 starts job 2 desk after 4",
            "8 completes job 2 desk",
            "8 starts job 3 desk after 8",
            "12 completes job 3 desk",
        ],
    );
}

#[test]
fn people_hurry_by_what_waits_per_person() {
    // Two people: three wait behind job 0, more than two; but two behind job 1 are not.
    let text = desk(
        "'0h', '0h', '0h', '0h'",
        "staff = 2, touch = '4h', hurry = { queue = 1, pace = 'x2' }",
    );
    shows(
        &text,
        ENDS,
        &[
            "0 starts job 0 desk after 0",
            "0 starts job 1 desk after 0",
            "2 completes job 0 desk",
            "2 starts job 2 desk after 2",
            "4 completes job 1 desk",
            "4 starts job 3 desk after 4",
            "6 completes job 2 desk",
            "8 completes job 3 desk",
        ],
    );
}

#[test]
fn a_visit_goes_on_as_it_began() {
    // Job 0 began without a queue; job 1 keeps its hurry when hurry is over, and through a change of
    // pace: from 5 h on 3 h are left at twice and then at four times the pace.
    let text = desk(
        "'0h', '1h', '1h'",
        "staff = 1, touch = '4h', hurry = { queue = 0, pace = 'x2' }",
    ) + "change.all = { at = '5h', set = { 'desk.pace' = 2, 'desk.hurry.pace' = 8 } }\n\
         variant.one.changes = ['all']\n";
    shows(
        &text,
        ENDS,
        &[
            "0 starts job 0 desk after 0",
            "4 completes job 0 desk",
            "4 starts job 1 desk after 3",
            "5.5 completes job 1 desk",
            "5.5 starts job 2 desk after 4.5",
            "7.5 completes job 2 desk",
        ],
    );
}

#[test]
fn hurry_may_change_during_a_run() {
    let text = desk(
        FOUR,
        "staff = 1, touch = '4h', hurry = { queue = 9, pace = 'x2' }",
    ) + "change.all = { at = '3h', set = { 'desk.hurry.queue' = 0, 'desk.hurry.pace' = 4 } }\n\
         variant.one.changes = ['all']\n";
    // Job 3 has nobody behind it.
    shows(
        &text,
        &["completes"],
        &[
            "4 completes job 0 desk",
            "5 completes job 1 desk",
            "6 completes job 2 desk",
            "10 completes job 3 desk",
        ],
    );
}

#[test]
fn changing_over_takes_its_time() {
    // The first setup falls away; those of jobs 1 and 2 take an hour, the hurried touch half.
    let text = always(
        "work.a = { demand = { items = ['0h', '0h'] }, route = ['desk'] }\n\
         work.b = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '2h', setup = '1h', order = 'lifo', \
                          hurry = { queue = 0, pace = 'x2' } }",
    );
    // Last come is by name here: a 0, a 1, b 0.
    shows(
        &text,
        ENDS,
        &[
            "0 starts a 0 desk after 0",
            "1 completes a 0 desk",
            "1 starts a 1 desk after 1",
            "2 completes a 1 desk",
            "3 starts b 0 desk after 3",
            "5 completes b 0 desk",
        ],
    );
}

#[test]
fn who_hurries_sends_back_less() {
    // Every review sends back once, but not in a hurry: job 0 is let through, as job 1 waits.
    let text = always(
        "work.job = { demand = { items = ['0h', '0h'] }, route = ['code', 'review'] }\n\
         station.code = { staff = 2, touch = '1h' }\n\
         station.review = { staff = 1, touch = '2h', hurry = { queue = 0, catches = 0 }, \
                            rework = { chance = 1, to = 'code', max = 1 } }",
    );
    shows(
        &text,
        &["completes", "delivered"],
        &[
            "1 completes job 0 code",
            "1 completes job 1 code",
            "3 completes job 0 review",
            "3 delivered job 0",
            "5 completes job 1 review",
            "6 completes job 1 code",
            "8 completes job 1 review",
            "8 delivered job 1",
        ],
    );
}

#[test]
fn work_that_starts_over_is_no_catch() {
    // A merge that fails is done again, in a hurry too.
    let text = desk(
        "'0h', '0h'",
        "staff = 1, touch = '2h', hurry = { queue = 0, catches = 0 }, \
         rework = { chance = 1, to = 'desk', max = 1 }",
    );
    shows(
        &text,
        &["completes"],
        &[
            "2 completes job 0 desk",
            "4 completes job 1 desk",
            "6 completes job 0 desk",
            "8 completes job 1 desk",
        ],
    );
}
