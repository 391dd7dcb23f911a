//! A random word from its address.
//!
//! The first part of an address (seed, trial, source, place) is the key of `ChaCha8`, whose output makes
//! one key per purpose; the rest (item number, step, round, index) is the counter of Squares64, five
//! rounds (B. Widynski, "Squares: A Fast Counter-Based RNG", arXiv:2004.06278). His rules for keys:
//! an irregular pattern of hexadecimal digits; the upper eight all different, the lower eight all
//! different, the last one odd. Stricter versions of his key utility also want no digit 0 and the
//! digits on both sides of the middle to differ; keys made here obey all of it. About 3.4e16 keys exist.
//!
//! # Tested
//! `SmallCrush` of `TestU01` over words whose counters and keys are those of draws: item by item through all
//! stations, station by station through all items, and draw by draw through 4,096 trials; both halves of
//! each word together and each alone, plain and with bits reversed; and over uniform variates. Of 315
//! p-values one lies outside 0.001 to 0.999 (9.2e-4, where 0.6 are expected), none near 1e-10, which
//! would be a failure. `benches/battery/run` repeats it.

use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

/// Largest step of a route that has an address.
pub const MAX_STEP: u16 = (1 << STEP_BITS) - 1;
/// Largest round that has an address.
pub const MAX_ROUND: u16 = u16::MAX;
/// Largest index of a word of one draw.
pub const MAX_INDEX: u32 = (1 << INDEX_BITS) - 1;

const NUMBER_BITS: u32 = 32;
const STEP_BITS: u32 = 10;
const ROUND_BITS: u32 = 16;
const INDEX_BITS: u32 = 6;
const STEP_AT: u32 = NUMBER_BITS;
const ROUND_AT: u32 = STEP_AT + STEP_BITS;
const INDEX_AT: u32 = ROUND_AT + ROUND_BITS;
const _: () = assert!(INDEX_AT + INDEX_BITS == 64);

/// The hexadecimal digits 1 to F, one per four bits.
const DIGITS: u64 = 0xFED_CBA9_8765_4321;

