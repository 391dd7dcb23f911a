//! What the mean item carries on its way: flaws, who leaves them, who finds them, and where that
//! leads; and whose hands it was in last. What is decided without people is a part of every visit.
//!
//! Mass is kept apart by the flaws it carries, in the order in which they were made, and by the people
//! that had it last. Behind a join each leg of a branch is taken to have left its flaws by itself, and
//! those that had the item before the fork to have had it last; that and bounds on how many flaws and
//! how many ways of carrying them are followed are all that is not exact.

use std::collections::BTreeMap;

use super::{Flow, Walker, Way};

/// Flaws of an item that are told apart.
const MOST_FLAWS: usize = 4;
/// Ways of carrying flaws, times pasts of any other sort, that are told apart; and the fewest of the
/// former.
const MOST_WAYS: usize = 1500;
const FEWEST_WAYS: usize = 8;
/// Mass that is too little to be told apart by another flaw.
const TOO_LITTLE: f64 = 1e-9;

/// What mass can carry, each with a number; 0 is nothing.
pub(super) struct Carried {
    /// So many are told apart.
    most: usize,
    known: Vec<Load>,
    numbers: BTreeMap<Load, usize>,
}

/// The legs that made the flaws, and the people that had it last.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Load {
    flaws: Vec<u32>,
    team: Option<u32>,
}

impl Carried {
    /// For mass that is kept apart by so many `pasts` besides.
    pub(super) fn new(pasts: usize) -> Self {
        Self {
            most: (MOST_WAYS / pasts).max(FEWEST_WAYS),
            known: vec![Load::default()],
            numbers: BTreeMap::from([(Load::default(), 0)]),
        }
    }

    fn of(&self, number: usize) -> Load {
        self.known[number].clone()
    }

    /// The number of a load; of one too many, that without the last flaw.
    fn number(&mut self, mut load: Load) -> usize {
        load.flaws.truncate(MOST_FLAWS);
        loop {
            if let Some(&number) = self.numbers.get(&load) {
                return number;
            }
            if self.known.len() < self.most || load.flaws.pop().is_none() {
                let number = self.known.len();
                self.numbers.insert(load.clone(), number);
                self.known.push(load);
                return number;
            }
        }
    }

    /// The number of a load with another flaw.
    fn with(&mut self, number: usize, flaw: u32) -> usize {
        let mut load = self.of(number);
        load.flaws.push(flaw);
        self.number(load)
    }
}

/// A part of the visits to a leg: how likely it leaves a flaw, and finds each.
#[derive(Clone, Copy)]
struct Judgement {
    leaves: f64,
    finds: f64,
}

/// One outcome of a look for flaws: its chance, what is still carried, and where it leads.
type Look = (f64, usize, Option<u32>);

