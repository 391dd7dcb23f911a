//! What load and experience do, where exponential effort makes it a chain that can be solved.
//!
//! Interference at a station of one person is birth and death: with n present it serves at mu (1 - i)^(n - 1)
//! whatever was done before. A closed line of two such stations has the product form of state-dependent
//! queues, and there a faster first station helps only while little is inside.

use super::{one_station, one_station_checks, queue, relaxation};
use crate::support::{check, check_of, judge, mean, none, run, run_once};

/// Two stations of one person each, `items` of which are always inside.
struct Line {
    items: usize,
    /// Rates per hour.
    code: f64,
    merge: f64,
    interference: f64,
}

impl Line {
    /// Items a week, and the mean number at the second station.
    fn solve(&self) -> (f64, f64) {
        let mut weights = vec![1.0];
        for n in 1..=self.items {
            let rate = self.merge * libm::pow(1.0 - self.interference, n as f64 - 1.0);
            weights.push(weights[n - 1] * self.code / rate);
        }
        let sum: f64 = weights.iter().sum();
        let merging = weights.iter().enumerate();
        let merging: f64 = merging.map(|(n, weight)| n as f64 * weight).sum();
        (
            168.0 * self.code * (1.0 - weights[self.items] / sum),
            merging / sum,
        )
    }
}

#[test]
fn a_local_speed_up_helps_below_a_wip_and_hurts_above_it() {
    for (items, helps) in [(3, true), (14, false)] {
        let line = |pace: f64| Line {
            items,
            code: pace,
            merge: 1.0 / 0.7,
            interference: 0.06,
        };
        let text = format!(
            "format = 1\ntitle = 'More of the same'\n\
             clock = {{ calendar = 'always', burn_in = '600h', horizon = '1000h' }}\n\
             intake.wip_limit = {items}\n\
             work.item = {{ demand = {{ endless = true }}, route = ['code', 'merge'] }}\n\
             station.code = {{ staff = 1, touch = {{ exponential = '1h' }} }}\n\
             station.merge = {{ staff = 1, touch = {{ exponential = '0.7h' }}, interference = 0.06 }}\n\
             variant.before = {{}}\nvariant.faster.set = {{ 'code.pace' = 1.3 }}\n"
        );
        let (before, after) = (line(1.0).solve(), line(1.3).solve());
        assert_eq!(after.0 > before.0, helps);
        let present = |found: &throughline::experiment::VariantOutcome| {
            found.stations["merge"].present.clone()
        };
        let checks = [
            check_of(0, "throughput", before.0, |found| found.throughput.clone()),
            check_of(1, "throughput", after.0, |found| found.throughput.clone()),
            check_of(0, "at merge", before.1, present),
            check_of(1, "at merge", after.1, present),
            super::gain(1, "faster", after.0 / before.0 - 1.0),
        ];
        none(&judge(&text, 200, &checks));
    }
}

/// A93: each of n - 1 others in flight conflicts with chance q, independently.
#[test]
fn a_merge_conflicts_with_any_of_the_others_present() {
    let mut found = Vec::new();
    for others in [0_u32, 1, 4, 12] {
        let text = format!(
            "format = 1\ntitle = 'Conflicts'\n\
             clock = {{ calendar = 'always', horizon = '400h' }}\n\
             intake.wip_limit = {}\n\
             work.item = {{ demand = {{ endless = true }}, route = ['merge'] }}\n\
             station.merge = {{ staff = 3, touch = {{ exponential = '1h' }}, rework = {{ to = 'merge', \
               chance_grows = {{ with = 'present', per = 1, by = '5%' }} }} }}\n",
            others + 1
        );
        let chance = 1.0 - libm::pow(0.95, f64::from(others));
        let sent_back = |found: &throughline::experiment::VariantOutcome| {
            found.stations["merge"].sent_back.clone()
        };
        none(&judge(&text, 100, &[check("sent back", chance, sent_back)]));
        found.push(chance);
    }
    assert!(found.is_sorted());
}

/// Expected send-backs while `items` pass, each verdict being one more with chance c max(f, 2^(-n / h))
/// after n of them.
fn send_backs(items: usize, [chance, halves, floor]: [f64; 3]) -> f64 {
    const MOST: usize = 3000;
    let of = |n: usize| chance * libm::exp2(-(n as f64) / halves).max(floor);
    // By now it is at its floor, or what is left of it is nothing.
    let last = of(MOST);
    let mut more: Vec<f64> = vec![0.0; MOST + 1];
    for left in 1..=items {
        let mut next = vec![left as f64 * last / (1.0 - last); MOST + 1];
        for n in (0..MOST).rev() {
            next[n] = of(n) * (1.0 + next[n + 1]) + (1.0 - of(n)) * more[n];
        }
        more = next;
    }
    more[0]
}

#[test]
fn lessons_are_learnt_as_fast_as_they_are_paid_for() {
    let laws = [
        ([0.5, 5.0, 0.0], ", learning = { halves_every = 5 }"),
        (
            [0.5, 2.0, 0.2],
            ", learning = { halves_every = 2, floor = 0.2 }",
        ),
        // Forgotten each time: c / (1 - c) an item, for ever.
        ([0.5, 1.0, 1.0], ""),
    ];
    for (law, learning) in laws {
        let text = format!(
            "format = 1\ntitle = 'Lessons'\n\
             clock = {{ calendar = 'always', horizon = '1000h' }}\n\
             work.item = {{ demand = {{ every = '20h', total = 30 }}, route = ['desk'] }}\n\
             station.desk = {{ staff = 1, touch = '0.1h', \
               rework = {{ chance = 0.5, to = 'desk'{learning} }} }}\n"
        );
        let truth = 1.0 + send_backs(30, law) / 30.0;
        let visits =
            |found: &throughline::experiment::VariantOutcome| found.stations["desk"].visits.clone();
        none(&judge(&text, 1000, &[check("visits", truth, visits)]));
    }
    assert!((send_backs(30, [0.5, 1.0, 1.0]) - 30.0).abs() < 1e-9);
}

