//! Chances that grow (S6) and that are learnt away (S7).
//!
//! With by = 99.99% and so little per step that even one counts ten times, a chance is 0 or 1.

use super::{always, happens, shows};
use crate::support::{mean, run_once};

/// One kind through one desk of two people.
fn desk(items: &str, with: &str) -> String {
    always(&format!(
        "work.job = {{ demand = {{ items = [{items}] }}, route = ['desk'] }}\n\
         station.desk = {{ staff = 2, touch = '2h', rework = {{ to = 'desk', max = 1, effort = 0.5, \
                           chance_grows = {{ by = '99.99%', {with} }} }} }}"
    ))
}

#[test]
fn s6_a_chance_grows_with_others_present() {
    // Job 1 is there when job 0 is done; job 0 is still there when job 1 is.
    let text = desk("'0h', '0.5h', '9h'", "with = 'present', per = 0.1");
    shows(
        &text,
        &["completes", "delivered"],
        &[
            "2 completes job 0 desk",
            "2.5 completes job 1 desk",
            "3 completes job 0 desk",
            "3 delivered job 0",
            "3.5 completes job 1 desk",
            "3.5 delivered job 1",
            "11 completes job 2 desk",
            "11 delivered job 2",
        ],
    );
}

#[test]
fn s6_a_chance_grows_with_wip_above_a_threshold() {
    // Two are inside at 2 h, which is not above; three at 102 h and 102.5 h.
    let text = desk(
        "'0h', '1h', '100h', '100.5h', '101h'",
        "with = 'wip', per = 0.1, above = 2",
    );
    shows(
        &text,
        &["completes"],
        &[
            "2 completes job 0 desk",
            "3 completes job 1 desk",
            "102 completes job 2 desk",
            "102.5 completes job 3 desk",
            // Job 4 could begin at 102 h, and job 2 again at 102.5 h.
            "103.5 completes job 2 desk",
            "104 completes job 4 desk",
            "104.5 completes job 3 desk",
        ],
    );
}

#[test]
fn s6_a_chance_grows_with_age_since_the_item_left_where_it_would_go() {
    // Job 0 leaves code at 1 h and is merged at 3 h, job 1 at 4 h: that is 3 h old, and sent back.
    // Back from code at 5 h it is merged at 7 h, which is soon enough.
    let merge = |to: &str, above: &str| {
        always(&format!(
            "work.job = {{ demand = {{ items = ['0h', '0h'] }}, route = ['code', 'merge'] }}\n\
             station.code = {{ staff = 2, touch = '1h' }}\n\
             station.merge = {{ staff = 1, touch = '2h', rework = {{ to = '{to}', chance_grows = \
               {{ with = 'age', per = '0.1h', by = '99.99%', above = '{above}' }} }} }}"
        ))
    };
    shows(
        &merge("code", "2h"),
        &["completes"],
        &[
            "1 completes job 0 code",
            "1 completes job 1 code",
            "3 completes job 0 merge",
            "5 completes job 1 merge",
            "6 completes job 1 code",
            "8 completes job 1 merge",
        ],
    );
    // Where it has not been yet it counts from the release: 3 h and 5 h. From then on 2 h.
    shows(
        &merge("merge", "4h"),
        &["completes"],
        &[
            "1 completes job 0 code",
            "1 completes job 1 code",
            "3 completes job 0 merge",
            "5 completes job 1 merge",
            "7 completes job 1 merge",
        ],
    );
}

#[test]
fn s6_a_branch_remembers_when_its_item_left() {
    // From code at 1 h: 2 h at the desk are soon enough, 5 h on the phone are not; the item goes back
    // when both are done.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['code', ['desk', 'phone']] }\n\
         station.code = { staff = 1, touch = '1h' }\n\
         station.desk = { staff = 1, touch = '2h', rework = { to = 'code', max = 1, \
           chance_grows = { with = 'age', per = '0.1h', by = '99.99%', above = '3h' } } }\n\
         station.phone = { staff = 1, touch = '5h', rework = { to = 'code', max = 1, \
           chance_grows = { with = 'age', per = '0.1h', by = '99.99%', above = '3h' } } }",
    );
    happens(
        &text,
        &["completes"],
        &[
            "1 completes job 0 code",
            "3 completes job 0 desk",
            "6 completes job 0 phone",
            "7 completes job 0 code",
            "9 completes job 0 desk",
            "12 completes job 0 phone",
        ],
    );
}

