//! What a delivery does to the organisation: hiring, policies, seats that are filled again; and
//! people who have to learn first.

use throughline::experiment::StopReason;

use super::{always, happens, scenario, shows};

const HR: &str = "station.hr = { staff = 1, touch = '3h' }\n";

/// Jobs at a desk, and items of another kind that go through `hr` and set something.
fn hiring(jobs: &str, desk: &str, hires: &str, effect: &str) -> String {
    always(&format!(
        "work.job = {{ demand = {{ items = {jobs} }}, route = ['desk'] }}\n\
         station.desk = {{ {desk} }}\n\
         work.hire = {{ demand = {{ items = {hires} }}, counts = false, route = ['hr'], \
                        effect = {{ {effect} }} }}\n{HR}"
    ))
}

#[test]
fn effect_acts_from_the_delivery_on() {
    let text = hiring(
        "['0h', '0h', '0h']",
        "staff = 1, touch = '10h'",
        "['1h']",
        "set = { 'desk.staff' = '+1' }",
    );
    shows(
        &text,
        &["change", "starts", "completes"],
        &[
            "0 starts job 0 desk after 0",
            "1 starts hire 0 hr after 0",
            "4 completes hire 0 hr",
            "4 change hire",
            "4 starts job 1 desk after 4",
            "10 completes job 0 desk",
            "10 starts job 2 desk after 10",
            "14 completes job 1 desk",
            "20 completes job 2 desk",
        ],
    );
}

#[test]
fn effect_acts_on_the_value_in_force_each_time() {
    // 4 h at pace 1, 4 h at 2, the other 88 h of work at 4.
    let text = hiring(
        "['0h']",
        "staff = 1, touch = '100h'",
        "['1h', '5h']",
        "set = { 'desk.pace' = 'x2' }",
    );
    shows(
        &text,
        &["completes"],
        &[
            "4 completes hire 0 hr",
            "8 completes hire 1 hr",
            "30 completes job 0 desk",
        ],
    );
}

#[test]
fn s1_effect_acts_before_anybody_starts() {
    // The same person delivers the policy and takes the next job under it.
    let text = always(
        "work.policy = { demand = { items = ['0h'] }, counts = false, route = ['desk'], \
                         effect = { set = { 'desk.touch' = 'x0.5' } } }\n\
         work.job = { demand = { items = ['1h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '4h' }",
    );
    shows(
        &text,
        &["completes"],
        &["4 completes policy 0 desk", "6 completes job 0 desk"],
    );
    // Who ends at the same instant elsewhere starts under it, too.
    let text = hiring(
        "['0h', '0h']",
        "staff = 1, touch = '4h'",
        "['1h']",
        "set = { 'desk.touch' = 'x0.5' }",
    );
    shows(
        &text,
        &["starts"],
        &[
            "0 starts job 0 desk after 0",
            "1 starts hire 0 hr after 0",
            "4 starts job 1 desk after 4",
        ],
    );
    happens(
        &text,
        &["completes"],
        &[
            "4 completes hire 0 hr",
            "4 completes job 0 desk",
            "6 completes job 1 desk",
        ],
    );
}

#[test]
fn s1_what_an_unattended_delivery_sets_off_acts_before_anybody_starts() {
    // A gate lets a policy through; it passes in no time and holds for who is admitted with it.
    let text = always(
        "work.policy = { demand = { items = ['0h'] }, counts = false, route = ['board'], \
                         effect = { set = { 'desk.touch' = '1h' } } }\n\
         work.job = { demand = { items = ['0h'] }, route = ['board', 'desk'] }\n\
         station.board = { gate = { every = '10h', first = '5h' } }\n\
         station.desk = { staff = 1, touch = '4h' }",
    );
    shows(
        &text,
        &["change", "completes"],
        &[
            "5 completes job 0 board",
            "5 completes policy 0 board",
            "5 change policy",
            "6 completes job 0 desk",
        ],
    );
}

