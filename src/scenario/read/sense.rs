//! What has no meaning together: rooms in which nobody waits, orders that order nothing, people who
//! are not there to be absent; and circles in which people wait for each other.

use super::calendar::Calendars;
use super::leads::kinds_with_items;
use super::orgs::limit_of_all;
use super::ways::{Narrow, circles, first_steps, steps_after};
use super::{Fields, Reader};
use crate::scenario::diagnostic::Place;
use crate::scenario::log::Trouble;
use crate::scenario::model::{Demand, Kind, Order, Org, Start, Station, WhenFull};
use crate::scenario::nearest::listed;

/// Something read, and whether it was free of errors.
type Read<T> = (Option<T>, bool);

impl Reader<'_> {
    /// Rules within one station that was read without errors.
    pub(super) fn check_sense(
        &mut self,
        fields: &Fields<'_>,
        station: &Station,
        calendars: &Calendars,
    ) {
        if station.waiting_room.is_none() {
            let message = "`when_full` means nothing without `waiting_room`";
            let hint = "any number may wait here: add `waiting_room`, as in waiting_room = 3";
            let trouble = Trouble::new("idle-key", message).hint(hint);
            self.refuse(fields, "when_full", trouble);
        }
        if fields.has("pool") {
            let message = "`looks_every` belongs to people of one station, not to a pool";
            let hint = "take it out: who is free in a pool finds what waits at any of its stations";
            let trouble = Trouble::new("pooled", message).hint(hint);
            self.refuse(fields, "looks_every", trouble);
        }
        self.check_room_for_batch(fields, station);
        self.check_load(fields, station);
        let name = &station.name;
        if station.touch.iter().all(|touch| touch.mean() == 0.0) {
            let message =
                format!("`role` says what hands-on time at `{name}` is, and there is none");
            let hint = "give it `touch`, or take `role` out";
            self.warn(fields, "role", Trouble::new("idle-key", message).hint(hint));
        }
        if station.team.is_none() {
            let why = format!("the people of `{name}` are without limit");
            self.check_at_once(fields, station, &why, calendars);
            self.check_unlimited(fields, station);
        } else if station.order == Order::Sharing {
            let why = format!("`{name}` works on everything at once (\"processor_sharing\")");
            self.check_at_once(fields, station, &why, calendars);
            self.check_sharing(fields, station);
        }
    }

    /// Where work begins at once nobody waits, nobody looks for work, and nothing gives up.
    fn check_at_once(
        &mut self,
        fields: &Fields<'_>,
        station: &Station,
        why: &str,
        calendars: &Calendars,
    ) {
        if station.gate.is_none() {
            let hint = "take it out, or limit what is inside with [intake] wip_limit";
            let message = format!("{why}, so nobody waits and there is no `waiting_room`");
            let trouble = Trouble::new("idle-key", message).hint(hint);
            self.refuse(fields, "waiting_room", trouble);
        }
        if !fields.has("pool") {
            let message = format!("{why}, so nobody ever looks for work");
            let trouble = Trouble::new("idle-key", message).hint("take `looks_every` out");
            self.refuse(fields, "looks_every", trouble);
        }
        let team = station.team.and_then(|team| self.teams.get(team));
        let absent = team.is_some_and(|team| {
            team.shifts.is_some() || team.away.is_some() || team.attrition.is_some()
        });
        if calendars.is_always(station.calendar) && station.gate.is_none() && !absent {
            let message = format!("{why}, so work begins at once and nothing gives up");
            let trouble = Trouble::new("idle-key", message).hint("take `abandon` out");
            self.warn(fields, "abandon", trouble);
        }
    }

    /// Nobody there has a previous item, and nothing is first.
    fn check_sharing(&mut self, fields: &Fields<'_>, station: &Station) {
        let name = &station.name;
        let message = format!(
            "`{name}` works on everything at once (\"processor_sharing\"), so nobody changes over"
        );
        let hint = "take `setup` out, or choose another order";
        self.refuse(
            fields,
            "setup",
            Trouble::new("idle-key", message).hint(hint),
        );
        let slots = station
            .gate
            .as_ref()
            .is_some_and(|gate| gate.slots.is_some());
        if slots {
            let message = format!(
                "\"processor_sharing\" does not say whom the gate of `{name}` admits first"
            );
            let hint =
                "take `slots` out, choose another order, or give the gate a station of its own";
            self.refuse(
                fields,
                "gate",
                Trouble::new("bad-order", message).hint(hint),
            );
        }
    }

    /// What concerns people one by one does nothing where there is always another.
    fn check_unlimited(&mut self, fields: &Fields<'_>, station: &Station) {
        let name = &station.name;
        let slots = station
            .gate
            .as_ref()
            .is_some_and(|gate| gate.slots.is_some());
        let rules = [
            ("order", "nobody waits for another", slots),
            ("setup", "nobody changes over", false),
            ("away", "nobody is missed", false),
            ("attrition", "nobody is missed", false),
            ("cost_per_year", "nobody knows how many to pay", false),
        ];
        for (key, so, means_something) in rules {
            if !means_something {
                let message = format!(
                    "`{key}` does nothing: the people of `{name}` are without limit, so {so}"
                );
                let hint = format!("take `{key}` out, or give `staff` a number");
                self.warn(fields, key, Trouble::new("idle-key", message).hint(hint));
            }
        }
    }

    pub(super) fn refuse(&mut self, fields: &Fields<'_>, key: &str, trouble: Trouble) {
        if let Some(entry) = fields.entry(key) {
            self.error(&entry.key_place, trouble);
        }
    }

    pub(super) fn warn(&mut self, fields: &Fields<'_>, key: &str, trouble: Trouble) {
        if let Some(entry) = fields.entry(key) {
            self.log.warning(&entry.key_place, trouble);
        }
    }

    /// Rules about people and rooms that need all stations and kinds, if those are free of errors.
    pub(super) fn check_rooms(
        &mut self,
        kinds: &[Read<Kind>],
        stations: &[Read<Station>],
        orgs: &[Org],
    ) {
        // A broken value is no error here, and nothing was read of it.
        let all_kinds = kinds.iter().all(|(kind, fine)| *fine && kind.is_some());
        let all_stations = stations.iter().all(|(of, fine)| *fine && of.is_some());
        if !all_kinds || !all_stations {
            return;
        }
        let kinds: Vec<&Kind> = kinds.iter().filter_map(|(kind, _)| kind.as_ref()).collect();
        let stations = stations.iter().filter_map(|(station, _)| station.as_ref());
        let stations: Vec<&Station> = stations.collect();
        for (position, kind) in kinds.iter().enumerate() {
            let limited = orgs[kind.org].wip_limit.is_some();
            self.check_turned_away(kind, position, &stations, limited);
        }
        let opened = self.teams.iter().filter_map(|team| team.opens).collect();
        let come = kinds_with_items(kinds.iter().copied().enumerate(), opened);
        let coming: Vec<&Kind> = come.iter().map(|at| kinds[*at]).collect();
        self.check_queues(&coming, &stations);
        for circle in circles(&coming, &come, &stations) {
            if !self.never_fills(&circle, &coming, &stations, limit_of_all(orgs)) {
                self.say_circle(&circle, &stations);
            }
        }
    }

    /// An endless kind that is turned away the instant it is released would be released for ever.
    fn check_turned_away(
        &mut self,
        kind: &Kind,
        position: usize,
        stations: &[&Station],
        limited: bool,
    ) {
        if kind.demand != Demand::Endless || !kind.counts || !limited {
            return;
        }
        let mut ahead = first_steps(kind);
        let mut at = 0;
        while let Some(&step) = ahead.get(at) {
            at += 1;
            let station = stations[kind.route[step].station];
            let turns_away =
                station.waiting_room.is_some() && station.when_full == WhenFull::TurnAway;
            let gives_up = station.patience.as_ref().is_some_and(|of| of.mean() == 0.0);
            if turns_away || gives_up {
                let why = match turns_away {
                    true => "turns away what finds no room",
                    false => "is left by all that has to wait",
                };
                let name = &station.name;
                let message =
                    format!("endless demand in front of `{name}`, which {why}, would never end");
                let hint = "there is always another to be released at once; let it wait, or give \
                            the kind a rate of arrivals";
                let place = self
                    .root
                    .place_of(&["work", &kind.name, "demand", "endless"]);
                self.error(&place, Trouble::new("endless", message).hint(hint));
                return;
            }
            if super::checks::takes_no_time(station, position) {
                let next = steps_after(kind, step).into_iter();
                let next: Vec<usize> = next.filter(|step| !ahead.contains(step)).collect();
                ahead.extend(next);
            }
        }
    }

    /// Orders and setups that make no difference to the kinds that come.
    fn check_queues(&mut self, kinds: &[&Kind], stations: &[&Station]) {
        for (position, station) in stations.iter().enumerate() {
            let served = |at: usize| match station.team {
                Some(team) => stations[at].team == Some(team),
                None => at == position,
            };
            let comes = |kind: &&&Kind| {
                let mut steps = kind.route.iter();
                steps.any(|step| step.chance > 0.0 && served(step.station))
            };
            let here: Vec<&&Kind> = kinds.iter().filter(comes).collect();
            if here.is_empty() {
                continue;
            }
            let same = here.iter().all(|kind| kind.priority == here[0].priority);
            let ordered = matches!(station.order, Order::Priority | Order::Preempt);
            if same && ordered {
                self.same_priority(station);
            }
            let visits = here.iter().flat_map(|kind| {
                let steps = kind.route.iter().map(|step| step.station);
                steps.filter(|at| served(*at)).map(|at| (&kind.name, at))
            });
            let mut visits: Vec<_> = visits.collect();
            visits.sort_unstable();
            visits.dedup();
            if visits.len() == 1 && station.team.is_some() && station.setup.is_some() {
                let message = format!(
                    "nobody changes over at `{}`: only `{}` comes there",
                    station.name, visits[0].0
                );
                let hint = "take `setup` out; what every item needs belongs to `touch`";
                let place = self.root.place_of(&["station", &station.name, "setup"]);
                let trouble = Trouble::new("idle-key", message);
                self.log.warning(&place, trouble.hint(hint));
            }
        }
    }

    fn same_priority(&mut self, station: &Station) {
        let pool = station.team.and_then(|team| self.teams.get(team));
        let pool = pool.filter(|team| team.is_pool);
        let (keys, what) = match pool {
            Some(pool) => (["pool", pool.name.as_str(), "order"], "the pool "),
            None => (["station", station.name.as_str(), "order"], ""),
        };
        let place = self.root.place_of(&keys);
        let message = format!(
            "{what}`{}` goes by priority, but all kinds that come there have the same",
            keys[1]
        );
        let hint = "give a kind a `priority`; as it is, first come is first served";
        let trouble = Trouble::new("idle-key", message);
        self.log.warning(&place, trouble.hint(hint));
    }

    /// Whether too few items can be inside to fill a circle.
    fn never_fills(
        &self,
        circle: &[Narrow],
        kinds: &[&Kind],
        stations: &[&Station],
        wip_limit: Option<u64>,
    ) -> bool {
        let outside = |kind: &&Kind| {
            let mut initial = kind.initial.iter();
            !kind.counts || initial.any(|initial| initial.at != Start::Backlog)
        };
        let forked = kinds.iter().any(|kind| !kind.forks.is_empty());
        let Some(limit) = wip_limit.filter(|_| !forked && !kinds.iter().any(outside)) else {
            return false;
        };
        let needed = circle.iter().map(|way| {
            let team = stations[way.from]
                .team
                .and_then(|team| self.teams.get(team));
            let people = team.map_or(0, |team| team.staff);
            u64::from(people) + u64::from(stations[way.to].waiting_room.unwrap_or(0))
        });
        limit < needed.sum()
    }

    fn say_circle(&mut self, circle: &[Narrow], stations: &[&Station]) {
        let name = |at: usize| stations[at].name.as_str();
        let ways = circle.iter().enumerate().map(|(number, way)| {
            let verb = if number == 0 { " passes work" } else { "" };
            match way.from == way.to {
                true => format!("`{}` passes work back to itself", name(way.from)),
                false => format!("`{}`{verb} to `{}`", name(way.from), name(way.to)),
            }
        });
        let ways: Vec<String> = ways.collect();
        let mut message = format!(
            "{}, and people hold what is done until there is room: they can all stand still for ever",
            ways.join(", ")
        );
        let behind = circle.iter().cycle().skip(1);
        for (way, next) in circle.iter().zip(behind) {
            let team = stations[way.to].team.and_then(|team| self.teams.get(team));
            if let (Some(team), true) = (team, way.to != next.from) {
                message.push_str(&format!(
                    " (`{}` and `{}` share the pool `{}`)",
                    name(way.to),
                    name(next.from),
                    team.name
                ));
            }
        }
        let rooms: Vec<&str> = circle.iter().map(|way| name(way.to)).collect();
        let hint = match rooms.as_slice() {
            [one] => format!(
                "take the `waiting_room` of `{one}` out, or let it turn away: when_full = \"turn_away\""
            ),
            rooms => format!(
                "take the `waiting_room` of one of {} out, or let it turn away: when_full = \
                 \"turn_away\"",
                listed(rooms)
            ),
        };
        let first = rooms.first().copied().unwrap_or_default();
        let place: Place = self.root.place_of(&["station", first, "waiting_room"]);
        let trouble = Trouble::new("deadlock", message);
        self.log.warning(&place, trouble.hint(hint));
    }
}
