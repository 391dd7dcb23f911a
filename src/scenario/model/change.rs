//! Changes of a validated scenario: when they come, what they address and what they do to it.

use std::cmp::Ordering;

use super::Order;
use crate::random::Distribution;
use crate::units::{Instant, Span};

/// Something done to the organisation at an instant, or again and again.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Name in the file.
    pub name: String,
    /// Name shown to people.
    pub title: String,
    /// When it happens; never before time 0.
    pub at: When,
    /// What it sets.
    pub set: Vec<Effect>,
    /// What comes along.
    pub side: Vec<Effect>,
    /// What people believe it does; never simulated.
    pub claimed: Vec<Effect>,
    /// How people take it up; `None`: at once and everybody.
    pub adoption: Option<Adoption>,
    /// What of the gain never becomes capacity.
    pub slack: Option<Slack>,
    /// How long it holds.
    pub lasts: Lasts,
    /// Chance that it comes to anything, each time.
    pub succeeds: f64,
    /// What it costs each time \[currency\].
    pub cost: Option<f64>,
    /// How people it brings learn.
    pub ramp: Option<Ramp>,
    /// The kind of what has to be through before it takes effect (a position); `None`: nothing.
    pub via: Option<usize>,
}

impl Change {
    /// Everything it does.
    pub fn effects(&self) -> impl Iterator<Item = &Effect> {
        self.set.iter().chain(&self.side)
    }

    /// The degree it comes to: of what comes along, and of what it sets as far as that is a gain. What
    /// is withheld the item has all the same.
    pub fn degree(&self) -> (f64, f64) {
        let ceiling = self.adoption.map_or(1.0, |adoption| adoption.ceiling);
        let slack = self.slack.filter(|slack| !slack.withheld);
        (
            ceiling,
            ceiling * (1.0 - slack.map_or(0.0, |slack| slack.share)),
        )
    }
}

/// When a change happens.
#[derive(Clone, Debug, PartialEq)]
pub enum When {
    /// The same instant in every trial.
    Fixed(Instant),
    /// After this span from time 0, drawn once per trial.
    Random(Distribution),
    /// Whenever an item of this kind is delivered, as a position in the scenario's list.
    Each(usize),
}

/// How people take a change up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adoption {
    /// Until it has come as far as it comes.
    pub over: Span,
    /// The share of people who do in the end.
    pub ceiling: f64,
}

/// The part of a gain that never becomes capacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slack {
    /// Share of the gain.
    pub share: f64,
    /// Whether the item leaves all the same, and only its person stays; else work takes that long.
    pub withheld: bool,
}

impl Slack {
    /// Forms as they are written.
    pub const FORMS: [&'static str; 2] = ["expands", "withheld"];
}

/// How long a change holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Lasts {
    /// For good.
    Always,
    /// So long, drawn each time.
    For(Distribution),
    /// It fades: half of it is left after so long.
    HalfLife(Span),
}

/// One path of a change's `set`.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The path as written, in its full form ("station.code.pace").
    pub path: String,
    /// What it addresses.
    pub target: Target,
    /// What it does.
    pub act: Act,
}

