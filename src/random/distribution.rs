//! Distributions of times and counts: a mean times a unit-mean shape.
//!
//! Constructors check what they are given; afterwards nothing can fail. A spread of 0 gives a constant,
//! and so does a coefficient of variation below 1e-6, whose effect no run could show. A mean of 0 is
//! allowed and keeps its shape, so that adding to it later makes sense. All values are at least 0.

use super::error::ParameterError;
use super::normal;
use super::shape::{self, Shape};

/// A coefficient of variation below this counts as none.
const MIN_CV: f64 = 1e-6;
/// The largest coefficient of variation.
const MAX_CV: f64 = 1000.0;
/// How far the chances of a mixture may be off 1.
const CHANCE_TOLERANCE: f64 = 1e-9;
/// Words one draw may take at most; a mixture takes one and what its parts take.
const MAX_WORDS: usize = 8;

/// A distribution: a mean times a unit-mean shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    mean: f64,
    shape: Shape,
}

impl Distribution {
    /// Always `value`, which is at least 0.
    pub fn constant(value: f64) -> Self {
        Self {
            mean: value,
            shape: Shape::Constant,
        }
    }

    /// Exponential.
    ///
    /// # Errors
    /// If the mean is not a number of at least 0.
    pub fn exponential(mean: f64) -> Result<Self, ParameterError> {
        Self::checked(mean, Shape::Exponential)
    }

    /// Log-normal.
    ///
    /// # Errors
    /// If mean or coefficient of variation is not a number of at least 0, or the latter too large.
    pub fn log_normal(mean: f64, cv: f64) -> Result<Self, ParameterError> {
        Self::spread(mean, cv, || Shape::LogNormal {
            sigma: libm::log1p(cv * cv).sqrt(),
        })
    }

    /// Log-normal with this median and 90th percentile.
    ///
    /// # Errors
    /// Unless 0 < `p50` <= `p90`, with a ratio that gives a supported spread.
    pub fn log_normal_quantiles(p50: f64, p90: f64) -> Result<Self, ParameterError> {
        require(p50 > 0.0, ParameterError::P50NotPositive)?;
        require(p90 >= p50 && p90.is_finite(), ParameterError::P90BelowP50)?;
        // Subtracting logarithms would lose digits of a small spread.
        let sigma = libm::log1p((p90 - p50) / p50) / -normal::quantile(0.1);
        let cv = libm::expm1(sigma * sigma).sqrt();
        let mean = p50 * libm::exp(0.5 * sigma * sigma);
        Self::spread(mean.min(f64::MAX), cv, || Shape::LogNormal { sigma })
    }

    /// The sum of `stages` exponentials with the same mean, together `mean`.
    ///
    /// # Errors
    /// If there are no stages or the mean is not a number of at least 0.
    pub fn erlang(stages: u32, mean: f64) -> Result<Self, ParameterError> {
        match stages {
            0 => Err(ParameterError::NoStages),
            1 => Self::exponential(mean),
            _ => Self::checked(mean, Shape::Erlang { stages }),
        }
    }

    /// Gamma.
    ///
    /// # Errors
    /// If mean or coefficient of variation is not a number of at least 0, or the latter too large.
    pub fn gamma(mean: f64, cv: f64) -> Result<Self, ParameterError> {
        Self::spread(mean, cv, || Shape::Gamma {
            shape: 1.0 / (cv * cv),
        })
    }

    /// Weibull.
    ///
    /// # Errors
    /// If mean or coefficient of variation is not a number of at least 0, or the latter too large.
    pub fn weibull(mean: f64, cv: f64) -> Result<Self, ParameterError> {
        Self::spread(mean, cv, || Shape::Weibull {
            inverse_shape: shape::weibull_inverse_shape(cv),
        })
    }

    /// A mixture of two exponentials that contribute the same to the mean.
    ///
    /// # Errors
    /// If the mean is not a number of at least 0, or the coefficient of variation below 1 or too large.
    pub fn hyperexponential(mean: f64, cv: f64) -> Result<Self, ParameterError> {
        require(cv >= 1.0, ParameterError::CvBelowOne)?;
        Self::spread(mean, cv, || match cv {
            1.0 => Shape::Exponential,
            _ => Shape::Hyperexponential { cv },
        })
    }

    /// Uniform between two bounds.
    ///
    /// # Errors
    /// Unless 0 <= `from` <= `to`, both finite.
    pub fn uniform(from: f64, to: f64) -> Result<Self, ParameterError> {
        check_bounds(from, to)?;
        // Half each, because the sum of two large bounds may overflow.
        let mean = 0.5 * from + 0.5 * to;
        Ok(Self::bounded(mean, (from, to), |unit| Shape::Uniform {
            from: unit(from),
            to: unit(to),
        }))
    }

