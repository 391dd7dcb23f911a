//! Rooms that are full for good: who is turned away, and stations that wait for each other.

use super::{always, happens};
use crate::support::{cause, mean, run_once};

#[test]
fn s9_who_finds_no_room_is_turned_away() {
    // 1 finds 0 in hand; 2 comes when 0 is done [S1]; 3 finds 2.
    let text = always(
        "work.job = { demand = { items = ['0h', '1h', '4h', '5h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '4h', waiting_room = 0, when_full = 'turn_away' }",
    );
    happens(
        &text,
        &["starts", "turned away", "delivered"],
        &[
            "0 starts job 0 desk after 0",
            "1 turned away job 1 desk",
            "4 delivered job 0",
            "4 starts job 2 desk after 0",
            "5 turned away job 3 desk",
            "8 delivered job 2",
        ],
    );
    let found = run_once(&text);
    assert_eq!(mean(&found.delivered), 2.0);
    assert_eq!(mean(&found.wip), 8.0 / 400.0);
    assert_eq!(mean(&found.inside_at_end), 0.0);
    // Two of four.
    assert_eq!(mean(&found.stations["desk"].turned_away), 0.5);
    assert_eq!(mean(&found.work["job"].turned_away), 0.5);
    assert_eq!(found.checks.mass_balance, 0);
    assert_eq!((found.checks.ledger, found.checks.little), (0, 0.0));
}

#[test]
fn s9_who_is_turned_away_later_in_the_route_frees_its_person_and_its_place() {
    // 0 at b 1 to 11; 1 waits there since 2 h; 2 is turned away at 3 h, and 3 comes in.
    let text = always(
        "intake.wip_limit = 3\n\
         work.job = { demand = { items = ['0h', '0h', '0h', '0h'] }, route = ['a', 'b'] }\n\
         station.a = { staff = 1, touch = '1h' }\n\
         station.b = { staff = 1, touch = '10h', waiting_room = 1, when_full = 'turn_away' }",
    );
    happens(
        &text,
        &["released", "starts", "turned away", "delivered"],
        &[
            "0 released job 0",
            "0 released job 1",
            "0 released job 2",
            "0 starts job 0 a after 0",
            "1 starts job 0 b after 0",
            "1 starts job 1 a after 1",
            "2 starts job 2 a after 2",
            "3 turned away job 2 b",
            "3 released job 3",
            "3 starts job 3 a after 0",
            "4 turned away job 3 b",
            "11 delivered job 0",
            "11 starts job 1 b after 9",
            "21 delivered job 1",
        ],
    );
    let found = run_once(&text);
    assert_eq!(mean(&found.stations["b"].turned_away), 0.5);
    // 0 for 11, 1 for 21, 2 for 3, 3 for 1 h.
    assert_eq!(mean(&found.wip), 36.0 / 400.0);
}