/// What can vary during a run. Numbers are positions in the lists of the scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Rate multiplier of a station.
    Pace(usize),
    /// Effort per visit of a station (all kinds without an entry of their own, or of one kind).
    Touch {
        /// Station.
        station: usize,
        /// Kind whose effort it is; one effect is made for each kind concerned.
        kind: usize,
    },
    /// People of the team of a station.
    Staff(usize),
    /// Who is next at a station.
    Order(usize),
    /// Focus of a station.
    Focus(usize),
    /// Delay of a station.
    Delay(usize),
    /// Chance of one rework entry.
    ReworkChance {
        /// Station.
        station: usize,
        /// Entry, from 0.
        entry: usize,
    },
    /// Effort factor of one rework entry.
    ReworkEffort {
        /// Station.
        station: usize,
        /// Entry, from 0.
        entry: usize,
    },
    /// What each other item present at a station takes away.
    Interference(usize),
    /// What each colleague at a station takes away.
    Coordination(usize),
    /// How many wait per person when people at a station hurry.
    HurryQueue(usize),
    /// Pace of a hurried visit.
    HurryPace(usize),
    /// What a hurried visit catches.
    HurryCatches(usize),
    /// `by` of the growing chance of a rework entry: station, and entry from 0.
    GrowthBy(usize, usize),
    /// `floor` of the learning of a rework entry: station, and entry from 0.
    LearningFloor(usize, usize),
    /// Chance that a visit to a station leaves a flaw.
    Flaws(usize),
    /// Chance that a visit to a station finds each flaw.
    Catches(usize),
    /// Effort factor after a station has found flaws.
    CatchesEffort(usize),
    /// Share of visits to a station that one entry decides without people.
    AutoShare {
        /// Station.
        station: usize,
        /// Entry, from 0.
        entry: usize,
    },
    /// Elapsed time that one entry takes.
    AutoTouch {
        /// Station.
        station: usize,
        /// Entry, from 0.
        entry: usize,
    },
    /// Chance that one entry finds each flaw.
    AutoCatches {
        /// Station.
        station: usize,
        /// Entry, from 0.
        entry: usize,
    },
    /// Effort of a handoff.
    HandoffEffort(usize),
    /// Chance of a flaw by a handoff.
    HandoffFlaws(usize),
    /// Slots of a gate.
    Slots(usize),
    /// Distance between sessions of a gate [ticks].
    Cadence(usize),
    /// Items in a full batch of a station.
    BatchSize(usize),
    /// Time after which a batch of a station goes [ticks].
    BatchAfter(usize),
    /// The limit on WIP.
    WipLimit(usize),
    /// Rate of a Poisson demand [1/tick].
    Rate(usize),
    /// Intervals of an `every` demand [ticks].
    Interval(usize),
    /// Weight of an endless kind.
    Share(usize),
    /// Chance that a delivered item brings another.
    LeadChance {
        /// Kind.
        kind: usize,
        /// Entry, from 0.
        entry: usize,
    },
    /// How long after the delivery it comes up [ticks].
    LeadAfter {
        /// Kind.
        kind: usize,
        /// Entry, from 0.
        entry: usize,
    },
    /// Chance of a route step.
    StepChance {
        /// Kind.
        kind: usize,
        /// Position in its route.
        step: usize,
    },
}

impl Target {
    /// Which way a value is better for whoever waits, where that is plain.
    pub fn better(self) -> Option<Ordering> {
        match self {
            Target::Pace(_)
            | Target::Focus(_)
            | Target::Catches(_)
            | Target::AutoShare { .. }
            | Target::AutoCatches { .. }
            | Target::HurryPace(_)
            | Target::HurryCatches(_) => Some(Ordering::Greater),
            Target::Touch { .. }
            | Target::Delay(_)
            | Target::Cadence(_)
            | Target::BatchAfter(_)
            | Target::ReworkChance { .. }
            | Target::ReworkEffort { .. }
            | Target::Flaws(_)
            | Target::CatchesEffort(_)
            | Target::AutoTouch { .. }
            | Target::HandoffEffort(_)
            | Target::HandoffFlaws(_)
            | Target::Interference(_)
            | Target::Coordination(_)
            | Target::GrowthBy(..)
            | Target::LearningFloor(..) => Some(Ordering::Less),
            _ => None,
        }
    }
}

/// What an effect does to the value in force.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Replaces it (a number in the target's unit).
    Set(f64),
    /// Replaces a distribution.
    Replace(Distribution),
    /// Multiplies it (the mean of a distribution; its shape stays).
    Scale(f64),
    /// Adds to it (to the mean of a distribution; its shape stays), in the target's unit.
    Add(f64),
    /// Takes the limit away.
    Remove,
    /// Another order from now on.
    Order(Order),
}

/// What every delivered item of a kind does to the organisation.
#[derive(Clone, Debug, PartialEq)]
pub struct OnDelivery {
    /// What it sets.
    pub set: Vec<Effect>,
    /// How people it brings learn.
    pub ramp: Option<Ramp>,
}

/// How newcomers learn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ramp {
    /// Until they work like everybody else.
    pub over: Span,
    /// Share of a colleague that each of them takes until then.
    pub teaching: f64,
}
