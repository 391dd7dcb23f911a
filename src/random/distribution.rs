//! Distributions.

/// A distribution: a mean times a unit-mean shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    mean: f64,
}

impl Distribution {
    /// Always `value`.
    pub fn constant(value: f64) -> Self {
        Self { mean: value }
    }
    /// Mean.
    pub fn mean(&self) -> f64 {
        self.mean
    }
}
