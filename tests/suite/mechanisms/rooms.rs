//! Waiting rooms: who is blocked and keeps its person, who goes in first.

use super::{always, happens, scenario, timeline};
use crate::support::{cause, mean, run_once};

#[test]
fn s9_an_item_that_finds_no_room_keeps_its_person() {
    // [T5] a 0 to 1, b 1 to 4; the second is blocked at a from 2 to 4, the third from 5 to 7, the
    // fourth from 8 to 10: none is released before.
    let text = scenario(
        "calendar = 'always', horizon = '10h'",
        "work.new = { demand = { endless = true }, route = ['a', 'b'] }\n\
         station.a = { staff = 1, touch = '1h' }\n\
         station.b = { staff = 1, touch = '3h', waiting_room = 0 }",
    );
    happens(
        &text,
        &["starts", "blocked", "delivered"],
        &[
            "0 starts new 0 a after 0",
            "1 starts new 0 b after 0",
            "1 starts new 1 a after 0",
            "2 blocked new 1 a",
            "4 delivered new 0",
            "4 starts new 1 b after 0",
            "4 starts new 2 a after 0",
            "5 blocked new 2 a",
            "7 delivered new 1",
            "7 starts new 2 b after 0",
            "7 starts new 3 a after 0",
            "8 blocked new 3 a",
        ],
    );
    let found = run_once(&text);
    let a = found.stations["a"].people.as_ref().unwrap();
    assert_eq!(
        (mean(&a.busy), mean(&a.blocked), mean(&a.starved)),
        (0.4, 0.6, 0.0)
    );
    let b = found.stations["b"].people.as_ref().unwrap();
    assert_eq!((mean(&b.busy), mean(&b.starved)), (0.9, 0.1));
    assert_eq!(mean(&found.stations["a"].utilisation), 0.4);
    // Nobody waits at b; at a somebody is present all the time.
    assert_eq!(mean(&found.stations["b"].queue), 0.0);
    assert_eq!(mean(&found.stations["a"].present), 1.0);
    // Delivered: 0 without, 1 with 2 h of blocking.
    assert_eq!(cause(&found.time, "blocked"), 1.0);
    // Booked at a: 2 h each for two of the four whose visits are decided; the last is still held.
    assert_eq!(cause(&found.stations["a"].time, "blocked") * 4.0, 4.0);
}

#[test]
fn s9_the_first_blocked_is_the_first_in() {
    // c is blocked since 1 h, a since 2 h; b is free at 10 h.
    let text = always(
        "work.x = { demand = { items = ['0h'] }, route = ['b'] }\n\
         work.y = { demand = { items = ['0h'] }, priority = 5, route = ['a', 'b'] }\n\
         work.z = { demand = { items = ['0h'] }, route = ['c', 'b'] }\n\
         station.a = { staff = 1, touch = '2h' }\n\
         station.b = { staff = 1, touch = '10h', waiting_room = 0, order = 'priority' }\n\
         station.c = { staff = 1, touch = '1h' }",
    );
    happens(
        &text,
        &["blocked", "delivered"],
        &[
            "1 blocked z 0 c",
            "2 blocked y 0 a",
            "10 delivered x 0",
            "20 delivered z 0",
            "30 delivered y 0",
        ],
    );
    let found = run_once(&text);
    assert_eq!(cause(&found.work["z"].time, "blocked"), 9.0);
    assert_eq!(cause(&found.work["y"].time, "blocked"), 18.0);
    let people = |name: &str| {
        found.stations[name]
            .people
            .as_ref()
            .unwrap()
            .blocked
            .clone()
    };
    assert_eq!(mean(&people("a")), 18.0 / 400.0);
    assert_eq!(mean(&people("c")), 9.0 / 400.0);
}

