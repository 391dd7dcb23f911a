//! Hurry: while many wait, people start work at another pace and look less closely.
//!
//! What counts is who waits when touch begins, besides the item itself, in the queue of these people
//! (of a pool, for all of its stations), per person who is there. It holds for the visit up to its end,
//! laid down or not, and not for changing over. Rung: free people start.

use super::state::State;
use super::timers::Key;
use crate::network::WayBack;

impl<K: Key> State<'_, K> {
    /// Touch of an item has just begun in the hands of a person: at once in a hurry, perhaps.
    pub(super) fn look_at_queue(&mut self, timer: u32, id: u32, crew: u32) {
        let station = self.station_of(id) as usize;
        let waiting = self.crews[crew as usize].queue.len() as f64;
        let people = f64::from(self.present(crew).max(1));
        let load = &self.settings.load;
        let hurried = waiting > load.hurry_queue[station] * people;
        let item = &mut self.items[id];
        item.hurried = hurried;
        if hurried {
            item.left /= load.hurry_pace[station];
            let until = self.finish_of(id);
            self.timers.set(timer, until);
        }
    }

    /// The share that is caught of what an item's visit would show to people with time.
    pub(super) fn attention(&self, id: u32) -> f64 {
        let station = self.station_of(id) as usize;
        match self.net.stations[station].load.hurries && self.items[id].hurried {
            true => self.settings.load.hurry_catches[station],
            false => 1.0,
        }
    }

    /// The share of its chance that a way back has: what is sent elsewhere has to be caught first.
    pub(super) fn noticed(&self, id: u32, way: &WayBack) -> f64 {
        if way.catches { self.attention(id) } else { 1.0 }
    }
}
