//! Every family against the distribution functions of statrs and against closed forms: nothing here
//! knows how quantiles or tables are made.

use rand_distr::Distribution as _;
use statrs::distribution::{self as reference, Continuous, ContinuousCDF};
use statrs::function::gamma::gamma;
use statrs::statistics::Distribution as Moments;

use super::{agree, closed, key, sampler, tabulated, tail, word};
use crate::random::distribution::Distribution;
use crate::random::draw::Draw;
use crate::random::shape::Shape;

/// A distribution as another library has it.
struct Reference {
    /// Mass below, or above.
    mass: Box<dyn Fn(f64, bool) -> f64>,
    density: Box<dyn Fn(f64) -> f64>,
    mean: f64,
    variance: f64,
}

/// Stretched and moved.
fn of<T>(made: Result<T, impl std::fmt::Debug>, from: f64, range: f64) -> Reference
where
    T: Continuous<f64, f64> + ContinuousCDF<f64, f64> + Moments<f64> + Clone + 'static,
{
    let made = made.unwrap();
    let other = made.clone();
    let at = move |x: f64| (x - from) / range;
    Reference {
        mean: from + range * made.mean().unwrap(),
        variance: range * range * made.variance().unwrap(),
        density: Box::new(move |x| other.pdf(at(x)) / range),
        mass: Box::new(move |x, upper| match upper {
            true => made.sf(at(x)),
            false => made.cdf(at(x)),
        }),
    }
}

fn reference(shape: &Shape) -> Reference {
    match *shape {
        Shape::Exponential => of(reference::Exp::new(1.0), 0.0, 1.0),
        Shape::LogNormal { sigma } => {
            let made = reference::LogNormal::new(-0.5 * sigma * sigma, sigma);
            of(made, 0.0, 1.0)
        }
        Shape::Erlang { stages } => {
            let made = reference::Erlang::new(u64::from(stages), f64::from(stages));
            of(made, 0.0, 1.0)
        }
        Shape::Gamma { shape } => of(reference::Gamma::new(shape, shape), 0.0, 1.0),
        Shape::Weibull { inverse_shape } => {
            let scale = 1.0 / gamma(1.0 + inverse_shape);
            of(
                reference::Weibull::new(1.0 / inverse_shape, scale),
                0.0,
                1.0,
            )
        }
        Shape::Pert { min, likely, max } => {
            let lean = 4.0 * (likely - min) / (max - min);
            of(reference::Beta::new(1.0 + lean, 5.0 - lean), min, max - min)
        }
        Shape::Triangular { min, mode, max } => {
            of(reference::Triangular::new(min, max, mode), 0.0, 1.0)
        }
        Shape::Uniform { from, to } => of(reference::Uniform::new(from, to), 0.0, 1.0),
        ref other => panic!("{other:?} has no density"),
    }
}

/// The error of a quantile is the error of the mass there over the density.
#[test]
fn quantiles_are_those_of_another_library() {
    for (distribution, of_mean, of_value, _) in tabulated().into_iter().chain(closed()) {
        let (sampler, theirs) = (sampler(&distribution), reference(distribution.shape()));
        let tails = (0..20).flat_map(|octave| {
            let top = 0.25 / f64::from(1 << octave);
            (0..37).map(move |step| (1.0 + f64::from(step) / 37.0) * top)
        });
        for (mass, upper) in tails.flat_map(|mass| [(mass, false), (mass, true)]) {
            let word = word(mass, upper);
            let value = sampler.quantile_word(word).unwrap();
            if value < 1e-9 {
                // As good as 0, and too close to it for the other library.
                continue;
            }
            let off = (theirs.mass)(value, upper) - tail(word, upper);
            let error = (off / (theirs.density)(value)).abs();
            let fine = error <= of_mean && error <= of_value * value;
            assert!(
                fine,
                "{distribution:?} {mass:e} {upper} {value:e} {error:e}"
            );
        }
    }
}

