//! Points in time as a calendar shows them.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Weekday};

use super::words::{self, spread};
use crate::report::text::words::listed;
use crate::scenario::model::{Scenario, When};
use crate::units::{DAY, Instant, SECOND};

/// Time 0 without a date is midnight of a Monday: any Monday will do to find the weekday.
const SOME_MONDAY: Date = Date::constant(2026, 1, 5);
/// Holidays shown.
const SHOWN: usize = 6;

/// "Mon 2026-01-05".
pub(super) fn day(date: Date) -> String {
    date.strftime("%a %Y-%m-%d").to_string()
}

/// A point after time 0 as a date, or without a start as a weekday in a numbered week.
pub(super) fn date(start: Option<Date>, ticks: i64) -> Option<String> {
    let zero = start.unwrap_or(SOME_MONDAY).at(0, 0, 0, 0);
    let then = after(zero, ticks)?;
    Some(match start {
        Some(_) => then.strftime("%a %Y-%m-%d %H:%M").to_string(),
        None => {
            let week = 1 + ticks.div_euclid(7 * DAY as i64);
            format!("{} in week {week}", then.strftime("%a %H:%M"))
        }
    })
}

/// "Tue 10:00".
pub(super) fn weekday_and_time(ticks: i64, start: Option<Date>) -> String {
    let zero = start.unwrap_or(SOME_MONDAY).at(0, 0, 0, 0);
    after(zero, ticks).map_or(String::new(), |then| then.strftime("%a %H:%M").to_string())
}

fn after(zero: DateTime, ticks: i64) -> Option<DateTime> {
    let second = i64::try_from(SECOND).ok()?;
    zero.checked_add((ticks / second).seconds()).ok()
}

/// A point in time: "3mo", and its date if there is one.
pub(super) fn instant(at: Instant, start: Option<Date>) -> String {
    let size = words::span(at.0.unsigned_abs() as f64);
    let sign = if at.0 < 0 { "-" } else { "" };
    let dated = start.and_then(|_| date(start, at.0));
    dated.map_or(format!("{sign}{size}"), |date| {
        format!("{sign}{size} ({date})")
    })
}

/// When a change takes effect.
pub(super) fn change(at: &When, scenario: &Scenario) -> String {
    let start = scenario.clock.start;
    match at {
        When::Fixed(Instant(0)) => "as the window begins".into(),
        When::Fixed(at) => format!("at {}", instant(*at, start)),
        When::Random(spans) => {
            format!(
                "at a time drawn in every trial, {}",
                spread(spans, words::span)
            )
        }
        When::Each(kind) => {
            format!("with every delivery of {}", scenario.kinds[*kind].name)
        }
    }
}

/// First and last days of holidays, in days from time 0.
pub(super) fn holidays(days: &[(i64, i64)], start: Option<Date>) -> String {
    let named = |day: i64| match start.and_then(|zero| zero.checked_add(day.days()).ok()) {
        Some(date) => date.to_string(),
        None => format!("day {day}"),
    };
    let shown = days
        .iter()
        .take(SHOWN)
        .map(|(first, last)| match first == last {
            true => named(*first),
            false => format!("{} to {}", named(*first), named(*last)),
        });
    let mut shown: Vec<String> = shown.collect();
    if days.len() > SHOWN {
        shown.push(format!("{} more", days.len() - SHOWN));
    }
    listed(&shown)
}

/// "first Tue", "last Fri", or the first day.
pub(super) fn day_of_month(weekday: Option<(i8, Weekday)>) -> String {
    let Some((rank, day)) = weekday else {
        return "first day".into();
    };
    let rank = match rank {
        1 => "first",
        2 => "second",
        3 => "third",
        4 => "fourth",
        _ => "last",
    };
    format!(
        "{rank} {}",
        words::DAYS[usize::from(day.to_monday_zero_offset().unsigned_abs())]
    )
}
