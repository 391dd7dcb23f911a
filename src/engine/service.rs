//! People at work: start and end of touch.
//!
//! An effort is drawn when touch begins and then lives in the item as what is left of it, at pace 1
//! and full focus, in fractions of a tick; the timer of the person follows from it, the station's
//! rate (pace times focus) and the calendar. A change of rate settles what was done and sets the
//! timer anew, so any number of changes loses nothing. Rung: services and delays end; free people
//! start.

use super::forking::NOBODY;
use super::item::{Item, Phase};
use super::probe::{Cause, Probe};
use super::state::{Place, State};
use super::timers::Key;
use super::workers::STAYS;
use crate::network::{Calendar, Network, Owner};
use crate::random::Draw;

/// An end that falls together with others: station, kind, number, leg, item, and the person's timer.
pub(super) type Tie = (u32, u32, u32, u32, u32, Option<u32>);

/// A non-negative number of ticks, to the nearest; what is larger than `i64` is never reached.
#[inline]
pub(super) fn ticks(value: f64) -> u64 {
    // Processors convert signed numbers in one step.
    (value + 0.5) as i64 as u64
}

impl<K: Key> State<'_, K> {
    /// A person's timer ran out.
    #[inline]
    pub(super) fn person_ends<P: Probe>(&mut self, timer: u32, crew: u32, probe: &mut P) {
        if self.timers.take(timer) == self.now {
            self.timers.give_back();
            return self.ends_together(probe);
        }
        self.alone = true;
        let id = self.hands[timer as usize];
        if let Some(next) = self.touched(id, probe) {
            self.travel(id, next, probe);
        }
        // What this has brought at this very instant comes first.
        let alone = std::mem::take(&mut self.alone);
        if self.intake_due && alone {
            self.intake(probe);
        }
        // The person goes on with the next item without being free in between, if that is fair:
        // nobody of the crew has been free for longer.
        let now = &mut self.crews[crew as usize];
        if alone
            && let Some(&next) = now.queue.front()
            && now.free.is_empty()
            && !now.fed
            && !self.acts.set_off
            && self.on_duty(crew)
        {
            self.crews[crew as usize].queue.pop_front();
            return self.start(timer, next, probe);
        }
        self.timers.withdraw(timer);
        self.set_free(timer, crew);
    }

    #[inline(always)]
    pub(super) fn set_free(&mut self, timer: u32, crew: u32) {
        let now = &mut self.crews[crew as usize];
        now.free.push_back(timer);
        self.intake_due |= now.fed;
        if !now.queue.is_empty() {
            self.make_ready(crew);
        }
    }

    /// Several ends at one instant: all of them first, by station, kind, item number, branch.
    #[cold]
    pub(super) fn ends_together<P: Probe>(&mut self, probe: &mut P) {
        let mut ties = std::mem::take(&mut self.ties);
        loop {
            let (time, rank) = self.timers.first();
            if time != self.now || rank >= self.net.timers.first_source {
                break;
            }
            match self.net.timers.owners[rank as usize] {
                Owner::Person(_) | Owner::Worker(_) => {
                    let id = self.hands[rank as usize];
                    self.timers.withdraw(rank);
                    ties.push(match id {
                        STAYS => self.tie_of_stay(rank),
                        id => self.tie(id, Some(rank)),
                    });
                }
                Owner::Sharing(crew) => {
                    self.timers.withdraw(rank);
                    while let Some(id) = self.take_shared(crew) {
                        ties.push(self.tie(id, None));
                    }
                    self.call_shared(crew);
                }
                Owner::Held(station) => self.collect_held(station, &mut ties),
                _ => break,
            }
        }
        ties.sort_unstable();
        self.ties = ties;
        for position in 0..self.ties.len() {
            let (_, _, _, _, id, timer) = self.ties[position];
            match timer {
                // It was withdrawn by one before it.
                _ if id == NOBODY => {}
                Some(timer) => match self.net.timers.owners[timer as usize] {
                    Owner::Worker(crew) => self.worker_done(timer, crew, probe),
                    Owner::Person(crew) => {
                        self.set_free(timer, crew);
                        self.ends_one(id, probe);
                    }
                    _ => {}
                },
                None => self.held_done(id, probe),
            }
        }
        self.ties.clear();
    }

    /// Touch of an item is over: on it goes.
    #[inline(never)]
    pub(super) fn ends_one<P: Probe>(&mut self, id: u32, probe: &mut P) {
        if let Some(next) = self.touched(id, probe) {
            self.travel(id, next, probe);
        }
    }

    fn tie(&self, id: u32, timer: Option<u32>) -> Tie {
        let item = &self.items[id];
        let station = self.station_of(id);
        (station, item.kind, item.number, item.leg, id, timer)
    }

    /// The station of an item.
    #[inline]
    pub(super) fn station_of(&self, id: u32) -> u32 {
        self.places[self.items[id].leg as usize].station
    }

    /// Whether the people of a crew are on duty.
    #[inline(always)]
    pub(super) fn on_duty(&self, crew: u32) -> bool {
        let crew = &self.crews[crew as usize];
        crew.always || self.is_open(crew.calendar)
    }

    /// Free people take what waits, at the end of an instant.
    pub(super) fn start_ready<P: Probe>(&mut self, probe: &mut P) {
        if self.ready.len() > 1 {
            self.ready.sort_unstable();
        }
        for position in 0..self.ready.len() {
            let crew = self.ready[position];
            self.crews[crew as usize].ready = false;
            self.start_crew(crew, probe);
        }
        self.ready.clear();
    }

    #[inline]
    fn start_crew<P: Probe>(&mut self, crew: u32, probe: &mut P) {
        let of = &self.net.crews[crew as usize];
        let now = &self.crews[crew as usize];
        if (now.queue.is_empty() || now.free.is_empty()) && !of.eventful {
            return;
        }
        if !self.on_duty(crew) {
            return self.wait_for_opening(of.calendar);
        }
        if of.eventful {
            return self.start_eventful(crew, probe);
        }
        loop {
            let now = &mut self.crews[crew as usize];
            if now.queue.is_empty() {
                return;
            }
            let Some(timer) = now.free.pop_front() else {
                return;
            };
            if let Some(id) = now.queue.pop_front() {
                self.start(timer, id, probe);
            }
        }
    }

    /// People to whom more can happen than touch take what waits.
    #[inline(never)]
    fn start_eventful<P: Probe>(&mut self, crew: u32, probe: &mut P) {
        if self.net.is_sharing(crew) {
            return self.start_shared(crew, probe);
        }
        while !self.crews[crew as usize].queue.is_empty()
            && let Some(timer) = self.crews[crew as usize].free.pop_front()
            && let Some(id) = self.crews[crew as usize].queue.pop_front()
        {
            self.start_worker(timer, id, probe);
        }
        self.preempt(crew, probe);
        self.look_later(crew);
    }

    /// Starts, from the head of the queue, what takes no effort.
    pub(super) fn start_without_effort<P: Probe>(&mut self, crew: u32, probe: &mut P) {
        if self.net.is_sharing(crew) {
            return self.start_shared(crew, probe);
        }
        while let Some(&id) = self.crews[crew as usize].queue.front() {
            let item = &self.items[id];
            let left = if item.laid_down {
                item.left
            } else {
                self.effort(id)
            };
            if ticks(left / self.places[item.leg as usize].rate) > 0 {
                return;
            }
            let Some(timer) = self.crews[crew as usize].free.pop_front() else {
                return;
            };
            self.crews[crew as usize].queue.pop_front();
            self.start(timer, id, probe);
        }
    }

    /// Sets the timer of a calendar to its next opening.
    pub(super) fn wait_for_opening(&mut self, calendar: u32) {
        let timer = self.net.timers.calendar[calendar as usize];
        let opening = self.net.calendars[calendar as usize].next_open(self.now + 1);
        self.timers.set(timer, opening);
    }

    /// A calendar opens: crews with work and releases are looked at again.
    pub(super) fn calendar_opens(&mut self, timer: u32, calendar: u32) {
        self.timers.withdraw(timer);
        self.intake_due = true;
        for crew in 0..self.crews.len() as u32 {
            if self.net.crews[crew as usize].calendar == calendar {
                self.make_ready(crew);
            }
        }
    }

    /// A person takes an item in hand.
    #[inline(always)]
    fn start<P: Probe>(&mut self, timer: u32, id: u32, probe: &mut P) {
        let item = &mut self.items[id];
        let place = &self.places[item.leg as usize];
        if place.plain && !item.laid_down {
            let wait = self.now - item.since;
            item.waited += wait;
            charge(item, place.station, Cause::Contention, wait, probe);
            return self.begin(timer, id, wait, probe);
        }
        if place.eventful {
            return self.start_worker(timer, id, probe);
        }
        if self.end_wait(id, probe) {
            let item = &mut self.items[id];
            let wait = self.now - item.at;
            item.waited += wait;
            return self.begin_any(timer, id, wait, probe);
        }
        let item = &mut self.items[id];
        let place = &self.places[item.leg as usize];
        let until = place.take(self.net, item, self.now);
        self.hands[timer as usize] = id;
        self.timers.set(timer, until);
    }

    /// Touch of a visit begins: its effort is drawn.
    #[inline(always)]
    pub(super) fn begin<P: Probe>(&mut self, timer: u32, id: u32, wait: u64, probe: &mut P) {
        let left = self.effort(id);
        let item = &mut self.items[id];
        let place = &self.places[item.leg as usize];
        probe.starts(self.now, place.station, item, wait);
        self.take_in_hand(timer, id, left);
    }

    /// Touch of an item or batch begins.
    pub(super) fn begin_any<P: Probe>(&mut self, timer: u32, id: u32, wait: u64, probe: &mut P) {
        let place = &self.places[self.items[id].leg as usize];
        if place.along && self.is_batch(id) {
            let station = place.station;
            self.begins_together(id, station, probe);
            let left = self.effort(id);
            return self.take_in_hand(timer, id, left);
        }
        self.begin(timer, id, wait, probe);
    }

    #[inline(always)]
    fn take_in_hand(&mut self, timer: u32, id: u32, left: f64) {
        let item = &mut self.items[id];
        let place = &self.places[item.leg as usize];
        item.left = left;
        let until = place.take(self.net, item, self.now);
        self.hands[timer as usize] = id;
        self.timers.set(timer, until);
    }

    /// Books the wait that ends now. Returns whether touch begins for the first time.
    pub(super) fn end_wait<P: Probe>(&mut self, id: u32, probe: &mut P) -> bool {
        let now = self.now;
        let place = &self.places[self.items[id].leg as usize];
        let worked = self.worked(place.calendar);
        let item = &mut self.items[id];
        let (elapsed, open) = (now - item.since, worked - item.since_worked);
        let resumed = std::mem::take(&mut item.laid_down);
        item.since = now;
        item.since_worked = worked;
        let cause = if resumed {
            Cause::Preempted
        } else {
            Cause::Contention
        };
        charge(item, place.station, cause, open, probe);
        charge(
            item,
            place.station,
            Cause::OffCalendar,
            elapsed - open,
            probe,
        );
        if place.tight && !resumed {
            let station = place.station;
            self.makes_room(station);
            self.make_room_together(id, station);
        }
        !resumed
    }

    /// Books the stretch of touch that ends now, and takes it off what is left.
    pub(super) fn settle_touch<P: Probe>(&mut self, id: u32, probe: &mut P) {
        let place = &self.places[self.items[id].leg as usize];
        if place.eventful {
            return self.settle_aside(id, probe);
        }
        let rate = place.rate;
        let open = self.book_touch(id, probe);
        let item = &mut self.items[id];
        item.left = (item.left - open as f64 * rate).max(0.0);
    }

    /// Books the stretch of touch that ends now; returns its working time.
    #[inline(always)]
    fn book_touch<P: Probe>(&mut self, id: u32, probe: &mut P) -> u64 {
        let place = &self.places[self.items[id].leg as usize];
        let station = place.station;
        let worked = self.worked(place.calendar);
        let item = &mut self.items[id];
        let (elapsed, open) = (self.now - item.since, worked - item.since_worked);
        item.since = self.now;
        item.since_worked = worked;
        if place.focus == 1.0 {
            charge(item, station, Cause::Touch, open, probe);
        } else {
            charge_in_part(item, station, (open, place.focus), probe);
        }
        charge(item, station, Cause::OffCalendar, elapsed - open, probe);
        open
    }

    /// Touch is over: books it, and says where the item goes if it does not have to stay.
    #[inline(always)]
    fn touched<P: Probe>(&mut self, id: u32, probe: &mut P) -> Option<u32> {
        let now = self.now;
        self.completions += 1;
        let item = &mut self.items[id];
        let leg = item.leg;
        let place = &self.places[leg as usize];
        let (station, delays) = (place.station, place.delays);
        if place.plain {
            charge(item, station, Cause::Touch, now - item.since, probe);
            probe.completes(now, station, item);
            if place.through {
                probe.leaves(now, station, item, false);
                item.pass(leg);
                return Some(leg + 1);
            }
        } else {
            let along = place.along;
            match place.eventful {
                true => self.settle_aside(id, probe),
                false => _ = self.book_touch(id, probe),
            }
            match along {
                true => self.each(id, |item| probe.completes(now, station, item)),
                false => probe.completes(now, station, &self.items[id]),
            }
            if delays {
                let delay = self.delay(id, station);
                if delay > 0 {
                    self.hold(id, station, Phase::Delayed, now.saturating_add(delay));
                    return None;
                }
            }
        }
        self.onward(id, leg, true, probe)
    }
}

