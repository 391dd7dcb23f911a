//! Organisations that begin, hand demand and people over, and end while the run goes on (language O3,
//! O5, O6).
//!
//! Before it begins an organisation has no people; founding over, its demand comes and its work is
//! released. An item is handed over as it arrives, if its own draw is below the share reached; it keeps
//! its number, and the kind it becomes has the luck of the kind it was. Where demand is endless, room
//! under the limit goes instead. People go one by one, in daily steps. When an organisation is closed
//! all of that goes back, and what is inside begins again where it came from, or leaves. Rung: changes.

use super::changes::Due;
use super::leads::is_brought;
use super::probe::{Loss, Probe};
use super::service::ticks;
use super::state::State;
use super::timers::Key;
use crate::network::{Handover, Network, STEP, Source, Start};
use crate::random::{Draw, Purpose, StreamKey, stream_keys};

/// What becomes of an organisation, in the order of one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum OrgTurn {
    /// It begins.
    Begins(u32),
    /// Its first item may be released.
    Founded(u32),
    /// A handover has gone on for another step.
    Hands(u32),
    /// Somebody looks whether it is worth going on: the organisation, and the number of the look.
    Looks(u32, u32),
}

/// An organisation at work.
#[derive(Clone, Copy, Default)]
struct OrgNow {
    begun: bool,
    founded: bool,
    closed: bool,
    /// Items delivered, of kinds that count.
    delivered: u64,
}

/// All organisations, and what has moved between them.
#[derive(Default)]
pub(super) struct Orgs {
    /// Whether any of this happens.
    pub(super) move_on: bool,
    now: Vec<OrgNow>,
    /// People who have gone along with each handover, by its moves.
    gone: Vec<Vec<u32>>,
    /// People each crew has gained or lost.
    moved: Vec<i64>,
    /// Part of its limit that each organisation has kept.
    kept: Vec<f64>,
    /// Keys of the draws that decide whether an item is handed over, by kind.
    keys: Vec<StreamKey>,
}

impl Orgs {
    pub(super) fn new(net: &Network) -> Self {
        Self {
            move_on: net.orgs_move(),
            now: vec![OrgNow::default(); net.orgs.len()],
            moved: vec![0; net.crews.len()],
            kept: vec![1.0; net.orgs.len()],
            ..Self::default()
        }
    }

    pub(super) fn reset(&mut self, net: &Network, seed: u64, trial: u64) {
        for (org, now) in net.orgs.iter().zip(&mut self.now) {
            let there = org.starts.is_none();
            *now = OrgNow {
                begun: there,
                founded: there,
                ..OrgNow::default()
            };
        }
        if !self.move_on {
            return;
        }
        let handovers = net.handovers.iter();
        self.gone = handovers.map(|of| vec![0; of.people.len()]).collect();
        self.moved.fill(0);
        self.kept.fill(1.0);
        let kinds = net.kinds.iter();
        let key = |hash| stream_keys(seed, trial, hash, 0)[Purpose::Handover as usize];
        self.keys = kinds.map(|kind| key(kind.hash)).collect();
    }

    /// How many people of a crew there should be, where so many are planned.
    pub(super) fn there(&self, org: u32, crew: u32, planned: u32) -> u32 {
        let now = &self.now[org as usize];
        if !self.move_on {
            return planned;
        }
        if now.closed || !now.begun {
            return 0;
        }
        (i64::from(planned) + self.moved[crew as usize]).clamp(0, u32::MAX.into()) as u32
    }

    /// People gained less those lost, of all crews together.
    pub(super) fn moved_in_all(&self) -> i64 {
        self.moved.iter().sum()
    }

    /// What is left of the limit of an organisation.
    pub(super) fn limit(&self, org: u32, limit: u64) -> u64 {
        match self.kept[org as usize] {
            1.0 => limit,
            kept => (limit as f64 * kept + 0.5) as u64,
        }
    }

    /// Whether items of an organisation may be released.
    pub(super) fn releases(&self, org: u32) -> bool {
        self.now[org as usize].founded
    }

    /// An item that counts has been delivered.
    pub(super) fn note_delivery(&mut self, org: u32) {
        self.now[org as usize].delivered += 1;
    }
}

