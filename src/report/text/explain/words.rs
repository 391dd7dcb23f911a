//! Quantities as the scenario language writes them, and what a ratio of two means both ways.

use crate::random::Distribution;
use crate::report::number::{Scale, exact};
use crate::units::{DAY, HOUR, MINUTE, MONTH, SECOND, WEEK, WORKING_DAY, YEAR};

/// Days of the week from Monday.
pub(super) const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

const EFFORTS: [(&str, u64); 4] = [
    ("wd", WORKING_DAY),
    ("h", HOUR),
    ("min", MINUTE),
    ("s", SECOND),
];
const SPANS: [(&str, u64); 7] = [
    ("y", YEAR),
    ("mo", MONTH),
    ("w", WEEK),
    ("d", DAY),
    ("h", HOUR),
    ("min", MINUTE),
    ("s", SECOND),
];
const RATES: [(&str, u64); 5] = [
    ("week", WEEK),
    ("h", HOUR),
    ("d", DAY),
    ("mo", MONTH),
    ("y", YEAR),
];

/// A number that can be read as a rate or as a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Reading {
    Rate(f64),
    Time(f64),
}

/// ": 30% more an hour, 23.1% less time" for what becomes of a number; nothing if it is no such.
pub(super) fn reading(old: Option<Reading>, new: Option<Reading>) -> String {
    let rate = match (old, new) {
        (Some(Reading::Rate(old)), Some(Reading::Rate(new))) => new / old,
        (Some(Reading::Time(old)), Some(Reading::Time(new))) => old / new,
        _ => return String::new(),
    };
    if !rate.is_finite() || rate <= 0.0 || (rate - 1.0).abs() < 1e-9 {
        return String::new();
    }
    format!(" ({} an hour, {} time)", more(rate), more(1.0 / rate))
}

/// "30% more", "23.1% less".
fn more(ratio: f64) -> String {
    let size = exact((ratio - 1.0).abs(), Scale::PERCENT);
    let word = if ratio > 1.0 { "more" } else { "less" };
    format!("{size} {word}")
}

/// A plain number.
pub(super) fn plain(value: f64) -> String {
    exact(value, Scale::PLAIN)
}

/// Working time: "3wd".
pub(super) fn effort(ticks: f64) -> String {
    time(ticks, &EFFORTS)
}

/// Elapsed time: "9mo".
pub(in crate::report::text) fn span(ticks: f64) -> String {
    time(ticks, &SPANS)
}

/// In the largest unit that takes few decimals, else with three digits in the largest.
fn time(ticks: f64, units: &[(&'static str, u64)]) -> String {
    if ticks == 0.0 {
        return "0h".into();
    }
    let mut fitting = units
        .iter()
        .map(|(name, unit)| (*name, ticks / *unit as f64))
        .filter(|(_, amount)| *amount >= 1.0);
    let largest = fitting.clone().next();
    match fitting.find_map(|(name, amount)| Some((name, short(amount)?))) {
        Some((name, amount)) => format!("{amount}{name}"),
        None => match largest {
            Some((name, amount)) => format!("{}{name}", exact(amount, Scale::PLAIN)),
            None => format!("{}s", exact(ticks / SECOND as f64, Scale::PLAIN)),
        },
    }
}

/// The number, if it is short: whole, or below a hundred with two decimals.
fn short(value: f64) -> Option<f64> {
    let rounded = (value * 100.0).round() / 100.0;
    let is_short = rounded < 100.0 || (rounded < 10_000.0 && rounded.fract() == 0.0);
    (is_short && (rounded - value).abs() <= 1e-9 * value).then_some(rounded)
}

/// "6 / week".
pub(super) fn rate(per_tick: f64) -> String {
    let amounts = RATES
        .iter()
        .map(|(name, unit)| (*name, per_tick * *unit as f64));
    let mut fitting = amounts.filter_map(|(name, amount)| Some((name, short(amount)?)));
    match fitting.next() {
        Some((name, amount)) => format!("{amount} / {name}"),
        None => format!("{} / week", exact(per_tick * WEEK as f64, Scale::PLAIN)),
    }
}

/// A distribution: what it is on average, how far it spreads, and its shape.
pub(super) fn spread(given: &Distribution, show: fn(f64) -> String) -> String {
    if let Some(value) = given.is_constant() {
        return show(value);
    }
    let percentiles = match (given.quantile(0.5), given.quantile(0.9)) {
        (Some(half), Some(most)) => format!(
            ", half within {}, nine in ten within {}",
            show(half),
            show(most)
        ),
        _ => String::new(),
    };
    format!(
        "{} on average, cv {}{percentiles} ({})",
        show(given.mean()),
        exact(given.cv(), Scale::PLAIN),
        given.shape_name()
    )
}

/// Open stretches of a week: "Mon-Fri 09:00-17:00 (40 h a week)".
pub(super) fn week(open: &[(u64, u64)]) -> String {
    if open == [(0, WEEK)] {
        return "always".into();
    }
    let hours = |day: u64| -> String {
        let within = open.iter().filter_map(|(from, to)| {
            let (from, to) = ((*from).max(day * DAY), (*to).min((day + 1) * DAY));
            (from < to).then(|| format!("{}-{}", clock(from - day * DAY), clock(to - day * DAY)))
        });
        within.collect::<Vec<_>>().join(" ")
    };
    let mut runs: Vec<(usize, usize, String)> = Vec::new();
    for day in 0..7_usize {
        let hours = hours(day as u64);
        match runs.last_mut() {
            Some((_, last, same)) if *same == hours => *last = day,
            _ => runs.push((day, day, hours)),
        }
    }
    let told = runs.iter().filter(|(_, _, hours)| !hours.is_empty());
    let told: Vec<String> = told
        .map(|(first, last, hours)| match first == last {
            true => format!("{} {hours}", DAYS[*first]),
            false => format!("{}-{} {hours}", DAYS[*first], DAYS[*last]),
        })
        .collect();
    let total: u64 = open.iter().map(|(from, to)| to - from).sum();
    let total = exact(total as f64 / HOUR as f64, Scale::PLAIN);
    format!("{}, {total} hours a week", told.join(", "))
}

/// "09:30".
pub(super) fn clock(ticks: u64) -> String {
    format!("{:02}:{:02}", ticks / HOUR, ticks % HOUR / MINUTE)
}
