//! Stations: people, touch, and what else happens to a visit.

use super::calendar::Calendars;
use super::people::Staff;
use super::{Fields, Reader};
use crate::random::Distribution;
use crate::scenario::diagnostic::Place;
use crate::scenario::language::{ABANDON, EFFORT, Names, STATION};
use crate::scenario::log::Trouble;
use crate::scenario::model::{Basis, Role, Station, Team, WhenFull};
use crate::scenario::node::Node;

impl Reader<'_> {
    pub(super) fn station(
        &mut self,
        name: &str,
        node: &Node,
        calendars: &mut Calendars,
    ) -> Option<Station> {
        let place = self.root.place_of(&["station", name]);
        let fields = self.open(&STATION, node, &place)?;
        let before = self.log.errors();
        let staff = self.staff(&fields);
        let is_written = staff.is_some() || fields.has("pool");
        let touch = self.touch(&fields);
        let own = self.named(&fields, "calendar");
        let title = self.text(&fields, "title");
        let mut station = Station {
            org: self.org_of(name),
            name: name.to_owned(),
            title: title.unwrap_or_else(|| name.to_owned()),
            team: None,
            order: self.order(&fields),
            waiting_room: self.room(&fields),
            when_full: self.when_full(&fields),
            patience: self.patience(&fields),
            setup: self.spread_if(&fields, "setup"),
            touch,
            pace: self.number(&fields, "pace", 1.0),
            interference: self.number(&fields, "interference", 0.0),
            coordination: self.number(&fields, "coordination", 0.0),
            hurry: self.hurry(&fields),
            calendar: own.unwrap_or(calendars.usual),
            focus: self.number(&fields, "focus", 1.0),
            gate: self.gate(&fields),
            batch: self.batch(&fields),
            rework: self.reworks(&fields),
            flaws: self.number(&fields, "flaws", 0.0),
            catches: self.catches(&fields),
            auto: self.autos(&fields),
            delay: self.spread_if(&fields, "delay"),
            role: self.role(&fields),
            basis: self.basis(&fields),
        };
        self.own_team(&fields, staff.flatten(), &mut station);
        self.join_pool(&fields, &mut station);
        calendars.mark(station.calendar);
        if !is_written {
            self.check_unstaffed(&fields, name, &place);
        }
        if self.log.errors() == before {
            self.check_sense(&fields, &station, calendars);
        }
        Some(station)
    }

    /// The people of a station itself, if it has any.
    fn own_team(&mut self, fields: &Fields<'_>, staff: Option<Staff>, station: &mut Station) {
        let is_limited = staff.is_some();
        let team = Team {
            name: station.name.clone(),
            title: station.title.clone(),
            looks_every: self.spread_if(fields, "looks_every"),
            ..self.team(fields, staff.unwrap_or_default(), station.calendar)
        };
        if is_limited && !fields.has("pool") {
            station.team = Some(self.teams.len());
            self.teams.push(team);
        }
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

    fn room(&mut self, fields: &Fields<'_>) -> Option<u32> {
        let room = self.count_if(fields, "waiting_room");
        room.and_then(|room| u32::try_from(room).ok())
    }

    fn when_full(&mut self, fields: &Fields<'_>) -> WhenFull {
        match self.word(fields, "when_full") {
            Some("turn_away") => WhenFull::TurnAway,
            _ => WhenFull::Block,
        }
    }

    fn patience(&mut self, station: &Fields<'_>) -> Option<Distribution> {
        let node = station.get("abandon")?;
        let fields = self.open(&ABANDON, node, &node.place)?;
        self.must(&fields, "after")?;
        self.spread_if(&fields, "after")
    }

    fn role(&mut self, fields: &Fields<'_>) -> Role {
        let roles = [Role::Judgment, Role::Integration];
        let word = self.word(fields, "role");
        let role = roles.into_iter().find(|role| Some(role.name()) == word);
        role.unwrap_or_default()
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
