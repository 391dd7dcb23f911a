//! Points in time: spans from time 0, dates, and instants that are drawn.

use jiff::civil::Date;

use super::{Fields, Reader};
use crate::scenario::diagnostic::Place;
use crate::scenario::language::{EACH, SPAN};
use crate::scenario::log::Trouble;
use crate::scenario::model::When;
use crate::scenario::node::{Node, Value};
use crate::scenario::quantity::{self, Unit};
use crate::scenario::relative::{self, Step};
use crate::units::{DAY, Instant};

impl Reader<'_> {
    /// A point in time against time 0.
    pub(super) fn instant(&mut self, node: &Node) -> Option<Instant> {
        let instant = match &node.value {
            Value::Date(date) => self.date_as_instant(*date, &node.place),
            Value::Text(text) => match date_of(text) {
                Some(date) => self.date_as_instant(date, &node.place),
                None => self.span_from_zero(node),
            },
            Value::Relative { base, text } => {
                let base = match base {
                    Some(base) => self.instant(base)?,
                    None => Instant(0),
                };
                self.moved_instant(node, base, text)
            }
            Value::Table(table) if table.get("uncertain").is_some() => self.span_from_zero(node),
            _ => {
                self.wrong_sort(node, "a point in time, such as \"3mo\" or 2026-04-01");
                None
            }
        }?;
        if instant.0.unsigned_abs() as f64 > SPAN.high {
            let message = "this is more than 1000 years away";
            self.error(&node.place, Trouble::new("out-of-range", message));
            return None;
        }
        Some(instant)
    }

    fn span_from_zero(&mut self, node: &Node) -> Option<Instant> {
        self.measured(node, &SPAN, None)
            .map(|ticks| Instant(ticks as i64))
    }

    fn moved_instant(&mut self, node: &Node, base: Instant, text: &str) -> Option<Instant> {
        match relative::parse(Unit::Span, text) {
            Ok(Step::Times(factor)) => Some(Instant((base.0 as f64 * factor).round() as i64)),
            Ok(Step::Plus(more)) => Some(Instant(base.0.saturating_add(more as i64))),
            Err(trouble) => {
                self.error(&node.place, trouble);
                None
            }
        }
    }

    fn date_as_instant(&mut self, date: Date, place: &Place) -> Option<Instant> {
        self.day(date, place).map(|days| Instant(days * DAY as i64))
    }

    /// Days from time 0.
    pub(super) fn day(&mut self, date: Date, place: &Place) -> Option<i64> {
        let Some(start) = self.start else {
            if self.root.at(&["clock", "start"]).is_some() {
                return None; // It is there but wrong, and that has been said.
            }
            let message = "a date means nothing until the clock has one";
            let trouble = Trouble::new("no-start-date", message);
            self.error(
                place,
                trouble.hint("give time 0 a date: [clock] start = 2026-01-05"),
            );
            return None;
        };
        Some(days_between(start, date))
    }

    /// An instant, a span drawn once per trial, or every delivery of a kind; never before time 0.
    pub(super) fn moment(&mut self, fields: &Fields<'_>, name: &str) -> When {
        let zero = When::Fixed(Instant(0));
        let Some(node) = fields.get(name) else {
            return zero;
        };
        let drawn = node
            .table()
            .is_some_and(|table| table.get("uncertain").is_none());
        if drawn {
            if node.at(&["each"]).is_some() {
                let opened = self.open(&EACH, node, &node.place);
                let kind = opened.and_then(|fields| self.named(&fields, "each"));
                return kind.map_or(zero, When::Each);
            }
            return self.spread_of(node, &SPAN, None).map_or(zero, When::Random);
        }
        let Some(instant) = self.instant(node) else {
            return zero;
        };
        if instant.0 < 0 {
            let message = "this is before time 0, and changes begin at time 0";
            let hint = "what holds from the start of the burn-in belongs in the `set` of a variant";
            self.error(
                &node.place,
                Trouble::new("out-of-range", message).hint(hint),
            );
        }
        When::Fixed(instant)
    }

    /// A date of a key.
    pub(super) fn date(&mut self, node: &Node) -> Option<Date> {
        let found = match &node.value {
            Value::Date(date) => Some(*date),
            Value::Text(text) => date_of(text),
            _ => None,
        };
        if found.is_none() {
            self.wrong_sort(node, "a date, such as 2026-04-01");
        }
        found
    }
}

/// A date written in quotes.
pub(super) fn date_of(text: &str) -> Option<Date> {
    let text = text.trim();
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}

/// Whole days from one date to another.
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

/// Whether a value is elapsed or working time, by its unit word.
pub(super) fn in_working_time(node: &Node) -> bool {
    match &node.value {
        Value::Text(text) => quantity::is_working(text),
        Value::Relative {
            base: Some(base), ..
        } => in_working_time(base),
        _ => false,
    }
}
