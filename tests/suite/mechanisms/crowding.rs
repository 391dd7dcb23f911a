//! Interference and coordination: what is present, and who, slows everybody down.

use super::{always, happens, scenario, shows};
use crate::support::{cause, mean, run_once};

const ENDS: &[&str] = &["starts", "completes"];

/// One kind at one desk.
fn desk(items: &str, station: &str) -> String {
    always(&format!(
        "work.job = {{ demand = {{ items = [{items}] }}, route = ['desk'] }}\n\
         station.desk = {{ {station} }}"
    ))
}

#[test]
fn interference_slows_work_down_by_each_other_item_present() {
    // Job 0 has 1 h left when job 1 comes, and needs 2 h for it at half the pace. By then job 1 has
    // done 1 h, too, and is alone.
    let text = desk("'0h', '1h'", "staff = 2, touch = '2h', interference = 0.5");
    shows(
        &text,
        ENDS,
        &[
            "0 starts job 0 desk after 0",
            "1 starts job 1 desk after 0",
            "3 completes job 0 desk",
            "4 completes job 1 desk",
        ],
    );
    // Three at a quarter of the pace: 1 h takes 4 h.
    let text = desk(
        "'0h', '0h', '0h'",
        "staff = 3, touch = '1h', interference = 0.5",
    );
    let ends = [
        "4 completes job 0 desk",
        "4 completes job 1 desk",
        "4 completes job 2 desk",
    ];
    happens(&text, &["completes"], &ends);
    let found = run_once(&text);
    assert_eq!(mean(&found.stations["desk"].effort), 4.0);
}

#[test]
fn interference_counts_what_waits() {
    let text = desk("'0h', '1h'", "staff = 1, touch = '2h', interference = 0.5");
    shows(
        &text,
        ENDS,
        &[
            "0 starts job 0 desk after 0",
            "3 completes job 0 desk",
            "3 starts job 1 desk after 2",
            "5 completes job 1 desk",
        ],
    );
}

#[test]
fn interference_counts_what_is_in_a_delay_or_at_the_gate() {
    // Job 0 is in its delay till 5 h while job 1 works at half the pace, and then at all of it.
    let text = desk(
        "'0h', '2h'",
        "staff = 2, touch = '2h', delay = '2h', interference = 0.5",
    );
    happens(
        &text,
        &["starts", "completes", "delivered"],
        &[
            "0 starts job 0 desk after 0",
            "2 completes job 0 desk",
            "2 starts job 1 desk after 0",
            "4 delivered job 0",
            // 1 h by 4 h.
            "5 completes job 1 desk",
            "7 delivered job 1",
        ],
    );
    // Job 1 is at the gate from 11 h on, and till 20 h.
    let text = desk(
        "'9h', '11h'",
        "staff = 2, touch = '2h', gate = { every = '10h' }, interference = 0.5",
    );
    happens(
        &text,
        ENDS,
        &[
            "10 starts job 0 desk after 1",
            // 1 h by 11 h, the other takes 2 h.
            "13 completes job 0 desk",
            "20 starts job 1 desk after 9",
            "22 completes job 1 desk",
        ],
    );
}

#[test]
fn interference_counts_what_is_blocked_here() {
    // Job 0 is done at 2 h and has no room at the shop till job 9 is through at 6 h.
    let text = always(
        "work.job = { demand = { items = ['0h', '2h'] }, route = ['desk', 'shop'] }\n\
         work.other = { demand = { items = ['0h'] }, route = ['shop'] }\n\
         station.desk = { staff = 2, touch = '2h', interference = 0.5 }\n\
         station.shop = { staff = 1, touch = '6h', waiting_room = 0 }",
    );
    happens(
        &text,
        &["completes"],
        &[
            "2 completes job 0 desk",
            "6 completes job 1 desk",
            "6 completes other 0 shop",
            "12 completes job 0 shop",
            "18 completes job 1 shop",
        ],
    );
}

#[test]
fn interference_knows_no_limit_of_people_and_no_shares_of_them() {
    // Without limit as with two people.
    let text = desk(
        "'0h', '1h'",
        "staff = 'unlimited', touch = '2h', interference = 0.5",
    );
    shows(
        &text,
        ENDS,
        &[
            "0 starts job 0 desk after 0",
            "1 starts job 1 desk after 0",
            "3 completes job 0 desk",
            "4 completes job 1 desk",
        ],
    );
    // Half a person each at half the pace: job 0 has its other 1 h at 5 h, job 1 then has 1 h left.
    let text = desk(
        "'0h', '1h'",
        "staff = 1, touch = '2h', order = 'processor_sharing', interference = 0.5",
    );
    shows(
        &text,
        ENDS,
        &[
            "0 starts job 0 desk after 0",
            "1 starts job 1 desk after 0",
            "5 completes job 0 desk",
            "6 completes job 1 desk",
        ],
    );
}

