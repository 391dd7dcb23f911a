//! Open networks: stations in any order, with ways back.
//!
//! With Poisson arrivals from outside and exponential services every station behaves as if it were
//! alone with Poisson arrivals, whatever the routes (Jackson 1957); what has to be known of the
//! routes are the visits to each station.

use super::{kingman, little};

/// A station as the formulas see it. Times and rates in one unit of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Station {
    /// People; `None`: unlimited, or a delay.
    pub people: Option<u32>,
    /// Mean service time of a visit.
    pub service: f64,
    /// Squared coefficient of variation of the service time.
    pub cs2: f64,
    /// Visits per unit of time.
    pub rate: f64,
}

/// How a station does in the long run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct State {
    /// Share of their time that its people are busy; `None` where they are unlimited.
    pub load: Option<f64>,
    /// Mean wait before service, per visit.
    pub wait: f64,
    /// Mean number waiting or in service.
    pub present: f64,
}

impl Station {
    /// The station in the long run, if arrivals have this squared coefficient of variation.
    ///
    /// # Formula
    /// M/M/c where ca2 = cs2 = 1, otherwise `kingman::wait`; L = lambda (Wq + s). Without a limit of
    /// people nobody waits and L = lambda s for any service (M/G/infinity).
    ///
    /// # Assumptions
    /// Those of `erlang` or `kingman`. From the full load on the wait is infinite.
    pub fn state(&self, ca2: f64) -> State {
        let offered = self.rate * self.service;
        let wait = match self.people {
            Some(people) if offered > 0.0 => {
                kingman::wait(offered, people, self.service, (ca2, self.cs2))
            }
            _ => 0.0,
        };
        State {
            load: self.people.map(|people| offered / f64::from(people)),
            wait,
            present: little::present(self.rate, wait + self.service),
        }
    }

    /// Squared coefficient of variation of the time between departures.
    fn departures(&self, ca2: f64) -> f64 {
        match self.people {
            Some(people) => {
                let load = self.rate * self.service / f64::from(people);
                kingman::departures(load, people, (ca2, self.cs2))
            }
            // Many at once that know nothing of each other leave nearly as a Poisson process.
            None => 1.0,
        }
    }
}

/// All stations of a network of exponential services in the long run: exact.
///
/// # Assumptions
/// Poisson arrivals from outside, exponential services, routes that do not depend on the time spent,
/// first come, first served.
pub fn exact(stations: &[Station]) -> Vec<State> {
    stations.iter().map(|station| station.state(1.0)).collect()
}

/// All stations of a network of any services in the long run: an approximation.
///
/// `flows[i][j]` are the items that go on from station i to station j per unit of time; what else
/// comes to a station comes from outside, as a Poisson process.
///
/// # Formula
/// Decomposition: what arrives from a station varies as what leaves it, thinned by chance:
/// ca2(j) = 1 + sum over i of flow(i,j)/rate(j) x q (cd2(i) - 1), with q = flow(i,j)/rate(i)
/// (Kuehn 1979, Whitt 1983), solved by going round.
///
/// # Assumptions
/// Stations are treated as independent of each other; loads below 1.
pub fn decomposed(stations: &[Station], flows: &[Vec<f64>]) -> Vec<State> {
    const ROUNDS: usize = 200;
    let mut ca2 = vec![1.0; stations.len()];
    for _ in 0..ROUNDS {
        let leaving: Vec<f64> = stations
            .iter()
            .zip(&ca2)
            .map(|(station, ca2)| station.departures(*ca2))
            .collect();
        for (to, station) in stations.iter().enumerate() {
            let added = stations.iter().enumerate().map(|(from, sender)| {
                let flow = flows[from][to];
                if flow == 0.0 {
                    return 0.0;
                }
                flow / station.rate * flow / sender.rate * (leaving[from] - 1.0)
            });
            ca2[to] = 1.0 + added.sum::<f64>();
        }
    }
    let pairs = stations.iter().zip(&ca2);
    pairs.map(|(station, ca2)| station.state(*ca2)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::tests::{close, eight_stations};

    fn total(stations: &[Station]) -> f64 {
        exact(stations).iter().map(|state| state.present).sum()
    }

    #[test]
    fn eight_stations_with_rework_are_those_of_the_table() {
        let stations = eight_stations(8.0, 0.2);
        let waits = [
            5.688889, 2.644940, 3.948583, 6.618237, 4.839506, 7.801905, 7.022472, 16.2,
        ];
        for (state, wait) in exact(&stations).iter().zip(waits) {
            close(state.wait, wait);
        }
        close(total(&stations), 48.230495);
        close(total(&eight_stations(8.0 / 1.3, 0.2)), 44.855688);
        close(total(&eight_stations(5.6, 0.2)), 44.267220);
        close(total(&eight_stations(8.0 / 1.3, 0.3)), 55.191429);
    }

    #[test]
    fn a_tandem_line_adds_up_its_stations() {
        let rates = [10.0, 10.5, 11.0, 12.0, 12.6, 13.0, 14.0, 15.0, 16.0, 17.0];
        let line = rates.map(|mu: f64| Station {
            people: Some(1),
            service: 1.0 / mu,
            cs2: 1.0,
            rate: 9.0,
        });
        close(total(&line) / 9.0, 3.662302);
    }

    #[test]
    fn where_all_is_exponential_the_approximation_is_exact() {
        let stations = eight_stations(8.0, 0.2);
        let mut flows = vec![vec![0.0; 8]; 8];
        for (from, station) in stations.iter().enumerate().take(7) {
            flows[from][from + 1] = stations[from + 1].rate.min(station.rate);
        }
        assert_eq!(decomposed(&stations, &flows), exact(&stations));
    }

    #[test]
    fn regular_work_upstream_calms_the_station_behind_it() {
        let station = |cs2| Station {
            people: Some(1),
            service: 1.0,
            cs2,
            rate: 0.9,
        };
        let flows = vec![vec![0.0, 0.9], vec![0.0, 0.0]];
        let calm = decomposed(&[station(0.0), station(1.0)], &flows)[1].wait;
        let wild = decomposed(&[station(4.0), station(1.0)], &flows)[1].wait;
        assert!(calm < 9.0 * 0.9 && wild > 9.0 * 0.9, "{calm} {wild}");
    }

    #[test]
    fn unlimited_people_never_keep_anybody_waiting() {
        let delay = Station {
            people: None,
            service: 5.0,
            cs2: 0.0,
            rate: 2.0,
        };
        let state = delay.state(1.0);
        assert_eq!((state.load, state.wait, state.present), (None, 0.0, 10.0));
    }
}
