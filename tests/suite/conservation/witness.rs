//! An observer that believes nothing: it counts events and adds up levels as time goes by, and the
//! engine checks its own invariants after every instant while it looks on.

use throughline::engine::{Item, Phase, Probe};
use throughline::network::Network;

/// A level, and the area under it within the window.
#[derive(Clone, Default)]
pub(super) struct Level {
    now: u64,
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

/// The observer.
pub(super) struct Witness<'n> {
    net: &'n Network,
    now: u64,
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
            inside: 0,
            between: 0,
            wip: Level::default(),
            present: vec![Level::default(); net.stations.len()],
            waiting: vec![Level::default(); net.stations.len()],
        }
    }

    /// A trial begins: areas go on, levels are empty.
    pub(super) fn begin(&mut self) {
        (self.now, self.inside, self.between) = (self.net.start, 0, 0);
        let stations = self.present.iter_mut().chain(&mut self.waiting);
        for level in stations.chain([&mut self.wip]) {
            (level.now, level.since) = (0, self.net.start);
        }
    }

    /// A trial is over: levels last until the end of the window.
    pub(super) fn finish(&mut self) {
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
        self.now = now;
        (self.net.zero, self.net.end)
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
        self.present[station as usize].step(now, 1, window);
        self.waiting[station as usize].step(now, 1, window);
    }

    fn starts(&mut self, now: u64, station: u32, item: &Item, wait: u64) {
        let window = self.at(now);
        assert_eq!(wait, now - item.at, "a wait is over when touch begins");
        self.waiting[station as usize].step(now, -1, window);
    }

    fn completes(&mut self, now: u64, _station: u32, _item: &Item) {
        self.at(now);
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
        complete(now, item);
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
        self.present[station as usize].step(now, -1, window);
        let waits = matches!(item.phase, Phase::AtGate | Phase::Waiting) && !item.laid_down;
        if waits {
            self.waiting[station as usize].step(now, -1, window);
        }
    }

    fn earned(&mut self, now: u64, item: &Item, _value: f64) {
        self.at(now);
        assert!(item.delivered, "what is out was delivered");
        self.inside -= 1;
    }
}
