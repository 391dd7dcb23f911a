//! What an observer sees of changes: how often each happens, takes effect and starts again, and when
//! it first acts.

use crate::engine::Turn;

/// One change in one trial.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ChangeRecord {
    /// How often somebody did what it says, and spent what it costs.
    pub happened: u32,
    /// How often it took effect.
    pub took_effect: u32,
    /// When it first did, since time 0 [ticks].
    pub first: Option<i64>,
    /// How often what it had sent was lost and started again.
    pub restarted: u32,
}

impl ChangeRecord {
    /// Something becomes of the change, so long after time 0.
    pub(super) fn note(&mut self, turn: Turn, since_zero: i64) {
        match turn {
            Turn::Happens => self.happened += 1,
            Turn::StartsAgain => self.restarted += 1,
            Turn::TakesEffect => {
                self.took_effect += 1;
                self.first.get_or_insert(since_zero);
            }
            Turn::Fails | Turn::Ends => {}
        }
    }
}
