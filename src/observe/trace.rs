//! Every occurrence of one trial, one line each: for teaching, debugging and event logs.
//!
//! A line says when, what, which item, where, and how long the wait was. It does not say at which
//! step of the route the station stands, so that a station nobody spends time at changes no line
//! but its own. The branches of a fork are lines of their item: it forks, each branch that is done
//! joins after a wait, at the station it was at last, and one that waits for nobody gives the item
//! its time; the others are withdrawn. An item that is lost is withdrawn from wherever it is, too;
//! `closed` is one that leaves as its organisation ends, perhaps to begin again as another kind.
//!
//! | column | holds |
//! |---|---|
//! | seconds | since time 0 |
//! | event | what happened; `spends`: of the time up to now so much went to a cause |
//! | kind, item | which item: its kind, and its number in it; of a `change` its name, and nothing |
//! | station | where |
//! | `wait_seconds` | of `starts` and `joins` how long it took to come to that; of `delivered` all waits |
//! | case | kind and item in one word: the case of an event log |
//! | activity | the station, or the event where there is none |
//! | lifecycle | what that is to the work there, by the names of XES: `schedule`, `start`, `suspend`, `complete`, `withdraw`; else the event |
//! | timestamp | the instant as ISO 8601; without a start of the clock, time 0 is Monday, 2001-01-01 |
//! | `cause`, `spent_seconds` | of `spends` |
//! | branch | the branch of a fork it concerns, as a path from the outermost, each by the number of its fork in the route and its own in the fork; of `joined` the one that gave the item its time |
//!
//! The time of an item outside its branches, and that of the branch named each time it is `joined`
//! since it last forked there, add up to its flow time, cause by cause, up to `delivered`.

use std::io::Write;

use crate::engine::{Cause, Item, Loss, Probe, Turn};
use crate::network::Network;
use crate::units::{DAY, SECOND};

/// Days from 1970-01-01 to the first one of a trace without dates, a Monday.
const NO_DATE: i64 = 11_323;

/// Columns of a line.
const COLUMNS: [&str; 13] = [
    "seconds",
    "event",
    "kind",
    "item",
    "station",
    "wait_seconds",
    "case",
    "activity",
    "lifecycle",
    "timestamp",
    "cause",
    "spent_seconds",
    "branch",
];

/// Writes one trial as CSV.
pub struct Trace<'n, W: Write> {
    net: &'n Network,
    /// Day of time 0, since 1970-01-01.
    day: i64,
    /// The clock [ticks].
    now: u64,
    /// Kind, number and branch of the branch that was done last.
    done: (u32, u32, u32),
    out: csv::Writer<W>,
    failed: Option<csv::Error>,
}

/// What a line holds besides the item and the instant.
#[derive(Default)]
struct Line<'a> {
    event: &'a str,
    lifecycle: &'a str,
    station: Option<u32>,
    wait: Option<u64>,
    spent: Option<(Cause, u64)>,
    /// A branch, plus one.
    branch: u32,
}

impl<'n, W: Write> Trace<'n, W> {
    /// A trace of trials of a network; time 0 is this day, in days since 1970-01-01.
    pub fn new(net: &'n Network, day: Option<i64>, out: W) -> Self {
        let mut trace = Self {
            net,
            day: day.unwrap_or(NO_DATE),
            now: net.start,
            done: (0, 0, 0),
            out: csv::Writer::from_writer(out),
            failed: None,
        };
        trace.write(COLUMNS);
        trace
    }

    /// Ends the trace.
    ///
    /// # Errors
    /// The first error met while writing.
    pub fn finish(mut self) -> std::io::Result<()> {
        match self.failed.take() {
            Some(error) => Err(error.into()),
            None => self.out.flush(),
        }
    }

    fn write(&mut self, fields: [&str; 13]) {
        if self.failed.is_none()
            && let Err(error) = self.out.write_record(fields)
        {
            self.failed = Some(error);
        }
    }

