//! Giving up: who has waited too long for the first touch leaves, with all branches.

use super::{always, happens, scenario, shows};
use crate::support::{cause, mean, run_once};

#[test]
fn s12_who_has_waited_too_long_leaves() {
    // 1 gives up at 4 h; 2 would at 6 h, and starts at 5 h.
    let text = always(
        "work.job = { demand = { items = ['0h', '1h', '3h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '5h', abandon = { after = '3h' } }",
    );
    shows(
        &text,
        &["starts", "abandoned", "delivered"],
        &[
            "0 starts job 0 desk after 0",
            "4 abandoned job 1 desk",
            "5 delivered job 0",
            "5 starts job 2 desk after 2",
            "10 delivered job 2",
        ],
    );
    let found = run_once(&text);
    assert!((mean(&found.stations["desk"].abandoned) - 1.0 / 3.0).abs() < 1e-12);
    assert!((mean(&found.work["job"].abandoned) - 1.0 / 3.0).abs() < 1e-12);
    assert_eq!(mean(&found.delivered), 2.0);
    // 5, 3 and 7 h inside; 3 and 2 h in the queue.
    assert_eq!(mean(&found.wip), 15.0 / 400.0);
    assert_eq!(mean(&found.stations["desk"].queue), 5.0 / 400.0);
    // Of those who were served.
    assert_eq!(mean(&found.stations["desk"].wait), 1.0);
    assert_eq!((found.checks.mass_balance, found.checks.ledger), (0, 0));
    assert_eq!(found.checks.little, 0.0);
}

#[test]
fn s12_who_can_start_at_that_very_instant_does_not_leave() {
    // Both give up at 5 h, when one person is free: one starts, the other leaves.
    let text = always(
        "work.job = { demand = { items = ['0h', '2h', '2h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '5h', abandon = { after = '3h' } }",
    );
    shows(
        &text,
        &["starts", "abandoned"],
        &[
            "0 starts job 0 desk after 0",
            "5 starts job 1 desk after 3",
            "5 abandoned job 2 desk",
        ],
    );
}

#[test]
fn s12_no_patience_at_all() {
    // A queue of length zero: 1 finds the person busy and leaves at once, 2 finds them free.
    let text = always(
        "work.job = { demand = { items = ['0h', '1h', '2h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '2h', abandon = { after = '0h' } }",
    );
    shows(
        &text,
        &["starts", "abandoned"],
        &[
            "0 starts job 0 desk after 0",
            "1 abandoned job 1 desk",
            "2 starts job 2 desk after 0",
        ],
    );
}

#[test]
fn s12_patience_runs_at_a_gate_and_behind_it() {
    // 0 gives up at 7 h in front of the gate; 1 and 2 at 10 h, when the session admits the first of
    // them, who starts; 3 is admitted at 20 h and finds the person busy till 22 h.
    let text = always(
        "work.job = { demand = { items = ['3h', '6h', '6h', '17h'] }, route = ['board'] }\n\
         station.board = { gate = { every = '10h', slots = 1 }, staff = 1, touch = '12h', \
                           abandon = { after = '4h' } }",
    );
    shows(
        &text,
        &["starts", "admitted", "abandoned"],
        &[
            "7 abandoned job 0 board",
            "10 admitted job 1 board",
            "10 starts job 1 board after 4",
            "10 abandoned job 2 board",
            "20 admitted job 3 board",
            "21 abandoned job 3 board",
        ],
    );
    let found = run_once(&text);
    assert_eq!(mean(&found.stations["board"].abandoned), 0.75);
    assert_eq!(mean(&found.stations["board"].queue), (4.0 * 4.0) / 400.0);
}

#[test]
fn s12_patience_runs_on_the_wall_clock_at_night() {
    // 0 is in hand from 16 to 17 and 9 to 10 h; 1 gives up at 20 h, 2 comes in the morning.
    let text = scenario(
        "calendar = 'office', horizon = '48h'",
        "work.job = { demand = { items = ['16h', '16h', '31h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '2h', abandon = { after = '4h' } }",
    );
    shows(
        &text,
        &["starts", "abandoned"],
        &[
            "16 starts job 0 desk after 0",
            "20 abandoned job 1 desk",
            "34 starts job 2 desk after 3",
        ],
    );
}

#[test]
fn s12_laid_down_work_has_no_patience() {
    let text = always(
        "work.job = { demand = { items = ['0h', '0h'] }, route = ['desk'] }\n\
         station.desk = { staff = { profile = [{ from = '0h', n = 1 }, \
             { from = '1h', n = 0 }, { from = '10h', n = 1 }] }, touch = '4h', \
             abandon = { after = '3h' } }",
    );
    shows(
        &text,
        &["laid down", "abandoned", "completes"],
        &[
            "1 laid down job 0 desk",
            "3 abandoned job 1 desk",
            "13 completes job 0 desk",
        ],
    );
}

