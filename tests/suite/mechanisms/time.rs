//! Calendars, people without number, delays, and what happens before time 0.

use super::{always, scenario, shows, timeline};
use crate::support::{cause, check, judge, mean, none, run_once, trace};

const OFFICE: &str = "start = 2026-01-05, horizon = '3w'";

#[test]
fn work_rests_at_night_on_weekends_and_on_holidays() {
    let text = scenario(
        OFFICE,
        "calendar.office = { week = 'Mon-Fri 09:00-17:00', holidays = ['2026-01-06'] }\n\
         work.job = { demand = { items = ['15h', '104h', '112h', '113h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '1wd' }",
    );
    shows(
        &text,
        &["starts", "completes"],
        &[
            "15 starts job 0 desk after 0",
            "63 completes job 0 desk",
            "105 starts job 1 desk after 1",
            // The closing instant itself is closed.
            "113 completes job 1 desk",
            "177 starts job 2 desk after 65",
            "185 completes job 2 desk",
            "201 starts job 3 desk after 88",
            "209 completes job 3 desk",
        ],
    );
    let time = run_once(&text).time;
    assert_eq!(cause(&time, "touch"), 8.0);
    assert_eq!(
        cause(&time, "off_calendar"),
        (40.0 + 1.0 + 64.0 + 80.0) / 4.0
    );
    assert_eq!(cause(&time, "contention"), (1.0 + 8.0) / 4.0);
}

#[test]
fn people_without_number_keep_their_calendar_and_nobody_waits_for_them() {
    let text = scenario(
        OFFICE,
        "work.job = { demand = { items = ['16h', '16h', '20h'] }, route = ['desk'] }\n\
         station.desk = { staff = 'unlimited', touch = '2h' }",
    );
    shows(
        &text,
        &["starts", "completes"],
        &[
            "16 starts job 0 desk after 0",
            "16 starts job 1 desk after 0",
            "33 starts job 2 desk after 13",
            "34 completes job 0 desk",
            "34 completes job 1 desk",
            "35 completes job 2 desk",
        ],
    );
    let time = run_once(&text).time;
    assert_eq!(cause(&time, "touch"), 2.0);
    assert!((cause(&time, "off_calendar") - (16.0 + 16.0 + 13.0) / 3.0).abs() < 1e-12);
    assert_eq!(cause(&time, "contention"), 0.0);
}

#[test]
fn a_wait_for_people_without_number_counts_when_they_begin() {
    // Of two items in closed time, the second would begin only after the window.
    let text = scenario(
        "start = 2026-01-05, horizon = '50h'",
        "work.job = { demand = { items = ['20h', '45h'] }, route = ['desk'] }\n\
         station.desk = { staff = 'unlimited', touch = '2h' }",
    );
    let found = run_once(&text);
    let desk = &found.stations["desk"];
    assert_eq!(mean(&desk.wait), 13.0, "[T1]");
    assert_eq!(mean(&desk.queue), (13.0 + 5.0) / 50.0);
    assert_eq!(mean(&desk.present), (15.0 + 5.0) / 50.0);
}

#[test]
fn a_delay_runs_on_the_wall_clock_and_holds_nobody() {
    let text = scenario(
        OFFICE,
        "work.job = { demand = { items = ['15h', '15h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '1h', delay = '10h' }",
    );
    shows(
        &text,
        &["starts", "completes", "leaves"],
        &[
            "15 starts job 0 desk after 0",
            "16 completes job 0 desk",
            "16 starts job 1 desk after 1",
            "17 completes job 1 desk",
            "26 leaves job 0 desk",
            "27 leaves job 1 desk",
        ],
    );
    assert_eq!(cause(&run_once(&text).time, "external"), 10.0);
}

#[test]
fn weeks_and_sessions_run_backwards_through_the_burn_in() {
    // [T1] The run begins on a Saturday, four days before a Wednesday.
    let text = scenario(
        "start = 2026-01-07, burn_in = '4d', horizon = '2w'",
        "work.job = { demand = { initial = 1 }, route = ['desk', 'board'] }\n\
         station.desk = { staff = 1, touch = '4h' }\n\
         station.board = { gate = { every = '13h', first = '3h' } }",
    );
    shows(
        &text,
        &["starts", "admitted"],
        &[
            "-39 starts job 0 desk after 57",
            // Sessions at -36, -23 (Tuesday 01:00, held at 09:00) ...
            "-15 admitted job 0 board",
            "-15 starts job 0 board after 20",
        ],
    );
}

#[test]
fn what_happens_exactly_at_the_horizon_is_outside() {
    for (touch, delivered) in [("10h", 0.0), ("9.9999h", 1.0)] {
        let text = scenario(
            "calendar = 'always', horizon = '10h'",
            &format!(
                "work.job = {{ demand = {{ items = ['0h', '10h'] }}, route = ['desk'] }}\n\
                 station.desk = {{ staff = 1, touch = '{touch}' }}"
            ),
        );
        let found = run_once(&text);
        assert_eq!(mean(&found.delivered), delivered);
        assert_eq!(mean(&found.inside_at_end), 1.0 - delivered);
    }
}