    fn line(&mut self, item: &Item, line: &Line<'_>) {
        let net = self.net;
        let kind = &net.kinds[item.kind as usize].name;
        let number = item.number.to_string();
        let station = line
            .station
            .map(|at| net.stations[at as usize].name.as_str());
        let time = |ticks: u64| seconds(i128::from(ticks));
        let lifecycle = match line.lifecycle {
            "" => line.event,
            known => known,
        };
        let (cause, spent) = match line.spent {
            Some((cause, ticks)) => (cause.name(), time(ticks)),
            None => ("", String::new()),
        };
        let (now, timestamp) = self.instant();
        self.write([
            &now,
            line.event,
            kind,
            &number,
            station.unwrap_or_default(),
            &line.wait.map_or(String::new(), time),
            &format!("{kind} {number}"),
            station.unwrap_or(line.event),
            lifecycle,
            &timestamp,
            cause,
            &spent,
            &self.path(line.branch),
        ]);
    }

    /// Now as seconds since time 0, and as date and time.
    fn instant(&self) -> (String, String) {
        let since = i128::from(self.now) - i128::from(self.net.zero);
        let (days, rest) = (since.div_euclid(DAY.into()), since.rem_euclid(DAY.into()));
        let (year, month, day) = date(i128::from(self.day) + days);
        let (clock, part) = (rest / i128::from(SECOND), rest % i128::from(SECOND));
        let (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60);
        let timestamp =
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{part:06}");
        (seconds(since), timestamp)
    }

    /// A branch (plus one) as a path: the number of each branch in its fork, from the outermost.
    fn path(&self, branch: u32) -> String {
        let mut path = String::new();
        let mut next = branch.checked_sub(1);
        while let Some(branch) = next {
            let position = self.net.branches[branch as usize].fork as usize;
            let fork = &self.net.forks[position];
            let mut before = self.net.forks[..position].iter().rev();
            let others = before.position(|other| other.kind != fork.kind);
            let number = 1 + others.unwrap_or(position);
            let number = format!("{number}.{}", branch - fork.branches.0 + 1);
            path = match path.is_empty() {
                true => number,
                false => format!("{number}/{path}"),
            };
            next = fork.within;
        }
        path
    }

    /// A line about an item that is at a station or at none.
    fn at(&mut self, item: &Item, event: &str, lifecycle: &str, station: Option<u32>) {
        let branch = item.branch;
        self.line(
            item,
            &Line {
                event,
                lifecycle,
                station,
                branch,
                ..Line::default()
            },
        );
    }

    /// The same, with a wait.
    fn after(&mut self, item: &Item, event: &str, station: Option<u32>, wait: u64) {
        let lifecycle = if event == "starts" { "start" } else { "" };
        self.line(
            item,
            &Line {
                event,
                lifecycle,
                station,
                wait: Some(wait),
                branch: item.branch,
                ..Line::default()
            },
        );
    }
}

/// Year, month and day of a day since 1970-01-01 (H. Hinnant, "chrono-compatible low-level date
/// algorithms").
fn date(days: i128) -> (i128, i128, i128) {
    let shifted = days + 719_468;
    let (era, day) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let first = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i128::from(month <= 2), month, first)
}

/// Ticks as seconds, exactly.
fn seconds(ticks: i128) -> String {
    let sign = if ticks < 0 { "-" } else { "" };
    let (whole, part) = (
        ticks.unsigned_abs() / SECOND as u128,
        ticks.unsigned_abs() % SECOND as u128,
    );
    format!("{sign}{whole}.{part:06}")
}

