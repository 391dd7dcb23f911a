//! The event list: one entry per timer owner, kept in a winner tree.
//!
//! A tree over all owners whose every node holds the smaller key of its two children, so the root is
//! the next event. Setting an entry rewrites one path, without branches. Whether a new key comes
//! first is a branch of its own, which processors guess well, so that the next event need not wait
//! until the key is known. For the same reason an event takes its entry before it sets it again: what
//! is next is then known from what is beside its path. Keys pack the instant and the rank of the
//! owner; ranks follow the ladder of one instant, so equal instants are resolved by the key itself.
//! The key is a `u64` wherever instant and rank fit, else a `u128`.
//!
//! Chosen by measurement (`cargo bench --bench event_list`): used as the engine uses it, the heap of
//! the standard library takes 2.1, 2.1 and 1.9 times as long at 34, 150 and 400 live entries, a sorted
//! array 2.7, 2.9 and 3.6 times, and neither finds an entry to re-key without a search; nodes of four
//! children take 1.04, 1.07 and 1.14 times as long, and 1.01, 1.03 and 1.07 over whole trials.

use crate::network::NEVER;

/// A key: an instant in the high bits, a rank in the low ones.
pub(super) trait Key: Copy + Ord {
    /// Larger than any other key.
    const LAST: Self;
    /// Packs an instant and a rank of `bits` bits.
    fn pack(time: u64, rank: u32, bits: u32) -> Self;
    /// The instant; of `LAST`, one that is larger than any packed.
    fn time(self, bits: u32) -> u64;
    /// The rank.
    fn rank(self, bits: u32) -> u32;
}

macro_rules! key {
    ($word:ty) => {
        impl Key for $word {
            const LAST: Self = <$word>::MAX;
            #[inline]
            fn pack(time: u64, rank: u32, bits: u32) -> Self {
                (time as $word) << bits | rank as $word
            }
            #[inline]
            fn time(self, bits: u32) -> u64 {
                (self >> bits) as u64
            }
            #[inline]
            fn rank(self, bits: u32) -> u32 {
                (self & ((1 << bits) - 1)) as u32
            }
        }
    };
}
key!(u64);
key!(u128);

/// Bits of a rank among `owners`.
fn rank_bits(owners: usize) -> u32 {
    owners.next_power_of_two().trailing_zeros().max(1)
}

/// Whether instants before `end` and the ranks of `owners` fit into a `u64` key.
pub(super) fn fits_u64(owners: usize, end: u64) -> bool {
    end.leading_zeros() > rank_bits(owners)
}

/// The event list.
pub(super) struct Timers<K> {
    /// The children of node `n` are nodes `2 n` and `2 n + 1`, the root is 1; the second half are the
    /// leaves, by rank.
    nodes: Vec<K>,
    /// The winner.
    first: K,
    /// The entry that is taken; `LAST` if none is.
    taken: K,
    bits: u32,
    /// Instants at or after this are never reached.
    end: u64,
}

impl<K: Key> Timers<K> {
    /// Room for `owners`; nothing is set.
    pub(super) fn new(owners: usize, end: u64) -> Self {
        let bits = rank_bits(owners);
        let needed = 2 << bits;
        let mut common = [SMALL, MIDDLE, LARGE].into_iter();
        let nodes = common.find(|&nodes| nodes >= needed).unwrap_or(needed);
        Self {
            nodes: vec![K::LAST; nodes],
            first: K::LAST,
            taken: K::LAST,
            bits,
            end,
        }
    }

    /// Withdraws everything.
    pub(super) fn clear(&mut self) {
        self.nodes.fill(K::LAST);
        self.first = K::LAST;
        self.taken = K::LAST;
    }

    /// Sets or re-keys an entry.
    #[inline(never)]
    pub(super) fn set(&mut self, rank: u32, time: u64) {
        let key = if time < self.end {
            K::pack(time, rank, self.bits)
        } else {
            K::LAST
        };
        match self.nodes.len() {
            SMALL => self.set_in::<SMALL>(rank, key),
            MIDDLE => self.set_in::<MIDDLE>(rank, key),
            LARGE => self.set_in::<LARGE>(rank, key),
            _ => self.set_in_any(rank, key),
        }
    }

    #[inline(always)]
    fn set_in<const NODES: usize>(&mut self, rank: u32, key: K) {
        let (before, winner) = rewrite::<K, NODES>(&mut self.nodes, rank, key);
        self.see(before, key, winner);
    }

    #[inline(never)]
    fn set_in_any(&mut self, rank: u32, key: K) {
        let (before, winner) = rewrite_any(&mut self.nodes, rank, key);
        self.see(before, key, winner);
    }

    /// An entry has another key, and the winner may be another one.
    #[inline(always)]
    fn see(&mut self, before: K, key: K, winner: K) {
        if before == self.taken {
            self.taken = K::LAST;
        }
        if key < self.first {
            self.comes_first(key);
        } else if before == self.first {
            self.first = winner;
            if winner == self.taken {
                self.pass_over_taken();
            }
        }
    }

    /// What is taken stands in the tree, but does not count.
    #[cold]
    #[inline(never)]
    fn pass_over_taken(&mut self) {
        if self.taken != K::LAST {
            self.first = self.winner_beside(self.taken.rank(self.bits));
        }
    }

    #[cold]
    #[inline(never)]
    fn comes_first(&mut self, key: K) {
        self.first = key;
    }

    /// Withdraws an entry.
    #[inline(never)]
    pub(super) fn withdraw(&mut self, rank: u32) {
        let nodes = &mut self.nodes;
        let (before, winner) = match nodes.len() {
            SMALL => rewrite::<K, SMALL>(nodes, rank, K::LAST),
            MIDDLE => rewrite::<K, MIDDLE>(nodes, rank, K::LAST),
            LARGE => rewrite::<K, LARGE>(nodes, rank, K::LAST),
            _ => rewrite_any(nodes, rank, K::LAST),
        };
        self.see(before, K::LAST, winner);
    }

