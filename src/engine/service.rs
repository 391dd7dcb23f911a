//! People at work: start, end, laying down, and items that nobody in particular works on.
//!
//! An effort is drawn when touch begins and then lives in the item as what is left of it, at pace 1
//! and full focus, in fractions of a tick; the timer of the person follows from it, the station's
//! rate (pace times focus) and the calendar. A change of rate settles what was done and sets the
//! timer anew, so any number of changes loses nothing. Rung: services and delays end; free people
//! start.

use std::cmp::Reverse;

use super::item::Phase;
use super::probe::{Cause, Probe};
use super::state::{Place, State};
use super::timers::Key;
use crate::network::{NEVER, Owner};
use crate::random::Draw;

/// An end that falls together with others: station, kind, number, item, and the person's timer.
pub(super) type Tie = (u32, u32, u32, u32, Option<u32>);

/// A non-negative number of ticks, to the nearest.
#[inline]
pub(super) fn ticks(value: f64) -> u64 {
    (value + 0.5) as u64
}

impl<K: Key> State<'_, K> {
    /// A person's timer ran out.
    #[inline]
    pub(super) fn person_ends<P: Probe>(&mut self, timer: u32, crew: u32, probe: &mut P) {
        if self.timers.first_except(timer) == self.now {
            return self.ends_together(probe);
        }
        self.alone = true;
        let id = self.hands[timer as usize];
        self.end_touch(id, probe);
        self.touched(id, probe);
        if self.intake_due {
            self.intake(probe);
        }
        self.alone = false;
        // The person goes on with the next item without being free in between, if that is fair:
        // nobody of the crew has been free for longer.
        let now = &mut self.crews[crew as usize];
        if now.free.is_empty()
            && let Some(&next) = now.queue.front()
            && !self.feeds[crew as usize]
            && self.on_duty(crew)
        {
            self.crews[crew as usize].queue.pop_front();
            return self.start(timer, next, probe);
        }
        self.set_free(timer, crew);
    }

    fn set_free(&mut self, timer: u32, crew: u32) {
        self.timers.withdraw(timer);
        self.crews[crew as usize].free.push_back(timer);
        self.intake_due |= self.feeds[crew as usize];
        if !self.crews[crew as usize].queue.is_empty() {
            self.make_ready(crew);
        }
    }

    /// Items that a station holds without a person are due.
    pub(super) fn held_end<P: Probe>(&mut self, timer: u32, station: u32, probe: &mut P) {
        let held = &mut self.stations[station as usize].held;
        let Some(Reverse((_, _, _, id))) = held.pop() else {
            return self.timers.withdraw(timer);
        };
        let next = held.peek().map_or(NEVER, |held| held.0.0);
        if next == self.now || self.timers.first_except(timer) == self.now {
            let item = &self.items[id];
            held.push(Reverse((self.now, item.kind, item.number, id)));
            return self.ends_together(probe);
        }
        self.timers.set(timer, next);
        self.held_done(id, probe);
    }

    fn held_done<P: Probe>(&mut self, id: u32, probe: &mut P) {
        let station = self.station_of(id);
        match self.items[id].phase {
            Phase::Unattended => {
                self.end_touch(id, probe);
                self.touched(id, probe);
            }
            Phase::Waiting => {
                if self.attend(id, station, probe) {
                    self.verdict(id, probe);
                }
            }
            _ => {
                let spent = self.now - self.items[id].since;
                self.charge(id, station, Cause::External, spent, probe);
                self.verdict(id, probe);
            }
        }
    }

    /// Several ends at one instant: all of them first, by station, kind and item number.
    #[cold]
    fn ends_together<P: Probe>(&mut self, probe: &mut P) {
        let mut ties = std::mem::take(&mut self.ties);
        loop {
            let (time, rank) = self.timers.first();
            if time != self.now || rank >= self.net.timers.first_source {
                break;
            }
            match self.net.timers.owners[rank as usize] {
                Owner::Person(_) => {
                    let id = self.hands[rank as usize];
                    self.timers.withdraw(rank);
                    ties.push(self.tie(id, Some(rank)));
                }
                Owner::Held(station) => self.collect_held(station, &mut ties),
                _ => break,
            }
        }
        ties.sort_unstable();
        for &(_, _, _, id, timer) in &ties {
            match timer {
                Some(timer) => {
                    self.end_touch(id, probe);
                    if let Owner::Person(crew) = self.net.timers.owners[timer as usize] {
                        self.set_free(timer, crew);
                    }
                    self.touched(id, probe);
                }
                None => self.held_done(id, probe),
            }
        }
        ties.clear();
        self.ties = ties;
    }

    fn collect_held(&mut self, station: u32, ties: &mut Vec<Tie>) {
        let now = self.now;
        let held = &mut self.stations[station as usize].held;
        let before = ties.len();
        while held.peek().is_some_and(|held| held.0.0 == now) {
            if let Some(Reverse((_, kind, number, id))) = held.pop() {
                ties.push((station, kind, number, id, None));
            }
        }
        debug_assert!(ties.len() > before, "a held timer without a held item");
        self.call_held(station);
    }

    fn tie(&self, id: u32, timer: Option<u32>) -> Tie {
        let item = &self.items[id];
        (self.station_of(id), item.kind, item.number, id, timer)
    }

    /// The station of an item.
    #[inline]
    pub(super) fn station_of(&self, id: u32) -> u32 {
        self.places[self.items[id].leg as usize].station
    }

    /// Books time of an item.
    #[inline]
    pub(super) fn charge<P: Probe>(
        &mut self,
        id: u32,
        station: u32,
        cause: Cause,
        spent: u64,
        probe: &mut P,
    ) {
        if spent > 0 {
            self.items[id].ledger[cause as usize] += spent;
            probe.spent(station, cause, spent);
        }
    }

    /// Whether the people of a crew are on duty.
    #[inline]
    pub(super) fn on_duty(&self, crew: u32) -> bool {
        let calendar = self.net.crews[crew as usize].calendar;
        self.net.calendars[calendar as usize].is_open(self.now)
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
        let now = &self.crews[crew as usize];
        if now.queue.is_empty() || now.free.is_empty() {
            return;
        }
        if !self.on_duty(crew) {
            return self.wait_for_opening(self.net.crews[crew as usize].calendar);
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

    /// Starts, from the head of the queue, what takes no effort.
    pub(super) fn start_without_effort<P: Probe>(&mut self, crew: u32, probe: &mut P) {
        while let Some(&id) = self.crews[crew as usize].queue.front() {
            let place = self.places[self.items[id].leg as usize];
            let left = if self.items[id].laid_down {
                self.items[id].left
            } else {
                self.effort(id, &place)
            };
            if ticks(left / self.stations[self.station_of(id) as usize].rate) > 0 {
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
    #[inline]
    fn start<P: Probe>(&mut self, timer: u32, id: u32, probe: &mut P) {
        let place = self.places[self.items[id].leg as usize];
        if place.plain && !self.items[id].laid_down {
            let item = &mut self.items[id];
            let wait = self.now - item.since;
            item.waited += wait;
            self.charge(id, place.station, Cause::Contention, wait, probe);
            return self.begin(timer, id, &place, wait, probe);
        }
        let worked = self.calendar(place.station).worked(self.now);
        if self.end_wait(id, &place, worked, probe) {
            let wait = self.now - self.items[id].at;
            self.items[id].waited += wait;
            return self.begin(timer, id, &place, wait, probe);
        }
        self.take(timer, id, &place);
    }

    /// Touch of a visit begins: its effort is drawn.
    #[inline]
    pub(super) fn begin<P: Probe>(
        &mut self,
        timer: u32,
        id: u32,
        place: &Place,
        wait: u64,
        probe: &mut P,
    ) {
        probe.starts(self.now, place.station, &self.items[id], wait);
        self.items[id].left = self.effort(id, place);
        self.take(timer, id, place);
    }

    /// What is left of an effort goes into the hands of a person.
    #[inline]
    fn take(&mut self, timer: u32, id: u32, place: &Place) {
        let now = self.now;
        let rate = self.stations[place.station as usize].rate;
        let item = &mut self.items[id];
        item.phase = Phase::InHands;
        item.taken = now;
        item.since = now;
        let open = ticks(if rate == 1.0 {
            item.left
        } else {
            item.left / rate
        });
        let until = if place.plain {
            item.since_worked = now;
            now.saturating_add(open)
        } else {
            finish(
                self.calendar(place.station),
                now,
                self.items[id].since_worked,
                open,
            )
        };
        self.hands[timer as usize] = id;
        self.timers.set(timer, until);
    }

    /// Books the wait that ends now. Returns whether touch begins for the first time.
    fn end_wait<P: Probe>(&mut self, id: u32, place: &Place, worked: u64, probe: &mut P) -> bool {
        let now = self.now;
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
        self.charge(id, place.station, cause, open, probe);
        self.charge(id, place.station, Cause::OffCalendar, elapsed - open, probe);
        !resumed
    }

    /// The hands-on effort of this visit, at pace 1 and full focus [ticks].
    #[inline]
    pub(super) fn effort(&self, id: u32, place: &Place) -> f64 {
        if place.touch.mean == 0.0 {
            return 0.0;
        }
        let item = &self.items[id];
        let draw = Draw::new(place.effort, item.number, place.occurrence, item.round);
        let variate = self.net.samplers[place.touch.sampler as usize].variate(draw);
        let factor = if item.leg <= item.effort_until {
            item.effort
        } else {
            1.0
        };
        place.touch.mean * variate * (item.size * factor)
    }

    /// Books the stretch of touch that ends now, and takes it off what is left.
    #[inline]
    pub(super) fn settle_touch<P: Probe>(&mut self, id: u32, probe: &mut P) {
        let station = self.station_of(id);
        let worked = self.calendar(station).worked(self.now);
        let focus = self.settings.focus[station as usize];
        let item = &mut self.items[id];
        let (elapsed, open) = (self.now - item.since, worked - item.since_worked);
        item.since = self.now;
        item.since_worked = worked;
        item.left = (item.left - open as f64 * self.stations[station as usize].rate).max(0.0);
        let touch = if focus == 1.0 {
            open
        } else {
            ticks(open as f64 * focus)
        };
        self.charge(id, station, Cause::Touch, touch, probe);
        self.charge(id, station, Cause::OtherDuties, open - touch, probe);
        self.charge(id, station, Cause::OffCalendar, elapsed - open, probe);
    }

    #[inline]
    fn end_touch<P: Probe>(&mut self, id: u32, probe: &mut P) {
        let place = &self.places[self.items[id].leg as usize];
        let station = place.station;
        if place.plain {
            let spent = self.now - self.items[id].since;
            self.charge(id, station, Cause::Touch, spent, probe);
        } else {
            self.settle_touch(id, probe);
        }
        self.completions += 1;
        probe.completes(self.now, station, &self.items[id]);
    }

    /// Touch is over: on to the delay or the verdict.
    #[inline]
    fn touched<P: Probe>(&mut self, id: u32, probe: &mut P) {
        let place = &self.places[self.items[id].leg as usize];
        let station = place.station;
        if !place.plain && self.net.stations[station as usize].delays {
            let delay = self.delay(id, station);
            if delay > 0 {
                return self.hold(id, station, Phase::Delayed, self.now.saturating_add(delay));
            }
        }
        self.verdict(id, probe);
    }

    fn delay(&self, id: u32, station: u32) -> u64 {
        let delay = self.settings.delay[station as usize];
        if delay.mean == 0.0 {
            return 0;
        }
        let item = &self.items[id];
        let place = &self.places[item.leg as usize];
        let draw = Draw::new(place.delay, item.number, place.occurrence, item.round);
        ticks(delay.mean * self.net.samplers[delay.sampler as usize].variate(draw))
    }

    fn hold(&mut self, id: u32, station: u32, phase: Phase, until: u64) {
        let item = &mut self.items[id];
        item.phase = phase;
        let entry = Reverse((until, item.kind, item.number, id));
        self.stations[station as usize].held.push(entry);
        self.call_held(station);
    }

    /// Touch at a station with unlimited people: it begins as soon as they are on duty. Returns
    /// whether the visit is over at once.
    pub(super) fn attend<P: Probe>(&mut self, id: u32, station: u32, probe: &mut P) -> bool {
        let calendar = self.calendar(station);
        let worked = calendar.worked(self.now);
        let place = self.places[self.items[id].leg as usize];
        let effort = self.effort(id, &place);
        if effort > 0.0 && !calendar.is_open(self.now) {
            self.hold(id, station, Phase::Waiting, calendar.next_open(self.now));
            return false;
        }
        self.settle_wait(id, station, worked, probe);
        let item = &mut self.items[id];
        let wait = self.now - item.at;
        item.waited += wait;
        item.left = effort;
        item.phase = Phase::Unattended;
        probe.starts(self.now, station, &self.items[id], wait);
        let open = ticks(effort / self.stations[station as usize].rate);
        if open > 0 {
            let until = finish(calendar, self.now, worked, open);
            self.hold(id, station, Phase::Unattended, until);
            return false;
        }
        self.completions += 1;
        probe.completes(self.now, station, &self.items[id]);
        let delay = if self.net.stations[station as usize].delays {
            self.delay(id, station)
        } else {
            0
        };
        if delay > 0 {
            self.hold(id, station, Phase::Delayed, self.now.saturating_add(delay));
        }
        delay == 0
    }

    /// Books what passed between admission and now at a station without a queue for people.
    fn settle_wait<P: Probe>(&mut self, id: u32, station: u32, worked: u64, probe: &mut P) {
        let item = &mut self.items[id];
        let (elapsed, open) = (self.now - item.since, worked - item.since_worked);
        item.since = self.now;
        item.since_worked = worked;
        self.charge(id, station, Cause::Contention, open, probe);
        self.charge(id, station, Cause::OffCalendar, elapsed - open, probe);
    }

    /// Someone leaves in the middle of work: it goes to the head of the queue.
    pub(super) fn lay_down<P: Probe>(&mut self, timer: u32, crew: u32, probe: &mut P) {
        let id = self.hands[timer as usize];
        self.timers.withdraw(timer);
        self.settle_touch(id, probe);
        self.items[id].laid_down = true;
        self.items[id].phase = Phase::Waiting;
        self.crews[crew as usize].queue.push_front(id);
        probe.lays_down(self.now, self.station_of(id), &self.items[id]);
    }

    /// Books all work under way at a station, before its rate changes.
    pub(super) fn settle_station<P: Probe>(&mut self, station: u32, probe: &mut P) {
        for timer in self.timers_at_work(station) {
            self.settle_touch(self.hands[timer as usize], probe);
        }
        let held = std::mem::take(&mut self.stations[station as usize].held);
        for Reverse((_, _, _, id)) in &held {
            if self.items[*id].phase == Phase::Unattended {
                self.settle_touch(*id, probe);
            }
        }
        self.stations[station as usize].held = held;
    }

    /// The rate of a station has changed: what was settled is timed anew.
    pub(super) fn retime(&mut self, station: u32) {
        let rate = self.settings.pace[station as usize] * self.settings.focus[station as usize];
        self.stations[station as usize].rate = rate;
        for timer in self.timers_at_work(station) {
            let until = self.finish_of(self.hands[timer as usize], station);
            self.timers.set(timer, until);
        }
        let held = std::mem::take(&mut self.stations[station as usize].held);
        let mut anew = held.into_vec();
        for Reverse((until, _, _, id)) in &mut anew {
            if self.items[*id].phase == Phase::Unattended {
                *until = self.finish_of(*id, station);
            }
        }
        self.stations[station as usize].held = anew.into();
        self.call_held(station);
    }

    fn call_held(&mut self, station: u32) {
        let first = self.stations[station as usize]
            .held
            .peek()
            .map_or(NEVER, |held| held.0.0);
        self.timers
            .set(self.net.timers.held[station as usize], first);
    }

    /// When a settled item will be finished.
    fn finish_of(&self, id: u32, station: u32) -> u64 {
        let calendar = self.calendar(station);
        let open = ticks(self.items[id].left / self.stations[station as usize].rate);
        finish(calendar, self.now, calendar.worked(self.now), open)
    }

    fn timers_at_work(&self, station: u32) -> Vec<u32> {
        let Some(crew) = self.net.stations[station as usize].crew else {
            return Vec::new();
        };
        self.timers_in_use(crew)
            .filter(|&timer| self.station_of(self.hands[timer as usize]) == station)
            .collect()
    }
}

/// When `open` ticks of working time from now will have passed.
#[inline]
fn finish(calendar: &crate::network::Calendar, now: u64, worked: u64, open: u64) -> u64 {
    if open == 0 {
        now
    } else {
        calendar.reached_from(now, worked.saturating_add(open))
    }
}
