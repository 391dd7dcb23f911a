//! Processor sharing: everybody's work at once, at equal shares of the people.

use super::{always, happens, scenario, shows};
use crate::support::{cause, mean, run_once};

const ENDS: &[&str] = &["starts", "withdrawn", "completes"];

/// Two kinds at one desk without a queue.
fn desk(a: &str, b: &str, station: &str) -> String {
    always(&format!(
        "work.a = {{ demand = {{ items = [{a}] }}, route = ['desk'] }}\n\
         work.b = {{ demand = {{ items = [{b}] }}, route = ['desk'] }}\n\
         station.desk = {{ order = 'processor_sharing', {station} }}"
    ))
}

#[test]
fn s11_items_share_a_person_equally() {
    // Half of the person each: a has its 2 h at 4 h, b its other 2 h at 6 h.
    let text = desk(
        "'0h'",
        "'0h'",
        "staff = 1, touch_for = { a = '2h', b = '4h' }",
    );
    shows(
        &text,
        ENDS,
        &[
            "0 starts a 0 desk after 0",
            "0 starts b 0 desk after 0",
            "4 completes a 0 desk",
            "6 completes b 0 desk",
        ],
    );
    let found = run_once(&text);
    let time = |kind: &str, name: &str| cause(&found.work[kind].time, name);
    assert_eq!((time("a", "touch"), time("a", "contention")), (2.0, 2.0));
    assert_eq!((time("b", "touch"), time("b", "contention")), (4.0, 2.0));
    let desk = &found.stations["desk"];
    assert_eq!(mean(&desk.utilisation), 6.0 / 400.0);
    assert_eq!((mean(&desk.wait), mean(&desk.present)), (0.0, 10.0 / 400.0));
    assert_eq!(mean(&desk.effort), 3.0);
    let people = desk.people.as_ref().unwrap();
    assert_eq!(
        (mean(&people.busy), mean(&people.starved)),
        (6.0 / 400.0, 394.0 / 400.0)
    );
}

#[test]
fn s11_who_comes_later_takes_a_share_from_then_on() {
    // a has 2 h alone, then half: b has its 2 h at 6 h, a its 6 h at 8 h.
    let text = desk(
        "'0h'",
        "'2h'",
        "staff = 1, touch_for = { a = '6h', b = '2h' }",
    );
    shows(
        &text,
        ENDS,
        &[
            "0 starts a 0 desk after 0",
            "2 starts b 0 desk after 0",
            "6 completes b 0 desk",
            "8 completes a 0 desk",
        ],
    );
}

#[test]
fn s11_nobody_gets_more_than_one_persons_pace() {
    let text = desk("'0h'", "'1h'", "staff = 3, touch = '4h', pace = 2");
    shows(
        &text,
        ENDS,
        &[
            "0 starts a 0 desk after 0",
            "1 starts b 0 desk after 0",
            "2 completes a 0 desk",
            "3 completes b 0 desk",
        ],
    );
    let found = run_once(&text);
    assert_eq!(
        (
            cause(&found.time, "touch"),
            cause(&found.time, "contention")
        ),
        (2.0, 0.0)
    );
    assert!((mean(&found.stations["desk"].utilisation) - 4.0 / 1200.0).abs() < 1e-15);
}

#[test]
fn s11_two_people_and_three_items_through_changes_and_a_night() {
    // From noon at 2/3 of a person each. By 15 h 2 h of 6 are done; at twice the pace by 16.5 h
    // another 2. Then one person, 1/3 each: 2 h take 3 h, half an hour of them on Monday.
    let text = scenario(
        "calendar = 'office', horizon = '72h'",
        "work.job = { demand = { items = ['12h', '12h', '12h'] }, route = ['desk'] }\n\
         station.desk = { staff = 2, touch = '6h', order = 'processor_sharing' }\n\
         change.fast = { at = '15h', set = { 'desk.pace' = 2 } }\n\
         change.less = { at = '16.5h', set = { 'desk.staff' = 1 } }\n\
         variant.one.changes = ['fast', 'less']",
    );
    shows(
        &text,
        ENDS,
        &[
            "12 starts job 0 desk after 0",
            "12 starts job 1 desk after 0",
            "12 starts job 2 desk after 0",
            "35.5 completes job 0 desk",
            "35.5 completes job 1 desk",
            "35.5 completes job 2 desk",
        ],
    );
    let found = run_once(&text);
    let time = |name: &str| cause(&found.time, name);
    // 4.5 h at 2/3 and 3 h at 1/3.
    assert!((time("touch") - 4.0).abs() < 1e-6);
    assert!((time("contention") - 3.5).abs() < 1e-6);
    assert_eq!(time("off_calendar"), 16.0);
    // On duty: two for 7.5 h, one for 0.5 h and two more days.
    let used = mean(&found.stations["desk"].utilisation);
    assert!((used - 12.0 / (15.0 + 0.5 + 16.0)).abs() < 1e-9, "{used}");
}

