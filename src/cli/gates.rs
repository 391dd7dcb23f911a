//! The first dates of every gate, as a calendar shows them.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use throughline::experiment;
use throughline::scenario::Variant;
use throughline::units::SECOND;

/// How many dates are shown.
const SHOWN: usize = 3;

/// One line for every station with a gate.
pub(crate) fn first_dates(variant: &Variant) -> Vec<String> {
    let start = variant.scenario.clock.start;
    let gates = experiment::first_sessions(variant, SHOWN).into_iter();
    gates
        .map(|(name, sessions)| {
            let dates: Vec<String> = sessions
                .iter()
                .filter_map(|session| date(start, session.0))
                .collect();
            if dates.is_empty() {
                format!("gate {name} never sits")
            } else {
                format!("gate {name} first sits {}", dates.join(", "))
            }
        })
        .collect()
}

/// A date, or without a start a weekday in a numbered week.
fn date(start: Option<Date>, ticks: i64) -> Option<String> {
    // Time 0 without a date is midnight of a Monday; any Monday will do to find the weekday.
    let zero = start.unwrap_or(Date::constant(2026, 1, 5)).at(0, 0, 0, 0);
    let session = after(zero, ticks)?;
    Some(match start {
        Some(_) => session.strftime("%a %Y-%m-%d %H:%M").to_string(),
        None => {
            let week = 1 + (session.date() - zero.date()).get_days() / 7;
            format!("{} in week {week}", session.strftime("%a %H:%M"))
        }
    })
}

fn after(zero: DateTime, ticks: i64) -> Option<DateTime> {
    let second = i64::try_from(SECOND).ok()?;
    zero.checked_add((ticks / second).seconds()).ok()
}
