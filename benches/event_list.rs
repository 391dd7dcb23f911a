//! The event list beside others that could be taken in its place.
//!
//! All hold the same keys, instant and owner packed into a `u64`, and get the same increments:
//! log-normal with a cv of 1, drawn before. *Replace* gives the owner of the first entry a later
//! instant, each list in its quickest way. *Withdraw, set* is what the engine does: it takes the first
//! entry away, looks whether another falls on the same instant, and sets the owner anew. The lists
//! take turns in slices too short for the clock of the machine to change much; medians. That all of
//! them handle the same events in the same order is checked.
#![allow(clippy::print_stdout, reason = "it prints tables")]
#![allow(clippy::disallowed_methods, reason = "it reads the clock")]

#[path = "../src/engine/timers.rs"]
#[allow(dead_code, reason = "not all of it is measured")]
mod timers;

/// What the event list takes from the crate.
mod network {
    pub(crate) use throughline::network::NEVER;
}

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;
use std::time::Instant;

use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use rand_distr::{Distribution, LogNormal};
use timers::Timers;

/// Live entries. W3 has 34 people.
const LIVE: [usize; 5] = [8, 34, 150, 400, 1000];
/// Turns of every list.
const ROUNDS: usize = 301;
/// Events in a turn.
const EVENTS: usize = 4096;
const END: u64 = 1 << 52;

/// A list in which every owner has one entry.
trait EventList {
    fn new(owners: usize) -> Self;
    /// Instant and owner of the first entry.
    fn first(&self) -> (u64, u32);
    fn withdraw_first(&mut self);
    /// Sets the entry of an owner that has none.
    fn set(&mut self, owner: u32, time: u64);
    fn replace_first(&mut self, time: u64);
}

/// How keys are packed, known only at run time, as it is to the engine.
#[derive(Clone, Copy)]
struct Keys {
    bits: u32,
    end: u64,
}

impl Keys {
    fn new(owners: usize) -> Self {
        Self {
            bits: owners.next_power_of_two().trailing_zeros(),
            end: END,
        }
    }

    #[inline]
    fn pack(self, time: u64, owner: u32) -> u64 {
        if time < self.end {
            time << self.bits | u64::from(owner)
        } else {
            u64::MAX
        }
    }

    #[inline]
    fn unpack(self, key: u64) -> (u64, u32) {
        (key >> self.bits, (key & ((1 << self.bits) - 1)) as u32)
    }
}

/// The one of the engine.
impl EventList for Timers<u64> {
    fn new(owners: usize) -> Self {
        Self::new(owners, END)
    }

    #[inline]
    fn first(&self) -> (u64, u32) {
        self.first()
    }

    #[inline]
    fn withdraw_first(&mut self) {
        self.withdraw(self.first().1);
    }

    #[inline]
    fn set(&mut self, owner: u32, time: u64) {
        self.set(owner, time);
    }

    #[inline]
    fn replace_first(&mut self, time: u64) {
        self.set(self.first().1, time);
    }
}

/// The heap of the standard library.
struct Heap {
    entries: BinaryHeap<Reverse<u64>>,
    keys: Keys,
}

impl EventList for Heap {
    fn new(owners: usize) -> Self {
        Self {
            entries: BinaryHeap::with_capacity(owners),
            keys: Keys::new(owners),
        }
    }

    #[inline]
    fn first(&self) -> (u64, u32) {
        let first = self.entries.peek();
        self.keys.unpack(first.map_or(u64::MAX, |first| first.0))
    }

    #[inline]
    fn withdraw_first(&mut self) {
        self.entries.pop();
    }

    #[inline]
    fn set(&mut self, owner: u32, time: u64) {
        self.entries.push(Reverse(self.keys.pack(time, owner)));
    }

    #[inline]
    fn replace_first(&mut self, time: u64) {
        let keys = self.keys;
        let mut first = self.entries.peek_mut().expect("it is never empty");
        let owner = keys.unpack(first.0).1;
        *first = Reverse(keys.pack(time, owner));
    }
}

/// A winner tree of fours: the children of node `n` are nodes `4 n` to `4 n + 3`, the root is 1.
struct FourTree {
    quads: Vec<[u64; 4]>,
    leaves: usize,
    first: u64,
    keys: Keys,
}

impl FourTree {
    #[inline]
    fn put(&mut self, owner: u32, key: u64) {
        let quads = &mut self.quads[..];
        let mut node = self.leaves + owner as usize;
        let mut winner = key;
        while node > 1 {
            let (quad, at) = (&mut quads[node >> 2], node & 3);
            quad[at] = winner;
            let others = quad[at ^ 1].min(quad[at ^ 2]).min(quad[at ^ 3]);
            winner = winner.min(others);
            node >>= 2;
        }
        self.first = winner;
    }
}

