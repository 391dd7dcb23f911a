//! How long a queue takes to fill: what a burn-in has to be long enough for.
//!
//! A queue near its capacity behaves like a Brownian motion that cannot fall below zero: arrivals
//! and services scatter it, and spare capacity pulls it back. That gives the time scale, the
//! variance over the square of the pull, which grows without bound as the load nears 1.

/// Share of its long-run mean that a queue begun empty has reached after `t` natural time units.
///
/// # Formula
/// H(t) = 1 - 2 (1 + t) Phi^c(sqrt t) + 2 sqrt t phi(sqrt t), the first moment of reflected Brownian
/// motion from zero (Abate and Whitt 1987). A natural unit is variance / drift^2: see `natural`.
///
/// # Assumptions
/// Heavy traffic; an approximation that is good from loads of about 0.7 on.
pub fn filled(t: f64) -> f64 {
    let root = t.sqrt();
    let tail = 0.5 * libm::erfc(root / std::f64::consts::SQRT_2);
    let density = libm::exp(-0.5 * t) / (2.0 * std::f64::consts::PI).sqrt();
    (1.0 - 2.0 * (1.0 + t) * tail + 2.0 * root * density).clamp(0.0, 1.0)
}

/// Elapsed time of one natural unit of a queue; infinite from the full load on.
///
/// # Formula
/// lambda (ca2 + cs2) / (capacity - lambda)^2, with arrivals and capacity in items per unit of time.
pub fn natural(lambda: f64, capacity: f64, variability: f64) -> f64 {
    let spare = capacity - lambda;
    if spare <= 0.0 {
        return f64::INFINITY;
    }
    lambda * variability / (spare * spare)
}

/// Natural time units after which a queue has reached this share of its long-run mean.
pub fn until_filled(share: f64) -> f64 {
    const HALVINGS: usize = 60;
    let (mut low, mut high) = (0.0, 200.0);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if filled(middle) < share {
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

    #[test]
    fn a_queue_begins_empty_and_fills_up() {
        assert_eq!(filled(0.0), 0.0);
        let steps: Vec<f64> = (0..100).map(|t| filled(f64::from(t) * 0.1)).collect();
        assert!(steps.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(filled(20.0) > 0.9999);
        assert!((filled(until_filled(0.95)) - 0.95).abs() < 1e-9);
    }

    #[test]
    fn legal_at_a_load_of_0_947_takes_years() {
        // Three lawyers, three working days each, 260 working days a year: turnaround of 13.5 working
        // days after one year, 18.8 after five, 20 in the long run.
        let year = 260.0 / natural(0.947, 1.0, 2.0);
        let wait = crate::theory::erlang::wait(2.841, 3, 3.0);
        let turnaround = |years: f64| 3.0 + wait * filled(years * year);
        assert!((turnaround(1.0) - 13.5).abs() < 1.5, "{}", turnaround(1.0));
        assert!((turnaround(5.0) - 18.8).abs() < 0.8, "{}", turnaround(5.0));
    }

    #[test]
    fn a_full_load_never_fills_up() {
        assert_eq!(natural(1.0, 1.0, 2.0), f64::INFINITY);
        assert_eq!(filled(5.0 / natural(1.0, 1.0, 2.0)), 0.0);
    }
}
