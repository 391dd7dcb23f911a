//! Nothing is lost: what must hold in every organisation, however strange, is checked on random
//! ones.
//!
//! Each organisation is written as scenario text, run through the experiment and, trial by trial,
//! through the engine in checked mode under a witness that knows nothing but events and adds up
//! levels the plain way.

mod fork;
mod generate;
mod metamorphic;
mod people;
mod witness;

use throughline::engine::Engine;
use throughline::experiment::{Outcome, StationOutcome, VariantOutcome};
use throughline::network::compile;
use throughline::scenario::{Document, OpenError};
use throughline::statistics::Estimate;

use crate::support::{broken_books, cause, mean, run, run_document, test_effort};
use witness::Witness;

const TRIALS: u64 = 2;

/// Random organisations in a test run.
fn organisations() -> u64 {
    if test_effort() >= 25 { 2000 } else { 200 }
}

#[test]
fn nothing_is_lost_in_random_organisations() {
    let (mut refused, mut deliveries) = (0, 0.0);
    for number in 0..organisations() {
        let text = generate::organisation(number);
        let document = match Document::parse("random.toml", &text, &[]) {
            Ok(document) => document,
            Err(OpenError::Invalid(findings)) => {
                // The generator may write what the language refuses, but only now and then.
                refused += 1;
                let said = findings.render(false, 100);
                assert!(refused * 20 < organisations(), "{said}\n{text}");
                continue;
            }
            Err(error) => panic!("{error:?}"),
        };
        let outcome = run_document(&document, TRIALS, number, 1);
        let context = format!("organisation {number}\n{text}");
        assert_eq!(broken_books(&outcome), [""; 0], "{context}");
        witness_agrees(&document, &outcome, number, &context);
        for variant in &outcome.variants {
            shares_are_shares(variant, &context);
            times_add_up(variant, &context);
            deliveries += mean(&variant.delivered);
        }
    }
    // The organisations did something.
    assert!(deliveries > 20.0 * organisations() as f64, "{deliveries}");
}

/// Runs the same trials under a witness and compares areas.
fn witness_agrees(document: &Document, outcome: &Outcome, seed: u64, context: &str) {
    for (variant, found) in document.variants().iter().zip(&outcome.variants) {
        let net = compile(&variant.scenario);
        let mut engine = Engine::new(&net);
        let mut witness = Witness::new(&net);
        for trial in 0..TRIALS {
            witness.begin();
            engine.run(seed, trial, &mut witness);
            witness.finish();
        }
        let window = (net.end - net.zero) as f64 * TRIALS as f64;
        let same = |what: &str, area: u128, found: &Option<Estimate>| {
            let (expected, found) = (area as f64 / window, mean(found));
            let off = (expected - found).abs();
            assert!(
                off <= 1e-9 * expected.max(1e-6),
                "{what}: {found} {expected}\n{context}"
            );
        };
        same("WIP", witness.wip.area(), &found.wip);
        for (position, station) in net.stations.iter().enumerate() {
            let found = &found.stations[&station.name];
            let what = &station.name;
            same(what, witness.present[position].area(), &found.present);
            same(what, witness.waiting[position].area(), &found.queue);
        }
    }
}

fn is_share(estimate: &Option<Estimate>) -> bool {
    estimate
        .as_ref()
        .is_none_or(|share| (-1e-12..=1.0 + 1e-12).contains(&share.mean))
}

fn is_positive(estimate: &Option<Estimate>) -> bool {
    estimate.as_ref().is_none_or(|number| number.mean >= 0.0)
}

fn shares_are_shares(variant: &VariantOutcome, context: &str) {
    assert!(is_share(&variant.flow_efficiency), "{context}");
    assert!(is_share(&variant.flow_efficiency_elapsed), "{context}");
    for (name, station) in &variant.stations {
        let context = format!("{name}: {station:?}\n{context}");
        for share in [&station.utilisation, &station.sent_back] {
            assert!(is_share(share), "{context}");
        }
        for number in [
            &station.wait,
            &station.queue,
            &station.effort,
            &station.visits,
        ] {
            assert!(is_positive(number), "{context}");
        }
        people_are_somewhere(station, &context);
    }
}

/// The shares of people's time add up to 1.
fn people_are_somewhere(station: &StationOutcome, context: &str) {
    let Some(people) = &station.people else {
        return;
    };
    let shares = [
        &people.busy,
        &people.blocked,
        &people.starved,
        &people.off,
        &people.absent,
    ];
    assert!(shares.iter().all(|share| is_share(share)), "{context}");
    let sum: f64 = shares.iter().map(|share| mean(share)).sum();
    assert!((sum - 1.0).abs() < 1e-9, "{sum}: {context}");
}

/// Time by cause adds up to the flow time, of the whole and of each kind.
fn times_add_up(variant: &VariantOutcome, context: &str) {
    let whole = (&variant.flow_time, &variant.time);
    let kinds = variant
        .work
        .values()
        .map(|kind| (&kind.flow_time, &kind.time));
    for (flow, time) in std::iter::once(whole).chain(kinds) {
        let Some(flow) = &flow.mean else { continue };
        let sum: f64 = time.iter().map(|(name, _)| cause(time, name)).sum();
        let off = (sum - flow.mean).abs();
        assert!(
            off <= 1e-9 * flow.mean.max(1e-6),
            "{sum} {flow:?}\n{context}"
        );
        assert!(time.iter().all(|(_, time)| is_positive(time)), "{context}");
    }
    for station in variant.stations.values() {
        let times = station.time.iter().chain(&station.beside);
        assert!(
            times.into_iter().all(|(_, time)| is_positive(time)),
            "{context}"
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
