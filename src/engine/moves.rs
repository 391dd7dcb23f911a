//! Who is to move where: what forks or parts is listed here and moved in a loop, in order, so that no
//! chain of moves that take no time is too long. Rung: items move on.

use super::probe::Probe;
use super::state::State;
use super::timers::Key;
use crate::network::Next;

/// How somebody is to move.
#[derive(Clone, Copy)]
pub(super) enum Move {
    /// To what comes next.
    On(Next),
    /// Back to a leg, after a verdict that has been told.
    Back(u32),
    /// On from a leg, after such a verdict.
    Passed(u32),
    /// As a batch, to a leg.
    Together(u32),
}

impl<K: Key> State<'_, K> {
    /// Somebody is to move before all who have been told so.
    pub(super) fn will_move(&mut self, id: u32, to: Move) {
        self.forking.moves.push((id, to));
    }

    /// Somebody is not to move after all.
    pub(super) fn will_not_move(&mut self, id: u32) {
        self.forking.moves.retain(|(other, _)| *other != id);
    }

    /// Works off the list of moves, unless that is being done already.
    pub(super) fn move_all<P: Probe>(&mut self, probe: &mut P) {
        if std::mem::replace(&mut self.forking.moving, true) {
            return;
        }
        while self.ended.is_none()
            && let Some((id, next)) = self.forking.moves.pop()
        {
            match next {
                Move::On(Next::Forks(fork)) => self.fork(id, fork, probe),
                Move::On(Next::Leg(leg)) => self.travel(id, leg, probe),
                Move::On(Next::Joins | Next::Out) => {}
                Move::Back(to) if self.stays_within(id, to) => self.travel(id, to, probe),
                Move::Back(to) => self.branch_done(id, Some(to), probe),
                Move::Passed(leg) => self.passes(id, leg, probe),
                Move::Together(leg) => self.travel_together(id, leg, probe),
            }
        }
        self.forking.moving = false;
    }
}
