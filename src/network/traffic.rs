//! Traffic: how often an item visits each station, and what that asks of the people there.
//!
//! The mean item is followed as a mass that splits at every chance: what is sent back starts another
//! round from where it is sent, with the effort of that send-back until it is where it came from.
//! Rounds shrink geometrically and are followed until nothing is left. Where a way back may be taken
//! only so often, mass is kept apart by how often it was; beyond what is worth counting a maximum is
//! taken as none, which errs on the side of more load.
//!
//! At a fork the mean item goes through every branch, each on its own account; it passes with the
//! chance that enough branches pass, and else goes to the earliest station asked for. Branches that
//! a quorum would withdraw count as full visits, and returns within a fork are forgotten behind it:
//! both err on the side of more load. What mass carries is kept as a mean (`carried`).
//!
//! Where items go through as one, each brings its part of the touch of a full batch; so does what is
//! sent back into the midst of that way, alone. That errs on the side of less load. Of batches that go
//! before they are full, whoever knows the rates may say how much more work they are (`load_of`).
//!
//! Chances are taken as written: what they grow with and what is learnt follows from the run. So do
//! interference and hurry, and a station is taken as if nothing else were present and nobody hurried.
//! Where any of this is in play, a load is no more than a first guess (`Network::is_guess`).

mod carried;
mod flow;
mod joins;
mod used;

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use self::carried::Mass;
use self::flow::{Flow, Way, add};
use self::joins::{earliest, enough_pass};
use self::used::Used;
use super::forks::Next;
use super::tables::{Network, Settings};
use crate::units::WEEK;

/// Mass that is not worth following, all in all; the same where it carries something, and where what
/// it carries is followed through forks.
const NOTHING: f64 = 1e-13;
const NEXT_TO_NOTHING: f64 = 1e-10;
const LITTLE: f64 = 1e-7;
/// Ways of having used up several maxima that are told apart; fewer where there are forks, whose
/// branches are followed for each of them, or where mass carries something; none where both.
const MOST_STATES: usize = 4096;
const MOST_STATES_WITH_LOADS: usize = 16;
const MOST_STATES_OF_FORKS: usize = 16;
/// Bound on rounds, for chances next to 1; where mass carries something it is lower, and what is left
/// then goes on as it did in the last round.
const MOST_ROUNDS: usize = 100_000;
const MOST_ROUNDS_WITH_LOADS: usize = 100;

/// What one item of each kind asks of the network.
#[derive(Clone, Debug)]
pub struct Traffic {
    /// Visits per item of its kind, by leg.
    pub visits: Vec<f64>,
    /// Visits that people decide, weighted by the effort of send-backs: 1 for a first pass.
    pub passes: Vec<f64>,
    /// Visits that people decide, by leg.
    pub by_people: Vec<f64>,
    /// Visits that come from other people, by leg.
    pub handed: Vec<f64>,
    /// Flaws per item as it is delivered, by kind. Whatever comes back from behind the step that
    /// delivers counts once more.
    pub flaws: Vec<f64>,
    /// Hands-on effort per item, by kind and station, at the pace of the settings, what colleagues cost
    /// each other counted [ticks].
    pub effort: Vec<Vec<f64>>,
    /// People of each crew, on average while their calendar is open.
    pub people: Vec<f64>,
}

/// Load of the people of a station, those of its pool together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StationLoad {
    /// People needed at full use.
    pub load: f64,
    /// People there, on average while their calendar is open.
    pub capacity: f64,
}

