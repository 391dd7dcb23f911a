//! People shared by several stations, and what changing over costs them.

use super::{always, scenario, shows, timeline};
use crate::support::{cause, mean, run_once};

#[test]
fn a_pool_serves_one_queue_of_all_its_stations() {
    // x 0 to 2 h, then z (since 0.5 h) till 4 h, then y (since 1 h) till 5 h.
    let text = always(
        "work.x = { demand = { items = ['0h'] }, route = ['a'] }\n\
         work.y = { demand = { items = ['1h'] }, route = ['b'] }\n\
         work.z = { demand = { items = ['0.5h'] }, route = ['a'] }\n\
         pool.p = { staff = 1 }\n\
         station.a = { pool = 'p', touch = '2h' }\n\
         station.b = { pool = 'p', touch = '1h' }",
    );
    shows(
        &text,
        &["starts"],
        &[
            "0 starts x 0 a after 0",
            "2 starts z 0 a after 1.5",
            "4 starts y 0 b after 3",
        ],
    );
    let found = run_once(&text);
    // Busy there over the time of all.
    assert_eq!(mean(&found.stations["a"].utilisation), 4.0 / 400.0);
    assert_eq!(mean(&found.stations["b"].utilisation), 1.0 / 400.0);
    assert_eq!(mean(&found.stations["a"].queue), 1.5 / 400.0);
    assert_eq!(mean(&found.stations["b"].queue), 3.0 / 400.0);
    let pool = &found.pools["p"];
    assert_eq!(mean(&pool.utilisation), 5.0 / 400.0);
    assert_eq!(mean(&pool.people.busy), 5.0 / 400.0);
    assert_eq!(mean(&pool.people.starved), 395.0 / 400.0);
}

#[test]
fn s2_ties_in_a_pool_go_by_kind_and_number_not_by_station() {
    let text = always(
        "work.c = { demand = { items = ['3h'] }, route = ['s1'] }\n\
         work.b = { demand = { items = ['3h', '3h'] }, route = ['s2'] }\n\
         work.a = { demand = { items = ['3h'] }, route = ['s3'] }\n\
         pool.p = { staff = 1 }\n\
         station.s1 = { pool = 'p', touch = '1h' }\n\
         station.s2 = { pool = 'p', touch = '1h' }\n\
         station.s3 = { pool = 'p', touch = '1h' }",
    );
    shows(
        &text,
        &["starts"],
        &[
            "3 starts a 0 s3 after 0",
            "4 starts b 0 s2 after 1",
            "5 starts b 1 s2 after 2",
            "6 starts c 0 s1 after 3",
        ],
    );
}

#[test]
fn s2_ties_in_a_pool_hold_for_items_that_move_on_at_one_instant() {
    // Two ends and an arrival at 2 h: a comes from the last station by name.
    let text = always(
        "work.c = { demand = { items = ['2h'] }, route = ['s1'] }\n\
         work.b = { demand = { items = ['0h'] }, route = ['early', 's2'] }\n\
         work.a = { demand = { items = ['1h'] }, route = ['late', 's3'] }\n\
         pool.p = { staff = 1 }\n\
         station.early = { staff = 1, touch = '2h' }\n\
         station.late = { staff = 1, touch = '1h' }\n\
         station.s1 = { pool = 'p', touch = '1h' }\n\
         station.s2 = { pool = 'p', touch = '1h' }\n\
         station.s3 = { pool = 'p', touch = '1h' }",
    );
    let all = timeline(&text, &["starts"]);
    assert_eq!(
        all[2..],
        [
            "2 starts a 0 s3 after 0",
            "3 starts b 0 s2 after 1",
            "4 starts c 0 s1 after 2",
        ]
    );
}

