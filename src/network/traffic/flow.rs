//! Mass on its way: what becomes of it, and where it is in a round.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::carried::{Carried, Mass};

/// What becomes of a unit of mass.
#[derive(Clone)]
pub(super) struct Way {
    pub(super) visits: Vec<f64>,
    pub(super) passes: Vec<f64>,
    pub(super) by_people: Vec<f64>,
    pub(super) handed: Vec<f64>,
    /// What gets through, and what that carries.
    pub(super) through: f64,
    pub(super) carried: Carried,
    /// What asks to be sent back to before: where to, and what.
    pub(super) back: Vec<(u32, Mass)>,
    /// What is delivered, and the flaws it carries.
    pub(super) delivered: (f64, f64),
}

/// Mass on its way through a route or branch.
pub(super) struct Flow {
    pub(super) first: usize,
    /// By leg and past.
    pub(super) now: Vec<BTreeMap<usize, Mass>>,
    /// What starts another round.
    pub(super) returned: Vec<BTreeMap<usize, Mass>>,
    pub(super) left: f64,
    /// Mass that is not worth following.
    pub(super) nothing: f64,
}

impl Way {
    pub(super) fn add_visits(&mut self, other: &Way, amount: f64) {
        let add = |to: &mut [f64], what: &[f64]| {
            let both = to.iter_mut().zip(what);
            both.for_each(|(to, what)| *to += amount * what);
        };
        add(&mut self.visits, &other.visits);
        add(&mut self.passes, &other.passes);
        add(&mut self.by_people, &other.by_people);
        add(&mut self.handed, &other.handed);
    }

    /// Goes on for ever as since `before`, with so much of what was left each time.
    pub(super) fn go_on(&mut self, before: &Way, ratio: f64) {
        let times = ratio.clamp(0.0, 0.999) / (1.0 - ratio.clamp(0.0, 0.999));
        let more = |now: &mut f64, before: f64| *now += (*now - before) * times;
        let lists = [
            (&mut self.visits, &before.visits),
            (&mut self.passes, &before.passes),
            (&mut self.by_people, &before.by_people),
            (&mut self.handed, &before.handed),
        ];
        for (now, before) in lists {
            let both = now.iter_mut().zip(before);
            both.for_each(|(now, before)| more(now, *before));
        }
        more(&mut self.through, before.through);
        more(&mut self.delivered.0, before.delivered.0);
        more(&mut self.delivered.1, before.delivered.1);
        for (_, mass) in &mut self.back[before.back.len()..] {
            mass.amount *= 1.0 + times;
        }
    }

    pub(super) fn note_delivered(&mut self, mass: &Mass) {
        self.delivered.0 += mass.amount;
        self.delivered.1 += mass.amount * mass.carried.flaws.iter().sum::<f64>();
    }
}

impl Flow {
    /// Mass goes back: within what is followed here, or to before it.
    pub(super) fn send(&mut self, to: u32, mass: Mass, way: &mut Way) {
        if mass.amount <= 0.0 {
            return;
        }
        match (to as usize).checked_sub(self.first) {
            Some(to) => {
                self.left += mass.amount;
                add(&mut self.returned[to], mass);
            }
            None => way.back.push((to, mass)),
        }
    }
}

/// Mass joins what has the same past.
pub(super) fn add(here: &mut BTreeMap<usize, Mass>, mass: Mass) {
    match here.entry(mass.past) {
        Entry::Vacant(free) => {
            free.insert(mass);
        }
        Entry::Occupied(mut other) => other.get_mut().join(&mass),
    }
}