#[test]
fn s9_a_chain_over_three_stations_unblocks_at_one_instant() {
    // At 4 h: 0 at d till 13 h, 1 blocked at c (since 4), 2 at b (since 4), 3 at a (since 4), 4 waits.
    let text = always(
        "work.job = { demand = { initial = 5 }, route = ['a', 'b', 'c', 'd'] }\n\
         station.a = { staff = 1, touch = '1h' }\n\
         station.b = { staff = 1, touch = '1h', waiting_room = 0 }\n\
         station.c = { staff = 1, touch = '1h', waiting_room = 0 }\n\
         station.d = { staff = 1, touch = '10h', waiting_room = 0 }",
    );
    let all = timeline(&text, &["starts", "blocked"]);
    let at = |hour: &str| {
        let mut lines = all.clone();
        lines.retain(|line| line.starts_with(hour));
        lines.sort_unstable();
        lines
    };
    assert_eq!(
        at("4 "),
        [
            "4 blocked job 1 c",
            "4 blocked job 2 b",
            "4 blocked job 3 a"
        ]
    );
    assert_eq!(
        at("13 "),
        [
            "13 starts job 1 d after 0",
            "13 starts job 2 c after 0",
            "13 starts job 3 b after 0",
            "13 starts job 4 a after 13",
        ]
    );
    // Again all together from 14 to 23 h; c, b and a are blocked one after the other.
    let found = run_once(&text);
    let delivered = timeline(&text, &["delivered"]);
    assert_eq!(
        delivered,
        [
            "13 delivered job 0",
            "23 delivered job 1",
            "33 delivered job 2",
            "43 delivered job 3",
            "53 delivered job 4",
        ]
    );
    // 1: 9; 2: 9 at b, 9 at c; 3: 9 at a, b, c; 4: after 13 h at a: 9 at a, b, c.
    assert_eq!(
        cause(&found.time, "blocked"),
        (9.0 + 18.0 + 27.0 + 27.0) / 5.0
    );
}

#[test]
fn s9_an_item_is_blocked_by_a_gate() {
    // 1 is blocked from 4 to 10 h: the session of 10 h has decided when it comes in. 2 from 12 to 20.
    let text = always(
        "work.job = { demand = { items = ['0h', '0h', '0h'] }, route = ['code', 'board'] }\n\
         station.code = { staff = 1, touch = '2h' }\n\
         station.board = { gate = { every = '10h' }, waiting_room = 1 }",
    );
    happens(
        &text,
        &["starts", "blocked", "admitted"],
        &[
            "0 starts job 0 code after 0",
            "2 starts job 1 code after 2",
            "4 blocked job 1 code",
            "10 admitted job 0 board",
            "10 starts job 0 board after 8",
            "10 starts job 2 code after 10",
            "12 blocked job 2 code",
            "20 admitted job 1 board",
            "20 starts job 1 board after 10",
            "30 admitted job 2 board",
            "30 starts job 2 board after 10",
        ],
    );
    let found = run_once(&text);
    let time = |name: &str| cause(&found.time, name) * 3.0;
    assert!((time("blocked") - 14.0).abs() < 1e-9);
    assert!((time("cadence") - (8.0 + 10.0 + 10.0)).abs() < 1e-9);
    assert!(time("decision").abs() < 1e-9);
    let people = found.stations["code"].people.as_ref().unwrap();
    assert_eq!(
        (mean(&people.busy), mean(&people.blocked)),
        (6.0 / 400.0, 14.0 / 400.0)
    );
}

#[test]
fn s9_an_item_out_of_a_delay_waits_without_a_person() {
    // Sales 0 to 3 h without a pause; 1 is out of its delay at 4 h, 2 at 5 h; room at 13 and 23 h.
    let text = always(
        "work.job = { demand = { items = ['0h', '0h', '0h'] }, route = ['sales', 'desk'] }\n\
         station.sales = { staff = 1, touch = '1h', delay = '2h' }\n\
         station.desk = { staff = 1, touch = '10h', waiting_room = 0 }",
    );
    happens(
        &text,
        &["starts", "blocked", "delivered"],
        &[
            "0 starts job 0 sales after 0",
            "1 starts job 1 sales after 1",
            "2 starts job 2 sales after 2",
            "3 starts job 0 desk after 0",
            "4 blocked job 1 sales",
            "5 blocked job 2 sales",
            "13 delivered job 0",
            "13 starts job 1 desk after 0",
            "23 delivered job 1",
            "23 starts job 2 desk after 0",
            "33 delivered job 2",
        ],
    );
    let found = run_once(&text);
    assert_eq!(cause(&found.time, "blocked") * 3.0, 27.0);
    let people = found.stations["sales"].people.as_ref().unwrap();
    assert_eq!(
        (mean(&people.busy), mean(&people.blocked)),
        (3.0 / 400.0, 0.0)
    );
    // From 0 h till they are let on.
    assert!((mean(&found.stations["sales"].present) - (3.0 + 13.0 + 23.0) / 400.0).abs() < 1e-12);
}

