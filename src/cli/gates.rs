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
            let sessions = sessions.iter().map(|session| session.0);
            let dates = match start {
                Some(start) => dates(start, sessions),
                None => weekdays(sessions),
            };
            if dates.is_empty() {
                format!("gate {name} never sits")
            } else {
                format!("gate {name} first sits {}", dates.join(", "))
            }
        })
        .collect()
}

fn dates(start: Date, sessions: impl Iterator<Item = i64>) -> Vec<String> {
    let held = sessions.filter_map(|ticks| after(start.at(0, 0, 0, 0), ticks));
    held.map(|session| session.strftime("%a %Y-%m-%d %H:%M").to_string())
        .collect()
}

/// Weekdays in numbered weeks: "Tue 10:00 in weeks 1, 3, 5".
fn weekdays(sessions: impl Iterator<Item = i64>) -> Vec<String> {
    // Time 0 without a date is midnight of a Monday; any Monday will do to find the weekday.
    let zero = Date::constant(2026, 1, 5).at(0, 0, 0, 0);
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for session in sessions.filter_map(|ticks| after(zero, ticks)) {
        let day = session.strftime("%a %H:%M").to_string();
        let week = 1 + (session.date() - zero.date()).get_days() / 7;
        match found.last_mut() {
            Some((known, weeks)) if *known == day => weeks.push(week.to_string()),
            _ => found.push((day, vec![week.to_string()])),
        }
    }
    let told = found.into_iter().map(|(day, weeks)| match weeks.len() {
        1 => format!("{day} in week {}", weeks[0]),
        _ => format!("{day} in weeks {}", weeks.join(", ")),
    });
    told.collect()
}

fn after(zero: DateTime, ticks: i64) -> Option<DateTime> {
    let second = i64::try_from(SECOND).ok()?;
    zero.checked_add((ticks / second).seconds()).ok()
}