/// The first eight bytes (little endian) of the SHA-256 of a name.
pub fn name_hash(name: &str) -> u64 {
    let digest = Sha256::digest(name.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    u64::from_le_bytes(first)
}

/// What a draw decides; each purpose has a stream of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(usize)]
pub enum Purpose {
    /// Hands-on effort of a visit.
    Effort = 0,
    /// Delay after a visit.
    Delay = 1,
    /// Whether an item takes a step of its route.
    StepChance = 2,
    /// Whether and where a visit sends an item back; one draw for all entries.
    Rework = 3,
    /// Size of an item.
    Size = 4,
    /// Interval to the next arrival, or its place in a profile.
    Arrival = 5,
    /// Items per arrival.
    AtOnce = 6,
    /// Factor on the rate of a cycle of a profile.
    DayFactor = 7,
    /// Items a session admits.
    Slots = 8,
    /// Instant of a change.
    Change = 9,
    /// How long an item waits before it gives up.
    Patience = 10,
    /// Effort of changing over.
    Setup = 11,
    /// From a return of a person to the next absence.
    Presence = 12,
    /// Length of an absence.
    Absence = 13,
    /// How long a person stays.
    Tenure = 14,
    /// When a person looks again.
    Look = 15,
    /// Whether a delivered item brings another.
    Lead = 16,
    /// How long after the delivery that comes up.
    LeadAfter = 17,
    /// Whether a visit leaves a flaw.
    Flaws = 18,
    /// What a visit finds of the flaws an item carries; one draw for all of them.
    Catches = 19,
    /// Whether a visit is decided without people; one draw for all entries.
    Auto = 20,
    /// How long that takes.
    AutoTouch = 21,
    /// Effort of a handoff.
    Handoff = 22,
    /// How long an organisation takes from its start to its first release.
    Founding = 23,
    /// Whether an item is handed over to another organisation.
    Handover = 24,
}

impl Purpose {
    /// How many purposes there are.
    pub const COUNT: usize = 25;
}

/// Key of the stream of one purpose at one place in one trial.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StreamKey(u64);

impl StreamKey {
    /// Makes a proper key of two random words.
    fn from_words(mut lower: u64, mut upper: u64) -> Self {
        let odd = 2 * roll(&mut lower, 8);
        let first = shuffle_eight(swap(DIGITS, 0, odd), lower);
        let other = roll(&mut upper, 14);
        let not_eighth = other + u64::from(other >= 7);
        let second = shuffle_eight(swap(first, 0, not_eighth), upper);
        Self(second << 32 | first & 0xFFFF_FFFF)
    }
}

/// A fair choice below `sides`, taken from the top of `dice`; the rest stays for the next choice.
fn roll(dice: &mut u64, sides: u64) -> u64 {
    let product = u128::from(*dice) * u128::from(sides);
    *dice = product as u64;
    (product >> 64) as u64
}

/// The digits with those at two positions exchanged.
fn swap(digits: u64, i: u64, j: u64) -> u64 {
    let change = (digits >> (4 * i) ^ digits >> (4 * j)) & 15;
    digits ^ change << (4 * i) ^ change << (4 * j)
}

/// Draws the lowest eight of fifteen digits, except the very lowest, without putting back.
fn shuffle_eight(digits: u64, mut dice: u64) -> u64 {
    (1..8).fold(digits, |digits, place| {
        let choice = place + roll(&mut dice, 15 - place);
        swap(digits, place, choice)
    })
}

/// The keys of all purposes of one source of items at one place in one trial.
///
/// `source` and `place` are [`name_hash`]es, or anything else that names them.
pub fn stream_keys(seed: u64, trial: u64, source: u64, place: u64) -> [StreamKey; Purpose::COUNT] {
    first_keys([seed, trial, source, place])
}

/// The keys of the first purposes; whoever needs only these need not make all.
pub fn first_keys<const N: usize>(address: [u64; 4]) -> [StreamKey; N] {
    let mut key = [0; 32];
    for (bytes, word) in key.chunks_exact_mut(8).zip(address) {
        bytes.copy_from_slice(&word.to_le_bytes());
    }
    let mut words = ChaCha8Rng::from_seed(key);
    std::array::from_fn(|_| {
        let lower = words.next_u64();
        StreamKey::from_words(lower, words.next_u64())
    })
}

/// The address of a draw, ready to give its words.
#[derive(Clone, Copy, Debug)]
pub struct Draw {
    key: u64,
    counter: u64,
}

impl Draw {
    /// The draw of item `number` at `step` of its route, the `round`-th time from 0.
    ///
    /// `step` is at most [`MAX_STEP`].
    #[inline]
    pub fn new(key: StreamKey, number: u32, step: u16, round: u16) -> Self {
        debug_assert!(step <= MAX_STEP, "step {step} has no address");
        let packed = u64::from(number) | u64::from(step) << STEP_AT | u64::from(round) << ROUND_AT;
        Self {
            key: key.0,
            counter: fold(packed),
        }
    }

    /// The `index`-th word of the draw, all 64 bits random; `index` is at most [`MAX_INDEX`].
    #[inline]
    pub fn word(self, index: u32) -> u64 {
        debug_assert!(index <= MAX_INDEX, "index {index} has no address");
        squares64(self.counter ^ fold(u64::from(index) << INDEX_AT), self.key)
    }

    /// A uniform number above 0 and below 1, from word 0.
    #[inline]
    pub fn unit(self) -> f64 {
        self.unit_at(0)
    }

    /// A uniform number above 0 and below 1, from the `index`-th word.
    #[inline]
    pub fn unit_at(self, index: u32) -> f64 {
        unit_of(self.word(index))
    }
}

/// 52 bits plus half a step: never 0 or 1.
#[inline]
pub(super) fn unit_of(word: u64) -> f64 {
    ((word >> 12) as f64 + 0.5) * (1.0 / (1u64 << 52) as f64)
}

/// Lets the upper half of the counter reach the lower half too.
///
/// The first square sees the lower half of the counter only, so without this it would be wasted on
/// streams that always have item number 0. Folding twice gives back the counter: it is one to one.
#[inline]
fn fold(packed: u64) -> u64 {
    packed ^ packed >> 32
}

/// Widynski's five rounds.
#[inline]
fn squares64(counter: u64, key: u64) -> u64 {
    let y = counter.wrapping_mul(key);
    let z = y.wrapping_add(key);
    let square_add = |x: u64, add: u64| x.wrapping_mul(x).wrapping_add(add);
    let x = square_add(y, y).rotate_right(32);
    let x = square_add(x, z).rotate_right(32);
    let x = square_add(x, y).rotate_right(32);
    let fourth = square_add(x, z);
    fourth ^ square_add(fourth.rotate_right(32), y) >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From an independent run of the author's C code (bashtage/randomgen, squares-testset-1.csv).
    #[test]
    fn squares_agrees_with_published_words() {
        let key = 0x3bc8_bca4_d301_945b;
        let published = [
            0x5167_ea8b_7923_d95b,
            0x0e03_102b_e2db_8c20,
            0xe59f_61d7_beb2_7f5d,
            0x943a_c4d0_8e1a_4431,
        ];
        for (counter, word) in (0..).zip(published) {
            assert_eq!(squares64(counter, key), word);
        }
        assert_eq!(squares64(500, key), 0x2d68_3403_9a5a_cc37);
    }

    #[test]
    fn keys_obey_the_rules() {
        for trial in 0..2000 {
            for key in stream_keys(1, trial, 2, 3) {
                let digits: Vec<u64> = (0..16).map(|place| key.0 >> (4 * place) & 15).collect();
                let different = |part: &[u64]| {
                    let set: std::collections::BTreeSet<_> = part.iter().collect();
                    set.len() == part.len()
                };
                assert!(digits.iter().all(|&digit| digit != 0), "{key:x?}");
                assert!(digits[0] % 2 == 1, "{key:x?}");
                assert!(
                    different(&digits[..8]) && different(&digits[8..]),
                    "{key:x?}"
                );
                assert_ne!(digits[7], digits[8], "{key:x?}");
            }
        }
    }

    #[test]
    fn digits_of_keys_are_fair() {
        let mut counts = [[0u32; 16]; 16];
        for trial in 0..3000 {
            for key in stream_keys(9, trial, 0, 0) {
                for (place, count) in counts.iter_mut().enumerate() {
                    count[(key.0 >> (4 * place) & 15) as usize] += 1;
                }
            }
        }
        for (place, count) in counts.iter().enumerate() {
            for (digit, &seen) in count.iter().enumerate().skip(1) {
                // The last digit takes one of the odd ones away from its neighbours.
                let keys = 3000.0 * Purpose::COUNT as f64;
                let expected = match (place, digit % 2) {
                    (0, odd) => keys / 8.0 * odd as f64,
                    (1..=7, 1) => keys / 16.0,
                    (1..=7, _) => keys / 14.0,
                    _ => keys / 15.0,
                };
                assert!(
                    (f64::from(seen) - expected).abs() <= 5.0 * expected.sqrt(),
                    "{place} {digit} {seen}"
                );
            }
        }
    }

    #[test]
    fn every_part_of_an_address_matters() {
        let key = stream_keys(1, 2, 3, 4)[0];
        let word = Draw::new(key, 5, 6, 7).word(8);
        let others = [
            Draw::new(stream_keys(1, 2, 3, 4)[1], 5, 6, 7).word(8),
            Draw::new(stream_keys(0, 2, 3, 4)[0], 5, 6, 7).word(8),
            Draw::new(stream_keys(1, 0, 3, 4)[0], 5, 6, 7).word(8),
            Draw::new(stream_keys(1, 2, 0, 4)[0], 5, 6, 7).word(8),
            Draw::new(stream_keys(1, 2, 3, 0)[0], 5, 6, 7).word(8),
            Draw::new(key, 4, 6, 7).word(8),
            Draw::new(key, 5, 5, 7).word(8),
            Draw::new(key, 5, 6, 6).word(8),
            Draw::new(key, 5, 6, 7).word(7),
        ];
        assert!(others.iter().all(|&other| other != word));
    }

    #[test]
    fn units_stay_inside() {
        assert!(unit_of(0) > 0.0 && unit_of(u64::MAX) < 1.0);
        assert_eq!(unit_of(1 << 63), 0.5 + 0.5 / (1u64 << 52) as f64);
    }

    /// Keys and words were also computed from the description above by a program in another language.
    #[test]
    fn words_are_pinned() {
        let keys = stream_keys(1, 2, 3, 4);
        let words = [
            name_hash("code"),
            keys[0].0,
            keys[9].0,
            Draw::new(keys[0], 0, 0, 0).word(0),
            Draw::new(keys[0], 5, 6, 7).word(8),
        ];
        let pinned = [
            0xcaff_532e_8ad0_9456,
            0xa278_c3d6_42f6_b891,
            0xedf1_8b7c_7de5_6c89,
            0x228c_d45e_bacc_0d0b,
            0xa2ab_b77c_4c67_eebd,
        ];
        assert_eq!(words, pinned, "{words:#018x?}");
    }
}
