//! Intervals of 95% hold the truth 95% of the time: also on short trials, in paired comparisons and
//! when a precision decides how many trials there are.
//!
//! What an interval is to hold is known exactly here, for the window itself and not only in the
//! long run:
//!
//! - **One person, Poisson arrivals, exponential touch** at load 0.3 after a burn-in of 14 relaxation
//!   times: the queue is stationary at time 0 up to one in a million. Departures are then a Poisson
//!   process of the arrival rate (Burke 1956), so deliveries a week are that rate whatever the window.
//!   The flow time of a departing item is exponential with rate mu - lambda, and by Campbell's formula
//!   the expected sum of flow times over the expected number of items of any window is its mean; the
//!   same holds for the number below a bound, hence for percentiles of all items pooled, and for
//!   touch over flow time, the efficiency, which is (mu - lambda) / mu.
//! - **Unlimited people**: items never meet, and departures in the window are a Poisson process in the
//!   plane of arrival and touch. After a burn-in of 30 mean touches each delivered item has the law of
//!   the touch itself, again for any window.
//!
//! # How many trials
//!
//! Intervals allow for skewness, so that misses are even on both sides: of short trials of a queue the
//! symmetric interval of the mean flow time missed above in 3.8% and below in 1.2% of 3,000 seeds, this one
//! in 2.8% and 2.0%. What is left is that so few trials do not show how heavy their tails are. Flow times of
//! one queue are long together, and the difference of two is worse: watched for 30 items a trial, it is
//! held by 93.6% of intervals from 400 trials and its share of the baseline by 92.8% (2,000 seeds each), so
//! paired differences are asked of the default number of 1,000 trials here. From 1,000 trials of 3 items, it
//! is 94.3% and 93.8% (3,000 seeds).
//!
//! A plain run asks 120 seeds and allows what luck does once in 10,000 times if coverage is 95%. From
//! 2,000 seeds on (`THROUGHLINE_TEST_EFFORT=10`) it has to be 94 to 96%, and at least 93.5% where the
//! number of trials follows from what was seen. The wide run asks short trials of a queue 4,000 seeds:
//! 93.9% of the first 2,000 hold the mean flow time, of 3,000 others 95.2%.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use statrs::distribution::{Binomial, DiscreteCDF};
use throughline::experiment::{self, Control, Outcome, Plan, StopReason};
use throughline::scenario::Document;
use throughline::scenario::model::Precision;
use throughline::statistics::Estimate;

use crate::support::{SEEDS, none, read, test_effort};

/// From so many seeds on the share itself is judged.
const MANY: u64 = 2000;
/// Chance of a false alarm of a check in a plain run, on either side.
const FALSE_ALARM: f64 = 5e-5;

fn seeds() -> u64 {
    match test_effort() {
        1 => 120,
        effort => 200 * effort,
    }
}

/// An estimate with its truth.
struct Claim {
    name: &'static str,
    truth: f64,
    find: fn(&Outcome) -> Option<Estimate>,
}

fn claim(name: &'static str, truth: f64, find: fn(&Outcome) -> Option<Estimate>) -> Claim {
    Claim { name, truth, find }
}

/// How many of the seeds had each claim inside its interval.
fn covered(document: &Document, plan: &Plan, seeds: u64, claims: &[Claim]) -> Vec<u64> {
    let control = Control {
        stop: &AtomicBool::new(false),
        progress: &|_| {},
    };
    let holds = |seed: u64| {
        let plan = Plan {
            seed: SEEDS[0] + seed,
            threads: Some(1),
            ..plan.clone()
        };
        let outcome = experiment::run(document.provenance(), document.variants(), &plan, &control);
        let ended = outcome.variants[0].stopped;
        assert!(matches!(ended, StopReason::Trials | StopReason::Precision));
        let inside = claims.iter().map(|claim| {
            let found = (claim.find)(&outcome);
            let inside = |found: Estimate| found.low <= claim.truth && claim.truth <= found.high;
            u64::from(found.is_some_and(inside))
        });
        inside.collect::<Vec<u64>>()
    };
    // Threads of their own: each experiment makes a pool and waits for it.
    let next = AtomicU64::new(0);
    let count = || {
        let mut counts = vec![0; claims.len()];
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds {
                return counts;
            }
            for (count, inside) in counts.iter_mut().zip(holds(seed)) {
                *count += inside;
            }
        }
    };
    std::thread::scope(|scope| {
        let halves = [scope.spawn(count), scope.spawn(count)].map(|half| half.join().unwrap());
        halves[0]
            .iter()
            .zip(&halves[1])
            .map(|(one, other)| one + other)
            .collect()
    })
}

/// Fewest and most seeds of so many that a right interval may cover.
fn allowed(seeds: u64, sequential: bool) -> (u64, u64) {
    let share = |share: f64| (share * seeds as f64).round() as u64;
    if seeds >= MANY {
        return match sequential {
            true => (share(0.935), seeds),
            false => (share(0.94), share(0.96)),
        };
    }
    let law = Binomial::new(0.95, seeds).unwrap();
    (
        law.inverse_cdf(FALSE_ALARM),
        law.inverse_cdf(1.0 - FALSE_ALARM),
    )
}

