//! Giving up: M/M/c with impatient items (Palm 1946; Garnett, Mandelbaum and Reiman, Manufacturing
//! and Service Operations Management 4, 2002, call it Erlang A), and with the same patience for all
//! (Barrer, Operations Research 5, 1957).

use super::queue;
use crate::support::{Check, check, judge, none};

/// What is known of a station whose items give up.
#[derive(Clone, Copy)]
struct Truth {
    /// Share that gives up.
    abandon: f64,
    /// Items waiting, and all inside.
    waiting: f64,
    inside: f64,
    /// Busy share of the people.
    busy: f64,
    /// Mean wait of those who are served [h].
    served_wait: f64,
}

/// lambda, mu, c, theta (the rate at which one who waits gives up).
type Desk = (f64, f64, u32, f64);

/// Birth and death with rates lambda and min(n, c) mu + (n - c)^+ theta. One who waits behind k others
/// sees the next departure after 1 / (c mu + (k + 1) theta), which is its own giving up with chance
/// theta over that rate; s(k) is its chance to be served, t(k) its mean wait where it is served.
fn erlang_a((lambda, mu, staff, theta): Desk) -> (Truth, f64) {
    let people = f64::from(staff);
    let mut weights = vec![1.0];
    for inside in 1..2000 {
        let n = f64::from(inside);
        let last = weights[weights.len() - 1];
        weights.push(last * lambda / (n.min(people) * mu + (n - people).max(0.0) * theta));
    }
    let sum: f64 = weights.iter().sum();
    let (mut waiting, mut inside, mut waits) = (0.0, 0.0, 0.0);
    let (mut served, mut time, mut served_wait) = (1.0, 0.0, 0.0);
    for (n, weight) in weights.iter().enumerate() {
        let (n, chance) = (n as f64, weight / sum);
        inside += n * chance;
        if n >= people {
            let ahead = n - people;
            let rate = people * mu + (ahead + 1.0) * theta;
            served *= (rate - theta) / rate;
            time = served / rate + (rate - theta) / rate * time;
            waiting += ahead * chance;
            waits += chance;
            served_wait += time * chance;
        }
    }
    let abandon = theta * waiting / lambda;
    let truth = Truth {
        abandon,
        waiting,
        inside,
        busy: lambda * (1.0 - abandon) / mu / people,
        served_wait: served_wait / (1.0 - abandon),
    };
    (truth, waits)
}

/// One person, everybody gives up after `patience`. The work V that is ahead of an arrival has the
/// density p0 lambda exp(-(mu - lambda) x) up to the patience and falls like exp(-mu x) beyond, so
/// with E = exp(-(mu - lambda) patience): P(abandon) = P(V > patience) = p0 rho E and
/// p0 = (1 - rho) / (1 - rho^2 E).
fn same_patience(lambda: f64, mu: f64, patience: f64) -> Truth {
    let (rho, gap) = (lambda / mu, mu - lambda);
    let fade = libm::exp(-gap * patience);
    let nobody = (1.0 - rho) / (1.0 - rho * rho * fade);
    let abandon = nobody * rho * fade;
    // Integral of x exp(-gap x) up to the patience.
    let first = (1.0 - fade * (1.0 + gap * patience)) / (gap * gap);
    let served = nobody * lambda * first;
    let waiting = lambda * (served + abandon * patience);
    let busy = rho * (1.0 - abandon);
    Truth {
        abandon,
        waiting,
        inside: waiting + busy,
        busy,
        served_wait: served / (1.0 - abandon),
    }
}

/// Desk; P(wait), P(abandon), Lq, mean wait of all, L, utilisation.
const ROWS: [(Desk, [f64; 6]); 6] = [
    (
        (10.0, 1.0, 10, 0.5),
        [0.619655, 0.103913, 2.078264, 0.207826, 11.039132, 0.896087],
    ),
    (
        (10.0, 1.0, 10, 1.0),
        [0.542070, 0.125110, 1.251100, 0.125110, 10.000000, 0.874890],
    ),
    (
        (12.0, 1.0, 10, 0.5),
        [0.850385, 0.195656, 4.695743, 0.391312, 14.347871, 0.965213],
    ),
    (
        (6.0, 1.0, 5, 0.25),
        [0.881022, 0.202705, 4.864918, 0.810820, 9.648688, 0.956754],
    ),
    (
        (0.8, 1.0, 1, 0.1),
        [0.695481, 0.130648, 1.045186, 1.306483, 1.740667, 0.695481],
    ),
    (
        (1.2, 1.0, 1, 0.2),
        [0.842303, 0.298081, 1.788485, 1.490404, 2.630788, 0.842303],
    ),
];