#[test]
fn an_effect_of_the_organisation_acts_in_the_burn_in_too() {
    // Ten hours before time 0 both begin; at pace 2 the other five hours of work take 2.5.
    let text = scenario(
        "calendar = 'always', burn_in = '10h', horizon = '100h'",
        "work.job = { demand = { initial = 1 }, route = ['desk'] }\n\
         work.policy = { demand = { initial = 1 }, counts = false, route = ['hr'], \
                         effect = { set = { 'desk.pace' = 'x2' } } }\n\
         station.desk = { staff = 1, touch = '8h' }\n\
         station.hr = { staff = 1, touch = '3h' }",
    );
    shows(
        &text,
        &["completes"],
        &["-7 completes policy 0 hr", "-4.5 completes job 0 desk"],
    );
}

#[test]
fn c6_newcomers_count_at_once_and_learn_day_by_day() {
    // From 10 h on 2 people at (0.8 + 0) / 2 of the pace, a day later (0.8 + 0.5) / 2, then 1.
    let text = hiring(
        "['0h', '0h']",
        "staff = 1, touch = '40h'",
        "['7h']",
        "set = { 'desk.staff' = '+1' }, ramp = { over = '2d', teaching = '20%' }",
    );
    shows(
        &text,
        &["starts", "completes"],
        &[
            "0 starts job 0 desk after 0",
            "7 starts hire 0 hr after 0",
            "10 completes hire 0 hr",
            "10 starts job 1 desk after 10",
            "62.8 completes job 0 desk",
            "72.8 completes job 1 desk",
        ],
    );
}

#[test]
fn c6_groups_of_newcomers_overlap() {
    // 1 of 2 at 10 h: (1 + 0) / 2; 2 of 3 at 13 h: 1 / 3; at 34 h (1 + 1/2) / 3; at 37 h
    // (1 + 1/2 + 1/2) / 3; at 58 h (2 + 1/2) / 3; at 61 h 1.
    let text = hiring(
        "['0h']",
        "staff = 1, touch = '60h'",
        "['7h', '7h']",
        "set = { 'desk.staff' = '+1' }, ramp = { over = '2d' }",
    );
    // 10 + 1.5 + 7 + 1.5 + 14 + 2.5 = 36.5 done at 61 h.
    shows(
        &text,
        &["completes"],
        &[
            "10 completes hire 0 hr",
            "13 completes hire 1 hr",
            "84.5 completes job 0 desk",
        ],
    );
}

#[test]
fn c6_newcomers_of_a_pool_slow_all_its_stations() {
    let text = always(&format!(
        "pool.team = {{ staff = 2 }}\n\
         work.job = {{ demand = {{ items = ['0h'] }}, route = ['a'] }}\n\
         work.task = {{ demand = {{ items = ['0h'] }}, route = ['b'] }}\n\
         station.a = {{ pool = 'team', touch = '22h' }}\n\
         station.b = {{ pool = 'team', touch = '12h' }}\n\
         work.hire = {{ demand = {{ items = ['1h'] }}, counts = false, route = ['hr'], \
                        effect = {{ set = {{ 'pool.team.staff' = '+2' }}, ramp = {{ over = '1d' }} }} }}\n{HR}"
    ));
    // Two full people of four until 28 h: half the pace at both stations.
    shows(
        &text,
        &["completes"],
        &[
            "4 completes hire 0 hr",
            "20 completes task 0 b",
            "34 completes job 0 a",
        ],
    );
}

