//! Deliberately broken models: the judge that passes the right one must catch each, and say where.

use super::gates::gate;
use super::network::{ROUTE, network, network_checks, organisation};
use super::{one_station, one_station_checks, queue, relaxation};
use crate::support::{Check, check, judge, none};

/// The judge passes the right model, and complains of these measures once `edit` has broken it.
fn caught(text: &str, edit: [&str; 2], trials: u64, checks: &[Check], measures: &[&str]) -> String {
    let wrong = text.replace(edit[0], edit[1]);
    assert_ne!(text, wrong);
    let complaints = judge(&wrong, trials, checks).join("\n");
    for measure in measures {
        assert!(complaints.contains(measure), "{measure}:\n{complaints}");
    }
    none(&judge(text, trials, checks));
    complaints
}

#[test]
fn a_mean_that_is_two_percent_wrong_is_caught() {
    let (text, trials) = one_station(0.5, 1.0, 1, 1.5e6);
    let edit = ["exponential = '1h'", "exponential = '1.02h'"];
    let truth = one_station_checks(0.5, 1.0, 2.0, 1.0);
    caught(&text, edit, trials, &truth, &["L:", "W:", "Wq:"]);
}

#[test]
fn a_spread_that_is_ten_percent_wrong_is_caught() {
    let unit = 2.0 * relaxation(0.5, 1.0, 1.0).ceil();
    let touch = "{ mean = '1h', cv = 1.5 }";
    let (text, trials) = queue(0.5, 1, touch, unit, 8e5);
    // Wq = (1 + cv^2) / 2
    let truth = one_station_checks(0.5, 1.3125, 2.625, 1.625);
    caught(
        &text,
        ["cv = 1.5", "cv = 1.65"],
        trials,
        &truth,
        &["W:", "Wq:"],
    );
}

#[test]
fn a_chance_of_rework_that_is_two_points_wrong_is_caught() {
    let text = organisation(
        "calendar = 'always', burn_in = '5000h', horizon = '2500h'",
        &format!("work.item = {{ demand = {{ poisson = '0.5 / h' }}, {ROUTE} }}\n"),
    );
    let touch = network(8.0, 0.2)
        .iter()
        .map(|place| place.2 * place.3)
        .sum();
    let truth = network_checks(0, network(8.0, 0.2), 48.230495, touch);
    let edit = ["chance = 0.2,", "chance = 0.22,"];
    let complaints = caught(
        &text,
        edit,
        64,
        &truth,
        &["visits at coding", "visits at review"],
    );
    assert!(!complaints.contains("at gtm"), "{complaints}");
}

#[test]
fn one_person_too_many_is_caught_at_the_station_that_has_them() {
    let text = "format = 1\ntitle = 'Two stations'\n\
                clock = { calendar = 'always', burn_in = '1200h', horizon = '2400h' }\n\
                work.item = { demand = { poisson = '1.6 / h' }, route = ['one', 'two'] }\n\
                station.one = { staff = 3, touch = { exponential = '1h' } }\n\
                station.two = { staff = 2, touch = { exponential = '1h' } }\n";
    // Erlang C: 1.6 at three, and at two.
    let truth = [("one", 0.195_672), ("two", 1.777_778)].map(|(name, wait)| {
        check(&format!("Wq at {name}"), wait, move |found| {
            found.stations[name].wait.clone()
        })
    });
    let edit = ["two = { staff = 2", "two = { staff = 3"];
    let complaints = caught(text, edit, 64, &truth, &["Wq at two"]);
    assert!(!complaints.contains("Wq at one"), "{complaints}");
}

#[test]
fn a_gate_that_sits_half_a_cadence_later_is_caught() {
    let text = gate(0.6, 10.0, "gate = { EVERY }").replace("['board']", "['board', 'legal']")
        + "[station.legal]\ngate = { every = '10h', first = '5h' }\n";
    // Half a cadence at the first, and always half of it from there to the second.
    let truth = [
        check("wait at board", 5.0, |found| {
            found.stations["board"].wait.clone()
        }),
        check("wait at legal", 5.0, |found| {
            found.stations["legal"].wait.clone()
        }),
        check("W", 10.0, |found| found.flow_time.mean.clone()),
    ];
    let edit = ["first = '5h'", "first = '0h'"];
    let complaints = caught(&text, edit, 64, &truth, &["wait at legal", "W:"]);
    assert!(!complaints.contains("wait at board"), "{complaints}");
}
