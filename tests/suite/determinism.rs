//! The same scenario, edits, seed and number of trials are the same bytes, and what does not change
//! an organisation changes no number.

use crate::support::{mean, read, run, run_document, trace_of};
use throughline::report::json;
use throughline::statistics::Estimate;

/// Most of what the language has, with luck, and the rest.
const EVERYTHING: &str = include_str!("../scenarios/everything.toml");
const THE_REST: &str = include_str!("../scenarios/the-rest.toml");

/// Calendars, gates and constant times: ties at every turn.
const TIES: &str = "
format = 1
title = 'Ties'
clock = { start = 2026-01-05, burn_in = '2w', horizon = '8w' }

[calendar.late]
week = 'Mon-Fri 13:00-21:00'

[calendar.office]
week = 'Mon-Fri 09:00-17:00'
holidays = ['2026-01-14']

[intake]
wip_limit = 9

[work.b]
demand = { every = '8h' }
route = ['two', 'join', 'board']

[work.a]
demand = { every = '8h', at_once = 2 }
route = ['one', 'join', 'board']

[work.c]
demand = { endless = true }
route = ['three', 'join', 'board']

[work.d]
demand = { endless = true }
share = 2
route = ['two', 'one', 'join', 'last']

[station.one]
staff = 2
touch = '4h'

[station.two]
staff = 1
touch = '4h'

[station.three]
staff = 'unlimited'
touch = '4h'

[station.join]
staff = 3
touch = '2h'
calendar = 'late'
rework = { chance = 0.5, to = 'join', effort = 0.5, max = 2 }

[station.board]
gate = { every = '1d', first = '9h', slots = 3 }

[station.last]
gate = { every = '1d', first = '9h' }
delay = '1d'

[change.two]
at = '3w'
set = { 'join.pace' = 2 }

[change.one]
at = '3w'
set = { 'one.staff' = 1, 'board.gate.slots' = '+1' }

[variant.plain]

[variant.changed]
changes = ['two', 'one']
";

/// Forks, one inside another, quorums and ways back out of them, on the calendars of `TIES`.
const FORKS: &str = "
format = 1
title = 'Forks'
clock = { start = 2026-01-05, burn_in = '2w', horizon = '8w' }

[intake]
wip_limit = 9

[work.b]
demand = { every = '8h' }
route = ['one', { quorum = 2, of = ['two', ['three', 'one'], 'board'] }, 'last']

[work.a]
demand = { every = '8h', at_once = 2, initial = { three = 2 } }
route = [['two', ['one', ['three', 'one']]], 'board']

[work.c]
demand = { endless = true }
route = ['one', [{ quorum = 1, of = ['two', 'three'] }, { station = 'board', chance = 0.5 }, 'last']]

[station.one]
staff = 2
touch = '4h'

[station.two]
staff = 1
touch = { mean = '2h', cv = 0.5 }
rework = { chance = 0.2, to = 'one', effort = 0.5, only = ['b', 'c'] }

[station.three]
staff = 3
touch = '4h'

[station.board]
gate = { every = '1d', first = '9h', slots = 5 }

[station.last]
gate = { every = '1d', first = '9h' }
delay = '1d'

[change.one]
at = '3w'
set = { 'one.staff' = 1, 'work.c.route.board.chance' = 0.7, 'two.pace' = 1.5 }

[variant.plain]

[variant.changed]
changes = ['one']
";

/// The tables of a text, apart from what stands before them, in another order.
pub(crate) fn permuted(text: &str, order: usize) -> String {
    let mut tables: Vec<String> = text.split("\n[").map(str::to_owned).collect();
    let head = tables.remove(0);
    // The order of variants has a meaning: the first one is the baseline.
    let (variants, mut others): (Vec<_>, Vec<_>) = tables
        .into_iter()
        .partition(|table| table.starts_with("variant"));
    match order {
        0 => others.reverse(),
        1 => others.sort(),
        step => others.rotate_left(step),
    }
    others.extend(variants);
    others.iter().fold(head, |text, table| text + "\n[" + table)
}

