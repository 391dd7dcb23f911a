//! Houses beside each other: what the head comments of their scenarios say.

use throughline::experiment::{OrgOutcome, Outcome, VariantOutcome};

use throughline::scenario::Document;

use super::{outcome, variant};
use crate::support::{mean, run_document};

fn org<'v>(of: &'v VariantOutcome, name: &str) -> &'v OrgOutcome {
    of.orgs.iter().find(|org| org.name == name).unwrap()
}

fn weeks(org: &OrgOutcome) -> f64 {
    mean(&org.flow_time) / 168.0
}

/// The outcome of some trials with some edits.
fn outcome_of(name: &str, edits: &[&str], trials: u64) -> Outcome {
    let edits: Vec<String> = edits.iter().map(|edit| (*edit).to_owned()).collect();
    run_document(&Document::open(name, &edits).unwrap(), trials, 1984, 2)
}

/// By how much more a variant delivers than the baseline, as a share.
fn gain(outcome: &Outcome, name: &str) -> f64 {
    let found = outcome.comparisons.iter().find(|of| of.variant == name);
    mean(&found.unwrap().throughput.relative)
}

fn delivers(outcome: &Outcome, name: &str) -> f64 {
    mean(&variant(outcome, name).throughput)
}

#[test]
fn a_new_unit_alone_changes_nothing_and_with_faster_squads_a_fifth() {
    let found = outcome_of("parallel-factory", &[], 20);
    let (assisted, beside, both) = (
        gain(&found, "assisted"),
        gain(&found, "beside"),
        gain(&found, "both"),
    );
    assert!((0.02..0.07).contains(&assisted), "{assisted}");
    assert!(beside.abs() < 0.03, "{beside}");
    assert!((0.17..0.26).contains(&both), "{both}");
    let both = variant(&found, "both");
    assert!(weeks(org(both, "unit")) < 9.0 && weeks(org(both, "home")) > 50.0);
}

#[test]
fn a_second_house_beats_reforms_until_it_takes_a_year_to_found() {
    let found = outcome_of("fifty-million-dollar-question", &[], 20);
    let [assisted, transformed, beside] =
        ["assisted", "transformed", "beside"].map(|name| gain(&found, name));
    assert!(
        assisted < transformed && transformed < beside,
        "{assisted} {transformed} {beside}"
    );
    assert!((0.16..0.26).contains(&beside), "{beside}");
    let late = ["org.unit.founding=18mo", "handover.1.begins=21mo"];
    let late = outcome_of("fifty-million-dollar-question", &late, 20);
    assert!(gain(&late, "beside") < gain(&late, "transformed"));
}

#[test]
fn a_rule_pays_for_telling_ventures_apart() {
    let found = outcome_of("kill-criteria", &[], 1000);
    let per_money =
        |name: &str| delivers(&found, name) / mean(&variant(&found, name).measures.cost);
    assert!(delivers(&found, "ruled") < delivers(&found, "unruled"));
    assert!(per_money("ruled") > per_money("unruled"));
    let blind = per_money("all_able") / per_money("all_able_unruled");
    assert!(blind < 1.1, "{blind}");
}

#[test]
fn ventures_are_reviewed_and_closed_as_often_as_the_gamma_distribution_says() {
    // Erlang, four stages with a mean of four months: P(T > 4) and P(T > 6), A66.
    let found = outcome_of("kill-criteria", &[], 2000);
    let venture = org(variant(&found, "all_able"), "venture");
    for (look, expected) in venture.looks.iter().zip([0.433_470, 0.151_204]) {
        let share = look.share.as_ref().unwrap();
        let apart = (share.mean - expected) / (expected * (1.0 - expected) / 2000.0).sqrt();
        assert!(apart.abs() < 4.5, "{} {expected}", share.mean);
    }
    assert_eq!(mean(&venture.closed), mean(&venture.looks[1].share));
}

#[test]
fn cells_add_up_until_the_platform_is_full() {
    let found = outcome("cells-and-tissue");
    let [two, four, eight, sixteen, apart] =
        ["two", "four", "eight", "sixteen", "apart"].map(|name| delivers(&found, name));
    assert!((1.9..2.1).contains(&(four / two)), "{two} {four}");
    assert!((1.85..2.0).contains(&(eight / four)), "{four} {eight}");
    assert!(
        sixteen < 1.55 * eight && sixteen < 0.75 * apart,
        "{eight} {sixteen} {apart}"
    );
}

#[test]
fn reaching_back_costs_more_than_in_proportion() {
    let found = outcome("strangler-fig");
    let [tenth, half, all, strangled] =
        ["tenth", "half", "all", "strangled"].map(|name| -gain(&found, name));
    assert!(
        tenth < 0.02 && (0.04..0.09).contains(&half),
        "{tenth} {half}"
    );
    assert!(
        all > 2.1 * half && strangled < 0.5 * half,
        "{all} {strangled}"
    );
}

#[test]
fn a_unit_that_waits_for_nobody_takes_weeks() {
    let found = outcome("new-unit");
    let flow = mean(&found.variants[0].flow_time.mean) / 24.0;
    assert!((45.0..65.0).contains(&flow), "{flow}");
    let cell = outcome("cell");
    let rate = mean(&cell.variants[0].throughput);
    assert!((0.45..0.55).contains(&rate), "{rate}");
}
