//! Gates: who is in, who waits, and for what.

use super::{always, scenario, shows, timeline};
use crate::support::{cause, run_once};

/// Items of one kind in front of a gate that sits every ten hours.
fn board(items: &str, rest: &str) -> String {
    always(&format!(
        "work.job = {{ demand = {{ items = {items} }}, route = ['board'] }}\n\
         [station.board]\n{rest}"
    ))
}

#[test]
fn an_item_that_arrives_exactly_at_a_session_is_in() {
    shows(
        &board("['0h', '10h', '10.5h']", "gate = { every = '10h' }"),
        &["admitted"],
        &[
            "0 admitted job 0 board",
            "10 admitted job 1 board",
            "20 admitted job 2 board",
        ],
    );
}

#[test]
fn work_that_ends_exactly_at_a_session_is_in() {
    let text = always(
        "work.job = { demand = { items = ['0h', '0h'] }, route = ['desk', 'board'] }\n\
         station.desk = { staff = 2, touch = '10h' }\n\
         station.board = { gate = { every = '10h' } }",
    );
    shows(
        &text,
        &["admitted"],
        &["10 admitted job 0 board", "10 admitted job 1 board"],
    );
}

#[test]
fn what_a_gate_lets_through_has_reached_the_next_before_that_decides() {
    // [S1] Upstream first, whatever the names; stations without effort take no time.
    let text = always(
        "work.job = { demand = { items = ['1h'] }, route = ['z', 'm', 'y', 'b', 'x', 'a'] }\n\
         station.z = { gate = { every = '10h' } }\n\
         station.m = { staff = 1 }\n\
         station.y = { staff = 'unlimited' }\n\
         station.b = { staff = 1 }\n\
         station.x = { gate = { every = '5h' }, staff = 1 }\n\
         station.a = { gate = { every = '10h' } }",
    );
    shows(
        &text,
        &["admitted", "out"],
        &[
            "10 admitted job 0 z",
            "10 admitted job 0 x",
            "10 admitted job 0 a",
            "10 out job 0",
        ],
    );
}

#[test]
fn slots_go_to_the_first_and_the_others_wait_for_the_next_session() {
    let text = board("['1h', '2h', '3h']", "gate = { every = '10h', slots = 1 }");
    shows(
        &text,
        &["admitted"],
        &[
            "10 admitted job 0 board",
            "20 admitted job 1 board",
            "30 admitted job 2 board",
        ],
    );
    let time = run_once(&text).time;
    assert_eq!(cause(&time, "cadence"), (9.0 + 8.0 + 7.0) / 3.0);
    assert_eq!(cause(&time, "decision"), (0.0 + 10.0 + 20.0) / 3.0);
}

#[test]
fn papers_that_are_late_wait_for_the_next_session() {
    let text = board(
        "['7h', '7.5h']",
        "gate = { every = '10h', papers_due = '3h' }",
    );
    let span = text.replace("'3h' }", "'0.125d' }");
    for text in [text, span] {
        shows(
            &text,
            &["admitted"],
            &["10 admitted job 0 board", "20 admitted job 1 board"],
        );
        // A session it could not be in did not pass it over.
        let time = run_once(&text).time;
        assert_eq!(cause(&time, "cadence"), (3.0 + 12.5) / 2.0);
        assert_eq!(cause(&time, "decision"), 0.0);
    }
}

#[test]
fn papers_can_be_due_in_working_time() {
    // A working day before Tuesday 10:00 is Monday 10:00.
    let text = scenario(
        "horizon = '3w'",
        "work.job = { demand = { items = ['10h', '10.5h'] }, route = ['board'] }\n\
         station.board.gate = { every = '1w', on = 'Tue 10:00', papers_due = '1wd' }",
    );
    shows(
        &text,
        &["admitted"],
        &["34 admitted job 0 board", "202 admitted job 1 board"],
    );
    // A day of the calendar before it is Monday 10:00 as well, but over a weekend it is not.
    let monday = text
        .replace("Tue 10:00", "Mon 10:00")
        .replace("'10h', '10.5h'", "'106h', '107h'");
    shows(
        &monday,
        &["admitted"],
        &["178 admitted job 0 board", "346 admitted job 1 board"],
    );
    shows(
        &monday.replace("1wd", "1d"),
        &["admitted"],
        &["178 admitted job 0 board", "178 admitted job 1 board"],
    );
}

#[test]
fn a_session_in_closed_time_is_held_at_the_next_opening_and_several_as_one() {
    // [S4] Planned at every midnight; the weekend has three of them.
    let text = scenario(
        "horizon = '3w'",
        "work.job = { demand = { items = ['97h', '114h', '115h'] }, route = ['board'] }\n\
         station.board.gate = { every = '1d', slots = 1 }",
    );
    shows(
        &text,
        &["admitted"],
        &[
            "105 admitted job 0 board",
            "177 admitted job 1 board",
            "201 admitted job 2 board",
        ],
    );
}

#[test]
fn a_session_at_the_closing_instant_is_held_at_the_opening() {
    let text = scenario(
        "horizon = '3w'",
        "work.job = { demand = { items = ['16h', '18h'] }, route = ['board'] }\n\
         station.board.gate = { every = '1w', on = 'Mon 17:00' }",
    );
    shows(
        &text,
        &["admitted"],
        &["33 admitted job 0 board", "33 admitted job 1 board"],
    );
}