#[test]
fn s11_a_pool_preempts_across_its_stations() {
    // Low is at a from 0 h, laid down at 3 h for the one at b, and goes on from 5 to 12 h.
    let text = always(
        "work.low = { demand = { items = ['0h'] }, route = ['a'] }\n\
         work.top = { demand = { items = ['3h'] }, priority = 1, route = ['b'] }\n\
         pool.p = { staff = 1, order = 'priority_preempt' }\n\
         station.a = { pool = 'p', touch = '10h' }\n\
         station.b = { pool = 'p', touch = '2h' }",
    );
    shows(
        &text,
        &["starts", "laid down", "completes"],
        &[
            "0 starts low 0 a after 0",
            "3 laid down low 0 a",
            "3 starts top 0 b after 0",
            "5 completes top 0 b",
            "12 completes low 0 a",
        ],
    );
    let found = run_once(&text);
    assert_eq!(cause(&found.stations["a"].time, "preempted"), 2.0);
    assert_eq!(mean(&found.pools["p"].utilisation), 12.0 / 400.0);
}

#[test]
fn an_item_that_moves_on_within_a_pool_goes_to_the_back() {
    // x is done at a at 2 h and behind z at the second station, although its person is the same.
    let text = always(
        "work.x = { demand = { items = ['0h'] }, route = ['a', 'b'] }\n\
         work.z = { demand = { items = ['1h'] }, route = ['a'] }\n\
         pool.p = { staff = 1 }\n\
         station.a = { pool = 'p', touch = '2h' }\n\
         station.b = { pool = 'p', touch = '1h' }",
    );
    shows(
        &text,
        &["starts", "delivered"],
        &[
            "0 starts x 0 a after 0",
            "2 starts z 0 a after 1",
            "4 delivered z 0",
            "4 starts x 0 b after 2",
            "5 delivered x 0",
        ],
    );
}

#[test]
fn a_pool_keeps_its_calendar_and_focus_at_all_stations() {
    // From 9:00, at half focus: a till 13:00, b 13:00 to 17:00 and Tuesday 9:00 to 11:00.
    let text = scenario(
        "horizon = '40h', calendar = 'always'",
        "work.x = { demand = { items = ['0h'] }, route = ['a', 'b'] }\n\
         pool.p = { staff = 1, calendar = 'office', focus = '50%' }\n\
         station.a = { pool = 'p', touch = '2h' }\n\
         station.b = { pool = 'p', touch = '3h' }",
    );
    shows(
        &text,
        &["starts", "completes"],
        &[
            "9 starts x 0 a after 9",
            "13 completes x 0 a",
            "13 starts x 0 b after 0",
            "35 completes x 0 b",
        ],
    );
    let found = run_once(&text);
    let time = |name: &str| cause(&found.time, name);
    assert_eq!(
        (time("touch"), time("other_duties"), time("off_calendar")),
        (5.0, 5.0, 25.0)
    );
    // Monday and Tuesday from 9 to 16: 15 h on duty, 10 of them busy.
    let people = &found.pools["p"].people;
    assert_eq!(mean(&people.busy), 10.0 / 40.0);
    assert_eq!(mean(&people.starved), 5.0 / 40.0);
    assert_eq!(mean(&people.off), 25.0 / 40.0);
    assert!((mean(&found.pools["p"].utilisation) - 10.0 / 15.0).abs() < 1e-12);
}

#[test]
fn s8_a_pool_grows_and_shrinks_for_all_its_stations() {
    // From 1 h two more: at 4 h one goes, and y, started last, is laid down with 2 h left.
    let text = always(
        "work.x = { demand = { items = ['0h', '0h'] }, route = ['a'] }\n\
         work.y = { demand = { items = ['0h'] }, route = ['b'] }\n\
         pool.p = { staff = 1 }\n\
         station.a = { pool = 'p', touch = '5h' }\n\
         station.b = { pool = 'p', touch = '5h' }\n\
         change.more = { at = '1h', set = { 'pool.p.staff' = '+2' } }\n\
         change.less = { at = '4h', set = { 'pool.p.staff' = 2 } }\n\
         variant.one.changes = ['more', 'less']",
    );
    shows(
        &text,
        &["starts", "laid down", "completes"],
        &[
            "0 starts x 0 a after 0",
            "1 starts x 1 a after 1",
            "1 starts y 0 b after 1",
            "4 laid down y 0 b",
            "5 completes x 0 a",
            "6 completes x 1 a",
            "7 completes y 0 b",
        ],
    );
    let found = run_once(&text);
    // 1 h of one, 3 h of three, 396 h of two.
    let employed = 1.0 + 9.0 + 396.0 * 2.0;
    assert!((mean(&found.pools["p"].utilisation) - 15.0 / employed).abs() < 1e-12);
}

