//! From what happens to people and rooms to what is published, by hand: constant times, one person
//! a station, a window of 100 hours.

use throughline::experiment::{self, Control, Outcome, Plan, VariantOutcome};
use throughline::random::Distribution;
use throughline::report::{TextOptions, csv, json, text};
use throughline::scenario::Variant;
use throughline::scenario::model::{Scenario, Team, WhenFull};
use throughline::units::HOUR;

use crate::support::{cause, mean, read};

/// Runs a scenario that is edited where the language has no words for it yet.
fn run(rest: &str, edit: impl Fn(&mut Scenario)) -> Outcome {
    let text = format!(
        "format = 1\ntitle = 'By hand'\nclock = {{ calendar = 'always', horizon = '100h' }}\n{rest}"
    );
    let document = read(&text);
    let mut variants: Vec<Variant> = document.variants().to_vec();
    variants.iter_mut().for_each(|one| edit(&mut one.scenario));
    let plan = Plan {
        trials: 4,
        seed: 1,
        confidence: 0.95,
        threads: Some(1),
        precision: None,
    };
    let control = Control {
        stop: &std::sync::atomic::AtomicBool::new(false),
        progress: &|_| {},
    };
    experiment::run(document.provenance(), &variants, &plan, &control)
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
fn desk(edit: impl Fn(&mut Scenario)) -> Outcome {
    run(
        "work.job = { demand = { items = ['0h', '1h', '2h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '5h' }\n",
        edit,
    )
}

#[test]
fn s9_who_finds_no_room_is_turned_away() {
    let outcome = desk(|scenario| {
        scenario.stations[0].waiting_room = Some(0);
        scenario.stations[0].when_full = WhenFull::TurnAway;
    });
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
    let patient = |hours: u64| {
        desk(move |scenario| {
            let patience = Distribution::constant((hours * HOUR) as f64);
            scenario.stations[0].patience = Some(patience);
        })
    };
    // The second gives up at 4 h, the third would at 5 h, when it is served.
    let outcome = patient(3);
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
    let found = &patient(50).variants[0];
    assert_eq!(mean(&found.stations["desk"].abandoned), 0.0);
    assert_eq!(mean(&found.delivered), 3.0);
}

#[test]
fn s9_people_who_hold_finished_work_are_blocked() {
    let outcome = run(
        "work.job = { demand = { items = ['0h', '0h', '0h'] }, route = ['a', 'b'] }\n\
         station.a = { staff = 1, touch = '1h' }\nstation.b = { staff = 1, touch = '3h' }\n",
        |scenario| scenario.stations[1].waiting_room = Some(0),
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
         station.a = { staff = 1, touch = '1h' }\n\
         station.b = { staff = 1, touch = '1.5h', rework = { chance = 1.0, to = 'a', max = 1 } }\n",
        |scenario| {
            let stations = scenario.stations.iter_mut();
            stations.for_each(|station| station.waiting_room = Some(0));
        },
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
         station.a = { staff = 1, touch = '2h' }\nstation.b = { staff = 1, touch = '4h' }\n",
        |scenario| {
            let both = Team {
                name: "both".to_owned(),
                title: "All hands".to_owned(),
                is_pool: true,
                ..scenario.teams[0].clone()
            };
            scenario.teams = vec![both];
            let stations = scenario.stations.iter_mut();
            stations.for_each(|station| station.team = Some(0));
        },
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
