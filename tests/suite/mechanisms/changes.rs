//! Changes while the run goes on: work under way keeps its effort, people come and go.

use super::{always, scenario, shows, timeline};
use crate::support::{cause, mean, run, run_once};

/// One desk, some items, and changes that the only variant makes in this order of names.
fn desk(items: &str, station: &str, changes: &[(&str, &str, &str)]) -> String {
    let mut text = format!(
        "work.job = {{ demand = {{ items = {items} }}, route = ['desk'] }}\n\
         station.desk = {{ {station} }}\n"
    );
    let mut names = Vec::new();
    for (name, at, set) in changes {
        text += &format!("change.{name} = {{ at = '{at}', set = {{ {set} }} }}\n");
        names.push(format!("'{name}'"));
    }
    text += &format!("variant.one.changes = [{}]", names.join(", "));
    always(&text)
}

#[test]
fn a_new_pace_leaves_the_effort_and_rescales_what_is_left() {
    for staff in ["1", "'unlimited'"] {
        let station = format!("staff = {staff}, touch = '10h'");
        let faster = ("faster", "4h", "'desk.pace' = 'x2'");
        let once = desk("['0h']", &station, &[faster]);
        shows(&once, &["completes"], &["7 completes job 0 desk"]);
        let slower = ("slower", "5h", "'desk.pace' = 0.5");
        let twice = desk("['0h']", &station, &[faster, slower]);
        shows(&twice, &["completes"], &["13 completes job 0 desk"]);
        assert_eq!(cause(&run_once(&twice).time, "touch"), 13.0);
    }
}

#[test]
fn changes_act_in_order_of_time_each_on_what_the_one_before_left() {
    // [C4] Whatever the order in which the variant lists them.
    let early = ("early", "3h", "'desk.pace' = 'x2'");
    let late = ("late", "6h", "'desk.pace' = 1.0");
    for changes in [[early, late], [late, early]] {
        let text = desk("['0h']", "staff = 1, touch = '20h'", &changes);
        shows(&text, &["completes"], &["17 completes job 0 desk"]);
    }
    let both = desk(
        "['0h']",
        "staff = 1, touch = '20h'",
        &[
            ("two", "4h", "'desk.pace' = 'x2'"),
            ("one", "2h", "'desk.pace' = 'x2'"),
        ],
    );
    shows(&both, &["completes"], &["7.5 completes job 0 desk"]);
}

#[test]
fn a_change_may_come_at_a_date() {
    let text = scenario(
        "start = 2026-01-05, calendar = 'always', horizon = '2w'",
        "work.job = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '30h' }\n\
         change.faster = { at = 2026-01-06, set = { 'desk.pace' = '+100%' } }\n\
         variant.one.changes = ['faster']",
    );
    shows(
        &text,
        &["change", "completes"],
        &["24 change faster", "27 completes job 0 desk"],
    );
}

#[test]
fn a_change_at_a_random_instant_comes_at_another_one_in_every_trial() {
    let text = desk("['0h']", "staff = 1, touch = '10h'", &[])
        .replace("changes = []", "changes = ['some']")
        + "\nchange.some = { at = { uniform = { from = '1h', to = '9h' } }, \
              set = { 'desk.pace' = 'x2' } }";
    let document = crate::support::read(&text);
    let instants: Vec<f64> = (0..20)
        .map(|trial| {
            let trace = crate::support::trace_of(&document.variants()[0], 1, trial);
            let line = trace.lines().find(|line| line.contains("change")).unwrap();
            line.split(',').next().unwrap().parse().unwrap()
        })
        .collect();
    assert!(
        instants
            .iter()
            .all(|at| (3600.0..=9.0 * 3600.0).contains(at))
    );
    assert!(instants.windows(2).all(|pair| pair[0] != pair[1]));
}

#[test]
fn a_change_never_acts_before_time_zero_and_a_variant_always_does() {
    // [C1]
    let text = scenario(
        "calendar = 'always', burn_in = '10h', horizon = '2w'",
        "work.job = { demand = { initial = 1 }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '14h' }\n\
         change.faster = { set = { 'desk.pace' = 2 } }\n\
         variant.changed.changes = ['faster']\n\
         variant.always.set = { 'desk.pace' = 2 }",
    );
    let document = crate::support::read(&text);
    let ends = |variant: usize| {
        let trace = crate::support::trace_of(&document.variants()[variant], 1, 0);
        let line = trace
            .lines()
            .find(|line| line.contains("completes"))
            .unwrap();
        line.split(',').next().unwrap().to_owned()
    };
    assert_eq!(
        (ends(0), ends(1)),
        ("7200.000000".into(), "-10800.000000".into())
    );
}

