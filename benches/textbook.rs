//! The loop that anyone would write by hand, for one workload that it knows by heart.
//!
//! A binary heap of instants, a queue per station, a sequential generator and rejection sampling. It
//! keeps arrival, departure, wait and visits of every item. At the horizon it stops; nothing is
//! drained.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Exp1, StandardNormal};

/// A line of stations, in hours; one item arrives per hour on average.
pub(crate) struct Line {
    pub(crate) hours: f64,
    /// Exponential service; else log-normal with a cv of 1.
    pub(crate) exponential: bool,
    pub(crate) stations: &'static [Station],
}

pub(crate) struct Station {
    pub(crate) staff: usize,
    pub(crate) mean: f64,
    /// Chance of going back to the first station.
    pub(crate) back: f64,
}

pub(crate) const fn station(staff: usize, mean: f64, back: f64) -> Station {
    Station { staff, mean, back }
}

/// Utilisations of .80 .75 .70 .85 .60 .90 .70 .65, with rework.
pub(crate) const EIGHT: &[Station] = &[
    station(12, 6.912, 0.0),
    station(6, 3.24, 0.2),
    station(4, 2.52, 0.1),
    station(4, 3.4, 0.0),
    station(2, 1.2, 0.0),
    station(2, 1.8, 0.0),
    station(1, 0.7, 0.0),
    station(3, 1.95, 0.0),
];

impl Line {
    /// Time to the next arrival.
    #[inline(always)]
    pub(crate) fn interval(&self, random: &mut Xoshiro256PlusPlus) -> f64 {
        Exp1.sample(random)
    }

    /// Time of one service.
    #[inline(always)]
    pub(crate) fn service(&self, station: usize, random: &mut Xoshiro256PlusPlus) -> f64 {
        let mean = self.stations[station].mean;
        if self.exponential {
            let draw: f64 = Exp1.sample(random);
            return mean * draw;
        }
        // A cv of 1: the variance of the logarithm is ln 2.
        let draw: f64 = StandardNormal.sample(random);
        let sigma = std::f64::consts::LN_2.sqrt();
        mean * (sigma * draw - 0.5 * std::f64::consts::LN_2).exp()
    }

    /// The station after one; `None` at the end of the line.
    #[inline(always)]
    pub(crate) fn next(&self, station: usize, random: &mut Xoshiro256PlusPlus) -> Option<usize> {
        let back = self.stations[station].back;
        if back > 0.0 && random.random::<f64>() < back {
            return Some(0);
        }
        (station + 1 < self.stations.len()).then_some(station + 1)
    }
}

/// An instant and whose it is.
#[derive(PartialEq)]
struct Event(f64, u32);

impl Eq for Event {}

impl PartialOrd for Event {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Event {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// The next arrival, among events of items.
const ARRIVAL: u32 = u32::MAX;

#[derive(Clone, Copy)]
struct Item {
    arrived: f64,
    left: f64,
    wait: f64,
    /// Eight bits per station.
    visits: u64,
    at: u8,
}

/// One trial.
pub(crate) struct Textbook<'a> {
    line: &'a Line,
    random: Xoshiro256PlusPlus,
    heap: BinaryHeap<Reverse<Event>>,
    items: Vec<Item>,
    queues: Vec<VecDeque<u32>>,
    busy: Vec<usize>,
}

impl Textbook<'_> {
    pub(crate) fn new(line: &Line, seed: u64) -> Textbook<'_> {
        Textbook {
            line,
            random: Xoshiro256PlusPlus::seed_from_u64(seed),
            heap: BinaryHeap::with_capacity(64),
            items: Vec::with_capacity(line.hours as usize * 2),
            queues: line.stations.iter().map(|_| VecDeque::new()).collect(),
            busy: vec![0; line.stations.len()],
        }
    }

    fn call_arrival(&mut self, now: f64) {
        let interval = self.line.interval(&mut self.random);
        self.heap.push(Reverse(Event(now + interval, ARRIVAL)));
    }

    #[inline(always)]
    fn start(&mut self, id: u32, station: usize, now: f64) {
        let service = self.line.service(station, &mut self.random);
        self.heap.push(Reverse(Event(now + service, id)));
    }

    #[inline(always)]
    fn arrive(&mut self, id: u32, station: usize, now: f64) {
        self.items[id as usize].at = station as u8;
        if self.busy[station] < self.line.stations[station].staff {
            self.busy[station] += 1;
            self.start(id, station, now);
        } else {
            self.items[id as usize].wait -= now;
            self.queues[station].push_back(id);
        }
    }

    /// Runs to the horizon; returns completions and the mean flow time of what was delivered.
    pub(crate) fn run(mut self) -> (u64, f64) {
        let (mut completions, mut delivered, mut flow) = (0_u64, 0_u64, 0.0);
        self.call_arrival(0.0);
        while let Some(Reverse(Event(now, id))) = self.heap.pop() {
            if now >= self.line.hours {
                break;
            }
            if id == ARRIVAL {
                self.items.push(Item {
                    arrived: now,
                    left: 0.0,
                    wait: 0.0,
                    visits: 0,
                    at: 0,
                });
                self.arrive(self.items.len() as u32 - 1, 0, now);
                self.call_arrival(now);
                continue;
            }
            completions += 1;
            let station = usize::from(self.items[id as usize].at);
            if let Some(next) = self.queues[station].pop_front() {
                self.items[next as usize].wait += now;
                self.start(next, station, now);
            } else {
                self.busy[station] -= 1;
            }
            let item = &mut self.items[id as usize];
            item.visits += 1 << (8 * station);
            if let Some(next) = self.line.next(station, &mut self.random) {
                self.arrive(id, next, now);
            } else {
                item.left = now;
                flow += now - item.arrived;
                delivered += 1;
            }
        }
        std::hint::black_box(&self.items);
        (completions, flow / delivered as f64)
    }
}
