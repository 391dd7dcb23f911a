//! Chance, and nothing else: words drawn by address, and the distributions made from them.
//!
//! A draw is a pure function of its address (seed, trial, source, place, purpose, item number, step,
//! round). Nothing is ever drawn "next", so two variants of an organisation share their luck whatever
//! happens in which order. A distribution is its mean times a unit-mean shape; a [`Sampler`] turns a
//! [`Draw`] into the unit-mean variate by inversion, one word per draw, and so a change of the mean
//! alone changes nothing but the scale. No result depends on the mathematics library of the platform.
//!
//! ```
//! use throughline::random::{
//!     Distribution, Draw, Purpose, SamplerCache, name_hash, stream_keys,
//! };
//!
//! let effort = Distribution::log_normal(24.0, 0.8).expect("a mean and a cv above 0"); // [hours]
//! let sampler = effort.sampler(&mut SamplerCache::new());
//! let keys = stream_keys(1984, 0, name_hash("feature"), name_hash("code"));
//! let at = |item| Draw::new(keys[Purpose::Effort as usize], item, 0, 0);
//! let hours = effort.mean() * sampler.variate(at(7));
//! assert_eq!(hours, effort.mean() * sampler.variate(at(7)), "the same address, the same draw");
//! assert_ne!(hours, effort.mean() * sampler.variate(at(8)));
//! ```

mod beta;
mod distribution;
mod draw;
mod error;
mod gamma;
mod normal;
mod percentile;
mod quantile;
mod sampler;
mod shape;
mod table;
#[cfg(test)]
mod tests;

pub use distribution::Distribution;
pub use draw::{Draw, MAX_INDEX, MAX_ROUND, MAX_STEP, Purpose, StreamKey, name_hash, stream_keys};
pub use error::ParameterError;
pub use sampler::{Sampler, SamplerCache};
