//! Smooth functions of means, with their first and second derivatives.
//!
//! Written as the formula itself, `a / b - c / d`: every operation carries the derivatives along
//! (forward differentiation). The slope gives the error of an estimate; how it bends, its skewness.

use std::array::from_fn;
use std::ops::{Div, Sub};

use super::moments::Moments;

/// A function of the means of `N` numbers per trial, where they are now.
#[derive(Clone, Debug, PartialEq)]
pub struct Smooth<const N: usize> {
    pub(super) value: f64,
    /// Derivatives by each mean.
    pub(super) gradient: [f64; N],
    /// Derivatives of the derivatives.
    pub(super) curvature: [[f64; N]; N],
}

impl<const N: usize> Smooth<N> {
    /// The mean of the `i`-th number itself.
    pub fn mean(moments: &Moments<N>, i: usize) -> Self {
        Self {
            value: moments.mean(i),
            gradient: from_fn(|j| f64::from(u8::from(i == j))),
            curvature: [[0.0; N]; N],
        }
    }
}

impl<const N: usize> Sub for Smooth<N> {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            value: self.value - other.value,
            gradient: from_fn(|i| self.gradient[i] - other.gradient[i]),
            curvature: from_fn(|i| from_fn(|j| self.curvature[i][j] - other.curvature[i][j])),
        }
    }
}

impl<const N: usize> Sub<f64> for Smooth<N> {
    type Output = Self;

    fn sub(self, constant: f64) -> Self {
        Self {
            value: self.value - constant,
            ..self
        }
    }
}

/// Not a number where the divisor is 0.
impl<const N: usize> Div for Smooth<N> {
    type Output = Self;

    #[expect(
        clippy::suspicious_arithmetic_impl,
        reason = "the rule for the derivatives of a quotient"
    )]
    fn div(self, by: Self) -> Self {
        let divisor = match by.value {
            0.0 => f64::NAN,
            divisor => divisor,
        };
        let value = self.value / divisor;
        let gradient: [f64; N] = from_fn(|i| (self.gradient[i] - value * by.gradient[i]) / divisor);
        let bend = |i: usize, j: usize| {
            let crossed = gradient[i] * by.gradient[j] + gradient[j] * by.gradient[i];
            (self.curvature[i][j] - value * by.curvature[i][j] - crossed) / divisor
        };
        Self {
            value,
            gradient,
            curvature: from_fn(|i| from_fn(|j| bend(i, j))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Of = fn([Smooth<4>; 4]) -> Smooth<4>;

    fn at(of: Of, means: [f64; 4]) -> Smooth<4> {
        let mut moments = Moments::default();
        moments.push(means);
        of(from_fn(|i| Smooth::mean(&moments, i)))
    }

    /// Slope of `of` in the `i`-th direction, by central differences.
    fn slope(of: impl Fn([f64; 4]) -> f64, means: [f64; 4], i: usize) -> f64 {
        let moved = |by: f64| of(from_fn(|j| means[j] + if i == j { by } else { 0.0 }));
        (moved(1e-5) - moved(-1e-5)) / 2e-5
    }

    #[test]
    fn derivatives_are_slopes_and_slopes_of_slopes() {
        let means = [3.0, 2.0, 5.0, 4.0];
        let functions: [(Of, f64); 4] = [
            (|[a, b, _, _]| a / b, 1.5),
            (|[a, b, _, _]| a - b - 1.0, 0.0),
            (|[a, b, c, d]| a / b - c / d, 0.25),
            (|[a, b, c, d]| a / b / (c / d) - 1.0, 0.2),
        ];
        for (of, value) in functions {
            let found = at(of, means);
            assert!((found.value - value).abs() < 1e-15);
            for i in 0..4 {
                let expected = slope(|means| at(of, means).value, means, i);
                assert!((found.gradient[i] - expected).abs() < 1e-8);
                for j in 0..4 {
                    let expected = slope(|means| at(of, means).gradient[j], means, i);
                    assert!((found.curvature[i][j] - expected).abs() < 1e-8);
                    assert_eq!(found.curvature[i][j], found.curvature[j][i]);
                }
            }
        }
    }

    #[test]
    fn nothing_is_divided_by_0() {
        let quotient: Of = |[a, b, _, _]| a / b;
        assert!(at(quotient, [1.0, 0.0, 1.0, 1.0]).value.is_nan());
        let inverse: Of = |[a, b, c, d]| a / b / (c / d);
        assert!(at(inverse, [1.0, 1.0, 1.0, 0.0]).value.is_nan());
    }
}
