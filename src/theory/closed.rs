//! Closed networks: a fixed number of items that go round, as under a WIP limit.
//!
//! Whoever finishes lets the next one in. With exponential services the numbers at the stations then
//! have a product form (Gordon and Newell 1967), and throughput and queues follow by convolution
//! (Buzen 1973). The answers are those of exact mean value analysis, without its loss of digits
//! where a station with several people is nearly always busy.

/// A station of a closed network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Station {
    /// People; `None`: unlimited, or a delay.
    pub people: Option<u32>,
    /// Mean service time of an item, all its visits together, in any unit of time.
    pub demand: f64,
}

/// How a closed network does in the long run.
#[derive(Clone, Debug, PartialEq)]
pub struct Closed {
    /// Items that finish per unit of time.
    pub throughput: f64,
    /// Mean number of items waiting or in service, by station.
    pub present: Vec<f64>,
}

/// A closed network with this many items; `None` if no station takes any time or there is no item.
///
/// # Formula
/// X(N) = G(N-1) / G(N), with G the convolution over stations of f(k) = D^k / prod min(j, c). The
/// factors are tilted to the probabilities that stations of an open network with the same mean
/// number inside would have, so that nothing over- or underflows.
///
/// # Assumptions
/// One kind of item; exponential services, first come, first served (any service where people are
/// unlimited); routes that do not depend on the time spent; the next item is always waiting.
pub fn closed(stations: &[Station], items: usize) -> Option<Closed> {
    let busy = |station: &&Station| station.demand > 0.0;
    if items == 0 || !stations.iter().any(|station| busy(&station)) {
        return None;
    }
    let rate = tilt(stations, items);
    let shares: Vec<Vec<f64>> = stations
        .iter()
        .map(|station| shares(station, rate, items))
        .collect();
    // Of all stations before each, and of all behind it.
    let mut before = vec![point(items)];
    for share in &shares {
        before.push(convolve(&before[before.len() - 1], share));
    }
    let mut behind = vec![point(items)];
    for share in shares.iter().rev() {
        behind.push(convolve(&behind[behind.len() - 1], share));
    }
    behind.reverse();
    let all = &before[stations.len()];
    let present = shares.iter().enumerate().map(|(at, share)| {
        let others = convolve(&before[at], &behind[at + 1]);
        let here = share.iter().zip(others.iter().rev()).enumerate();
        here.map(|(k, (share, others))| k as f64 * share * others)
            .sum::<f64>()
            / all[items]
    });
    Some(Closed {
        throughput: rate * all[items - 1] / all[items],
        present: present.collect(),
    })
}

/// Nobody there, for certain.
fn point(items: usize) -> Vec<f64> {
    let mut point = vec![0.0; items + 1];
    point[0] = 1.0;
    point
}

fn convolve(one: &[f64], other: &[f64]) -> Vec<f64> {
    let sum = |n: usize| {
        let pairs = one[..=n].iter().zip(other[..=n].iter().rev());
        pairs.map(|(one, other)| one * other).sum()
    };
    (0..one.len()).map(sum).collect()
}

/// Chances of 0 to `items` items at a station that is offered this rate.
fn shares(station: &Station, rate: f64, items: usize) -> Vec<f64> {
    let offered = libm::log(rate * station.demand);
    let people = station.people.map_or(f64::INFINITY, f64::from);
    let mut log = 0.0;
    let mut logs = vec![0.0];
    if station.demand > 0.0 {
        for k in 1..=items {
            log += offered - libm::log((k as f64).min(people));
            logs.push(log);
        }
    } else {
        logs.resize(items + 1, f64::NEG_INFINITY);
    }
    let most = logs.iter().copied().fold(0.0, f64::max);
    let weights: Vec<f64> = logs.iter().map(|log| libm::exp(log - most)).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / total).collect()
}

/// The rate at which stations on their own would hold as many items together.
fn tilt(stations: &[Station], items: usize) -> f64 {
    const HALVINGS: usize = 60;
    let inside = |rate: f64| -> f64 {
        let of = |station: &Station| -> f64 {
            let shares = shares(station, rate, items).into_iter().enumerate();
            shares.map(|(k, share)| k as f64 * share).sum()
        };
        stations.iter().map(of).sum()
    };
    let demand: f64 = stations.iter().map(|station| station.demand).sum();
    // An item cannot go round faster than alone, nor a station work at more than twice its capacity.
    let fastest = stations.iter().map(|station| {
        let people = station.people.map_or(f64::INFINITY, f64::from);
        2.0 * people / station.demand
    });
    let (mut low, mut high) = (0.0, fastest.fold(items as f64 / demand, f64::min));
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if inside(middle) < items as f64 {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::tests::{close, eight_stations};

    fn organisation(coding: f64) -> Vec<Station> {
        let stations = eight_stations(coding, 0.2);
        let closed = stations.iter().map(|station| Station {
            people: station.people,
            demand: station.service * station.rate / 0.5,
        });
        closed.collect()
    }

    #[test]
    fn five_single_servers_are_those_of_the_table() {
        let demands = [1.0, 2.0, 1.5, 0.5, 1.25];
        let stations = demands.map(|demand| Station {
            people: Some(1),
            demand,
        });
        let rows = [
            (1, 0.160000, [0.16, 0.32, 0.24, 0.08, 0.20]),
            (
                3,
                0.325926,
                [0.424127, 1.098836, 0.725079, 0.185820, 0.566138],
            ),
            (
                12,
                0.486388,
                [0.927119, 6.901591, 2.375654, 0.320011, 1.475624],
            ),
        ];
        for (items, throughput, present) in rows {
            let found = closed(&stations, items).expect("there are items and demands");
            close(found.throughput, throughput);
            for (found, truth) in found.present.iter().zip(present) {
                close(*found, truth);
            }
        }
    }

    #[test]
    fn eight_stations_under_a_limit_are_those_of_the_table() {
        let rows = [
            (1, 0.028899, 0.031650),
            (5, 0.139993, 0.152164),
            (14, 0.327125, 0.343151),
            (20, 0.397426, 0.410851),
            (60, 0.526571, 0.531627),
            (200, 0.555470, 0.555508),
        ];
        for (items, base, faster) in rows {
            let of = |coding| closed(&organisation(coding), items).expect("items and demands");
            close(of(8.0).throughput, base);
            close(of(8.0 / 1.3).throughput, faster);
        }
        let present = closed(&organisation(8.0), 20)
            .expect("items and demands")
            .present;
        let truth = [
            1.966129, 5.376359, 2.040166, 2.215758, 1.466745, 2.186505, 2.628480, 2.119858,
        ];
        for (found, truth) in present.iter().zip(truth) {
            close(*found, truth);
        }
    }

    #[test]
    fn a_long_delay_and_many_items_overflow_nothing() {
        let mut stations = organisation(8.0);
        stations.push(Station {
            people: None,
            demand: 1e6,
        });
        let found = closed(&stations, 1500).expect("items and demands");
        let inside: f64 = found.present.iter().sum();
        assert!((inside - 1500.0).abs() < 1e-6, "{inside}");
        assert!((found.throughput * 1e6 / 1500.0 - 1.0).abs() < 1e-3);
    }

    #[test]
    fn nothing_to_do_and_nobody_there_have_no_answer() {
        assert!(closed(&organisation(8.0), 0).is_none());
        let idle = Station {
            people: Some(1),
            demand: 0.0,
        };
        assert!(closed(&[idle], 3).is_none());
    }
}
