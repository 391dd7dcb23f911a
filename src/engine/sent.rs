//! What a change sends before it takes effect (language C5): an item that has to pass stations like any
//! other.
//!
//! It is released as the change happens, once whatever acts at that instant has acted, and the change
//! takes effect as it is delivered. One that is abandoned or turned away starts again at once; one that
//! was lost the instant it started, at the next midnight, so that a door that stays shut is knocked at
//! once a day. Rung: changes.

use super::changes::Due;
use super::probe::{Probe, Turn};
use super::state::State;
use super::timers::Key;
use crate::units::DAY;

/// Something on its way.
#[derive(Clone, Copy)]
pub(super) struct Sent {
    /// Kind and number of the item.
    item: (u32, u32),
    /// The change, and how often it had happened before.
    of: (u32, u32),
}

impl Sent {
    /// What is due when it has been delivered.
    pub(super) fn through(self) -> Due {
        Due::Through(self.of.0, self.of.1)
    }
}

impl<K: Key> State<'_, K> {
    /// A change goes on its way.
    pub(super) fn sends<P: Probe>(&mut self, change: u32, time: u32, probe: &mut P) {
        let Some(kind) = self.net.changes[change as usize].via else {
            return;
        };
        let number = self.next_number(kind);
        self.acts.sent.push(Sent {
            item: (kind, number),
            of: (change, time),
        });
        self.arrives_alone(kind, number, probe);
    }

    /// What an item was sent for, which is then no longer on its way.
    pub(super) fn sent_as(&mut self, kind: u32, number: u32) -> Option<Sent> {
        let sent = &mut self.acts.sent;
        let at = sent.iter().position(|of| of.item == (kind, number))?;
        Some(sent.remove(at))
    }

    /// An item that was released then has been lost: if a change had sent it, it starts again.
    #[cold]
    pub(super) fn starts_again<P: Probe>(
        &mut self,
        (kind, number): (u32, u32),
        released: u64,
        probe: &mut P,
    ) {
        let Some(sent) = self.sent_as(kind, number) else {
            return;
        };
        let (change, time) = sent.of;
        probe.changes(self.now, change, Turn::StartsAgain);
        let at = match released == self.now {
            true => (self.now / DAY + 1) * DAY,
            false => self.now,
        };
        self.comes_due(at, Due::Sends(change, time));
        self.call_change();
    }
}