#[test]
fn s11_sharing_rests_while_nobody_is_there() {
    // 2 h each by 4 h; nobody till 9 h; the other 1 h each takes 2 h.
    let text = desk(
        "'0h'",
        "'0h'",
        "touch = '3h', staff = { profile = [{ from = '0h', n = 1 }, { from = '4h', n = 0 }, \
                                            { from = '9h', n = 1 }] }",
    );
    happens(
        &text,
        &["completes", "delivered"],
        &[
            "11 completes a 0 desk",
            "11 completes b 0 desk",
            "11 delivered a 0",
            "11 delivered b 0",
        ],
    );
    let found = run_once(&text);
    assert!((cause(&found.time, "touch") - 3.0).abs() < 1e-9);
    assert_eq!((found.checks.ledger, found.checks.little), (0, 0.0));
    assert!((mean(&found.stations["desk"].utilisation) - 6.0 / 395.0).abs() < 1e-12);
}

#[test]
fn s11_absence_takes_from_what_is_shared() {
    // Absent from 3 to 5 h: the 5 h of a are done at 7 h.
    let text = desk(
        "'0h'",
        "",
        "staff = 1, touch = '5h', away = { every = '3h', lasts = '2h' }",
    );
    shows(
        &text,
        ENDS,
        &["0 starts a 0 desk after 0", "7 completes a 0 desk"],
    );
    let found = run_once(&text);
    assert!((cause(&found.time, "touch") - 5.0).abs() < 1e-9);
    let people = found.stations["desk"].people.as_ref().unwrap();
    assert!((mean(&people.absent) - 160.0 / 400.0).abs() < 1e-12);
    assert!((mean(&people.busy) - 5.0 / 400.0).abs() < 1e-12);
}

#[test]
fn s11_what_is_off_duty_starts_at_the_opening() {
    let text = scenario(
        "calendar = 'office', horizon = '48h'",
        "work.job = { demand = { items = ['3h', '4h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '2h', order = 'processor_sharing' }",
    );
    shows(
        &text,
        ENDS,
        &[
            "9 starts job 0 desk after 6",
            "9 starts job 1 desk after 5",
            "13 completes job 0 desk",
            "13 completes job 1 desk",
        ],
    );
    let found = run_once(&text);
    let time = |name: &str| cause(&found.time, name);
    assert_eq!(
        (time("off_calendar"), time("touch"), time("contention")),
        (5.5, 2.0, 2.0)
    );
}

#[test]
fn r4_a_quorum_withdraws_a_shared_item() {
    // Half each by 2 h; then the other has the person alone: 3 h more.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, \
                      route = [{ quorum = 1, of = ['c', 'z'] }, 'end'] }\n\
         work.other = { demand = { items = ['0h'] }, route = ['c'], counts = false }\n\
         station.c = { staff = 1, touch_for = { job = '10h', other = '4h' }, \
                       order = 'processor_sharing' }\n\
         station.z = { staff = 1, touch = '2h' }\n\
         station.end = { staff = 1, touch = '1h' }",
    );
    shows(
        &text,
        &["withdrawn", "delivered"],
        &[
            "2 withdrawn job 0 c",
            "3 delivered job 0",
            "5 delivered other 0",
        ],
    );
    let found = run_once(&text);
    assert!((cause(&found.stations["c"].beside, "discarded") * 2.0 - 1.0).abs() < 1e-9);
    assert!((mean(&found.stations["c"].utilisation) - 5.0 / 400.0).abs() < 1e-12);
    let other = |name: &str| cause(&found.work["other"].time, name);
    assert!((other("touch") - 4.0).abs() < 1e-9 && (other("contention") - 1.0).abs() < 1e-9);
}

#[test]
fn s11_focus_leaves_the_rest_of_a_share_to_other_duties() {
    // Half a person at half focus: 2 h of touch take 8 h while there are two.
    let text = desk("'0h'", "'0h'", "staff = 1, touch = '2h', focus = '50%'");
    shows(
        &text,
        &["completes"],
        &["8 completes a 0 desk", "8 completes b 0 desk"],
    );
    let found = run_once(&text);
    let time = |name: &str| cause(&found.time, name);
    assert_eq!(
        (time("touch"), time("other_duties"), time("contention")),
        (2.0, 2.0, 4.0)
    );
}

