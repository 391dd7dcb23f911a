//! Kinds of work in plain words.

use std::ops::Range;

use super::facts::{Fact, Part, Teller};
use super::when;
use super::words::{effort, plain, rate, span, spread};
use crate::report::number::{Scale, count, exact};
use crate::report::text::words::listed;
use crate::scenario::model::{
    Act, Demand, Effect, Fork, Kind, OnDelivery, Start, Step, Target, Value,
};
use crate::units::Instant;

/// Instants shown of a list.
const SHOWN: usize = 6;

impl Teller<'_> {
    pub(super) fn kind(&self, kind: &Kind) -> Part {
        let path = |key: &str| format!("work.{}.{key}", kind.name);
        let size = match kind.size.is_constant() {
            Some(1.0) => "1: touch times are as the stations say".to_owned(),
            _ => format!("touch times of an item times {}", spread(&kind.size, plain)),
        };
        let counts = match kind.counts {
            true => "yes, an output: in headline, WIP and limit",
            false => "no, a cost: in a row of its own",
        };
        let mut facts = vec![
            self.fact("demand", &path("demand"), self.demand(&kind.demand)),
            self.fact("route", &path("route"), self.route(kind)),
            self.fact(
                "delivered",
                &path("delivered_at"),
                format!(
                    "after {}",
                    self.named(kind.route[kind.delivered_after].station)
                ),
            ),
        ];
        facts.extend(self.options(kind));
        facts.extend([
            self.fact("size", &path("size"), size),
            self.fact("priority", &path("priority"), kind.priority.to_string()),
            self.fact("counts", &path("counts"), counts),
            self.fact("value", &path("value"), self.value(kind.value)),
            self.fact("leads to", &path("leads_to"), self.leads(kind)),
        ]);
        if let Some(effect) = &kind.effect {
            facts.push(self.fact("with every delivery", &path("effect"), on_delivery(effect)));
        }
        let heading = match kind.title == kind.name {
            true => format!("Work: {}", kind.name),
            false => format!("Work: {} ({})", kind.title, kind.name),
        };
        Part {
            sort: Some("kind of work"),
            heading,
            short: kind.title.clone(),
            facts,
        }
    }

    /// What goes with the form of the demand.
    fn options(&self, kind: &Kind) -> Vec<Fact> {
        let path = |key: &str| format!("work.{}.{key}", kind.name);
        let mut facts = Vec::new();
        let comes = match kind.demand {
            Demand::Endless => "released",
            _ => "comes",
        };
        let calendar = match kind.calendar {
            Some(at) => format!("while \"{}\" is open", self.scenario.calendars[at].name),
            None => "at any time".to_owned(),
        };
        facts.push(self.fact(comes, &path("demand.calendar"), calendar));
        match kind.demand {
            Demand::Endless => facts.push(self.fact(
                "share",
                &path("share"),
                format!("weight {} among endless kinds", plain(kind.share)),
            )),
            Demand::None => {}
            _ => facts.push(self.fact(
                "at once",
                &path("demand.at_once"),
                spread(&kind.at_once, plain),
            )),
        }
        if kind.demand != Demand::None {
            let total = match kind.total {
                Some(total) => format!("ends after {} items", count(total)),
                None => "without end".to_owned(),
            };
            facts.push(self.fact("total", &path("demand.total"), total));
        }
        facts.push(self.fact("at the start", &path("demand.initial"), self.initial(kind)));
        facts
    }

    fn demand(&self, demand: &Demand) -> String {
        match demand {
            Demand::None => "none".into(),
            Demand::Endless => "endless: another one is always waiting".into(),
            Demand::Poisson(per_tick) => format!("at random, {} on average", rate(*per_tick)),
            Demand::Every(every) => {
                format!("one interval after the other, each {}", spread(every, span))
            }
            Demand::Profile {
                pieces,
                repeat,
                day_factor,
            } => {
                let pieces: Vec<String> = pieces
                    .iter()
                    .map(|(from, per_tick)| {
                        format!("from {} {}", span(*from as f64), rate(*per_tick))
                    })
                    .collect();
                let again = match repeat {
                    Some(cycle) => format!("again every {}", span(*cycle as f64)),
                    None => "once, from time 0".into(),
                };
                let factor = match day_factor.is_constant() {
                    Some(_) => String::new(),
                    None => format!("; a whole cycle times {}", spread(day_factor, plain)),
                };
                format!("at random, {}; {again}{factor}", listed(&pieces))
            }
            Demand::Items(instants) => self.items(instants),
        }
    }

    fn items(&self, instants: &[Instant]) -> String {
        let start = self.scenario.clock.start;
        let shown = instants.iter().take(SHOWN);
        let mut shown: Vec<String> = shown.map(|at| when::instant(*at, start)).collect();
        if instants.len() > SHOWN {
            shown.push(format!("{} more", instants.len() - SHOWN));
        }
        format!("one item each at {}", listed(&shown))
    }

    fn initial(&self, kind: &Kind) -> String {
        let waiting: Vec<String> = kind
            .initial
            .iter()
            .map(|initial| {
                let place = match initial.at {
                    Start::Step(step) => format!("at {}", self.named(kind.route[step].station)),
                    Start::Route => "where the route begins".into(),
                    Start::Backlog => "in the backlog".into(),
                };
                format!("{} {place}", count(initial.count))
            })
            .collect();
        match waiting.is_empty() {
            true => "none waits".into(),
            false => listed(&waiting),
        }
    }

    fn route(&self, kind: &Kind) -> String {
        self.way(kind, 0..kind.route.len())
    }

    /// Some steps of a route, those side by side in brackets.
    fn way(&self, kind: &Kind, steps: Range<usize>) -> String {
        let mut words = Vec::new();
        let mut at = steps.start;
        while at < steps.end {
            let within = |fork: &&Fork| fork.steps().start == at && fork.steps().end <= steps.end;
            let outermost = kind
                .forks
                .iter()
                .filter(within)
                .max_by_key(|fork| fork.steps().end);
            match outermost {
                Some(fork) => {
                    words.push(self.fork(kind, fork));
                    at = fork.steps().end;
                }
                None => {
                    words.push(self.step(&kind.route[at]));
                    at += 1;
                }
            }
        }
        words.join(" → ")
    }

    fn fork(&self, kind: &Kind, fork: &Fork) -> String {
        let branches = fork.branches.iter();
        let branches: Vec<String> = branches
            .map(|branch| self.way(kind, branch.clone()))
            .collect();
        let beside = branches.join(" | ");
        match fork.quorum == branches.len() {
            true => format!("({beside})"),
            false => format!("({} of: {beside})", fork.quorum),
        }
    }

    fn step(&self, step: &Step) -> String {
        let name = self.named(step.station);
        match step.chance == 1.0 {
            true => name.to_owned(),
            false => format!("{name} ({} of items)", exact(step.chance, Scale::PERCENT)),
        }
    }

    /// What a delivered item brings.
    fn leads(&self, kind: &Kind) -> String {
        let leads = kind.leads_to.iter().map(|lead| {
            let name = &self.scenario.kinds[lead.work].name;
            let chance = match lead.chance == 1.0 {
                true => "another item".to_owned(),
                false => format!("at {} another item", exact(lead.chance, Scale::PERCENT)),
            };
            let after = match &lead.after {
                Some(after) if after.mean() > 0.0 => format!(" {} later", spread(after, span)),
                _ => " at once".to_owned(),
            };
            let per_flaw = match lead.per_flaw {
                true => ", once for each flaw it is delivered with",
                false => "",
            };
            let undoes = match lead.undoes {
                true => ", which undoes the delivery",
                false => "",
            };
            format!("{chance} of {name}{after}{per_flaw}{undoes}")
        });
        let leads: Vec<String> = leads.collect();
        match leads.is_empty() {
            true => "nothing: what is delivered stays".into(),
            false => listed(&leads),
        }
    }

    fn value(&self, value: Option<Value>) -> String {
        let Some(value) = value else {
            return "none given".into();
        };
        let currency = &self.scenario.money.currency;
        let amount = format!("{} {currency}", exact(value.amount, Scale::PLAIN));
        let left = match value.loss_per_month == 0.0 {
            true => "whenever it is delivered".into(),
            false => format!(
                "{} less for every month since its release",
                exact(value.loss_per_month, Scale::PERCENT)
            ),
        };
        format!("{} each, {left}", amount.trim())
    }
}

