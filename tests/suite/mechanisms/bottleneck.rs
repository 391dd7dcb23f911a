//! Where the bottleneck is, worked out by hand.

use throughline::experiment::BottleneckPlace;

use crate::mechanisms::always;
use crate::support::{mean, run_once};

/// Shares of the window as the bottleneck: alone, and while it shifts.
fn shares(text: &str, name: &str) -> (f64, f64) {
    let found = run_once(text);
    let place = found.bottleneck.place(name).unwrap();
    let active = place.active.as_ref().unwrap();
    assert!((mean(&active.share) - mean(&active.sole) - mean(&active.shifting)).abs() < 1e-9);
    (mean(&active.sole), mean(&active.shifting))
}

fn near(found: (f64, f64), sole: f64, shifting: f64) {
    let off = (found.0 - sole / 400.0).abs() + (found.1 - shifting / 400.0).abs();
    assert!(off < 1e-9, "{found:?}, not {sole} h and {shifting} h");
}

#[test]
fn the_longest_active_period_passes_on_and_shifts_where_two_overlap() {
    // a works 0 to 20 h on two items of 10 h, b 10 to 30 h and, on the second, 30 to 50 h.
    let text = always(
        "work.job = { demand = { items = ['0h', '0h'] }, route = ['a', 'b'] }\n\
         station.a = { staff = 1, touch = '10h' }\nstation.b = { staff = 1, touch = '20h' }",
    );
    near(shares(&text, "a"), 10.0, 10.0);
    near(shares(&text, "b"), 30.0, 10.0);
}

#[test]
fn a_free_hand_or_a_full_room_ahead_is_not_active() {
    // One of two has nothing to do, so a is never active; b is while its only person works.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['a', 'b'] }\n\
         station.a = { staff = 2, touch = '10h' }\nstation.b = { staff = 1, touch = '4h' }",
    );
    near(shares(&text, "a"), 0.0, 0.0);
    near(shares(&text, "b"), 4.0, 0.0);
    // a works 0 to 2 and 2 to 4 h, holds the second until b is done with the first at 22 h; b goes on.
    let text = always(
        "work.job = { demand = { items = ['0h', '0h'] }, route = ['a', 'b'] }\n\
         station.a = { staff = 1, touch = '2h' }\n\
         station.b = { staff = 1, touch = '20h', waiting_room = 0 }",
    );
    near(shares(&text, "a"), 2.0, 2.0);
    near(shares(&text, "b"), 38.0, 2.0);
}

#[test]
fn nights_neither_break_a_period_nor_lengthen_it() {
    // Three working days without a pause, of five that anybody is on duty in the week.
    let text = "format = 1\ntitle = 'By hand'\nclock = { horizon = '1w' }\n\
         work.job = { demand = { items = ['9h', '9h', '9h'] }, route = ['a'] }\n\
         station.a = { staff = 1, touch = '1wd' }";
    let found = shares(text, "a");
    assert!((found.0 - 0.6).abs() < 1e-9 && found.1 == 0.0, "{found:?}");
}

#[test]
fn a_committee_that_sits_idle_holds_the_flow_time_and_the_demand_the_throughput() {
    // Each item comes as a session begins, or an hour late: then 100 of its 104 h are the board's,
    // which does nothing.
    let text = always(
        "work.job = { demand = { items = ['1h', '101h', '201h'] }, route = ['a', 'board'] }\n\
         station.a = { staff = 1, touch = '4h' }\n\
         station.board = { gate = { every = '100h', first = '5h', slots = 2 }, delay = '1h' }",
    );
    let found = run_once(&text).bottleneck;
    assert_eq!(found.throughput, None);
    assert_eq!(found.by_active.as_deref(), Some("a"));
    assert_eq!(found.flow_time.as_deref(), Some("a"));
    let late = text.replace("first = '5h'", "first = '4h'");
    let found = run_once(&late).bottleneck;
    assert_eq!(found.flow_time.as_deref(), Some("board"));
    let board: &BottleneckPlace = found.place("board").unwrap();
    let inside = board.inside.as_ref().unwrap();
    assert!(board.idle_committee && inside.cause == Some("cadence"));
    assert!(
        (mean(&inside.share) - 300.0 / 312.0).abs() < 1e-9,
        "{inside:?}"
    );
    let slots = board.slots.as_ref().unwrap();
    assert!((slots.able.unwrap() - 2.0 * 168.0 / 100.0).abs() < 1e-9);
}
