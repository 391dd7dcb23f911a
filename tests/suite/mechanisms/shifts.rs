//! People by time, people who leave for good, and people who look for work now and then.

use super::{always, scenario, shows, timeline};
use crate::support::{cause, mean, run_once};

const ALL: &[&str] = &["starts", "laid down", "completes"];

#[test]
fn s8_a_shift_that_ends_lays_down_the_work_started_last() {
    // Two till 8 h, one till 17 h, nobody till 24 h. At 6 h 2 and 3 start; at 8 h 3 is laid down
    // with 4 h left, and goes on from 12 to 16 h; 4 from 16 h, laid down at 17 h with 5 h left.
    let text = scenario(
        "calendar = 'always', horizon = '48h'",
        "work.job = { demand = { initial = 5 }, route = ['desk'] }\n\
         station.desk = { touch = '6h', staff = { repeat = '1d', profile = [\
             { from = '0h', n = 2 }, { from = '8h', n = 1 }, { from = '17h', n = 0 }] } }",
    );
    shows(
        &text,
        ALL,
        &[
            "0 starts job 0 desk after 0",
            "0 starts job 1 desk after 0",
            "6 completes job 0 desk",
            "6 completes job 1 desk",
            "6 starts job 2 desk after 6",
            "6 starts job 3 desk after 6",
            "8 laid down job 3 desk",
            "12 completes job 2 desk",
            "16 completes job 3 desk",
            "16 starts job 4 desk after 16",
            "17 laid down job 4 desk",
            "29 completes job 4 desk",
        ],
    );
    let found = run_once(&text);
    assert_eq!(cause(&found.time, "touch"), 6.0);
    // 3 from 8 to 12 h, 4 from 17 to 24 h.
    assert!((cause(&found.time, "preempted") * 5.0 - 11.0).abs() < 1e-9);
    // 25 h a day are on duty; 30 h of them at work.
    assert_eq!(mean(&found.stations["desk"].utilisation), 30.0 / 50.0);
    let people = found.stations["desk"].people.as_ref().unwrap();
    assert!((mean(&people.busy) - 0.6).abs() < 1e-12);
    assert!((mean(&people.starved) - 0.4).abs() < 1e-12);
    assert_eq!(mean(&people.off), 0.0);
}

#[test]
fn s8_shifts_over_midnight_and_a_calendar_that_closes() {
    // Three from 22 h to 12 h, one from 12 to 22 h, all of them in the office from 9 to 17. At 12 h
    // 2 and 1 are laid down with 2 h left each, 1 in front: it goes on from 14 to 16 h, 2 from 16 to
    // 17 h and from 9 to 10 h on Tuesday, in the hands of the same person.
    let text = scenario(
        "calendar = 'office', horizon = '48h'",
        "work.job = { demand = { initial = 3 }, route = ['desk'] }\n\
         station.desk = { touch = '5h', staff = { repeat = '1d', profile = [\
             { from = '0h', n = 3 }, { from = '12h', n = 1 }, { from = '22h', n = 3 }] } }",
    );
    shows(
        &text,
        ALL,
        &[
            "9 starts job 0 desk after 9",
            "9 starts job 1 desk after 9",
            "9 starts job 2 desk after 9",
            "12 laid down job 2 desk",
            "12 laid down job 1 desk",
            "14 completes job 0 desk",
            "16 completes job 1 desk",
            "34 completes job 2 desk",
        ],
    );
    let found = run_once(&text);
    let time = |name: &str| cause(&found.time, name) * 3.0;
    assert!((time("touch") - 15.0).abs() < 1e-9);
    assert!((time("preempted") - (2.0 + 4.0)).abs() < 1e-9);
    assert!((time("off_calendar") - (27.0 + 16.0)).abs() < 1e-9);
    // On duty a day: three for 3 h and one for 5 h.
    assert!((mean(&found.stations["desk"].utilisation) - 15.0 / 28.0).abs() < 1e-12);
}

