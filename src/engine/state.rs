//! The one mutable structure of a trial. Buffers are kept from trial to trial.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::forking::Forking;
use super::item::{Item, Items, Phase};
use super::probe::Level;
use super::tail::{Tail, tails};
use super::timers::{Key, Timers};
use crate::network::{NEVER, Network, Number, Settings};
use crate::random::{Purpose, StreamKey, stream_keys};

/// Why a trial ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrialEnd {
    /// The window is over.
    Horizon,
    /// More items inside than the bound allows.
    TooManyItems,
    /// Too many things happened at one instant.
    Stuck,
}

/// Bound on items inside and in the backlog.
pub const MOST_ITEMS: usize = 1_000_000;
/// Bound on steps taken at one instant.
pub(super) const MOST_STEPS_AT_ONCE: u32 = 50_000_000;

/// An item that a station holds until an instant; equal instants go by kind, then number.
pub(super) type Held = Reverse<(u64, u32, u32, u32)>;

/// Nobody in particular works here.
pub(super) const NO_CREW: u32 = u32::MAX;

/// A leg as the hot path sees it: facts of the network, settings in force and keys of this trial.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    pub(super) station: u32,
    /// Crew of the station, or `NO_CREW`.
    pub(super) crew: u32,
    /// First leg of the kind.
    pub(super) first_leg: u32,
    /// First and one past the last of its ways back.
    pub(super) ways_back: (u32, u32),
    pub(super) occurrence: u16,
    /// Whether items of the kind can come back (asked leg by leg it would be a guess each time).
    pub(super) loops: bool,
    pub(super) gated: bool,
    /// Whether people are always on duty, fully focused, and nothing comes before or after touch.
    pub(super) plain: bool,
    /// Whether only the next leg can follow: no way back, no delivery, no end of the route.
    pub(super) through: bool,
    /// Whether branches run or begin here, so that `forking` knows what follows.
    pub(super) turns: bool,
    pub(super) delivers: bool,
    pub(super) last: bool,
    /// Whether items that come here enter the tail of their kind.
    pub(super) in_tail: bool,
    /// Mean effort [ticks] and its shape.
    pub(super) touch: Number,
    /// Pace times focus of the station.
    pub(super) rate: f64,
    /// Chance that the leg is taken.
    pub(super) chance: f64,
    pub(super) effort: StreamKey,
    pub(super) delay: StreamKey,
    pub(super) step_chance: StreamKey,
    pub(super) rework: StreamKey,
}

/// Keys of the draws of one kind.
#[derive(Clone, Copy, Default)]
pub(super) struct KindKeys {
    pub size: StreamKey,
    pub arrival: StreamKey,
    pub at_once: StreamKey,
    pub day_factor: StreamKey,
}

/// A crew at work.
#[derive(Default)]
pub(super) struct CrewNow {
    /// Items admitted and waiting, in order.
    pub queue: VecDeque<u32>,
    /// When the last to join the queue arrived: others may have arrived at the same instant [ticks].
    pub last_joined: u64,
    /// Timers of people on the payroll without work, the one free longest in front.
    pub free: VecDeque<u32>,
    /// Timers of people who are not there.
    pub vacant: Vec<u32>,
    /// Position of their calendar.
    pub calendar: u32,
    /// Whether a kind is released whenever one of them is free (language T5).
    pub fed: bool,
    /// Whether they are on duty at all times.
    pub always: bool,
    /// Whether it is in `State::ready` already.
    pub ready: bool,
    /// People of this crew.
    pub staff: u32,
    /// Person-time employed up to `counted_at`, elapsed [ticks].
    pub employed: u128,
    /// The same in working time [ticks].
    pub scheduled: u128,
    /// When the two were brought up to date [ticks].
    pub counted_at: u64,
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
    /// Items held without a person.
    pub held: BinaryHeap<Held>,
}

/// A source at work.
#[derive(Default)]
pub(super) struct SourceNow {
    /// Items made so far; the number of the next one.
    pub items: u32,
    /// Arrivals made so far.
    pub arrivals: u32,
    /// Arrived and not released: instant, number.
    pub backlog: VecDeque<(u64, u32)>,
    /// Released over the share, up to the last change of the share.
    pub served: f64,
    /// Released since then: endless kinds go by the sum of both.
    pub released: u32,
    /// Integrated rate that the next Poisson arrival still needs from `owed_from` on.
    pub owed: f64,
    /// Since when the rate has been what it is, or the interval began [ticks].
    pub owed_from: u64,
    /// Planned instant of the next arrival, before calendars [ticks].
    pub planned: u64,
}

