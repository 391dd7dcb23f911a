//! Batches: what is collected goes through as one, and each item keeps its own account.

use super::{always, happens, shows};
use crate::support::{cause, mean, run_once};

#[test]
fn s10_a_full_batch_is_one_visit_and_all_go_on_at_once() {
    // Full at 3 h, done at 5 h; at b one after the other. The fourth waits for two more, for ever.
    let text = always(
        "work.job = { demand = { items = ['0h', '1h', '3h', '4h'] }, route = ['a', 'b'] }\n\
         station.a = { staff = 1, touch = '2h', batch = { size = 3 } }\n\
         station.b = { staff = 1, touch = '1h' }",
    );
    shows(
        &text,
        &["starts", "completes", "delivered"],
        &[
            "3 starts job 0 a after 3",
            "3 starts job 1 a after 2",
            "3 starts job 2 a after 0",
            "5 completes job 0 a",
            "5 completes job 1 a",
            "5 completes job 2 a",
            "5 starts job 0 b after 0",
            "6 completes job 0 b",
            "6 delivered job 0",
            "6 starts job 1 b after 1",
            "7 completes job 1 b",
            "7 delivered job 1",
            "7 starts job 2 b after 2",
            "8 completes job 2 b",
            "8 delivered job 2",
        ],
    );
    let found = run_once(&text);
    // Touch of the batch is touch of every item in it; the person worked once.
    let time = |name: &str| cause(&found.time, name) * 3.0;
    assert_eq!((time("batching"), time("touch")), (5.0, 6.0 + 3.0));
    assert_eq!(time("contention"), 0.0 + 1.0 + 2.0);
    let a = &found.stations["a"];
    assert_eq!(mean(&a.utilisation), 2.0 / 400.0);
    assert_eq!(mean(&a.throughput), 3.0 / (400.0 / 168.0));
    // Two hours of one person for three visits, which waited five hours, and 396 in vain.
    assert_eq!(mean(&a.effort), 2.0 / 3.0);
    assert_eq!(mean(&a.wait), 5.0 / 3.0);
    assert_eq!(mean(&a.queue), (5.0 + 396.0) / 400.0);
    assert_eq!(mean(&a.present), (5.0 + 6.0 + 396.0) / 400.0);
    assert_eq!(mean(&found.inside_at_end), 1.0);
    assert_eq!((found.checks.mass_balance, found.checks.ledger), (0, 0));
}

#[test]
fn s10_a_batch_also_goes_when_its_time_is_up() {
    // The time counts from the first item: 0 h, then 20 h. What arrives exactly then is in.
    let text = always(
        "work.job = { demand = { items = ['0h', '3h', '5h', '20h', '26h'] }, route = ['a'] }\n\
         station.a = { staff = 1, touch = '1h', batch = { size = 3, or_after = '5h' } }",
    );
    shows(
        &text,
        &["starts", "delivered"],
        &[
            "5 starts job 0 a after 5",
            "5 starts job 1 a after 2",
            "5 starts job 2 a after 0",
            "6 delivered job 0",
            "6 delivered job 1",
            "6 delivered job 2",
            "25 starts job 3 a after 5",
            "26 delivered job 3",
            "31 starts job 4 a after 5",
            "32 delivered job 4",
        ],
    );
    assert_eq!(
        cause(&run_once(&text).time, "batching") * 5.0,
        7.0 + 5.0 + 5.0
    );
}

#[test]
fn s10_a_batch_is_of_all_kinds_and_takes_the_place_of_its_first_item() {
    // b comes first, so its touch and its priority are those of the batch: behind c, before the next.
    let text = always(
        "work.a = { demand = { items = ['1h'] }, priority = 9, route = ['z', 'desk'] }\n\
         work.b = { demand = { items = ['0h'] }, route = ['z', 'desk'] }\n\
         work.c = { demand = { items = ['0h', '0h', '0h'] }, priority = 1, route = ['desk'] }\n\
         [station.z]\nstaff = 1\ntouch = '1h'\ntouch_for = { a = '5h' }\nbatch = { size = 2 }\n\
         [station.desk]\nstaff = 1\ntouch = '2h'\norder = 'priority'",
    );
    happens(
        &text,
        &["starts"],
        &[
            "0 starts c 0 desk after 0",
            "1 starts a 0 z after 0",
            "1 starts b 0 z after 1",
            "2 starts a 0 desk after 0",
            "4 starts c 1 desk after 4",
            "6 starts c 2 desk after 6",
            "8 starts b 0 desk after 6",
        ],
    );
}

