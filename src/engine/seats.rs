//! Seats: an item comes as somebody leaves for good, and somebody new begins as it is delivered.
//!
//! The item waits in the backlog of its kind until the calendar of its demand is open and
//! there is room, like any arrival. Rung: demand, then intake.

use super::probe::Probe;
use super::state::{MOST_ITEMS, State, TrialEnd};
use super::timers::Key;

impl<K: Key> State<'_, K> {
    /// Somebody has left a crew for good.
    pub(super) fn open_seat(&mut self, crew: u32) {
        let Some(kind) = self.net.crews[crew as usize].opens else {
            return;
        };
        let number = self.next_number(kind);
        self.acts.seats.push((kind, number, crew));
        let backlog = &mut self.sources[kind as usize].backlog;
        backlog.push_back((self.now, number));
        if backlog.len() > MOST_ITEMS {
            self.ended = Some(TrialEnd::TooManyItems);
        }
        self.intake_due = true;
    }

    /// The crew that gets somebody back as this item is delivered.
    pub(super) fn seat_of(&mut self, kind: u32, number: u32) -> Option<u32> {
        let open = self
            .acts
            .seats
            .iter()
            .position(|&(of, item, _)| (of, item) == (kind, number))?;
        Some(self.acts.seats.remove(open).2)
    }

    /// Somebody new has the place of one who left.
    pub(super) fn fills<P: Probe>(&mut self, crew: u32, probe: &mut P) {
        self.crews[crew as usize].gone -= 1;
        self.change_staff(crew, probe);
    }
}
