//! Where items come from: profiles by inversion, factors of a cycle, what waits at the start.

use super::{always, scenario, shows, timeline};
use crate::support::{mean, read, run_once, trace_of};

/// Instants of release of a trial [h].
fn releases(text: &str, trial: u64) -> Vec<f64> {
    let trace = trace_of(&read(text).variants()[0], 1, trial);
    let lines = trace.lines().filter(|line| line.contains("released"));
    lines
        .map(|line| line.split(',').next().unwrap().parse::<f64>().unwrap() / 3600.0)
        .collect()
}

fn demand(clock: &str, demand: &str) -> String {
    scenario(
        clock,
        &format!(
            "work.job = {{ demand = {{ {demand} }}, route = ['desk'] }}\n\
             station.desk = {{ staff = 'unlimited' }}"
        ),
    )
}

/// Within the resolution of the clock, here and there.
fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 3e-9
}

#[test]
fn t3_a_profile_is_the_constant_rate_on_another_clock() {
    // Rates 3, 0 and 6 per hour from 0, 1 and 3 h of a cycle of 5 h bring 15 items in it, as do 5 h
    // at 3 per hour: the same draws, 0 to 1 h as they are, the other 4 h in the last 2.
    let plain = demand("calendar = 'always', horizon = '50h'", "poisson = '3 / h'");
    let profile = demand(
        "calendar = 'always', horizon = '50h'",
        "profile = [{ from = '0h', poisson = '3 / h' }, { from = '1h', poisson = '0 / h' }, \
                    { from = '3h', poisson = '6 / h' }], repeat = '5h'",
    );
    let clock = |at: f64| {
        let (cycle, rest) = ((at / 5.0).floor() * 5.0, at.rem_euclid(5.0));
        cycle
            + if rest < 1.0 {
                rest
            } else {
                3.0 + (rest - 1.0) / 2.0
            }
    };
    for trial in 0..3 {
        let (plain, profile) = (releases(&plain, trial), releases(&profile, trial));
        assert!(plain.len() > 100);
        assert_eq!(plain.len(), profile.len());
        for (plain, profile) in plain.iter().zip(&profile) {
            assert!(close(clock(*plain), *profile), "{plain} {profile}");
        }
    }
}

#[test]
fn t2_a_profile_without_repeat_comes_once_and_its_last_rate_stays() {
    let plain = demand("calendar = 'always', horizon = '20h'", "poisson = '3 / h'");
    let profile = demand(
        "calendar = 'always', horizon = '20h'",
        "profile = [{ from = '0h', poisson = '3 / h' }, { from = '4h', poisson = '6 / h' }]",
    );
    let (plain, profile) = (releases(&plain, 0), releases(&profile, 0));
    let clock = |at: f64| if at < 4.0 { at } else { 4.0 + (at - 4.0) / 2.0 };
    assert!(profile.len() > plain.len());
    for (plain, profile) in plain.iter().zip(&profile) {
        assert!(close(clock(*plain), *profile), "{plain} {profile}");
    }
}

#[test]
fn t2_a_day_factor_stretches_the_clock_of_a_whole_cycle() {
    // Within the first cycle an arrival comes sooner or later by one factor; without `repeat`
    // in the whole run.
    for repeat in [", repeat = '20h'", ""] {
        let text = |factor: &str| {
            demand(
                "calendar = 'always', horizon = '20h'",
                &format!("profile = [{{ from = '0h', poisson = '3 / h' }}] {repeat} {factor}"),
            )
        };
        let mut factors = Vec::new();
        for trial in 0..5 {
            let plain = releases(&text(""), trial);
            let varied = releases(
                &text(", day_factor = { uniform = { from = 0.5, to = 1.5 } }"),
                trial,
            );
            let factor = plain[0] / varied[0];
            assert!((0.5..1.5).contains(&factor));
            for (plain, varied) in plain.iter().zip(&varied) {
                assert!(
                    (plain / varied / factor - 1.0).abs() < 1e-6,
                    "{plain} {varied}"
                );
            }
            factors.push(factor);
        }
        assert!(
            factors
                .windows(2)
                .all(|pair| (pair[0] - pair[1]).abs() > 1e-6)
        );
    }
}

#[test]
fn t2_every_cycle_has_a_factor_of_its_own() {
    // The arrivals of a cycle over its expected 300, to about 6%: they differ from cycle to cycle.
    let text = demand(
        "calendar = 'always', horizon = '100h'",
        "profile = [{ from = '0h', poisson = '30 / h' }], repeat = '10h', \
         day_factor = { uniform = { from = 0.1, to = 1.9 } }",
    );
    let all = releases(&text, 0);
    let counts: Vec<usize> = (0..10)
        .map(|cycle| {
            all.iter()
                .filter(|&&at| (at / 10.0) as usize == cycle)
                .count()
        })
        .collect();
    let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
    assert!(*least < 200 && *most > 400, "{counts:?}");
}

