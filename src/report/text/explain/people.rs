//! People in plain words: how many, when, in which order they work; rooms and patience; pools.

use super::facts::{Fact, Part, Teller};
use super::words::{Reading, effort, plain, span, spread};
use crate::report::number::{Scale, count, exact};
use crate::report::text::words::listed;
use crate::scenario::model::{Order, Station, Team, WhenFull};

impl Teller<'_> {
    /// A pool: its people and where they work.
    pub(super) fn pool(&self, at: usize) -> Option<Part> {
        let team = self.scenario.teams.get(at).filter(|team| team.is_pool)?;
        let of_pool = |station: &&Station| station.team == Some(at);
        let stations = self.scenario.stations.iter().filter(of_pool);
        let stations: Vec<&Station> = stations.collect();
        let path = format!("pool.{}", team.name);
        let titles: Vec<String> = stations.iter().map(|of| of.title.clone()).collect();
        let mut facts = vec![self.fact("people", &format!("{path}.staff"), headcount(team))];
        facts.push(self.fact("work at", &path, listed(&titles)));
        facts.extend(self.load(&team.name, &path));
        if let Some(first) = stations.first() {
            facts.extend(self.ways_of_working(first, &path));
        }
        facts.extend(self.absence(team, &path));
        let heading = match team.title == team.name {
            true => format!("Pool: {}", team.name),
            false => format!("Pool: {} ({})", team.title, team.name),
        };
        Some(Part {
            sort: Some("pool"),
            heading,
            short: format!("pool {}", team.title),
            facts,
        })
    }

    /// Who works at a station, and how much is asked of them.
    pub(super) fn people(&self, station: &Station) -> Vec<Fact> {
        let path = format!("station.{}", station.name);
        match self.scenario.team_of(station) {
            Some(pool) if pool.is_pool => {
                let text = format!("those of the pool {}", pool.title);
                vec![self.fact("people", &format!("{path}.pool"), text)]
            }
            Some(team) => {
                let people = self.fact("people", &format!("{path}.staff"), headcount(team));
                let load = self.load(&team.name, &path);
                [people].into_iter().chain(load).collect()
            }
            None => vec![self.fact("people", &format!("{path}.staff"), "unlimited")],
        }
    }

    /// How the people of a station work; of a pool that is told with the pool.
    pub(super) fn team_of(&self, station: &Station) -> Vec<Fact> {
        let path = format!("station.{}", station.name);
        match self.scenario.team_of(station) {
            Some(pool) if pool.is_pool => Vec::new(),
            Some(team) => {
                let mut facts = self.ways_of_working(station, &path);
                facts.extend(self.absence(team, &path));
                let looks = match &team.looks_every {
                    Some(every) => format!(
                        "one who finds nothing looks again after {}",
                        spread(every, effort)
                    ),
                    None => "at once".to_owned(),
                };
                facts.push(self.fact("new work is seen", &format!("{path}.looks_every"), looks));
                facts
            }
            None => self.ways_of_working(station, &path),
        }
    }

    /// Calendar, focus and order; `path` is that of the station or pool.
    fn ways_of_working(&self, station: &Station, path: &str) -> Vec<Fact> {
        let calendar = &self.scenario.calendars[station.calendar].name;
        let focus = format!("{} of working time", exact(station.focus, Scale::PERCENT));
        let focus = self.fact("focus", &format!("{path}.focus"), focus);
        vec![
            self.fact("calendar", &format!("{path}.calendar"), calendar.clone()),
            focus.read_as(Reading::Rate(station.focus)),
            self.fact("order", &format!("{path}.order"), in_words(station.order)),
        ]
    }

    /// Absence, leaving and cost; `path` is that of the station or pool.
    fn absence(&self, team: &Team, path: &str) -> Vec<Fact> {
        let away = match &team.away {
            Some(away) => format!(
                "each person for {}, {} after the last return, elapsed",
                spread(&away.lasts, span),
                spread(&away.every, span)
            ),
            None => "none".to_owned(),
        };
        let leaving = match &team.attrition {
            Some(after) => {
                let seat = team.opens.map(|kind| &self.scenario.kinds[kind].title);
                let seat = seat.map(|seat| {
                    format!("; then {seat} comes, and somebody new begins when it is delivered")
                });
                let after = spread(after, span);
                format!(
                    "each person for good, {after} after coming{}",
                    seat.unwrap_or_default()
                )
            }
            None => "nobody for good".to_owned(),
        };
        let cost = match team.cost_per_year {
            Some(cost) => format!(
                "{} {} a person and year",
                exact(cost, Scale::PLAIN),
                self.scenario.money.currency
            ),
            None => "not given".into(),
        };
        vec![
            self.fact("absence", &format!("{path}.away"), away),
            self.fact("who leaves", &format!("{path}.attrition"), leaving),
            self.fact("cost", &format!("{path}.cost_per_year"), cost),
        ]
    }

    /// Who may wait at a station, how long, and what it takes to change over.
    pub(super) fn rooms(&self, station: &Station) -> Vec<Fact> {
        let path = |key: &str| format!("station.{}.{key}", station.name);
        let full = match station.when_full {
            WhenFull::Block => "one more stays where it is and keeps its person there",
            WhenFull::TurnAway => "one more leaves for good",
        };
        let room = match station.waiting_room {
            None => "any number may wait".to_owned(),
            Some(room) => format!(
                "{} may wait; {full}{}",
                count(u64::from(room)),
                self.mark(&path("when_full"))
            ),
        };
        let patience = match &station.patience {
            Some(after) => format!(
                "what has waited {} for its first touch leaves",
                spread(after, span)
            ),
            None => "without end".to_owned(),
        };
        let setup = match &station.setup {
            Some(setup) => format!(
                "{} when a person's previous item was of another kind or station",
                spread(setup, effort)
            ),
            None => "takes no time".to_owned(),
        };
        let mut facts = vec![self.fact("patience", &path("abandon"), patience)];
        if station.team.is_some() || station.gate.is_some() {
            facts.push(self.fact("waiting room", &path("waiting_room"), room));
        }
        if station.team.is_some() {
            facts.push(self.fact("changing over", &path("setup"), setup));
        }
        facts
    }

    /// What comes asks for so many people; known from what is written about demand and people.
    fn load(&self, team: &str, path: &str) -> Option<Fact> {
        let found = self.loads.iter().find(|(name, ..)| name == team);
        let (_, load, people) = found?;
        let text = format!(
            "{} of {} at work on average, {}",
            plain(*load),
            plain(*people),
            exact(load / people, Scale::PERCENT)
        );
        Some(self.fact("load", path, text))
    }
}

/// "4", or "4 from 0h, 2 from 12h, again every 1d".
fn headcount(team: &Team) -> String {
    let Some(shifts) = &team.shifts else {
        return count(u64::from(team.staff));
    };
    let pieces = shifts.pieces.iter();
    let pieces = pieces.map(|(from, n)| format!("{n} from {}", span(*from as f64)));
    let again = match shifts.repeat {
        Some(repeat) => format!("again every {}", span(repeat as f64)),
        None => "once, from time 0 on".to_owned(),
    };
    let parts: Vec<String> = pieces.chain([again]).collect();
    parts.join(", ")
}

fn in_words(order: Order) -> &'static str {
    match order {
        Order::Fifo => "first come, first served",
        Order::Lifo => "last come, first served",
        Order::Oldest => "what was released first goes first",
        Order::Priority => "the highest priority first",
        Order::Preempt => {
            "the highest priority first; work of a lower one under way is laid down for it"
        }
        Order::Shortest => "what takes the least hands-on time first",
        Order::Sharing => "everything at once, at equal shares of the people",
    }
}
