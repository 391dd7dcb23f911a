//! Nothing is lost: what must hold in every organisation, however strange, is checked on random
//! ones.
//!
//! Each organisation is written as scenario text, run through the experiment and, trial by trial,
//! through the engine in checked mode under a witness that knows nothing but events and adds up
//! levels the plain way.

mod batches;
mod edits;
mod fork;
mod generate;
mod luck;
mod metamorphic;
mod pairs;
mod people;
mod quality;
mod shrink;
mod teams;
mod traces;
mod witness;

use std::cell::RefCell;
use std::panic::resume_unwind;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use throughline::engine::{Engine, TrialEnd};
use throughline::experiment::{Outcome, People, StationOutcome, StopReason, VariantOutcome};
use throughline::network::{Network, compile};
use throughline::scenario::Document;
use throughline::statistics::Estimate;
use throughline::units::WEEK;

use crate::support::{broken_books, cause, mean, read, run, run_document, test_effort};
use shrink::check_or_shrink;
use witness::Witness;

const TRIALS: u64 = 2;

/// Random organisations in a test run.
fn organisations() -> u64 {
    if test_effort() >= 25 { 2000 } else { 200 }
}

/// What organisations did, so that none of it is never seen.
#[derive(Default)]
struct Seen {
    delivered: f64,
    abandoned: f64,
    turned_away: f64,
    deadlocks: u64,
}

/// How long one organisation may take, however busy the machine is.
const MOST_TIME: Duration = Duration::from_secs(120);

#[test]
fn nothing_is_lost_in_random_organisations() {
    let (begins, begun) = mpsc::channel();
    let all = std::thread::spawn(move || {
        let seen = RefCell::new(Seen::default());
        for number in 0..organisations() {
            let _ = begins.send(number);
            check_or_shrink(&generate::organisation(number), &|text| {
                holds(text, number, &seen);
            });
        }
        seen.into_inner()
    });
    let mut last = 0;
    loop {
        match begun.recv_timeout(MOST_TIME) {
            Ok(number) => last = number,
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                panic!("this does not end:\n{}", generate::organisation(last));
            }
        }
    }
    let seen = all.join().unwrap_or_else(|panic| resume_unwind(panic));
    let asked = organisations() as f64;
    assert!(seen.delivered > 10.0 * asked, "{}", seen.delivered);
    for lost in [seen.abandoned, seen.turned_away, seen.deadlocks as f64] {
        assert!(lost > asked / 100.0, "{lost}");
    }
}

/// All that must hold of an organisation.
fn holds(text: &str, number: u64, seen: &RefCell<Seen>) {
    // The generator knows what has a meaning.
    hold_of(&read(text), number, seen);
}

/// The same of a document.
fn hold_of(document: &Document, number: u64, seen: &RefCell<Seen>) -> Outcome {
    let nets = document.variants().iter();
    let nets: Vec<Network> = nets.map(|of| compile(&of.scenario)).collect();
    let witnesses: Vec<Witness> = nets.iter().map(|net| witness_of(net, number)).collect();
    let outcome = run_document(document, TRIALS, number, 1);
    assert_eq!(broken_books(&outcome), [""; 0]);
    for (witness, found) in witnesses.iter().zip(&outcome.variants) {
        agree(witness, found);
        assert_eq!(found.stopped, StopReason::Trials);
        shares_are_shares(found);
        times_add_up(found);
        let seen = &mut seen.borrow_mut();
        let sum = |of: fn(&StationOutcome) -> &Option<Estimate>| -> f64 {
            let found = found.stations.values().filter_map(|at| of(at).as_ref());
            found.map(|share| share.mean).sum()
        };
        seen.delivered += mean(&found.delivered);
        seen.abandoned += sum(|at| &at.abandoned);
        seen.turned_away += sum(|at| &at.turned_away);
        seen.deadlocks += found.checks.deadlocks;
    }
    outcome
}

/// Runs trials under a witness.
fn witness_of(net: &Network, seed: u64) -> Witness<'_> {
    let mut engine = Engine::new(net);
    let mut witness = Witness::new(net);
    for trial in 0..TRIALS {
        witness.begin(seed, trial);
        let summary = engine.run(seed, trial, &mut witness);
        assert_eq!(summary.end, TrialEnd::Horizon);
        witness.finish();
    }
    witness
}

/// What the experiment found is what a witness of the same trials has counted.
fn agree(witness: &Witness<'_>, found: &VariantOutcome) {
    let net = witness.net;
    let window = (net.end - net.zero) as f64 * TRIALS as f64;
    let close = |what: &str, expected: f64, found: &Option<Estimate>| {
        let found = mean(found);
        let off = (expected - found).abs();
        assert!(
            off <= 1e-9 * expected.max(1e-6),
            "{what}: {found} {expected}"
        );
    };
    let same = |what: &str, area: u128, found: &Option<Estimate>| {
        close(what, area as f64 / window, found);
    };
    same("WIP", witness.wip.area(), &found.wip);
    let trials = TRIALS as f64;
    close(
        "delivered",
        witness.delivered as f64 / trials,
        &found.delivered,
    );
    if found.undone.is_some() {
        close("undone", witness.undone as f64 / trials, &found.undone);
    }
    assert!(found.undone.is_some() || witness.undone == 0, "undone");
    let weeks = window / WEEK as f64;
    for (position, station) in net.stations.iter().enumerate() {
        let found = &found.stations[&station.name];
        let what = &station.name;
        same(what, witness.present[position].area(), &found.present);
        same(what, witness.waiting[position].area(), &found.queue);
        let completed = witness.completed[position] as f64;
        close(what, completed / weeks, &found.throughput);
    }
}

