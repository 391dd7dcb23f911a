//! Weekdays and hours: "Mon-Thu 08:00-12:00 13:00-17:00, Fri 08:00-14:00".
//!
//! A stretch may run over midnight ("22:00-06:00") and over the end of the week; stretches are
//! sorted and merged, so that the rest of the program sees a week as a plain list.

use jiff::civil::Weekday;

use crate::scenario::log::Trouble;
use crate::units::{DAY, HOUR, MINUTE, WEEK};

const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

/// Open stretches of one text [ticks from Monday 00:00], not yet merged.
pub(super) fn stretches(text: &str) -> Result<Vec<(u64, u64)>, Trouble> {
    let mut open = Vec::new();
    for part in text
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let mut words = part.split_whitespace();
        let days = words.next().map(days).transpose()?.unwrap_or_default();
        let hours = words.map(hours).collect::<Result<Vec<_>, _>>()?;
        if hours.is_empty() {
            let message = format!("\"{part}\" names days without hours");
            return Err(Trouble::new("bad-week", message)
                .hint("write hours behind the days, as in \"Mon-Fri 09:00-17:00\""));
        }
        for day in days {
            open.extend(
                hours
                    .iter()
                    .map(|(from, to)| (day * DAY + from, day * DAY + to)),
            );
        }
    }
    Ok(open)
}

/// Sorts, wraps around the end of the week and merges.
pub(super) fn merged(open: Vec<(u64, u64)>) -> Vec<(u64, u64)> {
    let wrapped = open.into_iter().flat_map(|(from, to)| {
        let over = to.saturating_sub(WEEK);
        [(from, to.min(WEEK)), (0, over)]
    });
    let mut all: Vec<(u64, u64)> = wrapped.filter(|(from, to)| from < to).collect();
    all.sort_unstable();
    let mut merged: Vec<(u64, u64)> = Vec::new();
    for (from, to) in all {
        match merged.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

fn bad(message: String) -> Trouble {
    Trouble::new("bad-week", message).hint("write it as in \"Mon-Fri 09:00-17:00\"")
}

/// "Mon", "Mon-Fri" as days from Monday; a range may run over Sunday.
fn days(text: &str) -> Result<Vec<u64>, Trouble> {
    let mut ends = text.split('-').map(|day| {
        let found = weekday(day);
        found.ok_or_else(|| bad(format!("\"{day}\" is not a day of the week")))
    });
    let first = ends.next().transpose()?;
    let last = ends.next().transpose()?;
    match (first, last, ends.next()) {
        (Some(first), None, _) => Ok(vec![from_monday(first)]),
        (Some(first), Some(last), None) => {
            let (first, last) = (from_monday(first), from_monday(last));
            Ok((0..=(last + 7 - first) % 7)
                .map(|step| (first + step) % 7)
                .collect())
        }
        _ => Err(bad(format!("\"{text}\" is not a range of days"))),
    }
}

/// "Tue", "tuesday".
pub(super) fn weekday(text: &str) -> Option<Weekday> {
    let lower = text.to_lowercase();
    let full = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let position = DAYS
        .iter()
        .position(|(name, _)| *name == lower)
        .or_else(|| full.iter().position(|name| *name == lower))?;
    Some(DAYS[position].1)
}

/// Days from Monday.
pub(super) fn from_monday(day: Weekday) -> u64 {
    u64::from(day.to_monday_zero_offset().unsigned_abs())
}

/// "09:00-17:00" as ticks; the end is larger than the start, beyond midnight if need be.
fn hours(text: &str) -> Result<(u64, u64), Trouble> {
    let ends = text.split_once('-');
    let (from, to) = ends.ok_or_else(|| bad(format!("\"{text}\" is not a range of hours")))?;
    let (from, to) = (clock(from)?, clock(to)?);
    match from.cmp(&to) {
        std::cmp::Ordering::Less => Ok((from, to)),
        std::cmp::Ordering::Equal => Err(bad(format!("\"{text}\" is empty"))),
        std::cmp::Ordering::Greater => Ok((from, to + DAY)),
    }
}

/// "09:30" as ticks after midnight; "24:00" is the end of the day.
pub(super) fn clock(text: &str) -> Result<u64, Trouble> {
    let wrong = || bad(format!("\"{text}\" is not a time of day, such as 09:30"));
    let (hour, minute) = text.split_once(':').ok_or_else(wrong)?;
    let digits = |part: &str| part.len() <= 2 && part.chars().all(|c| c.is_ascii_digit());
    if !digits(hour) || !digits(minute) || minute.len() != 2 {
        return Err(wrong());
    }
    let hour: u64 = hour.parse().map_err(|_| wrong())?;
    let minute: u64 = minute.parse().map_err(|_| wrong())?;
    if minute > 59 || hour * 60 + minute > 24 * 60 {
        return Err(wrong());
    }
    Ok(hour * HOUR + minute * MINUTE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(text: &str) -> Vec<(u64, u64)> {
        let open = merged(stretches(text).unwrap());
        open.into_iter()
            .map(|(from, to)| (from / HOUR, to / HOUR))
            .collect()
    }

    #[test]
    fn an_office_week_is_five_stretches() {
        let open = week("Mon-Fri 09:00-17:00");
        assert_eq!(open, [(9, 17), (33, 41), (57, 65), (81, 89), (105, 113)]);
    }

    #[test]
    fn parts_breaks_and_long_names() {
        let open = week("Monday-Tue 08:00-12:00 13:00-17:00, Fri 08:00-14:00");
        assert_eq!(open, [(8, 12), (13, 17), (32, 36), (37, 41), (104, 110)]);
    }

    #[test]
    fn nights_run_over_midnight_and_over_sunday() {
        assert_eq!(week("Sun 22:00-06:00"), [(0, 6), (166, 168)]);
        assert_eq!(week("Sat-Mon 00:00-24:00"), [(0, 24), (120, 168)]);
        assert_eq!(week("Mon-Sun 00:00-24:00"), [(0, 168)]);
        assert_eq!(week("Mon-Sun 20:00-20:30, Mon 12:00-13:00")[0], (12, 13));
    }

    #[test]
    fn nonsense_is_named() {
        for text in [
            "Mon",
            "Mon 9-17",
            "Foo 09:00-17:00",
            "Mon 09:00-09:00",
            "Mon 25:00-26:00",
        ] {
            assert!(stretches(text).is_err(), "{text}");
        }
    }
}
