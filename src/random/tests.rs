//! Tests of distributions and samplers.

use super::distribution::Distribution;
use super::draw::{Draw, stream_keys};
use super::sampler::SamplerCache;

fn families() -> Vec<Distribution> {
    let d = [
        Distribution::exponential(2.0),
        Distribution::log_normal(2.0, 1.0),
        Distribution::log_normal_quantiles(2.0, 6.0),
        Distribution::erlang(3, 2.0),
        Distribution::gamma(2.0, 0.7),
        Distribution::gamma(2.0, 1.5),
        Distribution::weibull(2.0, 1.4),
        Distribution::hyperexponential(2.0, 2.0),
        Distribution::uniform(1.0, 3.0),
        Distribution::triangular(1.0, 2.0, 6.0),
        Distribution::pert(1.0, 2.0, 6.0),
        Distribution::empirical(vec![3.0, 1.0, 8.0]),
    ];
    d.into_iter().map(Result::unwrap).collect()
}

#[test]
fn rough_moments() {
    let mut cache = SamplerCache::new();
    let key = stream_keys(1, 2, 3, 4)[0];
    for distribution in families() {
        let sampler = distribution.sampler(&mut cache);
        let count = 100_000;
        let draws = (0..count).map(|i| sampler.variate(Draw::new(key, i, 0, 0)));
        let mean = draws.sum::<f64>() / f64::from(count);
        let error = distribution.cv() / f64::from(count).sqrt();
        assert!((mean - 1.0).abs() < 4.0 * error, "{distribution:?} {mean}");
    }
}
