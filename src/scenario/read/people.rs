//! People: how many, by time too, in which order they work, how they are absent; and pools.

use super::calendar::Calendars;
use super::{Fields, Reader};
use crate::random::Distribution;
use crate::scenario::diagnostic::Place;
use crate::scenario::language::{ATTRITION, AWAY, OF_PEOPLE, POOL, SHIFT, STAFF_PROFILE};
use crate::scenario::log::Trouble;
use crate::scenario::model::{Away, Order, Shifts, Station, Team};
use crate::scenario::node::{Node, Value};
use crate::units::Span;

/// How many people, as written.
#[derive(Default)]
pub(super) struct Staff {
    /// The most at any time.
    pub(super) most: u32,
    pub(super) shifts: Option<Shifts>,
}

/// A pool that has been read: where its people are, and what its stations take from it.
pub(super) struct Pool {
    pub(super) team: usize,
    pub(super) order: Order,
    pub(super) focus: f64,
    pub(super) calendar: usize,
}

impl Reader<'_> {
    /// Reads all pools, in the order of their names.
    pub(super) fn read_pools(&mut self, calendars: &mut Calendars) {
        for (name, node) in self.tables("pool") {
            calendars.turn_to(self.org_of(name));
            let pool = self.pool(name, node, calendars);
            self.pooled.push(pool);
        }
    }

    fn pool(&mut self, name: &str, node: &Node, calendars: &mut Calendars) -> Option<Pool> {
        let place = self.root.place_of(&["pool", name]);
        let fields = self.open(&POOL, node, &place)?;
        let staff = self.must(&fields, "staff");
        let staff = staff.and_then(|node| self.people_of_pool(node, &fields));
        let own = self.named(&fields, "calendar");
        let calendar = calendars.mark(own.unwrap_or(calendars.usual));
        let pool = Pool {
            team: self.teams.len(),
            order: self.order(&fields),
            focus: self.number(&fields, "focus", 1.0),
            calendar,
        };
        let title = self.text(&fields, "title");
        let team = Team {
            name: name.to_owned(),
            title: title.unwrap_or_else(|| name.to_owned()),
            is_pool: true,
            ..self.team(&fields, staff.unwrap_or_default(), calendar)
        };
        self.teams.push(team);
        Some(pool)
    }

    fn people_of_pool(&mut self, node: &Node, fields: &Fields<'_>) -> Option<Staff> {
        if node.text() == Some("unlimited") {
            let trouble = Trouble::new("bad-value", "a pool is a number of people");
            let hint = "people without limit are not shared: write staff = \"unlimited\" at each \
                        station instead of `pool`";
            self.error(&node.place, trouble.hint(hint));
            return None;
        }
        self.people(node, fields)
    }

    /// What is said about people, wherever it stands. Name and title are the caller's.
    pub(super) fn team(&mut self, fields: &Fields<'_>, staff: Staff, calendar: usize) -> Team {
        let (attrition, opens) = self.attrition(fields).unzip();
        Team {
            org: 0,
            name: String::new(),
            title: String::new(),
            is_pool: false,
            staff: staff.most,
            shifts: staff.shifts,
            calendar,
            away: self.away(fields),
            attrition,
            opens: opens.flatten(),
            looks_every: None,
            cost_per_year: self.number_if(fields, "cost_per_year"),
        }
    }

    /// People of a station; `None`: not written, `Some(None)`: unlimited.
    pub(super) fn staff(&mut self, fields: &Fields<'_>) -> Option<Option<Staff>> {
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
        Some(self.people(node, fields))
    }

    /// A number of people, or people by time.
    fn people(&mut self, node: &Node, fields: &Fields<'_>) -> Option<Staff> {
        if let Value::Float(people) = node.value
            && people.fract() != 0.0
        {
            let trouble = Trouble::new("not-whole", format!("{people} is not a whole number"));
            let hint = "people are whole numbers; part-time is `focus`, as in focus = \"50%\"";
            self.error(&node.place, trouble.hint(hint));
            return None;
        }
        let by_time = node
            .table()
            .is_some_and(|table| table.get("uncertain").is_none());
        if by_time {
            return self.shifts(node);
        }
        let most = self.measured(node, fields.measure("staff"), None)?;
        Some(Staff {
            most: u32::try_from(most as u64).ok()?,
            shifts: None,
        })
    }

    fn shifts(&mut self, node: &Node) -> Option<Staff> {
        let fields = self.open(&STAFF_PROFILE, node, &node.place)?;
        let profile = self.must(&fields, "profile");
        let repeat = self.number_if(&fields, "repeat").map(|ticks| ticks as u64);
        let profile = profile?;
        let pieces: Vec<Option<(u64, u32)>> = profile
            .each()
            .iter()
            .map(|piece| self.shift(piece, repeat))
            .collect();
        let pieces: Vec<(u64, u32)> = pieces.into_iter().collect::<Option<_>>()?;
        let starts: Vec<u64> = pieces.iter().map(|piece| piece.0).collect();
        let example = "put { from = \"0h\", n = 0 } first if nobody is here then";
        self.check_pieces(profile, &starts, example);
        let most = pieces.iter().map(|piece| piece.1).max().unwrap_or(0);
        if most == 0 {
            let trouble = Trouble::new("out-of-range", "nobody is ever here");
            self.error(
                &profile.place,
                trouble.hint("some piece needs people: n = 1 or more"),
            );
        }
        if repeat.is_none() && self.burn_in > Span(0) {
            let message = "this profile begins at time 0, so nobody is here during the burn-in";
            let hint = "add `repeat`, as in repeat = \"1d\": then it also runs before time 0";
            let trouble = Trouble::new("empty-burn-in", message);
            self.log.warning(&profile.place, trouble.hint(hint));
        }
        let shifts = Some(Shifts { pieces, repeat });
        Some(Staff { most, shifts })
    }

    fn shift(&mut self, node: &Node, repeat: Option<u64>) -> Option<(u64, u32)> {
        let fields = self.open(&SHIFT, node, &node.place)?;
        let from = self.number_must(&fields, "from");
        let people = self.number_must(&fields, "n");
        let (from, people) = (from? as u64, people?);
        self.check_within_cycle(&fields, from, repeat);
        Some((from, u32::try_from(people as u64).ok()?))
    }

    pub(super) fn order(&mut self, fields: &Fields<'_>) -> Order {
        let word = self.word(fields, "order");
        let named = |order: &Order| Some(order.name()) == word;
        Order::ALL.into_iter().find(named).unwrap_or_default()
    }

    fn away(&mut self, people: &Fields<'_>) -> Option<Away> {
        let node = people.get("away")?;
        let fields = self.open(&AWAY, node, &node.place)?;
        let every = self.must(&fields, "every");
        let every = every.and_then(|_| self.spread_if(&fields, "every"));
        let lasts = self.must(&fields, "lasts");
        let lasts = lasts.and_then(|_| self.spread_if(&fields, "lasts"));
        Some(Away {
            every: every?,
            lasts: lasts?,
        })
    }

    /// How long people stay, and which kind of work brings another.
    fn attrition(&mut self, people: &Fields<'_>) -> Option<(Distribution, Option<usize>)> {
        let node = people.get("attrition")?;
        let fields = self.open(&ATTRITION, node, &node.place)?;
        let opens = self.named(&fields, "opens");
        self.must(&fields, "after")?;
        Some((self.spread_if(&fields, "after")?, opens))
    }

    /// What a station has from its pool, and nothing of its own that belongs to people.
    pub(super) fn join_pool(&mut self, fields: &Fields<'_>, station: &mut Station) {
        let Some(position) = self.named(fields, "pool") else {
            return;
        };
        let pool = self.pools[position].clone();
        for key in OF_PEOPLE {
            if let Some(entry) = fields.entry(key) {
                let trouble = not_of_station(&station.name, &pool, key);
                self.error(&entry.key_place, trouble);
            }
        }
        if let Some(Some(pool)) = self.pooled.get(position) {
            station.team = Some(pool.team);
            station.order = pool.order;
            station.focus = pool.focus;
            station.calendar = pool.calendar;
        }
    }

    /// The people of all stations, sorted by name; a pool without stations is nobody's.
    pub(super) fn settle_teams(&mut self, stations: &mut [Station]) -> Vec<Team> {
        let teams = std::mem::take(&mut self.teams);
        let mut kept: Vec<(usize, Team)> = teams.into_iter().enumerate().collect();
        kept.retain(|(old, _)| stations.iter().any(|station| station.team == Some(*old)));
        kept.sort_by(|(_, one), (_, other)| one.name.cmp(&other.name));
        for station in stations {
            let own = |(old, _): &(usize, Team)| station.team == Some(*old);
            station.team = kept.iter().position(own);
        }
        let settled = kept.into_iter().map(|(_, team)| Team {
            org: self.org_of(&team.name),
            ..team
        });
        settled.collect()
    }

    /// A pool and a station are told apart by their names.
    pub(super) fn check_pool_name(&mut self, name: &str, place: &Place) {
        if self.stations.iter().any(|station| station == name) {
            let message = format!("a pool and a station are both called `{name}`");
            let hint = "results name people by their station or pool: give the pool another name";
            self.error(place, Trouble::new("same-name", message).hint(hint));
        }
    }
}

/// That people of a pool are described with the pool.
fn not_of_station(station: &str, pool: &str, key: &str) -> Trouble {
    let message = match key {
        "staff" => format!("`{station}` has either `staff` or `pool`, not both"),
        _ => format!("the people of `{station}` are the pool `{pool}`, so `{key}` belongs there"),
    };
    let hint = match key {
        "staff" => format!("its people are those of [pool.{pool}]: take `staff` or `pool` out"),
        _ => format!("move `{key}` to [pool.{pool}], where it holds for all its stations"),
    };
    Trouble::new("pooled", message).hint(hint)
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
