//! Stations in plain words.

use super::facts::{Fact, Part, Teller};
use super::words::{Reading, effort, plain, span, spread};
use super::{load, when, words};
use crate::report::number::{Scale, exact};
use crate::report::text::words::listed;
use crate::scenario::model::{Basis, Gate, PapersDue, Rework, Sessions, Station};
use crate::units::WEEK;

impl Teller<'_> {
    pub(super) fn station(&self, at: usize) -> Part {
        let station = &self.scenario.stations[at];
        let path = |key: &str| format!("station.{}.{key}", station.name);
        let pace = exact(station.pace, Scale::PLAIN);
        let pace = self.fact("pace", &path("pace"), pace);
        let mut facts = self.people(station);
        facts.extend(self.touch(at));
        facts.push(pace.read_as(Reading::Rate(station.pace)));
        facts.extend(self.team_of(station));
        facts.extend(self.load_here(station));
        facts.extend(self.rooms(station));
        facts.extend(self.gate(station));
        facts.extend(self.reworks(station));
        facts.extend(self.flaws(station));
        facts.extend(self.automatic(station));
        let delay = match &station.delay {
            Some(delay) => format!("{}, elapsed, after the work", spread(delay, span)),
            None => "none".into(),
        };
        facts.extend([
            self.fact("delay", &path("delay"), delay),
            self.fact("role", &path("role"), station.role.name()),
            self.fact("basis", &path("basis"), basis(station.basis)),
        ]);
        let heading = match station.title == station.name {
            true => format!("Station: {}", station.name),
            false => format!("Station: {} ({})", station.title, station.name),
        };
        Part {
            sort: Some("station"),
            heading,
            short: station.title.clone(),
            facts,
        }
    }

    /// Hands-on time per visit: once, or by kind where kinds differ.
    fn touch(&self, at: usize) -> Vec<Fact> {
        let station = &self.scenario.stations[at];
        let path = |key: &str| format!("station.{}.{key}", station.name);
        let kinds = self.scenario.kinds.iter().enumerate();
        let visiting: Vec<_> = kinds
            .filter(|(_, kind)| kind.route.iter().any(|step| step.station == at))
            .collect();
        let told = |label: &str, path: &str, kind: usize| {
            let touch = &station.touch[kind];
            let text = match touch.is_constant() {
                Some(0.0) => "none".into(),
                _ => spread(touch, effort),
            };
            let fact = self.fact(label, path, text);
            fact.read_as(Reading::Time(touch.mean()))
        };
        let alike = |(kind, _): &(usize, _)| station.touch[*kind] == station.touch[visiting[0].0];
        match visiting.as_slice() {
            [] => Vec::new(),
            [(kind, _), ..] if visiting.iter().all(alike) => {
                let own = self.own_touch(station, *kind);
                vec![told("hands-on time", &own, *kind)]
            }
            several => several
                .iter()
                .map(|(at, kind)| {
                    let own = path(&format!("touch_for.{}", kind.name));
                    let from = match (self.written)(&own) {
                        true => own,
                        false => path("touch"),
                    };
                    told(&format!("hands-on time for {}", kind.title), &from, *at)
                })
                .collect(),
        }
    }

    /// The path that the touch of a kind comes from.
    fn own_touch(&self, station: &Station, kind: usize) -> String {
        let name = &self.scenario.kinds[kind].name;
        let own = format!("station.{}.touch_for.{name}", station.name);
        match (self.written)(&own) {
            true => own,
            false => format!("station.{}.touch", station.name),
        }
    }

    fn gate(&self, station: &Station) -> Vec<Fact> {
        let path = |key: &str| format!("station.{}.{key}", station.name);
        let Some(gate) = &station.gate else {
            return vec![self.fact("gate", &path("gate"), "none")];
        };
        let admits = match &gate.slots {
            Some(slots) => format!("up to {} a session", spread(slots, plain)),
            None => "all that wait".into(),
        };
        let due = match gate.papers_due {
            PapersDue::Span(due) if due.0 == 0 => "until the session itself".into(),
            PapersDue::Span(due) => format!("{} before", span(due.0 as f64)),
            PapersDue::Working(ticks) => format!("{} before", effort(ticks as f64)),
        };
        let mut facts = vec![self.fact("gate", &path("gate"), self.sits(gate))];
        if let Some(sessions) = self.sessions.get(&station.name) {
            let start = self.scenario.clock.start;
            let dates = sessions.iter().filter_map(|at| when::date(start, at.0));
            let dates: Vec<String> = dates.collect();
            let shown = match dates.is_empty() {
                true => "none within the window".into(),
                false => listed(&dates),
            };
            facts.push(self.fact("first sessions", &path("gate"), shown));
        }
        facts.push(self.fact("gate admits", &path("gate.slots"), admits));
        facts.push(self.fact("gate's papers are due", &path("gate.papers_due"), due));
        facts
    }

    fn sits(&self, gate: &Gate) -> String {
        match &gate.sessions {
            Sessions::Every { first, every } if every.0.is_multiple_of(WEEK) => {
                let at = when::weekday_and_time(first.0, self.scenario.clock.start);
                format!("sits every {} on {at}", span(every.0 as f64))
            }
            Sessions::Every { first, every } => {
                let from = when::instant(*first, self.scenario.clock.start);
                format!("sits every {}, counted from {from}", span(every.0 as f64))
            }
            Sessions::Monthly {
                months,
                weekday,
                time,
            } => {
                let of = if *months == 1 { "month" } else { "quarter" };
                let day = when::day_of_month(*weekday);
                format!("sits on the {day} of every {of} at {}", words::clock(*time))
            }
        }
    }

    fn reworks(&self, station: &Station) -> Vec<Fact> {
        let path = format!("station.{}.rework", station.name);
        let several = station.rework.len() > 1;
        match station.rework.as_slice() {
            [] => vec![self.fact("rework", &path, "none")],
            entries => entries
                .iter()
                .enumerate()
                .map(|(at, rework)| {
                    let label = match several {
                        true => format!("rework {}", at + 1),
                        false => "rework".to_owned(),
                    };
                    // A list has numbered entries, a single table is one itself.
                    let numbered = format!("{path}.{}", at + 1);
                    let path = match (self.written)(&numbered) {
                        true => numbered,
                        false => path.clone(),
                    };
                    let text = self.sent_back(rework, &path);
                    self.fact(&label, &path, text)
                })
                .collect(),
        }
    }

    fn sent_back(&self, rework: &Rework, path: &str) -> String {
        let mark = |key: &str| self.mark(&format!("{path}.{key}"));
        let who = match &rework.only {
            None => format!("of all kinds{}", mark("only")),
            Some(kinds) => {
                let titles = kinds
                    .iter()
                    .map(|kind| self.scenario.kinds[*kind].title.clone());
                format!("of {}", listed(&titles.collect::<Vec<_>>()))
            }
        };
        let times = match rework.max {
            None => format!("any number of times{}", mark("max")),
            Some(1) => "once an item".into(),
            Some(max) => format!("at most {max} times an item"),
        };
        let grows = rework.grows.as_ref().map_or_else(String::new, load::grows);
        let learnt = rework
            .learning
            .as_ref()
            .map_or_else(String::new, load::learnt);
        format!(
            "{}{} {who} go back to {}, for {} of the work until back here{}, {times}{grows}{learnt}",
            exact(rework.chance, Scale::PERCENT),
            mark("chance"),
            self.named(rework.to),
            exact(rework.effort, Scale::PERCENT),
            mark("effort"),
        )
    }
}

fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Law => "law: it can never be dropped",
        Basis::Habit => "habit",
        Basis::Work => "work",
    }
}