#[test]
fn s6_a_chance_grows_with_attempts() {
    // The review sends everything back to code once; code done a second time is done a third time.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['code', 'review'] }\n\
         station.code = { staff = 1, touch = '1h', rework = { to = 'code', max = 1, \
           chance_grows = { with = 'attempts', per = 0.1, by = '99.99%' } } }\n\
         station.review = { staff = 1, touch = '2h', rework = { chance = 1, to = 'code', max = 1 } }",
    );
    shows(
        &text,
        &["completes"],
        &[
            "1 completes job 0 code",
            "3 completes job 0 review",
            "4 completes job 0 code",
            "5 completes job 0 code",
            "7 completes job 0 review",
        ],
    );
}

#[test]
fn s6_a_chance_grows_with_how_busy_people_were() {
    // At 10 h one of two was at work for 10 h of 10 h: half, which is not above. At 15 h, with 5 h
    // more for each, it was 20 h of 30 h. At 35 h 30 h of 70 h: the third comes at 25 h.
    let text = always(
        "work.job = { demand = { items = ['0h', '10h', '10h', '25h'] }, route = ['desk'] }\n\
         station.desk = { staff = 2, touch_for = { job = '10h' }, pace = 1, \
           rework = { to = 'desk', max = 1, effort = 0.1, chance_grows = \
             { with = 'utilisation', per = '1%', by = '99.99%', above = '55%' } } }",
    );
    // At 20 h: 10 + 20 of 40 h are 75%, and both are sent back. At 21 h they may not again. At 35 h
    // 42 h of 70 h are 60%.
    shows(
        &text,
        &["completes"],
        &[
            "10 completes job 0 desk",
            "20 completes job 1 desk",
            "20 completes job 2 desk",
            "21 completes job 1 desk",
            "21 completes job 2 desk",
            "35 completes job 3 desk",
            "36 completes job 3 desk",
        ],
    );
}

#[test]
fn s6_growth_may_change_during_a_run() {
    let text = desk("'0h', '0h', '8h', '8h'", "with = 'present', per = 0.1")
        .replace("99.99%", "0%")
        + "change.worse = { at = '5h', set = { 'desk.rework.chance_grows.by' = '99.99%' } }\n\
           variant.one.changes = ['worse']\n";
    // Job 2 is done first and sent back, so job 3 finds it there.
    happens(
        &text,
        &["completes"],
        &[
            "2 completes job 0 desk",
            "2 completes job 1 desk",
            "10 completes job 2 desk",
            "10 completes job 3 desk",
            "11 completes job 2 desk",
            "11 completes job 3 desk",
        ],
    );
}

/// Four items in turn, each sent back for certain until something is learnt.
fn lessons(learning: &str) -> String {
    always(&format!(
        "work.job = {{ demand = {{ items = ['0h', '0h', '0h', '0h'] }}, route = ['desk'] }}\n\
         station.desk = {{ staff = 1, touch = '1h', \
           rework = {{ chance = 1, to = 'desk', max = 1{learning} }} }}"
    ))
}

#[test]
fn s7_a_lesson_is_paid_for_once_or_again_and_again() {
    // Learnt for good by the first send-back.
    let learns = run_once(&lessons(", learning = { halves_every = 0.01 }"));
    assert_eq!(mean(&learns.stations["desk"].visits), 5.0 / 4.0);
    // Forgotten each time.
    let forgets = run_once(&lessons(""));
    assert_eq!(mean(&forgets.stations["desk"].visits), 2.0);
    let never = run_once(&lessons(", learning = { halves_every = 0.01, floor = 1 }"));
    assert_eq!(mean(&never.stations["desk"].visits), 2.0);
}

#[test]
fn s7_the_floor_may_change_during_a_run() {
    // At 2.5 h everything is forgotten for good; job 3 has not been judged by then.
    let text = lessons(", learning = { halves_every = 0.01 }")
        + "change.forget = { at = '2.5h', set = { 'desk.rework.learning.floor' = 1 } }\n\
           variant.one.changes = ['forget']\n";
    let found = run_once(&text);
    assert_eq!(mean(&found.stations["desk"].visits), 7.0 / 4.0);
}
