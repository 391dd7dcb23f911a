//! The beta quantile, accurate in both tails, for parameters of at least 1.
//!
//! The regularised incomplete beta function is a continued fraction (Abramowitz and Stegun 26.5.8,
//! Lentz's method) on the side where it converges fast. Its logarithm is concave in ln x, so Newton's
//! method with Halley's correction on it is safe. Upper tails are lower tails of the mirrored beta.

/// Steps in ln x below this end the search: the error left is of the third order.
const CLOSE: f64 = 1e-6;

/// The quantile function of a beta between 0 and 1.
#[derive(Clone, Debug)]
pub(super) struct BetaQuantile {
    a: f64,
    b: f64,
    ln_beta: f64,
}

impl BetaQuantile {
    /// Both parameters are at least 1.
    pub(super) fn new(a: f64, b: f64) -> Self {
        let ln_beta = libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
        Self { a, b, ln_beta }
    }

    /// The beta of `1 - x`.
    pub(super) fn mirrored(&self) -> Self {
        Self {
            a: self.b,
            b: self.a,
            ln_beta: self.ln_beta,
        }
    }

    /// The value with mass `tail`, at most one half, below it.
    pub(super) fn lower(&self, tail: f64) -> f64 {
        let target = libm::log(tail);
        // The leading term of the series is never above the root.
        let mut y = (target + libm::log(self.a) + self.ln_beta) / self.a;
        for _ in 0..60 {
            let step = self.step(y, target);
            y = if y + step < 0.0 { y + step } else { 0.5 * y };
            if step.abs() < CLOSE {
                break;
            }
        }
        libm::exp(y)
    }

    fn step(&self, y: f64, target: f64) -> f64 {
        let x = libm::exp(y);
        let rest = -libm::expm1(y);
        let weight = self.a * y + self.b * libm::log(rest) - self.ln_beta;
        let (value, slope) = match x < (self.a + 1.0) / (self.a + self.b + 2.0) {
            true => {
                let fraction = fraction(self.a, self.b, x) / self.a;
                (weight + libm::log(fraction), 1.0 / (rest * fraction))
            }
            false => {
                let weight = libm::exp(weight);
                let above = weight * fraction(self.b, self.a, rest) / self.b;
                (libm::log1p(-above), weight / (rest * (1.0 - above)))
            }
        };
        let gap = value - target;
        let curvature = self.a - (self.b - 1.0) * x / rest - slope;
        let correction = 1.0 - 0.5 * gap * curvature / slope;
        -gap / slope / correction.max(0.5)
    }
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / (1.0 - (a + b) * x / (a + 1.0));
    let mut product = d;
    let mut n = 0.0;
    for _ in 0..200 {
        n += 1.0;
        let even = n * (b - n) * x / ((a + 2.0 * n - 1.0) * (a + 2.0 * n));
        d = 1.0 / (1.0 + even * d);
        c = 1.0 + even / c;
        product *= c * d;
        let odd = -(a + n) * (a + b + n) * x / ((a + 2.0 * n) * (a + 2.0 * n + 1.0));
        d = 1.0 / (1.0 + odd * d);
        c = 1.0 + odd / c;
        let factor = c * d;
        product *= factor;
        if (factor - 1.0).abs() < 1e-16 {
            break;
        }
    }
    product
}
