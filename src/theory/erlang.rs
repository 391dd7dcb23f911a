//! One station with c people: Erlang's formulas and M/M/c.
//!
//! Letters of the literature: a is the offered load (arrival rate times mean service time, in
//! people), c the people, rho = a / c.

/// Erlang B: share of arrivals that find all people busy and leave.
///
/// # Formula
/// B(0) = 1, B(k) = a B(k-1) / (k + a B(k-1)) (Erlang 1917).
///
/// # Assumptions
/// Poisson arrivals, nobody waits; any distribution of service times.
pub fn erlang_b(a: f64, c: u32) -> f64 {
    (1..=c).fold(1.0, |b, k| a * b / (f64::from(k) + a * b))
}

/// Erlang C: share of arrivals that have to wait; 1 from the full load on.
///
/// # Formula
/// C = B / (1 - rho (1 - B)) (Erlang 1917).
///
/// # Assumptions
/// Poisson arrivals, exponential service times, everybody waits.
pub fn erlang_c(a: f64, c: u32) -> f64 {
    let load = a / f64::from(c);
    if load >= 1.0 {
        return 1.0;
    }
    let b = erlang_b(a, c);
    b / (1.0 - load * (1.0 - b))
}

/// Mean wait before service in M/M/c, in the unit of the mean service time; infinite from the full
/// load on.
///
/// # Formula
/// Wq = C s / (c - a).
///
/// # Assumptions
/// As `erlang_c`; the long run.
pub fn wait(a: f64, c: u32, service: f64) -> f64 {
    let free = f64::from(c) - a;
    if free <= 0.0 {
        return f64::INFINITY;
    }
    erlang_c(a, c) * service / free
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::tests::close;

    #[test]
    fn losses_are_those_of_the_tables() {
        let rows = [
            (10.0, 12, 0.119739),
            (5.0, 5, 0.284868),
            (2.0, 3, 0.210526),
            (10.0, 10, 0.214582),
            (20.0, 22, 0.106734),
        ];
        for (a, c, truth) in rows {
            close(erlang_b(a, c), truth);
        }
    }

    #[test]
    fn waits_are_those_of_the_tables() {
        let rows = [
            // lambda, mu, c, C, Wq
            (0.8, 1.0, 1, 0.8, 4.0),
            (0.95, 1.3, 1, 0.730769, 2.087912),
            (0.2, 0.1, 3, 0.444444, 4.444444),
            (0.2, 0.13, 3, 0.250768, 1.319831),
            (10.0, 1.0, 12, 0.449388, 0.224694),
            (6.4, 1.0, 8, 0.457645, 0.286028),
        ];
        for (lambda, mu, c, delayed, waits) in rows {
            close(erlang_c(lambda / mu, c), delayed);
            close(wait(lambda / mu, c, 1.0 / mu), waits);
        }
    }

    #[test]
    fn a_full_load_waits_for_ever() {
        assert_eq!(erlang_c(3.0, 3), 1.0);
        assert_eq!(wait(3.0, 3, 1.0), f64::INFINITY);
        assert_eq!(wait(3.5, 3, 1.0), f64::INFINITY);
    }
}