#[test]
fn s11_a_pool_shares_across_its_stations() {
    // Three items, two people: 2/3 each. x has 2 h at 3 h; then one each: y and z have 3 h at 4 h.
    let text = always(
        "work.x = { demand = { items = ['0h'] }, route = ['a'] }\n\
         work.y = { demand = { items = ['0h'] }, route = ['b'] }\n\
         work.z = { demand = { items = ['0h'] }, route = ['b'] }\n\
         pool.p = { staff = 2, order = 'processor_sharing' }\n\
         station.a = { pool = 'p', touch = '2h' }\n\
         station.b = { pool = 'p', touch = '3h' }",
    );
    shows(
        &text,
        &["completes"],
        &[
            "3 completes x 0 a",
            "4 completes y 0 b",
            "4 completes z 0 b",
        ],
    );
    let found = run_once(&text);
    assert!((mean(&found.pools["p"].utilisation) - 8.0 / 800.0).abs() < 1e-12);
    assert!((mean(&found.stations["a"].utilisation) - 2.0 / 800.0).abs() < 1e-12);
}

#[test]
fn s9_what_was_shared_is_blocked_without_holding_a_share() {
    // Both done at a at 4 h; b takes 0 till 14 h and has no room for 1, who is blocked and takes
    // nothing from the third: 5 to 7 h.
    let text = always(
        "work.job = { demand = { items = ['0h', '0h'] }, route = ['a', 'b'] }\n\
         work.third = { demand = { items = ['5h'] }, route = ['a'] }\n\
         station.a = { staff = 1, touch = '2h', order = 'processor_sharing' }\n\
         station.b = { staff = 1, touch = '10h', waiting_room = 0 }",
    );
    let found = run_once(&text);
    let blocked = cause(&found.work["job"].time, "blocked");
    assert_eq!(blocked, 5.0);
    assert_eq!((found.checks.mass_balance, found.checks.ledger), (0, 0));
    happens(
        &text,
        &["blocked", "delivered"],
        &[
            "4 blocked job 1 a",
            "7 delivered third 0",
            "14 delivered job 0",
            "24 delivered job 1",
        ],
    );
}

#[test]
fn s12_who_finds_nobody_to_share_has_not_been_started() {
    // Nobody is there from 1 to 9 h: b comes at 2 h and gives up at 5 h, a keeps what it has.
    let text = desk(
        "'0h'",
        "'2h'",
        "touch = '3h', abandon = { after = '3h' }, \
         staff = { profile = [{ from = '0h', n = 1 }, { from = '1h', n = 0 }, { from = '9h', n = 1 }] }",
    );
    shows(
        &text,
        &["starts", "abandoned", "completes"],
        &[
            "0 starts a 0 desk after 0",
            "5 abandoned b 0 desk",
            "11 completes a 0 desk",
        ],
    );
}

#[test]
fn t5_endless_work_that_is_shared_follows_who_has_nothing_to_share() {
    // Two people, two items; another one when one of them is done.
    let text = scenario(
        "calendar = 'always', horizon = '7h'",
        "work.new = { demand = { endless = true }, route = ['desk'] }\n\
         work.bug = { demand = { items = ['1h'] }, route = ['desk'] }\n\
         station.desk = { staff = 2, touch = '3h', order = 'processor_sharing' }",
    );
    // From 1 h three share two: each gets 2/3. The two have the other 2 h at 4 h; the bug has 2 h by
    // then, goes on at one person's pace beside one new, and is done at 5 h.
    shows(
        &text,
        &["released", "delivered"],
        &[
            "0 released new 0",
            "0 released new 1",
            "1 released bug 0",
            "4 delivered new 0",
            "4 delivered new 1",
            "4 released new 2",
            "5 delivered bug 0",
            "5 released new 3",
        ],
    );
}

#[test]
fn s11_who_leaves_for_good_shares_no_more() {
    // Both leave at 4 h, with 2 h of 6 to go for each of three at 2/3; one more comes at 10 h.
    let text = always(
        "work.job = { demand = { items = ['0h', '0h', '0h'] }, route = ['desk'] }\n\
         station.desk = { staff = 2, touch = '4h', order = 'processor_sharing', \
                          attrition = { after = '3h' } }\n\
         change.hire = { at = '10h', set = { 'desk.staff' = '+2' } }\n\
         variant.one.changes = ['hire']",
    );
    // 2 h each by 3 h; the two newcomers give each the other 2 h by 13 h, when they leave, too.
    let found = run_once(&text);
    assert_eq!(mean(&found.delivered), 3.0);
    assert_eq!(mean(&found.flow_time.mean), 13.0);
    assert!((mean(&found.stations["desk"].utilisation) - 1.0).abs() < 1e-12);
}
