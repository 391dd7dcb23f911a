//! Absence of each person by itself, at work, idle, changing over, or holding what is finished.

use super::{always, happens, scenario, shows};
use crate::support::{cause, mean, run_once};

const ALL: &[&str] = &["starts", "laid down", "completes"];

#[test]
fn work_waits_in_the_hands_of_a_person_who_is_absent() {
    // Absent 5 to 7, 12 to 14 and 19 to 21 h: 5 h after every return.
    let text = scenario(
        "calendar = 'always', horizon = '21h'",
        "work.job = { demand = { initial = 3 }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '4h', away = { every = '5h', lasts = '2h' } }",
    );
    shows(
        &text,
        ALL,
        &[
            "0 starts job 0 desk after 0",
            "4 completes job 0 desk",
            "4 starts job 1 desk after 4",
            "10 completes job 1 desk",
            "10 starts job 2 desk after 10",
            "16 completes job 2 desk",
        ],
    );
    let found = run_once(&text);
    let time = |name: &str| cause(&found.time, name) * 3.0;
    assert!((time("touch") - 12.0).abs() < 1e-9);
    assert!((time("other_duties") - 4.0).abs() < 1e-9);
    assert!((time("contention") - 14.0).abs() < 1e-9);
    let desk = &found.stations["desk"];
    // Busy over scheduled minus absent.
    assert!((mean(&desk.utilisation) - 12.0 / 15.0).abs() < 1e-12);
    let people = desk.people.as_ref().unwrap();
    assert!((mean(&people.busy) - 12.0 / 21.0).abs() < 1e-12);
    assert!((mean(&people.absent) - 6.0 / 21.0).abs() < 1e-12);
    assert!((mean(&people.starved) - 3.0 / 21.0).abs() < 1e-12);
    assert_eq!((mean(&people.off), mean(&people.blocked)), (0.0, 0.0));
    // The effort is what was spent on it.
    assert_eq!(mean(&desk.effort), 4.0);
}

#[test]
fn who_is_absent_and_idle_starts_nothing_before_the_return() {
    let text = always(
        "work.job = { demand = { items = ['6h', '7h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '1h', away = { every = '5h', lasts = '2h' } }",
    );
    // At 7 h the person is back before the second arrives [S1].
    shows(
        &text,
        ALL,
        &[
            "7 starts job 0 desk after 1",
            "8 completes job 0 desk",
            "8 starts job 1 desk after 1",
            "9 completes job 1 desk",
        ],
    );
}

#[test]
fn absence_runs_on_the_wall_clock_over_a_closing() {
    // Absent from Monday 15:00 to Tuesday 11:00, then from Wednesday 2:00 to 22:00.
    let text = scenario(
        "calendar = 'office', horizon = '72h'",
        "work.job = { demand = { items = ['9h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '8h', away = { every = '15h', lasts = '20h' } }",
    );
    shows(
        &text,
        ALL,
        &["9 starts job 0 desk after 0", "37 completes job 0 desk"],
    );
    let found = run_once(&text);
    let time = |name: &str| cause(&found.time, name);
    assert_eq!(
        (time("touch"), time("other_duties"), time("off_calendar")),
        (8.0, 4.0, 16.0)
    );
    // Of 24 h on duty: 2, 2 and 8 absent, 8 busy, Tuesday 13 to 17 starved.
    let people = found.stations["desk"].people.as_ref().unwrap();
    assert_eq!(mean(&people.busy), 8.0 / 72.0);
    assert_eq!(mean(&people.absent), 12.0 / 72.0);
    assert_eq!(mean(&people.starved), 4.0 / 72.0);
    assert_eq!(mean(&people.off), 48.0 / 72.0);
    assert!((mean(&found.stations["desk"].utilisation) - 8.0 / 12.0).abs() < 1e-12);
}

