//! Who is next among those that wait, and whose work is laid down for what is more urgent.

use super::{always, shows, timeline};
use crate::support::{cause, mean, run_once};

/// Kinds of work by name, priority, touch and arrivals, all at one desk.
fn desk(kinds: &[(&str, i64, &str, &str)], station: &str) -> String {
    let mut text = String::new();
    let mut touches = Vec::new();
    for (name, priority, touch, items) in kinds {
        text += &format!(
            "work.{name} = {{ demand = {{ items = {items} }}, priority = {priority}, \
                              route = ['desk'] }}\n"
        );
        touches.push(format!("{name} = '{touch}'"));
    }
    let touches = touches.join(", ");
    always(&format!(
        "{text}station.desk = {{ {station}, touch_for = {{ {touches} }} }}"
    ))
}

const STARTS: &[&str] = &["starts"];

#[test]
fn s2_lifo_takes_the_last_to_arrive_and_ties_by_number() {
    // 0 is in hand till 5 h; 3 and 4 arrived together, then 2, then 1.
    let text = desk(
        &[("job", 0, "5h", "['0h', '1h', '2h', '3h', '3h']")],
        "staff = 1, order = 'lifo'",
    );
    shows(
        &text,
        STARTS,
        &[
            "0 starts job 0 desk after 0",
            "5 starts job 3 desk after 2",
            "10 starts job 4 desk after 7",
            "15 starts job 2 desk after 13",
            "20 starts job 1 desk after 19",
        ],
    );
    let found = run_once(&text);
    assert_eq!(mean(&found.stations["desk"].wait), 41.0 / 5.0);
    assert_eq!(mean(&found.stations["desk"].queue), 41.0 / 400.0);
}

#[test]
fn s2_lifo_takes_by_arrival_at_the_station_not_by_release() {
    // a is released at 0 h and at the desk at 4 h, b is released and there at 1 h.
    let text = always(
        "work.a = { demand = { items = ['0h'] }, route = ['far', 'desk'] }\n\
         work.b = { demand = { items = ['1h'] }, route = ['desk'] }\n\
         work.x = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         station.far = { delay = '4h' }\n\
         station.desk = { staff = 1, touch = '5h', order = 'lifo' }",
    );
    let lifo = timeline(&text, STARTS);
    assert!(lifo.ends_with(&[
        "5 starts a 0 desk after 1".into(),
        "10 starts b 0 desk after 9".into()
    ]));
}

#[test]
fn s2_oldest_takes_the_earliest_release() {
    // At 5 h: a (released at 0 h, here since 4 h), b (released at 1 h, here since then).
    let text = always(
        "work.a = { demand = { items = ['0h'] }, route = ['far', 'desk'] }\n\
         work.b = { demand = { items = ['1h'] }, route = ['desk'] }\n\
         work.x = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         station.far = { delay = '4h' }\n\
         station.desk = { staff = 1, touch = '5h', order = 'oldest' }",
    );
    let starts = |text: &str| {
        let mut all = timeline(text, STARTS);
        all.retain(|line| line.contains("desk"));
        all
    };
    assert_eq!(
        starts(&text),
        [
            "0 starts x 0 desk after 0",
            "5 starts a 0 desk after 1",
            "10 starts b 0 desk after 9",
        ]
    );
    assert_eq!(
        starts(&text.replace("oldest", "fifo"))[1..],
        ["5 starts b 0 desk after 4", "10 starts a 0 desk after 6"]
    );
}

#[test]
fn s5_a_returned_item_is_at_the_back_and_yet_the_oldest() {
    // Item 0 is at the desk 0 to 2 h and checked till 3 h; 1 is in hand 2 to 4 h, 2 waits since 1 h.
    let text = always(
        "work.job = { demand = { items = ['0h', '1h', '1h'] }, route = ['desk', 'check'] }\n\
         station.desk = { staff = 1, touch = '2h', order = 'fifo' }\n\
         station.check = { staff = 9, touch = '1h', \
                           rework = { chance = 1.0, to = 'desk', max = 1 } }",
    );
    let starts = |text: &str| {
        let mut all = timeline(text, STARTS);
        all.retain(|line| line.contains("desk"));
        all.truncate(4);
        all
    };
    assert_eq!(
        starts(&text)[2..],
        ["4 starts job 2 desk after 3", "6 starts job 0 desk after 3"]
    );
    assert_eq!(
        starts(&text.replace("fifo", "oldest"))[2..],
        // Then 1 is back since 5 h, and older than 2 by its number: they were released together,
        // but 2 has been here for longer.
        ["4 starts job 0 desk after 1", "6 starts job 2 desk after 5"]
    );
}

