//! Unit-mean variates by inversion.
//!
//! A sampler is made once per shape and shared; a variate depends on nothing but the address of its draw
//! and the shape. One word is inverted per draw: in closed form, by a table of the quantile function, or
//! by lookup. A mixture spends one word to choose a part and leaves the next ones to it. Apart from
//! mixtures, a larger word never gives a smaller variate (beyond the rounding of the last digit).

use std::sync::Arc;

use super::distribution::Distribution;
use super::draw::{Draw, unit_of};
use super::quantile::Quantile;
use super::shape::Shape;
use super::table::Table;

/// Turns draws into unit-mean variates; cheap to clone.
///
/// How close it comes to the exact quantile function stands in the docs of [`random`](super).
#[derive(Clone, Debug)]
pub struct Sampler(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Constant,
    Table(Arc<Table>),
    Other(Arc<Other>),
}

/// What is not tabulated.
#[derive(Debug)]
enum Other {
    Uniform {
        from: f64,
        range: f64,
    },
    Triangular {
        min: f64,
        max: f64,
        /// Mass below the mode.
        below: f64,
        /// Squares of what multiplies the roots of the two tails.
        left: f64,
        right: f64,
    },
    Empirical(Arc<[f64]>),
    Mixture(Vec<Part>),
}

/// A part of a mixture.
#[derive(Debug)]
struct Part {
    /// Chance of this part or an earlier one; the last part takes what is left.
    up_to: f64,
    /// Mean of the part over that of the mixture.
    mean: f64,
    sampler: Sampler,
}

/// Shares samplers between equal shapes.
#[derive(Clone, Debug, Default)]
pub struct SamplerCache {
    made: Vec<(Shape, Sampler)>,
}

impl SamplerCache {
    /// An empty cache.
    pub fn new() -> Self {
        Self::default()
    }

    #[cfg(test)]
    pub(super) fn made(&self) -> usize {
        self.made.len()
    }

    fn sampler(&mut self, shape: &Shape) -> Sampler {
        if let Some((_, sampler)) = self.made.iter().find(|(made, _)| made == shape) {
            return sampler.clone();
        }
        let sampler = Sampler(self.kind(shape));
        self.made.push((shape.clone(), sampler.clone()));
        sampler
    }

    fn kind(&mut self, shape: &Shape) -> Kind {
        if let Some(quantile) = Quantile::of(shape) {
            return Kind::Table(Arc::new(Table::new(quantile)));
        }
        Kind::Other(Arc::new(match shape {
            Shape::Uniform { from, to } => Other::Uniform {
                from: *from,
                range: to - from,
            },
            Shape::Triangular { min, mode, max } => triangular(*min, *mode, *max),
            Shape::Empirical(values) => Other::Empirical(values.clone()),
            Shape::Hyperexponential { cv } => self.hyperexponential(*cv),
            Shape::Mixture(parts) => self.mixture(parts),
            _ => return Kind::Constant,
        }))
    }

    fn hyperexponential(&mut self, cv: f64) -> Other {
        let square = cv * cv;
        let lean = ((square - 1.0) / (square + 1.0)).sqrt();
        // (1 - lean) / 2 without its cancellation.
        let rare = 1.0 / ((square + 1.0) * (1.0 + lean));
        let sampler = self.sampler(&Shape::Exponential);
        let part = |up_to: f64, chance: f64| Part {
            up_to,
            mean: 0.5 / chance,
            sampler: sampler.clone(),
        };
        Other::Mixture(vec![part(1.0 - rare, 1.0 - rare), part(1.0, rare)])
    }

    fn mixture(&mut self, parts: &[(f64, Distribution)]) -> Other {
        let mut up_to = 0.0;
        let parts = parts.iter().map(|(chance, part)| {
            up_to += chance;
            Part {
                up_to,
                mean: part.mean(),
                sampler: part.sampler(self),
            }
        });
        Other::Mixture(parts.collect())
    }
}

fn triangular(min: f64, mode: f64, max: f64) -> Other {
    let range = max - min;
    Other::Triangular {
        min,
        max,
        below: (mode - min) / range,
        left: range * (mode - min),
        right: range * (max - mode),
    }
}

impl Distribution {
    /// The sampler of the shape, shared with equal shapes through the cache.
    pub fn sampler(&self, cache: &mut SamplerCache) -> Sampler {
        cache.sampler(self.shape())
    }
}

impl Sampler {
    /// The variate of a draw, with mean 1; times the mean it is a value of the distribution.
    #[inline]
    pub fn variate(&self, draw: Draw) -> f64 {
        match &self.0 {
            Kind::Constant => 1.0,
            Kind::Table(table) => table.at(draw.word(0)),
            Kind::Other(other) => other.variate(draw, 0),
        }
    }

    fn variate_from(&self, draw: Draw, index: u32) -> f64 {
        match &self.0 {
            Kind::Constant => 1.0,
            Kind::Table(table) => table.at(draw.word(index)),
            Kind::Other(other) => other.variate(draw, index),
        }
    }

    /// The variate at a word, for shapes that take one word; `None` for mixtures.
    pub fn quantile_word(&self, word: u64) -> Option<f64> {
        match &self.0 {
            Kind::Constant => Some(1.0),
            Kind::Table(table) => Some(table.at(word)),
            Kind::Other(other) => other.quantile(word),
        }
    }
}

impl Other {
    #[inline(never)]
    fn variate(&self, draw: Draw, index: u32) -> f64 {
        let word = draw.word(index);
        match self {
            Self::Mixture(parts) => {
                let unit = unit_of(word);
                let chosen = parts.iter().position(|part| unit < part.up_to);
                let part = &parts[chosen.unwrap_or(parts.len() - 1)];
                part.mean * part.sampler.variate_from(draw, index + 1)
            }
            single => single.quantile(word).unwrap_or_default(),
        }
    }

    fn quantile(&self, word: u64) -> Option<f64> {
        let unit = unit_of(word);
        Some(match self {
            Self::Uniform { from, range } => from + range * unit,
            Self::Triangular {
                min,
                max,
                below,
                left,
                right,
            } => match unit < *below {
                true => min + (unit * left).sqrt(),
                false => max - (unit_of(!word) * right).sqrt(),
            },
            Self::Empirical(values) => {
                let position = (u128::from(word) * values.len() as u128) >> 64;
                values[position as usize]
            }
            Self::Mixture(_) => return None,
        })
    }
}
