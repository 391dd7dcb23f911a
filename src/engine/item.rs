//! Items in a slab: a slot is reused as soon as its item has left, so memory follows the number of
//! items inside and nothing is allocated per event.

use super::probe::CAUSES;
use crate::network::{NEVER, Network};

/// Where an item stands within its visit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Not inside: the slot is free.
    #[default]
    Gone,
    /// In front of a gate.
    AtGate,
    /// Waiting for a person.
    Waiting,
    /// In the hands of a person.
    InHands,
    /// Touched without a person of its own (unlimited staff).
    Unattended,
    /// In a delay.
    Delayed,
    /// In the hands of a person who is absent.
    Paused,
    /// Worked on side by side with others.
    Shared,
    /// Over but for room ahead.
    Blocked,
    /// At no station: it has forked, or is a branch that is done.
    Between,
}

/// A unit of work on its way.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// Position of its kind.
    pub kind: u32,
    /// Number at its source.
    pub number: u32,
    /// The step of the route it is at.
    pub leg: u32,
    /// How often it was at this step before.
    pub round: u16,
    /// Where it stands within its visit.
    pub phase: Phase,
    /// Whether it has passed the step that delivers it.
    pub delivered: bool,
    /// Whether work on it was laid down and is to be resumed.
    pub laid_down: bool,
    /// Whether somebody has taken it in hand, and its touch has not begun: they change over.
    pub awaits_touch: bool,
    /// Whether it was sent back by the gate it stands at.
    pub returned: bool,
    /// Whether touch of this visit began in a hurry; where people hurry.
    pub hurried: bool,
    /// Whether it is one of the branches of an item.
    pub is_branch: bool,
    /// Which branch it is: its position plus one; 0 for a whole item.
    pub branch: u32,
    /// Whether it has come to a station of judgment.
    pub judged: bool,
    /// When it arrived in the backlog [ticks].
    pub arrived: u64,
    /// When it was released [ticks].
    pub released: u64,
    /// When it arrived at this station [ticks].
    pub at: u64,
    /// When a person last took it in hand [ticks].
    pub taken: u64,
    /// When the current stretch of its visit began [ticks].
    pub since: u64,
    /// Working time of the station's calendar at that instant [ticks].
    pub since_worked: u64,
    /// Working time at the first session that passed it over; `u64::MAX` if none did [ticks].
    pub passed_over: u64,
    /// Unit-mean variate of this visit's effort, drawn while the item waits, and its sampler; the
    /// sampler is `u32::MAX` if nothing was drawn yet.
    pub drawn: (f64, u32),
    /// Hands-on effort still to do in this visit, at pace 1 and full focus [ticks].
    pub left: f64,
    /// Effort of changing over still to do before that, at pace 1 and full focus [ticks].
    pub preparing: f64,
    /// Multiplies its efforts.
    pub size: f64,
    /// Multiplies its efforts up to `effort_until`, after a send-back.
    pub effort: f64,
    /// Last leg at which `effort` applies.
    pub effort_until: u32,
    /// Arrival to start of touch, summed over visits [ticks].
    pub waited: u64,
    /// Its time since release, by cause [ticks].
    pub ledger: [u64; CAUSES],
}

impl Item {
    /// Whether its person changes over, be it just to the end.
    pub(super) fn prepares(&self) -> bool {
        self.awaits_touch || self.preparing > 0.0
    }

    /// What multiplies a touch at its leg: its size, and the effort of a send-back.
    #[inline(always)]
    pub(super) fn scale(&self) -> f64 {
        let factor = if self.leg <= self.effort_until {
            self.effort
        } else {
            1.0
        };
        self.size * factor
    }

    /// What holds up to a leg is over once it is passed.
    #[inline]
    pub(super) fn pass(&mut self, leg: u32) {
        if self.effort_until == leg {
            self.effort = 1.0;
        }
    }
}

impl Item {
    /// Makes a slot a new item, field by field: what an arrival at a station sets is left alone.
    #[inline]
    pub(super) fn renew(
        &mut self,
        (kind, number, leg): (u32, u32, u32),
        (arrived, now): (u64, u64),
        size: f64,
    ) {
        self.kind = kind;
        self.number = number;
        self.leg = leg;
        self.phase = Phase::Waiting;
        self.delivered = false;
        self.laid_down = false;
        self.awaits_touch = false;
        self.preparing = 0.0;
        self.returned = false;
        self.is_branch = false;
        self.branch = 0;
        self.judged = false;
        self.arrived = arrived;
        self.released = now;
        self.at = now;
        self.since = now;
        self.size = size;
        self.effort = 1.0;
        self.effort_until = u32::MAX;
        self.waited = 0;
        self.ledger = [0; CAUSES];
    }
}

/// All items inside, and what is counted per item and step.
#[derive(Default)]
pub(super) struct Items {
    slots: Vec<Item>,
    free: Vec<u32>,
    /// Steps (or counters) per item, the most any kind has.
    stride: usize,
    counts: Vec<Counts>,
    /// When each item last left each step; empty unless somebody wants to know [ticks].
    left: Vec<u64>,
    keeps_left: bool,
}

