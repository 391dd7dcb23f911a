//! The order of the page.

use crate::experiment::{Comparison, Outcome};

use super::page::{Page, TextOptions};
use super::{
    bottleneck, checks, done, finding, flow, headline, judgment, kinds, meters, orgs, people,
    precision, regime, stations, uncertain, words,
};

/// Writes the result as text that ends in a newline.
///
/// ```
/// use std::sync::atomic::AtomicBool;
/// use throughline::experiment::{self, Control, Plan};
/// use throughline::report;
/// use throughline::scenario::Document;
///
/// let document = Document::open("one-station", &[]).expect("it ships with the crate");
/// let plan = Plan { trials: 20, seed: 1, confidence: 0.95, threads: Some(1), precision: None };
/// let control = Control { stop: &AtomicBool::new(false), progress: &|_| {} };
/// let outcome = experiment::run(document.provenance(), document.variants(), &plan, &control);
/// let options = report::TextOptions { width: 80, color: false, ascii: true };
/// assert!(report::text(&outcome, &options).contains("throughput [items/week]"));
/// ```
pub fn text(outcome: &Outcome, options: &TextOptions) -> String {
    let mut page = Page::new(options);
    page.aside(&outcome.title);
    page.gap();
    checks::alarms(&mut page, outcome);
    precision::alarms(&mut page, outcome);
    uncertain::findings(&mut page, outcome);
    findings(&mut page, outcome);
    variants(&mut page, outcome);
    uncertain::write(&mut page, outcome);
    if outcome.variants.iter().any(words::enough) {
        measures(&mut page, outcome);
    }
    precision::write(&mut page, outcome);
    checks::write(&mut page, outcome);
    checks::notes(&mut page, outcome);
    checks::footer(&mut page, outcome);
    page.finish()
}

fn measures(page: &mut Page, outcome: &Outcome) {
    regime::write(page, outcome);
    headline::write(page, outcome);
    kinds::write(page, outcome);
    orgs::write(page, outcome);
    judgment::write(page, outcome);
    done::write(page, outcome);
    match outcome.comparisons.as_slice() {
        [] => alone(page, outcome),
        compared => {
            if compared.len() > 1 {
                headline::summary(page, outcome);
            }
            for comparison in compared {
                against(page, outcome, comparison);
            }
        }
    }
}

fn findings(page: &mut Page, outcome: &Outcome) {
    match outcome.comparisons.as_slice() {
        [] => {
            for variant in outcome.variants.iter().filter(|one| words::enough(one)) {
                page.strong(&finding::of_variant(variant));
            }
        }
        compared => {
            let silent = |name: &String| {
                words::variant(outcome, name).is_some_and(|one| !words::enough(one))
            };
            let told = compared
                .iter()
                .filter(|of| !silent(&of.baseline) && !silent(&of.variant));
            let told: Vec<&Comparison> = told.collect();
            for text in finding::of_comparisons(outcome, &told) {
                page.strong(&text);
            }
        }
    }
}

/// What the names stand for, where the file says more than the name.
fn variants(page: &mut Page, outcome: &Outcome) {
    let told: Vec<_> = outcome
        .variants
        .iter()
        .filter(|variant| !variant.title.is_empty() && variant.title != variant.name)
        .collect();
    if !told.is_empty() {
        page.heading("Variants");
    }
    for variant in told {
        page.entry(&format!("{}: {}", variant.name, variant.title));
    }
}

fn alone(page: &mut Page, outcome: &Outcome) {
    for variant in &outcome.variants {
        bottleneck::of_variant(page, variant);
        flow::of_variant(page, variant);
        stations::of_variant(page, variant);
        people::of_variant(page, variant);
    }
}

fn against(page: &mut Page, outcome: &Outcome, comparison: &Comparison) {
    headline::differences(page, outcome, comparison);
    bottleneck::of_comparison(page, outcome, comparison);
    judgment::difference(page, outcome, comparison);
    flow::of_comparison(page, outcome, comparison);
    stations::of_comparison(page, outcome, comparison);
    people::of_comparison(page, outcome, comparison);
    meters::write(page, outcome, comparison);
    let cannot_move = finding::both_demand_limited(outcome, comparison);
    if let Some(money) = comparison.money.as_ref().filter(|_| !cannot_move) {
        meters::money(page, money);
    }
}