#[test]
fn s9_a_person_may_be_absent_from_what_is_blocked() {
    // b has 0 from 2 to 8 h; 1 is blocked at a from 4 h. a is absent from 6 to 10 h, and 1 goes on
    // at 8 h all the same. 2 from 10 to 12 h, blocked till 14 h; absent again from 16 to 20 h.
    let text = scenario(
        "calendar = 'always', horizon = '20h'",
        "work.job = { demand = { initial = 3 }, route = ['a', 'b'] }\n\
         station.a = { staff = 1, touch = '2h', away = { every = '6h', lasts = '4h' } }\n\
         station.b = { staff = 1, touch = '6h', waiting_room = 0 }",
    );
    happens(
        &text,
        &["starts", "blocked"],
        &[
            "0 starts job 0 a after 0",
            "2 starts job 1 a after 2",
            "2 starts job 0 b after 0",
            "4 blocked job 1 a",
            "8 starts job 1 b after 0",
            "10 starts job 2 a after 10",
            "12 blocked job 2 a",
            "14 starts job 2 b after 0",
        ],
    );
    let found = run_once(&text);
    // Of 1 and 2.
    assert!((cause(&found.stations["a"].time, "blocked") * 3.0 - 6.0).abs() < 1e-9);
    let people = found.stations["a"].people.as_ref().unwrap();
    let parts = [
        &people.busy,
        &people.blocked,
        &people.absent,
        &people.starved,
    ];
    assert_eq!(parts.map(mean), [0.3, 0.2, 0.4, 0.1]);
    assert!((mean(&found.stations["a"].utilisation) - 6.0 / 12.0).abs() < 1e-12);
}

#[test]
fn absence_interrupts_changing_over() {
    // a till 1 h; over to b from 1 to 2 h, absent till 5 h, over till 6 h, touch till 7 h.
    let text = always(
        "work.a = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         work.b = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '1h', setup = '2h', \
                          away = { every = '2h', lasts = '3h' } }",
    );
    shows(
        &text,
        ALL,
        &[
            "0 starts a 0 desk after 0",
            "1 completes a 0 desk",
            "6 starts b 0 desk after 6",
            "7 completes b 0 desk",
        ],
    );
    let found = run_once(&text);
    let b = |name: &str| cause(&found.work["b"].time, name);
    assert_eq!(
        (b("contention"), b("setup"), b("other_duties"), b("touch")),
        (1.0, 2.0, 3.0, 1.0)
    );
}

#[test]
fn s11_what_is_urgent_takes_a_person_at_the_return() {
    // Absent 5 to 7 and 12 to 14 h. Top comes at 6 h and has the person from 7 to 9 h; low has 5 h
    // left: 9 to 12 and 14 to 16 h.
    let text = always(
        "work.low = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         work.top = { demand = { items = ['6h'] }, priority = 1, route = ['desk'] }\n\
         station.desk = { staff = 1, order = 'priority_preempt', \
                          touch_for = { low = '10h', top = '2h' }, \
                          away = { every = '5h', lasts = '2h' } }",
    );
    shows(
        &text,
        ALL,
        &[
            "0 starts low 0 desk after 0",
            "7 laid down low 0 desk",
            "7 starts top 0 desk after 1",
            "9 completes top 0 desk",
            "16 completes low 0 desk",
        ],
    );
    let found = run_once(&text);
    let low = |name: &str| cause(&found.work["low"].time, name);
    assert_eq!(
        (low("touch"), low("other_duties"), low("preempted")),
        (10.0, 4.0, 2.0)
    );
}