#[test]
fn t3_a_profile_needs_no_calendar_but_may_have_one() {
    // All of Monday, or only from 9 to 17.
    let profile = "profile = [{ from = '0h', poisson = '20 / h' }]";
    let hours = |calendar: &str| {
        releases(
            &demand(
                "calendar = 'office', horizon = '24h'",
                &format!("{profile}{calendar}"),
            ),
            0,
        )
    };
    let free = hours("");
    assert!(free[0] < 1.0 && *free.last().unwrap() > 23.0);
    let office = hours(", calendar = 'office'");
    assert!(office.iter().all(|at| (9.0..=17.0).contains(at)));
    assert!(office.len() > 100);
}

#[test]
fn t2_items_may_come_several_at_once_and_end_with_a_total() {
    let text = always(
        "work.job = { demand = { items = ['1h', '3h', '7h'], at_once = 2, total = 5 }, route = ['desk'] }\n\
         station.desk = { staff = 'unlimited' }",
    );
    shows(
        &text,
        &["released"],
        &[
            "1 released job 0",
            "1 released job 1",
            "3 released job 2",
            "3 released job 3",
            "7 released job 4",
        ],
    );
}

#[test]
fn t2_several_at_once_find_room_one_by_one() {
    // Of five at 1 h two are turned away, of five at 6 h (one is still waiting then) three.
    let text = always(
        "work.job = { demand = { items = ['1h', '6h'], at_once = 5 }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '2h', waiting_room = 2, when_full = 'turn_away' }",
    );
    // In hand 1 to 3, 3 to 5, 5 to 7 h: at 6 h one in hand and nobody waits: two come in.
    shows(
        &text,
        &["starts", "turned away"],
        &[
            "1 turned away job 3 desk",
            "1 turned away job 4 desk",
            "1 starts job 0 desk after 0",
            "3 starts job 1 desk after 2",
            "5 starts job 2 desk after 4",
            "6 turned away job 7 desk",
            "6 turned away job 8 desk",
            "6 turned away job 9 desk",
            "7 starts job 5 desk after 1",
            "9 starts job 6 desk after 3",
        ],
    );
    assert_eq!(mean(&run_once(&text).stations["desk"].turned_away), 0.5);
}

#[test]
fn t2_what_waits_at_stations_at_the_start_is_inside_and_may_overfill_a_room() {
    // Three at the desk whose room is for one: nobody is lost; more come in when there is room.
    let text = always(
        "work.old = { demand = { initial = { code = 1, desk = 3 } }, route = ['code', 'desk'] }\n\
         station.code = { staff = 1, touch = '1h' }\n\
         station.desk = { staff = 1, touch = '5h', waiting_room = 1 }",
    );
    shows(
        &text,
        &["starts", "blocked", "delivered"],
        &[
            "0 starts old 0 code after 0",
            "0 starts old 1 desk after 0",
            "1 blocked old 0 code",
            "5 delivered old 1",
            "5 starts old 2 desk after 5",
            "10 delivered old 2",
            "10 starts old 3 desk after 10",
            "15 delivered old 3",
            "15 starts old 0 desk after 5",
            "20 delivered old 0",
        ],
    );
    let found = run_once(&text);
    assert_eq!(mean(&found.wip), (5.0 + 10.0 + 15.0 + 20.0) / 400.0);
}

#[test]
fn t2_what_waits_at_a_station_at_the_start_may_give_up_and_follows_priority() {
    let text = always(
        "work.low = { demand = { initial = { desk = 2 } }, route = ['code', 'desk'] }\n\
         work.top = { demand = { initial = { desk = 1 } }, priority = 1, route = ['code', 'desk'] }\n\
         station.code = { staff = 1, touch = '1h' }\n\
         station.desk = { staff = 1, touch = '5h', order = 'priority', abandon = { after = '7h' } }",
    );
    shows(
        &text,
        &["starts", "abandoned"],
        &[
            "0 starts top 0 desk after 0",
            "5 starts low 0 desk after 5",
            "7 abandoned low 1 desk",
        ],
    );
}

#[test]
fn t3_a_release_waits_for_the_opening_and_then_for_room() {
    // 1 may come in at 18 h, when 0 is done, but the demand's calendar is closed till Tuesday 9:00.
    let text = scenario(
        "calendar = 'always', horizon = '48h'",
        "work.job = { demand = { items = ['10h', '11h'], calendar = 'office' }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '8h', waiting_room = 0 }",
    );
    let all = timeline(&text, &["released", "starts"]);
    assert_eq!(
        all,
        [
            "10 released job 0",
            "10 starts job 0 desk after 0",
            "33 released job 1",
            "33 starts job 1 desk after 0",
        ]
    );
}
