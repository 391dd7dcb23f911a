//! The one mutable structure of a trial. Buffers are kept from trial to trial.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::acts::Acts;
use super::arrivals::KindKeys;
use super::batching::Batching;
use super::carried::Carried;
use super::crew::{CrewNow, crews};
use super::duty::Duty;
use super::forking::{Forking, NOBODY};
use super::item::Items;
use super::leads::Consequences;
use super::orgs::Orgs;
use super::patience::Deadline;
use super::place::place;
pub(super) use super::place::{NO_CREW, Place};
use super::probe::Level;
use super::rooms::Blocked;
use super::shifts::CrewKeys;
use super::sources::SourceNow;
use super::tail::{Tail, tails};
use super::timers::{Key, Timers};
use super::workers::PersonNow;
use crate::network::{NEVER, Network, Settings};
use crate::random::{Purpose, StreamKey, first_keys, stream_keys};

/// Why a trial ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrialEnd {
    /// The window is over.
    Horizon,
    /// More items inside than the bound allows.
    TooManyItems,
    /// More people somewhere than there is room for.
    TooManyPeople,
    /// Too many things happened at one instant.
    Stuck,
}

/// Bound on items inside and in the backlog.
pub const MOST_ITEMS: usize = 1_000_000;
/// Bound on steps taken at one instant.
pub(super) const MOST_STEPS_AT_ONCE: u32 = 50_000_000;

/// An item that a station holds until an instant; equal instants go by kind, then number.
pub(super) type Held = Reverse<(u64, u32, u32, u32)>;

/// Keys of draws at a leg that few have a use for.
#[derive(Clone, Copy, Default)]
pub(super) struct AsideKeys {
    pub patience: StreamKey,
    pub setup: StreamKey,
    pub flaws: StreamKey,
    pub catches: StreamKey,
    pub auto: StreamKey,
    pub auto_touch: StreamKey,
    pub handoff: StreamKey,
}

/// A station at work, apart from its people.
#[derive(Default)]
pub(super) struct StationNow {
    /// Items in front of the gate, in order of arrival.
    pub at_gate: VecDeque<u32>,
    /// When the gate last decided; `NEVER` before it did [ticks].
    pub decided: u64,
    /// Sessions held so far.
    pub sessions: u32,
    /// Items that wait for a batch to fill, in order of arrival.
    pub collected: Vec<u32>,
    /// Items held without a person.
    pub held: BinaryHeap<Held>,
    /// Visits that wait for their first touch; counted only where the room is finite.
    pub waiting: u32,
    /// Who waits for room here, in order.
    pub blocked: VecDeque<Blocked>,
    /// When those who wait here give up.
    pub deadlines: BinaryHeap<Deadline>,
    /// Who is present; counted only where it matters.
    pub inside: u32,
    /// The share of the pace that others leave, and whether it may have changed.
    pub slowdown: f64,
    pub crowded: bool,
}

/// Everything a trial changes.
pub(super) struct State<'n, K> {
    pub net: &'n Network,
    /// The clock [ticks].
    pub now: u64,
    pub duty: Duty,
    pub timers: Timers<K>,
    /// What changes have moved so far.
    pub settings: Settings,
    pub items: Items,
    pub forking: Forking,
    pub carried: Carried,
    pub batching: Batching,
    pub crews: Vec<CrewNow>,
    pub stations: Vec<StationNow>,
    pub sources: Vec<SourceNow>,
    pub consequences: Consequences,
    /// Item in the hands of each person, by rank of the person's timer; kept empty only where more can
    /// happen to people than touch.
    pub hands: Vec<u32>,
    /// The people to whom more can happen than touch, by rank of timer; empty if there are none.
    pub people: Vec<PersonNow>,
    /// The person whose item is on the move, or `NOBODY`.
    pub holder: u32,
    /// Stations somebody waits for room at, in order.
    pub full: Vec<u32>,
    /// Whether a place may have come free at this instant.
    pub room_made: bool,
    /// Whether what waits at the start is being put in place.
    pub opening: bool,
    /// Whether a kind waits in its backlog until there is room at its first station.
    pub held_back: bool,
    pub places: Vec<Place>,
    pub kind_keys: Vec<KindKeys>,
    /// Keys of the slots of each station's gate.
    pub slot_keys: Vec<StreamKey>,
    /// Keys of each leg that few have a use for.
    pub aside_keys: Vec<AsideKeys>,
    /// Keys of each crew.
    pub crew_keys: Vec<CrewKeys>,
    /// Crews that may have someone free and something waiting.
    pub ready: Vec<u32>,
    /// Stations whose people may have another pace.
    pub crowded: Vec<u32>,
    /// Send-backs so far by each rework entry that learns.
    pub lessons: Vec<u32>,
    /// Whether any kind is released as room is made, rather than as it arrives.
    pub lets_in: bool,
    /// Whether a release may have become possible.
    pub intake_due: bool,
    /// Items released and not delivered, of kinds that count, by organisation.
    pub wip: Vec<u64>,
    /// What changes have brought into force, and what is to come of them.
    pub acts: Acts,
    /// Organisations, and what has moved between them.
    pub orgs: Orgs,
    /// Marks still to come, first to come last.
    pub marks: Vec<(u64, super::probe::Mark)>,
    /// Levels of all stations, filled at a mark.
    pub levels: Vec<Level>,
    /// Items arrived and not released of all kinds, filled at a mark.
    pub backlog: Vec<u64>,
    /// Ends at one instant, to be put in order.
    pub ties: Vec<super::service::Tie>,
    /// The last gate to decide: when, and its timer.
    pub last_gate: (u64, u32),
    /// Items a session has just let through.
    pub admitted: Vec<u32>,
    /// Service completions so far.
    pub completions: u64,
    /// Steps taken at this instant.
    pub steps: u32,
    /// Whether nothing else happens at this instant.
    pub(super) alone: bool,
    /// Whether the observer is content with sums.
    pub sums: bool,
    /// Ends of routes that are worked out visit by visit.
    pub tails: Vec<Tail>,
    /// Whether a tail met what it does not decide.
    pub unclear: bool,
    /// When people first waited for each other in a circle, and where.
    pub deadlock: Option<(u64, u32)>,
    /// Why the trial must end.
    pub ended: Option<TrialEnd>,
}

