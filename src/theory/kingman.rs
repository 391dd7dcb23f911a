//! Stations whose arrivals or services are not exponential: approximations.
//!
//! What is known exactly stops soon after the exponential distribution. The formulas here carry its
//! results over by the squared coefficients of variation of the time between arrivals (ca2) and of
//! service (cs2). They are good to about a tenth from a load of 0.8 on; they overstate the wait of
//! arrivals more regular than Poisson, by much at low loads.

use super::erlang;

/// Mean wait before service in G/G/c, approximately, in the unit of the mean service time.
///
/// # Formula
/// Wq = (ca2 + cs2) / 2 x Wq(M/M/c) (Allen and Cunneen; for one person Kingman 1961, "VUT").
/// Exact for M/M/c and for M/G/1 (Pollaczek-Khinchine).
///
/// # Assumptions
/// Independent times between arrivals, independent services, first come, first served; long run.
pub fn wait(a: f64, c: u32, service: f64, (ca2, cs2): (f64, f64)) -> f64 {
    (ca2 + cs2) / 2.0 * erlang::wait(a, c, service)
}

/// Squared coefficient of variation of the time between departures from G/G/c, approximately.
///
/// # Formula
/// cd2 = 1 + (1 - rho^2)(ca2 - 1) + rho^2 (max(cs2, 0.2) - 1) / sqrt c (Whitt 1983, the queueing
/// network analyzer).
///
/// # Assumptions
/// As `wait`, with a load rho below 1.
pub fn departures(load: f64, c: u32, (ca2, cs2): (f64, f64)) -> f64 {
    let square = load * load;
    1.0 + (1.0 - square) * (ca2 - 1.0) + square * (cs2.max(0.2) - 1.0) / f64::from(c).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::tests::close;

    #[test]
    fn one_person_and_poisson_arrivals_are_exact() {
        let rows = [
            (0.0, 2.0),
            (1.0 / 3.0, 8.0 / 3.0),
            (0.5, 3.0),
            (1.0, 4.0),
            (4.0, 10.0),
        ];
        for (cs2, truth) in rows {
            close(wait(0.8, 1, 1.0, (1.0, cs2)), truth);
        }
        close(wait(0.95, 1, 1.0, (1.0, 0.0)), 9.5);
    }

    #[test]
    fn several_people_and_regular_arrivals_are_what_the_approximation_says() {
        close(wait(1.6, 2, 1.0, (1.0, 0.0)), 0.888889);
        close(wait(3.2, 4, 1.0, (1.0, 0.0)), 0.372770);
        close(wait(9.0, 10, 1.0, (1.0, 0.0)), 0.334366);
        close(wait(0.9, 1, 1.0, (0.0, 1.0)), 4.5);
        close(wait(0.8, 1, 1.0, (0.25, 0.25)), 1.0);
    }

    #[test]
    fn what_is_exponential_leaves_as_it_came() {
        close(departures(0.7, 3, (1.0, 1.0)), 1.0);
        // Hardly busy: as it came. Always busy: as it was served.
        close(departures(0.0, 1, (0.4, 3.0)), 0.4);
        close(departures(1.0, 1, (0.4, 3.0)), 3.0);
    }
}
