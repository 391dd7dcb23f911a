//! Kinds of work.

use super::calendar::Calendars;
use super::route::Route;
use super::{Fields, Reader};
use crate::scenario::diagnostic::Place;
use crate::scenario::language::{VALUE, WORK};
use crate::scenario::log::Trouble;
use crate::scenario::model::{Demand, Fork, Kind, Start, Value};
use crate::scenario::node::{Entry, Node, Value as Written};
use crate::scenario::orgs::{orgs_of, owner};
use crate::scenario::quantity;
use crate::scenario::via::is_sent;

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
        let sent = is_sent(self.root, name);
        let before = self.log.errors();
        let source = self.demand(&fields, calendars, &route.steps, limited && counts);
        if self.log.errors() == before && source.demand != Demand::Endless {
            self.idle_share(&fields);
        }
        let delivered_after = self.delivered(&fields, &route);
        let kind = Kind {
            org: self.org_of(name),
            name: name.to_owned(),
            title: self
                .text(&fields, "title")
                .unwrap_or_else(|| name.to_owned()),
            demand: source.demand,
            // A change begins when it happens, whatever the hour.
            calendar: source.calendar.filter(|_| !sent),
            at_once: source.at_once,
            total: source.total,
            initial: source.initial,
            share: self.number(&fields, "share", 1.0),
            size: self.spread(&fields, "size", 1.0),
            priority: self.number(&fields, "priority", 0.0) as i64,
            counts,
            sent,
            delivered_after,
            value: fields.get("value").and_then(|value| self.value(value)),
            leads_to: self.leads(fields.get("leads_to")),
            // Read apart, like changes.
            effect: None,
            route: route.steps,
            forks: route.forks,
        };
        self.check_initial(&kind);
        (!kind.route.is_empty()).then_some(kind)
    }

    /// Whoever waits when the run begins has not been delivered yet.
    fn check_initial(&mut self, kind: &Kind) {
        for initial in &kind.initial {
            let Start::Step(step) = initial.at else {
                continue;
            };
            if step > kind.delivered_after {
                let station = self.stations[kind.route[step].station].clone();
                let place = ["work", &kind.name, "demand", "initial", &station];
                let place = self.root.place_of(&place);
                let message = format!("what waits at `{station}` has been delivered already");
                let trouble = Trouble::new("out-of-range", message);
                let hint = "name a station up to `delivered_at`: what is behind it is not inside";
                self.error(&place, trouble.hint(hint));
            }
        }
    }

    /// A share means something among endless kinds alone.
    fn idle_share(&mut self, fields: &Fields<'_>) {
        let Some(share) = fields.entry("share") else {
            return;
        };
        let message = "`share` means nothing for a kind whose demand is not endless";
        let trouble = Trouble::new("idle-key", message);
        let trouble = trouble.hint("it is the weight among endless kinds: leave it out");
        // An edit of the demand may leave it behind.
        if fields
            .entry("demand")
            .is_some_and(|entry| self.was_edited(entry))
        {
            self.log.warning(&share.key_place, trouble);
        } else {
            self.error(&share.key_place, trouble);
        }
    }

    /// Whether a value no longer stands behind its key in a file.
    fn was_edited(&self, entry: &Entry) -> bool {
        let (key, value) = (&entry.key_place, &entry.node.place);
        let parts = entry.node.table().map(|table| (table, table.braces));
        if let Some((table, _)) = parts
            && (table.entries.is_empty() || table.entries.iter().any(|part| self.was_edited(part)))
        {
            return true;
        }
        if let Some((_, false)) = parts {
            return false;
        }
        let text = &self.log.source(key.source).text;
        let between = text.get(key.span.end..value.span.start);
        let sign = |c: char| c.is_whitespace() || "=\"'".contains(c);
        key.source != value.source || !between.is_some_and(|text| text.chars().all(sign))
    }

    fn delivered(&mut self, fields: &Fields<'_>, route: &Route) -> usize {
        let steps = &route.steps;
        let end = steps.len().saturating_sub(1);
        let Some(station) = self.named(fields, "delivered_at") else {
            return end;
        };
        let Some(position) = steps.iter().rposition(|step| step.station == station) else {
            if let (Some(node), false) = (fields.get("delivered_at"), steps.is_empty()) {
                let message = format!("the route never visits `{}`", self.stations[station]);
                let hint = "name a station of the route, or leave `delivered_at` out for its end";
                self.error(
                    &node.place,
                    Trouble::new("not-on-route", message).hint(hint),
                );
            }
            return end;
        };
        let inside = |fork: &Fork| fork.steps().contains(&position);
        if let (Some(node), true) = (fields.get("delivered_at"), route.forks.iter().any(inside)) {
            let station = &self.stations[station];
            let message = format!("other steps stand beside `{station}`, so it delivers nothing");
            let hint = "name a station that is passed by itself; a route that ends with steps side \
                        by side delivers when they are done";
            let trouble = Trouble::new("bad-delivery", message);
            self.error(&node.place, trouble.hint(hint));
        }
        position
    }

    fn value(&mut self, node: &Node) -> Option<Value> {
        if let Some(text) = relative_to_table(node) {
            let message = format!("\"{text}\" cannot change amount and decay at once");
            let hint = "put `amount` at the end of the path";
            let trouble = Trouble::new("nothing-to-change", message);
            self.error(&node.place, trouble.hint(hint));
            return None;
        }
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
        let local = match owner(self.root, name) {
            (Some(org), local) if orgs_of(self.root).contains(&org) => local,
            _ => name,
        };
        if !local.is_empty() && local.chars().all(fits) {
            return;
        }
        let trouble = Trouble::new("bad-name", format!("`{name}` cannot be a name"));
        let hint = "names are letters, digits, `_` and `-`; use `title` for what people see";
        self.error(place, trouble.hint(hint));
    }
}

/// The relative value, if what it would change is a table of amount and decay.
fn relative_to_table(node: &Node) -> Option<&str> {
    let Written::Relative {
        base: Some(base),
        text,
    } = &node.value
    else {
        return None;
    };
    let whole = base
        .table()
        .is_some_and(|table| table.get("uncertain").is_none());
    (whole || relative_to_table(base).is_some()).then_some(text.as_str())
}
