//! Organisations beside each other, and what moves between them, in plain words.

use super::facts::{Fact, Part, Teller, limit};
use super::when;
use super::words::{span, spread};
use crate::report::number::{Scale, count, exact};
use crate::report::text::words::listed;
use crate::scenario::model::{Demand, Handover, Org, Stop, Then};
use crate::units::Instant;

impl Teller<'_> {
    /// Every organisation and every handover; nothing where there is one organisation alone.
    pub(super) fn orgs(&self) -> Vec<Part> {
        let orgs = &self.scenario.orgs;
        let one = orgs.len() == 1 && orgs[0].from.is_none() && orgs[0].starts.is_none();
        if one {
            return Vec::new();
        }
        let all = orgs.iter().enumerate();
        let mut parts: Vec<Part> = all.map(|(at, org)| self.org(org, at == 0)).collect();
        parts.extend(self.scenario.handovers.iter().map(|of| self.handover(of)));
        parts
    }

    fn org(&self, org: &Org, is_first: bool) -> Part {
        let path = |key: &str| format!("org.{}.{key}", org.name);
        let from = org.from.as_deref().unwrap_or("this file");
        let begins = match org.starts {
            Some(Instant(0)) => "as the window begins, empty".to_owned(),
            Some(at) => format!("at {}, empty", when::instant(at, self.scenario.clock.start)),
            None => "there from the beginning".to_owned(),
        };
        let mut facts = vec![
            self.fact("described in", &path("from"), from),
            self.fact("begins", &path("starts"), begins),
        ];
        if org.starts.is_some() {
            let founding = match &org.founding {
                Some(takes) => format!("until its first release {}", spread(takes, span)),
                None => "none: it releases at once".to_owned(),
            };
            facts.push(self.fact("founding", &path("founding"), founding));
        }
        let looks = org.stops.iter().map(|stop| {
            let label = format!("look after {}", span(stop.at.0 as f64));
            self.fact(&label, &path("stop"), look(stop))
        });
        facts.extend(looks);
        // Those of the first one are told with the run.
        if !is_first {
            facts.push(self.fact("WIP limit", &path("intake.wip_limit"), limit(org)));
            facts.extend(self.handoff(&org.handoff));
        }
        Part {
            sort: Some("organisation"),
            heading: format!("Organisation {}", org.name),
            short: format!("organisation {}", org.name),
            facts,
        }
    }

    fn handover(&self, of: &Handover) -> Part {
        let [from, to] = [of.from, of.to].map(|kind| &self.scenario.kinds[kind]);
        let orgs = [from, to].map(|kind| self.scenario.orgs[kind.org].name.as_str());
        let fact = |label: &str, text: String| Fact {
            label: label.to_owned(),
            text,
            default: false,
            reading: None,
        };
        let what = match from.demand {
            Demand::Endless => "room inside, of the WIP limit",
            _ => "demand, item by item as it arrives",
        };
        let share = exact(of.up_to, Scale::PERCENT);
        let pace = match of.over.0 {
            0 => "at once".to_owned(),
            over => format!("evenly over {}", span(over as f64)),
        };
        let begins = when::instant(of.begins, self.scenario.clock.start);
        let mut facts = vec![
            fact("what goes over", format!("{share} of {what}")),
            fact("when", format!("from {begins} on, {pace}")),
        ];
        if !of.people.is_empty() {
            let team = |at: usize| &self.scenario.teams[at].title;
            let moves = of.people.iter().map(|moves| {
                let number = count(moves.count.into());
                format!("{number} from {} to {}", team(moves.from), team(moves.to))
            });
            let moves = listed(&moves.collect::<Vec<_>>());
            facts.push(fact(
                "people",
                format!("{moves}, one by one in step with the share"),
            ));
        }
        let name = format!("of {} from {} to {}", from.title, orgs[0], orgs[1]);
        Part {
            sort: Some("handover"),
            heading: format!("Handover {name}"),
            short: format!("handover {name}"),
            facts,
        }
    }
}

fn look(stop: &Stop) -> String {
    let then = match stop.then {
        Then::Review => "that is recorded",
        Then::Close => "it is closed",
    };
    format!("unless {} delivered by then, {then}", count(stop.delivered))
}
