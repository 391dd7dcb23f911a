//! Chance: addressed draws and the distributions made from them.

mod distribution;

pub use distribution::Distribution;