impl Traffic {
    /// Follows the mean item of every kind under some settings.
    pub fn new(net: &Network, settings: &Settings) -> Self {
        let mut traffic = Self {
            visits: vec![0.0; net.legs.len()],
            passes: vec![0.0; net.legs.len()],
            by_people: vec![0.0; net.legs.len()],
            handed: vec![0.0; net.legs.len()],
            flaws: vec![0.0; net.kinds.len()],
            effort: vec![vec![0.0; net.stations.len()]; net.kinds.len()],
            people: (0..net.crews.len() as u32)
                .map(|crew| net.people(settings, crew))
                .collect(),
        };
        let stations = 0..net.stations.len();
        let paces: Vec<f64> = stations.map(|at| net.pace(settings, at)).collect();
        for (position, kind) in net.kinds.iter().enumerate() {
            let legs = kind.first_leg as usize..(kind.first_leg + kind.legs) as usize;
            let way = Walker::new(net, settings, legs.clone()).walk_all();
            let (items, flaws) = way.delivered;
            traffic.flaws[position] = if items > 0.0 { flaws / items } else { 0.0 };
            for leg in legs {
                let station = net.legs[leg].station as usize;
                let touch = settings.touch[leg].mean * kind.size.mean / paces[station];
                let together = net.legs[leg].batches_of;
                let together = together.map_or(1, |at| settings.batch_size[at as usize]);
                let touch = touch / f64::from(together);
                traffic.visits[leg] = way.visits[leg - kind.first_leg as usize];
                traffic.passes[leg] = way.passes[leg - kind.first_leg as usize];
                traffic.by_people[leg] = way.by_people[leg - kind.first_leg as usize];
                traffic.handed[leg] = way.handed[leg - kind.first_leg as usize];
                let handed = settings.quality.handoff_effort[kind.org as usize].mean
                    / settings.pace[station];
                let effort = traffic.passes[leg] * touch + traffic.handed[leg] * handed;
                traffic.effort[position][station] += effort;
            }
        }
        traffic
    }

    /// Load of a station's people under these rates of release, by kind [1/tick], in full batches where
    /// items go through as one; changing over is not in it.
    pub fn load(
        &self,
        net: &Network,
        settings: &Settings,
        rates: &[f64],
        station: usize,
    ) -> StationLoad {
        self.load_of((net, settings), rates, station, |_| 1.0)
    }

    /// The same where the work at some stations is so many times that of full batches.
    pub fn load_of(
        &self,
        (net, settings): (&Network, &Settings),
        rates: &[f64],
        station: usize,
        times: impl Fn(usize) -> f64,
    ) -> StationLoad {
        let asked = |station: usize| -> f64 {
            let rates = rates.iter().zip(&self.effort);
            let work: f64 = rates.map(|(rate, of)| rate * of[station]).sum();
            work * times(station) / settings.focus[station]
        };
        let calendar = &net.calendars[net.stations[station].calendar as usize];
        let open = calendar.open_per_week() as f64 / WEEK as f64;
        let crew = net.stations[station].crew;
        StationLoad {
            load: net.sharing_people(station).map(asked).sum::<f64>() / open,
            capacity: crew.map_or(f64::INFINITY, |crew| self.people[crew as usize]),
        }
    }
}

/// One kind under some settings. Mass is kept by leg and by its past: the way back it came by last
/// (0: none), and how often it took those that have a maximum.
struct Walker<'n> {
    net: &'n Network,
    settings: &'n Settings,
    legs: Range<usize>,
    first_way: usize,
    /// The leg each way back begins at; last the legs that look for flaws.
    sender: Vec<usize>,
    used: Used,
    /// Whether mass carries anything.
    carries: bool,
    /// Mass that is not worth following.
    nothing: f64,
    /// What becomes of a unit of mass that carries nothing at a fork, by its past.
    forks: BTreeMap<(u32, usize), Rc<Way>>,
}

impl<'n> Walker<'n> {
    fn new(net: &'n Network, settings: &'n Settings, legs: Range<usize>) -> Self {
        let first_way = net.legs[legs.start].ways_back.0 as usize;
        let ways = net.legs[legs.end - 1].ways_back.1 as usize - first_way;
        let sends = |leg: &usize, way: usize| {
            let (from, to) = net.legs[*leg].ways_back;
            (from as usize..to as usize).contains(&way)
        };
        let forks = net
            .forks
            .iter()
            .any(|fork| legs.contains(&(fork.first as usize)));
        let carries = net.carries_flaws() || net.hands_over;
        let most = match (forks, carries) {
            (true, true) => 1,
            (true, false) => MOST_STATES_OF_FORKS,
            (false, true) => MOST_STATES_WITH_LOADS,
            (false, false) => MOST_STATES,
        };
        let sender = |way| legs.clone().find(|leg| sends(leg, first_way + way));
        let senders = (0..ways).map(|way| sender(way).unwrap_or(legs.end));
        let catchers = legs.clone().filter(|leg| net.legs[*leg].catches);
        let used = Used::new(&net.ways_back[first_way..first_way + ways], most);
        let sender: Vec<usize> = senders.chain(catchers).collect();
        Self {
            net,
            settings,
            first_way,
            sender,
            used,
            legs,
            carries,
            nothing: match (forks, carries) {
                (_, false) => NOTHING,
                (false, true) => NEXT_TO_NOTHING,
                (true, true) => LITTLE,
            },
            forks: BTreeMap::new(),
        }
    }