#[test]
fn s10_verdicts_are_per_item_and_each_returns_alone() {
    // All kinds are in one batch; only fix is sent back, and is collected again.
    let text = always(
        "work.fix = { demand = { items = ['0h', '9h'] }, route = ['a'] }\n\
         work.new = { demand = { items = ['0h'] }, route = ['a'] }\n\
         [station.a]\nstaff = 1\ntouch = '2h'\nbatch = { size = 2 }\n\
         rework = { chance = 1, to = 'a', effort = 0.5, max = 1, only = ['fix'] }",
    );
    happens(
        &text,
        &["starts", "sent back", "delivered"],
        &[
            "0 starts fix 0 a after 0",
            "0 starts new 0 a after 0",
            "2 sent back fix 0 a",
            "2 delivered new 0",
            // Fix 0 is the first of this batch: half the touch. Then both return at different times.
            "9 starts fix 0 a after 7",
            "9 starts fix 1 a after 0",
            "10 delivered fix 0",
            "10 sent back fix 1 a",
        ],
    );
}

#[test]
fn s10_a_session_closes_the_batch() {
    // Three are admitted: a batch of two and one of one. What waits for a session waits for cadence.
    let text = always(
        "work.job = { demand = { items = ['1h', '2h', '3h'] }, route = ['board'] }\n\
         [station.board]\nstaff = 1\ntouch = '2h'\n\
         gate = { every = '10h' }\nbatch = { size = 2 }",
    );
    shows(
        &text,
        &["starts", "delivered"],
        &[
            "10 starts job 0 board after 9",
            "10 starts job 1 board after 8",
            "12 delivered job 0",
            "12 delivered job 1",
            "12 starts job 2 board after 9",
            "14 delivered job 2",
        ],
    );
    let found = run_once(&text);
    let time = |name: &str| cause(&found.time, name) * 3.0;
    assert_eq!((time("batching"), time("cadence")), (0.0, 9.0 + 8.0 + 7.0));
    assert_eq!((time("contention"), time("touch")), (2.0, 6.0));
}

#[test]
fn s10_patience_is_of_each_item_until_the_batch_starts() {
    // 0 gives up at 4 h in an unfinished batch, so 1 and 2 are the next. Their person is taken by x until
    // 9.5 h; 1 gives up at 9 h though its batch is full, and 2 has the batch to itself.
    let text = always(
        "work.job = { demand = { items = ['0h', '5h', '6h'] }, route = ['desk'] }\n\
         work.x = { demand = { items = ['0h'] }, route = ['block'] }\n\
         pool.p = { staff = 1 }\n\
         station.block = { pool = 'p', touch = '9.5h' }\n\
         station.desk = { pool = 'p', touch = '1h', batch = { size = 2 }, abandon = { after = '4h' } }",
    );
    happens(
        &text,
        &["starts", "abandoned", "delivered"],
        &[
            "0 starts x 0 block after 0",
            "4 abandoned job 0 desk",
            "9 abandoned job 1 desk",
            "9.5 delivered x 0",
            "9.5 starts job 2 desk after 3.5",
            "10.5 delivered job 2",
        ],
    );
    let found = run_once(&text);
    let desk = &found.stations["desk"];
    assert_eq!(mean(&desk.abandoned), 2.0 / 3.0);
    assert_eq!(mean(&desk.queue), (4.0 + 4.0 + 3.5) / 400.0);
    assert_eq!(mean(&desk.present), (4.0 + 4.0 + 4.5) / 400.0);
}

#[test]
fn s10_those_collected_wait_in_the_room() {
    // Room for two: they are full at 2 h and start; the third and fourth wait for the person, the
    // fifth is blocked at src from 5 h until they start at 12 h.
    let text = always(
        "work.job = { demand = { items = ['0h', '0h', '0h', '0h', '0h'] }, route = ['src', 'a'] }\n\
         station.src = { staff = 1, touch = '1h' }\n\
         station.a = { staff = 1, touch = '10h', batch = { size = 2 }, waiting_room = 2 }",
    );
    happens(
        &text,
        &["starts", "blocked", "delivered"],
        &[
            "0 starts job 0 src after 0",
            "1 starts job 1 src after 1",
            "2 starts job 0 a after 1",
            "2 starts job 1 a after 0",
            "2 starts job 2 src after 2",
            "3 starts job 3 src after 3",
            "4 starts job 4 src after 4",
            "5 blocked job 4 src",
            "12 delivered job 0",
            "12 delivered job 1",
            "12 starts job 2 a after 9",
            "12 starts job 3 a after 8",
            "22 delivered job 2",
            "22 delivered job 3",
        ],
    );
}

