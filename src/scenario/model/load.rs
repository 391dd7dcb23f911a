//! What is sent back, and what load and experience do to that and to people.

/// A way back.
#[derive(Clone, Debug, PartialEq)]
pub struct Rework {
    /// Chance of taking it.
    pub chance: f64,
    /// Position of the station it leads to.
    pub to: usize,
    /// Factor on touch until the item is back here.
    pub effort: f64,
    /// Times per item; then it passes.
    pub max: Option<u32>,
    /// Kinds it applies to (positions); `None`: all.
    pub only: Option<Vec<usize>>,
    /// What makes the chance grow.
    pub grows: Option<Growth>,
    /// How the chance falls with experience.
    pub learning: Option<Learning>,
}

/// A chance that grows: 1 - (1 - chance)(1 - by)^(x / per), x being what exceeds `above`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growth {
    /// With what.
    pub with: Driver,
    /// How much of it adds `by` once [ticks for age, else a number].
    pub per: f64,
    /// What is added.
    pub by: f64,
    /// Less than this adds nothing [as `per`].
    pub above: f64,
}

/// What a chance may grow with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Driver {
    /// Elapsed time since the item last left the station it would be sent back to.
    Age,
    /// Items released and not delivered.
    Wip,
    /// Other items at the station.
    Present,
    /// Visits of the item to this step before this one.
    Attempts,
    /// Share of the last four weeks that the people of the station were at work.
    Utilisation,
}

impl Driver {
    /// All of them.
    pub const ALL: [Driver; 5] = [
        Driver::Age,
        Driver::Wip,
        Driver::Present,
        Driver::Attempts,
        Driver::Utilisation,
    ];
    /// Their names, in the same order.
    pub const NAMES: [&'static str; 5] = ["age", "wip", "present", "attempts", "utilisation"];

    /// As the file writes it.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// A chance that falls: it is multiplied by `max(floor, 2^(-n / halves_every))` after n
/// send-backs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Learning {
    /// Send-backs that halve the chance.
    pub halves_every: f64,
    /// Share of the chance that always remains.
    pub floor: f64,
}

/// What people do while many wait.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hurry {
    /// More than this many wait per person.
    pub queue: f64,
    /// Factor on the pace of visits that start then.
    pub pace: f64,
    /// Factor on what is caught in them.
    pub catches: f64,
}