impl<K: Key> State<'_, K> {
    /// When organisations begin and hand over, for this trial.
    pub(super) fn plan_orgs(&mut self, seed: u64, trial: u64) {
        let net = self.net;
        for (position, org) in (0..).zip(&net.orgs) {
            let Some(starts) = org.starts else { continue };
            let founding = org.founding.map_or(0, |span| {
                let key = stream_keys(seed, trial, org.hash, 0)[Purpose::Founding as usize];
                let variate = net.samplers[span.sampler as usize].variate(Draw::new(key, 0, 0, 0));
                ticks(span.mean * variate)
            });
            self.comes_due(starts, Due::Org(OrgTurn::Begins(position)));
            let founded = starts.saturating_add(founding);
            self.comes_due(founded, Due::Org(OrgTurn::Founded(position)));
            for (number, stop) in (0..).zip(&org.stops) {
                let at = starts.saturating_add(stop.after);
                self.comes_due(at, Due::Org(OrgTurn::Looks(position, number)));
            }
        }
        for (position, handover) in (0..).zip(&net.handovers) {
            let begins = handover.begins.max(net.start);
            self.comes_due(begins, Due::Org(OrgTurn::Hands(position)));
        }
    }

    pub(super) fn takes_turn<P: Probe>(&mut self, turn: OrgTurn, probe: &mut P) {
        match turn {
            OrgTurn::Begins(org) => self.begins(org, probe),
            OrgTurn::Founded(org) => self.is_founded(org, probe),
            OrgTurn::Hands(handover) => self.next_step(handover, probe),
            OrgTurn::Looks(org, number) => self.is_looked_at(org, number, probe),
        }
    }

    /// Brings the people of an organisation to the number there should be.
    fn people_of<P: Probe>(&mut self, org: u32, probe: &mut P) {
        for crew in 0..self.crews.len() as u32 {
            if self.net.crews[crew as usize].org == org {
                self.change_staff(crew, probe);
                self.make_ready(crew);
            }
        }
    }

    /// An organisation is there, with its people.
    fn begins<P: Probe>(&mut self, org: u32, probe: &mut P) {
        self.orgs.now[org as usize].begun = true;
        self.people_of(org, probe);
        self.catch_up(org, probe);
    }

    /// Demand comes and work is released from now on.
    fn is_founded<P: Probe>(&mut self, org: u32, probe: &mut P) {
        let now = &mut self.orgs.now[org as usize];
        if now.closed {
            return;
        }
        now.founded = true;
        for kind in 0..self.net.kinds.len() as u32 {
            if self.net.kinds[kind as usize].org == org {
                self.begin_source(kind);
            }
        }
        self.intake_due = true;
        self.catch_up(org, probe);
    }

    /// What an organisation gives or takes has perhaps been due before it was there.
    fn catch_up<P: Probe>(&mut self, org: u32, probe: &mut P) {
        for (position, handover) in (0..).zip(&self.net.handovers) {
            let sides = [handover.from, handover.to].map(|kind| self.net.kinds[kind as usize].org);
            if sides.contains(&org) {
                self.hands_over(position, probe);
            }
        }
    }

    /// Whether a handover is under way or done: both organisations are there.
    fn is_under_way(&self, handover: &Handover) -> bool {
        let org = |kind: u32| &self.orgs.now[self.net.kinds[kind as usize].org as usize];
        org(handover.from).begun && org(handover.to).founded
    }

    /// The share of demand that a handover has reached.
    fn share_of(&self, handover: &Handover) -> f64 {
        match self.is_under_way(handover) {
            true => handover.up_to * handover.progress(self.now),
            false => 0.0,
        }
    }

    /// The kind an item that arrives becomes.
    pub(super) fn taker_of(&self, kind: u32, number: u32) -> u32 {
        let net = self.net;
        let mut of_kind = net.handovers.iter().filter(|of| of.from == kind).peekable();
        if of_kind.peek().is_none() {
            return kind;
        }
        let mut draw = Draw::new(self.orgs.keys[kind as usize], number, 0, 0).unit();
        for handover in of_kind {
            let share = self.share_of(handover);
            if draw < share {
                return handover.to;
            }
            draw -= share;
        }
        kind
    }

    /// A handover goes on, a step at a time.
    fn next_step<P: Probe>(&mut self, position: u32, probe: &mut P) {
        let handover = &self.net.handovers[position as usize];
        let ends = handover.begins.saturating_add(handover.over);
        if self.now < ends {
            let next = self.now.saturating_add(STEP).min(ends);
            self.comes_due(next, Due::Org(OrgTurn::Hands(position)));
        }
        self.hands_over(position, probe);
    }

    /// Room and people go over, as far as it has come; nobody leaves who has nowhere to come from.
    fn hands_over<P: Probe>(&mut self, position: u32, probe: &mut P) {
        let net = self.net;
        let handover = &net.handovers[position as usize];
        let giver = net.kinds[handover.from as usize].org;
        if self.orgs.now[giver as usize].closed {
            return;
        }
        let part = match self.is_under_way(handover) {
            true => handover.progress(self.now),
            false => 0.0,
        };
        for (number, &(_, _, count)) in handover.people.iter().enumerate() {
            // Whole people, in step with the share.
            let wanted = (f64::from(count) * part + 1e-9) as u32;
            self.people_go((position, number), wanted, probe);
        }
        self.keep_room(giver);
    }

    /// Brings those who go along with a handover to a number.
    fn people_go<P: Probe>(
        &mut self,
        (handover, number): (u32, usize),
        wanted: u32,
        probe: &mut P,
    ) {
        let (from, to, _) = self.net.handovers[handover as usize].people[number];
        let gone = &mut self.orgs.gone[handover as usize][number];
        let more = i64::from(wanted) - i64::from(*gone);
        if more == 0 {
            return;
        }
        *gone = wanted;
        self.orgs.moved[from as usize] -= more;
        self.orgs.moved[to as usize] += more;
        for crew in [from, to] {
            self.change_staff(crew, probe);
            self.make_ready(crew);
        }
    }

    /// The part of its limit that an organisation keeps, where endless demand goes over.
    fn keep_room(&mut self, org: u32) {
        let net = self.net;
        let endless = net.handovers.iter().filter(|of| of.endless);
        let own = endless.filter(|of| net.kinds[of.from as usize].org == org);
        let gone: f64 = own.map(|of| self.share_of(of)).sum();
        self.orgs.kept[org as usize] = (1.0 - gone).max(0.0);
        self.intake_due = true;
    }

    /// Somebody looks whether an organisation has delivered enough.
    fn is_looked_at<P: Probe>(&mut self, org: u32, number: u32, probe: &mut P) {
        let stop = self.net.orgs[org as usize].stops[number as usize];
        let now = &self.orgs.now[org as usize];
        if now.closed || now.delivered >= stop.delivered {
            return;
        }
        probe.reviewed(self.now, org, number);
        if stop.closes {
            self.close(org, probe);
        }
    }

    /// An organisation ends.
    fn close<P: Probe>(&mut self, org: u32, probe: &mut P) {
        let net = self.net;
        self.orgs.now[org as usize].closed = true;
        self.orgs.now[org as usize].founded = false;
        probe.closed(self.now, org);
        for (position, handover) in (0..).zip(&net.handovers) {
            if net.kinds[handover.to as usize].org == org {
                for number in 0..handover.people.len() {
                    self.people_go((position, number), 0, probe);
                }
                self.keep_room(net.kinds[handover.from as usize].org);
            }
        }
        for kind in 0..net.kinds.len() as u32 {
            if net.kinds[kind as usize].org == org {
                self.end_kind(kind, probe);
            }
        }
        self.people_of(org, probe);
    }

    /// A kind of work is given up: its items begin again where they came from, or leave.
    fn end_kind<P: Probe>(&mut self, kind: u32, probe: &mut P) {
        let net = self.net;
        self.timers.withdraw(net.timers.source[kind as usize]);
        let from = net.handovers.iter().find(|of| of.to == kind && !of.endless);
        let from = from.map(|of| of.from);
        let mut back: Vec<(u64, u32)> = self.sources[kind as usize].backlog.drain(..).collect();
        let whole = self.items.ids().filter(|&id| {
            let item = &self.items[id];
            item.kind == kind && !item.is_branch && !item.is_batch() && !item.delivered
        });
        let mut ids: Vec<u32> = whole.collect();
        ids.sort_by_key(|&id| self.items[id].number);
        for id in ids {
            let item = &self.items[id];
            back.push((item.arrived, item.number));
            let station = net.legs[item.leg as usize].station;
            self.lose(id, station, Loss::Withdrawn, probe);
        }
        if let Some(from) = from {
            // What others brought had not been handed over.
            back.retain(|&(_, number)| !is_brought(number));
            back.sort_unstable();
            back.into_iter()
                .for_each(|item| self.begins_again(from, item, probe));
        }
    }

    /// An item that had been handed over is back.
    fn begins_again<P: Probe>(&mut self, kind: u32, (arrived, number): (u64, u32), probe: &mut P) {
        if !self.waits_for_room(kind) {
            return self.release((kind, number), arrived, Start::Route, probe);
        }
        let backlog = &mut self.sources[kind as usize].backlog;
        let at = backlog.partition_point(|other| *other <= (arrived, number));
        backlog.insert(at, (arrived, number));
        self.intake_due = true;
    }

    /// The first arrival of a kind whose organisation has been founded.
    fn begin_source(&mut self, kind: u32) {
        let source = &mut self.sources[kind as usize];
        source.planned = self.now;
        if let Source::Items(instants) = &self.net.kinds[kind as usize].source {
            let before = instants.partition_point(|&at| at < self.now);
            source.arrivals = before as u32;
        }
        self.call_arrival(kind);
        let station = self.net.legs[self.net.kinds[kind as usize].first_leg as usize].station;
        if self.feeds_endless(station) {
            self.call_session(station);
        }
    }
}