#[test]
fn s2_priority_goes_first_and_lays_nothing_down() {
    let text = desk(
        &[
            ("low", 0, "4h", "['0h', '1h']"),
            ("mid", 1, "4h", "['2h']"),
            ("top", 2, "4h", "['3h', '7h']"),
        ],
        "staff = 1, order = 'priority'",
    );
    shows(
        &text,
        &["starts", "laid down"],
        &[
            "0 starts low 0 desk after 0",
            "4 starts top 0 desk after 1",
            "8 starts top 1 desk after 1",
            "12 starts mid 0 desk after 10",
            "16 starts low 1 desk after 15",
        ],
    );
}

#[test]
fn s11_preemption_twice_keeps_what_was_done() {
    // Low: 0 to 3, 5 to 6, 8 to 14 h: 10 h of touch and 4 h laid down.
    let text = desk(
        &[
            ("low", 0, "10h", "['0h']"),
            ("top", 1, "2h", "['3h', '6h']"),
        ],
        "staff = 1, order = 'priority_preempt'",
    );
    shows(
        &text,
        &["starts", "laid down", "completes"],
        &[
            "0 starts low 0 desk after 0",
            "3 laid down low 0 desk",
            "3 starts top 0 desk after 0",
            "5 completes top 0 desk",
            "6 laid down low 0 desk",
            "6 starts top 1 desk after 0",
            "8 completes top 1 desk",
            "14 completes low 0 desk",
        ],
    );
    let found = run_once(&text);
    let low = &found.work["low"];
    assert_eq!(
        (cause(&low.time, "touch"), cause(&low.time, "preempted")),
        (10.0, 4.0)
    );
    assert_eq!(mean(&low.flow_time.mean), 14.0);
    // It waited for nobody before its touch.
    assert_eq!(mean(&low.wait), 0.0);
    assert_eq!(mean(&found.stations["desk"].utilisation), 14.0 / 400.0);
    let people = found.stations["desk"].people.as_ref().unwrap();
    assert_eq!(mean(&people.busy), 14.0 / 400.0);
}

#[test]
fn s11_preemption_takes_the_lowest_priority_then_the_latest_start() {
    let text = desk(
        &[
            ("low", 0, "10h", "['0h', '2h']"),
            ("mid", 1, "10h", "['3h']"),
            ("top", 2, "10h", "['4h', '5h', '6h', '7h']"),
        ],
        "staff = 3, order = 'priority_preempt'",
    );
    shows(
        &text,
        &["starts", "laid down"],
        &[
            "0 starts low 0 desk after 0",
            "2 starts low 1 desk after 0",
            "3 starts mid 0 desk after 0",
            "4 laid down low 1 desk",
            "4 starts top 0 desk after 0",
            "5 laid down low 0 desk",
            "5 starts top 1 desk after 0",
            "6 laid down mid 0 desk",
            "6 starts top 2 desk after 0",
            // All three are busy with the same priority: it waits.
            "14 starts top 3 desk after 7",
        ],
    );
    // Mid goes on at 15 h (7 h left: 22 h). Of the low ones 0 was laid down last and is in front:
    // it goes on at 16 h (5 h left: 21 h); 1 goes on at 21 h (8 h left: 29 h).
    shows(
        &text,
        &["completes"],
        &[
            "14 completes top 0 desk",
            "15 completes top 1 desk",
            "16 completes top 2 desk",
            "21 completes low 0 desk",
            "22 completes mid 0 desk",
            "24 completes top 3 desk",
            "29 completes low 1 desk",
        ],
    );
}

