//! The end of a route that nothing comes back from, worked out visit by visit instead of event by
//! event.
//!
//! At a station of a fixed number of people who are always there, first come, first served, and which
//! no other work visits, the k-th item starts when it is there and a person is: at the later of its
//! arrival and the first end among the people (J. Kiefer and J. Wolfowitz, "On the Theory of Queues
//! with Many Servers", 1955). So once arrivals are known, the station needs no event list. Items
//! that enter such a tail gather there; when enough have, station after station takes its arrivals in
//! order and hands its departures, in order, to the next. At a mark everything before it is made up
//! for, so that observers see the same sums as from the general engine, to the last bit.
//!
//! What this does not decide is the order of items that reach a station at one instant after
//! services of no length. A trial that comes to this begins anew and runs as events throughout.

use super::item::Phase;
use super::probe::{Cause, Probe};
use super::service::ticks;
use super::state::{Place, State, TrialEnd};
use super::timers::Key;
use crate::network::{Driver, Network, Order, ReworkEntry};
use crate::random::{Draw, Sampler};

/// Items that gather before they are moved on: few enough to stay in the nearest cache.
const GATHERED: usize = 128;
/// Most people whose ends are looked through for the first.
const MOST_PEOPLE: u32 = 16;
/// Nobody is served.
const NOBODY: u32 = u32::MAX;

/// The tail of the route of one kind; without stages if it has none.
#[derive(Default)]
pub(super) struct Tail {
    stages: Vec<Stage>,
}

/// A station of a tail.
#[derive(Default)]
struct Stage {
    leg: u32,
    station: u32,
    /// Who has arrived and not started, in order.
    waiting: Vec<Visitor>,
    /// Hands-on time of the first of them [ticks].
    efforts: Vec<u64>,
    /// Who is served by each person, or was served last.
    serving: Vec<Served>,
    /// When each person is done, and with which number; 0 for one who has been free for long.
    ends: Vec<u128>,
    /// The last arrival: instant and number.
    last: (u64, u32),
    /// Emptied room for those who are done where items are delivered or out.
    passed: Vec<Visitor>,
}

/// An item in a tail.
#[derive(Clone, Copy)]
struct Visitor {
    id: u32,
    number: u32,
    /// When it arrived at the station [ticks].
    at: u64,
    size: f64,
    /// Touched and waited in this tail so far [ticks].
    touch: u64,
    waited: u64,
}

impl Visitor {
    /// The same at its next station.
    #[inline]
    fn at(self, at: u64) -> Self {
        Self { at, ..self }
    }
}

/// An item in the hands of a person.
#[derive(Clone, Copy)]
struct Served {
    since: u64,
    visitor: Visitor,
}

/// Sums over visits of one station.
#[derive(Clone, Copy, Debug, Default)]
pub struct Visits {
    /// Visits whose touch began.
    pub starts: u64,
    /// Waits of those \[ticks\].
    pub wait: u128,
    /// Hands-on time of the visits completed \[ticks\].
    pub touch: u128,
}

/// The tails of all kinds of a network; nothing if no kind has one.
pub(super) fn tails(net: &Network, places: &[Place]) -> Vec<Tail> {
    let asked = |of: &ReworkEntry| of.grows.is_some_and(|grows| grows.0 == Driver::Wip);
    let coupled = !net.changes.is_empty()
        || net.orgs_move()
        || net.kinds.iter().any(|kind| kind.limited || kind.opened)
        || net.rework.iter().any(asked);
    let tail = |(position, kind): (usize, &crate::network::Kind)| {
        let forks = net.forks.iter().any(|fork| fork.kind as usize == position);
        let coupled = coupled || forks || kind.leads.0 < kind.leads.1;
        let first = kind.first_leg + u32::from(kind.is_fed());
        let legs = (first..kind.first_leg + kind.legs).rev();
        let stages = legs.take_while(|&leg| !coupled && may_stage(net, &places[leg as usize], leg));
        let mut stages: Vec<Stage> = stages.map(|leg| Stage::new(net, places, leg)).collect();
        stages.reverse();
        Tail { stages }
    };
    let tails: Vec<Tail> = net.kinds.iter().enumerate().map(tail).collect();
    match tails.iter().all(|tail| tail.stages.is_empty()) {
        true => Vec::new(),
        false => tails,
    }
}

/// Whether a leg may be a stage of a tail if all legs after it are.
fn may_stage(net: &Network, place: &Place, leg: u32) -> bool {
    let people = |crew: u32| net.settings.staff[crew as usize];
    place.plain
        && place.chance == 1.0
        && !place.decides
        && !place.auto
        && net.stations[place.station as usize].legs == [leg]
        && net.crews[place.crew as usize].stations.len() == 1
        && net.timers.shift[place.crew as usize] == 0
        && net.settings.order[place.station as usize] == Order::Fifo
        && (1..=MOST_PEOPLE).contains(&people(place.crew))
}

