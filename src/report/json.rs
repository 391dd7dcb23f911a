//! The result as one JSON object.
//!
//! Keys keep the order of the record and maps are sorted by name, so the same result is the same
//! bytes. JSON has no NaN and no infinity: what does not exist is `null`.

use crate::experiment::Outcome;

use super::record::{Record, Timing};

/// Writes the result as indented JSON that ends in a newline.
///
/// Without `timing` the text depends on scenario, edits, seed and trials alone.
pub fn json(outcome: &Outcome, timing: Option<&Timing>) -> String {
    let record = Record::new(outcome, timing);
    let mut text = serde_json::to_string_pretty(&record)
        .expect("a record has string keys and nothing in it can fail to serialize");
    text.push('\n');
    text
}
