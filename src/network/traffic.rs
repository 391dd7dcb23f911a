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
//! both err on the side of more load.
//!
//! Where items go through as one, each brings its part of the touch of a full batch; so does what is
//! sent back into the midst of that way, alone. That errs on the side of less load. Of batches that go
//! before they are full, whoever knows the rates may say how much more work they are (`load_of`).
//!
//! Chances are taken as written: what they grow with and what is learnt follows from the run. So do
//! interference and hurry, and a station is taken as if nothing else were present and nobody hurried.
//! Where any of this is in play, a load is no more than a first guess (`Network::is_guess`).

mod carried;
mod joins;
mod used;

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use self::carried::Carried;
use self::joins::{earliest, enough_pass};
use self::used::Used;
use super::forks::Next;
use super::tables::{Network, Settings};
use crate::units::WEEK;

/// Mass that is not worth following, all in all; and of one past, where there are many.
const NOTHING: f64 = 1e-13;
const NEXT_TO_NOTHING: f64 = 1e-6;
const LEAST: f64 = 1e-7;
/// Ways of having used up several maxima that are told apart; fewer where there are forks, whose
/// branches are followed for each of them.
const MOST_STATES: usize = 4096;
const MOST_STATES_OF_FORKS: usize = 16;
/// The same where mass is kept apart by what it carries, too.
const MOST_STATES_WITH_LOADS: usize = 16;
/// Bound on rounds, for chances next to 1.
const MOST_ROUNDS: usize = 100_000;

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
            let way = Walker::new(net, settings, legs.clone()).walk(None, 0);
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
                let handed = settings.quality.handoff_effort.mean / settings.pace[station];
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

/// One kind under some settings. Mass is kept by leg and by its past: what it carries, the way back it
/// came by last (0: none), and how often it took those that have a maximum.
struct Walker<'n> {
    net: &'n Network,
    settings: &'n Settings,
    legs: Range<usize>,
    first_way: usize,
    /// The leg each way back begins at; last the legs that look for flaws.
    sender: Vec<usize>,
    used: Used,
    /// What mass carries.
    carried: Carried,
    /// What becomes of a unit of mass at a fork, by its past.
    forks: BTreeMap<(u32, usize), Rc<Way>>,
}

/// What becomes of a unit of mass.
#[derive(Clone)]
struct Way {
    visits: Vec<f64>,
    passes: Vec<f64>,
    by_people: Vec<f64>,
    handed: Vec<f64>,
    /// What gets through.
    through: f64,
    /// What asks to be sent back to before: where to, its past then, how much.
    back: Vec<(u32, usize, f64)>,
    /// Flaws from each leg in what gets through.
    flaws: Vec<f64>,
    /// What is delivered, and the flaws it carries.
    delivered: (f64, f64),
}

