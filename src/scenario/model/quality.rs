//! What visits leave behind and find, what is decided without people and what a handoff costs, of a
//! validated scenario.

use super::{Scenario, Step};
use crate::random::Distribution;

/// What a visit finds of the flaws an item carries.
#[derive(Clone, Debug, PartialEq)]
pub struct Catches {
    /// Chance that each of them is found.
    pub chance: f64,
    /// Position of the station an item goes back to; `None`: the one that made the earliest found.
    pub to: Option<usize>,
    /// Factor on touch until the item is back here.
    pub effort: f64,
    /// Kinds that are looked at (positions); `None`: all.
    pub only: Option<Vec<usize>>,
}

impl Default for Catches {
    /// A look that finds nothing.
    fn default() -> Self {
        Self {
            chance: 0.0,
            to: None,
            effort: 1.0,
            only: None,
        }
    }
}

impl Catches {
    /// Whether items of a kind are looked at.
    pub fn concerns(&self, kind: usize) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(&kind))
    }
}

/// A share of visits decided without people.
#[derive(Clone, Debug, PartialEq)]
pub struct Auto {
    /// Share of visits.
    pub share: f64,
    /// Elapsed time it takes [ticks].
    pub touch: Distribution,
    /// Chance that each flaw carried is found.
    pub catches: f64,
    /// Kinds it decides (positions); `None`: all.
    pub only: Option<Vec<usize>>,
}

impl Auto {
    /// Whether visits of a kind may be decided this way.
    pub fn concerns(&self, kind: usize) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(&kind))
    }
}

/// What is added to a visit if the item comes from other people.
#[derive(Clone, Debug, PartialEq)]
pub struct Handoff {
    /// Hands-on effort [ticks].
    pub effort: Distribution,
    /// Chance of a flaw.
    pub flaws: f64,
}

impl Scenario {
    /// Whether items of any kind meet more than one set of people: a team, or those of a station where
    /// they are without limit and have something to do.
    pub fn changes_hands(&self) -> bool {
        self.kinds.iter().enumerate().any(|(at, kind)| {
            let hands = |step: &Step| {
                let station = &self.stations[step.station];
                let works = || station.touch[at].mean() > 0.0;
                let unlimited = || works().then_some(self.teams.len() + step.station);
                station.team.or_else(unlimited)
            };
            let mut hands = kind.route.iter().filter_map(hands);
            let first = hands.next();
            hands.any(|other| Some(other) != first)
        })
    }
}