impl<'n, K: Key> State<'n, K> {
    /// Room for trials of a network.
    pub(super) fn new(net: &'n Network) -> Self {
        let sources = (0..net.kinds.len() as u32).map(|kind| SourceNow {
            held_back: net.is_held_back(kind),
            ..SourceNow::default()
        });
        let sources: Vec<SourceNow> = sources.collect();
        Self {
            net,
            now: net.start,
            duty: Duty::new(net),
            timers: Timers::new(net.timers.owners.len(), net.end),
            settings: net.settings.clone(),
            items: Items::default(),
            forking: Forking::default(),
            carried: Carried::new(net),
            batching: Batching::default(),
            crews: crews(net),
            stations: net.stations.iter().map(|_| StationNow::default()).collect(),
            held_back: sources.iter().any(|source| source.held_back),
            sources,
            consequences: Consequences::default(),
            hands: vec![0; net.timers.owners.len()],
            people: Vec::new(),
            holder: NOBODY,
            full: Vec::new(),
            room_made: false,
            opening: false,
            places: (0..net.legs.len()).map(|leg| place(net, leg)).collect(),
            kind_keys: vec![KindKeys::default(); net.kinds.len()],
            slot_keys: vec![StreamKey::default(); net.stations.len()],
            aside_keys: vec![AsideKeys::default(); net.legs.len()],
            crew_keys: vec![CrewKeys::default(); net.crews.len()],
            ready: Vec::new(),
            crowded: Vec::new(),
            lessons: vec![0; net.rework.len()],
            lets_in: net.kinds.iter().any(|kind| kind.limited || kind.is_fed()),
            intake_due: false,
            wip: vec![0; net.settings.wip_limit.len()],
            acts: Acts::new(net),
            orgs: Orgs::new(net),
            marks: Vec::new(),
            levels: vec![Level::default(); net.stations.len()],
            backlog: Vec::new(),
            ties: Vec::new(),
            last_gate: (NEVER, 0),
            admitted: Vec::new(),
            completions: 0,
            steps: 0,
            alone: false,
            sums: false,
            tails: Vec::new(),
            unclear: false,
            deadlock: None,
            ended: None,
        }
    }

    /// Works out the ends of routes visit by visit from now on, or not any more.
    pub(super) fn use_tails(&mut self, used: bool) {
        self.refresh_places();
        self.tails = if used {
            tails(self.net, &self.places)
        } else {
            Vec::new()
        };
        let legs: Vec<u32> = self.tails.iter().flat_map(Tail::legs).collect();
        for (leg, place) in (0..).zip(&mut self.places) {
            place.in_tail = legs.contains(&leg);
            place.aside = place.in_tail || place.tight || place.auto;
        }
    }