/// One person who begins work at another pace while more than `queue` others wait: items inside by how
/// many there are and whether the one in hand was begun in a hurry, by iteration.
fn in_a_hurry(lambda: f64, queue: usize, pace: f64) -> (f64, f64) {
    const MOST: usize = 150;
    // After a start with n inside n - 1 others wait.
    let hurries = |inside: usize| inside > queue + 1;
    let most_rate = lambda + pace.max(1.0);
    let (mut now, mut busy) = (vec![[0.0; 2]; MOST + 1], 0.0);
    now[0][0] = 1.0;
    for _ in 0..40_000 {
        let mut next = vec![[0.0; 2]; MOST + 1];
        for n in 0..=MOST {
            for hurried in 0..2 {
                let here: f64 = now[n][hurried];
                let rate = match (n, hurried) {
                    (0, _) => 0.0,
                    (_, 0) => 1.0,
                    _ => pace,
                };
                let (up, down) = (lambda / most_rate, rate / most_rate);
                if n == 0 {
                    next[1][usize::from(hurries(1))] += here * up;
                } else if n < MOST {
                    next[n + 1][hurried] += here * up;
                } else {
                    next[n][hurried] += here * up;
                }
                if n > 0 {
                    let then = usize::from(n > 1 && hurries(n - 1));
                    next[n - 1][then] += here * down;
                }
                next[n][hurried] += here * (1.0 - up - down);
            }
        }
        now = next;
    }
    let mut inside = 0.0;
    for (n, [calm, hurried]) in now.iter().enumerate() {
        inside += n as f64 * (calm + hurried);
        busy += if n > 0 { calm + hurried } else { 0.0 };
    }
    (inside, busy)
}

#[test]
fn who_hurries_serves_at_two_paces() {
    let (inside, busy) = in_a_hurry(0.9, 2, 2.0);
    let (text, trials) = queue(
        0.9,
        1,
        "{ exponential = '1h' }",
        relaxation(0.7, 1.0, 1.0),
        3e5,
    );
    let text = text.replace("touch =", "hurry = { queue = 2, pace = 'x2' }, touch =");
    let mut checks = one_station_checks(0.9, inside, inside / 0.9, (inside - busy) / 0.9);
    checks.push(check("busy", busy, |found| {
        found.stations["desk"].utilisation.clone()
    }));
    none(&judge(&text, trials, &checks));
}

/// B1: as more comes, more waits, and what is checked in a hurry is checked less closely.
#[test]
fn a_fuller_review_sends_back_less() {
    let text = |rate: f64| {
        format!(
            "format = 1\ntitle = 'Review'\n\
             clock = {{ calendar = 'always', burn_in = '200h', horizon = '2000h' }}\n\
             work.item = {{ demand = {{ poisson = '{rate} / h' }}, route = ['code', 'review'] }}\n\
             station.code = {{ staff = 9, touch = {{ exponential = '1h' }} }}\n\
             station.review = {{ staff = 1, touch = {{ exponential = '1h' }}, \
               hurry = {{ queue = 1, pace = 'x2', catches = 'x0.5' }}, \
               rework = {{ chance = '20%', to = 'code' }} }}\n"
        )
    };
    let found = [0.2, 0.6, 1.2].map(|rate| {
        let found = run(&text(rate), 20, 1).variants.remove(0);
        mean(&found.stations["review"].sent_back)
    });
    assert!(found[0] > found[1] && found[1] > found[2], "{found:?}");
    assert!(found[0] < 0.21 && found[2] > 0.1, "{found:?}");
}

/// What people who are always as many cost each other is a slower pace and nothing else.
#[test]
fn coordination_is_a_slower_pace() {
    let (text, trials) = one_station(2.0, 1.0, 3, 3e4);
    let slower = run(&text.replace("touch =", "pace = 0.8, touch ="), trials, 1);
    let text = text.replace("touch =", "coordination = '10%', touch =");
    let found = run(&text, trials, 1);
    let flow = |of: &throughline::experiment::Outcome| mean(&of.variants[0].flow_time.mean);
    assert!((flow(&found) - flow(&slower)).abs() < 1e-9);
    // What load tells of it is exact, too.
    let document = crate::support::read(&text);
    let net = throughline::network::compile(&document.variants()[0].scenario);
    let pace = net.pace(&net.settings, 0);
    assert!((pace - 0.8).abs() < 1e-12, "{pace}");
}

/// Where people are there in shifts, the average pace is what they come to together: 2 of 3 days one who
/// loses nothing, the third day three at 80%.
#[test]
fn the_pace_of_shifts_counts_who_is_there() {
    let text = "format = 1\ntitle = 'Shifts'\nclock = { calendar = 'always', horizon = '30d' }\n\
        work.item = { demand = { items = ['0h'] }, route = ['desk'] }\n\
        station.desk = { touch = '1h', coordination = '10%', staff = { repeat = '3d', \
          profile = [{ from = '0h', n = 1 }, { from = '2d', n = 3 }] } }\n";
    let document = crate::support::read(text);
    let net = throughline::network::compile(&document.variants()[0].scenario);
    let pace = net.pace(&net.settings, 0);
    assert!((pace - (2.0 + 3.0 * 0.8) / 5.0).abs() < 1e-12, "{pace}");
    assert_eq!(mean(&run_once(text).delivered), 1.0);
}