#[test]
fn opens_brings_an_item_for_each_who_leaves_and_somebody_when_it_is_delivered() {
    let text = always(&format!(
        "work.job = {{ demand = {{ items = ['0h'] }}, route = ['desk'] }}\n\
         work.seat = {{ counts = false, route = ['hr'] }}\n\
         station.desk = {{ staff = 1, touch = '12h', attrition = {{ after = '5h', opens = 'seat' }} }}\n{HR}"
    ));
    let end = |row: &str| row.split(' ').next().unwrap().parse::<f64>().unwrap() < 22.0;
    let rows = super::timeline(&text, &["released", "laid down", "starts", "completes"]);
    let rows: Vec<&str> = rows
        .iter()
        .map(String::as_str)
        .filter(|row| end(row))
        .collect();
    assert_eq!(
        rows,
        [
            "0 released job 0",
            "0 starts job 0 desk after 0",
            "5 laid down job 0 desk",
            "5 released seat 0",
            "5 starts seat 0 hr after 0",
            "8 completes seat 0 hr",
            "13 laid down job 0 desk",
            "13 released seat 1",
            "13 starts seat 1 hr after 0",
            "16 completes seat 1 hr",
            // Five hours, five hours, two hours.
            "18 completes job 0 desk",
            "21 released seat 2",
            "21 starts seat 2 hr after 0",
        ]
    );
}

#[test]
fn opens_a_second_seat_while_the_first_is_open() {
    let text = always(&format!(
        "work.job = {{ demand = {{ items = ['0h', '0h', '6h'] }}, route = ['desk'] }}\n\
         work.seat = {{ counts = false, route = ['hr'] }}\n\
         station.desk = {{ staff = 2, touch = '4h', \
             attrition = {{ after = {{ empirical = ['5h', '5h'] }}, opens = 'seat' }} }}\n{HR}"
    ));
    let rows = super::timeline(&text, &["starts", "completes"]);
    assert_eq!(
        rows[..9],
        [
            "0 starts job 0 desk after 0",
            "0 starts job 1 desk after 0",
            "4 completes job 0 desk",
            "4 completes job 1 desk",
            "5 starts seat 0 hr after 0",
            "8 completes seat 0 hr",
            "8 starts job 2 desk after 2",
            "8 starts seat 1 hr after 3",
            "11 completes seat 1 hr",
        ]
    );
}

#[test]
fn a_crew_outgrows_its_bound_with_a_reason() {
    // Every delivery doubles the people; what comes is not known before.
    let text = always(
        "work.job = { demand = { every = '1h' }, route = ['desk'], \
                      effect = { set = { 'desk.staff' = 'x2' } } }\n\
         station.desk = { staff = 1, touch = '0.5h' }",
    );
    let outcome = crate::support::run(&text, 1, 5);
    assert_eq!(outcome.variants[0].stopped, StopReason::TooManyPeople);
}

#[test]
fn t3_a_seat_waits_until_the_calendar_of_its_demand_opens() {
    let text = always(&format!(
        "calendar.days = {{ week = 'Mon-Sun 09:00-17:00' }}\n\
         work.job = {{ demand = {{ items = ['0h'] }}, route = ['desk'] }}\n\
         work.seat = {{ counts = false, route = ['hr'], demand = {{ calendar = 'days' }} }}\n\
         station.desk = {{ staff = 1, touch = '6h', attrition = {{ after = '5h', opens = 'seat' }} }}\n{HR}"
    ));
    let rows = super::timeline(&text, &["released", "completes"]);
    assert_eq!(
        rows[..4],
        [
            "0 released job 0",
            "9 released seat 0",
            "12 completes seat 0 hr",
            "13 completes job 0 desk",
        ]
    );
}

#[test]
fn a_kind_with_demand_of_its_own_fills_only_the_seats_it_was_opened_for() {
    let text = always(&format!(
        "work.job = {{ demand = {{ items = ['0h', '0h'] }}, route = ['desk'] }}\n\
         work.seat = {{ counts = false, route = ['hr'], demand = {{ items = ['0h'] }} }}\n\
         station.desk = {{ staff = 1, touch = '20h', attrition = {{ after = '7h', opens = 'seat' }} }}\n{HR}"
    ));
    let rows = super::timeline(&text, &["laid down", "completes"]);
    assert_eq!(
        rows[..4],
        [
            "3 completes seat 0 hr",
            "7 laid down job 0 desk",
            "10 completes seat 1 hr",
            "17 laid down job 0 desk",
        ]
    );
}