    fn nowhere(&self) -> Way {
        Way {
            visits: vec![0.0; self.legs.len()],
            passes: vec![0.0; self.legs.len()],
            by_people: vec![0.0; self.legs.len()],
            handed: vec![0.0; self.legs.len()],
            through: 0.0,
            carried: self.nothing_carried(),
            back: Vec::new(),
            delivered: (0.0, 0.0),
        }
    }

    /// Follows an item from its release.
    fn walk_all(&mut self) -> Way {
        let item = Mass {
            past: 0,
            amount: 1.0,
            carried: self.nothing_carried(),
        };
        self.walk(None, item, self.nothing)
    }

    /// Follows a unit of mass through the route, or through a branch of it.
    fn walk(&mut self, branch: Option<u32>, mass: Mass, nothing: f64) -> Way {
        let legs = branch.map_or(self.legs.clone(), |branch| {
            let of = &self.net.branches[branch as usize];
            of.first as usize..of.end as usize
        });
        let none = vec![BTreeMap::new(); legs.len()];
        let mut flow = Flow {
            first: legs.start,
            now: none.clone(),
            returned: none.clone(),
            left: 0.0,
            nothing,
        };
        let mut way = self.nowhere();
        let first = self.net.meets(legs.start as u32, branch);
        self.moves_on((first, branch), mass, &mut flow, &mut way);
        let most = match self.carries {
            true => MOST_ROUNDS_WITH_LOADS,
            false => MOST_ROUNDS,
        };
        for round in 1..=most {
            let is_last = self.carries && round == most;
            let before = is_last.then(|| (way.clone(), flow.left));
            flow.left = 0.0;
            for leg in legs.clone() {
                let here = std::mem::take(&mut flow.now[leg - legs.start]);
                let least = if self.carries { nothing } else { 0.0 };
                for mass in here.into_values().filter(|mass| mass.amount > least) {
                    self.visit((leg, branch), mass, &mut flow, &mut way);
                }
            }
            if flow.left < nothing {
                break;
            }
            if let Some((before, left)) = before {
                way.go_on(&before, flow.left / left);
            }
            flow.now = std::mem::replace(&mut flow.returned, none.clone());
        }
        way
    }

    /// Mass at a leg, as part of whoever goes through `branch`.
    fn visit(&mut self, at: (usize, Option<u32>), mass: Mass, flow: &mut Flow, way: &mut Way) {
        let leg = at.0;
        let taken = mass.amount * self.settings.step_chance[leg];
        way.visits[leg - self.legs.start] += taken;
        if self.is_aside(leg) {
            self.moves_past(at, mass.part(mass.amount - taken), flow, way);
            return self.by_policy_and_people(at, mass.part(taken), flow, way);
        }
        way.passes[leg - self.legs.start] += taken * self.effort(mass.past);
        way.by_people[leg - self.legs.start] += taken;
        let on = mass.amount - self.sent_back(leg, &mass, taken, flow, way);
        self.moves_past(at, mass.part(on.max(0.0)), flow, way);
    }

    /// Rework at a leg of what was taken of some mass. Returns how much is sent back.
    fn sent_back(
        &self,
        leg: usize,
        mass: &Mass,
        taken: f64,
        flow: &mut Flow,
        way: &mut Way,
    ) -> f64 {
        let state = mass.past % self.used.states;
        let (from, to) = self.net.legs[leg].ways_back;
        let mut all = 0.0;
        for back in from as usize..to as usize {
            let Some(state) = self.used.once_more(state, back - self.first_way) else {
                continue;
            };
            let (to, entry) = (self.net.ways_back[back].to, self.net.ways_back[back].entry);
            let sent = taken * self.settings.rework_chance[entry as usize];
            let past = self.past(back - self.first_way + 1, state);
            flow.send(to, mass.part(sent).with_past(past), way);
            all += sent;
        }
        all
    }