#[test]
fn s9_demand_waits_in_the_backlog_while_the_first_room_is_full() {
    // One in hand and one waiting; the limit of ten never matters.
    for limit in ["", "intake.wip_limit = 10\n"] {
        let text = always(&format!(
            "{limit}work.job = {{ demand = {{ items = ['0h', '0h', '0h', '0h'] }}, route = ['desk'] }}\n\
             station.desk = {{ staff = 1, touch = '5h', waiting_room = 1 }}"
        ));
        happens(
            &text,
            &["released", "starts"],
            &[
                "0 released job 0",
                "0 released job 1",
                "0 starts job 0 desk after 0",
                "5 released job 2",
                "5 starts job 1 desk after 5",
                "10 released job 3",
                "10 starts job 2 desk after 5",
                "15 starts job 3 desk after 5",
            ],
        );
        let found = run_once(&text);
        assert_eq!(mean(&found.wip), (15.0 * 2.0 + 5.0) / 400.0);
        assert_eq!(mean(&found.stations["desk"].queue), 15.0 / 400.0);
        assert_eq!(
            mean(&found.lead_time.mean),
            (5.0 + 10.0 + 15.0 + 20.0) / 4.0
        );
        assert_eq!(
            mean(&found.flow_time.mean),
            (5.0 + 10.0 + 10.0 + 10.0) / 4.0
        );
    }
}

#[test]
fn s9_a_limit_below_the_room_rules() {
    let text = always(
        "intake.wip_limit = 1\n\
         work.job = { demand = { items = ['0h', '0h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '5h', waiting_room = 1 }",
    );
    happens(
        &text,
        &["released", "starts"],
        &[
            "0 released job 0",
            "0 starts job 0 desk after 0",
            "5 released job 1",
            "5 starts job 1 desk after 0",
        ],
    );
}

#[test]
fn t4_a_kind_whose_first_room_is_full_lets_others_pass() {
    let text = always(
        "intake.wip_limit = 2\n\
         work.top = { demand = { items = ['0h', '0h'] }, priority = 1, route = ['tight'] }\n\
         work.low = { demand = { items = ['0h', '0h'] }, route = ['desk'] }\n\
         station.tight = { staff = 1, touch = '10h', waiting_room = 0 }\n\
         station.desk = { staff = 1, touch = '4h' }",
    );
    happens(
        &text,
        &["released"],
        &[
            "0 released top 0",
            "0 released low 0",
            "4 released low 1",
            "10 released top 1",
        ],
    );
}

#[test]
fn s9_no_waiting_room_at_all() {
    let text = always(
        "work.job = { demand = { items = ['0h', '0h', '0h', '1h'] }, route = ['desk'] }\n\
         station.desk = { staff = 2, touch = '4h', waiting_room = 0 }",
    );
    happens(
        &text,
        &["released", "starts", "delivered"],
        &[
            "0 released job 0",
            "0 released job 1",
            "0 starts job 0 desk after 0",
            "0 starts job 1 desk after 0",
            "4 delivered job 0",
            "4 delivered job 1",
            "4 released job 2",
            "4 released job 3",
            "4 starts job 2 desk after 0",
            "4 starts job 3 desk after 0",
            "8 delivered job 2",
            "8 delivered job 3",
        ],
    );
    let found = run_once(&text);
    assert_eq!(mean(&found.stations["desk"].queue), 0.0);
    assert_eq!(mean(&found.lead_time.mean), (4.0 + 4.0 + 8.0 + 7.0) / 4.0);
}

