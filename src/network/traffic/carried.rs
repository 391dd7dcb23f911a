//! Flaws on the way of the mean item: who leaves them, who finds them, and where that leads.
//!
//! Mass is kept apart by the flaws it carries, in the order in which they were made. Behind a join
//! each leg of a branch is taken to have left its flaws by itself; that and bounds on how many flaws
//! and how many ways of carrying them are followed are all that is not exact.

use super::{Flow, Walker, Way};

/// Flaws of an item that are told apart.
const MOST_FLAWS: usize = 6;
/// Ways of carrying flaws that are told apart.
const MOST_WAYS: usize = 2000;

/// Ways of carrying flaws, each with a number; 0 is to carry none.
pub(super) struct Carried {
    /// The legs that made them.
    known: Vec<Vec<u32>>,
}

impl Default for Carried {
    fn default() -> Self {
        Self {
            known: vec![Vec::new()],
        }
    }
}

impl Carried {
    fn of(&self, number: usize) -> &[u32] {
        &self.known[number]
    }

    /// The number of a way of carrying flaws; of one too many, that without the last.
    fn number(&mut self, mut flaws: Vec<u32>) -> usize {
        flaws.truncate(MOST_FLAWS);
        loop {
            if let Some(number) = self.known.iter().position(|known| *known == flaws) {
                return number;
            }
            if self.known.len() < MOST_WAYS {
                self.known.push(flaws);
                return self.known.len() - 1;
            }
            flaws.pop();
        }
    }
}

/// One outcome of a look for flaws: its chance, what is still carried, and where it leads.
type Look = (f64, usize, Option<u32>);

impl Walker<'_> {
    /// Whether flaws are made or looked for at a leg.
    pub(super) fn is_judged(&self, leg: usize) -> bool {
        let of = &self.net.legs[leg];
        of.catches || self.net.stations[of.station as usize].leaves_flaws
    }

    /// Mass whose visit to a leg is over: it leaves flaws, goes back or on.
    pub(super) fn judge(
        &mut self,
        (leg, branch): (usize, Option<u32>),
        (past, amount): (usize, f64),
        flow: &mut Flow,
        way: &mut Way,
    ) {
        let (carried, by, state) = self.past(past);
        let flaws = self.settings.flaws[self.net.legs[leg].station as usize];
        let mut more = self.carried.of(carried).to_vec();
        more.push(leg as u32);
        let more = self.carried.number(more);
        for (carried, amount) in [(carried, amount * (1.0 - flaws)), (more, amount * flaws)] {
            if amount <= 0.0 {
                continue;
            }
            let on = self.sent_back((leg, carried, state), amount, flow, way);
            for (chance, carried, to) in self.looks(leg, carried) {
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

    /// Rework of mass at a leg. Returns what is not sent back.
    fn sent_back(
        &mut self,
        (leg, carried, state): (usize, usize, usize),
        amount: f64,
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
            let sent = amount * self.settings.rework_chance[entry as usize];
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
    fn looks(&mut self, leg: usize, carried: usize) -> Vec<Look> {
        let of = &self.net.legs[leg];
        let flaws = self.carried.of(carried).to_vec();
        if !of.catches || flaws.is_empty() {
            return vec![(1.0, carried, None)];
        }
        let chance = self.settings.catches[of.station as usize];
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
            let left: Vec<u32> = by(false).collect();
            looks.push((all, self.carried.number(left), to));
        }
        looks
    }

    /// Notes the flaws of mass that gets through.
    pub(super) fn note_flaws(&self, (past, amount): (usize, f64), way: &mut Way) {
        let (carried, ..) = self.past(past);
        for &leg in self.carried.of(carried) {
            way.flaws[leg as usize - self.legs.start] += amount;
        }
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
                let mut more = self.carried.of(carried).to_vec();
                more.push(leg);
                let more = self.carried.number(more);
                all.push((past, amount * (1.0 - chance)));
                all.push((self.index(more, by, state), amount * chance));
            }
        }
        all
    }
}
