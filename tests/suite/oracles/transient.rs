//! Pipelines of pure delay, and a queue that begins empty.

use throughline::experiment::VariantOutcome;

use crate::support::{SEEDS, check, judge, none, run, test_effort};

/// Poisson demand for something that takes its time and nobody's.
fn pipeline(rate: &str, delay: &str, clock: &str) -> String {
    format!(
        "format = 1\ntitle = 'A pipeline'\nclock = {{ calendar = 'always', {clock} }}\n\
         work.item = {{ demand = {{ poisson = '{rate}' }}, route = ['pipe'] }}\n\
         station.pipe = {{ delay = {delay} }}\n"
    )
}

/// The number in a pipeline is Poisson whatever the law of the delay: its mean is its variance.
#[test]
fn a_pipeline_holds_rate_times_delay_whatever_its_law() {
    let rows = [
        ("2 / week", "90d", 180.0 / 7.0, "9w"),
        ("3 / mo", "9mo", 27.0, "9mo"),
    ];
    for (rate, delay, inside, window) in rows {
        let laws = [
            (format!("'{delay}'"), 1),
            (format!("{{ exponential = '{delay}' }}"), 20),
            (format!("{{ mean = '{delay}', cv = 0.8 }}"), 20),
        ];
        for (law, burn_in) in laws {
            let days = if delay == "90d" { 90.0 } else { 9.0 * 30.4375 };
            let clock = format!(
                "burn_in = '{}d', horizon = '{window}'",
                days * f64::from(burn_in)
            );
            let text = pipeline(rate, &law, &clock);
            let checks = [
                check("inside", inside, |found| found.inside_at_end.clone()),
                check("L", inside, |found| found.wip.clone()),
                check("present", inside, |found| {
                    found.stations["pipe"].present.clone()
                }),
            ];
            none(&judge(&text, 500, &checks));
            let trials = 500 * test_effort();
            variance_is(inside, &run(&text, trials, SEEDS[0]).variants[0]);
        }
    }
}

/// Variance of the number inside at the end; that of a sample variance of Poisson counts is
/// (2 m^2 + m) / n.
fn variance_is(truth: f64, found: &VariantOutcome) {
    let trials = found.trials as f64;
    let inside = found.inside_at_end.as_ref().unwrap();
    let variance = inside.standard_error * inside.standard_error * trials;
    let error = ((2.0 * truth * truth + truth) / trials).sqrt();
    assert!((variance - truth).abs() < 4.9 * error, "{variance} {truth}");
}

#[test]
fn a_pipeline_that_begins_empty_fills_as_its_law_says() {
    let rows = [
        // delay, inside after six months
        ("'9mo'", 18.0),
        ("{ exponential = '9mo' }", 13.137738),
    ];
    for (delay, inside) in rows {
        let text = pipeline("3 / mo", delay, "horizon = '6mo'");
        let check = check("inside", inside, |found| found.inside_at_end.clone());
        none(&judge(&text, 10_000, &[check]));
        let trials = 10_000 * test_effort();
        variance_is(inside, &run(&text, trials, SEEDS[0]).variants[0]);
    }
}

/// Of a step in demand with a fixed lag of l months, the first year sees (12 - l) / 12.
#[test]
fn the_first_year_sees_what_the_lag_leaves() {
    for lag in [0, 3, 9, 11] {
        let text = pipeline("3 / mo", &format!("'{lag}mo'"), "horizon = '1y'");
        let check = check("delivered", 3.0 * f64::from(12 - lag), |found| {
            found.delivered.clone()
        });
        none(&judge(&text, 5000, &[check]));
    }
}

/// One person, exponential touch, from empty; `rest` are further keys of the demand.
fn from_empty(lambda: f64, mu: f64, horizon: f64, rest: &str) -> String {
    format!(
        "format = 1\ntitle = 'From empty'\n\
         clock = {{ calendar = 'always', horizon = '{horizon}h' }}\n\
         work.item = {{ demand = {{ poisson = '{lambda} / h'{rest} }}, route = ['desk'] }}\n\
         station.desk = {{ staff = 1, touch = {{ exponential = '{}h' }} }}\n",
        1.0 / mu
    )
}

#[test]
fn a_queue_that_begins_empty_fills_as_theory_says() {
    let rows = [
        // lambda, t, E N(t); mu is 1
        (0.8, 1.0, 0.551552),
        (0.8, 2.0, 0.877584),
        (0.8, 5.0, 1.469461),
        (0.8, 10.0, 2.030282),
        (0.8, 20.0, 2.647635),
        (0.8, 50.0, 3.405039),
        (0.8, 100.0, 3.791873),
        (0.8, 200.0, 3.962982),
        (1.0, 100.0, 10.790846),
        (1.2, 100.0, 24.635008),
    ];
    for (lambda, t, inside) in rows {
        let text = from_empty(lambda, 1.0, t, "");
        // What came and is gone took the person's time: E N(t) = lambda t - mu (time at work).
        let checks = [
            check("N(t)", inside, |found| found.inside_at_end.clone()),
            check("busy", (lambda * t - inside) / t, |found| {
                found.stations["desk"].utilisation.clone()
            }),
        ];
        none(&judge(&text, 6000, &checks));
    }
}

#[test]
fn the_first_customers_wait_less_than_the_others() {
    let rows = [
        // lambda, mu, n, mean wait of the first n
        (1.0, 2.0, 100, 0.480000),
        (1.0, 2.0, 1000, 0.498000),
        (0.8, 1.0, 1000, 3.900000),
        (0.9, 1.0, 1000, 8.110600),
    ];
    for (lambda, mu, count, wait) in rows {
        // All of them have come and gone by then.
        let horizon = 4.0 * f64::from(count) / lambda;
        let text = from_empty(lambda, mu, horizon, &format!(", total = {count}"));
        let checks = [
            check("delivered", f64::from(count), |found| {
                found.delivered.clone()
            }),
            check("wait", wait, |found| found.stations["desk"].wait.clone()),
            check("W", wait + 1.0 / mu, |found| found.flow_time.mean.clone()),
        ];
        let trials = if count == 100 { 5000 } else { 1000 };
        none(&judge(&text, trials, &checks));
    }
}
