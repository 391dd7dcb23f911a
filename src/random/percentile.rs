//! Percentiles of a distribution, for people who read them; no draw depends on this.

use super::distribution::Distribution;
use super::quantile::Quantile;
use super::shape::Shape;

/// Halvings of a search: enough for every digit that is shown.
const HALVINGS: u32 = 60;

impl Distribution {
    /// The value below which a share of all draws lies, 0 to 1 [in the unit given]. `None` for a
    /// mixture that holds mixtures.
    ///
    /// # Formula
    /// The exact quantile function; that of a mixture is searched for between those of its parts.
    ///
    /// ```
    /// use throughline::random::Distribution;
    ///
    /// let hours = Distribution::log_normal_quantiles(2.0, 8.0).expect("8 is above 2");
    /// assert!((hours.quantile(0.9).expect("no mixture") - 8.0).abs() < 1e-9);
    /// ```
    pub fn quantile(&self, share: f64) -> Option<f64> {
        if self.is_constant().is_some() {
            return Some(self.mean());
        }
        if let Shape::Mixture(parts) = self.shape() {
            let is_mixture = |part: &Distribution| {
                matches!(
                    part.shape(),
                    Shape::Mixture(_) | Shape::Hyperexponential { .. }
                )
            };
            let nested = parts.iter().any(|(_, part)| is_mixture(part));
            return (!nested).then(|| self.mean() * of_mixture(parts, share));
        }
        Some(self.mean() * of_shape(self.shape(), share))
    }
}

fn of_shape(shape: &Shape, share: f64) -> f64 {
    if let Some(quantile) = Quantile::of(shape) {
        return match share <= 0.5 {
            true => quantile.at(share, false),
            false => quantile.at(1.0 - share, true),
        };
    }
    match *shape {
        Shape::Uniform { from, to } => from + share * (to - from),
        Shape::Triangular { min, mode, max } => {
            let range = max - min;
            let below = (mode - min) / range;
            match share <= below {
                true => min + (share * range * (mode - min)).sqrt(),
                false => max - ((1.0 - share) * range * (max - mode)).sqrt(),
            }
        }
        Shape::Empirical(ref values) => {
            let rank = (share * values.len() as f64).ceil() as usize;
            values[rank.clamp(1, values.len()) - 1]
        }
        Shape::Hyperexponential { cv } => of_mixture(&phases(cv), share),
        _ => 1.0,
    }
}

/// The two phases, of equal total time.
fn phases(cv: f64) -> [(f64, Distribution); 2] {
    let square = cv * cv;
    let lean = ((square - 1.0) / (square + 1.0)).sqrt();
    [0.5 * (1.0 - lean), 0.5 * (1.0 + lean)].map(|chance| {
        let phase = Distribution::exponential(0.5 / chance);
        (
            chance,
            phase.unwrap_or_else(|_| Distribution::constant(0.0)),
        )
    })
}

fn of_mixture(parts: &[(f64, Distribution)], share: f64) -> f64 {
    let ends = parts.iter().filter_map(|(_, part)| part.quantile(share));
    let (mut low, mut high) = ends.fold((f64::INFINITY, 0.0), |(low, high): (f64, f64), end| {
        (low.min(end), high.max(end))
    });
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        let below = parts
            .iter()
            .map(|(chance, part)| chance * share_below(part, middle));
        match below.sum::<f64>() < share {
            true => low = middle,
            false => high = middle,
        }
    }
    high
}

/// The share of draws that are at most a value.
fn share_below(part: &Distribution, value: f64) -> f64 {
    if let Some(only) = part.is_constant() {
        return f64::from(u8::from(only <= value));
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        match part.quantile(middle).is_some_and(|at| at <= value) {
            true => low = middle,
            false => high = middle,
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantiles(distribution: Result<Distribution, super::super::ParameterError>) -> [f64; 2] {
        let distribution = distribution.unwrap();
        [0.5, 0.9].map(|share| distribution.quantile(share).unwrap())
    }

    fn near(found: [f64; 2], expected: [f64; 2]) {
        for (found, expected) in std::iter::zip(found, expected) {
            assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        }
    }

    #[test]
    fn quantiles_are_those_of_the_books() {
        let ln = |x: f64| libm::log(x);
        near(
            quantiles(Distribution::exponential(3.0)),
            [3.0 * ln(2.0), 3.0 * ln(10.0)],
        );
        near(
            quantiles(Distribution::log_normal_quantiles(2.0, 16.0)),
            [2.0, 16.0],
        );
        near(quantiles(Distribution::uniform(1.0, 3.0)), [2.0, 2.8]);
        near(
            quantiles(Distribution::triangular(0.0, 1.0, 2.0)),
            [1.0, 2.0 - 0.2f64.sqrt()],
        );
        near(
            quantiles(Distribution::empirical(vec![5.0, 1.0, 3.0])),
            [3.0, 5.0],
        );
    }

    #[test]
    fn a_mixture_is_searched() {
        let part = |mean| Distribution::exponential(mean).unwrap();
        let same = Distribution::mixture(vec![(0.3, part(2.0)), (0.7, part(2.0))]);
        near(
            quantiles(same),
            [2.0 * libm::log(2.0), 2.0 * libm::log(10.0)],
        );
        let atom =
            Distribution::mixture(vec![(0.6, Distribution::constant(0.0)), (0.4, part(1.0))]);
        near(quantiles(atom), [0.0, libm::log(4.0)]);
        // 1 - F at the quantile, written out for both phases.
        let cv = 2.0;
        let hyper = Distribution::hyperexponential(1.0, cv).unwrap();
        let at = hyper.quantile(0.9).unwrap();
        let above: f64 = phases(cv)
            .iter()
            .map(|(chance, phase)| chance * libm::exp(-at / phase.mean()))
            .sum();
        assert!((above - 0.1).abs() < 1e-9, "{above}");
    }
}