#[test]
fn t5_endless_work_of_a_pool_follows_a_free_person_when_nobody_waits() {
    // The person is free at 3 h, but b has two waiting.
    let text = scenario(
        "calendar = 'always', horizon = '8h'",
        "work.new = { demand = { endless = true }, route = ['a'] }\n\
         work.bug = { demand = { items = ['1h', '1h'] }, route = ['b'] }\n\
         pool.p = { staff = 1 }\n\
         station.a = { pool = 'p', touch = '3h' }\n\
         station.b = { pool = 'p', touch = '1h' }",
    );
    shows(
        &text,
        &["released", "starts"],
        &[
            "0 released new 0",
            "0 starts new 0 a after 0",
            "1 released bug 0",
            "1 released bug 1",
            "3 starts bug 0 b after 2",
            "4 starts bug 1 b after 3",
            "5 released new 1",
            "5 starts new 1 a after 0",
        ],
    );
}

#[test]
fn t4_a_limit_counts_wherever_the_pool_is() {
    // Two inside: x 0 at a till 2 h, then behind x 1; x 2 comes in when x 0 is out at 5 h.
    let text = always(
        "intake.wip_limit = 2\n\
         work.x = { demand = { items = ['0h', '0h', '0h'] }, route = ['a', 'b'] }\n\
         pool.p = { staff = 1 }\n\
         station.a = { pool = 'p', touch = '2h' }\n\
         station.b = { pool = 'p', touch = '1h' }",
    );
    shows(
        &text,
        &["released", "starts"],
        &[
            "0 released x 0",
            "0 released x 1",
            "0 starts x 0 a after 0",
            "2 starts x 1 a after 2",
            "4 starts x 0 b after 2",
            "5 released x 2",
            "5 starts x 1 b after 1",
            "6 starts x 2 a after 1",
            "8 starts x 2 b after 0",
        ],
    );
}

#[test]
fn changing_over_comes_with_another_kind_and_never_first() {
    // a 0 to 1, a 1 to 2, b: over till 2.5, to 3.5, a: over till 4, to 5.
    let text = always(
        "work.a = { demand = { items = ['0h', '0.25h', '0.75h'] }, route = ['desk'] }\n\
         work.b = { demand = { items = ['0.5h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '1h', setup = '30min' }",
    );
    shows(
        &text,
        &["starts"],
        &[
            "0 starts a 0 desk after 0",
            "1 starts a 1 desk after 0.75",
            "2.5 starts b 0 desk after 2",
            "4 starts a 2 desk after 3.25",
        ],
    );
    let found = run_once(&text);
    let b = |name: &str| cause(&found.work["b"].time, name);
    assert_eq!((b("contention"), b("setup"), b("touch")), (1.5, 0.5, 1.0));
    assert_eq!(mean(&found.work["b"].wait), 2.0);
    // Those who change over are busy.
    assert_eq!(mean(&found.stations["desk"].utilisation), 5.0 / 400.0);
    assert_eq!(mean(&found.stations["desk"].wait), 6.0 / 4.0);
}

#[test]
fn pace_divides_changing_over_too() {
    let text = always(
        "work.a = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         work.b = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '2h', setup = '3h', pace = 2 }\n\
         change.slow = { at = '2h', set = { 'desk.pace' = 0.5 } }\n\
         variant.one.changes = ['slow']",
    );
    // a till 1 h; over with 2 h done of 3 by 2 h, the last takes 2 h; touch takes 4 h.
    shows(
        &text,
        &["starts", "completes"],
        &[
            "0 starts a 0 desk after 0",
            "1 completes a 0 desk",
            "4 starts b 0 desk after 4",
            "8 completes b 0 desk",
        ],
    );
    assert_eq!(cause(&run_once(&text).work["b"].time, "setup"), 3.0);
}