    /// Triangular between two bounds, with its top at `mode`.
    ///
    /// # Errors
    /// Unless 0 <= `min` <= `mode` <= `max`, all finite.
    pub fn triangular(min: f64, mode: f64, max: f64) -> Result<Self, ParameterError> {
        check_bounds(min, max)?;
        check_mode(min, mode, max)?;
        let mean = min / 3.0 + mode / 3.0 + max / 3.0;
        Ok(Self::bounded(mean, (min, max), |unit| Shape::Triangular {
            min: unit(min),
            mode: unit(mode),
            max: unit(max),
        }))
    }

    /// The usual three-point estimate: beta with mean `(min + 4 likely + max) / 6`.
    ///
    /// # Errors
    /// Unless 0 <= `min` <= `likely` <= `max`, all finite.
    pub fn pert(min: f64, likely: f64, max: f64) -> Result<Self, ParameterError> {
        check_bounds(min, max)?;
        check_mode(min, likely, max)?;
        let mean = min / 6.0 + likely / 1.5 + max / 6.0;
        Ok(Self::bounded(mean, (min, max), |unit| Shape::Pert {
            min: unit(min),
            likely: unit(likely),
            max: unit(max),
        }))
    }

    /// One of these values, each equally likely; their order does not matter.
    ///
    /// # Errors
    /// If there are none, or one is not a number of at least 0.
    pub fn empirical(mut values: Vec<f64>) -> Result<Self, ParameterError> {
        require(!values.is_empty(), ParameterError::NoValues)?;
        let numbers = values.iter().all(|&value| at_least_zero(value));
        require(numbers, ParameterError::ValueNegative)?;
        values.sort_by(f64::total_cmp);
        let (first, last) = (values[0], values[values.len() - 1]);
        let count = values.len() as f64;
        let mean: f64 = values.iter().map(|value| value / count).sum();
        Ok(Self::bounded(mean, (first, last), |unit| {
            Shape::Empirical(values.iter().map(|&value| unit(value)).collect())
        }))
    }

    /// One of these distributions, each with its chance.
    ///
    /// # Errors
    /// If there are none, a chance is outside 0 to 1, they do not add up to 1, or it is nested too deep.
    pub fn mixture(mut parts: Vec<(f64, Distribution)>) -> Result<Self, ParameterError> {
        check_chances(&parts)?;
        parts.retain(|(chance, _)| *chance > 0.0);
        if parts.iter().all(|(_, part)| *part == parts[0].1) {
            return Ok(parts.swap_remove(0).1);
        }
        let mean: f64 = parts.iter().map(|(chance, part)| chance * part.mean).sum();
        require(at_least_zero(mean), ParameterError::MeanNegative)?;
        if mean == 0.0 {
            return Ok(Self::constant(0.0));
        }
        for (_, part) in &mut parts {
            part.mean /= mean;
        }
        let mixture = Self {
            mean,
            shape: Shape::Mixture(parts),
        };
        require(mixture.words() <= MAX_WORDS, ParameterError::NestedTooDeep)?;
        Ok(mixture)
    }

    /// Mean [in the unit given].
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Coefficient of variation, 0 where the mean is 0.
    pub fn cv(&self) -> f64 {
        match self.is_constant() {
            Some(_) => 0.0,
            None => self.shape.cv(),
        }
    }

    /// Whether it is exponential, by whatever name.
    pub fn is_exponential(&self) -> bool {
        match self.shape {
            Shape::Exponential | Shape::Erlang { stages: 1 } => true,
            Shape::Gamma { shape } => shape == 1.0,
            Shape::Weibull { inverse_shape } => inverse_shape == 1.0,
            Shape::Hyperexponential { cv } => cv == 1.0,
            _ => false,
        }
    }

    /// The same shape with another mean, which is at least 0.
    #[must_use]
    pub fn with_mean(self, mean: f64) -> Self {
        Self { mean, ..self }
    }

    /// The value, if there is only one.
    pub fn is_constant(&self) -> Option<f64> {
        (self.shape == Shape::Constant || self.mean == 0.0).then_some(self.mean)
    }