    /// Forgets the last trial and takes the luck of the next.
    pub(super) fn reset(&mut self, seed: u64, trial: u64) {
        let net = self.net;
        self.now = net.start;
        self.duty.reset();
        self.timers.clear();
        self.settings.clone_from(&net.settings);
        self.acts.reset(net);
        self.orgs.reset(net, seed, trial);
        self.items.reset(net);
        self.forking.reset();
        self.batching.reset();
        self.intake_due = true;
        self.wip.fill(0);
        self.completions = 0;
        self.steps = 0;
        self.alone = false;
        self.unclear = false;
        self.last_gate = (NEVER, 0);
        self.deadlock = None;
        self.ended = None;
        self.refresh_places();
        self.reset_tails();
        self.ready.clear();
        for position in 0..self.crews.len() {
            self.crews[position].gone = 0;
            let staff = self.planned_staff(position as u32);
            self.crews[position].reset(net, position, staff);
        }
        if net
            .crews
            .iter()
            .any(|crew| crew.eventful || crew.attrition.is_some())
        {
            self.people.clear();
            self.people
                .resize(net.timers.owners.len(), PersonNow::default());
            self.hands.fill(NOBODY);
        }
        self.holder = NOBODY;
        self.full.clear();
        self.room_made = false;
        for station in &mut self.stations {
            station.reset();
        }
        self.lessons.fill(0);
        for source in &mut self.sources {
            source.reset(net.start);
        }
        self.open_crowding();
        self.consequences.reset(net, seed, trial);
        self.take_luck(seed, trial);
    }

    fn take_luck(&mut self, seed: u64, trial: u64) {
        let net = self.net;
        for (position, leg) in net.legs.iter().enumerate() {
            let source = net.kinds[leg.kind as usize].hash;
            let station = &net.stations[leg.station as usize];
            let address = [seed, trial, source, station.hash];
            let keys: [StreamKey; 4] = first_keys(address);
            let place = &mut self.places[position];
            place.effort = keys[Purpose::Effort as usize];
            place.delay = keys[Purpose::Delay as usize];
            place.step_chance = keys[Purpose::StepChance as usize];
            place.rework = keys[Purpose::Rework as usize];
            let aside = station.patience.is_some() || station.setup.is_some();
            if aside || place.judged || place.auto || place.hands {
                let keys: [StreamKey; Purpose::COUNT] = first_keys(address);
                self.aside_keys[position] = AsideKeys {
                    patience: keys[Purpose::Patience as usize],
                    setup: keys[Purpose::Setup as usize],
                    flaws: keys[Purpose::Flaws as usize],
                    catches: keys[Purpose::Catches as usize],
                    auto: keys[Purpose::Auto as usize],
                    auto_touch: keys[Purpose::AutoTouch as usize],
                    handoff: keys[Purpose::Handoff as usize],
                };
            }
        }
        for (kind, keys) in net.kinds.iter().zip(&mut self.kind_keys) {
            let all: [StreamKey; 8] = first_keys([seed, trial, kind.hash, 0]);
            *keys = KindKeys {
                size: all[Purpose::Size as usize],
                arrival: all[Purpose::Arrival as usize],
                at_once: all[Purpose::AtOnce as usize],
                day_factor: all[Purpose::DayFactor as usize],
            };
        }
        for (station, key) in net.stations.iter().zip(&mut self.slot_keys) {
            if station.gate.is_some() {
                *key = stream_keys(seed, trial, 0, station.hash)[Purpose::Slots as usize];
            }
        }
        for (position, crew) in net.crews.iter().enumerate() {
            if net.timers.shift[position] != 0 {
                let all = stream_keys(seed, trial, 0, crew.hash);
                self.crew_keys[position] = CrewKeys {
                    presence: all[Purpose::Presence as usize],
                    absence: all[Purpose::Absence as usize],
                    tenure: all[Purpose::Tenure as usize],
                    look: all[Purpose::Look as usize],
                };
            }
        }
    }

    /// Brings the copies of settings in the places up to date.
    pub(super) fn refresh_places(&mut self) {
        for leg in 0..self.places.len() {
            let rate = self.rate_of(self.places[leg].station);
            let place = &mut self.places[leg];
            let station = &self.net.stations[place.station as usize];
            let position = place.station as usize;
            place.touch = self.settings.touch[leg];
            place.focus = self.settings.focus[position];
            place.rate = rate;
            place.chance = self.settings.step_chance[leg];
            place.swift = place.crew != NO_CREW && !(place.formal || place.tight || place.eventful);
            place.plain = place.swift
                && !place.delays
                && self.net.calendars[station.calendar as usize].is_always()
                && place.focus == 1.0;
        }
    }

    /// Marks a crew as worth looking at when the instant is over.
    #[inline]
    pub(super) fn make_ready(&mut self, crew: u32) {
        let now = &mut self.crews[crew as usize];
        if !now.ready {
            now.ready = true;
            self.ready.push(crew);
        }
    }
}

impl StationNow {
    fn reset(&mut self) {
        self.at_gate.clear();
        self.decided = NEVER;
        self.sessions = 0;
        self.collected.clear();
        self.held.clear();
        self.waiting = 0;
        self.blocked.clear();
        self.deadlines.clear();
        self.inside = 0;
        self.slowdown = 1.0;
        self.crowded = false;
    }
}
