//! What the mean item carries on its way: flaws, who leaves them, who finds them, and where that
//! leads; and whose hands it was in last. What is decided without people is a part of every visit.
//!
//! Of mass with the same past only means are kept: flaws by the leg that left them, each taken to be
//! there or not by itself, and shares of the people that had it last. So a way on which nothing but one
//! finder looks at what one leg leaves is exact, and correlation is lost where mass meets that has
//! been looked at differently. Behind a join, what any branch has found is gone.

use super::{Flow, Walker, Way};

/// Mass with one past.
#[derive(Clone)]
pub(super) struct Mass {
    pub(super) past: usize,
    pub(super) amount: f64,
    pub(super) carried: Carried,
}

/// What a unit of mass carries; nothing has no entries.
#[derive(Clone, Default)]
pub(super) struct Carried {
    /// Flaws by the leg that left them.
    pub(super) flaws: Vec<f64>,
    /// Shares by the people that had it last.
    hands: Vec<f64>,
}

/// A part of the visits to a leg: how likely it leaves a flaw, and finds each.
#[derive(Clone, Copy)]
struct Judgement {
    leaves: f64,
    finds: f64,
}

/// Flaws of one leg that are looked for: the chance that none is found, and what is left then.
#[derive(Clone, Copy)]
struct Unfound {
    chance: f64,
    left: f64,
}

impl Unfound {
    /// Of so many flaws on average, spread over items as evenly as whole numbers are.
    fn new(flaws: f64, finds: f64) -> Self {
        let (whole, rest) = (flaws.floor(), flaws.fract());
        let of_rest = 1.0 - rest * finds;
        let left = match of_rest > 0.0 {
            true => rest * (1.0 - finds) / of_rest,
            false => 0.0,
        };
        Self {
            chance: libm::pow(1.0 - finds, whole) * of_rest,
            left: whole + left,
        }
    }
}

impl Mass {
    /// So much of the same.
    pub(super) fn part(&self, amount: f64) -> Self {
        Self {
            amount,
            ..self.clone()
        }
    }

    pub(super) fn with_past(self, past: usize) -> Self {
        Self { past, ..self }
    }

    /// Takes in other mass of the same past.
    pub(super) fn join(&mut self, other: &Self) {
        self.carried.join(self.amount, &other.carried, other.amount);
        self.amount += other.amount;
    }
}

impl Carried {
    /// What both carry on average, of so much of each.
    pub(super) fn join(&mut self, amount: f64, other: &Self, more: f64) {
        let share = more / (amount + more).max(f64::MIN_POSITIVE);
        let join = |own: &mut [f64], other: &[f64]| {
            let both = own.iter_mut().zip(other);
            both.for_each(|(own, other)| *own += share * (other - *own));
        };
        join(&mut self.flaws, &other.flaws);
        join(&mut self.hands, &other.hands);
    }

    /// What this becomes behind a join: with what each branch adds, and without what any has found.
    pub(super) fn behind_join(&self, ways: &[Way]) -> Self {
        let mut behind = self.clone();
        for (leg, flaws) in behind.flaws.iter_mut().enumerate() {
            let before = *flaws;
            for way in ways.iter().filter(|way| way.through > 0.0) {
                let after = way.carried.flaws[leg];
                match after < before {
                    true => *flaws *= after / before,
                    false => *flaws += after - before,
                }
            }
        }
        behind
    }
}