#[test]
fn s10_a_batch_is_laid_down_and_resumed_as_one() {
    let text = always(
        "work.job = { demand = { items = ['0h', '0h'] }, route = ['a'] }\n\
         work.urgent = { demand = { items = ['2h'] }, priority = 1, route = ['b'] }\n\
         pool.p = { staff = 1, order = 'priority_preempt' }\n\
         station.a = { pool = 'p', touch = '4h', setup = '1h', batch = { size = 2 } }\n\
         station.b = { pool = 'p', touch = '3h' }",
    );
    happens(
        &text,
        &["starts", "laid down", "delivered"],
        &[
            "0 starts job 0 a after 0",
            "0 starts job 1 a after 0",
            "2 laid down job 0 a",
            "2 laid down job 1 a",
            "2 starts urgent 0 b after 0",
            "5 delivered urgent 0",
            "8 delivered job 0",
            "8 delivered job 1",
        ],
    );
    let found = run_once(&text);
    let time = |name: &str| cause(&found.work["job"].time, name);
    assert_eq!(
        (time("touch"), time("preempted"), time("setup")),
        (4.0, 3.0, 1.0)
    );
    // 4 h of touch and 1 h of changing over, once.
    assert_eq!(
        mean(&found.stations["a"].utilisation),
        8.0 / 400.0 * 5.0 / 8.0
    );
}

#[test]
fn s10_people_without_limit_take_a_batch_at_once() {
    let text = always(
        "work.job = { demand = { items = ['0h', '1h', '2h', '3h'] }, route = ['a', 'b'] }\n\
         station.a = { staff = 'unlimited', touch = '4h', batch = { size = 2 } }\n\
         station.b = { delay = '1h', batch = { size = 4, or_after = '3h' } }",
    );
    happens(
        &text,
        &["starts", "delivered"],
        &[
            "1 starts job 0 a after 1",
            "1 starts job 1 a after 0",
            "3 starts job 2 a after 1",
            "3 starts job 3 a after 0",
            "7 starts job 0 b after 2",
            "7 starts job 1 b after 2",
            "7 starts job 2 b after 0",
            "7 starts job 3 b after 0",
            "8 delivered job 0",
            "8 delivered job 1",
            "8 delivered job 2",
            "8 delivered job 3",
        ],
    );
}

#[test]
fn s10_items_are_worked_on_side_by_side_with_batches() {
    // A batch is one piece of work among the others: two batches share one person.
    let text = always(
        "work.job = { demand = { items = ['0h', '0h', '1h', '1h'] }, route = ['a'] }\n\
         station.a = { staff = 1, touch = '2h', order = 'processor_sharing', batch = { size = 2 } }",
    );
    happens(
        &text,
        &["delivered"],
        &[
            "3 delivered job 0",
            "3 delivered job 1",
            "4 delivered job 2",
            "4 delivered job 3",
        ],
    );
    let found = run_once(&text);
    assert_eq!(cause(&found.time, "touch"), 2.0);
    assert_eq!(mean(&found.stations["a"].utilisation), 4.0 / 400.0);
}

#[test]
fn s10_branches_that_are_enough_leave_their_batch() {
    // Both branches of an item are collected at a; the quick branch b completes the join, and the other
    // is withdrawn from a batch that goes on without it.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = [{ quorum = 1, of = ['a', 'b'] }] }\n\
         work.solo = { demand = { items = ['0h'] }, route = ['a'] }\n\
         station.a = { staff = 1, touch = '4h', batch = { size = 2 } }\n\
         station.b = { staff = 1, touch = '1h' }",
    );
    happens(
        &text,
        &["starts", "withdrawn", "delivered"],
        &[
            "0 starts job 0 a after 0",
            "0 starts job 0 b after 0",
            "0 starts solo 0 a after 0",
            "1 withdrawn job 0 a",
            "1 delivered job 0",
            "4 delivered solo 0",
        ],
    );
    let found = run_once(&text);
    assert_eq!(cause(&found.work["job"].time, "touch"), 1.0);
    assert_eq!(cause(&found.work["solo"].time, "touch"), 4.0);
    assert_eq!(mean(&found.stations["a"].utilisation), 4.0 / 400.0);
}