#[test]
fn r4_a_quorum_withdraws_a_blocked_item_and_frees_its_person() {
    // x is done with the job at 1 h and holds it, as y is busy till 9 h. z is done at 3 h.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, \
                      route = [{ quorum = 1, of = [['x', 'y'], 'z'] }, 'end'] }\n\
         work.other = { demand = { items = ['0h'] }, route = ['y'], counts = false }\n\
         work.next = { demand = { items = ['0.5h'] }, route = ['x'], counts = false }\n\
         station.x = { staff = 1, touch = '1h' }\n\
         station.y = { staff = 1, touch = '9h', waiting_room = 0 }\n\
         station.z = { staff = 1, touch = '3h' }\n\
         station.end = { staff = 1, touch = '1h' }",
    );
    happens(
        &text,
        &["starts", "blocked", "withdrawn", "delivered"],
        &[
            "0 starts job 0 x after 0",
            "0 starts job 0 z after 0",
            "0 starts other 0 y after 0",
            "1 blocked job 0 x",
            "3 withdrawn job 0 x",
            "3 starts job 0 end after 0",
            "3 starts next 0 x after 2.5",
            "4 delivered job 0",
            "4 delivered next 0",
            "9 delivered other 0",
        ],
    );
    let found = run_once(&text);
    let x = found.stations["x"].people.as_ref().unwrap();
    assert_eq!(
        (mean(&x.busy), mean(&x.blocked)),
        (2.0 / 400.0, 2.0 / 400.0)
    );
    // Its touch of 1 h is parallel to that of z.
    assert_eq!(cause(&found.beside, "parallel_touch"), 1.0);
    assert_eq!(mean(&found.stations["x"].present), (3.0 + 3.5) / 400.0);
}

#[test]
fn s9_nights_of_a_blocked_item_are_off_calendar() {
    // b takes 0 from Monday 10 to Tuesday 6; 1 is blocked from 11, of which 6 h in working time.
    let text = scenario(
        "calendar = 'office', horizon = '48h'",
        "work.job = { demand = { items = ['9h', '9h'] }, route = ['a', 'b'] }\n\
         station.a = { staff = 1, touch = '1h' }\n\
         station.b = { staff = 1, touch = '20h', waiting_room = 0, calendar = 'always' }\n\
         work.late = { demand = { items = ['33h'] }, route = ['a'] }",
    );
    happens(
        &text,
        &["blocked", "starts"],
        &[
            "9 starts job 0 a after 0",
            "10 starts job 0 b after 0",
            "10 starts job 1 a after 1",
            "11 blocked job 1 a",
            "30 starts job 1 b after 0",
            "33 starts late 0 a after 0",
        ],
    );
    let found = run_once(&text);
    let a = &found.stations["a"];
    // Three visits at a.
    assert!((cause(&a.time, "blocked") * 3.0 - 6.0).abs() < 1e-9);
    assert!((cause(&a.time, "off_calendar") * 3.0 - 13.0).abs() < 1e-9);
    let people = a.people.as_ref().unwrap();
    // 9 to 11 and 33 to 34 busy, 11 to 17 blocked, Tuesday 10 to 17 starved.
    assert_eq!(mean(&people.busy), 3.0 / 48.0);
    assert_eq!(mean(&people.blocked), 6.0 / 48.0);
    assert_eq!(mean(&people.starved), 7.0 / 48.0);
    assert_eq!(mean(&people.off), 32.0 / 48.0);
}

#[test]
fn s9_somebody_who_comes_on_duty_is_room() {
    // Nobody till 3 h: both wait outside. At 6 h a second person comes.
    let text = always(
        "work.job = { demand = { items = ['0h', '1h'] }, route = ['desk'] }\n\
         station.desk = { touch = '10h', waiting_room = 0, \
                          staff = { profile = [{ from = '0h', n = 0 }, { from = '3h', n = 1 }, \
                                               { from = '6h', n = 2 }] } }",
    );
    happens(
        &text,
        &["released", "starts"],
        &[
            "3 released job 0",
            "3 starts job 0 desk after 0",
            "6 released job 1",
            "6 starts job 1 desk after 0",
        ],
    );
}

#[test]
fn s9_somebody_who_comes_on_duty_is_room_for_who_is_blocked() {
    let text = always(
        "work.job = { demand = { initial = 2 }, route = ['a', 'b'] }\n\
         station.a = { staff = 1, touch = '1h' }\n\
         station.b = { staff = 1, touch = '10h', waiting_room = 0 }\n\
         change.more = { at = '5h', set = { 'b.staff' = 2 } }\n\
         variant.one.changes = ['more']",
    );
    happens(
        &text,
        &["blocked", "starts"],
        &[
            "0 starts job 0 a after 0",
            "1 starts job 0 b after 0",
            "1 starts job 1 a after 1",
            "2 blocked job 1 a",
            "5 starts job 1 b after 0",
        ],
    );
}