#[test]
fn s12_turned_away_in_a_branch_ends_all_branches() {
    // Forked at 1 h: a till 6 h, x till 3 h, then no room at b: a is given up after 2 h, and the
    // next there starts.
    let text = always(
        "intake.wip_limit = 2\n\
         work.job = { demand = { items = ['0h', '0.5h'] }, route = ['code', ['a', ['x', 'b']], 'end'] }\n\
         work.other = { demand = { items = ['0h'] }, route = ['b'], counts = false }\n\
         work.third = { demand = { items = ['1.5h'] }, route = ['a'], counts = false }\n\
         station.code = { staff = 1, touch = '1h' }\n\
         station.a = { staff = 1, touch = '5h' }\n\
         station.x = { staff = 1, touch = '2h' }\n\
         station.b = { staff = 1, touch = '4h', waiting_room = 0, when_full = 'turn_away' }\n\
         station.end = { staff = 1, touch = '1h' }",
    );
    happens(
        &text,
        &["starts", "withdrawn", "turned away", "delivered"],
        &[
            "0 starts job 0 code after 0",
            "0 starts other 0 b after 0",
            "1 starts job 0 a after 0",
            "1 starts job 0 x after 0",
            "1 starts job 1 code after 0.5",
            "3 withdrawn job 0 a",
            "3 turned away job 0 b",
            "3 starts job 1 x after 1",
            "3 starts third 0 a after 1.5",
            "4 delivered other 0",
            "5 starts job 1 b after 0",
            "8 delivered third 0",
            "8 starts job 1 a after 6",
            "13 starts job 1 end after 0",
            "14 delivered job 1",
        ],
    );
    let found = run_once(&text);
    assert_eq!(mean(&found.delivered), 1.0);
    assert_eq!(mean(&found.work["job"].turned_away), 0.5);
    // 0 for 3, 1 for 13.5 h.
    assert_eq!(mean(&found.wip), 16.5 / 400.0);
    // 2 h were spent at a in vain.
    assert_eq!(cause(&found.stations["a"].beside, "discarded") * 3.0, 2.0);
    assert_eq!(mean(&found.stations["a"].utilisation), 12.0 / 400.0);
}

#[test]
fn s9_two_stations_that_feed_each_other_come_to_a_standstill_and_say_so() {
    // 0 is at b from 1 to 2.5 h and goes back to a, where 1 is blocked since 2 h for b.
    let text = always(
        "work.job = { demand = { items = ['0h', '0h', '0h'] }, route = ['a', 'b'] }\n\
         station.a = { staff = 1, touch = '1h', waiting_room = 0 }\n\
         station.b = { staff = 1, touch = '1.5h', waiting_room = 0, \
                       rework = { chance = 1.0, to = 'a', max = 1 } }",
    );
    happens(
        &text,
        &["released", "starts", "blocked", "delivered"],
        &[
            "0 released job 0",
            "0 starts job 0 a after 0",
            "1 released job 1",
            "1 starts job 0 b after 0",
            "1 starts job 1 a after 0",
            "2 blocked job 1 a",
            "2.5 blocked job 0 b",
        ],
    );
    let found = run_once(&text);
    assert_eq!(found.checks.deadlocks, found.trials);
    assert!(
        found.notes.iter().any(|note| note.contains("circle")
            || note.contains("standstill")
            || note.contains("each other")),
        "{:?}",
        found.notes
    );
    assert_eq!(
        (mean(&found.delivered), mean(&found.inside_at_end)),
        (0.0, 2.0)
    );
    assert_eq!((found.checks.mass_balance, found.checks.ledger), (0, 0));
    let a = found.stations["a"].people.as_ref().unwrap();
    assert_eq!(
        (mean(&a.busy), mean(&a.blocked)),
        (2.0 / 400.0, 398.0 / 400.0)
    );
    let b = found.stations["b"].people.as_ref().unwrap();
    assert_eq!(
        (mean(&b.busy), mean(&b.blocked)),
        (1.5 / 400.0, 397.5 / 400.0)
    );
}

#[test]
fn s9_what_is_only_blocked_for_long_is_no_standstill() {
    let text = always(
        "work.job = { demand = { initial = 3 }, route = ['a', 'b'] }\n\
         station.a = { staff = 1, touch = '1h' }\n\
         station.b = { staff = 1, touch = '1000h', waiting_room = 0 }",
    );
    let found = run_once(&text);
    assert_eq!(found.checks.deadlocks, 0);
    assert_eq!(mean(&found.inside_at_end), 3.0);
}