    /// Name of the shape, as the scenario language writes it.
    pub fn shape_name(&self) -> &'static str {
        self.shape.name()
    }

    /// Infimum of what is possible [in the unit given].
    pub fn minimum(&self) -> f64 {
        self.mean * self.shape.minimum()
    }

    pub(super) fn shape(&self) -> &Shape {
        &self.shape
    }

    pub(super) fn words(&self) -> usize {
        self.shape.words()
    }

    fn checked(mean: f64, shape: Shape) -> Result<Self, ParameterError> {
        require(at_least_zero(mean), ParameterError::MeanNegative)?;
        Ok(Self { mean, shape })
    }

    fn spread(mean: f64, cv: f64, shape: impl FnOnce() -> Shape) -> Result<Self, ParameterError> {
        require(cv >= 0.0, ParameterError::CvNegative)?;
        require(cv <= MAX_CV, ParameterError::CvTooLarge)?;
        match cv < MIN_CV {
            true => Self::checked(mean, Shape::Constant),
            false => Self::checked(mean, shape()),
        }
    }

    fn bounded(
        mean: f64,
        (low, high): (f64, f64),
        shape: impl FnOnce(&dyn Fn(f64) -> f64) -> Shape,
    ) -> Self {
        if low == high {
            return Self::constant(low);
        }
        let shape = shape(&|value| value / mean);
        Self { mean, shape }
    }
}

fn at_least_zero(value: f64) -> bool {
    value >= 0.0 && value.is_finite()
}

/// Written so that a comparison with something that is not a number fails.
fn require(holds: bool, otherwise: ParameterError) -> Result<(), ParameterError> {
    if holds { Ok(()) } else { Err(otherwise) }
}

fn check_bounds(low: f64, high: f64) -> Result<(), ParameterError> {
    let numbers = at_least_zero(low) && at_least_zero(high);
    require(numbers, ParameterError::BoundNegative)?;
    require(low <= high, ParameterError::BoundsReversed)
}

fn check_mode(low: f64, mode: f64, high: f64) -> Result<(), ParameterError> {
    let inside = low <= mode && mode <= high;
    require(inside, ParameterError::ModeOutsideBounds)
}

fn check_chances(parts: &[(f64, Distribution)]) -> Result<(), ParameterError> {
    require(!parts.is_empty(), ParameterError::NoParts)?;
    let chances = || parts.iter().map(|(chance, _)| *chance);
    let inside = chances().all(|chance| (0.0..=1.0).contains(&chance));
    require(inside, ParameterError::ChanceOutsideUnit)?;
    let off = chances().sum::<f64>() - 1.0;
    require(off.abs() <= CHANCE_TOLERANCE, ParameterError::ChancesNotOne)
}

#[cfg(test)]
mod tests {
    use super::ParameterError as Error;
    use super::*;

    const NAN: f64 = f64::NAN;
    const INF: f64 = f64::INFINITY;

    #[test]
    fn parameters_are_checked() {
        let refused = [
            (Distribution::exponential(-1.0), Error::MeanNegative),
            (Distribution::exponential(NAN), Error::MeanNegative),
            (Distribution::exponential(INF), Error::MeanNegative),
            (Distribution::log_normal(1.0, -0.1), Error::CvNegative),
            (Distribution::log_normal(1.0, NAN), Error::CvNegative),
            (Distribution::gamma(1.0, 1001.0), Error::CvTooLarge),
            (Distribution::weibull(1.0, INF), Error::CvTooLarge),
            (Distribution::hyperexponential(1.0, 0.9), Error::CvBelowOne),
            (Distribution::hyperexponential(1.0, NAN), Error::CvBelowOne),
            (
                Distribution::log_normal_quantiles(0.0, 1.0),
                Error::P50NotPositive,
            ),
            (
                Distribution::log_normal_quantiles(NAN, 1.0),
                Error::P50NotPositive,
            ),
            (
                Distribution::log_normal_quantiles(2.0, 1.0),
                Error::P90BelowP50,
            ),
            (
                Distribution::log_normal_quantiles(2.0, INF),
                Error::P90BelowP50,
            ),
            (
                Distribution::log_normal_quantiles(1e-300, 1e300),
                Error::CvTooLarge,
            ),
            (Distribution::erlang(0, 1.0), Error::NoStages),
        ];
        for (made, error) in refused {
            assert_eq!(made, Err(error));
            assert!(error.to_string().len() > 10);
        }
    }

    #[test]
    fn bounds_values_and_chances_are_checked() {
        let one = || Distribution::constant(1.0);
        let refused = [
            (Distribution::uniform(-1.0, 1.0), Error::BoundNegative),
            (Distribution::uniform(0.0, INF), Error::BoundNegative),
            (Distribution::uniform(2.0, 1.0), Error::BoundsReversed),
            (
                Distribution::triangular(1.0, 3.0, 2.0),
                Error::ModeOutsideBounds,
            ),
            (Distribution::pert(1.0, NAN, 2.0), Error::ModeOutsideBounds),
            (Distribution::empirical(vec![]), Error::NoValues),
            (
                Distribution::empirical(vec![1.0, NAN]),
                Error::ValueNegative,
            ),
            (Distribution::mixture(vec![]), Error::NoParts),
            (
                Distribution::mixture(vec![(1.5, one())]),
                Error::ChanceOutsideUnit,
            ),
            (
                Distribution::mixture(vec![(NAN, one())]),
                Error::ChanceOutsideUnit,
            ),
            (
                Distribution::mixture(vec![(0.9, one())]),
                Error::ChancesNotOne,
            ),
        ];
        for (made, error) in refused {
            assert_eq!(made, Err(error));
            assert!(error.to_string().len() > 10);
        }
    }