impl EventList for FourTree {
    fn new(owners: usize) -> Self {
        let bits = owners.next_power_of_two().trailing_zeros();
        let leaves = 1 << bits.next_multiple_of(2);
        Self {
            quads: vec![[u64::MAX; 4]; leaves / 2],
            leaves,
            first: u64::MAX,
            keys: Keys::new(owners),
        }
    }

    #[inline]
    fn first(&self) -> (u64, u32) {
        self.keys.unpack(self.first)
    }

    #[inline]
    fn withdraw_first(&mut self) {
        self.put(self.first().1, u64::MAX);
    }

    #[inline]
    fn set(&mut self, owner: u32, time: u64) {
        self.put(owner, self.keys.pack(time, owner));
    }

    #[inline]
    fn replace_first(&mut self, time: u64) {
        let owner = self.first().1;
        self.set(owner, time);
    }
}

/// An array in order, the first entry at its end.
struct Sorted {
    entries: Vec<u64>,
    keys: Keys,
}

impl EventList for Sorted {
    fn new(owners: usize) -> Self {
        Self {
            entries: Vec::with_capacity(owners),
            keys: Keys::new(owners),
        }
    }

    #[inline]
    fn first(&self) -> (u64, u32) {
        self.keys
            .unpack(self.entries.last().copied().unwrap_or(u64::MAX))
    }

    #[inline]
    fn withdraw_first(&mut self) {
        self.entries.pop();
    }

    #[inline]
    fn set(&mut self, owner: u32, time: u64) {
        let key = self.keys.pack(time, owner);
        let place = self.entries.partition_point(|&other| other > key);
        self.entries.insert(place, key);
    }

    #[inline]
    fn replace_first(&mut self, time: u64) {
        let owner = self.first().1;
        self.withdraw_first();
        self.set(owner, time);
    }
}

/// How an event is handled.
#[derive(Clone, Copy)]
enum Pattern {
    Replace,
    WithdrawSet,
}

fn filled<L: EventList>(live: usize, increments: &[u64]) -> L {
    let mut list = L::new(live);
    for (owner, &time) in (0..).zip(&increments[..live]) {
        list.set(owner, time);
    }
    list
}

/// Nanoseconds per event.
fn turn<L: EventList>(list: &mut L, pattern: Pattern, increments: &[u64]) -> f64 {
    let begun = Instant::now();
    match pattern {
        Pattern::Replace => {
            for increment in increments {
                list.replace_first(list.first().0 + increment);
            }
        }
        Pattern::WithdrawSet => {
            let mut ties = 0;
            for increment in increments {
                let (now, owner) = list.first();
                list.withdraw_first();
                ties += u32::from(list.first().0 == now);
                list.set(owner, now + increment);
            }
            black_box(ties);
        }
    }
    begun.elapsed().as_secs_f64() * 1e9 / increments.len() as f64
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Prints a row: every list at one number of live entries.
fn row(live: usize, pattern: Pattern, increments: &[u64]) {
    let mut tree = filled::<Timers<u64>>(live, increments);
    let mut heap = filled::<Heap>(live, increments);
    let mut fours = filled::<FourTree>(live, increments);
    let mut sorted = filled::<Sorted>(live, increments);
    let mut turns: [Vec<f64>; 4] = Default::default();
    for round in 0..ROUNDS {
        let begin = round * EVENTS % increments.len();
        let increments = &increments[begin..begin + EVENTS];
        turns[0].push(turn(&mut tree, pattern, increments));
        turns[1].push(turn(&mut heap, pattern, increments));
        turns[2].push(turn(&mut fours, pattern, increments));
        turns[3].push(turn(&mut sorted, pattern, increments));
        let first = tree.first();
        assert_eq!(first, heap.first(), "the heap differs");
        assert_eq!(first, fours.first(), "the tree of fours differs");
        assert_eq!(first, sorted.first(), "the sorted array differs");
    }
    let [tree, heap, fours, sorted] = turns.map(median);
    println!(
        "| {live} | {tree:.1} | {heap:.1} ({:.2}) | {fours:.1} ({:.2}) | {sorted:.1} ({:.2}) |",
        heap / tree,
        fours / tree,
        sorted / tree,
    );
}

fn main() {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(1984);
    let law = LogNormal::new(13.0, std::f64::consts::LN_2.sqrt()).expect("it is a law");
    let increments: Vec<u64> = (0..4 * EVENTS)
        .map(|_| law.sample(&mut random) as u64)
        .collect();
    for (title, pattern) in [
        ("replace", Pattern::Replace),
        ("withdraw, set", Pattern::WithdrawSet),
    ] {
        println!("\n{title}: ns per event (to the engine's)\n");
        println!("| live | engine's tree | standard heap | tree of fours | sorted array |");
        println!("|---|---|---|---|---|");
        for live in LIVE {
            row(live, pattern, &increments);
        }
    }
}
