//! Intake: who is let in when there is room.
//!
//! Under a WIP limit, room goes to the higher priority, then to what has arrived before what is
//! endless, then to the oldest; among endless kinds to the one furthest behind its share (the least
//! released over share: no luck involved). Without a limit an endless kind is released when someone
//! at its first station is free and nobody waits there. Rung: demand, then intake.

use std::cmp::{Ordering, Reverse};

use super::probe::Probe;
use super::state::State;
use super::timers::Key;
use crate::network::{Source, Start};

impl<K: Key> State<'_, K> {
    /// Releases whatever there is room for.
    pub(super) fn intake<P: Probe>(&mut self, probe: &mut P) {
        while self.intake_due && self.ended.is_none() {
            self.intake_due = false;
            while self.ended.is_none() {
                let Some(kind) = self.next_limited() else {
                    break;
                };
                self.let_in(kind, probe);
            }
            while (self.held_back || self.acts.opens)
                && self.ended.is_none()
                && let Some(kind) = self.next_held_back()
            {
                self.let_in(kind, probe);
            }
            while self.ended.is_none() {
                let Some(kind) = self.next_fed() else { break };
                self.release_endless(kind, probe);
            }
        }
    }

    fn let_in<P: Probe>(&mut self, kind: u32, probe: &mut P) {
        match self.sources[kind as usize].backlog.pop_front() {
            Some((arrived, number)) => {
                self.release((kind, number), arrived, Start::Route, probe);
            }
            None => self.release_endless(kind, probe),
        }
    }

    /// Whether an endless kind has not come to its end after all.
    fn has_another(&self, kind: u32) -> bool {
        let of = &self.net.kinds[kind as usize];
        matches!(of.source, Source::Endless)
            && u64::from(self.sources[kind as usize].items) < of.total
    }

    /// The kind that gets the next room under the limit.
    fn next_limited(&mut self) -> Option<u32> {
        self.first_in_line(|state, kind| {
            let of = &state.net.kinds[kind as usize];
            of.limited
                && state.has_room_inside(of.org)
                && (!state.sources[kind as usize].backlog.is_empty() || state.has_another(kind))
        })
    }

    /// Whether another item may be released in an organisation.
    #[inline]
    fn has_room_inside(&self, org: u32) -> bool {
        let limit = self.settings.wip_limit[org as usize];
        self.wip[org as usize] < self.orgs.limit(org, limit)
    }

    /// The kind without a limit that waits for room at its first station and comes next.
    fn next_held_back(&mut self) -> Option<u32> {
        self.first_in_line(|state, kind| {
            !state.net.kinds[kind as usize].limited
                && !state.sources[kind as usize].backlog.is_empty()
        })
    }

    /// The first by precedence, then by name, of the kinds that qualify and may be released now.
    fn first_in_line(&mut self, qualifies: impl Fn(&mut Self, u32) -> bool) -> Option<u32> {
        let mut best: Option<u32> = None;
        for kind in 0..self.net.kinds.len() as u32 {
            if qualifies(self, kind)
                && self.may_release(kind)
                && best.is_none_or(|best| self.precedence(kind, best) == Ordering::Less)
            {
                best = Some(kind);
            }
        }
        best
    }

    fn precedence(&self, a: u32, b: u32) -> Ordering {
        let rank = |kind: u32| {
            let oldest = self.sources[kind as usize].backlog.front();
            let arrived = oldest.map_or(u64::MAX, |entry| entry.0);
            (Reverse(self.net.kinds[kind as usize].priority), arrived)
        };
        let behind = |kind: u32| self.served(kind);
        rank(a)
            .cmp(&rank(b))
            .then_with(|| behind(a).total_cmp(&behind(b)))
    }

    /// Released so far over the share.
    fn served(&self, kind: u32) -> f64 {
        let source = &self.sources[kind as usize];
        source.served + f64::from(source.released) / self.settings.share[kind as usize]
    }

    /// A share is about to change: what was released counts by the share of its time.
    pub(super) fn settle_share(&mut self, kind: u32) {
        let served = self.served(kind);
        let source = &mut self.sources[kind as usize];
        source.served = served;
        source.released = 0;
    }

    /// Whether the demand's calendar is open; if not, intake looks again when it opens.
    fn may_release(&mut self, kind: u32) -> bool {
        if !self.orgs.releases(self.net.kinds[kind as usize].org) {
            return false;
        }
        match self.net.kinds[kind as usize].calendar {
            Some(calendar) if !self.is_open(calendar) => {
                self.wait_for_opening(calendar);
                false
            }
            _ => !self.held_back || self.has_room_for_next(kind),
        }
    }

    /// Whether the next item of a kind finds room at its first station.
    fn has_room_for_next(&mut self, kind: u32) -> bool {
        let source = &self.sources[kind as usize];
        let next = source.backlog.front().map_or(source.items, |next| next.1);
        self.has_room_at_first(kind, next)
    }

    /// The endless kind whose first station has someone free and nobody waiting.
    fn next_fed(&mut self) -> Option<u32> {
        self.first_in_line(|state, kind| {
            state.net.kinds[kind as usize].is_fed()
                && state.has_another(kind)
                && state.has_idle_people(kind)
        })
    }

    /// The endless kind that begins at a gate and comes next there.
    fn next_at_gate(&mut self, station: u32) -> Option<u32> {
        self.first_in_line(|state, kind| state.begins_at(kind, station) && state.has_another(kind))
    }

    fn has_idle_people(&mut self, kind: u32) -> bool {
        let station = self.first_station(kind);
        let of = &self.net.stations[station as usize];
        let (Some(crew), None) = (of.crew, &of.gate) else {
            return false;
        };
        let now = &self.crews[crew as usize];
        if now.free.len() <= now.queue.len() + now.shared.items() {
            return false;
        }
        let on_duty = self.on_duty(crew);
        if !on_duty {
            self.wait_for_opening(self.net.crews[crew as usize].calendar);
        }
        on_duty
    }

    fn first_station(&self, kind: u32) -> u32 {
        self.net.legs[self.net.kinds[kind as usize].first_leg as usize].station
    }

    /// Whether a kind is endless, without a limit, and begins at this station.
    fn begins_at(&self, kind: u32, station: u32) -> bool {
        self.net.kinds[kind as usize].is_fed() && self.first_station(kind) == station
    }

    /// Whether an endless kind without a limit begins at this station's gate.
    pub(super) fn feeds_endless(&self, station: u32) -> bool {
        self.net.stations[station as usize].gate.is_some()
            && (0..self.net.kinds.len() as u32).any(|kind| self.begins_at(kind, station))
    }

    /// Endless kinds that begin at a gate fill its slots as it sits.
    pub(super) fn fill_session<P: Probe>(&mut self, station: u32, slots: u64, probe: &mut P) {
        while (self.stations[station as usize].at_gate.len() as u64) < slots && self.ended.is_none()
        {
            let Some(kind) = self.next_at_gate(station) else {
                return;
            };
            self.release_endless(kind, probe);
        }
    }
}
