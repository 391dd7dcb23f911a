//! The result as one JSON object.
//!
//! Keys keep the order of the record and maps are sorted by name, so the same result is the same
//! bytes. JSON has no NaN and no infinity: what does not exist is `null`.

use crate::experiment::Outcome;

use super::record::{Record, Timing};

/// Writes the result as indented JSON that ends in a newline.
///
/// Without `timing` the text depends on scenario, edits, seed and trials alone.
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
/// assert!(report::json(&outcome, None).starts_with("{\n  \"format\": 1,"));
/// ```
pub fn json(outcome: &Outcome, timing: Option<&Timing>) -> String {
    let record = Record::new(outcome, timing);
    let mut text = serde_json::to_string_pretty(&record)
        .expect("a record has string keys and nothing in it can fail to serialize");
    text.push('\n');
    text
}
