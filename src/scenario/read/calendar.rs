//! Calendars: built in, or by week and holidays.

use super::Reader;
use super::week::{merged, stretches};
use super::when::date_of;
use crate::scenario::diagnostic::Place;
use crate::scenario::language::{CALENDAR, Names};
use crate::scenario::log::Trouble;
use crate::scenario::model::{Calendar, Clock};
use crate::scenario::node::{Node, Value};
use crate::scenario::orgs::orgs_of;
use crate::units::{DAY, WEEK};

const OFFICE: &str = "Mon-Fri 09:00-17:00";

/// All calendars there are, sorted by name, and which of them are needed.
pub(super) struct Calendars {
    all: Vec<Calendar>,
    used: Vec<bool>,
    /// The calendar where none is named, in the organisation that is read.
    pub(super) usual: usize,
    /// The same in each organisation.
    usual_of: Vec<usize>,
}

impl Calendars {
    pub(super) fn mark(&mut self, position: usize) -> usize {
        self.used[position] = true;
        position
    }

    /// What is read next belongs to an organisation.
    pub(super) fn turn_to(&mut self, org: usize) {
        self.usual = self.usual_of[org];
    }

    pub(super) fn is_always(&self, position: usize) -> bool {
        let calendar = &self.all[position];
        calendar.week == [(0, WEEK)] && calendar.holidays.is_empty()
    }

    /// Names of those in use.
    pub(super) fn used_names(&self) -> Vec<String> {
        let used = self.all.iter().zip(&self.used).filter(|(_, used)| **used);
        used.map(|(calendar, _)| calendar.name.clone()).collect()
    }

    /// Those in use, and the new position of each.
    pub(super) fn compact(self) -> (Vec<Calendar>, Vec<usize>) {
        let mut next = 0;
        let moved = self.used.iter().map(|used| {
            next += usize::from(*used);
            next.saturating_sub(1)
        });
        let moved = moved.collect();
        let kept = self
            .all
            .into_iter()
            .zip(self.used)
            .filter(|(_, used)| *used);
        (kept.map(|(calendar, _)| calendar).collect(), moved)
    }
}

impl Reader<'_> {
    pub(super) fn calendars(&mut self, clock: &Clock) -> Calendars {
        let names = self.calendars.clone();
        let all: Vec<Calendar> = names
            .into_iter()
            .map(|name| self.calendar(name, clock))
            .collect();
        let mut calendars = Calendars {
            used: vec![false; all.len()],
            all,
            usual: 0,
            usual_of: Vec::new(),
        };
        let named = self.root.at(&["clock", "calendar"]);
        let usual = match named {
            Some(node) => self.name(Names::Calendar, node),
            None => self.position(Names::Calendar, "office", &self.root.place.clone()),
        };
        let usual = usual.unwrap_or(0);
        calendars.usual = usual;
        calendars.usual_of = match orgs_of(self.root).as_slice() {
            [] => vec![usual],
            orgs => orgs.iter().map(|org| self.usual_in(org, usual)).collect(),
        };
        calendars
    }

    /// An organisation may have a calendar of its own by the usual name.
    fn usual_in(&self, org: &str, usual: usize) -> usize {
        let own = format!("{org}/{}", self.calendars[usual]);
        self.calendars.binary_search(&own).unwrap_or(usual)
    }

    fn calendar(&mut self, name: String, clock: &Clock) -> Calendar {
        let root = self.root;
        let mut calendar = Calendar {
            week: built_in(&name),
            name,
            holidays: Vec::new(),
        };
        let Some(node) = root.at(&["calendar", &calendar.name]) else {
            return calendar;
        };
        let place = root.place_of(&["calendar", &calendar.name]);
        if calendar.name == "always" {
            let trouble = Trouble::new("reserved-name", "`always` is built in and stays as it is");
            self.error(&place, trouble.hint("give this calendar another name"));
            return calendar;
        }
        let Some(fields) = self.open(&CALENDAR, node, &place) else {
            return calendar;
        };
        if calendar.name != "office" {
            self.must(&fields, "week");
        }
        if let Some(week) = fields.get("week") {
            calendar.week = self.week(week);
        }
        if let Some(holidays) = fields.get("holidays") {
            calendar.holidays = self.holidays(holidays);
        }
        self.check_opens(&calendar, &place, clock);
        calendar
    }

    fn week(&mut self, node: &Node) -> Vec<(u64, u64)> {
        let mut open = Vec::new();
        let before = self.log.errors();
        for part in node.each() {
            let Some(text) = self.text_of(part) else {
                continue;
            };
            match stretches(&text) {
                Ok(more) => open.extend(more),
                Err(trouble) => self.error(&part.place, trouble),
            }
        }
        let open = merged(open);
        if open.is_empty() && self.log.errors() == before {
            let trouble = Trouble::new("never-open", "this calendar is never open");
            self.error(
                &node.place,
                trouble.hint("write it as in \"Mon-Fri 09:00-17:00\""),
            );
        }
        open
    }

    fn holidays(&mut self, node: &Node) -> Vec<(i64, i64)> {
        let found: Vec<Option<(i64, i64)>> =
            node.each().iter().map(|day| self.holiday(day)).collect();
        let mut days: Vec<(i64, i64)> = found.into_iter().flatten().collect();
        days.sort_unstable();
        days
    }

    fn holiday(&mut self, node: &Node) -> Option<(i64, i64)> {
        let (first, last) = match &node.value {
            Value::Date(date) => (Some(*date), Some(*date)),
            Value::Text(text) => match text.split_once("..") {
                Some((first, last)) => (date_of(first), date_of(last)),
                None => (date_of(text), date_of(text)),
            },
            Value::Broken => return None,
            _ => (None, None),
        };
        let (Some(first), Some(last)) = (first, last) else {
            let message = "this is not a date, or two with `..` between them";
            let hint = "write a date (2026-12-25), or \"2026-12-24..2027-01-01\", both included";
            self.error(&node.place, Trouble::new("bad-date", message).hint(hint));
            return None;
        };
        if last < first {
            let message = "these holidays end before they begin";
            self.error(
                &node.place,
                Trouble::new("wrong-order", message).hint("write the first day first"),
            );
            return None;
        }
        Some((self.day(first, &node.place)?, self.day(last, &node.place)?))
    }

    /// Holidays that cover the whole run leave nothing to simulate.
    fn check_opens(&mut self, calendar: &Calendar, place: &Place, clock: &Clock) {
        let mut next = -((clock.burn_in.0 / DAY) as i64) - 1;
        let end = (clock.horizon.0.div_ceil(DAY)) as i64;
        for (first, last) in &calendar.holidays {
            if *first <= next {
                next = next.max(last + 1);
            }
        }
        if next >= end && clock.horizon.0 > 0 {
            let message = "the holidays of this calendar cover the whole run";
            let trouble = Trouble::new("never-open", message);
            self.error(place, trouble.hint("leave some days open"));
        }
    }
}

fn built_in(name: &str) -> Vec<(u64, u64)> {
    match name {
        "office" => merged(stretches(OFFICE).unwrap_or_default()),
        _ => vec![(0, WEEK)],
    }
}