impl Walker<'_> {
    /// Whether anything of this happens at a leg.
    pub(super) fn is_aside(&self, leg: usize) -> bool {
        let of = &self.net.legs[leg];
        of.looks
            || !of.autos.is_empty()
            || self.net.hands_over
            || self.net.stations[of.station as usize].leaves_flaws
    }

    /// Mass visits a leg: part of it is decided without people.
    pub(super) fn by_policy_and_people(
        &mut self,
        at: (usize, Option<u32>),
        (past, amount): (usize, f64),
        flow: &mut Flow,
        way: &mut Way,
    ) {
        let (net, settings, leg) = (self.net, self.settings, at.0);
        let station = net.legs[leg].station as usize;
        let mut people = amount;
        for &entry in &net.legs[leg].autos {
            let part = amount * settings.quality.auto_share[entry as usize];
            people -= part;
            let judgement = Judgement {
                leaves: settings.quality.flaws[station],
                finds: settings.quality.auto_catches[entry as usize],
            };
            self.judge(at, (past, part, judgement), flow, way);
        }
        let people = people.max(0.0);
        let (carried, by, state) = self.past(past);
        let mut load = self.carried.of(carried);
        let team = net.team(leg as u32);
        let handed =
            net.hands_over && team.is_some() && load.team.is_some_and(|of| Some(of) != team);
        if net.hands_over {
            load.team = team.or(load.team);
        }
        let past = match net.hands_over {
            true => {
                let carried = self.carried.number(load);
                self.index(carried, by, state)
            }
            false => past,
        };
        let here = leg - self.legs.start;
        way.passes[here] += people * self.effort(by);
        way.by_people[here] += people;
        let more = match handed {
            true => {
                way.handed[here] += people;
                settings.quality.handoff_flaws
            }
            false => 0.0,
        };
        let judgement = Judgement {
            leaves: (settings.quality.flaws[station] + more).min(1.0),
            finds: match net.legs[leg].catches {
                true => settings.quality.catches[station],
                false => 0.0,
            },
        };
        self.judge(at, (past, people, judgement), flow, way);
    }

    /// Mass whose visit to a leg is over: it leaves flaws, goes back or on.
    fn judge(
        &mut self,
        (leg, branch): (usize, Option<u32>),
        (past, amount, judgement): (usize, f64, Judgement),
        flow: &mut Flow,
        way: &mut Way,
    ) {
        let (carried, by, state) = self.past(past);
        let leaves = match amount < TOO_LITTLE {
            true => 0.0,
            false => judgement.leaves,
        };
        let parts = [
            (carried, amount * (1.0 - leaves)),
            (carried, amount * leaves),
        ];
        for (number, (carried, amount)) in parts.into_iter().enumerate() {
            if amount <= 0.0 {
                continue;
            }
            let carried = match number {
                0 => carried,
                _ => self.carried.with(carried, leg as u32),
            };
            let on = self.sent_back((leg, carried, state), (amount, amount), flow, way);
            for (chance, carried, to) in self.looks(leg, carried, judgement.finds) {
                match to {
                    Some(to) => {
                        let past = self.index(carried, self.catcher(leg), state);
                        flow.send((to, past, on * chance), way);
                    }
                    None => {
                        let past = self.index(carried, by, state);
                        self.moves_past((leg, branch), (past, on * chance), flow, way);
                    }
                }
            }
        }
    }

    /// Rework at a leg of what was taken of some mass. Returns how much of the mass is not sent back.
    pub(super) fn sent_back(
        &mut self,
        (leg, carried, state): (usize, usize, usize),
        (taken, amount): (f64, f64),
        flow: &mut Flow,
        way: &mut Way,
    ) -> f64 {
        let mut on = amount;
        let (from, to) = self.net.legs[leg].ways_back;
        for back in from as usize..to as usize {
            let Some(state) = self.used.once_more(state, back - self.first_way) else {
                continue;
            };
            let (to, entry) = (self.net.ways_back[back].to, self.net.ways_back[back].entry);
            let sent = taken * self.settings.rework_chance[entry as usize];
            let past = self.index(carried, back - self.first_way + 1, state);
            flow.send((to, past, sent), way);
            on -= sent;
        }
        on.max(0.0)
    }

    /// The number of a leg among the ways back by which flaws lead.
    fn catcher(&self, leg: usize) -> usize {
        let ways = self.used.ways.len();
        let own = self.sender[ways..].iter().position(|&other| other == leg);
        own.map_or(0, |own| ways + own + 1)
    }

    /// What may come of a look for flaws at a leg.
    fn looks(&mut self, leg: usize, carried: usize, chance: f64) -> Vec<Look> {
        let of = &self.net.legs[leg];
        let Load { flaws, team } = self.carried.of(carried);
        if chance <= 0.0 || flaws.is_empty() {
            return vec![(1.0, carried, None)];
        }
        let mut looks = Vec::new();
        for found in 0..1_u32 << flaws.len() {
            let is_found = |at: usize| found >> at & 1 == 1;
            let each = (0..flaws.len()).map(|at| match is_found(at) {
                true => chance,
                false => 1.0 - chance,
            });
            let all: f64 = each.product();
            if all == 0.0 {
                continue;
            }
            let by = |wanted: bool| {
                let each = (0..flaws.len()).filter(move |at| is_found(*at) == wanted);
                each.map(|at| flaws[at])
            };
            let maker = by(true).find_map(|maker| self.net.last_place(leg as u32, maker));
            let to = match found {
                0 => None,
                _ => of.caught_to.or(maker),
            };
            let left = Load {
                flaws: by(false).collect(),
                team,
            };
            looks.push((all, self.carried.number(left), to));
        }
        looks
    }

    /// Notes the flaws of mass that gets through.
    pub(super) fn note_flaws(&self, (past, amount): (usize, f64), way: &mut Way) {
        let (carried, ..) = self.past(past);
        for leg in self.carried.of(carried).flaws {
            way.flaws[leg as usize - self.legs.start] += amount;
        }
    }

    /// Notes mass that is delivered.
    pub(super) fn note_delivered(&self, (past, amount): (usize, f64), way: &mut Way) {
        let (carried, ..) = self.past(past);
        way.delivered.0 += amount;
        way.delivered.1 += amount * self.carried.of(carried).flaws.len() as f64;
    }

    /// Mass behind a join with the flaws that its branches have left, each leg by itself.
    pub(super) fn with_flaws(&mut self, mass: (usize, f64), flaws: &[f64]) -> Vec<(usize, f64)> {
        let mut all = vec![mass];
        let some = flaws.iter().enumerate().filter(|(_, flaws)| **flaws > 0.0);
        for (leg, chance) in some.take(MOST_FLAWS) {
            let (leg, chance) = ((leg + self.legs.start) as u32, chance.min(1.0));
            let before = std::mem::take(&mut all);
            for (past, amount) in before {
                let (carried, by, state) = self.past(past);
                let more = self.carried.with(carried, leg);
                all.push((past, amount * (1.0 - chance)));
                all.push((self.index(more, by, state), amount * chance));
            }
        }
        all
    }
}
