//! Kinds of work.

use super::calendar::Calendars;
use super::{Fields, Reader};
use crate::scenario::diagnostic::Place;
use crate::scenario::language::{VALUE, WORK};
use crate::scenario::log::Trouble;
use crate::scenario::model::{Kind, Step, Value};
use crate::scenario::node::Node;
use crate::scenario::quantity;

impl Reader<'_> {
    /// A kind of work; `None` if it is no table or has no usable route.
    pub(super) fn kind(
        &mut self,
        name: &str,
        node: &Node,
        calendars: &mut Calendars,
        limited: bool,
    ) -> Option<Kind> {
        let place = self.root.place_of(&["work", name]);
        let fields = self.open(&WORK, node, &place)?;
        let route = self.route(&fields);
        let counts = self.flag(&fields, "counts").unwrap_or(true);
        let source = self.demand(&fields, calendars, &route, limited && counts);
        let kind = Kind {
            name: name.to_owned(),
            title: self
                .text(&fields, "title")
                .unwrap_or_else(|| name.to_owned()),
            demand: source.demand,
            calendar: source.calendar,
            at_once: source.at_once,
            total: source.total,
            initial: source.initial,
            share: self.number(&fields, "share", 1.0),
            size: self.spread(&fields, "size", 1.0),
            priority: self.number(&fields, "priority", 0.0) as i64,
            counts,
            delivered_after: self.delivered(&fields, &route),
            value: fields.get("value").and_then(|value| self.value(value)),
            route,
        };
        (!kind.route.is_empty()).then_some(kind)
    }

    fn delivered(&mut self, fields: &Fields<'_>, route: &[Step]) -> usize {
        let end = route.len().saturating_sub(1);
        let Some(station) = self.named(fields, "delivered_at") else {
            return end;
        };
        let Some(position) = route.iter().rposition(|step| step.station == station) else {
            if let (Some(node), false) = (fields.get("delivered_at"), route.is_empty()) {
                let message = format!("the route never visits `{}`", self.stations[station]);
                let hint = "name a station of the route, or leave `delivered_at` out for its end";
                self.error(
                    &node.place,
                    Trouble::new("not-on-route", message).hint(hint),
                );
            }
            return end;
        };
        position
    }

    fn value(&mut self, node: &Node) -> Option<Value> {
        let Some(_) = node
            .table()
            .filter(|table| table.get("uncertain").is_none())
        else {
            let measure = VALUE.key("amount").and_then(|key| key.kind.measure())?;
            let amount = self.measured(node, measure, None)?;
            return Some(Value {
                amount,
                loss_per_month: 0.0,
            });
        };
        let fields = self.open(&VALUE, node, &node.place)?;
        let amount = self.number_must(&fields, "amount");
        let loss = match fields.get("decay") {
            None => Some(0.0),
            Some(decay) => self.decay(decay),
        };
        Some(Value {
            amount: amount?,
            loss_per_month: loss?,
        })
    }

    fn decay(&mut self, node: &Node) -> Option<f64> {
        let text = self.text_of(node)?;
        quantity::decay(&text)
            .map_err(|trouble| self.error(&node.place, trouble))
            .ok()
    }

    /// Letters, digits, `_` and `-`.
    pub(super) fn check_name(&mut self, name: &str, place: &Place) {
        let fits = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        if !name.is_empty() && name.chars().all(fits) {
            return;
        }
        let trouble = Trouble::new("bad-name", format!("`{name}` cannot be a name"));
        let hint = "names are letters, digits, `_` and `-`; use `title` for what people see";
        self.error(place, trouble.hint(hint));
    }
}
