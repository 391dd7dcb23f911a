//! What is under way at every station at a mark, so that sums of what is finished become exact.

use super::item::{Item, Phase};
use super::probe::Level;
use super::service::ticks;
use super::state::State;
use super::timers::Key;
use super::usage::Spent;

impl<K: Key> State<'_, K> {
    /// What is under way at every station right now.
    pub(super) fn measure_levels(&mut self) {
        self.levels.fill(Level::default());
        self.backlog.clear();
        self.backlog.extend(
            self.sources
                .iter()
                .map(|source| source.backlog.len() as u64),
        );
        let now = self.now;
        for (position, station) in self.net.stations.iter().enumerate() {
            if let Some(crew) = station.crew {
                self.count_people(crew);
                let crew = &self.crews[crew as usize];
                self.levels[position].scheduled = crew.scheduled;
                self.levels[position].employed = crew.employed;
                self.levels[position].absent = crew.absent;
                self.levels[position].held_up = crew.held_up;
            }
        }
        for crew in 0..self.crews.len() as u32 {
            self.advance_shared(crew);
        }
        for (station, open) in self.stays_now() {
            self.levels[station as usize].busy += u128::from(open);
        }
        for id in self.items.ids() {
            let item = &self.items[id];
            if matches!(item.phase, Phase::Between | Phase::Along) {
                continue;
            }
            let station = self.net.legs[item.leg as usize].station;
            let level = &mut self.levels[station as usize];
            match self.batching.members(id) {
                [] => stands(level, item, item, now),
                members => {
                    for &member in members {
                        stands(level, item, &self.items[member], now);
                    }
                    // So much was told of the batch and is not booked to its items yet.
                    level.present -= u128::from(item.ledger.iter().sum::<u64>());
                }
            }
            if item.phase == Phase::InHands {
                let calendar = self.net.calendar_of(station);
                level.busy += u128::from(calendar.worked(now) - item.since_worked);
            } else if item.phase == Phase::Shared
                && let Some(crew) = self.net.stations[station as usize].crew
            {
                let had = self.crews[crew as usize].shared.given() - item.left;
                level.busy += u128::from(ticks(had));
            }
        }
    }

    /// Brings the person-time of a crew up to date.
    pub(super) fn count_people(&mut self, position: u32) {
        let calendar = &self.net.calendars[self.net.crews[position as usize].calendar as usize];
        let now = self.now;
        let crew = &mut self.crews[position as usize];
        let (elapsed, open) = (
            now - crew.counted_at,
            calendar.worked(now) - calendar.worked(crew.counted_at),
        );
        let total = |people: u32, time: u64| u128::from(people) * u128::from(time);
        crew.employed += total(crew.staff, elapsed);
        crew.scheduled += total(crew.staff, open);
        crew.absent += total(crew.absent_now, open);
        crew.held_up += total(crew.held_up_now, open);
        let there = total(crew.staff - crew.absent_now.min(crew.staff), open);
        let from = std::mem::replace(&mut crew.counted_at, now);
        self.note_use(position, Spent::There, from, there as f64);
    }
}

/// Adds a visit that stands as `of` does: the item itself, or its batch.
fn stands(level: &mut Level, of: &Item, item: &Item, now: u64) {
    level.present += u128::from(now - item.since);
    match of.phase {
        _ if of.awaits_touch => level.waiting += u128::from(now - item.at),
        _ if of.is_waiting() && !of.laid_down => level.waiting += u128::from(now - item.at),
        Phase::Delayed => level.delayed += 1,
        Phase::Blocked => {}
        _ => level.begun += 1,
    }
}