#[test]
fn intervals_run_on_the_wall_clock_and_arrivals_wait_for_the_opening() {
    // [T3]
    let text = scenario(
        "horizon = '62h'",
        "work.job = { demand = { every = '10h' }, route = ['desk'] }\n\
         station.desk = { staff = 'unlimited' }",
    );
    shows(
        &text,
        &["released"],
        &[
            "10 released job 0",
            "33 released job 1",
            "33 released job 2",
            "40 released job 3",
            "57 released job 4",
            "60 released job 5",
        ],
    );
    let early = scenario(
        "calendar = 'always', burn_in = '25h', horizon = '10h'",
        "work.job = { demand = { every = '10h' }, route = ['desk'] }\n\
         station.desk = { staff = 'unlimited' }",
    );
    shows(
        &early,
        &["released"],
        &[
            "-15 released job 0",
            "-5 released job 1",
            "5 released job 2",
        ],
    );
}

#[test]
fn listed_items_come_when_they_say_unless_a_calendar_is_closed() {
    let text = |calendar: &str| {
        scenario(
            OFFICE,
            &format!(
                "work.job = {{ demand = {{ items = ['20h', '12h'] {calendar} }}, route = ['desk'] }}\n\
                 station.desk = {{ staff = 'unlimited' }}"
            ),
        )
    };
    shows(
        &text(""),
        &["released"],
        &["12 released job 0", "20 released job 1"],
    );
    shows(
        &text(", calendar = 'office'"),
        &["released"],
        &["12 released job 0", "33 released job 1"],
    );
}

#[test]
fn at_once_total_and_initial_say_how_many_come() {
    let text = always(
        "work.job = { demand = { every = '1h', at_once = 3, total = 4 }, route = ['desk'] }\n\
         work.old = { demand = { initial = { code = 2, desk = 1 } }, route = ['code', 'desk'] }\n\
         station.code = { staff = 1, touch = '100h' }\n\
         station.desk = { staff = 'unlimited' }",
    );
    let all = timeline(&text, &["released", "arrives"]);
    let first_three = all.iter().filter(|line| line.starts_with("0 arrives"));
    assert_eq!(
        first_three.collect::<Vec<_>>(),
        [
            "0 arrives old 0 code",
            "0 arrives old 1 code",
            "0 arrives old 2 desk"
        ]
    );
    let released: Vec<_> = timeline(&text, &["released"])
        .into_iter()
        .filter(|line| line.contains("job"))
        .collect();
    assert_eq!(
        released,
        [
            "1 released job 0",
            "1 released job 1",
            "1 released job 2",
            "2 released job 3"
        ]
    );
}

#[test]
fn endless_demand_ends_with_its_total() {
    for limit in ["", "intake.wip_limit = 2\n"] {
        let text = always(&format!(
            "{limit}work.job = {{ demand = {{ endless = true, total = 5 }}, route = ['desk'] }}\n\
             station.desk = {{ staff = 1, touch = '1h' }}"
        ));
        assert_eq!(mean(&run_once(&text).delivered), 5.0, "[T2] {limit}");
    }
}

#[test]
fn a_profile_brings_its_rates_piece_by_piece() {
    let pieces = "[{ from = '0h', poisson = '12 / h' }, { from = '6h', poisson = '0 / h' }, \
                  { from = '12h', poisson = '4 / h' }]";
    let rows = [
        ("0h", "6h", 72.0),
        ("0h", "12h", 72.0),
        ("0h", "24h", 120.0),
        ("0h", "30h", 192.0),
        ("18h", "8h", 72.0),
    ];
    for (burn_in, horizon, items) in rows {
        for factor in ["", ", day_factor = { uniform = { from = 0.5, to = 1.5 } }"] {
            let text = scenario(
                &format!("calendar = 'always', burn_in = '{burn_in}', horizon = '{horizon}'"),
                &format!(
                    "work.job.demand = {{ profile = {pieces}, repeat = '1d' {factor} }}\n\
                     work.job.route = ['desk']\n\
                     station.desk = {{ staff = 'unlimited' }}"
                ),
            );
            let expected = [check("items", items, |found| found.delivered.clone())];
            none(&judge(&text, 2000, &expected));
        }
    }
}

#[test]
fn random_demand_keeps_its_average_in_open_time_and_loses_holidays() {
    // [T3] 84 in four weeks; a holiday is one of twenty days.
    for (holidays, items) in [("", 84.0), (", holidays = ['2026-01-06']", 79.8)] {
        let text = scenario(
            "start = 2026-01-05, horizon = '4w'",
            &format!(
                "calendar.office = {{ week = 'Mon-Fri 09:00-17:00' {holidays} }}\n\
                 work.job = {{ demand = {{ poisson = '21 / week' }}, route = ['desk'] }}\n\
                 station.desk = {{ staff = 'unlimited' }}"
            ),
        );
        let expected = [check("items", items, |found| found.delivered.clone())];
        none(&judge(&text, 2000, &expected));
        for line in trace(&text)
            .lines()
            .filter(|line| line.contains("released"))
        {
            let seconds: f64 = line.split(',').next().unwrap().parse().unwrap();
            let hour = seconds / 3600.0;
            let open = hour % 168.0 < 120.0 && (9.0..=17.0).contains(&(hour % 24.0));
            assert!(open, "{line}");
        }
    }
}
