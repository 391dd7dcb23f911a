//! Machine repair: N people who each work for a while and then ask a helper they share. In the
//! language N items go round, the work being a delay and the helper a station; the next item is
//! released when one is delivered.
//!
//! With n at the helper the others ask at rate (N - n) lambda, so p(n) is that of a birth and death
//! process (Palm 1947; Feller, An Introduction to Probability Theory, volume 1, chapter XVII).

use super::queue;
use crate::support::{Check, check, judge, none};

/// N, helpers, lambda, mu.
type Shop = (u32, u32, f64, f64);

/// P(nobody asks), L at the helper, requests per hour.
fn truth((people, helpers, lambda, mu): Shop) -> (f64, f64, f64) {
    let mut weights = vec![1.0];
    for asking in 1..=people {
        let others = f64::from(people - asking + 1);
        let last = weights[weights.len() - 1];
        weights.push(last * others * lambda / (mu * f64::from(asking.min(helpers))));
    }
    let sum: f64 = weights.iter().sum();
    let asking = weights
        .iter()
        .enumerate()
        .map(|(n, weight)| n as f64 * weight);
    let asking = asking.sum::<f64>() / sum;
    (1.0 / sum, asking, lambda * (f64::from(people) - asking))
}

/// Shop; p0, L at helper, throughput, W, Wq.
const ROWS: [(Shop, [f64; 5]); 4] = [
    (
        (10, 1, 0.1, 1.0),
        [0.214582, 2.145823, 0.785418, 2.732079, 1.732079],
    ),
    (
        (10, 2, 0.1, 1.0),
        [0.367955, 1.038638, 0.896136, 1.159018, 0.159018],
    ),
    (
        (6, 1, 0.2, 1.0),
        [0.191847, 1.959236, 0.808153, 2.424339, 1.424339],
    ),
    (
        (12, 1, 0.05, 0.5),
        [0.119739, 3.197392, 0.440130, 7.264647, 5.264647],
    ),
];

fn scenario((people, helpers, lambda, mu): Shop) -> String {
    let work = 1.0 / lambda;
    let (text, _) = queue(
        1.0,
        helpers,
        &format!("{{ exponential = '{}h' }}", 1.0 / mu),
        40.0,
        1.0,
    );
    text.replace("poisson = '1 / h'", "endless = true")
        .replace("['desk']", "['away', 'desk']")
        + &format!(
            "station.away.delay = {{ exponential = '{work}h' }}\nintake.wip_limit = {people}\n"
        )
}

fn checks(shop: Shop, [nobody, asking, rate, stay, wait]: [f64; 5]) -> Vec<Check> {
    let (people, helpers, lambda, mu) = shop;
    let load = rate / mu / f64::from(helpers);
    let mut checks = vec![
        check("L", asking, |found| found.stations["desk"].present.clone()),
        check("at work", f64::from(people) - asking, |found| {
            found.stations["away"].present.clone()
        }),
        check("W", 1.0 / lambda + stay, |found| {
            found.flow_time.mean.clone()
        }),
        check("Wq", wait, |found| found.stations["desk"].wait.clone()),
        check("Lq", rate * wait, |found| {
            found.stations["desk"].queue.clone()
        }),
        check("throughput", rate * 168.0, |found| found.throughput.clone()),
        check("utilisation", load, |found| {
            found.stations["desk"].utilisation.clone()
        }),
        check("WIP", f64::from(people), |found| found.wip.clone()),
    ];
    if helpers == 1 {
        checks.push(check("p0", nobody, |found| {
            let people = found.stations["desk"].people.as_ref();
            people.and_then(|people| people.starved.clone())
        }));
    }
    checks
}

/// Exact values from the reference, which is held to the tables.
fn rows() -> Vec<(Shop, [f64; 5])> {
    let exact = ROWS.iter().map(|&(shop, known)| {
        let (nobody, asking, rate) = truth(shop);
        let stay = asking / rate;
        let exact = [nobody, asking, rate, stay, stay - 1.0 / shop.3];
        for (exact, known) in exact.iter().zip(known) {
            assert!((exact - known).abs() < 1e-6, "{exact} {known}");
        }
        (shop, exact)
    });
    exact.collect()
}

#[test]
fn those_who_share_a_helper_wait_as_theory_says() {
    for (shop, exact) in rows() {
        none(&judge(&scenario(shop), 200, &checks(shop, exact)));
    }
}

/// With a helper who serves all at once only the mean of the help matters; nobody waits for it.
#[test]
fn a_helper_for_all_at_once_takes_as_long_whatever_the_law_of_help() {
    for (shop, exact) in rows() {
        let exponential = format!("{{ exponential = '{}h' }}", 1.0 / shop.3);
        let log_normal = format!("{{ mean = '{}h', cv = 2 }}", 1.0 / shop.3);
        let mut exact = exact;
        exact[4] = 0.0;
        let text = scenario(shop)
            .replace("touch =", "order = 'processor_sharing', touch =")
            .replace(&exponential, &log_normal);
        none(&judge(&text, 200, &checks(shop, exact)));
    }
}

#[test]
fn one_person_more_at_work_is_caught() {
    let (shop, exact) = rows()[0];
    let wrong = scenario(shop).replace("wip_limit = 10", "wip_limit = 11");
    let complaints = judge(&wrong, 200, &checks(shop, exact)).join("\n");
    for measure in ["L:", "Wq:", "throughput", "p0"] {
        assert!(complaints.contains(measure), "{measure}:\n{complaints}");
    }
}