#[test]
fn s10_both_branches_of_an_item_may_be_in_one_batch() {
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = [[['a', 'b'], ['a', 'c']], 'd'] }\n\
         station.a = { staff = 1, touch = '4h', batch = { size = 2 } }\n\
         station.b = { staff = 1, touch = '1h' }\n\
         station.c = { staff = 1, touch = '2h' }\n\
         station.d = { staff = 1, touch = '1h' }",
    );
    happens(
        &text,
        &["starts", "delivered"],
        &[
            "0 starts job 0 a after 0",
            "0 starts job 0 a after 0",
            "4 starts job 0 b after 0",
            "4 starts job 0 c after 0",
            "6 starts job 0 d after 0",
            "7 delivered job 0",
        ],
    );
}

#[test]
fn t5_endless_demand_fills_a_batch_for_every_free_person() {
    let text = always(
        "work.job = { demand = { endless = true }, route = ['a'] }\n\
         station.a = { staff = 2, touch = '100h', batch = { size = 3 } }",
    );
    let found = run_once(&text);
    // Six at a time: at 0, 100, 200 and 300 h; the last are inside.
    assert_eq!(mean(&found.delivered), 18.0);
    assert_eq!(mean(&found.wip), 6.0);
    assert_eq!(mean(&found.stations["a"].utilisation), 1.0);
    assert_eq!(cause(&found.time, "touch"), 100.0);
}

#[test]
fn c1_a_change_of_the_size_closes_what_is_full_and_of_the_time_calls_it() {
    let text = always(
        "work.job = { demand = { items = ['0h', '1h', '2h', '50h', '60h'] }, route = ['a'] }\n\
         station.a = { staff = 3, touch = '1h', batch = { size = 4 } }\n\
         [change.small]\nat = '10h'\nset = { 'a.batch.size' = 2 }\n\
         [change.soon]\nat = '30h'\nset = { 'a.batch.or_after' = '20h' }\n\
         [change.never]\nat = '55h'\nset = { 'a.batch.or_after' = 'none' }\n\
         [change.large]\nat = '58h'\nset = { 'a.batch.size' = '+1' }\n\
         [change.again]\nat = '70h'\nset = { 'a.batch.or_after' = '1h' }\n\
         [variant.all]\nchanges = ['small', 'soon', 'never', 'large', 'again']",
    );
    happens(
        &text,
        &["starts"],
        &[
            "10 starts job 0 a after 10",
            "10 starts job 1 a after 9",
            // At 30 h the third has waited for more than 20 h.
            "30 starts job 2 a after 28",
            "70 starts job 3 a after 20",
            "70 starts job 4 a after 10",
        ],
    );
}

#[test]
fn s1_a_batch_whose_time_is_up_goes_among_the_gates_upstream_first() {
    // What the gate y lets through at 10 h is in the batch of z, and that is in front of the gate a in
    // time; job 1 comes to z at 10 h out of a service without effort.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['z', 'a'] }\n\
         work.more = { demand = { items = ['10h'] }, route = ['m', 'z', 'a'] }\n\
         work.slow = { demand = { items = ['1h'] }, route = ['y', 'z', 'a'] }\n\
         station.z = { staff = 'unlimited', batch = { size = 5, or_after = '10h' } }\n\
         station.m = { staff = 1 }\n\
         station.y = { gate = { every = '10h' } }\n\
         station.a = { gate = { every = '10h' } }",
    );
    happens(
        &text,
        &["starts", "out"],
        &[
            "10 starts job 0 z after 10",
            "10 starts more 0 m after 0",
            "10 starts more 0 z after 0",
            "10 starts slow 0 y after 9",
            "10 starts slow 0 z after 0",
            "10 starts job 0 a after 0",
            "10 starts more 0 a after 0",
            "10 starts slow 0 a after 0",
            "10 out job 0",
            "10 out more 0",
            "10 out slow 0",
        ],
    );
}
