//! Closed networks: a WIP limit lets in the next item when one is delivered.
//!
//! The reference is Buzen's convolution (Communications of the ACM 16, 1973) with stations of several
//! people, and it is itself held to a table of exact values.

use super::gain;
use super::network::{Place, ROUTE, network, organisation};
use crate::support::{Check, SEEDS, check, check_of, judge, mean, none, run, test_effort};

/// People and demand (visits times mean touch [h]) of a station.
type Demand = (u32, f64);

/// Throughput [1/h] of a closed network, and the mean number present at each station.
pub(super) fn closed(stations: &[Demand], items: usize) -> (f64, Vec<f64>) {
    // In units of the slowest station nothing overflows.
    let slowest = stations
        .iter()
        .map(|(staff, demand)| demand / f64::from(*staff));
    let unit = slowest.fold(0.0, f64::max);
    let factors: Vec<Vec<f64>> = stations
        .iter()
        .map(|(staff, demand)| {
            let next = |weight: &mut f64, n: usize| {
                *weight *= demand / unit / (n as f64).min(f64::from(*staff));
                Some(*weight)
            };
            [1.0]
                .into_iter()
                .chain((1..=items).scan(1.0, next))
                .collect()
        })
        .collect();
    let all = convolution(&factors, None, items);
    let throughput = all[items - 1] / all[items] / unit;
    let present = (0..stations.len()).map(|station| {
        let others = convolution(&factors, Some(station), items);
        let weighed = (1..=items).map(|n| n as f64 * factors[station][n] * others[items - n]);
        weighed.sum::<f64>() / all[items]
    });
    (throughput, present.collect())
}

/// Normalisation for 0 up to `items` items at all stations but one.
fn convolution(factors: &[Vec<f64>], without: Option<usize>, items: usize) -> Vec<f64> {
    let mut sums = vec![0.0; items + 1];
    sums[0] = 1.0;
    let others = (0..factors.len()).filter(|station| Some(*station) != without);
    for station in others {
        let term = |n: usize| (0..=n).map(|k| sums[k] * factors[station][n - k]).sum();
        sums = (0..=items).map(term).collect();
    }
    sums
}

/// The demands of the eight stations, with the pace of one of them changed.
fn demands(places: [Place; 8], paced: usize, pace: f64) -> Vec<Demand> {
    let places = places.into_iter().enumerate();
    places
        .map(|(place, (_, staff, touch, visits))| {
            let pace = if place == paced { pace } else { 1.0 };
            (staff, visits * touch / pace)
        })
        .collect()
}

/// d ln TH / d ln pace of a station, by central difference: `by` times as fast, and as slow.
fn elasticity(paced: usize, items: usize, by: f64) -> f64 {
    let at = |pace| closed(&demands(network(8.0, 0.2), paced, pace), items).0;
    libm::log(at(by) / at(1.0 / by)) / (2.0 * libm::log(by))
}

const CODING: usize = 1;

#[test]
fn the_reference_for_closed_networks_agrees_with_the_tables() {
    let close = |found: f64, known: f64, digit: f64| {
        assert!((found - known).abs() <= digit, "{found} {known}");
    };
    // N, elasticity to coding
    let rows = [
        (1, 0.376715),
        (5, 0.348608),
        (10, 0.272979),
        (15, 0.202447),
        (20, 0.163082),
        (30, 0.128582),
        (60, 0.087451),
        (200, 0.001447),
    ];
    for (items, known) in rows {
        close(elasticity(CODING, items, 1.0001), known, 1e-6);
    }
    let known = [
        0.103451, 0.163082, 0.110353, 0.127550, 0.087618, 0.124605, 0.126798, 0.156542,
    ];
    for (station, known) in known.into_iter().enumerate() {
        close(elasticity(station, 20, 1.0001), known, 1e-6);
    }
    let sum: f64 = (0..8).map(|station| elasticity(station, 20, 1.0001)).sum();
    close(sum, 1.0, 1e-7);
    let present = [
        1.966129, 5.376359, 2.040166, 2.215758, 1.466745, 2.186505, 2.628480, 2.119858,
    ];
    let (_, found) = closed(&demands(network(8.0, 0.2), 0, 1.0), 20);
    for (found, known) in found.into_iter().zip(present) {
        close(found, known, 1e-6);
    }
}