#[test]
fn t1_shifts_run_backwards_through_the_burn_in() {
    // The run begins at 14:00 of the day before: one is there from 12 to 20 h. 6 h are done by then,
    // the other 2 h by 14 h.
    let text = scenario(
        "calendar = 'always', burn_in = '10h', horizon = '48h'",
        "work.job = { demand = { initial = 1 }, route = ['desk'] }\n\
         station.desk = { touch = '8h', staff = { repeat = '1d', profile = [\
             { from = '0h', n = 0 }, { from = '12h', n = 1 }, { from = '20h', n = 0 }] } }",
    );
    shows(
        &text,
        ALL,
        &[
            "-10 starts job 0 desk after 0",
            "-4 laid down job 0 desk",
            "14 completes job 0 desk",
        ],
    );
    // Two days of 8 h, 2 h of them at work.
    assert_eq!(
        mean(&run_once(&text).stations["desk"].utilisation),
        2.0 / 16.0
    );
}

#[test]
fn shifts_without_repeat_come_once() {
    // 0 till 3 h, 1 till 5 h with 1 h left, from 9 h on two.
    let text = always(
        "work.job = { demand = { initial = 4 }, route = ['desk'] }\n\
         station.desk = { touch = '3h', staff = { profile = [\
             { from = '0h', n = 1 }, { from = '5h', n = 0 }, { from = '9h', n = 2 }] } }",
    );
    shows(
        &text,
        ALL,
        &[
            "0 starts job 0 desk after 0",
            "3 completes job 0 desk",
            "3 starts job 1 desk after 3",
            "5 laid down job 1 desk",
            "9 starts job 2 desk after 9",
            "10 completes job 1 desk",
            "10 starts job 3 desk after 10",
            "12 completes job 2 desk",
            "13 completes job 3 desk",
        ],
    );
    // 5 h of one, 391 h of two.
    let used = mean(&run_once(&text).stations["desk"].utilisation);
    assert!((used - 12.0 / 787.0).abs() < 1e-12);
}

#[test]
fn s1_shifts_begin_before_what_arrives_then() {
    // The one of the second shift is there when 0 arrives, at that instant.
    let text = always(
        "work.job = { demand = { items = ['8h'] }, route = ['desk'] }\n\
         station.desk = { touch = '3h', staff = { profile = [\
             { from = '0h', n = 0 }, { from = '8h', n = 1 }] } }",
    );
    shows(&text, &["starts"], &["8 starts job 0 desk after 0"]);
}

#[test]
fn shifts_of_a_pool() {
    // One for two stations, two from 4 h on: y waits till then.
    let text = always(
        "work.x = { demand = { items = ['0h'] }, route = ['a'] }\n\
         work.y = { demand = { items = ['1h'] }, route = ['b'] }\n\
         pool.p = { staff = { profile = [{ from = '0h', n = 1 }, { from = '4h', n = 2 }] } }\n\
         station.a = { pool = 'p', touch = '10h' }\n\
         station.b = { pool = 'p', touch = '10h' }",
    );
    shows(
        &text,
        &["starts"],
        &["0 starts x 0 a after 0", "4 starts y 0 b after 3"],
    );
}

#[test]
fn s8_who_leaves_for_good_lays_down_what_is_in_hand() {
    // Both stay for 5 h. 0 and 1 are done at 4 h; 2 is laid down at 5 h with 3 h left. A third comes
    // at 8 h and is done with 2 at 11 h; 3 is in hand till that one leaves at 13 h.
    let text = always(
        "work.job = { demand = { initial = 4 }, route = ['desk'] }\n\
         station.desk = { staff = 2, touch = '4h', attrition = { after = '5h' } }\n\
         change.hire = { at = '8h', set = { 'desk.staff' = '+1' } }\n\
         variant.one.changes = ['hire']",
    );
    shows(
        &text,
        ALL,
        &[
            "0 starts job 0 desk after 0",
            "0 starts job 1 desk after 0",
            "4 completes job 0 desk",
            "4 completes job 1 desk",
            "4 starts job 2 desk after 4",
            "4 starts job 3 desk after 4",
            "5 laid down job 2 desk",
            "5 laid down job 3 desk",
            "11 completes job 3 desk",
            "13 laid down job 2 desk",
        ],
    );
    let found = run_once(&text);
    assert_eq!(
        (mean(&found.delivered), mean(&found.inside_at_end)),
        (3.0, 1.0)
    );
    // Two for 5 h and one for 5 h were there: all of it at work but 8 to 13 h: 15 h of 15.
    assert_eq!(mean(&found.stations["desk"].utilisation), 1.0);
    let people = found.stations["desk"].people.as_ref().unwrap();
    assert_eq!((mean(&people.busy), mean(&people.starved)), (1.0, 0.0));
}

