//! What several test files share: from scenario text to outcomes and traces, and the one rule by
//! which an estimate is judged against the truth.

use std::sync::atomic::AtomicBool;

use throughline::experiment::{self, Control, Outcome, Plan, Uncertainty, VariantOutcome};
use throughline::scenario::{Document, OpenError, Variant};
use throughline::statistics::Estimate;

/// Seeds of the judge: the first run, and the repetition. Never edited to make a test pass.
pub(crate) const SEEDS: [u64; 2] = [20_260_105, 20_260_106];

/// How much more to do than by default; set by `THROUGHLINE_TEST_EFFORT`.
pub(crate) fn test_effort() -> u64 {
    let asked = std::env::var("THROUGHLINE_TEST_EFFORT").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(1).max(1)
}

/// Reads a scenario that must be right.
pub(crate) fn read(text: &str) -> Document {
    match Document::parse("test.toml", text, &[]) {
        Ok(document) => document,
        Err(OpenError::Invalid(findings)) => panic!("{}\n{text}", findings.render(false, 100)),
        Err(OpenError::Unreadable { path, reason }) => panic!("{path}: {reason}"),
    }
}

/// Reads a scenario that names files beside it.
pub(crate) fn read_beside(text: &str, files: &[(&str, &str)]) -> Document {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    for (name, text) in files {
        std::fs::write(path(name), text).unwrap();
    }
    std::fs::write(path("test.toml"), text).unwrap();
    match Document::open(path("test.toml").to_str().unwrap(), &[]) {
        Ok(document) => document,
        Err(OpenError::Invalid(findings)) => {
            panic!("{}\n{text}\n{files:?}", findings.render(false, 100))
        }
        Err(OpenError::Unreadable { path, reason }) => panic!("{path}: {reason}"),
    }
}

/// Runs every variant of a document.
pub(crate) fn run_document(document: &Document, trials: u64, seed: u64, threads: usize) -> Outcome {
    let plan = Plan {
        trials,
        seed,
        confidence: 0.95,
        threads: Some(threads),
        precision: None,
    };
    let control = Control {
        stop: &AtomicBool::new(false),
        progress: &|_| {},
    };
    experiment::run(document.provenance(), document.variants(), &plan, &control)
}

/// What draws of the uncertain inputs make of a document.
pub(crate) fn uncertainty(document: &Document, draws: u64, trials: u64) -> Uncertainty {
    let plan = Plan {
        trials,
        seed: 1984,
        confidence: 0.95,
        threads: Some(2),
        precision: None,
    };
    let control = Control {
        stop: &AtomicBool::new(false),
        progress: &|_| {},
    };
    let drawn: Vec<_> = (0..draws)
        .map(|draw| document.draw(plan.seed, draw).unwrap())
        .collect();
    let (about, variants) = (document.provenance(), document.variants());
    let outcome = experiment::run_draws(about, variants, &drawn, &plan, &control);
    outcome.uncertainty.unwrap()
}

/// Runs every variant of a scenario.
pub(crate) fn run(text: &str, trials: u64, seed: u64) -> Outcome {
    run_document(&read(text), trials, seed, 2)
}

/// The first variant of a scenario without luck.
pub(crate) fn run_once(text: &str) -> VariantOutcome {
    run(text, 2, 1).variants.swap_remove(0)
}

/// A trial of a variant as CSV.
pub(crate) fn trace_of(variant: &Variant, seed: u64, trial: u64) -> String {
    let mut out = Vec::new();
    experiment::trace(variant, seed, trial, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The first trial of the first variant of a scenario as CSV.
pub(crate) fn trace(text: &str) -> String {
    trace_of(&read(text).variants()[0], 1, 0)
}

/// The point estimate of something that must exist.
pub(crate) fn mean(estimate: &Option<Estimate>) -> f64 {
    estimate.as_ref().expect("the estimate exists").mean
}

/// Where the time went, for one cause [h].
pub(crate) fn cause(times: &[(&'static str, Option<Estimate>)], name: &str) -> f64 {
    let found = times.iter().find(|(cause, _)| *cause == name);
    mean(&found.expect("a cause of the ledger").1)
}

/// Where in an outcome an estimate is.
type Find = Box<dyn Fn(&Outcome) -> Option<Estimate>>;

/// Something an outcome must show.
pub(crate) struct Check {
    pub(crate) name: String,
    pub(crate) truth: f64,
    pub(crate) find: Find,
}

/// A check of the first variant.
pub(crate) fn check(
    name: &str,
    truth: f64,
    find: impl Fn(&VariantOutcome) -> Option<Estimate> + 'static,
) -> Check {
    check_of(0, name, truth, find)
}

/// A check of some variant.
pub(crate) fn check_of(
    variant: usize,
    name: &str,
    truth: f64,
    find: impl Fn(&VariantOutcome) -> Option<Estimate> + 'static,
) -> Check {
    Check {
        name: format!("variant {variant}, {name}"),
        truth,
        find: Box::new(move |outcome| find(&outcome.variants[variant])),
    }
}

/// Complaints about a scenario: what is off by more than 4.9 standard errors, or by more than 3.3
/// and again by more than 3.3 in a run of four times the trials on the next seed.
pub(crate) fn judge(text: &str, trials: u64, checks: &[Check]) -> Vec<String> {
    let trials = trials * test_effort();
    let outcome = run(text, trials, SEEDS[0]);
    let mut complaints = broken_books(&outcome);
    let mut doubtful = Vec::new();
    for check in checks {
        let (score, said) = score(check, &outcome);
        match score {
            score if score > 4.9 => complaints.push(said),
            score if score > 3.3 => doubtful.push(check),
            _ => {}
        }
    }
    if !doubtful.is_empty() {
        let outcome = run(text, 4 * trials, SEEDS[1]);
        for check in doubtful {
            let (score, said) = score(check, &outcome);
            if score > 3.3 {
                complaints.push(format!("twice: {said}"));
            }
        }
    }
    complaints
}

/// Distance from the truth in standard errors, and a sentence about it.
fn score(check: &Check, outcome: &Outcome) -> (f64, String) {
    let Check { name, truth, find } = check;
    let Some(found) = find(outcome) else {
        return (f64::INFINITY, format!("{name}: there is no estimate"));
    };
    let off = (found.mean - truth).abs();
    // What does not vary must be right up to rounding.
    let score = match off <= 1e-6 * truth.abs() {
        true => 0.0,
        false => off / found.standard_error,
    };
    let (mean, error) = (found.mean, found.standard_error);
    let said = format!("{name}: {mean} +- {error} is {score:.1} standard errors from {truth}");
    (score, said)
}

/// What must hold in every run.
pub(crate) fn broken_books(outcome: &Outcome) -> Vec<String> {
    let wrong = |variant: &&VariantOutcome| {
        let checks = &variant.checks;
        checks.mass_balance != 0 || checks.ledger != 0 || checks.little != 0.0
    };
    let broken = outcome.variants.iter().filter(wrong);
    broken
        .map(|variant| format!("{}: {:?}", variant.name, variant.checks))
        .collect()
}

/// Fails with all complaints at once.
pub(crate) fn none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}
