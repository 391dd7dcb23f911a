//! A validated scenario of one variant: names resolved to positions, units typed, nothing missing.
//!
//! Kinds, stations and calendars are sorted by name, so that the order of tables in the file can
//! never reach a result. Positions in those lists stand for names everywhere below this module.

mod batch;
mod change;
mod gates;
mod leads;
mod load;
mod orgs;
mod people;
mod quality;
mod roles;
mod run;

use std::ops::Range;

use crate::random::Distribution;
use crate::units::Instant;

pub use batch::Batch;
pub use change::{Act, Adoption, Change, Effect, Lasts, OnDelivery, Ramp, Slack, Target, When};
pub use gates::{Gate, PapersDue, Sessions};
pub use leads::{Lead, brought};
pub use load::{Driver, Growth, Hurry, Learning, Rework};
pub use orgs::{Handover, Move, Org, Stop, Then};
pub use people::{Away, Order, Shifts, Team, WhenFull};
pub use quality::{Auto, Catches, Handoff};
pub use roles::Role;
pub use run::{Clock, Goal, HalfWidth, Measured, Precision, RunDefaults};

/// One variant of a scenario, ready to compile.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Title of the file.
    pub title: String,
    /// What the file is about, in the author's words.
    pub about: Option<String>,
    /// Time 0, burn-in and window.
    pub clock: Clock,
    /// Defaults of the command line.
    pub run: RunDefaults,
    /// All calendars that are used, sorted by name.
    pub calendars: Vec<Calendar>,
    /// Organisations, the one without a prefix first; never empty.
    pub orgs: Vec<Org>,
    /// Kinds of work, sorted by name.
    pub kinds: Vec<Kind>,
    /// Stations, sorted by name.
    pub stations: Vec<Station>,
    /// People, sorted by name: those of a station under its name, those of a pool under the pool's.
    pub teams: Vec<Team>,
    /// Demand that moves between them.
    pub handovers: Vec<Handover>,
    /// Changes this variant makes, in the order it lists them.
    pub changes: Vec<Change>,
    /// What a gain is worth.
    pub money: Money,
}

impl Scenario {
    /// The people who work at a station; `None`: unlimited.
    pub fn team_of(&self, station: &Station) -> Option<&Team> {
        station.team.and_then(|team| self.teams.get(team))
    }

    /// Names of the stations that items of a kind pass, in the order of their route.
    pub fn stations_of(&self, kind: usize) -> Vec<String> {
        let steps = self.kinds[kind].route.iter();
        steps
            .map(|step| self.stations[step.station].name.clone())
            .collect()
    }

    /// How many people work at a station, alone or with others of their pool; `None`: unlimited.
    pub fn staff_of(&self, station: &Station) -> Option<u32> {
        self.team_of(station).map(|team| team.staff)
    }
}

/// When people work.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    /// Name in the file.
    pub name: String,
    /// Open stretches of a week, from Monday 00:00 [ticks]: sorted, disjoint, merged, never empty;
    /// `[(0, WEEK)]` is "always".
    pub week: Vec<(u64, u64)>,
    /// First and last closed day of each holiday, in days from time 0; sorted.
    pub holidays: Vec<(i64, i64)>,
}

/// A kind of work.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    /// Position of its organisation.
    pub org: usize,
    /// Name in the file.
    pub name: String,
    /// Name shown to people.
    pub title: String,
    /// Where its items come from.
    pub demand: Demand,
    /// Calendar of arrivals and releases (a position); `None`: at any time.
    pub calendar: Option<usize>,
    /// Items per arrival.
    pub at_once: Distribution,
    /// Arrivals end after this many items.
    pub total: Option<u64>,
    /// Items waiting when the run begins.
    pub initial: Vec<Initial>,
    /// Weight among endless kinds.
    pub share: f64,
    /// Multiplies the touch times of an item.
    pub size: Distribution,
    /// Larger goes first where priorities count.
    pub priority: i64,
    /// Whether items are an output (headline, WIP and limit) or a cost.
    pub counts: bool,
    /// Whether its items are what a change sends through stations before it takes effect.
    pub sent: bool,
    /// Stations in the order of the file, those of branches included; never empty.
    pub route: Vec<Step>,
    /// Where steps are side by side, an outer fork before those inside it.
    pub forks: Vec<Fork>,
    /// Position in `route` after which an item is delivered: never inside a fork that is not the
    /// end of the route.
    pub delivered_after: usize,
    /// What a released item earns at the end of its route.
    pub value: Option<Value>,
    /// What every delivery does to the organisation.
    pub effect: Option<OnDelivery>,
    /// What a delivered item brings.
    pub leads_to: Vec<Lead>,
}

/// A step of a route.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Position of the station.
    pub station: usize,
    /// Chance that an item takes this step, drawn once per item.
    pub chance: f64,
}

