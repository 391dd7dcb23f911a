//! An observer that believes nothing: it counts events and adds up levels as time goes by, and the
//! engine checks its own invariants after every instant while it looks on.

use std::collections::BTreeMap;

use throughline::engine::{Item, Loss, Mark, Phase, Probe};
use throughline::network::Network;
use throughline::random::{Draw, Purpose, StreamKey, stream_keys};

/// A level, and the area under it within the window.
#[derive(Clone, Default)]
pub(super) struct Level {
    now: u64,
    /// What it was when the last instant was over.
    before: u64,
    since: u64,
    area: u128,
}

impl Level {
    fn step(&mut self, at: u64, by: i64, window: (u64, u64)) {
        let (from, to) = (
            self.since.clamp(window.0, window.1),
            at.clamp(window.0, window.1),
        );
        self.area += u128::from(to - from) * u128::from(self.now);
        self.since = at;
        self.now = self
            .now
            .checked_add_signed(by)
            .expect("a level is never negative");
    }

    /// Area so far [item ticks].
    pub(super) fn area(&self) -> u128 {
        self.area
    }
}

/// An item or branch at a place of its route: kind, number and leg.
type Who = (u32, u32, u32);

fn who(item: &Item) -> Who {
    (item.kind, item.number, item.leg)
}

/// Things to happen at one instant, at most, in organisations as small as these.
const MOST_AT_ONCE: u32 = 5_000;

/// The observer.
pub(super) struct Witness<'n> {
    pub(super) net: &'n Network,
    now: u64,
    /// Whether the window has begun: what passes through as the run opens is before it.
    in_window: bool,
    /// Events at this instant.
    at_once: u32,
    /// Keys of the draws of patience, by leg.
    patience: Vec<StreamKey>,
    /// When those who wait for their first touch give up; to the instant they gave up, for those who
    /// have just been withdrawn.
    until: BTreeMap<Who, u64>,
    withdrawn: Vec<(u32, u64)>,
    /// Flaws that each item carries, by kind and number; not followed where branches have copies.
    flaws: BTreeMap<(u32, u32), u32>,
    /// Those who are over at a station but for room ahead, and the leg they want.
    blocked: Vec<(Who, u32)>,
    /// Items that a trial ended with.
    counted_inside: u64,
    /// Items lost, and items delivered that count, within the window.
    pub(super) lost: u64,
    pub(super) delivered: u64,
    /// Of those, the deliveries that were undone.
    pub(super) undone: u64,
    /// Services completed within the window, by station.
    pub(super) completed: Vec<u64>,
    inside: u64,
    /// Items and branches inside that are at no station.
    between: u64,
    pub(super) wip: Level,
    pub(super) present: Vec<Level>,
    pub(super) waiting: Vec<Level>,
}

impl<'n> Witness<'n> {
    pub(super) fn new(net: &'n Network) -> Self {
        Self {
            net,
            now: 0,
            in_window: false,
            at_once: 0,
            patience: Vec::new(),
            until: BTreeMap::new(),
            withdrawn: Vec::new(),
            flaws: BTreeMap::new(),
            blocked: Vec::new(),
            counted_inside: 0,
            lost: 0,
            delivered: 0,
            undone: 0,
            completed: vec![0; net.stations.len()],
            inside: 0,
            between: 0,
            wip: Level::default(),
            present: vec![Level::default(); net.stations.len()],
            waiting: vec![Level::default(); net.stations.len()],
        }
    }

    /// A trial begins: areas go on, levels are empty.
    pub(super) fn begin(&mut self, seed: u64, trial: u64) {
        (self.now, self.inside, self.between) = (self.net.start, 0, 0);
        (self.at_once, self.counted_inside) = (0, 0);
        self.in_window = false;
        self.until.clear();
        self.flaws.clear();
        self.blocked.clear();
        let stations = self.present.iter_mut().chain(&mut self.waiting);
        for level in stations.chain([&mut self.wip]) {
            (level.now, level.before, level.since) = (0, 0, self.net.start);
        }
        let key = |leg: &throughline::network::Leg| {
            let kind = self.net.kinds[leg.kind as usize].hash;
            let station = self.net.stations[leg.station as usize].hash;
            stream_keys(seed, trial, kind, station)[Purpose::Patience as usize]
        };
        self.patience = self.net.legs.iter().map(key).collect();
    }

    /// A trial is over: levels last until the end of the window.
    pub(super) fn finish(&mut self) {
        self.instant_is_over();
        assert_eq!(self.counted_inside, self.wip.now, "who is inside");
        for (&(kind, number, leg), &until) in &self.until {
            let station = self.net.legs[leg as usize].station;
            // Who changes over is out of the queue.
            let changes = self.net.stations[station as usize].setup.is_some();
            assert!(
                until >= self.net.end || changes,
                "{number} of kind {kind} waits at {station} for ever"
            );
        }
        let window = (self.net.zero, self.net.end);
        let present: u64 = self.present.iter().map(|level| level.now).sum();
        assert_eq!(
            present + self.between,
            self.inside,
            "who is inside is at a station or has forked"
        );
        let stations = self.present.iter_mut().chain(&mut self.waiting);
        for level in stations.chain([&mut self.wip]) {
            level.step(self.net.end, 0, window);
        }
    }

