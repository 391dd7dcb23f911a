//! Facts of a scenario, and those about the file as a whole.

use std::collections::BTreeMap;

use super::words::{Reading, span};
use super::{when, words};
use crate::report::number::{Scale, count, exact};
use crate::scenario::model::{Calendar, Org, Scenario};
use crate::units::Instant;

/// Something with facts: the clock, a kind, a station.
pub(super) struct Part {
    /// What several of its sort are called together; `None` if it is the only one.
    pub(super) sort: Option<&'static str>,
    /// As the page shows it; no two are alike.
    pub(super) heading: String,
    /// Within a sentence.
    pub(super) short: String,
    pub(super) facts: Vec<Fact>,
}

/// One thing that holds.
pub(super) struct Fact {
    pub(super) label: String,
    pub(super) text: String,
    /// Whether nobody wrote it.
    pub(super) default: bool,
    /// The number in it, if it can be read both as a rate and as a time.
    pub(super) reading: Option<Reading>,
}

impl Fact {
    pub(super) fn read_as(self, reading: Reading) -> Self {
        Self {
            reading: Some(reading),
            ..self
        }
    }
}

/// Tells a scenario.
pub(super) struct Teller<'a> {
    pub(super) scenario: &'a Scenario,
    /// Whether something is written at a path.
    pub(super) written: &'a dyn Fn(&str) -> bool,
    /// First sessions of gates, by station; none are told where there are none.
    pub(super) sessions: &'a BTreeMap<String, Vec<Instant>>,
    /// People at work and people there, by station or pool; not told where unknown.
    pub(super) loads: &'a [(String, f64, f64)],
}

impl Teller<'_> {
    /// All parts: the file, kinds, stations in the order of the routes, pools.
    pub(super) fn parts(&self) -> Vec<Part> {
        let mut parts = vec![self.clock(), self.rules()];
        parts.extend(self.orgs());
        parts.extend(self.scenario.calendars.iter().map(|one| self.calendar(one)));
        parts.extend(self.scenario.kinds.iter().map(|kind| self.kind(kind)));
        parts.extend(self.in_order().into_iter().map(|at| self.station(at)));
        parts.extend((0..self.scenario.teams.len()).filter_map(|at| self.pool(at)));
        parts
    }

    /// A fact that holds by default unless its path is written.
    pub(super) fn fact(&self, label: &str, path: &str, text: impl Into<String>) -> Fact {
        Fact {
            label: label.to_owned(),
            text: text.into(),
            default: !(self.written)(path),
            reading: None,
        }
    }

    /// " (default)" unless the path is written.
    pub(super) fn mark(&self, path: &str) -> &'static str {
        if (self.written)(path) {
            ""
        } else {
            " (default)"
        }
    }

    /// Positions of stations in the order of the routes, then those on none.
    fn in_order(&self) -> Vec<usize> {
        let kinds = self.scenario.kinds.iter();
        let visited = kinds.flat_map(|kind| kind.route.iter().map(|step| step.station));
        let mut order = Vec::new();
        for station in visited.chain(0..self.scenario.stations.len()) {
            if !order.contains(&station) {
                order.push(station);
            }
        }
        order
    }

    fn clock(&self) -> Part {
        let clock = &self.scenario.clock;
        let start = match clock.start {
            Some(date) => format!("time 0 is {}", when::day(date)),
            None => "time 0 is midnight of a Monday without a date".to_owned(),
        };
        let burn_in = match clock.burn_in.0 {
            0 => "0d: it starts empty".to_owned(),
            ticks => format!("{} before time 0, to load up", span(ticks as f64)),
        };
        let end = when::date(clock.start, clock.horizon.0 as i64)
            .filter(|_| clock.start.is_some())
            .map_or(String::new(), |end| format!(", until {end}"));
        Part {
            sort: None,
            heading: "Time".into(),
            short: "time".into(),
            facts: vec![
                self.fact("start", "clock.start", start),
                self.fact("burn-in", "clock.burn_in", burn_in),
                self.fact(
                    "measured",
                    "clock.horizon",
                    format!("{}{end}", span(clock.horizon.0 as f64)),
                ),
            ],
        }
    }

    fn rules(&self) -> Part {
        let Scenario {
            run, money, orgs, ..
        } = self.scenario;
        let worth = match (money.cost_base, money.currency.as_str()) {
            (Some(base), currency) => {
                let amount = count(base as u64);
                format!("one percent more is worth one percent of {amount} {currency} a year")
            }
            (None, _) => "not said, so no gain is turned into money".to_owned(),
        };
        let mut facts = vec![
            self.fact("trials", "run.trials", count(run.trials)),
            self.fact("seed", "run.seed", run.seed.to_string()),
            self.fact(
                "confidence of intervals",
                "run.confidence",
                exact(run.confidence, Scale::PERCENT),
            ),
            self.fact("WIP limit", "intake.wip_limit", limit(&orgs[0])),
            self.fact(
                "worth of a gain",
                "money.cost_base",
                worth.trim().to_owned(),
            ),
        ];
        facts.extend(self.handoff(&orgs[0].handoff));
        Part {
            sort: None,
            heading: "Run".into(),
            short: "run".into(),
            facts,
        }
    }

    fn calendar(&self, calendar: &Calendar) -> Part {
        let path = format!("calendar.{}", calendar.name);
        let open = words::week(&calendar.week);
        let closed = match calendar.holidays.as_slice() {
            [] => "none".to_owned(),
            days => when::holidays(days, self.scenario.clock.start),
        };
        Part {
            sort: Some("calendar"),
            heading: format!("Calendar {}", calendar.name),
            short: format!("calendar {}", calendar.name),
            facts: vec![
                self.fact("open", &format!("{path}.week"), open),
                self.fact("holidays", &format!("{path}.holidays"), closed),
            ],
        }
    }

    /// The title of a station.
    pub(super) fn named(&self, station: usize) -> &str {
        &self.scenario.stations[station].title
    }
}

/// How many an organisation lets in.
pub(super) fn limit(org: &Org) -> String {
    match org.wip_limit {
        Some(limit) => format!(
            "another item is released only while fewer than {} are inside",
            count(limit)
        ),
        None => "none: whatever comes is let in".to_owned(),
    }
}