impl Walker<'_> {
    pub(super) fn nothing_carried(&self) -> Carried {
        let entries = |some: bool, count: usize| vec![0.0; if some { count } else { 0 }];
        let net = self.net;
        Carried {
            flaws: entries(self.carries, self.legs.len()),
            hands: entries(net.hands_over, net.crews.len() + net.stations.len()),
        }
    }

    /// Whether anything of this happens at a leg.
    pub(super) fn is_aside(&self, leg: usize) -> bool {
        self.carries || !self.net.legs[leg].autos.is_empty()
    }

    /// Mass visits a leg: part of it is decided without people.
    pub(super) fn by_policy_and_people(
        &mut self,
        at: (usize, Option<u32>),
        mut mass: Mass,
        flow: &mut Flow,
        way: &mut Way,
    ) {
        let (settings, leg) = (self.settings, at.0);
        let here = leg - self.legs.start;
        let org = self.net.kinds[self.net.legs[leg].kind as usize].org as usize;
        let mut leaves = settings.quality.flaws[self.net.legs[leg].station as usize];
        let mut people = mass.amount;
        for &entry in &self.net.legs[leg].autos {
            let part = mass.amount * settings.quality.auto_share[entry as usize];
            people -= part;
            let finds = settings.quality.auto_catches[entry as usize];
            self.judge(at, mass.part(part), Judgement { leaves, finds }, flow, way);
        }
        mass.amount = people.max(0.0);
        way.passes[here] += mass.amount * self.effort(mass.past);
        way.by_people[here] += mass.amount;
        let handed = self.hands_over(leg, &mut mass.carried);
        way.handed[here] += mass.amount * handed;
        leaves += handed * ((leaves + settings.quality.handoff_flaws[org]).min(1.0) - leaves);
        let finds = self.chance_of_people(leg);
        self.judge(at, mass, Judgement { leaves, finds }, flow, way);
    }

    /// Chance that the people of a leg find a flaw.
    fn chance_of_people(&self, leg: usize) -> f64 {
        let of = &self.net.legs[leg];
        match of.catches {
            true => self.settings.quality.catches[of.station as usize],
            false => 0.0,
        }
    }

    /// What is carried comes to the people of a leg. Returns the share that comes from others.
    fn hands_over(&self, leg: usize, carried: &mut Carried) -> f64 {
        let team = self.net.team(leg as u32).filter(|_| self.net.hands_over);
        let Some(team) = team else { return 0.0 };
        let own = std::mem::take(&mut carried.hands[team as usize]);
        let others: f64 = carried.hands.iter().sum();
        carried.hands.fill(0.0);
        carried.hands[team as usize] = 1.0;
        match own + others > 0.0 {
            true => others,
            false => 0.0,
        }
    }

    /// Mass whose visit to a leg is over: it leaves flaws, goes back or on.
    fn judge(
        &mut self,
        at: (usize, Option<u32>),
        mut mass: Mass,
        Judgement { leaves, finds }: Judgement,
        flow: &mut Flow,
        way: &mut Way,
    ) {
        let leg = at.0;
        if self.carries {
            mass.carried.flaws[leg - self.legs.start] += leaves;
        }
        let sent = self.sent_back(leg, &mass, mass.amount, flow, way);
        mass.amount = (mass.amount - sent).max(0.0);
        if finds > 0.0 && mass.carried.flaws.iter().any(|flaws| *flaws > 0.0) {
            mass = self.looks(leg, mass, finds, flow, way);
        }
        self.moves_past(at, mass, flow, way);
    }

    /// A look for flaws: what is found goes back. Returns the mass in which nothing is found.
    fn looks(&self, leg: usize, mass: Mass, finds: f64, flow: &mut Flow, way: &mut Way) -> Mass {
        let of = &self.net.legs[leg];
        let past = self.past(self.catcher(leg), mass.past % self.used.states);
        let mut rest = mass.clone();
        for maker in 0..self.legs.len() {
            let flaws = mass.carried.flaws[maker];
            if flaws == 0.0 {
                continue;
            }
            let unfound = Unfound::new(flaws, finds);
            let maker_leg = (maker + self.legs.start) as u32;
            let Some(to) = of.caught_to.or(self.net.last_place(leg as u32, maker_leg)) else {
                rest.carried.flaws[maker] *= 1.0 - finds;
                continue;
            };
            // Earlier legs are unfound, of later ones nothing is known.
            let mut found = rest
                .part(rest.amount * (1.0 - unfound.chance))
                .with_past(past);
            if found.amount > 0.0 {
                let left = flaws * (1.0 - finds) - unfound.chance * unfound.left;
                found.carried.flaws[maker] = left.max(0.0) / (1.0 - unfound.chance);
                for later in maker + 1..self.legs.len() {
                    found.carried.flaws[later] *= 1.0 - finds;
                }
                flow.send(to, found, way);
            }
            rest.amount *= unfound.chance;
            rest.carried.flaws[maker] = unfound.left;
        }
        rest
    }

    /// The number of a leg among the ways back by which flaws lead.
    fn catcher(&self, leg: usize) -> usize {
        let ways = self.used.ways.len();
        let own = self.sender[ways..].iter().position(|&other| other == leg);
        own.map_or(0, |own| ways + own + 1)
    }
}