    #[test]
    fn no_spread_is_a_constant() {
        let constants = [
            Distribution::log_normal(3.0, 0.0),
            Distribution::log_normal_quantiles(3.0, 3.0),
            Distribution::gamma(3.0, 0.0),
            Distribution::weibull(3.0, 0.0),
            Distribution::uniform(3.0, 3.0),
            Distribution::triangular(3.0, 3.0, 3.0),
            Distribution::pert(3.0, 3.0, 3.0),
            Distribution::empirical(vec![3.0; 7]),
            Distribution::mixture(vec![(0.5, Distribution::constant(3.0)); 2]),
        ];
        for made in constants {
            assert_eq!(made, Ok(Distribution::constant(3.0)));
        }
        assert_eq!(Distribution::constant(3.0).is_constant(), Some(3.0));
    }

    #[test]
    fn a_mean_of_zero_keeps_its_shape() {
        let zero = Distribution::exponential(0.0).unwrap();
        assert_eq!(
            (zero.is_constant(), zero.cv(), zero.minimum()),
            (Some(0.0), 0.0, 0.0)
        );
        assert_eq!(zero.with_mean(2.0), Distribution::exponential(2.0).unwrap());
        for zero in [
            Distribution::uniform(0.0, 0.0),
            Distribution::empirical(vec![0.0, 0.0]),
        ] {
            assert_eq!(zero, Ok(Distribution::constant(0.0)));
        }
    }

    #[test]
    fn moments_by_hand() {
        let close = |made: Result<Distribution, Error>, mean: f64, cv: f64, minimum: f64| {
            let made = made.unwrap();
            let gaps = [made.mean() - mean, made.cv() - cv, made.minimum() - minimum];
            assert!(
                gaps.iter().all(|gap| gap.abs() < 1e-12),
                "{made:?} {gaps:?}"
            );
        };
        close(Distribution::log_normal(3.0, 0.7), 3.0, 0.7, 0.0);
        close(Distribution::erlang(4, 3.0), 3.0, 0.5, 0.0);
        close(
            Distribution::uniform(1.0, 3.0),
            2.0,
            1.0 / 12f64.sqrt(),
            1.0,
        );
        close(
            Distribution::triangular(0.0, 3.0, 3.0),
            2.0,
            0.125f64.sqrt(),
            0.0,
        );
        close(
            Distribution::pert(1.0, 2.0, 3.0),
            2.0,
            (1.0f64 / 28.0).sqrt(),
            1.0,
        );
        close(Distribution::empirical(vec![3.0, 1.0]), 2.0, 0.5, 1.0);
        let parts = vec![
            (0.1, Distribution::constant(0.0)),
            (0.9, Distribution::exponential(10.0).unwrap()),
        ];
        // Second moment 0.9 x 200, variance 180 - 81.
        close(Distribution::mixture(parts), 9.0, 99f64.sqrt() / 9.0, 0.0);
    }

    #[test]
    fn quantiles_of_a_log_normal_are_met() {
        let made = Distribution::log_normal_quantiles(2.0, 6.0).unwrap();
        let sigma = libm::log1p(made.cv() * made.cv()).sqrt();
        let median = made.mean() * libm::exp(-0.5 * sigma * sigma);
        assert!((median - 2.0).abs() < 1e-12);
        assert!((median * libm::exp(1.281_551_565_544_600_4 * sigma) - 6.0).abs() < 1e-12);
    }

    #[test]
    fn the_order_of_values_does_not_matter() {
        let left = Distribution::empirical(vec![0.1, 0.7, 0.3]);
        assert_eq!(left, Distribution::empirical(vec![0.7, 0.3, 0.1]));
    }

    #[test]
    fn mixtures_nest_to_a_limit() {
        let deeper =
            |inner| Distribution::mixture(vec![(0.5, inner), (0.5, Distribution::constant(9.0))]);
        let mut made = Distribution::exponential(1.0);
        for _ in 1..MAX_WORDS {
            made = made.and_then(deeper);
        }
        assert!(made.is_ok());
        assert_eq!(made.and_then(deeper), Err(Error::NestedTooDeep));
    }
}
