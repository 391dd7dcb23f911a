//! People to whom more can happen than touch: they change over, hold what is finished for want of
//! room ahead, are absent, lay work down for what is more urgent, or look for work now and then.
//!
//! The rank of a person's timer stands for the person. Crews without any of this never come here.
//! Rung: services end; free people start.

use super::forking::NOBODY;
use super::item::{Item, Phase};
use super::probe::{Cause, Probe};
use super::service::{charge, finish, ticks};
use super::state::State;
use super::timers::Key;
use super::usage::Spent;
use crate::network::{Order, Owner};
use crate::random::Draw;

/// In the hands of a person who holds items that are finished.
pub(super) const FINISHED: u32 = u32::MAX - 1;

/// In the hands of a person who stays for what is owed of a visit that is over.
pub(super) const STAYS: u32 = FINISHED - 1;

/// What is known of a person besides the item in hand.
#[derive(Clone, Copy, Default)]
pub(super) struct PersonNow {
    /// Items that wait for room ahead.
    pub holding: u32,
    /// When the first of them began to [ticks].
    pub holding_since: u64,
    pub absent: bool,
    /// Absences so far, and tenures.
    pub absences: u32,
    pub tenures: u16,
    /// When this person leaves for good; 0 if that is open [ticks].
    pub leaves: u64,
    /// Times of looking in vain so far.
    pub looks: u32,
    /// Whether this person looks again later.
    pub looking: bool,
    /// Station and kind of the item before, each plus one.
    pub last: (u32, u32),
}

