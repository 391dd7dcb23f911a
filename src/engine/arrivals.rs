//! Where items come from: arrivals by inverting the integrated rate at unit-exponential draws,
//! renewal processes, listed instants, and what waits when the run begins.
//!
//! The k-th arrival of a kind uses the k-th draw of its source whatever else happens. A rate that a
//! change moves stretches what is left of the current interval. Rung: demand.

use super::probe::Probe;
use super::service::ticks;
use super::state::State;
use super::timers::Key;
use crate::network::{NEVER, Source, Start};
use crate::random::{Draw, StreamKey};

/// Keys of the draws of one kind.
#[derive(Clone, Copy, Default)]
pub(super) struct KindKeys {
    pub size: StreamKey,
    pub arrival: StreamKey,
    pub at_once: StreamKey,
    pub day_factor: StreamKey,
}

impl<K: Key> State<'_, K> {
    /// What waits when the run begins, and the first arrival of every kind.
    pub(super) fn open_sources<P: Probe>(&mut self, probe: &mut P) {
        self.opening = true;
        for kind in 0..self.net.kinds.len() as u32 {
            if !self.orgs.releases(self.net.kinds[kind as usize].org) {
                continue;
            }
            for position in 0..self.net.kinds[kind as usize].initial.len() {
                let (at, count) = self.net.kinds[kind as usize].initial[position];
                for _ in 0..count {
                    self.begin_with(kind, at, probe);
                }
            }
            self.call_arrival(kind);
        }
        self.opening = false;
        for station in 0..self.net.stations.len() as u32 {
            if self.feeds_endless(station) {
                self.call_session(station);
            }
        }
    }

    fn begin_with<P: Probe>(&mut self, kind: u32, at: Start, probe: &mut P) {
        let number = self.next_number(kind);
        match at {
            Start::Backlog => self.sources[kind as usize]
                .backlog
                .push_back((self.now, number)),
            at => self.release((kind, number), self.now, at, probe),
        }
    }

    #[inline]
    pub(super) fn next_number(&mut self, kind: u32) -> u32 {
        let source = &mut self.sources[kind as usize];
        source.items += 1;
        source.items - 1
    }

    /// Releases another item of an endless kind.
    pub(super) fn release_endless<P: Probe>(&mut self, kind: u32, probe: &mut P) {
        let number = self.next_number(kind);
        self.sources[kind as usize].released += 1;
        self.release((kind, number), self.now, Start::Route, probe);
    }

    /// An arrival is due.
    #[inline(never)]
    pub(super) fn arrival<P: Probe>(&mut self, timer: u32, kind: u32, probe: &mut P) {
        let others = self.timers.take(timer);
        let first = self.net.kinds[kind as usize].first_leg;
        let unfinished = self.intake_due || !self.ready.is_empty();
        if P::SUMS && self.places[first as usize].in_tail && !unfinished {
            let others = others.min(self.net.end);
            return self.arrive_in_tail((timer, others), kind, first, probe);
        }
        // An item that comes alone may start at once, as if the instant were over.
        self.alone = self.net.kinds[kind as usize].at_once.is_none()
            && self.ready.is_empty()
            && !self.intake_due
            && others != self.now;
        self.arrive_together(kind, probe);
        self.alone = false;
        self.call_arrival(kind);
    }

    /// As long as nothing but arrivals of a kind is to come, and they disturb nobody, one follows the
    /// other without the event list, up to the first of the others.
    fn arrive_in_tail<P: Probe>(
        &mut self,
        (timer, others): (u32, u64),
        kind: u32,
        first: u32,
        probe: &mut P,
    ) {
        loop {
            for _ in 0..self.arriving(kind) {
                let number = self.next_number(kind);
                if let Some(id) = self.let_inside((kind, number), self.now, probe) {
                    self.enter_tail(id, first, probe);
                }
            }
            self.sources[kind as usize].arrivals += 1;
            let next = self.following_arrival(kind);
            if next >= others || self.ended.is_some() {
                return self.timers.set(timer, next);
            }
            self.now = next;
        }
    }

    /// The items of one arrival come in.
    #[inline]
    fn arrive_together<P: Probe>(&mut self, kind: u32, probe: &mut P) {
        if self.orgs.move_on {
            return self.arrive_somewhere(kind, probe);
        }
        let limited = self.waits_for_room(kind);
        for _ in 0..self.arriving(kind) {
            let number = self.next_number(kind);
            self.arrives((kind, number), limited, probe);
        }
        if limited && self.sources[kind as usize].backlog.len() > super::state::MOST_ITEMS {
            self.ended = Some(super::state::TrialEnd::TooManyItems);
        }
        self.sources[kind as usize].arrivals += 1;
    }

    /// Whether items of a kind wait in their backlog before they are released.
    #[inline(always)]
    pub(super) fn waits_for_room(&self, kind: u32) -> bool {
        self.net.kinds[kind as usize].limited || self.sources[kind as usize].held_back
    }

    /// An item arrives in the backlog of its kind, or on its way if nothing holds it back.
    #[inline(always)]
    fn arrives<P: Probe>(&mut self, (kind, number): (u32, u32), limited: bool, probe: &mut P) {
        if limited {
            self.sources[kind as usize]
                .backlog
                .push_back((self.now, number));
            self.intake_due = true;
        } else {
            self.release((kind, number), self.now, Start::Route, probe);
        }
    }

    /// An item arrives that the demand of its kind did not bring.
    pub(super) fn arrives_alone<P: Probe>(&mut self, kind: u32, number: u32, probe: &mut P) {
        let limited = self.waits_for_room(kind);
        self.arrives((kind, number), limited, probe);
        if limited && self.sources[kind as usize].backlog.len() > super::state::MOST_ITEMS {
            self.ended = Some(super::state::TrialEnd::TooManyItems);
        }
    }

    /// The same, each where its demand has moved by now.
    #[cold]
    #[inline(never)]
    fn arrive_somewhere<P: Probe>(&mut self, kind: u32, probe: &mut P) {
        for _ in 0..self.arriving(kind) {
            let number = self.next_number(kind);
            let taker = self.taker_of(kind, number);
            self.arrives_alone(taker, number, probe);
        }
        self.sources[kind as usize].arrivals += 1;
    }

    /// Items that come with this arrival.
    #[inline(always)]
    fn arriving(&self, kind: u32) -> u64 {
        let (of, source) = (&self.net.kinds[kind as usize], &self.sources[kind as usize]);
        let left = of.total.saturating_sub(u64::from(source.items));
        let Some(at_once) = of.at_once else {
            return left.min(1);
        };
        let draw = Draw::new(self.kind_keys[kind as usize].at_once, source.arrivals, 0, 0);
        let sampler = &self.net.samplers[at_once.sampler as usize];
        ticks(at_once.mean * sampler.variate(draw)).min(left)
    }

    /// Sets the timer of a source to its next arrival.
    #[inline(always)]
    pub(super) fn call_arrival(&mut self, kind: u32) {
        let next = self.following_arrival(kind);
        self.timers.set(self.net.timers.source[kind as usize], next);
    }

    /// The instant of the next arrival; `NEVER` if there is none.
    #[inline(always)]
    fn following_arrival(&mut self, kind: u32) -> u64 {
        if u64::from(self.sources[kind as usize].items) >= self.net.kinds[kind as usize].total {
            return NEVER;
        }
        self.next_arrival(kind)
    }

    #[inline(always)]
    fn next_arrival(&mut self, kind: u32) -> u64 {
        let net = self.net;
        let number = self.sources[kind as usize].arrivals;
        let draw = Draw::new(self.kind_keys[kind as usize].arrival, number, 0, 0);
        match &net.kinds[kind as usize].source {
            Source::None | Source::Endless => NEVER,
            Source::Poisson { scale } => {
                let source = &mut self.sources[kind as usize];
                source.owed = net.exponential.variate(draw);
                source.owed_from = self.now;
                self.poisson_due(kind, self.settings.rate[kind as usize] * scale)
            }
            Source::Every => {
                let interval = self.settings.interval[kind as usize];
                let variate = net.samplers[interval.sampler as usize].variate(draw);
                let planned = &mut self.sources[kind as usize].planned;
                *planned = planned.saturating_add(ticks(interval.mean * variate));
                self.opening(kind, self.sources[kind as usize].planned)
            }
            Source::Profile { .. } => self.invert_profile(kind, net.exponential.variate(draw)),
            Source::Items(instants) => {
                let instant = instants.get(number as usize).copied().unwrap_or(NEVER);
                self.opening(kind, instant)
            }
        }
    }

    /// When the integrated rate reaches what the current interval still needs.
    #[inline(always)]
    fn poisson_due(&self, kind: u32, rate: f64) -> u64 {
        let source = &self.sources[kind as usize];
        if rate > 0.0 {
            self.open_from(kind, source.owed_from, source.owed / rate)
        } else {
            NEVER
        }
    }

    /// The instant at which `open` ticks of the demand's calendar have passed.
    #[inline(always)]
    fn open_from(&self, kind: u32, from: u64, open: f64) -> u64 {
        if open >= self.net.end as f64 {
            return NEVER;
        }
        match self.net.kinds[kind as usize].calendar {
            None => from + ticks(open),
            Some(calendar) => {
                let calendar = &self.net.calendars[calendar as usize];
                let ticks = ticks(open);
                // Without an interval the arrival still has to wait for the opening.
                let first = calendar.next_open(from);
                if ticks == 0 || first == NEVER {
                    first
                } else {
                    calendar.reached_from(first, calendar.worked(first) + ticks)
                }
            }
        }
    }

    /// The next instant at which the demand's calendar is open.
    fn opening(&self, kind: u32, instant: u64) -> u64 {
        match self.net.kinds[kind as usize].calendar {
            Some(calendar) if instant != NEVER => {
                self.net.calendars[calendar as usize].next_open(instant)
            }
            _ => instant,
        }
    }

    /// Walks the pieces of a profile until `left` of the integrated rate is used up.
    fn invert_profile(&self, kind: u32, mut left: f64) -> u64 {
        let Source::Profile {
            pieces,
            repeat,
            day_factor,
        } = &self.net.kinds[kind as usize].source
        else {
            return NEVER;
        };
        let mut from = self.now;
        while from < self.net.end {
            let (rate, until, cycle) = piece(pieces, *repeat, from as i128 - self.net.zero as i128);
            let until = (self.net.zero as i128 + until).clamp(0, self.net.end as i128) as u64;
            let draw = Draw::new(self.kind_keys[kind as usize].day_factor, cycle, 0, 0);
            let sampler = &self.net.samplers[day_factor.sampler as usize];
            let rate = rate * day_factor.mean * sampler.variate(draw);
            let next = if rate > 0.0 {
                self.open_from(kind, from, left / rate)
            } else {
                NEVER
            };
            if next < until {
                return next;
            }
            left -= rate * self.open_between(kind, from, until) as f64;
            left = left.max(0.0);
            from = until;
        }
        NEVER
    }

    fn open_between(&self, kind: u32, from: u64, until: u64) -> u64 {
        match self.net.kinds[kind as usize].calendar {
            None => until - from,
            Some(calendar) => {
                let calendar = &self.net.calendars[calendar as usize];
                calendar.worked(until) - calendar.worked(from)
            }
        }
    }

    /// The rate of a Poisson demand has changed: what is left of the interval is stretched.
    pub(super) fn change_rate(&mut self, kind: u32, before: f64) {
        let Source::Poisson { scale } = self.net.kinds[kind as usize].source else {
            return;
        };
        if !self.orgs.releases(self.net.kinds[kind as usize].org) {
            // Nothing comes to who is not there yet, or no more.
            return;
        }
        let (items, total) = (
            self.sources[kind as usize].items,
            self.net.kinds[kind as usize].total,
        );
        if u64::from(items) >= total {
            return;
        }
        let passed = self.open_between(kind, self.sources[kind as usize].owed_from, self.now);
        let source = &mut self.sources[kind as usize];
        source.owed = (source.owed - passed as f64 * (before * scale)).max(0.0);
        source.owed_from = self.now;
        let next = self.poisson_due(kind, self.settings.rate[kind as usize] * scale);
        self.timers.set(self.net.timers.source[kind as usize], next);
    }
}

/// Rate at `at` (relative to time 0), where the piece ends, and the number of the cycle.
fn piece(pieces: &[(u64, f64)], repeat: Option<u64>, at: i128) -> (f64, i128, u32) {
    let Some(cycle) = repeat else {
        let index = pieces.partition_point(|&(from, _)| i128::from(from) <= at);
        let rate = index.checked_sub(1).map_or(0.0, |index| pieces[index].1);
        let until = pieces
            .get(index)
            .map_or(i128::from(i64::MAX), |piece| i128::from(piece.0));
        return (rate, until, 0);
    };
    let cycle = i128::from(cycle);
    let (number, phase) = (at.div_euclid(cycle), at.rem_euclid(cycle));
    let index = pieces.partition_point(|&(from, _)| i128::from(from) <= phase);
    // Before its first piece a cycle goes on with its last.
    let rate = pieces[index.checked_sub(1).unwrap_or(pieces.len() - 1)].1;
    let until = pieces.get(index).map_or(cycle, |piece| i128::from(piece.0));
    (rate, at - phase + until, number as u32)
}
