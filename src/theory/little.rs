//! Little's law: L = lambda W.
//!
//! It needs nothing but a long run (Little 1961), so it turns any predicted time into a predicted
//! count and back. What a run itself found is checked against it in `observe`, on the sample path.

/// Mean number present, from arrivals per unit of time and mean stay in that unit.
pub fn present(lambda: f64, stay: f64) -> f64 {
    lambda * stay
}

/// Mean stay, from the mean number present and arrivals per unit of time.
pub fn stay(present: f64, lambda: f64) -> f64 {
    present / lambda
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::tests::close;

    #[test]
    fn counts_and_times_go_together() {
        close(present(0.8, 5.0), 4.0);
        close(stay(48.230495, 0.5), 96.460990);
    }
}
