//! What became of a precision that was asked for.

use throughline::experiment::{Outcome, PrecisionOutcome, Standing, StopReason};
use throughline::report::{json, text};
use throughline::scenario::model::Measured;

use super::{PIPED, compared, golden};

/// Three goals, one reached, one not, one of nothing.
fn precise() -> Outcome {
    let mut outcome = compared();
    let rows = [
        (Measured::Throughput, 0.01, Some(0.008), "1"),
        (Measured::FlowTimeP85, 2.0, Some(2.31), "h"),
        (Measured::LeadTime, 0.02, None, "1"),
    ];
    let goals = rows.map(|(of, goal, reached, unit)| PrecisionOutcome {
        variant: "assisted".to_owned(),
        baseline: Some("today".to_owned()),
        standing: Standing {
            of,
            goal,
            reached,
            unit,
        },
    });
    outcome.precision = goals.to_vec();
    for variant in &mut outcome.variants {
        variant.stopped = StopReason::MaxTrials;
    }
    outcome
}

#[test]
fn a_precision_is_said_with_what_became_of_it() {
    let page = text(&precise(), &PIPED);
    assert!(page.contains("GOAL NOT REACHED"));
    golden("precision.txt", &page);
    let result: serde_json::Value = serde_json::from_str(&json(&precise(), None)).unwrap();
    assert_eq!(result["variants"][0]["stopped"], "max_trials");
    let expected = serde_json::json!([
        { "measure": "throughput", "variant": "assisted", "baseline": "today",
          "goal": 0.01, "reached": 0.008, "unit": "1", "met": true },
        { "measure": "flow_time.p85", "variant": "assisted", "baseline": "today",
          "goal": 2.0, "reached": 2.31, "unit": "h", "met": false },
        { "measure": "lead_time", "variant": "assisted", "baseline": "today",
          "goal": 0.02, "reached": null, "unit": "1", "met": false },
    ]);
    assert_eq!(result["precision"], expected);
}
