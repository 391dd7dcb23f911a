//! Batches that travel on as one.

use super::{always, happens};
use crate::support::{cause, mean, run_once};

#[test]
fn s10_until_a_later_station_the_batch_travels_as_one() {
    // One visit at each of test and ship, with a delay behind test; home is reached by each alone.
    let text = always(
        "work.job = { demand = { items = ['0h', '1h', '1h', '2h'] }, \
         route = ['a', 'test', 'ship', 'home'] }\n\
         station.a = { staff = 1, touch = '1h', batch = { size = 2, until = 'ship' } }\n\
         station.test = { staff = 1, touch = '4h', delay = '2h' }\n\
         station.ship = { staff = 2, touch = '3h' }\n\
         station.home = { staff = 1, touch = '1h' }",
    );
    happens(
        &text,
        &["arrives", "starts", "delivered"],
        &[
            "0 arrives job 0 a",
            "1 arrives job 1 a",
            "1 arrives job 2 a",
            "1 starts job 0 a after 1",
            "1 starts job 1 a after 0",
            "2 arrives job 3 a",
            "2 arrives job 0 test",
            "2 arrives job 1 test",
            "2 starts job 0 test after 0",
            "2 starts job 1 test after 0",
            "2 starts job 2 a after 1",
            "2 starts job 3 a after 0",
            "3 arrives job 2 test",
            "3 arrives job 3 test",
            "6 starts job 2 test after 3",
            "6 starts job 3 test after 3",
            "8 arrives job 0 ship",
            "8 arrives job 1 ship",
            "8 starts job 0 ship after 0",
            "8 starts job 1 ship after 0",
            "11 arrives job 0 home",
            "11 arrives job 1 home",
            "11 starts job 0 home after 0",
            "12 arrives job 2 ship",
            "12 arrives job 3 ship",
            "12 starts job 2 ship after 0",
            "12 starts job 3 ship after 0",
            "12 delivered job 0",
            "12 starts job 1 home after 1",
            "13 delivered job 1",
            "15 arrives job 2 home",
            "15 arrives job 3 home",
            "15 starts job 2 home after 0",
            "16 delivered job 2",
            "16 starts job 3 home after 1",
            "17 delivered job 3",
        ],
    );
    keeps_accounts(&text);
}

fn keeps_accounts(text: &str) {
    let found = run_once(text);
    let time = |name: &str| cause(&found.time, name) * 4.0;
    assert_eq!(time("batching"), 2.0);
    assert_eq!(time("touch"), 4.0 * (1.0 + 4.0 + 3.0 + 1.0));
    assert_eq!((time("external"), time("contention")), (8.0, 6.0 + 2.0));
    let test = &found.stations["test"];
    assert_eq!(mean(&test.utilisation), 8.0 / 400.0);
    assert_eq!((mean(&test.effort), mean(&test.wait)), (2.0, 1.5));
    assert_eq!(mean(&test.present), (4.0 * 4.0 + 6.0 + 8.0) / 400.0);
}

#[test]
fn s10_who_is_sent_back_leaves_a_batch_that_travels_on() {
    // Fix is sent back from test to a and makes a batch with fix 1; new goes on alone.
    let text = always(
        "work.fix = { demand = { items = ['0h', '8h'] }, route = ['a', 'test', 'ship'] }\n\
         work.new = { demand = { items = ['0h'] }, route = ['a', 'test', 'ship'] }\n\
         station.a = { staff = 1, touch = '1h', batch = { size = 2, until = 'ship' } }\n\
         [station.test]\nstaff = 1\ntouch = '2h'\n\
         rework = { chance = 1, to = 'a', max = 1, only = ['fix'] }\n\
         [station.ship]\nstaff = 1\ntouch = '3h'",
    );
    happens(
        &text,
        &["starts", "sent back", "delivered"],
        &[
            "0 starts fix 0 a after 0",
            "0 starts new 0 a after 0",
            "1 starts fix 0 test after 0",
            "1 starts new 0 test after 0",
            "3 sent back fix 0 test",
            "3 starts new 0 ship after 0",
            "6 delivered new 0",
            "8 starts fix 0 a after 5",
            "8 starts fix 1 a after 0",
            "9 starts fix 0 test after 0",
            "9 starts fix 1 test after 0",
            "11 sent back fix 1 test",
            "11 starts fix 0 ship after 0",
            "14 delivered fix 0",
        ],
    );
}

#[test]
fn s10_a_batch_takes_one_slot_of_a_gate_on_its_way() {
    let text = always(
        "work.job = { demand = { items = ['0h', '0h', '0h', '0h'] }, route = ['a', 'board'] }\n\
         station.a = { staff = 2, touch = '1h', batch = { size = 2, until = 'board' } }\n\
         station.board = { gate = { every = '10h', slots = 1 } }",
    );
    happens(
        &text,
        &["admitted", "delivered"],
        &[
            "10 admitted job 0 board",
            "10 admitted job 1 board",
            "10 delivered job 0",
            "10 delivered job 1",
            "20 admitted job 2 board",
            "20 admitted job 3 board",
            "20 delivered job 2",
            "20 delivered job 3",
        ],
    );
    let found = run_once(&text);
    let time = |name: &str| cause(&found.time, name) * 4.0;
    assert!((time("cadence") - 36.0).abs() < 1e-9 && (time("decision") - 20.0).abs() < 1e-9);
}

#[test]
fn s10_a_batch_that_travels_takes_one_place_and_holds_its_person() {
    let text = always(
        "work.job = { demand = { items = ['0h', '0h', '0h', '0h', '0h', '0h'] }, route = ['a', 'b'] }\n\
         station.a = { staff = 1, touch = '1h', batch = { size = 2, until = 'b' } }\n\
         station.b = { staff = 1, touch = '10h', waiting_room = 0 }",
    );
    happens(
        &text,
        &["starts", "blocked"],
        &[
            "0 starts job 0 a after 0",
            "0 starts job 1 a after 0",
            "1 starts job 0 b after 0",
            "1 starts job 1 b after 0",
            "1 starts job 2 a after 1",
            "1 starts job 3 a after 1",
            "2 blocked job 2 a",
            "2 blocked job 3 a",
            "11 starts job 2 b after 0",
            "11 starts job 3 b after 0",
            "11 starts job 4 a after 11",
            "11 starts job 5 a after 11",
            "12 blocked job 4 a",
            "12 blocked job 5 a",
            "21 starts job 4 b after 0",
            "21 starts job 5 b after 0",
        ],
    );
    let found = run_once(&text);
    assert_eq!(cause(&found.time, "blocked") * 6.0, 9.0 * 4.0);
    let people = found.stations["a"].people.as_ref().unwrap();
    assert_eq!(mean(&people.blocked), 18.0 / 400.0);
    assert_eq!(mean(&people.busy), 3.0 / 400.0);
}

#[test]
fn t4_the_limit_counts_items_of_a_batch() {
    let text = always(
        "intake.wip_limit = 3\n\
         work.job = { demand = { endless = true }, route = ['a', 'b'] }\n\
         station.a = { staff = 1, touch = '2h', batch = { size = 3, until = 'b' } }\n\
         station.b = { staff = 1, touch = '3h' }",
    );
    let found = run_once(&text);
    assert_eq!(mean(&found.delivered), 3.0 * 79.0);
    assert_eq!((mean(&found.wip), mean(&found.flow_time.mean)), (3.0, 5.0));
}
