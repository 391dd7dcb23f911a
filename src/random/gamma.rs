//! The gamma quantile, accurate in both tails.
//!
//! The regularised incomplete gamma function is a power series below its middle and a continued
//! fraction above (Abramowitz and Stegun 6.5.29 and 6.5.31, Lentz's method). The logarithm of either
//! tail is concave in ln x, so Newton's method on it cannot run away; Halley's correction makes two or
//! three steps enough, also for tiny shapes whose quantiles underflow. From `LARGE` on, the
//! Cornish-Fisher expansion of Goldberg and Levine (Annals of Mathematical Statistics 17, 1946) is
//! closer than the rest of the machinery could show.

use super::normal;

/// From this shape on the expansion is used as it is: 5e-11 off at most within the table.
const LARGE: f64 = 500.0;
/// From this shape on it is where the search begins.
const MEDIUM: f64 = 20.0;
/// Steps in ln x below this end the search: the error left is of the third order.
const CLOSE: f64 = 1e-6;
/// Ends every loop; far above what is ever needed.
const LIMIT: u32 = 10_000;

/// The quantile function of a gamma with scale 1.
#[derive(Clone, Debug)]
pub(super) struct GammaQuantile {
    shape: f64,
    ln_factorial: f64,
}

/// Logarithm of the mass of a tail, and its derivative by ln x.
struct LogTail {
    value: f64,
    slope: f64,
}

impl GammaQuantile {
    pub(super) fn new(shape: f64) -> Self {
        Self {
            shape,
            ln_factorial: libm::lgamma(shape + 1.0),
        }
    }

    /// The value with mass `tail`, at most one half, above or below it.
    pub(super) fn at(&self, tail: f64, upper: bool) -> f64 {
        match self.shape >= LARGE {
            true => cornish_fisher(self.shape, normal_at(tail, upper)),
            false => self.solve(tail, upper),
        }
    }

    fn solve(&self, tail: f64, upper: bool) -> f64 {
        let target = libm::log(tail);
        let mut y = self.guess(tail, target, upper);
        for _ in 0..60 {
            let step = self.step(y, target, upper);
            y += step;
            if step.abs() < CLOSE {
                break;
            }
        }
        libm::exp(y)
    }

    /// Halley's step in ln x, kept from running away where the guess is poor.
    fn step(&self, y: f64, target: f64, upper: bool) -> f64 {
        let x = libm::exp(y);
        let tail = match upper {
            false => self.lower(x, y),
            true => self.upper(x, y),
        };
        let gap = tail.value - target;
        let curvature = self.shape - x - tail.slope;
        let correction = 1.0 - 0.5 * gap * curvature / tail.slope;
        (-gap / tail.slope / correction.max(0.5)).clamp(-4.0, 4.0)
    }

    /// Where to begin: Wilson-Hilferty, or the leading term of whichever tail it is bad in.
    fn guess(&self, tail: f64, ln_tail: f64, upper: bool) -> f64 {
        let k = self.shape;
        let spread = 1.0 / (9.0 * k);
        let z = normal_at(tail, upper);
        if k >= MEDIUM && z.abs() < 6.0 {
            return libm::log(cornish_fisher(k, z));
        }
        let root = 1.0 - spread + z * spread.sqrt();
        if k >= 0.5 && root > 0.3 {
            return libm::log(k) + 3.0 * libm::log(root);
        }
        if !upper {
            return (ln_tail + self.ln_factorial) / k;
        }
        let near = (libm::log1p(-tail) + self.ln_factorial) / k;
        let depth = libm::log(k) - self.ln_factorial - ln_tail;
        match depth > 2.0 {
            true => libm::log((depth + (k - 1.0) * libm::log(depth)).max(0.5)),
            false => near.min(0.0),
        }
    }

    fn lower(&self, x: f64, y: f64) -> LogTail {
        let weight = self.shape * y - x - self.ln_factorial;
        if x < self.shape + 1.0 {
            let sum = self.series(x);
            return LogTail {
                value: weight + libm::log(sum),
                slope: self.shape / sum,
            };
        }
        let density = self.shape * libm::exp(weight);
        let above = density * self.fraction(x);
        LogTail {
            value: libm::log1p(-above),
            slope: density / (1.0 - above),
        }
    }