#[test]
fn s9_each_station_of_a_pool_has_a_room_of_its_own() {
    // The person is with x till 10 h. One may wait at a, one at b; one more at each is turned away.
    let text = always(
        "work.x = { demand = { items = ['0h'] }, route = ['a'] }\n\
         work.y = { demand = { items = ['1h', '2h'] }, route = ['a'] }\n\
         work.z = { demand = { items = ['3h', '4h'] }, route = ['b'] }\n\
         pool.p = { staff = 1 }\n\
         station.a = { pool = 'p', touch = '10h', waiting_room = 1, when_full = 'turn_away' }\n\
         station.b = { pool = 'p', touch = '1h', waiting_room = 1, when_full = 'turn_away' }",
    );
    happens(
        &text,
        &["starts", "turned away"],
        &[
            "0 starts x 0 a after 0",
            "2 turned away y 1 a",
            "4 turned away z 1 b",
            "10 starts y 0 a after 9",
            "20 starts z 0 b after 17",
        ],
    );
    let found = run_once(&text);
    assert_eq!(mean(&found.stations["b"].turned_away), 0.5);
    assert!((mean(&found.stations["a"].turned_away) - 1.0 / 3.0).abs() < 1e-12);
}

#[test]
fn s12_turned_away_where_one_branch_is_blocked_already() {
    // At 1 h a finds b full and is blocked, then finds no room at c: both end, and the person of
    // code, who held a, takes one item after the other, not two at once.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['code', ['b', 'c']] }\n\
         work.next = { demand = { items = ['0h', '0h'] }, route = ['code'] }\n\
         work.other = { demand = { items = ['0h'] }, route = ['b'] }\n\
         work.third = { demand = { items = ['0h'] }, route = ['c'] }\n\
         station.code = { staff = 1, touch = '1h' }\n\
         station.b = { staff = 1, touch = '9h', waiting_room = 0 }\n\
         station.c = { staff = 1, touch = '9h', waiting_room = 0, when_full = 'turn_away' }",
    );
    happens(
        &text,
        &["turned away", "delivered"],
        &[
            "1 turned away job 0 c",
            "2 delivered next 0",
            "3 delivered next 1",
            "9 delivered other 0",
            "9 delivered third 0",
        ],
    );
    let people = run_once(&text)
        .stations
        .remove("code")
        .unwrap()
        .people
        .unwrap();
    assert_eq!(
        (mean(&people.busy), mean(&people.blocked)),
        (3.0 / 400.0, 0.0)
    );
}

#[test]
fn s9_people_who_come_back_in_the_morning_are_room() {
    // Blocked at 1 h, when the free person of b is off until 9 h; so is the one in the backlog of c.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['a', 'b'] }\n\
         work.late = { demand = { items = ['1h'] }, route = ['c'] }\n\
         station.a = { staff = 1, touch = '1h' }\n\
         station.b = { staff = 1, touch = '1h', waiting_room = 0, calendar = 'office' }\n\
         station.c = { staff = 1, touch = '2h', waiting_room = 0, calendar = 'office' }",
    );
    happens(
        &text,
        &["released", "blocked", "starts", "delivered"],
        &[
            "0 released job 0",
            "0 starts job 0 a after 0",
            "1 blocked job 0 a",
            "9 released late 0",
            "9 starts job 0 b after 0",
            "9 starts late 0 c after 0",
            "10 delivered job 0",
            "11 delivered late 0",
        ],
    );
}

#[test]
fn s9_a_gate_makes_room_before_the_next_one_sits() {
    // 0 leaves the room of a at 10 h, when b sits too, and 1 comes in: in time for a at 20 h.
    let text = always(
        "work.job = { demand = { items = ['0h', '0h'] }, route = ['x', 'a', 'b'] }\n\
         station.x = { staff = 1, touch = '1h' }\n\
         station.a = { gate = { every = '10h', first = '10h' }, waiting_room = 1 }\n\
         station.b = { gate = { every = '10h', first = '10h' } }",
    );
    happens(
        &text,
        &["blocked", "delivered"],
        &[
            "2 blocked job 1 x",
            "10 delivered job 0",
            "20 delivered job 1",
        ],
    );
    let blocked = cause(&run_once(&text).stations["x"].time, "blocked");
    assert!((blocked * 2.0 - 8.0).abs() < 1e-9, "{blocked}");
}