/// Counts of an item: one of each for every position up to the stride.
#[derive(Clone, Copy, Default)]
struct Counts {
    /// How often it was at the step of this position.
    rounds: u16,
    /// How often it took the limited way back of this position.
    returns: u32,
}

impl Items {
    /// Makes room for items of a network.
    pub(super) fn reset(&mut self, net: &Network) {
        self.slots.clear();
        self.free.clear();
        self.counts.clear();
        self.stride = stride(net);
        self.left.clear();
        self.keeps_left = net.legs.iter().any(|leg| leg.is_noted);
    }

    /// A slot for one more item, to be made new by whoever takes it.
    #[inline(always)]
    pub(super) fn take_slot(&mut self) -> u32 {
        if let Some(id) = self.free.pop() {
            // Filling nothing is slow: some processors stumble over the address of an empty vector.
            if self.stride > 0 {
                let from = id as usize * self.stride;
                self.counts[from..from + self.stride].fill(Counts::default());
                if self.keeps_left {
                    self.left[from..from + self.stride].fill(NEVER);
                }
            }
            return id;
        }
        self.slots.push(Item::default());
        let counts = self.slots.len() * self.stride;
        self.counts.resize(counts, Counts::default());
        if self.keeps_left {
            self.left.resize(counts, NEVER);
        }
        self.slots.len() as u32 - 1
    }

    /// The item of a slot, if there is one.
    pub(super) fn get(&self, id: u32) -> Option<&Item> {
        self.slots.get(id as usize)
    }

    /// Lets an item go.
    pub(super) fn remove(&mut self, id: u32) {
        self.slots[id as usize].phase = Phase::Gone;
        self.free.push(id);
    }

    /// Items inside.
    pub(super) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    /// Counts one more time at a step of the route; returns how often it was there before.
    #[inline]
    pub(super) fn next_round(&mut self, id: u32, step: u32) -> u16 {
        let round = &mut self.counts[id as usize * self.stride + step as usize].rounds;
        let before = *round;
        *round = before.saturating_add(1);
        before
    }

    /// How often an item was at a step of the route.
    pub(super) fn round(&self, id: u32, step: u32) -> u16 {
        self.counts[id as usize * self.stride + step as usize].rounds
    }

    /// How often an item took a way back.
    pub(super) fn returns(&mut self, id: u32, counter: u32) -> &mut u32 {
        &mut self.counts[id as usize * self.stride + counter as usize].returns
    }

    /// An item leaves a step now.
    pub(super) fn note_left(&mut self, id: u32, step: u32, now: u64) {
        self.left[id as usize * self.stride + step as usize] = now;
    }

    /// When an item last left a step, if it was there.
    pub(super) fn left_at(&self, id: u32, step: u32) -> Option<u64> {
        let left = self.left.get(id as usize * self.stride + step as usize);
        left.copied().filter(|&left| left != NEVER)
    }

    /// Takes over when an item last left some steps, or all.
    pub(super) fn copy_left(
        &mut self,
        (from, to): (u32, u32),
        steps: Option<std::ops::Range<u32>>,
    ) {
        if !self.keeps_left {
            return;
        }
        for step in steps.unwrap_or(0..self.stride as u32) {
            let at = |id: u32| id as usize * self.stride + step as usize;
            self.left[at(to)] = self.left[at(from)];
        }
    }

    /// Takes over counts of an item: those of some steps, and of some ways back.
    pub(super) fn copy_counters(
        &mut self,
        (from, to): (u32, u32),
        steps: std::ops::Range<u32>,
        ways: impl Iterator<Item = u32>,
    ) {
        if self.stride == 0 {
            return;
        }
        let slot = |id: u32, at: u32| id as usize * self.stride + at as usize;
        for step in steps {
            self.counts[slot(to, step)].rounds = self.counts[slot(from, step)].rounds;
        }
        for way in ways {
            self.counts[slot(to, way)].returns = self.counts[slot(from, way)].returns;
        }
    }

    /// All items inside, and their branches.
    pub(super) fn inside(&self) -> impl Iterator<Item = &Item> {
        self.slots.iter().filter(|item| item.phase != Phase::Gone)
    }
}

impl std::ops::Index<u32> for Items {
    type Output = Item;
    #[inline]
    fn index(&self, id: u32) -> &Item {
        &self.slots[id as usize]
    }
}

impl std::ops::IndexMut<u32> for Items {
    #[inline]
    fn index_mut(&mut self, id: u32) -> &mut Item {
        &mut self.slots[id as usize]
    }
}

/// Steps or limited ways back per item, the most of any kind; 0 if nothing ever comes back.
fn stride(net: &Network) -> usize {
    let looks = net.legs.iter().any(|leg| leg.looks);
    if net.ways_back.is_empty() && !looks {
        return 0;
    }
    let legs = net.kinds.iter().map(|kind| kind.legs).max().unwrap_or(0);
    let counters = net
        .ways_back
        .iter()
        .map(|way| way.counter + 1)
        .max()
        .unwrap_or(0);
    legs.max(counters) as usize
}