#[test]
fn r4_a_quorum_withdraws_what_waits_for_an_absent_person() {
    // Absent from 1 to 5 h. The quorum is there at 2 h: 1 h was spent in vain; the next waits till 5 h.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, \
                      route = [{ quorum = 1, of = ['c', 'z'] }, 'end'] }\n\
         work.next = { demand = { items = ['0.5h'] }, route = ['c'], counts = false }\n\
         station.c = { staff = 1, touch = '3h', away = { every = '1h', lasts = '4h' } }\n\
         station.z = { staff = 1, touch = '2h' }\n\
         station.end = { staff = 1, touch = '1h' }\n\
         change.calm = { at = '5h', set = { 'c.pace' = 100 } }\n\
         variant.one.changes = ['calm']",
    );
    happens(
        &text,
        &["starts", "withdrawn", "delivered"],
        &[
            "0 starts job 0 c after 0",
            "0 starts job 0 z after 0",
            "2 withdrawn job 0 c",
            "2 starts job 0 end after 0",
            "3 delivered job 0",
            "5 starts next 0 c after 4.5",
            "5.03 delivered next 0",
        ],
    );
    let found = run_once(&text);
    assert!((cause(&found.stations["c"].beside, "discarded") * 2.0 - 1.0).abs() < 1e-9);
    // Away for 4 h of every 5.
    let people = found.stations["c"].people.as_ref().unwrap();
    assert!((mean(&people.absent) - 0.8).abs() < 1e-12);
    assert!((mean(&people.busy) - 1.03 / 400.0).abs() < 1e-12);
}

#[test]
fn r4_a_quorum_withdraws_what_a_person_changes_over_to() {
    // The one at c was with the other till 1 h and changes over till 4 h; withdrawn at 2 h. The next
    // is of another kind again: over till 5 h.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, \
                      route = [{ quorum = 1, of = ['c', 'z'] }, 'end'] }\n\
         work.a = { demand = { items = ['0h'] }, route = ['c'], counts = false }\n\
         work.next = { demand = { items = ['0.5h'] }, route = ['c'], counts = false }\n\
         station.c = { staff = 1, touch = '1h', setup = '3h' }\n\
         station.z = { staff = 1, touch = '2h' }\n\
         station.end = { staff = 1, touch = '1h' }",
    );
    happens(
        &text,
        &["starts", "withdrawn", "delivered"],
        &[
            "0 starts a 0 c after 0",
            "0 starts job 0 z after 0",
            "1 delivered a 0",
            "2 withdrawn job 0 c",
            "2 starts job 0 end after 0",
            "3 delivered job 0",
            "5 starts next 0 c after 4.5",
            "6 delivered next 0",
        ],
    );
    let found = run_once(&text);
    // Changing over counts as busy, also in vain: 1 + 1 + 3 + 1 h.
    assert_eq!(mean(&found.stations["c"].utilisation), 6.0 / 400.0);
    assert_eq!((found.checks.ledger, found.checks.mass_balance), (0, 0));
}

#[test]
fn staff_may_fall_while_a_person_is_absent() {
    // The only one is absent from 5 to 9 h with 5 h to go; gone at 6 h, another there at 8 h.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         station.desk = { staff = { profile = [{ from = '0h', n = 1 }, \
             { from = '6h', n = 0 }, { from = '20h', n = 1 }] }, touch = '10h', \
             away = { every = '5h', lasts = '4h' } }",
    );
    let found = run_once(&text);
    let time = |name: &str| cause(&found.time, name);
    assert_eq!((time("touch"), time("preempted")), (10.0, 14.0));
    let whole = mean(&found.flow_time.mean);
    assert!((10.0 + 14.0 + time("other_duties") - whole).abs() < 1e-9);
    shows(&text, &["laid down"], &["6 laid down job 0 desk"]);
}

#[test]
fn absence_may_begin_just_as_changing_over_ends() {
    // a till 1 h, over to b till 2 h, absent till 5 h, touch till 6 h.
    let text = always(
        "work.a = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         work.b = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '1h', setup = '1h', \
                          away = { every = '2h', lasts = '3h' } }",
    );
    shows(
        &text,
        ALL,
        &[
            "0 starts a 0 desk after 0",
            "1 completes a 0 desk",
            "5 starts b 0 desk after 5",
            "6 completes b 0 desk",
        ],
    );
}
