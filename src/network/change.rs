//! Changes compiled: when they come, which settings they move and how.

use std::cmp::Ordering;

use super::course::Course;
use super::load::LoadTarget;
use super::quality::QualityTarget;
use super::tables::{Number, Order};

/// A change with its instant.
#[derive(Clone, Debug)]
pub struct Change {
    /// Name in the file.
    pub name: String,
    /// Hash of the name, for draws.
    pub hash: u64,
    /// A fixed instant [ticks], or a span after time 0.
    pub at: When,
    /// The kind of the item that has to be through before it takes effect.
    pub via: Option<u32>,
    /// What it does.
    pub effects: Vec<Effect>,
    /// How people it brings learn.
    pub ramp: Option<Ramp>,
    /// How it goes on.
    pub course: Course,
    /// What it costs each time [currency].
    pub cost: f64,
    /// Whether it is what a kind of work does, and not a change.
    pub of_kind: bool,
}

/// How newcomers learn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ramp {
    /// Until they work like everybody else [ticks].
    pub over: u64,
    /// Share of a colleague that each of them takes until then.
    pub teaching: f64,
}

/// When a change happens.
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// In every trial at this instant [ticks].
    Fixed(u64),
    /// A span after time 0, drawn once per trial [ticks].
    Random(Number),
    /// Whenever an item of this kind is delivered.
    Each(u32),
}

/// One thing a change does.
#[derive(Clone, Copy, Debug)]
pub struct Effect {
    /// The setting.
    pub target: Target,
    /// What happens to it.
    pub act: Act,
    /// Whether it only comes along, and is no gain that slack could take from.
    pub side: bool,
    /// Which way the value is better, where that is plain; what makes it worse is no gain.
    pub better: Option<Ordering>,
}

/// A setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// `Settings::pace` of a station.
    Pace(u32),
    /// `Settings::focus` of a station.
    Focus(u32),
    /// `Settings::staff` of a crew.
    Staff(u32),
    /// `Settings::order` of a station.
    Order(u32),
    /// `Settings::touch` of a leg.
    Touch(u32),
    /// `Settings::step_chance` of a leg.
    StepChance(u32),
    /// `Settings::delay` of a station.
    Delay(u32),
    /// `Settings::slots` of a station.
    Slots(u32),
    /// `Settings::cadence` of a station.
    Cadence(u32),
    /// `Settings::batch_size` of a station.
    BatchSize(u32),
    /// `Settings::batch_after` of a station.
    BatchAfter(u32),
    /// `Settings::rework_chance` of an entry.
    ReworkChance(u32),
    /// `Settings::rework_effort` of an entry.
    ReworkEffort(u32),
    /// One of `Settings::quality`.
    Quality(QualityTarget),
    /// One of `Settings::load`.
    Load(LoadTarget),
    /// `Settings::rate` of a kind.
    Rate(u32),
    /// `Settings::interval` of a kind.
    Interval(u32),
    /// `Settings::share` of a kind.
    Share(u32),
    /// `Settings::wip_limit` of an organisation.
    WipLimit(u32),
    /// `Settings::lead_chance` of a way.
    LeadChance(u32),
    /// `Settings::lead_after` of a way.
    LeadAfter(u32),
}

/// What happens to a setting.
#[derive(Clone, Copy, Debug)]
pub enum Act {
    /// It becomes this number.
    Set(f64),
    /// It becomes this distribution.
    Replace(Number),
    /// It is multiplied.
    Scale(f64),
    /// This is added to it.
    Add(f64),
    /// The limit goes away.
    Remove,
    /// It becomes this order.
    Order(Order),
}