impl Tail {
    /// Its legs.
    pub(super) fn legs(&self) -> impl Iterator<Item = u32> {
        self.stages.iter().map(|stage| stage.leg)
    }
}

impl Stage {
    fn new(net: &Network, places: &[Place], leg: u32) -> Self {
        let place = &places[leg as usize];
        let people = net.settings.staff[place.crew as usize] as usize;
        let nobody = Visitor {
            id: NOBODY,
            number: 0,
            at: 0,
            size: 0.0,
            touch: 0,
            waited: 0,
        };
        let served = Served {
            since: 0,
            visitor: nobody,
        };
        Self {
            leg,
            station: place.station,
            serving: vec![served; people],
            ends: vec![0; people],
            ..Self::default()
        }
    }

    fn reset(&mut self) {
        self.waiting.clear();
        self.efforts.clear();
        self.ends.fill(0);
        self.serving
            .iter_mut()
            .for_each(|served| served.visitor.id = NOBODY);
        self.last = (0, 0);
    }

    /// An item arrives. Returns whether it is clear that it comes after all others.
    #[inline]
    fn join(&mut self, visitor: Visitor) -> bool {
        let arrival = (visitor.at, visitor.number);
        let clear = arrival >= self.last;
        self.last = arrival;
        self.waiting.push(visitor);
        clear
    }

    /// Draws the hands-on times of those who have joined. Returns whether all take time.
    fn draw(&mut self, place: &Place, sampler: &Sampler) -> bool {
        let drawn = self.efforts.len();
        let efforts = self.waiting[drawn..].iter().map(|visitor| {
            let draw = Draw::new(place.effort, visitor.number, place.occurrence, 0);
            let effort = place.touch.mean * sampler.variate(draw) * visitor.size;
            ticks(if place.rate == 1.0 {
                effort
            } else {
                effort / place.rate
            })
        });
        self.efforts.extend(efforts);
        !self.efforts[drawn..].contains(&0)
    }

    /// Items have joined since there were so many. Returns whether it is clear that each comes after
    /// all others.
    fn joined_since(&mut self, before: usize) -> bool {
        let mut clear = true;
        for visitor in &self.waiting[before..] {
            let arrival = (visitor.at, visitor.number);
            clear &= arrival >= self.last;
            self.last = arrival;
        }
        clear
    }

    /// Whoever can starts before `until`; who makes room for them is passed on in the order of ends.
    fn serve(&mut self, until: u64, passed: &mut Vec<Visitor>) -> Visits {
        let mut visits = Visits::default();
        let mut started = 0;
        for (visitor, &effort) in self.waiting.iter().zip(&self.efforts) {
            let (person, end) = first_end(&self.ends);
            let since = visitor.at.max(end);
            if since >= until {
                break;
            }
            started += 1;
            let wait = since - visitor.at;
            visits.wait += u128::from(wait);
            let done = since.saturating_add(effort);
            self.ends[person] = u128::from(done) << 32 | u128::from(visitor.number);
            let served = &mut self.serving[person];
            if served.visitor.id != NOBODY {
                visits.touch += u128::from(end - served.since);
                passed.push(served.visitor.at(end));
            }
            let mut visitor = *visitor;
            visitor.touch += effort;
            visitor.waited += wait;
            *served = Served { since, visitor };
        }
        visits.starts += started as u64;
        self.waiting.drain(..started);
        self.efforts.drain(..started);
        visits
    }

    /// Everyone who is done before `until` is passed on, in the order of ends.
    fn finish(&mut self, until: u64, visits: &mut Visits, passed: &mut Vec<Visitor>) {
        let bound = u128::from(until) << 32;
        loop {
            let busy = self.ends.iter().zip(&self.serving).enumerate();
            let busy =
                busy.filter(|(_, (end, served))| **end < bound && served.visitor.id != NOBODY);
            let Some((person, (&end, served))) = busy.min_by_key(|(_, (end, _))| **end) else {
                return;
            };
            let (end, served) = ((end >> 32) as u64, *served);
            self.ends[person] = 0;
            self.serving[person].visitor.id = NOBODY;
            visits.touch += u128::from(end - served.since);
            passed.push(served.visitor.at(end));
        }
    }
}

/// The person who is done first, and when.
#[inline]
fn first_end(ends: &[u128]) -> (usize, u64) {
    let mut first = (0, ends[0]);
    for (person, &end) in ends.iter().enumerate().skip(1) {
        if end < first.1 {
            first = (person, end);
        }
    }
    (first.0, (first.1 >> 32) as u64)
}