/// Everything a trial changes.
pub(super) struct State<'n, K> {
    pub net: &'n Network,
    /// The clock [ticks].
    pub now: u64,
    pub timers: Timers<K>,
    /// What changes have moved so far.
    pub settings: Settings,
    pub items: Items,
    pub forking: Forking,
    pub crews: Vec<CrewNow>,
    pub stations: Vec<StationNow>,
    pub sources: Vec<SourceNow>,
    /// Item in the hands of each person, by rank of the person's timer.
    pub hands: Vec<u32>,
    pub places: Vec<Place>,
    pub kind_keys: Vec<KindKeys>,
    /// Keys of the slots of each station's gate.
    pub slot_keys: Vec<StreamKey>,
    /// Crews that may have someone free and something waiting.
    pub ready: Vec<u32>,
    /// Whether any kind is released as room is made, rather than as it arrives.
    pub lets_in: bool,
    /// Whether a release may have become possible.
    pub intake_due: bool,
    /// Items released and not delivered, of kinds that count.
    pub wip: u64,
    /// Instants of changes, first to come last.
    pub agenda: Vec<(u64, u32)>,
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
        Self {
            net,
            now: net.start,
            timers: Timers::new(net.timers.owners.len(), net.end),
            settings: net.settings.clone(),
            items: Items::default(),
            forking: Forking::default(),
            crews: fed_crews(net)
                .into_iter()
                .map(|fed| CrewNow {
                    fed,
                    ..CrewNow::default()
                })
                .collect(),
            stations: net.stations.iter().map(|_| StationNow::default()).collect(),
            sources: net.kinds.iter().map(|_| SourceNow::default()).collect(),
            hands: vec![0; net.timers.owners.len()],
            places: (0..net.legs.len()).map(|leg| place(net, leg)).collect(),
            kind_keys: vec![KindKeys::default(); net.kinds.len()],
            slot_keys: vec![StreamKey::default(); net.stations.len()],
            ready: Vec::new(),
            lets_in: net.kinds.iter().any(|kind| kind.limited || kind.is_fed()),
            intake_due: false,
            wip: 0,
            agenda: Vec::new(),
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
        }
    }

    /// Forgets the last trial and takes the luck of the next.
    pub(super) fn reset(&mut self, seed: u64, trial: u64) {
        let net = self.net;
        self.now = net.start;
        self.timers.clear();
        self.settings.clone_from(&net.settings);
        self.items.reset(stride(net));
        self.forking.reset();
        self.intake_due = true;
        self.wip = 0;
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
        for (position, crew) in self.crews.iter_mut().enumerate() {
            crew.reset(net, position, &self.settings);
        }
        for station in &mut self.stations {
            station.reset();
        }
        for source in &mut self.sources {
            source.reset(net.start);
        }
        self.take_luck(seed, trial);
    }

    fn take_luck(&mut self, seed: u64, trial: u64) {
        for (leg, place) in self.net.legs.iter().zip(&mut self.places) {
            let source = self.net.kinds[leg.kind as usize].hash;
            let station = self.net.stations[leg.station as usize].hash;
            let keys = stream_keys(seed, trial, source, station);
            place.effort = keys[Purpose::Effort as usize];
            place.delay = keys[Purpose::Delay as usize];
            place.step_chance = keys[Purpose::StepChance as usize];
            place.rework = keys[Purpose::Rework as usize];
        }
        for (kind, keys) in self.net.kinds.iter().zip(&mut self.kind_keys) {
            let all = stream_keys(seed, trial, kind.hash, 0);
            *keys = KindKeys {
                size: all[Purpose::Size as usize],
                arrival: all[Purpose::Arrival as usize],
                at_once: all[Purpose::AtOnce as usize],
                day_factor: all[Purpose::DayFactor as usize],
            };
        }
        for (station, key) in self.net.stations.iter().zip(&mut self.slot_keys) {
            if station.gate.is_some() {
                *key = stream_keys(seed, trial, 0, station.hash)[Purpose::Slots as usize];
            }
        }
    }

    /// Brings the copies of settings in the places up to date.
    pub(super) fn refresh_places(&mut self) {
        for (leg, place) in self.places.iter_mut().enumerate() {
            let station = &self.net.stations[place.station as usize];
            let position = place.station as usize;
            place.touch = self.settings.touch[leg];
            place.rate = self.settings.pace[position] * self.settings.focus[position];
            place.chance = self.settings.step_chance[leg];
            place.plain = place.crew != NO_CREW
                && !place.gated
                && !station.delays
                && self.net.calendars[station.calendar as usize].is_always()
                && self.settings.focus[position] == 1.0;
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

    /// What is under way at every station right now.
    pub(super) fn measure_levels(&mut self) {
        self.levels.fill(Level::default());
        self.backlog.clear();
        self.backlog.extend(
            self.sources
                .iter()
                .map(|source| source.backlog.len() as u64),
        );
        let now = self.now;
        for (position, station) in self.net.stations.iter().enumerate() {
            if let Some(crew) = station.crew {
                self.count_people(crew);
                let crew = &self.crews[crew as usize];
                self.levels[position].scheduled = crew.scheduled;
                self.levels[position].employed = crew.employed;
            }
        }
        let somewhere = |item: &&Item| item.phase != Phase::Between;
        for item in self.items.inside().filter(somewhere) {
            let station = self.net.legs[item.leg as usize].station;
            let calendar = self.net.calendar_of(station);
            let level = &mut self.levels[station as usize];
            level.present += u128::from(now - item.since);
            match item.phase {
                Phase::AtGate | Phase::Waiting if !item.laid_down => {
                    level.waiting += u128::from(now - item.at);
                }
                Phase::Delayed => level.delayed += 1,
                _ => level.begun += 1,
            }
            if item.phase == Phase::InHands {
                level.busy += u128::from(calendar.worked(now) - item.since_worked);
            }
        }
    }

    /// Brings the person-time of a crew up to date.
    pub(super) fn count_people(&mut self, crew: u32) {
        let calendar = &self.net.calendars[self.net.crews[crew as usize].calendar as usize];
        let now = self.now;
        let crew = &mut self.crews[crew as usize];
        let staff = u128::from(crew.staff);
        crew.employed += staff * u128::from(now - crew.counted_at);
        crew.scheduled +=
            staff * u128::from(calendar.worked(now) - calendar.worked(crew.counted_at));
        crew.counted_at = now;
    }
}

fn place(net: &Network, position: usize) -> Place {
    let leg = &net.legs[position];
    let (station, kind) = (
        &net.stations[leg.station as usize],
        &net.kinds[leg.kind as usize],
    );
    let legs = &net.legs[kind.first_leg as usize..(kind.first_leg + kind.legs) as usize];
    let turns = net.turns(position as u32);
    Place {
        station: leg.station,
        crew: station.crew.unwrap_or(NO_CREW),
        first_leg: kind.first_leg,
        ways_back: leg.ways_back,
        occurrence: leg.occurrence,
        loops: legs.iter().any(|leg| leg.ways_back.0 < leg.ways_back.1),
        gated: station.gate.is_some(),
        through: leg.ways_back.0 == leg.ways_back.1 && !leg.delivers && !leg.last && !turns,
        turns,
        delivers: leg.delivers,
        last: leg.last,
        ..Place::default()
    }
}

fn fed_crews(net: &Network) -> Vec<bool> {
    let mut fed = vec![false; net.crews.len()];
    for kind in net.kinds.iter().filter(|kind| kind.is_fed()) {
        let station = net.legs[kind.first_leg as usize].station;
        if let Some(crew) = net.stations[station as usize].crew {
            fed[crew as usize] = true;
        }
    }
    fed
}

/// Steps or limited ways back per item, the most of any kind; 0 if nothing ever comes back.
fn stride(net: &Network) -> usize {
    if net.ways_back.is_empty() {
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

impl CrewNow {
    fn reset(&mut self, net: &Network, position: usize, settings: &Settings) {
        let crew = &net.crews[position];
        self.staff = settings.staff[position];
        self.queue.clear();
        self.last_joined = NEVER;
        self.free.clear();
        self.vacant.clear();
        let (first, last) = (crew.first_timer, crew.first_timer + crew.most);
        self.free.extend(first..first + self.staff);
        self.vacant.extend((first + self.staff..last).rev());
        self.calendar = crew.calendar;
        self.always = net.calendars[crew.calendar as usize].is_always();
        self.ready = false;
        self.employed = 0;
        self.scheduled = 0;
        self.counted_at = net.start;
    }
}

impl StationNow {
    fn reset(&mut self) {
        self.at_gate.clear();
        self.decided = NEVER;
        self.sessions = 0;
        self.held.clear();
    }
}

impl SourceNow {
    fn reset(&mut self, start: u64) {
        self.items = 0;
        self.arrivals = 0;
        self.backlog.clear();
        self.served = 0.0;
        self.released = 0;
        self.owed = 0.0;
        self.owed_from = start;
        self.planned = start;
    }
}