    /// Takes the first entry: it does not count until it is set, withdrawn or given back, but stands
    /// where it is, so that its path is rewritten once. Returns the instant of the next one.
    #[inline(never)]
    pub(super) fn take(&mut self, rank: u32) -> u64 {
        self.taken = self.first;
        self.first = self.winner_beside(rank);
        self.first.time(self.bits)
    }

    /// Gives back what was just taken.
    pub(super) fn give_back(&mut self) {
        self.first = std::mem::replace(&mut self.taken, K::LAST);
    }

    /// The winner of all entries but one.
    #[inline(always)]
    fn winner_beside(&self, rank: u32) -> K {
        match self.nodes.len() {
            SMALL => beside::<K, SMALL>(&self.nodes, rank),
            MIDDLE => beside::<K, MIDDLE>(&self.nodes, rank),
            LARGE => beside::<K, LARGE>(&self.nodes, rank),
            _ => beside_any(&self.nodes, rank),
        }
    }

    /// Instant and rank of the next event; not before the end if there is none.
    #[inline]
    pub(super) fn first(&self) -> (u64, u32) {
        (self.first.time(self.bits), self.first.rank(self.bits))
    }

    fn key_of(&self, rank: u32) -> K {
        self.nodes[self.nodes.len() / 2 + rank as usize]
    }

    /// The instant an entry is set to; `NEVER` if it is not.
    pub(super) fn time_of(&self, rank: u32) -> u64 {
        let key = self.key_of(rank);
        if key == K::LAST {
            NEVER
        } else {
            key.time(self.bits)
        }
    }
}

/// Nodes of the trees whose paths have a length known beforehand: so they take no loop, and no node
/// has to be checked to be there.
const SMALL: usize = 32;
const MIDDLE: usize = 128;
const LARGE: usize = 512;

/// Rewrites the path of an entry; returns what it was, and the winner.
#[inline(always)]
fn rewrite<K: Key, const NODES: usize>(nodes: &mut [K], rank: u32, key: K) -> (K, K) {
    let Some(nodes) = nodes.first_chunk_mut::<NODES>() else {
        return (key, key);
    };
    let mut node = (NODES / 2 + rank as usize) % NODES;
    let (before, mut winner) = (nodes[node], key);
    for _ in 1..NODES.ilog2() {
        nodes[node] = winner;
        winner = winner.min(nodes[node ^ 1]);
        node >>= 1;
    }
    (before, winner)
}

#[inline(never)]
fn rewrite_any<K: Key>(nodes: &mut [K], rank: u32, key: K) -> (K, K) {
    let mut node = nodes.len() / 2 + rank as usize;
    let (before, mut winner) = (nodes[node], key);
    while node > 1 {
        nodes[node] = winner;
        winner = winner.min(nodes[node ^ 1]);
        node >>= 1;
    }
    (before, winner)
}

/// The winner of all that is beside the path of an entry.
#[inline(always)]
fn beside<K: Key, const NODES: usize>(nodes: &[K], rank: u32) -> K {
    let Some(nodes) = nodes.first_chunk::<NODES>() else {
        return K::LAST;
    };
    let mut node = (NODES / 2 + rank as usize) % NODES;
    let mut first = K::LAST;
    for _ in 1..NODES.ilog2() {
        first = first.min(nodes[node ^ 1]);
        node >>= 1;
    }
    first
}

#[inline(never)]
fn beside_any<K: Key>(nodes: &[K], rank: u32) -> K {
    let mut node = nodes.len() / 2 + rank as usize;
    let mut first = K::LAST;
    while node > 1 {
        first = first.min(nodes[node ^ 1]);
        node >>= 1;
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_order<K: Key>(count: u32) {
        let mut timers = Timers::<K>::new(count as usize, 1 << 40);
        for rank in 0..count {
            timers.set(rank, u64::from(rank * 7919 % 13));
        }
        let mut last = (0, 0);
        for _ in 0..count {
            let next = timers.first();
            assert!(next >= last, "{next:?} after {last:?}");
            timers.withdraw(next.1);
            last = next;
        }
        assert!(timers.first().0 >= 1 << 40);
    }

    #[test]
    fn events_come_by_instant_and_then_by_rank() {
        for count in [1, 2, 3, 34, 150, 400, 1000] {
            in_order::<u64>(count);
            in_order::<u128>(count);
        }
    }

    #[test]
    fn entries_can_be_rekeyed_and_withdrawn() {
        let mut timers = Timers::<u64>::new(3, 100);
        timers.set(0, 5);
        timers.set(2, 7);
        assert_eq!(timers.first(), (5, 0));
        timers.set(0, 9);
        assert_eq!(timers.first(), (7, 2));
        timers.withdraw(2);
        assert_eq!((timers.first(), timers.time_of(2)), ((9, 0), NEVER));
        timers.set(1, 99);
        // What is taken does not count: not when it is set again, nor when what is first meanwhile goes.
        assert_eq!((timers.take(0), timers.first()), (99, (99, 1)));
        timers.set(2, 50);
        timers.withdraw(2);
        assert_eq!(timers.first(), (99, 1));
        timers.set(0, 98);
        assert_eq!(timers.first(), (98, 0));
        assert_eq!(timers.take(0), 99);
        timers.give_back();
        assert_eq!(timers.first(), (98, 0));
        timers.take(0);
        timers.withdraw(0);
        assert_eq!(timers.first(), (99, 1));
        timers.set(1, 100);
        assert_eq!(timers.time_of(1), NEVER);
    }
}