/// Whether it is a share; equal shares of people are in whole ticks.
fn is_share(estimate: &Option<Estimate>) -> bool {
    estimate
        .as_ref()
        .is_none_or(|share| (-1e-9..=1.0 + 1e-9).contains(&share.mean))
}

fn is_positive(estimate: &Option<Estimate>) -> bool {
    estimate.as_ref().is_none_or(|number| number.mean >= 0.0)
}

fn shares_are_shares(variant: &VariantOutcome) {
    assert!(is_share(&variant.flow_efficiency));
    assert!(is_share(&variant.flow_efficiency_elapsed));
    for (name, station) in &variant.stations {
        for share in [
            &station.utilisation,
            &station.sent_back,
            &station.abandoned,
            &station.turned_away,
        ] {
            assert!(is_share(share), "shares at {name}: {station:?}");
        }
        for number in [
            &station.wait,
            &station.queue,
            &station.effort,
            &station.visits,
        ] {
            assert!(is_positive(number), "numbers at {name}: {station:?}");
        }
        if let Some(people) = &station.people {
            people_are_somewhere(people, name);
        }
    }
    for (name, pool) in &variant.pools {
        assert!(is_share(&pool.utilisation), "pool {name}: {pool:?}");
        people_are_somewhere(&pool.people, name);
    }
    for (name, work) in &variant.work {
        let lost = [&work.abandoned, &work.turned_away];
        assert!(lost.into_iter().all(is_share), "shares of {name}: {work:?}");
    }
}

/// The shares of people's time add up to 1, if there are any people.
fn people_are_somewhere(people: &People, name: &str) {
    let shares = [
        &people.busy,
        &people.blocked,
        &people.starved,
        &people.off,
        &people.absent,
    ];
    assert!(
        shares.iter().all(|share| is_share(share)),
        "people at {name}: {people:?}"
    );
    if shares.iter().all(|share| share.is_none()) {
        return;
    }
    let sum: f64 = shares.iter().map(|share| mean(share)).sum();
    assert!((sum - 1.0).abs() < 1e-9, "people at {name}: {people:?}");
}

/// Time by cause adds up to the flow time, of the whole and of each kind.
fn times_add_up(variant: &VariantOutcome) {
    let whole = (&variant.flow_time, &variant.time);
    let kinds = variant
        .work
        .values()
        .map(|kind| (&kind.flow_time, &kind.time));
    for (flow, time) in std::iter::once(whole).chain(kinds) {
        let Some(flow) = &flow.mean else { continue };
        let sum: f64 = time.iter().map(|(name, _)| cause(time, name)).sum();
        let off = (sum - flow.mean).abs();
        assert!(off <= 1e-9 * flow.mean.max(1e-6), "times: {sum} {flow:?}");
        assert!(time.iter().all(|(_, time)| is_positive(time)), "{time:?}");
    }
    for station in variant.stations.values() {
        let times = station.time.iter().chain(&station.beside);
        assert!(
            times.into_iter().all(|(_, time)| is_positive(time)),
            "times at a station: {station:?}"
        );
    }
}

#[test]
fn when_all_that_came_has_left_areas_are_sums_of_visits() {
    let text = "format = 1\ntitle = 'All leave'\nclock.horizon = '52w'\n\
        work.job = { demand = { poisson = '9 / week', total = 60 }, route = ['a', 'b', 'c'] }\n\
        station.a = { staff = 2, touch = { mean = '6h', cv = 0.8 } }\n\
        station.b = { staff = 1, touch = '2h', focus = 0.5, \
                      rework = { chance = 0.3, to = 'a', effort = 0.5 } }\n\
        station.c = { gate = { every = '1w', slots = 9 }, delay = { exponential = '2d' } }\n";
    let found = run(text, 20, 1).variants.remove(0);
    assert_eq!(mean(&found.inside_at_end), 0.0);
    let (hours, items) = (52.0 * 168.0, mean(&found.delivered));
    let same = |area: f64, sum: f64| assert!((area / sum - 1.0).abs() < 1e-9, "{area} {sum}");
    same(
        mean(&found.wip) * hours,
        items * mean(&found.flow_time.mean),
    );
    for station in found.stations.values() {
        let visits = items * mean(&station.visits);
        let per_visit: f64 = station.time.iter().map(|(_, time)| mean(time)).sum();
        same(mean(&station.present) * hours, visits * per_visit);
        same(mean(&station.queue) * hours, visits * mean(&station.wait));
    }
}
