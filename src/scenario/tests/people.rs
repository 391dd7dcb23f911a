//! People and rooms: what is read of them, and what edits and changes make of it.

use super::open;
use crate::scenario::model::{Act, Order, Scenario, Shifts, Target, Team, WhenFull};
use crate::units::{DAY, HOUR, MINUTE, YEAR};

const POOLED: &str = r#"
format = 1

[clock]
horizon = "1y"

[work.fix]
demand = { poisson = "6 / week" }
priority = 1
route = ["code", "desk", "review", "audit"]

[work.feature]
demand = { poisson = "1 / week" }
route = ["code", "review"]

[station.code]
staff = 6
touch = "1wd"
order = "priority_preempt"
waiting_room = 3
when_full = "turn_away"
abandon = { after = { exponential = "3d" } }
setup = "2h"
away = { every = "30d", lasts = { mean = "2d", cv = 0.5 } }
attrition = { after = "2y" }
looks_every = "30min"

[station.desk]
staff = { profile = [ { from = "0h", n = 4 }, { from = "12h", n = 2 } ], repeat = "1d" }
touch = "1h"

[station.review]
pool = "seniors"
touch = "1h"
waiting_room = 0

[station.audit]
pool = "seniors"
touch = "1h"

[pool.seniors]
title = "Senior people"
staff = 2
focus = "50%"
order = "lifo"
calendar = "always"
away = { every = "20d", lasts = "5d" }
cost_per_year = 100_000
"#;

fn read(more: &str, edits: &[&str]) -> Scenario {
    let document = open(&format!("{POOLED}{more}"), edits).unwrap_or_else(|page| panic!("{page}"));
    let last = document.variants().last();
    last.map(|variant| variant.scenario.clone())
        .unwrap_or_else(|| panic!("a file has a variant"))
}

fn page(more: &str, edits: &[&str]) -> String {
    match open(&format!("{POOLED}{more}"), edits) {
        Ok(document) => document.findings().render(false, 100),
        Err(page) => page,
    }
}

fn at(scenario: &Scenario, name: &str) -> usize {
    let mut stations = scenario.stations.iter();
    stations
        .position(|station| station.name == name)
        .unwrap_or_else(|| panic!("there is a station {name}"))
}

fn team<'s>(scenario: &'s Scenario, station: &str) -> &'s Team {
    let station = &scenario.stations[at(scenario, station)];
    let team = scenario.team_of(station);
    team.unwrap_or_else(|| panic!("{} has people", station.name))
}

#[test]
fn a_station_has_all_that_is_said_of_its_people() {
    let scenario = read("", &[]);
    let code = &scenario.stations[at(&scenario, "code")];
    assert_eq!(code.order, Order::Preempt);
    assert_eq!(code.waiting_room, Some(3));
    assert_eq!(code.when_full, WhenFull::TurnAway);
    let patience = code
        .patience
        .as_ref()
        .map(|after| (after.mean(), after.cv()));
    assert_eq!(patience, Some((3.0 * DAY as f64, 1.0)));
    let setup = code.setup.as_ref().map(|setup| setup.mean());
    assert_eq!(setup, Some(2.0 * HOUR as f64));
    let people = team(&scenario, "code");
    assert_eq!((people.staff, people.is_pool), (6, false));
    let away = people.away.as_ref();
    let away = away.map(|away| (away.every.mean(), away.lasts.mean(), away.lasts.cv()));
    let (every, lasts, cv) = away.unwrap_or_default();
    assert_eq!((every, lasts), (30.0 * DAY as f64, 2.0 * DAY as f64));
    assert!((cv - 0.5).abs() < 1e-12);
    let stays = people.attrition.as_ref().map(|after| after.mean());
    assert_eq!(stays, Some(2.0 * YEAR as f64));
    let looks = people.looks_every.as_ref().map(|every| every.mean());
    assert_eq!(looks, Some(30.0 * MINUTE as f64));
}

#[test]
fn teams_are_sorted_by_name_and_a_pool_is_one_of_them() {
    let scenario = read("", &[]);
    let names: Vec<&str> = scenario
        .teams
        .iter()
        .map(|team| team.name.as_str())
        .collect();
    assert_eq!(names, ["code", "desk", "seniors"]);
    let (review, audit) = (at(&scenario, "review"), at(&scenario, "audit"));
    let pool = team(&scenario, "review");
    assert_eq!((pool.is_pool, pool.staff), (true, 2));
    assert_eq!(pool.title, "Senior people");
    assert_eq!(pool.cost_per_year, Some(100_000.0));
    for station in [review, audit].map(|at| &scenario.stations[at]) {
        assert_eq!(station.team, Some(2));
        assert_eq!((station.order, station.focus), (Order::Lifo, 0.5));
        assert_eq!(scenario.calendars[station.calendar].name, "always");
    }
    assert_eq!(scenario.calendars[pool.calendar].name, "always");
    assert_eq!(scenario.stations[review].waiting_room, Some(0));
    assert_eq!(scenario.stations[audit].waiting_room, None);
}