#[test]
fn interference_in_a_pool_counts_what_is_at_the_station() {
    // One of the pool works at each place; only at the desk another one is present.
    let text = always(
        "work.job = { demand = { items = ['0h', '0h'] }, route = ['desk'] }\n\
         work.call = { demand = { items = ['0h', '0h'] }, route = ['phone'] }\n\
         pool.all = { staff = 4 }\n\
         station.desk = { pool = 'all', touch = '1h', interference = 0.5 }\n\
         station.phone = { pool = 'all', touch = '1h' }",
    );
    let ends = [
        "1 completes call 0 phone",
        "1 completes call 1 phone",
        "2 completes job 0 desk",
        "2 completes job 1 desk",
    ];
    happens(&text, &["completes"], &ends);
}

#[test]
fn interference_ends_with_a_branch_that_is_withdrawn() {
    // The quick branch is enough: job 0 leaves the desk at 1 h, and job 1 goes on alone.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, \
                      route = [{ quorum = 1, of = ['desk', 'phone'] }, 'end'] }\n\
         work.other = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         station.desk = { staff = 2, touch = '2h', interference = 0.5 }\n\
         station.phone = { staff = 1, touch = '1h' }\n\
         station.end = { staff = 1, touch = '1h' }",
    );
    let ends = [
        "1 completes job 0 phone",
        "2 completes job 0 end",
        // Half an hour by 1 h.
        "2.5 completes other 0 desk",
    ];
    happens(&text, &["completes"], &ends);
}

#[test]
fn c1_interference_may_change_during_a_run() {
    // 1 h by 1 h, then at half the pace.
    let text = desk("'0h', '0h'", "staff = 2, touch = '2h'")
        + "change.noise = { at = '1h', set = { 'desk.interference' = 0.5 } }\n\
           variant.noisy.changes = ['noise']\n";
    let ends = ["3 completes job 0 desk", "3 completes job 1 desk"];
    happens(&text, &["completes"], &ends);
}

#[test]
fn interference_rests_at_night() {
    // From 16 h at half the pace: 0.5 h by 17 h, 0.5 h from 9 h on take an hour.
    let text = scenario(
        "calendar = 'office', horizon = '72h'",
        "work.job = { demand = { items = ['16h', '16h'] }, route = ['desk'] }\n\
         station.desk = { staff = 2, touch = '1h', interference = 0.5 }",
    );
    let ends = ["34 completes job 0 desk", "34 completes job 1 desk"];
    happens(&text, &["completes"], &ends);
    let found = run_once(&text);
    assert_eq!(cause(&found.time, "touch"), 2.0);
    assert_eq!(cause(&found.time, "off_calendar"), 16.0);
}

#[test]
fn coordination_costs_each_person_a_share_for_each_colleague() {
    // Two colleagues leave half of the pace, busy or not.
    let text = desk("'0h'", "staff = 3, touch = '1h', coordination = '25%'");
    shows(
        &text,
        ENDS,
        &["0 starts job 0 desk after 0", "2 completes job 0 desk"],
    );
    let alone = desk("'0h'", "staff = 1, touch = '1h', coordination = '25%'");
    shows(&alone, &["completes"], &["1 completes job 0 desk"]);
}

#[test]
fn coordination_follows_the_number_of_people() {
    // Half an hour is done by 1 h; the other 1.5 h alone.
    let text = desk("'0h'", "staff = 3, touch = '2h', coordination = '25%'")
        + "change.less = { at = '1h', set = { 'desk.staff' = 1 } }\n\
           variant.one.changes = ['less']\n";
    shows(&text, &["completes"], &["2.5 completes job 0 desk"]);
    let text = desk("'0h'", "staff = 3, touch = '2h'")
        + "change.meet = { at = '1h', set = { 'desk.coordination' = '25%' } }\n\
           variant.one.changes = ['meet']\n";
    shows(&text, &["completes"], &["3 completes job 0 desk"]);
}

#[test]
fn coordination_counts_all_of_a_pool() {
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['desk', 'phone'] }\n\
         pool.all = { staff = 3 }\n\
         station.desk = { pool = 'all', touch = '1h', coordination = '25%' }\n\
         station.phone = { pool = 'all', touch = '1h' }",
    );
    let ends = ["2 completes job 0 desk", "3 completes job 0 phone"];
    shows(&text, &["completes"], &ends);
}

#[test]
fn a_pace_of_0_stands_still_until_it_is_none() {
    // Three who cost each other half have no time left; from 10 h on there is one.
    for order in ["fifo", "processor_sharing"] {
        let text = desk(
            "'0h'",
            &format!(
                "touch = '1h', coordination = '50%', order = '{order}', \
                 staff = {{ profile = [{{ from = '0h', n = 3 }}, {{ from = '10h', n = 1 }}] }}"
            ),
        );
        shows(&text, &["completes"], &["11 completes job 0 desk"]);
    }
    let text = desk(
        "'0h'",
        "touch = '1h', coordination = '50%', \
         staff = { profile = [{ from = '0h', n = 1 }, { from = '0.5h', n = 3 }] }",
    );
    shows(&text, &["completes"], &[]);
}
