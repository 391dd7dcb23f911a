//! The precision that was asked for: what was reached, and why no further trial was run.

use crate::experiment::{Outcome, PrecisionOutcome, Standing, StopReason};
use crate::report::number::{self, NOTHING, Scale};

use super::page::Page;
use super::table::Table;
use super::words;

/// Goals that were not reached, before any number.
pub(super) fn alarms(page: &mut Page, outcome: &Outcome) {
    for found in outcome.precision.iter().filter(|found| !is_met(found)) {
        let goal = width(found, Some(found.standing.goal));
        let (name, trials) = (name(found), words::trials(outcome));
        page.alarm(&match found.standing.reached {
            Some(_) => format!(
                "GOAL NOT REACHED: the half-width of {name} is {} after {trials}; {goal} was asked \
                 for.",
                width(found, found.standing.reached)
            ),
            None => format!("GOAL NOT REACHED: {name} has no value; {goal} was asked for."),
        });
    }
}

/// A line per goal, and why it ended.
pub(super) fn write(page: &mut Page, outcome: &Outcome) {
    if outcome.precision.is_empty() {
        return;
    }
    page.heading("Precision");
    let mut table = Table::new(["half-width of", "goal", "reached", ""]).words_in(3);
    for found in &outcome.precision {
        let met = if is_met(found) { "yes" } else { "NO" };
        table.row([
            name(found),
            width(found, Some(found.standing.goal)),
            width(found, found.standing.reached),
            met.to_owned(),
        ]);
    }
    page.table(&table);
    page.paragraph(&ending(outcome));
}

fn ending(outcome: &Outcome) -> String {
    let trials = words::trials(outcome);
    let all = outcome.precision.iter().all(is_met);
    let stopped = outcome.variants.first().map(|variant| variant.stopped);
    match stopped {
        Some(StopReason::Precision) if outcome.precision.len() == 1 => {
            format!("Reached, and held for a while more: {trials} were enough.")
        }
        Some(StopReason::Precision) => {
            format!("All reached, and held for a while more: {trials} were enough.")
        }
        Some(StopReason::MaxTrials) if all => {
            format!(
                "Reached with the last of the {trials} allowed (max_trials), so it may be luck."
            )
        }
        Some(StopReason::MaxTrials) => {
            format!("Given up after {trials}, the most allowed (max_trials).")
        }
        Some(StopReason::NoValue) => {
            format!("Ended after {trials}: more would not give a value to what has none.")
        }
        _ => format!("Ended after {trials}, before it was decided."),
    }
}

fn is_met(found: &PrecisionOutcome) -> bool {
    found.standing.is_met()
}

/// "throughput", "flow time, p85, assisted - today".
fn name(found: &PrecisionOutcome) -> String {
    let measure = found.standing.of.name();
    match &found.baseline {
        Some(baseline) => format!("{measure}, {} against {baseline}", found.variant),
        None => measure.to_owned(),
    }
}

/// "1%" of a value, "1pp" of a difference, "2 h".
fn width(found: &PrecisionOutcome, width: Option<f64>) -> String {
    let Standing { unit, .. } = found.standing;
    let Some(width) = width else {
        return NOTHING.to_owned();
    };
    match (unit, &found.baseline) {
        ("1", None) => number::exact(width, Scale::PERCENT),
        ("1", Some(_)) => number::exact(width, Scale::by(0.01, "pp")),
        _ => format!(
            "{}{}{unit}",
            number::exact(width, Scale::PLAIN),
            number::JOINED
        ),
    }
}