fn judge(text: &str, [seeds, trials]: [u64; 2], precision: Option<&str>, claims: &[Claim]) {
    let plan = Plan {
        trials,
        seed: 0,
        confidence: 0.95,
        threads: None,
        precision: precision.map(|goal| Precision {
            goals: vec![goal.parse().unwrap()],
            max_trials: 1_000_000,
        }),
    };
    let (least, most) = allowed(seeds, precision.is_some());
    let found = covered(&read(text), &plan, seeds, claims);
    let share = |count: u64| format!("{:.2}%", 100.0 * count as f64 / seeds as f64);
    let said = claims.iter().zip(&found).map(|(claim, count)| {
        let (name, covered) = (claim.name, share(*count));
        let wrong = !(least..=most).contains(count);
        wrong.then(|| {
            format!(
                "{name}: {covered}, allowed {} to {}",
                share(least),
                share(most)
            )
        })
    });
    none(&said.flatten().collect::<Vec<_>>());
}

/// Arrivals an hour at the person whose touch takes an hour.
const LAMBDA: f64 = 0.3;
/// -ln(0.15): the 85th percentile of an exponential of mean 1.
const P85: f64 = 1.897_119_984_885_881;

fn text(lambda: f64, [burn_in, horizon]: [f64; 2], staff: &str) -> String {
    format!(
        "format = 1\ntitle = 'Coverage'\n\
         clock = {{ calendar = 'always', burn_in = '{burn_in}h', horizon = '{horizon}h' }}\n\
         work.item = {{ demand = {{ poisson = '{lambda} / h' }}, route = ['desk'] }}\n\
         station.desk = {{ staff = {staff}, touch = {{ exponential = '1h' }} }}\n"
    )
}

fn one_person(horizon: f64) -> String {
    text(LAMBDA, [70.0, horizon], "1")
}

fn unlimited(horizon: f64) -> String {
    text(1.0, [30.0, horizon], "'unlimited'")
}

/// Claims where this many items an hour stay for so long, exponentially, of which an hour is touch.
fn claims(lambda: f64, stay: f64) -> Vec<Claim> {
    vec![
        claim("throughput", 168.0 * lambda, |found| {
            found.variants[0].throughput.clone()
        }),
        claim("flow time", stay, |found| {
            found.variants[0].flow_time.mean.clone()
        }),
        claim("85% within", P85 * stay, |found| {
            found.variants[0].flow_time.p85.clone()
        }),
        claim("WIP", lambda * stay, |found| found.variants[0].wip.clone()),
    ]
}

fn claims_of_one_person() -> Vec<Claim> {
    let mut claims = claims(LAMBDA, 1.0 / (1.0 - LAMBDA));
    claims.push(claim("efficiency", 1.0 - LAMBDA, |found| {
        found.variants[0].flow_efficiency.clone()
    }));
    claims
}

#[test]
fn intervals_of_a_queue_hold_the_truth() {
    judge(
        &one_person(100.0),
        [seeds(), 400],
        None,
        &claims_of_one_person(),
    );
}

#[test]
fn intervals_from_few_trials_hold_the_truth() {
    judge(&unlimited(50.0), [seeds(), 20], None, &claims(1.0, 1.0));
}

#[test]
fn intervals_hold_the_truth_on_short_trials() {
    // Four items a trial: a mean of the ratios of trials would be far off.
    judge(&unlimited(4.0), [seeds(), 200], None, &claims(1.0, 1.0));
    // Three a trial, and one in twenty has none.
    let seeds = match seeds() {
        many @ MANY.. => 2 * many,
        few => few,
    };
    judge(
        &one_person(10.0),
        [seeds, 1000],
        None,
        &claims_of_one_person(),
    );
}

#[test]
fn intervals_of_paired_differences_hold_the_truth() {
    let variants = "variant.base = {}\nvariant.faster.set = { 'desk.pace' = 1.25 }\n";
    let stay = [1.0 / (1.0 - LAMBDA), 1.0 / (1.25 - LAMBDA)];
    let claims = [
        claim("difference", stay[1] - stay[0], |found| {
            found.comparisons[0].flow_time.difference.clone()
        }),
        claim("relative", stay[1] / stay[0] - 1.0, |found| {
            found.comparisons[0].flow_time.relative.clone()
        }),
        claim("throughput", 0.0, |found| {
            found.comparisons[0].throughput.difference.clone()
        }),
        claim("WIP", LAMBDA * (stay[1] - stay[0]), |found| {
            found.comparisons[0].wip.difference.clone()
        }),
    ];
    judge(
        &(one_person(100.0) + variants),
        [seeds(), 1000],
        None,
        &claims,
    );
}

#[test]
fn intervals_hold_the_truth_when_their_width_decides_the_number_of_trials() {
    for goal in ["4%", "flow_time=4%", "flow_time.p85=4%"] {
        judge(
            &one_person(50.0),
            [seeds(), 20],
            Some(goal),
            &claims_of_one_person(),
        );
    }
}