#[test]
fn when_staff_falls_the_work_started_last_is_laid_down_and_resumed_first() {
    // [S8]
    let text = desk(
        "['0h', '1h', '2h']",
        "staff = 2, touch = '10h'",
        &[("fewer", "5h", "'desk.staff' = 1")],
    );
    shows(
        &text,
        &["starts", "laid down", "completes"],
        &[
            "0 starts job 0 desk after 0",
            "1 starts job 1 desk after 0",
            "5 laid down job 1 desk",
            "10 completes job 0 desk",
            "16 completes job 1 desk",
            "16 starts job 2 desk after 14",
            "26 completes job 2 desk",
        ],
    );
    let time = run_once(&text).time;
    assert_eq!(cause(&time, "preempted"), 5.0 / 3.0);
    assert_eq!(cause(&time, "touch"), 10.0);
    assert_eq!(cause(&time, "contention"), 14.0 / 3.0);
}

#[test]
fn the_work_started_last_is_the_same_after_a_change_of_pace() {
    let text = always(
        "work.b = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         work.a = { demand = { items = ['1h'] }, route = ['desk'] }\n\
         station.desk = { staff = 2, touch = '10h' }\n\
         change.pace = { at = '3h', set = { 'desk.pace' = 2 } }\n\
         change.fewer = { at = '4h', set = { 'desk.staff' = '-1' } }\n\
         variant.one.changes = ['pace', 'fewer']",
    );
    shows(
        &text,
        &["laid down", "completes"],
        &[
            "4 laid down a 0 desk",
            // Three hours at pace 1, seven at pace 2.
            "6.5 completes b 0 desk",
            // Four hours' worth done, six to do at pace 2.
            "9.5 completes a 0 desk",
        ],
    );
}

#[test]
fn free_people_go_first_and_new_people_start_at_once() {
    let fewer = desk(
        "['0h', '0h']",
        "staff = 3, touch = '10h'",
        &[("fewer", "5h", "'desk.staff' = '-1'")],
    );
    shows(
        &fewer,
        &["laid down", "completes"],
        &["10 completes job 0 desk", "10 completes job 1 desk"],
    );
    let more = desk(
        "['0h', '0h']",
        "staff = 1, touch = '10h'",
        &[("more", "5h", "'desk.staff' = '+1'")],
    );
    shows(
        &more,
        &["starts"],
        &["0 starts job 0 desk after 0", "5 starts job 1 desk after 5"],
    );
}

#[test]
fn a_new_touch_or_delay_holds_for_what_starts_afterwards() {
    let text = desk(
        "['0h', '0h']",
        "staff = 1, touch = '4h', delay = '1h'",
        &[
            ("touch", "2h", "'desk.touch' = 'x0.5'"),
            ("delay", "5h", "'desk.delay' = '3h'"),
        ],
    );
    shows(
        &text,
        &["completes", "leaves"],
        &[
            "4 completes job 0 desk",
            "5 leaves job 0 desk",
            "6 completes job 1 desk",
            "9 leaves job 1 desk",
        ],
    );
}

#[test]
fn a_gate_may_sit_more_often_or_admit_more() {
    let often = desk(
        "['11h', '13h']",
        "gate = { every = '10h' }",
        &[("often", "12h", "'desk.gate.every' = '4h'")],
    );
    shows(
        &often,
        &["admitted"],
        &["12 admitted job 0 desk", "16 admitted job 1 desk"],
    );
    let more = desk(
        "['1h', '1h', '1h', '1h']",
        "gate = { every = '10h', slots = 1 }",
        &[("more", "15h", "'desk.gate.slots' = '+1'")],
    );
    shows(
        &more,
        &["admitted"],
        &[
            "10 admitted job 0 desk",
            "20 admitted job 1 desk",
            "20 admitted job 2 desk",
            "30 admitted job 3 desk",
        ],
    );
}

#[test]
fn a_new_cadence_counts_from_the_first_session_however_long_the_burn_in() {
    // [S4] Sessions at first + k * every; three weeks before time 0 are no multiple of two.
    for burn_in in ["0d", "1w", "3w", "5d"] {
        let text = scenario(
            &format!("calendar = 'always', burn_in = '{burn_in}', horizon = '20w'"),
            "work.job = { demand = { items = ['1h', '504h', '505h'] }, route = ['board'] }\n\
             station.board.gate = { every = '2w' }\n\
             change.seldom = { set = { 'board.gate.every' = '3w' } }\n\
             variant.one.changes = ['seldom']",
        );
        shows(
            &text,
            &["admitted"],
            &[
                "504 admitted job 0 board",
                "504 admitted job 1 board",
                "1008 admitted job 2 board",
            ],
        );
    }
}

#[test]
fn a_wider_limit_lets_in_at_once_and_a_narrower_one_withdraws_nothing() {
    let text = always(
        "intake.wip_limit = 2\n\
         work.job = { demand = { items = ['0h', '0h', '0h', '0h', '0h'] }, route = ['desk'] }\n\
         station.desk = { staff = 9, touch = '10h' }\n\
         change.more = { at = '5h', set = { 'intake.wip_limit' = 4 } }\n\
         change.less = { at = '7h', set = { 'intake.wip_limit' = 1 } }\n\
         variant.one.changes = ['more', 'less']",
    );
    shows(
        &text,
        &["released"],
        &[
            "0 released job 0",
            "0 released job 1",
            "5 released job 2",
            "5 released job 3",
            "15 released job 4",
        ],
    );
}

