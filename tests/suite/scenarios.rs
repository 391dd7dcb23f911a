//! The scenarios that ship: each runs and keeps its books, and says only what is true of itself.

use throughline::network::{Traffic, compile};
use throughline::scenario::{Document, shipped};
use throughline::units::WEEK;

use crate::support::run_document;

#[test]
fn every_shipped_scenario_runs_and_keeps_its_books() {
    for scenario in shipped() {
        let document = Document::open(scenario.name, &[]).unwrap();
        assert!(
            document.findings().list.is_empty(),
            "{} has findings",
            scenario.name
        );
        let outcome = run_document(&document, 4, 1, 2);
        for variant in &outcome.variants {
            let checks = &variant.checks;
            assert_eq!(
                (checks.mass_balance, checks.ledger),
                (0, 0),
                "{}",
                scenario.name
            );
            assert_eq!(checks.little, 0.0, "{}", scenario.name);
            assert!(variant.delivered.as_ref().unwrap().mean > 100.0);
        }
    }
}

#[test]
fn the_loyal_factory_is_staffed_by_its_one_rule() {
    let document = Document::open("loyal-factory", &[]).unwrap();
    let net = compile(&document.variants()[0].scenario);
    let settings = net.settings_at(net.zero);
    let traffic = Traffic::new(&net, &settings);
    let one_a_week = [1.0 / WEEK as f64];
    let load = |name: &str| {
        let station = net
            .stations
            .iter()
            .position(|station| station.name == name)
            .unwrap();
        traffic.load(&net, &settings, &one_a_week, station)
    };
    let flow = load("code").capacity / load("code").load;
    assert!(
        (flow - 4.742).abs() < 0.001,
        "the head of the file says 4.742 a week, not {flow}"
    );
    for name in [
        "product",
        "review",
        "qa",
        "integration",
        "marketing",
        "enablement",
    ] {
        let of = load(name);
        assert_eq!(of.capacity, (flow * of.load / 0.85).ceil(), "{name}");
    }
    let finance = net
        .stations
        .iter()
        .position(|station| station.name == "finance")
        .unwrap();
    assert_eq!(
        settings.slots[finance].unwrap().mean,
        (2.0 * flow / 0.85).ceil()
    );
    let legal = load("legal");
    assert!(
        (flow * legal.load / legal.capacity - 0.947).abs() < 0.002,
        "legal is at 0.947"
    );
}
