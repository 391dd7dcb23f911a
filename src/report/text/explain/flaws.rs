//! What visits to a station leave behind and find, in plain words.

use super::facts::{Fact, Teller};
use super::words::{effort, span, spread};
use crate::report::number::{Scale, exact};
use crate::report::text::words::listed;
use crate::scenario::model::{Catches, Handoff, Station};

impl Teller<'_> {
    /// Flaws and catches; nothing where no station of the scenario has any.
    pub(super) fn flaws(&self, station: &Station) -> Vec<Fact> {
        let mut all = self.scenario.stations.iter();
        if !all.any(|of| of.flaws > 0.0 || of.catches.is_some()) {
            return Vec::new();
        }
        let path = |key: &str| format!("station.{}.{key}", station.name);
        let flaws = match station.flaws {
            0.0 => "none".to_owned(),
            chance => format!("{} of visits leave one", exact(chance, Scale::PERCENT)),
        };
        let catches = match &station.catches {
            Some(catches) if catches.chance > 0.0 => self.caught(catches, &path("catches")),
            _ => "none".to_owned(),
        };
        vec![
            self.fact("flaws", &path("flaws"), flaws),
            self.fact("flaws found", &path("catches"), catches),
        ]
    }

    /// What is decided without people; nothing where nothing is.
    pub(super) fn automatic(&self, station: &Station) -> Vec<Fact> {
        let path = format!("station.{}.auto", station.name);
        let entries = station.auto.iter().enumerate();
        let several = station.auto.len() > 1;
        let told = entries.map(|(at, auto)| {
            let label = match several {
                true => format!("decided without people {}", at + 1),
                false => "decided without people".to_owned(),
            };
            let finds = match auto.catches {
                0.0 => "finding no flaws".to_owned(),
                chance => format!("finding {} of flaws", exact(chance, Scale::PERCENT)),
            };
            let text = format!(
                "{} of visits{}, in {}, {finds}",
                exact(auto.share, Scale::PERCENT),
                self.whose(auto.only.as_deref()),
                spread(&auto.touch, span),
            );
            self.fact(&label, &path, text)
        });
        told.collect()
    }

    /// What it costs that work changes hands; nothing where it costs nothing.
    pub(super) fn handoff(&self, handoff: &Handoff) -> Vec<Fact> {
        let mut facts = Vec::new();
        if handoff.effort.mean() > 0.0 {
            let text = format!(
                "{} of hands-on time more where work comes from other people",
                spread(&handoff.effort, effort)
            );
            facts.push(self.fact("handoff, effort", "handoff.effort", text));
        }
        if handoff.flaws > 0.0 {
            let text = format!(
                "{} of visits more leave a flaw where work comes from other people",
                exact(handoff.flaws, Scale::PERCENT)
            );
            facts.push(self.fact("handoff, flaws", "handoff.flaws", text));
        }
        facts
    }

    /// " of features", if it is not all kinds.
    fn whose(&self, only: Option<&[usize]>) -> String {
        let Some(kinds) = only else {
            return String::new();
        };
        let titles = kinds
            .iter()
            .map(|kind| self.scenario.kinds[*kind].title.clone());
        format!(" of {}", listed(&titles.collect::<Vec<_>>()))
    }

    fn caught(&self, catches: &Catches, path: &str) -> String {
        let mark = |key: &str| self.mark(&format!("{path}.{key}"));
        let who = self.whose(catches.only.as_deref());
        let to = match catches.to {
            Some(to) => self.named(to).to_owned(),
            None => format!("who made the earliest of those found{}", mark("to")),
        };
        format!(
            "{} of those carried{who}; back to {to}, for {} of the work until back here{}",
            exact(catches.chance, Scale::PERCENT),
            exact(catches.effort, Scale::PERCENT),
            mark("effort"),
        )
    }
}