impl<W: Write> Probe for Trace<'_, W> {
    fn clock(&mut self, now: u64) {
        self.now = now;
    }
    fn books(&mut self, station: u32, item: &Item, cause: Cause, ticks: u64) {
        if item.is_batch() {
            return; // It is told of its items.
        }
        self.line(
            item,
            &Line {
                event: "spends",
                station: Some(station),
                spent: Some((cause, ticks)),
                branch: item.branch,
                ..Line::default()
            },
        );
    }
    fn released(&mut self, _now: u64, item: &Item) {
        self.at(item, "released", "", None);
    }
    fn arrives(&mut self, _now: u64, station: u32, item: &Item) {
        self.at(item, "arrives", "schedule", Some(station));
    }
    fn admitted(&mut self, _now: u64, station: u32, item: &Item) {
        self.at(item, "admitted", "", Some(station));
    }
    fn automatic(&mut self, _now: u64, station: u32, item: &Item) {
        self.at(item, "automatic", "", Some(station));
    }
    fn flawed(&mut self, _now: u64, station: u32, item: &Item) {
        self.at(item, "flawed", "", Some(station));
    }
    fn caught(&mut self, _now: u64, station: u32, item: &Item, flaws: u32) {
        // One line for each, so that lines can be counted.
        (0..flaws).for_each(|_| self.at(item, "caught", "", Some(station)));
    }
    fn escapes(&mut self, _now: u64, item: &Item, flaws: u32) {
        (0..flaws).for_each(|_| self.at(item, "escaped", "", None));
    }
    fn starts(&mut self, _now: u64, station: u32, item: &Item, wait: u64) {
        self.after(item, "starts", Some(station), wait);
    }
    fn completes(&mut self, _now: u64, station: u32, item: &Item) {
        self.at(item, "completes", "complete", Some(station));
    }
    fn lays_down(&mut self, _now: u64, station: u32, item: &Item) {
        self.at(item, "laid down", "suspend", Some(station));
    }
    fn leaves(&mut self, _now: u64, station: u32, item: &Item, back: bool) {
        let event = if back { "sent back" } else { "leaves" };
        self.at(item, event, "", Some(station));
    }
    fn blocked(&mut self, _now: u64, station: u32, item: &Item, _ahead: u32) {
        self.at(item, "blocked", "", Some(station));
    }
    fn lost(&mut self, _now: u64, station: u32, item: &Item, why: Loss) {
        let event = match why {
            Loss::Abandoned => "abandoned",
            Loss::TurnedAway => "turned away",
            Loss::Withdrawn => "closed",
        };
        self.at(item, event, "", Some(station));
    }
    fn delivered(&mut self, _now: u64, item: &Item) {
        self.after(item, "delivered", None, item.waited);
    }
    fn undone(&mut self, _now: u64, (kind, number): (u32, u32), _delivered: u64) {
        let item = Item {
            kind,
            number,
            ..Item::default()
        };
        self.at(&item, "undone", "", None);
    }
    fn forks(&mut self, _now: u64, item: &Item, _branches: u32) {
        self.at(item, "forks", "", None);
    }
    fn done(&mut self, _now: u64, item: &Item) {
        self.done = (item.kind, item.number, item.branch);
    }
    fn joins(&mut self, _now: u64, station: Option<u32>, item: &Item, wait: u64) {
        self.after(item, "joins", station, wait);
    }
    fn withdrawn(&mut self, _now: u64, station: Option<u32>, item: &Item) {
        if station.is_some() {
            self.at(item, "withdrawn", "withdraw", station);
        }
    }
    fn joined(&mut self, _now: u64, item: &Item) {
        let (kind, number, branch) = self.done;
        let of = |branch: u32| Some(&self.net.branches[branch.checked_sub(1)? as usize]);
        let parent = of(branch).and_then(|found| self.net.forks[found.fork as usize].within);
        // One that was done within what is withdrawn gives nobody its time.
        let gives = branch > 0 && parent.map_or(0, |parent| parent + 1) == item.branch;
        if (kind, number) == (item.kind, item.number) && gives {
            self.line(
                item,
                &Line {
                    event: "joined",
                    branch,
                    ..Line::default()
                },
            );
        }
    }
    fn earned(&mut self, _now: u64, item: &Item, _value: f64) {
        self.at(item, "out", "", None);
    }
    fn changes(&mut self, _now: u64, change: u32, turn: Turn) {
        let event = match turn {
            Turn::Happens => return,
            Turn::TakesEffect => "change",
            Turn::StartsAgain => "change starts again",
            Turn::Fails => "change fails",
            Turn::Ends => "change ends",
        };
        let (now, timestamp) = self.instant();
        let name = &self.net.changes[change as usize].name;
        self.write([
            &now, event, name, "", "", "", "", name, event, &timestamp, "", "", "",
        ]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates() {
        for (days, expected) in [
            (0, (1970, 1, 1)),
            (i128::from(NO_DATE), (2001, 1, 1)),
            (11_016, (2000, 2, 29)),
            (-1, (1969, 12, 31)),
            (20_458, (2026, 1, 5)),
        ] {
            assert_eq!(date(days), expected, "{days}");
        }
    }
}
