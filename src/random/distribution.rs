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

    /// Mean [as given].
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Coefficient of variation, 0 where the mean is 0 [1].
    pub fn cv(&self) -> f64 {
        match self.is_constant() {
            Some(_) => 0.0,
            None => self.shape.cv(),
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

    /// Infimum of what is possible [as given].
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
