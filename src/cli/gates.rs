//! The first dates of every gate, as a calendar shows them.
//!
//! Sessions are those the file asks for; one that falls into closed time is held at the next
//! opening, which is said and not worked out here.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Weekday};
use throughline::scenario::Scenario;
use throughline::scenario::model::{Gate, Sessions};
use throughline::units::SECOND;

/// How many dates are shown.
const SHOWN: i64 = 3;

/// One line for every station with a gate.
pub(crate) fn first_dates(scenario: &Scenario) -> Vec<String> {
    let gates = scenario
        .stations
        .iter()
        .filter_map(|station| Some((&station.name, station.gate.as_ref()?)));
    gates
        .filter_map(|(name, gate)| {
            let dates = dates(gate, scenario.clock.start)?;
            (!dates.is_empty()).then(|| format!("gate {name} first sits {}", dates.join(", ")))
        })
        .collect()
}

fn dates(gate: &Gate, start: Option<Date>) -> Option<Vec<String>> {
    // Time 0 without a date is midnight of a Monday; any Monday will do to find the weekday.
    let zero = start.unwrap_or(Date::constant(2026, 1, 5)).at(0, 0, 0, 0);
    let sessions = match &gate.sessions {
        Sessions::Every { first, every } => {
            let every = i64::try_from(every.0).ok().filter(|every| *every > 0)?;
            periodic(zero, first.0.rem_euclid(every), every)?
        }
        // Which day of a month it is cannot be said without a date.
        Sessions::Monthly { .. } if start.is_none() => return None,
        Sessions::Monthly {
            months,
            weekday,
            time,
        } => monthly(zero, i64::from(*months).max(1), *weekday, *time)?,
    };
    let shown = sessions.iter().map(|session| match start {
        Some(_) => session.strftime("%a %Y-%m-%d %H:%M").to_string(),
        None => {
            let week = 1 + (session.date() - zero.date()).get_days() / 7;
            format!("{} in week {week}", session.strftime("%a %H:%M"))
        }
    });
    Some(shown.collect())
}

fn after(zero: DateTime, ticks: i64) -> Option<DateTime> {
    let second = i64::try_from(SECOND).ok()?;
    zero.checked_add((ticks / second).seconds()).ok()
}

fn periodic(zero: DateTime, first: i64, every: i64) -> Option<Vec<DateTime>> {
    (0..SHOWN)
        .map(|session| after(zero, first + session * every))
        .collect()
}

fn monthly(
    zero: DateTime,
    months: i64,
    weekday: Option<(i8, Weekday)>,
    time: u64,
) -> Option<Vec<DateTime>> {
    let mut sessions = Vec::new();
    let mut month = zero.date().first_of_month();
    let time = i64::try_from(time).ok()?;
    while i64::try_from(sessions.len()).ok()? < SHOWN {
        if i64::from(month.month() - 1) % months == 0 {
            let day = match weekday {
                Some((nth, weekday)) => month.nth_weekday_of_month(nth, weekday).ok()?,
                None => month,
            };
            let session = after(day.at(0, 0, 0, 0), time)?;
            if session >= zero {
                sessions.push(session);
            }
        }
        month = month.checked_add(1.month()).ok()?;
    }
    Some(sessions)
}