#[test]
fn s12_abandoned_in_a_branch_ends_all_branches() {
    // b is busy till 7 h: the branch there gives up at 4 h, a is given up after 3 h, and the place under
    // the limit is free.
    let text = always(
        "intake.wip_limit = 1\n\
         work.job = { demand = { items = ['0h', '0h'] }, route = ['code', ['a', 'b'], 'end'] }\n\
         work.other = { demand = { items = ['0h'] }, route = ['b'], counts = false }\n\
         station.code = { staff = 1, touch = '1h' }\n\
         station.a = { staff = 1, touch = '5h' }\n\
         station.b = { staff = 1, touch = '7h', abandon = { after = '3h' } }\n\
         station.end = { staff = 1, touch = '1h' }",
    );
    happens(
        &text,
        &["released", "starts", "abandoned", "delivered"],
        &[
            "0 released other 0",
            "0 released job 0",
            "0 starts other 0 b after 0",
            "0 starts job 0 code after 0",
            "1 starts job 0 a after 0",
            "4 abandoned job 0 b",
            "4 released job 1",
            "4 starts job 1 code after 0",
            "5 starts job 1 a after 0",
            "7 delivered other 0",
            "7 starts job 1 b after 2",
            "14 starts job 1 end after 0",
            "15 delivered job 1",
        ],
    );
    let found = run_once(&text);
    assert_eq!(mean(&found.work["job"].abandoned), 0.5);
    assert_eq!(cause(&found.stations["a"].beside, "discarded") * 2.0, 3.0);
    assert_eq!(mean(&found.wip), 15.0 / 400.0);
    // 5 h and 3 h at a.
    assert_eq!(mean(&found.stations["a"].utilisation), 8.0 / 400.0);
}

#[test]
fn s9_who_gives_up_makes_room_for_who_is_blocked() {
    // 1 waits at b from 2 to 6 h; 2 is blocked at a since 3 h, comes in at 6 h, gives up at 10 h; 3 is
    // blocked since 7 h, comes in at 10 h and starts at 11 h.
    let text = always(
        "work.job = { demand = { initial = 4 }, route = ['a', 'b'] }\n\
         station.a = { staff = 1, touch = '1h' }\n\
         station.b = { staff = 1, touch = '10h', waiting_room = 1, abandon = { after = '4h' } }",
    );
    happens(
        &text,
        &["starts", "blocked", "abandoned"],
        &[
            "0 starts job 0 a after 0",
            "1 starts job 1 a after 1",
            "1 starts job 0 b after 0",
            "2 starts job 2 a after 2",
            "3 blocked job 2 a",
            "6 abandoned job 1 b",
            "6 starts job 3 a after 6",
            "7 blocked job 3 a",
            "10 abandoned job 2 b",
            "11 starts job 3 b after 1",
        ],
    );
    let found = run_once(&text);
    let people = found.stations["a"].people.as_ref().unwrap();
    assert_eq!(
        (mean(&people.busy), mean(&people.blocked)),
        (4.0 / 400.0, 6.0 / 400.0)
    );
    assert_eq!(mean(&found.stations["b"].abandoned), 0.5);
}

#[test]
fn s12_every_visit_has_its_own_patience() {
    // 0 is sent back at 3 h and waits for 1, who is at the desk from 2 to 7 h: gives up at 6 h.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['desk', 'check'] }\n\
         work.long = { demand = { items = ['1h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch_for = { job = '2h', long = '5h' }, \
                          abandon = { after = '3h' } }\n\
         station.check = { staff = 1, touch = '1h', rework = { chance = 1.0, to = 'desk', max = 1 } }",
    );
    shows(
        &text,
        &["starts", "abandoned", "delivered"],
        &[
            "0 starts job 0 desk after 0",
            "2 starts job 0 check after 0",
            "2 starts long 0 desk after 1",
            "6 abandoned job 0 desk",
            "7 delivered long 0",
        ],
    );
}

#[test]
fn s12_who_is_changed_over_to_has_been_started() {
    // b is taken in hand at 1 h, before its patience ends at 2 h, and touched at 4 h.
    let text = always(
        "work.a = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         work.b = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '1h', setup = '3h', abandon = { after = '2h' } }",
    );
    shows(
        &text,
        &["starts", "abandoned"],
        &["0 starts a 0 desk after 0", "4 starts b 0 desk after 4"],
    );
}

#[test]
fn s12_patience_may_end_at_two_stations_at_once() {
    let text = always(
        "work.a = { demand = { items = ['0h', '1h'] }, route = ['left'] }\n\
         work.b = { demand = { items = ['0h', '1h'] }, route = ['right'] }\n\
         station.left = { staff = 1, touch = '9h', abandon = { after = '3h' } }\n\
         station.right = { staff = 1, touch = '9h', abandon = { after = '3h' } }",
    );
    happens(
        &text,
        &["abandoned", "delivered"],
        &[
            "4 abandoned a 1 left",
            "4 abandoned b 1 right",
            "9 delivered a 0",
            "9 delivered b 0",
        ],
    );
}
