//! What deliveries bring: a feature leads to an incident, and the incident may undo the delivery.
//!
//! As an item is delivered, one draw for each way that its kind leads to another decides whether it
//! does, and a second when that comes up; both have the address of the item that brings. A way may do
//! so for every flaw that the item has as it is delivered: the first draw has a word for each, in the
//! order in which they were made, so a larger chance brings the same and more. What comes
//! up at the same instant arrives in the order of those items. It has a number of its own that
//! depends on the item that brings alone: so a larger chance adds items and changes nothing about the
//! others. A delivery is undone once, by the first of its consequences that undo, as that comes up.
//! Rung: demand, after what comes by itself.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::probe::Probe;
use super::service::ticks;
use super::state::{MOST_ITEMS, State, TrialEnd};
use super::timers::Key;
use crate::network::{FLAWS_APART, NEVER, Network, slots};
use crate::random::{Draw, MAX_INDEX, MAX_ROUND, Purpose, StreamKey, stream_keys};

/// Numbers of items that others bring begin here, if some come by themselves.
const APART: u64 = 1 << 31;

/// Something that will come up, in the order in which it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Coming {
    /// When [ticks].
    at: u64,
    /// Kind and number of the item that brings it.
    kind: u32,
    number: u32,
    /// Position of the way, and which of the flaws of that item it is for.
    lead: u32,
    flaw: u32,
    /// When that item was delivered [ticks].
    delivered: u64,
    /// Whether the delivery is undone by this, of all its consequences.
    undoes: bool,
}

/// Everything that deliveries have brought and that has not come up yet.
#[derive(Default)]
pub(super) struct Consequences {
    /// What comes of each kind.
    coming: Vec<BinaryHeap<Reverse<Coming>>>,
    /// Keys of the draws of each way: whether it is taken, and when it comes up.
    keys: Vec<(StreamKey, StreamKey)>,
    /// Consequences of one delivery.
    due: Vec<Coming>,
}

impl Consequences {
    /// Forgets the last trial and takes the luck of the next.
    pub(super) fn reset(&mut self, net: &Network, seed: u64, trial: u64) {
        if net.leads.is_empty() {
            return;
        }
        self.coming.resize_with(net.kinds.len(), BinaryHeap::new);
        self.coming.iter_mut().for_each(BinaryHeap::clear);
        self.keys.clear();
        self.keys.extend(net.leads.iter().map(|lead| {
            let hash = |kind: u32| net.kinds[kind as usize].hash;
            let keys = stream_keys(seed, trial, hash(lead.from), hash(lead.work));
            let key = |purpose: Purpose| keys[purpose as usize];
            (key(Purpose::Lead), key(Purpose::LeadAfter))
        }));
    }
}

impl<K: Key> State<'_, K> {
    /// An item has been delivered that may bring others.
    #[cold]
    pub(super) fn bring(&mut self, id: u32) {
        let net = self.net;
        let (kind, number) = (self.items[id].kind, self.items[id].number);
        let mut due = std::mem::take(&mut self.consequences.due);
        due.clear();
        let (from, to) = net.kinds[kind as usize].leads;
        for position in from..to {
            let times = match net.leads[position as usize].per_flaw {
                true => self.carried.flaws(id),
                false => 1,
            };
            due.extend((0..times).filter_map(|flaw| self.comes_of((kind, number), position, flaw)));
        }
        let undoing = due.iter_mut();
        let undoing = undoing.filter(|coming| net.leads[coming.lead as usize].undoes);
        if let Some(first) = undoing.min() {
            first.undoes = true;
        }
        for coming in &due {
            let work = net.leads[coming.lead as usize].work;
            self.consequences.coming[work as usize].push(Reverse(*coming));
            self.call_brought(work);
        }
        // What comes up at this very instant is not over yet.
        self.alone &= due.is_empty();
        self.consequences.due = due;
    }

    /// What a way brings for a flaw of an item that is delivered, if it does.
    fn comes_of(&self, (kind, number): (u32, u32), position: u32, flaw: u32) -> Option<Coming> {
        let way = &self.net.leads[position as usize];
        let (chance, after) = self.consequences.keys[position as usize];
        let word = Draw::new(chance, number, way.occurrence, 0).unit_at(flaw.min(MAX_INDEX));
        if word >= self.settings.lead_chance[position as usize] {
            return None;
        }
        let span = self.settings.lead_after[position as usize];
        let draw = Draw::new(
            after,
            number,
            way.occurrence,
            flaw.min(MAX_ROUND.into()) as u16,
        );
        let variate = self.net.samplers[span.sampler as usize].variate(draw);
        let at = self.now.saturating_add(ticks(span.mean * variate));
        Some(Coming {
            at: self.opening_of(way.work, at),
            kind,
            number,
            lead: position,
            flaw,
            delivered: self.now,
            undoes: false,
        })
    }

    /// The next instant at which items of a kind arrive.
    fn opening_of(&self, kind: u32, at: u64) -> u64 {
        match self.net.kinds[kind as usize].calendar {
            Some(calendar) if at < self.net.end => {
                self.net.calendars[calendar as usize].next_open(at)
            }
            _ => at,
        }
    }

    fn call_brought(&mut self, kind: u32) {
        let coming = &self.consequences.coming[kind as usize];
        let first = coming.peek().map_or(NEVER, |first| first.0.at);
        self.timers
            .set(self.net.timers.brought[kind as usize], first);
        if coming.len() > MOST_ITEMS {
            self.ended = Some(TrialEnd::TooManyItems);
        }
    }

    /// Items of a kind come up.
    pub(super) fn comes_up<P: Probe>(&mut self, timer: u32, kind: u32, probe: &mut P) {
        self.timers.withdraw(timer);
        while let Some(Reverse(first)) = self.consequences.coming[kind as usize].peek().copied()
            && first.at <= self.now
            && self.ended.is_none()
        {
            self.consequences.coming[kind as usize].pop();
            if first.undoes {
                probe.undone(self.now, (first.kind, first.number), first.delivered);
            }
            self.arrives_alone(kind, number_of(self.net, &first), probe);
        }
        self.call_brought(kind);
    }
}

/// The number of an item that another brings: that of the other, told apart by the way it came.
fn number_of(net: &Network, coming: &Coming) -> u32 {
    let way = &net.leads[coming.lead as usize];
    let slots = u64::from(slots(&net.leads, way.work));
    let number = u64::from(coming.number) * slots + u64::from(way.slot + coming.flaw);
    let own = net.kinds[way.work as usize].has_own_items();
    // So many flaws are rare, and there are no places for them: each takes a number from far away.
    let number = match coming.flaw < FLAWS_APART {
        true => number,
        false => number + APART * u64::from(coming.flaw),
    };
    let told = match (number < APART, own) {
        (true, false) => number,
        (true, true) => APART | number,
        // After long chains of consequences numbers are scattered; a rare equal one shares its luck.
        (false, _) => APART + scattered(number) % APART,
    };
    told as u32
}

/// Whether an item of a kind that has items of its own was brought by another.
pub(super) fn is_brought(number: u32) -> bool {
    u64::from(number) >= APART
}

/// Mixes the bits of a number (the finalizer of S. Vigna's `SplitMix64`).
fn scattered(number: u64) -> u64 {
    let mixed = (number ^ number >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ mixed >> 31
}