    fn at(&mut self, now: u64) -> (u64, u64) {
        assert!(now >= self.now && now < self.net.end, "time goes forward");
        if now > self.now {
            self.instant_is_over();
            (self.now, self.at_once) = (now, 0);
        }
        self.at_once += 1;
        assert!(self.at_once < MOST_AT_ONCE, "an instant comes to an end");
        (self.net.zero, self.net.end)
    }

    /// Nobody waits where there is no room, but those who did at the start. A free person is room:
    /// in a pool, somebody who comes to another station at that instant may be first.
    fn instant_is_over(&mut self) {
        for (station, level) in self.net.stations.iter().zip(&mut self.waiting) {
            let before = std::mem::replace(&mut level.before, level.now);
            // A batch that travels takes one place.
            let travel = |leg: &u32| {
                let leg = &self.net.legs[*leg as usize];
                leg.batches_of.is_some() && !leg.collects()
            };
            let plain = station.setup.is_none() && !station.legs.iter().any(travel);
            let Some(room) = station.room.filter(|_| plain) else {
                continue;
            };
            let crew = station.crew.map(|crew| &self.net.crews[crew as usize]);
            let pool = crew.filter(|crew| crew.is_pool);
            let most = u64::from(room + pool.map_or(0, |crew| crew.most));
            assert!(
                level.now <= most.max(before) || self.now == self.net.start,
                "{} wait at {} with room for {room}",
                level.now,
                station.name
            );
        }
    }

    /// Somebody who may have been blocked arrives.
    fn unblock(&mut self, item: &Item) {
        let at = self.blocked.iter();
        let mut at = at
            .filter(|(from, ahead)| (from.0, from.1, *ahead) == (item.kind, item.number, item.leg));
        if let Some(&gone) = at.next() {
            self.no_more_blocked(gone);
        }
    }

    /// Somebody who is blocked is withdrawn: of branches of one item that have not begun, the
    /// innermost, as those around it are withdrawn only with all within.
    fn withdraw_blocked(&mut self, item: &Item) {
        let legs = |leg: u32| {
            let branch = self.net.legs[leg as usize].within;
            branch.map_or(u32::MAX, |branch| {
                let branch = self.net.branches[branch as usize];
                branch.end - branch.first
            })
        };
        let same = self.blocked.iter().filter(|(from, _)| *from == who(item));
        let gone = same.min_by_key(|(_, ahead)| legs(*ahead)).copied();
        self.no_more_blocked(gone.expect("it was blocked"));
    }

    fn no_more_blocked(&mut self, gone: (Who, u32)) {
        self.blocked.retain(|other| *other != gone);
        let station = self.net.legs[gone.0.2 as usize].station;
        self.present[station as usize].step(self.now, -1, (self.net.zero, self.net.end));
    }

    fn will_wait(&mut self, item: &Item, station: u32) {
        let Some(patience) = self.net.stations[station as usize].patience else {
            return;
        };
        let occurrence = self.net.legs[item.leg as usize].occurrence;
        let draw = Draw::new(
            self.patience[item.leg as usize],
            item.number,
            occurrence,
            item.round,
        );
        let after = patience.mean * self.net.samplers[patience.sampler as usize].variate(draw);
        self.until
            .insert(who(item), self.now + after.round() as u64);
    }

    fn counts(&self, item: &Item) -> i64 {
        i64::from(self.net.kinds[item.kind as usize].counts)
    }
}

fn complete(now: u64, item: &Item) {
    let spent: u64 = item.ledger.iter().sum();
    let age = now - item.released;
    assert_eq!(spent, age, "the ledger is complete after every visit");
}

