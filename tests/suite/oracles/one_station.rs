//! One queue: M/M/1, M/M/c, and M/G/1 for every law the language has.

use super::{one_station, one_station_checks, queue, relaxation};
use crate::support::{check, judge, none};

#[test]
fn a_queue_with_one_person_is_as_long_as_theory_says() {
    let rows = [
        // lambda, mu, L, W, Wq, W p50, W p95
        [0.5, 1.0, 1.0, 2.0, 1.0, 1.386294, 5.991465],
        [0.8, 1.0, 4.0, 5.0, 4.0, 3.465736, 14.978661],
        [0.8, 1.3, 1.6, 2.0, 1.230769, 1.386294, 5.991465],
        [0.9, 1.0, 9.0, 10.0, 9.0, 6.931472, 29.957323],
        [0.95, 1.0, 19.0, 20.0, 19.0, 13.862944, 59.914645],
        [0.95, 1.3, 2.714286, 2.857143, 2.087912, 1.980421, 8.559235],
    ];
    for [lambda, mu, in_system, stay, wait, half, most] in rows {
        let (text, trials) = one_station(lambda, mu, 1, 1.5e6);
        let mut checks = one_station_checks(lambda, in_system, stay, wait);
        checks.push(check("p50", half, |found| found.flow_time.p50.clone()));
        checks.push(check("p95", most, |found| found.flow_time.p95.clone()));
        none(&judge(&text, trials, &checks));
    }
}

#[test]
fn a_queue_with_several_people_is_as_long_as_theory_says() {
    let rows = [
        // lambda, mu, c, rho, Wq, W, L
        (0.2, 0.1, 3, 0.666667, 4.444444, 14.444444, 2.888889),
        (0.2, 0.1, 4, 0.5, 0.869565, 10.869565, 2.173913),
        (0.2, 0.13, 3, 0.512821, 1.319831, 9.012139, 1.802428),
        (10.0, 1.0, 12, 0.833333, 0.224694, 1.224694, 12.246941),
        (1.6, 1.0, 2, 0.8, 1.777778, 2.777778, 4.444444),
        (2.4, 1.0, 3, 0.8, 1.078652, 2.078652, 4.988764),
        (3.2, 1.0, 4, 0.8, 0.745541, 1.745541, 5.585730),
        (6.4, 1.0, 8, 0.8, 0.286028, 1.286028, 8.230580),
    ];
    for (lambda, mu, staff, load, wait, stay, in_system) in rows {
        let (text, trials) = one_station(lambda, mu, staff, 1e6);
        let mut checks = one_station_checks(lambda, in_system, stay, wait);
        checks.push(check("utilisation", load, |found| {
            found.stations["desk"].utilisation.clone()
        }));
        none(&judge(&text, trials, &checks));
    }
}

/// Poisson arrivals at a load of 0.8, service of mean 1 and variance v: Wq = 2 (1 + v).
#[test]
fn a_queue_is_as_long_as_the_variance_of_work_makes_it() {
    let rows = [
        // law, variance
        ("'1h'", 0.0),
        ("{ uniform = { from = '0h', to = '2h' } }", 1.0 / 3.0),
        ("{ erlang = { stages = 2, mean = '1h' } }", 0.5),
        ("{ exponential = '1h' }", 1.0),
        ("{ mean = '1h', cv = 1.4142135623730951 }", 2.0),
        ("{ mean = '1h', cv = 2 }", 4.0),
        ("{ gamma = { mean = '1h', cv = 0.5 } }", 0.25),
        ("{ weibull = { mean = '1h', cv = 1.4 } }", 1.96),
        ("{ hyperexponential = { mean = '1h', cv = 2 } }", 4.0),
        (
            "{ triangular = { min = '0h', mode = '1h', max = '2h' } }",
            1.0 / 6.0,
        ),
        (
            "{ pert = { min = '0h', likely = '0.5h', max = '4h' } }",
            3.0 / 7.0,
        ),
        ("{ empirical = ['0.5h', '2h', '0.5h'] }", 0.5),
        (
            "{ mixture = [{ chance = 0.1, of = '0h' }, \
             { chance = 0.9, of = { exponential = '4000s' } }] }",
            11.0 / 9.0,
        ),
    ];
    for (touch, variance) in rows {
        let unit = relaxation(0.8, 1.0, 1.0) * f64::max(1.0, (1.0 + variance) / 2.0);
        let (text, trials) = queue(0.8, 1, touch, unit.ceil(), 4e5);
        let wait = 2.0 * (1.0 + variance);
        let mut checks = one_station_checks(0.8, 0.8 * (wait + 1.0), wait + 1.0, wait);
        checks.push(check("effort", 1.0, |found| {
            found.stations["desk"].effort.clone()
        }));
        none(&judge(&text, trials, &checks));
    }
}

#[test]
fn constant_work_waits_half_as_long() {
    // lambda, Wq, L
    for [lambda, wait, in_system] in [[0.5, 0.5, 0.75], [0.9, 4.5, 4.95], [0.95, 9.5, 9.975]] {
        let unit = relaxation(lambda, 1.0, 1.0).ceil();
        let (text, trials) = queue(lambda, 1, "'1h'", unit, 4e5);
        let checks = one_station_checks(lambda, in_system, wait + 1.0, wait);
        none(&judge(&text, trials, &checks));
    }
}