impl<K: Key> State<'_, K> {
    /// The timer of a person ran out.
    pub(super) fn worker_ends<P: Probe>(&mut self, timer: u32, crew: u32, probe: &mut P) {
        self.timers.withdraw(timer);
        if self.timers.first().0 == self.now {
            self.timers.set(timer, self.now);
            return self.ends_together(probe);
        }
        self.worker_done(timer, crew, probe);
    }

    /// Changing over or touch is over.
    pub(super) fn worker_done<P: Probe>(&mut self, timer: u32, crew: u32, probe: &mut P) {
        let id = self.hands[timer as usize];
        if id == STAYS {
            return self.has_stayed(timer, crew, probe);
        }
        if self.items[id].prepares() {
            self.settle_touch(id, probe);
            self.items[id].preparing = 0.0;
            return self.turn_to(timer, id, probe);
        }
        if self.acts.withheld.used {
            self.note_owed(timer, id, probe);
        }
        self.holder = timer;
        self.hands[timer as usize] = NOBODY;
        self.ends_one(id, probe);
        self.holder = NOBODY;
        if self.people[timer as usize].holding == 0 {
            self.ends_work(timer, crew, probe);
        }
    }

    /// A person who has nothing in hand is free, unless absent.
    pub(super) fn becomes_free(&mut self, timer: u32, crew: u32) {
        self.hands[timer as usize] = NOBODY;
        if !self.people[timer as usize].absent {
            self.set_free(timer, crew);
            self.room_made = true;
            self.intake_due |= !self.full.is_empty() || self.held_back;
            if self.net.crews[crew as usize].looks_every.is_some() {
                self.make_ready(crew);
            }
        }
    }

    /// A person takes an item in hand: changing over comes first, where it is due.
    pub(super) fn start_worker<P: Probe>(&mut self, timer: u32, id: u32, probe: &mut P) {
        let item = &self.items[id];
        let place = &self.places[item.leg as usize];
        let first = !item.laid_down || item.awaits_touch;
        let here = (place.station + 1, item.kind + 1);
        let before = std::mem::replace(&mut self.people[timer as usize].last, here);
        let setup = match before != here && before.0 != 0 {
            true => self.setup(item),
            false => 0.0,
        };
        self.end_wait(id, probe);
        let item = &mut self.items[id];
        item.awaits_touch = first;
        item.preparing = setup;
        if first {
            // Its touch is drawn when it begins.
            item.left = 0.0;
        }
        self.owes_setup(id, setup, first);
        let item = &mut self.items[id];
        if ticks(setup / self.places[item.leg as usize].rate) > 0 {
            return self.take_up(timer, id);
        }
        item.preparing = 0.0;
        self.turn_to(timer, id, probe);
    }

    /// Touch begins, or goes on.
    fn turn_to<P: Probe>(&mut self, timer: u32, id: u32, probe: &mut P) {
        let item = &mut self.items[id];
        if std::mem::take(&mut item.awaits_touch) {
            let wait = self.now - item.at;
            item.waited += wait;
            let station = self.station_of(id) as usize;
            self.begin_any(timer, id, wait, probe);
            let whole = self.items[id].left;
            let of = &self.net.stations[station];
            if let (true, Some(crew)) = (of.load.hurries, of.crew) {
                self.look_at_queue(timer, id, crew);
            }
            if self.acts.withheld.used {
                self.owes_touch(id, whole);
            }
            return;
        }
        self.take_up(timer, id);
    }

    /// What is left of an item, settled just now, goes on in the hands of a person.
    fn take_up(&mut self, timer: u32, id: u32) {
        let item = &mut self.items[id];
        if item.phase != Phase::Paused {
            item.taken = self.now;
        }
        item.phase = Phase::InHands;
        self.hands[timer as usize] = id;
        let until = self.finish_of(id);
        self.timers.set(timer, until);
    }

    /// When an item in hand, settled just now, will have its setup or touch done.
    pub(super) fn finish_of(&self, id: u32) -> u64 {
        let item = &self.items[id];
        let place = &self.places[item.leg as usize];
        let calendar = self.net.calendar_of(place.station);
        let effort = match item.preparing > 0.0 {
            true => item.preparing,
            false => item.left,
        };
        let open = ticks(effort / place.rate);
        finish(calendar, self.now, item.since_worked, open)
    }

    /// The effort of changing over to an item [ticks].
    fn setup(&self, item: &Item) -> f64 {
        let place = &self.places[item.leg as usize];
        let Some(setup) = self.net.stations[place.station as usize].setup else {
            return 0.0;
        };
        let key = self.aside_keys[item.leg as usize].setup;
        let draw = Draw::new(key, item.number, place.occurrence, item.round);
        setup.mean * self.net.samplers[setup.sampler as usize].variate(draw)
    }

    /// Books the stretch in the hands of a person that ends now: absence, changing over or touch.
    #[inline(never)]
    pub(super) fn settle_aside<P: Probe>(&mut self, id: u32, probe: &mut P) {
        if self.items[id].phase == Phase::Shared {
            return self.settle_shared(id, probe);
        }
        let place = &self.places[self.items[id].leg as usize];
        let station = place.station;
        let worked = self.worked(place.calendar);
        let item = &mut self.items[id];
        let (elapsed, open) = (self.now - item.since, worked - item.since_worked);
        item.since = self.now;
        item.since_worked = worked;
        charge(item, station, Cause::OffCalendar, elapsed - open, probe);
        if item.phase == Phase::Paused {
            charge(item, station, Cause::OtherDuties, open, probe);
            return probe.paused(station, open);
        }
        let (cause, left) = match item.preparing > 0.0 {
            true => (Cause::Setup, &mut item.preparing),
            false => (Cause::Touch, &mut item.left),
        };
        *left = (*left - open as f64 * place.rate).max(0.0);
        if self.acts.withheld.used {
            self.pays_off(id, station, open);
        }
        let item = &mut self.items[id];
        let own = ticks(open as f64 * self.settings.focus[station as usize]).min(open);
        charge(item, station, cause, own, probe);
        charge(item, station, Cause::OtherDuties, open - own, probe);
        if let Some(crew) = self.net.stations[station as usize].crew {
            self.note_use(crew, Spent::AtWork, self.now - elapsed, open as f64);
        }
    }

    /// Work goes on where its person has come back to it.
    pub(super) fn resume<P: Probe>(&mut self, timer: u32, id: u32, probe: &mut P) {
        self.settle_touch(id, probe);
        self.take_up(timer, id);
    }

    /// Work stops while its person is absent.
    pub(super) fn pause<P: Probe>(&mut self, timer: u32, id: u32, probe: &mut P) {
        self.timers.withdraw(timer);
        self.settle_touch(id, probe);
        self.items[id].phase = Phase::Paused;
    }

    /// A person stays with an item that finds no room ahead.
    pub(super) fn holds(&mut self, timer: u32) {
        self.hands[timer as usize] = FINISHED;
        let person = &mut self.people[timer as usize];
        person.holding += 1;
        if person.holding == 1 {
            person.holding_since = self.now;
            self.count_held(timer, 1);
        }
    }

    /// One of the items a person holds has gone on.
    pub(super) fn holds_less<P: Probe>(&mut self, timer: u32, probe: &mut P) {
        self.people[timer as usize].holding -= 1;
        if self.people[timer as usize].holding == 0
            && let Some(crew) = self.crew_of_timer(timer)
        {
            self.count_held(timer, -1);
            if self.acts.withheld.used {
                self.settle_owed(timer, crew, probe);
            }
            self.hands[timer as usize] = NOBODY;
            // One whose service ends just now is free when all of that is done.
            if self.holder != timer {
                self.ends_work(timer, crew, probe);
            }
        }
    }

    /// A person who is there holds something finished from now on, or no more.
    pub(super) fn count_held(&mut self, timer: u32, change: i32) {
        if let (Some(crew), false) = (
            self.crew_of_timer(timer),
            self.people[timer as usize].absent,
        ) {
            self.count_people(crew);
            let now = &mut self.crews[crew as usize];
            now.held_up_now = now.held_up_now.saturating_add_signed(change);
        }
    }

    /// The crew a person belongs to.
    pub(super) fn crew_of_timer(&self, timer: u32) -> Option<u32> {
        match self.net.timers.owners[timer as usize] {
            Owner::Person(crew) | Owner::Worker(crew) => Some(crew),
            _ => None,
        }
    }

    /// Whether everybody of a crew holds what is finished.
    pub(super) fn all_hold(&self, crew: u32) -> bool {
        let of = &self.net.crews[crew as usize];
        let holding = (of.first_timer..of.first_timer + of.most)
            .filter(|&timer| self.hands[timer as usize] == FINISHED);
        let staff = self.crews[crew as usize].staff;
        of.eventful && staff > 0 && holding.count() as u32 == staff
    }

    /// What is more urgent than work under way takes its person.
    pub(super) fn preempt<P: Probe>(&mut self, crew: u32, probe: &mut P) {
        if self.order_of(crew) != Order::Preempt {
            return;
        }
        while let Some(&next) = self.crews[crew as usize].queue.front()
            && let Some(timer) = self.least_urgent(crew, self.priority_of(next))
        {
            self.lay_down(timer, crew, probe);
            self.crews[crew as usize].queue.retain(|&id| id != next);
            self.start_worker(timer, next, probe);
        }
    }

    fn priority_of(&self, id: u32) -> i64 {
        self.net.kinds[self.items[id].kind as usize].priority
    }

    /// Who works on the lowest priority below this one, the latest start first.
    fn least_urgent(&self, crew: u32, below: i64) -> Option<u32> {
        let at_work = self.timers_in_use(crew).filter_map(|timer| {
            let item = self.items.get(self.hands[timer as usize])?;
            let priority = self.net.kinds[item.kind as usize].priority;
            let latest = (item.taken, item.kind, item.number, item.leg);
            (item.phase == Phase::InHands && priority < below).then_some((
                std::cmp::Reverse(priority),
                latest,
                timer,
            ))
        });
        at_work.max().map(|(_, _, timer)| timer)
    }
}