#[test]
fn a_gate_can_sit_by_calendar_months() {
    let text = |gate: &str| {
        scenario(
            "start = 2026-01-05, horizon = '20w', burn_in = '10d'",
            &format!(
                "work.job = {{ demand = {{ items = ['0d', '2d', '30d'] }}, route = ['board'] }}\n\
                 station.board.gate = {{ {gate} }}"
            ),
        )
    };
    shows(
        &text("every = 'month', on = '1st Tue 10:00'"),
        &["admitted"],
        // 6 January, 3 February, 3 March.
        &[
            "34 admitted job 0 board",
            "706 admitted job 1 board",
            "1378 admitted job 2 board",
        ],
    );
    shows(
        &text("every = 'quarter', on = 'last Fri 12:00'"),
        &["admitted"],
        // 30 January, 24 April.
        &[
            "612 admitted job 0 board",
            "612 admitted job 1 board",
            "2628 admitted job 2 board",
        ],
    );
    shows(
        &text("every = 'month'"),
        &["admitted"],
        // 1 February is a Sunday.
        &[
            "681 admitted job 0 board",
            "681 admitted job 1 board",
            "1353 admitted job 2 board",
        ],
    );
}

#[test]
fn waits_at_a_gate_are_in_working_time() {
    let text = scenario(
        "horizon = '3w'",
        "work.job = { demand = { items = ['9h', '9h'] }, route = ['board'] }\n\
         station.board.gate = { every = '1w', on = 'Tue 10:00', slots = 1 }",
    );
    shows(
        &text,
        &["admitted"],
        &["34 admitted job 0 board", "202 admitted job 1 board"],
    );
    let time = run_once(&text).time;
    assert_eq!(cause(&time, "cadence"), 9.0);
    assert_eq!(cause(&time, "decision"), 40.0 / 2.0);
    assert_eq!(cause(&time, "off_calendar"), (16.0 + 16.0 + 128.0) / 2.0);
}

#[test]
fn an_item_sent_back_to_its_own_gate_waits_for_the_next_session() {
    let back = "rework = { chance = 1.0, to = 'board', max = 1 }";
    let at_once = board("['1h']", &format!("gate = {{ every = '10h' }}\n{back}"));
    shows(
        &at_once,
        &["admitted", "sent back", "out"],
        &[
            "10 admitted job 0 board",
            "10 sent back job 0 board",
            "20 admitted job 0 board",
            "20 out job 0",
        ],
    );
    let time = run_once(&at_once).time;
    assert_eq!(
        (cause(&time, "cadence"), cause(&time, "decision")),
        (9.0, 10.0)
    );
    let touched = board(
        "['1h']",
        &format!("gate = {{ every = '10h' }}\nstaff = 1\ntouch = '4h'\n{back}"),
    );
    shows(
        &touched,
        &["admitted", "sent back", "out"],
        &[
            "10 admitted job 0 board",
            "14 sent back job 0 board",
            "20 admitted job 0 board",
            "24 out job 0",
        ],
    );
    let time = run_once(&touched).time;
    assert_eq!(
        (cause(&time, "cadence"), cause(&time, "decision")),
        (9.0, 6.0)
    );
}

#[test]
fn a_gate_upstream_has_had_its_turn_whether_anybody_waited_or_not() {
    // [S1] Sent back at 20 by the second gate, an item has missed the first one's session at 20.
    for others in ["", ", '12h'"] {
        let text = always(&format!(
            "work.job = {{ demand = {{ items = ['1h'{others}] }}, route = ['first', 'second'] }}\n\
             station.first = {{ gate = {{ every = '10h' }} }}\n\
             station.second = {{ gate = {{ every = '20h' }}, \
             rework = {{ chance = 1, to = 'first', max = 1 }} }}"
        ));
        let admitted = timeline(&text, &["admitted"]);
        let of_the_first: Vec<&String> = admitted
            .iter()
            .filter(|line| line.contains("job 0"))
            .collect();
        let expected = [
            "10 admitted job 0 first",
            "20 admitted job 0 second",
            "30 admitted job 0 first",
            "40 admitted job 0 second",
        ];
        assert_eq!(of_the_first, expected, "{others}");
    }
}

#[test]
fn an_admitted_item_keeps_its_admission() {
    let text = board(
        "['1h', '2h', '3h']",
        "gate = { every = '10h', slots = 2 }\nstaff = 1\ntouch = '15h'",
    );
    shows(
        &text,
        &["admitted", "starts"],
        &[
            "10 admitted job 0 board",
            "10 admitted job 1 board",
            "10 starts job 0 board after 9",
            "20 admitted job 2 board",
            "25 starts job 1 board after 23",
            "40 starts job 2 board after 37",
        ],
    );
    let time = run_once(&text).time;
    assert_eq!(cause(&time, "contention"), (15.0 + 20.0) / 3.0);
}

#[test]
fn papers_due_in_working_time_may_come_until_the_people_open() {
    // Counted back from Tuesday 10:00, one hour ends at 09:00; from 09:00, eight end at Monday 09:00.
    for (on, due, items, admitted) in [
        ("Tue 10:00", "0.125wd", "['33h', '33.01h']", [34, 202]),
        ("Tue 09:00", "1wd", "['9h', '9.01h']", [33, 201]),
        ("Mon 17:00", "1wd", "['9h', '9.01h']", [33, 201]),
    ] {
        let text = scenario(
            "horizon = '3w'",
            &format!(
                "work.job = {{ demand = {{ items = {items} }}, route = ['board'] }}\n\
                 station.board.gate = {{ every = '1w', on = '{on}', papers_due = '{due}' }}"
            ),
        );
        let expected = [0, 1].map(|item| format!("{} admitted job {item} board", admitted[item]));
        assert_eq!(timeline(&text, &["admitted"]), expected, "{text}");
    }
}

#[test]
fn papers_due_before_the_run_began_were_never_there() {
    for due in ["3h", "0.25wd"] {
        let gate = format!("gate = {{ every = '10h', papers_due = '{due}' }}");
        shows(
            &board("['0h']", &gate),
            &["admitted"],
            &["10 admitted job 0 board"],
        );
    }
}