impl Place {
    /// The hands-on effort of a visit, at pace 1 and full focus [ticks].
    #[inline(always)]
    pub(super) fn effort_of(&self, net: &Network, item: &Item) -> f64 {
        if self.touch.mean == 0.0 {
            return 0.0;
        }
        let variate = match item.drawn {
            (variate, sampler) if sampler == self.touch.sampler => variate,
            _ => self.variate_of(net, item),
        };
        self.touch.mean * variate * item.scale()
    }

    /// The unit-mean variate of a visit's effort: a function of its address alone, so it may be drawn
    /// while the item waits, when nothing else depends on it.
    #[inline(always)]
    pub(super) fn variate_of(&self, net: &Network, item: &Item) -> f64 {
        let draw = Draw::new(self.effort, item.number, self.occurrence, item.round);
        net.samplers[self.touch.sampler as usize].variate(draw)
    }

    /// What is left of an effort goes into the hands of a person. Returns when it will be done.
    #[inline(always)]
    fn take(&self, net: &Network, item: &mut Item, now: u64) -> u64 {
        item.phase = Phase::InHands;
        item.taken = now;
        item.since = now;
        let open = ticks(if self.rate == 1.0 {
            item.left
        } else {
            item.left / self.rate
        });
        if self.plain {
            item.since_worked = now;
            return now.saturating_add(open);
        }
        let calendar = &net.calendars[self.calendar as usize];
        finish(calendar, now, item.since_worked, open)
    }
}

/// Books time of an item.
#[inline]
pub(super) fn charge<P: Probe>(
    item: &mut Item,
    station: u32,
    cause: Cause,
    spent: u64,
    probe: &mut P,
) {
    if spent > 0 {
        item.ledger[cause as usize] += spent;
        probe.spent(station, cause, spent);
        probe.books(station, item, cause, spent);
        if cause == Cause::Touch && item.round > 0 {
            probe.repeated(station, spent);
        }
    }
}

/// Books working time of an item of which touch is a part.
#[cold]
#[inline(never)]
fn charge_in_part<P: Probe>(
    item: &mut Item,
    station: u32,
    (open, focus): (u64, f64),
    probe: &mut P,
) {
    let touch = ticks(open as f64 * focus);
    charge(item, station, Cause::Touch, touch, probe);
    charge(item, station, Cause::OtherDuties, open - touch, probe);
}

/// When `open` ticks of working time from now will have passed.
#[inline]
pub(super) fn finish(calendar: &Calendar, now: u64, worked: u64, open: u64) -> u64 {
    if open == 0 {
        now
    } else {
        calendar.reached_from(now, worked.saturating_add(open))
    }
}