#[test]
fn the_reference_for_giving_up_agrees_with_the_tables() {
    for (desk, [waits, abandon, waiting, wait, inside, busy]) in ROWS {
        let (found, found_waits) = erlang_a(desk);
        let pairs = [
            (found_waits, waits),
            (found.abandon, abandon),
            (found.waiting, waiting),
            (found.waiting / desk.0, wait),
            (found.inside, inside),
            (found.busy, busy),
        ];
        for (found, known) in pairs {
            assert!((found - known).abs() < 1.5e-6, "{desk:?}: {found} {known}");
        }
        // Little's law also splits the wait into that of those served and of those who leave.
        assert!(found.served_wait * (1.0 - found.abandon) < found.waiting / desk.0);
    }
}

/// Poisson demand on a station whose items give up.
fn scenario((lambda, mu, staff, _): Desk, after: &str, items: f64) -> (String, u64) {
    let touch = format!("{{ exponential = '{}h' }}", 1.0 / mu);
    // Giving up keeps the queue short.
    let (text, trials) = queue(lambda, staff, &touch, 40.0, items);
    let abandon = format!("abandon = {{ after = {after} }}, touch =");
    (text.replace("touch =", &abandon), trials)
}

fn impatient(desk: Desk, items: f64) -> (String, u64) {
    scenario(
        desk,
        &format!("{{ exponential = '{}h' }}", 1.0 / desk.3),
        items,
    )
}

fn checks((lambda, mu, ..): Desk, truth: Truth) -> Vec<Check> {
    let through = lambda * (1.0 - truth.abandon);
    vec![
        check("abandoned", truth.abandon, |found| {
            found.stations["desk"].abandoned.clone()
        }),
        check("abandoned of all", truth.abandon, |found| {
            found.work["item"].abandoned.clone()
        }),
        check("Lq", truth.waiting, |found| {
            found.stations["desk"].queue.clone()
        }),
        check("L", truth.inside, |found| {
            found.stations["desk"].present.clone()
        }),
        check("WIP", truth.inside, |found| found.wip.clone()),
        check("utilisation", truth.busy, |found| {
            found.stations["desk"].utilisation.clone()
        }),
        check("Wq", truth.served_wait, |found| {
            found.stations["desk"].wait.clone()
        }),
        check("W", truth.served_wait + 1.0 / mu, |found| {
            found.flow_time.mean.clone()
        }),
        check("throughput", through * 168.0, |found| {
            found.throughput.clone()
        }),
    ]
}

#[test]
fn who_waits_too_long_gives_up_as_theory_says() {
    for (desk, _) in ROWS {
        let (text, trials) = impatient(desk, 4e5);
        none(&judge(&text, trials, &checks(desk, erlang_a(desk).0)));
    }
}

#[test]
fn with_the_same_patience_for_all_those_who_must_give_up() {
    for (lambda, patience) in [(0.8, 5.0), (1.2, 3.0)] {
        let desk = (lambda, 1.0, 1, 0.0);
        let (text, trials) = scenario(desk, &format!("'{patience}h'"), 4e5);
        let truth = same_patience(lambda, 1.0, patience);
        none(&judge(&text, trials, &checks(desk, truth)));
    }
}

#[test]
fn patience_of_another_length_is_caught() {
    let desk = ROWS[4].0;
    let (text, trials) = impatient(desk, 2e5);
    let wrong = text.replace(
        "after = { exponential = '10h' }",
        "after = { exponential = '11h' }",
    );
    assert_ne!(text, wrong);
    let complaints = judge(&wrong, trials, &checks(desk, erlang_a(desk).0)).join("\n");
    for measure in ["abandoned", "Lq:", "L:", "Wq:"] {
        assert!(complaints.contains(measure), "{measure}:\n{complaints}");
    }
}

#[test]
fn patience_of_another_law_is_caught() {
    // The same mean of 10 h, but equal for all.
    let desk = ROWS[4].0;
    let (text, trials) = scenario(desk, "'10h'", 2e5);
    let complaints = judge(&text, trials, &checks(desk, erlang_a(desk).0)).join("\n");
    assert!(complaints.contains("abandoned"), "{complaints}");
}