#[test]
fn each_person_leaves_after_a_draw_of_their_own() {
    let text = always(
        "work.job = { demand = { initial = 30 }, route = ['desk'] }\n\
         station.desk = { staff = 30, touch = '300h', attrition = { after = { uniform = { from = '10h', to = '200h' } } } }",
    );
    let all = timeline(&text, &["laid down"]);
    assert_eq!(all.len(), 30);
    let mut when: Vec<&str> = all
        .iter()
        .map(|line| line.split(' ').next().unwrap())
        .collect();
    when.dedup();
    assert_eq!(when.len(), 30);
}

#[test]
fn who_finds_nothing_looks_again_only_after_a_while() {
    // Looks at 0 and 4 h; 0 waits from 1 to 4 h. Done at 5 h, 1 has come and starts at once. Done at
    // 6 h nothing waits: looks at 10 h, and at 14 h, where 2 comes at that instant.
    let text = always(
        "work.job = { demand = { items = ['1h', '4.5h', '14h', '15.5h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '1h', looks_every = '4h' }",
    );
    shows(
        &text,
        &["starts"],
        &[
            "4 starts job 0 desk after 3",
            "5 starts job 1 desk after 0.5",
            "14 starts job 2 desk after 0",
            // Done at 15 h: looks at 19 h.
            "19 starts job 3 desk after 3.5",
        ],
    );
    let found = run_once(&text);
    assert_eq!(mean(&found.stations["desk"].wait), 7.0 / 4.0);
    assert!((mean(&found.stations["desk"].queue) - 7.0 / 400.0).abs() < 1e-12);
    assert!((cause(&found.time, "contention") - 7.0 / 4.0).abs() < 1e-9);
    let people = found.stations["desk"].people.as_ref().unwrap();
    assert_eq!(
        (mean(&people.busy), mean(&people.starved)),
        (4.0 / 400.0, 396.0 / 400.0)
    );
}

#[test]
fn looking_again_takes_working_time() {
    // Looks at 9, 12 and 15 h and, 2 h of that day and 1 h of the next, on Tuesday at 10.
    let text = |items: &str| {
        scenario(
            "calendar = 'office', horizon = '48h'",
            &format!(
                "work.job = {{ demand = {{ items = ['{items}'] }}, route = ['desk'] }}\n\
                 station.desk = {{ staff = 1, touch = '1h', looks_every = '3h' }}"
            ),
        )
    };
    shows(
        &text("9.5h"),
        &["starts"],
        &["12 starts job 0 desk after 2.5"],
    );
    shows(
        &text("16h"),
        &["starts"],
        &["34 starts job 0 desk after 18"],
    );
    // What has come by the opening is found then.
    shows(&text("8h"), &["starts"], &["9 starts job 0 desk after 1"]);
    let found = run_once(&text("16h"));
    let time = |name: &str| cause(&found.time, name);
    assert_eq!((time("off_calendar"), time("contention")), (16.0, 2.0));
}

#[test]
fn who_looks_now_and_then_makes_room_only_then() {
    // a is done at 1 h, but the person of b looks at 4 h: no room for the one who would start there.
    let text = always(
        "work.job = { demand = { initial = 1 }, route = ['a', 'b'] }\n\
         station.a = { staff = 1, touch = '1h' }\n\
         station.b = { staff = 1, touch = '1h', looks_every = '4h', waiting_room = 0 }",
    );
    shows(
        &text,
        &["blocked", "starts"],
        &[
            "0 starts job 0 a after 0",
            "1 blocked job 0 a",
            "4 starts job 0 b after 0",
        ],
    );
}