/// N, throughput, stay, present at each of five stations; exact by mean value analysis.
const FIVE: [(u32, f64, f64, [f64; 5]); 6] = [
    (1, 0.160000, 6.250000, [0.16, 0.32, 0.24, 0.08, 0.20]),
    (
        2,
        0.259740,
        7.700000,
        [0.301299, 0.685714, 0.483117, 0.140260, 0.389610],
    ),
    (
        3,
        0.325926,
        9.204545,
        [0.424127, 1.098836, 0.725079, 0.185820, 0.566138],
    ),
    (
        5,
        0.404427,
        12.363176,
        [0.618537, 2.071048, 1.190192, 0.246784, 0.873440],
    ),
    (
        8,
        0.458989,
        17.429595,
        [0.805456, 3.889449, 1.796664, 0.294310, 1.214121],
    ),
    (
        12,
        0.486388,
        24.671668,
        [0.927119, 6.901591, 2.375654, 0.320011, 1.475624],
    ),
];

#[test]
fn five_stations_share_the_items_as_theory_says() {
    let demands = [1.0, 2.0, 1.5, 0.5, 1.25];
    for (limit, throughput, stay, present) in FIVE {
        let mut text = format!(
            "format = 1\ntitle = 'Five stations'\n\
             clock = {{ calendar = 'always', burn_in = '600h', horizon = '1500h' }}\n\
             intake.wip_limit = {limit}\n\
             work.item = {{ demand = {{ endless = true }}, route = ['a', 'b', 'c', 'd', 'e'] }}\n"
        );
        let mut checks = vec![
            check("X", throughput * 168.0, |found| found.throughput.clone()),
            check("R", stay, |found| found.flow_time.mean.clone()),
        ];
        for ((name, demand), present) in ["a", "b", "c", "d", "e"]
            .into_iter()
            .zip(demands)
            .zip(present)
        {
            text += &format!(
                "station.{name} = {{ staff = 1, touch = {{ exponential = '{demand}h' }} }}\n"
            );
            checks.push(check(&format!("Q at {name}"), present, move |found| {
                found.stations[name].present.clone()
            }));
        }
        none(&judge(&text, 200, &checks));
    }
}

/// The eight stations with a WIP limit, its variants, and how long to run it.
fn limited(limit: u32, variants: &str) -> (String, u64) {
    // Many items take long to spread out over stations that are nearly as busy as the busiest.
    let (burn_in, horizon, trials) = match limit {
        ..=30 => (1500, 2500, 64),
        31..=60 => (5000, 2500, 64),
        _ => (10_000, 2000, 64),
    };
    let clock = format!("calendar = 'always', burn_in = '{burn_in}h', horizon = '{horizon}h'");
    let rest = format!(
        "intake.wip_limit = {limit}\n\
         work.item = {{ demand = {{ endless = true }}, {ROUTE} }}\n{variants}"
    );
    (organisation(&clock, &rest), trials)
}

#[test]
fn a_wip_limit_makes_the_network_closed() {
    let rows = [
        // N, throughput and flow time, throughput with coding x1.3, gain, gain of touch x0.7
        (1, 0.028899, 34.603552, 0.031650, 9.521142, Some(12.741423)),
        (5, 0.139993, 35.716140, 0.152164, 8.694446, Some(11.579920)),
        (10, 0.257065, 38.900664, 0.273892, 6.545936, Some(8.602305)),
        (13, 0.311594, 41.721, 0.327993, 5.262835, None),
        (14, 0.327125, 42.797, 0.343151, 4.898946, None),
        (15, 0.341426, 43.933439, 0.357031, 4.570650, Some(5.906206)),
        (20, 0.397426, 50.323835, 0.410851, 3.378108, Some(4.275569)),
        (30, 0.460952, 65.082711, 0.471103, 2.202158, Some(2.675690)),
        (60, 0.526571, 113.944824, 0.531627, 0.960237, Some(1.086182)),
        (
            200,
            0.555470,
            360.055382,
            0.555508,
            0.006786,
            Some(0.007174),
        ),
    ];
    for (limit, base, stay, faster, percent, shorter) in rows {
        let mut variants =
            "variant.base = {}\nvariant.faster.set = { 'coding.pace' = '+30%' }\n".to_owned();
        let mut checks = vec![
            check("TH", base * 168.0, |found| found.throughput.clone()),
            check("W", stay, |found| found.flow_time.mean.clone()),
            check("WIP", f64::from(limit), |found| found.wip.clone()),
            check_of(1, "TH", faster * 168.0, |found| found.throughput.clone()),
            gain(1, &format!("at {limit}"), percent / 100.0),
        ];
        if let Some(percent) = shorter {
            variants += "variant.shorter.set = { 'coding.touch' = 'x0.7' }\n";
            checks.push(gain(2, &format!("at {limit}"), percent / 100.0));
        }
        if limit == 20 {
            checks.extend(present_at_20());
        }
        let (text, trials) = limited(limit, &variants);
        none(&judge(&text, trials, &checks));
    }
}