    /// Mass passes a leg: the effort of who sent it back ends where that was.
    fn moves_past(
        &mut self,
        (leg, branch): (usize, Option<u32>),
        mut mass: Mass,
        flow: &mut Flow,
        way: &mut Way,
    ) {
        if self.sent_by(mass.past) == Some(leg) {
            mass.past %= self.used.states;
        }
        let (_, next) = self.net.after(leg as u32, branch);
        if branch.is_none() && leg + 1 < self.legs.end && self.net.legs[leg].delivers {
            way.note_delivered(&mass);
        }
        self.moves_on((next, branch), mass, flow, way);
    }

    /// The way back taken last (0: none) and those used up, as one number.
    fn past(&self, by: usize, state: usize) -> usize {
        by * self.used.states + state
    }

    /// The leg that sent mass back last.
    fn sent_by(&self, past: usize) -> Option<usize> {
        let by = (past / self.used.states).checked_sub(1)?;
        Some(self.sender[by])
    }

    /// Factor on touch of what came back last by some way.
    fn effort(&self, past: usize) -> f64 {
        let Some(by) = (past / self.used.states).checked_sub(1) else {
            return 1.0;
        };
        match self.net.ways_back.get(self.first_way + by) {
            Some(way) if by < self.used.ways.len() => {
                self.settings.rework_effort[way.entry as usize]
            }
            _ => {
                let station = self.net.legs[self.sender[by]].station;
                self.settings.quality.catches_effort[station as usize]
            }
        }
    }

    /// Mass moves on to what comes next, through forks.
    fn moves_on(
        &mut self,
        (mut next, branch): (Next, Option<u32>),
        mut mass: Mass,
        flow: &mut Flow,
        way: &mut Way,
    ) {
        if mass.amount <= 0.0 {
            return;
        }
        while let Next::Forks(fork) = next {
            let inner = self.fork(fork, &mass, flow.nothing);
            way.add_visits(&inner, mass.amount);
            for (to, back) in &inner.back {
                flow.send(*to, back.part(back.amount * mass.amount), way);
            }
            let of = &self.net.forks[fork as usize];
            let inside = of.first as usize..of.end as usize;
            if self
                .sent_by(mass.past)
                .is_some_and(|leg| inside.contains(&leg))
            {
                mass.past %= self.used.states;
            }
            mass.amount *= inner.through;
            mass.carried = inner.carried.clone();
            next = self.net.after_fork(fork, branch).1;
        }
        match next {
            Next::Leg(leg) => add(&mut flow.now[leg as usize - flow.first], mass),
            _ => {
                if self.net.legs[self.legs.end - 1].delivers {
                    way.note_delivered(&mass);
                }
                way.carried.join(way.through, &mass.carried, mass.amount);
                way.through += mass.amount;
            }
        }
    }

    /// What becomes of a unit of mass at a fork.
    fn fork(&mut self, fork: u32, mass: &Mass, nothing: f64) -> Rc<Way> {
        if let Some(known) = self.forks.get(&(fork, mass.past)) {
            return known.clone();
        }
        let nothing = match self.carries {
            true => (nothing / mass.amount).min(1.0),
            false => nothing,
        };
        let of = self.net.forks[fork as usize];
        let branches = of.branches.0..of.branches.1;
        let ways: Vec<Way> = branches
            .map(|branch| self.walk(Some(branch), mass.part(1.0), nothing))
            .collect();
        let mut all = self.nowhere();
        for way in &ways {
            all.add_visits(way, 1.0);
        }
        all.through = enough_pass(&ways, of.quorum as usize);
        all.back = earliest(&ways, 1.0 - all.through);
        all.carried = mass.carried.behind_join(&ways);
        let all = Rc::new(all);
        if !self.carries {
            self.forks.insert((fork, mass.past), all.clone());
        }
        all
    }
}