#[test]
fn changing_over_pauses_when_the_calendar_closes() {
    // a 15 to 16; over from 16 to 17 and 9 to 10 on Tuesday; touch till 11.
    let text = scenario(
        "calendar = 'office', horizon = '48h'",
        "work.a = { demand = { items = ['15h'] }, route = ['desk'] }\n\
         work.b = { demand = { items = ['15h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '1h', setup = '2h' }",
    );
    shows(
        &text,
        &["starts", "completes"],
        &[
            "15 starts a 0 desk after 0",
            "16 completes a 0 desk",
            "34 starts b 0 desk after 19",
            "35 completes b 0 desk",
        ],
    );
    let found = run_once(&text);
    let b = |name: &str| cause(&found.work["b"].time, name);
    assert_eq!(
        (b("contention"), b("setup"), b("off_calendar")),
        (1.0, 2.0, 16.0)
    );
}

#[test]
fn changing_over_within_a_pool_comes_with_another_station() {
    // Only b takes getting used to: 1 h each time the person comes from a, none for the next there.
    let text = always(
        "work.x = { demand = { items = ['0h', '0.5h'] }, route = ['a', 'b', 'a'] }\n\
         pool.p = { staff = 1 }\n\
         station.a = { pool = 'p', touch = '1h' }\n\
         station.b = { pool = 'p', touch = '1h', setup = '1h' }",
    );
    shows(
        &text,
        &["starts"],
        &[
            "0 starts x 0 a after 0",
            "1 starts x 1 a after 0.5",
            // x 0 is at b since 1 h; over from 2 to 3 h.
            "3 starts x 0 b after 2",
            "4 starts x 1 b after 2",
            "5 starts x 0 a after 1",
            "6 starts x 1 a after 1",
        ],
    );
}

#[test]
fn s8_laid_down_work_goes_on_with_another_person_who_changes_over() {
    // Both start at 0 h; at 4 h b is laid down (last by kind) with 6 h left. The other is done with
    // a at 10 h, changes over till 12 h and ends at 18 h.
    let text = always(
        "work.a = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         work.b = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         station.desk = { staff = 2, touch = '10h', setup = '2h' }\n\
         change.less = { at = '4h', set = { 'desk.staff' = 1 } }\n\
         variant.one.changes = ['less']",
    );
    shows(
        &text,
        &["starts", "laid down", "completes"],
        &[
            "0 starts a 0 desk after 0",
            "0 starts b 0 desk after 0",
            "4 laid down b 0 desk",
            "10 completes a 0 desk",
            "18 completes b 0 desk",
        ],
    );
    let found = run_once(&text);
    let b = |name: &str| cause(&found.work["b"].time, name);
    assert_eq!((b("touch"), b("preempted"), b("setup")), (10.0, 6.0, 2.0));
    // 22 h of work, by two for 4 h and by one for 396 h.
    let people = found.stations["desk"].people.as_ref().unwrap();
    assert!((mean(&people.busy) - 22.0 / 404.0).abs() < 1e-12);
    assert!((mean(&found.stations["desk"].utilisation) - 22.0 / 404.0).abs() < 1e-12);
    assert_eq!(mean(&found.stations["desk"].wait), 0.0);
}

#[test]
fn the_pace_may_change_just_as_changing_over_ends() {
    // a till 1 h, over till 3 h, and from then on twice as fast: touch till 3.5 h.
    let text = always(
        "work.a = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         work.b = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '1h', setup = '2h' }\n\
         change.fast = { at = '3h', set = { 'desk.pace' = 2 } }\n\
         variant.one.changes = ['fast']",
    );
    shows(
        &text,
        &["starts", "completes"],
        &[
            "0 starts a 0 desk after 0",
            "1 completes a 0 desk",
            "3 starts b 0 desk after 3",
            "3.5 completes b 0 desk",
        ],
    );
}

#[test]
fn s2_the_order_of_a_pool_may_change() {
    let text = always(
        "work.x = { demand = { items = ['0h', '1h'] }, route = ['a'] }\n\
         work.y = { demand = { items = ['2h'] }, route = ['b'] }\n\
         pool.p = { staff = 1 }\n\
         station.a = { pool = 'p', touch = '5h' }\n\
         station.b = { pool = 'p', touch = '5h' }\n\
         change.turn = { at = '3h', set = { 'pool.p.order' = 'lifo' } }\n\
         variant.one.changes = ['turn']",
    );
    shows(
        &text,
        &["starts"],
        &[
            "0 starts x 0 a after 0",
            "5 starts y 0 b after 3",
            "10 starts x 1 a after 9",
        ],
    );
}