#[test]
fn a_new_rate_stretches_the_interval_under_way() {
    let text = scenario(
        "calendar = 'always', horizon = '1000h'",
        "work.job = { demand = { poisson = '1 / h' }, route = ['desk'] }\n\
         station.desk = { staff = 'unlimited' }\n\
         change.double = { at = '100h', set = { 'work.job.demand.poisson' = 'x2' } }\n\
         variant.one.changes = ['double']\n\
         variant.none = {}",
    );
    let document = crate::support::read(&text);
    let arrivals = |variant: usize| -> Vec<f64> {
        let trace = crate::support::trace_of(&document.variants()[variant], 1, 0);
        let lines = trace.lines().filter(|line| line.contains("released"));
        lines
            .map(|line| line.split(',').next().unwrap().parse::<f64>().unwrap() / 3600.0)
            .collect()
    };
    let (changed, plain) = (arrivals(0), arrivals(1));
    assert!(changed.len() > plain.len() + 800, "{}", changed.len());
    for (changed, plain) in changed.iter().zip(&plain) {
        let expected = if *plain < 100.0 {
            *plain
        } else {
            100.0 + (plain - 100.0) / 2.0
        };
        assert!((changed - expected).abs() < 1e-5, "{changed} {expected}");
    }
}

#[test]
fn a_new_rate_stretches_an_interval_that_would_have_ended_after_the_window() {
    // [T2] Arrivals invert the integrated rate, also across a stretch without any demand.
    let text = |horizon: &str, changes: &str| {
        scenario(
            &format!("calendar = 'always', horizon = '{horizon}'"),
            &format!(
                "work.job = {{ demand = {{ poisson = '0.001 / h' }}, route = ['desk'] }}\n\
                 station.desk = {{ staff = 'unlimited' }}\n\
                 change.none = {{ at = '2h', set = {{ 'work.job.demand.poisson' = '0 / h' }} }}\n\
                 change.more = {{ at = '50h', set = {{ 'work.job.demand.poisson' = '1 / h' }} }}\n\
                 variant.one.changes = {changes}"
            ),
        )
    };
    let first = |text: &str, trial: u64| -> f64 {
        let trace = crate::support::trace_of(&crate::support::read(text).variants()[0], 1, trial);
        let released = trace.lines().find(|line| line.contains("released"));
        let line = released.expect("an item comes");
        line.split(',').next().unwrap().parse::<f64>().unwrap() / 3600.0
    };
    for trial in 0..20 {
        // At one in a thousand hours, an exponential draw.
        let draw = first(&text("100000h", "[]"), trial) / 1000.0;
        let once = first(&text("100h", "['more']"), trial);
        let twice = first(&text("100h", "['none', 'more']"), trial);
        if draw > 0.05 {
            assert!((once - (50.0 + draw - 0.05)).abs() < 1e-6, "{once} {draw}");
            assert!(
                (twice - (50.0 + draw - 0.002)).abs() < 1e-6,
                "{twice} {draw}"
            );
        }
    }
}

#[test]
fn intervals_chances_and_shares_may_change() {
    let every = always(
        "work.job = { demand = { every = '10h', total = 4 }, route = ['desk'] }\n\
         station.desk = { staff = 'unlimited' }\n\
         change.often = { at = '15h', set = { 'work.job.demand.every' = '2h' } }\n\
         variant.one.changes = ['often']",
    );
    shows(
        &every,
        &["released"],
        &[
            "10 released job 0",
            "20 released job 1",
            "22 released job 2",
            "24 released job 3",
        ],
    );
    let skips = always(
        "work.job = { demand = { items = ['0h', '10h'] }, \
                      route = ['desk', { station = 'legal', chance = 1.0 }] }\n\
         station.desk = { staff = 1, touch = '1h' }\n\
         station.legal = { staff = 1, touch = '1h' }\n\
         change.skip = { at = '5h', set = { 'work.job.route.legal.chance' = 0 } }\n\
         variant.one.changes = ['skip']",
    );
    shows(&skips, &["out"], &["2 out job 0", "11 out job 1"]);
}

#[test]
fn a_new_share_holds_from_then_on() {
    let text = scenario(
        "calendar = 'always', horizon = '800h'",
        "intake.wip_limit = 1\n\
         work.a = { demand = { endless = true }, route = ['desk'] }\n\
         work.b = { demand = { endless = true }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '1h' }\n\
         change.more = { at = '400h', set = { 'work.a.share' = 3 } }\n\
         variant.one.changes = ['more']",
    );
    let all = timeline(&text, &["released"]);
    let of_a = |from: usize| {
        let some = all[from..from + 400].iter();
        some.filter(|line| line.contains(" a ")).count()
    };
    assert_eq!((of_a(0), of_a(400)), (200, 300));
    let found = run(&text, 2, 1);
    assert_eq!(mean(&found.variants[0].delivered), 799.0);
}
