//! A value that never travels without its uncertainty.
//!
//! The interval may be lopsided (a time with a long tail, a proportion near 0, a ratio of variances), so
//! both of its ends are kept, and the standard error beside them.

use std::borrow::Cow;

/// A value with its interval.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// Point estimate.
    pub mean: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// Standard error of the point estimate.
    pub standard_error: f64,
    /// Unit, such as "items/week" or "h".
    pub unit: Cow<'static, str>,
}

impl Estimate {
    /// Half of the width of the interval; its ends need not be as far as this from the value.
    pub fn half_width(&self) -> f64 {
        0.5 * (self.high - self.low)
    }

    /// Half of the width as a share of the value; `None` if the value is 0.
    pub fn relative_half_width(&self) -> Option<f64> {
        (self.mean != 0.0).then(|| self.half_width() / self.mean.abs())
    }

    /// The same quantity in another unit, or of the other sign.
    #[must_use]
    pub fn scaled(&self, factor: f64, unit: impl Into<Cow<'static, str>>) -> Self {
        let (low, high) = (self.low * factor, self.high * factor);
        Self {
            mean: self.mean * factor,
            low: low.min(high),
            high: low.max(high),
            standard_error: self.standard_error * factor.abs(),
            unit: unit.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimate() -> Estimate {
        Estimate {
            mean: 2.0,
            low: 1.0,
            high: 4.0,
            standard_error: 0.5,
            unit: "h".into(),
        }
    }

    #[test]
    fn scaling_by_a_negative_factor_turns_the_interval() {
        let scaled = estimate().scaled(-3.0, "USD");
        assert_eq!((scaled.mean, scaled.low, scaled.high), (-6.0, -12.0, -3.0));
        assert_eq!((scaled.standard_error, scaled.unit.as_ref()), (1.5, "USD"));
    }

    #[test]
    fn widths() {
        assert_eq!(estimate().half_width(), 1.5);
        assert_eq!(estimate().relative_half_width(), Some(0.75));
        assert_eq!(
            estimate().scaled(-1.0, "h").relative_half_width(),
            Some(0.75)
        );
        assert_eq!(estimate().scaled(0.0, "h").relative_half_width(), None);
    }
}
