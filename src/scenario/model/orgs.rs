//! Organisations side by side, and what moves between them.

use super::quality::Handoff;
use crate::random::Distribution;
use crate::units::{Instant, Span};

/// An organisation; its kinds, stations and people say whose they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Org {
    /// Name in the file; "home" for what the file describes itself.
    pub name: String,
    /// The file that describes it; `None`: the scenario itself.
    pub from: Option<String>,
    /// Limit on its items released and not delivered; `None`: no limit.
    pub wip_limit: Option<u64>,
    /// What it costs when work changes hands in it.
    pub handoff: Handoff,
    /// Before that it does not exist; `None`: it is there from the beginning.
    pub starts: Option<Instant>,
    /// Time from its start to its first release [ticks].
    pub founding: Option<Distribution>,
    /// When somebody looks whether it is worth going on, in order of time.
    pub stops: Vec<Stop>,
}

/// A day on which somebody looks whether an organisation is worth going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// From its start.
    pub at: Span,
    /// So many items delivered by then are enough.
    pub delivered: u64,
    /// What happens if they are fewer.
    pub then: Then,
}

/// What becomes of an organisation that has not delivered enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It is recorded.
    Review,
    /// It ends.
    Close,
}

impl Then {
    /// All of them as they are written.
    pub(in crate::scenario) const NAMES: [&'static str; 2] =
        [Then::Review.name(), Then::Close.name()];

    /// As it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Then::Review => "review",
            Then::Close => "close",
        }
    }
}

/// Demand that moves from one organisation to another, and people with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Handover {
    /// The kind whose demand moves.
    pub from: usize,
    /// The kind it becomes.
    pub to: usize,
    /// When the first of it moves.
    pub begins: Instant,
    /// How long it takes until all that is to move has moved.
    pub over: Span,
    /// The share that has moved in the end.
    pub up_to: f64,
    /// Who goes along.
    pub people: Vec<Move>,
}

/// People who go along with a handover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// The team they leave.
    pub from: usize,
    /// The team they join.
    pub to: usize,
    /// How many.
    pub count: u32,
}
