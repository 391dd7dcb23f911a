//! What sends items back, and what visits leave behind and find, of a validated scenario.

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
}

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
