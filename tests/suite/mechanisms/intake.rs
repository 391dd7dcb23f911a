//! Who is let in: the WIP limit, priorities, shares, and endless demand without a limit.

use super::{always, scenario, shows, timeline};
use crate::support::{mean, run_once};

#[test]
fn room_goes_to_priority_then_to_what_has_arrived_then_to_the_oldest() {
    // [T4]
    let text = always(
        "intake.wip_limit = 1\n\
         work.filler = { demand = { endless = true }, route = ['desk'] }\n\
         work.late = { demand = { items = ['2h'] }, route = ['desk'] }\n\
         work.old = { demand = { items = ['0h', '1h'] }, route = ['desk'] }\n\
         work.urgent = { demand = { items = ['3h'] }, priority = 2, route = ['desk'] }\n\
         station.desk = { staff = 5, touch = '10h' }",
    );
    let expected = [
        "0 released old 0",
        "10 released urgent 0",
        "20 released old 1",
        "30 released late 0",
        "40 released filler 0",
        "50 released filler 1",
    ];
    assert_eq!(timeline(&text, &["released"])[..6], expected);
    assert_eq!(mean(&run_once(&text).wip), 1.0);
}

#[test]
fn an_endless_kind_of_higher_priority_goes_before_what_has_arrived() {
    let text = always(
        "intake.wip_limit = 1\n\
         work.filler = { demand = { endless = true }, priority = 1, route = ['desk'] }\n\
         work.old = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         station.desk = { staff = 5, touch = '100h' }",
    );
    assert!(
        timeline(&text, &["released"])
            .iter()
            .all(|line| line.contains("filler"))
    );
}

#[test]
fn endless_kinds_are_released_by_their_shares() {
    for (three, one, expected) in [
        ("a", "b", "abaaabaaabaaabaaabaa"),
        ("b", "a", "abbbabbbabbbabbbabbb"),
    ] {
        let text = always(&format!(
            "intake.wip_limit = 1\n\
             work.{three} = {{ demand = {{ endless = true }}, share = 3, route = ['desk'] }}\n\
             work.{one} = {{ demand = {{ endless = true }}, route = ['desk'] }}\n\
             station.desk = {{ staff = 1, touch = '1h' }}"
        ));
        let all = timeline(&text, &["released"]);
        let kinds: String = all
            .iter()
            .map(|line| line.split(' ').nth(2).unwrap())
            .collect();
        assert_eq!(kinds[..20], *expected);
        assert_eq!(kinds.matches(three).count(), 300);
    }
}

#[test]
fn endless_demand_without_a_limit_follows_free_people() {
    // [T5] At 3 h a bug waits: it takes one of the two, the endless kind the other.
    let text = scenario(
        "calendar = 'always', horizon = '7h'",
        "work.new = { demand = { endless = true }, route = ['desk', 'test'] }\n\
         work.bug = { demand = { items = ['1h', '1.5h', '1.5h'] }, route = ['desk', 'test'] }\n\
         station.desk = { staff = 2, touch = '3h' }\n\
         station.test = { staff = 1, touch = '1h' }",
    );
    shows(
        &text,
        &["released"],
        &[
            "0 released new 0",
            "0 released new 1",
            "1 released bug 0",
            "1.5 released bug 1",
            "1.5 released bug 2",
            // The bugs take both at 3 h, and one more at 6 h.
            "6 released new 2",
        ],
    );
}

#[test]
fn endless_demand_without_a_limit_keeps_the_calendar() {
    let text = scenario(
        "horizon = '34h'",
        "work.new = { demand = { endless = true }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '5h' }",
    );
    shows(
        &text,
        &["released", "completes"],
        &[
            "9 released new 0",
            "14 completes new 0 desk",
            "14 released new 1",
        ],
    );
}

#[test]
fn endless_demand_fills_the_slots_of_a_gate() {
    let text = scenario(
        "calendar = 'always', horizon = '20h'",
        "work.new = { demand = { endless = true }, route = ['board'] }\n\
         work.old = { demand = { items = ['1h'] }, route = ['board'] }\n\
         station.board = { gate = { every = '10h', slots = 2 } }",
    );
    shows(
        &text,
        &["admitted"],
        &[
            "0 admitted new 0 board",
            "0 admitted new 1 board",
            "10 admitted old 0 board",
            "10 admitted new 2 board",
        ],
    );
}

#[test]
fn what_has_arrived_goes_before_what_is_endless_at_the_very_first_instant() {
    // [S1] Demand, then intake.
    for limit in ["", "intake.wip_limit = 1\n"] {
        let text = always(&format!(
            "{limit}work.a = {{ demand = {{ endless = true }}, route = ['desk'] }}\n\
             work.b = {{ demand = {{ items = ['0h'] }}, route = ['desk'] }}\n\
             station.desk = {{ staff = 1, touch = '1h' }}"
        ));
        let starts = timeline(&text, &["starts"]);
        assert_eq!(starts[0], "0 starts b 0 desk after 0", "{limit}");
    }
}

