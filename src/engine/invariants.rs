//! What must hold after every instant, in checked mode (slow; for tests of properties).
//!
//! Items: WIP is what is inside and counts; an item in hand has one person, a blocked one stands in
//! one list. People: everybody of a crew is vacant, or free, at work, holding what is finished, looking
//! later or absent with empty hands, exactly once. Counters agree with what they count.

use super::forking::NOBODY;
use super::item::{Item, Phase};
use super::state::State;
use super::timers::Key;
use super::workers::{FINISHED, STAYS};

impl<K: Key> State<'_, K> {
    pub(super) fn check_invariants(&self) {
        let counted = |item: &&Item| {
            !item.is_branch && !item.delivered && self.net.kinds[item.kind as usize].counts
        };
        for (org, wip) in (0..).zip(&self.wip) {
            let own = |item: &&Item| self.net.kinds[item.kind as usize].org == org;
            let inside = self.items.inside().filter(counted).filter(own);
            assert_eq!(inside.count() as u64, *wip, "WIP");
        }
        let mut in_hands = 0;
        for crew in 0..self.crews.len() as u32 {
            in_hands += self.check_crew(crew);
            if self.net.crews[crew as usize].eventful {
                self.check_people(crew);
            }
        }
        assert_eq!(
            self.in_phase(&[Phase::InHands, Phase::Paused]),
            in_hands,
            "items in hands"
        );
        let shared: usize = self.crews.iter().map(|crew| crew.shared.items()).sum();
        assert_eq!(self.in_phase(&[Phase::Shared]), shared, "items shared");
        self.check_headcount();
        self.check_rooms();
        self.check_crowding();
        self.check_batches();
    }

    /// There are as many people as there should be, and whoever has gone over is missing elsewhere.
    fn check_headcount(&self) {
        for crew in 0..self.crews.len() as u32 {
            let of = &self.net.crews[crew as usize];
            if of.shifts.is_none() {
                let planned = self.planned_staff(crew).min(of.most);
                let staff = self.crews[crew as usize].staff;
                assert_eq!(staff, planned, "people as planned: {}", of.name);
            }
        }
        assert_eq!(self.orgs.moved_in_all(), 0, "headcount is conserved");
    }

    /// Who is in a batch is there once, and batches are never empty.
    fn check_batches(&self) {
        let mut along = 0;
        for id in self.items.ids().filter(|&id| self.items[id].is_batch()) {
            let members = self.batching.members(id);
            assert!(!members.is_empty(), "a batch has items");
            along += members.len();
            for &member in members {
                assert_eq!(self.items[member].phase, Phase::Along, "who goes along");
                assert_eq!(self.batching.batch_of(member), Some(id), "in which batch");
            }
        }
        assert_eq!(self.in_phase(&[Phase::Along]), along, "items in batches");
        let collected = self.stations.iter().flat_map(|now| &now.collected);
        let waits = |&&id: &&u32| self.items[id].phase == Phase::Collected;
        let collected = collected.filter(waits).count();
        assert_eq!(
            self.in_phase(&[Phase::Collected]),
            collected,
            "who is collected"
        );
        for (station, now) in (0..).zip(&self.stations) {
            let size = self.settings.batch_size[station as usize] as usize;
            assert!(now.collected.len() < size.max(1), "a full batch goes");
        }
    }

    fn in_phase(&self, phases: &[Phase]) -> usize {
        let found = self
            .items
            .inside()
            .filter(|item| phases.contains(&item.phase));
        found.count()
    }

    /// Returns how many items are in hands of a crew.
    fn check_crew(&self, crew: u32) -> usize {
        let (of, now) = (&self.net.crews[crew as usize], &self.crews[crew as usize]);
        let in_hands: Vec<u32> = self.timers_in_use(crew).collect();
        for &timer in &in_hands {
            let phase = self.items[self.hands[timer as usize]].phase;
            let held = matches!(phase, Phase::InHands | Phase::Paused);
            assert!(held, "a person holds an item");
        }
        let employed = of.most - now.vacant.len() as u32;
        assert_eq!(employed, now.staff, "people are conserved");
        let busy = now.free.len() + in_hands.len();
        assert!(
            of.eventful || busy as u32 == employed,
            "people are free or busy"
        );
        for &id in &now.queue {
            assert_eq!(
                self.items[id].phase,
                Phase::Waiting,
                "who is in a queue waits"
            );
        }
        let idle = !now.free.is_empty() && !now.queue.is_empty() && self.on_duty(crew);
        let later = now.ready || self.timers.first().0 == self.now;
        assert!(!idle || later, "nobody idles");
        in_hands.len()
    }

    /// People to whom more can happen are in one place, and counted there.
    fn check_people(&self, crew: u32) {
        let (of, now) = (&self.net.crews[crew as usize], &self.crews[crew as usize]);
        let (mut absent, mut held_up) = (0, 0);
        for timer in of.first_timer..of.first_timer + of.most {
            let person = &self.people[timer as usize];
            let hand = self.hands[timer as usize];
            let vacant = now.vacant.contains(&timer);
            let places = [
                vacant,
                now.free.contains(&timer),
                hand != NOBODY,
                hand == NOBODY && !vacant && person.looking,
                hand == NOBODY && !vacant && !person.looking && person.absent,
            ];
            let places = places.iter().filter(|&&there| there).count();
            assert_eq!(
                places,
                1,
                "a person is somewhere, once: {} {}",
                of.name,
                timer - of.first_timer
            );
            let held = self
                .full
                .iter()
                .flat_map(|&station| &self.stations[station as usize].blocked);
            let held = held.filter(|blocked| blocked.holder == timer).count();
            assert_eq!(held as u32, person.holding, "who holds what is finished");
            assert_eq!(hand == FINISHED, held > 0, "hands full of what is finished");
            let paused = hand < STAYS && self.items[hand].phase == Phase::Paused;
            assert!(!paused || person.absent, "who is there goes on");
            absent += u32::from(!vacant && person.absent);
            held_up += u32::from(!person.absent && hand == FINISHED);
        }
        assert_eq!(now.absent_now, absent, "people absent");
        assert_eq!(now.held_up_now, held_up, "people held up");
    }

    /// Rooms count who waits there, and nobody is blocked where there is room.
    fn check_rooms(&self) {
        let mut blocked = 0;
        for station in 0..self.stations.len() as u32 {
            let (of, now) = (
                &self.net.stations[station as usize],
                &self.stations[station as usize],
            );
            blocked += now.blocked.len();
            assert_eq!(
                self.full.contains(&station),
                !now.blocked.is_empty(),
                "full stations"
            );
            for held in &now.blocked {
                assert_eq!(self.items[held.id].phase, Phase::Blocked, "who is blocked");
            }
            if of.room.is_some() {
                let waits = |id: &u32| {
                    let item = &self.items[*id];
                    self.places[item.leg as usize].station == station
                        && item.is_waiting()
                        && !item.laid_down
                };
                // Where it is made, every item of a batch takes a place; where it comes to, it takes one.
                let places = |id: u32| match self.net.legs[self.items[id].leg as usize].collects() {
                    true => self.batching.members(id).len().max(1),
                    false => 1,
                };
                let waiting = self.items.ids().filter(waits);
                let waiting: usize = waiting.map(places).sum();
                assert_eq!(
                    now.waiting as usize, waiting,
                    "who waits in the room of {}",
                    of.name
                );
            }
            let stuck = !now.blocked.is_empty() && self.has_room(station);
            assert!(
                !stuck || self.timers.first().0 == self.now,
                "nobody is kept out of room"
            );
        }
        assert_eq!(self.in_phase(&[Phase::Blocked]), blocked, "items blocked");
    }
}
