//! Where an item goes next: arrival at a station, verdict, the way back, delivery.
//!
//! A step with a chance is decided once per item; a send-back leads to the last place of its
//! station before the current one. The entries of one station share one draw, so that raising the
//! chance of one never changes who is caught by another before it. Rung: items move on.

use super::item::Phase;
use super::probe::Probe;
use super::service::ticks;
use super::state::{MOST_ITEMS, MOST_STEPS_AT_ONCE, NO_CREW, State, TrialEnd};
use super::timers::Key;
use crate::network::{Start, WayBack};
use crate::random::Draw;

impl<K: Key> State<'_, K> {
    /// Lets a new item in and sends it on its way.
    pub(super) fn release<P: Probe>(
        &mut self,
        (kind, number): (u32, u32),
        arrived: u64,
        at: Start,
        probe: &mut P,
    ) {
        let Some(id) = self.let_inside((kind, number), arrived, probe) else {
            return;
        };
        let of = &self.net.kinds[kind as usize];
        let leg = match at {
            Start::Leg(leg) => leg,
            _ if of.forks_first => return self.turn_in(id, of.first_leg, probe),
            _ => of.first_leg,
        };
        self.travel(id, leg, probe);
    }

    /// Makes a new item, if the bound on items inside allows it.
    #[inline(always)]
    pub(super) fn let_inside<P: Probe>(
        &mut self,
        (kind, number): (u32, u32),
        arrived: u64,
        probe: &mut P,
    ) -> Option<u32> {
        if self.items.len() >= MOST_ITEMS {
            self.too_many_items::<P>();
            return None;
        }
        let of = &self.net.kinds[kind as usize];
        if of.counts {
            self.wip[of.org as usize] += 1;
        }
        let draw = Draw::new(self.kind_keys[kind as usize].size, number, 0, 0);
        let size = of.size.mean * self.net.samplers[of.size.sampler as usize].variate(draw);
        let id = self.items.take_slot();
        self.carried.begin(id);
        let item = &mut self.items[id];
        item.renew((kind, number, of.first_leg), (arrived, self.now), size);
        probe.released(self.now, item);
        Some(id)
    }

    /// A crew would have to have more people than there is room for.
    #[cold]
    pub(super) fn too_many_people(&mut self) {
        self.ended = Some(TrialEnd::TooManyPeople);
    }

    #[cold]
    fn too_many_items<P: Probe>(&mut self) {
        self.ended = Some(TrialEnd::TooManyItems);
        if P::SUMS && !self.tails.is_empty() {
            // Some of them may have left a tail already.
            self.is_unclear();
        }
    }

    /// Moves an item on from a leg until it has to stay somewhere.
    #[inline(always)]
    pub(super) fn travel<P: Probe>(&mut self, id: u32, mut leg: u32, probe: &mut P) {
        loop {
            self.steps += 1;
            if self.steps > MOST_STEPS_AT_ONCE {
                self.ended = Some(TrialEnd::Stuck);
                return;
            }
            let place = &self.places[leg as usize];
            if place.aside {
                if P::SUMS && place.in_tail {
                    return self.enter_tail(id, leg, probe);
                }
                if place.auto
                    && let Some(entry) = self.policy_for(id, leg)
                {
                    let next = match self.decide(id, leg, entry, probe) {
                        true => self.onward(id, leg, true, probe),
                        false => None,
                    };
                    match next {
                        Some(next) => leg = next,
                        None => return,
                    }
                    continue;
                }
                if self.places[leg as usize].tight && !self.may_enter(id, leg, probe) {
                    return;
                }
            }
            let visits = self.takes(id, leg);
            if visits && !self.arrive(id, leg, probe) {
                return;
            }
            match self.onward(id, leg, visits, probe) {
                Some(next) => leg = next,
                None => return,
            }
        }
    }

    /// Whether an item takes a step: the same answer however often it comes by.
    #[inline]
    pub(super) fn takes(&self, id: u32, leg: u32) -> bool {
        self.places[leg as usize].chance >= 1.0 || self.would_take(leg, self.items[id].number)
    }

    /// Whether the item of this number takes a step.
    pub(super) fn would_take(&self, leg: u32, number: u32) -> bool {
        let place = &self.places[leg as usize];
        place.chance >= 1.0
            || Draw::new(place.step_chance, number, place.occurrence, 0).unit() < place.chance
    }

    /// An item arrives at a station. Returns whether it has passed it at once.
    #[inline(always)]
    fn arrive<P: Probe>(&mut self, id: u32, leg: u32, probe: &mut P) -> bool {
        let place = &self.places[leg as usize];
        let round = if place.loops {
            self.items.next_round(id, leg - place.first_leg)
        } else {
            0
        };
        let now = self.now;
        let worked = if place.plain {
            now
        } else {
            self.worked(place.calendar)
        };
        let item = &mut self.items[id];
        item.leg = leg;
        item.round = round;
        item.at = now;
        item.since = now;
        item.since_worked = worked;
        item.passed_over = u64::MAX;
        item.drawn.1 = u32::MAX;
        let (station, crew) = (place.station, place.crew);
        probe.arrives(now, station, item);
        if place.formal {
            self.note_handoff(id, leg);
            self.note_patience(id, station);
            self.items[id].hurried = false;
            self.count_present(station, 1);
            self.items[id].judged |= self.net.stations[station as usize].judges();
            if self.net.stations[station as usize].gate.is_some() {
                self.wait_at_gate(id, station);
                return false;
            }
            if self.net.legs[leg as usize].collects() {
                self.collect(id, station, probe);
                return false;
            }
        }
        let place = &self.places[leg as usize];
        if self.alone && place.swift && !self.intake_due && (place.plain || self.on_duty(crew)) {
            let crew = &mut self.crews[crew as usize];
            if let Some(&timer) = crew.free.front()
                && crew.queue.is_empty()
            {
                crew.free.pop_front();
                self.begin(timer, id, 0, probe);
                return false;
            }
        }
        self.wait_for_people(id, station, crew, probe)
    }

    /// An item may go to the people. Returns whether it has passed the station at once.
    #[inline(always)]
    pub(super) fn wait_for_people<P: Probe>(
        &mut self,
        id: u32,
        station: u32,
        crew: u32,
        probe: &mut P,
    ) -> bool {
        if crew == NO_CREW {
            return self.attend(id, station, probe);
        }
        let item = &mut self.items[id];
        item.phase = Phase::Waiting;
        let place = &self.places[item.leg as usize];
        item.drawn = (place.variate_of(self.net, item), place.touch.sampler);
        let eventful = place.eventful;
        self.enqueue(id, crew);
        if !self.crews[crew as usize].free.is_empty() || eventful {
            self.make_ready(crew);
        }
        false
    }

    /// A visit is over after touch and delay: back, on, or out.
    pub(super) fn verdict<P: Probe>(&mut self, id: u32, leg: u32, probe: &mut P) {
        if let Some(next) = self.onward(id, leg, true, probe) {
            self.travel(id, next, probe);
        }
    }

    /// The leg after one that was visited or skipped; `None` if the item is out.
    #[inline(always)]
    pub(super) fn onward<P: Probe>(
        &mut self,
        id: u32,
        leg: u32,
        visited: bool,
        probe: &mut P,
    ) -> Option<u32> {
        if self.places[leg as usize].turns {
            return self.turn(id, leg, visited, probe);
        }
        if visited && let Some(back) = self.leave(id, leg, probe) {
            return Some(back);
        }
        (!self.pass(id, leg, probe)).then_some(leg + 1)
    }

    /// Ends a visit; returns where the item is sent back to, if it is.
    #[inline(always)]
    pub(super) fn leave<P: Probe>(&mut self, id: u32, leg: u32, probe: &mut P) -> Option<u32> {
        let item = &self.items[id];
        let place = &self.places[leg as usize];
        let (station, ways, formal) = (place.station, place.ways_back, place.formal);
        if !place.decides {
            probe.leaves(self.now, station, item, false);
            if formal {
                self.note_leaving(id, leg, probe);
            }
            return None;
        }
        let judged = place.judged;
        if judged {
            self.leave_flaw(id, leg, probe);
        }
        let way = self.way_back(id, ways, probe);
        let caught = match judged && way.is_none() {
            true => self.look_for_flaws(id, leg, probe),
            false => None,
        };
        let back = way.is_some() || caught.is_some();
        probe.leaves(self.now, station, &self.items[id], back);
        if formal {
            self.note_leaving(id, leg, probe);
        }
        if caught.is_some() {
            return caught;
        }
        let way = way?;
        let item = &mut self.items[id];
        item.effort = self.settings.rework_effort[way.entry as usize];
        item.effort_until = leg;
        item.returned = way.to == leg;
        Some(way.to)
    }

    /// An item leaves a station at which it matters.
    #[inline(never)]
    fn note_leaving<P: Probe>(&mut self, id: u32, leg: u32, probe: &mut P) {
        let place = &self.places[leg as usize];
        let (station, step) = (place.station, leg - place.first_leg);
        self.count_present(station, -1);
        if self.carried.is_handed(id) {
            probe.handed(station, ticks(self.effort_of_handoff(id)));
        }
        if self.net.legs[leg as usize].is_noted {
            self.items.note_left(id, step, self.now);
        }
    }

    fn way_back<P: Probe>(
        &mut self,
        id: u32,
        (from, to): (u32, u32),
        probe: &mut P,
    ) -> Option<WayBack> {
        let item = &self.items[id];
        let place = &self.places[item.leg as usize];
        let word = Draw::new(place.rework, item.number, place.occurrence, item.round).unit();
        let mut below = 0.0;
        for position in from..to {
            let way = self.net.ways_back[position as usize];
            below += match way.varies {
                true => self.chance_of(id, &way, probe),
                false => self.settings.rework_chance[way.entry as usize],
            };
            if word < below {
                let taken = self.items.returns(id, way.counter);
                if *taken >= way.max {
                    return None;
                }
                *taken += 1;
                if way.varies {
                    self.lessons[way.entry as usize] += 1;
                }
                return Some(way);
            }
        }
        None
    }

    /// An item has passed a leg: delivered, perhaps, and out at the last one. Returns whether it is
    /// out.
    #[inline(always)]
    pub(super) fn pass<P: Probe>(&mut self, id: u32, leg: u32, probe: &mut P) -> bool {
        let place = &self.places[leg as usize];
        let item = &mut self.items[id];
        item.pass(leg);
        if place.delivers || place.last {
            return self.reach(id, leg, probe);
        }
        false
    }

    /// An item has passed the leg that delivers it or ends its route. Returns whether it is out.
    #[inline(never)]
    pub(super) fn reach<P: Probe>(&mut self, id: u32, leg: u32, probe: &mut P) -> bool {
        let place = &self.places[leg as usize];
        let (delivers, last) = (place.delivers, place.last);
        let item = &mut self.items[id];
        if delivers && !item.delivered {
            item.delivered = true;
            let of = &self.net.kinds[item.kind as usize];
            if of.counts {
                self.wip[of.org as usize] -= 1;
                if self.orgs.move_on {
                    self.orgs.note_delivery(of.org);
                }
                self.intake_due |= self.lets_in;
            }
            if self.forking.is_used() {
                probe.parallel_touch(item, self.forking.take_parallel(id));
            }
            let flaws = self.carried.flaws(id);
            if flaws > 0 {
                probe.escapes(self.now, item, flaws);
            }
            probe.delivered(self.now, item);
            let (kind, number, stirs) = (item.kind, item.number, of.stirs);
            if of.leads.0 < of.leads.1 {
                self.bring(id);
            }
            if stirs {
                self.sets_off(kind, number);
            }
        }
        if last {
            let value = self.value_of(id);
            probe.earned(self.now, &self.items[id], value);
            self.items.remove(id);
        }
        last
    }

    fn value_of(&self, id: u32) -> f64 {
        let item = &self.items[id];
        self.net.kinds[item.kind as usize]
            .value
            .map_or(0.0, |(amount, growth)| {
                amount * libm::exp(growth * (self.now - item.released) as f64)
            })
    }
}