/// Mass on its way through a route or branch.
struct Flow {
    first: usize,
    now: Vec<Vec<f64>>,
    /// What starts another round.
    returned: Vec<Vec<f64>>,
    left: f64,
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
        let most = match forks {
            true => MOST_STATES_OF_FORKS,
            false if net.carries_flaws() || net.hands_over => MOST_STATES_WITH_LOADS,
            false => MOST_STATES,
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
            carried: Carried::new(used.states * (sender.len() + 1)),
            sender,
            used,
            legs,
            forks: BTreeMap::new(),
        }
    }

    fn nothing(&self) -> Way {
        Way {
            visits: vec![0.0; self.legs.len()],
            passes: vec![0.0; self.legs.len()],
            by_people: vec![0.0; self.legs.len()],
            handed: vec![0.0; self.legs.len()],
            through: 0.0,
            back: Vec::new(),
            flaws: vec![0.0; self.legs.len()],
            delivered: (0.0, 0.0),
        }
    }

    /// Follows a unit of mass through the route, or through a branch of it.
    fn walk(&mut self, branch: Option<u32>, past: usize) -> Way {
        let legs = branch.map_or(self.legs.clone(), |branch| {
            let of = &self.net.branches[branch as usize];
            of.first as usize..of.end as usize
        });
        let none = vec![vec![0.0; self.pasts()]; legs.len()];
        let mut flow = Flow {
            first: legs.start,
            now: none.clone(),
            returned: none.clone(),
            left: 0.0,
        };
        let mut way = self.nothing();
        let first = self.net.meets(legs.start as u32, branch);
        self.moves_on((first, branch), (past, 1.0), &mut flow, &mut way);
        let (nothing, least) = match self.legs.clone().any(|leg| self.is_aside(leg)) {
            true => (NEXT_TO_NOTHING, LEAST),
            false => (NOTHING, 0.0),
        };
        for _ in 0..MOST_ROUNDS {
            for leg in legs.clone() {
                let here = std::mem::take(&mut flow.now[leg - legs.start]);
                let here = here.into_iter().enumerate();
                for (past, amount) in here.filter(|entry| entry.1 > least) {
                    self.visit((leg, branch), (past, amount), &mut flow, &mut way);
                }
            }
            if flow.left < nothing {
                break;
            }
            flow.left = 0.0;
            flow.now = std::mem::replace(&mut flow.returned, none.clone());
        }
        way
    }

    /// Mass at a leg, as part of whoever goes through `branch`.
    fn visit(
        &mut self,
        (leg, branch): (usize, Option<u32>),
        (past, amount): (usize, f64),
        flow: &mut Flow,
        way: &mut Way,
    ) {
        let (carried, by, state) = self.past(past);
        let taken = amount * self.settings.step_chance[leg];
        way.visits[leg - self.legs.start] += taken;
        if self.is_aside(leg) {
            self.moves_past((leg, branch), (past, amount - taken), flow, way);
            return self.by_policy_and_people((leg, branch), (past, taken), flow, way);
        }
        way.passes[leg - self.legs.start] += taken * self.effort(by);
        way.by_people[leg - self.legs.start] += taken;
        let on = self.sent_back((leg, carried, state), (taken, amount), flow, way);
        self.moves_past((leg, branch), (past, on), flow, way);
    }

    /// Mass passes a leg: the effort of who sent it back ends where that was.
    fn moves_past(
        &mut self,
        (leg, branch): (usize, Option<u32>),
        (past, amount): (usize, f64),
        flow: &mut Flow,
        way: &mut Way,
    ) {
        let (carried, by, state) = self.past(past);
        let by = if by > 0 && self.sender[by - 1] == leg {
            0
        } else {
            by
        };
        let (_, next) = self.net.after(leg as u32, branch);
        let past = self.index(carried, by, state);
        if branch.is_none() && leg + 1 < self.legs.end && self.net.legs[leg].delivers {
            self.note_delivered((past, amount), way);
        }
        self.moves_on((next, branch), (past, amount), flow, way);
    }

    /// A past as a number.
    fn index(&self, carried: usize, by: usize, state: usize) -> usize {
        carried * self.pasts() + by * self.used.states + state
    }

    /// What is carried, the way back taken last, and those used up.
    fn past(&self, index: usize) -> (usize, usize, usize) {
        let (carried, rest) = (index / self.pasts(), index % self.pasts());
        (carried, rest / self.used.states, rest % self.used.states)
    }

    /// Pasts that carry the same.
    fn pasts(&self) -> usize {
        (self.sender.len() + 1) * self.used.states
    }

    /// Factor on touch of what came back last by a way; 0: by none.
    fn effort(&self, by: usize) -> f64 {
        let Some(by) = by.checked_sub(1) else {
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
        (mut past, mut amount): (usize, f64),
        flow: &mut Flow,
        way: &mut Way,
    ) {
        while let Next::Forks(fork) = next {
            let inner = self.fork(fork, past);
            let add = |to: &mut [f64], what: &[f64]| {
                to.iter_mut()
                    .zip(what)
                    .for_each(|(to, what)| *to += amount * what);
            };
            add(&mut way.visits, &inner.visits);
            add(&mut way.passes, &inner.passes);
            add(&mut way.by_people, &inner.by_people);
            add(&mut way.handed, &inner.handed);
            for &(to, past, share) in &inner.back {
                flow.send((to, past, share * amount), way);
            }
            amount *= inner.through;
            let of = &self.net.forks[fork as usize];
            let (carried, by, state) = self.past(past);
            if by > 0 && (of.first as usize..of.end as usize).contains(&self.sender[by - 1]) {
                past = self.index(carried, 0, state);
            }
            next = self.net.after_fork(fork, branch).1;
            if inner.flaws.iter().any(|flaws| *flaws > 0.0) {
                for mass in self.with_flaws((past, amount), &inner.flaws) {
                    self.moves_on((next, branch), mass, flow, way);
                }
                return;
            }
        }
        match next {
            Next::Leg(leg) => flow.add(leg as usize, past, amount),
            _ => {
                way.through += amount;
                self.note_flaws((past, amount), way);
                if self.net.legs[self.legs.end - 1].delivers {
                    self.note_delivered((past, amount), way);
                }
            }
        }
    }

    /// What becomes of a unit of mass at a fork.
    fn fork(&mut self, fork: u32, past: usize) -> Rc<Way> {
        if let Some(known) = self.forks.get(&(fork, past)) {
            return known.clone();
        }
        let of = self.net.forks[fork as usize];
        let branches = of.branches.0..of.branches.1;
        let ways: Vec<Way> = branches
            .map(|branch| self.walk(Some(branch), past))
            .collect();
        let mut all = self.nothing();
        for (way, branch) in ways.iter().zip(of.branches.0..) {
            let branch = &self.net.branches[branch as usize];
            let branch_of = branch.first as usize..branch.end as usize;
            for leg in 0..self.legs.len() {
                all.visits[leg] += way.visits[leg];
                all.passes[leg] += way.passes[leg];
                all.by_people[leg] += way.by_people[leg];
                all.handed[leg] += way.handed[leg];
                // What its own way adds, per unit that gets through.
                let in_branch = branch_of.contains(&(leg + self.legs.start));
                if in_branch && way.through > 0.0 {
                    all.flaws[leg] = way.flaws[leg] / way.through;
                }
            }
        }
        all.through = enough_pass(&ways, of.quorum as usize);
        all.back = earliest(&ways, 1.0 - all.through);
        let all = Rc::new(all);
        self.forks.insert((fork, past), all.clone());
        all
    }
}

impl Flow {
    /// Mass goes back: within what is followed here, or to before it.
    fn send(&mut self, (to, by, sent): (u32, usize, f64), way: &mut Way) {
        match (to as usize).checked_sub(self.first) {
            Some(to) => {
                add(&mut self.returned[to], by, sent);
                self.left += sent;
            }
            None => way.back.push((to, by, sent)),
        }
    }

    /// Mass comes to a leg.
    fn add(&mut self, leg: usize, past: usize, amount: f64) {
        add(&mut self.now[leg - self.first], past, amount);
    }
}

/// Adds to an entry of a list that grows as pasts do.
fn add(list: &mut Vec<f64>, at: usize, amount: f64) {
    if list.len() <= at {
        list.resize(at + 1, 0.0);
    }
    list[at] += amount;
}