fn present_at_20() -> impl Iterator<Item = Check> {
    let places = network(8.0, 0.2);
    let (_, present) = closed(&demands(places, 0, 1.0), 20);
    places
        .into_iter()
        .zip(present)
        .map(|((name, ..), present)| {
            check(&format!("L at {name}"), present, move |found| {
                found.stations[name].present.clone()
            })
        })
}

/// By paired central differences at N = 20, against the same differences of the truth; and Euler's
/// identity: throughput is homogeneous of degree 1 in all rates, so the elasticities add up to 1.
#[test]
fn elasticities_are_those_of_the_theory_and_add_up_to_one() {
    const BY: f64 = 1.05;
    let step = 2.0 * libm::log(BY);
    let (mut sum, mut variance, mut truth) = (0.0, 0.0, 0.0);
    for (station, (name, ..)) in network(8.0, 0.2).into_iter().enumerate() {
        let variants = format!(
            "variant.slower.set = {{ '{name}.pace' = {} }}\n\
             variant.faster.set = {{ '{name}.pace' = {BY} }}\n",
            1.0 / BY
        );
        let known = elasticity(station, 20, BY);
        let (text, trials) = limited(20, &variants);
        let check = gain(1, name, libm::expm1(step * known));
        // Each station has luck of its own, so that the errors of the sum are independent.
        let outcome = run(
            &text,
            trials * test_effort(),
            SEEDS[0] + 100 + station as u64,
        );
        let found = (check.find)(&outcome).unwrap();
        let error = found.standard_error / (1.0 + found.mean) / step;
        sum += libm::log1p(found.mean) / step;
        variance += error * error;
        truth += known;
        none(&judge(&text, trials / 2, &[check]));
    }
    assert!((truth - 1.0).abs() < 1e-2, "{truth}");
    let error = variance.sqrt();
    assert!(
        (sum - truth).abs() < 4.9 * error,
        "{sum} +- {error} {truth}"
    );
}

/// Everything with a rate: service of several laws, rework, a gate, a delay.
fn anything(hour: f64) -> String {
    let hours = |count: f64| format!("'{}h'", count * hour);
    format!(
        "format = 1\ntitle = 'Anything'\n\
         clock = {{ calendar = 'always', burn_in = {}, horizon = {} }}\n\
         intake.wip_limit = 12\n\
         work.item = {{ demand = {{ endless = true }}, size = {{ mean = 1, cv = 0.5 }}, \
         route = ['code', 'review', 'board', 'launch'] }}\n\
         [station.code]\nstaff = 4\ntouch = {{ mean = {}, cv = 1.2 }}\n\
         [station.review]\nstaff = 2\ntouch = {{ weibull = {{ mean = {}, cv = 1.4 }} }}\n\
         rework = {{ chance = '25%', to = 'code', effort = 0.5 }}\n\
         [station.board]\ngate = {{ every = {}, slots = 3 }}\n\
         [station.launch]\nstaff = 1\ntouch = {{ erlang = {{ stages = 3, mean = {} }} }}\n\
         delay = {{ gamma = {{ mean = {}, cv = 0.7 }} }}\n",
        hours(1000.0),
        hours(3000.0),
        hours(8.0),
        hours(3.0),
        hours(6.0),
        hours(2.0),
        hours(5.0),
    )
}

/// On the same luck, all rates doubled and all clocks with them is the same film at double speed.
#[test]
fn doubling_every_rate_doubles_the_throughput_and_halves_the_times() {
    let usual = run(&anything(2.0), 8, SEEDS[0]).variants.swap_remove(0);
    let double = run(&anything(1.0), 8, SEEDS[0]).variants.swap_remove(0);
    assert!(mean(&usual.delivered) > 500.0);
    assert_eq!(mean(&double.delivered), mean(&usual.delivered));
    let ratio = |found: f64, known: f64| assert!((found / known - 1.0).abs() < 1e-7);
    ratio(mean(&double.throughput), 2.0 * mean(&usual.throughput));
    ratio(
        2.0 * mean(&double.flow_time.mean),
        mean(&usual.flow_time.mean),
    );
    ratio(mean(&double.wip), mean(&usual.wip));
}
