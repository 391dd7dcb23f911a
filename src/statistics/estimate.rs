//! A value that never travels without its uncertainty.

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