impl Probe for Witness<'_> {
    const CHECKED: bool = true;

    fn released(&mut self, now: u64, item: &Item) {
        let window = self.at(now);
        self.inside += 1;
        self.wip.step(now, self.counts(item), window);
        assert!(item.arrived <= now && item.released == now);
    }

    fn arrives(&mut self, now: u64, station: u32, item: &Item) {
        let window = self.at(now);
        assert_eq!(item.at, now);
        self.unblock(item);
        self.will_wait(item, station);
        self.present[station as usize].step(now, 1, window);
        self.waiting[station as usize].step(now, 1, window);
    }

    fn starts(&mut self, now: u64, station: u32, item: &Item, wait: u64) {
        let window = self.at(now);
        assert_eq!(wait, now - item.at, "a wait is over when touch begins");
        self.waiting[station as usize].step(now, -1, window);
        if let Some(until) = self.until.remove(&who(item)) {
            // Who changes over has taken it in hand before.
            let taken = item.taken >= item.at && item.taken <= until;
            assert!(now <= until || taken, "it would have given up at {until}");
        }
    }

    fn completes(&mut self, now: u64, station: u32, _item: &Item) {
        self.at(now);
        self.completed[station as usize] += u64::from(self.in_window);
    }

    fn automatic(&mut self, now: u64, station: u32, item: &Item) {
        self.at(now);
        let legs = &self.net.stations[station as usize].legs;
        let may = |leg: &u32| *leg == item.leg && !self.net.legs[*leg as usize].autos.is_empty();
        assert!(legs.iter().any(may), "a policy decides it");
    }

    fn flawed(&mut self, now: u64, _station: u32, item: &Item) {
        self.at(now);
        *self.flaws.entry((item.kind, item.number)).or_default() += 1;
    }

    fn caught(&mut self, now: u64, _station: u32, item: &Item, flaws: u32) {
        self.at(now);
        assert!(flaws > 0);
        if self.net.forks.is_empty() {
            let carried = self.flaws.get_mut(&(item.kind, item.number));
            let carried = carried.expect("what is found was made");
            *carried = carried.checked_sub(flaws).expect("once each");
        }
    }

    fn escapes(&mut self, now: u64, item: &Item, flaws: u32) {
        self.at(now);
        if self.net.forks.is_empty() {
            assert_eq!(self.flaws.get(&(item.kind, item.number)), Some(&flaws));
        }
    }

    fn lays_down(&mut self, now: u64, _station: u32, item: &Item) {
        self.at(now);
        self.until.remove(&who(item));
    }

    fn blocked(&mut self, now: u64, station: u32, item: &Item, ahead: u32) {
        let window = self.at(now);
        // In a batch, that is what is blocked.
        assert!(matches!(item.phase, Phase::Blocked | Phase::Along));
        self.blocked.push((who(item), ahead));
        self.present[station as usize].step(now, 1, window);
    }

    fn lost(&mut self, now: u64, station: u32, item: &Item, why: Loss) {
        let window = self.at(now);
        assert!(!item.is_branch);
        let gave_up = self.withdrawn.contains(&(station, now));
        assert!(why != Loss::Abandoned || gave_up, "nobody gives up early");
        if !item.delivered {
            self.wip.step(now, -self.counts(item), window);
            self.lost += u64::from(self.in_window);
        }
        self.withdrawn.clear();
    }

    fn leaves(&mut self, now: u64, station: u32, item: &Item, _back: bool) {
        let window = self.at(now);
        self.present[station as usize].step(now, -1, window);
        complete(now, item);
    }

    fn delivered(&mut self, now: u64, item: &Item) {
        let window = self.at(now);
        self.wip.step(now, -self.counts(item), window);
        assert!(!item.is_branch && item.waited <= now - item.released);
        self.delivered += u64::from(self.in_window && self.counts(item) > 0);
        complete(now, item);
    }

    fn undone(&mut self, now: u64, (kind, _): (u32, u32), delivered: u64) {
        self.at(now);
        assert!(delivered <= now, "nothing is undone before it is delivered");
        let counts = self.net.kinds[kind as usize].counts;
        let first = self.net.zero + u64::from(self.net.start == self.net.zero);
        self.undone += u64::from(counts && delivered >= first);
    }

    fn forks(&mut self, now: u64, _item: &Item, branches: u32) {
        self.at(now);
        self.inside += u64::from(branches);
        self.between += 1;
    }

    fn done(&mut self, now: u64, item: &Item) {
        self.at(now);
        self.between += 1;
        complete(now, item);
    }

    fn joins(&mut self, now: u64, _station: Option<u32>, item: &Item, wait: u64) {
        self.at(now);
        self.inside -= 1;
        self.between -= 1;
        complete(now - wait, item);
    }

    fn joined(&mut self, now: u64, _item: &Item) {
        self.at(now);
        self.between -= 1;
    }

    fn withdrawn(&mut self, now: u64, station: Option<u32>, item: &Item) {
        let window = self.at(now);
        self.inside -= 1;
        let Some(station) = station else { return };
        if let Some(until) = self.until.remove(&who(item)) {
            self.withdrawn.push((station, until));
        }
        if item.phase == Phase::Blocked {
            return self.withdraw_blocked(item);
        }
        self.present[station as usize].step(now, -1, window);
        let waits = item.is_waiting() && !item.laid_down;
        if waits || item.awaits_touch {
            self.waiting[station as usize].step(now, -1, window);
        }
    }

    fn earned(&mut self, now: u64, item: &Item, _value: f64) {
        self.at(now);
        assert!(item.delivered, "what is out was delivered");
        self.inside -= 1;
    }

    fn mark(&mut self, _now: u64, mark: Mark, _levels: &[throughline::engine::Level], _: &[u64]) {
        self.in_window |= mark == Mark::Zero;
    }

    fn inside(&mut self, _net: &Network, _item: &Item) {
        self.counted_inside += 1;
    }
}
