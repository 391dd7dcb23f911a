//! Batches: how long it takes to fill one, what that does to the queue behind, and how often people work.

use super::{relaxation, time_for};
use crate::support::{check, judge, none};

/// Poisson demand that is collected and goes through people without limit, an hour a batch.
fn collected(lambda: f64, batch: &str) -> String {
    format!(
        "format = 1\ntitle = 'Batches'\n\
         clock = {{ calendar = 'always', burn_in = '2000h', horizon = '10000h' }}\n\
         work.item = {{ demand = {{ poisson = '{lambda} / h' }}, route = ['bus'] }}\n\
         station.bus = {{ staff = 400, touch = '1h', batch = {batch} }}\n"
    )
}

/// The k-th of b items waits for b - k intervals.
#[test]
fn a_batch_fills_in_half_of_what_its_items_take_to_come() {
    for (lambda, size) in [(0.8, 1), (0.8, 2), (0.8, 5), (0.5, 12)] {
        let wait = f64::from(size - 1) / 2.0 / lambda;
        let checks = [
            check("wait", wait, |found| found.stations["bus"].wait.clone()),
            check("batching", wait, time_for("batching")),
            check("touch", 1.0, time_for("touch")),
            check("W", wait + 1.0, |found| found.flow_time.mean.clone()),
            check("L", lambda * (wait + 1.0), |found| found.wip.clone()),
            check("effort", 1.0 / f64::from(size), |found| {
                found.stations["bus"].effort.clone()
            }),
            check("utilisation", lambda / f64::from(size) / 400.0, |found| {
                found.stations["bus"].utilisation.clone()
            }),
        ];
        let text = collected(lambda, &format!("{{ size = {size} }}"));
        none(&judge(&text, 64, &checks));
    }
}

/// The first item waits T, and those that come in this time, Poisson with mean x = lambda T, half of it
/// on average: T (1 + x / 2) / (1 + x) each. A batch comes every T + 1 / lambda.
#[test]
fn a_batch_that_goes_after_a_while_is_as_large_as_what_has_come() {
    for (lambda, after) in [(0.8, 5.0), (2.0, 3.0), (0.1, 4.0)] {
        let come = lambda * after;
        let wait = after * (1.0 + come / 2.0) / (1.0 + come);
        let checks = [
            check("batching", wait, time_for("batching")),
            check("wait", wait, |found| found.stations["bus"].wait.clone()),
            check("effort", 1.0 / (1.0 + come), |found| {
                found.stations["bus"].effort.clone()
            }),
            check("utilisation", lambda / (1.0 + come) / 400.0, |found| {
                found.stations["bus"].utilisation.clone()
            }),
        ];
        let text = collected(lambda, &format!("{{ size = 1000, or_after = '{after}h' }}"));
        none(&judge(&text, 64, &checks));
    }
}

/// Releases of b items, whenever b have come, in front of one person who takes them one by one. With j
/// items collected and n at the desk, balance gives for the generating functions over n
///
/// (l + m - m / z) P(j) = m (1 - 1 / z) q(j) + l P(j - 1), and with z^b P(b - 1) for j = 0,
///
/// so that sum over j of q(j) y^j vanishes at y = w z, w the roots of unity other than 1 and z the root
/// of l w z^2 - (l + m) z + m = 0 in the unit disc. The q(j) add up to 1 - l / m. The mean at the desk
/// was differentiated from that; b = 1 is M/M/1. Unlike items that come b at a time (C18), releases
/// collected come evenly, and what they cost is mostly the time to fill one.
#[test]
fn releases_that_are_collected_wait_to_fill_and_then_for_each_other() {
    let rows = [(1, 5.0), (2, 5.230536), (5, 6.195388), (10, 8.144128)];
    for (size, desk) in rows {
        let unit = relaxation(0.8, 1.0, 1.0).ceil();
        let text = format!(
            "format = 1\ntitle = 'Releases'\n\
             clock = {{ calendar = 'always', burn_in = '{}h', horizon = '6000h' }}\n\
             work.item = {{ demand = {{ poisson = '0.8 / h' }}, route = ['release', 'desk'] }}\n\
             station.release = {{ staff = 'unlimited', batch = {{ size = {size} }} }}\n\
             station.desk = {{ staff = 1, touch = {{ exponential = '1h' }} }}\n",
            20.0 * unit
        );
        let fill = f64::from(size - 1) / 1.6;
        let checks = [
            check("batching", fill, time_for("batching")),
            check("wait", desk - 1.0, |found| {
                found.stations["desk"].wait.clone()
            }),
            check("W", fill + desk, |found| found.flow_time.mean.clone()),
            check("L", 0.8 * (fill + desk), |found| found.wip.clone()),
            check("utilisation", 0.8, |found| {
                found.stations["desk"].utilisation.clone()
            }),
        ];
        none(&judge(&text, 200, &checks));
    }
}
