//! Changes that pass stations themselves before they take effect [C5].

use super::{always, shows, timeline};
use crate::support::{mean, run_once, trace};

const EVENTS: [&str; 5] = [
    "change",
    "change fails",
    "change starts again",
    "delivered",
    "released",
];

/// Some jobs at a desk, and a change that makes it faster when it is through.
fn desk(jobs: &str, change: &str, stations: &str) -> String {
    always(&format!(
        "work.job = {{ demand = {{ items = [{jobs}] }}, route = ['desk'] }}\n\
         station.desk = {{ staff = 1, touch = '10h' }}\n\
         change.faster = {{ set = {{ 'desk.pace' = 'x2' }}, {change} }}\n\
         {stations}\n\
         variant.one.changes = ['faster']"
    ))
}

#[test]
fn a_change_takes_effect_when_it_has_passed_its_stations() {
    // [C5] Two hours of a buyer from 1 to 3, the session at 5, an hour of work and three of delay.
    let text = desk(
        "'0h', '1h'",
        "at = '1h', via = ['buy', 'board']",
        "station.buy = { staff = 1, touch = '2h' }\n\
         station.board = { staff = 'unlimited', gate = { every = '1d', first = '5h' }, delay = '3h', \
                           touch_for = { faster = '1h' } }",
    );
    let expected = [
        "0 released job 0",
        "1 released faster 0",
        "1 released job 1",
        "9 delivered faster 0",
        "9 change faster",
        "9.5 delivered job 0",
        "14.5 delivered job 1",
    ];
    shows(&text, &EVENTS, &expected);
    let found = run_once(&text);
    let row = &found.work["faster"];
    assert!(!row.counts);
    assert_eq!(
        (mean(&row.delivered), mean(&row.flow_time.mean)),
        (1.0, 8.0)
    );
    // Outside the headline.
    assert_eq!(mean(&found.delivered), 2.0);
}

#[test]
fn a_change_queues_with_its_priority() {
    // [C5] Priority 0 unless given: others of priority 1 go before it, or it before them.
    let stations = "work.other = { demand = { items = ['0h', '0h', '0h'] }, route = ['buy'], priority = 1 }\n\
                    station.buy = { staff = 1, touch = '2h', order = 'priority' }";
    for (priority, at) in [("", 8), ("priority = 2, ", 4)] {
        let change = format!("at = '1h', {priority}via = ['buy']");
        let text = desk("'0h'", &change, stations);
        shows(&text, &["change"], &[&format!("{at} change faster")]);
    }
}

#[test]
fn rework_sends_a_change_back_on_its_way() {
    // [C5] Legal sends it back once: 1 + 1, then half of both.
    let text = desk(
        "'0h'",
        "at = '0h', via = ['buy', 'legal']",
        "station.buy = { staff = 1, touch = '1h' }\n\
         station.legal = { staff = 1, touch = '1h', \
                           rework = { chance = 1, to = 'buy', max = 1, effort = 0.5 } }",
    );
    shows(&text, &["change"], &["3 change faster"]);
}

#[test]
fn what_is_abandoned_starts_again() {
    // [C5] The buyer is busy until 5; who waits gives up after two hours, at 3, and begins anew.
    let text = desk(
        "",
        "at = '1h', via = ['buy']",
        "work.other = { demand = { items = ['0h'] }, route = ['buy'] }\n\
         station.buy = { staff = 1, touch = '1h', touch_for = { other = '5h' }, \
                         abandon = { after = '2h' } }",
    );
    let expected = [
        "0 released other 0",
        "1 released faster 0",
        "3 change starts again faster",
        "3 released faster 1",
        "5 delivered other 0",
        "6 delivered faster 1",
        "6 change faster",
    ];
    shows(&text, &EVENTS, &expected);
}

#[test]
fn what_is_turned_away_at_the_door_comes_back_the_next_day() {
    // [C5] Starting again at once would be turned away at once, for ever.
    let text = desk(
        "",
        "at = '1h', via = ['buy']",
        "work.other = { demand = { items = ['0h'] }, route = ['buy'] }\n\
         station.buy = { staff = 1, touch = '1h', touch_for = { other = '30h' }, \
                         waiting_room = 0, when_full = 'turn_away' }",
    );
    let expected = [
        "1 change starts again faster",
        "24 change starts again faster",
        "49 change faster",
    ];
    shows(&text, &["change", "change starts again"], &expected);
}

#[test]
fn success_is_drawn_when_a_change_is_through() {
    // [C5] What comes to nothing has passed its stations all the same.
    let stations = "station.buy = { staff = 1, touch = '2h' }";
    let text = desk("", "at = '1h', via = ['buy'], succeeds = 0", stations);
    let expected = [
        "1 released faster 0",
        "3 delivered faster 0",
        "3 change fails faster",
    ];
    shows(&text, &EVENTS, &expected);
}