#[test]
fn staff_by_time_is_its_pieces_and_the_most_of_them() {
    let scenario = read("", &[]);
    let desk = team(&scenario, "desk");
    assert_eq!(desk.staff, 4);
    let shifts = Shifts {
        pieces: vec![(0, 4), (12 * HOUR, 2)],
        repeat: Some(DAY),
    };
    assert_eq!(desk.shifts, Some(shifts));
    let more = read("", &["desk.staff.profile.2.n=+5"]);
    assert_eq!(team(&more, "desk").staff, 7);
    let fixed = read("", &["desk.staff=3"]);
    let fixed = team(&fixed, "desk");
    assert_eq!((fixed.staff, fixed.shifts.clone()), (3, None));
}

#[test]
fn every_order_has_a_word() {
    for order in Order::ALL {
        let edits = [
            format!("desk.order={}", order.name()),
            "review.waiting_room=none".to_owned(),
        ];
        let edits: Vec<&str> = edits.iter().map(String::as_str).collect();
        let scenario = read("", &edits);
        assert_eq!(scenario.stations[at(&scenario, "desk")].order, order);
    }
}

#[test]
fn a_pool_is_edited_under_its_own_name() {
    let edits = ["pool.seniors.staff=+1", "pool.seniors.focus=x1.5"];
    let scenario = read("", &edits);
    assert_eq!(team(&scenario, "audit").staff, 3);
    for station in ["review", "audit"] {
        assert_eq!(scenario.stations[at(&scenario, station)].focus, 0.75);
    }
    let page = page("", &["review.focus=x1.5"]);
    assert!(page.contains("set \"pool.seniors.focus\""), "{page}");
}

#[test]
fn a_station_may_leave_its_pool() {
    let edits = ["audit.pool=none", "audit.staff=1", "audit.calendar=office"];
    let scenario = read("", &edits);
    let names: Vec<&str> = scenario
        .teams
        .iter()
        .map(|team| team.name.as_str())
        .collect();
    assert_eq!(names, ["audit", "code", "desk", "seniors"]);
    assert_eq!(team(&scenario, "audit").staff, 1);
    assert_eq!(team(&scenario, "review").staff, 2);
    let alone = read("", &["audit.pool=none", "audit.staff=unlimited"]);
    assert_eq!(alone.stations[at(&alone, "audit")].team, None);
    assert_eq!(alone.stations[at(&alone, "audit")].focus, 1.0);
}

#[test]
fn a_change_of_a_pool_reaches_its_people_once_and_each_station() {
    let more = r#"
[change.more]
set = { "pool.seniors.staff" = 5, "pool.seniors.focus" = 1, "pool.seniors.order" = "oldest" }
[variant.today]
[variant.later]
changes = ["more"]
"#;
    let scenario = read(more, &[]);
    let (audit, review) = (at(&scenario, "audit"), at(&scenario, "review"));
    let set = &scenario.changes[0].set;
    let made: Vec<(Target, Act)> = set.iter().map(|of| (of.target, of.act.clone())).collect();
    let expected = [
        (Target::Staff(audit), Act::Set(5.0)),
        (Target::Focus(audit), Act::Set(1.0)),
        (Target::Focus(review), Act::Set(1.0)),
        (Target::Order(audit), Act::Order(Order::Oldest)),
        (Target::Order(review), Act::Order(Order::Oldest)),
    ];
    assert_eq!(made, expected);
}

#[test]
fn what_is_shared_at_once_stays_so_for_the_whole_run() {
    let more = "[change.queue]\nset = { \"code.order\" = \"processor_sharing\" }\n[variant.x]\nchanges = [\"queue\"]\n";
    let edits = [
        "code.setup=none",
        "code.looks_every=none",
        "code.waiting_room=none",
        "code.when_full=none",
    ];
    let page = page(more, &edits);
    assert!(page.contains("to or from \"processor_sharing\""), "{page}");
}

#[test]
fn a_circle_of_rooms_goes_through_forks_and_skipped_steps() {
    let file = |route: &str| {
        format!(
            r#"
format = 1

[clock]
horizon = "1y"

[work.fix]
demand = {{ poisson = "6 / week" }}
route = {route}

[station.a]
staff = 1
touch = "1h"
waiting_room = 1

[station.b]
staff = 1
touch = "1h"

[station.c]
staff = 1
touch = "1h"
waiting_room = 1
rework = {{ chance = "10%", to = "a" }}
"#
        )
    };
    let warns = |route: &str| {
        let document = open(&file(route), &[]).unwrap_or_else(|page| panic!("{page}"));
        let page = document.findings().render(false, 100);
        page.contains("warning[deadlock]")
    };
    // Room for any number at b breaks the circle, a way past it closes it.
    assert!(!warns(r#"["a", "b", "c"]"#));
    assert!(warns(r#"["a", { station = "b", chance = "50%" }, "c"]"#));
    assert!(warns(r#"["a", ["b", "c"]]"#) == warns(r#"["a", ["c", "b"]]"#));
    assert!(warns(r#"["a", ["b"], "c"]"#) == warns(r#"["a", "b", "c"]"#));
}
