//! Stations: people, touch, and what else happens to a visit.

use super::calendar::Calendars;
use super::{Fields, Reader};
use crate::random::Distribution;
use crate::scenario::diagnostic::Place;
use crate::scenario::language::{EFFORT, LATER_ORDERS, Names, STATION};
use crate::scenario::log::Trouble;
use crate::scenario::model::{Basis, Order, Station, Team, WhenFull};
use crate::scenario::node::{Node, Value};

impl Reader<'_> {
    pub(super) fn station(
        &mut self,
        name: &str,
        node: &Node,
        calendars: &mut Calendars,
    ) -> Option<Station> {
        let place = self.root.place_of(&["station", name]);
        let fields = self.open(&STATION, node, &place)?;
        let staff = self.staff(&fields);
        let touch = self.touch(&fields);
        let own = self.named(&fields, "calendar");
        self.order(&fields);
        let mut station = Station {
            name: name.to_owned(),
            title: self
                .text(&fields, "title")
                .unwrap_or_else(|| name.to_owned()),
            team: None,
            order: Order::Fifo,
            waiting_room: None,
            when_full: WhenFull::Block,
            patience: None,
            setup: None,
            touch,
            pace: self.number(&fields, "pace", 1.0),
            calendar: calendars.mark(own.unwrap_or(calendars.usual)),
            focus: self.number(&fields, "focus", 1.0),
            gate: self.gate(&fields),
            rework: self.reworks(&fields),
            delay: self.spread_if(&fields, "delay"),
            basis: self.basis(&fields),
        };
        if let Some(Some(staff)) = staff {
            station.team = Some(self.teams.len());
            let cost_per_year = self.number_if(&fields, "cost_per_year");
            self.teams.push(Team {
                name: name.to_owned(),
                title: station.title.clone(),
                is_pool: false,
                staff,
                shifts: None,
                calendar: station.calendar,
                away: None,
                attrition: None,
                looks_every: None,
                cost_per_year,
            });
        }
        if staff.is_none() && !fields.has("pool") {
            self.check_unstaffed(&fields, name, &place);
        }
        Some(station)
    }

    /// `None`: not written; `Some(None)`: unlimited.
    fn staff(&mut self, fields: &Fields<'_>) -> Option<Option<u32>> {
        let node = fields.get("staff")?;
        if node.text() == Some("unlimited") {
            return Some(None);
        }
        if let Some(text) = node.text().filter(|text| text.parse::<f64>().is_err()) {
            let trouble =
                Trouble::new("bad-value", format!("\"{text}\" is not a number of people"));
            self.error(
                &node.place,
                trouble.hint("write a whole number, or \"unlimited\""),
            );
            return Some(None);
        }
        if let Some(text) = relative_to_unlimited(node) {
            let message = format!("the staff is unlimited, so \"{text}\" cannot change it");
            let trouble = Trouble::new("nothing-to-change", message);
            self.error(
                &node.place,
                trouble.hint("write the number of people itself"),
            );
            return Some(None);
        }
        if let Some(entry) = node.table().and_then(|table| table.entry("profile")) {
            self.error(&entry.key_place, super::fields::not_yet("profile"));
            return Some(None);
        }
        if let Value::Float(people) = node.value
            && people.fract() != 0.0
        {
            let trouble = Trouble::new("not-whole", format!("{people} is not a whole number"));
            let hint = "people are whole numbers; part-time is `focus`, as in focus = \"50%\"";
            self.error(&node.place, trouble.hint(hint));
            return Some(None);
        }
        let measure = fields.measure("staff");
        let people = self.measured(node, measure, None);
        Some(people.and_then(|people| u32::try_from(people as u64).ok()))
    }

    /// Touch by position of the kind.
    fn touch(&mut self, fields: &Fields<'_>) -> Vec<Distribution> {
        let usual = self.spread(fields, "touch", 0.0);
        let mut touch = vec![usual.clone(); self.kinds.len()];
        let Some(node) = fields.get("touch_for") else {
            return touch;
        };
        let Some(table) = node.table() else {
            self.wrong_sort(node, "a table of times by kind, such as { fix = \"2h\" }");
            return touch;
        };
        for entry in &table.entries {
            let kind = self.position(Names::Kind, &entry.key, &entry.key_place);
            let own = self.spread_of(&entry.node, &EFFORT, Some(&usual));
            if let (Some(kind), Some(own)) = (kind, own) {
                touch[kind] = own;
            }
        }
        touch
    }

    fn order(&mut self, fields: &Fields<'_>) {
        let Some(node) = fields.get("order") else {
            return;
        };
        match node.text() {
            Some(order) if LATER_ORDERS.contains(&order) => {
                let message = format!("order = \"{order}\" is not supported yet");
                let trouble = Trouble::new("not-supported-yet", message);
                self.error(
                    &node.place,
                    trouble.hint("leave it out: first come, first served"),
                );
            }
            _ => {
                self.word(fields, "order");
            }
        }
    }

    fn basis(&mut self, fields: &Fields<'_>) -> Basis {
        match self.word(fields, "basis") {
            Some("law") => Basis::Law,
            Some("habit") => Basis::Habit,
            _ => Basis::Work,
        }
    }

    /// Without people there has to be something else, and nothing that takes hands.
    fn check_unstaffed(&mut self, fields: &Fields<'_>, name: &str, place: &Place) {
        if fields.misspells("staff") {
            return;
        }
        for key in ["touch", "touch_for"] {
            if let Some(touch) = fields.get(key) {
                let trouble = Trouble::new("no-staff", format!("who does the work of `{name}`?"));
                let hint = "give `staff`: a number, or \"unlimited\"";
                self.error(&touch.place, trouble.hint(hint));
                return;
            }
        }
        if !fields.has("gate") && !fields.has("delay") {
            let message = format!("nothing happens at `{name}`: it has no staff, gate or delay");
            let hint = "give `staff` and `touch`, or a `gate`, or a `delay`";
            self.error(place, Trouble::new("no-staff", message).hint(hint));
        }
    }
}

/// The relative value, if what it would change is "unlimited".
fn relative_to_unlimited(node: &Node) -> Option<&str> {
    let Value::Relative {
        base: Some(base),
        text,
    } = &node.value
    else {
        return None;
    };
    let unlimited = base.text() == Some("unlimited") || relative_to_unlimited(base).is_some();
    unlimited.then_some(text.as_str())
}
