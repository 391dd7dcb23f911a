//! Changes of a validated scenario: when they come, what they address and what they do to it.

use super::Order;
use crate::random::Distribution;
use crate::units::{Instant, Span};

/// Something done to the organisation at an instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Name in the file.
    pub name: String,
    /// Name shown to people.
    pub title: String,
    /// When it takes effect; never before time 0.
    pub at: When,
    /// What it sets.
    pub set: Vec<Effect>,
}

/// An instant that may be drawn once per trial.
#[derive(Clone, Debug, PartialEq)]
pub enum When {
    /// The same in every trial.
    Fixed(Instant),
    /// After this span from time 0.
    Random(Distribution),
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
    HandoffEffort,
    /// Chance of a flaw by a handoff.
    HandoffFlaws,
    /// Slots of a gate.
    Slots(usize),
    /// Distance between sessions of a gate [ticks].
    Cadence(usize),
    /// The limit on WIP.
    WipLimit,
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
