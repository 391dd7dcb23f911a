//! Unit-mean shapes: what is left of a distribution when it is divided by its mean.
//!
//! Formulas for moments are the textbook ones (Johnson, Kotz, Balakrishnan, "Continuous Univariate
//! Distributions"). The three-point estimate is the usual beta-PERT with weight 4 on the likely value.

use std::sync::Arc;

use super::distribution::Distribution;

/// A distribution with mean 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    /// Always 1.
    Constant,
    /// Exponential.
    Exponential,
    /// Log-normal with this standard deviation of the logarithm.
    LogNormal { sigma: f64 },
    /// Gamma with a whole shape parameter.
    Erlang { stages: u32 },
    /// Gamma with this shape parameter.
    Gamma { shape: f64 },
    /// Weibull with the inverse of the shape parameter.
    Weibull { inverse_shape: f64 },
    /// Two exponential phases of equal total time; the first has the larger chance.
    Hyperexponential { cv: f64 },
    /// Uniform on an interval.
    Uniform { from: f64, to: f64 },
    /// Triangular.
    Triangular { min: f64, mode: f64, max: f64 },
    /// Beta on an interval with mean `(min + 4 likely + max) / 6`.
    Pert { min: f64, likely: f64, max: f64 },
    /// One of these values, equally likely; sorted.
    Empirical(Arc<[f64]>),
    /// One of these distributions, by chance; means are relative to the mean of the mixture.
    Mixture(Vec<(f64, Distribution)>),
}

impl Shape {
    /// Coefficient of variation.
    pub(super) fn cv(&self) -> f64 {
        match self {
            Self::Constant => 0.0,
            Self::Exponential => 1.0,
            Self::LogNormal { sigma } => libm::expm1(sigma * sigma).sqrt(),
            Self::Erlang { stages } => 1.0 / f64::from(*stages).sqrt(),
            Self::Gamma { shape } => 1.0 / shape.sqrt(),
            Self::Weibull { inverse_shape } => weibull_log_moment(*inverse_shape).sqrt(),
            Self::Hyperexponential { cv } => *cv,
            Self::Uniform { from, to } => (to - from) / 12f64.sqrt(),
            Self::Triangular { min, mode, max } => triangular_cv(*min, *mode, *max),
            Self::Pert { min, max, .. } => ((1.0 - min) * (max - 1.0) / 7.0).sqrt(),
            Self::Empirical(values) => empirical_cv(values),
            Self::Mixture(parts) => mixture_cv(parts),
        }
    }

    /// Infimum of what is possible.
    pub(super) fn minimum(&self) -> f64 {
        match self {
            Self::Constant => 1.0,
            Self::Uniform { from, .. } => *from,
            Self::Triangular { min, .. } | Self::Pert { min, .. } => *min,
            Self::Empirical(values) => values[0],
            Self::Mixture(parts) => parts
                .iter()
                .map(|(_, part)| part.minimum())
                .fold(f64::INFINITY, f64::min),
            _ => 0.0,
        }
    }

    /// As the scenario language writes it.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Constant => "constant",
            Self::Exponential => "exponential",
            Self::LogNormal { .. } => "lognormal",
            Self::Erlang { .. } => "erlang",
            Self::Gamma { .. } => "gamma",
            Self::Weibull { .. } => "weibull",
            Self::Hyperexponential { .. } => "hyperexponential",
            Self::Uniform { .. } => "uniform",
            Self::Triangular { .. } => "triangular",
            Self::Pert { .. } => "pert",
            Self::Empirical(_) => "empirical",
            Self::Mixture(_) => "mixture",
        }
    }

    /// Words one draw may take.
    pub(super) fn words(&self) -> usize {
        match self {
            Self::Hyperexponential { .. } => 2,
            Self::Mixture(parts) => {
                1 + parts
                    .iter()
                    .map(|(_, part)| part.words())
                    .max()
                    .unwrap_or(0)
            }
            _ => 1,
        }
    }
}

/// Squared coefficient of variation of a Weibull with inverse shape `s`.
fn weibull_log_moment(s: f64) -> f64 {
    libm::expm1(libm::lgamma(1.0 + 2.0 * s) - 2.0 * libm::lgamma(1.0 + s))
}

/// Inverse shape parameter of the Weibull with this coefficient of variation.
///
/// ln(1 + cv^2) = lnGamma(1 + 2s) - 2 lnGamma(1 + s) grows with s and is solved by halving.
pub(super) fn weibull_inverse_shape(cv: f64) -> f64 {
    let target = cv * cv;
    let (mut low, mut high) = (0.0, 32.0);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if weibull_log_moment(middle) < target {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

fn triangular_cv(min: f64, mode: f64, max: f64) -> f64 {
    let (left, right) = (mode - min, max - mode);
    ((left * left + left * right + right * right) / 18.0).sqrt()
}

fn empirical_cv(values: &[f64]) -> f64 {
    let squares: f64 = values.iter().map(|x| (x - 1.0) * (x - 1.0)).sum();
    (squares / values.len() as f64).sqrt()
}

fn mixture_cv(parts: &[(f64, Distribution)]) -> f64 {
    let variance: f64 = parts
        .iter()
        .map(|(chance, part)| {
            let (offset, spread) = (part.mean() - 1.0, part.mean() * part.cv());
            chance * (offset * offset + spread * spread)
        })
        .sum();
    variance.sqrt()
}
