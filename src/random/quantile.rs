//! Exact quantile functions of the shapes that are tabulated.
//!
//! Each takes the mass of a tail, at most one half, and which tail it is, so that both ends keep all
//! their digits. They are used to build tables, and directly where a table ends.

use super::beta::BetaQuantile;
use super::gamma::GammaQuantile;
use super::normal;
use super::shape::Shape;

/// The quantile function of a unit-mean shape.
#[derive(Clone, Debug)]
pub(super) enum Quantile {
    /// -ln of the upper tail.
    Exponential,
    /// exp(sigma z - sigma^2 / 2).
    LogNormal { sigma: f64 },
    /// A power of the exponential, over its mean.
    Weibull { inverse_shape: f64, ln_mean: f64 },
    /// Gamma over its shape.
    Gamma { gamma: GammaQuantile, scale: f64 },
    /// Beta on an interval.
    Pert {
        beta: BetaQuantile,
        mirrored: BetaQuantile,
        min: f64,
        max: f64,
    },
}

impl Quantile {
    /// The quantile function of a shape, if it is one that is tabulated.
    pub(super) fn of(shape: &Shape) -> Option<Self> {
        Some(match *shape {
            Shape::Exponential => Self::Exponential,
            Shape::LogNormal { sigma } => Self::LogNormal { sigma },
            Shape::Weibull { inverse_shape } => Self::Weibull {
                inverse_shape,
                ln_mean: libm::lgamma(1.0 + inverse_shape),
            },
            Shape::Erlang { stages } => Self::gamma(f64::from(stages)),
            Shape::Gamma { shape } => Self::gamma(shape),
            Shape::Pert { min, likely, max } => Self::pert(min, likely, max),
            _ => return None,
        })
    }

    fn gamma(shape: f64) -> Self {
        Self::Gamma {
            gamma: GammaQuantile::new(shape),
            scale: 1.0 / shape,
        }
    }

    fn pert(min: f64, likely: f64, max: f64) -> Self {
        let position = (likely - min) / (max - min);
        let beta = BetaQuantile::new(1.0 + 4.0 * position, 5.0 - 4.0 * position);
        Self::Pert {
            mirrored: beta.mirrored(),
            beta,
            min,
            max,
        }
    }

    /// The value with mass `tail`, at most one half, above (`upper`) or below it.
    pub(super) fn at(&self, tail: f64, upper: bool) -> f64 {
        match self {
            Self::Exponential => exponential(tail, upper),
            Self::LogNormal { sigma } => {
                let z = normal::quantile(tail);
                libm::exp(sigma * (if upper { -z } else { z } - 0.5 * sigma))
            }
            Self::Weibull {
                inverse_shape,
                ln_mean,
            } => libm::exp(inverse_shape * libm::log(exponential(tail, upper)) - ln_mean),
            Self::Gamma { gamma, scale } => scale * gamma.at(tail, upper),
            Self::Pert {
                beta,
                mirrored,
                min,
                max,
            } => match upper {
                false => min + (max - min) * beta.lower(tail),
                true => max - (max - min) * mirrored.lower(tail),
            },
        }
    }
}

fn exponential(tail: f64, upper: bool) -> f64 {
    match upper {
        true => -libm::log(tail),
        false => -libm::log1p(-tail),
    }
}
