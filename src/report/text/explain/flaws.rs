//! What visits to a station leave behind and find, in plain words.

use super::facts::{Fact, Teller};
use crate::report::number::{Scale, exact};
use crate::report::text::words::listed;
use crate::scenario::model::{Catches, Station};

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

    fn caught(&self, catches: &Catches, path: &str) -> String {
        let mark = |key: &str| self.mark(&format!("{path}.{key}"));
        let who = match &catches.only {
            None => String::new(),
            Some(kinds) => {
                let titles = kinds.iter().map(|kind| &self.scenario.kinds[*kind].title);
                format!(" in {}", listed(&titles.cloned().collect::<Vec<_>>()))
            }
        };
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