#[test]
fn the_result_tells_what_a_change_came_to() {
    // [C5] Spent as it happens, in effect two hours later; or spent for nothing.
    let stations = "station.buy = { staff = 1, touch = '2h' }";
    let cost = "at = '1h', via = ['buy'], cost = 500, claimed = { 'desk.pace' = 'x3' }";
    for (succeeds, times) in [("100%", 1.0), ("0%", 0.0)] {
        let change = format!("{cost}, succeeds = '{succeeds}'");
        let found = run_once(&desk("", &change, stations));
        let of = &found.made.changes[0];
        assert_eq!((of.name.as_str(), mean(&of.took_effect)), ("faster", times));
        assert_eq!(
            of.first.as_ref().map(|first| first.mean),
            (times > 0.0).then_some(3.0)
        );
        assert_eq!(mean(&of.came_to_nothing), 1.0 - times);
        assert_eq!((mean(&of.restarted), mean(&of.spent)), (0.0, 500.0));
        assert_eq!(mean(&found.made.spend), 500.0);
        let edits = of.edits.iter();
        let edits: Vec<_> = edits
            .map(|of| [of.role, &of.old, &of.new].join(" "))
            .collect();
        assert_eq!(edits, ["set 1 2", "claimed 1 3"]);
    }
}

#[test]
fn every_time_it_happens_another_one_is_sent() {
    // [C5] Two deliveries of jobs, at 10 and at 20: each sends one.
    let text = desk(
        "'0h', '0h'",
        "at = { each = 'job' }, via = ['buy']",
        "station.buy = { staff = 1, touch = '4h' }",
    );
    // The first is through at 14: of the second job 6 hours are left, which take 3; and at 21 the next.
    let expected = ["14 change faster", "21 change faster"];
    shows(&text, &["change"], &expected);
    let lines = timeline(&text, &["delivered"]);
    assert_eq!(
        lines,
        [
            "10 delivered job 0",
            "14 delivered faster 0",
            "17 delivered job 1",
            "21 delivered faster 1"
        ]
    );
}

#[test]
fn a_way_that_takes_no_time_is_none() {
    // [C5] Every event of the work itself is the same.
    let text = |via: &str| {
        always(&format!(
            "work.job = {{ demand = {{ poisson = '9 / week' }}, route = ['desk', 'check'] }}\n\
             work.bug = {{ demand = {{ poisson = '5 / week' }}, route = ['check'], counts = false }}\n\
             station.desk = {{ staff = 2, touch = {{ exponential = '20h' }} }}\n\
             station.check = {{ staff = 1, touch = {{ exponential = '6h' }}, \
                                rework = {{ chance = '20%', to = 'check' }} }}\n\
             station.free = {{ staff = 'unlimited' }}\n\
             change.a = {{ at = '50h', {via} set = {{ 'desk.pace' = 'x2' }}, succeeds = '50%' }}\n\
             change.b = {{ at = '60h', set = {{ 'desk.pace' = 0.7 }}, lasts = '99h' }}\n\
             change.c = {{ at = {{ each = 'bug' }}, {via} set = {{ 'check.pace' = '+1%' }} }}\n\
             variant.one.changes = ['a', 'b', 'c']"
        ))
    };
    let (with, without) = (text("via = ['free'],"), text(""));
    let of_work = |text: &str| -> Vec<String> {
        let trace = trace(text);
        let lines = trace.lines().map(str::to_owned);
        let is_way = |line: &String| {
            let cells: Vec<&str> = line.split(',').collect();
            ["a", "c"].contains(&cells[2]) && !cells[1].starts_with("change")
        };
        lines.filter(|line| !is_way(line)).collect()
    };
    assert!(
        of_work(&without)
            .iter()
            .any(|line| line.contains("change,c"))
    );
    assert_eq!(of_work(&with), of_work(&without));
}

#[test]
fn a_change_goes_through_the_stations_of_its_organisation() {
    // [C5], [O2] Whichever organisation comes first.
    let home = "work.job = { demand = { items = ['0h'] }, route = ['desk'] }\n\
                station.desk = { staff = 1, touch = '10h' }\n\
                station.buy = { staff = 1, touch = '3h' }\n\
                change.faster = { at = '1h', via = ['buy'], set = { 'desk.pace' = 'x2' } }\n\
                org.cell.from = 'one-station'\n";
    for orgs in ["['home', 'cell']", "['cell', 'home']"] {
        let text = always(&format!(
            "{home}variant.one = {{ changes = ['faster'], orgs = {orgs} }}"
        ));
        let lines = timeline(&text, &["change"]);
        assert_eq!(lines, ["4 change faster"], "{orgs}");
    }
}