    fn upper(&self, x: f64, y: f64) -> LogTail {
        let weight = self.shape * y - x - self.ln_factorial;
        if x >= self.shape + 1.0 {
            let fraction = self.fraction(x);
            return LogTail {
                value: libm::log(self.shape * fraction) + weight,
                slope: -1.0 / fraction,
            };
        }
        let weight = libm::exp(weight);
        let below = weight * self.series(x);
        LogTail {
            value: libm::log1p(-below),
            slope: -self.shape * weight / (1.0 - below),
        }
    }

    /// Mass below x, divided by x^k e^-x / k!.
    fn series(&self, x: f64) -> f64 {
        let (mut term, mut sum, mut k) = (1.0, 1.0, self.shape);
        for _ in 0..LIMIT {
            k += 1.0;
            term *= x / k;
            sum += term;
            if term < sum * 1e-17 {
                break;
            }
        }
        sum
    }

    /// Mass above x, divided by x^k e^-x / Gamma(k).
    fn fraction(&self, x: f64) -> f64 {
        let mut b = x + 1.0 - self.shape;
        let mut c = 1e300;
        let mut d = 1.0 / b;
        let mut product = d;
        let mut n = 0.0;
        for _ in 0..LIMIT {
            n += 1.0;
            let a = n * (self.shape - n);
            b += 2.0;
            d = 1.0 / (a * d + b);
            c = b + a / c;
            let factor = c * d;
            product *= factor;
            if (factor - 1.0).abs() < 1e-16 {
                break;
            }
        }
        product
    }
}

fn normal_at(tail: f64, upper: bool) -> f64 {
    let z = normal::quantile(tail);
    if upper { -z } else { z }
}

/// Quantile of a gamma with large shape from that of the normal.
fn cornish_fisher(shape: f64, z: f64) -> f64 {
    let root = (2.0 * shape).sqrt();
    let inverse = 1.0 / root;
    let z2 = z * z;
    let terms = [
        -(((3753.0 * z2 + 4353.0) * z2 - 289_517.0) * z2 - 289_717.0) * z / 9_185_400.0 / SQRT_2,
        (((12.0 * z2 - 243.0) * z2 - 923.0) * z2 + 1472.0) / 25515.0,
        ((9.0 * z2 + 256.0) * z2 - 433.0) * z / 4860.0 / SQRT_2,
        -((6.0 * z2 + 14.0) * z2 - 32.0) / 405.0,
        (z2 - 7.0) * z / 9.0 / SQRT_2,
        2.0 / 3.0 * (z2 - 1.0),
        z * SQRT_2,
    ];
    let sum = terms.iter().fold(0.0, |sum, term| sum * inverse + term);
    shape + 0.5 * root * sum
}

const SQRT_2: f64 = std::f64::consts::SQRT_2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expansion_takes_over_where_it_agrees() {
        let gamma = GammaQuantile::new(LARGE);
        for octave in 1..=60 {
            let tail = 1.0 / (1u64 << octave) as f64;
            for upper in [false, true] {
                let expanded = cornish_fisher(LARGE, normal_at(tail, upper));
                let allowed = if octave <= 20 { 5e-11 } else { 1e-8 };
                let error = expanded / gamma.solve(tail, upper) - 1.0;
                assert!(error.abs() < allowed, "{octave} {upper} {error:e}");
            }
        }
    }

    #[test]
    fn steps_end_everywhere() {
        for shape in [
            1e-6, 1e-3, 0.1, 0.5, 0.99, 1.0, 2.0, 7.3, 19.0, 21.0, 150.0, 499.0,
        ] {
            let gamma = GammaQuantile::new(shape);
            for octave in 1..=65 {
                let tail = 1.0 / (1u128 << octave) as f64;
                for upper in [false, true] {
                    let y = libm::log(gamma.solve(tail, upper));
                    let reached = y < -700.0 || gamma.step(y, libm::log(tail), upper).abs() < 1e-9;
                    assert!(reached, "{shape} {tail:e} {upper} {y}");
                }
            }
        }
    }
}