#[test]
fn s11_who_ends_at_that_instant_is_not_laid_down() {
    // Services end before people start: at 5 h low is done, and top starts.
    let text = desk(
        &[("low", 0, "5h", "['0h']"), ("top", 1, "2h", "['5h']")],
        "staff = 1, order = 'priority_preempt'",
    );
    shows(
        &text,
        &["starts", "laid down", "completes"],
        &[
            "0 starts low 0 desk after 0",
            "5 completes low 0 desk",
            "5 starts top 0 desk after 0",
            "7 completes top 0 desk",
        ],
    );
}

#[test]
fn s11_an_item_is_preempted_while_its_person_changes_over() {
    // x 0 to 1; for low the person changes over from 1 h. At 2 h top comes: changes over till 4 h,
    // touch till 6 h; then over to low again in full till 8 h, touch till 11 h.
    let text = desk(
        &[
            ("low", 0, "3h", "['0.5h']"),
            ("top", 1, "2h", "['2h']"),
            ("x", 0, "1h", "['0h']"),
        ],
        "staff = 1, order = 'priority_preempt', setup = '2h'",
    );
    shows(
        &text,
        &["starts", "laid down", "completes"],
        &[
            "0 starts x 0 desk after 0",
            "1 completes x 0 desk",
            "2 laid down low 0 desk",
            "4 starts top 0 desk after 2",
            "6 completes top 0 desk",
            "8 starts low 0 desk after 7.5",
            "11 completes low 0 desk",
        ],
    );
    let found = run_once(&text);
    let low = |name: &str| cause(&found.work["low"].time, name);
    assert_eq!(
        (low("contention"), low("setup"), low("preempted")),
        (0.5, 3.0, 4.0)
    );
    assert_eq!(
        (low("touch"), mean(&found.work["low"].flow_time.mean)),
        (3.0, 10.5)
    );
    assert_eq!(cause(&found.work["top"].time, "setup"), 2.0);
    // The person was busy from 0 to 11 h.
    assert_eq!(mean(&found.stations["desk"].utilisation), 11.0 / 400.0);
}

#[test]
fn s2_shortest_takes_the_least_drawn_touch_with_the_size() {
    let text = desk(
        &[
            ("a", 0, "3h", "['1h']"),
            ("b", 0, "1h", "['2h']"),
            ("c", 0, "2h", "['3h']"),
            ("d", 0, "4h", "['3h']"),
            ("x", 0, "5h", "['0h']"),
        ],
        "staff = 1, order = 'shortest'",
    )
    // d takes 1.5 h.
    .replace("work.d = {", "work.d = { size = 0.375,");
    shows(
        &text,
        STARTS,
        &[
            "0 starts x 0 desk after 0",
            "5 starts b 0 desk after 3",
            "6 starts d 0 desk after 3",
            "7.5 starts c 0 desk after 4.5",
            "9.5 starts a 0 desk after 8.5",
        ],
    );
}

#[test]
fn s2_shortest_is_by_the_touch_that_is_then_done() {
    // What is drawn while an item waits is what it takes: starts and ends of one person fit.
    let text = always(
        "work.job = { demand = { initial = 40 }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = { exponential = '1h' }, order = 'shortest' }",
    );
    let trace = crate::support::trace(&text);
    let ends: Vec<f64> = trace
        .lines()
        .filter(|line| line.contains("completes"))
        .map(|line| line.split(',').next().unwrap().parse().unwrap())
        .collect();
    let touches: Vec<f64> = std::iter::once(ends[0])
        .chain(ends.windows(2).map(|pair| pair[1] - pair[0]))
        .collect();
    assert_eq!(touches.len(), 40);
    assert!(touches.windows(2).all(|pair| pair[0] <= pair[1] + 2e-6));
}

#[test]
fn s2_the_order_may_change_during_a_run() {
    // 0 till 5 h, then still first come: 1; from 6 h on the last: 4 at 10 h, then 3 and 2.
    let text = desk(
        &[("job", 0, "5h", "['0h', '1h', '2h', '3h', '4h']")],
        "staff = 1",
    ) + "\nchange.turn = { at = '6h', set = { 'desk.order' = 'lifo' } }\n\
         variant.one.changes = ['turn']\n";
    shows(
        &text,
        STARTS,
        &[
            "0 starts job 0 desk after 0",
            "5 starts job 1 desk after 4",
            "10 starts job 4 desk after 6",
            "15 starts job 3 desk after 12",
            "20 starts job 2 desk after 18",
        ],
    );
}