#[test]
fn the_order_of_tables_changes_no_byte() {
    for text in [TIES, FORKS, EVERYTHING, THE_REST] {
        let written = json(&run(text, 4, 3), None);
        for order in 0..5 {
            let other = permuted(text, order);
            assert_ne!(other, text);
            assert!(json(&run(&other, 4, 3), None) == written, "order {order}");
        }
    }
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    for text in [TIES, FORKS, EVERYTHING, THE_REST] {
        let document = read(text);
        let with = |threads| json(&run_document(&document, 21, 5, threads), None);
        let one = with(1);
        for threads in [2, 3, 7] {
            assert!(with(threads) == one, "{threads} threads");
        }
    }
}

#[test]
fn another_seed_is_other_luck() {
    assert!(json(&run(EVERYTHING, 4, 3), None) != json(&run(EVERYTHING, 4, 4), None));
}

fn is_exactly_zero(estimate: &Option<Estimate>) -> bool {
    estimate
        .as_ref()
        .is_some_and(|found| [found.mean, found.low, found.high] == [0.0; 3])
}

#[test]
fn a_variant_without_changes_differs_by_exactly_nothing() {
    let at = EVERYTHING.find("[variant.all]").unwrap();
    let text = format!("{}[variant.one]\n[variant.two]\n", &EVERYTHING[..at]);
    let outcome = run(&text, 10, 1);
    let found = &outcome.comparisons[0];
    for difference in [
        &found.throughput,
        &found.flow_time,
        &found.wip,
        &found.value,
    ] {
        assert!(is_exactly_zero(&difference.difference), "{difference:?}");
        assert!(is_exactly_zero(&difference.relative), "{difference:?}");
    }
    assert!(found.time.iter().all(|(_, time)| is_exactly_zero(time)));
    assert!(found.wait.values().all(is_exactly_zero));
}

#[test]
fn a_station_where_nothing_is_done_changes_no_other_line_of_a_trace() {
    let text = |first: &str, second: &str, stations: &str| {
        format!(
            "format = 1\ntitle = 'With or without'\n\
             clock = {{ calendar = 'always', horizon = '40w' }}\n\
             work.x = {{ demand = {{ poisson = '20 / week' }}, \
                         route = ['code', {first} 'review', {second} 'legal'] }}\n\
             work.y = {{ demand = {{ poisson = '15 / week' }}, route = ['code', {first} 'review'] }}\n\
             station.code = {{ staff = 4, touch = {{ exponential = '16h' }} }}\n\
             station.review = {{ staff = 2, touch = {{ mean = '5h', cv = 1.2 }}, \
                                 rework = {{ chance = 0.2, to = 'code', effort = 0.3 }} }}\n\
             station.legal = {{ gate = {{ every = '1w', slots = 30 }}, delay = '2d' }}\n{stations}"
        )
    };
    let plain = trace_of(&read(&text("", "", "")).variants()[0], 1, 0);
    assert!(plain.lines().count() > 10_000);
    for staff in ["1", "'unlimited'"] {
        let desks = format!(
            "station.nothing = {{ staff = {staff} }}\nstation.empty = {{ staff = {staff} }}\n"
        );
        let longer = text("'nothing',", "'empty',", &desks);
        let trace = trace_of(&read(&longer).variants()[0], 1, 0);
        let others = |line: &&str| !line.contains("nothing") && !line.contains("empty");
        let others: Vec<&str> = trace.lines().filter(others).collect();
        let plain: Vec<&str> = plain.lines().collect();
        assert_eq!(others.len(), plain.len(), "staff = {staff}");
        for (other, plain) in by_instant(&others).iter().zip(&by_instant(&plain)) {
            assert_eq!(other, plain, "staff = {staff}");
        }
    }
}

/// Lines of one instant in the order of their text: a person who does nothing does it at the end of
/// the instant, after others have started, so only the order within the instant may differ.
fn by_instant<'a>(lines: &[&'a str]) -> Vec<Vec<&'a str>> {
    let same = |a: &&str, b: &&str| a.split(',').next() == b.split(',').next();
    let instants = lines.chunk_by(same).map(|instant| {
        let mut instant = instant.to_vec();
        instant.sort_unstable();
        instant
    });
    instants.collect()
}