#[test]
fn what_waits_at_the_start_waits_in_the_backlog_under_a_limit() {
    let text = always(
        "intake.wip_limit = 2\n\
         work.job = { demand = { initial = 3 }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '5h' }",
    );
    shows(
        &text,
        &["released", "delivered"],
        &[
            "0 released job 0",
            "0 released job 1",
            "5 delivered job 0",
            "5 released job 2",
            "10 delivered job 1",
            "15 delivered job 2",
        ],
    );
    let found = run_once(&text);
    // [T6] Flow time from release, lead time from arrival.
    assert!((mean(&found.flow_time.mean) - (5.0 + 10.0 + 10.0) / 3.0).abs() < 1e-12);
    assert!((mean(&found.lead_time.mean) - (5.0 + 10.0 + 15.0) / 3.0).abs() < 1e-12);
}

#[test]
fn releases_wait_for_the_opening() {
    let text = scenario(
        "horizon = '60h'",
        "intake.wip_limit = 1\n\
         work.job = { demand = { items = ['16h', '16h'], calendar = 'office' }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '3h', calendar = 'always' }",
    );
    shows(
        &text,
        &["released", "delivered"],
        &[
            "16 released job 0",
            "19 delivered job 0",
            "33 released job 1",
            "36 delivered job 1",
        ],
    );
}

#[test]
fn what_does_not_count_is_outside_headline_and_limit() {
    // [T7]
    let text = always(
        "intake.wip_limit = 1\n\
         work.job = { demand = { items = ['0h', '0h'] }, route = ['desk'] }\n\
         work.noise = { demand = { items = ['0h', '0h', '0h'] }, counts = false, route = ['desk'] }\n\
         station.desk = { staff = 9, touch = '10h' }",
    );
    shows(
        &text,
        &["released"],
        &[
            "0 released noise 0",
            "0 released noise 1",
            "0 released noise 2",
            "0 released job 0",
            "10 released job 1",
        ],
    );
    let found = run_once(&text);
    assert_eq!(mean(&found.delivered), 2.0);
    assert_eq!(mean(&found.work["noise"].delivered), 3.0);
    assert_eq!(mean(&found.wip), 20.0 / 400.0);
    assert_eq!(mean(&found.stations["desk"].visits), 2.5);
}

#[test]
fn shares_hold_without_a_limit_too() {
    let text = always(
        "work.a = { demand = { endless = true }, route = ['desk'] }\n\
         work.b = { demand = { endless = true }, share = 3, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '1h' }",
    );
    let all = timeline(&text, &["released"]);
    let kinds = all.iter().map(|line| line.split(' ').nth(2).unwrap());
    assert_eq!(kinds.take(12).collect::<String>(), "abbbabbbabbb");
}

#[test]
fn what_is_let_in_at_the_instant_of_a_session_is_in() {
    // [S1] Demand, then intake, then gates; room that the gate itself makes is for the next one.
    let text = always(
        "intake.wip_limit = 2\n\
         work.job = { demand = { items = ['1h', '10h', '10h'] }, route = ['board'] }\n\
         station.board = { gate = { every = '10h' } }",
    );
    shows(
        &text,
        &["released", "admitted"],
        &[
            "1 released job 0",
            "10 released job 1",
            "10 admitted job 0 board",
            "10 admitted job 1 board",
            "10 released job 2",
            "20 admitted job 2 board",
        ],
    );
}

#[test]
fn items_that_arrived_together_are_let_in_by_kind_and_number() {
    let text = always(
        "intake.wip_limit = 1\n\
         work.b = { demand = { items = ['0h', '0h'] }, route = ['desk'] }\n\
         work.a = { demand = { items = ['0h', '1h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '10h' }",
    );
    shows(
        &text,
        &["released"],
        &[
            "0 released a 0",
            "10 released b 0",
            "20 released b 1",
            "30 released a 1",
        ],
    );
}

#[test]
fn endless_work_that_begins_at_a_gate_hands_in_its_papers_for_every_session() {
    // [T5, S4]
    let text = always(
        "work.item = { demand = { endless = true }, route = ['board'] }\n\
         station.board = { gate = { every = '10h', slots = 2, papers_due = '3h' } }",
    );
    let expected = [
        "10 admitted item 0 board",
        "10 admitted item 1 board",
        "20 admitted item 2 board",
        "20 admitted item 3 board",
        "30 admitted item 4 board",
    ];
    assert_eq!(timeline(&text, &["admitted"])[..5], expected);
}