#[test]
fn s2_a_change_to_priorities_that_preempt_takes_a_person_at_once() {
    // Top waits since 1 h; at 3 h the order changes and low is laid down with 7 h left.
    let text = desk(
        &[("low", 0, "10h", "['0h']"), ("top", 1, "2h", "['1h']")],
        "staff = 1",
    ) + "\nchange.turn = { at = '3h', set = { 'desk.order' = 'priority_preempt' } }\n\
         variant.one.changes = ['turn']\n";
    shows(
        &text,
        &["starts", "laid down", "completes"],
        &[
            "0 starts low 0 desk after 0",
            "3 laid down low 0 desk",
            "3 starts top 0 desk after 2",
            "5 completes top 0 desk",
            "12 completes low 0 desk",
        ],
    );
}

#[test]
fn s4_slots_of_a_gate_go_by_its_order() {
    let gate = |order: &str| {
        desk(
            &[("low", 0, "1h", "['1h', '3h']"), ("top", 1, "2h", "['2h']")],
            &format!(
                "staff = 'unlimited', gate = {{ every = '10h', slots = 1 }}, order = '{order}'"
            ),
        )
    };
    let admitted = |order: &str| {
        let all = timeline(&gate(order), &["admitted"]);
        let words = all.iter().map(|line| line.split(' ').collect::<Vec<_>>());
        words
            .map(|words| format!("{} {}", words[2], words[3]))
            .collect::<Vec<_>>()
            .join(", ")
    };
    assert_eq!(admitted("fifo"), "low 0, top 0, low 1");
    assert_eq!(admitted("lifo"), "low 1, top 0, low 0");
    assert_eq!(admitted("priority"), "top 0, low 0, low 1");
    assert_eq!(admitted("priority_preempt"), "top 0, low 0, low 1");
    assert_eq!(admitted("shortest"), "low 0, low 1, top 0");
    assert_eq!(admitted("oldest"), "low 0, top 0, low 1");
    // Low 0 waits for the session of 10 h, which passes it over.
    let found = run_once(&gate("priority"));
    let low = |name: &str| cause(&found.work["low"].time, name);
    // Low 0: 9 h and 10 h; low 1: 7 h and 20 h.
    assert_eq!((low("cadence"), low("decision")), (8.0, 15.0));
}

#[test]
fn s11_of_free_people_the_one_free_longest_starts() {
    // One did a and is free since 1 h, the other b and is free since 2 h. The next b finds the
    // first, who changes over; with an a before it, each finds its own.
    let text = |more: &str| {
        desk(
            &[("a", 0, "1h", more), ("b", 0, "2h", "['0h', '5h']")],
            "staff = 2, setup = '1h'",
        )
    };
    let last = |more: &str| timeline(&text(more), STARTS).pop().unwrap();
    assert_eq!(last("['0h']"), "6 starts b 1 desk after 1");
    assert_eq!(last("['0h', '5h']"), "5 starts b 1 desk after 0");
}

#[test]
fn s8_what_was_laid_down_goes_on_first_whatever_the_order() {
    // Item 0 is laid down at 2 h with 8 h left; 1 comes at 3 h; somebody is there again at 5 h.
    for order in [
        "fifo",
        "lifo",
        "shortest",
        "oldest",
        "priority",
        "priority_preempt",
    ] {
        let text = always(&format!(
            "work.big = {{ demand = {{ items = ['0h'] }}, size = 10, route = ['desk'] }}\n\
             work.job = {{ demand = {{ items = ['3h'] }}, route = ['desk'] }}\n\
             station.desk = {{ staff = {{ profile = [{{ from = '0h', n = 1 }}, \
                 {{ from = '2h', n = 0 }}, {{ from = '5h', n = 1 }}] }}, touch = '1h', order = '{order}' }}"
        ));
        shows(
            &text,
            &["laid down", "completes"],
            &[
                "2 laid down big 0 desk",
                "13 completes big 0 desk",
                "14 completes job 0 desk",
            ],
        );
        assert_eq!(cause(&run_once(&text).work["big"].time, "preempted"), 3.0);
    }
}
