//! From what happens to people and rooms to what is published, by hand: constant times, one person
//! a station, a window of 100 hours.

use throughline::experiment::{Outcome, VariantOutcome};
use throughline::report::{TextOptions, csv, json, text};

use crate::support::{self, cause, mean};

fn run(rest: &str) -> Outcome {
    let text = format!(
        "format = 1\ntitle = 'By hand'\nclock = {{ calendar = 'always', horizon = '100h' }}\n{rest}"
    );
    support::run(&text, 4, 1)
}

fn page(outcome: &Outcome) -> String {
    let options = TextOptions {
        width: 100,
        color: false,
        ascii: true,
    };
    text(outcome, &options)
}

fn sound(found: &VariantOutcome) {
    let checks = &found.checks;
    assert_eq!(
        (checks.mass_balance, checks.ledger, checks.little),
        (0, 0, 0.0)
    );
}

/// One desk with 5 h of touch; work comes at 0, 1 and 2 h.
fn desk(keys: &str) -> Outcome {
    run(&format!(
        "work.job = {{ demand = {{ items = ['0h', '1h', '2h'] }}, route = ['desk'] }}\n\
         station.desk = {{ staff = 1, touch = '5h', {keys} }}\n"
    ))
}

#[test]
fn s9_who_finds_no_room_is_turned_away() {
    let outcome = desk("waiting_room = 0, when_full = 'turn_away'");
    let found = &outcome.variants[0];
    sound(found);
    let (desk, job) = (&found.stations["desk"], &found.work["job"]);
    assert_eq!(mean(&desk.turned_away), 2.0 / 3.0);
    assert_eq!(mean(&job.turned_away), 2.0 / 3.0);
    assert_eq!((&desk.abandoned, &job.abandoned), (&None, &None));
    assert_eq!((mean(&found.delivered), mean(&found.wip)), (1.0, 0.05));
    let page = page(&outcome);
    assert!(page.contains("turned away [share of items]"), "{page}");
    assert!(!page.contains("gave"), "{page}");
}

#[test]
fn s12_who_has_waited_long_enough_gives_up() {
    let patient = |span: &str| desk(&format!("abandon = {{ after = '{span}' }}"));
    // The second gives up at 4 h, the third would at 5 h, when it is served.
    let outcome = patient("3h");
    let found = &outcome.variants[0];
    sound(found);
    let desk = &found.stations["desk"];
    assert_eq!(mean(&desk.abandoned), 1.0 / 3.0);
    assert_eq!(mean(&found.work["job"].abandoned), 1.0 / 3.0);
    assert_eq!((&desk.turned_away, mean(&found.delivered)), (&None, 2.0));
    assert_eq!((mean(&desk.queue), mean(&desk.wait)), (0.06, 1.5));
    let page = page(&outcome);
    assert!(page.contains("gave up [share of items]"), "{page}");
    // Nobody has to: the share exists and is 0.
    let found = &patient("50h").variants[0];
    assert_eq!(mean(&found.stations["desk"].abandoned), 0.0);
    assert_eq!(mean(&found.delivered), 3.0);
}

#[test]
fn s9_people_who_hold_finished_work_are_blocked() {
    let outcome = run(
        "work.job = { demand = { items = ['0h', '0h', '0h'] }, route = ['a', 'b'] }\n\
         station.a = { staff = 1, touch = '1h' }\nstation.b = { staff = 1, touch = '3h', waiting_room = 0 }\n",
    );
    // At a: 0-1, 1-2, then blocked to 4, 4-5, then blocked to 7.
    let found = &outcome.variants[0];
    sound(found);
    let a = &found.stations["a"];
    let people = a.people.as_ref().unwrap();
    assert_eq!(
        (mean(&people.busy), mean(&people.blocked)),
        (0.03, 0.05 - 0.01)
    );
    assert_eq!((mean(&people.starved), mean(&a.utilisation)), (0.93, 0.03));
    assert_eq!(cause(&a.time, "blocked"), 4.0 / 3.0);
    assert_eq!(
        mean(&found.stations["b"].people.as_ref().unwrap().blocked),
        0.0
    );
    let page = page(&outcome);
    assert!(
        page.contains("\nPeople\n") && page.contains("done, but nowhere to go"),
        "{page}"
    );
    assert!(!page.contains("absent"), "{page}");
}

#[test]
fn people_in_a_circle_wait_for_good_and_the_report_says_so() {
    let outcome = run(
        "work.job = { demand = { items = ['0h', '0h', '0h'] }, route = ['a', 'b'] }\n\
         station.a = { staff = 1, touch = '1h', waiting_room = 0 }\n\
         [station.b]\nstaff = 1\ntouch = '1.5h'\nwaiting_room = 0\n\
         rework = { chance = 1.0, to = 'a', max = 1 }\n",
    );
    // From 2 h on a holds the second job, from 2.5 h on b the first, which was sent back.
    let found = &outcome.variants[0];
    sound(found);
    assert_eq!(found.checks.deadlocks, 4);
    assert_eq!(mean(&found.delivered), 0.0);
    let note = &found.notes[0];
    assert!(
        note.contains("In 4 of 4 trials") && note.contains("2.5 hours"),
        "{note}"
    );
    assert!(json(&outcome, None).contains("\"deadlocks\": 4"));
    assert!(page(&outcome).contains("DEADLOCK in 4 of 4 trials of as_written"));
}

#[test]
fn the_time_of_a_pool_is_told_once() {
    let outcome = run(
        "work.job = { demand = { items = ['0h', '0h'] }, route = ['a', 'b'] }\n\
         pool.both = { title = 'All hands', staff = 1 }\n\
         station.a = { pool = 'both', touch = '2h' }\n\
         station.b = { pool = 'both', touch = '4h' }\n",
    );
    let found = &outcome.variants[0];
    sound(found);
    // One person: a 0-2, a 2-4, b 4-8, b 8-12.
    let (a, b, pool) = (
        &found.stations["a"],
        &found.stations["b"],
        &found.pools["both"],
    );
    assert_eq!((mean(&a.utilisation), mean(&b.utilisation)), (0.04, 0.08));
    assert_eq!(
        (&a.people, a.pool.as_deref(), a.staff),
        (&None, Some("both"), Some(1))
    );
    assert_eq!((mean(&pool.utilisation), pool.staff), (0.12, 1));
    assert_eq!(pool.stations, ["a", "b"]);
    let people = &pool.people;
    assert_eq!((mean(&people.busy), mean(&people.starved)), (0.12, 0.88));
    // 2 h at a, 2 h and 4 h at b.
    assert_eq!(mean(&pool.queue), 0.08);
    assert!(csv(&outcome, None).contains("as_written,,pool,both,utilisation,,0.12,"));
    let page = page(&outcome);
    assert!(
        page.contains("All hands (1)") && page.contains("12.0%"),
        "{page}"
    );
}
