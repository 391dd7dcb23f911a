//! Gates: when they sit, how much they admit.

use jiff::civil::Weekday;

use super::week::{clock, from_monday, weekday};
use super::when::in_working_time;
use super::{Fields, Reader};
use crate::scenario::language::{EFFORT, GATE};
use crate::scenario::log::Trouble;
use crate::scenario::model::{Gate, PapersDue, Sessions};
use crate::scenario::node::{Node, Value};
use crate::units::{DAY, Instant, Span, WEEK};

impl Reader<'_> {
    pub(super) fn gate(&mut self, station: &Fields<'_>) -> Option<Gate> {
        let node = station.get("gate")?;
        let place = node.place.clone();
        let fields = self.open(&GATE, node, &place)?;
        let sessions = self.sessions(&fields);
        let slots = self.spread_if(&fields, "slots");
        let papers_due = self.papers_due(&fields);
        Some(Gate {
            sessions: sessions?,
            slots,
            papers_due,
        })
    }

    fn papers_due(&mut self, fields: &Fields<'_>) -> PapersDue {
        let working = fields
            .get("papers_due")
            .filter(|node| in_working_time(node));
        if let Some(node) = working {
            let ticks = self.measured(node, &EFFORT, None).unwrap_or(0.0);
            return PapersDue::Working(ticks as u64);
        }
        PapersDue::Span(Span(self.number(fields, "papers_due", 0.0) as u64))
    }

    fn sessions(&mut self, fields: &Fields<'_>) -> Option<Sessions> {
        let every = self.must(fields, "every")?;
        match every.text() {
            Some("month") => self.monthly(fields, every, 1),
            Some("quarter") => self.monthly(fields, every, 3),
            _ => self.regular(fields, every),
        }
    }

    fn regular(&mut self, fields: &Fields<'_>, every: &Node) -> Option<Sessions> {
        if let Some(base) = monthly_base(every) {
            let message = format!("\"{base}\" cannot be changed by a factor or a difference");
            let hint = "write the new distance itself, such as \"2w\"";
            self.error(
                &every.place,
                Trouble::new("nothing-to-change", message).hint(hint),
            );
            return None;
        }
        let distance = self.measured(every, fields.measure("every"), None);
        let first = match fields.get("first") {
            Some(node) => self.instant(node),
            None => Some(Instant(0)),
        };
        let on = match fields.get("on") {
            Some(on) => Some(self.weekday_and_time(on)?),
            None => None,
        };
        let (distance, mut first) = (distance? as u64, first?);
        if let Some((day, time)) = on {
            self.check_whole_weeks(every, distance)?;
            first = self.first_on(first, day, time);
        }
        Some(Sessions::Every {
            first,
            every: Span(distance),
        })
    }

    fn check_whole_weeks(&mut self, every: &Node, distance: u64) -> Option<()> {
        if distance.is_multiple_of(WEEK) {
            return Some(());
        }
        let message = "sessions on a weekday are whole weeks apart";
        let hint = "write every = \"1w\", \"2w\" ..., \"month\" or \"quarter\", or leave `on` out";
        self.error(
            &every.place,
            Trouble::new("bad-cadence", message).hint(hint),
        );
        None
    }

    /// The first such weekday and time at or after an instant.
    fn first_on(&self, earliest: Instant, day: Weekday, time: u64) -> Instant {
        let zero = self.start.map_or(Weekday::Monday, |date| date.weekday());
        let into_week = (from_monday(day) + 7 - from_monday(zero)) % 7 * DAY + time;
        let ahead = (into_week as i64 - earliest.0).rem_euclid(WEEK as i64);
        Instant(earliest.0 + ahead)
    }

    fn weekday_and_time(&mut self, node: &Node) -> Option<(Weekday, u64)> {
        let text = self.text_of(node)?;
        match text.split_whitespace().collect::<Vec<_>>()[..] {
            [day, time] => self.day_time(node, (day, time)),
            [day] => self.day_time(node, (day, "00:00")),
            _ => {
                let message = format!("\"{text}\" is not a weekday and a time");
                let hint =
                    "write on = \"Tue 10:00\"; \"1st Tue 10:00\" goes with every = \"month\"";
                self.error(&node.place, Trouble::new("bad-session", message).hint(hint));
                None
            }
        }
    }

    fn day_time(&mut self, node: &Node, (day, time): (&str, &str)) -> Option<(Weekday, u64)> {
        let Some(day) = weekday(day) else {
            let message = format!("\"{day}\" is not a day of the week");
            let hint = "write on = \"Tue 10:00\"";
            self.error(&node.place, Trouble::new("bad-session", message).hint(hint));
            return None;
        };
        let time = clock(time).map_err(|trouble| {
            self.error(&node.place, trouble.hint("write on = \"Tue 10:00\""));
        });
        Some((day, time.ok()?))
    }

    fn monthly(&mut self, fields: &Fields<'_>, every: &Node, months: u32) -> Option<Sessions> {
        if self.start.is_none() && self.root.at(&["clock", "start"]).is_none() {
            let message = "a gate by calendar months needs the date of time 0";
            let hint = "add start = 2026-01-05 to [clock], or write every = \"4w\"";
            self.error(
                &every.place,
                Trouble::new("no-start-date", message).hint(hint),
            );
        }
        if let Some(first) = fields.get("first") {
            let message = "`first` means nothing for a gate by calendar months";
            self.error(
                &first.place,
                Trouble::new("idle-key", message).hint("leave it out"),
            );
        }
        let Some(on) = fields.get("on") else {
            return Some(Sessions::Monthly {
                months,
                weekday: None,
                time: 0,
            });
        };
        let text = self.text_of(on)?;
        let words: Vec<&str> = text.split_whitespace().collect();
        let (rank, rest) = words.split_first()?;
        let rank = match rank.to_lowercase().as_str() {
            "1st" | "first" => 1,
            "2nd" | "second" => 2,
            "3rd" | "third" => 3,
            "4th" | "fourth" => 4,
            "last" => -1,
            _ => {
                let message = format!("\"{text}\" does not say which one of the month");
                let hint = "write on = \"1st Tue 10:00\"; 1st to 4th, or last";
                self.error(&on.place, Trouble::new("bad-session", message).hint(hint));
                return None;
            }
        };
        let (day, time) = match rest {
            [day, time] => self.day_time(on, (day, time))?,
            [day] => self.day_time(on, (day, "00:00"))?,
            _ => self.day_time(on, ("", ""))?,
        };
        Some(Sessions::Monthly {
            months,
            weekday: Some((rank, day)),
            time,
        })
    }
}

/// The "month" or "quarter" that a relative value would change.
fn monthly_base(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Relative {
            base: Some(base), ..
        } => monthly_base(base),
        Value::Text(text) if text == "month" || text == "quarter" => Some(text),
        _ => None,
    }
}
