//! Gates that sit at regular intervals.

use super::time_for;
use crate::support::{check, judge, none};

/// Poisson demand in front of a gate that sits every `every` hours.
pub(super) fn gate(lambda: f64, every: f64, rest: &str) -> String {
    // The worst row forgets its beginning within 60 sessions.
    format!(
        "format = 1\ntitle = 'A gate'\n\
         clock = {{ calendar = 'always', burn_in = '8000h', horizon = '20000h' }}\n\
         work.item = {{ demand = {{ poisson = '{lambda} / h' }}, route = ['board'] }}\n\
         [station.board]\n\
         {}\n",
        rest.replace("EVERY", &format!("every = '{every}h'"))
    )
}
#[test]
fn a_gate_that_admits_all_costs_half_its_cadence() {
    for every in [10.0, 5.0] {
        let checks = [
            check("wait", every / 2.0, |found| {
                found.stations["board"].wait.clone()
            }),
            check("W", every / 2.0, |found| found.flow_time.mean.clone()),
            check("median", every / 2.0, |found| found.flow_time.p50.clone()),
            check("p95", 0.95 * every, |found| found.flow_time.p95.clone()),
            check("cadence", every / 2.0, time_for("cadence")),
        ];
        none(&judge(&gate(0.6, every, "gate = { EVERY }"), 64, &checks));
    }
}

#[test]
fn a_gate_with_slots_keeps_some_for_the_next_session() {
    let rows = [
        // lambda, T, b, W
        (0.6, 10.0, 8, 5.968598),
        (0.6, 10.0, 7, 8.181751),
        (0.6, 10.0, 10, 5.153523),
        (0.75, 10.0, 8, 13.196766),
        (0.5, 5.0, 3, 6.086880),
        (0.5, 20.0, 12, 12.394181),
    ];
    for (lambda, every, slots, stay) in rows {
        let text = gate(
            lambda,
            every,
            &format!("gate = {{ EVERY, slots = {slots} }}"),
        );
        let checks = [
            check("W", stay, |found| found.flow_time.mean.clone()),
            check("wait", stay, |found| found.stations["board"].wait.clone()),
            check("L", lambda * stay, |found| found.wip.clone()),
            check("cadence", every / 2.0, time_for("cadence")),
            check("decision", stay - every / 2.0, time_for("decision")),
        ];
        none(&judge(&text, 96, &checks));
    }
}

#[test]
fn an_item_that_a_gate_sends_back_waits_a_cadence_more() {
    let text = gate(
        0.6,
        10.0,
        "gate = { EVERY }\nrework = { chance = '20%', to = 'board' }",
    );
    let checks = [
        check("W", 7.5, |found| found.flow_time.mean.clone()),
        check("visits", 1.25, |found| {
            found.stations["board"].visits.clone()
        }),
        check("cadence", 5.0, time_for("cadence")),
        check("decision", 2.5, time_for("decision")),
    ];
    none(&judge(&text, 64, &checks));
}