#[test]
fn more_trials_begin_with_the_same_ones() {
    let text = EVERYTHING.replace("horizon  = \"40w\"", "horizon  = \"24w\"");
    let document = read(&text);
    let delivered = |trial: u64| {
        let trace = trace_of(&document.variants()[0], 11, trial);
        let counted = |line: &&str| {
            let is = |word: &str| line.contains(word);
            is(",delivered,") && !is(",audit,") && !is(",call,")
        };
        let counted = trace.lines().filter(counted);
        counted.filter(|line| !line.starts_with('-')).count() as f64
    };
    let of_trial: Vec<f64> = (0..200).map(delivered).collect();
    assert!(of_trial.windows(2).any(|pair| pair[0] != pair[1]));
    for trials in [100, 200] {
        let outcome = run_document(&document, trials as u64, 11, 2);
        let sum: f64 = of_trial[..trials].iter().sum();
        let found = mean(&outcome.variants[0].delivered) * trials as f64;
        assert!((found - sum).abs() < 1e-6, "{trials} trials: {found} {sum}");
    }
}

#[test]
fn twice_every_rate_is_twice_the_throughput_in_half_the_time() {
    // Every span and effort is written as a multiple of the unit.
    let text = |unit: f64| {
        let h = |count: f64| format!("'{}h'", unit * count);
        format!(
            "format = 1\ntitle = 'Twice'\n\
             clock = {{ calendar = 'always', burn_in = {burn_in}, horizon = {horizon} }}\n\
             intake.wip_limit = 12\n\
             work.a = {{ demand = {{ endless = true }}, route = ['one', 'two', 'board', 'out'] }}\n\
             work.b = {{ demand = {{ poisson = '{rate} / h' }}, route = ['two', 'board'] }}\n\
             station.one = {{ staff = 3, touch = {{ exponential = {ten} }} }}\n\
             station.two = {{ staff = 2, touch = {{ mean = {four}, cv = 0.7 }}, focus = 0.8, \
                              rework = {{ chance = 0.2, to = 'two', effort = 0.5 }} }}\n\
             station.board = {{ gate = {{ every = {ten}, first = {four}, slots = 6 }} }}\n\
             station.out = {{ delay = {{ exponential = {ten} }} }}\n",
            burn_in = h(400.0),
            horizon = h(2000.0),
            rate = 0.1 / unit,
            ten = h(10.0),
            four = h(4.0),
        )
    };
    let (slow, fast) = (run(&text(1.0), 20, 1), run(&text(0.5), 20, 1));
    let (slow, fast) = (&slow.variants[0], &fast.variants[0]);
    let twice = |slow: &Option<Estimate>, fast: &Option<Estimate>, factor: f64| {
        let ratio = mean(fast) / mean(slow);
        assert!((ratio / factor - 1.0).abs() < 1e-6, "{ratio} for {factor}");
    };
    assert!(mean(&slow.delivered) > 300.0);
    twice(&slow.throughput, &fast.throughput, 2.0);
    twice(&slow.delivered, &fast.delivered, 1.0);
    twice(&slow.flow_time.mean, &fast.flow_time.mean, 0.5);
    twice(&slow.wip, &fast.wip, 1.0);
    for (name, slow) in &slow.stations {
        twice(&slow.present, &fast.stations[name].present, 1.0);
    }
}

#[test]
fn experiments_can_be_run_side_by_side() {
    use rayon::prelude::*;
    let document = read(
        "format = 1\ntitle = 'Short'\nclock = { horizon = '4h', calendar = 'always' }\n\
         [work.k]\ndemand = { every = '1h' }\nroute = ['s']\n\
         [station.s]\nstaff = 1\ntouch = '1h'\n",
    );
    let alone = json(&run_document(&document, 2, 1, 1), None);
    let many: Vec<u64> = (0..5000).collect();
    // One job each: a thread that waits for one finds another to begin.
    many.into_par_iter().with_max_len(1).for_each(|_| {
        assert_eq!(json(&run_document(&document, 2, 1, 1), None), alone);
    });
}