impl<K: Key> State<'_, K> {
    /// Forgets the last trial's tails.
    pub(super) fn reset_tails(&mut self) {
        for tail in &mut self.tails {
            tail.stages.iter_mut().for_each(Stage::reset);
        }
    }

    /// An item enters the tail of its kind.
    #[inline]
    pub(super) fn enter_tail<P: Probe>(&mut self, id: u32, leg: u32, probe: &mut P) {
        let item = &self.items[id];
        let kind = item.kind as usize;
        let tail = &mut self.tails[kind];
        let first = tail.stages[0].leg;
        let stage = &mut tail.stages[(leg - first) as usize];
        let clear = stage.join(Visitor {
            id,
            number: item.number,
            at: self.now,
            size: item.size,
            touch: 0,
            waited: 0,
        });
        let gathered = stage.waiting.len() - stage.efforts.len();
        if !clear {
            self.is_unclear();
        } else if gathered >= GATHERED {
            self.move_tail(kind, false, probe);
        }
    }

    /// The order of two items depends on what only the general engine follows.
    #[cold]
    pub(super) fn is_unclear(&mut self) {
        self.unclear = true;
        self.ended = Some(TrialEnd::Stuck);
    }

    /// Makes up for everything before now, and says of each item in a tail where it stands.
    pub(super) fn close_tails<P: Probe>(&mut self, probe: &mut P) {
        for kind in 0..self.tails.len() {
            self.move_tail(kind, true, probe);
            for stage in &self.tails[kind].stages {
                for visitor in &stage.waiting {
                    let item = &mut self.items[visitor.id];
                    (item.leg, item.phase) = (stage.leg, Phase::Waiting);
                    (item.at, item.since) = (visitor.at, visitor.at);
                }
                for served in &stage.serving {
                    if served.visitor.id != NOBODY {
                        let item = &mut self.items[served.visitor.id];
                        (item.leg, item.phase) = (stage.leg, Phase::InHands);
                        (item.at, item.since) = (served.visitor.at, served.since);
                        item.since_worked = served.since;
                    }
                }
            }
        }
    }

    /// Moves the items of a tail on, station by station, as far as is known: to the next mark.
    #[inline(never)]
    fn move_tail<P: Probe>(&mut self, kind: usize, closing: bool, probe: &mut P) {
        let mark = self.marks.last().map_or(self.net.end, |mark| mark.0);
        let until = if closing { self.now } else { mark };
        let mut tail = std::mem::take(&mut self.tails[kind]);
        for position in 0..tail.stages.len() {
            let (before, after) = tail.stages.split_at_mut(position + 1);
            let (stage, next) = (&mut before[position], after.first_mut());
            self.move_stage(stage, next, (until, closing), probe);
        }
        self.tails[kind] = tail;
    }

    fn move_stage<P: Probe>(
        &mut self,
        stage: &mut Stage,
        mut next: Option<&mut Stage>,
        (until, closing): (u64, bool),
        probe: &mut P,
    ) {
        let leg = stage.leg;
        let place = &self.places[leg as usize];
        let border = place.delivers || place.last;
        let mut clear = stage.draw(place, &self.net.samplers[place.touch.sampler as usize]);
        let mut at_border = std::mem::take(&mut stage.passed);
        let passed = match &mut next {
            Some(next) if !border => &mut next.waiting,
            _ => &mut at_border,
        };
        let before = passed.len();
        let mut visits = stage.serve(until, passed);
        if closing {
            stage.finish(until, &mut visits, passed);
        }
        self.completions += (passed.len() - before) as u64;
        probe.visits(stage.station, &visits);
        if let (Some(next), false) = (&mut next, border) {
            clear &= next.joined_since(before);
        }
        for mut visitor in at_border.drain(..) {
            if !self.leaves_tail(&mut visitor, leg, probe)
                && let Some(next) = &mut next
            {
                clear &= next.join(visitor);
            }
        }
        stage.passed = at_border;
        if !clear {
            self.is_unclear();
        }
    }

    /// An item has passed the leg that delivers it or ends its route. Returns whether it is out.
    fn leaves_tail<P: Probe>(&mut self, visitor: &mut Visitor, leg: u32, probe: &mut P) -> bool {
        let item = &mut self.items[visitor.id];
        item.ledger[Cause::Touch as usize] += std::mem::take(&mut visitor.touch);
        let waited = std::mem::take(&mut visitor.waited);
        item.ledger[Cause::Contention as usize] += waited;
        item.waited += waited;
        let now = std::mem::replace(&mut self.now, visitor.at);
        let out = self.reach(visitor.id, leg, probe);
        self.now = now;
        out
    }
}