#[test]
fn moments_are_those_of_another_library() {
    for (distribution, ..) in tabulated().into_iter().chain(closed()) {
        let theirs = reference(distribution.shape());
        let cv = distribution.cv();
        let bias = [theirs.mean - 1.0, cv * cv / theirs.variance - 1.0];
        // A Weibull with a cv of 0.01 takes the difference of two nearly equal gammas.
        let fine = bias[0].abs() < 1e-14 && bias[1].abs() < 1e-11;
        assert!(fine, "{distribution:?} {bias:?}");
    }
}

/// The first word chooses a phase, the second draws from it.
#[test]
fn a_hyperexponential_is_one_of_two_exponentials() {
    for cv in [1.1, 2.0, 20.0] {
        let lean = ((cv * cv - 1.0) / (cv * cv + 1.0f64)).sqrt();
        let often = 0.5 * (1.0 + lean);
        let sampler = sampler(&Distribution::hyperexponential(7.0, cv).unwrap());
        for number in 0..20_000 {
            let draw = Draw::new(key(), number, 0, 0);
            let chance = if draw.unit_at(0) < often {
                often
            } else {
                1.0 - often
            };
            let value = -libm::log1p(-draw.unit_at(1)) * 0.5 / chance;
            let off = (sampler.variate(draw) / value - 1.0).abs();
            // 1 - often has lost digits.
            assert!(off < 4e-8 + 1e-13 * cv * cv, "{cv} {number} {off:e}");
        }
    }
}

#[test]
fn a_mixture_is_one_of_its_parts() {
    let part = Distribution::log_normal(3.0, 0.5).unwrap();
    let parts = vec![(0.1, Distribution::constant(0.0)), (0.9, part)];
    let sampler = sampler(&Distribution::mixture(parts).unwrap());
    let square = libm::log1p(0.25);
    let theirs = reference::LogNormal::new(libm::log(3.0) - 0.5 * square, square.sqrt()).unwrap();
    for number in 0..20_000 {
        let draw = Draw::new(key(), number, 0, 0);
        let value = match draw.unit_at(0) < 0.1 {
            true => 0.0,
            false => theirs.inverse_cdf(draw.unit_at(1)) / 2.7,
        };
        let off = (sampler.variate(draw) - value).abs();
        assert!(off <= 4e-8 * value, "{number} {value} {off:e}");
    }
}

/// Each value has its share of all words, to the last one.
#[test]
fn values_seen_are_equally_likely() {
    let values = [1.0, 1.0, 3.0, 8.0, 9.0];
    let distribution = Distribution::empirical(values.to_vec()).unwrap();
    let sampler = sampler(&distribution);
    for (place, value) in values.into_iter().enumerate() {
        let first = (((place as u128) << 64).div_ceil(5)) as u64;
        let last = ((((place as u128 + 1) << 64) - 1) / 5) as u64;
        for word in [first, last] {
            let found = distribution.mean() * sampler.quantile_word(word).unwrap();
            assert!((found / value - 1.0).abs() < 1e-15, "{place} {found}");
        }
    }
}

#[test]
fn mixtures_agree_with_rand_distr() {
    let rare = rand_distr::Bernoulli::new(0.5 - 0.5 * 0.6f64.sqrt()).unwrap();
    let exponential = rand_distr::Exp::new(1.0).unwrap();
    agree(Distribution::hyperexponential(2.0, 2.0), &|random| {
        let half = if rare.sample(random) {
            1.0 + 0.6f64.sqrt()
        } else {
            1.0 - 0.6f64.sqrt()
        };
        // Means 1 / (2 p) of chances p = (1 -+ sqrt 0.6) / 2, times 2.
        exponential.sample(random) * 2.0 * half / (1.0 - 0.6)
    });
    let zero = rand_distr::Bernoulli::new(0.1).unwrap();
    let log_normal = rand_distr::LogNormal::from_mean_cv(3.0, 0.5).unwrap();
    let parts = vec![
        (0.1, Distribution::constant(0.0)),
        (0.9, Distribution::log_normal(3.0, 0.5).unwrap()),
    ];
    agree(Distribution::mixture(parts), &|random| {
        if zero.sample(random) {
            0.0
        } else {
            log_normal.sample(random)
        }
    });
}