/// Branches side by side; positions are those of `Kind::route`.
#[derive(Clone, Debug, PartialEq)]
pub struct Fork {
    /// First step of each branch, and one past its last; one follows the other, and none is empty.
    pub branches: Vec<Range<usize>>,
    /// So many branches are enough.
    pub quorum: usize,
}

impl Fork {
    /// All steps of its branches.
    pub fn steps(&self) -> Range<usize> {
        let first = self.branches.first().map_or(0, |branch| branch.start);
        first..self.branches.last().map_or(first, |branch| branch.end)
    }
}

impl Kind {
    /// Whether two steps of the route are in different branches of a fork.
    pub fn side_by_side(&self, a: usize, b: usize) -> bool {
        self.forks.iter().any(|fork| {
            let branch = |step| fork.branches.iter().position(|of| of.contains(&step));
            matches!((branch(a), branch(b)), (Some(a), Some(b)) if a != b)
        })
    }

    /// Whether a step is inside a fork.
    pub fn in_branch(&self, step: usize) -> bool {
        self.forks.iter().any(|fork| fork.steps().contains(&step))
    }

    /// The last place of a station that an item at a step has passed or is at.
    pub fn place_before(&self, step: usize, station: usize) -> Option<usize> {
        let passed =
            |&at: &usize| self.route[at].station == station && !self.side_by_side(at, step);
        (0..=step).rev().find(passed)
    }
}

/// Where the items of a kind come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Demand {
    /// Nowhere: only what waits at the start.
    None,
    /// Another one is always waiting.
    Endless,
    /// At random, at this average rate per elapsed time [1/tick].
    Poisson(f64),
    /// One interval after the other [ticks].
    Every(Distribution),
    /// At random, at a rate that varies.
    Profile {
        /// Start of each piece [ticks] and its rate [1/tick]; starts are increasing.
        pieces: Vec<(u64, f64)>,
        /// Length of the cycle [ticks]; `None`: the profile runs once, from time 0.
        repeat: Option<u64>,
        /// Multiplies the rate of a whole cycle; mean 1.
        day_factor: Distribution,
    },
    /// At these instants; sorted.
    Items(Vec<Instant>),
}

/// Items waiting when the run begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Initial {
    /// Where they wait.
    pub at: Start,
    /// How many.
    pub count: u64,
}

/// Where an item waits when the run begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Start {
    /// In the backlog.
    Backlog,
    /// At the beginning of the route.
    Route,
    /// At a step of the route. Inside a fork the other branches count as done.
    Step(usize),
}

/// What a delivered item is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Value {
    /// At once [currency].
    pub amount: f64,
    /// Share lost per average month; what is left after t months is (1 - loss)^t.
    pub loss_per_month: f64,
}

/// Where work is done.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// Position of its organisation.
    pub org: usize,
    /// Name in the file.
    pub name: String,
    /// Name shown to people.
    pub title: String,
    /// Position of the people who work here; `None`: unlimited.
    pub team: Option<usize>,
    /// Who is next; of a pool, the pool's.
    pub order: Order,
    /// So many may wait; `None`: any number.
    pub waiting_room: Option<u32>,
    /// What happens to one more.
    pub when_full: WhenFull,
    /// How long an item waits for its first touch before it gives up [ticks].
    pub patience: Option<Distribution>,
    /// Effort of changing over, at pace 1 [ticks].
    pub setup: Option<Distribution>,
    /// Hands-on effort per visit by kind (same positions as `Scenario::kinds`) [ticks].
    pub touch: Vec<Distribution>,
    /// Rate multiplier of the people.
    pub pace: f64,
    /// Share of the pace that each other item present takes away.
    pub interference: f64,
    /// Share of the pace that each colleague takes away.
    pub coordination: f64,
    /// What a long queue does to people.
    pub hurry: Option<Hurry>,
    /// Position of the calendar.
    pub calendar: usize,
    /// Share of working time given to this line, above 0.
    pub focus: f64,
    /// Who decides when items are admitted.
    pub gate: Option<Gate>,
    /// How items are collected to go through as one.
    pub batch: Option<Batch>,
    /// Ways back; they share one draw.
    pub rework: Vec<Rework>,
    /// Chance that a visit leaves a flaw.
    pub flaws: f64,
    /// What a visit finds of the flaws an item carries.
    pub catches: Option<Catches>,
    /// What is decided without people; the entries share one draw.
    pub auto: Vec<Auto>,
    /// Elapsed time after touch that nobody here controls [ticks].
    pub delay: Option<Distribution>,
    /// What hands-on time here is.
    pub role: Role,
    /// Why the station exists.
    pub basis: Basis,
}

/// Why a station or gate exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Required from outside; can never be dropped.
    Law,
    /// It has always been done.
    Habit,
    /// It makes the product.
    Work,
}

/// What a gain in percent is worth.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Money {
    /// Such as "USD"; empty if not given.
    pub currency: String,
    /// Per year.
    pub cost_base: Option<f64>,
}