/// What a delivery does, path by path: "station.code.staff + 1".
fn on_delivery(effect: &OnDelivery) -> String {
    let mut set: Vec<String> = effect.set.iter().map(of_path).collect();
    set.dedup();
    let ramp = effect.ramp.map(|ramp| match ramp.teaching > 0.0 {
        true => format!(
            "; newcomers learn for {}, each with {} of a colleague",
            span(ramp.over.0 as f64),
            exact(ramp.teaching, Scale::PERCENT)
        ),
        false => format!("; newcomers learn for {}", span(ramp.over.0 as f64)),
    });
    format!("{}{}", listed(&set), ramp.unwrap_or_default())
}

fn of_path(effect: &Effect) -> String {
    let path = effect.path.strip_prefix("station.").unwrap_or(&effect.path);
    let amount = |value: f64| match effect.target {
        Target::Touch { .. } => effort(value),
        Target::Delay(_) | Target::Cadence(_) | Target::Interval(_) => span(value),
        Target::Rate(_) => rate(value),
        _ => plain(value),
    };
    match &effect.act {
        Act::Set(value) => format!("{path} becomes {}", amount(*value)),
        Act::Replace(_) => format!("{path} is replaced"),
        Act::Scale(factor) => format!("{path} times {}", plain(*factor)),
        Act::Add(more) if *more < 0.0 => format!("{path} less {}", amount(-more)),
        Act::Add(more) => format!("{path} plus {}", amount(*more)),
        Act::Remove => format!("{path} goes"),
        Act::Order(order) => format!("{path} becomes {}", order.name()),
    }
}
